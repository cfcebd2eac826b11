"""The families of constraints: each writes its rows of a model from the groundwork of it."""

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.linear.covering import Sparse, smallest, widened
from spreiding.optimise.linear.formulation import Money, is_money
from spreiding.optimise.linear.layout import Layout
from spreiding.optimise.linear.prices import is_rule
from spreiding.optimise.objective import ROW_TOLERANCE, TOLERANCE, holds_prices
from spreiding.optimise.program import Aim, BoolArray, Family, Rows

NONE = -1


@dataclass(frozen=True)
class Block:
    """Rows of one family: lower ≤ matrix · columns ≤ upper.

    `defines` per row: the column whose value follows from the others by this row, -1 for none.
    """

    family: Family
    matrix: Sparse
    lower: FloatArray
    upper: FloatArray
    defines: IntArray


@dataclass
class Lines:
    """Rows of one family, written one by one."""

    columns: list[IntArray] = field(default_factory=list)
    values: list[FloatArray] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    defines: list[int] = field(default_factory=list)

    def add(
        self, terms: tuple[IntArray, FloatArray], *, lower: float = -np.inf, upper: float = np.inf, defines: int = NONE
    ) -> None:
        """Add the row lower ≤ Σ terms ≤ upper."""
        columns, values = terms
        self.columns.append(columns[values != 0])
        self.values.append(values[values != 0])
        self.lower.append(lower)
        self.upper.append(upper)
        self.defines.append(defines)

    def block(self, family: Family, width: int) -> Block:
        """Return the rows of `family` in a model of `width` columns."""
        indptr = np.concatenate([[0], np.cumsum([part.size for part in self.columns])])
        index = np.concatenate([np.zeros(0, dtype=np.int32), *self.columns]).astype(np.int32)
        data = np.concatenate([np.zeros(0), *self.values])
        matrix = sp.csr_array((data, index, indptr.astype(np.int32)), shape=(len(self.lower), width))
        matrix.sum_duplicates()
        return Block(family, matrix, np.array(self.lower), np.array(self.upper), np.array(self.defines, dtype=np.int32))


def build_blocks(layout: Layout) -> tuple[Block, ...]:
    """Write all families of a model, in the order of `Family`; those without rows are left out."""
    lines = {family: Lines() for family in Family}
    _one_option(layout, lines[Family.ONE_OPTION])
    _link(layout, lines[Family.LINK])
    _count(layout, lines[Family.COUNT])
    _rules(layout, lines)
    for money in layout.draft.money:
        if money.upper is not None:
            _money(layout, money, money.upper, lines[money.family])
    _changes(layout, lines[Family.CHANGES])
    _share(layout, lines[Family.SHARE])
    blocks = {family: rows.block(family, layout.width) for family, rows in lines.items()}
    blocks[Family.REACHED] = _reached(layout)
    blocks[Family.COVER] = _cover(layout)
    return tuple(block for block in blocks.values() if block.lower.size)


def objective_of(layout: Layout) -> tuple[FloatArray, float, float]:
    """Return weights, unit and constant: the aim is unit · Σ weights + constant; all 0 for an aim over distances."""
    draft = layout.draft
    weights, unit, constant = np.zeros(layout.width), 1.0, 0.0
    if draft.aim is Aim.PERSONS:
        weights[layout.first_z : layout.first_s] = draft.demand.counted[draft.demand.with_z]
        constant = float(draft.demand.sure[draft.demand.areas.is_counted].sum())
    elif draft.aim is Aim.CENTS:
        money = draft.money[0]
        columns, values = terms_of(layout, money)
        weights[columns] = values
        unit, constant = money.sum.unit, draft.program.constant_cents + money.sum.constant
    elif draft.aim is Aim.CHANGES:
        weights[: draft.program.n_columns] = draft.program.changes
        constant = float(draft.program.constant_changes)
    if holds_prices(draft.program, draft.aim):
        weights[layout.first_s :] = (-1.0 if draft.aim is Aim.PERSONS else 1.0) * layout.slack_price / unit
    return weights, unit, constant


