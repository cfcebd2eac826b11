"""Which square and branch belongs to which gemeente and kern, and what lies outside the region."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from spreiding.demand import FloatArray, Kern, Squares
from spreiding.domain import Voorzieningsvorm
from spreiding.errors import InputError, raise_together
from spreiding.io.people.population import Population
from spreiding.io.places.areas import Areas
from spreiding.region import assign_kern
from spreiding.supply import MAX_SITE_DISTANCE_KM, Site
from spreiding.voorzieningen import School, Voorziening

Place = Site | Kern | Voorziening | School
_Place = TypeVar("_Place", Site, Kern, Voorziening, School)
_Served = TypeVar("_Served", Site, Voorziening, School)


def locate_sites(sites: tuple[_Served, ...], areas: Areas, x_m: FloatArray, y_m: FloatArray) -> tuple[_Served, ...]:
    """Give every branch, voorziening or school its gemeente: its own code if the boundaries know it, else where it is.

    One outside all boundaries keeps the code that it came with, if any.

    `x_m`, `y_m` are the centres of the inhabited squares [EPSG:28992, m].

    Raises
    ------
    InputError, InputErrors
        `site_outside_region` for every place outside all boundaries and far from all squares.

    """
    site_x, site_y = coordinates(sites)
    holder = areas.find(site_x, site_y)
    inside = (holder >= 0) | _is_near(site_x, site_y, x_m, y_m)
    raise_together(
        InputError(
            "site_outside_region", name=site.name, x=round(site.x_m), y=round(site.y_m), max_km=MAX_SITE_DISTANCE_KM
        )
        for site, is_inside in zip(sites, inside, strict=True)
        if not is_inside
    )
    codes = [gemeente.code for gemeente in areas.gemeenten]
    return tuple(
        site
        if site.gemeente in codes
        else site.model_copy(update={"gemeente": codes[index] if index >= 0 else site.gemeente})
        for site, index in zip(sites, holder, strict=True)
    )


def drop_far(places: tuple[_Place, ...], areas: Areas, x_m: FloatArray, y_m: FloatArray) -> tuple[_Place, ...]:
    """Keep the places inside a boundary or near a square with centre `x_m`, `y_m` [EPSG:28992, m]."""
    place_x, place_y = coordinates(places)
    inside = (areas.find(place_x, place_y) >= 0) | _is_near(place_x, place_y, x_m, y_m)
    return tuple(place for place, is_inside in zip(places, inside, strict=True) if is_inside)


def keep_near(kernen: tuple[Kern, ...], areas: Areas, x_m: FloatArray, y_m: FloatArray) -> tuple[Kern, ...]:
    """Keep the kernen inside the region: a list of a whole province serves each of its gemeenten.

    Raises
    ------
    InputError
        `kernen_outside_region` when none is left.

    """
    kept = drop_far(kernen, areas, x_m, y_m)
    if kernen and not kept:
        raise InputError("kernen_outside_region", n_kernen=len(kernen))
    return kept


def check_at_home(voorzieningen: Iterable[Voorziening]) -> None:
    """Check that who is served at home lives somewhere known: in a gemeente, or within reach.

    Raises
    ------
    InputError, InputErrors
        `aan_huis_without_gemeente` for each without both.

    """
    raise_together(
        InputError("aan_huis_without_gemeente", name=each.name)
        for each in voorzieningen
        if each.form is Voorzieningsvorm.AAN_HUIS and each.gemeente is None and each.reach_m is None
    )


def inhabited_areas(areas: Areas, x_m: FloatArray, y_m: FloatArray, sites: tuple[Site, ...]) -> Areas:
    """Keep the gemeenten where somebody lives or a branch stands: files of boundaries reach further than a region.

    Raises
    ------
    InputError
        `areas_outside_region` when none is left.

    """
    holder = areas.find(x_m, y_m)
    codes = {areas.gemeenten[index].code for index in np.unique(holder[holder >= 0])}
    if areas.gemeenten and not codes:
        raise InputError("areas_outside_region", n_gemeenten=len(areas.gemeenten))
    return areas.keep(codes | {site.gemeente for site in sites if site.gemeente is not None})


def make_squares(population: Population, areas: Areas, kernen: tuple[Kern, ...]) -> Squares:
    """Turn a population into squares, attributed by their centres."""
    gemeente = areas.find(population.x_m, population.y_m)
    return Squares(
        ids=population.ids,
        x_m=population.x_m,
        y_m=population.y_m,
        size_m=population.size_m,
        inwoners=population.inwoners,
        estimated=population.estimated,
        groups=population.groups,
        is_groups_estimated=population.is_groups_estimated,
        gemeente=gemeente,
        kern=assign_kern(population.x_m, population.y_m, gemeente, kernen=kernen, gemeenten=areas.gemeenten),
    )


def coordinates(places: Iterable[Place]) -> tuple[FloatArray, FloatArray]:
    """Coordinates [EPSG:28992, m] of places."""
    xy = np.array([(place.x_m, place.y_m) for place in places], dtype=np.float64).reshape(-1, 2)
    return xy[:, 0], xy[:, 1]


def _is_near(place_x: FloatArray, place_y: FloatArray, x_m: FloatArray, y_m: FloatArray) -> NDArray[np.bool_]:
    """Whether each place lies within `MAX_SITE_DISTANCE_KM` of a square."""
    distance, _ = KDTree(np.column_stack([x_m, y_m])).query(np.column_stack([place_x, place_y]))
    return np.asarray(distance <= MAX_SITE_DISTANCE_KM * 1000, dtype=np.bool_)
