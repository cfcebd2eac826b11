"""The bill of a plan over the years: a saving waits for the afbouwtermijn, and every change pays once in its year."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final, Self

from spreiding.accounts import Account, Purchase
from spreiding.bills import build_bill
from spreiding.catalogue import Catalogue, Frequency
from spreiding.costs import CostLine, Kostenraming, UnknownCost, UnknownReason, build_kostenraming
from spreiding.demand import Variant
from spreiding.domain import Plan
from spreiding.errors import InputError
from spreiding.finance import MONTHS_PER_YEAR, to_cents, to_persons
from spreiding.forecast import at_year
from spreiding.horizon import Horizon, check_price_year, check_starts
from spreiding.multi_year import GemeenteYear, Meerjarenraming, YearLine, YearOneOff
from spreiding.region import Region
from spreiding.steps import Step, steps_between
from spreiding.transitions import Transitions, step_lines, transition_lines
from spreiding.uitgangspunten import Tariffs

# A forecast that says nothing of a year leaves the inwoners of today; any other fault is one of the question.
_SILENT: Final = frozenset({"no_forecasts", "forecast_year_outside"})


@dataclass(frozen=True)
class Prices:
    """The tariffs, and how the bill of one year is made with them for a region and a plan.

    The last argument of `bill` counts the years that services are bought: 1 is the first year of the horizon.
    """

    tariffs: Tariffs
    bill: Callable[[Region, Plan, int], Kostenraming]

    @classmethod
    def of_branches(cls, tariffs: Tariffs) -> Self:
        """Return prices of branches and inwoners only."""
        return cls(tariffs, lambda region, plan, _: build_kostenraming(region, plan, tariffs=tariffs))

    @classmethod
    def with_services(cls, tariffs: Tariffs, *, accounts: Iterable[Account], catalogue: Catalogue) -> Self:
        """Return prices that hold the services which every gemeente buys, too.

        Nobody tells since when, so all of them start in the first year of the horizon: what is bought once is due in
        it, and a tariff of a later `first_year` starts as many years later.

        Raises
        ------
        InputError
            `years_other_price_year` when the catalogue is of another year than the tariffs.

        """
        check_price_year(catalogue, price_year=tariffs.price_year)
        bought = {account.gemeente: account for account in accounts}
        return cls(tariffs, partial(_whole_bill, tariffs=tariffs, accounts=bought, catalogue=catalogue))


def yearly_bills(
    region: Region, before: Plan, after: Plan, *, horizon: Horizon, transitions: Transitions, prices: Prices
) -> Meerjarenraming:
    """Bill every year of `horizon` for the change from `before` to `after`, beside `before` continued.

    A step that saves money goes on costing what the old branch costs until the afbouwtermijn has passed; one that
    costs more does so from its start. Within a year both are paid by the month. Every line is rounded once.

    Raises
    ------
    InputError, InputErrors
        As `transition_lines` and `horizon.check_starts`; `forecast_without_interval`.

    """
    # Faults of the transitions first, and all of them before anything is computed.
    transition_lines(region, before, after, transitions=transitions, tariffs=prices.tariffs)
    steps = steps_between(before, after, moves=transitions.moves)
    check_starts(region, steps, horizon)
    one_offs = _one_offs(region, steps, horizon=horizon, transitions=transitions, tariffs=prices.tariffs)
    costs: list[_YearCosts] = []
    for year in horizon.years:
        shown, constant = _populated(region, year, horizon.population)
        service_year = year - horizon.first_year + 1
        started = [step for step in steps if horizon.start_of(step) <= year]
        costs.append(
            _YearCosts(
                year=year,
                horizon=horizon,
                price_year=prices.tariffs.price_year,
                today=prices.bill(shown, before, service_year),
                then=prices.bill(shown, _plan_of(before, started), service_year),
                running={step: _months_left(step, year, horizon, transitions) for step in started},
                constant=constant,
            )
        )
    codes = _codes(region, costs, one_offs)
    return Meerjarenraming(
        horizon=horizon,
        price_year=prices.tariffs.price_year,
        write_off_years=transitions.write_off_years,
        write_off_rate=transitions.write_off_rate,
        years=tuple(_gemeente_year(each, code, one_offs) for each in costs for code in codes),
    )


@dataclass(frozen=True)
class _YearCosts:
    """The two bills of one year, and how many months [months] of it the afbouwtermijn of each started step takes.

    The inwoners of the gemeenten in `constant` are those of today; None is all of them.
    """

    year: int
    horizon: Horizon
    price_year: int
    today: Kostenraming
    then: Kostenraming
    running: dict[Step, int]
    constant: frozenset[str | None] | None

    def paid(self, line: CostLine, months: int = MONTHS_PER_YEAR) -> YearLine:
        """Index a line and take `months` of it, rounded once."""
        factor = self.horizon.factor(line.kind, price_year=self.price_year, year=self.year)
        eur = line.quantity * line.tariff_eur * factor
        return YearLine(line, months, to_cents(eur * months / MONTHS_PER_YEAR))

    @property
    def old_months(self) -> dict[str, int]:
        """Site id → months [months] that the old branch is still paid: only where the new one is cheaper."""
        return {
            site_id: months
            for step, months in self.running.items()
            if months and self._eur(self.then, step) < self._eur(self.today, step)
            for site_id in step.site_ids
        }

    def _eur(self, bill: Kostenraming, step: Step) -> Decimal:
        """Known amount [€] of a whole year of the sites of a step."""
        lines = (self.paid(line) for line in bill.lines if line.site_id in step.site_ids and not line.is_once)
        return sum((line.eur for line in lines), Decimal(0))

    def lines(self) -> Iterator[YearLine]:
        """Lines as they are paid: of the old branch, the new one, or each for a part of the year."""
        old_months = self.old_months
        for line in self.then.lines:
            months = MONTHS_PER_YEAR - old_months.get(line.site_id or "", 0)
            if months:
                yield self.paid(line, months)
        for line in self.today.lines:
            if line.site_id in old_months:
                yield self.paid(line, old_months[line.site_id])

    def today_lines(self) -> Iterator[YearLine]:
        """Lines of today's plan continued."""
        return (self.paid(line) for line in self.today.lines)

    def unknown(self) -> tuple[UnknownCost, ...]:
        """Return what is unknown of the plan in force, and of what it replaces while that may still be paid."""
        waiting = {site_id for step, months in self.running.items() if months for site_id in step.site_ids}
        old = (each for each in self.today.unknown if each.site_id in waiting)
        return tuple(dict.fromkeys([*self.then.unknown, *old]))

    def unclear_sites(self) -> frozenset[str]:
        """Return the sites of steps whose difference in cost cannot be told."""
        unclear: set[str] = set()
        for step in self.running:
            unknown = {each for each in (*self.then.unknown, *self.today.unknown) if each.site_id in step.site_ids}
            if any(not self._cancels(each, step) for each in unknown):
                unclear |= step.site_ids
        return frozenset(unclear)

    def _cancels(self, unknown: UnknownCost, step: Step) -> bool:
        """Whether an unknown amount is the same before and after: a building that does not change."""
        return (
            unknown.reason is UnknownReason.HOUSING_UNKNOWN
            and step.old is not None
            and step.new is not None
            and not step.is_move
            and (step.old.type, step.old.huisvesting) == (step.new.type, step.new.huisvesting)
            and unknown in self.today.unknown
            and unknown in self.then.unknown
        )


