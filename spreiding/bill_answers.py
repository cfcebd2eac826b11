"""Bills for machines: plain dictionaries, without NaN or Infinity."""

from collections.abc import Iterable
from decimal import Decimal

from spreiding.answers import Answer, cost_sentences, header, number
from spreiding.billing import GemeenteBill, add_gemeenten
from spreiding.bills import Bill
from spreiding.catalogue import Catalogue, Colour
from spreiding.costs import CostLine
from spreiding.region import Region
from spreiding.scenario import Scenario
from spreiding.ui import bill_words
from spreiding.ui.bill_words import Names
from spreiding.uitgangspunten import Tariffs


def bills_answer(
    region: Region, scenario: Scenario, bills: Iterable[GemeenteBill], *, tariffs: Tariffs, catalogue: Catalogue
) -> Answer:
    """Return the bills of a scenario beside today's as one object: what they rest on, each gemeente, and their sum."""
    chosen = tuple(bills)
    total = add_gemeenten(chosen)
    return {
        **header(region),
        "scenario": scenario.name,
        "gegevens_van": region.manifest.created,
        "prijspeil": tariffs.price_year,
        "bron": tariffs.bron,
        "huisvesting_bron": None if tariffs.housing is None else tariffs.housing.bron,
        "gemeenten": [_gemeente_answer(region, bill, tariffs=tariffs, catalogue=catalogue) for bill in chosen],
        "totaal_nu_eur_per_jaar": number(total.today.total_eur, 2),
        "totaal_eur_per_jaar": number(total.scenario.total_eur, 2),
        "verschil_eur_per_jaar": number(total.change_eur, 2),
    }


def _gemeente_answer(region: Region, bill: GemeenteBill, *, tariffs: Tariffs, catalogue: Catalogue) -> Answer:
    names = Names.of(region, catalogue)
    return {
        "gemeentecode": bill.gemeente,
        "naam": names.gemeenten[bill.gemeente],
        "inwoners": number(bill.scenario.inwoners, 0),
        "nu": _bill_answer(region, bill.today, names, catalogue),
        "scenario": _bill_answer(region, bill.scenario, names, catalogue),
        "verschil_eur_per_jaar": number(bill.change_eur, 2),
        "huisvesting": bill_words.housing_sentence(tariffs, has_housing=bill.scenario.has_housing),
    }


def _bill_answer(region: Region, bill: Bill, names: Names, catalogue: Catalogue) -> Answer:
    sentence = cost_sentences(region, catalogue)
    return {
        "totaal_eur_per_jaar": number(bill.total_eur, 2),
        "eur_per_inwoner": number(bill.eur_per_inwoner, 2),
        "basis_eur_per_jaar": number(bill.of_colour(Colour.BASIS), 2),
        "basis_plus_eur_per_jaar": number(bill.of_colour(Colour.BASIS_PLUS), 2),
        "kleur_onbekend_eur_per_jaar": number(bill.of_colour(None), 2),
        "huisvesting_eur_per_jaar": number(bill.housing_eur, 2) if bill.has_housing else None,
        "eenmalig_eur": number(bill.kostenraming.once_eur, 2),
        "van_elke_100_eur_door_vestigingen": number(bill.of_every_hundred_eur, 2),
        "subsidie_nu_eur_per_jaar": number(bill.subsidy_eur, 2),
        "boven_subsidie_eur_per_jaar": number(bill.above_subsidy_eur, 2),
        "exclusief_huisvesting": not bill.has_housing,
        "regels": [_line_answer(line, names) for line in bill.kostenraming.lines],
        "onbekend": [sentence(unknown) for unknown in bill.kostenraming.unknown],
    }


def _line_answer(line: CostLine, names: Names) -> Answer:
    return {
        "soort": bill_words.KINDS[line.kind],
        "omschrijving": names.line(line),
        "dienst": line.service or None,
        "vestiging": line.site_id,
        "kleur": bill_words.colour_of(line),
        "aantal": _decimals(line.quantity),
        "tarief_eur": number(line.tariff_eur, 2),
        "bedrag_eur": number(line.eur, 2),
        "eenmalig": line.is_once,
    }


def _decimals(quantity: Decimal) -> float | int | None:
    """Return a quantity as it is, a whole one as such."""
    return number(quantity, 0 if quantity == quantity.to_integral_value() else 6)
