"""A region: everything one question is asked about, prepared once and never changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final, Self

import numpy as np
from pydantic import ConfigDict, Field
from shapely import box
from shapely.geometry.base import BaseGeometry

from spreiding.demand import Demand, FloatArray, Forecast, Gemeente, GemeenteFacts, IntArray, Kern, Projection, Squares
from spreiding.domain import Frozen, Modality, fingerprint
from spreiding.network import Footing, RoadNetwork, project
from spreiding.served import project_demand, served_components
from spreiding.supply import Site
from spreiding.voorzieningen import School, Voorziening

# A kern reaches as far as its inhabitants need at 1,000 per km²: r = √(inwoners / (π · density)).
# Built-up areas are denser, so the remainder counts as buitengebied. Our choice; no source draws this line.
KERN_DENSITY_PER_M2: Final = 1000.0 / 1e6
# A whole gemeente has squares to its edges, but for woods and water. Our choice.
MIN_INSIDE: Final = 0.5
KERN_REACH_M: Final = float(1.0 / np.sqrt(np.pi * KERN_DENSITY_PER_M2))


class _Stored(Frozen):
    """A record of a region folder: Dutch names in the file, ours in the code."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)


class Bron(_Stored):
    """Where one input came from: role, file name, description with licence, date, checksum, row count."""

    role: str = Field(alias="rol")
    file: str = Field(alias="bestand")
    description: str = Field(default="", alias="omschrijving")
    date: str = Field(default="", alias="datum")
    sha256: str
    n_rows: int = Field(alias="n_rijen")


class RemarkKind(StrEnum):
    """What is remarkable in a file that can be used nevertheless."""

    UNKNOWN_COLUMN = "unknown_column"
    MISSPELT_COLUMN = "misspelt_column"
    EXAMPLES_SKIPPED = "examples_skipped"
    STAFFED_UNKNOWN = "staffed_unknown"
    LOCATED = "located"
    OUTSIDE_BOUNDARIES = "outside_boundaries"
    ESTIMATED_INWONERS = "estimated_inwoners"
    OTHER_YEAR = "other_year"
    UNKNOWN_ROAD_CLASSES = "unknown_road_classes"


@dataclass(frozen=True)
class FileRemark:
    """Something to know of a file: a kind and the data for its sentence; `file` is its name, if that is not clear."""

    kind: RemarkKind
    data: Mapping[str, str | int]
    file: str = ""


class Components(_Stored):
    """The strong components of the roads that one modality can use: nobody is led along the small ones.

    `n_small_nodes` counts the nodes in the `n_small` components that are left out; `inwoners_small` [persons] have
    such a road nearest to them and were led to a road further away. From `n_unserved` of the others no site can be
    reached; `inwoners_unserved` [persons], for whom one of these is the nearest, were led past it as well.
    """

    n_components: int = Field(default=0, alias="n_delen")
    n_small: int = Field(default=0, alias="n_kleine_delen")
    n_small_nodes: int = Field(default=0, alias="n_knopen_in_kleine_delen")
    inwoners_small: float = Field(default=0.0, alias="inwoners_aan_kleine_delen")
    n_unserved: int = Field(default=0, alias="n_delen_zonder_plek")
    inwoners_unserved: float = Field(default=0.0, alias="inwoners_aan_delen_zonder_plek")


class Manifest(_Stored):
    """What a region is made of; `fingerprint` hashes the inputs and the format version.

    `n_missing` rows of the population have no known number, `missing` of them in each gemeente (code); `n_dropped` lie
    outside the region. `inwoners` [persons]
    counts everybody, `inwoners_estimated` of them were placed so that larger areas add up, and
    `inwoners_unplaced` are missing according to larger areas but found no place.
    """

    name: str = Field(alias="naam")
    is_example: bool = Field(alias="is_voorbeeld")
    format_version: int = Field(alias="formaat")
    created: str = Field(alias="gemaakt")
    crs: str = "EPSG:28992"
    bronnen: tuple[Bron, ...]
    n_squares: int = Field(alias="n_vierkanten")
    n_missing: int = Field(alias="n_ontbrekend")
    missing: Mapping[str, int] = Field(default_factory=dict, alias="ontbrekend_per_gemeente")
    n_dropped: int = Field(default=0, alias="n_weggelaten")
    inwoners: float
    inwoners_estimated: float = Field(default=0.0, alias="inwoners_geschat")
    inwoners_unplaced: float = Field(default=0.0, alias="inwoners_niet_geplaatst")
    n_nodes: Mapping[Modality, int] = Field(alias="n_knopen")
    n_dropped_nodes: Mapping[Modality, int] = Field(alias="n_vervallen_knopen")
    components: Mapping[Modality, Components] = Field(default_factory=dict, alias="wegdelen")
    remarks: tuple[FileRemark, ...] = Field(default=(), alias="opmerkingen")
    n_far_from_road: int = Field(alias="n_ver_van_weg")
    inwoners_far_from_road: float = Field(alias="inwoners_ver_van_weg")
    fingerprint: str


