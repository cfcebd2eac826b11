"""What a user typed on the page Kosten, as typed, and the last of it that can be reckoned with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Self, TypeVar

from spreiding.accounts import NOT_COUNTED, Account
from spreiding.catalogue import Catalogue, Payer, Unit
from spreiding.domain import Huisvesting, Vestigingstype
from spreiding.housing import Housing
from spreiding.ui.numbers import quantity

OWN: Final = "eigen opgave"


@dataclass(frozen=True)
class Row:
    """A row of a table that a user changes on the screen."""


@dataclass(frozen=True)
class PurchaseRow(Row):
    """A row of what a gemeente buys; an empty quantity is that of the unit, an empty amount that of the catalogue."""

    what: str | None = None
    quantity: float | None = None
    eur: float | None = None
    bron: str | None = None


@dataclass(frozen=True)
class QuantityRow(Row):
    """How many of something a gemeente has."""

    unit: Unit
    value: float | None = None
    bron: str | None = None


@dataclass(frozen=True)
class PriceRow(Row):
    """Price of a form of housing [€ per m² per year], and the part of the floor that the library pays for [%]."""

    form: Huisvesting
    eur_per_m2: float | None = None
    percent: float | None = None


@dataclass(frozen=True)
class SizeRow(Row):
    """Floor area [m²] of a branch of some class when nobody told it."""

    klasse: Vestigingstype
    m2: float | None = None


@dataclass(frozen=True)
class AccountDraft:
    """What was typed of one gemeente; `account` is the last that can be used, `fault` what is wrong since then.

    `version` counts the changes: a table on the screen starts anew from each.
    """

    rows: tuple[PurchaseRow, ...]
    quantities: tuple[QuantityRow, ...]
    subsidy: str
    account: Account
    fault: str = ""
    version: int = 0

    @classmethod
    def of(cls, account: Account, catalogue: Catalogue) -> Self:
        """Start from what is known of a gemeente."""
        return cls(
            rows=tuple(
                PurchaseRow(
                    code_of(bought.service, bought.tariff), _float(bought.quantity), _float(bought.eur), bought.bron
                )
                for bought in account.purchases
            ),
            quantities=tuple(
                QuantityRow(unit, _float(known.value), known.bron)
                if (known := account.quantities.get(unit)) is not None
                else QuantityRow(unit)
                for unit in counted_units(catalogue)
            ),
            subsidy="" if account.subsidy_eur is None else quantity(account.subsidy_eur),
            account=account,
        )


@dataclass(frozen=True)
class HousingDraft:
    """What was typed of housing; `housing` is None until a price is there, and else as in `AccountDraft`."""

    prices: tuple[PriceRow, ...]
    sizes: tuple[SizeRow, ...]
    bron: str
    housing: Housing | None = None
    fault: str = ""
    version: int = 0

    @classmethod
    def of(cls, standard: Housing) -> Self:
        """Start from the floor areas that are assumed; there is no price."""
        return cls(
            prices=tuple(PriceRow(form) for form in Huisvesting),
            sizes=tuple(SizeRow(klasse, _float(standard.m2.get(klasse))) for klasse in Vestigingstype),
            bron=OWN,
        )


def code_of(service: str, tariff: str) -> str:
    """Return the code of a tariff in the whole catalogue."""
    return f"{service}/{tariff}"


def counted_units(catalogue: Catalogue) -> tuple[Unit, ...]:
    """Return the units of which a gemeente tells how many it has, in the order of the catalogue."""
    units = (
        tariff.unit
        for service in catalogue.services
        for tariff in service.tariffs
        if tariff.payer in {Payer.GEMEENTE, None}
    )
    return tuple(dict.fromkeys(unit for unit in units if unit is not None and unit not in NOT_COUNTED))


Kind = TypeVar("Kind", bound=Row)


def edited(rows: tuple[Kind, ...], change: Mapping[str, Any], columns: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return rows after what `st.data_editor` reports: cells edited and rows deleted; `columns` name fields."""
    cells = {int(row): values for row, values in change.get("edited_rows", {}).items()}
    deleted = set(change.get("deleted_rows", ()))
    return tuple(
        replace(row, **_fields(cells.get(index, {}), columns)) for index, row in enumerate(rows) if index not in deleted
    )


def added(
    rows: tuple[Kind, ...], empty: Kind, change: Mapping[str, Any], columns: Mapping[str, str]
) -> tuple[Kind, ...]:
    """Return rows with those that `st.data_editor` reports as new, each an `empty` one that is filled in."""
    return (*rows, *(replace(empty, **_fields(values, columns)) for values in change.get("added_rows", ())))


def _fields(values: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    return {columns[name]: value for name, value in values.items() if name in columns}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
