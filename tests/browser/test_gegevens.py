"""Files that somebody uploads: what is wrong is told, what is right becomes a region, and names never run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from spreiding import workflow
from spreiding.ui import inlezen, kwaliteit, labels
from tests.browser.conftest import Visit, served, visiting
from tests.io.test_regio import village

SCRIPT = "<img src=x onerror=alert(1)>.csv"


@pytest.fixture
def data_page(browser: Browser, regions: Path, tmp_path: Path) -> Iterator[Visit]:
    """Return a visit to Gegevens in an app with regions of its own: one that is made here meets no other test."""
    own = tmp_path / "regios"
    shutil.copytree(regions, own)
    with served(workflow.ROOT / "app.py", own) as url, visiting(browser, url) as visit:
        visit.page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
        visit.page.goto(url)
        visit.go(labels.DATA)
        visit.page.get_by_test_id("stMetric").first.wait_for()
        yield visit


def upload(visit: Visit, files: list[FilePayload]) -> None:
    visit.page.get_by_role("tab", name=inlezen.OWN_FILES).click()
    visit.page.locator("input[type=file]").first.set_input_files(files)


def payload(path: Path) -> FilePayload:
    return {"name": path.name, "mimeType": "application/octet-stream", "buffer": path.read_bytes()}


def test_a_broken_and_a_hostile_file_are_told_and_change_nothing(data_page: Visit) -> None:
    before = data_page.figure(kwaliteit.HEADLINES[0])
    upload(
        data_page,
        [
            {"name": "kapot.geojson", "mimeType": "application/json", "buffer": b"{]"},
            {"name": SCRIPT, "mimeType": "text/csv", "buffer": b"naam\n<script>alert(2)</script>\n"},
        ],
    )
    data_page.page.get_by_text("kapot.geojson is niet te lezen").wait_for()
    data_page.page.get_by_text(SCRIPT, exact=True).first.wait_for()
    data_page.page.get_by_text("Nog nodig: inwoners en wegen.").wait_for()
    assert data_page.page.locator("img[src=x]").count() == 0
    expect(data_page.page.get_by_role("button", name=inlezen.MAKE_REGION)).to_be_disabled()
    data_page.page.get_by_role("tab", name=inlezen.REPORT).click()
    assert data_page.figure(kwaliteit.HEADLINES[0]) == before
    assert data_page.faults == []


def test_files_of_a_village_become_a_region_that_is_open_next(data_page: Visit, tmp_path: Path) -> None:
    inputs = village(tmp_path)
    upload(data_page, [payload(path) for path in inputs.files.values()])
    page = data_page.page
    page.get_by_text("CBS-vierkanten van 100 meter").wait_for()
    page.get_by_role("textbox", name=inlezen.REGION_NAME).fill("Dorp")
    page.get_by_role("textbox", name=inlezen.REGION_NAME).press("Tab")
    make = page.get_by_role("button", name=inlezen.MAKE_REGION)
    expect(make).to_be_enabled()
    make.click()
    page.get_by_text(inlezen.MADE.format(name="Dorp")).wait_for()
    # 30 and 10 people in two squares; a third has no known number.
    assert data_page.figure(kwaliteit.HEADLINES[0]) == "40"
    assert data_page.faults == []


def test_the_page_is_dutch_where_streamlit_is_english(data_page: Visit) -> None:
    data_page.page.get_by_role("tab", name=inlezen.OWN_FILES).click()
    box = data_page.page.get_by_test_id("stFileUploaderDropzone").first
    # Streamlit's own words are there for nobody to see: their letters have no size.
    shown = box.evaluate(
        """node => [...node.querySelectorAll('*')]
            .filter(part => part.children.length === 0 && part.textContent.trim())
            .filter(part => parseFloat(getComputedStyle(part).fontSize) > 0)
            .map(part => part.textContent)"""
    )
    assert not [text for text in shown if "Browse" in text or "Drag" in text or "Upload" in text]


def test_a_file_that_is_too_large_is_told_in_dutch(data_page: Visit, tmp_path: Path) -> None:
    large = tmp_path / "groot.csv"
    with large.open("wb") as file:
        file.truncate((inlezen.MAX_BRANCH_MB + 1) * 1024 * 1024)
    data_page.page.get_by_role("tab", name=inlezen.BRANCHES).click()
    data_page.page.locator("input[type=file]").last.set_input_files(large)
    chip = data_page.page.get_by_test_id("stFileChip")
    expect(chip).to_have_attribute("aria-invalid", "true")
    # The size, in English, makes room for our words.
    size = "node => node.querySelector('[data-testid=stFileChipName]').nextElementSibling"
    assert chip.evaluate(f"node => getComputedStyle(({size})(node)).fontSize") == "0px"
    told = chip.evaluate(f"node => getComputedStyle(({size})(node), '::after').content")
    assert told == f'"{labels.FILE_TOO_LARGE}"'


def test_a_file_of_300_mb_is_taken(data_page: Visit, tmp_path: Path) -> None:
    # The squares of the whole country are that large; Streamlit itself stops at 200 MB.
    large = tmp_path / "land.bin"
    with large.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    data_page.page.get_by_role("tab", name=inlezen.OWN_FILES).click()
    data_page.page.locator("input[type=file]").first.set_input_files(large)
    data_page.page.get_by_text(inlezen.UNKNOWN_KIND).wait_for()
    assert data_page.faults == []
