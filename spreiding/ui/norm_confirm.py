"""Confirm what is assumed of branches and kernen: a verdict that rests on it can then be given."""

import streamlit as st

from spreiding.domain import SiteFact
from spreiding.review import Assumption, Review
from spreiding.supply import in_order
from spreiding.ui import labels, norm_actions, norm_words, normen, numbers, state
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import whole


def show(context: Context, review: Review) -> None:
    """Show a box per branch with something assumed, one for the kernen, and what nobody can confirm."""
    if review.region.manifest.is_example:
        st.info(normen.ALL_CONFIRMED, icon=":material/science:")
    st.caption(normen.CONFIRM_NOTE)
    _kernen(context, review)
    here = [each for each in review.assumptions if context.state.gemeente in {None, each.site.gemeente}]
    assumed = [each for each in here if each.assumed]
    if not assumed:
        st.caption(normen.NOTHING_ASSUMED)
    for each in assumed:
        key = f"bevestig-{each.site.id}-{review.region.fingerprint[:8]}"
        st.checkbox(
            plain(_line(review, each, "; ".join(_values(each)))),
            value=review.confirmations.has_site(each.site.id),
            disabled=review.region.manifest.is_example,
            key=key,
            on_change=_confirm,
            args=(key, each.site.id),
        )
    _unknown(review, [each for each in here if each.unknown])


def _confirm(key: str, site_id: str) -> None:
    state.apply_value(key, norm_actions.confirm_site, site_id)


def _kernen(context: Context, review: Review) -> None:
    kernen = tuple(kern.id for kern in review.region.kernen)
    if not kernen:
        st.caption(normen.NO_KERNEN)
        return
    key = f"bevestig-kernen-{review.region.fingerprint[:8]}"
    st.checkbox(
        normen.CONFIRM_KERNEN.format(n=whole(len(kernen))),
        value=review.confirmations.is_all or context.state.testing.confirmations.kernen >= frozenset(kernen),
        disabled=review.region.manifest.is_example,
        key=key,
        on_change=state.apply_value,
        args=(key, norm_actions.confirm_kernen, kernen),
    )


def _unknown(review: Review, found: list[Assumption]) -> None:
    """List what is unknown: that cannot be confirmed, only filled in."""
    if not found:
        return
    with st.expander(normen.UNKNOWN_TITLE.format(n=whole(len(found)))):
        lines = (_line(review, each, norm_words.facts(each.unknown)) for each in found)
        st.markdown("\n".join(f"* {plain(line)}" for line in lines))


def _values(each: Assumption) -> list[str]:
    """Return what is assumed of a branch, with the value that counts: nobody can confirm what he does not see."""
    profile = each.profile
    values = {
        SiteFact.KLASSE: labels.TYPES[profile.type],
        SiteFact.KERNFUNCTIES: labels.kernfuncties(profile.kernfuncties or frozenset()),
        SiteFact.UREN: numbers.hours(profile.staffed_hours),
        SiteFact.HUISVESTING: labels.HUISVESTING[profile.huisvesting],
        SiteFact.DIENSTEN: ", ".join(name for name, offered in sorted(profile.services.items()) if offered)
        or labels.NO,
    }
    return [f"{norm_words.FACTS[fact]}: {values[fact]}" for fact in in_order(each.assumed)]


def _line(review: Review, each: Assumption, facts: str) -> str:
    names = {gemeente.code: gemeente.name for gemeente in review.region.gemeenten}
    gemeente = names.get(each.site.gemeente or "", labels.NOTHING)
    return normen.BRANCH_LINE.format(site=each.site.name, gemeente=gemeente, facts=facts)
