"""Members and visits in the example region: the facts of Midden-Drenthe come out, and nothing impossible elsewhere."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest

from spreiding import workflow
from spreiding.attendance import Attendance, expected_attendance
from spreiding.calibration import calibrate
from spreiding.domain import Plan
from spreiding.evaluation import evaluate
from spreiding.io.membership import read_membership
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.travel import Nearest
from tests.io.files import faults_of

GEBRUIK: Final = read_membership(Path(__file__).resolve().parents[1] / "data" / "uitgangspunten" / "gebruik.toml")
FACTS: Final = GEBRUIK.facts[0]


@pytest.fixture(scope="module")
def region() -> Region:
    """Return the prepared example."""
    return workflow.open_region()


@pytest.fixture(scope="module")
def nearest(region: Region) -> Nearest:
    return nearest_of(region, today_plan(region.sites))


@pytest.fixture(scope="module")
def today(region: Region, nearest: Nearest) -> Attendance:
    model = calibrate(region, nearest, facts=FACTS, assumptions=GEBRUIK.assumptions)
    return expected_attendance(region, nearest, model)


def nearest_of(region: Region, plan: Plan) -> Nearest:
    return evaluate(region, plan, workflow.default_uitgangspunten()).nearest


def branches(region: Region) -> list[int]:
    return [k for k, site in enumerate(region.sites) if site.gemeente == FACTS.gemeente.code]


def test_the_branches_of_midden_drenthe_have_what_its_annual_report_counts(region: Region, today: Attendance) -> None:
    # Source 004: 4,563 youth members; 6,984 - 4,563 others; 69,942 visits. Known, so without a band.
    here = np.array(branches(region))
    counted = {4563: today.youth, 2421: today.adult, 6984: today.members, 69_942: today.visits}
    for figure, expected in counted.items():
        assert expected.total(here) == pytest.approx((figure, figure, figure), rel=1e-12)


def test_every_branch_has_bounds_in_order_and_no_more_members_than_people(region: Region, today: Attendance) -> None:
    for expected in (today.youth, today.adult, today.members, today.visits):
        assert (expected.low <= expected.mid).all()
        assert (expected.mid <= expected.high).all()
    assert today.members.total().high < region.demand.inwoners.sum()


def test_closing_a_branch_of_midden_drenthe_lowers_members_and_visits(region: Region, today: Attendance) -> None:
    plan = today_plan(region.sites)
    closed = next(region.sites[k].id for k in branches(region) if region.sites[k].id in plan.by_id)
    smaller = Plan.of({site_id: option for site_id, option in plan.by_id.items() if site_id != closed})
    after = expected_attendance(region, nearest_of(region, smaller), today.model)
    for then, now in ((after.youth, today.youth), (after.adult, today.adult), (after.visits, today.visits)):
        assert all(np.array(then.total()) < np.array(now.total()))


def test_the_figures_themselves_rule_out_that_youth_is_halved_at_three_kilometres(
    region: Region, nearest: Nearest
) -> None:
    # 4,563 of some 5,900 children under 18 are members: so many that the decline with distance must be slow.
    same = GEBRUIK.assumptions.model_copy(update={"youth": GEBRUIK.assumptions.adult})
    (fault,) = faults_of(lambda: calibrate(region, nearest, facts=FACTS, assumptions=same))
    assert (fault.kind, fault.data["group"]) == ("attendance_level_too_high", "jeugd")
