"""Choices that hold on every page: region, gemeente and norm."""

import streamlit as st

from spreiding import workflow
from spreiding.demand import Variant
from spreiding.domain import Modality
from spreiding.forecast import forecast_years
from spreiding.ui import actions, context, labels, peiljaar, state
from spreiding.ui.markdown import plain


def show() -> None:
    """Show the pickers of region, gemeente and norm, with the norm's authority."""
    with st.sidebar:
        _pick_region()
    # Outside the sidebar: a region that cannot be opened is told on the page itself.
    loaded = context.load()
    with st.sidebar:
        names = {gemeente.code: gemeente.name for gemeente in loaded.region.gemeenten}
        key = f"gemeente-{loaded.base.fingerprint}"
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
        _pick_year(loaded)
        _pick_norm(loaded)


def _pick_region() -> None:
    known = list(dict.fromkeys((*workflow.region_names(), state.current().region)))
    if len(known) == 1:
        return
    # A region can also be chosen elsewhere, by making it: then this is another box, with that region in it.
    key = f"regio-{state.current().region}"
    st.selectbox(
        labels.REGION,
        known,
        index=known.index(state.current().region),
        key=key,
        on_change=state.apply_value,
        args=(key, actions.choose_region),
    )


def _pick_year(loaded: context.Context) -> None:
    """Offer the years of the forecast, and which of its figures; nothing for a region without one."""
    years = forecast_years(loaded.base.forecasts)
    if not years:
        return
    chosen = loaded.state
    key = f"peiljaar-{loaded.base.fingerprint}"
    st.selectbox(
        peiljaar.YEAR,
        # Zero is today: a choice like the others, not a cleared box.
        [0, *years],
        index=(0, *years).index(chosen.year or 0),
        format_func=lambda year: str(year) if year else peiljaar.NOW,
        key=key,
        on_change=state.apply_value,
        args=(key, actions.choose_year),
    )
    variants = [variant for variant in Variant if set(forecast_years(loaded.base.forecasts, variant)) == set(years)]
    if chosen.year is None or len(variants) == 1:
        return
    st.radio(
        peiljaar.VARIANT,
        variants,
        index=variants.index(chosen.variant),
        format_func=peiljaar.VARIANTS.__getitem__,
        key="variant",
        on_change=state.apply_value,
        args=("variant", actions.choose_variant),
    )


def _pick_norm(loaded: context.Context) -> None:
    norm = loaded.uitgangspunten.norm
    st.subheader(labels.ASSUMPTIONS)
    # Another box once the norm was changed from elsewhere, by a question that must give way.
    key = f"norm-{loaded.state.asking.n}"
    st.number_input(
        labels.NORM_DISTANCE,
        min_value=labels.MIN_NORM_M,
        max_value=labels.MAX_NORM_M,
        value=round(norm.max_m),
        step=labels.STEP_NORM_M,
        help=labels.NORM_HELP,
        key=key,
        on_change=state.apply_value,
        args=(key, actions.choose_norm),
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
