"""Blocks of the page Beste plan zoeken: the question, the run with its progress, the answer."""

from typing import Final

import streamlit as st

from spreiding import workflow
from spreiding.errors import SpreidingError
from spreiding.evaluation import Evaluation
from spreiding.optimise.question import Goal, Question
from spreiding.optimise.result import RemarkKind, Result, Status
from spreiding.ui import actions, labels, state
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import edge, euros, gap, parse_number, percentage, whole
from spreiding.ui.teksten import remark_sentence, sentence

_TIME_LIMITS_S: Final = (10, 30, 60, 300)


def ask(context: Context) -> tuple[Question, int] | None:
    """Show the question as a form; return it with the time limit [s] when the user asks it."""
    goal = _ask_goal()
    norm = context.uitgangspunten.norm
    where = labels.ONLY_GEMEENTE.format(gemeente=context.gemeente.name) if context.gemeente else labels.EVERYWHERE
    with st.form("vraag", border=True):
        amount, limit = st.columns(2)
        free = None if context.gemeente is None else frozenset({context.gemeente.code})
        if goal is Goal.COVERAGE:
            today = workflow.cost_of_today(context.region, context.uitgangspunten, gemeenten=free)
            wish = amount.text_input(labels.BUDGET, value=whole(today), help=labels.BUDGET_HELP)
        else:
            wish = amount.text_input(labels.SHARE, value="90", help=labels.SHARE_HELP)
        keep_largest = st.checkbox(labels.KEEP_LARGEST, value=True, help=labels.KEEP_LARGEST_HELP)
        seconds = limit.selectbox(labels.TIME_LIMIT, _TIME_LIMITS_S, index=1, format_func=labels.SECONDS.format)
        st.caption(labels.QUESTION_ABOUT.format(where=where, norm=edge(norm.max_m), label=norm.label.value))
        is_asked = st.form_submit_button(labels.SEARCH_NOW, type="primary", icon=":material/search:")
    if not is_asked:
        return None
    try:
        return _question(goal, wish, keep_largest=keep_largest, free=free), seconds
    except SpreidingError as error:
        st.warning(plain(sentence(error)))
        return None


def _ask_goal() -> Goal:
    """Ask outside the form: the form's fields depend on it."""
    goals: list[Goal] = [*Goal]
    return st.radio(labels.GOAL, goals, format_func=labels.GOALS.__getitem__, horizontal=True)


def _question(goal: Goal, wish: str, *, keep_largest: bool, free: frozenset[str] | None) -> Question:
    """Read the typed amount; a bad one is an `InputError` that names the field."""
    is_coverage = goal is Goal.COVERAGE
    budget = parse_number(wish, option=labels.BUDGET_NAME, is_whole=True) if is_coverage else None
    min_share = None if is_coverage else float(parse_number(wish, option=labels.SHARE_NAME, maximum=100)) / 100
    return Question(goal=goal, budget_eur=budget, min_share=min_share, keep_largest=keep_largest, free_gemeenten=free)


def run(context: Context, question: Question, time_limit_s: int) -> None:
    """Search with visible progress, and keep the answer."""
    bar = st.progress(0.0, labels.SEARCHING)

    def show(incumbent: float, bound: float, seconds: float) -> None:
        bar.progress(min(seconds / time_limit_s, 1.0), labels.searching(question.goal, incumbent, bound))

    try:
        result, evaluation = workflow.optimise(
            context.region, context.uitgangspunten, question, time_limit_s=time_limit_s, on_progress=show
        )
    except SpreidingError as error:
        bar.empty()
        st.warning(plain(sentence(error)))
        return
    bar.empty()
    found = state.Search(context.region.fingerprint, context.uitgangspunten, question, result, evaluation)
    state.apply(actions.keep_search, found)


def answer(context: Context, search: state.Search) -> None:
    """Say the answer in one sentence, how sure it is, and what is remarkable."""
    result = search.result
    if search.evaluation is None:
        st.warning(labels.IMPOSSIBLE if result.status is Status.INFEASIBLE else labels.NOTHING_FOUND)
    else:
        found = _found(context, search, search.evaluation)
        st.info(f"**{found}** {_certainty(result)}", icon=":material/lightbulb:")
    for remark in result.remarks:
        st.markdown(f"* {plain(remark_sentence(remark))}")
    if search.evaluation is not None:
        technical = labels.TECHNICAL.format(
            status=result.status.value, seconds=whole(result.seconds), gap=gap(result.gap), seed=result.seed
        )
        st.caption(technical)


def _found(context: Context, search: state.Search, evaluation: Evaluation) -> str:
    """Return the plan in one sentence, about the inwoners and branches that the question counts."""
    free, region = search.question.free_gemeenten, context.region
    counted = [index for index, area in enumerate(region.gemeenten) if free is None or area.code in free]
    inwoners = evaluation.total.inwoners if free is None else sum(evaluation.gemeenten[k].inwoners for k in counted)
    n_open = evaluation.n_open if free is None else sum(evaluation.n_open_per_gemeente[k] for k in counted)
    within, cost = search.result.inwoners_within, euros(search.result.eur_per_year)
    # Branches without a known amount stand outside the budget: the amount is not what the plan costs in all.
    is_part = any(
        remark.kind in {RemarkKind.WITHOUT_TARIFF, RemarkKind.COST_UNKNOWN} for remark in search.result.remarks
    )
    return labels.FOUND[search.question.goal].format(
        persons=whole(within),
        all=whole(inwoners),
        share=percentage(within / inwoners if inwoners > 0 else None),
        norm=edge(evaluation.norm.max_m),
        cost=labels.KNOWN_COST.format(cost=cost) if is_part else cost,
        n_branches=labels.branches(n_open),
        where=labels.THE_WHOLE_REGION if free is None else " en ".join(region.gemeenten[k].name for k in counted),
    )


def _certainty(result: Result) -> str:
    """Return how sure it is that there is no better plan."""
    return labels.PROVEN if result.status is Status.OPTIMAL else labels.NOT_PROVEN.format(gap=gap(result.gap))


def save(context: Context, search: state.Search) -> None:
    """Offer to keep the plan as a scenario."""
    if search.result.plan is None or search.evaluation is None:
        return
    scenario = workflow.plan_as_scenario(
        context.region,
        search.result.plan,
        scenario_id="plan",
        name=labels.PLAN_NAME,
        description=_found(context, search, search.evaluation),
    )
    st.button(labels.SAVE_PLAN, icon=":material/save:", on_click=state.apply, args=(actions.add_scenario, scenario))
    if scenario.changes and any(known.changes == scenario.changes for known in context.state.scenarios):
        st.page_link("spreiding/ui/pages/scenarios.py", label=labels.GO_TO_PLAN, icon=":material/arrow_forward:")
