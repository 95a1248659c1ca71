"""What Dateline writes for TimelineJS, drawn by the real TimelineJS in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.formats import load
from dashboard.formats.timelinejs import EXPORTER
from dashboard.formats.timelinejs_sheet import EXPORTER as SHEET_OUT
from dashboard.resources import example_case
from tests.browser import Visitor
from tests.exchange import timeline_of
from tests.npm import package
from tests.site import Site

PACKAGE = "@knight-lab/timelinejs@3.9.11"

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>TimelineJS</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="css/timeline.css">
<div id="timeline" style="width: 100%; height: 700px"></div>
<script src="js/timeline.js"></script><script>
fetch("case.json").then(answer => answer.json()).then(data => {
  window.drawn = new TL.Timeline("timeline", data, {font: null});
});</script></html>"""


@pytest.fixture(scope="session")
def timelinejs(request: pytest.FixtureRequest) -> Path:
    """The files of TimelineJS as npm gives them out, kept in the cache of pytest."""
    folder = package(request, PACKAGE, "timelinejs-3.9.11", "package/dist/js/timeline.js")
    for part in ("css", "js"):
        if not (folder / part).is_dir():
            shutil.copytree(folder / "package" / "dist" / part, folder / part)
    return folder


@pytest.fixture
def drawn(timelinejs: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder with TimelineJS and a page that draws its ``case.json``, and its address."""
    for part in ("css", "js"):
        shutil.copytree(timelinejs / part, tmp_path / part)
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    with Site(tmp_path) as site:
        yield tmp_path, site.address


def test_timelinejs_draws_the_case(drawn: tuple[Path, str], open_page: Visitor) -> None:
    case = load(example_case()).public()
    folder, address = drawn
    (folder / "case.json").write_bytes(EXPORTER.write(case).data)
    page = open_page(address, width=1200, height=760)
    page.wait_for_function("() => window.drawn && document.querySelector('.tl-timemarker')")
    assert page.evaluate("window.drawn.config.getErrors()") == []
    assert page.locator(".tl-timemarker").count() == len(case.events)
    shown = page.locator(".tl-slide .tl-headline-date").all_text_contents()
    assert set(shown) - {""} == {event.date.display() for event in case.events}
    addresses = page.locator(".tl-slide .tl-text-content a[href]").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    cited = {case.sources[key].url for event in case.events for key in event.cited}
    assert cited <= set(addresses)


def test_timelinejs_draws_the_sheet(drawn: tuple[Path, str], open_page: Visitor) -> None:
    case = load(example_case()).public()
    folder, address = drawn
    (folder / "case.csv").write_bytes(SHEET_OUT.write(case).data)
    page = (folder / "index.html").read_text(encoding="utf-8").partition("fetch(")[0]
    draw = 'window.drawn = new TL.Timeline("timeline", "case.csv", {font: null});</script></html>'
    (folder / "sheet.html").write_text(page + draw, encoding="utf-8")
    opened = open_page(f"{address}sheet.html")
    opened.wait_for_function("() => document.querySelector('.tl-timemarker')")
    assert opened.evaluate("window.drawn.config.getErrors()") == []
    assert opened.locator(".tl-timemarker").count() == len(case.events)
    shown = opened.locator(".tl-slide .tl-headline-date").all_text_contents()
    assert set(shown) - {""} == {event.date.display() for event in case.events}


def test_timelinejs_runs_nothing_of_a_hostile_case(
    drawn: tuple[Path, str], open_page: Visitor
) -> None:
    bad = "<img src=x onerror='window.pwned=1'>"
    event = {"title": bad, "summary": bad, "category": "c", "tags": [bad], "place": {"name": bad}}
    timeline = timeline_of(
        {
            "title": bad,
            "summary": bad,
            "categories": {"c": {"label": bad}},
            "events": [
                {"date": "2018", **event},
                {"date": "-0043-03-15", **event, "title": "Ides"},
            ],
        }
    )
    folder, address = drawn
    (folder / "case.json").write_bytes(EXPORTER.write(timeline).data)
    page = open_page(address)
    page.wait_for_function("() => window.drawn && document.querySelector('.tl-timemarker')")
    assert page.locator(".tl-timemarker").count() == 2
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert "15 March 44 BC" in page.locator(".tl-headline-date").all_text_contents()
