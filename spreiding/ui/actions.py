"""Commands: each takes the state and returns the next one. No Streamlit, no files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from spreiding.demand import Variant
from spreiding.domain import Modality, Option, Package, Vestigingstype
from spreiding.norms import Confirmations
from spreiding.optimise.result import Relaxation, RelaxationKind, RuleName
from spreiding.scenario import Change, Scenario
from spreiding.supply import Site, slug, unique_id
from spreiding.ui.maps import clicked_site, to_rd
from spreiding.ui.running import Running
from spreiding.ui.state import Asking, Click, Search, UiState
from spreiding.uitgangspunten import Uitgangspunten

_MAX_UNDO: Final = 100
_MAX_NAME: Final = 200
_ROOM_FOR_NUMBER: Final = 10


def choose_region(state: UiState, name: str) -> UiState:
    """Switch to another region; its scenarios are still to be read."""
    return state if name == state.region else _elsewhere(state, name)


def enter_region(state: UiState, name: str, notice: str) -> UiState:
    """Switch to a region that was just made, also when it replaced the one that was open."""
    return replace(_elsewhere(state, name), notice=notice)


def _elsewhere(state: UiState, name: str) -> UiState:
    """Return what a user takes along to another region: his norms and costs, nothing that he said of its branches."""
    if state.running is not None:
        state.running.stop()
    testing = replace(state.testing, confirmations=Confirmations())
    return UiState(
        region=name,
        norm_m=state.norm_m,
        modality=state.modality,
        testing=testing,
        drafts=state.drafts,
        housing=state.housing,
        years=state.years,
    )


def choose_gemeente(state: UiState, code: str) -> UiState:
    """Look at one gemeente, or at the whole region (an empty code)."""
    return replace(state, gemeente=code or None, site=None, point=None)


def choose_year(state: UiState, year: int) -> UiState:
    """Look at the inhabitants forecast for a year, or at those of today (zero)."""
    return replace(state, year=year or None)


def choose_variant(state: UiState, variant: Variant) -> UiState:
    """Take another figure of the forecast."""
    return replace(state, variant=variant)


def choose_norm(state: UiState, norm_m: float) -> UiState:
    """Set the distance of the norm [m]."""
    return replace(state, norm_m=float(norm_m))


def choose_modality(state: UiState, modality: Modality) -> UiState:
    """Set how people travel."""
    return replace(state, modality=modality)


def show_candidates(state: UiState, is_shown: bool) -> UiState:  # noqa: FBT001 - the value of a widget
    """Show or hide the sites where a branch could stand."""
    return replace(state, shows_candidates=is_shown)


def show_change(state: UiState, is_shown: bool) -> UiState:  # noqa: FBT001 - the value of a widget
    """Colour the map by the difference with today, or by distance."""
    return replace(state, shows_change=is_shown)


def load_scenarios(state: UiState, scenarios: Iterable[Scenario]) -> UiState:
    """Start with the scenarios of the region."""
    return replace(state, scenarios=tuple(scenarios))


def choose_scenario(state: UiState, scenario_id: str) -> UiState:
    """Make another scenario the chosen one."""
    return replace(state, chosen=scenario_id, site=None, point=None)


def copy_scenario(state: UiState) -> UiState:
    """Add an unlocked copy of the chosen scenario and choose it."""
    source = state.scenario
    name = _free_name(f"Kopie van {source.name}", state.scenarios)
    return add_scenario(state, source.model_copy(update={"name": name, "is_locked": False, "description": ""}))


def add_scenario(state: UiState, scenario: Scenario) -> UiState:
    """Add a scenario under a free id and name, and choose it."""
    name = _free_name(scenario.name, state.scenarios)
    scenario_id = unique_id(slug(name), (known.id for known in state.scenarios))
    added = scenario.model_copy(update={"id": scenario_id, "name": name})
    return _record(state, (*state.scenarios, added), scenario_id)


def add_scenarios(state: UiState, scenarios: Iterable[Scenario]) -> UiState:
    """Add scenarios that were read back, unlocked, and choose the last."""
    for scenario in scenarios:
        state = add_scenario(state, scenario.model_copy(update={"is_locked": False}))
    return state


def rename_scenario(state: UiState, name: str) -> UiState:
    """Give the chosen scenario another name; an empty or taken name changes nothing."""
    wanted = name.strip()[:_MAX_NAME]
    if state.scenario.is_locked or not wanted or wanted in {scenario.name for scenario in state.scenarios}:
        return state
    return _replace_chosen(state, state.scenario.model_copy(update={"name": wanted}))


def remove_scenario(state: UiState) -> UiState:
    """Remove the chosen scenario unless it is locked; today's situation is chosen next."""
    if state.scenario.is_locked:
        return state
    kept = tuple(scenario for scenario in state.scenarios if scenario.id != state.chosen)
    return _record(state, kept, kept[0].id)


def change_site(state: UiState, site: Site, option: Option | None) -> UiState:
    """Give `site` this option in the chosen scenario, or close it (None)."""
    scenario = state.scenario
    if scenario.is_locked:
        return state
    return _replace_chosen(state, scenario.with_change(Change(site_id=site.id, option=option), today=site.today))


