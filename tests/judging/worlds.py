"""Tiny worlds to judge norms in: one straight road, a kilometre a minute by car, whose distances are read off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from spreiding.demand import Kern
from spreiding.domain import KbType, Modality, Plan, Vestigingstype, Voorzieningsvorm
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.judge import judge
from spreiding.judging.verdict import Normoordeel, ReasonKind
from spreiding.network import project
from spreiding.norms import (
    AnyNorm,
    BranchNorm,
    Confirmations,
    CountNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    Label,
    ReachNorm,
    SchoolNorm,
)
from spreiding.region import Bron, Region
from spreiding.scenario import today_plan
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.travel_sources import TravelSource
from spreiding.uitgangspunten import HoursRange, KbDefinition, Uitgangspunten
from spreiding.voorzieningen import School, Voorziening
from tests.worlds import HERE, make_uitgangspunten

GROOT, KLEIN, SERVICEPUNT = Vestigingstype.GROOT, Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT
# Of domein.md: exactly 15 hours is a vestiging for CBS and VOB, and a servicepunt for the SPUK.
CBS = KbDefinition(
    name="CBS en VOB",
    bron="CBS en VOB",
    hours={
        KbType.VESTIGING: HoursRange(at_least=15),
        KbType.SERVICEPUNT: HoursRange(more_than=4, below=15),
        KbType.MINISERVICEPUNT: HoursRange(more_than=0, at_most=4),
    },
)
SPUK = KbDefinition(
    name="SPUK",
    bron="Stcrt. 2023, 9297",
    hours={
        KbType.VESTIGING: HoursRange(more_than=15),
        KbType.SERVICEPUNT: HoursRange(at_least=5, at_most=15),
        KbType.MINISERVICEPUNT: HoursRange(at_least=1, at_most=4),
    },
)
HOURS = {GROOT: 40.0, Vestigingstype.MIDDELGROOT: 28.0, KLEIN: 16.0, SERVICEPUNT: 8.0}
ASSUMPTIONS = make_uitgangspunten().model_copy(update={"kb_definitions": (CBS, SPUK), "staffed_hours": HOURS})
SOURCED: dict[str, Any] = {"name": "proef", "bron": "proef", "label": Label.EIGEN_KEUZE}
ALL, NOTHING = Confirmations(is_all=True), Confirmations()


def bereik(max_m: float | None = 1000.0, share: float = 0.5, **fields: Any) -> ReachNorm:  # noqa: ANN401 - any field
    return ReachNorm(**SOURCED, max_m=max_m, share=share, **fields)


def kernfuncties(max_m: Mapping[Any, float], share: float = 0.5, **fields: Any) -> FunctionNorm:  # noqa: ANN401 - any
    return FunctionNorm(**SOURCED, max_m=dict(max_m), share=share, **fields)


def uren(minimum_hours: float, max_m: float = 1000.0, share: float = 0.5, **fields: Any) -> HoursNorm:  # noqa: ANN401
    return HoursNorm(**SOURCED, minimum_hours=minimum_hours, max_m=max_m, share=share, **fields)


def aantal(minimum: int = 1, **fields: Any) -> CountNorm:  # noqa: ANN401 - any field
    return CountNorm(**SOURCED, minimum=minimum, **fields)


def kern(**fields: Any) -> KernNorm:  # noqa: ANN401 - any field
    return KernNorm(**SOURCED, **fields)


def iedere(**fields: Any) -> BranchNorm:  # noqa: ANN401 - any field
    return BranchNorm(**SOURCED, **fields)


def scholen(*, is_only_ikc: bool = False) -> SchoolNorm:
    return SchoolNorm(**SOURCED, is_only_ikc=is_only_ikc)


def make_case(
    region: Region,
    *,
    plan: Plan | None = None,
    assumptions: Uitgangspunten = ASSUMPTIONS,
    groups: tuple[TravelGroup, ...] = DEFAULT_GROUPS,
    confirmations: Confirmations = ALL,
    sources: Mapping[Modality, TravelSource] | None = None,
) -> Case:
    """A case: today's branches, everything confirmed, unless told otherwise."""
    chosen = today_plan(region.sites) if plan is None else plan
    return Case(region, chosen, assumptions, groups, confirmations, Fields(region, sources or {}))


def judged(region: Region, norm: AnyNorm, **changes: Any) -> Normoordeel:  # noqa: ANN401 - those of `make_case`
    """The first verdict: of the region, or of its first gemeente, function or kern."""
    return judge(make_case(region, **changes), [norm])[0]


def all_judged(region: Region, norm: AnyNorm, **changes: Any) -> tuple[Normoordeel, ...]:  # noqa: ANN401 - as above
    return judge(make_case(region, **changes), [norm])


def why(oordeel: Normoordeel) -> list[ReasonKind]:
    return [reason.kind for reason in oordeel.reasons]


def make_kern(kern_id: str, x_m: float, *, inwoners: float = 1000.0, gemeente: str = HERE.code) -> Kern:
    """A kern; with 1,000 inwoners it reaches √(1000 / (π · 0.001)) ≈ 564 m."""
    return Kern(id=kern_id, name=kern_id.capitalize(), gemeente=gemeente, x_m=x_m, y_m=0.0, inwoners=inwoners)


def make_voorziening(
    form: Voorzieningsvorm,
    x_m: float,
    *,
    voorziening_id: str = "bus",
    gemeente: str | None = HERE.code,
    **fields: Any,  # noqa: ANN401 - whatever a Voorziening has
) -> Voorziening:
    return Voorziening(id=voorziening_id, name=voorziening_id, form=form, x_m=x_m, y_m=0.0, gemeente=gemeente, **fields)


def with_voorzieningen(region: Region, *voorzieningen: Voorziening) -> Region:
    x_m, y_m = (np.array([getattr(each, name) for each in voorzieningen]) for name in ("x_m", "y_m"))
    footing = {modality: project(network, x_m, y_m) for modality, network in region.networks.items()}
    return replace(region, voorzieningen=voorzieningen, voorziening_footing=footing)


def with_schools(region: Region, *schools: School) -> Region:
    x_m, y_m = (np.array([getattr(each, name) for each in schools]) for name in ("x_m", "y_m"))
    footing = {modality: project(network, x_m, y_m) for modality, network in region.networks.items()}
    return replace(region, schools=schools, school_footing=footing)


def with_ages(region: Region, ages: Sequence[Sequence[float]]) -> Region:
    """The region with persons of 0–15, 15–25, 25–45, 45–65 and 65+ per square; NaN is unknown."""
    return replace(region, squares=replace(region.squares, groups=np.array(ages, dtype=float)))


def with_estimated(region: Region, estimated: Sequence[float]) -> Region:
    return replace(region, squares=replace(region.squares, estimated=np.array(estimated, dtype=float)))


def with_missing(
    region: Region, n_missing: int, *, per_gemeente: Mapping[str, int] | None = None, role: str = "vierkanten"
) -> Region:
    """The region with squares that have no number, from a source with this role."""
    bron = Bron(role=role, file="vierkanten.gpkg", sha256="0" * 64, n_rows=1)
    changes = {"n_missing": n_missing, "missing": dict(per_gemeente or {}), "bronnen": (bron,)}
    return replace(region, manifest=region.manifest.model_copy(update=changes))
