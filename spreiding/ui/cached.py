"""What is computed once and kept. Every key is a fingerprint or a record's own text, never an array."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from shapely.geometry.base import BaseGeometry

from spreiding import billing, closing, groups, planning, review, workflow
from spreiding.catalogue import Catalogue
from spreiding.closing import Closing
from spreiding.demand import Variant
from spreiding.domain import Modality
from spreiding.errors import InputError
from spreiding.evaluation import Evaluation, with_aversion
from spreiding.forecast import at_year
from spreiding.groups import Catchments
from spreiding.isochrones import site_isochrones
from spreiding.normenkader import Normenkader
from spreiding.norms import Confirmations
from spreiding.optimise.question import Budget
from spreiding.placing import Kind
from spreiding.quality import Quality
from spreiding.region import Region
from spreiding.scenario import Scenario, today_plan
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.ui import backdrop, hulp, raster
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.usage import Usage, who_uses_whom
from spreiding.whatif import WhatIf
from spreiding.winners import Balances, find_winners

_MAX_REGIONS = 3
_MAX_OUTCOMES = 48
# A field ready for changes holds a few numbers per node: tens of megabytes for a province.
_MAX_FIELDS = 4


def region(name: str) -> Region:
    """Return the prepared region with this name or path; the example is prepared when needed."""
    try:
        fingerprint = workflow.region_fingerprint(name)
    except InputError:
        # Opening prepares the example anew, and says what is wrong with any other region.
        fingerprint = ""
    return _region(name, fingerprint)


@st.cache_resource(max_entries=_MAX_REGIONS, show_spinner="De regio wordt geopend …")
def _region(name: str, fingerprint: str) -> Region:  # noqa: ARG001 - the fingerprint is the key
    return workflow.open_region(name)


@st.cache_data
def uitgangspunten(norm_m: float | None, modality: Modality | None) -> Uitgangspunten:
    """Return the standard assumptions with the user's own distance [m] and modality."""
    return workflow.default_uitgangspunten(norm_m=norm_m, modality=modality)


@st.cache_data
def catalogue() -> Catalogue:
    """Return the services and their tariffs."""
    return billing.default_catalogue()


def comparable(assumptions: Uitgangspunten, today: Region) -> Uitgangspunten:
    """Return the assumptions with the aversion to long distances fixed from today's situation, for every plan alike."""
    return _comparable((today.fingerprint, assumptions.canonical_json()), assumptions, today)


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner=f"{hulp.STAP_AFSTANDEN} …")
def _comparable(key: tuple[str, ...], _uitgangspunten: Uitgangspunten, _today: Region) -> Uitgangspunten:  # noqa: ARG001 - the key holds the fingerprints of the others
    return with_aversion(_today, today_plan(_today.sites), _uitgangspunten)


def in_year(area: Region, year: int | None, variant: Variant) -> Region:
    """Return the region with the inhabitants forecast for `year`."""
    return area if year is None else _in_year(area.fingerprint, year, variant, area)


@st.cache_resource(max_entries=_MAX_REGIONS, show_spinner=False)
def _in_year(fingerprint: str, year: int, variant: Variant, _region: Region) -> Region:  # noqa: ARG001 - the key
    return at_year(_region, year, variant)


def quality(area: Region) -> Quality:
    """Return the quality report of a region."""
    return _quality(area.fingerprint, area)


@st.cache_resource(max_entries=_MAX_REGIONS, show_spinner="De gegevens worden nagegaan …")
def _quality(fingerprint: str, _region: Region) -> Quality:  # noqa: ARG001 - the fingerprint is the key
    return workflow.measure_quality(_region)


def outcome(area: Region, scenario: Scenario, assumptions: Uitgangspunten) -> workflow.Outcome:
    """Work out a scenario."""
    key = (area.fingerprint, scenario.model_dump_json(), assumptions.canonical_json())
    return _outcome(key, area, scenario, assumptions)


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner=f"{hulp.STAP_AFSTANDEN} …")
def _outcome(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds the fingerprints of the others
    _region: Region,
    _scenario: Scenario,
    _uitgangspunten: Uitgangspunten,
) -> workflow.Outcome:
    return workflow.evaluate_scenario(_region, _scenario, _uitgangspunten)


def pixel_grid(area: Region) -> raster.PixelGrid:
    """Return which square lies under each pixel of the map."""
    return _pixel_grid(area.manifest.fingerprint, area)


@st.cache_resource(max_entries=_MAX_REGIONS, show_spinner="De kaart wordt voorbereid …")
def _pixel_grid(fingerprint: str, _region: Region) -> raster.PixelGrid:  # noqa: ARG001 - the fingerprint is the key
    return raster.build_pixel_grid(_region.squares)


