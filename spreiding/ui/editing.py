"""Blocks of the page Scenario's: choose a scenario, change one site, change them in a table."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from spreiding.domain import Huisvesting, Option, Package, Vestigingstype
from spreiding.errors import InputError, SpreidingError
from spreiding.supply import Site
from spreiding.ui import actions, labels, panels, places, state
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.teksten import sentence
from spreiding.workflow import Outcome, parse_scenarios, scenario_json

_TYPES: Final = tuple(reversed(Vestigingstype))


def toolbar(context: Context) -> None:
    """Choose a scenario, name it, copy it, go back and forth, download it."""
    pick, name = st.columns(2)
    stem = f"{len(context.state.past)}-{len(context.state.future)}-{context.scenario.id}"
    with pick:
        pick_scenario(context)
    if not context.scenario.is_locked:
        name.text_input(
            labels.NAME,
            value=context.scenario.name,
            max_chars=200,
            key=f"naam-{stem}",
            on_change=state.apply_value,
            args=(f"naam-{stem}", actions.rename_scenario),
        )
    with st.container(horizontal=True):
        _button(labels.COPY, actions.copy_scenario, icon="content_copy")
        _button(labels.UNDO, actions.undo, icon="undo", is_off=not context.state.past)
        _button(labels.REDO, actions.redo, icon="redo", is_off=not context.state.future)
        st.download_button(
            labels.DOWNLOAD,
            scenario_json(context.scenario),
            file_name=f"{context.scenario.id}.json",
            mime="application/json",
            icon=":material/download:",
        )
        _button(labels.REMOVE, actions.remove_scenario, icon="delete", is_off=context.scenario.is_locked)


def pick_scenario(context: Context) -> None:
    """Choose one of the scenarios."""
    scenarios = {scenario.id: scenario for scenario in context.state.scenarios}
    key = f"scenario-{len(context.state.past)}-{len(context.state.future)}-{context.scenario.id}"
    st.selectbox(
        labels.SCENARIO,
        list(scenarios),
        index=list(scenarios).index(context.scenario.id),
        format_func=lambda scenario_id: scenarios[scenario_id].name,
        key=key,
        on_change=state.apply_value,
        args=(key, actions.choose_scenario),
    )


def read_back(context: Context) -> None:
    """Read scenarios back from a file; a fault becomes a sentence and changes nothing."""
    with st.expander(labels.READ_BACK, icon=":material/upload:"):
        # A new key after every command: the box is empty again once its file is among the scenarios.
        file = st.file_uploader(
            labels.READ_BACK_FILE,
            help=labels.READ_BACK_HELP,
            max_upload_size=labels.MAX_UPLOAD_MB,
            key=f"bestand-{len(context.state.past)}-{len(context.state.future)}",
        )
        st.caption(labels.KEEP_NOTE)
        if file is None:
            return
        try:
            scenarios = parse_scenarios(context.region, file.getvalue(), name=file.name)
        except SpreidingError as error:
            st.warning(plain(sentence(error)))
            return
    state.apply(actions.add_scenarios, scenarios)
    st.rerun()


def _button(label: str, command: Callable[..., state.UiState], *, icon: str, is_off: bool = False) -> None:
    st.button(label, icon=f":material/{icon}:", disabled=is_off, on_click=state.apply, args=(command,))


def about(context: Context) -> None:
    """Say what the chosen scenario is, and whether it can be changed."""
    scenario = context.scenario
    for text in (scenario.description, scenario.bron):
        if text:
            st.caption(plain(text))
    if scenario.is_locked:
        st.info(labels.LOCKED, icon=":material/lock:")
    if actions.changes_housing_only(scenario, context.outcome.region.sites):
        st.info(labels.HOUSING_ONLY, icon=":material/home_work:")


def site_panel(context: Context, outcome: Outcome) -> None:
    """Change the selected site, or open a branch on the clicked spot."""
    st.caption(labels.CLICK_HELP)
    shown = [site for site in outcome.region.sites if context.state.gemeente in {None, site.gemeente}]
    sites = {site.id: site for site in sorted(shown, key=lambda site: (site.today is None, site.name))}
    if context.state.site in outcome.region.site_index:
        selected = outcome.region.sites[outcome.region.site_index[context.state.site]]
        sites.setdefault(selected.id, selected)
    key = f"plek-{context.state.site}-{context.state.point}"
    st.selectbox(
        labels.PICK_SITE,
        list(sites),
        index=list(sites).index(context.state.site) if context.state.site in sites else None,
        format_func=lambda site_id: sites[site_id].name,
        placeholder=labels.NOTHING_PICKED,
        key=key,
        on_change=state.apply_value,
        args=(key, actions.select_site),
    )
    if context.state.site in sites:
        _edit_site(context, sites[context.state.site], outcome.evaluation.plan.by_id.get(context.state.site))
    elif context.state.point is not None:
        _open_spot(context, outcome)


def _edit_site(context: Context, site: Site, option: Option | None) -> None:
    """Choose class, housing and extras of one site; every choice is a command at once."""
    is_off = context.scenario.is_locked
    base = option or site.today or Option(type=Vestigingstype.SERVICEPUNT)
    stem = f"{site.id}-{len(context.state.past)}-{context.scenario.id}"
    types: list[Vestigingstype | str | None] = [labels.CLOSED, *_TYPES]
    if None in {base.type, site.today.type if site.today else base.type}:
        types.append(None)

    def set_type(current: state.UiState, klasse: Vestigingstype | str | None) -> state.UiState:
        if klasse is not None and not isinstance(klasse, Vestigingstype):
            return actions.change_site(current, site, None)
        return actions.change_site(current, site, actions.with_type(base, klasse, context.uitgangspunten))

    st.radio(
        labels.TYPE,
        types,
        index=types.index(option.type if option else labels.CLOSED),
        format_func=lambda klasse: labels.TYPES.get(klasse, labels.CLOSED),
        key=f"klasse-{stem}",
        on_change=state.apply_value,
        args=(f"klasse-{stem}", set_type),
        disabled=is_off,
        horizontal=True,
    )
    if option is not None:
        _edit_extras(context, site, option, stem=stem)
    with st.expander(labels.ABOUT_SITE, icon=":material/info:"):
        panels.about_site(context, site)


def _edit_extras(context: Context, site: Site, option: Option, *, stem: str) -> None:
    """Choose housing, package and Open+ of an open branch."""
    is_off = context.scenario.is_locked
    has_package = option.type is not None and Package.LLO1 in context.uitgangspunten.kernfuncties[option.type]

    def setter(field: str, meaning: Callable[[Any], Any]) -> Callable[..., state.UiState]:
        def set_field(current: state.UiState, value: object) -> state.UiState:
            return actions.change_site(current, site, option.model_copy(update={field: meaning(value)}))

        return set_field

    housing = [None, *Huisvesting]
    st.selectbox(
        labels.HOUSING,
        housing,
        index=housing.index(option.huisvesting),
        format_func=labels.HUISVESTING.__getitem__,
        key=f"huis-{stem}",
        on_change=state.apply_value,
        args=(f"huis-{stem}", setter("huisvesting", lambda value: value)),
        disabled=is_off,
    )
    st.checkbox(
        labels.LLO1,
        value=option.package is Package.LLO1,
        key=f"llo-{stem}",
        on_change=state.apply_value,
        args=(f"llo-{stem}", setter("package", lambda is_on: Package.LLO1 if is_on else Package.GEEN)),
        disabled=is_off or not has_package,
    )
    st.checkbox(
        labels.OPEN_PLUS,
        value=option.open_plus,
        key=f"open-{stem}",
        on_change=state.apply_value,
        args=(f"open-{stem}", setter("open_plus", bool)),
        disabled=is_off,
    )


def _open_spot(context: Context, outcome: Outcome) -> None:
    """Offer to open a branch on the clicked empty spot."""
    if context.state.point is None:
        return
    try:
        site = places.new_site(outcome.region, context.state.point, taken=outcome.region.site_index)
    except InputError as error:
        st.warning(sentence(error))
        return
    names = {gemeente.code: gemeente.name for gemeente in context.region.gemeenten}
    st.markdown(f"**{plain(labels.NEW_SPOT.format(place=site.place, gemeente=names.get(site.gemeente or '', '–')))}**")
    klasse = st.radio(
        labels.OPEN_AS,
        _TYPES,
        format_func=labels.TYPES.__getitem__,
        horizontal=True,
        disabled=context.scenario.is_locked,
    )
    st.button(
        labels.OPEN_HERE,
        type="primary",
        on_click=state.apply,
        args=(actions.add_site, site, Option(type=klasse)),
        disabled=context.scenario.is_locked,
    )
