"""The page Beste plan zoeken in a real browser, with the real search behind it."""

from playwright.sync_api import expect

from spreiding.optimise.question import Goal
from spreiding.ui import labels, plan_words
from spreiding.ui import search_words as words
from tests.browser.conftest import Visit


def choose_gemeente(visit: Visit, name: str) -> None:
    box = visit.page.get_by_role("combobox", name=words.WHERE)
    box.click()
    visit.page.keyboard.type(name)
    visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_test_id("stStatusWidget")).to_have_count(0)


def test_an_impossible_question_becomes_a_possible_one_with_one_click(visit: Visit) -> None:
    visit.go(labels.SEARCH)
    choose_gemeente(visit, "Midden-Drenthe")
    # What its branches cost today stands there once the form is that of this gemeente.
    budget = visit.page.get_by_role("textbox", name=words.BUDGET)
    expect(budget).to_have_value("157.253")
    budget.fill("60000")
    visit.page.get_by_text(words.DEMANDS).click()
    visit.page.get_by_role("textbox", name=words.LEAST_SHARE).fill("95")
    visit.page.get_by_role("button", name=words.SEARCH_NOW).click()
    visit.page.get_by_text("Het budget in Midden-Drenthe is te klein.").wait_for()
    visit.page.get_by_role("button", name=words.TAKE_OVER).first.click()
    visit.page.get_by_text("Nagerekend: beter kan niet").wait_for()
    # The amount that was found is the one that is now asked for: more, and less than today.
    asked = int(budget.input_value().replace(".", ""))
    assert 60_000 < asked < 157_253
    assert visit.faults == []


def test_a_search_goes_on_while_one_looks_elsewhere_and_is_stopped_with_the_best_so_far(visit: Visit) -> None:
    visit.go(labels.SEARCH)
    choose_gemeente(visit, "Hele regio")
    visit.page.get_by_text(plan_words.GOALS[Goal.DISTANCE], exact=True).first.click()
    visit.page.get_by_role("combobox", name=words.TIME_LIMIT).click()
    visit.page.get_by_role("option", name=words.SECONDS.format(300)).click()
    visit.page.get_by_role("button", name=words.SEARCH_NOW).click()
    visit.page.get_by_role("button", name=words.STOP).wait_for()
    visit.go(labels.OVERVIEW)
    visit.wait_for_map()
    visit.go(labels.SEARCH)
    # Nobody started it anew: it goes on, and knows a plan.
    visit.page.get_by_text("Beste plan tot nu toe").wait_for()
    visit.page.get_by_role("button", name=words.STOP).click()
    visit.page.get_by_text(plan_words.STOPPED.split(":")[0]).wait_for()
    visit.wait_for_map()
    expect(visit.page.get_by_role("button", name=words.SAVE_PLAN)).to_be_visible()
    assert visit.faults == []


def test_the_question_is_downloaded_as_a_file_that_the_command_reads(visit: Visit) -> None:
    visit.go(labels.SEARCH)
    choose_gemeente(visit, "Midden-Drenthe")
    visit.page.get_by_role("button", name=words.SEARCH_NOW).click()
    visit.page.get_by_text("Nagerekend: beter kan niet").wait_for()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=words.DOWNLOAD).click()
    text = download.value.path().read_text(encoding="utf-8")
    assert 'goals = [\n    "bereik",\n]' in text
    assert "GM1731" in text
