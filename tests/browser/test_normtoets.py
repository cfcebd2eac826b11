"""The page Normtoets in a real browser."""

import time
from contextlib import suppress

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from spreiding.ui import labels, normen
from tests.browser.conftest import PATIENCE_MS, Visit

MAX_SECONDS = 5.0  # on a busy machine; the page itself is ready within a second


def test_the_matrix_opens_soon_and_says_in_words_what_colours_say(visit: Visit) -> None:
    started = time.monotonic()
    visit.go(normen.TITLE)
    table = visit.page.locator(".normen table")
    table.wait_for()
    assert time.monotonic() - started < MAX_SECONDS
    # Twelve gemeenten beside the name of the norm, and none of them cut off.
    expect(table.locator("thead th")).to_have_count(13)
    box, page = table.bounding_box(), visit.page.viewport_size
    assert box is not None
    assert page is not None
    assert box["x"] + box["width"] <= page["width"]
    met, not_met = table.locator("td.ja").first, table.locator("td.nee").first
    expect(met).to_contain_text("voldoet")
    expect(not_met).to_contain_text("voldoet niet")
    assert met.evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgb(0, 114, 178)"
    assert "rgb(230, 159, 0)" in not_met.evaluate("cell => getComputedStyle(cell).background")
    expect(visit.page.get_by_text("Voorbeeldgegevens").first).to_be_visible()


def test_a_norm_is_edited_in_the_browser_and_the_matrix_follows(visit: Visit) -> None:
    visit.go(normen.TITLE)
    page = visit.page
    page.get_by_role("tab", name=normen.TABS[3], exact=True).click()
    page.get_by_text(normen.EDIT, exact=True).click()
    page.get_by_role("textbox", name=normen.NAME).fill("<img src=x onerror=alert(1)>")
    edited = page.locator(".normen tbody th").first.filter(has_text="<img src=x onerror=alert(1)>")
    # The form is still unfolding when a machine is busy, and a click on what moves is lost: a person clicks once more.
    for patience_ms in (PATIENCE_MS // 10, PATIENCE_MS // 10, PATIENCE_MS):
        page.get_by_role("button", name=normen.SAVE).click()
        with suppress(PlaywrightTimeoutError):
            edited.wait_for(timeout=patience_ms)
            break
    expect(edited).to_be_visible()
    expect(page.locator(".normen img")).to_have_count(0)
    assert not visit.faults
    page.get_by_role("tab", name=normen.TABS[0], exact=True).click()
    expect(page.get_by_text(labels.WHOLE_REGION, exact=True).last).to_be_visible()
