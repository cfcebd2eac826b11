"""Dutch words of the page Normtoets: headings, remarks and buttons."""

from collections.abc import Mapping
from typing import Final

from spreiding.norms import Area

TITLE: Final = "Normtoets"
INTRO: Final = (
    "Elke norm draagt haar bron en haar gezag: wet, wetsvoorstel, beleid of eigen keuze. Elk getal is te veranderen; "
    "een oordeel hier is geen oordeel over de wet. 'Uw norm' links geldt op deze pagina alleen voor de uren."
)
COUNTS: Final = "In {where}: {met} keer voldoet, {not_met} keer voldoet niet, {undecided} keer niet te bepalen{idle}."
COUNTS_IDLE: Final = ", en {n} keer wordt niets gevraagd"
NOTHING_TESTED: Final = "Geen enkele norm wordt getoetst. Kies hieronder bij 'Normen' minstens één norm."
NOT_TESTED: Final = "Niet getoetst, want hier niet te toetsen:"
DOWNLOAD_CSV, DOWNLOAD_JSON = "Alle oordelen downloaden (CSV)", "Alle oordelen downloaden (JSON)"

# One norm.
PICK: Final = "Meer over een norm"
ASKS, EXPLANATION, LABEL, BRON = "Vraagt", "Toelichting", "Label", "Bron"
GROUP_BRON: Final = "Grootte van de groep"
OUTSIDE_TITLE: Final = "Waar mensen buiten deze norm vallen"
OUTSIDE_KERNEN: Final = "Kernen zonder wat deze norm vraagt"
AND_MORE: Final = "En nog {n}; kies links één gemeente, of download de oordelen als JSON."
LACKS_TITLE: Final = "Vestigingen die niet meetellen, en waarom"
LACKS_NOTE: Final = "Ook wat onbekend is, telt niet mee."
WORST_NOTE: Final = "Wie het verst woont staat bovenaan. De afstand is het gemiddelde van iedereen in die plaats."
WORST_HOURS_NOTE: Final = "Wie de minste uren bereikt staat bovenaan."

# Tabs.
TABS: Final = ("Uren", "Scholen ver weg", "Eerlijk verdeeld", "Normen", "Aannames bevestigen")
HOURS_NOTE: Final = (
    "Uren per week van alle vestigingen binnen {km} km ({modality}) van de gemiddelde inwoner, opgeteld. Vestigingen "
    "kunnen tegelijk open zijn: dit is hoeveel er te kiezen is, niet hoe lang er iets open is. Onbemande uren (Open+) "
    "zijn er alleen voor volwassenen die lid zijn, en staan daarom apart. Open+ is er vanaf 18 jaar, maar wie 15, 16 "
    "of 17 is telt als volwassene: CBS telt 15 tot 25 jaar als één groep."
)
HOURS_ASSUMED: Final = (
    "Gaf een vestiging geen uren op, dan rekenen wij met een aanname per klasse. 'Niet uitgesplitst' zijn bemande uren "
    "waarvan niemand opgaf of beroepskrachten of vrijwilligers ze maken."
)
SCHOOLS_NOTE: Final = (
    "Scholen verder dan {km} km fietsen van elke vestiging, met de prijs van Thuislezen. Eenmalig: {implementation} "
    "per school en {books} aan boeken per leerling; elk volgend jaar {yearly} per leerling. Bron: {bron}."
)
SCHOOL_KM: Final = "Ver weg is verder dan zoveel km fietsen"
SCHOOL_HELP: Final = "Standaard 3 km: een eigen keuze, geen bron noemt een afstand."
MIN_SCHOOL_KM, MAX_SCHOOL_KM, STEP_SCHOOL_KM = 0.1, 100.0, 0.5
NO_SCHOOLS: Final = "Geen scholen in deze regio."
NONE_FAR: Final = "Geen school ligt verder dan {km} km fietsen van elke vestiging."
PRICE_UNKNOWN: Final = (
    "Waar de prijs onbekend is, is het aantal leerlingen niet opgegeven of gelden de tarieven niet in die gemeente."
)
FAIR_NOTE: Final = "Over de afstand van iedere inwoner tot de dichtstbijzijnde vestiging, in de hele regio."

