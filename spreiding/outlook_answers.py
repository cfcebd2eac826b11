"""Several years and use for machines: plain dictionaries, without NaN or Infinity."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from spreiding.answers import Answer, number
from spreiding.attendance import Attendance, unit_costs
from spreiding.funding import CoverSource
from spreiding.outlook import Outlook
from spreiding.region import Region
from spreiding.ui import gebruik, meerjaren, outlook_words
from spreiding.year_plan import PlanRow

Endings = Iterable[tuple[CoverSource, int]]


def years_answer(region: Region, outlook: Outlook, gemeente: str, endings: Endings = ()) -> Answer:
    """Return the meerjarenplan of a gemeente, and what is left open if a source ends."""
    rows = outlook.rows(gemeente)
    raming = outlook.raming
    names = {site.id: site.name for site in region.sites}
    unknown = [each for row in rows for each in row.unknown_one_offs]
    return {
        "jaren": [_row_answer(row) for row in rows],
        "rekenrente": number(raming.horizon.discount_rate, 4),
        "contante_waarde_verschil_eur": number(raming.npv_eur([gemeente]), 2),
        "contante_waarde_structureel_eur": number(raming.yearly_npv_eur([gemeente]), 2),
        "conclusie": outlook_words.present_value(outlook, gemeente),
        "als_een_bron_stopt": [
            {
                "bron": source.value,
                "betaler": outlook_words.SOURCES[source],
                "vanaf": year,
                "jaren": [_open_answer(row) for row in outlook.ending(source, year).rows(gemeente)],
            }
            for source, year in endings
        ],
        "eenmalig_onbekend": list(meerjaren.unknown_one_offs(unknown, names)),
        "opmerkingen": list(meerjaren.notes(raming, rows, gemeente)),
    }


def _row_answer(row: PlanRow) -> Answer:
    return {
        "jaar": row.year,
        "basis_eur": number(row.basis_eur, 2),
        "basis_plus_eur": number(row.basis_plus_eur, 2),
        "kleur_onbekend_eur": number(row.unknown_colour_eur, 2),
        "huisvesting_eur": number(row.housing_eur, 2),
        "eenmalig_eur": number(row.once_eur, 2),
        "bovenop_eur": number(row.on_top_eur, 2),
        "totaal_eur": number(row.costs_eur, 2),
        "dekking_eur": {source.value: number(eur, 2) for source, eur in row.covers},
        **_open_answer(row),
    }


def _open_answer(row: PlanRow) -> Answer:
    return {
        "jaar": row.year,
        "nog_te_dekken_eur": number(row.open_eur, 2),
        "nog_te_dekken": meerjaren.open_end(row),
    }


def use_answer(
    region: Region, attendance: Attendance, eur_per_year: Mapping[str, Decimal | None], sites: Sequence[int]
) -> Answer:
    """Return expected members and visits of branches with what each costs; all of it of a model."""
    costs = unit_costs(region, attendance, eur_per_year)
    index = region.site_index
    return {
        "soort": attendance.model.label,
        "toelichting": [*gebruik.about(attendance, sites), outlook_words.ABOUT_UNIT_COSTS],
        "vestigingen": [
            {
                "id": site_id,
                "naam": region.sites[index[site_id]].name,
                "jeugdleden": number(float(attendance.youth.mid[index[site_id]]), 0),
                "volwassen_leden": number(float(attendance.adult.mid[index[site_id]]), 0),
                "bezoeken": number(float(attendance.visits.mid[index[site_id]]), 0),
                "bezoeken_laag": number(float(attendance.visits.low[index[site_id]]), 0),
                "bezoeken_hoog": number(float(attendance.visits.high[index[site_id]]), 0),
                "eur_per_bezoek": number(cost.eur_per_visit, 2),
                "eur_per_lid": number(cost.eur_per_member, 2),
            }
            for site_id, cost in costs.items()
        ],
    }
