"""The chart of very many events: density and single marks in one drawing, through both doors."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Door, Visitor
from tests.plain_plot import expect_as_plotly

DAY = 86_400_000
FIRST = datetime(2001, 1, 1, tzinfo=UTC)
#: Nothing happens from one of these days until the other.
QUIET = (2_000, 4_000)
EVENTS = 1_400

#: What is drawn on the next frame, or the one after it, has been drawn.
_NEXT_FRAME = """() => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
})"""


def _case() -> str:
    """Many visits, fewer letters, a handful of raids; every third at a time of day."""
    chance = random.Random(3)
    lines = ["title: Very many events", "timezone: Europe/Amsterdam", "categories:"]
    lines += [f"  {key}: {{label: {key.title()}}}" for key in ("visits", "letters", "raids")]
    lines.append("events:")
    for number in range(EVENTS):
        day = chance.randrange(4_000)
        begin = FIRST + timedelta(days=day if day < QUIET[0] else day + QUIET[1] - QUIET[0])
        category = "raids" if number < 6 else chance.choice(("visits", "visits", "letters"))
        date = f"{begin:%Y-%m-%d}" + ("T10:30" if number % 3 == 0 else "")
        sources = "[https://example.org/a, https://example.com/b]" if number % 5 == 0 else "[]"
        lines.append(
            f"  - {{id: e-{number}, title: 'Event {number}', date: '{date}', sources: {sources},"
            f" category: {category}, importance: {1 + number % 5}}}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def many_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("many") / "events.yaml"
    file.write_text(_case(), encoding="utf-8")
    return file


@pytest.fixture
def many(door_to: Callable[[Path], Door], many_file: Path) -> Door:
    """A file of so many events that the page has columns of them."""
    return door_to(many_file)


Open = Callable[..., Page]


@pytest.fixture
def opened(many: Door, open_page: Visitor) -> Open:
    def visit(state: str = "", width: int = 1440, height: int = 860) -> Page:
        page = open_page(many.url(state), width=width, height=height)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    return visit


def go(page: Page, **patch: Any) -> None:
    page.evaluate("patch => { dateline.go(patch, false); }", patch)
    page.evaluate(_NEXT_FRAME)


def window(page: Page, share: float, middle: float = 0.2) -> dict[str, float]:
    """A window as long as a share of the home window, around a place of it."""
    begin, end = page.evaluate("() => dateline.page.scene.variant.window")
    at, half = begin + (end - begin) * middle, (end - begin) * share / 2
    return {"from": at - half, "to": at + half}


_SCENE = """() => {
  const { scene } = dateline.page;
  const plot = document.querySelector('#chart .js-plotly-plot');
  return {
    dense: scene.bulk.tile.dense,
    rows: scene.stack.rows,
    height: plot.clientHeight,
    lanes: (plot.figure.layout.annotations || []).filter(note => /^lane:/.test(note.name))
      .map(note => [note.text, note.y]),
    picks: scene.places.length,
    labels: Object.keys(scene.sides).length,
    totals: [...scene.bulk.summed.totals],
    fills: plot.querySelectorAll('.dl-fill').length,
  };
}"""

#: A column of a dense lane in the middle of the plot, in pixels of the page, and what it holds.
_COLUMN = """lane => {
  const { scene } = dateline.page;
  const area = document.querySelector('#chart .nsewdrag').getBoundingClientRect();
  const { top } = scene.stack.lanes[lane];
  for (let x = 200; x < scene.width; x += 7) {
    const at = [x, (top + 0.2) * scene.row];
    const found = dateline.columnUnder(scene, at);
    if (found && found.number > 1 && dateline.hit(scene, ...at) < 0) {
      return { at: [area.left + at[0], area.top + at[1]], ...found };
    }
  }
  return null;
}"""


def test_density_from_afar_and_single_marks_near_by_in_the_same_rows(opened: Open) -> None:
    page = opened()
    home = page.evaluate(_SCENE)
    assert home["dense"] == [True, True, False]
    assert home["fills"] == 2
    assert home["labels"] > 4
    go(page, **window(page, 0.004))
    near = page.evaluate(_SCENE)
    assert near["dense"] == [False, False, False]
    assert near["fills"] == 0
    for part in ("rows", "height", "lanes", "totals"):
        assert near[part] == home[part]


def test_a_narrow_chart_has_the_same_levels(opened: Open) -> None:
    page = opened(width=390, height=844)
    home = page.evaluate(_SCENE)
    assert home["dense"][0]
    assert not home["dense"][2]
    go(page, **window(page, 0.004))
    near = page.evaluate(_SCENE)
    assert not any(near["dense"])
    assert near["height"] == home["height"]


def test_a_dense_spot_tells_what_it_holds_and_opens_when_pressed(opened: Open) -> None:
    page = opened()
    column = page.evaluate(_COLUMN, 0)
    page.mouse.move(*column["at"])
    tip = page.locator(".dl-dense-tip")
    expect(tip).to_be_visible()
    expect(tip.locator(".dl-dense-number")).to_have_text(f"{column['number']} events")
    expect(tip.locator(".dl-dense-label")).to_have_text("Visits")
    page.mouse.click(*column["at"])
    page.wait_for_function("() => dateline.page.state.from !== null && !dateline.page.selected + 1")
    page.wait_for_function(
        """([from, to]) => {
          const [begin, end] = dateline.page.scene.window;
          return begin < from && to < end;
        }""",
        arg=[column["from"], column["to"]],
    )
    expect(tip).to_be_hidden()
    page.go_back()
    page.wait_for_function("() => dateline.page.state.from === null")


def test_pointing_beside_a_dense_lane_tells_nothing(opened: Open) -> None:
    page = opened()
    page.mouse.move(*page.evaluate(_COLUMN, 0)["at"])
    expect(page.locator(".dl-dense-tip")).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(".dl-dense-tip")).to_be_hidden()


def test_a_filter_holds_in_density_and_marks(opened: Open) -> None:
    page = opened("#category=letters")
    scene = page.evaluate(_SCENE)
    letters = page.evaluate(
        "() => dateline.page.bulk.category.reduce((sum, code) => sum + (code === 1), 0)"
    )
    assert scene["totals"] == [0, letters, 0]
    assert [text for text, _ in scene["lanes"]] == ["<b>Letters</b>"]
    shape = page.locator(".dl-overview-density").get_attribute("d")
    go(page, category=["raids"])
    raids = page.evaluate(_SCENE)
    assert raids["totals"] == [0, 0, 6]
    assert raids["picks"] == 6
    assert page.locator(".dl-overview-density").get_attribute("d") != shape


def test_a_selected_event_stands_out_of_its_dense_lane(opened: Open) -> None:
    page = opened()
    place = page.evaluate(
        """() => {
          const { page } = dateline;
          const plain = i => page.bulk.category[i] === 0 && page.bulk.importance[i] === 1;
          return [...page.bulk.start.keys()].find(
            i => i > 600 && plain(i) && page.scene.places.indexOf(i) < 0);
        }"""
    )
    page.evaluate("place => dateline.open(place, null)", place)
    page.wait_for_function("place => dateline.page.selected === place", arg=place)
    page.evaluate(_NEXT_FRAME)
    seen = page.evaluate(
        """() => {
          const { scene } = dateline.page;
          const plot = document.querySelector('#chart .js-plotly-plot');
          const ring = plot.figure.layout.shapes.find(shape => shape.name === 'halo');
          // What is filled must not cover it.
          return [scene.places[scene.selected], ring.opacity, ring.layer, ring.xanchor,
            scene.variant.x[scene.selected]];
        }"""
    )
    assert seen[:3] == [place, 1, "above"]
    assert seen[3] == seen[4]


def test_a_mark_is_chosen_by_a_press(opened: Open) -> None:
    page = opened()
    place, *at = page.evaluate(
        """() => {
          const { scene } = dateline.page;
          const area = document.querySelector('#chart .nsewdrag').getBoundingClientRect();
          const k = scene.places.findIndex((_, n) => scene.variant.lane[n] === 2);
          const lane = scene.stack.lanes[2];
          return [scene.places[k],
            area.left + (scene.variant.x[k] - scene.window[0]) * scene.scale,
            area.top + lane.y[scene.variant.row[k]] * scene.row];
        }"""
    )
    page.mouse.click(*at)
    page.wait_for_function("place => dateline.page.selected === place", arg=place)


def test_a_small_move_draws_nothing_anew(opened: Open) -> None:
    """What was counted and picked for three windows stays while a window moves among them."""
    page = opened()
    go(page, **window(page, 0.3))
    page.evaluate("() => { window.before = dateline.page.scene.bulk.tile.paths; }")
    shifted = {key: value + 20 * DAY for key, value in window(page, 0.3).items()}
    go(page, **shifted)
    assert page.evaluate("() => dateline.page.scene.bulk.tile.paths === window.before")
    go(page, **window(page, 0.2))
    assert not page.evaluate("() => dateline.page.scene.bulk.tile.paths === window.before")


def test_the_wheel_zooms_on_after_every_drawing(opened: Open) -> None:
    page = opened()
    page.mouse.move(*page.evaluate(_COLUMN, 0)["at"])
    lengths = "() => { const [a, b] = dateline.page.scene.window; return b - a; }"
    before = page.evaluate(lengths)
    for _ in range(3):
        page.mouse.wheel(0, -60)
        page.wait_for_function(
            "before => { const [a, b] = dateline.page.scene.window; return b - a < before; }",
            arg=before,
        )
        before = page.evaluate(lengths)


def test_marks_lie_upon_what_is_filled(opened: Open) -> None:
    page = opened()
    fills, discs = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('#chart .cartesianlayer *')];
          const last = part => all.reduce((at, node, k) => node.matches(part) ? k : at, -1);
          const first = part => all.findIndex(node => node.matches(part));
          return [last('.dl-fill'), first('.scatterlayer path.point')];
        }"""
    )
    assert 0 <= fills < discs


