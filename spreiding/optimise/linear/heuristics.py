"""A quick plan to start from, so that a search that runs out of time still has an answer."""

import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray
from spreiding.optimise.linear.covering import Sparse
from spreiding.optimise.linear.formulation import Formulation
from spreiding.optimise.objective import ROW_TOLERANCE, TOLERANCE, broken, is_short, value_of
from spreiding.optimise.program import Aim, BoolArray, Limit, Program


def greedy(program: Program, aim: Aim, limits: tuple[Limit, ...] = ()) -> BoolArray | None:
    """Return a plan within all hard rules and `limits`, if taking the best column over and over finds one.

    Best is what helps most per cent: first the linear rules that are short, then the areas with too few people, then
    the counted people if they are the aim or a limit, as long as it fits. It begins with nothing, and with the columns
    that undo a change. The greedy rule for covering with a budget: Khuller, Moss & Naor (1999).
    """
    draft = Formulation.of(program, aim, limits)
    starts = [np.zeros(program.n_columns, dtype=np.bool_), _unchanged(program)]
    plans = [_Growth(draft, start).grown() for start in starts]
    fitting = [plan for plan in plans if not broken(program, limits, plan)]
    if not fitting or aim not in {Aim.PERSONS, Aim.CENTS, Aim.CHANGES}:
        return fitting[0] if fitting else None
    sign = -1.0 if aim is Aim.PERSONS else 1.0
    return min(fitting, key=lambda plan: sign * value_of(program, aim, plan))


def _unchanged(program: Program) -> BoolArray:
    """Choose the first column of each site that undoes a change."""
    columns = np.flatnonzero(program.changes < 0)
    _, first = np.unique(program.site[columns], return_index=True)
    chosen = np.zeros(program.n_columns, dtype=np.bool_)
    chosen[columns[first]] = True
    return chosen


class _Growth:
    """A plan that grows by one column at a time."""

    def __init__(self, draft: Formulation, chosen: BoolArray) -> None:
        self.draft = draft
        self.chosen = chosen
        self.matrix, self.lower, self.upper = _rules(draft)
        self.rules = self.matrix.tocoo()
        program, places = draft.program, draft.places
        entries = (np.ones(places.columns.index.size), places.columns.index, places.columns.indptr)
        x = sp.csr_array(entries, shape=(places.columns.n_rows, program.n_columns))
        self.opens = sp.csr_array(sp.vstack([sp.eye_array(program.n_columns, format="csr"), x]))
        cost = program.changes - program.changes.min() + 1 if draft.aim is Aim.CHANGES else program.cents
        self.cost = np.maximum(cost.astype(np.float64), 1.0)
        self.least = max((limit.value for limit in draft.limits if limit.aim is Aim.PERSONS), default=-np.inf)

    def grown(self) -> BoolArray:
        """Return the plan once nothing more helps and fits."""
        while True:
            fits = self.fitting()
            for gain in (self.of_rules(), self.of_areas(), self.of_people()):
                useful = np.where(fits, gain, 0.0)
                if (useful > 0).any():
                    break
            else:
                return self.chosen
            self.chosen[np.argmax(useful / self.cost)] = True

    def fitting(self) -> BoolArray:
        """Mark the columns at sites without one that push no rule over its most."""
        over = self.rules.data > 0
        rows, columns = self.rules.row[over], self.rules.col[over]
        activity = self.activity()
        too_much = activity[rows] + self.rules.data[over] > self.upper[rows] + ROW_TOLERANCE
        site = self.draft.program.site
        fits = ~np.isin(site, site[self.chosen])
        fits[columns[too_much]] = False
        return fits

    def activity(self) -> FloatArray:
        """Return the sum of every rule."""
        return np.asarray(self.matrix @ self.chosen.astype(np.float64))

    def of_rules(self) -> FloatArray:
        """Return by how much each column brings the linear rules nearer to what they ask, in parts of the distance."""
        activity = self.activity()
        short, over = np.maximum(self.lower - activity, 0.0), np.maximum(activity - self.upper, 0.0)
        rows, value = self.rules.row, self.rules.data
        far = short + over
        help_ = np.where(short[rows] > 0, value, -value) / np.where(far[rows] > ROW_TOLERANCE, far[rows], np.inf)
        helped = np.bincount(self.rules.col, weights=np.minimum(help_, 1.0), minlength=self.cost.size)
        return helped.astype(np.float64)

    def of_areas(self) -> FloatArray:
        """Return the people whom each column brings within, in the areas where that is required and too few are."""
        demand = self.draft.demand
        within = demand.areas.always + demand.sets.weights @ self.is_reached().astype(np.float64)
        short = np.isinf(demand.areas.price) & is_short(within, demand.areas.required)
        return self.gain(np.asarray(short.astype(np.float64) @ demand.sets.weights))

    def of_people(self) -> FloatArray:
        """Return the counted people whom each column brings within, if they are asked."""
        demand = self.draft.demand
        within = demand.areas.always[demand.areas.is_counted].sum() + demand.counted @ self.is_reached()
        is_asked = self.draft.aim is Aim.PERSONS or within < self.least - TOLERANCE / 2
        return self.gain(demand.counted * is_asked)

    def is_reached(self) -> BoolArray:
        """Mark the sets that the plan reaches."""
        return np.asarray(self.missing() <= ROW_TOLERANCE)

    def missing(self) -> FloatArray:
        """Return what every set still needs."""
        sets = self.draft.demand.sets
        is_open = self.opens @ self.chosen.astype(np.float64)
        return np.maximum(sets.need - sets.members @ is_open, 0.0)

    def gain(self, weights: FloatArray) -> FloatArray:
        """Return the people of unreached sets per column; a part of what a set needs is a part of its people."""
        sets, missing = self.draft.demand.sets, self.missing()
        per_unit = np.where(missing > ROW_TOLERANCE, weights / np.maximum(missing, ROW_TOLERANCE), 0.0)
        return np.asarray(self.opens.T @ (sets.members.T @ per_unit))


def _rules(draft: Formulation) -> tuple[Sparse, FloatArray, FloatArray]:
    """Return all hard linear rules of a draft, limits on cents and changes among them."""
    program = draft.program
    parts, lower, upper = [], [], []
    for rows in program.rows:
        shape = (rows.lower.size, program.n_columns)
        parts.append(sp.csr_array((rows.value, rows.columns.index, rows.columns.indptr), shape=shape))
        lower.append(np.where(np.isinf(rows.price), rows.lower, -np.inf))
        upper.append(rows.upper)
    for limit in draft.limits:
        if limit.aim in {Aim.CENTS, Aim.CHANGES}:
            is_cents = limit.aim is Aim.CENTS
            values = program.cents if is_cents else program.changes
            parts.append(sp.csr_array(values[None, :].astype(np.float64)))
            constant = program.constant_cents if is_cents else program.constant_changes
            lower.append(np.array([-np.inf]))
            upper.append(np.array([limit.value + TOLERANCE / 2 - constant]))
    nothing = sp.csr_array((0, program.n_columns))
    matrix = sp.vstack([nothing, *parts], format="csr")
    return matrix, np.concatenate([np.zeros(0), *lower]), np.concatenate([np.zeros(0), *upper])