def _gemeente_year(costs: _YearCosts, code: str | None, one_offs: Sequence[YearOneOff]) -> GemeenteYear:
    """Part of a year that is one gemeente's."""
    own = [each for each in one_offs if each.one_off.gemeente == code and each.year <= costs.year]
    today, then = costs.today.of_gemeente(code), costs.then.of_gemeente(code)
    touched = {line.site_id for line in (*today.lines, *then.lines)}
    touched |= {each.site_id for each in (*today.unknown, *then.unknown)}
    changed = {site_id for step in costs.running for site_id in step.site_ids}
    elsewhere = ({each for each in bill.unknown if each.site_id not in changed} for bill in (today, then))
    return GemeenteYear(
        gemeente=code,
        year=costs.year,
        lines=tuple(each for each in costs.lines() if each.line.gemeente == code),
        today=tuple(each for each in costs.today_lines() if each.line.gemeente == code),
        one_offs=tuple(each for each in own if each.year == costs.year),
        written_off=tuple(own),
        unknown=tuple(each for each in costs.unknown() if each.gemeente == code),
        unknown_today=today.unknown,
        is_comparable=touched.isdisjoint(costs.unclear_sites()) and len(set(map(frozenset, elsewhere))) == 1,
        is_constant=costs.constant is None or code in costs.constant,
    )


