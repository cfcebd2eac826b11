"""Dutch words of the screens: names of things, headings, remarks and buttons."""

from collections.abc import Mapping
from typing import Final

from spreiding.domain import Huisvesting, Kernfunctie, Modality, Option, Package, Vestigingstype
from spreiding.ui.numbers import whole
from spreiding.uitgangspunten import Catchment

TYPES: Final[Mapping[Vestigingstype | None, str]] = {
    Vestigingstype.GROOT: "groot",
    Vestigingstype.MIDDELGROOT: "middelgroot",
    Vestigingstype.KLEIN: "klein",
    Vestigingstype.SERVICEPUNT: "servicepunt",
    None: "klasse onbekend",
}
CLOSED: Final = "gesloten"
HUISVESTING: Final[Mapping[Huisvesting | None, str]] = {
    Huisvesting.ZELFSTANDIG: "zelfstandig",
    Huisvesting.MFA: "gedeeld gebouw (MFA)",
    Huisvesting.SCHOOL: "school",
    Huisvesting.GEMEENTEHUIS: "gemeentehuis",
    Huisvesting.DORPSHUIS: "dorpshuis",
    Huisvesting.CULTUURCENTRUM: "cultuurcentrum",
    Huisvesting.ZORGCENTRUM: "zorgcentrum",
    None: "onbekend",
}
MODALITIES: Final[Mapping[Modality, str]] = {
    Modality.AUTO: "met de auto",
    Modality.FIETS: "op de fiets",
    Modality.EBIKE: "op de e-bike",
    Modality.LOPEN: "te voet",
}
KERNFUNCTIES: Final[Mapping[Kernfunctie, str]] = {
    Kernfunctie.KENNIS_EN_INFORMATIE: "kennis en informatie",
    Kernfunctie.ONTWIKKELING_EN_EDUCATIE: "ontwikkeling en educatie",
    Kernfunctie.LEZEN_EN_LITERATUUR: "lezen en literatuur",
    Kernfunctie.ONTMOETING_EN_DEBAT: "ontmoeting en debat",
    Kernfunctie.KUNST_EN_CULTUUR: "kunst en cultuur",
}

# The app and its pages.
APP: Final = "Spreiding"
OVERVIEW, SCENARIOS, SEARCH, EXPLANATION = "Overzicht", "Scenario's", "Beste plan zoeken", "Uitleg"
DATA: Final = "Gegevens"
WHOLE_REGION: Final = "Hele regio"
BUITENGEBIED: Final = "Buitengebied"

# Map classes; distances in km.
DISTANCE_TITLE: Final = "Afstand over de weg tot de dichtstbijzijnde vestiging"
CHANGE_TITLE: Final = "Verschil in afstand met de huidige situatie"
UP_TO: Final = "tot {high} km"
BETWEEN: Final = "{low} tot {high} km"
MORE_THAN: Final = "meer dan {low} km"
NO_ROUTE: Final = "geen route"
MUCH_CLOSER: Final = "meer dan {much} km dichterbij"
CLOSER: Final = "{same} tot {much} km dichterbij"
SAME: Final = "gelijk (minder dan {same} km)"
FURTHER: Final = "{same} tot {much} km verder weg"
MUCH_FURTHER: Final = "meer dan {much} km verder weg"
WITHIN_NORM: Final = "Binnen uw norm van {norm} km"
BEYOND_NORM: Final = "Buiten uw norm van {norm} km"
BRANCHES: Final = "Vestigingen"
CANDIDATE: Final = "mogelijke plek"
CLOSED_BRANCH: Final = "gesloten vestiging"
CHANGED_BRANCH: Final = "anders dan nu"

TODAY: Final = "nu: {option}"

# Columns of the tables.
GEMEENTE, KERN, BRANCH, PLACE = "Gemeente", "Kern", "Vestiging", "Plaats"
INWONERS, N_BRANCHES, WITHIN = "Inwoners", "Vestigingen", "Binnen de norm"
MEAN, P90, COST = "Gemiddelde afstand", "90% woont binnen", "Kosten per jaar"
OWN_BRANCH, YES, NO = "Eigen vestiging", "ja", "nee"
DELTA_WITHIN, DELTA_MEAN = "Inwoners binnen de norm erbij", "Gemiddelde afstand erbij"
CLOSER_PERSONS, FURTHER_PERSONS = "Gaat erop vooruit", "Gaat erop achteruit"
LOST, GAINED = "Verliest kernfunctie", "Krijgt kernfunctie"
NOW, PLANNED, HOUSING = "Nu", "In dit scenario", "Huisvesting"
SERVED: Final = "Inwoners dichtstbij"
NOTHING: Final = "–"
NOT_YET: Final = "nog geen vestiging"

