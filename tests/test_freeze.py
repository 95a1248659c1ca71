"""The one file: what it holds, what it must not hold, and that it stands alone."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard import load, to_html
from dashboard.app.still import SCRIPT
from dashboard.freeze import SEPARATOR, read_once
from dashboard.resources import example_case, plotly_bundle
from tests.browser import ROOT, Visitor
from tests.reader import click_label, expect_chosen, marked, settled
from tests.site import Site

#: The most that the shipped case may take, in bytes, by the bundle of plotly that is in it. About
#: 13,000 of them are the data of the timeline, for `dateline extract`.
MOST_BASIC, MOST_FULL = 1_150_000, 2_500_000

#: A valid picture of one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


# --- Reading a frozen page ------------------------------------------------------------------------


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass(repr=False)
class Frozen(HTMLParser):
    """A frozen page taken apart, with what is packed in it."""

    page: str
    elements: list[Element] = field(default_factory=list)
    _open: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.elements[-1].text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def parts(self) -> list[str]:
        """What is in the packed block: nothing, the answers as JSON, the scripts in their order."""
        (block,) = (one.text for one in self.all("script") if one.attributes.get("id") == "packed")
        # Base 85, with another sign in place of the one that means something in a page.
        packed = base64.b85decode(block.replace("'", "<"))
        return gzip.decompress(packed).decode().split(SEPARATOR)

    @property
    def packed(self) -> list[str]:
        """The scripts of the packed block, in their order."""
        return self.parts[2:]

    @cached_property
    def everything(self) -> str:
        """All text of the page, the packed block included, with no escape left."""
        packed = "\n".join(self.parts).replace("\\u003c", "<").replace("\\u003e", ">")
        return html.unescape(self.page) + packed.replace("\\u0026", "&")

    @property
    def policy(self) -> dict[str, str]:
        (content,) = (
            meta.attributes["content"]
            for meta in self.all("meta")
            if meta.attributes.get("http-equiv") == "Content-Security-Policy"
        )
        return dict(rule.strip().split(" ", 1) for rule in content.split(";"))


@pytest.fixture(scope="module")
def shipped() -> Frozen:
    return Frozen(to_html(load(example_case())))


def export(case: Path, page: Path, *, root: Path = ROOT, **environment: str) -> bytes:
    """Write the file with the command, as a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "dashboard", "export", str(case), "-o", str(page)],
        cwd=root,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        timeout=60,
    )
    return page.read_bytes()


# --- Bytes ----------------------------------------------------------------------------------------


def test_the_same_file_gives_the_same_bytes_wherever_and_by_whomever_it_is_written(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "quetzal", tmp_path / "axolotl"
    for folder in (one, other):
        folder.mkdir()
        shutil.copy(example_case(), folder)
    first, second = (
        export(
            folder / "events.yaml",
            folder / f"{folder.name}.html",
            PYTHONHASHSEED=seed,
            TZ=zone,
            USER=folder.name,
            LOGNAME=folder.name,
        )
        for folder, seed, zone in ((one, "1", "UTC"), (other, "4242", "Asia/Kathmandu"))
    )
    assert first == second
    assert first.decode() == to_html(load(example_case()))
    whole = Frozen(first.decode()).everything
    for word in ("quetzal", str(tmp_path), str(ROOT), sys.prefix, platform.python_version()):
        assert word not in whole
    assert "python_version" not in whole


def test_it_is_small_enough_to_be_mailed(shipped: Frozen) -> None:
    name, script = plotly_bundle()
    assert read_once(script.decode()) in shipped.packed
    most = MOST_BASIC if name.startswith("plotly-basic") else MOST_FULL
    assert 100_000 < len(shipped.page.encode()) <= most


def test_with_the_full_bundle_of_plotly_it_is_still_small_and_works(
    tmp_path: Path, open_page: Visitor
) -> None:
    # A package that was built where no basic bundle could be had.
    root = tmp_path / "built"
    left_out = shutil.ignore_patterns("_bundle", "__pycache__")
    for part in ("dashboard", "assets"):
        shutil.copytree(ROOT / part, root / part, ignore=left_out)
    shutil.copy(ROOT / "events.yaml", root)
    written = tmp_path / "case.html"
    data = export(root / "events.yaml", written, root=root)
    assert MOST_BASIC < len(data) <= MOST_FULL
    page = open_page(written.as_uri())
    settled(page)
    assert len(marked(page)) == len(load(example_case()).events)


# --- What the page may do -------------------------------------------------------------------------


def test_the_policy_comes_before_anything_that_it_could_stop(shipped: Frozen) -> None:
    inert = {"meta", "title", "html", "head"}
    before = []
    for element in shipped.elements:
        if element.attributes.get("http-equiv") == "Content-Security-Policy":
            break
        before.append(element)
    else:
        pytest.fail("there is no policy")
    loud = [
        element
        for element in before
        # A script of an unknown type is a block of data.
        if element.tag not in inert and element.attributes.get("type") != "text/plain"
    ]
    assert loud == []


def test_the_encoding_is_named_where_browsers_look_for_it(shipped: Frozen) -> None:
    # HTML Standard, 4.2.5.4: the declaration lies within the first 1024 bytes.
    at = re.search(rb'<meta charset="?utf-8', shipped.page.encode())
    assert at is not None
    assert at.end() < 1024


def test_every_script_has_its_hash_and_nothing_else_may_run(shipped: Frozen) -> None:
    inline = [
        one.text
        for one in shipped.all("script")
        if one.attributes.get("type") not in ("text/plain", "application/json")
    ]
    assert inline[0] == SCRIPT
    assert len(inline) == 2
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (*inline, *shipped.packed)
    }
    assert set(shipped.policy["script-src"].split()) == hashes
    assert shipped.policy["default-src"] == "'none'"
    assert "connect-src" not in shipped.policy
    assert shipped.policy["base-uri"] == "'none'"
    assert shipped.policy["form-action"] == "'none'"


