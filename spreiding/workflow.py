"""The use cases, as a narrative: the only place that joins files and computation."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spreiding.domain import Modality, Plan
from spreiding.errors import InputError
from spreiding.evaluation import Evaluation, evaluate
from spreiding.io.assumptions import read_uitgangspunten
from spreiding.io.inputs import RegionInputs, inputs_fingerprint
from spreiding.io.places.spots import Locate
from spreiding.io.scenarios import format_scenarios, load_scenarios, read_scenarios
from spreiding.io.store import check_target, read_manifest, read_region, write_region
from spreiding.norms import Norm
from spreiding.quality import Quality, measure
from spreiding.region import Manifest, Region
from spreiding.scenario import Scenario, apply_changes, changes_between, today_plan
from spreiding.supply import slug
from spreiding.uitgangspunten import Uitgangspunten

__all__ = ["Manifest", "Region", "RegionInputs"]

Progress = Callable[[str, float], None]

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = ROOT / "data"
EXAMPLE: Final = "voorbeeld-drenthe"
TODAY: Final = Scenario(id="huidige-situatie", name="Huidige situatie", is_locked=True)


def no_progress(step: str, share: float) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Outcome:
    """A scenario worked out: the region with the scenario's own sites, and its evaluation."""

    region: Region
    scenario: Scenario
    evaluation: Evaluation


def regions_folder() -> Path:
    """Folder of the prepared regions: `SPREIDING_REGIOS`, or data/regio beside the package."""
    return Path(os.environ.get("SPREIDING_REGIOS") or DATA / "regio")


def region_folder(name_or_path: str) -> Path:
    """Folder of a region given by path or by name; a folder here that is no region never hides a name."""
    path = Path(name_or_path)
    is_path = len(path.parts) != 1 or path.is_absolute() or (path / "manifest.json").is_file()
    return path if is_path else regions_folder() / name_or_path


def region_names() -> tuple[str, ...]:
    """Names of the prepared regions, the example first."""
    folder = regions_folder()
    found = sorted(path.parent.name for path in folder.glob("*/manifest.json")) if folder.is_dir() else []
    return (EXAMPLE, *(name for name in found if name != EXAMPLE))


def build(
    inputs: RegionInputs, folder: Path | None, *, on_progress: Progress = no_progress, locate: Locate | None = None
) -> tuple[Path, Manifest]:
    """Prepare a region from real files into `folder` (default: by its name); `locate` finds addresses, if wanted."""
    # The readers of all files: who opens a prepared region does not wait for them.
    from spreiding.io.regio import build_region  # noqa: PLC0415

    target = folder if folder is not None else regions_folder() / slug(inputs.name)
    if not inputs.is_example:
        _check_name(inputs.name, target)
    check_target(target)
    region = build_region(inputs, on_progress=on_progress, locate=locate)
    write_region(region, target)
    return target, region.manifest


def keep_region(region: Region) -> Path:
    """Write a region among the prepared regions, by its name, and return its folder."""
    target = regions_folder() / slug(region.manifest.name)
    _check_name(region.manifest.name, target)
    write_region(region, target)
    return target


def _check_name(name: str, target: Path) -> None:
    """Refuse the folder of the example, which every user must find as it was."""
    if target.resolve() == (regions_folder() / EXAMPLE).resolve():
        raise InputError("reserved_name", name=name)


def example_inputs() -> RegionInputs:
    """Return the files of the embedded example."""
    return RegionInputs(
        name="Voorbeeld Drenthe",
        population=DATA / "cbs" / "voorbeeld_drenthe_vk100.gpkg",
        roads=DATA / "voorbeeld" / "wegen.npz",
        totals=DATA / "feiten" / "gemeenten_drenthe.csv",
        gemeenten=DATA / "voorbeeld" / "gemeenten.geojson",
        vestigingen=str(DATA / "vestigingen.geojson"),
        kernen=DATA / "feiten" / "kernen_drenthe.csv",
        is_example=True,
    )


def prepare_example(*, on_progress: Progress = no_progress) -> Path:
    """Prepare the example unless it stands ready from these same files; return its folder."""
    folder = regions_folder() / EXAMPLE
    inputs = example_inputs()
    try:
        is_ready = read_manifest(folder).fingerprint == inputs_fingerprint(inputs)
    except InputError:
        is_ready = False
    if not is_ready:
        build(inputs, folder, on_progress=on_progress)
    return folder


def open_region(name_or_path: str | None = None, *, on_progress: Progress = no_progress) -> Region:
    """Open a prepared region by name or path; without one the example, prepared first when needed.

    Raises
    ------
    InputError
        When there is no such region, or its folder cannot be read.

    """
    if name_or_path is None or name_or_path == EXAMPLE:
        return _open_example(on_progress)
    folder = region_folder(name_or_path)
    if not folder.is_dir():
        raise InputError("unknown_region", region=name_or_path, known=", ".join(region_names()))
    return read_region(folder)


