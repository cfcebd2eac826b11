"""From what was typed on the page Kosten to what is reckoned with: every fault of it together."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from spreiding.accounts import Account, Purchase, Quantity
from spreiding.catalogue import Catalogue, Unit
from spreiding.errors import InputError, raise_together
from spreiding.finance import CENT
from spreiding.housing import Housing
from spreiding.ui import labels
from spreiding.ui.drafts import OWN, AccountDraft, HousingDraft, PurchaseRow
from spreiding.ui.numbers import parse_number

if TYPE_CHECKING:
    from spreiding.domain import Huisvesting, Vestigingstype

_MAX_QUANTITY, _MAX_EUR, _MAX_M2, _ALL = 10_000_000, 10_000_000, 100_000, 100
_QUANTITY: Final = "Het aantal van '{what}'"
_AMOUNT: Final = "Het eigen bedrag van '{what}'"
_SUBSIDY: Final = "De subsidie van nu"
_PRICE: Final = "De prijs per m² ({what})"
_SIZE: Final = "Het vloeroppervlak ({what})"
_PERCENT: Final = "Het deel dat de bibliotheek betaalt ({what})"


def read_account(draft: AccountDraft, names: Mapping[str, str], catalogue: Catalogue) -> Account:
    """Return what a draft says of its gemeente; `names` are those of tariffs by code.

    Raises
    ------
    InputError, InputErrors
        Every number that cannot be, every own amount without a source, what stands there twice or is in no catalogue.

    """
    faults: list[InputError] = []
    purchases: dict[str, Purchase] = {}
    for row in draft.rows:
        if row.what is None:
            continue
        what = names.get(row.what, row.what)
        with noting(faults):
            if row.what in purchases:
                raise InputError("bought_twice", what=what)
            purchases[row.what] = _purchase(row, what, catalogue)
    quantities: dict[Unit, Quantity] = {}
    for counted in draft.quantities:
        with noting(faults):
            value = number(counted.value, _QUANTITY.format(what=counted.unit.value), _MAX_QUANTITY)
            if value is not None:
                quantities[counted.unit] = Quantity(value=value, bron=_bron(counted.bron))
    subsidy = None
    with noting(faults):
        if draft.subsidy.strip():
            subsidy = in_cents(parse_number(draft.subsidy, option=_SUBSIDY, maximum=_MAX_EUR), _SUBSIDY)
    raise_together(faults)
    return Account(
        gemeente=draft.account.gemeente,
        quantities=quantities,
        purchases=tuple(purchases.values()),
        subsidy_eur=subsidy,
        subsidy_bron="" if subsidy is None else OWN,
    )


def read_housing_draft(draft: HousingDraft) -> Housing | None:
    """Return what a draft says of housing; None without any price.

    Raises
    ------
    InputError, InputErrors
        Every number that cannot be.

    """
    faults: list[InputError] = []
    prices: dict[Huisvesting, Decimal] = {}
    shares: dict[Huisvesting, Decimal] = {}
    for row in draft.prices:
        what = labels.HUISVESTING[row.form]
        with noting(faults):
            price = number(row.eur_per_m2, _PRICE.format(what=what), _MAX_EUR)
            if price is not None:
                prices[row.form] = in_cents(price, _PRICE.format(what=what))
        with noting(faults):
            percent = number(row.percent, _PERCENT.format(what=what), _ALL, is_positive=True)
            if percent is not None:
                shares[row.form] = percent / _ALL
    sizes: dict[Vestigingstype, Decimal] = {}
    for size in draft.sizes:
        with noting(faults):
            m2 = number(size.m2, _SIZE.format(what=labels.TYPES[size.klasse]), _MAX_M2, is_positive=True)
            if m2 is not None:
                sizes[size.klasse] = m2
    raise_together(faults)
    return Housing(bron=_bron(draft.bron), eur_per_m2=prices, m2=sizes, shares=shares) if prices else None


@contextmanager
def noting(faults: list[InputError]) -> Iterator[None]:
    """Keep a fault and go on, so that all are told in one round."""
    try:
        yield
    except InputError as error:
        faults.append(error)


def _purchase(row: PurchaseRow, what: str, catalogue: Catalogue) -> Purchase:
    service, _, tariff = (row.what or "").partition("/")
    catalogue.tariff(service, tariff)
    eur = number(row.eur, _AMOUNT.format(what=what), _MAX_EUR)
    if eur is not None and not (row.bron or "").strip():
        raise InputError("own_amount_without_bron", what=what)
    return Purchase(
        service=service,
        tariff=tariff,
        quantity=number(row.quantity, _QUANTITY.format(what=what), _MAX_QUANTITY),
        eur=None if eur is None else in_cents(eur, _AMOUNT.format(what=what)),
        bron=(row.bron or "").strip(),
    )


def number(value: float | None, option: str, maximum: int, *, is_positive: bool = False) -> Decimal | None:
    """Return a number of a table; None when its cell is empty.

    Raises
    ------
    InputError
        As `parse_number`, naming `option`.

    """
    if value is None:
        return None
    # With a comma: a point before three digits would be one of thousands.
    written = f"{Decimal(str(value)):f}".replace(".", ",")
    return parse_number(written, option=option, maximum=maximum, is_positive=is_positive)


def in_cents(eur: Decimal, option: str) -> Decimal:
    """Return an amount [€] that is whole in cents.

    Raises
    ------
    InputError
        `not_in_cents`, naming `option`.

    """
    if eur != eur.quantize(CENT):
        raise InputError("not_in_cents", option=option, value=eur)
    return eur.quantize(CENT)


def _bron(text: str | None) -> str:
    return (text or "").strip() or OWN