#: Attributes from which a browser loads something or goes somewhere by itself.
LOADING = ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping")


def test_a_wrapped_function_is_put_in_parentheses_and_nothing_else_is_touched() -> None:
    wrapped = "(function(root, factory) {} (typeof self ? self : this, () => {\nrun();\n}));\n"
    assert read_once(wrapped) == wrapped.replace("() => {", "(() => {").replace("}))", "})))")
    for other in ("", "!function(){run()}();", "x(self : this, () => { 1", wrapped + "more();"):
        assert read_once(other) == other


def test_only_links_lead_away(shipped: Frozen) -> None:
    for element in shipped.elements:
        addresses = [element.attributes.get(name, "") for name in LOADING]
        # A sign of the still picture is drawn where it is defined, in the page itself.
        if element.tag not in ("a", "use"):
            addresses.append(element.attributes.get("href", ""))
        for address in filter(None, addresses):
            assert address.startswith("data:"), f"<{element.tag}> loads {address}"
        assert not any(name.startswith("on") for name in element.attributes)
    assert all(use.attributes["href"].startswith("#") for use in shipped.all("use"))
    styles = " ".join(element.text for element in shipped.all("style"))
    assert not re.search(r"url\((?!['\"]?data:)|@import", styles)
    for link in shipped.all("a"):
        away = not link.attributes["href"].startswith("#")
        assert not away or link.attributes["rel"] == "noopener noreferrer"
        assert not away or re.match(r"https?://", link.attributes["href"])


def test_every_address_of_the_case_is_a_link_on_the_plain_page(shipped: Frozen) -> None:
    timeline = load(example_case())
    named = [key for event in timeline.events for key in event.cited]
    named += [key for event in timeline.events for link in event.related for key in link.sources]
    sources = [timeline.sources[key] for key in named]
    wanted = {source.url for source in sources}
    wanted |= {source.archived for source in sources if source.archived}
    assert len(wanted) > 90
    assert wanted <= {link.attributes["href"] for link in shipped.all("a")}
    ids = {element.attributes["id"] for element in shipped.elements if "id" in element.attributes}
    for link in shipped.all("a"):
        if link.attributes["href"].startswith("#"):
            assert link.attributes["href"][1:] in ids


# --- What must not leave the machine --------------------------------------------------------------

#: Whatever only the internal event uses holds the word `quetzal`; all else that is written here
#: must be in the file, so that the test cannot pass on an empty page.
INTERNAL = """\
title: What all may read
timezone: Europe/Amsterdam
story: [open, quetzal-event, later]
categories:
  visible: {label: Visible category}
  quetzal-category: {label: Quetzalcategory, color: "#123456"}
actors:
  agency: {name: Visible agency}
  quetzal-actor: {name: Quetzalactor name, short: Quetzalactor, kind: quetzalkind}
  quetzal-speaker: {name: Quetzalspeaker}
sources:
  shared: {url: https://example.org/shared, title: Shared by both}
  quetzal-source:
    {url: https://example.org/quetzal-address, title: Quetzaltitle, publisher: Quetzalpublisher,
     quote: quetzalquote, note: quetzalnote, origin: quetzalorigin, kind: quetzalkind,
     archived: https://example.org/quetzal-archive}
  quetzal-relation-source: {url: https://example.org/quetzal-relation}
events:
  - id: open
    date: 2020-12-10
    title: The open event
    category: visible
    actors: [agency]
    sources: [shared]
    media: [{image: open.png, alt: Visible picture}]
    related:
      - to: quetzal-event
        kind: leads-to
        note: quetzalrelation
        sources: [quetzal-relation-source]
      - {to: later, kind: leads-to, note: Visible relation}
  - id: later
    date: 2021-02-01
    title: The later event
    source: https://example.org/later
  - id: quetzal-event
    date: 1987-06-05T04:03
    title: Quetzalevent
    summary: "A *quetzalsummary*."
    category: quetzal-category
    actors: [quetzal-actor]
    place: {name: Quetzalplace, lat: 12.345678, lon: 87.654321}
    claims:
      - {by: quetzal-speaker, stance: denies, says: quetzalclaim, sources: [quetzal-source]}
      - {by: agency, says: quetzalsaying}
    sources: [shared, {url: https://example.org/quetzal-inline, title: Quetzalinline}]
    related: [{to: open, kind: contradicts, note: quetzalincoming}]
    media: [{image: quetzal.png, alt: quetzalalt, caption: quetzalcaption, credit: quetzalcredit}]
    tags: [quetzaltag]
    corrections: [{date: 2021-05-05, note: quetzalcorrection}]
    visibility: internal
"""


