"""How many events lie where, and which are drawn one by one: the page's pure functions, against a
count of every event in Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser import scripts_alone

DAY = 86_400_000
CATEGORIES, LANES = 3, 3


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A blank page with our scripts and nothing else: what is asked here needs nothing else."""
    with scripts_alone(browser) as page:
        yield page


@dataclass(frozen=True, slots=True)
class Event:
    """What density knows of an event; the lane is given by the first bit of its evidence here."""

    start: int
    end: int
    span: bool
    category: int
    lane: int
    shown: bool

    @property
    def low(self) -> float:
        return self.start if self.span else (self.start + self.end) / 2

    @property
    def high(self) -> float:
        return self.end if self.span else self.low


@st.composite
def events(draw: st.DrawFn) -> Event:
    start = draw(st.integers(0, 400)) * DAY + draw(st.sampled_from([0, 0, 3_600_000]))
    span = draw(st.booleans())
    length = draw(st.sampled_from([1, 30, 700])) * DAY if span else draw(st.sampled_from([1, DAY]))
    return Event(
        start,
        start + length,
        span,
        draw(st.integers(0, CATEGORIES - 1)),
        draw(st.integers(0, LANES - 1)),
        draw(st.sampled_from([True, True, False])),
    )


cases = st.lists(events(), min_size=1, max_size=60).map(
    lambda found: sorted(found, key=lambda event: event.start)
)

#: The events as typed arrays, sorted, with their sums: what every question below begins with.
PREPARE = """
    const count = given.start.length;
    const bulk = {
        count, start: Float64Array.from(given.start), end: Float64Array.from(given.end),
        flags: Uint8Array.from(given.flags), category: Uint16Array.from(given.category),
        place: Uint32Array.from(given.lane),
    };
    const mask = Uint8Array.from(given.mask);
    const way = {of: 'place', to: [0, 1, 2, 2]};
    const sorted = dateline.sortEvents(bulk, dateline.lanesOf(bulk, way, null), 3, null);
    const grid = dateline.layGrid(sorted);
    const sums = dateline.addUp(sorted, grid, mask);
"""


def columns_of(found: Sequence[Event]) -> dict[str, list[int]]:
    return {
        "start": [event.start for event in found],
        "end": [event.end for event in found],
        "flags": [int(event.span) for event in found],
        "category": [event.category for event in found],
        "lane": [event.lane for event in found],
        "mask": [int(event.shown) for event in found],
    }


def ask(page: Page, found: Sequence[Event], question: str, **more: Any) -> Any:
    """What a piece of script answers about some events."""
    return page.evaluate(f"given => {{ {PREPARE} {question} }}", {**columns_of(found), **more})


COUNT = """
    return given.columns.map(number => {
        const level = Math.round(Math.log2((given.to - given.from) / number / grid.cell));
        const c = dateline.countColumns(
            sorted, grid, sums, mask, given.from, given.to, level);
        return {
            level, first: c.first, number: c.number, width: c.width, origin: c.origin,
            slots: sorted.slots, counts: Array.from(c.counts),
        };
    });
"""


def touches(event: Event, low: float, high: float) -> bool:
    """Whether an event counts in a column; what ends where it begins does not."""
    if not event.span:
        return low <= event.low < high
    return event.low < high and event.high > low


#: From one end of the time to the other, so that the cells of the grid are about an hour.
ENDS = [Event(0, 0, False, 0, 0, True), Event(700 * DAY, 700 * DAY, False, 0, 0, True)]


@settings(max_examples=50)
@given(found=cases, low=st.integers(-50, 450), length=st.sampled_from([1, 3, 20, 170, 500]))
def test_every_column_holds_the_events_that_touch_it(
    page: Page, found: list[Event], low: int, length: int
) -> None:
    found = [ENDS[0], *found, ENDS[1]]
    window = (low * DAY, (low + length) * DAY)
    # Whole cells of the grid, and parts of them: counted in two ways, to the same end.
    told = ask(page, found, COUNT, columns=[7, 150, 600], **{"from": window[0], "to": window[1]})
    if length != 20:
        levels = {one["level"] >= 0 for one in told}
        assert levels == ({False, True} if length < 20 else {True})
    for one in told:
        edges = [
            one["origin"] + (one["first"] + column) * one["width"]
            for column in range(one["number"] + 1)
        ]
        assert edges[0] <= window[0]
        assert edges[-1] >= window[1]
        for number, slot in enumerate(one["slots"]):
            own = [
                event
                for event in found
                if event.shown and (event.lane, event.category) == (slot["lane"], slot["category"])
            ]
            assert one["counts"][number * one["number"] : (number + 1) * one["number"]] == [
                sum(touches(event, left, left + one["width"]) for event in own)
                for left in edges[:-1]
            ]


