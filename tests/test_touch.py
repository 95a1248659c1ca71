"""Fingers: the sheet of the event, and the chart, which must not keep the page from scrolling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import (
    enter,
    expect_address,
    expect_chosen,
    expect_no_address,
    panel,
    plot_box,
    settled,
    window,
)

PHONE: dict[str, Any] = {"width": 390, "height": 844, "touch": True, "is_mobile": True}
EXPULSION = "#event=svr-network-exposed"
Point = tuple[float, float]


def fingers(page: Page, paths: Sequence[tuple[Point, Point]], steps: int = 12) -> None:
    """Put fingers on the screen, move each along its path at the same time, and lift them."""
    send = page.context.new_cdp_session(page).send

    def touch(kind: str, share: float) -> None:
        points = [
            {"x": a[0] + (b[0] - a[0]) * share, "y": a[1] + (b[1] - a[1]) * share, "id": number}
            for number, (a, b) in enumerate(paths)
        ]
        points = [] if kind == "touchEnd" else points
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0)
    for step in range(1, steps + 1):
        touch("touchMove", step / steps)
    touch("touchEnd", 1)
    settled(page)


def sheet_height(page: Page) -> float:
    box = panel(page).bounding_box()
    assert box is not None
    return box["height"]


def test_the_sheet_is_pulled_up_and_down_by_its_head(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, EXPULSION, **PHONE)
    half = sheet_height(page)
    handle = page.get_by_role("button", name="More or less of the event")
    handle.tap()
    expect(handle).to_have_attribute("aria-expanded", "true")
    full = sheet_height(page)
    assert full > half + 100
    assert not accessibility_violations(page)
    handle.tap()
    expect(handle).to_have_attribute("aria-expanded", "false")
    top = 844 - half + 10
    fingers(page, [((195, top), (195, top - 250))])
    expect(handle).to_have_attribute("aria-expanded", "true")
    assert sheet_height(page) == pytest.approx(full, abs=2)
    top = 844 - full + 10
    fingers(page, [((195, top), (195, top + 180))])
    assert sheet_height(page) == pytest.approx(half, abs=2)
    top = 844 - half + 10
    fingers(page, [((195, top), (195, top + 420))])
    expect(panel(page)).to_be_hidden()
    expect_no_address(page, "event=")


def test_swipes_on_the_sheet_go_through_the_events(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, EXPULSION, **PHONE)
    y = 844 - sheet_height(page) + 200
    later = page.locator("#next").get_attribute("href")
    fingers(page, [((320, y), (80, y + 10))])
    assert later is not None
    expect_address(page, later.removeprefix("#"))
    fingers(page, [((80, y), (320, y + 10))])
    expect_chosen(page, "AIVD says it exposed")
    fingers(page, [((200, y), (205, y + 240))])
    expect(panel(page)).to_be_hidden()


def test_a_finger_moves_the_chart_to_the_side_and_the_page_up_and_down(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, **PHONE)
    page.get_by_role("button", name="Zoom in").click()
    settled(page)
    before, plot = window(page), plot_box(page)
    y = plot.top + 150
    fingers(page, [((300, y), (100, y + 12))])
    after = window(page)
    moved = (after[0] - before[0]) / (before[1] - before[0])
    assert moved == pytest.approx(200 / (plot.right - plot.left), abs=0.08)
    assert after[1] - after[0] == pytest.approx(before[1] - before[0], rel=0.01)
    assert page.evaluate("() => scrollY") == 0
    fingers(page, [((200, y + 100), (206, y - 200))])
    assert page.evaluate("() => scrollY") > 100
    assert window(page) == after


def test_two_fingers_zoom_the_chart_where_they_are(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, **PHONE)
    before, plot = window(page), plot_box(page)
    middle, y = (plot.left + plot.right) / 2, plot.top + 150
    fingers(
        page,
        [((middle - 30, y), (middle - 90, y)), ((middle + 30, y), (middle + 90, y))],
    )
    # What plotly shows follows it.
    expect_address(page, "from=")
    after = page.evaluate("() => [dateline.page.state.from, dateline.page.state.to]")
    assert (before[1] - before[0]) / (after[1] - after[0]) == pytest.approx(3, rel=0.15)
    assert sum(after) / 2 == pytest.approx(sum(before) / 2, abs=0.05 * (before[1] - before[0]))


def test_a_tap_on_a_label_opens_its_event(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, **PHONE)
    label = page.locator("#chart .textpoint text").filter(has_text="Four alleged GRU")
    box = label.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 40, box["y"] + box["height"] / 2)
    expect_chosen(page, "Four alleged GRU officers")


def test_what_a_movement_asks_for(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    swipes = page.evaluate(
        """() => [[-80, 10, true], [80, 0, false], [40, 0, true], [70, 60, true], [0, 100, true],
            [0, 100, false]].map(move => dateline.swipe(...move))"""
    )
    assert swipes == ["next", "previous", None, None, "down", None]
    heights = [(0.9, 0.68, False), (0.66, 0.68, False), (0.3, 0.68, False), (0.5, 0.92, True),
               (0.9, 0.92, True), (0.2, 0.92, True)]  # fmt: skip
    asked = [page.evaluate("move => dateline.settleSheet(...move)", list(h)) for h in heights]
    assert asked == ["full", "half", "close", "half", "full", "close"]
    for factor in (3, 0.2, 1):
        turns = page.evaluate("factor => dateline.wheelTurns(factor)", factor)
        assert all(abs(turn) <= 20 for turn in turns)
        assert math.exp(-sum(turns) / 200) == pytest.approx(factor)