#: Where the middle of the first window lies among what is filled, whenever plotly tells of a
#: window: in pixels, and where it should be.
_FOLLOW = """() => {
  const plot = document.querySelector('#chart .js-plotly-plot');
  const { scene } = dateline.page;
  const middle = scene.width / 2;
  const moment = (scene.window[0] + scene.window[1]) / 2;
  let newest = null;
  window.places = [];
  const note = change => {
    const range = [0, 1].map(n => change[`xaxis.range[${n}]`]).map(dateline.axisMoment);
    if (range.some(Number.isNaN)) { return; }
    // Told first, moved in the same frame.
    requestAnimationFrame(() => setTimeout(() => {
      if (range !== newest) { return; }
      const fills = plot.querySelector('.dl-fills');
      const at = new DOMPoint(middle, 0).matrixTransform(fills.getScreenCTM());
      const area = plot.querySelector('.nsewdrag').getBoundingClientRect();
      const share = (moment - range[0]) / (range[1] - range[0]);
      window.places.push([at.x, area.left + share * area.width]);
    }));
    newest = range;
  };
  plot.on('plotly_relayouting', note);
}"""


@pytest.mark.parametrize("input_", ["wheel", "drag"])
def test_what_is_filled_moves_with_the_window(opened: Open, input_: str) -> None:
    page = opened()
    page.evaluate(_FOLLOW)
    area = page.locator("#chart .nsewdrag").first.bounding_box()
    assert area is not None
    x, y = area["x"] + area["width"] * 0.3, area["y"] + area["height"] / 2
    page.mouse.move(x, y)
    if input_ == "wheel":
        page.mouse.wheel(0, -60)
    else:
        page.mouse.down()
        page.mouse.move(x - 60, y, steps=4)
    page.wait_for_function("() => window.places.length > 0")
    for at, wanted in page.evaluate("() => window.places"):
        assert at == pytest.approx(wanted, abs=1.5)
    page.mouse.up()
    page.wait_for_function("() => location.hash.includes('from=')")
    page.evaluate(_NEXT_FRAME)
    expect_as_plotly(page, "fills", "names")


