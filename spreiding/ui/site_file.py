"""An uploaded file of places: read at once, and asked about when it cannot be meant as written."""

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from spreiding import intake
from spreiding.errors import InputErrors, SpreidingError
from spreiding.intake import Locate, PlaceFile, Reading, Role
from spreiding.ui import inlezen, kolommen, panels
from spreiding.ui.markdown import plain
from spreiding.ui.staging import staged
from spreiding.ui.teksten import sentence


@dataclass(frozen=True)
class HowToRead:
    """What a user says of the places in a file: how to read the coordinates, and to look up the addresses."""

    reading: Reading = Reading.AS_GIVEN
    looks_up: bool = False

    @property
    def locate(self) -> Locate | None:
        """What finds addresses; None when nobody asked for it."""
        if not self.looks_up:
            return None
        from spreiding import retrieval  # noqa: PLC0415 - the network client takes 0.15 s that only this needs

        return retrieval.locate_addresses


@dataclass(frozen=True)
class _Read:
    """What a file holds, or its faults: as sentences and by kind."""

    found: PlaceFile | None = None
    fault: str = ""
    kinds: frozenset[str] = frozenset()


def read(file: UploadedFile, role: Role) -> tuple[PlaceFile | None, HowToRead]:
    """Show what the file holds or what is wrong with it; return its places and how its user wants it read."""
    how = HowToRead()
    result = _sites(file.file_id, role, how, file)
    # What is wrong stands above the question that may mend it.
    told = st.container()
    if result.kinds & inlezen.MISREAD:
        reading = st.radio(
            inlezen.READING,
            list(inlezen.READINGS),
            format_func=inlezen.READINGS.__getitem__,
            key=f"lezing-{file.file_id}",
        )
        how = replace(how, reading=reading)
        result = _sites(file.file_id, role, how, file)
    if result.kinds & inlezen.WITHOUT_POINT and st.checkbox(inlezen.LOOK_UP, key=f"adressen-{file.file_id}"):
        how = replace(how, looks_up=True)
        result = _sites(file.file_id, role, how, file)
    with told:
        _tell(result, file.name)
    return result.found, how


def _tell(result: _Read, file: str) -> None:
    """Show what a file holds, or what is wrong with it."""
    if result.found is None:
        panels.fault(result.fault)
        return
    st.caption(plain(inlezen.read_line(result.found.names, file)))
    for line in kolommen.file_remarks(result.found.remarks):
        st.caption(plain(line))


# Sentences are kept, not exceptions: those hold on to everything that was at hand, the whole upload included.
@st.cache_data(max_entries=20, show_spinner="Het bestand wordt gelezen …")
def _sites(
    file_id: str,  # noqa: ARG001 - every upload has a key of its own
    role: Role,
    how: HowToRead,
    _file: UploadedFile,
) -> _Read:
    try:
        with staged([(_file.name, _file.getbuffer())]) as (path,):
            return _Read(intake.read_places(path, role, reading=how.reading, locate=how.locate))
    except SpreidingError as error:
        faults = error.errors if isinstance(error, InputErrors) else (error,)
        return _Read(fault=sentence(error), kinds=frozenset(fault.kind for fault in faults))
