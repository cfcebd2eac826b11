"""The quality report of a region on the screen."""

import json

import streamlit as st

from spreiding.answers import quality_answer
from spreiding.quality import FAR_BRANCH_M, FAR_FROM_ROAD_M, MAX_DIFFERENCE_KM, Quality
from spreiding.region import Region
from spreiding.ui import kwaliteit, quality_tables, rows
from spreiding.ui.numbers import edge, whole
from spreiding.ui.panels import plain


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
        st.table(quality_tables.finding_rows(quality))
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


def _distances(quality: Quality) -> None:
    if not quality.n_compared:
        st.info(f"{kwaliteit.NO_FACTS} {kwaliteit.GIVE_FACTS}")
    else:
        st.caption(quality_tables.ABOUT_DISTANCE.format(max_km=edge(MAX_DIFFERENCE_KM * 1000)))
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
    st.dataframe(quality_tables.far_rows(quality))
