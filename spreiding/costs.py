"""What a plan costs per year, by the tariffs of the activiteitencatalogus; what is not known stays unknown."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self

import numpy as np

from spreiding.catalogue import LLO1, OPEN_PLUS, ROBUUST, Colour
from spreiding.domain import Option, Package, Plan, Voorzieningsvorm
from spreiding.finance import to_cents, to_persons
from spreiding.housing import Housing
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.uitgangspunten import Tariffs


class CostKind(StrEnum):
    """What a line of the kostenraming pays for. `INWONERS` and `SERVICE` do not depend on the branches."""

    TYPE = "klasse"
    PACKAGE = "pakket"
    OPEN_PLUS = "open+"
    HUISVESTING = "huisvesting"
    INWONERS = "per inwoner"
    SERVICE = "dienst"


# The services of the catalogue that hold the amounts of branches and inwoners.
_SERVICES: Final = {
    CostKind.TYPE: ROBUUST,
    CostKind.PACKAGE: LLO1,
    CostKind.OPEN_PLUS: OPEN_PLUS,
    CostKind.INWONERS: ROBUUST,
}
# Library provision that costs a gemeente money while the catalogue has no tariff for it.
WITHOUT_TARIFF: Final = frozenset({Voorzieningsvorm.BIBLIOBUS, Voorzieningsvorm.AFHAALPUNT})
OF_BRANCHES: Final = frozenset({CostKind.TYPE, CostKind.PACKAGE, CostKind.OPEN_PLUS, CostKind.HUISVESTING})


class UnknownReason(StrEnum):
    """Why an amount is unknown."""

    TYPE_UNKNOWN = "type_unknown"
    NO_TARIFF = "no_tariff"
    PACKAGE_WITHOUT_TARIFF = "package_without_tariff"
    HOUSING_UNKNOWN = "housing_unknown"
    ON_QUOTE = "on_quote"
    NO_QUANTITY = "no_quantity"


@dataclass(frozen=True)
class UnknownCost:
    """An amount that cannot be computed: of a branch (`site_id`), of a `service`, or of the inwoners of `gemeente`."""

    reason: UnknownReason
    gemeente: str | None
    site_id: str | None
    service: str = ""
    is_once: bool = False


@dataclass(frozen=True)
class CostLine:
    """Quantity × tariff = amount [€, rounded once to cents], every year or once.

    `service` is the code in the catalogue of what is paid for, `colour` is how it marks that (None: unknown).
    `is_assumed_yearly`: the catalogue does not tell how often it is paid.
    """

    kind: CostKind
    description: str
    gemeente: str | None
    site_id: str | None
    quantity: Decimal
    tariff_eur: Decimal
    eur: Decimal
    service: str = ""
    colour: Colour | None = None
    is_once: bool = False
    is_assumed_yearly: bool = False

    def of_service(self, service: str, colour: Colour | None) -> Self:
        """Return the line with what it pays for in the catalogue."""
        return replace(self, service=service, colour=colour)


@dataclass(frozen=True)
class Kostenraming:
    """The bill of a plan: known lines, and what is unknown. Sums hold only what is known; None if nothing is."""

    lines: tuple[CostLine, ...]
    unknown: tuple[UnknownCost, ...]

    @property
    def branches_eur(self) -> Decimal | None:
        """Yearly amount [€] that depends on the branches: the amount a budget limits."""
        return self._yearly(OF_BRANCHES, has_unknown=any(unknown.site_id for unknown in self.unknown))

    @property
    def inwoners_eur(self) -> Decimal | None:
        """Yearly amount [€] per inwoner, which no plan changes."""
        is_unknown = any(unknown.site_id is None and not unknown.service for unknown in self.unknown)
        return self._yearly({CostKind.INWONERS}, has_unknown=is_unknown)

    @property
    def services_eur(self) -> Decimal | None:
        """Yearly amount [€] of services, which no plan changes."""
        is_unknown = any(unknown.service and not unknown.is_once for unknown in self.unknown)
        return self._yearly({CostKind.SERVICE}, has_unknown=is_unknown)

    @property
    def total_eur(self) -> Decimal | None:
        """Sum [€ per year] of all known yearly lines."""
        return self._yearly(frozenset(CostKind), has_unknown=any(not unknown.is_once for unknown in self.unknown))

    @property
    def once_eur(self) -> Decimal | None:
        """Sum [€] of all known lines that are paid once; None when there are none and one is unknown."""
        amounts = [line.eur for line in self.lines if line.is_once]
        is_unknown = any(unknown.is_once for unknown in self.unknown)
        return None if is_unknown and not amounts else sum(amounts, Decimal(0))

    def _yearly(self, kinds: AbstractSet[CostKind], *, has_unknown: bool) -> Decimal | None:
        """Sum [€ per year] of the known yearly lines of some kinds; None when there are none and one is unknown."""
        amounts = [line.eur for line in self.lines if line.kind in kinds and not line.is_once]
        return None if has_unknown and not amounts else sum(amounts, Decimal(0))

    def known_branches_eur(self, gemeenten: Iterable[str] | None = None) -> Decimal:
        """Yearly amount [€] of the branches of which all is known, in `gemeenten` or everywhere: what a search sees."""
        unknown = {each.site_id for each in self.unknown}
        wanted = None if gemeenten is None else frozenset(gemeenten)
        known = [line for line in self.lines if line.kind in OF_BRANCHES and line.site_id not in unknown]
        return sum((line.eur for line in known if wanted is None or line.gemeente in wanted), Decimal(0))

    def is_comparable(self, other: "Kostenraming") -> bool:
        """Whether the difference with another bill is known: the same is unknown, of branches that do not change."""
        sites = {each.site_id for each in self.unknown if each.site_id is not None}

        def about(bill: "Kostenraming") -> set[CostLine]:
            return {line for line in bill.lines if line.site_id in sites}

        return set(self.unknown) == set(other.unknown) and about(self) == about(other)

    def of_gemeente(self, code: str | None) -> "Kostenraming":
        """Return the part of one gemeente."""
        return Kostenraming(
            tuple(line for line in self.lines if line.gemeente == code),
            tuple(unknown for unknown in self.unknown if unknown.gemeente == code),
        )


def option_eur_per_year(site: Site, option: Option, *, tariffs: Tariffs) -> Decimal | None:
    """Yearly cost [€] of a branch: class + package + Open+, + huisvesting if that is priced; None if any is unknown."""
    lines, unknown = branch_costs(site, option, tariffs=tariffs)
    return None if unknown else sum((line.eur for line in lines), Decimal(0))


def build_kostenraming(region: Region, plan: Plan, *, tariffs: Tariffs) -> Kostenraming:
    """Bill of `plan` in `region` by 003 §2.2 and §2.3: per branch, and per inwoner of each gemeente."""
    lines: list[CostLine] = []
    unknown: list[UnknownCost] = []
    for site_id, option in plan.options:
        site = region.sites[region.site_index[site_id]]
        known, not_known = branch_costs(site, option, tariffs=tariffs)
        lines.extend(known)
        unknown.extend(not_known)
    unknown += [
        UnknownCost(UnknownReason.NO_TARIFF, each.gemeente, each.id)
        for each in region.voorzieningen
        if each.form in WITHOUT_TARIFF
    ]
    inwoners = np.bincount(
        region.squares.gemeente + 1, weights=region.squares.inwoners, minlength=len(region.gemeenten) + 1
    )
    codes = (None, *(gemeente.code for gemeente in region.gemeenten))
    for code, persons in zip(codes, inwoners, strict=True):
        if code not in tariffs.gemeenten:
            unknown += [UnknownCost(UnknownReason.NO_TARIFF, code, None)] if persons > 0 else []
            continue
        quantity = to_persons(float(persons))
        lines.extend(
            _coloured(cost_line(CostKind.INWONERS, name, code, quantity=quantity, tariff=tariff), tariffs)
            for name, tariff in tariffs.eur_per_inwoner.items()
        )
    return Kostenraming(tuple(lines), tuple(unknown))


def branch_costs(
    site: Site, option: Option, *, tariffs: Tariffs
) -> tuple[tuple[CostLine, ...], tuple[UnknownCost, ...]]:
    """Cost lines of one branch, and what of its cost is unknown. Housing counts once any form of it has a price."""
    amounts, reasons = _by_tariff(site, option, tariffs)
    housing = _housing(site, option, tariffs.housing)
    if not housing and tariffs.housing is not None and tariffs.housing.is_priced:
        reasons.append(UnknownReason.HOUSING_UNKNOWN)
    lines = tuple(
        _coloured(
            cost_line(kind, description, site.gemeente, quantity=quantity, tariff=tariff, site_id=site.id), tariffs
        )
        for kind, description, quantity, tariff in amounts + housing
    )
    return lines, tuple(UnknownCost(reason, site.gemeente, site.id) for reason in reasons)


def _by_tariff(
    site: Site, option: Option, tariffs: Tariffs
) -> tuple[list[tuple[CostKind, str, Decimal, Decimal]], list[UnknownReason]]:
    """Return quantities and tariffs [€ per year] of class, package and Open+, and why one of them is unknown."""
    if site.gemeente not in tariffs.gemeenten:
        return [], [UnknownReason.NO_TARIFF]
    if option.type is None:
        return [], [UnknownReason.TYPE_UNKNOWN]
    one, reasons = Decimal(1), []
    amounts = [(CostKind.TYPE, option.type.value, one, tariffs.eur_per_type[option.type])]
    if option.package is Package.LLO1 and option.type in tariffs.eur_per_llo1:
        amounts.append((CostKind.PACKAGE, option.package.value, one, tariffs.eur_per_llo1[option.type]))
    elif option.package is Package.LLO1:
        reasons.append(UnknownReason.PACKAGE_WITHOUT_TARIFF)
    if option.open_plus:
        amounts.append((CostKind.OPEN_PLUS, CostKind.OPEN_PLUS.value, one, tariffs.open_plus_eur_per_year))
    return amounts, reasons


def _coloured(line: CostLine, tariffs: Tariffs) -> CostLine:
    """Return the line with the service that it pays for, and how the catalogue marks that."""
    service = _SERVICES.get(line.kind, "")
    return line.of_service(service, tariffs.colours.get(service))


def _housing(site: Site, option: Option, housing: Housing | None) -> list[tuple[CostKind, str, Decimal, Decimal]]:
    """Square metres and their price [€ per m² per year]; nothing when either is not known.

    The floor area that was told is that of today's class in today's building.
    """
    if housing is None or option.type is None or option.huisvesting is None:
        return []
    today = site.today
    stays = today is not None and (today.type, today.huisvesting) == (option.type, option.huisvesting)
    told = site.floor_m2 if stays else None
    paid_m2 = housing.paid_m2(option.type, option.huisvesting, floor_m2=told)
    if paid_m2 is None:
        return []
    form = option.huisvesting
    return [(CostKind.HUISVESTING, form.value, paid_m2, housing.eur_per_m2[form])]


@dataclass(frozen=True)
class ThuislezenPrice:
    """What Thuislezen costs a school: once [€], in its first year, and per year [€] after that."""

    once_eur: Decimal
    eur_per_year: Decimal


def thuislezen_eur(pupils: int | None, tariffs: Tariffs, gemeente: str | None) -> ThuislezenPrice | None:
    """Price of Thuislezen for a school with `pupils` by 003 §4.9.

    None when the pupils are unknown, or when there is no such tariff in `gemeente`.
    """
    tariff = tariffs.thuislezen
    if pupils is None or tariff is None or gemeente not in tariffs.gemeenten:
        return None
    books = pupils * tariff.books_eur_per_pupil
    return ThuislezenPrice(
        once_eur=to_cents(tariff.implementation_eur + books),
        eur_per_year=to_cents(pupils * tariff.eur_per_pupil_per_year),
    )


def cost_line(
    kind: CostKind,
    description: str,
    gemeente: str | None,
    *,
    quantity: Decimal,
    tariff: Decimal,
    site_id: str | None = None,
) -> CostLine:
    """Make a line [€ per year] of a quantity and a tariff [€], rounded once."""
    return CostLine(kind, description, gemeente, site_id, quantity, tariff, to_cents(quantity * tariff))
