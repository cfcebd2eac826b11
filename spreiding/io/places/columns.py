"""The columns of a table of places, branches to schools: one list for the reader, the template and its explanation.

What a column means is told in Dutch by `spreiding.ui.kolommen`, under the name of the column.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from spreiding.domain import (
    HOURS_PER_WEEK,
    Huisvesting,
    Kernfunctie,
    Package,
    SiteFact,
    Vestigingstype,
    Voorzieningsvorm,
)


class TableKind(StrEnum):
    """What a row of a table is."""

    VESTIGINGEN = "vestigingen"
    KANDIDATEN = "kandidaten"
    KERNEN = "kernen"
    VOORZIENINGEN = "voorzieningen"
    SCHOLEN = "scholen"


class CellKind(StrEnum):
    """What a cell of a column holds; WORDS are several of a closed list with a semicolon between them."""

    TEXT = "text"
    WORD = "word"
    WORDS = "words"
    TRUTH = "truth"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """A column: its name, what its cells hold, the bounds of a number, and the cells of the two example rows.

    `synonyms` are other headers that people give it, written as by `plain_name`.
    """

    name: str
    kind: CellKind = CellKind.TEXT
    words: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    is_needed: bool = False
    examples: tuple[str | float, str | float] = ("", "")
    synonyms: tuple[str, ...] = ()


TRUE, FALSE, UNKNOWN = "ja", "nee", "onbekend"
# A shapefile cuts names off behind so many letters.
_SHAPEFILE_NAME: Final = 10
# A row with such a name is an example of the template, not a place.
EXAMPLE_MARK: Final = "VOORBEELD:"
# More than any hall of books; a larger figure is a slip of the keyboard.
_MAX_FLOOR_M2: Final = 100_000
# Across the country in one direction; and more pupils than any school has.
_MAX_REACH_M, _MAX_PUPILS = 300_000, 20_000

_ID: Final = Column(
    "id", synonyms=("vestigingsid", "vestiging_id", "vestigingsnummer"), examples=("dorp-hoofdstraat", "")
)
_PLACE: Final = (
    Column("plaats", synonyms=("plaatsnaam", "woonplaats", "woonplaatsnaam"), examples=("Dorp", "Ander Dorp")),
    Column("adres", synonyms=("straat_en_huisnummer", "straat_huisnummer", "adres_vestiging", "bezoekadres"),
           examples=("Hoofdstraat 1", "Schoolstraat 2")),
    Column("postcode", synonyms=("pc6",), examples=("1234 AB", "1234 CD")),
)  # fmt: skip
_GEMEENTE: Final = Column("gemeente", synonyms=("gemeentenaam",), examples=("Midden-Drenthe", "Midden-Drenthe"))
_CODE: Final = Column("gemeentecode", synonyms=("gm_code", "gemeente_code", "statcode"), examples=("GM1731", ""))
_POINT: Final = (
    Column("x_rd", CellKind.NUMBER, synonyms=("rd_x", "x", "x_coordinaat"), examples=(233000, "")),
    Column("y_rd", CellKind.NUMBER, synonyms=("rd_y", "y", "y_coordinaat"), examples=(548000, "")),
    Column("lon", CellKind.NUMBER, synonyms=("longitude", "lengtegraad", "lng"), examples=("", 6.5138)),
    Column("lat", CellKind.NUMBER, synonyms=("latitude", "breedtegraad"), examples=("", 52.8634)),
)
_ALLOWED_HUISVESTING: Final = Column(
    "huisvestingsvormen", CellKind.WORDS, words=tuple(Huisvesting), examples=("mfa;dorpshuis", "school")
)
_HERKOMST: Final = Column("herkomst", synonyms=("bron",), examples=("website, 2025", "opgave gemeente, 2025"))
# What the functions of a branch may be called beside their numbers.
FUNCTION_NAMES: Final = {each.name.lower().replace("_", " "): str(int(each)) for each in Kernfunctie}
_FUNCTIONS: Final = Column(
    "kernfuncties", CellKind.WORDS, words=tuple(str(int(each)) for each in Kernfunctie), examples=("1;3;5", "3"),
    synonyms=("functies", "wsob_functies"),
)  # fmt: skip
_SERVICES: Final = (
    Column("ido", CellKind.TRUTH, examples=(TRUE, FALSE), synonyms=("informatiepunt_digitale_overheid",)),
    Column("taalhuis", CellKind.TRUTH, examples=(TRUE, FALSE), synonyms=("taalpunt",)),
)


def _hours(name: str, *examples: str | float, synonyms: tuple[str, ...] = ()) -> Column:
    first, second = examples
    return Column(name, CellKind.NUMBER, minimum=0, maximum=HOURS_PER_WEEK, examples=(first, second), synonyms=synonyms)


def _name(first: str, second: str, *, synonyms: tuple[str, ...]) -> Column:
    return Column(
        "naam", is_needed=True, examples=(f"{EXAMPLE_MARK} {first}", f"{EXAMPLE_MARK} {second}"), synonyms=synonyms
    )


_STAFFED_HOURS: Final = _hours("bemande_uren", 27, "", synonyms=("uren_bemand", "openingsuren_bemand"))
_BRANCH_NAMES: Final = ("naam_vestiging", "vestigingsnaam", "vestiging", "bibliotheek", "naam_bibliotheek", "locatie")
# What a plan is shown with, and never made of.
NOTE_COLUMNS: Final = ("zichtbaarheid", "rolstoeltoegankelijk", "partners", "opmerking")

SITE_COLUMNS: Final = (
    _ID,
    _name("Bibliotheek Dorp", "Servicepunt Ander Dorp", synonyms=_BRANCH_NAMES),
    *_PLACE,
    _CODE,
    _GEMEENTE,
    *_POINT,
    Column("klasse", CellKind.WORD, words=tuple(Vestigingstype), examples=("middelgroot", "servicepunt"),
           synonyms=("vestigingstype", "tariefklasse")),
    Column("huisvesting", CellKind.WORD, words=tuple(Huisvesting), examples=("mfa", "school")),
    _ALLOWED_HUISVESTING,
    Column("pakket", CellKind.WORD, words=tuple(Package), examples=("llo1", "geen"), synonyms=("llo_pakket",)),
    _FUNCTIONS,
    Column("collectie", CellKind.TRUTH, examples=(TRUE, TRUE)),
    Column("open_plus", CellKind.TRUTH, examples=(TRUE, FALSE), synonyms=("openplus", "open")),
    *_SERVICES,
    Column("vloeroppervlak_m2", CellKind.NUMBER, minimum=1, maximum=_MAX_FLOOR_M2, examples=(650, 90),
           synonyms=("vloeroppervlak", "oppervlakte", "oppervlakte_m2", "m2", "vvo", "vvo_m2")),
    _hours("uren_beroepskrachten", 20, 4, synonyms=("uren_professionals", "uren_medewerkers")),
    _hours("uren_vrijwilligers", 7, 6),
    _STAFFED_HOURS,
    _hours("onbemande_uren", 78, "", synonyms=("uren_onbemand", "zelfbedieningsuren")),
    Column("organisatie", synonyms=("bibliotheekorganisatie",), examples=("Bibliotheek Voorbeeld", "")),
    Column("gebouw", synonyms=("naam_gebouw",), examples=("MFA De Spil", "")),
    *(Column(name, examples=examples, synonyms=synonyms) for name, examples, synonyms in (
        ("zichtbaarheid", ("aan het plein", ""), ()),
        ("rolstoeltoegankelijk", ("ja, met lift", "drempel bij de ingang"), ("toegankelijkheid",)),
        ("partners", ("welzijn, gemeenteloket", "basisschool"), ()),
        ("opmerking", ("huur loopt tot 2030", ""), ("opmerkingen", "notitie", "toelichting")),
    )),
    Column("aannames", CellKind.WORDS, words=tuple(SiteFact), examples=("klasse;uren", ""), synonyms=("aanname",)),
    _HERKOMST,
)  # fmt: skip

CANDIDATE_COLUMNS: Final = (
    _ID,
    _name("Dorpshuis Dorp", "Basisschool Ander Dorp", synonyms=("locatie", "locatienaam", "plek")),
    *_PLACE,
    _CODE,
    _GEMEENTE,
    *_POINT,
    Column("toegestane_klassen", CellKind.WORDS, words=tuple(Vestigingstype), examples=("klein;servicepunt", ""),
           synonyms=("klassen",)),
    _ALLOWED_HUISVESTING,
    Column("gebouw", synonyms=("naam_gebouw",), examples=("Dorpshuis De Spil", "")),
    Column("opmerking", synonyms=("opmerkingen", "notitie", "toelichting"), examples=("zaal komt vrij in 2027", "")),
    _HERKOMST,
)  # fmt: skip

KERN_COLUMNS: Final = (
    _name("Dorp", "Ander Dorp", synonyms=("kern", "kernnaam", "plaats", "plaatsnaam", "woonplaats")),
    replace(_CODE, examples=("GM1731", "GM1731")),
    *_POINT,
    Column("inwoners", CellKind.NUMBER, minimum=0, maximum=2_000_000, is_needed=True, examples=(4500, 800),
           synonyms=("inwoners_omgeving", "aantal_inwoners", "inwonertal", "bevolking")),
)  # fmt: skip

VOORZIENING_COLUMNS: Final = (
    replace(_ID, examples=("bus-dorp", "")),
    _name("Bibliobus Dorp", "Bibliotheek aan Huis", synonyms=("naam_voorziening", "voorziening", "halte", "locatie")),
    Column("vorm", CellKind.WORD, words=tuple(Voorzieningsvorm), is_needed=True,
           examples=(Voorzieningsvorm.BIBLIOBUS.value, Voorzieningsvorm.AAN_HUIS.value), synonyms=("soort",)),
    *_PLACE,
    _CODE,
    _GEMEENTE,
    *_POINT,
    Column("bereik_m", CellKind.NUMBER, minimum=1, maximum=_MAX_REACH_M, examples=(1000, ""),
           synonyms=("bereik", "reikwijdte_m")),
    replace(_STAFFED_HOURS, examples=(2, 6)),
    replace(_FUNCTIONS, examples=("3", "3")),
    *_SERVICES,
    _HERKOMST,
)  # fmt: skip

SCHOOL_COLUMNS: Final = (
    replace(_ID, examples=("de-brug-dorp", ""), synonyms=("vestigingscode", "brin")),
    _name("Basisschool De Brug", "IKC De Eik", synonyms=("school", "schoolnaam", "naam_school", "vestigingsnaam")),
    *_PLACE,
    _CODE,
    _GEMEENTE,
    *_POINT,
    Column("leerlingen", CellKind.NUMBER, minimum=0, maximum=_MAX_PUPILS, examples=(140, 220),
           synonyms=("aantal_leerlingen", "leerlingaantal", "leerlingenaantal")),
    Column("ikc", CellKind.TRUTH, examples=(FALSE, TRUE), synonyms=("is_ikc", "kindcentrum", "integraal_kindcentrum")),
    Column("dbos", CellKind.TRUTH, examples=(TRUE, ""), synonyms=("de_bibliotheek_op_school", "bibliotheek_op_school")),
    _HERKOMST,
)  # fmt: skip

COLUMNS: Final[Mapping[TableKind, tuple[Column, ...]]] = {
    TableKind.VESTIGINGEN: SITE_COLUMNS,
    TableKind.KANDIDATEN: CANDIDATE_COLUMNS,
    TableKind.KERNEN: KERN_COLUMNS,
    TableKind.VOORZIENINGEN: VOORZIENING_COLUMNS,
    TableKind.SCHOLEN: SCHOOL_COLUMNS,
}
# What is read besides; who fills in a table has `aannames` for it.
READ_COLUMNS: Final[Mapping[TableKind, tuple[Column, ...]]] = {
    **COLUMNS,
    TableKind.VESTIGINGEN: (*SITE_COLUMNS, Column("klasse_is_aanname", CellKind.TRUTH)),
}


def plain_name(header: str) -> str:
    """Return a header as lower-case ASCII letters and digits with underscores: 'Open+' is 'open', 'm²' is 'm2'."""
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def match_columns(headers: Iterable[str], columns: Iterable[Column]) -> dict[str, str]:
    """Return for each column that is there the header that holds it.

    A header that is the name itself comes before one that only reads like it, that before a synonym, and that before
    a name cut off as in a shapefile. Where two columns share such a beginning it is the first of them.
    """
    present = list(headers)
    found: dict[str, str] = {}
    for column in columns:
        ranked = (
            [header for header in present if header == column.name],
            [header for header in present if plain_name(header) == column.name],
            [header for header in present if plain_name(header) in column.synonyms],
            [header for header in present if header.lower() == column.name[:_SHAPEFILE_NAME]],
        )
        free = (header for each in ranked for header in each if header not in found.values())
        match = next(free, None)
        if match is not None:
            found[column.name] = match
    return found
