"""The quality report of a region on the screen."""

import json

import streamlit as st

from spreiding.answers import quality_answer
from spreiding.quality import FAR_BRANCH_M, FAR_FROM_ROAD_M, MAX_DIFFERENCE_KM, Quality
from spreiding.region import Region
from spreiding.ui import kwaliteit, quality_tables, rows
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import edge, whole


def show(region: Region, quality: Quality) -> None:
    """Show the figures at the top, every finding in words, and a table per subject."""
    st.subheader(plain(quality.name))
    columns = st.columns(len(kwaliteit.HEADLINES))
    for column, (label, figure, note) in zip(columns, kwaliteit.headlines(quality), strict=True):
        with column.container(border=True, height="stretch"):
            st.metric(label, figure)
            st.caption(note)
    st.markdown(plain(kwaliteit.summary(quality)))
    findings, sources, distances, branches, roads = st.tabs(list(quality_tables.TABS))
    with findings:
        _findings(quality)
    with sources:
        st.caption(quality_tables.ABOUT_SOURCES)
        st.table(rows.bron_rows(region.manifest))
    with distances:
        _distances(quality)
    with branches:
        if quality.branches:
            st.caption(quality_tables.ABOUT_BRANCHES.format(far=whole(FAR_BRANCH_M)))
            st.dataframe(quality_tables.branch_rows(quality))
        else:
            st.caption(quality_tables.NO_BRANCHES)
    with roads:
        _roads(quality)
    st.download_button(
        quality_tables.DOWNLOAD,
        json.dumps(quality_answer(quality), ensure_ascii=False, indent=2),
        file_name=quality_tables.DOWNLOAD_FILE,
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
    )


def _findings(quality: Quality) -> None:
    """Show what asks for attention in sight; the rest can be unfolded."""
    notable, orderly = quality_tables.notable_rows(quality), quality_tables.orderly_rows(quality)
    if not notable.empty:
        st.table(notable)
    with st.expander(quality_tables.IN_ORDER_TITLE.format(n=len(orderly)), icon=":material/check:"):
        st.table(orderly)


def _distances(quality: Quality) -> None:
    if not quality.n_compared:
        st.info(f"{kwaliteit.NO_FACTS} {kwaliteit.GIVE_FACTS}")
    else:
        st.caption(quality_tables.ABOUT_DISTANCE.format(max_km=edge(MAX_DIFFERENCE_KM * 1000)))
        if quality.is_example:
            st.info(quality_tables.CALIBRATED, icon=":material/science:")
    if quality.gemeenten:
        st.table(quality_tables.distance_rows(quality))


def _roads(quality: Quality) -> None:
    st.caption(quality_tables.ABOUT_NETWORK)
    st.table(quality_tables.network_rows(quality))
    far = whole(FAR_FROM_ROAD_M)
    if not quality.squares_far:
        st.caption(quality_tables.NO_FAR.format(far=far))
        return
    st.caption(quality_tables.ABOUT_FAR.format(far=far))
    link = st.column_config.LinkColumn(display_text=quality_tables.MAP_LINK, help=quality_tables.MAP_HELP)
    st.dataframe(quality_tables.far_rows(quality), column_config={quality_tables.ON_THE_MAP: link})
