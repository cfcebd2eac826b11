"""The gemeentelijk meerjarenplan in words: one row per year, what it assumes and what it does not know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from spreiding.costs import CostKind
from spreiding.funding import Balance
from spreiding.horizon import Horizon
from spreiding.multi_year import GemeenteYear, Meerjarenraming
from spreiding.transitions import OneOff, OneOffReason
from spreiding.ui.numbers import euros, percentage
from spreiding.ui.peiljaar import VARIANTS
from spreiding.ui.teksten import listed
from spreiding.year_plan import PlanRow

if TYPE_CHECKING:
    import pandas as pd

YEAR, BASIS, BASIS_PLUS, NO_COLOUR = "Jaar", "Basis", "Basis Plus", "Kleur onbekend"
HOUSING, ONCE, ON_TOP, TOTAL, OPEN = "Huisvesting", "Eenmalig", "Bovenop", "Totaal", "Nog te dekken"
COVER: Final = "Dekking: {source}"
EXCLUSIVE: Final = "niet inbegrepen"
_AT_LEAST: Final = "ten minste {amount}"
_OVER: Final = "{amount} te veel gedekt"
_NOT_TO_BE_TOLD: Final = "niet te bepalen"

_PRICES: Final = "Alle bedragen: prijspeil {price_year}"
_NO_INDEX: Final = ", zonder indexering."
_INDEXED: Final = ", per jaar geïndexeerd: {rates}; de rest niet."
_INDEXED_ALL: Final = ", elk jaar met {rate} geïndexeerd."
_CONSTANT: Final = "Inwoners: als vandaag, in alle jaren."
_PARTLY: Final = (
    "Inwoners: volgens de prognose ({variant}); in {years} als vandaag, want daarover zegt de prognose niets."
)
_FORECAST: Final = "Inwoners: volgens de prognose ({variant})."
_WITHOUT_HOUSING: Final = "Exclusief huisvesting: daarvan is geen bedrag bekend."
_INCOMPLETE: Final = (
    "Niet alles is bekend; bedragen tellen alleen wat bekend is, en wat nog te dekken is, is dan ten minste zoveel."
)
_ON_TOP_ABOUT: Final = (
    "Bovenop: kosten boven het tarief waarvoor scholen betalen; waar zij dat niet meer doen, zijn die nog te dekken."
)

# One-off amounts that nobody knows → the sentence.
ONBEKEND_EENMALIG: Final[dict[OneOffReason, str]] = {
    OneOffReason.NOT_GIVEN: "{site}, {kind}: het bedrag is niet ingevuld.",
    OneOffReason.TYPE_UNKNOWN: "{site}, {kind}: de klasse is onbekend, dus het bedrag ook.",
    OneOffReason.NO_TARIFF: "{site}, {kind}: de tarieven van de activiteitencatalogus gelden hier niet.",
}


def plan_table(rows: Sequence[PlanRow]) -> "pd.DataFrame":
    """Return the meerjarenplan of one gemeente for `st.table`, a row per year."""
    # pandas takes 0.15 s to import, and on the command line nobody asks for a table of it.
    import pandas as pd  # noqa: PLC0415

    from spreiding.ui.markdown import plain_frame  # noqa: PLC0415

    has_on_top = any(row.on_top_eur for row in rows)
    return plain_frame(pd.DataFrame([_cells(row, has_on_top=has_on_top) for row in rows]).set_index(YEAR))


def _cells(row: PlanRow, *, has_on_top: bool) -> dict[str, str]:
    return {
        YEAR: str(row.year),
        BASIS: euros(row.basis_eur),
        BASIS_PLUS: euros(row.basis_plus_eur),
        NO_COLOUR: euros(row.unknown_colour_eur),
        HOUSING: EXCLUSIVE if row.housing_eur is None else euros(row.housing_eur),
        ONCE: euros(row.once_eur),
        **({ON_TOP: euros(row.on_top_eur)} if has_on_top else {}),
        TOTAL: euros(row.costs_eur),
        **{COVER.format(source=source.value): euros(eur) for source, eur in row.covers},
        OPEN: open_end(row),
    }


def open_end(row: PlanRow) -> str:
    """Say what nobody pays yet, or that more is paid than it costs."""
    amount = row.known_open_eur
    if row.balance is Balance.OVERCOVERED:
        return _OVER.format(amount=euros(None if amount is None else -amount))
    if row.balance is not Balance.UNKNOWN:
        return euros(amount)
    # With part of the costs unknown, the known part can only tell that there is a gap.
    return _NOT_TO_BE_TOLD if amount is None or amount <= 0 else _AT_LEAST.format(amount=euros(amount))


def notes(raming: Meerjarenraming, rows: Sequence[PlanRow], gemeente: str) -> tuple[str, ...]:
    """Return what the amounts are of and what they leave out, one sentence each."""
    found = [prices(raming.horizon, raming.price_year), _population(raming.horizon, raming.of_gemeente(gemeente))]
    if any(row.housing_eur is None for row in rows):
        found.append(_WITHOUT_HOUSING)
    if any(row.on_top_eur for row in rows):
        found.append(_ON_TOP_ABOUT)
    if any(row.unknown or row.unknown_one_offs for row in rows):
        found.append(_INCOMPLETE)
    return tuple(found)


def prices(horizon: Horizon, price_year: int) -> str:
    """Name the prijspeil and what is indexed upon it."""
    rates = {kind.value: horizon.indexation[kind] for kind in CostKind if horizon.indexation.get(kind)}
    if horizon.once_rate:
        rates[ONCE.lower()] = horizon.once_rate
    if len(rates) > len(CostKind) and len(set(rates.values())) == 1:
        about = _INDEXED_ALL.format(rate=percentage(float(horizon.once_rate)))
        return _PRICES.format(price_year=price_year) + about
    named = listed([f"{name} {percentage(float(rate))}" for name, rate in rates.items()]) if rates else ""
    about = _INDEXED.format(rates=named) if rates else _NO_INDEX
    return _PRICES.format(price_year=price_year) + about


def unknown_one_offs(found: Iterable[OneOff], names: Mapping[str, str]) -> tuple[str, ...]:
    """Say of every one-off amount that is not known why; `names` are those of sites by id."""
    return tuple(
        ONBEKEND_EENMALIG[each.reason].format(site=names.get(each.site_id, each.site_id), kind=each.kind.value)
        for each in found
        if each.reason is not None
    )


def _population(horizon: Horizon, years: Iterable[GemeenteYear]) -> str:
    constant = [str(each.year) for each in years if each.is_constant]
    if horizon.population is None or len(constant) == horizon.n_years:
        return _CONSTANT
    variant = VARIANTS[horizon.population]
    return _PARTLY.format(variant=variant, years=listed(constant)) if constant else _FORECAST.format(variant=variant)
