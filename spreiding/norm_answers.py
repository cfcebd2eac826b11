"""Answers for machines on norms: verdicts as plain dictionaries without NaN or Infinity, and as a table."""

import csv
import io
from collections.abc import Collection, Iterable
from typing import Any, Final

from spreiding.answers import Answer, header, norm_answer, number
from spreiding.costs import thuislezen_eur
from spreiding.domain import SiteFact
from spreiding.errors import InputError
from spreiding.judging.hours import HoursSummary
from spreiding.judging.schools import FarSchool
from spreiding.judging.verdict import Normoordeel, Shortfall
from spreiding.norms import AnyNorm, HoursNorm, ReachingNorm, ReachNorm
from spreiding.review import Review
from spreiding.supply import in_order
from spreiding.ui import norm_words
from spreiding.ui.norm_asked import asked
from spreiding.ui.teksten import sentence

# With one of these in front a spreadsheet reads text as a formula.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def review_answer(
    review: Review, *, gemeenten: Collection[str] | None = None, untested: Iterable[InputError] = ()
) -> Answer:
    """Return a review as one object; of some gemeenten (codes), or of all for None."""
    region = review.region
    areas = [*(gemeente.code for gemeente in region.gemeenten), None]
    return {
        **header(region),
        "scenario": review.scenario.name,
        "hoofdnorm": norm_answer(review.uitgangspunten.norm),
        "kader": {"naam": review.kader.name, "normen": [_norm(norm) for norm in review.kader.norms]},
        "niet_getoetst": [sentence(fault) for fault in untested],
        "alles_bevestigd": review.confirmations.is_all,
        "gemeenten_gedeeltelijk": [area.code for area in review.region.partial_gemeenten],
        "oordelen": [_verdict(review, oordeel) for oordeel in shown(review, gemeenten)],
        "uren": [
            _hours(review, code, summary)
            for code, summary in zip(areas, review.hours, strict=True)
            if gemeenten is None or code in gemeenten
        ],
        "scholen_ver_weg_m": number(review.school_m, 0),
        "n_scholen": len(region.schools),
        "scholen_ver_weg": [
            _school(review, each) for each in review.schools if gemeenten is None or each.school.gemeente in gemeenten
        ],
        "aannames": [
            {
                "id": each.site.id,
                "naam": each.site.name,
                "gemeentecode": each.site.gemeente,
                "aanname": _facts(each.assumed),
                "onbekend": _facts(each.unknown),
                "bevestigd": review.confirmations.has_site(each.site.id),
            }
            for each in review.assumptions
            if gemeenten is None or each.site.gemeente in gemeenten
        ],
        "fingerprint": review.fingerprint,
    }


def shown(review: Review, gemeenten: Collection[str] | None) -> list[Normoordeel]:
    """Return the verdicts on some gemeenten (codes), or all for None; those on the whole region always belong."""
    return [
        each for each in review.oordelen if gemeenten is None or each.gemeente is None or each.gemeente in gemeenten
    ]


def review_csv(review: Review, *, gemeenten: Collection[str] | None = None) -> bytes:
    """Return the verdicts as a table for a spreadsheet: `;`, decimal commas, and no text that is read as a formula."""
    rows = [_row(review, oordeel) for oordeel in shown(review, gemeenten)]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=_COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


_COLUMNS: Final = (
    "regio",
    "voorbeeldgegevens",
    "scenario",
    "norm",
    "label",
    "bron",
    "gemeentecode",
    "gemeente",
    "gemeente_gedeeltelijk",
    "kern",
    "kernfunctie",
    "oordeel",
    "waarde",
    "gevraagd",
    "getoetst",
    "aandeel",
    "gevraagd_aandeel",
    "tekort",
    "ondergrens",
    "bovengrens",
    "binnen_onzekerheidsmarge",
    "toelichting",
)


def _row(review: Review, oordeel: Normoordeel) -> dict[str, Any]:
    names = {gemeente.code: gemeente.name for gemeente in review.region.gemeenten}
    return {
        "regio": review.region.manifest.name,
        "voorbeeldgegevens": review.region.manifest.is_example,
        "scenario": review.scenario.name,
        "norm": oordeel.norm.name,
        "label": oordeel.norm.label.value,
        "bron": oordeel.norm.bron,
        "gemeentecode": oordeel.gemeente,
        "gemeente": names.get(oordeel.gemeente or ""),
        "gemeente_gedeeltelijk": _is_partial(review, oordeel.gemeente),
        "kern": None if oordeel.kern is None else norm_words.kern_name(review.region, oordeel.kern),
        "kernfunctie": norm_words.part_name(oordeel) or None,
        "oordeel": oordeel.outcome.value,
        **_numbers(oordeel),
        "binnen_onzekerheidsmarge": oordeel.is_uncertain,
        "toelichting": norm_words.why(review, oordeel),
    }


