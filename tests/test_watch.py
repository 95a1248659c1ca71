"""The watch kept over every browser test, watched itself: a blind guard would pass anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Box, Visitor, home_of, overlapping_pairs, visible_boxes

BODIES = {
    "console": "<script>console.error('said aloud')</script>",
    "error": "<script>setTimeout(() => { throw new Error('thrown late') })</script>",
    "request": "<img src='http://pictures.example.org/dot.png' alt=''>",
    "neighbour": "<img src='neighbour.png' alt=''>",
}


def opened(browser: Browser, folder: Path, body: str) -> Visitor:
    page = folder / "page.html"
    page.write_text(f"<!doctype html><title>A page</title>{body}", encoding="utf-8")
    visitor = Visitor(browser)
    visitor(page.as_uri())
    visitor.close()
    return visitor


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("console", "console", "said aloud"),
        ("error", "error", "thrown late"),
        ("request", "request", "http://pictures.example.org/dot.png"),
        # A file that needs another file beside it is not one file.
        ("neighbour", "request", "neighbour.png"),
    ],
)
def test_sees_what_goes_wrong(
    browser: Browser, tmp_path: Path, body: str, kind: str, text: str
) -> None:
    faults = opened(browser, tmp_path, BODIES[body]).faults()
    assert any(fault.kind == kind and text in fault.text for fault in faults), faults


def test_sees_nothing_in_a_quiet_page(browser: Browser, tmp_path: Path) -> None:
    body = "<img alt='' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><a href='#here'>here</a>"
    assert opened(browser, tmp_path, body).faults() == []


def test_an_exemption_covers_its_own_kind_and_text_only(browser: Browser, tmp_path: Path) -> None:
    visitor = opened(browser, tmp_path, BODIES["console"] + BODIES["error"])
    visitor.exempt("console", "said", reason="this test says it")
    assert [fault.kind for fault in visitor.faults()] == ["error"]


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("http://127.0.0.1:8050/?x=1#event=a", "http://127.0.0.1:8050/"),
        ("file:///cases/case.html#event=a", "file:///cases/case.html"),
    ],
)
def test_home(url: str, home: str) -> None:
    assert home_of(url) == home


def test_boxes_are_those_of_what_can_be_seen(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_content(
        """<style>p { position: absolute; left: 0; width: 50px; height: 20px; margin: 0 }</style>
        <p style="top: 0">one</p> <p style="top: 15px">two</p> <p style="top: 35px">three</p>
        <p style="opacity: 0">clear</p> <p style="visibility: hidden">hidden</p>
        <p style="display: none">gone</p> <p style="width: 0">thin</p>"""
    )
    boxes = visible_boxes(page, "p")
    context.close()
    assert [box.text for box in boxes] == ["one", "two", "three"]
    assert boxes[1] == Box("two", 0, 15, 50, 35)
    # The third begins where the second ends: touching is not overlapping.
    assert [(one.text, other.text) for one, other in overlapping_pairs(boxes)] == [("one", "two")]
