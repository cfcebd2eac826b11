"""The use cases of norms: read a normenkader, and judge a scenario by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spreiding import __version__
from spreiding.domain import Modality, fingerprint
from spreiding.errors import InputError
from spreiding.fields import Fields
from spreiding.io.normen import format_normenkader, parse_normenkader, read_normenkader
from spreiding.judging.case import Case
from spreiding.judging.check import check_normenkader
from spreiding.judging.hours import HoursSummary, summarise_hours
from spreiding.judging.judge import judge
from spreiding.judging.schools import FarSchool, far_schools
from spreiding.judging.verdict import Normoordeel
from spreiding.normenkader import Normenkader
from spreiding.norms import Confirmations
from spreiding.region import Region
from spreiding.scenario import Scenario, apply_changes
from spreiding.supply import slug
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import DATA

__all__ = ["format_normenkader", "parse_normenkader"]

_PRESETS: Final = DATA / "uitgangspunten" / "normen.toml"


@dataclass(frozen=True)
class Review:
    """A scenario judged: the region with its own sites, the verdicts, reachable hours, and schools that are far.

    `hours` runs parallel to the region's gemeenten, the whole region last.
    """

    region: Region
    scenario: Scenario
    kader: Normenkader
    confirmations: Confirmations
    oordelen: tuple[Normoordeel, ...]
    hours: tuple[HoursSummary, ...]
    schools: tuple[FarSchool, ...]
    fingerprint: str


def preset_normen() -> Normenkader:
    """Return the norms that sources name, to begin with."""
    return read_normenkader(_PRESETS)


def find_normen(wanted: Iterable[str]) -> Normenkader:
    """Return the norms that are asked for: files of norms, and names of norms to begin with; all those without any.

    Raises
    ------
    InputError, InputErrors
        `unknown_norm`, or the faults of a file.

    """
    presets = preset_normen()
    chosen = tuple(wanted)
    if not chosen:
        return presets
    found = [_find(each, presets) for each in chosen]
    return Normenkader(
        name=presets.name,
        norms=tuple(norm for kader in found for norm in kader.norms),
        groups=tuple(group for kader in found for group in kader.own_groups),
    )


def _find(wanted: str, presets: Normenkader) -> Normenkader:
    known = presets.find(wanted)
    if known is not None:
        return Normenkader(name=known.name, norms=(known,))
    if Path(wanted).suffix == ".toml" or Path(wanted).is_file():
        return read_normenkader(Path(wanted))
    raise InputError("unknown_norm", norm=wanted, known=", ".join(slug(norm.name) for norm in presets.norms))


def own_confirmations(region: Region, confirmations: Confirmations) -> Confirmations:
    """Return what counts as confirmed: in the example everything does, as every screen says what it is."""
    return Confirmations(is_all=True) if region.manifest.is_example else confirmations


def review_scenario(
    region: Region,
    scenario: Scenario,
    uitgangspunten: Uitgangspunten,
    *,
    kader: Normenkader,
    confirmations: Confirmations,
    school_m: float = 3000.0,
) -> Review:
    """Judge a scenario by `kader`; hours and schools by `uitgangspunten.norm` and `school_m` [m].

    Raises
    ------
    InputError, InputErrors
        Every norm that cannot be tested here.

    """
    complete = region.with_sites(scenario.sites)
    check_normenkader(kader, complete, uitgangspunten)
    plan = apply_changes(scenario, complete.sites)
    case = Case(
        complete, plan, uitgangspunten, kader.groups, own_confirmations(region, confirmations), Fields(complete)
    )
    norm = uitgangspunten.norm
    return Review(
        region=complete,
        scenario=scenario,
        kader=kader,
        confirmations=case.confirmations,
        oordelen=judge(case, kader.norms),
        hours=summarise_hours(case, norm.modality, norm.max_m),
        schools=far_schools(case, school_m, modality=Modality.FIETS),
        fingerprint=fingerprint(
            complete.fingerprint,
            plan.canonical_json(),
            uitgangspunten.canonical_json(),
            kader.canonical_json(),
            case.confirmations.canonical_json(),
            str(school_m),
            __version__,
        ),
    )
