"""Ten thousand events and a million, through both doors, against what is counted in Python.

What the page draws, finds and opens is compared with answers that are counted one event after the
other from the same columns (:mod:`tests.big_case`). Few events are read as YAML, many as Parquet;
the frozen page is a folder behind a plain web server. A folder of a million events takes minutes to
write: the suite takes ``DATELINE_BIG`` of them, by default thirty thousand.
"""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from tests.big_case import CATEGORIES, DAY, Many, drawn, write
from tests.browser import DATELINE, DOORS, ROOT, DoorName, Served, Visitor
from tests.doors import PATIENCE
from tests.site import Site

Size = Literal["few", "many"]

FEW = 10_000
SERVED = 1_000_000
FOLDER = int(os.environ.get("DATELINE_BIG", "30000"))

#: Seconds for a folder to be written on a slow machine.
WRITING = 600

Shown = NDArray[np.bool_]


@cache
def _many(events: int) -> Many:
    return drawn(events)


@dataclass(frozen=True)
class Big:
    """A page of very many events.

    Attributes:
        many: The events.
        address: Where it is, without a fragment.
    """

    many: Many
    address: str


@pytest.fixture(
    scope="module", params=[(s, d) for s in ("few", "many") for d in DOORS], ids="-".join
)
def big(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Big]:
    """A page of each size through each door, open for all tests of the module."""
    size: Size
    door: DoorName
    size, door = request.param
    many = _many(FEW if size == "few" else SERVED if door == "served" else FOLDER)
    folder = tmp_path_factory.mktemp("big")
    file = folder / ("events.yaml" if size == "few" else "events.parquet")
    write(many, file)
    with ExitStack() as stack:
        yield Big(many, _open(file, folder / "case", door, stack))


def _open(file: Path, folder: Path, door: DoorName, stack: ExitStack) -> str:
    if door == "served":
        return stack.enter_context(Served(file)).address
    done = subprocess.run(
        [*DATELINE, "export", str(file), "-o", f"{folder}/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WRITING,
        check=False,
    )
    assert done.returncode == 0, f"export failed:\n{done.stdout}\n{done.stderr}"
    return stack.enter_context(Site(folder)).address


# --- What the page says of itself -----------------------------------------------------------------

#: Which events are shown: a bit each, the first event in the lowest bit.
_MASK = """() => {
  const { mask } = dateline.page;
  const bits = new Uint8Array(Math.ceil(mask.length / 8));
  for (let i = 0; i < mask.length; i += 1) { if (mask[i]) { bits[i >> 3] |= 1 << (i & 7); } }
  let text = '';
  for (let at = 0; at < bits.length; at += 8192) {
    text += String.fromCharCode(...bits.subarray(at, at + 8192));
  }
  return btoa(text);
}"""

#: What the chart was given to draw. Lanes are by category; `singles` are the events drawn one by
#: one, `counts` those of the columns of dense lanes, `painted` the columns that its outlines cover.
_DRAWN = """() => {
  const { page } = dateline;
  const { scene } = page;
  const { base, tile } = scene.bulk;
  const { data } = document.querySelector('#chart .js-plotly-plot').figure;
  const category = code => page.payload.terms.category[code].id;
  const columns = tile.columns;
  const slots = base.sorted.slots.map((slot, k) => ({
    category: category(slot.category),
    dense: tile.dense[slot.lane],
    counts: columns ? [...columns.counts.subarray(k * columns.number, (k + 1) * columns.number)]
      : [],
  }));
  const painted = {};
  data.filter(trace => trace.meta?.role === 'density').forEach(trace => {
    const key = category(trace.meta.category);
    const covered = painted[key] = new Set();
    // The upper edge of a piece runs forwards: it covers what lies between its steps.
    for (let k = 1; k < trace.x.length; k += 1) {
      const [left, right] = [trace.x[k - 1], trace.x[k]];
      if (left === null || right === null || right <= left) { continue; }
      const at = x => Math.round((x - columns.origin) / columns.width) - columns.first;
      for (let c = at(left); c < at(right); c += 1) { covered.add(c); }
    }
    painted[key] = [...covered].sort((a, b) => a - b);
  });
  const marks = data.filter(trace => ['core', 'disc'].includes(trace.meta?.role))
    .flatMap(trace => [...trace.customdata].map(pick => scene.places[pick]));
  return {
    window: scene.window,
    range: tile.range,
    columns: columns && {
      first: columns.first, number: columns.number, width: columns.width, origin: columns.origin,
    },
    slots,
    painted,
    marks,
  };
}"""


#: What is drawn on the next frame, or the one after it, has been drawn.
_NEXT_FRAME = """() => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
})"""


def _shown(page: Page, many: Many) -> Shown:
    packed = base64.b64decode(page.evaluate(_MASK))
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")
    return bits[: len(many)].astype(bool)


def _visit(visit: Visitor, big: Big, state: str = "") -> Page:
    page = visit(big.address + state, width=1440, height=860)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=1000 * PATIENCE)
    return page


