"""The app in a real browser without a network."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from spreiding import workflow
from spreiding.ui import labels, legend, maps, plan_words, search_words
from tests.browser.conftest import PATIENCE_MS, Visit, served, visiting
from tests.ui.test_maps import PAYLOADS

MAX_BYTES = 20_000_000


def test_the_map_asks_no_other_host_but_for_tiles_and_stays_small(visit: Visit, browser: Browser) -> None:
    # A browser that has never been here; how many seconds it takes is measured by `make bench`, not by a test.
    with visiting(browser, visit.url) as again:
        again.page.goto(again.url, wait_until="commit")
        again.wait_for_map()
        again.page.wait_for_load_state("networkidle")
        assert 0 < again.n_bytes <= MAX_BYTES
        assert {urlsplit(url).hostname for url in again.blocked} <= {"service.pdok.nl"}
        assert again.faults == []


def test_every_page_opens_without_a_fault_and_in_dutch(visit: Visit) -> None:
    for name in (labels.SCENARIOS, labels.SEARCH, labels.EXPLANATION, labels.OVERVIEW):
        visit.go(name)
        visit.page.get_by_text("Voorbeeldgegevens").first.wait_for()
        assert visit.page.get_by_test_id("stException").count() == 0
    assert visit.page.locator("html").get_attribute("lang") == "nl"
    assert {urlsplit(url).hostname for url in visit.blocked} <= {"service.pdok.nl"}
    assert visit.faults == []


def test_every_branch_has_a_marker(visit: Visit) -> None:
    assert visit.map.locator("path.leaflet-interactive").count() == 42


def test_the_squares_on_the_screen_lie_where_they_are_and_have_the_colour_of_their_distance(
    visit: Visit, regions: Path
) -> None:
    region = workflow.open_region(str(regions / workflow.EXAMPLE))
    today = workflow.evaluate_scenario(region, workflow.TODAY, workflow.default_uitgangspunten()).evaluation
    classes = legend.distance_classes(today.norm.max_m)
    # Around Beilen: a kern with a branch, and far villages south of it.
    here = np.flatnonzero(np.hypot(region.squares.x_m - 231_500, region.squares.y_m - 539_500) < 3000)
    visit.leaflet("{ window.map.setView([52.835, 6.53], 13, {animate: false}); return true; }")
    time.sleep(1.0)
    frame = visit.map.locator("#map_div")
    picture = np.asarray(Image.open(BytesIO(frame.screenshot())).convert("RGB"), dtype=float)
    right = []
    for square in here:
        latitude, longitude = maps.to_degrees(region.squares.x_m[square], region.squares.y_m[square])
        point: Any = visit.leaflet(f"(p => [p.x, p.y])(window.map.latLngToContainerPoint([{latitude}, {longitude}]))")
        column, row = (round(value) for value in point)
        if not (80 <= column < picture.shape[1] - 80 and 80 <= row < picture.shape[0] - 80):
            continue
        colour = classes.colours[classes.of(today.square_m[[square]])[0]]
        wanted = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)])
        right.append(np.abs(picture[row, column] - wanted).max() <= 20)
    # Roads, borders and markers cover some of the squares.
    assert len(right) > 100
    assert np.mean(right) > 0.9


def test_a_click_on_a_marker_and_another_class_change_the_figures(visit: Visit) -> None:
    visit.copy_today()
    visit.map.locator("path.leaflet-interactive").nth(12).click()
    types = visit.page.get_by_role("radiogroup", name=labels.TYPE)
    types.wait_for()
    before, zoom = visit.figure(labels.PERSONS_WITHIN), visit.leaflet("window.map.getZoom()")
    types.get_by_text(labels.CLOSED, exact=True).click()
    visit.wait_for_other_figure(labels.PERSONS_WITHIN, before)
    visit.page.get_by_text("erop achteruit").first.wait_for()
    # The map was not loaded anew: it still looks where it looked.
    assert visit.leaflet("window.map.getZoom()") == zoom
    changed = visit.figure(labels.PERSONS_WITHIN)
    visit.page.get_by_role("button", name=labels.UNDO).click()
    visit.wait_for_other_figure(labels.PERSONS_WITHIN, changed)
    assert visit.figure(labels.PERSONS_WITHIN) == before
    assert visit.faults == []


def test_a_click_on_an_empty_spot_opens_a_branch_there(visit: Visit) -> None:
    visit.copy_today()
    before = visit.figure(labels.PERSONS_WITHIN)
    # Nieuw-Balinge, a village of Midden-Drenthe at some 8 km from the nearest branch.
    latitude, longitude = maps.to_degrees(235_400, 533_500)
    spot: Any = visit.leaflet(f"(p => [p.x, p.y])(window.map.latLngToContainerPoint([{latitude}, {longitude}]))")
    visit.map.locator("#map_div").click(position={"x": spot[0], "y": spot[1]})
    visit.page.get_by_role("button", name=labels.OPEN_HERE).click()
    visit.wait_for_other_figure(labels.PERSONS_WITHIN, before)
    expect(visit.map.locator("path.leaflet-interactive")).to_have_count(43)
    assert visit.faults == []


def test_a_class_is_changed_in_the_table_with_the_keyboard(visit: Visit) -> None:
    visit.copy_today()
    before = visit.figure(labels.COST)
    table = visit.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    # A key that comes while the table is being drawn anew is lost, on a busy machine; who sees that types once more.
    for _ in range(3):
        # The first row, its first cell; from there with arrows to the column of the scenario.
        table.click(position={"x": 60, "y": 52})
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Enter"):
            visit.page.keyboard.press(key)
        visit.page.keyboard.type(labels.CLOSED)
        visit.page.keyboard.press("Enter")
        if visit.is_other_figure(labels.COST, before, patience_ms=PATIENCE_MS // 4):
            break
        visit.page.keyboard.press("Escape")
    else:
        pytest.fail("the keyboard did not close the branch")
    assert visit.faults == []


def test_a_downloaded_scenario_is_read_back_and_a_faulty_file_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    visit.copy_today()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=labels.DOWNLOAD).click()
    file = tmp_path / "plan.json"
    download.value.save_as(file)
    visit.page.get_by_text(labels.READ_BACK, exact=True).click()
    box = visit.page.locator("input[type=file]")
    box.set_input_files({"name": "kapot.json", "mimeType": "application/json", "buffer": b"{]"})
    visit.page.get_by_text("Het scenario in kapot.json is niet bruikbaar").wait_for()
    name = visit.page.get_by_role("textbox", name=labels.NAME)
    assert name.input_value() == "Kopie van Huidige situatie"
    box.set_input_files(file)
    expect(name.last).to_have_value("Kopie van Huidige situatie (2)")
    assert visit.faults == []


def test_the_best_plan_of_one_gemeente_is_found_shown_and_kept(visit: Visit) -> None:
    visit.page.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
    visit.page.get_by_role("option", name="Midden-Drenthe").click()
    visit.go(labels.SEARCH)
    visit.page.get_by_role("button", name=search_words.SEARCH_NOW).click()
    visit.page.get_by_text(plan_words.PROVEN).wait_for()
    visit.wait_for_map()
    visit.page.get_by_role("button", name=search_words.SAVE_PLAN).click()
    visit.page.get_by_role("link", name=search_words.GO_TO_PLAN).click()
    visit.page.get_by_role("heading", level=1, name=labels.SCENARIOS).wait_for()
    visit.page.get_by_role("textbox", name=labels.NAME).wait_for()
    assert visit.page.get_by_role("textbox", name=labels.NAME).input_value() == search_words.PLAN_NAME
    assert visit.faults == []


def test_hostile_names_are_shown_as_text_and_never_run(browser: Browser, regions: Path) -> None:
    with served(Path(__file__).parent / "payload_app.py", regions) as url, visiting(browser, url) as visit:
        visit.page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
        visit.page.goto(url)
        visit.wait_for_map()
        markers = visit.map.locator("path.leaflet-interactive")
        assert markers.count() == len(PAYLOADS)
        for number, payload in enumerate(PAYLOADS):
            markers.nth(number).hover(force=True)
            # The tooltip of the marker before fades away; the newest stands last.
            tooltip = visit.map.locator(".leaflet-tooltip").last
            assert " ".join((tooltip.locator("strong").text_content() or "").split()) == " ".join(payload.split())
            assert tooltip.locator("img, svg, script").count() == 0
            markers.nth(number).click(force=True)
        time.sleep(0.5)
        assert visit.faults == []
