"""Long lists: what is out of sight is not laid out, and nobody loses their place for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Served, Visitor
from tests.reader import listed, search, settled

#: Milliseconds until a save must be on the page.
SOON = 10_000

#: The entry at the top of the window, below the header, and how far down it begins.
_READING = """() => {
  const seen = [...document.querySelectorAll('#chronicle [data-index]')]
    .find(entry => entry.getBoundingClientRect().bottom > 60);
  return [seen.querySelector('a').textContent, seen.getBoundingClientRect().top];
}"""

#: Whether the first entry that a part of the list shows is laid out.
_LAID_OUT = """part => part.querySelector('li:not([hidden]) a')
  .checkVisibility({contentVisibilityAuto: true})"""


def case(events: int, title: str = "A long list") -> dict[str, Any]:
    return {
        "title": title,
        "events": [
            {
                "date": f"{1900 + number // 12}-{number % 12 + 1:02}-03",
                "title": f"Meeting number {number} of many" + " about much" * (number % 9),
                "source": f"https://example.org/{number}",
            }
            for number in range(events)
        ],
    }


def reading(page: Page) -> tuple[str, float]:
    title, top = page.evaluate(_READING)
    return title, top


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server of three hundred events, which outlives the page."""
    file = tmp_path / "events.yaml"
    file.write_text(json.dumps(case(300)), encoding="utf-8")
    with Served(file) as server:
        yield server


def test_entries_out_of_sight_are_there_but_not_laid_out(
    served: Served, open_page: Visitor
) -> None:
    page = open_page(served.address, width=1000, height=800)
    settled(page)
    last = page.locator("#chronicle > section").last
    assert last.evaluate("part => getComputedStyle(part).contentVisibility") == "auto"
    assert not last.evaluate(_LAID_OUT)
    assert len(listed(page)) == 300
    search(page, "299")
    assert listed(page) == {299}
    settled(page)
    assert last.evaluate(_LAID_OUT)
    search(page, "")
    assert len(listed(page)) == 300


def test_a_save_leaves_the_reader_in_a_long_list_where_they_are(
    served: Served, open_page: Visitor, tmp_path: Path
) -> None:
    page = open_page(served.address, width=1000, height=700)
    settled(page)
    page.locator("#chronicle [data-index='150']").scroll_into_view_if_needed()
    settled(page)
    settled(page)
    before = reading(page)
    longer = json.dumps(case(301, "Another title"))
    (tmp_path / "events.yaml").write_text(longer, encoding="utf-8")
    expect(page.locator("#case-title")).to_have_text("Another title", timeout=SOON)
    expect(page.locator("#chronicle [data-index]")).to_have_count(301)
    for _ in range(4):
        settled(page)
    title, top = reading(page)
    assert title == before[0]
    assert abs(top - before[1]) <= 2
