"""Scenarios as JSON files: a list of scenario records, or one."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from spreiding.errors import InputError
from spreiding.scenario import Scenario

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
    except json.JSONDecodeError as error:
        raise InputError("bad_scenario_file", file=name, field="het bestand", reason=error.msg) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "het bestand"
        raise InputError("bad_scenario_file", file=name, field=field, reason=first["msg"]) from error


def format_scenarios(scenarios: tuple[Scenario, ...]) -> str:
    """Return the scenarios as JSON text that `parse_scenarios` reads back."""
    return _SCENARIOS.dump_json(scenarios, indent=2).decode()
