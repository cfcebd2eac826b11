"""Tables for the screens: the rows that a map shows, with Dutch numbers that still sort as numbers."""

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from spreiding.accessibility import Reach
from spreiding.compare import Comparison
from spreiding.domain import Option, Plan
from spreiding.evaluation import Evaluation, unusual_catchments
from spreiding.region import Manifest, Region
from spreiding.supply import Site
from spreiding.ui import labels
from spreiding.ui.markdown import plain_frame
from spreiding.ui.numbers import euros, kilometres, length, percentage, signed, whole
from spreiding.uitgangspunten import Tariffs, Uitgangspunten

FORMATS: Final[dict[Any, str | Callable[[Any], str] | None]] = {
    labels.INWONERS: whole,
    labels.N_BRANCHES: whole,
    labels.WITHIN: percentage,
    labels.MEAN: kilometres,
    labels.P90: kilometres,
    labels.COST: euros,
    labels.DELTA_WITHIN: lambda value: signed(whole(value), value),
    labels.DELTA_MEAN: lambda value: signed(length(value), round(value, -1) if math.isfinite(value) else value),
    labels.CLOSER_PERSONS: whole,
    labels.FURTHER_PERSONS: whole,
    labels.SERVED: whole,
    labels.BRON_ROWS: whole,
}


def gemeente_rows(region: Region, evaluation: Evaluation) -> Styler:
    """Figures per gemeente for `st.table`, the whole region last."""
    rows: list[dict[str, Any]] = [
        {labels.GEMEENTE: gemeente.name, labels.N_BRANCHES: n_open}
        | _reach(reach)
        | {labels.COST: _amount(evaluation.kostenraming.of_gemeente(gemeente.code).total_eur)}
        for gemeente, reach, n_open in zip(
            region.gemeenten, evaluation.gemeenten, evaluation.n_open_per_gemeente, strict=True
        )
    ]
    rows.sort(key=lambda row: row[labels.GEMEENTE])
    total = {labels.GEMEENTE: labels.WHOLE_REGION, labels.N_BRANCHES: evaluation.n_open} | _reach(evaluation.total)
    return formatted(plain_frame(_frame([*rows, total | {labels.COST: _amount(evaluation.kostenraming.total_eur)}])))


def kern_rows(region: Region, evaluation: Evaluation, gemeente: str | None) -> Styler:
    """Figures per kern of one gemeente (or of all), the largest first; whether it has a branch of its own."""
    open_kernen = {int(region.site_kern[region.site_index[site_id]]) for site_id in evaluation.plan.by_id}
    rows = [
        {labels.KERN: kern.name, labels.OWN_BRANCH: labels.YES if index in open_kernen else labels.NO} | _reach(reach)
        for index, (kern, reach) in enumerate(zip(region.kernen, evaluation.kernen, strict=True))
        if gemeente in {None, kern.gemeente} and reach.inwoners > 0
    ]
    rows.sort(key=lambda row: -row[labels.INWONERS])
    if gemeente is None:
        rows.append({labels.KERN: labels.BUITENGEBIED, labels.OWN_BRANCH: "–"} | _reach(evaluation.buitengebied))
    return formatted(_frame(rows))


def function_rows(region: Region, comparison: Comparison, gemeente: str | None) -> pd.DataFrame:
    """Kernfuncties that a place loses or gains, in one gemeente or in all."""
    names: Mapping[str | None, str] = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    rows = []
    for change in comparison.functions:
        site = region.sites[region.site_index[change.site_id]]
        if gemeente not in {None, site.gemeente}:
            continue
        rows.append(
            {
                labels.PLACE: region.kernen[change.kern].name if change.kern >= 0 else site.name,
                labels.GEMEENTE: names.get(site.gemeente, ""),
                labels.LOST: labels.kernfuncties(change.lost),
                labels.GAINED: labels.kernfuncties(change.gained),
            }
        )
    rows.sort(key=lambda row: (row[labels.GEMEENTE], row[labels.PLACE]))
    return pd.DataFrame(rows, columns=[labels.PLACE, labels.GEMEENTE, labels.LOST, labels.GAINED])


def listed_sites(region: Region, plan: Plan, gemeente: str | None, *, has_candidates: bool = False) -> list[Site]:
    """Sites of one gemeente (or of all) that are open today or in the plan, by name; with candidates all of them."""
    names: Mapping[str | None, str] = {area.code: area.name for area in region.gemeenten}
    listed = [
        site
        for site in region.sites
        if gemeente in {None, site.gemeente} and (has_candidates or site.today is not None or site.id in plan.by_id)
    ]
    return sorted(listed, key=lambda site: (names.get(site.gemeente, ""), site.name))


def branch_rows(region: Region, evaluation: Evaluation, sites: Iterable[Site]) -> Styler:
    """Return what each site is today, what the plan makes of it, and for how many inwoners it is the nearest."""
    return formatted(_branch_frame(region, evaluation, sites))


def today_rows(region: Region, evaluation: Evaluation, sites: Iterable[Site]) -> Styler:
    """Return what each site is in a plan, without a comparison."""
    frame = _branch_frame(region, evaluation, sites)
    return formatted(frame.drop(columns=labels.NOW).rename(columns={labels.PLANNED: labels.TYPE}))


