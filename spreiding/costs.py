"""What a plan costs per year, by the tariffs of the activiteitencatalogus; what is not known stays unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import numpy as np

from spreiding.domain import Option, Package, Plan
from spreiding.region import Region
from spreiding.uitgangspunten import Tariffs

_CENT = Decimal("0.01")


class CostKind(StrEnum):
    """What a line of the kostenraming pays for. Only `INWONERS` does not depend on the branches."""

    TYPE = "klasse"
    PACKAGE = "pakket"
    OPEN_PLUS = "open+"
    HUISVESTING = "huisvesting"
    INWONERS = "per inwoner"


class UnknownReason(StrEnum):
    """Why an amount is unknown."""

    TYPE_UNKNOWN = "type_unknown"
    NO_TARIFF = "no_tariff"
    PACKAGE_WITHOUT_TARIFF = "package_without_tariff"


@dataclass(frozen=True)
class UnknownCost:
    """An amount that cannot be computed: of a branch (`site_id`), or of the inhabitants of `gemeente`."""

    reason: UnknownReason
    gemeente: str | None
    site_id: str | None


@dataclass(frozen=True)
class CostLine:
    """Quantity × tariff = amount [€ per year, rounded once to cents]."""

    kind: CostKind
    description: str
    gemeente: str | None
    site_id: str | None
    quantity: Decimal
    tariff_eur: Decimal
    eur_per_year: Decimal


@dataclass(frozen=True)
class Kostenraming:
    """The bill of a plan: known lines, and what is unknown. Sums hold only what is known; None if nothing is."""

    lines: tuple[CostLine, ...]
    unknown: tuple[UnknownCost, ...]

    @property
    def branches_eur(self) -> Decimal | None:
        """Yearly amount [€] that depends on the branches: the amount a budget limits."""
        lines = [line for line in self.lines if line.kind is not CostKind.INWONERS]
        return _known_sum(lines, has_unknown=any(unknown.site_id for unknown in self.unknown))

    @property
    def inwoners_eur(self) -> Decimal | None:
        """Yearly amount [€] per inwoner, which no plan changes."""
        lines = [line for line in self.lines if line.kind is CostKind.INWONERS]
        return _known_sum(lines, has_unknown=any(unknown.site_id is None for unknown in self.unknown))

    @property
    def total_eur(self) -> Decimal | None:
        """Sum [€ per year] of all known lines."""
        return _known_sum(self.lines, has_unknown=bool(self.unknown))

    def known_branches_eur(self, gemeenten: Iterable[str] | None = None) -> Decimal:
        """Yearly amount [€] of the branches as far as known, 0 if nothing is, in `gemeenten` or everywhere."""
        parts = [self] if gemeenten is None else [self.of_gemeente(code) for code in gemeenten]
        return sum((part.branches_eur or Decimal(0) for part in parts), Decimal(0))

    def of_gemeente(self, code: str | None) -> "Kostenraming":
        """Return the part of one gemeente."""
        return Kostenraming(
            tuple(line for line in self.lines if line.gemeente == code),
            tuple(unknown for unknown in self.unknown if unknown.gemeente == code),
        )


def option_eur_per_year(option: Option, *, gemeente: str | None, tariffs: Tariffs) -> Decimal | None:
    """Yearly cost [€] of a branch: class + package + Open+ + huisvesting if given; None when a tariff is unknown."""
    lines = branch_lines("", option, gemeente=gemeente, tariffs=tariffs)
    if isinstance(lines, UnknownCost):
        return None
    return sum((line.eur_per_year for line in lines), Decimal(0))


def build_kostenraming(region: Region, plan: Plan, *, tariffs: Tariffs) -> Kostenraming:
    """Bill of `plan` in `region` by 003 §2.2 and §2.3: per branch, and per inwoner of each gemeente."""
    lines: list[CostLine] = []
    unknown: list[UnknownCost] = []
    for site_id, option in plan.options:
        gemeente = region.sites[region.site_index[site_id]].gemeente
        branch = branch_lines(site_id, option, gemeente=gemeente, tariffs=tariffs)
        if isinstance(branch, UnknownCost):
            unknown.append(branch)
        else:
            lines.extend(branch)
    inwoners = np.bincount(
        region.squares.gemeente + 1, weights=region.squares.inwoners, minlength=len(region.gemeenten) + 1
    )
    codes = (None, *(gemeente.code for gemeente in region.gemeenten))
    for code, persons in zip(codes, inwoners, strict=True):
        if code not in tariffs.gemeenten:
            unknown += [UnknownCost(UnknownReason.NO_TARIFF, code, None)] if persons > 0 else []
            continue
        # Spreading people over road sides leaves rounding errors far below a millionth of a person.
        quantity = Decimal(str(round(float(persons), 6)))
        lines.extend(
            _line(CostKind.INWONERS, name, code, quantity=quantity, tariff=tariff)
            for name, tariff in tariffs.eur_per_inwoner.items()
        )
    return Kostenraming(tuple(lines), tuple(unknown))


def branch_lines(
    site_id: str, option: Option, *, gemeente: str | None, tariffs: Tariffs
) -> tuple[CostLine, ...] | UnknownCost:
    """Cost lines of one branch, or why its cost is unknown. Housing has no line until the user gives an amount."""
    if gemeente not in tariffs.gemeenten:
        return UnknownCost(UnknownReason.NO_TARIFF, gemeente, site_id)
    if option.type is None:
        return UnknownCost(UnknownReason.TYPE_UNKNOWN, gemeente, site_id)
    amounts = [(CostKind.TYPE, option.type.value, tariffs.eur_per_type[option.type])]
    if option.package is Package.LLO1:
        if option.type not in tariffs.eur_per_llo1:
            return UnknownCost(UnknownReason.PACKAGE_WITHOUT_TARIFF, gemeente, site_id)
        amounts.append((CostKind.PACKAGE, option.package.value, tariffs.eur_per_llo1[option.type]))
    if option.open_plus:
        amounts.append((CostKind.OPEN_PLUS, CostKind.OPEN_PLUS.value, tariffs.open_plus_eur_per_year))
    if option.huisvesting is not None and option.huisvesting in tariffs.eur_per_huisvesting:
        housing = tariffs.eur_per_huisvesting[option.huisvesting]
        amounts.append((CostKind.HUISVESTING, option.huisvesting.value, housing))
    return tuple(
        _line(kind, description, gemeente, quantity=Decimal(1), tariff=tariff, site_id=site_id)
        for kind, description, tariff in amounts
    )


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
    books = pupils * tariff.n_books * tariff.eur_per_book
    return ThuislezenPrice(
        once_eur=(tariff.implementation_eur + books).quantize(_CENT, ROUND_HALF_UP),
        eur_per_year=(pupils * tariff.eur_per_pupil_per_year).quantize(_CENT, ROUND_HALF_UP),
    )


def _known_sum(lines: Iterable[CostLine], *, has_unknown: bool) -> Decimal | None:
    """Sum [€ per year] of the known lines; None when there are none and something is unknown."""
    amounts = [line.eur_per_year for line in lines]
    return None if has_unknown and not amounts else sum(amounts, Decimal(0))


def _line(
    kind: CostKind,
    description: str,
    gemeente: str | None,
    *,
    quantity: Decimal,
    tariff: Decimal,
    site_id: str | None = None,
) -> CostLine:
    amount = (quantity * tariff).quantize(_CENT, ROUND_HALF_UP)
    return CostLine(kind, description, gemeente, site_id, quantity, tariff, amount)
