"""Faults of downloads and of addresses."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    # fetching
    "download_unreachable": (
        "{source}: {host} is niet te bereiken; controleer de internetverbinding of de proxy, en probeer het later "
        "opnieuw. Wat al is opgehaald, blijft bewaard."
    ),
    "download_certificate": (
        "{source}: het beveiligingscertificaat van {host} wordt niet vertrouwd; controleer de datum van uw computer, "
        "of vraag uw beheerder welk certificaat het netwerk gebruikt."
    ),
    "download_slow": (
        "{source}: er kwam te lang niets of bijna niets van {host}; probeer het later opnieuw. "
        "Wat al is opgehaald, blijft bewaard."
    ),
    "download_overloaded": (
        "{source}: {host} kan het nu niet leveren (antwoord {status}); probeer het later opnieuw. "
        "Wat al is opgehaald, blijft bewaard."
    ),
    "download_absent": (
        "{source}: {url} bestaat niet (meer); zet het nieuwe adres in een bestand en noem dat in SPREIDING_ADRESSEN, "
        "of haal het bestand zelf op en gebruik 'spreiding regio bouw'."
    ),
    "download_refused": (
        "{source}: {host} weigert het verzoek (antwoord {status}); controleer of het netwerk of de proxy deze bron "
        "toelaat."
    ),
    "download_redirects": (
        "{source}: {url} verwijst door zonder ergens uit te komen; probeer het later opnieuw of controleer het adres."
    ),
    "download_bad_redirect": ("{source}: {url} verwijst door naar een onbruikbaar adres; controleer het adres."),
    "download_broken": (
        "{source}: het antwoord van {host} komt telkens onvolledig of beschadigd binnen; probeer het later opnieuw."
    ),
    "download_not_the_file": (
        "{source}: in plaats van een {expected} stuurt {host} iets anders, zoals een webpagina; controleer of u eerst "
        "moet inloggen op het netwerk, en probeer het opnieuw."
    ),
    "download_too_large": (
        "{source}: het antwoord van {host} is groter dan {max_mb} MB, en dus niet wat was gevraagd; controleer het "
        "adres."
    ),
    "download_in_use": (
        "{source} wordt al door een andere opdracht opgehaald naar {folder}; wacht tot die klaar is en probeer het "
        "opnieuw."
    ),
    "paging_loop": (
        "{source}: de bladzijden van {host} verwijzen naar elkaar zonder einde; probeer het later opnieuw."
    ),
    "download_incomplete": (
        "{source}: {host} gaf {n_found} van de {n_total} gevraagde gegevens; probeer het later opnieuw."
    ),
    "fetched_damaged": (
        "{source}: {file} is opgehaald maar niet te lezen, en is daarom weggegooid; geef de opdracht nog eens om het "
        "opnieuw op te halen."
    ),
    "disk_full": (
        "De schijf met {folder} is vol; maak ruimte en probeer het opnieuw. Wat al is opgehaald, blijft bewaard."
    ),
    "cache_unwritable": (
        "In {folder} kan niet worden geschreven ({reason}); kies met SPREIDING_CACHE een andere map voor wat wordt "
        "opgehaald."
    ),
    "one_page_of": (
        "In {file} staan {n_found} van de {n_total} gebieden: het is één bladzijde van een antwoord; haal de volgende "
        "bladzijden op met 'spreiding regio ophalen', of vraag er met limit= meer tegelijk."
    ),
    "one_page": (
        "In {file} staan alleen de eerste {n_found} gebieden: het is één bladzijde van een antwoord; haal de andere "
        "bladzijden op met 'spreiding regio ophalen', of vraag er met limit= meer tegelijk."
    ),
    # what to fetch
    "empty_wish": "Er is geen gebied gekozen; geef --provincie of --gemeente, bijvoorbeeld --provincie Drenthe.",
    "gemeente_without_provincie": (
        "Van {gemeente} is niet bekend in welke provincie zij ligt, en dus niet welke wegen nodig zijn; haal de wegen "
        "zelf op en gebruik 'spreiding regio bouw'."
    ),
    "unknown_area": (
        "De gemeente '{gemeente}' is niet (eenduidig) bekend; bedoelt u een van deze: {near}? Een code zoals GM1731 "
        "kan ook."
    ),
    "unknown_provincie": "De provincie '{provincie}' bestaat niet; kies uit {known}.",
    "no_provincies": (
        "De gemeentegrenzen zeggen niet welke gemeenten in {provincie} liggen; noem de gemeenten zelf met --gemeente."
    ),
    # addresses of houses
    "address_not_found": (
        "Het adres '{address}' is niet gevonden; controleer straat, huisnummer en plaats, of vul x_rd en y_rd in."
    ),
    "ambiguous_address": (
        "Het adres '{address}' past even goed bij '{first}' als bij '{second}'; vul de postcode of de plaats aan."
    ),
    # addresses of sources
    "unknown_source": "In {file} staat de bron '{field}', maar die is er niet; kies uit {known}.",
    "bad_address": (
        "In {file} is het adres bij '{field}' onbruikbaar; geef een adres dat begint met https:// of http://, "
        "of een lijst daarvan."
    ),
}
