"""What every page starts from: the region, the assumptions, and today's situation and the scenario worked out."""

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from spreiding import billing, workflow
from spreiding.accessibility import Reach
from spreiding.compare import Comparison, compare
from spreiding.costs import Kostenraming
from spreiding.demand import Gemeente
from spreiding.errors import SpreidingError
from spreiding.evaluation import Evaluation
from spreiding.region import Region
from spreiding.scenario import Scenario
from spreiding.ui import actions, cached, state
from spreiding.ui.state import UiState
from spreiding.ui.teksten import sentence
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.winners import Balances


@dataclass(frozen=True)
class Context:
    """The choices of a user, and what they are about; `base` is the region as it is today."""

    state: UiState
    base: Region
    region: Region
    uitgangspunten: Uitgangspunten

    @cached_property
    def today(self) -> workflow.Outcome:
        """Today's situation, with the chosen scenario's own sites so that both know the same ones."""
        today = workflow.TODAY.model_copy(update={"sites": self.scenario.sites})
        return cached.outcome(self.region, today, self.uitgangspunten)

    @property
    def scenario(self) -> Scenario:
        """The chosen scenario."""
        return self.state.scenario

    @cached_property
    def outcome(self) -> workflow.Outcome:
        """The chosen scenario worked out."""
        return cached.outcome(self.region, self.scenario, self.uitgangspunten)

    @property
    def gemeente(self) -> Gemeente | None:
        """The chosen gemeente; None for the whole region."""
        return next((area for area in self.region.gemeenten if area.code == self.state.gemeente), None)

    def compare(self, evaluation: Evaluation) -> Comparison:
        """Differences of a plan with today's situation."""
        today = self.today
        return compare(today.region, today.evaluation, evaluation, uitgangspunten=self.uitgangspunten)

    def winners(self, evaluation: Evaluation) -> Balances:
        """Who gains and who loses by a plan against today's situation, by the groups of the user's norms."""
        region, kader = self.today.region, self.state.testing.kader or cached.preset_normen()
        # A way to travel without roads here says nothing about a group.
        groups = tuple(group for group in kader.groups if region.networks[group.modality].n_nodes)
        return cached.winners(region, self.today.evaluation, evaluation, groups=groups)

    def reach(self, evaluation: Evaluation) -> Reach:
        """Distance figures of the chosen gemeente or the whole region."""
        if self.gemeente is None:
            return evaluation.total
        return evaluation.gemeenten[self.region.gemeenten.index(self.gemeente)]

    def kostenraming(self, evaluation: Evaluation) -> Kostenraming:
        """Bill of the chosen gemeente or the whole region."""
        return (
            evaluation.kostenraming
            if self.gemeente is None
            else evaluation.kostenraming.of_gemeente(self.gemeente.code)
        )


def load() -> Context:
    """Open the chosen region with its scenarios; a fault becomes a sentence on the screen and ends the run."""
    try:
        region = cached.region(state.current().region)
        if not state.current().scenarios:
            state.apply(actions.load_scenarios, workflow.scenarios_for(region))
        chosen = state.current()
        shown = cached.in_year(region, chosen.year, chosen.variant)
        assumptions = cached.comparable(cached.uitgangspunten(chosen.norm_m, chosen.modality), region)
        housing = None if chosen.housing is None else chosen.housing.housing
        return Context(chosen, region, shown, billing.with_housing(assumptions, housing))
    except SpreidingError as error:
        st.warning(sentence(error))
        st.stop()