def _is_partial(review: Review, gemeente: str | None) -> bool | None:
    """Whether the region holds only a part of a gemeente (code); None for the region itself."""
    if gemeente is None:
        return None
    return any(area.code == gemeente for area in review.region.partial_gemeenten)


def _cell(value: object) -> str:
    """Write a value for a Dutch spreadsheet; text that would be a formula gets a quote in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_SIGNS) else text


def _norm(norm: AnyNorm) -> Answer:
    return {
        "naam": norm.name,
        "soort": norm.kind,
        "label": norm.label.value,
        "bron": norm.bron,
        "toelichting": norm.explanation,
        "vraagt": asked(norm),
    }


def _numbers(oordeel: Normoordeel) -> Answer:
    """Return the figures of a verdict; a bound that no source sets is None."""
    # People are counted in whole persons, as everywhere; shares keep what rounding would hide.
    return {
        "waarde": number(oordeel.value, 0),
        "gevraagd": number(oordeel.required, 0),
        "getoetst": number(oordeel.tested, 0),
        "aandeel": number(oordeel.share, 6) if norm_words.is_about_people(oordeel.norm) else None,
        "gevraagd_aandeel": oordeel.norm.share if isinstance(oordeel.norm, ReachingNorm) else None,
        "tekort": number(norm_words.missing(oordeel), 0),
        "ondergrens": number(oordeel.low, 0),
        "bovengrens": number(oordeel.high, 0),
    }


def _verdict(review: Review, oordeel: Normoordeel) -> Answer:
    unit = _unit(oordeel.norm)
    return {
        "norm": oordeel.norm.name,
        "gemeentecode": oordeel.gemeente,
        "gebied": norm_words.area_name(review.region, oordeel),
        "kern": oordeel.kern,
        "kernfunctie": oordeel.kernfunctie,
        "oordeel": oordeel.outcome.value,
        **_numbers(oordeel),
        "marge": number(oordeel.margin, 6) if norm_words.is_about_people(oordeel.norm) else None,
        "binnen_onzekerheidsmarge": oordeel.is_uncertain,
        "ontbrekende_kernfuncties": list(oordeel.missing),
        "redenen": [norm_words.reason_sentence(review, reason) for reason in oordeel.reasons],
        "erbuiten": [_shortfall(review, each, unit) for each in oordeel.shortfalls],
        "telt_niet_mee": [
            {
                "id": lack.site_id,
                "mist": _facts(lack.facts),
                "ontbrekende_kernfuncties": sorted(lack.missing),
            }
            for lack in oordeel.lacks
        ],
    }


def _unit(norm: AnyNorm) -> str:
    if isinstance(norm, HoursNorm):
        return "uren_per_week"
    return "minuten" if isinstance(norm, ReachNorm) and norm.max_m is None else "meter"


def _shortfall(review: Review, shortfall: Shortfall, unit: str) -> Answer:
    return {
        "kern": norm_words.place_name(review.region, shortfall),
        "personen_erbuiten": number(shortfall.outside, 0),
        "personen": number(shortfall.persons, 0),
        f"gemiddeld_{unit}": number(shortfall.mean, 1),
        "dichtstbij": norm_words.nearest_name(review.region, shortfall) if shortfall.site >= 0 else None,
    }


def _hours(review: Review, code: str | None, summary: HoursSummary) -> Answer:
    names = {gemeente.code: gemeente.name for gemeente in review.region.gemeenten}
    return {
        "gemeentecode": code,
        "naam": review.region.manifest.name if code is None else names[code],
        "inwoners": number(summary.inwoners, 0),
        "bemande_uren": number(summary.staffed, 2),
        "beroepskrachten_uren": number(summary.professional, 2),
        "vrijwilligers_uren": number(summary.volunteer, 2),
        "bemande_uren_niet_uitgesplitst": number(summary.untold, 2),
        "onbemande_uren": number(summary.unstaffed, 2),
        "inwoners_zonder": number(summary.inwoners_without, 0),
    }


def _school(review: Review, far: FarSchool) -> Answer:
    school, tariffs = far.school, review.uitgangspunten.tariffs
    price = thuislezen_eur(school.pupils, tariffs, school.gemeente)
    return {
        "id": school.id,
        "naam": school.name,
        "gemeentecode": school.gemeente,
        "afstand_m": number(far.metres, 0),
        "dichtstbij": None if far.site < 0 else review.region.sites[far.site].name,
        "leerlingen": school.pupils,
        "thuislezen_eur_eenmalig": None if price is None else number(price.once_eur, 2),
        "thuislezen_eur_per_jaar": None if price is None else number(price.eur_per_year, 2),
    }


def _facts(facts: frozenset[SiteFact]) -> list[str]:
    return [fact.value for fact in in_order(facts)]
