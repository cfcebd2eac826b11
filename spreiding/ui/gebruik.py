"""The table of expected members and visits per branch, and the words around it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from spreiding.attendance import Attendance, Band, UnitCost, unit_cost, unit_costs
from spreiding.region import Region
from spreiding.ui import labels
from spreiding.ui.numbers import cents, edge, whole

if TYPE_CHECKING:
    import pandas as pd

TITLE: Final = "Leden en bezoeken (model)"
YOUTH, ADULT, VISITS = "Jeugdleden", "Volwassen leden", "Bezoeken per jaar"
MARGIN: Final = "Marge van de bezoeken"
PER_VISIT, PER_MEMBER, KIND = "€ per bezoek", "€ per lid", "Soort cijfer"
TOGETHER: Final = "Samen"
MODEL, MODEL_ELSEWHERE = "model", "model, niveau van {gemeente}"
BETWEEN: Final = "{low} tot {high}"

ABOUT: Final = (
    "Dit is een model, geen telling per vestiging: iedereen telt bij de dichtstbijzijnde open vestiging, en hoe verder "
    "die weg is, hoe minder leden en bezoeken er zijn."
)
ABOUT_LEVEL: Final = (
    "Het niveau is zo gekozen dat de vestigingen in {gemeente} samen evenveel leden en bezoeken hebben als in {year} "
    "({bron}). In andere gemeenten is dat niveau een aanname."
)
ABOUT_SLOPE: Final = (
    "Hoe snel het gebruik afneemt met de afstand, is een aanname: bij volwassen leden is het na {adult} km gehalveerd, "
    "bij jeugdleden na {youth} km en bij bezoeken na {visits} km. De marge geldt als dat bij bezoeken na {low} of na "
    "{high} km is."
)
ABOUT_AGES: Final = (
    "Van {persons} inwoners is de leeftijd onbekend; van hen telt {share} als jeugd, zoals gemiddeld in {gemeente}."
)


def attendance_rows(
    region: Region, attendance: Attendance, eur_per_year: Mapping[str, Decimal | None]
) -> "pd.DataFrame":
    """Members, visits and their cost per branch by name for `st.table`, the sum below it.

    The keys of `eur_per_year` are the ids of the open branches, the values their yearly amounts [€], None for unknown.
    """
    # pandas takes 0.15 s to import, and on the command line nobody asks for a table of it.
    import pandas as pd  # noqa: PLC0415

    from spreiding.ui.markdown import plain_frame  # noqa: PLC0415

    costs = unit_costs(region, attendance, eur_per_year)
    ids = sorted(eur_per_year, key=lambda site_id: region.sites[region.site_index[site_id]].name)
    rows = [_branch_row(region, attendance, site_id, costs[site_id]) for site_id in ids]
    if len(ids) > 1:
        rows.append(_sum_row(region, attendance, eur_per_year))
    columns = [labels.BRANCH, YOUTH, ADULT, VISITS, MARGIN, PER_VISIT, PER_MEMBER, KIND]
    return plain_frame(pd.DataFrame(rows, columns=columns).set_index(labels.BRANCH))


def about(attendance: Attendance, sites: Sequence[int]) -> list[str]:
    """Say what the figures of `sites` (indices) are worth: a model, its level and slopes, and unknown ages."""
    model = attendance.model
    near, chosen, far = model.visits
    lines = [
        ABOUT,
        ABOUT_LEVEL.format(gemeente=model.calibrated_on.name, year=model.year, bron=model.bron),
        ABOUT_SLOPE.format(
            adult=edge(model.adult[1].half_km * 1000),
            youth=edge(model.youth[1].half_km * 1000),
            visits=edge(chosen.half_km * 1000),
            low=edge(near.half_km * 1000),
            high=edge(far.half_km * 1000),
        ),
    ]
    without_age = float(attendance.persons_without_age[np.array(sites, dtype=np.intp)].sum())
    if without_age > 0:
        share = f"{whole(model.youth_share * 100)}%"
        lines.append(ABOUT_AGES.format(persons=whole(without_age), share=share, gemeente=model.calibrated_on.name))
    return lines


def _branch_row(region: Region, attendance: Attendance, site_id: str, cost: UnitCost) -> list[str]:
    k = region.site_index[site_id]
    site, here = region.sites[k], np.array([k])
    is_own = site.gemeente == attendance.calibrated_on.code
    kind = MODEL if is_own else MODEL_ELSEWHERE.format(gemeente=attendance.calibrated_on.name)
    return [site.name, *_figures(attendance, here), *_costs(cost), kind]


def _sum_row(region: Region, attendance: Attendance, eur_per_year: Mapping[str, Decimal | None]) -> list[str]:
    """Add up the branches; one unknown amount makes the sum of all unknown."""
    sites = np.array([region.site_index[site_id] for site_id in eur_per_year])
    known = [eur for eur in eur_per_year.values() if eur is not None]
    eur = sum(known, Decimal(0)) if len(known) == len(eur_per_year) else None
    visits, members = attendance.visits.total(sites).mid, attendance.members.total(sites).mid
    return [
        TOGETHER,
        *_figures(attendance, sites),
        *_costs(unit_cost(eur, visits=visits, members=members)),
        MODEL,
    ]


def _figures(attendance: Attendance, sites: NDArray[np.intp]) -> list[str]:
    visits = attendance.visits.total(sites)
    members = [whole(group.total(sites).mid) for group in (attendance.youth, attendance.adult)]
    return [*members, whole(visits.mid), _between(visits)]


def _between(band: Band) -> str:
    """Write a band as '90 tot 110'; what is known to the unit has none."""
    low, high = whole(band.low), whole(band.high)
    return labels.NOTHING if low == high else BETWEEN.format(low=low, high=high)


def _costs(cost: UnitCost) -> list[str]:
    return [cents(cost.eur_per_visit), cents(cost.eur_per_member)]
