"""The wheel over a chart of many discs: what is seen on the way, and when plotly draws the chart,
through both doors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import exp
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import FloatRect, Page

from tests.browser import Door, Visitor
from tests.picture import rows_of
from tests.reader import enter, expect_address, marked, plot_box, search, settled, window

Open = Callable[..., Page]

#: Events on the chart, more than are drawn one by one while it moves.
COUNT = 240


def _case() -> str:
    """Events of three looks in one lane, so many that discs of different looks touch."""
    sources = ("", "https://example.org/a", "https://example.org/a, https://example.com/b")
    return "title: Many discs\nevents:\n" + "".join(
        f"  - {{id: e-{n}, title: Word {n} {'odd' if n % 2 else 'even'}, category: one,"
        f" date: '{2000 + n * 7 % 20}-{1 + n * 5 % 12:02}-{1 + n * 11 % 28:02}',"
        f" sources: [{sources[n % 3]}]}}\n"
        for n in range(COUNT)
    )


@pytest.fixture
def opened(door_to: Callable[[Path], Door], tmp_path: Path, open_page: Visitor) -> Open:
    def visit(state: str = "", **view: object) -> Page:
        file = tmp_path / "events.yaml"
        file.write_text(_case(), encoding="utf-8")
        page = enter(door_to(file), open_page, state, width=1440, height=900, **view)
        page.wait_for_selector("#chart .dl-discs > path.point", state="attached")
        settled(page)
        return page

    return visit


#: The chart is not drawn anew until the test lets it: that wait is the only one of 130 ms.
_HOLD = """() => {
  const plain = window.setTimeout;
  window.setTimeout = (then, wait, ...more) => {
    if (wait !== 130) { return plain(then, wait, ...more); }
    window.drawAnew = then;
    return 0;
  };
}"""

#: What is there of the discs: in motion, and at rest.
_PARTS = """() => ({
  moving: document.querySelectorAll('#chart .dl-moving').length,
  paths: document.querySelectorAll('#chart .dl-moving > path').length,
  hidden: document.querySelectorAll('#chart .dl-discs[display]').length,
})"""
AT_REST = {"moving": 0, "paths": 0, "hidden": 0}


def _turn(page: Page, by: int) -> None:
    plot = plot_box(page)
    page.mouse.move((plot.left + plot.right) / 2, plot.top + 60)
    page.mouse.wheel(0, by)


def _picture(page: Page) -> bytes:
    plot = plot_box(page)
    clip: FloatRect = {
        "x": plot.left, "y": max(plot.top, 0),
        "width": plot.right - plot.left, "height": min(plot.bottom, 890) - max(plot.top, 0),
    }  # fmt: skip
    return page.screenshot(clip=clip)


def _differences(*pictures: bytes) -> NDArray[np.int16]:
    """How far two pictures are apart in each channel of each pixel, of 255."""
    one, other = (
        np.array([np.frombuffer(row, np.uint8) for row in rows_of(picture)], np.int16)
        for picture in pictures
    )
    return np.asarray(np.abs(one - other))


def _wait_for_draw(page: Page) -> None:
    page.evaluate("() => window.drawAnew()")
    page.wait_for_function("() => location.hash.includes('from=')")
    settled(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["", "#from=2004-01-01&to=2014-01-01", "#q=word"])
def test_discs_look_as_plotly_would_have_them(opened: Open, state: str, scheme: str) -> None:
    seen = []
    for gathers in (True, False):
        page = opened(state, colour_scheme=scheme)
        page.evaluate(_HOLD)
        if not gathers:
            page.evaluate("() => { dateline.gather = () => {}; }")
        _turn(page, -20)
        page.wait_for_function("() => window.drawAnew")
        page.mouse.move(3, 3)
        settled(page)
        assert (page.evaluate(_PARTS) != AT_REST) is gathers
        seen.append(_picture(page))
    # An edge of a disc may be a little lighter or darker.
    assert _differences(*seen).max() < 64


@pytest.mark.parametrize("down", [0, 240])
def test_nothing_moves_when_the_wheel_begins(opened: Open, down: int) -> None:
    page = opened()
    page.mouse.move(3, 3)
    # Of what is above the screen nothing is painted, nor missed.
    page.evaluate("down => scrollTo({top: down, behavior: 'instant'})", down)
    before = _picture(page)
    page.evaluate("() => dateline.gather(document.querySelector('#chart .js-plotly-plot'))")
    parts = page.evaluate(_PARTS)
    assert 0 < parts["paths"] < COUNT / 2
    assert parts["hidden"] == parts["moving"] > 0
    assert _differences(_picture(page), before).max() == 0


@pytest.mark.parametrize("turns", [[-20, -20], [-20, 20], [20, -20]])
def test_the_discs_are_back_when_plotly_has_drawn(opened: Open, turns: list[int]) -> None:
    page = opened("#from=2004-01-01&to=2014-01-01")
    everything = marked(page)
    page.evaluate(_HOLD)
    for by in turns:
        _turn(page, by)
    page.wait_for_function("() => window.drawAnew")
    assert page.evaluate(_PARTS) != AT_REST
    _wait_for_draw(page)
    assert page.evaluate(_PARTS) == AT_REST
    assert marked(page) == everything
    places = """() => [...document.querySelectorAll('.dl-discs > path')]
        .map(disc => disc.getAttribute('transform'))"""
    assert all(re.fullmatch(r"translate\([^)]*\)", place) for place in page.evaluate(places))


def test_a_search_on_the_way_shows_its_discs(opened: Open) -> None:
    page = opened()
    page.evaluate(_HOLD)
    _turn(page, -20)
    page.wait_for_function("() => window.drawAnew")
    search(page, "word")
    search(page, "odd")
    assert page.evaluate(_PARTS) == AT_REST
    assert len(marked(page)) == COUNT / 2
    _turn(page, -20)
    _wait_for_draw(page)
    assert page.evaluate(_PARTS) == AT_REST


def test_a_few_discs_stay_as_they_are(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    page.wait_for_selector("#chart .dl-discs > path.point", state="attached")
    page.evaluate(_HOLD)
    _turn(page, -20)
    page.wait_for_function("() => window.drawAnew")
    assert page.evaluate(_PARTS) == AT_REST


@pytest.mark.parametrize("then", ["0", "+", "drag"])
def test_what_follows_the_wheel_begins_at_the_window_that_is_seen(opened: Open, then: str) -> None:
    page = opened()
    whole = window(page)
    _turn(page, -20)
    plot = plot_box(page)
    x, y = (plot.left + plot.right) / 2, plot.top + 60
    if then == "drag":
        page.mouse.down()
        page.mouse.move(x + 50, y, steps=3)
        page.mouse.up()
        expect_address(page, "from=")
    else:
        page.keyboard.press(then)
    settled(page)
    page.wait_for_timeout(300)
    shown = window(page)
    length = whole[1] - whole[0]
    # A turn takes a tenth off the window, a key half of it.
    share = {"0": 1, "+": 0.5 * exp(-0.1), "drag": exp(-0.1)}[then]
    assert shown[1] - shown[0] == pytest.approx(length * share, rel=0.001)
    moved = 50 / (plot.right - plot.left) * length * share if then == "drag" else 0
    assert sum(whole) / 2 - sum(shown) / 2 == pytest.approx(moved, abs=length / 500)


def test_plotly_draws_when_the_wheel_rests_and_not_between_its_notches(opened: Open) -> None:
    page = opened()
    page.evaluate(
        """() => {
          window.drawn = 0;
          document.querySelector('#chart .js-plotly-plot')
            .on('plotly_relayout', () => { window.drawn += 1; });
        }"""
    )
    page.clock.install()
    page.clock.pause_at(page.evaluate("() => Date.now() + 1000"))
    drawn = []
    for wait in (85, 85, 85, 85, 165, 500):
        if wait == 85:
            _turn(page, -10)
        page.clock.run_for(wait)
        drawn.append(page.evaluate("() => window.drawn"))
    parts = page.evaluate(_PARTS)
    # Whoever closes the page needs a clock that goes.
    page.clock.resume()
    assert drawn == [0, 0, 0, 0, 1, 1]
    assert parts == AT_REST
