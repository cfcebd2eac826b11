"""The whole bill of a gemeente: branches, inwoners and services, in the parts that a council asks for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from spreiding.accounts import Account, Purchase
from spreiding.catalogue import Catalogue, CatalogueTariff, Colour, Frequency, Payer, Unit
from spreiding.costs import OF_BRANCHES, CostKind, CostLine, Kostenraming, UnknownCost, UnknownReason, cost_line
from spreiding.finance import to_cents

_ONE_EACH = frozenset({Unit.GEMEENTE, Unit.PAKKET})
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Bill:
    """The kostenraming of one gemeente with its services, for `inwoners` [persons], without amounts left out silently.

    `subsidy_eur` [€ per year] is what is paid today, None when nobody told.
    """

    kostenraming: Kostenraming
    inwoners: Decimal
    subsidy_eur: Decimal | None

    @property
    def total_eur(self) -> Decimal | None:
        """Sum [€ per year] of all known yearly lines."""
        return self.kostenraming.total_eur

    @property
    def has_housing(self) -> bool:
        """Whether any line is of housing; else the total is 'exclusief huisvesting'."""
        return any(line.kind is CostKind.HUISVESTING for line in self.kostenraming.lines)

    @property
    def eur_per_inwoner(self) -> Decimal | None:
        """Known yearly amount [€] per inwoner; None without inwoners, or when part of the amount is not known."""
        if self.total_eur is None or self.inwoners == 0 or self.kostenraming.unknown:
            return None
        return to_cents(self.total_eur / self.inwoners)

    @property
    def of_every_hundred_eur(self) -> Decimal | None:
        """How much [€] of every € 100 that is known depends on number and kind of branches; None without any."""
        if not self.total_eur:
            return None
        return to_cents(
            self._sum(line for line in self._yearly if line.kind in OF_BRANCHES) / self.total_eur * _HUNDRED
        )

    @property
    def above_subsidy_eur(self) -> Decimal | None:
        """How much [€ per year] more than today's subsidy it is, negative for less; None when part of it is unknown."""
        if self.subsidy_eur is None or self.total_eur is None or self.kostenraming.unknown:
            return None
        return self.total_eur - self.subsidy_eur

    def of_colour(self, colour: Colour | None) -> Decimal:
        """Sum [€ per year] of the lines of services that the catalogue marks so, None for a colour nobody knows."""
        return self._sum(
            line for line in self._yearly if line.kind is not CostKind.HUISVESTING and line.colour is colour
        )

    @property
    def housing_eur(self) -> Decimal:
        """Sum [€ per year] of the housing that is known."""
        return self._sum(line for line in self._yearly if line.kind is CostKind.HUISVESTING)

    @property
    def _yearly(self) -> tuple[CostLine, ...]:
        return tuple(line for line in self.kostenraming.lines if not line.is_once)

    @staticmethod
    def _sum(lines: Iterable[CostLine]) -> Decimal:
        return sum((line.eur for line in lines), Decimal(0))


def add_bills(bills: Iterable[Bill]) -> Bill:
    """Return the bill of several gemeenten together; their subsidy is known when that of each is."""
    parts = tuple(bills)
    subsidies = [part.subsidy_eur for part in parts if part.subsidy_eur is not None]
    return Bill(
        Kostenraming(
            tuple(line for part in parts for line in part.kostenraming.lines),
            tuple(unknown for part in parts for unknown in part.kostenraming.unknown),
        ),
        sum((part.inwoners for part in parts), Decimal(0)),
        sum(subsidies, Decimal(0)) if len(subsidies) == len(parts) else None,
    )


def lines_beside(today: Bill, scenario: Bill) -> tuple[tuple[CostLine | None, CostLine | None], ...]:
    """Return the lines of both bills side by side, in the order of a bill; None where one has no such line."""
    before, after = ({_subject(line): line for line in bill.kostenraming.lines} for bill in (today, scenario))
    kinds = list(CostKind)
    # By branch within a kind, so that what a branch was stands above what it becomes.
    subjects = sorted({**before, **after}, key=lambda subject: (kinds.index(subject[0]), subject[2] or ""))
    return tuple((before.get(subject), after.get(subject)) for subject in subjects)


