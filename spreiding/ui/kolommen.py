"""What the columns of places mean, of branches to schools, and what is remarkable in such a file, in Dutch."""

from collections.abc import Iterable, Mapping
from typing import Final

from spreiding.errors import InputError
from spreiding.io.places.columns import COLUMNS, EXAMPLE_MARK, FALSE, TRUE, CellKind, Column, TableKind
from spreiding.io.places.template import ColumnText, TemplateTexts, build_csv, build_workbook
from spreiding.region import FileRemark, RemarkKind

_ONE_OF_THREE: Final = "een van de drie: x_rd en y_rd, lon en lat, of adres"

BETEKENIS: Final[Mapping[str, str]] = {
    "id": "Vast kenmerk van deze plek, dat in scenario's blijft staan. Leeg: het wordt gemaakt van naam en plaats.",
    "naam": "Naam zoals inwoners haar kennen.",
    "plaats": "Plaats waar de deur is.",
    "adres": "Straat en huisnummer. Zonder coördinaten zoekt PDOK Locatieserver het punt erbij, als u daarom vraagt.",
    "postcode": "Postcode; helpt om het adres te vinden.",
    "gemeentecode": "CBS-code van de gemeente. Leeg: de gemeentegrenzen bepalen haar.",
    "gemeente": "Naam van de gemeente; alleen om het adres te vinden.",
    "x_rd": "X-coördinaat van de ingang in het Rijksdriehoekstelsel (EPSG:28992), in meters.",
    "y_rd": "Y-coördinaat van de ingang in het Rijksdriehoekstelsel (EPSG:28992), in meters.",
    "lon": "Lengtegraad van de ingang (WGS 84); alleen nodig zonder x_rd en y_rd.",
    "lat": "Breedtegraad van de ingang (WGS 84); alleen nodig zonder x_rd en y_rd.",
    "klasse": "Tariefklasse volgens de activiteitencatalogus. Leeg: de vestiging telt mee, haar kosten zijn onbekend.",
    "huisvesting": "Soort gebouw waarin de vestiging nu zit.",
    "huisvestingsvormen": "Vormen van huisvesting die een plan hier mag kiezen, naast die van nu.",
    "toegestane_klassen": "Klassen die een plan hier mag kiezen. Leeg: alle vier.",
    "pakket": "Programmapakket: llo1 is Leven lang ontwikkelen, pakket 1. Leeg: geen.",
    "kernfuncties": (
        "Kernfuncties (Wsob, artikel 5) die deze plek nu biedt: 1 kennis en informatie, 2 ontwikkeling en educatie, "
        "3 lezen en literatuur, 4 ontmoeting en debat, 5 kunst en cultuur."
    ),
    "collectie": "Staat er een eigen collectie? Zonder collectie is het een afhaalpunt.",
    "open_plus": "Kunnen leden er ook zonder personeel terecht (Open+)? Leeg: nee.",
    "ido": "Is er een Informatiepunt Digitale Overheid?",
    "taalhuis": "Is er een Taalhuis?",
    "vloeroppervlak_m2": "Vloeroppervlak van de bibliotheek in vierkante meters.",
    "uren_beroepskrachten": "Uren per week met beroepskrachten.",
    "uren_vrijwilligers": "Uren per week met alleen vrijwilligers; 0 als die er niet zijn.",
    "bemande_uren": (
        "Uren per week met personeel. Bij een vestiging alleen nodig als de verdeling onbekend is; staan alle drie er, "
        "dan moet dit de som zijn. Hieruit volgt haar KB-type."
    ),
    "onbemande_uren": "Uren per week open zonder personeel; zij tellen voor geen enkele definitie mee.",
    "organisatie": "Organisatie die de vestiging beheert.",
    "gebouw": "Naam van het gebouw.",
    "zichtbaarheid": "Hoe zichtbaar de plek is. Vrije tekst: wordt getoond, er wordt niet mee gerekend.",
    "rolstoeltoegankelijk": "Of de plek met een rolstoel bereikbaar is. Vrije tekst: wordt getoond, niet berekend.",
    "partners": "Met wie het gebouw wordt gedeeld. Vrije tekst: wordt getoond, er wordt niet mee gerekend.",
    "opmerking": "Wat verder van belang is. Vrije tekst: wordt getoond, er wordt niet mee gerekend.",
    "aannames": (
        "Wat hiervan een aanname is en door niemand is opgegeven. Diensten zijn collectie, Open+, IDO en Taalhuis. "
        "Leeg: niets."
    ),
    "vorm": (
        "Wat het is. Een bibliotheek aan huis bedient iedereen in haar gemeente thuis; de andere vormen bedienen wie "
        "er komt."
    ),
    "bereik_m": (
        "Tot hoeveel meter over de weg inwoners ervan gebruikmaken. Leeg: geen eigen grens, en bij een bibliotheek aan "
        "huis de hele gemeente."
    ),
    "leerlingen": "Aantal leerlingen.",
    "ikc": "Is het een integraal kindcentrum (IKC)?",
    "dbos": "Is er een Bibliotheek op School (dBos)? Die telt alleen voor de leerlingen van deze school.",
    "herkomst": "Waar deze gegevens vandaan komen en van wanneer ze zijn.",
    "inwoners": "Inwoners van de kern en haar directe omgeving; weegt welke kern een vierkant krijgt.",
}

