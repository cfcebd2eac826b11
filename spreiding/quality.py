"""What a region is worth: what was read, what is estimated or missing, and how its distances compare with CBS."""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from pydantic import ConfigDict, Field

from spreiding.demand import Demand
from spreiding.domain import Frozen, Modality
from spreiding.evaluation import Evaluation
from spreiding.network import Footing
from spreiding.region import Bron, Components, Region
from spreiding.uncertainty import most_missing

# Further than this from a road somebody stands in the wrong place, or a road is missing. Our choice.
FAR_FROM_ROAD_M: Final = 250.0
# A branch stands at the road: further from it, its coordinates are those of something else. Our choice.
FAR_BRANCH_M: Final = 100.0
# CBS gives its distances with one decimal; the example was calibrated to this difference as well.
MAX_DIFFERENCE_KM: Final = 0.5
# Enough for a map and a table; the totals count all.
_MAX_LISTED: Final = 200


class _Report(Frozen):
    """A part of the report: Dutch names in the file, ours in the code."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)


class FarSquare(_Report):
    """A square with people far from the road: centre [EPSG:28992, m], those people and their longest walk [m]."""

    id: str
    x_m: float
    y_m: float
    inwoners: float
    walk_m: float = Field(alias="tot_de_weg_m")


class BranchFooting(_Report):
    """How far a branch stands from the nearest road of each modality [m]; None in a region without such roads."""

    id: str
    name: str = Field(alias="naam")
    gemeente: str | None
    walk_m: Mapping[Modality, float | None] = Field(alias="tot_de_weg_m")
    is_far: bool = Field(alias="is_ver")


class GemeenteDistance(_Report):
    """The mean distance by car to the nearest branch [km] and the inhabitants [persons]: ours, and those of a source.

    `difference_km` is ours minus theirs; `is_large` marks more than `MAX_DIFFERENCE_KM`. None is unknown.
    """

    code: str
    name: str = Field(alias="naam")
    inwoners: float
    inwoners_source: float | None = Field(alias="inwoners_bron")
    distance_km: float | None = Field(alias="afstand_km")
    distance_source_km: float | None = Field(alias="afstand_bron_km")
    difference_km: float | None = Field(alias="verschil_km")
    is_large: bool = Field(alias="is_groot_verschil")


class Quality(_Report):
    """The quality report of a region; shares are 0–1, `inwoners` are persons.

    `smallest_side_m` [m] is 100 for the finest squares. `inwoners_missing_max` is what the rows without a number hold
    at most, None where the source sets no bound. Of the squares and persons that are `far` from a road for cars the
    largest squares are listed; all branches are, the furthest from a road first. `share_groups_estimated` and
    `share_groups_unknown` are shares of the inhabitants.
    """

    name: str = Field(alias="naam")
    is_example: bool = Field(alias="is_voorbeeld")
    created: str = Field(alias="gemaakt")
    fingerprint: str
    bronnen: tuple[Bron, ...]
    n_squares: int = Field(alias="n_vierkanten")
    smallest_side_m: float = Field(alias="kleinste_zijde_m")
    inwoners: float
    inwoners_estimated: float = Field(alias="inwoners_geschat")
    share_estimated: float = Field(alias="aandeel_geschat")
    inwoners_unplaced: float = Field(alias="inwoners_niet_geplaatst")
    n_missing: int = Field(alias="n_ontbrekend")
    inwoners_missing_max: int | None = Field(alias="inwoners_ontbrekend_hooguit")
    n_dropped: int = Field(alias="n_weggelaten")
    inwoners_outside: float = Field(alias="inwoners_buiten_gemeenten")
    n_far: int = Field(alias="n_ver_van_weg")
    inwoners_far: float = Field(alias="inwoners_ver_van_weg")
    squares_far: tuple[FarSquare, ...] = Field(alias="vierkanten_ver_van_weg")
    n_nodes: Mapping[Modality, int] = Field(alias="n_knopen")
    components: Mapping[Modality, Components] = Field(alias="wegdelen")
    branches: tuple[BranchFooting, ...] = Field(alias="vestigingen")
    n_branches_far: int = Field(alias="n_vestigingen_ver_van_weg")
    n_unknown_type: int = Field(alias="n_klasse_onbekend")
    n_unknown_hours: int = Field(alias="n_uren_onbekend")
    n_candidates: int = Field(alias="n_kandidaten")
    gemeenten: tuple[GemeenteDistance, ...]
    n_compared: int = Field(alias="n_vergeleken")
    n_large: int = Field(alias="n_groot_verschil")
    share_groups_estimated: float = Field(alias="aandeel_leeftijd_geschat")
    share_groups_unknown: float = Field(alias="aandeel_leeftijd_onbekend")


def measure(region: Region, today: Evaluation) -> Quality:
    """Measure the quality of `region`; `today` is the evaluation by car of the branches that it has.

    CBS measures its own distance by car as well, so another modality cannot be compared with it.
    """
    manifest, squares = region.manifest, region.squares
    total = float(squares.inwoners.sum())
    far = _squares_far(region)
    branches, gemeenten = _branches(region), _gemeenten(region, today)
    open_sites = [site for site in region.sites if site.today is not None]
    has_groups = np.isfinite(squares.groups).all(axis=1)
    return Quality(
        name=manifest.name,
        is_example=manifest.is_example,
        created=manifest.created,
        fingerprint=region.fingerprint,
        bronnen=manifest.bronnen,
        n_squares=squares.inwoners.size,
        smallest_side_m=float(squares.size_m.min()) if squares.size_m.size else 0.0,
        inwoners=total,
        inwoners_estimated=float(squares.estimated.sum()),
        share_estimated=_share(squares.estimated.sum(), total),
        inwoners_unplaced=manifest.inwoners_unplaced,
        n_missing=manifest.n_missing,
        inwoners_missing_max=most_missing(region),
        n_dropped=manifest.n_dropped,
        inwoners_outside=float(squares.inwoners[squares.gemeente < 0].sum()),
        n_far=len(far),
        inwoners_far=sum(square.inwoners for square in far),
        squares_far=far[:_MAX_LISTED],
        n_nodes={modality: network.n_nodes for modality, network in region.networks.items()},
        components=manifest.components,
        branches=branches,
        n_branches_far=sum(branch.is_far for branch in branches),
        n_unknown_type=sum(site.today.type is None for site in open_sites if site.today is not None),
        n_unknown_hours=sum(site.staffed_hours is None for site in open_sites),
        n_candidates=len(region.sites) - len(open_sites),
        gemeenten=gemeenten,
        n_compared=sum(row.difference_km is not None for row in gemeenten),
        n_large=sum(row.is_large for row in gemeenten),
        share_groups_estimated=_share(squares.inwoners[has_groups & squares.is_groups_estimated].sum(), total),
        share_groups_unknown=_share(squares.inwoners[~has_groups].sum(), total),
    )


def _share(part: float, total: float) -> float:
    """Share [0–1] of `total`; nobody has no share of anything."""
    return float(part) / total if total > 0 else 0.0


def count_far(demand: Demand, footing: Footing) -> tuple[int, float]:
    """Count the squares with people further than `FAR_FROM_ROAD_M` from their road, and those people [persons]."""
    is_far = footing.walk_m > FAR_FROM_ROAD_M
    return int(np.unique(demand.square[is_far]).size), float(demand.inwoners[is_far].sum())


def _squares_far(region: Region) -> tuple[FarSquare, ...]:
    """Squares with people further than `FAR_FROM_ROAD_M` from a road for cars, most people first."""
    walk_m = region.demand_footing[Modality.AUTO].walk_m
    is_far = np.flatnonzero(walk_m > FAR_FROM_ROAD_M)
    square = region.demand.square[is_far]
    n_squares = region.squares.inwoners.size
    persons = np.bincount(square, weights=region.demand.inwoners[is_far], minlength=n_squares)
    longest = np.zeros(n_squares)
    np.maximum.at(longest, square, walk_m[is_far])
    found = np.unique(square)
    return tuple(
        FarSquare(
            id=str(region.squares.ids[k]),
            x_m=float(region.squares.x_m[k]),
            y_m=float(region.squares.y_m[k]),
            inwoners=float(persons[k]),
            walk_m=float(longest[k]),
        )
        for k in found[np.argsort(-persons[found], kind="stable")]
    )


def _branches(region: Region) -> tuple[BranchFooting, ...]:
    """Today's branches with their distance to the roads, the furthest from any road that people use first."""
    rows = []
    for index, site in enumerate(region.sites):
        if site.today is None:
            continue
        walk_m = {modality: _finite(footing.walk_m[index]) for modality, footing in region.site_footing.items()}
        is_far = any(metres is not None and metres > FAR_BRANCH_M for metres in walk_m.values())
        row = BranchFooting(id=site.id, name=site.name, gemeente=site.gemeente, walk_m=walk_m, is_far=is_far)
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: (-_furthest(row.walk_m.values()), row.name)))


def _furthest(metres: Iterable[float | None]) -> float:
    return max((value for value in metres if value is not None), default=0.0)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _gemeenten(region: Region, today: Evaluation) -> tuple[GemeenteDistance, ...]:
    """Compare every gemeente with what a source says of it."""
    facts = {fact.gemeente: fact for fact in region.facts}
    rows = []
    for gemeente, reach in zip(region.gemeenten, today.gemeenten, strict=True):
        fact = facts.get(gemeente.code)
        ours = _finite(reach.mean_m / 1000)
        theirs = None if fact is None else fact.library_km
        difference = None if ours is None or theirs is None else ours - theirs
        rows.append(
            GemeenteDistance(
                code=gemeente.code,
                name=gemeente.name,
                inwoners=reach.inwoners,
                inwoners_source=None if fact is None else fact.inwoners,
                distance_km=ours,
                distance_source_km=theirs,
                difference_km=difference,
                is_large=difference is not None and abs(difference) > MAX_DIFFERENCE_KM,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.name))