def add_site(state: UiState, site: Site, option: Option) -> UiState:
    """Open a new site of the user's own as `option`, and select it."""
    scenario = state.scenario
    if scenario.is_locked:
        return state
    extended = scenario.model_copy(update={"sites": (*scenario.sites, site)})
    opened = extended.with_change(Change(site_id=site.id, option=option), today=None)
    return replace(_replace_chosen(state, opened), site=site.id, point=None)


def switch_change(state: UiState, site_id: str, is_on: bool) -> UiState:  # noqa: FBT001 - the value of a widget
    """Switch one change of the chosen scenario on or off."""
    scenario = state.scenario
    if scenario.is_locked:
        return state
    changes = tuple(
        change.model_copy(update={"is_on": is_on}) if change.site_id == site_id else change
        for change in scenario.changes
    )
    return _replace_chosen(state, scenario.model_copy(update={"changes": changes}))


def with_type(option: Option, klasse: Vestigingstype | None, uitgangspunten: Uitgangspunten) -> Option:
    """Return `option` as another class; a package that this class does not have falls away."""
    has_package = klasse is None or option.package in uitgangspunten.kernfuncties[klasse]
    return option.model_copy(update={"type": klasse, "package": option.package if has_package else Package.GEEN})


def changes_housing_only(scenario: Scenario, sites: Iterable[Site]) -> bool:
    """Whether the scenario changes something, and nothing but the housing of open branches."""
    today = {site.id: site.today for site in sites}

    def same_but_housing(change: Change) -> bool:
        before = today.get(change.site_id)
        if before is None or change.option is None:
            return False
        return before.model_copy(update={"huisvesting": change.option.huisvesting}) == change.option

    active = [change for change in scenario.changes if change.is_on]
    return bool(active) and all(same_but_housing(change) for change in active)


def undo(state: UiState) -> UiState:
    """Go back one change of the scenarios."""
    if not state.past:
        return state
    (scenarios, chosen), past = state.past[-1], state.past[:-1]
    future = ((state.scenarios, state.chosen), *state.future)
    return replace(state, scenarios=scenarios, chosen=chosen, past=past, future=future, site=None, point=None)


def redo(state: UiState) -> UiState:
    """Do an undone change again."""
    if not state.future:
        return state
    (scenarios, chosen), future = state.future[0], state.future[1:]
    past = (*state.past, (state.scenarios, state.chosen))
    return replace(state, scenarios=scenarios, chosen=chosen, past=past, future=future, site=None, point=None)


def select_site(state: UiState, site_id: str | None) -> UiState:
    """Select a site, or none."""
    return replace(state, site=site_id, point=None)


def click_map(state: UiState, value: Mapping[str, Any] | None) -> UiState:
    """Take over what was clicked: a marker selects its site, empty ground becomes the point for a new one."""
    spot = (value or {}).get("last_clicked") or {}
    click = Click((value or {}).get("last_object_clicked_count") or 0, spot.get("lat"), spot.get("lng"))
    seen = replace(state, click=click)
    if click.n_markers > state.click.n_markers:
        return select_site(seen, clicked_site((value or {}).get("last_object_clicked_tooltip")))
    has_moved = (click.latitude, click.longitude) != (state.click.latitude, state.click.longitude)
    if has_moved and click.latitude is not None and click.longitude is not None:
        return replace(seen, site=None, point=to_rd(click.latitude, click.longitude))
    return seen


def begin_search(state: UiState, running: Running) -> UiState:
    """Follow a search that was started; one that was under way ends, and its answer is not waited for."""
    if state.running is not None:
        state.running.stop()
    asking = replace(state.asking, question=running.question, beside=state.gemeente)
    return replace(state, running=running, asking=asking, search=None)


def end_search(state: UiState, search: Search | None) -> UiState:
    """Keep the answer of a search that has ended, if it has one."""
    return replace(state, running=None, search=search)


def ask_relaxed(state: UiState, relaxation: Relaxation) -> UiState:
    """Fill in the form with a relaxed question, and take over its norm if that is what gives."""
    asking = Asking(relaxation.question, state.gemeente, state.asking.n + 1)
    norm_m = relaxation.uitgangspunten.norm.max_m
    is_norm = relaxation.kind is RelaxationKind.DISTANCE and relaxation.rule == RuleName.MIN_SHARE
    return replace(state, asking=asking, norm_m=norm_m if is_norm else state.norm_m)


def ask_anew(state: UiState) -> UiState:
    """Empty the form of a search."""
    return replace(state, asking=Asking(n=state.asking.n + 1))


def _replace_chosen(state: UiState, scenario: Scenario) -> UiState:
    scenarios = tuple(scenario if known.id == state.chosen else known for known in state.scenarios)
    return _record(state, scenarios, state.chosen)


def _record(state: UiState, scenarios: tuple[Scenario, ...], chosen: str) -> UiState:
    """Return the state with these scenarios, the earlier ones kept for undo."""
    past = (*state.past, (state.scenarios, state.chosen))[-_MAX_UNDO:]
    return replace(state, scenarios=scenarios, chosen=chosen, past=past, future=())


def _free_name(wanted: str, scenarios: Iterable[Scenario]) -> str:
    """Return `wanted`, with a number behind it when a scenario has that name."""
    taken = {scenario.name for scenario in scenarios}
    wanted = wanted[: _MAX_NAME - _ROOM_FOR_NUMBER]
    names = (wanted, *(f"{wanted} ({number})" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
