"""The tables of who gains and who loses, and the words around them."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from spreiding.compare import Comparison
from spreiding.region import Region
from spreiding.travel_groups import TravelGroup
from spreiding.ui import labels, rows
from spreiding.ui.markdown import plain_frame
from spreiding.ui.numbers import kilometres, length, signed, whole
from spreiding.winners import Balance, Balances, KernBalance

TITLE: Final = "Vooruit en achteruit"
PER_GROUP, HARDEST = "Per groep", "De tien zwaarst getroffen kernen"
GROUP: Final = "Groep"
MEAN_GAIN, MEAN_LOSS, LARGEST_LOSS = "Gemiddeld dichterbij", "Gemiddeld verder weg", "Grootste verlies"
GROSS_GAIN, GROSS_LOSS, NET = "Samen dichterbij", "Samen verder weg", "Per saldo"
ROUTE_GAINED, ROUTE_LOST = "Krijgt een route", "Verliest de enige route"
BRANCH_NOW, BRANCH_THEN = "Dichtstbij nu", "Dichtstbij in dit scenario"
DISTANCE_NOW, DISTANCE_THEN = "Afstand nu", "Afstand in dit scenario"
LOSS_PER_INWONER: Final = "Achteruit per inwoner"

ABOUT: Final = (
    "Wie erop vooruitgaat, krijgt de dichtstbijzijnde vestiging ten minste een meter dichterbij; wie erop "
    "achteruitgaat, ten minste een meter verder weg."
)
ABOUT_SUMS: Final = (
    "'Samen' telt de afstanden van al die inwoners op; een min bij 'per saldo' betekent dat zij samen meer verliezen "
    "dan winnen."
)
ABOUT_ROUTES: Final = "Wie een eerste route krijgt of de enige verliest, staat apart en telt in geen gemiddelde mee."
ABOUT_KERNEN: Final = "Alleen kernen waar iets verandert; waar per saldo het meeste verloren gaat, staat bovenaan."
NO_KERNEN: Final = "Van deze regio zijn geen kernen bekend."
NO_KERN_CHANGES: Final = "In geen enkele kern verandert de afstand."
ABOUT_GROUPS: Final = (
    "Elke groep reist op haar eigen manier, dus niet met het vervoer van uw norm; wie hoe reist, is onze aanname."
)
GROUP_SIZE: Final = "Grootte van de groep {source}."
NO_GROUPS: Final = "Geen enkele groep reist op een manier waarvoor deze regio wegen heeft."
AGES_UNKNOWN: Final = "Leeftijden onbekend: de bron van de inwoners noemt ze niet."
AGES_PARTLY_UNKNOWN: Final = "Van {persons} inwoners is de leeftijd onbekend; zij tellen hier niet mee."
ABOUT_HARDEST: Final = (
    "Bovenaan staat de kern die per inwoner het meest verliest, alle inwoners meegeteld; een kern waar inwoners hun "
    "enige route verliezen, gaat voor."
)
NOT_HIT: Final = "Geen enkele kern gaat erop achteruit."


def _length(metres: float) -> str:
    return length(metres) if math.isfinite(metres) else labels.NOTHING


def _distance(metres: float) -> str:
    return kilometres(metres) if math.isfinite(metres) else labels.NO_ROUTE


def _sum(person_m: float) -> str:
    """Write a sum over persons in whole kilometres, a small one with a decimal; nobody reads '-0 km' as nothing."""
    km = person_m / 1000
    if not math.isfinite(km) or 0 < abs(km) < 10:  # noqa: PLR2004 - from here on a decimal is false precision
        return kilometres(person_m)
    return f"{whole(km + 0.0)}\u00a0km"


_FORMATS: Final[dict[Any, str | Callable[[Any], str] | None]] = {
    **rows.FORMATS,
    MEAN_GAIN: _length,
    MEAN_LOSS: _length,
    LARGEST_LOSS: _length,
    GROSS_GAIN: _sum,
    GROSS_LOSS: _sum,
    NET: lambda value: signed(_sum(value), value),
    ROUTE_GAINED: whole,
    ROUTE_LOST: whole,
    DISTANCE_NOW: _distance,
    DISTANCE_THEN: _distance,
    LOSS_PER_INWONER: _length,
}


def gemeente_rows(region: Region, comparison: Comparison, found: Balances) -> Styler:
    """Return the changes and who gains or loses per gemeente for `st.table`, the whole region last."""
    listed: list[dict[str, Any]] = [
        {labels.GEMEENTE: gemeente.name}
        | {labels.DELTA_WITHIN: change.inwoners_within, labels.DELTA_MEAN: change.mean_m}
        | _figures(balance)
        for gemeente, change, balance in zip(region.gemeenten, comparison.gemeenten, found.gemeenten, strict=True)
    ]
    listed.sort(key=lambda row: row[labels.GEMEENTE])
    total = comparison.total
    changed = {labels.DELTA_WITHIN: total.inwoners_within, labels.DELTA_MEAN: total.mean_m}
    return _formatted(
        plain_frame(_frame([*listed, {labels.GEMEENTE: labels.WHOLE_REGION} | changed | _figures(found.total)]))
    )


def kern_rows(region: Region, found: Balances, gemeente: str | None) -> Styler | None:
    """Who gains or loses per kern of one gemeente (or of all), most lost first; None when nobody does."""
    changed = [one for one in found.kernen if one.balance.is_changed and gemeente in {None, one.kern.gemeente}]
    # Who loses the only route is in no sum, and loses most.
    changed.sort(key=lambda one: (-one.balance.inwoners_losing_route, one.balance.net_person_m, one.kern.name))
    names = _names(region)
    listed = [_kern(one.kern.name, names.get(one.kern.gemeente, labels.NOTHING), one.balance) for one in changed]
    if gemeente is None and found.buitengebied.is_changed:
        listed.append(_kern(labels.BUITENGEBIED, labels.NOTHING, found.buitengebied))
    return _formatted(_frame(listed)) if listed else None


def group_rows(groups: Sequence[tuple[TravelGroup, Balance]]) -> Styler:
    """Who gains or loses per group for `st.table`; a group of unknown size has unknown figures."""
    listed = [
        {GROUP: group.name, labels.MODALITY: labels.MODALITIES[group.modality], labels.INWONERS: balance.inwoners}
        | _figures(balance)
        for group, balance in groups
    ]
    frame = _frame(listed)
    unknown = [is_unknown(balance) for _, balance in groups]
    frame.loc[unknown, frame.columns != labels.MODALITY] = float("nan")
    return _formatted(plain_frame(frame))


def groups_of(region: Region, found: Balances, gemeente: str | None) -> list[tuple[TravelGroup, Balance]]:
    """Every group with its balance in one gemeente (or in the whole region)."""
    codes: list[str | None] = [area.code for area in region.gemeenten]
    return [
        (one.group, one.total if gemeente is None else one.gemeenten[codes.index(gemeente)]) for one in found.groups
    ]


def is_unknown(balance: Balance) -> bool:
    """Whether people live here, but of nobody is known whether they belong to the group."""
    return balance.inwoners == 0 and balance.inwoners_without_age > 0


def hardest_rows(region: Region, hit: Iterable[KernBalance]) -> Styler:
    """Return the kernen that are hit hardest for `st.table`, with their nearest branch before and after."""
    names = _names(region)
    listed = [
        {
            labels.KERN: one.kern.name,
            labels.GEMEENTE: names.get(one.kern.gemeente, labels.NOTHING),
            labels.INWONERS: one.balance.inwoners,
            BRANCH_NOW: _site(region, one.site_before),
            BRANCH_THEN: _site(region, one.site_after),
            DISTANCE_NOW: one.mean_before_m,
            DISTANCE_THEN: one.mean_after_m,
            LOSS_PER_INWONER: one.balance.loss_per_inwoner_m,
            ROUTE_LOST: one.balance.inwoners_losing_route,
        }
        for one in hit
    ]
    return _formatted(plain_frame(_frame(listed)))


def _site(region: Region, index: int) -> str:
    return region.sites[index].name if index >= 0 else labels.NOTHING


def _names(region: Region) -> dict[str, str]:
    return {gemeente.code: gemeente.name for gemeente in region.gemeenten}


def _kern(name: str, gemeente: str, balance: Balance) -> dict[str, Any]:
    # The table is wider than most screens: what it is ordered by comes first.
    about = {labels.KERN: name, labels.GEMEENTE: gemeente, labels.INWONERS: balance.inwoners, NET: balance.net_person_m}
    return about | _figures(balance)


def _figures(balance: Balance) -> dict[str, Any]:
    return {
        labels.CLOSER_PERSONS: balance.inwoners_gaining,
        MEAN_GAIN: balance.mean_gain_m,
        labels.FURTHER_PERSONS: balance.inwoners_losing,
        MEAN_LOSS: balance.mean_loss_m,
        LARGEST_LOSS: balance.largest_loss_m if balance.inwoners_losing > 0 else float("nan"),
        GROSS_GAIN: balance.gained_person_m,
        GROSS_LOSS: balance.lost_person_m,
        NET: balance.net_person_m,
        ROUTE_GAINED: balance.inwoners_gaining_route,
        ROUTE_LOST: balance.inwoners_losing_route,
    }


def _frame(listed: list[dict[str, Any]]) -> pd.DataFrame:
    """Make a table by its first column; routes are left out when none comes or goes."""
    frame = pd.DataFrame(listed)
    idle = [name for name in (ROUTE_GAINED, ROUTE_LOST) if name in frame and not (frame[name] > 0).any()]
    return frame.drop(columns=idle).set_index(frame.columns[0])


def _formatted(frame: pd.DataFrame) -> Styler:
    return frame.style.format({name: _FORMATS[name] for name in frame.columns if name in _FORMATS})
