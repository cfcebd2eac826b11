"""A region from the official sources: the same as the command does, for a provincie."""

import streamlit as st

from spreiding import workflow
from spreiding.errors import SpreidingError
from spreiding.io.online.addresses import PROVINCIES
from spreiding.ui import actions, inlezen, ophalen, panels, state
from spreiding.ui.teksten import sentence
from spreiding.ui.uploads import advance, may_replace


def show() -> None:
    """Let the user fetch a provincie, and tell the command for the rest."""
    st.markdown(inlezen.ABOUT_FETCH)
    provincie = st.selectbox(
        inlezen.PROVINCIE, list(PROVINCIES), index=None, placeholder=inlezen.PICK_PROVINCIE, key="provincie"
    )
    is_free = may_replace(provincie or "", key="ophalen-vervangen")
    if st.button(inlezen.FETCH_NOW, type="primary", disabled=provincie is None or not is_free, key="ophalen"):
        _fetch(provincie or "")
    st.caption(inlezen.AFTER_FETCH)
    st.markdown(inlezen.ABOUT_COMMAND)
    st.code(inlezen.FETCH_COMMAND, language="shell")


def _fetch(provincie: str) -> None:
    """Fetch and build with a bar of progress; a fault leaves every region as it was, and what came is kept."""
    from spreiding import retrieval  # noqa: PLC0415 - the network client takes 0.15 s that only this needs

    bar = st.progress(0.0)
    try:
        fetched = retrieval.fetch_region(
            retrieval.Wish(provincies=(provincie,)),
            name=provincie,
            on_fetch=lambda progress: advance(bar, ophalen.progress_text(progress), progress.share),
        )
        with retrieval.drop_damaged(fetched.files.sources):
            folder, manifest = workflow.build(
                fetched.inputs, None, on_progress=lambda step, share: advance(bar, step, share)
            )
    except SpreidingError as error:
        bar.empty()
        panels.fault(sentence(error))
        st.caption(inlezen.UNCHANGED)
        return
    missing = [inlezen.NOT_FETCHED.format(reason=sentence(fault)) for fault in fetched.files.missing]
    state.apply(actions.enter_region, folder.name, " ".join([inlezen.MADE.format(name=manifest.name), *missing]))
    st.rerun()
