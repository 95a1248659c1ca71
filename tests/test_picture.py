"""Pictures: drawn by a real Chromium, read by what other people open them with."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import combinations
from pathlib import Path
from threading import Thread

import pytest

from dashboard import citation, load, loads, resources
from dashboard.cli import main
from dashboard.model import Timeline
from dashboard.picture import MOST, AskError, Look, PictureError, browser, draw, draw_each
from dashboard.picture.asked import PARTS, WITHOUT_EFFECT, request
from dashboard.picture.look import THEMES
from dashboard.picture.raster import described_png, undated_pdf
from dashboard.picture.sheet import FONT
from dashboard.picture.svg import ELEMENTS
from dashboard.theme import PRINT, contrast, luminance
from tests.browser import (
    ROOT,
    Visitor,
    accessibility_violations,
    find_browser,
    overlapping_pairs,
    visible_boxes,
)

pytest.importorskip("choreographer", reason="the extra 'images' is not installed")

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"

HOSTILE = """<script>alert(1)</script> &amp; "it's" ]]> <b>bold</b>"""

SMALL = f"""
title: 'A case & "its" <title>'
language: en
timezone: Europe/Amsterdam
edition: {{version: "2", date: 2024-05-01, author: Ann Author, licence: CC BY 4.0}}
categories: {{one: First lane, two: Second lane}}
actors: {{ann: Ann, bob: Bob}}
sources:
  paper: {{url: https://example.org/paper, publisher: Paper}}
events:
  - {{id: first, date: 2018-03-01, title: The first event, category: one, actors: [ann],
      sources: [paper]}}
  - {{id: hostile, date: 2019-06, title: '{HOSTILE.replace("'", "''")}', category: two,
      actors: [bob]}}
  - {{id: span, date: 2019-01/2020-06~, title: A span of time, category: one, actors: [bob],
      related: [{{to: first, kind: response-to}}], sources: [https://example.org/span]}}
  - {{id: last:one, date: 2021-02-03T12:30, title: The last event, category: two}}
"""


@pytest.fixture(autouse=True, scope="module")
def _the_browser_of_the_tests() -> Iterator[None]:
    """What the tests look at pages with also draws."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", find_browser())
        yield


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(resources.example_case()).public()


@pytest.fixture(scope="module")
def small() -> Timeline:
    return loads(SMALL).public()


@pytest.fixture(scope="module")
def wide(case: Timeline) -> bytes:
    return draw(case, ".svg", Look(width=1200, height=760, select="svr-network-exposed"))


def texts(svg: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text")]


def said(svg: bytes) -> str:
    return " | ".join(texts(svg))


def size(svg: bytes) -> tuple[int, int]:
    root = ET.fromstring(svg)
    return int(root.attrib["width"]), int(root.attrib["height"])


def tool(name: str) -> str:
    if (path := shutil.which(name)) is None:
        pytest.skip(f"{name} is not installed")
    return path


def output_of(name: str, *arguments: str | Path) -> str:
    done = subprocess.run([tool(name), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


# --- SVG ------------------------------------------------------------------------------------------


def test_text_is_text_and_says_what_it_is(wide: bytes, case: Timeline) -> None:
    root = ET.fromstring(wide)
    assert size(wide) == (1200, 760)
    assert root.attrib["viewBox"] == "0 0 1200 760"
    assert root.attrib["lang"] == case.language
    assert root.attrib["font-family"] == FONT
    shown = texts(wide)
    assert shown[0] == case.title
    assert "Expulsions" in shown
    assert "AIVD says it exposed an SVR network of sources; two must leave" in shown
    assert "Disputed" in shown
    assert "2018" in shown
    assert citation.short_hash(case) in said(wide)
    assert "24\u00a0November\u00a02026" in said(wide)


def test_alternative_text(wide: bytes, case: Timeline) -> None:
    root = ET.fromstring(wide)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == case.title
    assert root.attrib["aria-labelledby"] == title.attrib["id"]
    assert description is not None
    assert root.attrib["aria-describedby"] == description.attrib["id"]
    words = description.text or ""
    assert f"{len(case.events)} events" in words
    assert "17 July 2014" in words
    assert "Lanes: Expulsions (8)" in words
    assert re.search(r"Evidence: \d+ corroborated, \d+ single source, \d+ disputed", words)


def test_marks_and_labels_lead_to_sources(wide: bytes, case: Timeline) -> None:
    links = list(ET.fromstring(wide).iter(f"{SVG}a"))
    urls = {source.url for source in case.sources.values()}
    assert len(links) > len(case.events)
    assert {link.attrib["href"] for link in links} <= urls
    assert all(link.attrib[f"{XLINK}href"] == link.attrib["href"] for link in links)
    assert all("noopener" in link.attrib["rel"] for link in links)
    titles = [link.findtext(f"{SVG}title") or "" for link in links]
    assert any(title.endswith("10 December 2020 · Disputed") for title in titles)
    labelled = {
        "".join(link.itertext()) for link in links if link.find(f".//{SVG}text") is not None
    }
    assert len(labelled) > 25


def test_nothing_but_drawing_gets_through(wide: bytes) -> None:
    root = ET.fromstring(wide)
    names = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert names <= ELEMENTS | {"a", "desc", "svg", "title"}
    attributes = {key for node in root.iter() for key in node.attrib}
    assert not {key for key in attributes if key.startswith("on") or key in {"style", "class"}}
    references = re.findall(r"url\(#([^)]+)\)", wide.decode())
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert set(references) <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "look",
    [
        Look(width=1200, height=760, select="svr-network-exposed"),
        Look(width=600, height=960, theme="dark"),
        Look(width=1000, lanes="actor", start="2018", end="2021", theme="print"),
    ],
    ids=["wide", "narrow", "window"],
)
def test_texts_stand_apart_and_inside(
    look: Look, case: Timeline, open_page: Visitor, tmp_path: Path
) -> None:
    file = tmp_path / "t.svg"
    file.write_bytes(draw(case, ".svg", look))
    page = open_page(file.as_uri(), width=look.width, height=look.height or 1200)
    boxes = [box for box in visible_boxes(page, "text") if box.text]
    assert len(boxes) > 40
    # The boxes of letters are a line high; in rows as low as they get, lines touch.
    lower = [box._replace(top=box.top + 2, bottom=box.bottom - 2) for box in boxes]
    assert overlapping_pairs(lower, slack=1) == []
    width, height = size(file.read_bytes())
    assert [
        box
        for box in boxes
        if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height
    ] == []


def test_same_timeline_same_bytes(case: Timeline, wide: bytes) -> None:
    again = draw(case, ".svg", Look(width=1200, height=760, select="svr-network-exposed"))
    assert again == wide


def test_hostile_text_stays_text(small: Timeline) -> None:
    svg = draw(small, ".svg", Look(select="hostile"))
    assert HOSTILE in texts(svg)
    assert texts(svg)[0] == 'A case & "its" <title>'
    names = {node.tag.removeprefix(SVG) for node in ET.fromstring(svg).iter()}
    assert not names & {"script", "b"}


def test_published_edition_is_led_to(small: Timeline) -> None:
    assert small.edition is not None
    edition = small.edition.model_copy(update={"url": "https://example.net/case.html"})
    published = small.model_copy(update={"edition": edition})
    svg = draw(published, ".svg", Look(title=False, legend=False))
    hrefs = {link.attrib["href"] for link in ET.fromstring(svg).iter(f"{SVG}a")}
    assert hrefs == {citation.permalink(published, event.id) for event in published.events}
    assert "https://example.net/case.html" in said(svg)
    # Without title and key there is the chart and its foot.
    assert not [text for text in texts(svg) if text == small.title or text == "Single source"]


# --- What is shown --------------------------------------------------------------------------------


def test_a_picture_for_each(small: Timeline) -> None:
    lanes = draw_each(small, "t.svg", Look(), "lane")
    assert list(lanes) == ["t-one.svg", "t-two.svg"]
    assert "The first event" in said(lanes["t-one.svg"])
    assert "The first event" not in said(lanes["t-two.svg"])
    assert "First lane: 2 of 4 events" in texts(lanes["t-one.svg"])
    years = draw_each(small, "t.svg", Look(), "year")
    assert list(years) == [f"t-{year}.svg" for year in (2018, 2019, 2020, 2021)]
    assert "1 of 4 events; 2018" in texts(years["t-2018.svg"])
    assert "A span of time" not in said(years["t-2018.svg"])
    assert "A span of time" in said(years["t-2020.svg"])
    events = draw_each(small, "t.svg", Look(), "event")
    assert list(events) == [f"t-{name}.svg" for name in ("first", "span", "hostile", "last-one")]
    assert "Ringed: The first event (1 March 2018)" in texts(events["t-first.svg"])
    assert "Response to" in texts(events["t-first.svg"])
    assert len(set(events.values())) == 4


def test_window_filter_lanes(small: Timeline) -> None:
    one = draw(small, ".svg", Look(start="2018", end="2019", filters=("actor=bob",), lanes="actor"))
    shown = texts(one)
    assert "2 of 4 events: actor Bob; 2018 to 2019" in shown
    assert "Bob" in shown
    assert "Ann" not in shown
    assert "The first event" not in shown
    # Lanes no longer say which category a colour is; the key does.
    assert {"First lane", "Second lane"} <= set(shown)
    # A time of day is in view only with the last event.
    assert not [text for text in shown if "times:" in text.replace("\u00a0", " ")]


def test_years_are_named_and_told_as_people_count_them() -> None:
    source = """
title: Rome
events:
  - {date: "-0043-03", title: Caesar is killed}
  - {date: "0014", title: Augustus dies}
"""
    made = draw_each(loads(source), "t.svg", Look(), "year")
    assert list(made) == ["t-44-bc.svg", "t-0014.svg"]
    assert "1 of 2 events; 44 BC" in texts(made["t-44-bc.svg"])


@pytest.mark.parametrize(
    ("look", "message", "hint"),
    [
        (Look(filters=("actr=ann",)), "no filter is called 'actr'", "did you mean 'actor'?"),
        (Look(filters=("actor=anne",)), "no actor is called 'anne'", "did you mean 'ann'?"),
        (Look(filters=("zone=local",)), "a picture has no reader", "zone=utc"),
        (Look(filters=("on=yesterday",)), "'yesterday' is no date", "on=2018-10-04"),
        (Look(filters=("OPCW",)), "'OPCW' is no filter", "q=OPCW"),
        (Look(filters=("actor=",)), "the filter 'actor' is empty", "actor=…"),
        (Look(select="frist"), "no event is called 'frist'", "did you mean 'first'?"),
        (Look(start="2020", end="2019"), "from 2020 to 2019 is no time", "--from comes before"),
        (Look(start="2019/2020"), "--from 2019/2020 is no single date", "2018-10"),
        (Look(end="soon"), "--to: ", None),
    ],
)
def test_what_cannot_be_asked_for(
    look: Look, message: str, hint: str | None, small: Timeline
) -> None:
    with pytest.raises(AskError) as caught:
        draw(small, ".svg", look)
    assert caught.value.message.startswith(message)
    assert hint is None or hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    "values", [{"width": 10}, {"height": 100_000}, {"scale": 0.0}, {"theme": "sepia"}]
)
def test_what_no_picture_can_be(values: dict[str, float]) -> None:
    with pytest.raises(AskError):
        Look(**values)  # type: ignore[arg-type]  # wrong values are the point


def test_too_low_and_empty_pictures_say_what_would_do(small: Timeline) -> None:
    with pytest.raises(AskError) as caught:
        draw(small, ".svg", Look(height=281, width=281))
    found = re.search(r"it takes (\d+)$", caught.value.message)
    assert found is not None
    least = int(found[1])
    assert size(draw(small, ".svg", Look(height=least, width=281))) == (281, least)
    with pytest.raises(AskError, match="no event fits: 0 of 4 events: “nowhere”"):
        draw(small, ".svg", Look(filters=("q=nowhere",)))
    with pytest.raises(AskError, match="the event 'first' is not in this picture"):
        draw(small, ".svg", Look(start="2020", select="first"))
    with pytest.raises(AskError, match="no event to be seen: 1900 to 1904"):
        draw(small, ".svg", Look(start="1900", end="1904"))


def test_addresses_of_the_page_are_understood(small: Timeline) -> None:
    pasted = (
        "https://example.org/c.html#actor=ann&view=table&from=2018-01-01&to=2019-01-01&lanes=none"
    )
    asked = request(small, Look(filters=(pasted, "tag=")[:1]))
    assert asked["state"] == "actor=ann&lanes=none"
    # In an address the end is a moment, not the day that begins with it.
    assert asked["window"] == [1514764800000, 1546300800000]


def test_every_part_of_the_state_has_its_check() -> None:
    table = (resources.assets_folder() / "state.js").read_text(encoding="utf-8")
    rows = table.partition("var STATE = {")[2].partition("\n  };")[0]
    keys = set(re.findall(r"^ {4}(\w+):", rows, flags=re.MULTILINE))
    assert keys == set(PARTS) | WITHOUT_EFFECT


# --- PNG and PDF ----------------------------------------------------------------------------------


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            kind + data
        )
        yield kind, data
        at += 12 + length


def test_png_has_its_size_and_its_words(small: Timeline) -> None:
    png = draw(small, ".png", Look(width=640, height=400, scale=1.5))
    found = list(chunks(png))
    assert struct.unpack(">II", found[0][1][:8]) == (960, 600)
    words = {
        data.partition(b"\0")[0].decode(): data.split(b"\0\0\0", 1)[1].lstrip(b"\0").decode()
        for kind, data in found
        if kind == b"iTXt"
    }
    assert words["Title"] == small.title
    assert "4 events, 1 March 2018 to 3 February 2021" in words["Description"]
    assert words["Copyright"] == "CC BY 4.0"
    assert citation.short_hash(small) in words["Source"]
    # 144 pixels to an inch.
    assert dict(found)[b"pHYs"] == struct.pack(">IIB", 5669, 5669, 1)


def test_pdf_is_vectors_text_and_links(case: Timeline, tmp_path: Path) -> None:
    file = tmp_path / "t.pdf"
    look = Look(width=1200, height=760, select="svr-network-exposed")
    file.write_bytes(draw(case, ".pdf", look))
    about = output_of("pdfinfo", file)
    assert re.search(r"Pages: +1\n", about)
    assert f"Title:           {case.title}" in about
    found = re.search(r"Page size: +([\d.]+) x ([\d.]+) pts", about)
    assert found is not None
    assert [float(number) for number in found.groups()] == pytest.approx([900, 570], abs=0.5)
    assert "CreationDate" not in about
    assert output_of("pdfimages", "-list", file).count("\n") == 2, "a header and no picture"
    text = output_of("pdftotext", file, "-")
    assert "AIVD says it exposed an SVR network of sources" in text
    assert citation.short_hash(case) in text
    assert "https://" in output_of("pdfinfo", "-url", file)


def test_blanks_take_the_place_of_dates() -> None:
    pdf = b"<</Title (a)\n/CreationDate (D:20260101000000+00'00')\n/ModDate (D:2026)>>"
    plain = undated_pdf(pdf)
    assert len(plain) == len(pdf)
    assert plain.split() == [b"<</Title", b"(a)", b">>"]


def test_texts_stand_before_the_pixels() -> None:
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s13sI", 13, b"IHDR", bytes(13), 0) + b"REST"
    made = described_png(png, 1, {"Title": "é"})
    assert made.startswith(png[:33])
    assert made.endswith(b"REST")
    assert "é".encode() in made


# --- Colours of print -----------------------------------------------------------------------------


def test_print_is_legible_without_colours() -> None:
    assert THEMES["print"] is PRINT
    for colour in (PRINT.ink, PRINT.muted, PRINT.accent, PRINT.disputed):
        assert contrast(colour, PRINT.band) >= 7
    assert min(contrast(colour, PRINT.background) for colour in PRINT.categories) >= 3
    first = PRINT.categories[:4]
    assert (
        min(abs(luminance(one) - luminance(other)) for one, other in combinations(first, 2)) > 0.06
    )


# --- In a page ------------------------------------------------------------------------------------


def test_two_pictures_on_one_page(small: Timeline, open_page: Visitor, tmp_path: Path) -> None:
    made = draw_each(small, "t.svg", Look(width=700), "lane")
    drawn = [svg.decode().partition("?>")[2] for svg in made.values()]
    file = tmp_path / "page.html"
    file.write_text(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Two</title>"
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"></head>"
        f"<body><main><h1>Two</h1>{''.join(drawn)}</main></body></html>",
        encoding="utf-8",
    )
    # Any style inside them would be reported as a broken policy.
    open_page(file.as_uri())
    ids = re.findall(r'\bid="([^"]+)"', "".join(drawn))
    assert len(ids) == len(set(ids))
    file.write_text(file.read_text().replace("<meta http-equiv", "<meta name"), encoding="utf-8")
    assert (
        accessibility_violations(open_page(file.as_uri()), ("wcag2a", "wcag2aa", "wcag22aa")) == []
    )


# --- The browser and the command ------------------------------------------------------------------


def test_a_missing_browser_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from choreographer.browsers.chromium import Chromium

    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(PictureError) as caught:
        browser.find()
    assert caught.value.message == "BROWSER_PATH is /nowhere/chromium, which is no program"
    monkeypatch.setenv("BROWSER_PATH", "")
    # The driver knows folders of its own besides PATH; here it has none.
    monkeypatch.setattr(Chromium, "find_browser", lambda **_: None)
    for system, words in (
        ("Linux", "sudo apt install chromium"),
        ("Darwin", "brew install --cask google-chrome"),
        ("Windows", "winget install Google.Chrome"),
        ("Plan 9", "sudo apt install chromium"),
    ):
        monkeypatch.setattr("platform.system", lambda system=system: system)
        with pytest.raises(PictureError) as caught:
            browser.find()
        assert words in (caught.value.hint or "")


def test_the_browser_reaches_nothing() -> None:
    asked: list[str] = []

    class Neighbour(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    async def ask(page: browser.Page) -> object:
        return await page.call("(at => fetch(at).then(() => 'came', () => 'refused'))", address)

    with HTTPServer(("127.0.0.1", 0), Neighbour) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/"
        answer = browser.run(ask)
        server.shutdown()
        thread.join()
    assert (answer, asked) == ("refused", [])


def test_a_program_that_is_no_browser(monkeypatch: pytest.MonkeyPatch, small: Timeline) -> None:
    monkeypatch.setenv("BROWSER_PATH", tool("false"))
    with pytest.raises(PictureError, match="did not start or broke off"):
        draw(small, ".svg")


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(SMALL, encoding="utf-8")
    words = ["export", str(file), "-o", str(tmp_path / "t.svg")]
    assert main([*words, "--each", "lane", "--no-title", "--width", "700", "--theme", "dark"]) == 0
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == ["t-one.svg", "t-two.svg"]
    svg = (tmp_path / "t-one.svg").read_bytes()
    assert size(svg)[0] == 700
    assert "#16181d" in svg.decode()
    capsys.readouterr()
    assert main([*words, "--filter", "actor=anne"]) == 2
    assert "no actor is called 'anne' (did you mean 'ann'?)" in capsys.readouterr().err
    assert main([*words, "--scale", "2"]) == 2
    assert ".png" in capsys.readouterr().err


def test_internal_events_are_not_drawn_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    secret = SMALL.replace("title: The last event", "title: The last event, visibility: internal")
    file.write_text(secret, encoding="utf-8")
    assert main(["export", str(file), "-o", str(tmp_path / "t.svg")]) == 0
    svg = (tmp_path / "t.svg").read_bytes()
    assert b"The first event" in svg
    assert b"The last event" not in svg


def test_too_many_events_are_no_picture() -> None:
    events = (f"  - {{date: 2020, title: Event {number}}}" for number in range(MOST + 1))
    timeline = loads("\n".join(["title: Many", "events:", *events]))
    with pytest.raises(AskError, match="3,001 events are too many for a picture"):
        draw(timeline)


def test_the_script_that_draws_is_in_the_package() -> None:
    assert (ROOT / "dashboard" / "picture" / "draw.js").is_file()
