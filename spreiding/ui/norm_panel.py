"""Blocks of the page Normtoets: the matrix, one norm, hours, schools and fairness."""

import json
from collections import Counter
from dataclasses import dataclass

import streamlit as st

from spreiding import review as use_case
from spreiding.errors import InputError, InputErrors
from spreiding.judging.flips import find_flips
from spreiding.judging.verdict import Normoordeel, Outcome, overall
from spreiding.norm_answers import review_answer, review_csv, shown
from spreiding.normenkader import Normenkader
from spreiding.norms import HoursNorm
from spreiding.review import Review
from spreiding.ui import (
    cached,
    eerlijkheid,
    labels,
    norm_actions,
    norm_matrix,
    norm_rows,
    norm_words,
    normen,
    panels,
    state,
)
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain, plain_frame
from spreiding.ui.norm_asked import asked, groups_of
from spreiding.ui.numbers import cents, edge, whole
from spreiding.ui.teksten import sentence
from spreiding.workflow import TODAY


@dataclass(frozen=True)
class Tested:
    """The norms of a user, and what came of those that he tests here; `faults` tell why some cannot be tested."""

    kader: Normenkader
    review: Review | None
    faults: tuple[InputError, ...]


def load(context: Context) -> Tested:
    """Judge the chosen scenario by the norms that are tested."""
    testing = context.state.testing
    kader = testing.kader or cached.preset_normen()
    wanted = tuple(norm for norm in kader.norms if norm.name not in testing.left_out)
    chosen = kader.model_copy(update={"norms": wanted})
    testable, faults = use_case.split_testable(chosen, context.region, context.uitgangspunten)
    if testable is None:
        return Tested(kader, None, faults)
    found = cached.reviewed(
        context.region,
        context.scenario,
        context.uitgangspunten,
        kader=testable,
        confirmations=testing.confirmations,
        school_m=testing.school_m,
    )
    return Tested(kader, found, faults)


def overview(context: Context, tested: Tested) -> None:
    """Show the matrix of norms and gemeenten, how many comply, and the downloads."""
    if tested.faults:
        st.warning(normen.NOT_TESTED)
        panels.fault(sentence(InputErrors(tested.faults)))
    review = tested.review
    if review is None:
        st.info(normen.NOTHING_TESTED)
        return
    codes = None if context.gemeente is None else {context.gemeente.code}
    oordelen = shown(review, codes)
    st.markdown(_counts(context, oordelen))
    if partial := norm_words.partial(review.region, {oordeel.gemeente for oordeel in oordelen}):
        st.caption(plain(partial))
    areas = [(area.code, area.name) for area in review.region.gemeenten if codes is None or area.code in codes]
    areas.sort(key=lambda area: area[1])
    is_regional = any(oordeel.gemeente is None for oordeel in oordelen)
    st.html(
        norm_matrix.matrix_html(
            review.kader.norms, oordelen, [*areas, *([(None, labels.WHOLE_REGION)] if is_regional else [])]
        )
    )


def flipped(context: Context, tested: Tested) -> None:
    """Show which verdicts the chosen scenario changes against today's situation."""
    review = tested.review
    if review is None or context.scenario.id == TODAY.id:
        return
    today = cached.reviewed(
        context.region,
        TODAY.model_copy(update={"sites": context.scenario.sites}),
        context.uitgangspunten,
        kader=review.kader,
        confirmations=context.state.testing.confirmations,
    )
    codes = None if context.gemeente is None else {context.gemeente.code}
    flips = find_flips(shown(today, codes), shown(review, codes))
    st.markdown(f"**{normen.FLIPS_TITLE}**")
    if flips:
        st.table(norm_rows.flip_rows(review, flips))
    else:
        st.caption(normen.NO_FLIPS)


def downloads(context: Context, tested: Tested) -> None:
    """Offer all verdicts as a table and as JSON."""
    review = tested.review
    if review is None:
        return
    codes = None if context.gemeente is None else {context.gemeente.code}

    def as_json() -> bytes:
        answer = review_answer(review, gemeenten=codes, untested=tested.faults)
        return json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False).encode()

    with st.container(horizontal=True):
        for label, content, name, mime in (
            (normen.DOWNLOAD_CSV, lambda: review_csv(review, gemeenten=codes), "normtoets.csv", "text/csv"),
            (normen.DOWNLOAD_JSON, as_json, "normtoets.json", "application/json"),
        ):
            st.download_button(label, content, file_name=name, mime=mime, icon=":material/download:", on_click="ignore")


def _counts(context: Context, oordelen: list[Normoordeel]) -> str:
    """Say how many verdicts of each kind there are, one per norm and gemeente."""
    cells: dict[tuple[str, str | None], list[Normoordeel]] = {}
    for oordeel in oordelen:
        cells.setdefault((oordeel.norm.name, oordeel.gemeente), []).append(oordeel)
    n_idle = sum(norm_words.is_nothing_asked(parts) for parts in cells.values())
    found = Counter(overall(parts) for parts in cells.values() if not norm_words.is_nothing_asked(parts))
    where = labels.THE_WHOLE_REGION if context.gemeente is None else context.gemeente.name
    return plain(
        normen.COUNTS.format(
            where=where,
            met=whole(found[Outcome.MET]),
            not_met=whole(found[Outcome.NOT_MET]),
            undecided=whole(found[Outcome.UNDECIDED]),
            idle=normen.COUNTS_IDLE.format(n=whole(n_idle)) if n_idle else "",
        )
    )


