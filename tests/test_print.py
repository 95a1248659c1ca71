"""What comes out of a printer: title, sentence, chart, every event with numbered sources."""

from __future__ import annotations

import re
import zlib
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.resources import example_case
from tests.browser import Door, Served, Visitor, visible_boxes
from tests.doors import PATIENCE
from tests.reader import enter, listed, settled

#: The part of a page of A4 between the margins, in CSS pixels.
PAPER = 680


def on_paper(page: Page) -> None:
    """Show the page as it is printed; the browser tells the page so before it prints."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 960})
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")


def printed(page: Page) -> list[str]:
    """The titles of the events on paper."""
    return [box.text for box in visible_boxes(page, "#plain [id^='event='] .dl-title")]


def test_everything_is_on_paper_and_nothing_to_press(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#theme=dark", width=1280)
    timeline = load(example_case())
    on_paper(page)
    assert printed(page) == [event.title for event in timeline.events]
    expect(page.get_by_role("heading", level=1)).to_have_text(timeline.title)
    for role in ("button", "textbox", "combobox", "slider"):
        assert page.get_by_role(role).count() == 0
    expect(page.locator("#printed")).to_contain_text(f"{len(timeline.events)} events")
    today = date.today()
    expect(page.locator("#printed")).to_contain_text(f"Printed on {today.day} {today:%B %Y}")
    assert timeline.edition is not None
    assert timeline.edition.version is not None
    expect(page.locator("#plain main")).to_contain_text(timeline.edition.version)
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    chart = page.locator("#printed .dl-printed-chart").bounding_box()
    assert chart is not None
    assert 0.9 * PAPER < chart["width"] <= PAPER
    assert chart["height"] < 960
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PAPER
    marks = page.locator("#printed path.point, #printed .barlayer .point path")
    assert marks.count() >= len(timeline.events)


def test_a_filter_is_printed_with_its_sentence_and_its_own_sources(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, "#category=cyberattack&lanes=evidence", width=1280)
    timeline = load(example_case())
    seen = sorted(listed(page))
    on_paper(page)
    assert printed(page) == [timeline.events[index].title for index in seen]
    expect(page.locator(".dl-printed-sentence")).to_contain_text(
        f"{len(seen)} of {len(timeline.events)} events: Cyberattacks"
    )
    notes: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('#plain .dl-sources > li')]
            .filter(note => note.checkVisibility())
            .map(note => [note.id, [
              getComputedStyle(note).counterSet.split(' ')[1],
              getComputedStyle(note.querySelector('a'), '::after').content,
            ]]))"""
    )
    cited: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(
            "#plain [id^='event='] a[href^='#source=']")].filter(link => link.checkVisibility())
            .map(link => [link.getAttribute('href').slice(1), link.textContent]))"""
    )
    assert cited
    assert set(notes) == set(cited)
    for key, (number, address) in notes.items():
        assert f"[{number}]" in cited[key]
        assert timeline.sources[key.removeprefix("source=")].url in address


def test_on_paper_too_it_is_what_was_known_on_the_day(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#on=2018-09-30", width=1280)
    seen = len(listed(page))
    on_paper(page)
    assert 0 < len(printed(page)) == seen
    kinds = page.evaluate(
        """() => dateline.page.mask
            .map((shown, i) => shown && dateline.evidenceOf(dateline.page, i)).filter(Boolean)"""
    )
    badges = page.locator("#plain .dl-badges .dl-badge:first-child:visible")
    told = [text.lower().replace(" ", "-") for text in badges.all_inner_texts()]
    assert told == kinds
    later = page.locator("#plain [data-since]").evaluate_all(
        "parts => parts.filter(part => part.checkVisibility()).map(part => +part.dataset.since)"
    )
    assert all(day <= page.evaluate("() => dateline.dayEnd('2018-09-30')") for day in later)


def test_the_browser_makes_a_document_of_it(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#category=operation", width=1280)
    made = page.pdf(format="A4")
    assert made.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", made)) <= 12
    # Paper has no chart of pixels: lines and letters can be printed at any size.
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    assert any(b" c\n" in _unpacked(stream) for stream in streams)
    expect(page.locator("#printed")).to_have_count(0)
    expect(page.locator("#chart")).to_be_visible()


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_of_a_file_that_has_changed_the_new_version_is_printed(
    tmp_path: Path, open_page: Visitor
) -> None:
    case = tmp_path / "events.yaml"
    event = "{date: 2020-12-10, title: First, source: 'https://example.org/'}"
    text = f"title: Case\nevents:\n  - {event}\n"
    case.write_text(text, encoding="utf-8")
    with Served(case) as server:
        page = open_page(server.address)
        settled(page)
        case.write_text(text.replace("First", "Second"), encoding="utf-8")
        expect(page.locator("#chronicle")).to_contain_text("Second", timeout=PATIENCE * 1000)
        expect(page.locator("#plain")).to_contain_text("Second")
        on_paper(page)
        assert printed(page) == ["Second"]
        # It would go on asking a server that is no longer there.
        page.close()