@pytest.mark.parametrize("state", ["", "q=event+1", "lanes=evidence"])
def test_what_is_filled_lies_where_plotly_would_put_it(opened: Open, state: str) -> None:
    page = opened(f"#{state}")
    expect_as_plotly(page, "fills", "labels", "names", "bands")


def test_every_mark_that_has_room_is_named_near_by(opened: Open) -> None:
    page = opened()
    go(page, **window(page, 0.002))
    page.wait_for_function(
        """() => {
          const { scene } = dateline.page;
          return scene.places.length > 0 && scene.variant.label.every(Boolean);
        }"""
    )


@pytest.mark.parametrize("lanes", ["", "actor", "place", "evidence", "none"])
def test_every_event_is_in_a_lane_of_every_kind(opened: Open, lanes: str) -> None:
    scene = opened(f"#lanes={lanes}").evaluate(_SCENE)
    assert sum(scene["totals"]) == EVENTS
    assert len(scene["lanes"]) == sum(1 for total in scene["totals"] if total)


def test_quiet_times_can_be_folded(opened: Open) -> None:
    page = opened()
    expect(page.locator("#fold")).to_be_visible()
    go(page, fold="1")
    folds = page.evaluate("() => dateline.page.scene.lens.folds")
    assert len(folds) == 1
    begin = FIRST.timestamp() * 1000
    assert begin + (QUIET[0] - 30) * DAY < folds[0]["start"] < begin + (QUIET[0] + 1) * DAY
    assert begin + (QUIET[1] - 1) * DAY < folds[0]["end"] < begin + (QUIET[1] + 30) * DAY
    scene = page.evaluate(_SCENE)
    assert sum(scene["totals"]) == EVENTS
    go(page, **window(page, 0.004))
    assert page.evaluate(_SCENE)["picks"] > 0


