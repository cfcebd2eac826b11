"""Dutch texts of the command line: help, progress, and sentences for a command typed wrongly."""

from typing import Final

from typer.exceptions import TyperException

# What is told of a region that was built, when it is not zero: key of the answer → label.
REGIO_AANTALLEN: Final[dict[str, str]] = {
    "inwoners_geschat": "Bijgeschat",
    "inwoners_niet_geplaatst": "Niet geplaatst",
    "n_ontbrekend": "Zonder getal",
    "n_weggelaten": "Buiten gebied",
}

HULP: Final[dict[str, str]] = {
    "spreiding": "Waar horen bibliotheekvestigingen, voor wie, en wat kost het?",
    "regio": "Een regio klaarzetten uit echte bestanden.",
    "gegevens": "Bestanden bekijken voordat u ze gebruikt.",
    "evalueer": "Afstanden, norm en kosten van een scenario.",
    "optimaliseer": (
        "Het beste plan zoeken voor een budget: waar welke vestiging, met het bewijs erbij. Zonder budget houdt elke "
        "gemeente het bedrag van nu."
    ),
    "app": "De app openen in de browser.",
    "voorbereiden": "Rekenkernen compileren en de voorbeeldregio klaarzetten (gebeurt bij de installatie).",
    "bouw": "Een regio bouwen uit bevolking, wegen, gemeentegrenzen en vestigingen.",
    "controleer": "Vertellen wat een bestand is en wat erin staat.",
    "kwaliteit": "Vertellen wat er in een regio zit: bronnen, schattingen, wat ontbreekt, en de afstand naast het CBS.",
    "sjabloon": "Een lege tabel met uitleg maken, om vestigingen, kernen, scholen of andere plekken in te vullen.",
    "sjabloon --uit": "Het bestand dat wordt gemaakt: .xlsx (met uitleg en controle) of .csv.",
    "--soort": "vestigingen, kandidaten, kernen, voorzieningen of scholen (standaard vestigingen).",
    "--overschrijf": "Vervang een bestand dat er al is.",
    "--regio": "Naam of map van de regio; zonder deze optie het voorbeeld.",
    "--json": "Eén JSON-object in plaats van tekst.",
    "--norm-m": "Hoogste afstand over de weg in meters (standaard 5000, eigen keuze).",
    "--modaliteit": "auto, fiets, e-bike of lopen (standaard auto).",
    "--scenario": "Id van een scenario, of een JSON-bestand; zonder deze optie de huidige situatie.",
    "--jaar": "Peiljaar: reken met de prognose voor dat jaar; zonder deze optie met de inwoners van nu.",
    "--variant": "midden, of een grens van het 67%-interval: laag of hoog (standaard midden).",
    "--gpkg": "Schrijf vierkanten en vestigingen ook naar dit GeoPackage.",
    "--poort": "Poort waarop de app luistert.",
    "--naam": "Naam van de regio.",
    "--inwoners": (
        "Wie waar woont: CBS-vierkanten (100 m of 500 m), Eurostat-raster (1 km), buurten, PC4, "
        "of eigen vlakken of punten."
    ),
    "--aanvullen": "CBS-vierkanten van 500 m, om aan te vullen wie in de vierkanten van 100 m ontbreekt.",
    "--totalen": "Totalen per buurt of gemeente (CBS wijken en buurten, of StatLine), om mee te vergelijken.",
    "--alleen-gemeente": "Houd alleen deze gemeente uit --gemeenten over (naam of code); vaker te geven.",
    "--wegen": (
        "Wegen: OpenStreetMap (.osm.pbf, .osm), een osmnx-graaf (.graphml), lijnen met een wegklasse, of 'overpass' om "
        "ze op te halen voor de gemeenten."
    ),
    "--gemeenten": "Gemeentegrenzen: GeoPackage of GeoJSON.",
    "--vestigingen": (
        "Vestigingen: GeoJSON, CSV, Excel, GeoPackage of shapefile, of 'osm' voor de bibliotheken in het wegenbestand."
    ),
    "--kandidaten": (
        "Plekken waar een vestiging kan komen: een bestand, of 'osm' voor scholen en dorpshuizen in het wegenbestand."
    ),
    "--voorzieningen": (
        "Voorzieningen die geen vestiging zijn (bibliobus, afhaalpunt, IDO-punt, Bibliotheek aan Huis): een bestand."
    ),
    "--scholen": "Scholen, met leerlingen en dBos: een bestand, of 'osm' voor die in het wegenbestand.",
    "--coordinaten": "Hoe de punten van vestigingen en andere plekken zijn bedoeld als het bestand iets anders zegt.",
    "--adressen": "Zoek plekken met alleen een adres op bij PDOK Locatieserver (internet).",
    "--prognose": "Prognose per gemeente (CBS-tabel 85173NED, CSV of JSON), voor een peiljaar.",
    "--kernen": "Kernen met inwoners, ook mogelijke plekken: een bestand, of 'osm' voor die in het wegenbestand.",
    "--uit": "Map voor de regio; standaard data/regio/<naam>.",
    "BESTAND": "Het bestand om te controleren.",
}

STAP_KERNELS: Final = "Rekenkernen compileren (alleen de eerste keer)"
STAP_AFSTANDEN: Final = "Afstanden berekenen; de eerste keer na installatie duurt dat een halve minuut"
VOORBEREID: Final = "Klaar: de voorbeeldregio staat in {folder}"
SJABLOON_KLAAR: Final = "De tabel staat in {file}; vul haar in en controleer haar met 'spreiding gegevens controleer'."
APP_OPEN: Final = "De app draait op {url} (stoppen met Ctrl+C)"
GESTOPT: Final = "Gestopt; er is niets half weggeschreven."
EIGEN_FOUT: Final = (
    "Dit is een fout in Spreiding zelf, niet in uw gegevens. Meld hem met de regels hierboven; "
    "uw regio en scenario's zijn heel."
)


def usage_sentence(error: TyperException) -> str:
    """Return the Dutch sentence for a command line that cannot be understood.

    The kinds of usage errors are not public in typer, their names and fields are what its documentation shows.
    """
    parameter = getattr(error, "param", None)
    name = parameter.opts[0] if parameter is not None else getattr(error, "option_name", "een optie")
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return error.format_message()
        case "NoSuchOption":
            return f"De optie {name} bestaat niet; bekijk de opties met --help."
        case "MissingParameter":
            return f"{name} ontbreekt; geef die waarde mee of bekijk de uitleg met --help."
        case "BadParameter" | "BadOptionUsage":
            return f"De waarde van {name} ontbreekt of is niet bruikbaar; bekijk met --help wat er moet staan."
        case _:
            return "Dit commando is niet begrepen; bekijk de mogelijkheden met --help."
