"""A question about a region as a program of bare arrays, and the way back from chosen columns to a plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding import __version__
from spreiding.domain import Option, Plan, fingerprint
from spreiding.errors import QuestionError
from spreiding.judging.check import check_norms
from spreiding.optimise.framing.amounts import CENTS_PER_EUR, Amounts
from spreiding.optimise.framing.catchment import build_catchments
from spreiding.optimise.framing.cover_rows import headline_cover
from spreiding.optimise.framing.distance_rows import build_distances, price_per_person
from spreiding.optimise.framing.draft import Draft
from spreiding.optimise.framing.merits import Wanted, wanted_of
from spreiding.optimise.framing.norm_rows import add_norms
from spreiding.optimise.framing.offers import build_offers, is_free
from spreiding.optimise.framing.remarks import remarks_on
from spreiding.optimise.framing.rules import add_rules, changes_of, constant_changes
from spreiding.optimise.framing.slate import Slate, all_groups
from spreiding.optimise.program import Aim, BoolArray, Program
from spreiding.optimise.question import DISTANCE_GOALS, Goal, Question
from spreiding.optimise.result import Remark
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten

# The aim of a first goal, in whose unit the prices of a question are.
_PRICED: Final = {Goal.COVERAGE: Aim.PERSONS, Goal.COST: Aim.CENTS, Goal.DISTANCE: Aim.DISTANCE}


@dataclass(frozen=True)
class Problem:
    """One question, ready to be solved; nothing here is changed.

    `inputs` is the fingerprint of all that it was made of, `sites` are the site ids by the numbers in `program.site`,
    `options` the (site id, option) of every column, and `stays` the branches that stand whatever is chosen. The
    question counts `inwoners` [persons]. `once` [€ 0.01] is what a column costs once, beside `constant_once` that every
    plan has; None when the question leaves that out.
    """

    question: Question
    inputs: str
    program: Program
    sites: tuple[str, ...]
    options: tuple[tuple[str, Option], ...]
    stays: tuple[tuple[str, Option], ...]
    inwoners: float
    remarks: tuple[Remark, ...] = ()
    once: NDArray[np.int64] | None = None
    constant_once: int = 0

    def plan(self, chosen: BoolArray) -> Plan:
        """Return the plan with the `chosen` columns beside the branches that stay."""
        return Plan.of([*self.stays, *(self.options[k] for k in np.flatnonzero(chosen))])

    def chosen(self, plan: Plan) -> BoolArray:
        """Mark the columns that make up `plan`.

        Raises
        ------
        QuestionError
            `plan_not_on_offer` when it opens something that is no column, or closes what stays.

        """
        wanted = set(plan.options)
        strange = (wanted - set(self.options) - set(self.stays)) | (set(self.stays) - wanted)
        if strange:
            raise QuestionError("plan_not_on_offer", sites=", ".join(sorted(site for site, _ in strange)))
        return np.array([pair in wanted for pair in self.options], dtype=np.bool_)

    def once_cents(self, chosen: BoolArray) -> int | None:
        """Return what a plan costs once [€ 0.01]; None when the question leaves that out."""
        return None if self.once is None else self.constant_once + int(self.once[chosen].sum())


def build_problem(region: Region, uitgangspunten: Uitgangspunten, question: Question) -> Problem:
    """Put a question about `region` in arrays, with the norm, tariffs and kernfuncties of `uitgangspunten`.

    Raises
    ------
    QuestionError
        `unknown_free_gemeente`, `unknown_question_sites`, `question_sites_not_free`, `no_sites` when the
        question is about a place without branches and candidates, `question_needs_aversion`, `mfa_not_offered`,
        `unknown_weighing_group`, `no_weight` or `price_needs_kern`.
    InputError, InputErrors
        As `check_norms`, for a norm that cannot be tested here.

    """
    _check(region, uitgangspunten, question)
    wanted = wanted_of(region, uitgangspunten, question)
    amounts = Amounts(region, uitgangspunten.tariffs, question.transitions)
    offers = build_offers(amounts, uitgangspunten=uitgangspunten, question=question, wanted=wanted)
    slate = Slate.of(region, uitgangspunten, question, offers)
    draft = Draft()
    program = _program(slate, draft, wanted)
    site_ids = [region.sites[place].id for place in slate.places.tolist()]
    parts = (region.fingerprint, uitgangspunten.canonical_json(), question.canonical_json(), __version__)
    return Problem(
        question=question,
        inputs=fingerprint(*parts),
        program=program,
        sites=tuple(site_ids),
        options=tuple(
            (site_ids[site], choice.option) for site, choice in zip(slate.site.tolist(), slate.choices, strict=True)
        ),
        stays=slate.case.plan.options,
        inwoners=float(region.demand.inwoners[slate.is_counted].sum()),
        remarks=(*remarks_on(slate, draft.covers[0]), *draft.remarks),
        once=None if question.transitions is None else _column(choice.once for choice in slate.choices),
        constant_once=sum(offer.closing.once for offer in offers),
    )


def _program(slate: Slate, draft: Draft, wanted: Wanted) -> Program:
    """Put all rules in `draft`, and what they are about in arrays."""
    question = slate.question
    # Distances reach further than norms do: what they search serves the norms too.
    distances = build_distances(slate) if DISTANCE_GOALS & set(question.goals) else None
    draft.covers.append(headline_cover(slate))
    add_norms(draft, slate, price_unit=_price_unit(slate))
    add_rules(draft, slate, wanted, price_unit=_price_unit(slate))
    if question.minimum_catchment:
        draft.lazy.append(build_catchments(slate))
    return Program(
        site=slate.site,
        cents=_column(choice.cents for choice in slate.choices),
        changes=_column(changes_of(slate).tolist()),
        # Only now every facility has been asked for.
        facilities=slate.facilities,
        rows=draft.rows,
        covers=tuple(draft.covers),
        counted=0,
        distances=distances,
        kappa_per_m=slate.uitgangspunten.aversion.kappa_per_m or 0.0,
        lazy=tuple(draft.lazy),
        constant_cents=sum(offer.closing.yearly for offer in slate.offers),
        constant_changes=constant_changes(slate),
        priced=_PRICED.get(question.goal) if _has_prices(question) else None,
    )


def _column(values: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def _has_prices(question: Question) -> bool:
    return question.largest_price is not None or any(asked.price is not None for asked in question.norms)


def _price_unit(slate: Slate) -> float:
    """Return how much of the program's aim one unit of the first goal is: cents, persons or person metres."""
    goal = slate.question.goal
    if goal is Goal.COST:
        return float(CENTS_PER_EUR)
    return price_per_person(slate) if goal is Goal.DISTANCE else 1.0


