"""Norms on what there is in a gemeente: so many branches, functions that they offer together, and every branch."""

from spreiding.domain import Kernfunctie
from spreiding.judging.case import Case, Counting, Doubts, join_doubts
from spreiding.judging.verdict import Normoordeel, Outcome, Reason, ReasonKind, decide
from spreiding.norms import BranchNorm, CountNorm, Predicate


def judge_count(case: Case, norm: CountNorm) -> list[Normoordeel]:
    """Judge the number of counting branches in every gemeente, or the functions that its branches offer together."""
    judge = _together if norm.is_together else _number
    return [judge(case, norm, gemeente.code) for gemeente in case.region.gemeenten]


def _number(case: Case, norm: CountNorm, gemeente: str) -> Normoordeel:
    found = case.counting(norm.predicate, gemeente=gemeente)
    sure, possible = len(found.sure), len(found.possible)
    outcome = decide(len(found.taken), norm.minimum, sure=sure, possible=possible)
    here = case.open_in(gemeente) if norm.predicate.counts_branches else frozenset()
    others = [
        each for each in case.region.voorzieningen if each.gemeente == gemeente and each.form in norm.predicate.forms
    ]
    return Normoordeel(
        norm=norm,
        gemeente=gemeente,
        outcome=outcome,
        value=len(found.taken),
        required=norm.minimum,
        tested=len(here) + len(others),
        low=sure,
        high=possible,
        reasons=case.doubtful(found.doubts) if outcome is Outcome.UNDECIDED else (),
        lacks=case.lacks(norm.predicate, here - found.taken),
    )


def _together(case: Case, norm: CountNorm, gemeente: str) -> Normoordeel:
    wanted = sorted(norm.predicate.kernfuncties)
    each = [case.counting(_of_one(norm, kernfunctie), gemeente=gemeente) for kernfunctie in wanted]
    value, sure, possible = (
        sum(bool(getattr(found, reading)) for found in each) for reading in ("taken", "sure", "possible")
    )
    outcome = decide(value, len(wanted), sure=sure, possible=possible)
    doubts = join_doubts(*(found.doubts for found in each))
    return Normoordeel(
        norm=norm,
        gemeente=gemeente,
        outcome=outcome,
        value=value,
        required=len(wanted),
        tested=len(wanted),
        low=sure,
        high=possible,
        missing=tuple(kernfunctie for kernfunctie, found in zip(wanted, each, strict=True) if not found.taken),
        reasons=case.doubtful(doubts) if outcome is Outcome.UNDECIDED else (),
    )


def judge_branches(case: Case, norm: BranchNorm) -> list[Normoordeel]:
    """Judge whether every branch of some kind is as the norm asks, per gemeente."""
    return [_every(case, norm, gemeente.code) for gemeente in case.region.gemeenten]


def _every(case: Case, norm: BranchNorm, gemeente: str) -> Normoordeel:
    of = case.counting(norm.of, gemeente=gemeente)
    found = case.counting(norm.predicate, gemeente=gemeente)
    failing = of.taken - found.taken
    # At worst every branch that may be of the kind is, and what is not sure to be as asked is not; at best the reverse.
    n_worst, n_best = len(of.possible - found.sure), len(of.sure - found.possible)
    n_tested = len(of.taken)
    outcome = decide(-len(failing), 0, sure=-n_worst, possible=-n_best)
    reasons: tuple[Reason, ...] = () if n_tested else (Reason(ReasonKind.NOTHING_TO_TEST),)
    if outcome is Outcome.UNDECIDED:
        reasons = case.doubtful(_joined(of, found))
    return Normoordeel(
        norm=norm,
        gemeente=gemeente,
        outcome=outcome,
        value=n_tested - len(failing),
        required=n_tested,
        tested=n_tested,
        low=max(0, n_tested - n_worst),
        high=n_tested - n_best,
        reasons=reasons,
        lacks=case.lacks(norm.predicate, failing),
    )


def _of_one(norm: CountNorm, kernfunctie: Kernfunctie) -> Predicate:
    return norm.predicate.model_copy(update={"kernfuncties": frozenset({kernfunctie})})


def _joined(of: Counting, found: Counting) -> Doubts:
    """Return the doubts about branches that may be of the kind, of both sorts."""
    doubts = join_doubts(of.doubts, found.doubts)
    return {site: facts for site, facts in doubts.items() if site in of.possible}
