"""Tables of the page Normtoets: verdicts, where people fall outside, what does not count, hours and schools."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import pandas as pd

from spreiding.costs import thuislezen_eur
from spreiding.judging.flips import Flip
from spreiding.judging.hours import HoursSummary
from spreiding.judging.verdict import Normoordeel, Outcome, Shortfall
from spreiding.norms import HoursNorm, KernNorm, ReachNorm
from spreiding.review import Review
from spreiding.ui import labels, norm_words
from spreiding.ui.markdown import plain_frame
from spreiding.ui.norm_matrix import FIGURE, REQUIRED, SHORTAGE, VERDICT
from spreiding.ui.numbers import UNKNOWN, euros, kilometres, short_number, whole

MAX_WORST: Final = 20
AREA, PART, MARGIN, REMARK = "Gebied", "Kernfunctie", "Verschil in procentpunten", "Opmerking"
OUTSIDE, OF, NEAREST = "Erbuiten", "Van", "Dichtstbij dat meetelt"
MEAN_M, MEAN_MIN, MEAN_HOURS = "Gemiddelde afstand", "Gemiddelde reistijd", "Uren binnen bereik"
NORM, BEFORE, AFTER = "Norm", "In de huidige situatie", "In dit scenario"
LACKS: Final = "Wat niet past of onbekend is"
STAFFED, PROFESSIONAL, VOLUNTEER = "Bemand", "waarvan beroepskrachten", "waarvan vrijwilligers"
UNTOLD, UNSTAFFED, WITHOUT = "niet uitgesplitst", "Onbemand (Open+)", "Inwoners zonder bemande uren"
SCHOOL, DISTANCE, PUPILS = "School", "Afstand", "Leerlingen"
ONCE, YEARLY = "Thuislezen, eenmalig", "Thuislezen, elk volgend jaar"


def verdict_rows(review: Review, oordelen: Sequence[Normoordeel]) -> pd.DataFrame:
    """Return the verdicts on one norm, a row per area and part."""
    rows = [
        {
            AREA: norm_words.area_name(review.region, oordeel),
            PART: norm_words.part_name(oordeel),
            VERDICT: oordeel.outcome.value,
            FIGURE: norm_words.figure(oordeel),
            REQUIRED: norm_words.required(oordeel),
            SHORTAGE: norm_words.shortage(oordeel),
            MARGIN: norm_words.points(oordeel),
            REMARK: norm_words.why(review, oordeel),
        }
        for oordeel in oordelen
    ]
    return _shown(
        rows, [AREA, PART, VERDICT, FIGURE, REQUIRED, SHORTAGE, MARGIN, REMARK], optional={PART, MARGIN, REMARK}
    )


def worst_rows(review: Review, oordelen: Sequence[Normoordeel]) -> tuple[pd.DataFrame, int]:
    """Return the places furthest outside one norm, at most `MAX_WORST`, and how many more there are.

    Where a verdict cannot be given nobody is said to be outside: what is unknown there would count as nothing.
    """
    told = (oordeel for oordeel in oordelen if oordeel.outcome is not Outcome.UNDECIDED)
    found = [(oordeel, shortfall) for oordeel in told for shortfall in oordeel.shortfalls]
    is_hours = bool(oordelen) and isinstance(oordelen[0].norm, HoursNorm)
    # Of hours more is better, of distances less.
    found.sort(key=lambda each: ((each[1].mean if is_hours else -each[1].mean), -each[1].outside))
    rows = [_worst(review, *each) for each in found[:MAX_WORST]]
    _leave_out_the_only(rows, labels.GEMEENTE, oordelen)
    mean = _mean_title(oordelen[0]) if oordelen else MEAN_M
    columns = [labels.PLACE, labels.GEMEENTE, PART, OUTSIDE, OF, mean, NEAREST]
    return _shown(rows, columns, optional={PART, labels.GEMEENTE}), max(0, len(found) - MAX_WORST)


def lack_rows(review: Review, oordelen: Sequence[Normoordeel]) -> pd.DataFrame:
    """Return the branches that do not count for one norm, and what they lack."""
    sites, names = review.region.sites, {area.code: area.name for area in review.region.gemeenten}
    rows = [
        {
            labels.BRANCH: sites[review.region.site_index[lack.site_id]].name,
            labels.GEMEENTE: names.get(oordeel.gemeente or "", ""),
            LACKS: norm_words.lacked(lack),
        }
        for oordeel in oordelen
        for lack in oordeel.lacks
    ]
    _leave_out_the_only(rows, labels.GEMEENTE, oordelen)
    return _shown(rows, [labels.BRANCH, labels.GEMEENTE, LACKS], optional={labels.GEMEENTE})


def flip_rows(review: Review, flips: Iterable[Flip]) -> pd.DataFrame:
    """Return the verdicts that a scenario changes, what it spoils first."""
    rows = [
        {
            NORM: flip.after.norm.name,
            PART: norm_words.part_name(flip.after),
            AREA: norm_words.area_name(review.region, flip.after),
            BEFORE: flip.before.outcome.value,
            AFTER: flip.after.outcome.value,
        }
        for flip in flips
    ]
    return _shown(rows, [NORM, PART, AREA, BEFORE, AFTER], optional={PART})


def hours_rows(review: Review, gemeente: str | None) -> pd.DataFrame:
    """Return the hours per week within reach, per gemeente or of one, the whole region last."""
    names = [(area.code, area.name) for area in review.region.gemeenten] + [(None, labels.WHOLE_REGION)]
    rows = [
        {
            labels.GEMEENTE: name,
            STAFFED: short_number(round(hours.staffed, 1)),
            PROFESSIONAL: _told(hours.professional, hours),
            VOLUNTEER: _told(hours.volunteer, hours),
            UNTOLD: short_number(round(hours.untold, 1)),
            UNSTAFFED: short_number(round(hours.unstaffed, 1)),
            WITHOUT: whole(hours.inwoners_without),
        }
        for (code, name), hours in zip(names, review.hours, strict=True)
        if gemeente is None or code in {gemeente, None}
    ]
    columns = [labels.GEMEENTE, STAFFED, PROFESSIONAL, VOLUNTEER, UNTOLD, UNSTAFFED, WITHOUT]
    return _shown(
        sorted(rows, key=lambda row: (row[labels.GEMEENTE] == labels.WHOLE_REGION, row[labels.GEMEENTE])), columns
    )


def school_rows(review: Review, gemeente: str | None) -> pd.DataFrame:
    """Return the schools that are far from every branch, with what Thuislezen would cost them."""
    names = {area.code: area.name for area in review.region.gemeenten}
    rows = []
    for far in review.schools:
        school = far.school
        if gemeente not in {None, school.gemeente}:
            continue
        price = thuislezen_eur(school.pupils, review.uitgangspunten.tariffs, school.gemeente)
        rows.append(
            {
                SCHOOL: school.name,
                labels.GEMEENTE: names.get(school.gemeente or "", ""),
                DISTANCE: kilometres(far.metres) if far.site >= 0 else norm_words.NO_ROUTE,
                labels.BRANCH: labels.NOTHING if far.site < 0 else review.region.sites[far.site].name,
                PUPILS: UNKNOWN if school.pupils is None else whole(school.pupils),
                ONCE: _price(None if price is None else price.once_eur),
                YEARLY: _price(None if price is None else price.eur_per_year),
            }
        )
    return _shown(rows, [SCHOOL, labels.GEMEENTE, DISTANCE, labels.BRANCH, PUPILS, ONCE, YEARLY])


def _worst(review: Review, oordeel: Normoordeel, shortfall: Shortfall) -> dict[str, str]:
    names = {area.code: area.name for area in review.region.gemeenten}
    return {
        labels.PLACE: norm_words.place_name(review.region, shortfall),
        labels.GEMEENTE: names.get(oordeel.gemeente or "", ""),
        PART: norm_words.part_name(oordeel),
        OUTSIDE: whole(shortfall.outside),
        OF: whole(shortfall.persons),
        _mean_title(oordeel): norm_words.distance(oordeel.norm, shortfall),
        NEAREST: norm_words.nearest_name(review.region, shortfall),
    }


def _leave_out_the_only(rows: list[dict[str, str]], column: str, oordelen: Sequence[Normoordeel]) -> None:
    """Empty the column of gemeenten when all verdicts are on one: its name stands above the table."""
    if len({oordeel.gemeente for oordeel in oordelen}) == 1:
        for row in rows:
            row[column] = ""


def _mean_title(oordeel: Normoordeel) -> str:
    norm = oordeel.norm
    if isinstance(norm, HoursNorm):
        return MEAN_HOURS
    return MEAN_MIN if isinstance(norm, ReachNorm) and norm.max_m is None else MEAN_M


def outside_is_kernen(oordelen: Sequence[Normoordeel]) -> bool:
    """Whether a norm is about kernen as a whole, not about people in them."""
    return bool(oordelen) and isinstance(oordelen[0].norm, KernNorm)


def _told(value: float, hours: HoursSummary) -> str:
    """Write hours that were told; none told is no zero as long as others were not split."""
    return UNKNOWN if value <= 0 < hours.untold else short_number(round(value, 1))


def _price(value: Decimal | None) -> str:
    return UNKNOWN if value is None else euros(value)


def _shown(
    rows: list[dict[str, str]], columns: list[str], *, optional: frozenset[str] | set[str] = frozenset()
) -> pd.DataFrame:
    """Return rows for `st.table`; an optional column without anything in it is left out."""
    frame = pd.DataFrame(rows, columns=columns)
    empty = [name for name in columns if name in optional and set(frame[name]) <= {"", labels.NOTHING}]
    frame = frame.drop(columns=empty)
    return plain_frame(frame.set_index(frame.columns[0]))
