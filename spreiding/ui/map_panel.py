"""The map with its legend, as the pages show it."""

from functools import partial

import numpy as np
import streamlit as st

from spreiding.compare import Comparison
from spreiding.demand import FloatArray
from spreiding.ui import actions, backdrop, cached, legend, map_view, maps, markers, raster, state
from spreiding.ui.context import Context
from spreiding.ui.legend import MapClasses
from spreiding.ui.maps import Box
from spreiding.ui.reach_panel import Reach
from spreiding.workflow import Outcome


def show_map(
    context: Context, outcome: Outcome, *, key: str, comparison: Comparison | None = None, reach: Reach | None = None
) -> None:
    """Show the squares by distance, or by their change against today, and the markers; clicks are commands.

    `reach` is drawn over the squares.
    """
    grid = cached.pixel_grid(context.region)
    classes, metres = _classes(outcome, comparison)
    shown = markers.build_markers(
        outcome.region,
        outcome.evaluation.plan,
        shows_candidates=context.state.shows_candidates,
        selected=context.state.site,
    )
    roads, borders = cached.backdrop_lines(context.region)
    outline = None if context.gemeente is None else backdrop.outline(context.region, context.gemeente.code)
    map_view.show(
        maps.base_map(roads=roads, borders=borders),
        maps.layers(
            grid,
            raster.paint(grid, classes.of(metres), classes.colours),
            shown,
            box=_box(context),
            outline=outline,
            bands=() if reach is None else reach.bands,
        ),
        key=key,
        on_change=partial(state.apply_value, key, actions.click_map),
    )


def _classes(outcome: Outcome, comparison: Comparison | None) -> tuple[MapClasses, FloatArray]:
    """Return the classes of the map and the value of each square [m]."""
    if comparison is None:
        return legend.distance_classes(outcome.evaluation.norm.max_m), outcome.evaluation.square_m
    return legend.change_classes(), comparison.square_m


def show_legend(context: Context, outcome: Outcome, *, comparison: Comparison | None = None) -> None:
    """Show what the colours and markers mean, with the inhabitants per class, outside the map."""
    classes, _ = _classes(outcome, comparison)
    region, norm_m = context.region, outcome.evaluation.norm.max_m
    here = np.ones(region.demand.square.size, dtype=np.bool_)
    if context.gemeente is not None:
        here = region.squares.gemeente[region.demand.square] == region.gemeenten.index(context.gemeente)
    metres = outcome.evaluation.nearest.metres if comparison is None else comparison.point_m
    persons = legend.persons_per_class(classes, metres[here], region.demand.inwoners[here])
    groups = legend.distance_groups(norm_m) if comparison is None else ()
    st.html(legend.legend_html(classes, persons, groups=groups))
    looks = markers.legend_looks(
        outcome.region, outcome.evaluation.plan, shows_candidates=context.state.shows_candidates
    )
    st.html(legend.marker_legend_html(looks))


def _box(context: Context) -> Box:
    """Look at the chosen gemeente, or at all squares of the region."""
    if context.gemeente is not None and context.gemeente.code in context.region.areas:
        return maps.box_of(context.region.areas[context.gemeente.code].bounds)
    return cached.pixel_grid(context.region).bounds_deg
