"""Quick plans to start from, so that a search that runs out of time still has an answer."""

import numpy as np
import scipy.sparse as sp

from spreiding.optimise.model import Limits
from spreiding.optimise.objective import covered_rows
from spreiding.optimise.problem import BoolArray, Problem


def greedy(problem: Problem, limits: Limits) -> BoolArray | None:
    """Keep the largest classes as cheaply as can be, then open what covers most new persons per euro.

    Stops when nothing useful fits in `limits.max_cents`, or when `limits.min_inwoners` are covered; None when
    the result does not respect `limits`. The greedy rule for covering with a budget: Khuller, Moss & Naor (1999).
    """
    chosen = np.zeros(problem.cents.size, dtype=np.bool_)
    for _, choices in problem.rules:
        if choices.size and not chosen[choices].any():
            chosen[choices[np.argmin(problem.cents[choices])]] = True
    max_cents = np.inf if limits.max_cents is None else float(limits.max_cents)
    min_inwoners = np.inf if limits.min_inwoners is None else limits.min_inwoners
    rows = problem.rows
    covers = sp.csc_array(
        (np.ones(rows.site.size), (rows.row, rows.site)), shape=(rows.inwoners.size, len(problem.offers))
    )
    # A site has a choice already, or this choice does not count: opening it would win nothing.
    while True:
        is_covered = covered_rows(problem, chosen)
        inwoners = problem.inwoners_always + float(rows.inwoners[is_covered].sum())
        if inwoners >= min_inwoners:
            break
        gain = (covers.T @ np.where(is_covered, 0.0, rows.inwoners))[problem.choice_site] * problem.counts
        gain[np.isin(problem.choice_site, problem.choice_site[chosen])] = 0
        gain[problem.cents > max_cents - int(problem.cents[chosen].sum())] = 0
        if not gain.any():
            break
        chosen[np.argmax(gain / np.maximum(problem.cents, 1))] = True
    is_enough = limits.min_inwoners is None or inwoners >= limits.min_inwoners
    return chosen if is_enough and int(problem.cents[chosen].sum()) <= max_cents else None
