"""Verdicts that change between two plans."""

from dataclasses import replace

from spreiding.domain import Kernfunctie
from spreiding.judging.flips import find_flips
from spreiding.judging.verdict import Normoordeel, Outcome
from spreiding.norms import Label, ReachNorm

NORM = ReachNorm(name="vijf kilometer", bron="proef", label=Label.EIGEN_KEUZE, share=0.9, max_m=5000)
MET = Normoordeel(norm=NORM, gemeente="GM0001", outcome=Outcome.MET, value=95, required=90, tested=100, low=95, high=95)
NOT_MET = replace(MET, outcome=Outcome.NOT_MET, value=80)
UNDECIDED = replace(MET, outcome=Outcome.UNDECIDED)


def test_a_plan_that_changes_no_verdict_flips_nothing() -> None:
    # 95 and 92 of 100 both reach 90.
    assert find_flips([MET], [replace(MET, value=92)]) == ()


def test_what_is_spoilt_comes_before_what_is_made_good() -> None:
    met_there, not_met_there = (replace(oordeel, gemeente="GM0002") for oordeel in (MET, NOT_MET))
    flips = find_flips([MET, not_met_there], [met_there, NOT_MET])
    assert [(flip.after.gemeente, flip.is_loss, flip.is_gain) for flip in flips] == [
        ("GM0001", True, False),
        ("GM0002", False, True),
    ]


def test_a_verdict_that_can_no_longer_be_given_is_a_loss_and_one_that_now_fails_is_no_gain() -> None:
    assert [flip.is_loss for flip in find_flips([MET], [UNDECIDED])] == [True]
    assert [(flip.is_loss, flip.is_gain) for flip in find_flips([UNDECIDED], [NOT_MET])] == [(False, False)]


def test_only_verdicts_on_the_same_norm_area_and_function_are_laid_beside_each_other() -> None:
    stricter = NORM.model_copy(update={"share": 0.99})
    assert find_flips([MET], [replace(NOT_MET, norm=stricter)]) == ()
    assert find_flips([MET], [replace(NOT_MET, gemeente=None)]) == ()
    assert find_flips([MET], [replace(NOT_MET, kernfunctie=Kernfunctie(3))]) == ()
