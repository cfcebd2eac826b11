"""Questions in a word, random ones, and a slow and simple reading of a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np

from spreiding.domain import Kernfunctie, Modality, Option, Package, Vestigingstype
from spreiding.errors import SpreidingError
from spreiding.judging.case import Case
from spreiding.judging.check import check_norms
from spreiding.norms import AnyNorm, KernNorm
from spreiding.optimise.framing.about import About
from spreiding.optimise.problem import Problem
from spreiding.optimise.program import BoolArray, Cover, Csr, Program, Rows
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question, Weighing
from spreiding.transitions import Closing, Transitions
from tests.judging.random_worlds import Dice

Amount = float | str | Decimal


def coverage(budget_eur: Amount, *, free: Sequence[str] | None = None, **fields: Any) -> Question:  # noqa: ANN401
    """Most people for a budget."""
    return _question(Goal.COVERAGE, budget_eur, free, fields)


def distance(budget_eur: Amount, *, free: Sequence[str] | None = None, **fields: Any) -> Question:  # noqa: ANN401
    """Least distance for a budget."""
    return _question(Goal.DISTANCE, budget_eur, free, fields)


def cost(min_share: float | None, *, free: Sequence[str] | None = None, **fields: Any) -> Question:  # noqa: ANN401
    """Least cost for a share of people."""
    return _question(Goal.COST, None, free, {"min_share": min_share, **fields})


def _question(goal: Goal, budget_eur: Amount | None, free: Sequence[str] | None, fields: Mapping[str, Any]) -> Question:
    budgets = () if budget_eur is None else (Budget(eur_per_year=Decimal(str(budget_eur))),)
    free_gemeenten = None if free is None else frozenset(free)
    return Question(**{"goals": (goal,), "budgets": budgets, "free_gemeenten": free_gemeenten, **fields})


def make_transitions(**fields: Any) -> Transitions:  # noqa: ANN401 - any field
    """One-off amounts of nothing, unless told otherwise; written off in 10 years without interest."""
    nothing = dict.fromkeys(Vestigingstype, Decimal(0))
    closed = Closing(lease_years=Decimal(0), write_off_eur=Decimal(0), friction_months=0)
    defaults: dict[str, Any] = {
        "price_year": 2025,
        "afbouw_months": 0,
        "write_off_years": 10,
        "write_off_rate": Decimal(0),
        "opening_eur": nothing,
        "converting_eur": nothing,
        "moving_eur": Decimal(0),
        "closing": dict.fromkeys(Vestigingstype, closed),
    }
    return Transitions(**{**defaults, **fields})


# --- a slow reading of a program, with sets and loops ---


@dataclass(frozen=True)
class Reading:
    """What a program says of a plan."""

    program: Program
    chosen: frozenset[int]

    @classmethod
    def of(cls, program: Program, chosen: BoolArray) -> "Reading":
        return cls(program, frozenset(np.flatnonzero(chosen).tolist()))

    @property
    def open_facilities(self) -> set[int]:
        rows = rows_of(self.program.facilities)
        return {number for number, columns in enumerate(rows) if self.chosen & set(columns)}

    @property
    def cents(self) -> int:
        return self.program.constant_cents + sum(int(self.program.cents[column]) for column in self.chosen)

    @property
    def changes(self) -> int:
        return self.program.constant_changes + sum(int(self.program.changes[column]) for column in self.chosen)

    def persons(self, cover: Cover) -> list[float]:
        """Persons within the cover per area."""
        found: list[float] = cover.always.tolist()
        open_ = self.open_facilities
        first = 0
        for row, facilities in enumerate(rows_of(cover.facilities)):
            amounts = [1.0] * len(facilities)
            if cover.amount is not None:
                amounts = cover.amount[first : first + len(facilities)].tolist()
            first += len(facilities)
            if sum(a for f, a in zip(facilities, amounts, strict=True) if f in open_) >= cover.need:
                found[cover.area[row]] += float(cover.weights[row])
        return found

    def distances(self) -> list[tuple[float, float]]:
        """Distance [m] and weight [persons] of every row."""
        distances = self.program.distances
        assert distances is not None
        found, open_, first = [], self.open_facilities, 0
        for row, facilities in enumerate(rows_of(distances.facilities)):
            costs = distances.cost[first : first + len(facilities)].tolist()
            first += len(facilities)
            near = [cost for facility, cost in zip(facilities, costs, strict=True) if facility in open_]
            found.append((min([*near, float(distances.beyond[row])]), float(distances.weights[row])))
        return found

    def mean_distance(self) -> float:
        found = self.distances()
        return sum(metres * weight for metres, weight in found) / sum(weight for _, weight in found)

    def short(self) -> dict[About, float]:
        """How much is missing from each rule and area, prices left aside; rules without a lower bound: what is over."""
        found: dict[About, float] = {}
        lazy = [rule.broken(self.mask) for rule in self.program.lazy]
        for rows in (*self.program.rows, *lazy):
            for about, missing in self.missing(rows):
                found[about] = max(found.get(about, 0.0), missing)
        for cover in self.program.covers:
            for label, persons, required in zip(cover.labels, self.persons(cover), cover.required, strict=True):
                found[About.read(label)] = max(0.0, float(required) - persons)
        return found

    def missing(self, rows: Rows) -> list[tuple[About, float]]:
        found, first = [], 0
        for row, columns in enumerate(rows_of(rows.columns)):
            values = rows.value[first : first + len(columns)].tolist()
            first += len(columns)
            total = sum(value for column, value in zip(columns, values, strict=True) if column in self.chosen)
            missing = max(0.0, float(rows.lower[row]) - total, total - float(rows.upper[row]))
            found.append((About.read(rows.labels[row]), missing))
        return found

    @property
    def mask(self) -> BoolArray:
        return np.array([column in self.chosen for column in range(self.program.n_columns)], dtype=np.bool_)


def rows_of(csr: Csr) -> list[list[int]]:
    return [part.tolist() for part in np.split(csr.index, csr.indptr[1:-1])] if csr.n_rows else []


# --- random questions ---


def random_question(case: Case, norms: Sequence[AnyNorm], dice: Dice) -> Question:
    """Any question about the world of a case, with `norms` as far as they can be asked there; half ask little."""
    codes = [gemeente.code for gemeente in case.region.gemeenten]
    free = None if dice.chance(0.5) else dice.some(codes, 0.6) or frozenset(codes[:1])
    goal = dice.one([Goal.COVERAGE, Goal.COST, Goal.DISTANCE, Goal.FURTHEST, Goal.WORST_TENTH, Goal.EQUIVALENT])
    has_prices = goal in {Goal.COVERAGE, Goal.COST, Goal.DISTANCE}
    is_mild = dice.chance(0.5)
    wanted = [norm for norm in norms if _can_be_asked(case, norm)][: 1 if is_mild else None]
    most = 4_000_000 if is_mild else 400_000
    fields: dict[str, Any] = {
        "goals": (goal,),
        "free_gemeenten": free,
        "budgets": (Budget(eur_per_year=Decimal(dice.between(0, most))),),
        "min_share": (0.01 if is_mild else dice.one([0.2, 0.7])) if goal is Goal.COST or dice.chance(0.2) else None,
        "norms": tuple(_asked(norm, dice, has_prices=has_prices) for norm in wanted),
        "groups": case.groups,
        "confirmations": case.confirmations,
        "keep_largest": dice.chance(0.6),
        "weighing": _weighing(dice),
        "allowed": _allowed(_free_sites(case, free), dice),
    }
    rules = _rules(_free_sites(case, free), dice, codes, has_prices=has_prices)
    fields |= {name: value for name, value in rules.items() if dice.chance(0.2 if is_mild else 1.0)}
    if dice.chance(0.5):
        fields["transitions"] = _random_transitions(dice)
        fields["budgets"] += (Budget(gemeenten=free, eur_once=Decimal(dice.between(0, most // 2))),)
    return Question(**fields)


def _free_sites(case: Case, free: frozenset[str] | None) -> list[str]:
    """Sites of which a question may say what happens."""
    return [site.id for site in case.region.sites if free is None or site.gemeente in free]


def _rules(sites: list[str], dice: Dice, codes: list[str], *, has_prices: bool) -> dict[str, Any]:
    fixed = dice.some(sites, 0.3)
    open_sites = dice.some(sorted(fixed), 0.5)
    return {
        "open_sites": open_sites,
        "closed_sites": fixed - open_sites,
        "max_changes": dice.maybe([0, 1, 3], 0.3),
        "largest": {codes[0]: Vestigingstype.KLEIN} if dice.chance(0.2) else {},
        "largest_price": 500.0 if has_prices and dice.chance(0.3) else None,
        "minimum_catchment": {Vestigingstype.KLEIN: 60, Vestigingstype.GROOT: 100} if dice.chance(0.4) else {},
        "harm": _harm(dice) if dice.chance(0.4) else None,
    }


def _allowed(sites: list[str], dice: Dice) -> dict[str, tuple[Option, ...]]:
    options = [Option(type=klasse, open_plus=True) for klasse in Vestigingstype]
    return {site: tuple(options[dice.between(0, 3) :]) for site in sites if dice.chance(0.1)}


def _asked(norm: AnyNorm, dice: Dice, *, has_prices: bool) -> AskedNorm:
    is_far = isinstance(norm, KernNorm) and norm.beyond_m is not None
    return AskedNorm(norm=norm, price=2.5 if has_prices and not is_far and dice.chance(0.3) else None)


def _can_be_asked(case: Case, norm: AnyNorm) -> bool:
    try:
        check_norms([norm], case.groups, case.region, case.uitgangspunten)
    except SpreidingError:
        return False
    return True


def _harm(dice: Dice) -> Harm:
    modality = dice.one(list(Modality))
    if dice.chance(0.5):
        return Harm(max_m=dice.one([0.0, 300.0, 2000.0]), modality=modality)
    return Harm(max_minutes=dice.one([0.0, 1.0, 10.0]), modality=modality)


def _weighing(dice: Dice) -> Weighing:
    functions = {each: dice.one([0.0, 0.2, 1.0]) for each in Kernfunctie if dice.chance(0.8)} | {Kernfunctie(1): 0.5}
    groups = {"kinderen": 2.0, "75 jaar en ouder": 1.0, "laag inkomen": 0.5, "25 tot 45 jaar": 1.0}
    return Weighing(
        functions={} if dice.chance(0.2) else functions,
        groups={} if dice.chance(0.7) else groups,
        cutoff_m=dice.one([1500.0, 4000.0, 15_000.0]),
    )


def _random_transitions(dice: Dice) -> Transitions:
    def eur(most: int) -> Decimal:
        return Decimal(dice.between(0, most * 100)) / 100

    def by_class() -> dict[Vestigingstype, Decimal]:
        return {klasse: eur(90_000) for klasse in Vestigingstype if dice.chance(0.85)}

    closing = {
        klasse: Closing(lease_years=Decimal(0), write_off_eur=eur(30_000), friction_months=dice.between(0, 24))
        for klasse in Vestigingstype
        if dice.chance(0.85)
    }
    return make_transitions(
        write_off_years=dice.one([1, 7, 30]),
        write_off_rate=dice.one([Decimal(0), Decimal("0.025")]),
        opening_eur=by_class(),
        converting_eur=by_class(),
        moving_eur=eur(5000) if dice.chance(0.8) else None,
        closing=closing,
        contribution_opening_eur=eur(20_000),
    )


# --- the best plan, found by trying all ---


@dataclass(frozen=True)
class Best:
    """A plan by the question's first goal, then cost, then changes; `value` in the unit of the program."""

    value: float
    cents: int
    changes: int
    plan: dict[str, str]


