"""The house rules that a machine can check; CONTRIBUTING.md explains them."""

import ast
import importlib.metadata
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from importlinter.cli import lint_imports

from spreiding import __version__
from spreiding.ui.fouten import FOUTEN

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "spreiding"
MODULES = sorted(PACKAGE.rglob("*.py"))
PROGRAM = [*MODULES, ROOT / "app.py", *sorted((ROOT / "benchmarks").rglob("*.py"))]

MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_PAGE_LINES = 80
MAX_ROUTER_LINES = 40
MEGABYTE = 1024 * 1024
MAX_DATA_BYTES = 15 * MEGABYTE

# Words that no English sentence holds; two of them in one string make it a Dutch sentence.
DUTCH = frozenset(
    {
        *("het", "een", "niet", "voor", "geen", "wordt", "worden", "deze", "naar", "kies", "zijn", "van", "bij", "uit"),
        *("ook", "moet", "staat", "heeft", "maar", "wel", "nog", "dat", "onbekend", "bestand", "geef", "controleer"),
    }
)
# Written in two parts, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:" + "work|root|home|Users" + r")/\w")


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files_of_the_repository() -> list[Path]:
    """Every file that is or will be in the repository; ignored files are not."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


# --- layers, sizes, names ---


def test_imports_only_go_down_the_layers(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("module", PROGRAM, ids=relative)
def test_a_module_fits_on_a_few_screens(module: Path) -> None:
    allowed = {
        "app.py": MAX_ROUTER_LINES,
        "spreiding/ui/pages": MAX_PAGE_LINES,
    }
    limit = allowed.get(relative(module), allowed.get(relative(module.parent), MAX_MODULE_LINES))
    assert len(module.read_text(encoding="utf-8").splitlines()) <= limit


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement behind the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", PROGRAM, ids=relative)
def test_a_function_fits_on_one_screen(module: Path) -> None:
    long = {
        node.name: body_lines(node)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > MAX_FUNCTION_LINES
    }
    assert not long


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [relative(module) for module in MODULES if module.stem in drawers or module.parent.name in drawers]


def test_only_one_module_touches_the_state_of_the_screen() -> None:
    touching = {relative(module) for module in PROGRAM if "session_state" in module.read_text(encoding="utf-8")}
    assert touching <= {"spreiding/ui/state.py"}


def test_the_top_level_is_that_of_the_design() -> None:
    wanted = [
        *("app.py", "spreiding", "data/cbs", "data/vestigingen.geojson", "notebooks", "tests", "requirements.txt"),
        *("pyproject.toml", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
        *("docs/handleiding.md", ".streamlit/config.toml", "benchmarks", ".ci/run"),
    ]
    assert not [name for name in wanted if not (ROOT / name).exists()]


# --- errors and sentences ---


class RaiseSite(NamedTuple):
    """One place where an error is made: its kind and the names of its data."""

    where: str
    kind: str
    data: frozenset[str]


def error_calls(module: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in {"InputError", "QuestionError", "SolverError"}:
                yield node


def raise_sites() -> list[RaiseSite]:
    return [
        RaiseSite(
            f"{relative(module)}:{call.lineno}",
            call.args[0].value,
            frozenset(keyword.arg for keyword in call.keywords if keyword.arg),
        )
        for module in MODULES
        for call in error_calls(module)
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]


def fields(template: str) -> frozenset[str]:
    """Names between braces, without format or attribute."""
    names = (name for _, name, _, _ in string.Formatter().parse(template) if name)
    return frozenset(re.split(r"[.\[]", name)[0] for name in names)


def test_the_kind_of_an_error_is_a_literal_and_its_data_are_named_one_by_one() -> None:
    found = [
        f"{relative(module)}:{call.lineno}"
        for module in MODULES
        for call in error_calls(module)
        if not (call.args and isinstance(call.args[0], ast.Constant) and all(word.arg for word in call.keywords))
    ]
    assert not found


def test_every_fault_has_a_sentence() -> None:
    assert not [site for site in raise_sites() if site.kind not in FOUTEN]


def test_no_sentence_is_left_without_its_fault() -> None:
    assert not set(FOUTEN) - {site.kind for site in raise_sites()}


def test_a_sentence_asks_only_for_data_that_the_fault_carries() -> None:
    missing = {site.where: fields(FOUTEN[site.kind]) - site.data for site in raise_sites() if site.kind in FOUTEN}
    assert not {where: names for where, names in missing.items() if names}


def is_dutch(text: str) -> bool:
    words = re.findall(r"[a-zë]+", text.lower())
    return len(words) > 3 and len(DUTCH.intersection(words)) > 1


@pytest.mark.parametrize(
    "text", ["Het bestand is er niet; controleer de naam.", "Kies een van de gemeenten bij deze regio."]
)
def test_a_dutch_sentence_is_recognised(text: str) -> None:
    assert is_dutch(text)


def test_dutch_sentences_stand_in_the_interface_only() -> None:
    # The example writes data files, with Dutch descriptions in them.
    allowed = (PACKAGE / "ui", PACKAGE / "example")
    outside = [module for module in PROGRAM if not any(module.is_relative_to(folder) for folder in allowed)]
    found = [
        f"{relative(module)}:{node.lineno}: {node.value}"
        for module in outside
        if "benchmarks" not in module.parts
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_dutch(node.value)
    ]
    assert not found


# --- dependencies ---


def pins(name: str) -> dict[str, list[str]]:
    """Requirement names per section ('# direct …', '# indirect …') of a requirements file."""
    sections: dict[str, list[str]] = {}
    section = ""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith(("# direct", "# indirect")):
            section = line.split()[1].strip(":")
        elif line and not line.startswith(("#", "-r")):
            match = re.fullmatch(r"([A-Za-z0-9._-]+)==([\w.]+)( ; .+)?", line)
            assert match, f"{name}: {line} is not pinned exactly"
            sections.setdefault(section, []).append(canonical(match[1]))
    return sections


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_packages(modules: Iterable[Path]) -> set[str]:
    """Top-level names of everything that is imported; of xstatic only the files are read, by its name."""
    names: set[str] = set()
    for module in modules:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
            elif isinstance(node, ast.Constant) and str(node.value).startswith("xstatic."):
                names.add("xstatic")
    return names - set(sys.stdlib_module_names) - {"spreiding", "tests", "benchmarks"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_exactly_and_sorted(name: str) -> None:
    sections = pins(name)
    assert set(sections) == {"direct", "indirect"}
    assert all(names == sorted(set(names)) for names in sections.values())


def test_the_direct_requirements_are_what_the_program_imports() -> None:
    distributions = importlib.metadata.packages_distributions()
    imported = imported_packages([*MODULES, ROOT / "app.py"])
    used = {canonical(name) for package in imported for name in distributions.get(package, [package])}
    assert used == set(pins("requirements.txt")["direct"])


def test_everything_that_a_requirement_needs_is_pinned_too() -> None:
    pinned = {name for names in pins("requirements.txt").values() for name in names}
    missing = set()
    for name in pinned & {canonical(found.name) for found in importlib.metadata.distributions()}:
        for requirement in importlib.metadata.requires(name) or []:
            wanted = canonical(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
            if ";" not in requirement and wanted not in pinned:
                missing.add((name, wanted))
    assert not missing


def test_the_package_reads_its_requirements_from_the_one_file() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["setuptools"]["dynamic"]["dependencies"] == {"file": ["requirements.txt"]}
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# --- what stands in the repository ---


def test_the_repository_stays_small() -> None:
    sizes = {relative(path): path.stat().st_size for path in files_of_the_repository()}
    assert not {name: size for name, size in sizes.items() if size > MAX_DATA_BYTES}
    assert sum(size for name, size in sizes.items() if name.startswith("data/")) <= MAX_DATA_BYTES


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = []
    for path in files_of_the_repository():
        content = path.read_bytes()
        if b"\0" not in content and MACHINE_PATH.search(content.decode("utf-8", errors="replace")):
            found.append(relative(path))
    assert not found
