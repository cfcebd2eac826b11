"""A scenario that was downloaded comes back whole; a faulty file is told in Dutch and changes nothing."""

import json
from typing import Any

import pytest

from spreiding import workflow
from spreiding.domain import Option, Vestigingstype
from spreiding.errors import SpreidingError
from spreiding.scenario import Change, Scenario
from spreiding.supply import Site
from spreiding.ui import actions
from spreiding.ui.state import UiState
from spreiding.ui.teksten import sentence
from tests.ui.conftest import small_region

OWN = Site(id="nieuw", name="Nieuw <b>", x_m=10_000, y_m=20, herkomst="zelf geplaatst op de kaart")
PLAN = Scenario(
    id="mijn-plan",
    name="Mijn plan ${7*7}",
    is_locked=True,
    changes=(
        Change(site_id="oost", option=None, is_on=False),
        Change(site_id="nieuw", option=Option(type=Vestigingstype.KLEIN)),
    ),
    sites=(OWN,),
)


def refused(content: bytes) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(SpreidingError) as caught:
        workflow.parse_scenarios(small_region(), content, name="plan.json")
    return sentence(caught.value)


def with_fields(**fields: object) -> bytes:
    return json.dumps(json.loads(PLAN.model_dump_json()) | fields).encode()


def test_what_was_downloaded_comes_back_with_its_own_sites() -> None:
    downloaded = workflow.scenario_json(PLAN).encode()
    assert workflow.parse_scenarios(small_region(), downloaded, name="plan.json") == (PLAN,)


def test_scenarios_read_back_stand_beside_those_that_were_there_and_can_be_changed() -> None:
    state = actions.add_scenarios(UiState(region="x", scenarios=(workflow.TODAY, PLAN)), (PLAN,))
    assert [scenario.name for scenario in state.scenarios] == ["Huidige situatie", PLAN.name, f"{PLAN.name} (2)"]
    assert len({scenario.id for scenario in state.scenarios}) == 3
    assert not state.scenario.is_locked
    assert actions.undo(state).scenarios == (workflow.TODAY, PLAN)


def test_a_copy_of_the_longest_name_can_still_be_read_back() -> None:
    longest = PLAN.model_copy(update={"name": "x" * 200})
    state = actions.copy_scenario(UiState(region="x", scenarios=(longest,), chosen=longest.id))
    content = workflow.scenario_json(state.scenario).encode()
    assert workflow.parse_scenarios(small_region(), content, name="plan.json") == (state.scenario,)


@pytest.mark.parametrize(
    "content", [b"", b"{]", b"[]", b"7", b"[" * 300_000, bytes(range(256)), with_fields(name=""), with_fields(id="A b")]
)
def test_what_is_no_scenario_is_refused_in_one_sentence(content: bytes) -> None:
    assert "niet bruikbaar" in refused(content)


def test_a_file_above_the_limit_is_refused_before_it_is_read() -> None:
    assert "groter dan 1 MB" in refused(b" " * 1_000_001)


def test_every_site_that_the_region_lacks_is_named_also_of_a_change_that_is_off() -> None:
    text = refused(with_fields(sites=[], changes=[{"site_id": "weg", "option": None, "is_on": False}]))
    assert "'weg'" in text
    assert "niet in deze regio" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"x_m": 1e308}, "nieuw.x_m"),
        ({"x_m": 300_000.0}, "buiten de regio"),
        ({"today": {"type": "groot"}}, "nieuw.today"),
    ],
)
def test_an_own_site_is_a_new_place_in_the_region(fields: dict[str, Any], said: str) -> None:
    assert said in refused(with_fields(sites=[json.loads(OWN.model_dump_json()) | fields]))


def test_an_own_site_that_is_there_twice_is_refused() -> None:
    site = json.loads(OWN.model_dump_json())
    assert "'nieuw' 2 keer" in refused(with_fields(sites=[site, site]))
