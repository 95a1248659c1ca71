"""The frozen page inside other pages: sandboxed, linked to, and more than one at a time."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from dashboard import load, to_html
from dashboard.resources import example_case
from tests.browser import Visitor
from tests.reader import LABELS, MARKS
from tests.site import Site

#: What the README tells a newsroom to write.
SANDBOX = 'sandbox="allow-scripts allow-popups"'

ARTICLE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title>
<link rel="icon" href="data:,"><h1>An article</h1>{frames}"""

FRAME = '<iframe title="{name}" name="{name}" width="1000" height="620" {attributes}></iframe>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("newsroom")
    (path / "case.html").write_text(to_html(load(example_case())), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with Site(folder) as site:
        yield site


def article(site: Site, folder: Path, open_page: Visitor, **frames: str) -> Page:
    """An article with these frames, by their names and attributes; opened and drawn."""
    parts = (FRAME.format(name=name, attributes=text) for name, text in frames.items())
    name = f"article-{len(list(folder.iterdir()))}.html"
    (folder / name).write_text(ARTICLE.format(frames="".join(parts)), encoding="utf-8")
    page = open_page(site.address + name, width=1100, height=1400)
    for frame in frames:
        # A frame has its name as soon as it has begun to load, which may be after its article.
        page.wait_for_function("name => window.frames[name] !== undefined", arg=frame)
        inner(page, frame).wait_for_selector("html[data-ready]", state="attached")
    return page


def inner(page: Page, name: str) -> Frame:
    frame = page.locator(f"iframe[name='{name}']").element_handle().content_frame()
    assert frame is not None
    return frame


def expect_open(frame: Frame, words: str) -> None:
    expect(frame.locator("#panel-body h2")).to_contain_text(words)


def expect_fragment(frame: Frame, pattern: str) -> None:
    """The page writes its state into the address once it has drawn it, not before."""
    frame.wait_for_function("text => new RegExp(text).test(location.hash)", arg=pattern)


@pytest.mark.parametrize("way", ["src", "srcdoc"])
@pytest.mark.parametrize("sandbox", [SANDBOX, ""], ids=["sandboxed", "open"])
def test_a_frame_draws_and_keeps_its_state(
    way: str, sandbox: str, site: Site, folder: Path, open_page: Visitor
) -> None:
    whole = html.escape((folder / "case.html").read_text(encoding="utf-8"))
    where = 'src="case.html"' if way == "src" else f'srcdoc="{whole}"'
    page = article(site, folder, open_page, case=f"{sandbox} {where}")
    address = page.url
    frame = inner(page, "case")
    assert frame.locator(MARKS).count() >= 32
    # Plotly lies above the words, so they are clicked where they are seen.
    box = frame.locator(LABELS, has_text="AIVD says it exposed").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_open(frame, "AIVD says it exposed")
    expect_fragment(frame, "^#event=svr-network-exposed")
    # What is linked to inside stays inside.
    frame.locator("#panel a[href='#event=ema-disclosure']").first.click()
    expect_open(frame, "EMA discloses")
    expect_fragment(frame, "event=ema-disclosure")
    frame.get_by_role("textbox", name="Search").fill("opcw")
    expect(frame.locator("#sentence")).to_contain_text("“opcw”")
    expect_fragment(frame, "q=opcw")
    expect_open(frame, "EMA discloses")
    frame.get_by_role("button", name="Zoom in").click()
    expect(frame.locator("html")).to_have_attribute("data-theme", "light")
    expect_fragment(frame, "from=")
    frame.get_by_role("button", name="Light or dark").click()
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(frame.get_by_role("textbox", name="Search")).to_have_value("opcw")
    assert page.url == address


def test_a_reader_types_in_a_sandbox_without_losing_letters(
    site: Site, folder: Path, open_page: Visitor
) -> None:
    page = article(site, folder, open_page, case=f'{SANDBOX} src="case.html"')
    field = inner(page, "case").get_by_role("textbox", name="Search")
    field.click()
    page.keyboard.type("embassy in The Hague", delay=3)
    expect(field).to_have_value("embassy in The Hague")
    expect(inner(page, "case").locator("#sentence")).to_contain_text("“embassy in The Hague”")


def test_a_link_with_an_event_opens_it_in_a_frame(
    site: Site, folder: Path, open_page: Visitor
) -> None:
    deep = f'{SANDBOX} src="case.html#event=ema-disclosure&amp;theme=dark"'
    page = article(site, folder, open_page, case=deep)
    frame = inner(page, "case")
    expect_open(frame, "EMA discloses")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    # The article itself may lead its readers on, from event to event.
    page.evaluate("document.querySelector('iframe').src = 'case.html#event=svr-network-exposed'")
    expect_open(frame, "AIVD says it exposed")


def test_two_frames_do_not_disturb_each_other(site: Site, folder: Path, open_page: Visitor) -> None:
    page = article(
        site,
        folder,
        open_page,
        one=f'{SANDBOX} src="case.html#event=ema-disclosure"',
        two='src="case.html#q=opcw"',
    )
    one, two = inner(page, "one"), inner(page, "two")
    expect_open(one, "EMA discloses")
    expect_open(two, "About this timeline")
    expect(two.get_by_role("textbox", name="Search")).to_have_value("opcw")
    expect(one.get_by_role("textbox", name="Search")).to_have_value("")
    two.get_by_role("button", name="Clear").click()
    two.locator("#chronicle .dl-entry").first.click()
    expect(two.locator("#panel.is-open")).to_have_count(1)
    expect_open(one, "EMA discloses")
    expect_fragment(one, "^#event=ema-disclosure$")


def test_a_source_opens_beside_the_article(site: Site, folder: Path, open_page: Visitor) -> None:
    open_page.exempt("request", r"^https://", reason="the reader asked for a source")
    open_page.exempt("console", "ERR_|Failed to load", reason="no test reaches the network")
    page = article(
        site, folder, open_page, case=f'{SANDBOX} src="case.html#event=svr-network-exposed"'
    )
    link = inner(page, "case").locator("#panel a.dl-source").first
    with page.expect_popup() as opened:
        link.click()
    assert opened.value.evaluate("() => window.opener") is None
    assert page.url.startswith(site.address)
