"""The words of reading in files: kinds, roles, and what is still needed for a region."""

from collections.abc import Iterable, Mapping
from typing import Final

from spreiding.intake import NEEDED, FileReport, Reading, Role
from spreiding.ui.numbers import whole

KINDS: Final[Mapping[str, str]] = {
    "cbs100": "CBS-vierkanten van 100 meter",
    "cbs500": "CBS-vierkanten van 500 meter",
    "eurostat1km": "Europees raster van 1 km",
    "gemeenten": "gemeenten met inwoners",
    "wijken": "wijken met inwoners",
    "buurten": "wijken en buurten met inwoners",
    "pc4": "postcodegebieden met inwoners",
    "eigen": "punten of vlakken met inwoners",
    "wegen": "wegen",
    "vestigingen": "vestigingen",
    "kandidaten": "mogelijke plekken",
    "gebieden": "gemeentegrenzen",
    "kernen": "kernen",
    "voorzieningen": "voorzieningen die geen vestiging zijn",
    "scholen": "scholen",
    "prognose": "prognose per gemeente",
    "sjabloon": "invulsjabloon",
    "onbekend": "niet herkend",
}
ROLES: Final[Mapping[Role | None, str]] = {
    None: "niet gebruiken",
    Role.INWONERS: "inwoners",
    Role.WEGEN: "wegen",
    Role.AANVULLING: "aanvulling: vierkanten van 500 meter",
    Role.TOTALEN: "totalen: wijken en buurten",
    Role.GEMEENTEN: "gemeentegrenzen",
    Role.VESTIGINGEN: "vestigingen van nu",
    Role.KANDIDATEN: "mogelijke plekken",
    Role.KERNEN: "kernen",
    Role.VOORZIENINGEN: "voorzieningen die geen vestiging zijn",
    Role.SCHOLEN: "scholen",
    Role.PROGNOSE: "prognose",
}
READINGS: Final[Mapping[Reading, str]] = {
    Reading.AS_GIVEN: "zoals het bestand zegt",
    Reading.SWAPPED: "x en y (of lengte- en breedtegraad) zijn verwisseld",
    Reading.RD: "het zijn RD-coördinaten (EPSG:28992)",
    Reading.WGS84: "het zijn lengte- en breedtegraden (EPSG:4326)",
    Reading.WEB_MERCATOR: "het is Web Mercator (EPSG:3857)",
}
# Faults that another reading of the coordinates may mend.
MISREAD: Final = frozenset({"coordinate_swapped", "coordinate_other_crs", "coordinate_outside", "coordinates_misread"})
# Faults that looking up addresses may mend.
WITHOUT_POINT: Final = frozenset({"site_with_address_only"})
LOOK_UP: Final = "Zoek de adressen op bij PDOK Locatieserver (stuurt ze over internet)"

TABS: Final = ("Deze regio", "Nieuwe regio uit bestanden", "Vestigingen inlezen", "Ophalen")
REPORT, OWN_FILES, BRANCHES, FETCH = TABS
ABOUT_FILES: Final = (
    "Kies alle bestanden van een gebied tegelijk: inwoners en wegen zijn nodig, de rest maakt de cijfers beter. Elk "
    "bestand wordt nagekeken voordat er iets verandert; uw bestanden blijven op deze computer."
)
FILES: Final = "Bestanden (elk hooguit {max_mb} MB)"
FILES_HELP: Final = "GeoPackage, shapefile (zip), GeoJSON, CSV, Excel, Parquet, .osm.pbf of GraphML."
MAX_MB: Final = 500
KIND_LINE: Final = "{kind} · {rows}"
ONE_ROW, MORE_ROWS = "1 rij", "{n} rijen"
INWONERS_PART: Final = " · {persons} inwoners"
MISSING_PART: Final = " · zonder bekend aantal: {n}"
CRS_PART: Final = " · {crs}"
UNKNOWN: Final = "onbekend"
UNKNOWN_KIND: Final = "Dit bestand is niet herkend; kies zelf waarvoor het is, of laat het weg."
NO_ROLE_LEFT: Final = "Een ander bestand is hier al voor gekozen; kies zelf waarvoor dit is, of laat het weg."
ROLE_OF: Final = "Gebruiken als"
STILL_NEEDED: Final = "Nog nodig: {roles}."
A_NAME: Final = "een naam"
TWICE: Final = "Kies voor elke rol hooguit één bestand; nu dubbel: {roles}."
BROKEN: Final = "Verbeter eerst het bestand met een fout, of kies daar 'niet gebruiken'."
FROM_OSM: Final = "Neem de bibliotheken in het wegenbestand als vestigingen van nu"
PLACES_FROM_OSM: Final = "Neem ook de kernen daarin, en kernen, scholen en dorpshuizen als mogelijke plekken"
SCHOOLS_FROM_OSM: Final = "Neem de scholen daarin als scholen"
REGION_NAME: Final = "Naam van de nieuwe regio"
MAKE_REGION: Final = "Regio maken"
REPLACE: Final = "Er is al een regio '{name}': vervang haar"
MADE: Final = "De regio '{name}' staat klaar en is nu gekozen."
STAY: Final = "Blijf op deze pagina tot het klaar is: iets anders kiezen breekt het af."
UNCHANGED: Final = "Er is niets veranderd: de regio en de scenario's zijn zoals ze waren."
MAX_NAME: Final = 80