def best_of(problem: Problem) -> Best | None:
    """Try every combination of columns; None when all of them break something."""
    program = problem.program
    ways = [[None, *np.flatnonzero(program.site == site).tolist()] for site in range(len(problem.sites))]
    found = []
    for combination in product(*ways):
        chosen = np.zeros(program.n_columns, dtype=np.bool_)
        chosen[[column for column in combination if column is not None]] = True
        reading = Reading.of(program, chosen)
        value = _value(problem, reading)
        if value is not None:
            options = {site: _word(option) for site, option in problem.plan(chosen).options}
            found.append(Best(value, reading.cents, reading.changes, options))
    sign = -1 if problem.question.goal is Goal.COVERAGE else 1
    return min(found, key=lambda best: (sign * round(best.value, 6), best.cents, best.changes), default=None)


def _word(option: Option) -> str:
    klasse = "onbekend" if option.type is None else option.type.value
    return klasse + ("+" if option.package is Package.LLO1 else "")


def _value(problem: Problem, reading: Reading) -> float | None:
    """Return the first goal with what is short at its price; None when a hard rule is broken."""
    program, question = problem.program, problem.question
    if any(missing > 0 for rule in program.lazy for _, missing in reading.missing(rule.broken(reading.mask))):
        return None
    asking: list[Rows | Cover] = [*program.rows, *program.covers]
    prices = {label: price for each in asking for label, price in _prices(each)}
    short = {about.label: missing for about, missing in reading.short().items() if missing > 1e-9}
    if any(np.isinf(prices[label]) for label in short):
        return None
    penalty = sum(prices[label] * missing for label, missing in short.items())
    if question.goal is Goal.COVERAGE:
        return reading.persons(program.covers[0])[0] - penalty
    if question.goal is Goal.COST:
        return reading.cents + penalty
    return sum(metres * weight for metres, weight in reading.distances()) + penalty


def _prices(each: Rows | Cover) -> list[tuple[str, float]]:
    return list(zip(each.labels, each.price.tolist(), strict=True))
