"""What every plan must meet, on the form of the page Beste plan zoeken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from spreiding.domain import Vestigingstype
from spreiding.norms import AnyNorm
from spreiding.optimise.question import Budget, Goal, Question
from spreiding.ui import cached, labels
from spreiding.ui import search_words as words
from spreiding.ui.context import Context
from spreiding.ui.numbers import short_number, whole
from spreiding.ui.teksten import listed


@dataclass(frozen=True)
class Start:
    """What the fields begin with: the question last asked here, if any, and the budgets that hold without typing.

    `has_own_budgets`: each gemeente keeps what it spends today. `code` is the chosen gemeente (None: all), `stem` what
    the keys of the fields begin with.
    """

    question: Question | None
    code: str | None
    budgets: tuple[Budget, ...]
    has_own_budgets: bool
    stem: str


def share_of(question: Question | None) -> str:
    """Return the share of a question as it is typed, in percent; nothing without one."""
    return "" if question is None or question.min_share is None else short_number(question.min_share * 100)


def show(context: Context, start: Start, goal: Goal) -> dict[str, Any]:
    """Show what every plan must meet; return it as fields of `Typed`."""
    seed, stem = start.question, start.stem
    found: dict[str, Any] = {"norms": _pick_norms(context, start)}
    left, right = st.columns(2)
    with left:
        if goal is not Goal.COST:
            found["share"] = st.text_input(
                words.LEAST_SHARE, value=share_of(seed), help=words.LEAST_SHARE_HELP, key=f"minstens-{stem}"
            )
        found |= _largest(start)
        found["has_catchments"] = st.checkbox(
            words.CATCHMENTS,
            value=bool(seed and seed.minimum_catchment),
            help=words.CATCHMENTS_HELP.format(minima=listed(_minima(context))),
            key=f"gebieden-{stem}",
        )
    with right:
        found |= _limits(seed, stem)
    found |= _fixed(context, start)
    found["is_nearest"] = st.radio(
        words.MEASURED,
        [False, True],
        index=int(bool(seed and not seed.weighing.functions)),
        format_func=lambda is_nearest: words.NEAREST if is_nearest else words.PER_FUNCTION,
        horizontal=True,
        help=words.MEASURED_HELP,
        key=f"meten-{stem}",
    )
    return found


def _pick_norms(context: Context, start: Start) -> tuple[AnyNorm, ...]:
    """Ask which norms every plan meets."""
    norms = _norms(context, start.question)
    picked = st.multiselect(
        words.NORMS,
        list(norms),
        default=[asked.norm.name for asked in start.question.norms] if start.question else [],
        placeholder=words.NO_CHOICE,
        format_func=lambda name: _norm_name(context, norms[name]),
        help=words.NORMS_HELP,
        key=f"normen-{start.stem}",
    )
    return tuple(norms[name] for name in picked)


def _norms(context: Context, seed: Question | None) -> Mapping[str, AnyNorm]:
    """Return the norms to choose from by name: the user's, and those of the question as it asks them."""
    kader = context.state.testing.kader or cached.preset_normen()
    asked = {norm.norm.name: norm.norm for norm in seed.norms} if seed else {}
    return {norm.name: norm for norm in kader.norms} | asked


def _norm_name(context: Context, norm: AnyNorm) -> str:
    kader = context.state.testing.kader or cached.preset_normen()
    return norm.name if norm in kader.norms else words.CHANGED_NORM.format(norm=norm.name)


def _minima(context: Context) -> list[str]:
    return [
        words.MINIMUM.format(minimum=whole(catchment.minimum), klasse=labels.TYPES[klasse])
        for klasse, catchment in context.uitgangspunten.catchments.items()
    ]


def _largest(start: Start) -> dict[str, Any]:
    """Show whether each gemeente keeps its largest class; of one gemeente also which."""
    seed, stem = start.question, start.stem
    keeps = st.checkbox(
        words.KEEP_LARGEST,
        value=seed is None or seed.keep_largest,
        help=words.KEEP_LARGEST_HELP,
        key=f"grootste-{stem}",
    )
    classes = ["", *Vestigingstype]
    if start.code is None:
        return {"keeps_largest": keeps, "largest": None}
    klasse = st.selectbox(
        words.LARGEST,
        classes,
        index=classes.index(seed.largest.get(start.code, "")) if seed else 0,
        format_func=lambda each: labels.TYPES[Vestigingstype(each)] if each else words.LARGEST_TODAY,
        key=f"klasse-{stem}",
    )
    return {"keeps_largest": keeps, "largest": Vestigingstype(klasse) if klasse else None}


def _limits(seed: Question | None, stem: str) -> dict[str, Any]:
    """Show how many changes a plan may make, and how much further anybody may have to go."""
    changes = "" if seed is None or seed.max_changes is None else whole(seed.max_changes)
    harm_m = None if seed is None or seed.harm is None else seed.harm.max_m
    return {
        "max_changes": st.text_input(
            words.MAX_CHANGES, value=changes, help=words.MAX_CHANGES_HELP, key=f"wijzigingen-{stem}"
        ),
        "harm": st.text_input(
            words.HARM,
            value="" if harm_m is None else short_number(harm_m),
            help=words.HARM_HELP,
            key=f"verslechtering-{stem}",
        ),
    }


def _fixed(context: Context, start: Start) -> dict[str, Any]:
    """Show which places stay open, and which closed."""
    sites = {site.id: site for site in context.region.sites if start.code in {None, site.gemeente}}
    ordered = sorted(sites, key=lambda key: (sites[key].today is None, sites[key].name))

    def name(key: str) -> str:
        return sites[key].name if sites[key].today else words.CANDIDATE.format(name=sites[key].name)

    seed, stem = start.question, start.stem
    asked = {
        "stays_open": (words.STAYS_OPEN, seed.open_sites if seed else frozenset()),
        "stays_closed": (words.STAYS_CLOSED, seed.closed_sites if seed else frozenset()),
    }
    return {
        field: frozenset(
            st.multiselect(
                label,
                ordered,
                default=sorted(chosen & sites.keys()),
                placeholder=words.NO_CHOICE,
                format_func=name,
                key=f"{field}-{stem}",
            )
        )
        for field, (label, chosen) in asked.items()
    }
