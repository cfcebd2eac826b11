"""What a user chose, as one frozen record. The only module that touches `st.session_state`."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from spreiding import workflow
from spreiding.demand import Variant
from spreiding.domain import Modality
from spreiding.evaluation import Evaluation
from spreiding.normenkader import Normenkader
from spreiding.norms import Confirmations
from spreiding.optimise.question import Question
from spreiding.optimise.result import Result
from spreiding.planning import Answered
from spreiding.review import SCHOOL_M
from spreiding.scenario import Scenario
from spreiding.ui.drafts import AccountDraft, HousingDraft
from spreiding.ui.running import Running
from spreiding.ui.year_drafts import YearsDraft
from spreiding.uitgangspunten import Uitgangspunten

_KEY: Final = "spreiding"


@dataclass(frozen=True)
class Click:
    """The last click that the map reported: number of marker clicks, and where the ground was clicked [degrees]."""

    n_markers: int = 0
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Search:
    """An answered optimisation question, with what it was asked of and how long it might take [s]."""

    region_fingerprint: str
    uitgangspunten: Uitgangspunten
    answered: Answered
    time_limit_s: float

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.answered.question

    @property
    def result(self) -> Result:
        """What was found."""
        return self.answered.result

    @property
    def evaluation(self) -> Evaluation | None:
        """The plan worked out; None without a plan."""
        return self.answered.evaluation


@dataclass(frozen=True)
class Asking:
    """What the form of a search begins with: the `question` last asked, None for an empty form.

    It was asked while `beside` was the gemeente chosen for all pages: another one there is a new question. `n` counts
    the times that the form was filled in from elsewhere, so that what was typed before gives way.
    """

    question: Question | None = None
    beside: str | None = None
    n: int = 0


@dataclass(frozen=True)
class Testing:
    """What norms are tested: `kader` None is the list to begin with, `left_out` names those that are not tested.

    `norm` is the norm picked (its name, empty for none yet), `saved` the one that was just changed; `n_edits` counts
    changes of the norms, so that what is typed for an older list is not taken for the next. Schools are far from
    `school_m` [m] on.
    """

    kader: Normenkader | None = None
    left_out: frozenset[str] = frozenset()
    confirmations: Confirmations = field(default_factory=Confirmations)
    norm: str = ""
    saved: str = ""
    n_edits: int = 0
    school_m: float = SCHOOL_M


@dataclass(frozen=True)
class UiState:
    """Every choice of one user.

    `year` is None for today, else the forecast of that year counts, as `variant`.
    `norm_m` [m] and `modality` are None for the standard. `site` is the selected site, `point` a clicked empty
    spot (x, y in EPSG:28992 [m]). `past` and `future` hold earlier and undone (scenarios, chosen).
    `drafts` is what was typed of gemeenten, `housing` of buildings and `years` of several years, on the page Kosten.
    `search` is the last answer on the page Beste plan zoeken, `asking` its form and `running` a search under way.
    `notice` is what was just done, `testing` what is tested on the page Normtoets.
    """

    region: str
    gemeente: str | None = None
    scenarios: tuple[Scenario, ...] = ()
    chosen: str = workflow.TODAY.id
    past: tuple[tuple[tuple[Scenario, ...], str], ...] = ()
    future: tuple[tuple[tuple[Scenario, ...], str], ...] = ()
    year: int | None = None
    variant: Variant = Variant.MIDDEN
    norm_m: float | None = None
    modality: Modality | None = None
    site: str | None = None
    point: tuple[float, float] | None = None
    click: Click = Click()
    shows_candidates: bool = False
    shows_change: bool = False
    search: Search | None = None
    asking: Asking = Asking()
    running: Running | None = None
    drafts: tuple[AccountDraft, ...] = ()
    housing: HousingDraft | None = None
    years: YearsDraft | None = None
    notice: str = ""
    testing: Testing = Testing()

    @property
    def scenario(self) -> Scenario:
        """The chosen scenario; today's situation when it is gone."""
        return next((scenario for scenario in self.scenarios if scenario.id == self.chosen), workflow.TODAY)


def current() -> UiState:
    """Return the state of this session; a new session starts with the region of `SPREIDING_REGIO` or the example."""
    if _KEY not in st.session_state:
        store(UiState(region=os.environ.get("SPREIDING_REGIO") or workflow.EXAMPLE))
    state: UiState = st.session_state[_KEY]
    return state


def store(state: UiState) -> None:
    """Make `state` the state of this session."""
    st.session_state[_KEY] = state


def apply(command: Callable[..., UiState], *args: object) -> None:
    """Replace the state by what `command` makes of it and of `args`."""
    store(command(current(), *args))


def apply_value(key: str, command: Callable[..., UiState], *args: object) -> None:
    """Replace the state by what `command` makes of it and of the value of the widget with `key`, given last."""
    store(command(current(), *args, st.session_state.get(key)))
