"""The use cases of norms: read a normenkader, and judge a scenario by it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from spreiding import __version__
from spreiding.domain import Frozen, Modality, SiteFact, fingerprint
from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.fields import Fields
from spreiding.io.files.whole import write_whole
from spreiding.io.normen import build_normenkader, format_normenkader, parse_normenkader, read_normenkader
from spreiding.judging.case import Case
from spreiding.judging.check import check_normenkader
from spreiding.judging.hours import HoursSummary, summarise_hours
from spreiding.judging.judge import judge
from spreiding.judging.schools import FarSchool, far_schools
from spreiding.judging.verdict import Normoordeel
from spreiding.normenkader import Normenkader
from spreiding.norms import AnyNorm, Confirmations
from spreiding.profile import Profile, unknown_facts
from spreiding.region import Region
from spreiding.scenario import Scenario, apply_changes
from spreiding.supply import Site, slug
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import DATA

__all__ = ["build_normenkader", "format_normenkader", "parse_normenkader", "write_whole"]

_Record = TypeVar("_Record", bound=Frozen)
# From here on a school is far from a branch [m]. Our choice.
SCHOOL_M: Final = 3000.0
_PRESETS: Final = DATA / "uitgangspunten" / "normen.toml"


@dataclass(frozen=True)
class Assumption:
    """An open branch of which facts are assumed, which a user can confirm, or unknown, which he can only fill in.

    `profile` holds what is assumed.
    """

    site: Site
    profile: Profile
    assumed: frozenset[SiteFact]
    unknown: frozenset[SiteFact]


@dataclass(frozen=True)
class Review:
    """A scenario judged: the region with its own sites, the verdicts, reachable hours, and schools that are far.

    `hours` runs parallel to the region's gemeenten, the whole region last, within the norm of `uitgangspunten`;
    `schools` are further than `school_m` [m] by bicycle. `assumptions` are the branches on whose facts a verdict may
    rest, by gemeente and name.
    """

    region: Region
    scenario: Scenario
    uitgangspunten: Uitgangspunten
    kader: Normenkader
    confirmations: Confirmations
    oordelen: tuple[Normoordeel, ...]
    hours: tuple[HoursSummary, ...]
    schools: tuple[FarSchool, ...]
    school_m: float
    assumptions: tuple[Assumption, ...]
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


def confirm(region: Region, scenario: Scenario, *, sites: Iterable[str], has_kernen: bool) -> Confirmations:
    """Return that a user confirms the facts of `sites` (ids), and perhaps the kernen of the region.

    Raises
    ------
    InputError, InputErrors
        `unknown_confirmed_site` for each that is not there.

    """
    wanted, known = frozenset(sites), region.with_sites(scenario.sites).site_index
    raise_together(InputError("unknown_confirmed_site", site=site) for site in sorted(wanted - known.keys()))
    kernen = frozenset(kern.id for kern in region.kernen) if has_kernen else frozenset()
    return Confirmations(sites=wanted, kernen=kernen)


def split_testable(
    kader: Normenkader, region: Region, uitgangspunten: Uitgangspunten
) -> tuple[Normenkader | None, tuple[InputError, ...]]:
    """Return the norms that can be tested in `region` (None: not one), and why the others cannot."""
    norms: list[AnyNorm] = []
    faults: list[InputError] = []
    for norm in kader.norms:
        try:
            check_normenkader(kader.model_copy(update={"norms": (norm,)}), region, uitgangspunten)
        except InputErrors as error:
            faults += error.errors
        except InputError as error:
            faults.append(error)
        else:
            norms.append(norm)
    return (kader.model_copy(update={"norms": tuple(norms)}) if norms else None), _each_norm_once(faults)


def _each_norm_once(faults: Iterable[InputError]) -> tuple[InputError, ...]:
    """Name a norm once with all its groups without ages, where its other faults stay as they are."""
    found: list[InputError] = []
    groups: dict[object, list[str]] = {}
    for fault in faults:
        if fault.kind != "norm_group_without_ages":
            found.append(fault)
            continue
        norm = fault.data["norm"]
        is_first = norm not in groups
        groups.setdefault(norm, []).append(str(fault.data["group"]))
        told = InputError("norm_group_without_ages", norm=norm, group=", ".join(groups[norm]))
        if is_first:
            found.append(told)
        else:
            place = next(k for k, each in enumerate(found) if each.kind == told.kind and each.data["norm"] == norm)
            found[place] = told
    return tuple(found)


def review_scenario(
    region: Region,
    scenario: Scenario,
    uitgangspunten: Uitgangspunten,
    *,
    kader: Normenkader,
    confirmations: Confirmations,
    school_m: float = SCHOOL_M,
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
        uitgangspunten=uitgangspunten,
        kader=kader,
        confirmations=case.confirmations,
        oordelen=judge(case, kader.norms),
        hours=summarise_hours(case, norm.modality, norm.max_m),
        schools=far_schools(case, school_m, modality=Modality.FIETS),
        school_m=school_m,
        assumptions=_assumptions(case),
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


def _assumptions(case: Case) -> tuple[Assumption, ...]:
    names = {gemeente.code: gemeente.name for gemeente in case.region.gemeenten}
    found = [
        Assumption(case.region.sites[index], profile, profile.assumed - unknown_facts(profile), unknown_facts(profile))
        for index, profile in case.profiles.items()
    ]
    listed = [each for each in found if each.assumed or each.unknown]
    return tuple(sorted(listed, key=lambda each: (names.get(each.site.gemeente or "", ""), each.site.name)))