def one_norm(context: Context, tested: Tested) -> None:
    """Show one norm: what it asks, what came of it per gemeente, where people fall outside and what does not count."""
    review = tested.review
    if review is None:
        return
    names = [norm.name for norm in review.kader.norms]
    key = f"norm-{context.state.testing.n_edits}-{len(names)}"
    picked = st.selectbox(
        normen.PICK,
        names,
        index=names.index(context.state.testing.norm) if context.state.testing.norm in names else 0,
        key=key,
        on_change=state.apply_value,
        args=(key, norm_actions.pick_norm),
    )
    codes = None if context.gemeente is None else {context.gemeente.code}
    oordelen = [oordeel for oordeel in shown(review, codes) if oordeel.norm.name == picked]
    oordelen.sort(key=lambda oordeel: norm_words.area_name(review.region, oordeel))
    norm = review.kader.norms[names.index(picked)]
    told = [(normen.ASKS, asked(norm)), (normen.EXPLANATION, norm.explanation)]
    told += [(normen.LABEL, norm.label.value), (normen.BRON, norm.bron)]
    told += [(normen.GROUP_BRON, text) for text in groups_of(review.kader, norm)]
    st.markdown("\n".join(f"* **{label}**: {plain(' '.join(text.split()))}" for label, text in told if text))
    st.table(norm_rows.verdict_rows(review, oordelen))
    _outside(review, oordelen)
    lacks = norm_rows.lack_rows(review, oordelen)
    if not lacks.empty:
        with st.expander(f"{normen.LACKS_TITLE} ({len(lacks)})"):
            st.caption(normen.LACKS_NOTE)
            st.table(lacks)


def _outside(review: Review, oordelen: list[Normoordeel]) -> None:
    """Show where people fall outside a norm, the worst first."""
    worst, n_more = norm_rows.worst_rows(review, oordelen)
    if worst.empty:
        return
    is_kernen = norm_rows.outside_is_kernen(oordelen)
    st.markdown(f"**{normen.OUTSIDE_KERNEN if is_kernen else normen.OUTSIDE_TITLE}**")
    st.caption(normen.WORST_HOURS_NOTE if isinstance(oordelen[0].norm, HoursNorm) else normen.WORST_NOTE)
    st.table(worst)
    if n_more:
        st.caption(normen.AND_MORE.format(n=whole(n_more)))


def hours(context: Context, review: Review) -> None:
    """Show the hours per week within reach."""
    norm = review.uitgangspunten.norm
    st.caption(normen.HOURS_NOTE.format(km=edge(norm.max_m), modality=labels.MODALITIES[norm.modality]))
    st.table(norm_rows.hours_rows(review, context.state.gemeente))
    st.caption(normen.HOURS_ASSUMED)


def schools(context: Context, review: Review) -> None:
    """Show the schools far from every branch, with the price of Thuislezen."""
    km, tariff = edge(review.school_m), review.uitgangspunten.tariffs.thuislezen
    if not review.region.schools:
        st.info(normen.NO_SCHOOLS)
    else:
        st.number_input(
            normen.SCHOOL_KM,
            min_value=normen.MIN_SCHOOL_KM,
            max_value=normen.MAX_SCHOOL_KM,
            value=review.school_m / 1000,
            step=normen.STEP_SCHOOL_KM,
            format="%.1f",
            help=normen.SCHOOL_HELP,
            key="scholen-km",
            on_change=state.apply_value,
            args=("scholen-km", norm_actions.choose_school_km),
        )
    if tariff is not None:
        st.caption(
            normen.SCHOOLS_NOTE.format(
                km=km,
                implementation=cents(tariff.implementation_eur),
                books=cents(tariff.books_eur_per_pupil),
                yearly=cents(tariff.eur_per_pupil_per_year),
                bron=plain(tariff.bron),
            )
        )
    if not review.region.schools:
        return
    found = norm_rows.school_rows(review, context.state.gemeente)
    if found.empty:
        st.info(normen.NONE_FAR.format(km=km))
        return
    st.table(found)
    st.caption(normen.PRICE_UNKNOWN)


def fairness(context: Context) -> None:
    """Show how fairly distances are shared, today beside the scenario."""
    planned = None if context.scenario.id == TODAY.id else context.outcome.evaluation.fairness
    rows = eerlijkheid.fairness_rows(context.today.evaluation.fairness, planned)
    st.caption(normen.FAIR_NOTE)
    st.table(plain_frame(rows.first))
    if rows.note:
        st.caption(rows.note)
    with st.expander(eerlijkheid.MORE):
        st.table(plain_frame(rows.more))
