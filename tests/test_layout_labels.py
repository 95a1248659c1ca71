"""The rule of labels: never overlapping, never cut, never hidden by zooming in."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.layout.labels import box_on_screen, fit_labels, label_span
from dashboard.layout.scene import DISC, LABEL_GAP, Mark, Side
from tests.layout_cases import marks, windows

WIDTH = 900


def mark(
    index: int, start: int, end: int | None = None, *, label: float = 100, **more: int
) -> Mark:
    """An instant at a moment, or a span; the label's width in pixels."""
    return Mark(
        index=index,
        event=f"e{index}",
        lane=0,
        row=more.get("row", 0),
        kind="instant" if end is None else "span",
        x=start if end is None else (start + end) // 2,
        start=start,
        end=start + 1 if end is None else end,
        earliest=start,
        latest=start + 1 if end is None else end,
        open_start=False,
        open_end=False,
        approximate=False,
        evidence="corroborated",
        category=None,
        importance=more.get("importance", 3),
        label="",
        label_width=label,
    )


#: One pixel is one millisecond here: the window is as wide as the plot.
CASES: dict[str, tuple[list[Mark], dict[int, Side]]] = {
    "alone": ([mark(0, 400)], {0: "right"}),
    "the next one begins after the label": ([mark(0, 400), mark(1, 524)], {0: "right", 1: "right"}),
    "the next one begins in the label": ([mark(0, 400), mark(1, 523)], {1: "right"}),
    "another row is no obstacle": (
        [mark(0, 400), mark(1, 420, row=1)],
        {0: "right", 1: "right"},
    ),
    "cut at the right edge, so on the left": ([mark(0, 850)], {0: "left"}),
    "no room on the left beside a mark": ([mark(0, 750, label=20), mark(1, 850)], {0: "right"}),
    "room on the left for both labels": (
        [mark(0, 700, label=20), mark(1, 850)],
        {0: "right", 1: "left"},
    ),
    "neither side": ([mark(0, 50, label=880)], {}),
    "out of view on the left": ([mark(0, -10)], {}),
    "of two at one moment the more important": (
        [mark(0, 400, importance=1), mark(1, 400, importance=5)],
        {1: "right"},
    ),
    "of two equals the first": ([mark(0, 400), mark(1, 400)], {0: "right"}),
    "after the end of a bar": ([mark(0, 100, 300)], {0: "right"}),
    "a bar that began before the window": ([mark(0, -500, 300)], {0: "right"}),
    "a bar that ends after it carries its label": ([mark(0, 600, 1500)], {0: "inside"}),
    "a bar beyond both edges": ([mark(0, -500, 1500)], {0: "inside"}),
    "too short a part of a bar in view": ([mark(0, 800, 1500)], {}),
    "a mark on the bar where its label would be": (
        [mark(0, 600, 1500), mark(1, 650, label=900)],
        {},
    ),
    "a disc on a bar has no label, for it would stand on the bar": (
        [mark(0, 100, 300), mark(1, 200, label=20)],
        {0: "right"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rule(case: str) -> None:
    given_marks, expected = CASES[case]
    assert fit_labels(given_marks, (0, WIDTH), WIDTH) == expected


def test_marks_that_are_filtered_out_are_no_obstacle() -> None:
    both = [mark(0, 400), mark(1, 420)]
    assert fit_labels(both, (0, WIDTH), WIDTH, {0}) == {0: "right"}
    assert fit_labels(both, (0, WIDTH), WIDTH, set()) == {}


def test_a_short_span_takes_the_room_of_a_disc() -> None:
    box = box_on_screen(mark(0, 400, 406), (0, WIDTH), WIDTH)
    assert (box.left, box.right, box.bar) == (403 - DISC / 2, 403 + DISC / 2, False)


@given(marks(), windows())
def test_labels_neither_overlap_nor_leave_the_plot(
    drawn: list[Mark], window: tuple[int, int]
) -> None:
    sides = fit_labels(drawn, window, WIDTH)
    boxes = {each.index: box_on_screen(each, window, WIDTH) for each in drawn}
    spans = {index: label_span(boxes[index], side) for index, side in sides.items()}
    for start, end in spans.values():
        assert start >= 0
        assert end <= WIDTH
    for one, other in combinations(spans, 2):
        if drawn[one].row == drawn[other].row:
            (a, b), (c, d) = spans[one], spans[other]
            assert b <= c or d <= a, (boxes[one], sides[one], boxes[other], sides[other])


@given(marks(), windows())
def test_labels_stand_on_no_mark(drawn: list[Mark], window: tuple[int, int]) -> None:
    sides = fit_labels(drawn, window, WIDTH)
    boxes = [box_on_screen(each, window, WIDTH) for each in drawn]
    for index, side in sides.items():
        start, end = label_span(boxes[index], side)
        for other in boxes:
            if other.mark.index != index and other.mark.row == drawn[index].row:
                assert other.right <= start or other.left >= end


@given(marks(), windows(), st.floats(0, 1), st.sampled_from((1.01, 1.2, 2, 5, 40)))
def test_zooming_in_hides_no_label_that_stays_in_view(
    drawn: list[Mark],
    window: tuple[int, int],
    point: float,
    factor: float,
) -> None:
    before = fit_labels(drawn, window, WIDTH)
    assume(before)
    span = (window[1] - window[0]) / factor
    first = window[0] + (window[1] - window[0] - span) * point
    near = first, first + span
    after = fit_labels(drawn, near, WIDTH)
    for index, side in before.items():
        box = box_on_screen(drawn[index], near, WIDTH)
        start, end = label_span(box, side)
        whole = box.left >= 0 and (box.right <= WIDTH or side == "inside")
        if whole and start >= 0 and end + (LABEL_GAP if side == "inside" else 0) <= WIDTH - 3:
            assert index in after, (index, side, box)


@given(marks(), windows())
def test_order_of_marks_does_not_matter(drawn: list[Mark], window: tuple[int, int]) -> None:
    assert fit_labels(drawn[::-1], window, WIDTH) == fit_labels(drawn, window, WIDTH)


def test_rows_are_kept_apart() -> None:
    same_row = [mark(0, 400), replace(mark(1, 410), lane=1)]
    assert fit_labels(same_row, (0, WIDTH), WIDTH) == {0: "right", 1: "right"}
