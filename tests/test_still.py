"""What is there before any script: the still picture; and that nothing moves when it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from dashboard import load, to_html
from dashboard.app import axis
from dashboard.app.desk import desk
from dashboard.app.first import frame
from dashboard.app.markup import to_markup
from dashboard.app.still import MOST, Variant, picture
from dashboard.layout import layout
from dashboard.layout.scene import AXIS_LIMITS
from dashboard.layout.ticks import Axis, ticks
from dashboard.model import Timeline
from dashboard.resources import assets_folder, example_case
from tests.browser import Door, Visitor, overlapping_pairs, visible_boxes
from tests.layout_cases import event, timeline
from tests.reader import enter, settled

MINUTE, DAY = 60_000, 86_400_000
YEAR = 365 * DAY
SPANS = (MINUTE, 20 * MINUTE, 5 * 60 * MINUTE, DAY, 40 * DAY, YEAR, 12 * YEAR, 3000 * YEAR)

#: Screens: a phone, a tablet, a desktop.
SCREENS = ((390, 844), (800, 600), (1440, 860), (1920, 1080))


def spoken(of: Timeline) -> Axis:
    words = axis.payload(of)
    return Axis(words["months"], words["bc"], words["ad"])


def drawn(of: Timeline, width: int = 960) -> str:
    return picture(of, [Variant(layout(of, width=width), spoken(of))], 0)


# --- Ticks ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=(assets_folder() / "ticks.js").read_text(encoding="utf-8"))
    yield page
    page.close()


@given(
    data=st.data(),
    span=st.sampled_from(SPANS),
    width=st.integers(200, 2000),
    language=st.sampled_from(["en", "nl"]),
)
@settings(max_examples=150)
def test_ticks_are_those_that_the_live_chart_will_have(
    script: Page, data: st.DataObject, span: int, width: int, language: str
) -> None:
    start = data.draw(st.integers(AXIS_LIMITS[0] // MINUTE, (AXIS_LIMITS[1] - span) // MINUTE))
    window = (start * MINUTE, start * MINUTE + span)
    case = Timeline(title="A case", language=language)
    words = axis.payload(case)
    found = ticks(window, width, spoken(case))
    live: dict[str, list[Any]] = script.evaluate(
        "([window, width, words]) => dateline.ticks(window, width, words)", [window, width, words]
    )
    assert [tick.at for tick in found] == live["values"]
    assert [tick.text for tick in found] == live["texts"]
    assert [tick.context for tick in found] == live["contexts"]


# --- The picture ----------------------------------------------------------------------------------


def test_it_holds_every_event_and_no_markup_of_theirs() -> None:
    case = timeline(
        event(1, "2018-04-13", title="<script>alert(1)</script> & more"),
        event(2, "2018-04-13/2019-05-01", denied=True),
        event(3, "2019-04~", sources=("a",), category=None),
    )
    made = drawn(case)
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    discs = re.findall(r'<use href="#dl-w\d"', made)
    assert len(discs) == len(case.events)
    assert made.count('fill="url(#') == 1
    assert 'aria-label="Chart: 3 events from 13 April 2018' in made


def test_an_open_date_fades_and_a_vague_one_has_its_extent() -> None:
    case = timeline(event(1, "2018-04-13/.."), event(2, "2018-04"))
    made = drawn(case)
    assert made.count('opacity="0.5"') == 1
    assert 'opacity="0.22"' in made


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_where_there_is_nothing_or_too_much_to_draw_there_is_no_picture(number: int) -> None:
    case = timeline(*(event(n, "2018-04-13") for n in range(number)))
    assert drawn(case) == ""
    parts = to_markup(frame(desk(case), ["The content"]))
    assert "The content" in parts
    assert "dl-first" not in parts
    assert "<script" not in parts


# --- On the page ----------------------------------------------------------------------------------

#: Places of what must not move, by what it says: lanes, ticks, labels, controls, overview.
PLACES = """() => {
  const places = {};
  const note = (kind, element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || element.getAttribute('display') === 'none') { return; }
    // The overview and the search hold more when they live.
    const text = /overview|search/.test(kind) ? '' : element.textContent;
    places[kind + text] = [box.left, box.top, box.right, box.bottom];
  };
  const each = (kind, selector) => document.querySelectorAll(selector)
    .forEach(element => note(kind, element));
  const first = '#plain .dl-first', live = '#react-entry-point';
  each('lane ', '.dl-still-names text, #chart .dl-names text');
  each('tick ', '.dl-still-axis svg text, #chart .xtick text tspan');
  each('tick ', '#chart .xtick text:not(:has(*))');
  each('label ', '.dl-still-labels text, #chart .textpoint text');
  for (const part of ['.dl-chip', '.dl-views', '.dl-zoom', '.dl-overview', '.dl-search', 'h1']) {
    each(part + ' ', `${first} ${part}, ${live} ${part}, #plain header ${part}`);
  }
  return places;
}"""


def moved(before: dict[str, list[float]], after: dict[str, list[float]], kind: str) -> list[str]:
    """What of a kind is somewhere else than it was, by more than two pixels."""
    return [
        name
        for name, box in after.items()
        if name.startswith(kind)
        and max(abs(a - b) for a, b in zip(before.get(name, [1e9] * 4), box, strict=True)) > 2
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("still") / "case.html"
    file.write_text(to_html(load(example_case())), encoding="utf-8")
    return file


def unpacked_never(open_page: Visitor, file: Path, state: str = "", **view: Any) -> Page:
    """The page as it is before its scripts have run, for as long as one looks at it."""
    address = f"{file.as_uri()}{state}"
    page = open_page(address, **view)
    page.add_init_script("delete window.DecompressionStream")
    page.goto("about:blank")
    page.goto(address)
    return page


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_nothing_moves_when_the_live_chart_takes_its_place(
    written: Path, open_page: Visitor, width: int, height: int
) -> None:
    page = unpacked_never(open_page, written, width=width, height=height)
    before = page.evaluate(PLACES)
    page = open_page(written.as_uri(), width=width, height=height)
    settled(page)
    after = page.evaluate(PLACES)
    assert len(after) > 50
    for kind in ("lane ", ".dl-chip", ".dl-views", ".dl-zoom", ".dl-overview", "h1"):
        assert any(name.startswith(kind) for name in after)
        assert moved(before, after, kind) == []
    labels = [name for name in after if name.startswith("label ")]
    # The widths of letters are estimated in Python and measured in the browser: where a label only
    # just fits, the two may differ.
    assert len(moved(before, after, "label ")) <= len(labels) // 10


def test_the_browser_sees_no_shift(door: Door, open_page: Visitor) -> None:
    page = open_page(door.address, width=1440, height=860)
    settled(page)
    shifts = page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list =>
             done(list.getEntries().map(entry => entry.value)))
           .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done([]), 300))"""
    )
    # A hundredth of the page moved by a tenth of its height.
    assert sum(shifts) < 0.01
    assert page.locator(".dl-first, .dl-still").count() == 0


