"""Tables of the answer of a search: what was reached per goal, and the branches with what each is there for."""

import pandas as pd
from pandas.io.formats.style import Styler

from spreiding.optimise.result import Result
from spreiding.planning import Answered
from spreiding.region import Region
from spreiding.ui import labels, plan_words, purpose_words, rows
from spreiding.ui import search_words as words
from spreiding.ui.markdown import plain_frame
from spreiding.ui.numbers import gap


def stage_rows(result: Result) -> pd.DataFrame:
    """Return what was reached for each goal beside what is proven, for `st.table`."""
    found = [
        {
            words.GOAL_COLUMN: plan_words.GOALS[stage.goal],
            words.REACHED: plan_words.written(stage.goal, stage.objective),
            words.BOUND: plan_words.written(stage.goal, stage.bound),
            words.GAP: gap(stage.gap),
        }
        for stage in result.stages
    ]
    return plain_frame(pd.DataFrame(found).set_index(words.GOAL_COLUMN))


def plan_rows(region: Region, answered: Answered, gemeente: str | None) -> Styler:
    """Return the branches of one gemeente (or of all) that are open today or in the plan, for `st.table`."""
    evaluation = answered.evaluation
    if evaluation is None:
        message = "without a plan there are no branches to show"
        raise ValueError(message)
    purposes, names = purpose_words.purposes(answered.purposes), {area.code: area.name for area in region.gemeenten}
    found = [
        {
            labels.BRANCH: site.name,
            labels.GEMEENTE: names.get(site.gemeente or "", labels.NOTHING),
            labels.NOW: labels.NOTHING if site.today is None else labels.option(site.today),
            words.IN_PLAN: labels.option(evaluation.plan.by_id.get(site.id)),
            words.PURPOSE: purposes.get(site.id, labels.NOTHING),
            labels.SERVED: float(evaluation.site_inwoners[region.site_index[site.id]]),
        }
        for site in rows.listed_sites(region, evaluation.plan, gemeente)
    ]
    columns = [labels.BRANCH, labels.GEMEENTE, labels.NOW, words.IN_PLAN, words.PURPOSE, labels.SERVED]
    frame = plain_frame(pd.DataFrame(found, columns=columns).set_index(labels.BRANCH))
    return rows.formatted(frame if gemeente is None else frame.drop(columns=labels.GEMEENTE))
