"""The catalogue as data says what the text of the Activiteitencatalogus 2025 says: no more, no less."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from spreiding.billing import default_catalogue
from spreiding.catalogue import Catalogue, CatalogueService, CatalogueTariff, Colour, Frequency, Unit
from spreiding.domain import Kernfunctie
from tests.real.catalogue_text import AMOUNT, Passage, passages

CATALOGUE: Final = default_catalogue()

# Where each amount stands in the text: '{}' is the amount as the text writes it, between the words that say what for.
PHRASES: Final[dict[tuple[str, str], str]] = {
    ("maatwerk", "mbo"): "€ {} voor mbo",
    ("maatwerk", "hbo"): "€ {} voor hbo •",
    ("maatwerk", "hbo-plus-wo"): "€ {} voor hbo+/wo",
    ("robuuste-bibliotheek", "groot"): "Bedrag per vestiging: 1 Grote bibliotheek € € {}",
    ("robuuste-bibliotheek", "middelgroot"): "2 Middelgrote bibliotheek € {}",
    ("robuuste-bibliotheek", "klein"): "3 Kleine bibliotheek € {}",
    ("robuuste-bibliotheek", "servicepunt"): "4 Servicepunt € {}",
    ("robuuste-bibliotheek", "infrastructuur"): "per inwoner voor infrastructuur robuuste bibliotheek € {}",
    ("robuuste-bibliotheek", "collectie"): "per inwoner voor onderhoud collectie € {}",
    ("open-plus", "installatie"): "eenmalige installatiekosten: ± € {}",
    ("open-plus", "support"): "jaarlijkse kosten voor support & service: ± € {}",
    ("llo-1", "groot"): "Grote bibliotheek 15 activiteiten per jaar, tarief pakket € {}",
    ("llo-1", "middelgroot"): "Middelgrote bibliotheek 10 activiteiten per jaar, tarief pakket € {}",
    ("llo-1", "klein"): "Kleine bibliotheek 5 activiteiten per jaar, tarief pakket € {}",
    ("llo-1", "deelname"): "deelname voor volwassenen € {} per activiteit",
    ("llo-2", "groot"): (
        "Groot pakket 24 activiteiten per jaar (andere activiteiten dan die uit het basispakket), tarief pakket € {}"
    ),
    ("llo-2", "middelgroot"): "Middelgroot pakket 12 activiteiten per jaar, tarief pakket € {}",
    ("llo-2", "klein"): "Klein pakket 6 activiteiten per jaar, tarief pakket € {}",
    ("llo-2", "deelname"): "deelname voor volwassenen € {} per activiteit",
    ("makersplaats", "materiaal"): "Materiaal en voorziening jaarlijks € {}",
    ("makersplaats", "programmering"): "Programmering jaarlijks € {}",
    ("makersplaats", "deelname"): "€ {} per deelnemer per activiteit",
    ("kleintje-bieb", "kleintje-bieb"): "€ {} per gemeente",
    ("boekstart-kinderopvang", "locatie"): "€ {} per kinderopvanglocatie",
    ("dbos-po", "leerling"): "Tarief € {} per leerling",
    ("dbos-po", "bijdrage-school"): "Bijdrage van de school per leerling € {} exclusief btw",
    ("boekstart-plus", "locatie"): "€ {} per kinderopvanglocatie",
    ("boekstartcoach", "consultatiebureau"): "€ {} voor 4 uur per week per consultatiebureau",
    ("gezinsaanpak", "plan-van-aanpak"): "Onderzoek & een plan van aanpak: € {}",
    ("leesklik", "implementatie"): "Implementatiekosten: 16 uur (educatiemedewerker) € {}",
    ("leesklik", "collectie"): "20 boeken = 200 boeken. € {} X 200",
    ("leesklik", "educatiemedewerker"): "Jaarlijks: Inzet educatiemedewerker € {}",
    ("leesklik", "vervanging"): "vervangingsbudget: € {} per jaar",
    ("thuislezen", "implementatie"): "Implementatie: € {} per school",
    ("thuislezen", "collectie"): "Eenmalig 2 boeken extra per leerling 2 x € {}",
    ("thuislezen", "volgend-jaar"): "ieder volgend jaar: € {} per leerling",
    ("leskist-kansrijk", "leskist"): "Incidenteel: kosten leskist: € {}",
    ("leskist-kansrijk", "educatiemedewerker"): "Structureel: 10 uren inzet educatiemedewerker VO: € {}",
    ("taalhuis", "taalnetwerk"): "Deelname en ondersteuning bibliotheek aan het taalnetwerk € {}",
    ("meedoen", "programmering"): "4-10 activiteiten per jaar € {}",
    ("ido", "inwoner"): "Specifieke uitkering IDO, € {} per inwoner",
}  # fmt: skip


class NoTariff(NamedTuple):
    """An amount in the text that is no line of the catalogue, and why."""

    service: str
    words: str
    why: str


NO_TARIFFS: Final = (
    NoTariff("llo-2", "van gemiddeld € 100 (20 deelnemers per activiteit)", "an example: 20 participants × € 5"),
    NoTariff("llo-2", "dit betekent € 5 per activiteit", "says again what 'deelname' of this package is"),
    NoTariff("leesklik", "X 200 = € 3.870", "the product of 'collectie': 200 × € 19,35"),
)

# Numbers in a box that are no amounts in euro, each with the words after it: counts, ages and numbers of a list.
NUMBERS: Final[dict[str, tuple[str, ...]]] = {
    "robuuste-bibliotheek": ("1 Grote", "2 Middelgrote", "3 Kleine", "4 Servicepunt"),
    "llo-1": ("1 Pakket", "1: grotere", "15 activiteiten", "10 activiteiten", "5 activiteiten"),
    "llo-2": (
        *("2 Pakket", "2: persoonlijke", "24 activiteiten", "12 activiteiten", "6 activiteiten", "2 vragen"),
        *("18 jaar", "20 deelnemers"),
    ),
    "makersplaats": ("18 jaar", "10 deelnemers", "100 activiteiten"),
    "boekstartcoach": ("4 uur",),
    "leesklik": ("16 uur", "10 thema", "20 boeken", "200 boeken", "200 ="),
    "thuislezen": ("2 boeken", "2 x"),
    "leskist-kansrijk": ("10 uren",),
    "meedoen": ("4-10 activiteiten",),
}

# Numbers of a box that stand in the catalogue too, as activities per year or as pieces per unit.
COUNTS: Final[dict[tuple[str, str], tuple[str, int]]] = {
    ("llo-1", "groot"): ("activities", 15),
    ("llo-1", "middelgroot"): ("activities", 10),
    ("llo-1", "klein"): ("activities", 5),
    ("llo-2", "groot"): ("activities", 24),
    ("llo-2", "middelgroot"): ("activities", 12),
    ("llo-2", "klein"): ("activities", 6),
    ("leesklik", "collectie"): ("pieces", 200),
    ("thuislezen", "collectie"): ("pieces", 2),
}

# What the words around an amount call its unit. Of the units that are not named, the reason is told.
UNIT_WORDS: Final = {
    Unit.INWONER: "per inwoner",
    Unit.GEMEENTE: "per gemeente",
    Unit.KINDEROPVANGLOCATIE: "per kinderopvanglocatie",
    Unit.CONSULTATIEBUREAU: "per consultatiebureau",
    Unit.SCHOOL: "per school",
    Unit.LEERLING: "per leerling",
    Unit.PAKKET: "pakket",
    Unit.LESKIST: "leskist",
    Unit.PLAN: "plan van aanpak",
    Unit.DEELNAME: "per activiteit",
    Unit.VESTIGING: "bibliotheek",
}
UNIT_BY_CONTEXT: Final = {
    ("robuuste-bibliotheek", "servicepunt"): "the fourth of 'Bedrag per vestiging'",
    ("open-plus", "installatie"): "prose of § 2.3: hardware and software per bibliotheek",
    ("open-plus", "support"): "as the installation",
    ("taalhuis", "taalnetwerk"): "prose of § 5.2: a specialist per gemeente, in the lokale taalnetwerk",
    ("meedoen", "programmering"): "the box: a programme 'in uw gemeente'",
    ("makersplaats", "materiaal"): "the box is of one Makersplaats",
    ("makersplaats", "programmering"): "as the material",
    ("maatwerk", "mbo"): "prose of § 1.3: uurtarieven",
    ("maatwerk", "hbo"): "as mbo",
    ("maatwerk", "hbo-plus-wo"): "as mbo",
}
ONCE_WORDS: Final = ("eenmalig", "implementatie", "incidenteel")
ONCE_BY_CONTEXT: Final = {
    ("gezinsaanpak", "plan-van-aanpak"): "prose of § 4.7: it comes before the aanpak",
    ("leesklik", "collectie"): "the box: 'eerste jaar aanschaf'",
}
YEARLY_WORDS: Final = ("per jaar", "jaarlijks", "ieder volgend jaar", "structureel")

# The five kernfuncties by their names: the numbers of one box are wrong.
FUNCTION_NAMES: Final = {
    Kernfunctie.KENNIS_EN_INFORMATIE: r"kennis en informatie",
    Kernfunctie.ONTWIKKELING_EN_EDUCATIE: r"ontwikkeling en educatie",
    Kernfunctie.LEZEN_EN_LITERATUUR: r"van (het )?lezen en kennis",
    Kernfunctie.ONTMOETING_EN_DEBAT: r"ontmoeting en debat",
    Kernfunctie.KUNST_EN_CULTUUR: r"kunst en cultuur",
}
# How the heading of each section begins.
TITLES: Final = {
    "maatwerk": "Uurtarieven",
    "robuuste-bibliotheek": "De robuuste lokale bibliotheek",
    "open-plus": "Open+",
    "llo-1": "Programmering Leven lang ontwikkelen",
    "llo-2": "Programmering Leven lang ontwikkelen",
    "makersplaats": "Makersplaats",
    "kleintje-bieb": "Kleintje Bieb",
    "boekstart-kinderopvang": "BoekStart in de kinderopvang",
    "dbos-po": "De Bibliotheek op school (dBos)",
    "boekstart-plus": "BoekStart pluspakket",
    "boekstartcoach": "BoekStartcoach",
    "gezinsaanpak": "Gezinsaanpak",
    "leesklik": "Leesklik",
    "thuislezen": "Thuislezen",
    "dbos-vo": "De Bibliotheek op school (dBos)",
    "cultuureducatie-vo": "Cultuureducatie Voortgezet Onderwijs",
    "leskist-kansrijk": "Leskist VO Kansrijk",
    "taalhuis": "Taalhuis",
    "taalhuis-werkgeverschap": "Taalhuis",
    "meedoen": "Programmering Meedoen in de samenleving",
    "ido": "Informatiepunt Digitale Overheid",
    "verhalenbrink": "Verhalenbrink",
}
# The box of package 1 holds the kernfuncties and ages of both packages.
SHARED_HEAD: Final = {"llo-2": "llo-1"}
WITHOUT_BOX: Final = "maatwerk"


@pytest.fixture(scope="module")
def source(shared_sources: Path) -> str:
    return next(shared_sources.glob("003_*.txt")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def places(source: str) -> dict[str, Passage]:
    return by_service(passages(source), CATALOGUE)


def by_service(found: list[Passage], catalogue: Catalogue) -> dict[str, Passage]:
    """The passage with the tariffs of each service: its box, or for hourly rates the prose of their section."""
    boxed = {
        code
        for code in (service.code for service in catalogue.services)
        if code in {passage.service for passage in found}
    }
    sections = {s.section: s.code for s in catalogue.services if s.code not in boxed and s.code != WITHOUT_BOX}
    places = {passage.service or sections[passage.section]: passage for passage in found if passage.is_box}
    assert len(places) == sum(passage.is_box for passage in found)
    hours = catalogue.service(WITHOUT_BOX).section
    [rates] = [p for p in found if p.section == hours and not p.is_box and "€" in p.text]
    return places | {WITHOUT_BOX: rates}


def lines_of(catalogue: Catalogue) -> Iterator[tuple[CatalogueService, CatalogueTariff]]:
    return ((service, tariff) for service in catalogue.services for tariff in service.tariffs)


def written(amount: Decimal) -> str:
    """An amount as the text writes it: 95.116, 11,19."""
    text = f"{amount:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.removesuffix(",00")


def faults(catalogue: Catalogue, places: Mapping[str, Passage]) -> list[str]:
    """What the text says and the catalogue does not, and the other way round."""
    covered: dict[str, Counter[int]] = {code: Counter() for code in places}
    found: list[str] = []
    wanted = [
        (service.code, PHRASES.get((service.code, tariff.code), "no phrase").replace("{}", written(tariff.eur)))
        for service, tariff in lines_of(catalogue)
        if tariff.eur is not None
    ]
    for code, words in [*wanted, *((reason.service, reason.words) for reason in NO_TARIFFS)]:
        # An amount must end where that of the text ends: 5 is not 5,42, nor 50.
        hits = list(re.finditer(rf"{re.escape(words)}(?![\d]|[.,]\d)", places[code].text))
        if len(hits) != 1:
            found.append(f"{code}: '{words}' stands {len(hits)} times in the text")
        for hit in hits:
            covered[code].update(m.start() for m in AMOUNT.finditer(places[code].text, hit.start(), hit.end()))
    for code, passage in places.items():
        for amount in AMOUNT.finditer(passage.text):
            if covered[code][amount.start()] != 1:
                around = passage.text[max(0, amount.start() - 40) : amount.end() + 20]
                found.append(f"{code}: {amount[0]} has {covered[code][amount.start()]} lines: … {around} …")
    return found


def test_every_amount_of_the_text_has_one_line_or_one_reason_and_every_line_its_amount(
    places: dict[str, Passage],
) -> None:
    assert not faults(CATALOGUE, places)
    # No phrase is left over from a line that is gone.
    assert set(PHRASES) == {(s.code, t.code) for s, t in lines_of(CATALOGUE) if t.eur is not None}


def test_no_amount_of_the_text_stands_outside_the_passages_that_are_compared(
    source: str, places: dict[str, Passage]
) -> None:
    assert sum(passage.text.count("€") for passage in places.values()) == source.count("€")
    # 45 signs, one of them double: 44 amounts.
    assert sum(len(AMOUNT.findall(passage.text)) for passage in places.values()) == source.count("€") - 1
    # There is no other way in which this text writes an amount.
    assert not re.findall(r"\d,-|\beuros?\b|\bEUR\b", source, flags=re.IGNORECASE)


@pytest.mark.parametrize("changed", PHRASES, ids="/".join)
def test_a_changed_amount_is_noticed(changed: tuple[str, str], places: dict[str, Passage]) -> None:
    assert CATALOGUE.tariff(*changed).eur is not None
    for step in ("0.01", "1", "-0.01"):
        assert faults(mutated(CATALOGUE, changed, by=Decimal(step)), places)


@pytest.mark.parametrize("gone", PHRASES, ids="/".join)
def test_a_line_that_is_left_out_is_noticed(gone: tuple[str, str], places: dict[str, Passage]) -> None:
    services = tuple(
        service.model_copy(
            update={"tariffs": tuple(tariff for tariff in service.tariffs if (service.code, tariff.code) != gone)}
        )
        for service in CATALOGUE.services
    )
    assert faults(CATALOGUE.model_copy(update={"services": services}), places)


def test_two_amounts_of_one_service_that_change_places_are_noticed(places: dict[str, Passage]) -> None:
    klein, groot = ("robuuste-bibliotheek", "klein"), ("robuuste-bibliotheek", "groot")
    difference = CATALOGUE.eur(*groot) - CATALOGUE.eur(*klein)
    swapped = mutated(mutated(CATALOGUE, klein, by=difference), groot, by=-difference)
    assert swapped.eur(*klein) == CATALOGUE.eur(*groot)
    assert faults(swapped, places)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("€ 1.135 per", "€ 1.136 per"),
        ("Op basis van offerte", "€ 250 per school"),
        ("Gratis voor deelnemers", "€ 3 voor deelnemers"),
    ],
)
def test_an_amount_that_changes_or_comes_in_the_text_is_noticed(source: str, old: str, new: str) -> None:
    assert old in source
    changed = passages(source.replace(old, new, 1))
    assert faults(CATALOGUE, by_service(changed, CATALOGUE))


def mutated(catalogue: Catalogue, line: tuple[str, str], *, by: Decimal) -> Catalogue:
    """The catalogue with one amount changed."""
    services = tuple(
        service.model_copy(
            update={
                "tariffs": tuple(
                    tariff.model_copy(update={"eur": tariff.eur + by})
                    if tariff.eur is not None and (service.code, tariff.code) == line
                    else tariff
                    for tariff in service.tariffs
                )
            }
        )
        for service in catalogue.services
    )
    return catalogue.model_copy(update={"services": services})


def test_the_reasons_are_true() -> None:
    assert CATALOGUE.eur("llo-2", "deelname") * 20 == 100
    assert CATALOGUE.eur("leesklik", "collectie") == Decimal(3_870)


def test_every_other_number_in_a_box_is_a_count_an_age_or_a_number_of_a_list(places: dict[str, Passage]) -> None:
    for code, passage in places.items():
        if code == WITHOUT_BOX:
            continue
        tariff = re.sub(AMOUNT, " ", passage.text[passage.text.index("Tarief") :])
        numbers = re.findall(r"(?<![\w.,-])\d[\d.,-]*:? *[\w=]+", tariff)
        assert Counter(" ".join(number.split()) for number in numbers) == Counter(NUMBERS.get(code, ())), code


def test_counts_are_those_of_the_text(places: dict[str, Passage]) -> None:
    counted = {
        (service.code, tariff.code): ("activities", tariff.activities)
        if tariff.activities
        else ("pieces", tariff.pieces)
        for service, tariff in lines_of(CATALOGUE)
        if tariff.activities or tariff.pieces > 1
    }
    assert counted == COUNTS
    for (code, tariff), (_, number) in COUNTS.items():
        assert re.search(rf"\b{number}\b", PHRASES[code, tariff])
        assert re.search(rf"\b{number}\b", places[code].text)


def test_the_unit_is_the_one_that_stands_beside_the_amount() -> None:
    for service, tariff in lines_of(CATALOGUE):
        line = (service.code, tariff.code)
        if tariff.eur is None or line in UNIT_BY_CONTEXT:
            continue
        phrase = PHRASES[line]
        if tariff.unit is None:
            assert not re.search(r"\bper (?!jaar)", phrase), line
        else:
            assert UNIT_WORDS[tariff.unit] in phrase, line


def test_once_and_yearly_are_what_the_text_says() -> None:
    for service, tariff in lines_of(CATALOGUE):
        line = (service.code, tariff.code)
        phrase = PHRASES.get(line, "").lower()
        if any(word in phrase for word in ONCE_WORDS) or line in ONCE_BY_CONTEXT:
            assert tariff.frequency is Frequency.ONCE, line
        elif any(word in phrase for word in YEARLY_WORDS):
            assert tariff.frequency is Frequency.YEARLY, line
        elif phrase and service.code != WITHOUT_BOX:
            # What goes on all year without the words: no service of this kind is bought once.
            assert tariff.frequency is Frequency.YEARLY, line
    assert CATALOGUE.tariff("thuislezen", "volgend-jaar").first_year == 2


def test_a_price_that_is_a_guide_is_marked_and_so_is_btw(places: dict[str, Passage]) -> None:
    for service, tariff in lines_of(CATALOGUE):
        phrase = PHRASES.get((service.code, tariff.code), "")
        assert tariff.is_indicative == ("±" in phrase)
        assert (tariff.vat is not None) == ("btw" in phrase)
    assert sum(passage.text.count("±") for passage in places.values()) == 2
    assert sum(passage.text.count("btw") for passage in places.values()) == 1


def test_every_service_stands_in_the_section_that_it_names(source: str) -> None:
    assert set(TITLES) == {service.code for service in CATALOGUE.services}
    for service in CATALOGUE.services:
        number = re.escape(service.section.removeprefix("§ "))
        [title] = re.findall(rf"(?m)^\s*{number}\s+(.*)$", source)
        assert title.startswith(TITLES[service.code]), service.code


def test_every_box_is_one_service_and_every_service_but_the_hourly_rates_has_a_box(places: dict[str, Passage]) -> None:
    assert set(places) == {service.code for service in CATALOGUE.services}
    assert sum(passage.is_box for passage in places.values()) == len(CATALOGUE.services) - 1


def head(code: str, places: Mapping[str, Passage]) -> tuple[str, str]:
    """The kernfuncties and the target group of a box, as text."""
    found = re.match(r"Wsob (.*) Doelgroep (.*?) Tarief", places[SHARED_HEAD.get(code, code)].text)
    assert found
    return found[1], found[2]


def test_kernfuncties_are_those_of_the_box(places: dict[str, Passage]) -> None:
    for service in CATALOGUE.services:
        if service.code == WITHOUT_BOX:
            assert not service.kernfuncties
            continue
        functions, _ = head(service.code, places)
        named = {kernfunctie for kernfunctie, name in FUNCTION_NAMES.items() if re.search(name, functions)}
        assert service.kernfuncties == named, service.code
        numbered = {Kernfunctie(int(number)) for number in re.findall(r"\d", functions)}
        # Box § 4.8 numbers functions 2 and 3 as 4 and 5.
        assert (numbered == named) is (service.code != "leesklik")


def test_ages_are_those_of_the_box(places: dict[str, Passage]) -> None:
    for service in CATALOGUE.services:
        if service.code == WITHOUT_BOX:
            assert service.target_group is None
            continue
        _, group = head(service.code, places)
        assert service.target_group
        assert re.findall(r"[\d,]*\d\+?", service.target_group) == re.findall(r"[\d,]*\d\+?", group), service.code


def test_on_quote_is_what_the_text_says_that_is_on_quote(source: str, places: dict[str, Passage]) -> None:
    on_quote = {service.code for service, tariff in lines_of(CATALOGUE) if tariff.is_quote}
    in_boxes = {code for code, passage in places.items() if "offerte" in passage.text}
    # Prose of § 4.3: programmes made to measure. That of § 4.7 and § 5.2 says what their boxes say.
    assert on_quote == in_boxes | {"boekstart-kinderopvang"}
    prose = [p for p in passages(source) if not p.is_box and "offerte" in p.text]
    assert [p.section for p in prose] == ["§ 4.3", "§ 4.7", "§ 5.2"]
    assert {s.code for s in CATALOGUE.services if s.is_quote} == {
        *("dbos-vo", "cultuureducatie-vo", "taalhuis-werkgeverschap", "verhalenbrink")
    }


def test_a_colour_is_known_only_where_the_text_has_it_in_words(source: str) -> None:
    text = " ".join(source.split())
    told = [p.section for p in passages(source) if "basisactiviteit " in p.text]
    assert told == ["§ 4.4"]
    assert "Deze basisactiviteit is rood omkaderd" in text
    assert {s.code: s.colour for s in CATALOGUE.services if s.colour} == {"dbos-po": Colour.BASIS}


def test_the_year_and_the_four_lines_are_those_of_the_text(source: str) -> None:
    assert f"Activiteitencatalogus {CATALOGUE.price_year}" in source
    chapters = {
        "2": "robuuste bibliotheek",
        "3": "leven lang ontwikkelen",
        # Chapter 5 is told apart but belongs to the line of chapter 4 (§ 1.1 has four lines).
        "4": "geletterde samenleving",
        "5": "geletterde samenleving",
        "6": "participatie",
    }
    for service in CATALOGUE.services:
        assert service.programme_line == chapters.get(service.section.removeprefix("§ ")[0]), service.code
