"""A served page follows its file: what a writer saves is what the open page shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Served, Visitor, accessibility_violations
from tests.reader import (
    MARKS,
    entries,
    expect_chosen,
    label_boxes,
    listed,
    marked,
    panel,
    search,
    settled,
    window,
)

#: Milliseconds until a save must be on the page; a machine with much to do needs them.
SOON = 5_000

Case = dict[str, Any]


def first_case() -> Case:
    """Thirty events of two categories, enough for a page to scroll."""
    return {
        "title": "The first title",
        "categories": {"talk": {"label": "Talks"}, "walk": {"label": "Walks"}},
        "events": [
            {
                "id": f"event-{year}",
                "date": f"{year}-03-04",
                "title": f"Meeting of {year}",
                "category": "talk" if year % 2 else "walk",
                "summary": f"In {year} they met.",
                "source": f"https://example.org/{year}",
            }
            for year in range(1990, 2020)
        ],
    }


@dataclass
class Writer:
    """Somebody who writes a file while a page shows it."""

    path: Path
    address: str = ""
    case: Case = field(default_factory=first_case)

    def save(self, change: Callable[[Case], object] = lambda case: None) -> None:
        change(self.case)
        # One field a line, so that a problem has a line worth naming.
        self.path.write_text(json.dumps(self.case, indent=1), encoding="utf-8")

    def event(self, year: int) -> Case:
        found: Case = next(event for event in self.case["events"] if event["id"] == f"event-{year}")
        return found


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path / "events.yaml")
    writer.save()
    with Served(writer.path) as served:
        writer.address = served.address
        yield writer


def enter(writer: Writer, open_page: Visitor, state: str = "", **view: Any) -> Page:
    page = open_page(writer.address + state, **view)
    settled(page)
    return page


def heading(page: Page) -> Any:
    return expect(page.locator("#case-title"))


def height_of(part: Locator) -> float:
    """Where a part of the page is on screen, in pixels from the top."""
    top: float = part.evaluate("part => part.getBoundingClientRect().top")
    return top


def test_a_save_shows_and_the_reader_stays_where_they_are(
    writer: Writer, open_page: Visitor
) -> None:
    state = "#event=event-2004&q=meeting&from=2000-01-01T00:00&to=2010-01-01T00:00&theme=dark"
    page = enter(writer, open_page, state, height=500)
    reading = page.locator("#chronicle [data-index='18']")
    reading.evaluate("entry => entry.scrollIntoView({block: 'center'})")
    before, shown, address = height_of(reading), window(page), page.url
    assert page.evaluate("() => window.scrollY") > 400
    field = page.get_by_role("textbox", name="Search")
    field.evaluate("field => field.focus({preventScroll: true})")

    def change(case: Case) -> None:
        case["title"] = "The second title"
        writer.event(2004)["title"] = "Meeting got a name"
        writer.event(2004)["summary"] = "They did **not** meet."
        writer.event(2016)["title"] = "No such word in it"
        writer.event(2016)["summary"] = "Nor here."

    writer.save(change)
    heading(page).to_have_text("The second title", timeout=SOON)
    assert page.title() == "The second title"
    expect_chosen(page, "Meeting got a name")
    expect(panel(page)).to_contain_text("They did not meet.")
    expect(page.locator("#sentence")).to_have_text("29 of 30 events: “meeting”")
    settled(page)
    assert page.url == address
    assert window(page) == shown
    # What is being read has not moved: nothing above it has become longer or shorter.
    assert abs(height_of(reading) - before) <= 2
    expect(field).to_have_value("meeting")
    expect(field).to_be_focused()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    # Chart and chronicle follow the filter as they did before.
    assert marked(page) == listed(page) == set(range(30)) - {26}
    titles = entries(page)
    assert "Meeting got a name" in titles
    assert "No such word in it" not in titles
    expect(page.locator("#chronicle a[aria-current]")).to_have_text("Meeting got a name")
    assert any("got a name" in label.text for label in label_boxes(page))
    assert page.locator(MARKS).count() > 0


def test_a_broken_save_is_told_with_its_place_and_the_last_version_stays(
    writer: Writer, open_page: Visitor
) -> None:
    page = enter(writer, open_page, "#event=event-2004")
    problems = page.locator("#problems")
    expect(problems).to_be_empty()

    def wreck(case: Case) -> None:
        case["title"] = "A title that nobody sees"
        writer.event(2001)["date"] = "yesterday"
        writer.event(2003)["<img src=x onerror=window.hacked=1>"] = "<script>hacked=1</script>"

    writer.save(wreck)
    text = writer.path.read_text(encoding="utf-8").splitlines()
    line = next(n for n, row in enumerate(text, 1) if "yesterday" in row)
    column = text[line - 1].index('"yesterday"') + 1
    expect(problems.get_by_role("listitem")).to_have_count(2, timeout=SOON)
    expect(problems).to_contain_text(f"events.yaml:{line}:{column}")
    expect(problems).to_contain_text("<img src=x onerror=window.hacked=1>")
    assert page.evaluate("() => typeof window.hacked") == "undefined"
    heading(page).to_have_text("The first title")
    expect_chosen(page, "Meeting of 2004")
    # The page works on as before.
    search(page, "2003")
    assert entries(page) == ["Meeting of 2003", "Meeting of 2004"]

    # Who opens the page now gets the last good version and the problems with it.
    other = enter(writer, open_page)
    heading(other).to_have_text("The first title")
    expect(other.locator("#problems").get_by_role("listitem")).to_have_count(2, timeout=SOON)
    assert len(marked(other)) == 30

    def mend(case: Case) -> None:
        case["title"] = "A title that all see"
        writer.event(2001)["date"] = "2001-05-05"
        del writer.event(2003)["<img src=x onerror=window.hacked=1>"]

    writer.save(mend)
    for each in (page, other):
        heading(each).to_have_text("A title that all see", timeout=SOON)
        expect(each.locator("#problems")).to_be_empty(timeout=SOON)
    assert entries(page) == ["Meeting of 2003", "Meeting of 2004"]


def test_mending_without_another_change_takes_the_problems_away(
    writer: Writer, open_page: Visitor
) -> None:
    page = enter(writer, open_page)
    good = writer.path.read_text(encoding="utf-8")
    writer.path.write_text(good.replace('"date"', '"dat"', 1), encoding="utf-8")
    expect(page.locator("#problems")).to_contain_text("did you mean 'date'", timeout=SOON)
    writer.path.write_text(good, encoding="utf-8")
    expect(page.locator("#problems")).to_be_empty(timeout=SOON)


def test_the_selected_event_is_taken_out_and_put_back(writer: Writer, open_page: Visitor) -> None:
    page = enter(writer, open_page, "#event=event-2004")
    taken = writer.event(2004)
    writer.save(lambda case: case["events"].remove(taken))
    expect(page.locator("#sentence")).to_have_text("29 events", timeout=SOON)
    expect_chosen(page, "About this timeline")
    expect(page.locator("#panel.is-open")).to_have_count(0)
    settled(page)
    assert marked(page) == listed(page) == set(range(29))
    assert page.locator("#chronicle a[aria-current]").count() == 0
    # It can be worked with, and the address is that of what is shown.
    page.keyboard.press("j")
    expect(page.locator("#panel.is-open")).to_have_count(1)
    page.evaluate("() => { location.hash = '#event=event-2004'; }")
    expect_chosen(page, "About this timeline")
    writer.save(lambda case: case["events"].append(taken))
    expect(page.locator("#sentence")).to_have_text("30 events", timeout=SOON)
    expect_chosen(page, "Meeting of 2004")


def test_categories_come_and_go_with_their_chips_and_lanes(
    writer: Writer, open_page: Visitor
) -> None:
    page = enter(writer, open_page, "#category=walk")

    def add(case: Case) -> None:
        case["categories"] = {"new": {"label": "Newcomers"}, **case["categories"]}
        writer.event(2003)["category"] = "new"
        writer.event(2005)["category"] = "new"

    writer.save(add)
    chip = page.locator(".dl-chip", has_text="Newcomers")
    expect(chip.locator(".dl-count")).to_have_text("2", timeout=SOON)
    expect(page.locator(".dl-chip", has_text="Talks").locator(".dl-count")).to_have_text("13")
    expect(page.get_by_role("checkbox", name="Walks")).to_be_checked()
    expect(page.locator("#sentence")).to_have_text("15 of 30 events: Walks")
    assert len(listed(page)) == 15
    chip.click()
    expect(page.locator("#sentence")).to_contain_text("17 of 30 events")
    settled(page)
    assert marked(page) == listed(page)
    lanes = page.locator("#chart .dl-names text").all_text_contents()
    assert "Newcomers" in lanes
    assert "Talks" not in lanes
    dot = chip.locator(".dl-dot").evaluate("dot => getComputedStyle(dot).backgroundColor")
    assert dot not in ("rgba(0, 0, 0, 0)", "transparent")

    def remove(case: Case) -> None:
        for event in case["events"]:
            event["category"] = "talk"
        case["categories"] = {"talk": {"label": "Talks"}}

    writer.save(remove)
    expect(page.locator(".dl-chip")).to_have_count(1, timeout=SOON)
    settled(page)
    # What was chosen is there no more; the way back to all events is.
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#sentence")).to_have_text("30 events")
    settled(page)
    assert marked(page) == listed(page) == set(range(30))


def test_events_outside_the_old_time_can_be_reached(writer: Writer, open_page: Visitor) -> None:
    page = enter(writer, open_page)
    early = {"date": "1890-01-01", "title": "Long before", "source": "https://example.org/early"}
    writer.save(lambda case: case["events"].append(early))
    expect(page.locator("#sentence")).to_have_text("31 events", timeout=SOON)
    settled(page)
    assert window(page)[0] < -2_524_521_600_000
    assert any("Long before" in label.text for label in label_boxes(page))


def test_a_file_that_is_broken_from_the_start_is_waited_for(
    tmp_path: Path, open_page: Visitor
) -> None:
    writer = Writer(tmp_path / "events.yaml")
    writer.save(lambda case: case["events"][0].update(date="yesterday"))
    with Served(writer.path) as served:
        page = open_page(served.address)
        told = page.locator(".dl-problems")
        expect(told).to_contain_text("its events are shown as soon as it has none")
        expect(told).to_contain_text("'yesterday' depends on the day")
        expect(page.locator("#chart")).to_be_hidden()
        expect(page.locator("#empty")).to_be_hidden()
        assert not accessibility_violations(page)
        writer.save(lambda case: case["events"][0].update(date="1990-03-04"))
        expect(page.get_by_role("heading", level=1)).to_have_text("The first title", timeout=SOON)
        expect(told).to_have_count(0)
        settled(page)
        assert len(listed(page)) == len(marked(page)) == 30
        expect(page.locator(".dl-chip", has_text="Talks")).to_be_visible()
        assert "the page waits for the file to be mended:" in served.output
        page.close()
