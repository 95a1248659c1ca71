"""What is drawn straight looks and stands as plotly would draw it, through both doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import Door, Visitor
from tests.plain_plot import expect_as_plotly
from tests.reader import enter, marked, plot_box, search, settled

#: What the page shows of its discs, and what plotly draws of the same figure by itself.
_BOTH = """() => {
  const plot = document.querySelector('#chart .js-plotly-plot');
  const tell = (paths, kind) => [...paths].map(path => ({
    [kind]: true,
    look: [path.getAttribute('d'), path.getAttribute('class'),
      path.getAttribute('style').split(';').map(part => part.trim()).filter(Boolean).sort()],
    place: path.getAttribute('transform').match(/-?[0-9.]+/g).map(Number),
    radius: path.__data__.mrc,
    of: path.__data__.data,
  }));
  const straight = tell(plot.querySelectorAll('.dl-discs > path.point'), 'straight');
  const alone = document.body.appendChild(document.createElement('div'));
  const data = plot.data.filter(trace => trace.meta.role === 'disc')
    .map(trace => ({...trace, meta: {role: 'other'}}));
  const size = {width: plot.clientWidth, height: plot.clientHeight, autosize: false};
  return Plotly.newPlot(alone, data, {...plot.layout, ...size}).then(() => {
    const plain = tell(alone.querySelectorAll('.points > path.point'), 'plain');
    Plotly.purge(alone);
    alone.remove();
    return [straight, plain];
  });
}"""

#: What is the same of a disc, whoever has drawn it, but for hundredths of a pixel in its place.
SAME = ("look", "radius", "of")

Change = Callable[[Page], object]


def turn(page: Page) -> None:
    """Zoom by the wheel, after which plotly draws all marks by itself."""
    plot = plot_box(page)
    page.mouse.move((plot.left + plot.right) / 2, plot.top + 40)
    page.mouse.wheel(0, -200)
    page.wait_for_function("() => location.hash.includes('from=')")
    settled(page)


CHANGES: dict[str, Change] = {
    "a search": lambda page: search(page, "gru"),
    "another theme": lambda page: page.keyboard.press("d"),
    "the wheel": turn,
    "another day": lambda page: page.keyboard.press("["),
    "other lanes": lambda page: page.locator("#lanes").select_option("evidence"),
}


def both(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    settled(page)
    straight, plain = page.evaluate(_BOTH)
    return straight, plain


@pytest.mark.parametrize("change", CHANGES)
def test_they_are_as_plotly_draws_them(door: Door, open_page: Visitor, change: str) -> None:
    page = enter(door, open_page, width=1440, height=900)
    # The first drawing is plotly's.
    page.keyboard.press("+")
    page.keyboard.press("0")
    CHANGES[change](page)
    straight, plain = both(page)
    assert straight
    assert len(straight) == len(plain)
    for mine, theirs in zip(straight, plain, strict=True):
        assert [mine[key] for key in SAME] == [theirs[key] for key in SAME]
        assert mine["place"] == pytest.approx(theirs["place"], abs=0.011)


@pytest.mark.parametrize("width", [1440, 500])
@pytest.mark.parametrize("change", CHANGES)
def test_labels_bands_and_names_are_as_plotly_draws_them(
    door: Door, open_page: Visitor, change: str, width: int
) -> None:
    page = enter(door, open_page, width=width, height=900)
    if width < 1000 and change == "the wheel":
        page.evaluate("() => scrollTo(0, document.querySelector('#chart').offsetTop - 100)")
    CHANGES[change](page)
    settled(page)
    expect_as_plotly(page, "labels", "names", "bands")


@pytest.mark.parametrize(
    "state",
    ["#on=2018-10-04", "#on=2014-08-01", "#from=2026-01-01&to=2027-06-01", "#on=2025-12-01"],
)
def test_upright_lines_and_their_words_are_as_plotly_draws_them(
    door: Door, open_page: Visitor, state: str
) -> None:
    page = enter(door, open_page, state, width=1440, height=900)
    expect_as_plotly(page, "lines", "words")


def test_words_of_upright_lines_move_with_the_window(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#on=2018-10-04", width=1440, height=900)
    plot = plot_box(page)
    x, y = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2
    middle = """() => [...document.querySelectorAll('.dl-lines line, .dl-upright text')]
        .map(part => part.getBoundingClientRect()).map(box => (box.left + box.right) / 2)"""
    before = page.evaluate(middle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=4)
    settled(page)
    line, words = page.evaluate(middle)
    page.mouse.up()
    assert line == pytest.approx(before[0] - 60, abs=1.5)
    assert words == pytest.approx(line, abs=1.5)


def test_those_that_are_left_out_are_gone_and_come_back(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=900)
    everything = marked(page)
    for words in ("gru", "gru ema", "no such word", "", "opcw", ""):
        search(page, words)
        drawn = page.locator("#chart .dl-discs > path.point").evaluate_all(
            "paths => paths.map(path => path.__data__.data)"
        )
        bars = page.evaluate(
            """() => document.querySelector('#chart .js-plotly-plot').figure.data
                .filter(trace => trace.meta.role === 'core').flatMap(trace => trace.customdata)"""
        )
        assert set(drawn) | set(bars) == marked(page)
        assert len(drawn) == len(set(drawn))
    assert marked(page) == everything
