"""Faults of a region: its areas, its parts together, its folder."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "reserved_name": "De naam '{name}' is van het ingebouwde voorbeeld; kies een andere naam of een eigen map.",
    "empty_areas": "In {file} staat geen enkele gemeente; kies een ander bestand.",
    "area_without_name": "In {file} heeft rij {row} geen gemeentecode of geen naam; vul beide in.",
    "not_a_polygon": "In {file} heeft rij {row} ({name}) geen bruikbare grens; die moet een vlak zijn.",
    "empty_name": "De regio heeft geen naam; geef er een met --naam.",
    "no_overlap": (
        "De inwoners in {population} en de wegen in {roads} liggen niet in hetzelfde gebied; kies bestanden "
        "die bij elkaar horen."
    ),
    "areas_outside_region": (
        "In geen van de {n_gemeenten} gemeenten met grenzen woont iemand uit het bestand met inwoners; "
        "kies bestanden die bij elkaar horen."
    ),
    "kernen_outside_region": "Geen van de {n_kernen} kernen ligt in deze regio; kies de kernen van dit gebied.",
    "site_outside_region": (
        "{name} ({x}, {y} in RD) ligt buiten de regio, meer dan {max_km} km van de inwoners; verbeter de coördinaten "
        "of haal die plek weg."
    ),
    "schools_outside_region": "Geen van de {n_schools} scholen ligt in deze regio; kies de scholen van dit gebied.",
    "aan_huis_without_gemeente": (
        "{name} bedient haar gemeente aan huis, maar ligt in geen bekende gemeente; vul de gemeentecode in, geef "
        "gemeentegrenzen (opdrachtregel: --gemeenten), of vul een bereik in."
    ),
    "not_a_region": "In {folder} staat geen regio; bouw haar met 'spreiding regio bouw'.",
    "not_a_region_folder": (
        "In {folder} staat iets anders dan een regio, en dat wordt niet overschreven; kies een lege map."
    ),
    "region_format": (
        "De regio in {folder} is gemaakt door een andere versie van Spreiding (formaat {version}, nu {expected}); "
        "bouw haar opnieuw."
    ),
    "region_damaged": "De regio in {folder} is beschadigd; bouw haar opnieuw met 'spreiding regio bouw'.",
    "cannot_write_region": (
        "De regio kan niet in {folder} worden geschreven ({reason}); kies een andere map of maak ruimte."
    ),
    "unknown_region": (
        "De regio '{region}' is er niet; kies een van {known}, geef de map van een regio, of bouw haar "
        "met 'spreiding regio bouw'."
    ),
    "spot_outside_region": (
        "Deze plek ligt buiten de gemeenten van {region}; klik op een plek binnen de grenzen op de kaart."
    ),
}
