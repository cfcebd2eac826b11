"""What all tests share: the real data, and which tests may not skip."""

import os
from collections.abc import Collection, Generator
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).resolve().parent
SHARED_DATA = TESTS.parents[1] / "shared" / "data"
KINDS = frozenset({"real", "browser"})

# A deadline fails on a busy machine, not on a fault. In CI every run draws the same cases.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data files beside the repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is not here: the real files are no part of the repository")
    return SHARED_DATA


@pytest.fixture(scope="session")
def shared_sources(shared_data: Path) -> Path:
    """Return the folder with the texts that the figures of `data` come from."""
    folder = shared_data.parent / "bronnen"
    if not folder.is_dir():
        pytest.skip("../shared/bronnen is not here: the texts of the sources are no part of the repository")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what a test uses and where it stands, so that nobody can forget a marker."""
    for item in items:
        kinds = kinds_by_folder(item.path)
        if "shared_data" in getattr(item, "fixturenames", ()):
            kinds |= {"real"}
        for kind in sorted(kinds):
            item.add_marker(kind)


def kinds_by_folder(path: Path) -> frozenset[str]:
    """Return the markers that follow from the folder of a test, tests/real and tests/browser."""
    return KINDS.intersection(path.relative_to(TESTS).parts) if path.is_relative_to(TESTS) else frozenset()


def why_required(markers: Collection[str]) -> str | None:
    """Return why a test with these markers may not skip; None when it may."""
    if "real" in markers and SHARED_DATA.is_dir():
        return "../shared/data is here, so a test on real data may not skip"
    if "browser" in markers and os.environ.get("SPREIDING_REQUIRE_BROWSER"):
        return "SPREIDING_REQUIRE_BROWSER is set, so a browser test may not skip"
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a required test into a failure."""
    report = yield
    reason = why_required({marker.name for marker in item.iter_markers()})
    if report.skipped and not hasattr(report, "wasxfail") and reason:
        report.outcome = "failed"
        report.longrepr = f"{reason}: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole required module into a failure: its tests were never seen."""
    report = yield
    reason = why_required(kinds_by_folder(collector.path))
    if report.skipped and reason:
        report.outcome = "failed"
        report.longrepr = f"{reason}: {report.longrepr}"
    return report