def _go(page: Page, **patch: object) -> None:
    """Show something else, as a reader's action does, and wait until it is drawn."""
    page.evaluate(
        "patch => { dateline.go(patch); }",
        patch,
    )
    page.evaluate(_NEXT_FRAME)


def _day(text: str) -> int:
    return int(np.datetime64(text).astype("datetime64[ms]").astype(np.int64))


# --- Counts ---------------------------------------------------------------------------------------

Window = tuple[str, str] | None

#: From and to: everything; years; months; two days; what ends and begins where events do.
WINDOWS: Sequence[Window] = (
    None,
    ("1995-01-01", "2003-06-01"),
    ("1979-11-01", "1980-01-02"),
    ("2023-10-18", "2040-01-01"),
    ("1996-05-01", "1996-08-15"),
    ("1996-06-04", "1996-06-06"),
)


def _check_counts(page: Page, many: Many, shown: Shown) -> None:
    """Every column and every single mark is there, and none that should not be."""
    found = page.evaluate(_DRAWN)
    marks = set(found["marks"])
    assert len(marks) == len(found["marks"]), "an event is drawn twice"
    begin, end = found["range"]
    assert begin <= found["window"][0]
    assert found["window"][1] <= end
    told = {slot["category"]: slot for slot in found["slots"]}
    for code, key in enumerate(CATEGORIES):
        here = shown & (many.category == code)
        if not told[key]["dense"]:
            assert not found["painted"].get(key), f"{key} is drawn in both ways"
            expected = set(np.flatnonzero(many.inside(begin, end, here)).tolist())
            assert {place for place in marks if many.category[place] == code} == expected
            continue
        edges = found["columns"]["origin"] + found["columns"]["width"] * (
            found["columns"]["first"] + np.arange(found["columns"]["number"] + 1)
        )
        counts = _brute(many, here, edges)
        assert told[key]["counts"] == counts, key
        assert found["painted"][key] == [at for at, count in enumerate(counts) if count], key
        alone = [place for place in marks if many.category[place] == code]
        assert here[alone].all(), "what is not shown stands out of its lane"


#: Every so many columns the events are looked at one after the other.
EACH = 40


def _brute(many: Many, here: Shown, edges: NDArray[np.float64]) -> list[int]:
    """The number of events in each column: those begun before its end, less those over before it.

    For some columns it is counted again without that thought.
    """
    bars, points = here & many.lasts, here & ~many.lasts
    middles = np.sort((many.start[points] + many.end[points]) / 2)
    begun = np.searchsorted(np.sort(many.start[bars]), edges[1:])
    over = np.searchsorted(np.sort(many.end[bars]), edges[:-1], side="right")
    counts = begun - over + np.diff(np.searchsorted(middles, edges))
    for at in range(0, len(counts), EACH):
        left, right = float(edges[at]), float(edges[at + 1])
        assert counts[at] == np.count_nonzero(many.inside(left, right, here))
    return [int(count) for count in counts]


def _windows(page: Page, many: Many, shown: Shown, windows: Sequence[Window]) -> None:
    for window in windows:
        begin, end = (None, None) if window is None else map(_day, window)
        _go(page, **{"from": begin, "to": end})
        _check_counts(page, many, shown)


def test_every_column_counts_what_lies_in_it(big: Big, open_page: Visitor) -> None:
    page = _visit(open_page, big)
    many = big.many
    everything = np.ones(len(many), bool)
    assert _shown(page, many).all()
    _windows(page, many, everything, WINDOWS)
    # What begins long before a window and ends long after it is a bar across it.
    across = np.flatnonzero(
        (many.category == 4) & (many.start < _day("1994-01-01")) & (many.end > _day("1998-01-01"))
    )
    assert len(across) == 2
    assert set(across.tolist()) <= set(page.evaluate(_DRAWN)["marks"])
    # What is filtered out is in no column.
    for chosen in (["visits"], ["rare", "raids"]):
        _go(page, category=chosen, after="1990", before="2010-06")
        shown = np.isin(many.category, [CATEGORIES.index(key) for key in chosen])
        shown &= many.inside(_day("1990-01-01"), _day("2010-07-01"), everything)
        assert (_shown(page, many) == shown).all()
        _windows(page, many, shown, WINDOWS[:3])


# --- Search ---------------------------------------------------------------------------------------


def test_the_search_finds_all_and_nothing_else(big: Big, open_page: Visitor) -> None:
    page = _visit(open_page, big)
    many = big.many
    for words in ("fleet", "harb 77", "0012", "nobody", "ryb", "fleet 77"):
        shown = many.having(*words.split())
        page.locator("#search").fill(words)
        page.wait_for_function(
            "count => dateline.page.mask.reduce((sum, one) => sum + (one ? 1 : 0), 0) === count",
            arg=int(shown.sum()),
            polling=100,
        )
        assert (_shown(page, many) == shown).all(), words
    page.evaluate(_NEXT_FRAME)
    _check_counts(page, many, shown)


# --- Single events --------------------------------------------------------------------------------


