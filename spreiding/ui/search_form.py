"""The question of the page Beste plan zoeken as a form: where, what for, with what money, within which demands."""

from typing import Final

import streamlit as st

from spreiding import planning
from spreiding.errors import SpreidingError
from spreiding.optimise.question import Goal, Question
from spreiding.ui import actions, cached, panels, plan_words, search_demands, search_fields, state
from spreiding.ui import search_words as words
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import edge, euros, whole
from spreiding.ui.search_demands import Start, share_of
from spreiding.ui.search_fields import Typed
from spreiding.ui.teksten import listed, sentence

_TIME_LIMITS_S: Final = (10, 30, 60, 300)
_SECONDS: Final = 30


def show(context: Context) -> tuple[Question, int] | None:
    """Show the form; return the question with the time limit [s] when the user asks it."""
    code, goal = _pick_gemeente(context), _pick_goal(context)
    start = _start(context, code)
    # One form whatever is chosen above it: who clicks before it is drawn anew, still asks.
    with st.form("vraag", border=True):
        typed, seconds = _fields(context, start, goal)
        norm = context.uitgangspunten.norm
        st.caption(words.QUESTION_ABOUT.format(norm=edge(norm.max_m), label=norm.label.value))
        is_asked = st.form_submit_button(words.SEARCH_NOW, type="primary", icon=":material/search:")
    if context.state.asking.question is not None:
        st.button(words.START_ANEW, type="tertiary", on_click=state.apply, args=(actions.ask_anew,))
    if not is_asked:
        return None
    try:
        planning.check_costs(
            context.region, context.uitgangspunten, None if start.code is None else frozenset({start.code})
        )
        return search_fields.build(context, typed, budgets=start.budgets), seconds
    except SpreidingError as error:
        panels.fault(sentence(error))
        return None


def _seed(context: Context) -> Question | None:
    """Return the question to begin with, unless another gemeente was chosen for all pages since."""
    asking = context.state.asking
    return asking.question if asking.beside == context.state.gemeente else None


def _pick_gemeente(context: Context) -> str | None:
    """Ask where something may change: the gemeente of all pages, else the first one whose cost is known."""
    names = {area.code: area.name for area in sorted(context.region.gemeenten, key=lambda area: area.name)}
    known = [code for code in names if code in context.uitgangspunten.tariffs.gemeenten]
    seed = _seed(context)
    first = context.state.gemeente or next(iter(known), "")
    if seed is not None:
        first = next(iter(seed.free_gemeenten or ()), "") if len(seed.free_gemeenten or ()) == 1 else ""
    # The empty code is the whole region: a choice like the others, not a cleared box.
    codes = [*names, ""]
    picked = st.selectbox(
        words.WHERE,
        codes,
        index=codes.index(first) if first in codes else 0,
        format_func=lambda code: names.get(code, words.WHOLE_REGION),
        help=words.WHERE_HELP,
        key=f"zoek-waar-{context.base.fingerprint}-{context.state.gemeente}-{context.state.asking.n}",
    )
    return picked or None


def _pick_goal(context: Context) -> Goal:
    """Ask outside the form: the form's fields depend on it."""
    goals, seed = list(Goal), _seed(context)
    return st.radio(
        words.GOAL,
        goals,
        index=0 if seed is None else goals.index(seed.goal),
        format_func=plan_words.GOALS.__getitem__,
        captions=[words.ABOUT_GOALS[goal] for goal in goals],
        key=f"zoek-doel-{context.state.asking.n}",
    )


def _start(context: Context, code: str | None) -> Start:
    free = None if code is None else frozenset({code})
    seed = _seed(context)
    if seed is not None and seed.free_gemeenten != free:
        seed = None
    today = cached.todays_budgets(context.region, context.uitgangspunten, free)
    budgets = seed.budgets if seed is not None and seed.budgets else today
    stem = f"{context.base.fingerprint}-{code}-{context.state.asking.n}"
    return Start(seed, code, budgets, budgets == today, stem)


def _fields(context: Context, start: Start, goal: Goal) -> tuple[Typed, int]:
    """Show all fields; return what was typed and the time limit [s]."""
    amount, second_side, limit = st.columns(3)
    wish = share = ""
    with amount:
        if goal is Goal.COST:
            share = st.text_input(
                words.SHARE, value=share_of(start.question) or "90", help=words.SHARE_HELP, key=f"aandeel-{start.stem}"
            )
        elif _is_typed(start):
            today = planning.total_eur(start.budgets)
            wish = st.text_input(
                words.BUDGET, value=whole(today), help=words.BUDGET_HELP, key=f"budget-{start.stem}-{today}"
            )
        else:
            st.caption(_own_budgets(context, start))
    # The empty word is a choice like the others, not a cleared box.
    others = ["", *(each.value for each in Goal if each is not goal)]
    earlier = start.question.goals[1:2] if start.question is not None else ()
    second = second_side.selectbox(
        words.SECOND,
        others,
        index=others.index(earlier[0]) if earlier and earlier[0] in others else 0,
        format_func=lambda each: plan_words.GOALS[Goal(each)] if each else words.NO_SECOND,
        key=f"tweede-{start.stem}-{goal.value}",
    )
    seconds = limit.selectbox(
        words.TIME_LIMIT,
        _TIME_LIMITS_S,
        index=_TIME_LIMITS_S.index(_SECONDS),
        format_func=words.SECONDS.format,
        key="zoek-tijd",
    )
    with st.expander(words.DEMANDS, icon=":material/rule:"):
        demands = search_demands.show(context, start, goal)
    typed = {"share": share, **demands} if goal is Goal.COST else demands
    goals = (goal, Goal(second)) if second else (goal,)
    return Typed(goals=goals, code=start.code, budget=wish if _is_typed(start) else None, **typed), seconds


def _is_typed(start: Start) -> bool:
    """Whether one amount is asked for: of one gemeente, or of a region where no cost is known."""
    return start.code is not None or not any(budget.gemeenten for budget in start.budgets)


def _own_budgets(context: Context, start: Start) -> str:
    """Say which budget each gemeente has: that of today, or what it has to be for a relaxed question."""
    names = {area.code: area.name for area in context.region.gemeenten}
    amounts = [
        plan_words.OF_GEMEENTE.format(gemeente=names.get(code, code), amount=euros(budget.eur_per_year))
        for budget in start.budgets
        for code in sorted(budget.gemeenten or ())
    ]
    template = words.OWN_BUDGETS if start.has_own_budgets else words.OWN_BUDGETS_CHANGED
    return plain(template.format(amounts=listed(amounts)))
