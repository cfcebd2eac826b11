"""What the use cases of norms add to the verdicts: which facts they rest on, and places in the right order."""

from dataclasses import replace

from spreiding import review, workflow
from spreiding.domain import SiteFact
from spreiding.evaluation import evaluate, with_aversion
from spreiding.judging.hours import HoursSummary
from spreiding.norms import Confirmations, HoursNorm, Label
from spreiding.scenario import today_plan
from tests.ui.conftest import small_region


def test_of_hours_the_fewest_come_first() -> None:
    # Within 8 km: the 1000 in Westdorp have the 40 hours of a large branch; the 500 at 10 km have none.
    norm = HoursNorm(name="n", bron="b", label=Label.BELEID, share=1.0, minimum_hours=45, max_m=8000)
    found = review.review_scenario(
        small_region(),
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=review.preset_normen().model_copy(update={"norms": (norm,)}),
        confirmations=Confirmations(),
    )
    here = found.oordelen[0].shortfalls
    assert [(each.outside, each.mean) for each in here] == [(500.0, 0.0), (1000.0, 40.0)]


def test_hours_that_nobody_split_are_what_is_left() -> None:
    told = HoursSummary(10.0, 20.0, 12.0, 3.0, 5.0, 0.0)
    assert told.untold == 5.0
    # Rounding may not make it negative.
    assert replace(told, staffed=15.0 - 1e-12).untold == 0.0


def test_what_is_assumed_is_told_apart_from_what_is_unknown() -> None:
    region = small_region(is_example=False)
    found = review.review_scenario(
        region,
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=review.preset_normen().model_copy(update={"norms": review.preset_normen().norms[:1]}),
        confirmations=Confirmations(),
    )
    # Nobody told more than the class of either branch: functions and hours follow from it, services from nothing.
    assert [each.site.id for each in found.assumptions] == ["oost", "west"]
    for each in found.assumptions:
        assert each.assumed == {SiteFact.KERNFUNCTIES, SiteFact.UREN}
        assert each.unknown == {SiteFact.HUISVESTING, SiteFact.DIENSTEN}


def test_norms_are_tested_as_far_as_they_can_be() -> None:
    kader, faults = review.split_testable(review.preset_normen(), small_region(), workflow.default_uitgangspunten())
    assert kader is not None
    # Seven age groups are asked for, and the small world has no ages.
    assert {fault.kind for fault in faults} == {"norm_group_without_ages"}
    assert {fault.data["norm"] for fault in faults} == {
        "Zeven kilometer voor 75-plussers",
        "Ieder op zijn eigen manier binnen 20 minuten",
    }
    assert len(kader.norms) == len(review.preset_normen().norms) - 2


def test_the_aversion_of_today_is_kept_for_every_plan() -> None:
    region = small_region()
    fixed = with_aversion(region, today_plan(region.sites), workflow.default_uitgangspunten())
    today = evaluate(region, today_plan(region.sites), fixed).fairness
    # κ = Σwd/Σwd² of today; the equivalent lies between the mean and the furthest.
    assert fixed.aversion.kappa_per_m is not None
    assert today.ede_m > 0
    assert evaluate(region, today_plan(region.sites[:1]), fixed).fairness.ede_m > today.ede_m