def backdrop_lines(area: Region) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the through roads and the boundaries of the gemeenten as GeoJSON; not to be changed."""
    return _backdrop(area.manifest.fingerprint, area)


@st.cache_resource(max_entries=_MAX_REGIONS, show_spinner=False)
def _backdrop(fingerprint: str, _region: Region) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ARG001 - as above
    return backdrop.through_roads(_region), backdrop.borders(_region)


def reach(
    area: Region, site_id: str, modality: Modality, *, kind: Kind, limits: tuple[float, ...]
) -> tuple[BaseGeometry, ...]:
    """Return the area within each of `limits` [m or min, by `kind`] of a branch."""
    key = (area.fingerprint, site_id, modality.value, kind.value, *map(str, limits))
    return _reach(key, lambda: site_isochrones(area, site_id, modality=modality, kind=kind, limits=limits))


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner="Het bereik wordt berekend …")
def _reach(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds all that the computation depends on
    _compute: Callable[[], tuple[BaseGeometry, ...]],
) -> tuple[BaseGeometry, ...]:
    return _compute()


def catchments(area: Region, evaluation: Evaluation) -> Catchments:
    """Return who is nearest to each branch, by age."""
    return _catchments(evaluation.fingerprint, area, evaluation)


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner=False)
def _catchments(fingerprint: str, _region: Region, _evaluation: Evaluation) -> Catchments:  # noqa: ARG001 - the key
    return groups.catchments(_region, _evaluation.nearest.site_m)


def winners(
    area: Region, before: Evaluation, after: Evaluation, *, groups: tuple[TravelGroup, ...] = DEFAULT_GROUPS
) -> Balances:
    """Return who gains and who loses between two plans, by `groups`; `area` knows the sites of both."""
    key = (before.fingerprint, after.fingerprint, *(group.canonical_json() for group in groups))
    return _winners(key, lambda: find_winners(area, before, after, groups=groups))


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner=False)
def _winners(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds all that the computation depends on
    _compute: Callable[[], Balances],
) -> Balances:
    return _compute()


def usage(area: Region, evaluation: Evaluation) -> Usage:
    """Return who uses the branches of which gemeente."""
    return _usage(evaluation.fingerprint, area, evaluation)


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner=False)
def _usage(fingerprint: str, _region: Region, _evaluation: Evaluation) -> Usage:  # noqa: ARG001 - the key
    return who_uses_whom(_region, _evaluation.nearest.site_m)


def closing_of(area: Region, evaluation: Evaluation, site_id: str) -> Closing | None:
    """Return what happens when an open branch closes; None in a region without roads for the modality of the norm."""
    field = _field(evaluation.fingerprint, area, evaluation)
    return None if field is None else closing.measure_closing(area, field, area.site_index[site_id])


@st.cache_resource(max_entries=_MAX_FIELDS, show_spinner=False)
def _field(fingerprint: str, _region: Region, _evaluation: Evaluation) -> WhatIf | None:  # noqa: ARG001 - the key
    return closing.field_of(_region, _evaluation.plan, _evaluation.norm.modality)


def todays_budgets(area: Region, assumptions: Uitgangspunten, gemeenten: frozenset[str] | None) -> tuple[Budget, ...]:
    """Return what the branches of each of `gemeenten` (codes; None: all) cost today."""
    return _todays_budgets(
        (area.fingerprint, assumptions.canonical_json(), *sorted(gemeenten or ())),
        lambda: planning.todays_budgets(area, assumptions, gemeenten),
    )


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner=False)
def _todays_budgets(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds all that the computation depends on
    _compute: Callable[[], tuple[Budget, ...]],
) -> tuple[Budget, ...]:
    return _compute()


@st.cache_data
def preset_normen() -> Normenkader:
    """Return the norms to begin with."""
    return review.preset_normen()


def reviewed(
    area: Region,
    scenario: Scenario,
    assumptions: Uitgangspunten,
    *,
    kader: Normenkader,
    confirmations: Confirmations,
    school_m: float = review.SCHOOL_M,
) -> review.Review:
    """Judge a scenario by the norms of `kader`; schools are far from `school_m` [m] on."""
    key = (
        area.fingerprint,
        scenario.model_dump_json(),
        assumptions.canonical_json(),
        kader.canonical_json(),
        confirmations.canonical_json(),
        str(school_m),
    )
    return _reviewed(
        key,
        lambda: review.review_scenario(
            area, scenario, assumptions, kader=kader, confirmations=confirmations, school_m=school_m
        ),
    )


@st.cache_resource(max_entries=_MAX_OUTCOMES, show_spinner="De normen worden getoetst …")
def _reviewed(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds all that the computation depends on
    _compute: Callable[[], review.Review],
) -> review.Review:
    return _compute()