def _check(region: Region, uitgangspunten: Uitgangspunten, question: Question) -> None:
    known = {gemeente.code for gemeente in region.gemeenten}
    named = [question.free_gemeenten or (), question.largest, *(budget.gemeenten or () for budget in question.budgets)]
    unknown = sorted({code for codes in named for code in codes} - known)
    if unknown:
        raise QuestionError("unknown_free_gemeente", codes=", ".join(unknown), known=", ".join(sorted(known)))
    strange = sorted(_named_sites(question) - region.site_index.keys())
    if strange:
        raise QuestionError("unknown_question_sites", sites=", ".join(strange), region=region.manifest.name)
    if not any(is_free(site, question) for site in region.sites):
        raise QuestionError("no_sites")
    chosen = question.open_sites | question.closed_sites | question.allowed.keys()
    outside = sorted(site.id for site in region.sites if site.id in chosen and not is_free(site, question))
    if outside:
        raise QuestionError("question_sites_not_free", sites=", ".join(outside))
    if Goal.EQUIVALENT in question.goals and not uitgangspunten.aversion.kappa_per_m:
        raise QuestionError("question_needs_aversion")
    check_norms([asked.norm for asked in question.norms], all_groups(question), region, uitgangspunten)


def _named_sites(question: Question) -> frozenset[str]:
    """Return the ids of all sites that the question names."""
    transitions = question.transitions
    closing = frozenset() if transitions is None else transitions.closing_at.keys()
    return frozenset(question.open_sites | question.closed_sites | question.allowed.keys() | closing)