@settings(max_examples=40)
@given(found=cases, low=st.integers(-50, 450), length=st.integers(0, 300))
def test_no_event_is_lost_at_the_edges_of_a_window(
    page: Page, found: list[Event], low: int, length: int
) -> None:
    window = (low * DAY, (low + length) * DAY + 1)
    told = ask(
        page,
        found,
        """return [0, 1, 2].map(lane => dateline.positionsIn(
            sorted, sums, mask, lane, given.from, given.to, 1000).map(p => sorted.order[p]));""",
        **{"from": window[0], "to": window[1]},
    )
    for lane, places in enumerate(told):
        assert places == [
            place
            for place, event in enumerate(found)
            if event.shown
            and event.lane == lane
            and event.low < window[1]
            and event.high >= window[0]
        ]


def many(number: int, step: int = DAY, lane: int = 0, span: int = 0) -> list[Event]:
    """Events one behind the other."""
    return [
        Event(n * step, n * step + (span or DAY), bool(span), n % CATEGORIES, lane, True)
        for n in range(number)
    ]


def test_a_span_that_began_long_before_is_found_among_thousands(page: Page) -> None:
    long = Event(0, 5_000 * DAY, True, 1, 0, True)
    found = [long, *many(3_000)]
    question = """return dateline.positionsIn(
        sorted, sums, mask, 0, given.from, given.to, 1000).map(p => sorted.order[p]);"""
    window = {"from": 4_000 * DAY, "to": 4_100 * DAY}
    assert ask(page, found, question, **window) == [0]
    (told,) = ask(page, found, COUNT, columns=[100], **window)
    slot = told["slots"].index({"lane": 0, "category": 1})
    counts = told["counts"][slot * told["number"] : (slot + 1) * told["number"]]
    assert set(counts) == {1}


def test_rows_are_taken_in_turn_whatever_is_shown(page: Page) -> None:
    found = many(30)
    question = """return Array.from(sorted.order, (_, p) => dateline.rowOf(sorted, p, 0, 4));"""
    rows = ask(page, found, question)
    assert rows == [place % 4 for place in range(30)]
    hidden = [Event(e.start, e.end, e.span, e.category, e.lane, n % 3 == 0)
              for n, e in enumerate(found)]  # fmt: skip
    assert ask(page, hidden, question) == rows


STACK = """
    const found = dateline.stackRows(sorted, [3, 3, 3], given.all ? null : mask);
    return [Array.from(sorted.order, (i, p) => [i, found.rows[p]]), found.crossed];
"""


@settings(max_examples=60)
@given(found=cases, whole=st.booleans())
def test_bars_stand_clear_of_each_other_while_a_lane_has_rows(
    page: Page, found: list[Event], whole: bool
) -> None:
    bars = [event for event in found if event.span]
    rows, crossed = ask(page, bars, STACK, all=whole)
    for lane in range(LANES):
        own = [
            (bars[place], row)
            for place, row in rows
            if bars[place].lane == lane and (whole or bars[place].shown)
        ]
        at_once = max((sum(a.start <= b.start < a.end for a, _ in own) for b, _ in own), default=0)
        assert crossed[lane] is (at_once > 3)
        meet = any(
            a is not b and row == other and a.start < b.end and b.start < a.end
            for a, row in own
            for b, other in own
        )
        assert meet is crossed[lane]


CHOOSE = """
    const window_ = [given.from, given.to];
    const span = given.to - given.from;
    const lanes = dateline.chooseLanes(sorted, sums, mask, [given.from - span, given.to + span],
        window_, [4, 4, 4], given.width);
    return lanes.map(lane => ({dense: lane.dense, number: lane.positions.length}));
"""