def test_internal_events_leave_no_trace(tmp_path: Path) -> None:
    case = tmp_path / "events.yaml"
    case.write_text(INTERNAL, encoding="utf-8")
    (tmp_path / "open.png").write_bytes(PIXEL)
    hidden = b"hidden" + PIXEL
    (tmp_path / "quetzal.png").write_bytes(hidden)
    frozen = Frozen(export(case, tmp_path / "case.html").decode())
    for word in ("The open event", "The later event", "Visible category", "Visible agency",
                 "Shared by both", "Visible picture", "Visible relation"):  # fmt: skip
        assert word in frozen.everything
    assert base64.b64encode(PIXEL).decode() in frozen.page
    whole = frozen.everything.lower()
    found = [whole[at.start() - 40 : at.end() + 40] for at in re.finditer("quetzal", whole)]
    assert found == []
    assert base64.b64encode(hidden).decode() not in frozen.page
    # Numbers may stand in a library by chance; those of the case are in the rest.
    ours = frozen.everything.replace(read_once(plotly_bundle()[1].decode()), "")
    for trace in ("12.345678", "87.654321", "1987", "#123456", str(tmp_path)):
        assert trace not in ours


def test_pictures_are_inside_and_missing_ones_are_told(tmp_path: Path, open_page: Visitor) -> None:
    case = tmp_path / "events.yaml"
    case.write_text(
        "title: Pictures\nevents:\n"
        "  - {date: 2020, title: Seen, source: https://example.org/1,\n"
        "     media: [{image: photos/a.png, alt: What can be seen, caption: 'By *night*'}]}\n",
        encoding="utf-8",
    )
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.png").write_bytes(PIXEL)
    written = tmp_path / "out" / "case.html"
    written.parent.mkdir()
    written.write_text(to_html(load(case)), encoding="utf-8")
    shutil.rmtree(tmp_path / "photos")
    page = open_page(written.as_uri() + "#event=seen")
    settled(page)
    picture = page.get_by_role("img", name="What can be seen")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => [image.naturalWidth, image.src.slice(0, 15)]") == [
        1,
        "data:image/png;",
    ]
    assert "Picture not available: What can be seen" in to_html(load(case))


# --- Where it works -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(shipped: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("frozen") / "some" / "where" / "a case.html"
    path.parent.mkdir(parents=True)
    path.write_text(shipped.page, encoding="utf-8")
    return path


def test_from_a_folder_it_asks_for_nothing(written: Path, open_page: Visitor) -> None:
    page = open_page(written.as_uri())
    settled(page)
    click_label(page, "AIVD says it exposed")
    expect_chosen(page, "AIVD says it exposed")
    asked = [url for url in open_page.watches[0].requests if not url.startswith(("data:", "blob:"))]
    assert asked == [written.as_uri()]


def test_from_any_path_of_any_server_it_asks_for_nothing_more(
    written: Path, open_page: Visitor
) -> None:
    with Site(written.parents[2]) as site:
        page = open_page(f"{site.address}some/where/a%20case.html?from=mail#event=ema-disclosure")
        settled(page)
        expect_chosen(page, "EMA discloses")
        assert page.title() == load(example_case()).title
        # This server, like many, does not say how its pages are encoded.
        assert page.evaluate("() => document.characterSet") == "UTF-8"
        page.context.close()
        assert site.asked == ["/some/where/a%20case.html?from=mail"]


def test_a_browser_that_cannot_unpack_it_keeps_the_plain_page(
    written: Path, open_page: Visitor
) -> None:
    page = open_page(written.as_uri())
    page.add_init_script("delete window.DecompressionStream")
    page.reload()
    assert page.evaluate("() => typeof DecompressionStream") == "undefined"
    first = load(example_case()).events[0]
    expect(page.get_by_role("heading", name=first.title, exact=True)).to_be_visible()
    expect(page.get_by_text("Loading...")).to_be_hidden()
    assert page.locator("html[data-ready]").count() == 0
    page.locator("a[href='#event=ema-disclosure']").first.click()
    expect(page.locator("[id='event=ema-disclosure']")).to_be_in_viewport()
