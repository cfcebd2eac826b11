"""Commands on norms: each takes the state and returns the next one. No Streamlit, no files."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from typing import Final

from spreiding.normenkader import Normenkader
from spreiding.supply import slug
from spreiding.ui import normen
from spreiding.ui.state import UiState

_LONGEST_STEM: Final = 900


def pick_norm(state: UiState, name: str) -> UiState:
    """Look at one norm."""
    return replace(state, testing=replace(state.testing, norm=name))


def switch_norm(state: UiState, name: str, is_tested: bool) -> UiState:  # noqa: FBT001 - the value of a widget
    """Test a norm, or leave it out."""
    left_out = state.testing.left_out - {name} if is_tested else state.testing.left_out | {name}
    return replace(state, testing=replace(state.testing, left_out=left_out))


def take_kader(state: UiState, kader: Normenkader | None) -> UiState:
    """Test the norms of `kader`, or those to begin with (None); nothing of it is left out."""
    edited = replace(
        state.testing, kader=kader, left_out=frozenset(), norm="", saved="", n_edits=state.testing.n_edits + 1
    )
    return replace(state, testing=edited)


def edit_norm(state: UiState, kader: Normenkader, before: str, after: str) -> UiState:
    """Take over a kader of which one norm was edited, and perhaps renamed; what was left out stays so."""
    left_out = frozenset(after if name == before else name for name in state.testing.left_out)
    n_edits = state.testing.n_edits + 1
    edited = replace(state.testing, kader=kader, left_out=left_out, norm=after, saved=after, n_edits=n_edits)
    return replace(state, testing=edited)


def copy_norm(state: UiState, kader: Normenkader, name: str) -> UiState:
    """Put a copy behind a norm of `kader`, under a name of its own, and pick it."""
    number = next(number for number, norm in enumerate(kader.norms) if norm.name == name)
    copied = kader.norms[number].model_copy(update={"name": _copied_name(kader, name)})
    norms = (*kader.norms[: number + 1], copied, *kader.norms[number + 1 :])
    n_edits = state.testing.n_edits + 1
    changed = kader.model_copy(update={"norms": norms})
    return replace(
        state, testing=replace(state.testing, kader=changed, norm=copied.name, saved=copied.name, n_edits=n_edits)
    )


def _copied_name(kader: Normenkader, name: str) -> str:
    # No longer than the name of a norm may be.
    stem = name[:_LONGEST_STEM].strip()
    later = (normen.COPY_NAME_N.format(norm=stem, n=n) for n in count(2))
    return next(each for each in chain([normen.COPY_NAME.format(norm=stem)], later) if kader.find(slug(each)) is None)


def choose_school_km(state: UiState, school_km: float) -> UiState:
    """Set from where a school is far from a branch [km]."""
    return replace(state, testing=replace(state.testing, school_m=round(float(school_km) * 1000, 1)))


def confirm_site(state: UiState, site_id: str, is_confirmed: bool) -> UiState:  # noqa: FBT001 - the value of a widget
    """Confirm what is assumed of a branch, or take that back."""
    confirmations = state.testing.confirmations
    sites = confirmations.sites | {site_id} if is_confirmed else confirmations.sites - {site_id}
    changed = confirmations.model_copy(update={"sites": sites})
    return replace(state, testing=replace(state.testing, confirmations=changed))


def confirm_kernen(state: UiState, kernen: Iterable[str], is_confirmed: bool) -> UiState:  # noqa: FBT001 - as above
    """Confirm the kernen (ids) and their inhabitants, or take that back."""
    changed = state.testing.confirmations.model_copy(
        update={"kernen": frozenset(kernen) if is_confirmed else frozenset()}
    )
    return replace(state, testing=replace(state.testing, confirmations=changed))
