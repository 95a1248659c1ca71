"""Another search in a chart that is otherwise the same: marks are put anew, and nothing is lost of
what a reader can do with them, through both doors.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Door, Visitor, home_of
from tests.reader import enter, marked, plot_box, search, settled

#: One lane with one row, in which every event has room.
COUNT = 6
KINDS = ("Even", "Odd")


def _case(*, sourced: bool) -> str:
    """The events; with sources for every second one, which then looks different."""
    pages = "https://example.org/a, https://example.com/b"
    return "title: In a row\nevents:\n" + "".join(
        f"  - {{id: e-{n}, title: {KINDS[n % 2]} {n}, date: '{2000 + 4 * n}-05-05',"
        f" sources: [{pages if sourced and n % 2 == 0 else ''}]}}\n"
        for n in range(COUNT)
    )


_SPY = """() => {
  const react = Plotly.react;
  window.drawings = 0;
  Plotly.react = function () { window.drawings += 1; return react.apply(this, arguments); };
}"""

#: The discs of the chart: place and size on screen, and which event each is.
_DISCS = """() => [...document.querySelectorAll('#chart .dl-discs > path.point')].map(disc => {
  const box = disc.getBoundingClientRect();
  return {
    x: box.left + box.width / 2, y: box.top + box.height / 2, width: box.width, height: box.height,
    event: disc.__data__.data,
  };
})"""


Open = Callable[..., Page]


@pytest.fixture
def opened(door_to: Callable[[Path], Door], tmp_path: Path, open_page: Visitor) -> Open:
    def visit(state: str = "", *, sourced: bool = False) -> Page:
        file = tmp_path / "events.yaml"
        file.write_text(_case(sourced=sourced), encoding="utf-8")
        page = enter(door_to(file), open_page, state, width=1440, height=900)
        # The marks are plotly's until the browser is idle.
        page.wait_for_selector("#chart .dl-discs > path.point", state="attached")
        page.evaluate(_SPY)
        return page

    return visit


@pytest.fixture
def page(opened: Open) -> Page:
    return opened()


def test_a_search_that_moves_no_row_does_not_draw_the_chart(page: Page) -> None:
    search(page, "odd")
    assert page.evaluate("() => window.drawings") == 0
    assert marked(page) == {1, 3, 5}
    assert {disc["event"] for disc in page.evaluate(_DISCS)} == marked(page)
    labels = page.locator("#chart .textpoint text").all_text_contents()
    assert labels == ["Odd 1", "Odd 3", "Odd 5"]
    search(page, "")
    assert marked(page) == set(range(COUNT))
    assert {disc["event"] for disc in page.evaluate(_DISCS)} == marked(page)


def test_a_look_that_was_never_drawn_before_is_drawn(opened: Open) -> None:
    page = opened("#q=odd", sourced=True)
    looks = """() => [...document.querySelectorAll('#chart .dl-discs > path.point')]
        .map(disc => [disc.__data__.data, disc.getAttribute('style')]).sort()"""
    odd = dict(page.evaluate(looks))
    assert set(odd) == {1, 3, 5}
    search(page, "")
    found = dict(page.evaluate(looks))
    assert set(found) == set(range(COUNT))
    assert {key: found[key] for key in odd} == odd
    assert set(found.values()) - set(odd.values())


def test_pointing_at_a_mark_tells_of_that_event(page: Page) -> None:
    told = page.locator("#chart .hoverlayer")
    for words, kind in (("even", "Even"), ("odd", "Odd")):
        search(page, words)
        for disc in page.evaluate(_DISCS):
            page.mouse.move(disc["x"], disc["y"])
            expect(told).to_contain_text(f"{kind} {disc['event']}")
        page.mouse.move(5, 5)
    assert page.evaluate("() => window.drawings") == 0


def test_marks_keep_their_size_while_the_wheel_turns(page: Page) -> None:
    search(page, "odd")
    search(page, "")
    size = page.evaluate(_DISCS)[0]["width"]
    plot = plot_box(page)
    page.mouse.move((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2)
    page.mouse.wheel(0, -120)
    # plotly draws its axis anew when the wheel has rested for a moment.
    page.wait_for_function(
        "() => document.querySelector('#chart .overplot > g').getAttribute('transform')"
        ".includes('scale') && !location.hash.includes('from=')"
    )
    turning = page.evaluate(_DISCS)
    assert len(turning) == COUNT
    for disc in turning:
        assert disc["width"] == pytest.approx(size, abs=0.3)
        assert disc["height"] == pytest.approx(size, abs=0.3)
    page.wait_for_function("() => location.hash.includes('from=')")
    settled(page)
    search(page, "even")
    assert {disc["event"] for disc in page.evaluate(_DISCS)} == marked(page)


def test_the_lists_follow_what_is_typed(page: Page) -> None:
    search(page, "even 4")
    entries = page.locator("#chronicle [data-index]:visible")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("Even 4")
    page.get_by_role("textbox", name="Search").press("Escape")
    search(page, "")
    expect(entries).to_have_count(COUNT)


def test_another_size_or_day_draws_the_chart(page: Page) -> None:
    search(page, "odd")
    page.keyboard.press("Escape")
    drawn = page.evaluate("() => window.drawings")
    page.set_viewport_size({"width": 1100, "height": 900})
    page.wait_for_function(f"() => window.drawings > {drawn}")
    settled(page)
    box = plot_box(page)
    assert all(box.left <= disc["x"] <= box.right for disc in page.evaluate(_DISCS))
    search(page, "even")
    assert {disc["event"] for disc in page.evaluate(_DISCS)} == {0, 2, 4}


def test_before_the_browser_was_ever_idle_marks_are_put_in_place_of_plotlys(
    door_to: Callable[[Path], Door], tmp_path: Path, open_page: Visitor
) -> None:
    file = tmp_path / "events.yaml"
    file.write_text(_case(sourced=False), encoding="utf-8")
    page = open_page("about:blank", width=1440, height=900)
    page.add_init_script("window.requestIdleCallback = () => 0")
    door = door_to(file)
    open_page.watches[-1].home = home_of(door.url())
    page.goto(door.url())
    settled(page)
    assert page.locator("#chart .dl-discs").count() == 0
    page.evaluate(_SPY)
    for words, events in (("odd", {1, 3, 5}), ("", set(range(COUNT)))):
        search(page, words)
        assert page.evaluate("() => window.drawings") == 0
        discs = page.locator("#chart .scatterlayer path.point")
        assert len(discs.all()) == len(page.evaluate(_DISCS)) == len(events)
        said = page.locator("#chart .scatterlayer .trace text").all_text_contents()
        assert said == [f"{KINDS[n % 2]} {n}" for n in sorted(events)]


#: All that is drawn in the plot: kind, place, look and words, in order.
_DRAWN = """() => [...document.querySelectorAll(
    '#chart .barlayer path, #chart .scatterlayer path, #chart .scatterlayer text')]
  .filter(node => node.getBoundingClientRect().height)
  .map(node => {
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    return [node.tagName, Math.round(box.x * 5) / 5, Math.round(box.y * 5) / 5,
      Math.round(box.width * 5) / 5, Math.round(box.height * 5) / 5, node.textContent,
      style.fill.replace(/#[\\w-]+/, ''), style.fillOpacity, style.stroke, style.strokeWidth,
      style.opacity].join(' ');
  })"""


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        ("", "ema"),
        ("", "12"),
        ("", "the hague"),
        ("#on=2018-10-05", "gru"),
        ("#event=opcw-attempt", "opcw"),
        ("#relations=all", "court"),
        ("#lanes=actor", "ministry"),
    ],
)
def test_what_is_put_anew_is_what_plotly_would_draw(
    door: Door, open_page: Visitor, state: str, keys: str
) -> None:
    page = enter(door, open_page, state, width=1440, height=860)
    page.wait_for_selector("#chart .dl-discs > path.point", state="attached")
    page.evaluate(_SPY)
    # To compare takes longer than a reader rests between two letters.
    page.evaluate("() => { dateline.restRoom = () => {}; }")
    page.get_by_role("textbox", name="Search").focus()
    seen = []
    for key in [*keys, *["Backspace"] * len(keys)]:
        page.keyboard.press(key)
        settled(page)
        drawn = page.evaluate(_DRAWN)
        before = page.evaluate("() => window.drawings")
        page.evaluate("() => Plotly.redraw(document.querySelector('#chart .js-plotly-plot'))")
        assert page.evaluate(_DRAWN) == drawn
        seen.append((before, len(drawn)))
    assert len({number for _, number in seen}) > 1, "no key has changed anything"
    # Lines of relations become fainter and stronger with their number, and plotly draws them.
    assert "relations" in state or seen[-1][0] == 0, "plotly was asked for the whole chart"
