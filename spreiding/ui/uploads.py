"""A new region from uploaded files: each is inspected, and the user says what it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from spreiding import intake, workflow
from spreiding.errors import SpreidingError
from spreiding.intake import FileReport, Role
from spreiding.io.inputs import FROM_OSM
from spreiding.supply import slug
from spreiding.ui import actions, inlezen, panels, site_file, state
from spreiding.ui.markdown import plain
from spreiding.ui.site_file import HowToRead
from spreiding.ui.staging import staged
from spreiding.ui.teksten import sentence

_OPENSTREETMAP: Final = (".osm", ".osm.pbf", ".pbf")


@dataclass(frozen=True)
class _Chosen:
    """What a file is taken for, how its places are read, and whether something is wrong with it as that."""

    file: UploadedFile
    role: Role | None
    how: HowToRead
    is_broken: bool


@dataclass(frozen=True)
class _Inspected:
    """An uploaded file with what it is, or with what is wrong with it."""

    file: UploadedFile
    report: FileReport | None
    fault: str

    @property
    def kind(self) -> str:
        """Kind of file; empty for one that cannot be read."""
        return "" if self.report is None else self.report.soort.value


def show() -> None:
    """Let the user choose files, tell what each is, and build a region from them."""
    st.markdown(inlezen.ABOUT_FILES)
    files = st.file_uploader(
        inlezen.FILES.format(max_mb=inlezen.MAX_MB),
        accept_multiple_files=True,
        max_upload_size=inlezen.MAX_MB,
        help=inlezen.FILES_HELP,
        # Another box for another region: it is empty again once its files have become one.
        key=f"bestanden-{state.current().region}",
    )
    inspected = [_Inspected(file, *_inspect(file.file_id, file)) for file in files]
    suggested = intake.suggest_roles(each.kind for each in inspected)
    chosen = [_choose(each, role) for each, role in zip(inspected, suggested, strict=True)]
    if chosen:
        _ask_and_build(chosen)


# Sentences are kept, not exceptions: those hold on to everything that was at hand, the whole upload included.
@st.cache_data(max_entries=40, show_spinner="Het bestand wordt nagekeken …")
def _inspect(
    file_id: str,  # noqa: ARG001 - every upload has a key of its own
    _file: UploadedFile,
) -> tuple[FileReport | None, str]:
    try:
        with staged([(_file.name, _file.getbuffer())]) as (path,):
            return intake.describe_file(path), ""
    except SpreidingError as error:
        return None, sentence(error)


def _choose(each: _Inspected, suggested: Role | None) -> _Chosen:
    """Tell what a file is, and ask what the user takes it for; places are read at once."""
    with st.container(border=True):
        about, role = st.columns([3, 2], vertical_alignment="center")
        with about:
            st.markdown(f"**{plain(each.file.name)}**")
            if each.report is not None:
                st.caption(plain(inlezen.kind_line(each.report)))
                if suggested is None:
                    st.caption(inlezen.UNKNOWN_KIND if each.kind == inlezen.UNKNOWN else inlezen.NO_ROLE_LEFT)
        roles = list(inlezen.ROLES)
        chosen: Role | None = role.selectbox(
            inlezen.ROLE_OF,
            roles,
            index=roles.index(suggested),
            format_func=inlezen.ROLES.__getitem__,
            key=f"rol-{each.file.file_id}",
        )
        if each.fault:
            panels.fault(each.fault)
        elif chosen in intake.PLACE_ROLES:
            read, how = site_file.read(each.file, chosen)
            return _Chosen(each.file, chosen, how, is_broken=read is None)
    return _Chosen(each.file, chosen, HowToRead(), is_broken=bool(each.fault))


def _ask_and_build(chosen: Sequence[_Chosen]) -> None:
    roles = [each.role for each in chosen]
    from_osm = _ask_openstreetmap(chosen)
    name = st.text_input(inlezen.REGION_NAME, max_chars=inlezen.MAX_NAME, key="regionaam").strip()
    obstacles = inlezen.obstacles(roles, has_name=bool(name))
    if any(each.is_broken and each.role is not None for each in chosen):
        obstacles.append(inlezen.BROKEN)
    for line in obstacles:
        st.info(line)
    is_free = may_replace(name, key="regio-vervangen")
    # Above the button, where one looks; below it the bar could be off the screen.
    progress = st.container()
    if st.button(inlezen.MAKE_REGION, type="primary", disabled=bool(obstacles) or not is_free, key="regio-maken"):
        with progress:
            _build(name, chosen, from_osm)


def _ask_openstreetmap(chosen: Sequence[_Chosen]) -> tuple[Role, ...]:
    """Ask which places to take from the file of roads when that is OpenStreetMap; a file of their own goes first."""
    roles = {each.role for each in chosen}
    if not any(each.role is Role.WEGEN and each.file.name.lower().endswith(_OPENSTREETMAP) for each in chosen):
        return ()
    asked: list[tuple[tuple[Role, ...], str]] = [((Role.VESTIGINGEN,), inlezen.FROM_OSM)]
    # A kern belongs to a gemeente: without boundaries none can be found.
    if Role.GEMEENTEN in roles:
        asked.append(((Role.KERNEN, Role.KANDIDATEN), inlezen.PLACES_FROM_OSM))
    asked.append(((Role.SCHOLEN,), inlezen.SCHOOLS_FROM_OSM))
    wanted: list[Role] = []
    for offered, label in asked:
        free = [role for role in offered if role not in roles]
        if free and st.checkbox(label, value=True, key=f"osm-{offered[0]}"):
            wanted += free
    return tuple(wanted)


def may_replace(name: str, *, key: str) -> bool:
    """Whether a region may be written under `name`: it is free, or the user says to replace the one that has it."""
    if not name or slug(name) not in workflow.region_names():
        return True
    return st.checkbox(inlezen.REPLACE.format(name=plain(slug(name))), key=f"{key}-{slug(name)}")


def _build(name: str, chosen: Sequence[_Chosen], from_osm: Sequence[Role]) -> None:
    """Build the region with a bar of progress, and choose it; a fault leaves everything as it was."""
    used = [each for each in chosen if each.role is not None]
    # One way of reading counts for all files of places; as given is what the others say anyway.
    how = next((each.how for each in used if each.how != HowToRead()), HowToRead())
    bar = st.progress(0.0)
    try:
        with staged((each.file.name, each.file.getbuffer()) for each in used) as paths:
            by_role = {each.role: path for each, path in zip(used, paths, strict=True) if each.role is not None}
            by_role |= dict.fromkeys(from_osm, Path(FROM_OSM))
            inputs = intake.inputs_for(name, by_role, reading=how.reading)
            folder, manifest = workflow.build(
                inputs, None, on_progress=lambda step, share: advance(bar, step, share), locate=how.locate
            )
    except SpreidingError as error:
        bar.empty()
        panels.fault(sentence(error))
        st.caption(inlezen.UNCHANGED)
        return
    state.apply(actions.enter_region, folder.name, inlezen.MADE.format(name=manifest.name))
    st.rerun()


def advance(bar: "st.delta_generator.DeltaGenerator", step: str, share: float) -> None:
    """Move a bar of progress, with what is being done and the advice to stay: who leaves ends the work."""
    bar.progress(min(max(share, 0.0), 1.0), text=f"{plain(step)} … {inlezen.STAY}")
