"""A change goes straight to what shows it, and to nothing else, through both doors."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.resources import example_case
from tests.browser import Door, Visitor
from tests.reader import (
    enter,
    entries,
    expect_address,
    expect_chosen,
    expect_no_address,
    marked,
    search,
    settled,
)

#: Counts what is written into parts of the page from now on.
_WATCH = """parts => {
  window.written = {};
  for (const part of parts) {
    written[part] = 0;
    new MutationObserver(changes => { written[part] += changes.length; }).observe(
      document.querySelector(part),
      {subtree: true, childList: true, attributes: true, characterData: true}
    );
  }
}"""


def watch(page: Page, *parts: str) -> None:
    page.evaluate(_WATCH, list(parts))


def written(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate("() => written")
    return found


def state(page: Page) -> Any:
    return page.evaluate("() => dateline.page.state")


def test_a_window_writes_the_address_and_the_chart_alone(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    watch(page, "#chronicle", "#sentence", "#panel", "#chart")
    page.keyboard.press("+")
    expect_address(page, "from=")
    settled(page)
    found = written(page)
    assert found.pop("#chart") > 0
    assert found == {"#chronicle": 0, "#sentence": 0, "#panel": 0}
    page.keyboard.press("0")
    settled(page)
    expect_no_address(page, "from=")


def test_a_key_in_the_search_writes_what_it_changes(door: Door, open_page: Visitor) -> None:
    case = load(example_case())
    page = enter(door, open_page, width=1440, height=900)
    watch(page, "#chronicle", "#sentence", "#panel-body")
    search(page, "gru")
    shown = entries(page)
    assert 0 < len(shown) < len(case.events)
    assert len(marked(page)) == len(shown)
    expect(page.locator("#sentence")).to_contain_text(f"{len(shown)} of {len(case.events)} events")
    counts = page.locator("#react-entry-point .dl-filters .dl-count").all_inner_texts()
    assert sum(map(int, counts)) == len(shown)
    # An entry whose event stays is not touched: each that goes is hidden once, as are its groups.
    once = written(page)["#chronicle"]
    search(page, "gru ")
    assert written(page)["#chronicle"] == once


def test_back_leads_to_what_was_typed(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    field = page.get_by_role("textbox", name="Search")
    field.press_sequentially("gru")
    # At once, before the address had time to follow.
    page.locator("#clear").click()
    expect(field).to_have_value("")
    settled(page)
    expect_no_address(page, "q=")
    page.go_back()
    expect(field).to_have_value("gru")
    expect_address(page, "q=gru")
    assert state(page)["q"] == "gru"
    page.go_forward()
    expect(field).to_have_value("")


def test_an_event_is_one_step_of_the_history_whatever_was_typed(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, width=1440, height=900)
    search(page, "gru")
    page.locator("#chronicle .dl-entry:visible").first.click()
    expect_address(page, "event=")
    page.go_back()
    expect_address(page, "q=gru")
    settled(page)
    expect_no_address(page, "event=")
    assert state(page)["event"] == ""


def test_an_address_written_by_hand_is_followed(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    page.keyboard.press("+")
    page.evaluate("() => { location.hash = '#event=ema-disclosure'; }")
    expect_chosen(page, load(example_case()).events[_place("ema-disclosure")].title)
    settled(page)
    assert state(page)["event"] == "ema-disclosure"
    assert page.url.endswith("#event=ema-disclosure")


def _place(key: str) -> int:
    return [event.id for event in load(example_case()).events].index(key)


def test_the_window_of_a_drag_is_the_state_when_a_key_follows(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, "#from=2016-01-01&to=2019-01-01", width=1440, height=900)
    box = page.locator("#chart .nsewdrag").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    before = state(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=4)
    page.mouse.up()
    # The key meets the window that is seen, though it may not have been drawn anew yet.
    page.keyboard.press("+")
    settled(page)
    after = state(page)
    shift = (before["to"] - before["from"]) * 120 / box["width"]
    middle = (after["from"] + after["to"]) / 2
    assert abs(middle - ((before["from"] + before["to"]) / 2 - shift)) < shift / 10
    assert abs((after["to"] - after["from"]) * 2 / (before["to"] - before["from"]) - 1) < 0.01
