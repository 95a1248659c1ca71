"""Unusual timelines look designed too: nothing overlaps, is cut, or scrolls to the side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard import load
from tests.browser import (
    Door,
    Doors,
    Visitor,
    accessibility_violations,
    overlapping_pairs,
    visible_boxes,
)
from tests.reader import enter, label_boxes, listed, marked, plot_box, settled
from tests.state_cases import STATES

Opened = Callable[[str], Door]
#: What stands in rows of its own and must not lie on one another.
BLOCKS = ".dl-filter-row, .dl-known, .dl-bar, .dl-chart, .dl-overview, .dl-foot, #chronicle"


@pytest.fixture(scope="session")
def state_door(doors: Doors, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Opens the frozen file of a state; what the page does is the same through the other door."""
    folder: Path = tmp_path_factory.mktemp("states")

    def opened(name: str) -> Door:
        case = folder / f"{name}.yaml"
        if not case.exists():
            case.write_text(STATES[name], encoding="utf-8")
        return doors.to("frozen", case)

    return opened


def in_order(page: Page, width: int) -> None:
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert not overlapping_pairs(visible_boxes(page, BLOCKS), slack=1)
    labels, plot = label_boxes(page), plot_box(page)
    assert not overlapping_pairs(labels)
    assert all(label.inside(plot, slack=1) for label in labels)
    names = visible_boxes(page, "#chart .dl-names text")
    assert not overlapping_pairs(names, slack=2)
    header = visible_boxes(page, ".dl-header > *")
    assert not overlapping_pairs(header)
    assert all(box.left >= 0 and box.right <= width + 1 for box in header)


@pytest.mark.parametrize("name", [name for name in STATES if name != "no-events"])
def test_it_is_all_there_and_in_order(state_door: Opened, open_page: Visitor, name: str) -> None:
    page = enter(state_door(name), open_page, width=1280, height=800)
    count = STATES[name].count("date:")
    assert len(listed(page)) == count
    assert marked(page) == listed(page)
    in_order(page, 1280)
    page.set_viewport_size({"width": 360, "height": 740})
    settled(page)
    in_order(page, 360)
    page.locator("#chronicle .dl-entry:visible").last.click()
    expect(page.get_by_role("complementary", name="Event")).to_have_class("dl-panel is-open")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    if name != "one-minute":
        assert not accessibility_violations(page)


@pytest.mark.parametrize("view", ["", "view=chronicle", "view=table"])
def test_no_events_say_so_and_offer_nothing_that_does_nothing(
    state_door: Opened, open_page: Visitor, view: str
) -> None:
    page = enter(state_door("no-events"), open_page, f"#{view}", width=1280, height=800)
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#empty")).to_contain_text("There are no events in this timeline yet.")
    for useless in (".dl-zoom", ".dl-lanes", ".dl-filter-button", ".dl-known", ".dl-overview"):
        expect(page.locator(useless)).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 1280
    assert not accessibility_violations(page)


def test_every_state_is_a_valid_file(tmp_path: Path) -> None:
    for name, text in STATES.items():
        case = tmp_path / f"{name}.yaml"
        case.write_text(text, encoding="utf-8")
        assert len(load(case).events) == text.count("date:")
