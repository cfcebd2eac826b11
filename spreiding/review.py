"""The use cases of norms: read a normenkader, and judge a scenario by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from spreiding import __version__
from spreiding.domain import Frozen, Modality, fingerprint
from spreiding.errors import InputError, raise_together
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

_Record = TypeVar("_Record", bound=Frozen)
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
        `unknown_norm`, the faults of a file, or `norm_asked_twice` when other norms or groups have the same name.

    """
    presets = preset_normen()
    chosen = tuple(wanted)
    if not chosen:
        return presets
    found = [_find(each, presets) for each in chosen]
    # What is asked for twice is the same norm, or the same group in two files.
    norms = _each_once(norm for kader in found for norm in kader.norms)
    groups = _each_once(group for kader in found for group in kader.own_groups)
    doubles = _doubles(slug(norm.name) for norm in norms) + _doubles(group.name for group in groups)
    raise_together(InputError("norm_asked_twice", name=name, asked=", ".join(chosen)) for name in doubles)
    return Normenkader(name=presets.name, norms=norms, groups=groups)


def _each_once(given: Iterable[_Record]) -> tuple[_Record, ...]:
    found: list[_Record] = []
    for each in given:
        if each not in found:
            found.append(each)
    return tuple(found)


def _doubles(names: Iterable[str]) -> list[str]:
    return [name for name, n in Counter(names).items() if n > 1]


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
