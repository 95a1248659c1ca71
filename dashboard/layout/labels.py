"""Which labels are shown in a window, and on which side of their marks.

A label stands to the right of its mark. Whether it may is a matter of gaps between marks alone, so
zooming in, which only widens gaps, never hides a label that stays in view. The same rule runs in
the browser; the steps are kept plain so that it can be read side by side.

For a label of mark B every other visible mark M of the row is in one of two places *at every zoom*:

* behind: M's bar ends, and its middle lies, no later than B's; it reaches no label on the right;
* ahead: M must then begin after the label.

1. Right: no mark ahead begins before the label ends, and the label ends inside the plot.
2. Left: only when the edge alone forbids (1). The nearest mark on that side must leave room for its
   own label too, shown or not; otherwise zooming in could bring that label and take this one.
3. Inside: a bar that is long enough carries its label itself, from where it begins or from the left
   edge, whichever is later.
4. Otherwise the label is not shown. It is never cut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from dashboard.layout.scene import DISC, LABEL_GAP, Mark, Side

__all__ = ["INSIDE_PAD", "Box", "behind", "beyond", "box_on_screen", "fit_labels", "label_span"]

#: The blank at both ends of a label inside its bar, in pixels.
INSIDE_PAD = 8


class Box(NamedTuple):
    """What a mark takes of its row, in pixels from the left edge of the plot."""

    left: float
    right: float
    bar: bool
    mark: Mark

    def __repr__(self) -> str:
        return f"Box({self.left:.1f}, {self.right:.1f}, {self.mark.event!r})"


def box_on_screen(mark: Mark, window: tuple[float, float], plot_width: float) -> Box:
    """Say what a mark takes: its bar where that is wider than a disc, else a disc."""
    scale = plot_width / (window[1] - window[0])
    if mark.kind == "span":
        left, right = (mark.start - window[0]) * scale, (mark.end - window[0]) * scale
        if right - left >= DISC:
            return Box(left, right, True, mark)
    middle = (mark.x - window[0]) * scale
    return Box(middle - DISC / 2, middle + DISC / 2, False, mark)


def label_span(box: Box, side: Side) -> tuple[float, float]:
    """From where to where a label reaches on a side of its mark, in pixels."""
    width = box.mark.label_width
    if side == "left":
        return box.left - LABEL_GAP - width, box.left - LABEL_GAP
    start = box.right + LABEL_GAP if side == "right" else max(box.left, 0) + INSIDE_PAD
    return start, start + width


def fit_labels(
    marks: Iterable[Mark],
    window: tuple[float, float],
    plot_width: float,
    visible: Collection[int] | None = None,
) -> dict[int, Side]:
    """Choose the labels that are shown.

    Args:
        marks: All marks.
        window: First and last local millisecond shown.
        plot_width: The width of the plot in pixels.
        visible: The indices of the marks that are shown; all when None.

    Returns:
        The side of each label that fits, by the index of its mark. A label that is not there is
        not shown.
    """
    shown = [mark for mark in marks if visible is None or mark.index in visible]
    shown.sort(key=lambda mark: (mark.lane, mark.row))
    sides: dict[int, Side] = {}
    for _, row in groupby(shown, key=lambda mark: (mark.lane, mark.row)):
        boxes = [box_on_screen(mark, window, plot_width) for mark in row]
        _fit_row(boxes, plot_width, sides)
    return dict(sorted(sides.items()))


def _fit_row(boxes: list[Box], plot_width: float, sides: dict[int, Side]) -> None:
    for place, box in enumerate(boxes):
        if _in_view(box, plot_width):
            side = _side(box, place, boxes, plot_width)
            if side is not None:
                sides[box.mark.index] = side


def _in_view(box: Box, plot_width: float) -> bool:
    """A disc by its middle, a bar by any of its parts."""
    if box.bar:
        return box.right >= 0 and box.left <= plot_width
    return 0 <= box.left + DISC / 2 <= plot_width


def _side(box: Box, place: int, boxes: Sequence[Box], plot_width: float) -> Side | None:
    others = [other for at, other in enumerate(boxes) if at != place]
    _, end = label_span(box, "right")
    if all(behind(other.mark, box.mark) or other.left >= end + LABEL_GAP for other in others):
        if end <= plot_width:
            return "right"
        if box.right <= plot_width and _left_fits(box, others, plot_width):
            return "left"
    return "inside" if box.bar and _inside_fits(box, others, plot_width) else None


def _rank(mark: Mark) -> tuple[int, int]:
    """Of marks that coincide at every zoom only the first by this order keeps its label."""
    return -mark.importance, mark.index


def behind(theirs: Mark, own: Mark) -> bool:
    """True when a mark cannot reach beyond the right end of another one at any zoom."""
    reach = (_end(theirs), theirs.x), (_end(own), own.x)
    if reach[0] == reach[1]:
        return _rank(theirs) > _rank(own)
    return reach[0][0] <= reach[1][0] and reach[0][1] <= reach[1][1]


def beyond(theirs: Mark, own: Mark) -> bool:
    """True when a mark cannot reach before the left end of another one at any zoom."""
    return _start(theirs) >= _start(own) and theirs.x >= own.x


def _end(mark: Mark) -> int:
    return mark.end if mark.kind == "span" else mark.x


def _start(mark: Mark) -> int:
    return mark.start if mark.kind == "span" else mark.x


def _left_fits(box: Box, others: Sequence[Box], plot_width: float) -> bool:
    start, _ = label_span(box, "left")
    if start < 0:
        return False
    for other in others:
        if beyond(other.mark, box.mark):
            continue
        if other.right + LABEL_GAP > start:
            return False
        taken = label_span(other, "right")[1] if _in_view(other, plot_width) else other.right
        if taken + LABEL_GAP > start and not _hidden_between(other, box, others):
            return False
    return True


def _hidden_between(other: Box, box: Box, others: Sequence[Box]) -> bool:
    """True when a third mark between the two hides the label of ``other`` anyway."""
    _, end = label_span(other, "right")
    return any(
        third is not other
        and not behind(third.mark, other.mark)
        and third.left < end + LABEL_GAP
        and third.right <= box.left
        for third in others
    )


def _inside_fits(box: Box, others: Sequence[Box], plot_width: float) -> bool:
    start, end = label_span(box, "inside")
    if end + INSIDE_PAD > min(box.right, plot_width):
        return False
    return all(
        other.right + LABEL_GAP <= start or other.left >= end + LABEL_GAP for other in others
    )
