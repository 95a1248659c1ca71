"""Rows: which line of its lane a mark is on. Decided once, at the home window.

Marks come in order of importance and then of time, so that the important ones have the first
choice. A row remembers what it holds as one byte for each pixel of the home window, which makes
most questions a search in a string of bytes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf

from dashboard.layout.labels import Box, label_span
from dashboard.layout.scene import LABEL_GAP, Side

__all__ = ["MOST_ROWS", "pack"]

#: A lane never has more rows than this.
MOST_ROWS = 8
#: Two discs whose middles are closer than this, in pixels, can hardly be told apart.
CLOSE = 9

_DISC, _BAR = 1, 2


@dataclass(slots=True)
class _Label:
    """Room taken by a label, its gaps included, in pixels."""

    left: int
    right: int
    importance: int


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

    def label_importance(self, left: int, right: int) -> int:
        """Of the most important label between two pixels; 0 when there is none."""
        return max(
            (held.importance for held in self.labels if held.left < right and left < held.right),
            default=0,
        )

    def distance(self, middle: float) -> float:
        """How far the middle of the nearest mark is, in pixels."""
        at = bisect_left(self.middles, middle)
        return min(
            (abs(held - middle) for held in self.middles[max(at - 1, 0) : at + 1]), default=inf
        )

    def put(self, spot: _Spot) -> None:
        left, right = max(spot.left, 0), min(max(spot.right, 0), len(self.pixels))
        self.pixels[left:right] = bytes([_BAR if spot.bar else _DISC]) * max(right - left, 0)
        # Labels that the new mark stands on are no longer shown, so they take no room either.
        self.labels = [held for held in self.labels if held.left >= right or held.right <= left]
        insort(self.middles, spot.middle)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a mark is at the home window, in pixels."""

    left: int
    right: int
    middle: float
    bar: bool
    label: _Label

    @classmethod
    def of(cls, box: Box, plot_width: int) -> _Spot:
        left, right = floor(box.left), ceil(box.right)
        label = _label(box, plot_width) or _Label(left, right, box.mark.importance)
        return cls(left, right, (box.left + box.right) / 2, box.bar, label)

    def distance(self, row: _Row) -> float:
        """How well it can be told from what the row holds; 0 when a bar is involved."""
        on_bar = row.pixels.find(_BAR, max(self.left, 0), max(self.right, 0)) >= 0
        return 0 if self.bar or on_bar else row.distance(self.middle)


def pack(boxes: Sequence[Box], plot_width: int, cap: int) -> list[int]:
    """Give each mark of a lane a row.

    1. The first row where mark and label have room.
    2. When there are ``cap`` rows and none has: the mark alone, where it stands on no other mark
       and on the least important label.
    3. When it stands on a mark in all of them: where it can best be told from the others; if it
       cannot be told from them at all, a new row, up to eight.

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
    def new_row() -> int:
        rows.append(_Row(bytearray(plot_width + 1)))
        return len(rows) - 1

    left, right = min(spot.left, spot.label.left), max(spot.right, spot.label.right)
    for number, row in enumerate(rows[:cap]):
        if row.bare(left, right) and not row.label_importance(left, right):
            row.put(spot)
            row.labels.append(spot.label)
            return number
    if len(rows) < cap:
        number = new_row()
        rows[number].put(spot)
        rows[number].labels.append(spot.label)
        return number
    best = _without_label(spot, rows)
    number = new_row() if best is None else best
    rows[number].put(spot)
    return number


def _without_label(spot: _Spot, rows: list[_Row]) -> int | None:
    """The row for a mark whose label has no room; None when a new row is better than any."""
    bare = [number for number, row in enumerate(rows) if row.bare(spot.left, spot.right)]
    if bare:
        return min(bare, key=lambda at: rows[at].label_importance(spot.left, spot.right))
    distances = [spot.distance(row) for row in rows]
    best = max(range(len(rows)), key=lambda at: (distances[at], -len(rows[at].middles)))
    return best if distances[best] >= CLOSE or len(rows) >= MOST_ROWS else None


def _label(box: Box, plot_width: int) -> _Label | None:
    """The room that a label takes when nothing else is in its row; None when there is none."""
    sides: tuple[Side, ...] = ("right", "left")
    for side in sides:
        start, end = label_span(box, side)
        if start >= 0 and end <= plot_width:
            return _Label(floor(start) - LABEL_GAP, ceil(end) + LABEL_GAP, box.mark.importance)
    return None