def _branch_frame(region: Region, evaluation: Evaluation, sites: Iterable[Site]) -> pd.DataFrame:
    plan = evaluation.plan
    names: Mapping[str | None, str] = {area.code: area.name for area in region.gemeenten}
    rows = [
        {
            labels.BRANCH: site.name,
            labels.GEMEENTE: names.get(site.gemeente, ""),
            labels.NOW: labels.NOTHING if site.today is None else labels.type_of(site.today),
            labels.PLANNED: labels.type_of(plan.by_id.get(site.id)),
            labels.HOUSING: labels.housing_of(plan.by_id.get(site.id)),
            labels.SERVED: float(evaluation.site_inwoners[region.site_index[site.id]]),
        }
        for site in sites
    ]
    columns = [labels.BRANCH, labels.GEMEENTE, labels.NOW, labels.PLANNED, labels.HOUSING, labels.SERVED]
    return pd.DataFrame(rows, columns=columns)


def unusual_lines(
    region: Region, evaluation: Evaluation, uitgangspunten: Uitgangspunten, *, gemeente: str | None
) -> list[str]:
    """Branches in one gemeente (or in all) that serve fewer or more inwoners than assumed for their class, in words."""
    names: Mapping[str | None, str] = {area.code: area.name for area in region.gemeenten}
    unusual = (region.sites[region.site_index[key]] for key in unusual_catchments(region, evaluation, uitgangspunten))
    lines = []
    for site in unusual:
        klasse = evaluation.plan.by_id[site.id].type
        if gemeente not in {None, site.gemeente} or klasse is None:
            continue
        line = labels.UNUSUAL_LINE.format(
            site=site.name,
            gemeente=names.get(site.gemeente, labels.NOTHING),
            klasse=labels.TYPES[klasse],
            served=whole(float(evaluation.site_inwoners[region.site_index[site.id]])),
            expected=labels.expected(uitgangspunten.catchments[klasse]),
        )
        lines.append(line)
    return sorted(lines)


def catchment_rows(uitgangspunten: Uitgangspunten) -> pd.DataFrame:
    """How many inwoners each class is assumed to serve."""
    rows = [
        {labels.TYPE: labels.TYPES[klasse], labels.CATCHMENT: labels.expected(catchment)}
        for klasse, catchment in uitgangspunten.catchments.items()
    ]
    return pd.DataFrame(rows, columns=[labels.TYPE, labels.CATCHMENT]).set_index(labels.TYPE)


def tariff_rows(tariffs: Tariffs) -> pd.DataFrame:
    """Yearly tariffs by name, in written euros."""
    none = "geen tarief"
    rows = [
        {
            labels.TYPE: labels.TYPES[klasse],
            labels.TARIFF: euros(amount),
            labels.LLO1: euros(tariffs.eur_per_llo1[klasse]) if klasse in tariffs.eur_per_llo1 else none,
            labels.OPEN_PLUS: euros(tariffs.open_plus_eur_per_year),
        }
        for klasse, amount in tariffs.eur_per_type.items()
    ]
    return pd.DataFrame(rows).set_index(labels.TYPE)


def kernfunctie_rows(uitgangspunten: Uitgangspunten) -> pd.DataFrame:
    """Kernfuncties per class and package."""
    rows = [
        {
            labels.TYPE: labels.option(Option(type=klasse, package=package)),
            labels.FUNCTIONS: labels.kernfuncties(offered),
        }
        for klasse, packages in uitgangspunten.kernfuncties.items()
        for package, offered in packages.items()
    ]
    return pd.DataFrame(rows).set_index(labels.TYPE)


def bron_rows(manifest: Manifest) -> Styler:
    """Files a region is made of, for `st.table`."""
    rows = [
        {
            labels.BRON_ROLE: bron.role,
            labels.BRON_FILE: bron.file,
            labels.BRON_WHAT: bron.description or labels.NOTHING,
            labels.BRON_DATE: bron.date or labels.NOTHING,
            labels.BRON_ROWS: bron.n_rows,
        }
        for bron in manifest.bronnen
    ]
    columns = [labels.BRON_ROLE, labels.BRON_FILE, labels.BRON_WHAT, labels.BRON_DATE, labels.BRON_ROWS]
    return formatted(plain_frame(pd.DataFrame(rows, columns=columns).set_index(labels.BRON_ROLE)))


def _reach(reach: Reach) -> dict[str, Any]:
    return {
        labels.INWONERS: reach.inwoners,
        labels.WITHIN: reach.share_within,
        labels.MEAN: reach.mean_m,
        labels.P90: reach.p90_m,
    }


def _amount(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    # Without rows there are no columns either: a gemeente of which no kernen are known.
    frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=[labels.KERN])
    return frame.set_index(frame.columns[0])


def formatted(frame: pd.DataFrame) -> Styler:
    """Write the numbers of a table the Dutch way; they still sort as numbers."""
    return frame.style.format({name: FORMATS[name] for name in frame.columns if name in FORMATS})
