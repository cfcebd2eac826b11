"""The services of the catalogue: what a tariff may say, and the amounts that a bill is made of."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from spreiding.billing import default_catalogue
from spreiding.catalogue import (
    Catalogue,
    CatalogueService,
    CatalogueTariff,
    Colour,
    Frequency,
    Payer,
    Unit,
    doubles,
)
from spreiding.domain import Vestigingstype
from spreiding.errors import InputError
from spreiding.uitgangspunten import Tariffs
from spreiding.workflow import default_uitgangspunten

CATALOGUE = default_catalogue()
MIDDEN_DRENTHE_INWONERS = 34_021  # source 004, 2024


def make_tariff(**fields: Any) -> CatalogueTariff:  # noqa: ANN401 - the fields of a tariff
    plain = {"code": "a", "name": "A", "unit": "school", "frequency": "structureel", "eur": "10"}
    return CatalogueTariff.model_validate({key: value for key, value in (plain | fields).items() if value is not None})


def make_service(code: str = "dienst", *tariffs: CatalogueTariff) -> CatalogueService:
    return CatalogueService(
        code=code,
        name="Dienst",
        section="§ 4.9",
        colour=None,
        kernfuncties=frozenset(),
        tariffs=tariffs or (make_tariff(),),
    )


def make_catalogue(*services: CatalogueService) -> Catalogue:
    return Catalogue(name="Catalogus", bron="bron", price_year=2025, services=services)


# --- the amounts that the source lets one derive ---


@pytest.mark.parametrize(
    ("quantity", "service", "tariff", "eur"),
    [
        (MIDDEN_DRENTHE_INWONERS, "robuuste-bibliotheek", "infrastructuur", "380694.99"),  # 34,021 × 11.19
        (MIDDEN_DRENTHE_INWONERS, "robuuste-bibliotheek", "collectie", "130980.85"),  # 34,021 × 3.85
        (MIDDEN_DRENTHE_INWONERS, "ido", "inwoner", "28237.43"),  # 34,021 × 0.83
        (2_405, "dbos-po", "leerling", "176887.75"),  # 2,405 × 73.55
        (19, "boekstart-kinderopvang", "locatie", "21565"),  # 19 × 1,135
        (1, "open-plus", "installatie", "25800"),
        (1, "open-plus", "support", "2688"),
        (1, "leesklik", "collectie", "3870"),  # 200 × 19.35, which the source works out too
        (120, "thuislezen", "collectie", "4644"),  # 120 leerlingen × 2 books × 19.35
    ],
)
def test_quantity_times_tariff_is_what_the_source_gives(quantity: int, service: str, tariff: str, eur: str) -> None:
    assert quantity * CATALOGUE.eur(service, tariff) == Decimal(eur)


def test_one_large_and_three_small_branches_cost_202123_per_year() -> None:
    # 95,116 + 3 × 35,669 = 202,123.
    groot, klein = (CATALOGUE.eur("robuuste-bibliotheek", klasse) for klasse in ("groot", "klein"))
    assert groot + 3 * klein == 202_123


def test_the_services_of_midden_drenthe_without_housing_cost_946560_02_per_year() -> None:
    # One middelgroot (71,337), two klein (2 × 35,669), one servicepunt (11,890) = 154,565; per inwoner 511,675.84;
    # LLO 1 17,553 + 2 × 8,768 = 35,089; Open+ 2,688; Kleintje Bieb 6,341; BoekStart 21,565; dBos 176,887.75;
    # Taalhuis 3,170; digital skills 6,341; IDO 28,237.43.
    bill = [
        (1, "robuuste-bibliotheek", "middelgroot"),
        (2, "robuuste-bibliotheek", "klein"),
        (1, "robuuste-bibliotheek", "servicepunt"),
        (MIDDEN_DRENTHE_INWONERS, "robuuste-bibliotheek", "infrastructuur"),
        (MIDDEN_DRENTHE_INWONERS, "robuuste-bibliotheek", "collectie"),
        (1, "llo-1", "middelgroot"),
        (2, "llo-1", "klein"),
        (1, "open-plus", "support"),
        (1, "kleintje-bieb", "kleintje-bieb"),
        (19, "boekstart-kinderopvang", "locatie"),
        (2_405, "dbos-po", "leerling"),
        (1, "taalhuis", "taalnetwerk"),
        (1, "meedoen", "programmering"),
        (MIDDEN_DRENTHE_INWONERS, "ido", "inwoner"),
    ]
    assert sum(quantity * CATALOGUE.eur(service, tariff) for quantity, service, tariff in bill) == Decimal("946560.02")
    yearly = {CATALOGUE.tariff(service, tariff).frequency for _, service, tariff in bill}
    assert yearly == {Frequency.YEARLY}


def test_open_plus_is_installed_once_and_supported_every_year() -> None:
    installation, support = CATALOGUE.service("open-plus").tariffs
    assert (installation.frequency, support.frequency) == (Frequency.ONCE, Frequency.YEARLY)
    assert installation.is_indicative
    assert support.is_indicative


def test_what_a_school_or_a_participant_pays_is_no_tariff_of_the_gemeente() -> None:
    others = {
        (service.code, tariff.payer)
        for service in CATALOGUE.services
        for tariff in service.tariffs
        if tariff.payer is not Payer.GEMEENTE
    }
    assert others == {
        ("dbos-po", Payer.SCHOOL),
        *((code, Payer.DEELNEMER) for code in ("llo-1", "llo-2", "makersplaats")),
        ("boekstart-kinderopvang", None),
    }


# --- one truth ---


def test_the_standard_tariffs_are_those_of_the_catalogue() -> None:
    standard = default_uitgangspunten().tariffs
    own = Tariffs.from_catalogue(CATALOGUE, gemeenten=standard.gemeenten, bron=standard.bron)
    assert standard == own
    assert standard.price_year == CATALOGUE.price_year
    assert standard.eur_per_type[Vestigingstype.GROOT] == Decimal(95_116)
    # The catalogue has no package for a servicepunt.
    assert set(standard.eur_per_llo1) == set(Vestigingstype) - {Vestigingstype.SERVICEPUNT}


def test_a_tariff_of_a_class_has_the_name_of_that_class_as_code() -> None:
    classes = [
        (tariff.code, tariff.vestigingstype)
        for service in CATALOGUE.services
        for tariff in service.tariffs
        if tariff.vestigingstype is not None
    ]
    assert len(classes) == 7
    assert all(code == klasse for code, klasse in classes)


def test_a_catalogue_that_lacks_a_class_gives_no_tariffs() -> None:
    with pytest.raises(InputError) as caught:
        Tariffs.from_catalogue(make_catalogue(make_service("robuuste-bibliotheek")), gemeenten=frozenset())
    assert caught.value.kind == "catalogue_no_tariff"
    assert caught.value.data["tariff"] == "groot"


# --- what a tariff may say ---


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"eur": "-0.01"}, "greater_than_equal"),
        ({"eur": "1.005"}, "decimal_max_places"),
        ({"eur": 11.19}, "no_decimal_text"),
        ({"eur": 11}, "no_decimal_text"),
        ({"eur": "elf"}, "decimal_parsing"),
        ({"eur": "NaN"}, "finite_number"),
        ({"eur": "Infinity"}, "finite_number"),
        ({"eur": None}, "amount_or_quote"),
        ({"is_quote": True}, "amount_or_quote"),
        ({"unit": "kerk"}, "enum"),
        ({"unit": None}, "missing"),
        ({"frequency": "soms"}, "enum"),
        ({"pieces": 0}, "greater_than_equal"),
        ({"vestigingstype": "klein"}, "class_without_branch"),
        ({"code": "Met hoofdletter"}, "string_pattern_mismatch"),
        ({"code": "regel\n"}, "string_pattern_mismatch"),
        ({"name": " "}, "string_too_short"),
        ({"kleur": "geel"}, "extra_forbidden"),
    ],
)
def test_a_tariff_that_says_something_impossible_is_refused(fields: dict[str, object], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_tariff(**fields)
    assert [error["type"] for error in caught.value.errors()] == [kind]


def test_unknown_is_none_and_must_be_said() -> None:
    tariff = make_tariff(unit="onbekend", frequency="onbekend", payer="onbekend")
    assert (tariff.unit, tariff.frequency, tariff.payer) == (None, None, None)
    assert make_tariff().payer is Payer.GEMEENTE


def test_a_unit_takes_as_many_pieces_as_the_tariff_says() -> None:
    assert make_tariff(eur="19.35", pieces=2).eur_per_unit == Decimal("38.70")
    assert make_tariff(eur=None, is_quote=True).eur_per_unit is None


def test_a_service_without_tariffs_or_with_two_of_one_code_is_refused() -> None:
    with pytest.raises(ValidationError):
        CatalogueService(
            code="leeg", name="Leeg", section="§ 1.1", colour=Colour.BASIS, kernfuncties=frozenset(), tariffs=()
        )
    with pytest.raises(ValidationError):
        make_service("twee", make_tariff(), make_tariff())


@pytest.mark.parametrize("section", ["4.9", "§4.9", "§ 4", "§ 0.1", "§ 4.09", "§ 4.123"])
def test_a_section_is_written_in_one_way(section: str) -> None:
    with pytest.raises(ValidationError):
        CatalogueService.model_validate(make_service().model_dump() | {"section": section})


def test_two_services_of_one_code_are_refused() -> None:
    with pytest.raises(ValidationError):
        make_catalogue(make_service(), make_service())


def test_doubles_are_named_once() -> None:
    assert doubles(["a", "b", "b", "a", "b", "c"]) == ("b", "a")


# --- looking up ---


def test_a_service_is_on_quote_when_all_its_tariffs_are() -> None:
    quote = make_tariff(code="q", eur=None, is_quote=True)
    assert make_service("q", quote).is_quote
    assert not make_service("q", quote, make_tariff()).is_quote


@pytest.mark.parametrize(
    ("service", "tariff", "kind"),
    [
        ("bibliobus", "groot", "catalogue_no_service"),
        ("llo-1", "servicepunt", "catalogue_no_tariff"),
        ("dbos-vo", "dbos-vo", "catalogue_on_quote"),
    ],
)
def test_what_has_no_amount_is_never_0(service: str, tariff: str, kind: str) -> None:
    with pytest.raises(InputError) as caught:
        CATALOGUE.eur(service, tariff)
    assert caught.value.kind == kind


def test_a_tariff_is_found_by_its_service_and_code() -> None:
    assert CATALOGUE.tariff("thuislezen", "implementatie").unit is Unit.SCHOOL
    assert CATALOGUE.service("dbos-po").colour is Colour.BASIS