def terms_of(layout: Layout, money: Money) -> tuple[IntArray, FloatArray]:
    """Return what a sum of money [units] is in the columns y, n, e and s: usual price · n and what differs from it."""
    total, draft = money.sum, layout.draft
    price = total.price.copy()
    if money.count != NONE:
        price[draft.supports[money.count]] -= total.usual
    values = np.zeros(layout.width)
    values[: price.size] = price
    if money.count != NONE:
        values[layout.first_n + money.count] = total.usual
    values[layout.e_of_rule[layout.has_e]] = total.surplus[layout.has_e]
    if money.is_staged and holds_prices(draft.program, Aim.CENTS):
        values[layout.first_s :] = layout.slack_price / total.unit
    columns = np.flatnonzero(values).astype(np.int32)
    return columns, values[columns]


def _one_option(layout: Layout, lines: Lines) -> None:
    """Σ y over the columns of a site ≤ 1, unless one x says so already."""
    program, places = layout.draft.program, layout.draft.places
    by_x = [
        places.columns.index[s:e].size for s, e in zip(places.columns.indptr, places.columns.indptr[1:], strict=False)
    ]
    largest = np.zeros(program.n_columns, dtype=np.int64)
    np.maximum.at(largest, places.columns.index, np.repeat(by_x, by_x))
    order = np.argsort(program.site, kind="stable").astype(np.int32)
    sites, starts = np.unique(program.site[order], return_index=True)
    for columns in np.split(order, starts[1:]) if sites.size else []:
        if columns.size > 1 and largest[columns].min() < columns.size:
            lines.add((columns, np.ones(columns.size)), upper=1.0)


def _link(layout: Layout, lines: Lines) -> None:
    """Σ y over the columns of a facility = x."""
    members = layout.draft.places.columns
    for k in range(members.n_rows):
        x, columns = layout.first_x + k, members.index[members.indptr[k] : members.indptr[k + 1]]
        terms = np.append(columns, x).astype(np.int32), np.append(np.ones(columns.size), -1.0)
        lines.add(terms, lower=0.0, upper=0.0, defines=x)


def _count(layout: Layout, lines: Lines) -> None:
    """Σ y over the columns with a price = n."""
    for k, support in enumerate(layout.draft.supports):
        n = layout.first_n + k
        terms = np.append(support, n).astype(np.int32), np.append(np.ones(support.size), -1.0)
        lines.add(terms, lower=0.0, upper=0.0, defines=n)


def _rules(layout: Layout, lines: dict[Family, Lines]) -> None:
    """Write the linear rules of the program as they stand, with s for what is short of one that has a price.

    A rule that `prices` knows is an equation: exactly one keeper, or one and e more. Sums of money are written apart,
    and of hard rules that ask for one of several columns only those that no other implies.
    """
    rules = iter(zip(layout.draft.rules, layout.e_of_rule.tolist(), strict=True))
    for rows, slack in zip(layout.draft.program.rows, layout.slack_of_rows, strict=True):
        for row in np.flatnonzero(~(is_money(rows) | _is_implied(rows, layout.draft.program.n_columns))).tolist():
            part = slice(rows.columns.indptr[row], rows.columns.indptr[row + 1])
            columns, values = rows.columns.index[part], rows.value[part]
            lower, upper, defined = float(rows.lower[row]), float(rows.upper[row]), int(slack[row])
            if is_rule(rows, row):
                rule, defined = next(rules)
                upper = 1.0 if rule.is_exact or defined != NONE else upper
            elif np.isfinite(rows.price[row]) and defined == NONE:
                lower = -np.inf
            if defined != NONE:
                columns = np.append(columns, defined).astype(np.int32)
                values = np.append(values, -1.0 if is_rule(rows, row) else 1.0)
            lines[rows.family].add((columns, values), lower=lower, upper=upper, defines=defined)


def _is_implied(rows: Rows, n_columns: int) -> BoolArray:
    """Mark the hard rows 'at least one of these columns' that follow from another of them; largest classes left out."""
    matrix = sp.csr_array((rows.value, rows.columns.index, rows.columns.indptr), shape=(rows.lower.size, n_columns))
    n_entries = np.diff(rows.columns.indptr)
    has_other = np.bincount(rows.columns.row, weights=rows.value != 1, minlength=n_entries.size) > 0
    is_cover = (rows.lower == 1) & np.isposinf(rows.upper) & np.isposinf(rows.price) & (n_entries > 0) & ~has_other
    result = is_cover & (rows.family is not Family.LARGEST)
    asked = np.flatnonzero(result)
    result[asked[smallest(matrix[asked])]] = False
    return np.asarray(result)


