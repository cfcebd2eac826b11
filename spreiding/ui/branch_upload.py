"""Other branches or candidates in the open region, from an uploaded file: always as a new region beside it."""

from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from spreiding import intake, workflow
from spreiding.errors import SpreidingError
from spreiding.intake import Role, SiteFile
from spreiding.io.places.columns import TableKind
from spreiding.region import Region
from spreiding.supply import slug
from spreiding.ui import actions, inlezen, kolommen, panels, site_file, state
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.staging import staged
from spreiding.ui.teksten import sentence
from spreiding.ui.uploads import may_replace

_TEMPLATE_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(context: Context) -> None:
    """Hand out the template, read a file of branches or candidates, and make a region with them."""
    st.markdown(inlezen.ABOUT_BRANCHES.format(name=plain(context.base.manifest.name)))
    role: Role = st.radio(inlezen.WHAT, list(inlezen.WHATS), format_func=inlezen.WHATS.__getitem__, key="soort-plekken")
    kind = TableKind.KANDIDATEN if role is Role.KANDIDATEN else TableKind.VESTIGINGEN
    st.download_button(
        inlezen.TEMPLATE,
        lambda: kolommen.template_bytes(kind, ".xlsx"),
        file_name=inlezen.TEMPLATE_FILE.format(kind=kind),
        mime=_TEMPLATE_TYPE,
        icon=":material/download:",
        on_click="ignore",
    )
    file = st.file_uploader(
        inlezen.BRANCH_FILE.format(max_mb=inlezen.MAX_BRANCH_MB),
        max_upload_size=inlezen.MAX_BRANCH_MB,
        key=f"plekken-{context.state.region}",
    )
    if file is not None:
        read, _ = site_file.read(file, role)
        if isinstance(read, SiteFile):
            _ask_and_make(context, file, read, role)
        else:
            st.caption(inlezen.UNCHANGED)


def _ask_and_make(context: Context, file: UploadedFile, read: SiteFile, role: Role) -> None:
    region = context.base
    name = st.text_input(
        inlezen.REGION_NAME,
        value=inlezen.OWN_NAME.format(name=region.manifest.name)[: inlezen.MAX_NAME],
        max_chars=inlezen.MAX_NAME,
        key=f"naam-plekken-{context.state.region}",
    ).strip()
    is_own = slug(name) == context.state.region
    if is_own:
        st.info(inlezen.SAME_NAME)
    is_free = not is_own and may_replace(name, key="plekken-vervangen")
    if st.button(inlezen.MAKE_REGION, type="primary", disabled=not name or not is_free, key="plekken-maken"):
        _make(region, file, read, role=role, name=name)


def _make(region: Region, file: UploadedFile, read: SiteFile, *, role: Role, name: str) -> None:
    """Write the new region and choose it; a fault leaves everything as it was."""
    try:
        with staged([(file.name, file.getbuffer())]) as (path,), st.spinner(inlezen.MAKE_REGION):
            folder = workflow.keep_region(intake.with_sites(region, read.sites, role, name=name, path=path))
    except SpreidingError as error:
        panels.fault(sentence(error))
        st.caption(inlezen.UNCHANGED)
        return
    state.apply(actions.enter_region, folder.name, inlezen.MADE.format(name=name))
    st.rerun()