@pytest.mark.parametrize("width", [360, 700, 1100, 1600])
def test_a_reader_without_scripts_has_the_picture_and_the_content(
    written: Path, open_page: Visitor, width: int
) -> None:
    page = open_page(written.as_uri(), javascript=False, width=width)
    still = page.get_by_role("img", name=re.compile("^Chart: 40 events from 17 July 2014"))
    expect(still).to_be_visible()
    labels = visible_boxes(page, ".dl-still-labels text")
    assert len(labels) >= (20 if width > 1000 else 6)
    assert overlapping_pairs(labels) == []
    room = still.bounding_box()
    assert room is not None
    assert all(box.right <= room["x"] + room["width"] + 1 for box in labels)
    # Nothing that cannot be used is offered.
    expect(page.locator(".dl-first").first).to_be_hidden()
    assert page.get_by_role("checkbox").count() == 0
    expect(page.get_by_role("heading", level=3).first).to_be_visible()


@pytest.mark.parametrize(
    "asked", ["#event=ema-disclosure", "#from=2018-01-01&to=2018-12-31", "#q=x", "?embed=1"]
)
def test_of_another_state_there_is_no_picture(
    written: Path, open_page: Visitor, asked: str
) -> None:
    page = unpacked_never(open_page, written, asked)
    expect(page.locator(".dl-still")).to_be_hidden()
    expect(page.locator(".dl-first").first).to_be_hidden()
    expect(page.locator("#plain h1")).to_be_visible()


def test_one_picture_serves_light_and_dark(written: Path, open_page: Visitor) -> None:
    fills = []
    for theme in ("", "#theme=dark"):
        page = unpacked_never(open_page, written, theme)
        expect(page.locator(".dl-still-wide")).to_be_visible()
        label = page.locator(".dl-still-labels text").first
        fills.append(label.evaluate("label => getComputedStyle(label).fill"))
    assert fills[0] != fills[1]


def test_controls_that_only_hold_a_place_reach_nobody(written: Path, open_page: Visitor) -> None:
    page = unpacked_never(open_page, written)
    expect(page.locator(".dl-first .dl-chip").first).to_be_visible()
    assert page.get_by_role("button").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("() => !document.activeElement.closest('.dl-first')")
    numbers = page.locator(".dl-first .dl-chip .dl-count").all_text_contents()
    assert sum(map(int, numbers)) == 40


def test_the_rows_are_as_high_as_the_live_ones_will_be(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=700)
    lanes = page.locator("#chart .dl-names text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert all(a < b for a, b in pairwise(lanes))
