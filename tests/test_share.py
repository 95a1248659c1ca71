"""What readers take along, and the page inside other pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard import load, to_html
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import MARKS, enter, expect_chosen, panel, settled
from tests.site import Site

EVENT = "#event=ema-disclosure"
COPY = ["clipboard-read", "clipboard-write"]
CLIPBOARD = "() => navigator.clipboard.readText()"


def test_link_citation_and_embed_code_are_copied(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, EVENT + "&q=ema", permissions=COPY)
    title = load(example_case()).title
    page.get_by_role("button", name="Share").click()
    window = page.get_by_role("dialog", name="Share")
    window.get_by_role("button", name="Copy link").click()
    expect(window.get_by_role("status")).to_have_text("Link copied.")
    assert page.evaluate(CLIPBOARD) == door.url(EVENT + "&q=ema")
    window.get_by_role("button", name="Copy citation").click()
    expect(window.get_by_role("status")).to_have_text("Citation copied.")
    words = page.evaluate(CLIPBOARD)
    for part in (title, "EMA discloses", "9 December 2020", "Edition 1.0", "accessed "):
        assert part in words
    # A file has no address that others could follow.
    assert ("File case.html" in words) == (door.name == "frozen")
    assert (door.address in words) == (door.name == "served")
    window.get_by_role("button", name="Copy embed code").click()
    code = page.evaluate(CLIPBOARD)
    assert 'loading="lazy" sandbox="allow-scripts allow-popups' in code
    assert "embed=1" in code
    assert not accessibility_violations(page)
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(page.get_by_role("button", name="Share")).to_be_focused()


def test_where_copying_is_refused_the_text_is_marked(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, EVENT)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    panel(page).get_by_role("button", name="Copy citation").click()
    window = page.get_by_role("dialog", name="Share")
    expect(window.get_by_role("status")).to_contain_text("marked")
    expect(window.get_by_role("textbox", name="Citation")).to_be_focused()
    marked = page.evaluate(
        "() => String(document.activeElement.value.slice("
        "document.activeElement.selectionStart, "
        "document.activeElement.selectionEnd))"
    )
    assert "EMA discloses" in marked


def test_an_event_has_a_link_of_its_own(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, EVENT + "&q=ema", permissions=COPY)
    expect(page.get_by_role("link", name="Link to this event")).to_have_attribute("href", EVENT)
    panel(page).get_by_role("button", name="Copy link").click()
    expect(panel(page).get_by_role("status")).to_have_text("Link copied.")
    assert page.evaluate(CLIPBOARD) == door.url(EVENT)


CITATIONS = """([about, event, href]) =>
    dateline.citation(about, event, href, dateline.emptyState(), "24 November 2026")"""


def test_a_citation_says_what_there_is_and_no_more(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    bare = {"title": "Case.", "author": "", "version": "", "date": ""}
    full = {"title": "Case", "author": "A. Desk", "version": "2", "date": "May 2020"}
    event = {"title": "Who left?", "when": "2018"}

    def cited(*arguments: object) -> str:
        words: str = page.evaluate(CITATIONS, list(arguments))
        return words

    assert cited(bare, None, "about:srcdoc") == "Case. (accessed 24 November 2026)."
    assert cited(full, event, "https://example.org/a.html?embed=1#x") == (
        "A. Desk. “Who left?” (2018). In: Case. Edition 2, May 2020. "
        "https://example.org/a.html (accessed 24 November 2026)."
    )
    assert "File my case.html (" in cited(full, None, "file:///home/me/my%20case.html")
    code = page.evaluate(
        """() => dateline.embedCode('A "B" <C>', 'https://example.org/?x=1&embed=1',
            Object.assign(dateline.emptyState(), {event: 'e'}), 500)"""
    )
    assert 'src="https://example.org/?x=1#event=e&amp;embed=1"' in code
    assert 'title="A &quot;B&quot; &lt;C>"' in code


# --- Inside another page --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height", "where"), [(360, 400, "?embed=1#"), (800, 500, "#embed=1&")]
)
def test_an_embed_is_chart_and_panel(
    door: Door, open_page: Visitor, width: int, height: int, where: str
) -> None:
    page = open_page(door.url(where + "q=ema"), width=width, height=height)
    settled(page)
    chart = page.locator(MARKS).first.bounding_box()
    assert chart is not None
    assert chart["y"] < height - 100
    for gone in ("#search", "#chronicle", ".dl-filter-row", ".dl-known"):
        expect(page.locator(gone)).to_be_hidden()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    expect(panel(page)).to_be_hidden()
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".dl-filter-row")).to_be_visible()
    page.evaluate("() => dateline.go({event: 'ema-disclosure'})")
    expect_chosen(page, "EMA discloses")
    box = panel(page).bounding_box()
    assert box is not None
    assert box["y"] >= 44
    assert box["y"] + box["height"] <= height
    full = page.get_by_role("link", name="Full view")
    expect(full).to_have_attribute("target", "_blank")
    expect(full).to_have_attribute("href", door.url("#event=ema-disclosure&q=ema"))
    assert not accessibility_violations(page)


def test_the_code_that_is_copied_works_in_a_sandbox(tmp_path: Path, open_page: Visitor) -> None:
    (tmp_path / "case.html").write_text(to_html(load(example_case())), encoding="utf-8")
    with Site(tmp_path) as site:
        page = open_page(site.address + "case.html#story=1", width=1000, height=800)
        settled(page)
        page.get_by_role("button", name="Share").click()
        code = page.get_by_role("textbox", name="Code to embed").input_value()
        head = '<!doctype html><html lang="en"><title>A</title><link rel="icon" href="data:,">'
        (tmp_path / "article.html").write_text(head + code, encoding="utf-8")
        page = open_page(site.address + "article.html", width=800, height=900)
        frame = page.frame_locator("iframe")
        title = frame.locator("#story-title")
        expect(title).to_contain_text("MIVD")
        first = title.inner_text()
        frame.get_by_role("button", name="Next →").click()
        expect(title).not_to_have_text(first)
        # Nothing may be written to the clipboard from here: the text is marked instead.
        frame.get_by_role("button", name="Share").click()
        frame.get_by_role("button", name="Copy link").click()
        expect(frame.get_by_role("textbox", name="Link to this view")).to_be_focused()
        expect(frame.locator("#share-said")).to_have_text(re.compile("marked"))
