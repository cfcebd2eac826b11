"""Scenarios as JSON files: a list of scenario records, or one."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from pydantic import TypeAdapter, ValidationError

from spreiding.errors import InputError, raise_together
from spreiding.region import Region
from spreiding.scenario import Scenario
from spreiding.supply import MAX_SITE_DISTANCE_KM, Site

MAX_MEGABYTES: Final = 1
# Further than this from the origin of EPSG:28992 its coordinates mean nothing.
_NOT_ON_EARTH_M: Final = 1e7
_SCENARIOS = TypeAdapter(tuple[Scenario, ...])


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Read the scenarios in `path`.

    Raises
    ------
    InputError
        `file_not_found`, or `bad_scenario_file` with the first faulty field.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    try:
        return parse_scenarios(path.read_text(encoding="utf-8"), name=path.name)
    except UnicodeDecodeError as error:
        raise InputError("bad_scenario_file", file=path.name, field="het bestand", reason=str(error)) from error


def parse_scenarios(text: str, *, name: str) -> tuple[Scenario, ...]:
    """Parse JSON `text` from a file called `name`.

    Raises
    ------
    InputError
        `bad_scenario_file` with the first faulty field.

    """
    try:
        content = json.loads(text)
        return _SCENARIOS.validate_python(content if isinstance(content, list) else [content])
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError("bad_scenario_file", file=name, field="het bestand", reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "het bestand"
        raise InputError("bad_scenario_file", file=name, field=field, reason=first["msg"]) from error


def load_scenarios(content: bytes, *, name: str, region: Region) -> tuple[Scenario, ...]:
    """Parse the `content` of a file called `name` that someone hands in, and check that it is about `region`.

    Raises
    ------
    InputError, InputErrors
        `scenario_too_large`, `bad_scenario_file`, a fault of a scenario's own sites, or `unknown_site` for every
        change, switched on or off, of a site that is neither in the region nor the scenario's own.

    """
    if len(content) > MAX_MEGABYTES * 1_000_000:
        raise InputError("scenario_too_large", file=name, max_mb=MAX_MEGABYTES)
    try:
        scenarios = parse_scenarios(content.decode("utf-8-sig"), name=name)
    except (UnicodeDecodeError, RecursionError) as error:
        raise InputError("bad_scenario_file", file=name, field="het bestand", reason=str(error)) from error
    if not scenarios:
        raise InputError("bad_scenario_file", file=name, field="het bestand", reason="no scenario in it")
    for scenario in scenarios:
        _check_own_sites(scenario.sites, name=name, region=region)
        known = {site.id for site in (*region.sites, *scenario.sites)}
        raise_together(
            InputError("unknown_site", scenario=scenario.name, site=change.site_id)
            for change in scenario.changes
            if change.site_id not in known
        )
    return scenarios


def _check_own_sites(sites: tuple[Site, ...], *, name: str, region: Region) -> None:
    """Check that a user's own sites are new places near the people of `region`, each with an id of its own."""
    times = Counter(site.id for site in sites)
    raise_together(InputError("duplicate_id", file=name, id=key, n_rows=n) for key, n in times.items() if n > 1)
    for site in sites:
        if site.today is not None:
            raise InputError("bad_scenario_file", file=name, field=f"{site.id}.today", reason="not a branch of today")
        if max(abs(site.x_m), abs(site.y_m)) > _NOT_ON_EARTH_M:
            raise InputError("bad_scenario_file", file=name, field=f"{site.id}.x_m", reason="no place on earth")
        away_m = np.hypot(region.squares.x_m - site.x_m, region.squares.y_m - site.y_m)
        is_inside = any(shapely.contains_xy(area, site.x_m, site.y_m) for area in region.areas.values())
        if not is_inside and away_m.min(initial=np.inf) > MAX_SITE_DISTANCE_KM * 1000:
            x, y, max_km = round(site.x_m), round(site.y_m), MAX_SITE_DISTANCE_KM
            raise InputError("site_outside_region", name=site.name, x=x, y=y, max_km=max_km)


def format_scenarios(scenarios: tuple[Scenario, ...]) -> str:
    """Return the scenarios as JSON text that `parse_scenarios` reads back."""
    return _SCENARIOS.dump_json(scenarios, indent=2).decode()