ABOUT_BRANCHES: Final = (
    "Er komt een nieuwe regio naast {name}, met dezelfde inwoners en wegen; {name} zelf blijft zoals zij is. Gebruik "
    "het sjabloon: elke kolom staat daarin uitgelegd."
)
BRANCH_FILE: Final = "Bestand met vestigingen of plekken (hooguit {max_mb} MB)"
MAX_BRANCH_MB: Final = 20
WHAT: Final = "Wat staat erin?"
WHATS: Final[Mapping[Role, str]] = {
    Role.VESTIGINGEN: "de vestigingen van nu: zij vervangen die van de regio",
    Role.KANDIDATEN: "mogelijke plekken: zij komen erbij",
}
READING: Final = "Hoe moeten de coördinaten gelezen worden?"
READ: Final = "{n} gelezen uit {file}: {names}."
MORE: Final = "en nog {n}"
TEMPLATE: Final = "Sjabloon downloaden"
TEMPLATE_FILE: Final = "spreiding_{kind}.xlsx"
OWN_NAME: Final = "{name}, eigen vestigingen"
SAME_NAME: Final = "Kies een andere naam: zo heet de regio die nu open is."
_MAX_NAMES: Final = 5

ABOUT_FETCH: Final = """
Haal een hele provincie op bij de officiële bronnen: CBS-vierkanten van 100 en 500 meter, wijken en buurten,
gemeentegrenzen (PDOK), wegen en bibliotheken (OpenStreetMap) en de prognose per gemeente. Dat is enkele honderden MB en
duurt minuten. Wat al is opgehaald, wordt niet opnieuw gehaald; wie afbreekt, gaat later verder. Een regio wordt pas
vervangen als de nieuwe compleet is.
"""
PROVINCIE, PICK_PROVINCIE, FETCH_NOW = "Provincie", "Kies een provincie", "Ophalen en regio maken"
NOT_FETCHED: Final = "Niet opgehaald, de regio is zonder gemaakt: {reason}"
ABOUT_COMMAND: Final = "Op de opdrachtregel kan het ook voor losse gemeenten:"
FETCH_COMMAND: Final = """spreiding regio ophalen --provincie Drenthe
spreiding regio ophalen --gemeente Kampen"""
AFTER_FETCH: Final = (
    "Daarna staat de regio in de keuzelijst links. De wegen vallen onder de ODbL: © OpenStreetMap-bijdragers."
)


def kind_line(report: FileReport) -> str:
    """Return what a file is, in one line."""
    rows = ONE_ROW if report.n_rijen == 1 else MORE_ROWS.format(n=whole(report.n_rijen))
    line = KIND_LINE.format(kind=KINDS.get(report.soort.value, report.soort.value), rows=rows)
    if report.inwoners is not None:
        line += INWONERS_PART.format(persons=whole(report.inwoners))
    if report.n_ontbrekend:
        line += MISSING_PART.format(n=whole(report.n_ontbrekend))
    return line + (CRS_PART.format(crs=report.crs) if report.crs else "")


def obstacles(roles: Iterable[Role | None], *, has_name: bool) -> list[str]:
    """Return what still stands in the way of a region with files in these roles."""
    given = [role for role in roles if role is not None]
    lines = []
    needed = [ROLES[role] for role in NEEDED if role not in given]
    needed += [] if has_name or needed else [A_NAME]
    if needed:
        lines.append(STILL_NEEDED.format(roles=" en ".join(needed)))
    twice = [ROLES[role] for role in Role if given.count(role) > 1]
    if twice:
        lines.append(TWICE.format(roles=", ".join(twice)))
    return lines


def read_line(names: list[str], file: str) -> str:
    """Return how many places were read, with the first names."""
    shown = [*names[:_MAX_NAMES], *([MORE.format(n=len(names) - _MAX_NAMES)] if len(names) > _MAX_NAMES else [])]
    return READ.format(n=whole(len(names)), file=file, names=", ".join(shown))