def _subject(line: CostLine) -> tuple[CostKind, str | None, str | None, str, str]:
    """Return what a line pays for, apart from its amount."""
    return line.kind, line.gemeente, line.site_id, line.service, line.description


def build_bill(
    kostenraming: Kostenraming, account: Account, *, inwoners: Decimal, catalogue: Catalogue, has_tariffs: bool
) -> Bill:
    """Add the services of `account` to the part of `kostenraming` of its gemeente.

    Without tariffs there (`has_tariffs`) only what the user priced himself is known.

    Raises
    ------
    InputError
        `catalogue_no_service` or `catalogue_no_tariff` for a purchase that the catalogue does not have.

    """
    own = kostenraming.of_gemeente(account.gemeente)
    found = [
        _bought(purchase, account, inwoners=inwoners, catalogue=catalogue, has_tariffs=has_tariffs)
        for purchase in account.purchases
    ]
    priced = {unknown.site_id for unknown in own.unknown if unknown.site_id in account.amounts}
    # The user's own amount is that of the whole branch, whatever part of it was known.
    lines = tuple(line for line in own.lines if line.site_id not in priced)
    lines += tuple(_own_line(site_id or "", account) for site_id in sorted(priced, key=str))
    lines += tuple(each for each in found if isinstance(each, CostLine))
    unknown = tuple(each for each in own.unknown if each.site_id not in priced)
    unknown += tuple(each for each in found if isinstance(each, UnknownCost))
    return Bill(Kostenraming(lines, unknown), inwoners, account.subsidy_eur)


def _own_line(place_id: str, account: Account) -> CostLine:
    """Line of a branch or voorziening that has no tariff, by the amount that the user entered."""
    eur = account.amounts[place_id].eur
    return cost_line(CostKind.TYPE, "", account.gemeente, quantity=Decimal(1), tariff=eur, site_id=place_id)


def _bought(
    purchase: Purchase, account: Account, *, inwoners: Decimal, catalogue: Catalogue, has_tariffs: bool
) -> CostLine | UnknownCost | None:
    """Line of a purchase, or why it has none; nothing when somebody else than the gemeente pays it."""
    service = catalogue.service(purchase.service)
    tariff = catalogue.tariff(purchase.service, purchase.tariff)
    if tariff.payer not in {Payer.GEMEENTE, None}:
        return None
    known = tariff.eur_per_unit if has_tariffs else None
    eur = known if purchase.eur is None else purchase.eur
    quantity = _quantity(purchase, tariff, account, inwoners)
    is_once = tariff.frequency is Frequency.ONCE if purchase.is_once is None else purchase.is_once
    if eur is None:
        reason = UnknownReason.ON_QUOTE if has_tariffs else UnknownReason.NO_TARIFF
        return UnknownCost(reason, account.gemeente, None, service.code, is_once)
    if quantity is None:
        return UnknownCost(UnknownReason.NO_QUANTITY, account.gemeente, None, service.code, is_once)
    line = cost_line(CostKind.SERVICE, tariff.name, account.gemeente, quantity=quantity, tariff=eur)
    is_assumed_yearly = purchase.is_once is None and tariff.frequency is None
    return replace(line.of_service(service.code, service.colour), is_once=is_once, is_assumed_yearly=is_assumed_yearly)


def _quantity(purchase: Purchase, tariff: CatalogueTariff, account: Account, inwoners: Decimal) -> Decimal | None:
    """How many units are bought; None when nobody told."""
    if purchase.quantity is not None:
        return purchase.quantity
    if tariff.unit in _ONE_EACH:
        return Decimal(1)
    if tariff.unit is Unit.INWONER:
        return inwoners
    known = None if tariff.unit is None else account.quantities.get(tariff.unit)
    return None if known is None else known.value
