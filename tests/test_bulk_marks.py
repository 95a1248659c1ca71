"""The single marks of very many events: their names, their bars and what stands beside them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.app import create_app
from dashboard.app.blocks import TITLES
from tests.browser import Door, Visitor
from tests.bulk_cases import large_payload, many
from tests.reader import settled

FIRST = date(2001, 1, 1)
#: Events in a table, and one in so many is what a reader looks for.
ROWS, APART = 14_000, 61

Open = Callable[..., Page]


@pytest.fixture
def opened(door_to: Callable[[Path], Door], open_page: Visitor) -> Open:
    def visit(file: Path, state: str = "", width: int = 1440, height: int = 860) -> Page:
        page = open_page(door_to(file).url(state), width=width, height=height)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    return visit


# --- Names ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events in more blocks than a page asks for at once; what is looked for matters least."""
    lines = ["date,title,category,importance"]
    chance = random.Random(4)
    for number in range(ROWS):
        found = chance.randrange(APART) == 0
        title = f"Needle {number}" if found else f"Straw {number}"
        day = FIRST + timedelta(days=number // 4)
        kind = "press" if number % 2 else "long talks"
        lines.append(f"{day},{title},{kind},{1 if found else 2 + number % 4}")
    file = tmp_path_factory.mktemp("table") / "events.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


_NAMED = """() => {
  const { scene, bulk } = dateline.page;
  const { start, end } = scene.variant;
  const seen = scene.places.filter(
    (_, k) => end[k] >= scene.window[0] && start[k] <= scene.window[1]);
  return {
    seen: seen.length,
    blocks: new Set(seen.map(i => Math.floor(i / bulk.block))).size,
    untitled: seen.filter(i => bulk.titleOf(i) === null).length,
    labels: Object.keys(scene.sides).length,
    dense: scene.bulk.tile.dense.some(Boolean),
  };
}"""


def test_single_marks_from_many_blocks_are_named(opened: Open, table: Path) -> None:
    page = opened(table, "#q=needle")
    settled(page)
    page.wait_for_function(f"() => {{ const now = ({_NAMED})(); return now.untitled === 0; }}")
    now = page.evaluate(_NAMED)
    assert not now["dense"]
    assert now["seen"] > 100
    assert now["blocks"] > 16
    assert now["labels"] > 0


def test_what_a_filter_leaves_stands_out_of_dense_lanes(opened: Open, table: Path) -> None:
    """Also where it matters so little that its titles do not come with the page."""
    page = opened(table, "#q=needle", 390, 844)
    settled(page)
    page.wait_for_function(f"() => ({_NAMED})().untitled === 0")
    now = page.evaluate(_NAMED)
    heads = page.evaluate(
        "() => [...dateline.page.bulk.heads.keys()].filter(i => dateline.page.mask[i]).length"
    )
    assert now["dense"]
    assert now["labels"] > 6
    assert heads < now["labels"]


@pytest.mark.parametrize(("width", "height"), [(1440, 860), (390, 844)])
@pytest.mark.parametrize("share", [0.3, 0.1, 0.03])
def test_labels_stand_wherever_there_is_room(
    opened: Open, table: Path, share: float, width: int, height: int
) -> None:
    """Every mark with nothing behind it for as long as its title has its name, and none overlap."""
    page = opened(table, "#q=needle", width, height)
    settled(page)
    page.evaluate(
        """share => {
          const [begin, end] = dateline.page.scene.variant.window;
          const middle = (begin + end) / 2, half = (end - begin) * share / 2;
          dateline.go({ from: middle - half, to: middle + half }, false);
        }""",
        share,
    )
    settled(page)
    page.wait_for_function(f"() => ({_NAMED})().untitled === 0")
    bare, crossed, number = page.evaluate(
        """() => {
          const { scene } = dateline.page;
          const { lane, row } = scene.variant;
          const boxes = scene.places.map((_, k) => dateline.boxOf(scene, k));
          const gap = scene.size.gap;
          const bare = boxes.filter((box, k) => {
            if (box.left < 0 || box.right + 2 * gap + scene.widths[k] > scene.width) return false;
            return scene.sides[k] === undefined && boxes.every((other, n) => n === k
              || lane[n] !== lane[k] || row[n] !== row[k] || other.right < box.left
              || other.left > box.right + 2 * gap + scene.widths[k] + 1);
          });
          const spans = Object.keys(scene.sides).map(k => ({
            key: lane[k] + ':' + row[k],
            at: dateline.labelSpan(scene, boxes[k], scene.sides[k]),
          }));
          const crossed = spans.filter((a, n) => spans.some((b, m) => n !== m && a.key === b.key
            && a.at[0] < b.at[1] && b.at[0] < a.at[1]));
          return [bare.length, crossed.length, spans.length];
        }"""
    )
    assert number > 0 or (width < 600 and share > 0.2)
    assert (bare, crossed) == (0, 0)


def test_categories_of_a_table_are_called_as_in_a_small_one(
    opened: Open, table: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.csv"
    small.write_text("".join(table.read_text("utf-8").splitlines(True)[:20]), encoding="utf-8")
    labels = {category.label for category in load(small).categories.values()}
    page = opened(table)
    terms = page.evaluate("() => dateline.page.payload.terms.category.map(term => term.label)")
    assert set(terms) == labels


def test_a_server_tells_titles_by_place_in_bounds() -> None:
    timeline = many(1_100)
    bulk, payload = large_payload(timeline)
    client = create_app(timeline).server.test_client()
    base = f"/_dateline/bulk/{bulk.version}/"
    assert payload["bulk"]["count"] == 1_100
    answer = client.get(f"{base}titles?at=7,1099,3")
    told = json.loads(answer.data)
    assert told == [timeline.events[place].title for place in (7, 1099, 3)]
    whole = ",".join(map(str, range(TITLES)))
    assert len(json.loads(client.get(f"{base}titles?at={whole}").data)) == TITLES
    for wrong in ("", "x", "-1", "1100", "1,,2", "٣", f"{whole},7"):
        assert client.get(f"{base}titles", query_string={"at": wrong}).status_code == 404


# --- Bars -----------------------------------------------------------------------------------------


def _bars(at_once: int) -> str:
    """Bars of one category, as many at once as that, and a few others."""
    lines = ["title: Very many bars", "categories: {talks: Talks, visits: Visits}", "events:"]
    for number in range(1_200):
        begin = FIRST + timedelta(days=number * 3)
        end = begin + timedelta(days=3 * at_once - 1)
        written = f"{begin}/{end}" if number % 12 else f"{begin}"
        kind = "visits" if number % 40 == 0 else "talks"
        lines.append(
            f"  - {{id: e-{number}, title: Number {number}, date: {written}, category: {kind}}}"
        )
    return "\n".join(lines) + "\n"


#: Pairs of bars that cross: of one lane and row, and as they are drawn.
_CROSSED = """() => {
  const { scene } = dateline.page;
  const { lane, row, start, end, span, thin } = scene.variant;
  const ks = scene.places.map((_, k) => k).filter(k => span[k]);
  const pairs = ks.flatMap(a => ks.filter(b => a < b && lane[a] === lane[b]
    && row[a] === row[b] && start[a] < end[b] && start[b] < end[a]));
  return [pairs.length, ks.length, Math.min(...ks.map(k => thin[k]))];
}"""


def _near(page: Page, days: int) -> None:
    page.evaluate(
        """days => {
          const [begin, end] = dateline.page.scene.variant.window;
          const middle = (begin + end) / 2, half = days * 43200000;
          dateline.go({ from: middle - half, to: middle + half }, false);
        }""",
        days,
    )
    settled(page)
    page.wait_for_function("() => !dateline.page.scene.bulk.tile.dense.some(Boolean)")


@pytest.mark.parametrize(("at_once", "thin"), [(5, False), (14, True)])
def test_bars_that_last_at_once_stand_beside_one_another(
    opened: Open, tmp_path: Path, at_once: int, thin: bool
) -> None:
    file = tmp_path / "events.yaml"
    file.write_text(_bars(at_once), encoding="utf-8")
    page = opened(file)
    _near(page, 40)
    crossed, bars, least = page.evaluate(_CROSSED)
    assert crossed == 0
    assert bars >= at_once
    assert (least < 1) is thin
    # Each can be pressed: a place where only its own track is.
    at = page.evaluate(
        """() => {
          const { scene } = dateline.page;
          const area = document.querySelector('#chart .nsewdrag').getBoundingClientRect();
          const boxes = scene.places.map((_, k) => dateline.boxOf(scene, k));
          const k = boxes.findIndex(box => box.bar && box.left > 60 && box.left < 400);
          const { lane, row } = scene.variant;
          return [scene.places[k], area.left + boxes[k].left + 8,
            area.top + scene.stack.lanes[lane[k]].y[row[k]] * scene.row];
        }"""
    )
    page.mouse.click(*at[1:])
    page.wait_for_function("place => dateline.page.selected === place", arg=at[0])


# --- What stands beside marks ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def rivals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An event of which dates and numbers are in doubt and that became public late, among many."""
    lines = [
        "title: Very many events",
        "actors: {a: {name: One}, b: {name: Other}}",
        "sources:",
        "  s: {url: 'https://example.org/a', published: 2005-06-20}",
        "events:",
        "  - id: doubtful",
        "    title: Doubtful",
        "    date: '[2005-03-03,2005-03-20]'",
        "    sources: [s]",
        "    claims:",
        "      - {by: a, stance: asserts, says: It was 17., number: 17 men}",
        "      - {by: b, stance: asserts, says: It was 18., number: 18 men}",
        "  - {id: plain, title: Plain, date: 2005-03-09}",
    ]
    for number in range(1_200):
        day = FIRST + timedelta(days=number * 3)
        lines.append(f"  - {{id: e-{number}, title: Number {number}, date: {day}}}")
    file = tmp_path_factory.mktemp("rivals") / "events.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _beside(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """() => Object.fromEntries(
          document.querySelector('#chart .js-plotly-plot').figure.data
            .filter(trace => /^(rival|delay)/.test(trace.meta.role))
            .map(trace => [trace.meta.role, trace.visible === false ? 0 : trace.x.length]))"""
    )
    return found


def test_what_is_in_doubt_is_drawn_beside_its_mark(opened: Open, rivals: Path) -> None:
    page = opened(rivals, "#event=doubtful&from=2005-01-01&to=2005-08-01")
    settled(page)
    assert _beside(page) == {
        "rival": 2, "rival-line": 1, "rival-number": 2, "delay": 1, "delay-end": 1,
    }  # fmt: skip
    drawn = page.evaluate(
        """() => {
          const { data } = document.querySelector('#chart .js-plotly-plot').figure;
          const of = role => data.find(trace => trace.meta.role === role);
          const day = ms => new Date(ms).toISOString().slice(0, 10);
          const line = of('rival-line'), delay = of('delay');
          return [of('rival').x.map(day), day(line.base[0]), day(line.base[0] + line.x[0]),
            day(delay.base[0] + delay.x[0]), day(of('delay-end').x[0])];
        }"""
    )
    assert drawn == [
        ["2005-03-03", "2005-03-20"], "2005-03-03", "2005-03-20", "2005-06-20", "2005-06-20",
    ]  # fmt: skip
    # Where the event is not selected its dates are still in doubt; its delay is not asked for.
    page.keyboard.press("Escape")
    page.wait_for_function("() => dateline.page.selected < 0")
    settled(page)
    assert _beside(page)["delay"] == 0
    assert _beside(page)["rival"] == 2


def test_no_sort_by_title_is_said_not_kept_silent(opened: Open, table: Path) -> None:
    page = opened(table, "#view=table&sort=-title")
    listed = page.locator("#table .dl-listed")
    expect(listed).to_contain_text("in order of time")
    expect(listed).to_contain_text("too many events here to sort them by their titles")
    expect(page.locator("#table thead button[data-column=title]")).to_be_disabled()