@pytest.mark.parametrize(("length", "dense"), [(50, False), (74, False), (80, True)])
def test_a_lane_is_drawn_one_by_one_while_its_marks_can_be_told_apart(
    page: Page, length: int, dense: bool
) -> None:
    window = {"from": 800 * DAY, "to": (800 + length) * DAY}
    told = ask(page, many(2_000), CHOOSE, width=900, **window)
    assert told[0]["dense"] is dense
    assert told[0]["number"] == (0 if dense else 3 * length)


def test_a_narrow_window_holds_fewer_marks(page: Page) -> None:
    window = {"from": 800 * DAY, "to": 900 * DAY}
    assert ask(page, many(2_000), CHOOSE, width=340, **window)[0]["dense"]


def test_lanes_give_way_where_all_together_are_too_many(page: Page) -> None:
    found = sorted(
        [event for lane in range(LANES) for event in many(2_000, lane=lane)],
        key=lambda event: event.start,
    )
    told = ask(page, found, CHOOSE, width=1_400, **{"from": 800 * DAY, "to": 910 * DAY})
    assert [lane["dense"] for lane in told].count(True) == 1
    assert sum(lane["number"] for lane in told) <= 700


def test_the_cost_of_a_window_does_not_lie_in_events_outside_of_it(page: Page) -> None:
    """Blocks without an event in the window are passed over, shown or not."""
    question = """
        let read = 0;
        const watched = {...sorted, lo: new Proxy(sorted.lo, {
            get: (all, key) => { read += /^[0-9]+$/.test(String(key)); return all[key]; }})};
        dateline.positionsIn(watched, sums, mask, 0, given.from, given.to, 1000);
        return read;"""
    assert ask(page, many(50_000), question, **{"from": 300 * DAY, "to": 330 * DAY}) <= 512


OUTLINES = """
    const level = Math.round(Math.log2((given.to - given.from) / 100 / grid.cell));
    const c = dateline.countColumns(sorted, grid, sums, mask, given.from, given.to, level);
    return dateline.outlines(sorted, c, given.lanes, 3, given.least);
"""


def pieces(path: dict[str, list[float | None]]) -> list[list[tuple[float, float]]]:
    """The closed outlines of a path."""
    found: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(path["x"], path["y"], strict=True):
        if x is None or y is None:
            found.append([])
        else:
            found[-1].append((x, y))
    return [piece for piece in found if piece]