# Sidebar.
REGION, ASSUMPTIONS = "Regio", "Uw norm"
NORM_DISTANCE: Final = "Hoogste afstand in meters"
NORM_HELP: Final = "Afstand over de weg. Precies deze afstand telt nog als binnen de norm."
MODALITY: Final = "Vervoer"
NORM_SOURCE: Final = "Label: **{label}**. {bron}"
MIN_NORM_M, MAX_NORM_M, STEP_NORM_M = 100, 100_000, 500

# The three figures.
PERSONS_WITHIN: Final = "Inwoners binnen de norm"
PERSONS_BEYOND: Final = "{persons} van {all} inwoners wonen verder dan {norm} km van een vestiging"
MEAN_BELOW: Final = "{distance} onder uw norm van {norm} km"
MEAN_ABOVE: Final = "{distance} boven uw norm van {norm} km"
WITHOUT_ROUTE: Final = "{persons} inwoners hebben geen route: buiten de norm, niet in het gemiddelde"
COST_SPLIT: Final = "waarvan {branches} voor vestigingen, de rest per inwoner; diensten staan bij Kosten"
COST_PART: Final = "onvolledig: alleen wat bekend is"
COST_KNOWN_ONLY: Final = "Kosten: alleen bedragen waarvan het tarief bekend is."
COST_WHY: Final = "Kosten onvolledig: waarom?"
COST_NOTHING: Final = "Hier is geen enkel tarief bekend"
COST_CHANGE_PART: Final = "onvolledig: een vestiging zonder bekend tarief verandert mee"
MORE: Final = "{change} meer dan nu"
LESS: Final = "{change} minder dan nu"
NO_CHANGE: Final = "gelijk aan nu"
WINNERS: Final = "Inwoners erop vooruit"
LOSERS: Final = "{persons} erop achteruit"
WINNERS_HELP: Final = "Inwoners voor wie de dichtstbijzijnde vestiging dichterbij of verder weg komt dan nu."
WINNERS_ROUTES: Final = "Daarnaast krijgen {gained} inwoners een eerste route en verliezen {lost} inwoners de enige."

# Catchments.
UNUSUAL: Final = "Verzorgingsgebied ongewoon voor deze klasse: {count}"
ONE_BRANCH, MORE_BRANCHES = "1 vestiging", "{n} vestigingen"
UNUSUAL_LINE: Final = "{site} ({gemeente}): {klasse}, dichtstbij voor {served} inwoners; onze aanname is {expected}."
AT_LEAST, FROM_TO = "{low} of meer", "{low} tot {high}"
UNUSUAL_NOTE: Final = "Een waarschuwing, geen verbod: de grenzen zijn aannames. Zie Uitleg."
CATCHMENT: Final = "Inwoners dichtstbij, aanname"
REACH, REACH_IN = "Bereik van een vestiging", "Bereik in minuten of kilometers"
REACH_KINDS: Final = {"min": "in minuten", "m": "in kilometers"}
REACH_TITLE: Final = "Bereik van {site}, {modality}"
WITHIN_MINUTES, WITHIN_KM = "binnen {minutes} minuten", "binnen {km} km"
NEAREST_TO, AGE_UNKNOWN = "Dichtstbij voor {persons} inwoners", "{persons} van onbekende leeftijd"
AGES: Final = ("tot 15 jaar", "van 15 tot 25", "van 25 tot 45", "van 45 tot 65", "van 65 of ouder")

# Overzicht.
PER_GEMEENTE, PER_KERN = "Per gemeente", "Per kern"
WHAT_NEXT: Final = "Wat wilt u nu doen?"
NEXT_STEPS: Final = (
    (
        "scenarios",
        "Zelf iets veranderen",
        "Open, sluit of verander een vestiging en zie meteen wat dat betekent.",
        ":material/edit_location_alt:",
    ),
    (
        "beste_plan",
        "Het beste plan laten zoeken",
        "Waar welke vestiging, voor uw budget: nagerekend, en met wat er moet wijken als het niet kan.",
        ":material/search:",
    ),
    ("uitleg", "Lezen hoe het is berekend", "Afstanden, kosten, aannames en bronnen.", ":material/menu_book:"),
)