def _open_example(on_progress: Progress) -> Region:
    """Open the example; when its folder turns out to be damaged, prepare it once more: no user can build it."""
    folder = prepare_example(on_progress=on_progress)
    try:
        return read_region(folder)
    except InputError as error:
        if error.kind != "region_damaged":
            raise
    build(example_inputs(), folder, on_progress=on_progress)
    return read_region(folder)


def region_fingerprint(name_or_path: str) -> str:
    """Fingerprint of a prepared region as it stands on disk; empty while it is not prepared yet."""
    folder = region_folder(name_or_path)
    return read_manifest(folder).fingerprint if (folder / "manifest.json").is_file() else ""


def default_uitgangspunten(*, norm_m: float | None = None, modality: Modality | None = None) -> Uitgangspunten:
    """Return the standard assumptions, with another distance or modality if given."""
    standard = read_uitgangspunten(DATA / "uitgangspunten" / "standaard.toml")
    return with_norm(standard, norm_m=norm_m, modality=modality)


def with_norm(
    uitgangspunten: Uitgangspunten, *, norm_m: float | None = None, modality: Modality | None = None
) -> Uitgangspunten:
    """Return the assumptions with another norm distance [m] or modality; the label stays as it was."""
    changed = {"max_m": norm_m, "modality": modality}
    norm = uitgangspunten.norm.model_dump() | {key: value for key, value in changed.items() if value is not None}
    return uitgangspunten.model_copy(update={"norm": Norm.model_validate(norm)})


def scenarios_for(region: Region) -> tuple[Scenario, ...]:
    """Return the scenarios a region opens with: today's situation, and those of the example that its sites allow."""
    if not region.manifest.is_example:
        return (TODAY,)
    known = read_scenarios(DATA / "scenarios" / f"{EXAMPLE}.json")
    return (TODAY, *(scenario for scenario in known if not scenario.unknown_sites(region.site_index)))


def find_scenario(region: Region, name: str | None) -> Scenario:
    """Return the scenario with this id, or the first of a JSON file; today's situation without a name.

    Raises
    ------
    InputError
        `unknown_scenario`, or a fault of the file.

    """
    known = {scenario.id: scenario for scenario in scenarios_for(region)}
    if name is None:
        return TODAY
    if name in known:
        return known[name]
    if Path(name).suffix == ".json" or Path(name).is_file():
        found = read_scenarios(Path(name))
        if found:
            return found[0]
    raise InputError("unknown_scenario", scenario=name, known=", ".join(known))


def measure_quality(region: Region) -> Quality:
    """Return the quality report of a region; its distances are those by car, as CBS measures them."""
    by_car = default_uitgangspunten(modality=Modality.AUTO)
    return measure(region, evaluate(region, today_plan(region.sites), by_car))


def evaluate_scenario(region: Region, scenario: Scenario, uitgangspunten: Uitgangspunten) -> Outcome:
    """Work out a scenario: by hand or by the optimiser, the figures come from the same evaluation."""
    complete = region.with_sites(scenario.sites)
    plan = apply_changes(scenario, complete.sites)
    return Outcome(complete, scenario, evaluate(complete, plan, uitgangspunten))


def with_suggestions(region: Region, uitgangspunten: Uitgangspunten, n_sites: int, *, seed: int = 0) -> Region:
    """Return the region with up to `n_sites` candidates where people live outside the norm today."""
    if n_sites == 0:
        return region
    # scikit-learn takes 1.2 s to import, more than half of the time to the first figures: only who asks, waits.
    from spreiding.candidates import suggest_sites  # noqa: PLC0415

    evaluation = evaluate(region, today_plan(region.sites), uitgangspunten)
    return region.with_sites(suggest_sites(region, evaluation, n_sites, seed=seed))


def export_geopackage(outcome: Outcome, path: Path) -> None:
    """Write a scenario's squares and branches for a GIS.

    Raises
    ------
    InputError
        `cannot_write`.

    """
    # geopandas takes 0.4 s to import, and only an export needs it.
    from spreiding.io.export import write_geopackage  # noqa: PLC0415

    write_geopackage(outcome.region, outcome.evaluation, path)


def plan_as_scenario(region: Region, plan: Plan, *, scenario_id: str, name: str, description: str) -> Scenario:
    """Return a plan as a scenario: its changes against today."""
    return Scenario(
        id=scenario_id, name=name, description=description, changes=changes_between(today_plan(region.sites), plan)
    )


def scenario_json(scenario: Scenario) -> str:
    """Return one scenario as JSON that `find_scenario` and `--scenario` read back."""
    return format_scenarios((scenario,))


def parse_scenarios(region: Region, content: bytes, *, name: str) -> tuple[Scenario, ...]:
    """Read scenarios back from the `content` of a file called `name`; every fault is an `InputError`."""
    return load_scenarios(content, name=name, region=region)
