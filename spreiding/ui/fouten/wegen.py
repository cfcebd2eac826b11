"""Faults of roads."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "empty_roads": "In {file} staat geen enkele weg; kies een ander bestand of een ander gebied.",
    "roads_without_nodes": (
        "In {file} staan {n_ways} wegen, maar van geen enkele is de plaats bekend; bewaar het opnieuw als volledig "
        "uittreksel, met de punten voor de wegen en met nummers boven nul."
    ),
    "roads_too_large": (
        "De wegen in {file} vragen meer geheugen dan lezen mag kosten ({max_gb} GB); kies een kleiner gebied, "
        "zoals een provincie."
    ),
    "no_car_roads": "In {file} staat geen wegennet voor auto's; kies een bestand met alle wegen.",
    "no_road_class": (
        "In {file} heeft geen enkele lijn in de kolom {column} een bekende wegklasse (er staat {examples}); "
        "gebruik {known}."
    ),
    "area_not_usable": (
        "Het gebied waarvoor wegen worden gevraagd is geen bruikbaar vlak; kies een of meer gemeenten met een grens."
    ),
    "area_too_large": (
        "Het gebied is met {km2} km² te groot om wegen voor op te vragen (hooguit {max_km2} km²); download een "
        "uittreksel van OpenStreetMap (.osm.pbf) en gebruik 'spreiding regio bouw'."
    ),
    "overpass_without_areas": (
        "Om wegen bij Overpass op te halen moet bekend zijn waar; geef ook de gemeentegrenzen met --gemeenten."
    ),
}