# Scenario's.
SCENARIO: Final = "Scenario"
COPY, UNDO, REDO, DOWNLOAD, REMOVE = "Kopie maken", "Ongedaan maken", "Opnieuw", "Downloaden", "Verwijderen"
READ_BACK: Final = "Scenario inlezen"
READ_BACK_FILE: Final = "Een scenario dat u eerder hebt gedownload (hooguit 1 MB)"
# Larger than what can be read back: so that a fault is told in Dutch, by us.
MAX_UPLOAD_MB: Final = 20
READ_BACK_HELP: Final = "Het komt als nieuw scenario in de lijst; wat u al had, blijft staan."
CHOOSE_FILE: Final = "Kies een bestand"
FILE_TOO_LARGE: Final = "te groot: niet gelezen"
SKIP: Final = "Naar de inhoud"
DROP_FILE: Final = "of sleep het hierheen"
KEEP_NOTE: Final = "Scenario's verdwijnen als u dit venster sluit of opnieuw laadt. Download wat u wilt houden."
NAME: Final = "Naam van dit scenario"
LOCKED: Final = "Dit scenario ligt vast. Maak een kopie om er iets in te veranderen."
HOUSING_ONLY: Final = (
    "Dit scenario verschilt alleen in huisvesting van de huidige situatie: afstanden blijven gelijk, en huisvesting "
    "kost pas iets als u zelf een bedrag invult."
)
SHOW_CHANGE: Final = "Kleur het verschil met nu"
SHOW_CANDIDATES: Final = "Toon mogelijke plekken"
CLICK_HELP: Final = (
    "Klik op een vestiging om haar te veranderen, of op een lege plek om er een te openen. "
    "Met het toetsenbord: kies hieronder of gebruik de tabel."
)
PICK_SITE: Final = "Vestiging of plek"
NOTHING_PICKED: Final = "Kies of klik op de kaart"
TYPE: Final = "Klasse"
MORE_ABOUT, PICK_BRANCH = "Meer over een vestiging", "Kies een vestiging"
ABOUT_SITE: Final = "Wat hiervan bekend is"
LLO1: Final = "Leven lang ontwikkelen, pakket 1"
OPEN_PLUS: Final = "Open+ (onbemand open voor leden)"
NEW_SPOT: Final = "Nieuwe plek bij {place} (gemeente {gemeente})"
OPEN_AS: Final = "Open als"
OPEN_HERE: Final = "Open hier een vestiging"
CHANGES, EDIT, DIFFERENCES, FUNCTIONS = "Wijzigingen", "Vestigingen", "Verschil per gemeente", "Kernfuncties"
NO_CHANGES: Final = "Nog geen wijzigingen: dit scenario is gelijk aan de huidige situatie."
CHANGE_LINE: Final = "{site} ({gemeente}): {before} → {after}"
NO_FUNCTION_CHANGES: Final = "Geen enkele plaats verliest of krijgt een kernfunctie."
FUNCTIONS_NOTE: Final = (
    "Kernfuncties volgens de uitgangspunten bij klasse en pakket (zie Uitleg). "
    "Een vestiging waarvan de klasse onbekend is, telt hier niet mee."
)
EDIT_NOTE: Final = "Kies per regel een klasse of huisvesting; de cijfers rekenen meteen mee."

THE_WHOLE_REGION: Final = "de hele regio"
THE_PLAN: Final = "Het plan"

# Uitleg.
HOW, TARIFFS, GLOSSARY, SOURCES = "Hoe is het berekend?", "Tarieven en kernfuncties", "Woordenlijst", "Bronnen"
TARIFF: Final = "Tarief per vestiging"
# Some ninety characters: longer lines are hard to follow.
READING_WIDTH_PX: Final = 760
BRON_ROLE, BRON_FILE, BRON_WHAT = "Gegevens", "Bestand", "Omschrijving"
BRON_DATE, BRON_ROWS = "Datum", "Rijen"


def option(value: Option | None) -> str:
    """Return a branch's option in words: 'klein, school, Open+'; 'gesloten' without one."""
    if value is None:
        return CLOSED
    parts = [TYPES[value.type]]
    if value.huisvesting is not None:
        parts.append(HUISVESTING[value.huisvesting])
    if value.package is Package.LLO1:
        parts.append("LLO-pakket 1")
    if value.open_plus:
        parts.append("Open+")
    return ", ".join(parts)


def type_of(value: Option | None) -> str:
    """Return the class of a branch in words: 'klein', 'gesloten' without one."""
    return CLOSED if value is None else TYPES[value.type]


def housing_of(value: Option | None) -> str:
    """Return the housing of a branch in words: 'school', a dash without a branch."""
    return "–" if value is None else HUISVESTING[value.huisvesting]


def kernfuncties(functions: frozenset[Kernfunctie]) -> str:
    """Return kernfuncties by name, in the order of the law."""
    return ", ".join(KERNFUNCTIES[function] for function in sorted(functions)) or "–"


def branches(count: int) -> str:
    """Return a number of branches in words: '1 vestiging', '12 vestigingen'."""
    return ONE_BRANCH if count == 1 else MORE_BRANCHES.format(n=whole(count))


def expected(catchment: Catchment) -> str:
    """Return how many inwoners a class is assumed to serve: '3.000 tot 12.000', '25.000 of meer'."""
    template = AT_LEAST if catchment.maximum is None else FROM_TO
    return template.format(low=whole(catchment.minimum), high=whole(catchment.maximum))


def against_today(change: str) -> str:
    """Return a written difference as '1.234 meer dan nu', or 'gelijk aan nu' when it reads as zero."""
    if not any(digit in change for digit in "123456789"):
        return NO_CHANGE
    template = LESS if "-" in change else MORE
    return template.format(change=change.replace("-", ""))
