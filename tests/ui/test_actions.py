"""Commands on the state: every change can be undone, a locked scenario never changes, a click is heard once."""

from dataclasses import replace

import pytest

from spreiding.domain import Huisvesting, Option, Package, Vestigingstype
from spreiding.io.scenarios import parse_scenarios
from spreiding.scenario import Scenario
from spreiding.ui import actions
from spreiding.ui.maps import to_degrees
from spreiding.ui.state import UiState
from spreiding.workflow import TODAY, scenario_json
from tests.worlds import make_site, make_uitgangspunten

KLEIN = Option(type=Vestigingstype.KLEIN)
BRANCH = make_site("a", 0.0, klasse=Vestigingstype.KLEIN)


@pytest.fixture
def state() -> UiState:
    return actions.copy_scenario(UiState(region="proef", scenarios=(TODAY,)))


def clicked(count: int = 0, tooltip: str | None = None, spot: tuple[float, float] | None = None) -> dict[str, object]:
    return {
        "last_object_clicked_count": count,
        "last_object_clicked_tooltip": tooltip,
        "last_clicked": None if spot is None else {"lat": spot[0], "lng": spot[1]},
    }


def test_today_is_locked_and_its_copy_is_not(state: UiState) -> None:
    locked = replace(state, chosen=TODAY.id)
    assert actions.change_site(locked, BRANCH, None) == locked
    assert actions.remove_scenario(locked) == locked
    assert actions.rename_scenario(locked, "Anders") == locked
    assert actions.switch_change(locked, "a", False) == locked  # noqa: FBT003
    assert actions.add_site(locked, BRANCH, KLEIN) == locked
    assert state.scenario.name == "Kopie van Huidige situatie"
    assert not state.scenario.is_locked


def test_every_copy_has_its_own_id_and_name(state: UiState) -> None:
    twice = actions.copy_scenario(replace(state, chosen=TODAY.id))
    assert [scenario.name for scenario in twice.scenarios[1:]] == [
        "Kopie van Huidige situatie",
        "Kopie van Huidige situatie (2)",
    ]
    assert len({scenario.id for scenario in twice.scenarios}) == 3


def test_a_change_can_be_undone_and_done_again(state: UiState) -> None:
    closed = actions.change_site(state, BRANCH, None)
    assert [(change.site_id, change.option) for change in closed.scenario.changes] == [("a", None)]
    back = actions.undo(closed)
    assert back.scenario.changes == ()
    assert actions.redo(back).scenario == closed.scenario


def test_a_new_change_ends_what_could_be_done_again(state: UiState) -> None:
    back = actions.undo(actions.change_site(state, BRANCH, None))
    other = actions.change_site(back, BRANCH, Option(type=Vestigingstype.GROOT))
    assert other.future == ()
    assert actions.redo(other) == other


def test_undo_on_a_fresh_state_changes_nothing() -> None:
    fresh = UiState(region="proef", scenarios=(TODAY,))
    assert actions.undo(fresh) == fresh == actions.redo(fresh)


def test_a_change_is_switched_off_and_on(state: UiState) -> None:
    closed = actions.change_site(state, BRANCH, None)
    off = actions.switch_change(closed, "a", False)  # noqa: FBT003
    assert [change.is_on for change in off.scenario.changes] == [False]
    assert actions.switch_change(off, "a", True).scenario == closed.scenario  # noqa: FBT003


def test_a_new_site_is_kept_with_the_scenario_and_selected(state: UiState) -> None:
    opened = actions.add_site(replace(state, point=(1.0, 2.0)), make_site("nieuw", 100.0), KLEIN)
    assert [site.id for site in opened.scenario.sites] == ["nieuw"]
    assert [change.option for change in opened.scenario.changes] == [KLEIN]
    assert (opened.site, opened.point) == ("nieuw", None)
    assert actions.undo(opened).scenario.sites == ()


def test_removing_the_chosen_scenario_goes_back_to_today(state: UiState) -> None:
    assert actions.remove_scenario(state).scenario == TODAY


def test_a_name_is_taken_once(state: UiState) -> None:
    assert actions.rename_scenario(state, "Mijn plan").scenario.name == "Mijn plan"
    for name in ("", "   ", TODAY.name):
        assert actions.rename_scenario(state, name) == state


def test_a_click_on_a_marker_selects_its_site_once(state: UiState) -> None:
    value = clicked(2, "Bibliotheek#a")
    selected = actions.click_map(state, value)
    assert selected.site == "a"
    # The map reports the same value again at every later run.
    assert actions.click_map(replace(selected, site=None), value).site is None


def test_a_click_on_the_ground_becomes_a_point_in_rd(state: UiState) -> None:
    selected = actions.click_map(state, clicked(1, "Bibliotheek#a"))
    spot = to_degrees(230_000, 540_000)
    there = actions.click_map(selected, clicked(1, "Bibliotheek#a", spot))
    assert there.site is None
    assert there.point == pytest.approx((230_000, 540_000), abs=0.1)


def test_a_map_that_starts_anew_clicks_nothing(state: UiState) -> None:
    selected = actions.click_map(state, clicked(2, "Bibliotheek#a"))
    fresh = actions.click_map(selected, clicked(0))
    assert fresh.site == "a"
    assert actions.click_map(fresh, clicked(1, "Andere#b")).site == "b"
    assert actions.click_map(state, None) == state


def test_another_class_drops_a_package_that_it_does_not_have() -> None:
    with_package = Option(type=Vestigingstype.KLEIN, package=Package.LLO1, huisvesting=Huisvesting.MFA)
    uitgangspunten = make_uitgangspunten()
    larger = actions.with_type(with_package, Vestigingstype.GROOT, uitgangspunten)
    smaller = actions.with_type(with_package, Vestigingstype.SERVICEPUNT, uitgangspunten)
    assert (larger.package, smaller.package) == (Package.LLO1, Package.GEEN)
    assert larger.huisvesting is smaller.huisvesting is Huisvesting.MFA


def test_a_scenario_that_only_moves_house_is_recognised() -> None:
    def scenario(option: Option | None) -> Scenario:
        empty = Scenario(id="s", name="s")
        return actions.change_site(UiState(region="proef", scenarios=(empty,), chosen="s"), BRANCH, option).scenario

    assert actions.changes_housing_only(scenario(KLEIN.model_copy(update={"huisvesting": Huisvesting.MFA})), [BRANCH])
    for other in (None, Option(type=Vestigingstype.GROOT, huisvesting=Huisvesting.MFA), KLEIN):
        assert not actions.changes_housing_only(scenario(other), [BRANCH])


def test_another_region_keeps_the_norm_and_forgets_the_rest(state: UiState) -> None:
    there = actions.choose_region(replace(state, norm_m=3000.0, gemeente="GM0001"), "elders")
    assert there == UiState(region="elders", norm_m=3000.0)
    assert actions.choose_region(state, "proef") == state


def test_a_downloaded_scenario_is_read_back_as_it_was(state: UiState) -> None:
    opened = actions.add_site(state, make_site("nieuw", 100.0), KLEIN).scenario
    assert parse_scenarios(scenario_json(opened), name="download.json") == (opened,)
