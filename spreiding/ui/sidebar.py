"""Choices that hold on every page: region, gemeente and norm."""

import streamlit as st

from spreiding import workflow
from spreiding.domain import Modality
from spreiding.ui import actions, context, labels, state
from spreiding.ui.panels import plain


def show() -> None:
    """Show the pickers of region, gemeente and norm, with the norm's authority."""
    with st.sidebar:
        _pick_region()
    # Outside the sidebar: a region that cannot be opened is told on the page itself.
    loaded = context.load()
    with st.sidebar:
        names = {gemeente.code: gemeente.name for gemeente in loaded.region.gemeenten}
        key = f"gemeente-{loaded.state.region}"
        # The empty code is the whole region: a choice like the others, not a cleared box.
        codes = ["", *sorted(names, key=names.__getitem__)]
        st.selectbox(
            labels.GEMEENTE,
            codes,
            index=codes.index(loaded.state.gemeente or ""),
            format_func=lambda code: names.get(code, labels.WHOLE_REGION),
            key=key,
            on_change=state.apply_value,
            args=(key, actions.choose_gemeente),
        )
        _pick_norm(loaded)


def _pick_region() -> None:
    known = list(dict.fromkeys((*workflow.region_names(), state.current().region)))
    if len(known) == 1:
        return
    st.selectbox(
        labels.REGION,
        known,
        index=known.index(state.current().region),
        key="regio",
        on_change=state.apply_value,
        args=("regio", actions.choose_region),
    )


def _pick_norm(loaded: context.Context) -> None:
    norm = loaded.uitgangspunten.norm
    st.subheader(labels.ASSUMPTIONS)
    st.number_input(
        labels.NORM_DISTANCE,
        min_value=labels.MIN_NORM_M,
        max_value=labels.MAX_NORM_M,
        value=round(norm.max_m),
        step=labels.STEP_NORM_M,
        help=labels.NORM_HELP,
        key="norm",
        on_change=state.apply_value,
        args=("norm", actions.choose_norm),
    )
    modalities = list(Modality)
    st.radio(
        labels.MODALITY,
        modalities,
        index=modalities.index(norm.modality),
        format_func=labels.MODALITIES.__getitem__,
        key="vervoer",
        on_change=state.apply_value,
        args=("vervoer", actions.choose_modality),
    )
    st.caption(labels.NORM_SOURCE.format(label=norm.label.value, bron=plain(norm.bron)))
