"""The page without a pointer: skip buttons, the walk over the chart, the help, the switch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.app.keys import KEYS
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import enter, expect_address, expect_chosen, settled, window

RING = "#ring"
SAID = "#announce"


def at(page: Page) -> int:
    """The event that the ring is around, found by where it is."""
    found: int = page.evaluate(
        """() => {
            const plot = document.querySelector('#chart .js-plotly-plot').getBoundingClientRect();
            const ring = document.getElementById('ring').getBoundingClientRect();
            const scene = dateline.page.scene;
            return dateline.hit(scene, ring.left + ring.width / 2 - plot.left - scene.margin.l,
                ring.top + ring.height / 2 - plot.top - scene.margin.t);
        }"""
    )
    return found


def test_the_chart_is_reached_and_walked_by_keyboard(door: Door, open_page: Visitor) -> None:
    events = load(example_case()).events
    page = enter(door, open_page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to the chart")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    chart = page.get_by_role("application", name=f"Chart, {len(events)} events")
    expect(chart).to_be_focused()
    expect(page.locator(RING)).to_be_visible()
    expect(page.locator(SAID)).to_contain_text(events[0].title)
    for n in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        said = page.locator(SAID)
        expect(said).to_contain_text(events[n].title)
        expect(said).to_contain_text(events[n].date.display())
        assert at(page) == n
    page.keyboard.press("ArrowLeft")
    assert at(page) == 2
    page.keyboard.press("End")
    assert at(page) == len(events) - 1
    page.keyboard.press("Home")
    assert at(page) == 0
    # From row to row, each time by the shortest way.
    tops = [page.locator(RING).bounding_box()]
    page.keyboard.press("ArrowUp")
    tops.append(page.locator(RING).bounding_box())
    page.keyboard.press("ArrowUp")
    tops.append(page.locator(RING).bounding_box())
    heights = [box["y"] for box in tops if box]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    there = at(page)
    assert not accessibility_violations(page)
    # It has selected nothing so far.
    expect_chosen(page, "About this timeline")
    page.keyboard.press("Enter")
    expect_chosen(page, events[there].title)
    expect(page.locator("#panel-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chart).to_be_focused()
    assert at(page) == there


def test_the_walk_keeps_to_what_is_shown_and_takes_the_window_along(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, "#category=expulsion&from=2018-01-01T00:00&to=2019-01-01T00:00")
    page.evaluate("() => dateline.act('skipChart')")
    expect(page.locator(RING)).to_be_visible()
    before = window(page)
    page.keyboard.press("End")
    expect(page.locator(SAID)).to_contain_text("Expulsions")
    settled(page)
    after = window(page)
    assert after[0] > before[1]
    assert after[1] - after[0] == pytest.approx(before[1] - before[0])
    expect(page.locator(RING)).to_be_visible()


def test_the_second_skip_leads_to_the_chronicle(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#chronicle .dl-entry").first).to_be_focused()
    expect(page.locator("#chronicle .dl-entry").first).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_help_is_made_of_the_table_and_gives_the_focus_back(
    door: Door, open_page: Visitor, scheme: str
) -> None:
    page = enter(door, open_page, colour_scheme=scheme)
    entry = page.locator("#chronicle .dl-entry").nth(3)
    entry.focus()
    page.keyboard.press("?")
    window = page.get_by_role("dialog", name="Keyboard")
    expect(window).to_be_visible()
    assert page.evaluate("() => document.activeElement.closest('dialog').id") == "help"
    terms = window.locator("dt").all_text_contents()
    assert terms == ["".join(key.shown.split()) for key in KEYS]
    assert window.locator("dd").all_text_contents() == [key.help for key in KEYS]
    assert not accessibility_violations(page)
    # The page behind it hears no keys.
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(entry).to_be_focused()
    expect_chosen(page, "About this timeline")


def test_shortcuts_can_be_switched_off(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    page.get_by_role("button", name="Keyboard help").click()
    switch = page.get_by_role("switch", name="Letters and signs are shortcuts")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("?")
    page.keyboard.press("ArrowRight")
    expect_address(page, "event=")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()
    page.get_by_role("button", name="Keyboard help").click()
    switch.click()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
