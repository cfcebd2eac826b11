"""Blocks of the page Beste plan zoeken: the run with its progress, the answer, and what must give without one."""

import logging
import math
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from spreiding import planning, workflow
from spreiding.errors import SpreidingError
from spreiding.evaluation import Evaluation
from spreiding.optimise.question import DISTANCE_GOALS, Question
from spreiding.optimise.result import Relaxation, RemarkKind
from spreiding.optimise.stop import Stop
from spreiding.planning import Answered, Progress
from spreiding.ui import actions, labels, panels, plan_words, search_tables, state
from spreiding.ui import search_words as words
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import edge, euros, gap, percentage, whole
from spreiding.ui.plan_remarks import remark_sentence
from spreiding.ui.running import Running
from spreiding.ui.teksten import listed, sentence

# How often the screen hears of a search [s].
_REFRESH_S = 0.5


def start(context: Context, question: Question, time_limit_s: float) -> None:
    """Begin to search, beside the pages."""
    region, uitgangspunten = context.region, context.uitgangspunten
    running = Running(question, region.fingerprint, uitgangspunten, time_limit_s)

    def work(on_progress: Progress, should_stop: Callable[[], bool]) -> Answered:
        watch = (on_progress, should_stop)
        return planning.ask(region, uitgangspunten, question, stop=Stop(time_limit_s), watch=watch)

    state.apply(actions.begin_search, running)
    running.start(work)


def follow(running: Running, earlier: state.Search | None) -> None:
    """Show how far a search is until it ends, and keep its answer; it goes on when the page is drawn anew.

    The answer `earlier` stays on the screen meanwhile, so that is said.
    """
    slot = st.empty()
    with slot.container():
        bar = st.progress(0.0, plan_words.SEARCHING)
        st.button(words.STOP, icon=":material/stop_circle:", on_click=running.stop)
        st.caption(words.SEARCH_ON if earlier is None else f"{words.SEARCH_ON} {words.EARLIER}")
    while not running.wait(_REFRESH_S):
        told = plan_words.searching(running.question.goal, running.incumbent, running.bound)
        bar.progress(running.share, told if running.share < 1 else words.FINISHING)
    slot.empty()
    try:
        answered = running.answer()
    except SpreidingError as error:
        state.apply(actions.end_search, None)
        panels.fault(sentence(error))
        return
    except Exception:
        # A fault of our own: told as such, with the trace for a report in the log of the app.
        logging.getLogger(__name__).exception(running.question.goal)
        state.apply(actions.end_search, None)
        st.error(words.OWN_FAULT)
        return
    found = state.Search(running.region_fingerprint, running.uitgangspunten, answered, running.time_limit_s)
    state.apply(actions.end_search, found)


def about(context: Context, search: state.Search) -> Context:
    """Return the context in which an answer is shown: of the one gemeente that the question is about."""
    free = search.question.free_gemeenten
    code = next(iter(free)) if free is not None and len(free) == 1 else None
    return replace(context, state=replace(context.state, gemeente=code))


def answer(context: Context, search: state.Search) -> None:
    """Say the answer in one sentence, how sure it is, and what is remarkable."""
    result = search.result
    told = plan_words.certainty(search.question, result)
    if search.evaluation is None:
        st.warning(plain(told))
    else:
        show = st.warning if plan_words.cannot_choose(search.question, result) else st.info
        show(f"**{plain(_found(context, search, search.evaluation))}** {plain(told)}", icon=":material/lightbulb:")
        once = words.NO_ONCE if result.eur_once is None else words.ONCE.format(cost=euros(result.eur_once))
        st.caption(plain(f"{words.WHOLE_BILL} {once}"))
    for remark in result.remarks:
        st.markdown(f"* {plain(remark_sentence(remark))}")
    if search.evaluation is None:
        return
    if search.answered.distances is not None:
        st.markdown(plain(plan_words.distances_sentence(search.answered.distances)))
    st.table(search_tables.stage_rows(result))
    technical = words.TECHNICAL.format(
        status=result.status.value, seconds=whole(result.seconds), gap=gap(result.gap), seed=result.seed
    )
    st.caption(plain(technical))


