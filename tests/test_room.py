"""The chart leaves room for its axis and its overview, however much stands above it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import Door, Visitor, overlapping_pairs, visible_boxes
from tests.reader import enter, label_boxes, settled

WIDTH, HEIGHT = 1440, 860
TICKS = "#chart .xaxislayer-above .xtick text"
EVERYTHING = (
    "evidence=corroborated,disputed,single-source,unsourced&after=2010-01-01&before=2026-10"
    "&category=expulsion,operation,disclosure,cyberattack,legal,press,reaction,background"
)
#: A state, and what its sentence then says; the sentence of the second takes lines from the chart.
STATES = {
    "": "40 events",
    EVERYTHING: "of 40 events: Expulsions",
    "on=2022-10-30": "as known on 30 October 2022",
    "lanes=actor": "40 events",
    "lanes=place&fold=1": "40 events",
    "q=the&after=2017&before=2021": "“the”",
    "relations=all": "40 events",
}


def test_axis_and_overview_are_in_view_in_every_state_of_the_filters(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, width=WIDTH, height=HEIGHT)
    tops = set()
    for state, words in STATES.items():
        page.evaluate("hash => { location.hash = hash; }", state or "#")
        expect(page.locator("#sentence")).to_contain_text(words)
        settled(page)
        seen = visible_boxes(page, f"{TICKS}, #overview")
        assert len(seen) > 3
        assert max(box.bottom for box in seen) <= HEIGHT, state
        assert not overlapping_pairs(label_boxes(page)), state
        tops.add(round(visible_boxes(page, "#chart")[0].top))
    assert len(tops) > 1, "no sentence was long enough to move the chart"


def test_the_chart_takes_the_room_of_a_window_made_higher(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=WIDTH, height=HEIGHT)
    (before,) = visible_boxes(page, "#chart")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT + 300})
    settled(page)
    (after,) = visible_boxes(page, "#chart")
    assert after.bottom - after.top > before.bottom - before.top + 100
    assert visible_boxes(page, "#overview")[0].bottom <= HEIGHT + 300