def _money(layout: Layout, money: Money, upper: float, lines: Lines) -> None:
    """Σ money ≤ upper, in units and rounded down to whole ones, which no plan notices.

    Where e or s add to the sum, what it is without them is a row too, in larger whole units of its own.
    """
    total = money.sum
    columns, values = terms_of(layout, money)
    most = (upper + ROW_TOLERANCE - total.constant) / total.unit
    has_s = bool((columns >= layout.first_s).any())
    lines.add((columns, values), upper=float(np.floor(most)) if total.is_whole and not has_s else most)
    is_sure = columns < layout.first_e
    if total.is_whole and not is_sure.all():
        unit = max(int(np.gcd.reduce(total.price.astype(np.int64))), 1)
        lines.add((columns[is_sure], values[is_sure] / unit), upper=float(np.floor(most / unit)))


def _changes(layout: Layout, lines: Lines) -> None:
    """Σ changes ≤ what an earlier stage needed."""
    program = layout.draft.program
    columns = np.arange(program.n_columns, dtype=np.int32)
    for limit in layout.draft.limits:
        if limit.aim is Aim.CHANGES:
            upper = float(np.floor(limit.value + TOLERANCE)) - program.constant_changes
            lines.add((columns, program.changes.astype(np.float64)), upper=upper)


def _reached(layout: Layout) -> Block:
    """Σ members ≥ need for the sets that no plan can miss, without those that follow from another."""
    sets, rows = layout.draft.demand.sets, layout.draft.demand.reached
    matrix = widened(sets.members[rows], layout.width)
    none = np.full(rows.size, NONE, dtype=np.int32)
    return Block(Family.REACHED, matrix, sets.need[rows], np.full(rows.size, np.inf), none)


def _cover(layout: Layout) -> Block:
    """Need · z ≤ Σ members."""
    sets, rows = layout.draft.demand.sets, layout.draft.demand.with_z
    z = layout.first_z + np.arange(rows.size, dtype=np.int32)
    where = (np.arange(rows.size, dtype=np.int32), z)
    own = sp.csr_array((sets.need[rows], where), shape=(rows.size, layout.width))
    matrix = sp.csr_array(own - widened(sets.members[rows], layout.width))
    return Block(Family.COVER, matrix, np.full(rows.size, -np.inf), np.zeros(rows.size), z)


def _share(layout: Layout, lines: Lines) -> None:
    """Σ persons · z ≥ what is required beside those who surely are within, or with s for who is short; per area."""
    demand, slack = layout.draft.demand, layout.slack_of_area.tolist()
    areas = demand.areas
    weights = demand.sets.weights[:, demand.with_z]
    for area in np.flatnonzero(np.isfinite(areas.required)).tolist():
        missing = float(areas.required[area] - demand.sure[area])
        part = slice(weights.indptr[area], weights.indptr[area + 1])
        columns, values = layout.first_z + weights.indices[part], weights.data[part]
        if slack[area] != NONE:
            terms = np.append(columns, slack[area]).astype(np.int32), np.append(values, 1.0)
            lines.add(terms, lower=missing, defines=slack[area])
        elif np.isinf(areas.price[area]) and missing > TOLERANCE / 2:
            lines.add((columns, values), lower=missing - TOLERANCE / 2)
    for limit in layout.draft.limits:
        if limit.aim is Aim.PERSONS:
            _share_of_all(layout, limit.value, lines)


def _share_of_all(layout: Layout, least: float, lines: Lines) -> None:
    """Σ persons · z, less what shortfalls cost where that is in persons, ≥ what an earlier stage reached."""
    draft = layout.draft
    values = np.zeros(layout.width)
    values[layout.first_z : layout.first_s] = draft.demand.counted[draft.demand.with_z]
    if holds_prices(draft.program, Aim.PERSONS):
        values[layout.first_s :] = -layout.slack_price
    missing = least - float(draft.demand.sure[draft.demand.areas.is_counted].sum())
    columns = np.flatnonzero(values).astype(np.int32)
    lines.add((columns, values[columns]), lower=missing - TOLERANCE / 2)