_LISTS: Final[Mapping[CellKind, str]] = {
    CellKind.WORD: "een van: {words}",
    CellKind.WORDS: "een of meer van: {words}; met een puntkomma ertussen",
}
_EXTRA: Final[Mapping[str, str]] = {
    "kernfuncties": "een of meer cijfers van 1 tot en met 5 met een puntkomma ertussen, zoals 1;3;5, of hun namen",
    "x_rd": "getal, in Nederland van 0 tot 300000",
    "y_rd": "getal, in Nederland van 300000 tot 625000",
    "lon": "getal, in Nederland van 3 tot 7,3",
    "lat": "getal, in Nederland van 50,7 tot 53,6",
    "id": "letters, cijfers en koppeltekens; elk id één keer",
    "gemeentecode": "GM met vier cijfers, of alleen de cijfers",
}
_SHEETS: Final[Mapping[TableKind, str]] = {
    TableKind.VESTIGINGEN: "Vestigingen",
    TableKind.KANDIDATEN: "Kandidaten",
    TableKind.KERNEN: "Kernen",
    TableKind.VOORZIENINGEN: "Voorzieningen",
    TableKind.SCHOLEN: "Scholen",
}
_NOTES: Final = (
    (
        f"De twee grijze rijen zijn voorbeelden. Een rij waarvan de naam begint met '{EXAMPLE_MARK}' wordt "
        "overgeslagen; u mag haar laten staan, overschrijven of verwijderen."
    ),
    (
        "Laat leeg wat onbekend is: een leeg getal is onbekend en geen nul. De volgorde van de kolommen is vrij, en "
        "kolommen die u niet nodig heeft, mag u weghalen."
    ),
)

OPMERKINGEN: Final[Mapping[RemarkKind, str]] = {
    RemarkKind.UNKNOWN_COLUMN: "De kolom '{column}' wordt niet gebruikt.",
    RemarkKind.MISSPELT_COLUMN: "De kolom '{column}' wordt niet gebruikt; bedoelde u '{known}'?",
    RemarkKind.EXAMPLES_SKIPPED: f"Voorbeeldrijen overgeslagen (naam begint met '{EXAMPLE_MARK}'): {{n_rows}}.",
    RemarkKind.STAFFED_UNKNOWN: (
        "Bij {names} staan alleen uren van beroepskrachten of van vrijwilligers; de bemande uren blijven onbekend. "
        "Vul bij de andere 0 in als die er niet zijn."
    ),
    RemarkKind.LOCATED: "Punten opgezocht bij het adres (PDOK Locatieserver): {n_rows}.",
    RemarkKind.OUTSIDE_BOUNDARIES: "Kernen zonder gemeentecode buiten alle gemeentegrenzen, weggelaten: {n_rows}.",
    RemarkKind.ESTIMATED_INWONERS: (
        "Kernen zonder aantal inwoners in OpenStreetMap: {n_rows}; hun inwoners zijn geschat uit de vierkanten "
        "eromheen."
    ),
    RemarkKind.OTHER_YEAR: (
        "Dit zijn cijfers van {year}, de inwoners zijn van {other}: groei of krimp telt dan mee als bijgeschat. Kies "
        "bestanden van hetzelfde jaar."
    ),
    RemarkKind.UNKNOWN_ROAD_CLASSES: "Lijnen met een onbekende wegklasse, weggelaten: {n_rows} ({examples}).",
}


def file_remark(remark: FileRemark) -> str:
    """Return what is remarkable in a file as a sentence, with the name of the file when it is known."""
    sentence = OPMERKINGEN[remark.kind].format(**remark.data)
    return f"{remark.file}: {sentence}" if remark.file else sentence


def file_remarks(remarks: Iterable[FileRemark]) -> list[str]:
    """Return all that is remarkable in a file, one sentence each."""
    return [file_remark(remark) for remark in remarks]


def column_text(column: Column) -> ColumnText:
    """Return what people are told of a column."""
    return ColumnText(BETEKENIS[column.name], _allowed(column), _needed(column))


def template_bytes(kind: TableKind, form: str) -> bytes:
    """Return an empty table to fill in, as the content of a file; `form` is '.xlsx' or '.csv'.

    Raises
    ------
    InputError
        `template_format` for another form.

    """
    if form == ".csv":
        return build_csv(kind)
    if form == ".xlsx":
        return build_workbook(kind, _texts(kind))
    raise InputError("template_format", form=form)


def _texts(kind: TableKind) -> TemplateTexts:
    return TemplateTexts(
        sheet=_SHEETS[kind],
        explanation_sheet="Uitleg",
        headings=("Kolom", "Betekenis", "Toegestaan", "Verplicht", "Voorbeeld"),
        columns={column.name: column_text(column) for column in COLUMNS[kind]},
        notes=_NOTES,
    )


def _allowed(column: Column) -> str:
    """Return in words what may stand in a column."""
    if column.name in _EXTRA:
        return _EXTRA[column.name]
    if column.kind is CellKind.TRUTH:
        return f"{TRUE} of {FALSE}"
    if column.kind is CellKind.NUMBER:
        return f"getal van {column.minimum or 0:.0f} tot en met {column.maximum or 0:.0f}"
    return _LISTS.get(column.kind, "vrije tekst").format(words=", ".join(column.words))


def _needed(column: Column) -> str:
    """Return in words whether a column must be filled."""
    if column.is_needed:
        return TRUE
    return _ONE_OF_THREE if column.name in {"x_rd", "y_rd", "lon", "lat", "adres"} else FALSE
