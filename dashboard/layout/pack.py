"""Rows: which line of its lane a mark is on. Decided once, at the home window.

Marks come in order of importance and then of time, so that the important ones have the first
choice. A row remembers what it holds as one byte for each pixel of the home window, which makes
most questions a search in a string of bytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf

from dashboard.layout.labels import Box, behind, beyond, label_span
from dashboard.layout.scene import LABEL_GAP, Mark, Side

__all__ = ["MOST_ROWS", "pack"]

#: A lane never has more rows than this.
MOST_ROWS = 8
#: Two discs whose middles are closer than this, in pixels, can hardly be told apart.
CLOSE = 9
#: How many marks may lie on one another for each degree of importance of a label they would hide.
CROWD = 3

_DISC, _BAR = 1, 2


@dataclass(frozen=True, slots=True)
class _Label:
    """Room taken by a label, its gaps included, in pixels."""

    left: int
    right: int
    side: Side
    mark: Mark

    def hit_by(self, spot: _Spot) -> bool:
        """True when a mark there hides the label, by the rule of :mod:`dashboard.layout.labels`."""
        if self.left >= spot.right or self.right <= spot.left:
            return False
        if self.side == "right":
            return not behind(spot.mark, self.mark)
        # A label on the left also needs the right side free: the edge alone may send it there.
        coincides = behind(spot.mark, self.mark) and beyond(spot.mark, self.mark)
        return self.side == "inside" or not coincides


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a mark is at the home window, in pixels."""

    left: int
    right: int
    middle: float
    bar: bool
    label: _Label
    mark: Mark

    @classmethod
    def of(cls, box: Box, plot_width: int) -> _Spot:
        middle = (box.left + box.right) / 2
        label = _label(box, plot_width)
        return cls(floor(box.left), ceil(box.right), middle, box.bar, label, box.mark)


@dataclass(slots=True)
class _Row:
    """What one row holds."""

    pixels: bytearray
    labels: list[_Label] = field(default_factory=list)
    middles: list[float] = field(default_factory=list)

    def bare(self, left: int, right: int) -> bool:
        """True when no mark is between two pixels."""
        part = self.pixels[max(left, 0) : max(right, 0)]
        return part.count(0) == len(part)

    def has_room(self, spot: _Spot) -> bool:
        """True when a mark fits with its label, and hides nobody else's."""
        left, right = min(spot.left, spot.label.left), max(spot.right, spot.label.right)
        return self.bare(left, right) and not any(
            held.left < right and left < held.right for held in self.labels
        )

    def loss(self, spot: _Spot) -> int:
        """The importance of the most important label that a mark would hide; 0 for none."""
        return max((held.mark.importance for held in self.labels if held.hit_by(spot)), default=0)

    def distance(self, spot: _Spot) -> float:
        """How far the middle of the nearest mark is, in pixels; 0 when a bar is involved."""
        if spot.bar or self.pixels.find(_BAR, max(spot.left, 0), max(spot.right, 0)) >= 0:
            return 0
        at = bisect_left(self.middles, spot.middle)
        near = self.middles[max(at - 1, 0) : at + 1]
        return min((abs(held - spot.middle) for held in near), default=inf)

    def crowd(self, spot: _Spot) -> int:
        """How many marks are too close to be told apart."""
        first = bisect_left(self.middles, spot.middle - CLOSE)
        return bisect_right(self.middles, spot.middle + CLOSE) - first

    def put(self, spot: _Spot, *, label: bool) -> None:
        left, right = max(spot.left, 0), min(max(spot.right, 0), len(self.pixels))
        self.pixels[left:right] = bytes([_BAR if spot.bar else _DISC]) * max(right - left, 0)
        # Labels that the new mark hides take no room either.
        self.labels = [held for held in self.labels if not held.hit_by(spot)]
        if label:
            self.labels.append(spot.label)
        insort(self.middles, spot.middle)


def pack(boxes: Sequence[Box], plot_width: int, cap: int) -> list[int]:
    """Give each mark of a lane a row.

    1. The first row where mark and label have room.
    2. When there are ``cap`` rows and none has: the mark alone, where it stands on no other mark
       and hides the least important label; if that matters more than the mark, a new row, up to
       eight.
    3. When it stands on a mark in all of them: where it can be told from the others and hides the
       least important label; if it can be told from them nowhere, a new row, up to eight.

    Args:
        boxes: What the marks take at the home window.
        plot_width: The width of the plot in pixels.
        cap: The number of rows beyond which labels give way.

    Returns:
        The row of each mark, in the order given, counted from 0.
    """
    rows: list[_Row] = []
    chosen = [0] * len(boxes)
    order = sorted(
        range(len(boxes)),
        key=lambda at: (-boxes[at].mark.importance, boxes[at].mark.start, boxes[at].mark.index),
    )
    for at in order:
        spot = _Spot.of(boxes[at], plot_width)
        chosen[at] = _place(spot, rows, plot_width, cap)
    return chosen


def _place(spot: _Spot, rows: list[_Row], plot_width: int, cap: int) -> int:
    number = next((at for at, row in enumerate(rows[:cap]) if row.has_room(spot)), None)
    label = number is not None or len(rows) < cap
    if not label:
        number = _without_label(spot, rows)
    if number is None:
        number, label = len(rows), True
        rows.append(_Row(bytearray(plot_width + 1)))
    rows[number].put(spot, label=label)
    return number


def _without_label(spot: _Spot, rows: list[_Row]) -> int | None:
    """The row for a mark whose label has no room; None when a new row is better than any."""
    losses = [row.loss(spot) for row in rows]
    bare = [at for at, row in enumerate(rows) if row.bare(spot.left, spot.right)]
    if bare:
        best = min(bare, key=lambda at: losses[at])
        # What matters less does not take the words from what matters more.
        spared = losses[best] <= spot.label.mark.importance or len(rows) >= MOST_ROWS
        return best if spared else None
    distances = [row.distance(spot) for row in rows]
    apart = [at for at, distance in enumerate(distances) if distance >= CLOSE]
    if not apart and len(rows) < MOST_ROWS:
        return None
    if apart:
        return min(apart, key=lambda at: (losses[at], -distances[at]))
    # Too many to tell apart even in all rows: neither hide a label for a few of them, nor let one
    # row take them all, for a reader who zooms in wants to find them side by side.
    return min(range(len(rows)), key=lambda at: CROWD * losses[at] + rows[at].crowd(spot))


def _label(box: Box, plot_width: int) -> _Label:
    """The room that a label needs; where it is when nothing else is in its row."""
    start, end = label_span(box, "right")
    taken = ceil(end) + LABEL_GAP
    if start >= 0 and end <= plot_width:
        return _Label(floor(start) - LABEL_GAP, taken, "right", box.mark)
    start, _ = label_span(box, "left")
    if start >= 0 and box.right <= plot_width:
        return _Label(floor(start) - LABEL_GAP, taken, "left", box.mark)
    # The bar carries it, or it is nowhere: no more room than the mark's own.
    return _Label(floor(box.left), ceil(box.right), "inside", box.mark)