@settings(max_examples=30)
@given(found=cases)
def test_outlines_stay_in_their_lanes_and_are_closed(page: Page, found: list[Event]) -> None:
    lanes = {str(lane): {"bottom": 4 * (lane + 1), "room": 3.5} for lane in range(LANES)}
    window = {"from": 0, "to": 400 * DAY}
    paths = ask(page, found, OUTLINES, lanes=lanes, least=0.2, **window)
    assert len(paths) == CATEGORIES
    for category, path in enumerate(paths):
        drawn = pieces(path)
        own = [event for event in found if event.shown and event.category == category]
        assert drawn or not any(event.low < 400 * DAY and event.high > 0 for event in own)
        # The last column may reach beyond the window, by less than two of its hundred parts.
        assert not drawn or any(event.low < 408 * DAY and event.high > -8 * DAY for event in own)
        for piece in drawn:
            assert piece[0] == piece[-1]
            lane = {floor(y) // 4 if y % 4 else ceil(y) // 4 - 1 for _, y in piece}
            assert len(lane) == 1
            assert all(0.5 - 1e-9 <= y - 4 * min(lane) <= 4 for _, y in piece)


def test_a_single_event_is_seen_beside_thousands(page: Page) -> None:
    found = [*([Event(0, 2, False, 0, 0, True)] * 5_000), ENDS[1]]
    lanes = {"0": {"bottom": 4, "room": 3.5}}
    window = {"from": -DAY, "to": 701 * DAY}
    (path, *_) = ask(page, found, OUTLINES, lanes=lanes, least=0.2, **window)
    heights = [4 - min(y for _, y in piece) for piece in pieces(path)]
    assert heights == [pytest.approx(3.5), pytest.approx(0.2)]


def test_categories_of_a_column_stand_upon_one_another(page: Page) -> None:
    found = [Event(0, 2, False, category, 0, True) for category in (0, 0, 1, 2)]
    lanes = {"0": {"bottom": 4, "room": 4}}
    paths = ask(page, found, OUTLINES, lanes=lanes, least=0.1, **{"from": 0, "to": 2})
    spans = [(min(y for _, y in piece), max(y for _, y in piece))
             for path in paths for piece in pieces(path)]  # fmt: skip
    assert [high for _, high in spans] == [4, spans[0][0], spans[1][0]]
    whole = 4 - spans[2][0]
    assert [round((high - low) / whole, 6) for low, high in spans] == [0.5, 0.25, 0.25]


def test_a_column_tells_what_it_holds(page: Page) -> None:
    found = [Event(0, 2, False, category, 0, True) for category in (0, 1, 1, 2)]
    question = """
        const c = dateline.countColumns(sorted, grid, sums, mask, -5, 5, 14);
        return [dateline.columnAt(sorted, c, 0, 1), dateline.columnAt(sorted, c, 1, 1)];"""
    told, other = ask(page, found, question)
    assert told["number"] == 4
    assert told["categories"] == [[1, 2], [0, 1], [2, 1]]
    assert told["from"] <= 1 < told["to"]
    assert other["number"] == 0


STAND_OUT = """
    const lanes = [{dense: true, positions: []}, {dense: true, positions: []},
                   {dense: true, positions: []}];
    return dateline.standOut(sorted, lanes, {
        rows: [2, 2, 2], mask, importance: given.importance, wanted: given.wanted,
        candidates: given.candidates, tile: [0, 100 * 86400000], scale: 10 / 86400000,
        room: () => 100, most: given.most,
    }).map(p => sorted.order[p]);
"""


def test_the_most_important_stand_out_where_their_labels_have_room(page: Page) -> None:
    found = many(100)
    importance = [5 if place in (10, 14, 80) else 1 for place in range(100)]
    told = ask(page, found, STAND_OUT, importance=importance, wanted=[],
               candidates=list(range(100)), most=50)  # fmt: skip
    # 14 is in the row of 10 and would stand in its label; 80 is far enough away.
    assert told[:2] == [10, 80]
    assert 14 not in told


def test_no_more_stand_out_than_a_lane_takes(page: Page) -> None:
    told = ask(page, many(100), STAND_OUT, importance=[1] * 100, wanted=[],
               candidates=list(range(100)), most=2)  # fmt: skip
    assert len(told) == 4


def test_what_is_selected_stands_out_wherever_it_is(page: Page) -> None:
    found = many(400)
    told = ask(page, found, STAND_OUT, importance=[1] * 400, wanted=[399, 11],
               candidates=list(range(100)), most=1)  # fmt: skip
    assert told[:2] == [399, 11]
    hidden = [Event(e.start, e.end, e.span, e.category, e.lane, n != 399)
              for n, e in enumerate(found)]  # fmt: skip
    assert 399 not in ask(page, hidden, STAND_OUT, importance=[1] * 400, wanted=[399],
                          candidates=[], most=1)  # fmt: skip


@pytest.mark.parametrize(
    ("window", "outgrown"),
    [
        ((40, 60), False),
        # Dragged to the end of the tile, and beyond it.
        ((20, 40), False),
        ((19, 39), True),
        ((70, 90), True),
        # Zoomed out of it; what is beyond all events does not matter.
        ((10, 90), True),
        ((49, 50), False),
        ((49.9, 50.1), True),
    ],
)
def test_a_window_is_drawn_anew_when_it_leaves_what_was_drawn(
    page: Page, window: tuple[float, float], outgrown: bool
) -> None:
    told = page.evaluate(
        "window => dateline.outgrown(window, [20, 80], [40, 60], [0, 100])", list(window)
    )
    assert told is outgrown


def test_the_time_beyond_all_events_is_no_reason_to_draw(page: Page) -> None:
    assert not page.evaluate("() => dateline.outgrown([-50, 150], [0, 100], [25, 75], [0, 100])")