def _one_offs(
    region: Region, steps: Iterable[Step], *, horizon: Horizon, transitions: Transitions, tariffs: Tariffs
) -> tuple[YearOneOff, ...]:
    """One-off amounts in the year that their step starts, indexed [€]."""
    found = []
    for step in steps:
        year = horizon.start_of(step)
        for each in step_lines(region, step, transitions=transitions, tariffs=tariffs):
            factor = (1 + horizon.once_rate) ** (year - each.price_year)
            found.append(YearOneOff(each, year, each.times(factor)))
    return tuple(found)


def _plan_of(before: Plan, started: Iterable[Step]) -> Plan:
    """Plan in force once these steps have started."""
    options = before.by_id.copy()
    for step in started:
        options.pop(step.old_site, None)
        if step.new is not None:
            options[step.new_site] = step.new
    return Plan.of(options)


def _months_left(step: Step, year: int, horizon: Horizon, transitions: Transitions) -> int:
    """Months [months] of `year` that the afbouwtermijn of a step takes."""
    passed = MONTHS_PER_YEAR * (year - horizon.start_of(step))
    return max(0, min(MONTHS_PER_YEAR, transitions.afbouw_months - passed))


def _populated(region: Region, year: int, variant: Variant | None) -> tuple[Region, frozenset[str | None] | None]:
    """Region with the inwoners of `year`, and the gemeenten that stay as today; None is all of them."""
    if variant is None:
        return region, None
    try:
        shown = at_year(region, year, variant)
    except InputError as error:
        if error.kind in _SILENT:
            return region, None
        raise
    unscaled = () if shown.projection is None else shown.projection.without_forecast
    return shown, frozenset({None, *unscaled})


def _codes(region: Region, costs: Iterable[_YearCosts], one_offs: Iterable[YearOneOff]) -> tuple[str | None, ...]:
    """Gemeenten of the region, and whoever else has something to pay: a branch can stand outside all of them."""
    found: set[str | None] = {each.one_off.gemeente for each in one_offs}
    for year in costs:
        for bill in (year.today, year.then):
            found |= {line.gemeente for line in bill.lines} | {each.gemeente for each in bill.unknown}
    inside = tuple(gemeente.code for gemeente in region.gemeenten)
    return inside + tuple(sorted(found - set(inside), key=lambda code: (code is None, code or "")))


def _whole_bill(
    region: Region,
    plan: Plan,
    service_year: int,
    *,
    tariffs: Tariffs,
    accounts: Mapping[str, Account],
    catalogue: Catalogue,
) -> Kostenraming:
    """Bill of branches and inwoners, with the services of every gemeente of the region that told what it buys."""
    bare = build_kostenraming(region, plan, tariffs=tariffs)
    parts = [bare]
    for index, gemeente in enumerate(region.gemeenten):
        if gemeente.code in accounts:
            bill = build_bill(
                # Only what it adds: all of the rest is there, also what is outside every gemeente of the region.
                Kostenraming((), ()),
                _due(accounts[gemeente.code], service_year, catalogue),
                inwoners=to_persons(float(region.squares.inwoners[region.squares.gemeente == index].sum())),
                catalogue=catalogue,
                has_tariffs=gemeente.code in tariffs.gemeenten,
            )
            parts.append(bill.kostenraming)
    return Kostenraming(
        tuple(line for part in parts for line in part.lines),
        tuple(unknown for part in parts for unknown in part.unknown),
    )


def _due(account: Account, service_year: int, catalogue: Catalogue) -> Account:
    """Return the account with only what is to be paid in a year of its services, the first of which is 1."""

    def is_due(purchase: Purchase) -> bool:
        tariff = catalogue.tariff(purchase.service, purchase.tariff)
        is_once = tariff.frequency is Frequency.ONCE
        return tariff.first_year == service_year or (tariff.first_year < service_year and not is_once)

    return account.model_copy(update={"purchases": tuple(filter(is_due, account.purchases))})
