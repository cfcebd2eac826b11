"""The area from which one branch is reached: the choice of a branch, and what its colours on the map mean."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from spreiding.groups import Catchments
from spreiding.placing import Kind
from spreiding.ui import backdrop, cached, labels, legend, rows, sluiten
from spreiding.ui.context import Context
from spreiding.ui.maps import Band
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import edge, whole
from spreiding.workflow import Outcome

LIMITS: Final = {Kind.MINUTES: (5.0, 10.0, 15.0), Kind.METRES: (2500.0, 5000.0, 10_000.0)}
# YlGnBu (ColorBrewer): the nearer, the darker; the outermost is dark enough for an edge on the squares.
COLOURS: Final = ("#253494", "#2c7fb8", "#41b6c4")


@dataclass(frozen=True)
class Reach:
    """The area around one branch: what the map draws, from far to near, and the words that go with it.

    `catchment` tells who is nearest to it, `closing` what happens to them if it closes.
    """

    bands: tuple[Band, ...]
    title: str
    catchment: str
    closing: str


def pick(context: Context, outcome: Outcome, *, key: str) -> Reach | None:
    """Let the user pick an open branch, in minutes or in kilometres; None while none is picked."""
    plan = outcome.evaluation.plan
    listed = rows.listed_sites(outcome.region, plan, context.state.gemeente)
    names = {site.id: site.name for site in listed if site.id in plan.by_id}
    chosen = st.selectbox(
        labels.REACH,
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=labels.PICK_BRANCH,
        # Other choices for another region or gemeente.
        key=f"{key}-{context.base.fingerprint}-{context.state.gemeente}",
    )
    if chosen is None:
        return None
    kind = st.radio(
        labels.REACH_IN,
        list(LIMITS),
        format_func=lambda kind: labels.REACH_KINDS[kind.value],
        horizontal=True,
        label_visibility="collapsed",
        key=f"{key}-in",
    )
    return _reach(outcome, chosen, kind)


def _reach(outcome: Outcome, site_id: str, kind: Kind) -> Reach:
    """Work out the area around a branch and who is nearest to it."""
    region, evaluation = outcome.region, outcome.evaluation
    closing = cached.closing_of(region, evaluation, site_id)
    areas = cached.reach(region, site_id, evaluation.norm.modality, kind=kind, limits=LIMITS[kind])
    return Reach(
        bands=tuple(
            Band(words, colour, backdrop.polygons(area))
            for words, colour, area in reversed(list(zip(_words(kind), COLOURS, areas, strict=True)))
        ),
        title=labels.REACH_TITLE.format(
            site=region.sites[region.site_index[site_id]].name, modality=labels.MODALITIES[evaluation.norm.modality]
        ),
        catchment=catchment_line(cached.catchments(region, evaluation), region.site_index[site_id]),
        closing="" if closing is None else sluiten.closing_text(closing, [site.name for site in region.sites]),
    )


def _words(kind: Kind) -> list[str]:
    if kind is Kind.MINUTES:
        return [labels.WITHIN_MINUTES.format(minutes=whole(limit)) for limit in LIMITS[kind]]
    return [labels.WITHIN_KM.format(km=edge(limit)) for limit in LIMITS[kind]]


def show_legend(reach: Reach | None) -> None:
    """Say what the colours mean, who is nearest to the branch, and what its closing would mean to them."""
    if reach is not None:
        st.html(legend.reach_legend_html(reach.title, [(band.colour, band.words) for band in reversed(reach.bands)]))
        st.caption(plain(reach.catchment))
        st.caption(plain(reach.closing))


def catchment_line(found: Catchments, index: int) -> str:
    """Say how many inwoners are nearest to the site with this index, per age group as far as known."""
    line = labels.NEAREST_TO.format(persons=whole(found.inwoners[index]))
    unknown = float(found.inwoners_without_age[index])
    parts = [
        f"{whole(count)} {words}" for count, words in zip(found.groups[index], labels.AGES, strict=True) if count > 0
    ]
    if unknown > 0:
        parts.append(labels.AGE_UNKNOWN.format(persons=whole(unknown)))
    return f"{line}: {', '.join(parts)}." if parts else f"{line}."