def test_single_events_are_found_by_their_address(big: Big, open_page: Visitor) -> None:
    many = big.many
    first, middle, last = 0, len(many) * 2 // 3, len(many) - 1
    page = _visit(open_page, big, f"#event={many.identity(middle)}")
    heading = page.locator("#panel-body h2").first
    expect(heading).to_have_text(many.titles[middle])
    assert page.evaluate("() => dateline.page.selected") == middle
    page.keyboard.press("j")
    expect(heading).to_have_text(many.titles[middle + 1])
    expect(page).to_have_url(f"{big.address}#event={many.identity(middle + 1)}")
    page.go_back()
    expect(heading).to_have_text(many.titles[middle])
    for place, key, beside in ((first, "j", first + 1), (last, "k", last - 1)):
        page.evaluate("id => { location.hash = `event=${id}`; }", many.identity(place))
        expect(heading).to_have_text(many.titles[place])
        page.keyboard.press(key)
        expect(heading).to_have_text(many.titles[beside])
    # What no event has for an id opens none.
    page.evaluate("() => { location.hash = 'event=e-7000000&category=rare'; }")
    page.wait_for_function("() => dateline.page.selected === -1")
    assert _shown(page, many).sum() == 5


def test_a_single_event_is_chosen_in_the_chart(big: Big, open_page: Visitor) -> None:
    """Near by, every event of a lane that is dense from afar is a mark that can be chosen."""
    many = big.many
    (letters,) = np.nonzero((many.category == 2) & ~many.lasts)
    place = int(letters[len(letters) // 2])
    page = _visit(open_page, big, f"#category=letters&q={many.number[place]:07}")
    # A server answers in its own time.
    page.wait_for_function("() => dateline.page.mask.reduce((sum, one) => sum + one, 0) === 1")
    middle = int(many.start[place]) + DAY // 2
    _go(page, **{"from": middle - 6 * DAY, "to": middle + 6 * DAY})
    at = page.evaluate(
        """place => {
          const { scene } = dateline.page;
          const pick = scene.places.indexOf(place);
          const area = document.querySelector('#chart .nsewdrag').getBoundingClientRect();
          const lane = scene.stack.lanes[scene.variant.lane[pick]];
          return [
            area.left + (scene.variant.x[pick] - scene.window[0]) * scene.scale,
            area.top + lane.y[scene.variant.row[pick]] * scene.row,
          ];
        }""",
        place,
    )
    page.mouse.click(*at)
    expect(page.locator("#panel-body h2").first).to_have_text(many.titles[place])


# --- Memory ---------------------------------------------------------------------------------------

ZOOMS = 200
#: Views before that, which fill what is kept on purpose: texts, titles, and the widths of labels. A
#: server sends titles alone for most views, so that blocks of texts come in slowly.
WARM = 320

#: In and out again around another place each time, a window at a time.
_ZOOM = """async ([from, count]) => {
  const { variant } = dateline.page.scene;
  const [begin, end] = variant.limits;
  for (let n = from; n < from + count; n += 1) {
    const length = (end - begin) / Math.pow(2, n % 11);
    const middle = begin + (end - begin) * ((n * 0.618) % 1);
    dateline.go({
      from: Math.round(Math.max(middle - length / 2, begin)),
      to: Math.round(Math.min(middle + length / 2, end)),
    });
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  }
}"""


def _held(page: Page) -> dict[str, float]:
    """What the page holds of the whole time, with the first hundred events in its chronicle."""
    _go(page, **{"from": None, "to": None})
    page.wait_for_function(
        "() => document.querySelectorAll('#chronicle [data-index]').length >= 100"
    )
    devtools: Any = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.collectGarbage")
    heap = devtools.send("Runtime.getHeapUsage")
    counts = devtools.send("Memory.getDOMCounters")
    devtools.detach()
    held = heap["usedSize"] + heap.get("backingStorageSize", 0)
    return {
        "megabytes": held / 1e6,
        "nodes": counts["nodes"],
        "listeners": counts["jsEventListeners"],
    }


#: One page of each size and of each door: it takes a while, and is the same code.
SOME = [("few", "frozen"), ("many", "served")]


@pytest.mark.parametrize("big", SOME, indirect=True, ids="-".join)
def test_memory_does_not_grow_with_views(big: Big, open_page: Visitor) -> None:
    page = _visit(open_page, big)
    page.evaluate(_ZOOM, [0, WARM])
    before = _held(page)
    page.evaluate(_ZOOM, [WARM, ZOOMS])
    after = _held(page)
    if after["megabytes"] - before["megabytes"] >= 10:
        # A server that is short of time was still sending what is kept on purpose.
        before = after
        page.evaluate(_ZOOM, [WARM + ZOOMS, ZOOMS])
        after = _held(page)
    assert after["megabytes"] - before["megabytes"] < 10, (before, after)
    assert after["nodes"] - before["nodes"] < 500, (before, after)
    assert after["listeners"] - before["listeners"] < 50, (before, after)
