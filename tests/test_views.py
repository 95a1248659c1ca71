"""Chart, chronicle and table, and what the lanes of the chart are, through both doors."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.layout import layout
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations, overlapping_pairs
from tests.reader import (
    enter,
    expect_address,
    expect_chosen,
    expect_no_address,
    label_boxes,
    listed,
    marked,
    plot_box,
    search,
    settled,
)

PHONE: dict[str, Any] = {"width": 390, "height": 844, "touch": True}


def choose(page: Page, view: str) -> None:
    page.get_by_role("group", name="View").get_by_role("button", name=view).click()
    settled(page)


def rows(page: Page) -> list[int]:
    """The events of the rows that can be seen, from top to bottom."""
    seen: list[int] = page.locator("#table tbody tr").evaluate_all(
        "rows => rows.filter(row => row.checkVisibility()).map(row => Number(row.dataset.index))"
    )
    return seen


def test_each_view_shows_what_it_is_called(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    chart, heading = page.locator("#chart"), page.get_by_role("heading", name="Chronicle")
    table = page.get_by_role("table")
    expect(chart).to_be_visible()
    expect(heading).to_be_visible()
    expect(table).to_be_hidden()
    choose(page, "Chronicle")
    expect(chart).to_be_hidden()
    expect(heading).to_be_visible()
    choose(page, "Table")
    expect_address(page, "view=table")
    expect(chart).to_be_hidden()
    expect(heading).to_be_hidden()
    expect(table).to_be_visible()
    assert rows(page) == list(range(len(load(example_case()).events)))
    assert not accessibility_violations(page)
    page.go_back()
    page.go_back()
    expect(chart).to_be_visible()
    expect(page.get_by_role("button", name="Chart", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_the_table_sorts_by_every_column_and_says_so(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#view=table&sort=-known")
    timeline = load(example_case())
    head = page.get_by_role("columnheader", name="Known")
    expect(head).to_have_attribute("aria-sort", "descending")
    known = page.evaluate("() => dateline.page.payload.known.public")
    order = rows(page)
    assert [known[i] for i in order] == sorted(known, reverse=True)
    page.get_by_role("button", name="Sources", exact=True).click()
    settled(page)
    expect_address(page, "sort=sources")
    expect(head).to_have_attribute("aria-sort", "none")
    counts = [len(event.cited) for event in timeline.events]
    assert [counts[i] for i in rows(page)] == sorted(counts)
    for column in ("Event", "Category", "Evidence", "Actors"):
        page.get_by_role("button", name=column, exact=True).click()
        settled(page)
        upward = rows(page)
        expect(page.get_by_role("columnheader", name=column)).to_have_attribute(
            "aria-sort", "ascending"
        )
        assert sorted(upward) == list(range(len(timeline.events)))
        assert upward != order
        order = upward
    page.get_by_role("button", name="Date", exact=True).click()
    settled(page)
    assert rows(page) == sorted(rows(page))
    expect_no_address(page, "sort")


def test_the_table_follows_filter_selection_and_day(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#view=table&on=2018-09-30")
    early = rows(page)
    assert 0 < len(early) < len(load(example_case()).events)
    shown = page.locator("#table tbody tr:visible td:nth-child(4)").all_inner_texts()
    assert all(text.strip() in ("Corroborated", "Single source", "Disputed", "Unsourced")
               for text in shown)  # fmt: skip
    page.get_by_role("rowheader").get_by_role("link").first.click()
    title = load(example_case()).events[early[0]].title
    expect_chosen(page, title)
    expect(page.locator("#table [aria-current]")).to_have_text(title)
    search(page, "quetzalcoatl")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    settled(page)
    assert rows(page) == []
    expect(page.get_by_text("No event matches.")).to_be_visible()


def test_on_a_phone_the_table_needs_no_scrolling_sideways(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#view=table", **PHONE)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    cells = page.locator("#table tbody tr").first.locator("th, td")
    for box in [cell.bounding_box() for cell in cells.all() if cell.is_visible()]:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    expect(page.get_by_role("row").nth(1).get_by_role("cell").first).to_be_visible()
    assert not accessibility_violations(page)


def test_lanes_can_be_of_another_kind(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    everything = marked(page)
    for way in ("actor", "place", "evidence", "none"):
        page.get_by_label("Lanes").select_option(way)
        settled(page)
        expect_address(page, f"lanes={way}")
        scene = layout(load(example_case()), width=960, lanes=way)
        names = page.locator("#chart .dl-names text").all_text_contents()
        assert len([name for name in names if name]) >= len(scene.lanes)
        assert marked(page) == everything == listed(page)
        labels, plot = label_boxes(page), plot_box(page)
        assert labels
        assert not overlapping_pairs(labels)
        assert all(label.inside(plot, slack=1) for label in labels)
    page.go_back()
    settled(page)
    expect(page.get_by_label("Lanes")).to_have_value("evidence")


def test_lanes_that_no_event_could_have_are_not_offered(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#lanes=evidence&theme=dark", **PHONE)
    names = page.locator("#chart .dl-names text").all_text_contents()
    assert "Disputed" in names
    offered = page.evaluate(
        """() => {
          const bare = {payload: {terms: {actor: [], place: []}}, state: {lanes: ''}};
          dateline.shows.lanes(bare);
          const found = [...document.querySelectorAll('#lanes option:not([disabled])')]
            .map(option => option.value);
          dateline.shows.lanes(dateline.page);
          return found;
        }"""
    )
    assert offered == ["category", "evidence", "none"]
