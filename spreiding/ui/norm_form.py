"""Choose which norms are tested, change one in a form, keep them and read them back."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from spreiding.domain import Modality
from spreiding.errors import InputErrors, SpreidingError
from spreiding.normenkader import Normenkader
from spreiding.norms import AnyNorm, Area, HoursNorm, KernNorm, Label, OwnWay, ReachingNorm
from spreiding.review import format_normenkader, parse_normenkader, split_testable
from spreiding.ui import labels, norm_actions, norm_fields, normen, panels, state
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.norm_asked import asked, sources, way
from spreiding.ui.teksten import sentence

_MAX_TEXT = 1000


def show(context: Context, kader: Normenkader) -> None:
    """Show which norms are tested, the form of one, and how to keep them."""
    st.markdown(f"**{normen.TEST_WHICH}**")
    _choose(context, kader)
    with st.expander(normen.EDIT, icon=":material/edit:"):
        _edit(context, kader)
    with st.expander(normen.KEEP, icon=":material/save:"):
        _keep(context, kader)


def _choose(context: Context, kader: Normenkader) -> None:
    """Show a box per norm: tested or left out."""
    testing, sides = context.state.testing, st.columns(2)
    half = (len(kader.norms) + 1) // 2
    for number, norm in enumerate(kader.norms):
        key = f"toets-{testing.n_edits}-{number}"
        sides[number // half].checkbox(
            f"{plain(norm.name)} ({norm.label.value})",
            value=norm.name not in testing.left_out,
            help=plain(f"{asked(norm)} {normen.BRON}: {norm.bron}"),
            key=key,
            on_change=_switch,
            args=(key, norm.name),
        )


def _switch(key: str, name: str) -> None:
    state.apply_value(key, norm_actions.switch_norm, name)


def _edit(context: Context, kader: Normenkader) -> None:
    """Show the form of one norm; a fault is told and what was typed stays."""
    n_edits, names = context.state.testing.n_edits, [norm.name for norm in kader.norms]
    picked = context.state.testing.norm
    name = st.selectbox(
        normen.EDIT_WHICH, names, index=names.index(picked) if picked in names else 0, key=f"pas-aan-{n_edits}"
    )
    if name == context.state.testing.saved:
        st.success(plain(normen.SAVED.format(norm=name)))
    norm = kader.norms[names.index(name)]
    st.button(
        normen.COPY_NORM,
        icon=":material/content_copy:",
        key=f"kopie-{n_edits}",
        on_click=state.apply,
        args=(norm_actions.copy_norm, kader, name),
    )
    stem = f"{n_edits}-{names.index(name)}"
    with st.form(f"norm-{stem}"):
        st.caption(normen.EDIT_NOTE)
        texts = _texts(norm, kader, stem)
        numbers = {
            field: st.text_input(
                field.label, value=norm_fields.written(norm, field), key=f"{'.'.join(field.path)}-{stem}"
            )
            for field in norm_fields.fields_of(norm)
        }
        is_sent = st.form_submit_button(normen.SAVE, type="primary")
    if not is_sent:
        return
    try:
        changed = norm_fields.edited(kader, norm, texts=texts, numbers=numbers)
    except SpreidingError as error:
        panels.fault(sentence(error))
        return
    state.apply(norm_actions.edit_norm, changed, norm.name, changed.norms[names.index(name)].name)
    st.rerun()


def _texts(norm: AnyNorm, kader: Normenkader, stem: str) -> Mapping[str, Any]:
    """Show the name, source and authority of a norm, and how and for whom it counts."""
    authorities = list(Label)
    found: dict[str, Any] = {
        "name": st.text_input(normen.NAME, value=norm.name, max_chars=_MAX_TEXT, key=f"naam-{stem}"),
        "label": st.selectbox(
            normen.LABEL,
            authorities,
            index=authorities.index(norm.label),
            format_func=lambda authority: authority.value,
            key=f"label-{stem}",
        ),
        "bron": st.text_area(normen.BRON, value=norm.bron, max_chars=_MAX_TEXT, key=f"bron-{stem}"),
        "explanation": st.text_area(
            normen.EXPLANATION, value=norm.explanation, max_chars=_MAX_TEXT, key=f"toelichting-{stem}"
        ),
    }
    return found | _counting(norm, kader, stem)


def _counting(norm: AnyNorm, kader: Normenkader, stem: str) -> dict[str, Any]:
    """Show how and for whom a norm counts, for which areas, and what counts along."""
    found: dict[str, Any] = {}
    if isinstance(norm, ReachingNorm | KernNorm):
        ways: list[Modality | OwnWay] = [*Modality, *(OwnWay if isinstance(norm, ReachingNorm) else ())]
        found["modality"] = st.selectbox(
            normen.MODALITY, ways, index=ways.index(norm.modality), format_func=way, key=f"vervoer-{stem}"
        )
    if isinstance(norm, ReachingNorm):
        known, areas = [group.name for group in kader.groups], list(Area)
        chosen = [name for name in norm.groups if name in known]
        about = plain("; ".join(sources(kader.groups)))
        found["groups"] = st.multiselect(normen.GROUPS, known, default=chosen, help=about, key=f"groepen-{stem}")
        found["area"] = st.selectbox(
            normen.AREA,
            areas,
            index=areas.index(norm.area),
            format_func=normen.AREAS.__getitem__,
            key=f"gebied-{stem}",
        )
        found["counts_neighbours"] = st.checkbox(
            normen.COUNTS_NEIGHBOURS, value=norm.counts_neighbours, key=f"buren-{stem}"
        )
    if isinstance(norm, HoursNorm):
        found["counts_unstaffed"] = st.checkbox(
            normen.COUNTS_UNSTAFFED, value=norm.counts_unstaffed, key=f"onbemand-{stem}"
        )
    return found


def _keep(context: Context, kader: Normenkader) -> None:
    """Offer the norms as a file, read one back, and go back to those to begin with."""
    st.caption(normen.KEEP_NOTE)
    st.download_button(
        normen.DOWNLOAD_TOML,
        format_normenkader(kader),
        file_name=normen.TOML_FILE,
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
    )
    st.button(
        normen.RESET,
        icon=":material/restart_alt:",
        disabled=context.state.testing.kader is None and not context.state.testing.left_out,
        on_click=state.apply,
        args=(norm_actions.take_kader, None),
    )
    # A new key after every change: the box is empty again once its norms are taken over.
    file = st.file_uploader(
        normen.READ,
        help=normen.READ_HELP,
        max_upload_size=labels.MAX_UPLOAD_MB,
        key=f"normen-{context.state.testing.n_edits}",
    )
    if file is None:
        return
    try:
        read = parse_normenkader(file.getvalue(), name=file.name)
        testable, faults = split_testable(read, context.region, context.uitgangspunten)
        if testable is None:
            raise InputErrors(faults)
    except SpreidingError as error:
        panels.fault(sentence(error))
        return
    state.apply(norm_actions.take_kader, read)
    st.rerun()