def test_a_time_of_day_follows_another_zone(opened: Open) -> None:
    page = opened()
    go(page, **window(page, 0.01))
    places = """() => Object.fromEntries(dateline.page.scene.places.map(
        (place, k) => [place, dateline.page.scene.variant.x[k]]))"""
    before = page.evaluate(places)
    timed = page.evaluate("() => [...dateline.page.bulk.flags].map(flags => Boolean(flags & 16))")
    go(page, zone="utc")
    after = page.evaluate(places)
    both = before.keys() & after.keys()
    assert {timed[int(place)] for place in both} == {True, False}
    for place in both:
        moved = before[place] - after[place]
        assert moved in ((3_600_000, 7_200_000) if timed[int(place)] else (0,))


def test_what_is_tried_while_nobody_waits_leaves_the_chart_as_it_is(opened: Open) -> None:
    page = opened()
    assert page.evaluate(
        """() => {
          const { mask, scene } = dateline.page;
          const seen = scene.figure.data.map(trace => JSON.stringify([trace.x, trace.y]));
          dateline.rehearseBulk(dateline.page);
          dateline.draw();
          const now = dateline.page.scene;
          return dateline.page.mask === mask && now.bulk.tile === scene.bulk.tile
            && now.version === scene.version
            && now.figure.data.every((trace, k) => JSON.stringify([trace.x, trace.y]) === seen[k]);
        }"""
    )


def test_a_chart_is_not_drawn_again_while_the_wheel_goes_on(opened: Open) -> None:
    page = opened()
    order = page.evaluate(
        """() => new Promise(done => {
          const order = [], turn = () => document.body.dispatchEvent(new WheelEvent('wheel',
            {bubbles: true, deltaY: 10}));
          turn();
          dateline.land(() => { order.push('drawn'); done(order); });
          // Before the next frame, and some time after that.
          turn();
          setTimeout(() => { order.push('turned'); turn(); }, 60);
          setTimeout(() => order.push('rested'), 150);
        })"""
    )
    assert order == ["turned", "rested", "drawn"]