def _found(context: Context, search: state.Search, evaluation: Evaluation) -> str:
    """Return the plan in one sentence, about the inwoners and branches that the question counts."""
    free, region, goal = search.question.free_gemeenten, context.region, search.question.goal
    counted = [index for index, area in enumerate(region.gemeenten) if free is None or area.code in free]
    inwoners = evaluation.total.inwoners if free is None else sum(evaluation.gemeenten[k].inwoners for k in counted)
    n_open = evaluation.n_open if free is None else sum(evaluation.n_open_per_gemeente[k] for k in counted)
    within, cost = search.result.inwoners_within, euros(search.result.eur_per_year)
    # Branches without a known amount stand outside the budget: the amount is not what the plan costs in all.
    is_part = any(
        remark.kind in {RemarkKind.WITHOUT_TARIFF, RemarkKind.COST_UNKNOWN} for remark in search.result.remarks
    )
    told = words.FOUND.format(
        persons=whole(within),
        all=whole(inwoners),
        share=percentage(within / inwoners if inwoners > 0 else None),
        norm=edge(evaluation.norm.max_m),
        cost=words.KNOWN_COST.format(cost=cost) if is_part else cost,
        n_branches=labels.branches(n_open),
        where=labels.THE_WHOLE_REGION if free is None else listed([region.gemeenten[k].name for k in counted]),
    )
    if goal not in DISTANCE_GOALS or not math.isfinite(search.result.objective):
        return told
    value = plan_words.written(goal, search.result.objective)
    return f"{told} {words.FOUND_GOAL.format(goal=plan_words.GOALS[goal], value=value)}"


def obstacles(context: Context, search: state.Search) -> None:
    """Say what stands in the way of a plan, and offer the least that must give."""
    names = {area.code: area.name for area in context.region.gemeenten}
    if search.result.blockers:
        st.markdown(f"**{words.BLOCKED}**")
        lines = [plan_words.blocker_sentence(blocker, names) for blocker in search.result.blockers]
        st.markdown("\n".join(f"* {plain(line)}" for line in lines))
    groups = plan_words.grouped(search.result.relaxations)
    if groups:
        st.markdown(f"**{words.MUST_GIVE}**")
    for number, group in enumerate(groups):
        st.markdown(plain(plan_words.relaxation_sentence(group, names)))
        st.button(
            words.TAKE_OVER,
            icon=":material/check:",
            key=f"neem-over-{number}",
            on_click=_ask_relaxed,
            args=(context, group[0], search.time_limit_s),
        )


def _ask_relaxed(context: Context, relaxation: Relaxation, time_limit_s: float) -> None:
    """Fill in a relaxed question and search at once, under the norm that it asks for."""
    state.apply(actions.ask_relaxed, relaxation)
    start(replace(context, uitgangspunten=relaxation.uitgangspunten), relaxation.question, time_limit_s)


def save(context: Context, search: state.Search) -> None:
    """Offer to keep the plan as a scenario, and the question as a file."""
    with st.container(horizontal=True):
        if search.result.plan is not None and search.evaluation is not None:
            _save_plan(context, search, search.evaluation)
        st.download_button(
            words.DOWNLOAD,
            planning.format_question(search.question),
            file_name=words.QUESTION_FILE,
            mime="application/toml",
            icon=":material/download:",
            on_click="ignore",
        )


def _save_plan(context: Context, search: state.Search, evaluation: Evaluation) -> None:
    scenario = workflow.plan_as_scenario(
        context.region,
        evaluation.plan,
        scenario_id="plan",
        name=words.PLAN_NAME,
        description=_found(context, search, evaluation),
    )
    st.button(words.SAVE_PLAN, icon=":material/save:", on_click=state.apply, args=(actions.add_scenario, scenario))
    if scenario.changes and any(known.changes == scenario.changes for known in context.state.scenarios):
        st.page_link("spreiding/ui/pages/scenarios.py", label=words.GO_TO_PLAN, icon=":material/arrow_forward:")