@dataclass(frozen=True)
class Region:
    """Demand, sites, networks per modality and areas. Arrays are read-only; nothing here is mutated.

    `areas` maps a gemeente code to its boundary (EPSG:28992); `demand_footing` and `site_footing` are the
    projections of demand points and sites on each network, people only on roads from which some site, open or not, can
    be reached (see `served`). `facts` and `forecasts` are what sources say per gemeente; `projection` is None for
    today. `voorziening_footing` and `school_footing` have every modality, or none when there is nothing to project.
    """

    manifest: Manifest
    squares: Squares
    demand: Demand
    sites: tuple[Site, ...]
    gemeenten: tuple[Gemeente, ...]
    kernen: tuple[Kern, ...]
    areas: Mapping[str, BaseGeometry]
    networks: Mapping[Modality, RoadNetwork]
    demand_footing: Mapping[Modality, Footing]
    site_footing: Mapping[Modality, Footing]
    facts: tuple[GemeenteFacts, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    projection: Projection | None = None
    voorzieningen: tuple[Voorziening, ...] = ()
    voorziening_footing: Mapping[Modality, Footing] = field(default_factory=dict)
    schools: tuple[School, ...] = ()
    school_footing: Mapping[Modality, Footing] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the prepared inputs, of the year shown, and of all sites, those that a scenario added included."""
        year = () if self.projection is None else (self.projection.model_dump_json(),)
        return fingerprint(self.manifest.fingerprint, *year, *(site.model_dump_json() for site in self.sites))

    @cached_property
    def site_index(self) -> dict[str, int]:
        """Site id → position in `sites`."""
        return {site.id: index for index, site in enumerate(self.sites)}

    @cached_property
    def partial_gemeenten(self) -> tuple[Gemeente, ...]:
        """Gemeenten of which less than `MIN_INSIDE` of the area lies among the squares: the region holds a part."""
        squares = self.squares
        if squares.inwoners.size == 0:
            return ()
        half_m = squares.size_m / 2
        low_x, low_y = float((squares.x_m - half_m).min()), float((squares.y_m - half_m).min())
        inside = box(low_x, low_y, float((squares.x_m + half_m).max()), float((squares.y_m + half_m).max()))
        known = [(area, self.areas[area.code]) for area in self.gemeenten if area.code in self.areas]
        return tuple(area for area, shape in known if shape.intersection(inside).area < MIN_INSIDE * shape.area)

    @cached_property
    def site_kern(self) -> IntArray:
        """Kern index of every site, -1 in the buitengebied; the same rule as for squares."""
        return self._kern_of(self.sites)

    @cached_property
    def voorziening_kern(self) -> IntArray:
        """Kern index of every voorziening, -1 in the buitengebied; the same rule as for squares."""
        return self._kern_of(self.voorzieningen)

    def _kern_of(self, places: Sequence[Site | Voorziening]) -> IntArray:
        codes = {gemeente.code: index for index, gemeente in enumerate(self.gemeenten)}
        return assign_kern(
            np.array([place.x_m for place in places]),
            np.array([place.y_m for place in places]),
            np.array([codes.get(place.gemeente or "", -1) for place in places], dtype=np.int32),
            kernen=self.kernen,
            gemeenten=self.gemeenten,
        )

    def with_sites(self, sites: Iterable[Site]) -> Self:
        """Return the region with `sites` added behind its own; those already present are skipped."""
        added = tuple(site for site in sites if site.id not in self.site_index)
        if not added:
            return self
        x_m = np.array([site.x_m for site in added])
        y_m = np.array([site.y_m for site in added])
        footing = {
            modality: self.site_footing[modality].join(project(network, x_m, y_m))
            for modality, network in self.networks.items()
        }
        return self.standing_on(self.sites + added, footing)

    def standing_on(self, sites: tuple[Site, ...], site_footing: Mapping[Modality, Footing]) -> Self:
        """Return the region with these sites in place of its own; people are led anew where that leads elsewhere."""
        demand_footing = dict(self.demand_footing)
        for modality, network in self.networks.items():
            before, after = self.site_footing[modality], site_footing[modality]
            if served_components(network, before) != served_components(network, after):
                demand_footing[modality] = project_demand(network, self.demand.x_m, self.demand.y_m, sites=after)
        return replace(self, sites=sites, site_footing=site_footing, demand_footing=demand_footing)


def assign_kern(
    x_m: FloatArray,
    y_m: FloatArray,
    gemeente: IntArray,
    *,
    kernen: tuple[Kern, ...],
    gemeenten: tuple[Gemeente, ...],
) -> IntArray:
    """Index of the kern with the smallest distance/√inwoners within each point's gemeente; -1 beyond its reach.

    A point beyond `KERN_REACH_M`·√inwoners of that kern is buitengebied.
    """
    result = np.full(x_m.size, -1, dtype=np.int32)
    for index, area in enumerate(gemeenten):
        here = np.flatnonzero(gemeente == index)
        own = np.array([k for k, kern in enumerate(kernen) if kern.gemeente == area.code], dtype=np.int32)
        if here.size == 0 or own.size == 0:
            continue
        reach = np.full(here.size, np.inf)
        nearest = np.full(here.size, -1, dtype=np.int32)
        for k in own:
            kern = kernen[k]
            scaled = np.hypot(x_m[here] - kern.x_m, y_m[here] - kern.y_m) / np.sqrt(max(kern.inwoners, 1.0))
            closer = scaled < reach
            reach[closer] = scaled[closer]
            nearest[closer] = k
        result[here] = np.where(reach <= KERN_REACH_M, nearest, -1)
    return result
