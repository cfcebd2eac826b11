"""The one evaluation of a plan on the arrays of a problem: what the solver optimises, counted once more."""

from dataclasses import dataclass

import numpy as np

from spreiding.optimise.problem import BoolArray, Problem


@dataclass(frozen=True)
class Score:
    """What a plan is worth: persons within the norm, cost [€ 0.01 per year], sites that differ from today.

    `broken` names the sites with more than one choice and the gemeenten without a branch of their largest class.
    """

    inwoners: float
    cents: int
    n_changes: int
    broken: tuple[str, ...] = ()


def evaluate(problem: Problem, chosen: BoolArray) -> Score:
    """Evaluate the `chosen` choices of `problem`."""
    per_site = np.bincount(problem.choice_site[chosen], minlength=len(problem.offers))
    twice = [problem.offers[site].site_id for site in np.flatnonzero(per_site > 1)]
    return Score(
        inwoners=problem.inwoners_always + float(problem.rows.inwoners[covered_rows(problem, chosen)].sum()),
        cents=int(problem.cents[chosen].sum()),
        n_changes=problem.n_open_today + int(change_weights(problem)[chosen].sum()),
        broken=(*twice, *(code for code, choices in problem.rules if not chosen[choices].any())),
    )


def covered_rows(problem: Problem, chosen: BoolArray) -> BoolArray:
    """Mark the merged rows that a chosen choice covers."""
    is_open = np.zeros(len(problem.offers), dtype=np.bool_)
    is_open[problem.choice_site[chosen & problem.counts]] = True
    rows = problem.rows
    hits = np.bincount(rows.row[is_open[rows.site]], minlength=rows.inwoners.size)
    return np.asarray(hits > 0)


def change_weights(problem: Problem) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return per choice what it adds to the number of changes, counted from 'every branch of today closes'.

    Keeping today's option undoes one closing, a branch in another form is as much a change as a closed one, and each
    new branch is a change.
    """
    return np.where(problem.is_today, -1, np.where(problem.opens_today, 0, 1)).astype(np.int64)
