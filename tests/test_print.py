"""What comes out of a printer: title, sentence, chart, every event with numbered sources."""

from __future__ import annotations

import re
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard import load, words
from dashboard.disclosure import day_of, judged_on
from dashboard.provenance import assess
from dashboard.resources import example_case
from tests.browser import Door, Served, Visitor, visible_boxes
from tests.doors import PATIENCE
from tests.reader import enter, listed, settled
from tests.test_known import day

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


@pytest.mark.parametrize("on", ["2018-10-04", "2020-12-10"])
def test_paper_gives_the_reason_and_the_sources_of_the_day(
    door: Door, open_page: Visitor, on: str
) -> None:
    """What differs from today is not left out but told as it was."""
    timeline = load(example_case())
    page = enter(door, open_page, f"#on={on}", width=1280)
    seen = sorted(listed(page))
    end = day(on)
    on_paper(page)
    changed = fewer = 0
    for index in seen:
        event = timeline.events[index]
        then, today = judged_on(timeline, event, end), assess(timeline, event)
        changed += then.evidence is today.evidence and then.reason != today.reason
        entry = page.locator(f"[id='event={event.id}']")
        told = entry.locator(".dl-reason:visible").all_inner_texts()
        label = f"{words.EVIDENCE[then.evidence]}: "
        assert [text for text in told if text.startswith(label)] == [f"{label}{then.reason}."]
        published = [
            key
            for key in event.cited
            if (when := timeline.sources[key].published) is None or day_of(timeline, when) <= end
        ]
        fewer += len(published) < len(event.cited)
        if published:
            expect(entry.get_by_role("heading", name=f"Sources ({len(published)})")).to_be_visible()
        notes = entry.locator("section:visible > .dl-cited a:visible")
        listed_notes = notes.evaluate_all("links => links.map(link => link.hash)")
        assert listed_notes == [f"#source={key}" for key in published]
    assert changed, "a day on which no reason differs shows nothing"
    assert fewer, "a day on which all sources were there shows nothing"
    # And today again, after the way back.
    page.emulate_media(media="screen")
    page.evaluate("() => dateline.go({on: ''}, true)")
    settled(page)
    on_paper(page)
    assert page.locator(".dl-printed-then").count() == 0
    assert page.locator("#plain .dl-reason[hidden], #plain .dl-cited a[hidden]").count() == 0


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
