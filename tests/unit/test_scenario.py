"""Scenarios: changes to today, each of which can be switched off."""

import pytest
from pydantic import ValidationError

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.errors import InputError, InputErrors
from spreiding.scenario import Change, Scenario, apply_changes, changes_between, today_plan
from tests.worlds import make_site

KLEIN, SERVICEPUNT = Option(type=Vestigingstype.KLEIN), Option(type=Vestigingstype.SERVICEPUNT)
SITES = (make_site("a", 0, klasse=Vestigingstype.KLEIN), make_site("b", 1000), make_site("c", 2000, is_open=True))


def scenario(*changes: Change) -> Scenario:
    """Return a scenario with these changes."""
    return Scenario(id="proef", name="Proef", changes=changes)


def test_today_holds_every_branch_also_of_unknown_class() -> None:
    assert today_plan(SITES).by_id == {"a": KLEIN, "c": Option(type=None)}


def test_opening_closing_and_converting_are_one_kind_of_change() -> None:
    changes = (
        Change(site_id="a", option=SERVICEPUNT),
        Change(site_id="b", option=KLEIN),
        Change(site_id="c", option=None),
    )
    plan = apply_changes(scenario(*changes), SITES)
    assert plan.by_id == {"a": SERVICEPUNT, "b": KLEIN}
    assert changes_between(today_plan(SITES), plan) == changes


def test_a_change_that_is_off_does_nothing() -> None:
    assert apply_changes(scenario(Change(site_id="a", option=None, is_on=False)), SITES) == today_plan(SITES)


def test_a_new_change_replaces_the_earlier_one_and_a_change_back_disappears() -> None:
    once = scenario().with_change(Change(site_id="a", option=SERVICEPUNT), today=KLEIN)
    twice = once.with_change(Change(site_id="a", option=None), today=KLEIN)
    assert [change.option for change in twice.changes] == [None]
    assert twice.with_change(Change(site_id="a", option=KLEIN), today=KLEIN).changes == ()


def test_all_unknown_sites_are_named_together() -> None:
    with pytest.raises(InputErrors) as caught:
        apply_changes(scenario(Change(site_id="x", option=KLEIN), Change(site_id="y", option=None)), SITES)
    assert [error.data["site"] for error in caught.value.errors] == ["x", "y"]
    with pytest.raises(InputError, match="unknown_site"):
        apply_changes(scenario(Change(site_id="x", option=KLEIN)), SITES)


def test_a_site_changes_at_most_once() -> None:
    with pytest.raises(ValidationError, match="at most once"):
        scenario(Change(site_id="a", option=None), Change(site_id="a", option=KLEIN))


def test_a_plan_is_the_same_in_whatever_order_it_was_made() -> None:
    assert Plan.of([("b", KLEIN), ("a", SERVICEPUNT)]) == Plan.of({"a": SERVICEPUNT, "b": KLEIN})
    with pytest.raises(ValidationError, match="sorted and unique"):
        Plan(options=(("b", KLEIN), ("a", KLEIN)))