# Norms.
TEST_WHICH: Final = "Welke normen toetst u?"
EDIT: Final = "Een norm aanpassen"
EDIT_WHICH: Final = "Norm om aan te passen"
EDIT_NOTE: Final = (
    "Verandert u een getal, pas dan ook label en bron aan: een bron staat alleen in voor haar eigen getal."
)
FORM: Final = "dit formulier"
SAVE: Final = "Norm bewaren"
SHARE, MAX_M, MAX_MINUTES = "Aandeel in procenten", "Hoogste afstand in meters", "Hoogste reistijd in minuten"
MODALITY, GROUPS = "Vervoer", "Groepen (niets gekozen: iedereen)"
AREA: Final = "Oordeel per"
AREAS: Final[Mapping[Area, str]] = {Area.REGIO: "regio", Area.GEMEENTE: "gemeente", Area.KERN: "kern"}
COUNTS_NEIGHBOURS: Final = "Vestigingen van buurgemeenten tellen mee"
COUNTS_UNSTAFFED: Final = "Onbemande uren (Open+) tellen mee"
COPY_NORM, COPY_NAME, COPY_NAME_N = "Kopie van deze norm", "{norm} (kopie)", "{norm} (kopie {n})"
MINIMUM, MINIMUM_HOURS = "Minimum aantal per gemeente", "Minstens zoveel uren per week"
STAFFED_HOURS: Final = "Minstens zoveel bemande uren per vestiging"
N_FUNCTIONS: Final = "Minstens zoveel kernfuncties per vestiging"
MIN_INWONERS, MAX_INWONERS = "Kernen vanaf zoveel inwoners", "Kernen met minder inwoners dan"
BEYOND_M: Final = "Alleen kernen verder dan zoveel meter"
FUNCTION_M: Final = "Meters tot {function}"
NAME: Final = "Naam"
BOUNDS: Final[Mapping[str, str]] = {
    ">": "meer dan {n}",
    ">=": "minstens {n}",
    "<": "minder dan {n}",
    "<=": "hooguit {n}",
}
KEEP: Final = "Bewaren en teruglezen"
KEEP_NOTE: Final = "Uw normen verdwijnen als u dit venster sluit of opnieuw laadt. Download wat u wilt houden."
DOWNLOAD_TOML, TOML_FILE = "Normen downloaden (TOML)", "normen.toml"
READ: Final = "Normen inlezen (TOML)"
READ_HELP: Final = "Zij komen in plaats van de normen hierboven. Klopt er iets niet, dan verandert er niets."
RESET: Final = "Terug naar de normen om mee te beginnen"
SAVED: Final = "Bewaard: {norm}."

# Confirming.
ALL_CONFIRMED: Final = (
    "In dit voorbeeld geldt alles als bevestigd, omdat het voorbeeldgegevens zijn. In een eigen regio bevestigt u hier "
    "per vestiging wat een aanname is; tot dan is een oordeel dat daarvan afhangt 'niet te bepalen'."
)
CONFIRM_NOTE: Final = (
    "Een oordeel dat van een aanname afhangt, is pas te geven als u haar bevestigt: zet een vinkje waar klopt "
    "wat er staat. Wat onbekend is, valt niet te bevestigen: vul dat in op de pagina Gegevens."
)
CONFIRM_KERNEN: Final = "De {n} kernen en hun inwoners kloppen"
NO_KERNEN: Final = "Deze regio kent geen kernen: regels per kern zijn hier niet te toetsen."
NOTHING_ASSUMED: Final = "Van geen enkele vestiging hier is iets een aanname."
UNKNOWN_TITLE: Final = "Onbekend ({n})"
BRANCH_LINE: Final = "{site} ({gemeente}): {facts}"
FLIPS_TITLE: Final = "Oordelen die dit scenario verandert"
NO_FLIPS: Final = "Dit scenario verandert geen enkel oordeel: elke norm valt overal uit zoals in de huidige situatie."
PARTIAL: Final = (
    "Maar een deel van {gemeenten} ligt in deze regio: wat hier over die gemeente staat, gaat alleen over dat deel."
)
