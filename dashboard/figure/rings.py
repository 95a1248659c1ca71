"""The sign of rival numbers: two small rings below a mark, joined to one."""

from __future__ import annotations

from typing import Any

from dashboard.figure.brush import Brush
from dashboard.model import Timeline
from dashboard.numbers import rivals_by_day

__all__ = ["ASIDE", "BELOW", "RING", "ring_pairs", "rival_numbers"]

#: How far below the middle of the row the rings stand, how large they are, and how far from the
#: middle of the mark, in pixels.
BELOW, RING, ASIDE = 7, 5, 2.5


def rival_numbers(brush: Brush, timeline: Timeline, *, latest: bool = False) -> dict[str, Any]:
    """Two rings for each stretch of days on which numbers stood against one another.

    ``meta.since`` and ``meta.until`` hold its days (local milliseconds, or None), ``meta.drop`` how
    far below the middle of the row they stand, in pixels.

    Args:
        brush: What draws.
        timeline: The events.
        latest: Leave out what does not hold today.
    """
    found = [
        (index, step.since, step.until)
        for index, event in enumerate(timeline.events)
        for step in rivals_by_day(timeline, event)
        if not latest or step.until is None
        for _ in range(2)
    ]
    return ring_pairs(brush, found, latest=latest)


def ring_pairs(
    brush: Brush, found: list[tuple[int, int | None, int | None]], *, latest: bool = False
) -> dict[str, Any]:
    """The rings of :func:`rival_numbers`, two for each stretch: index and days, each twice."""
    places = [index for index, _, _ in found]
    return {
        "type": "scatter",
        "name": "rival-number",
        "meta": {
            "role": "rival-number",
            "drop": BELOW,
            **({} if latest else _days(found)),
        },
        "customdata": places,
        "x": [brush.scene.marks[index].x for index in places],
        "y": [brush.y[index] for index in places],
        "mode": "markers",
        "marker": {
            "symbol": "circle",
            "size": RING,
            # The places are moments, and the rings stand beside them: one left, one right.
            "angleref": "up",
            "angle": [-90, 90] * (len(found) // 2),
            "standoff": ASIDE,
            "color": brush.theme.background,
            "opacity": 1,
            "line": {"color": [brush.colour[index] for index in places], "width": 1.5},
        },
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _days(found: list[tuple[int, int | None, int | None]]) -> dict[str, list[int | None]]:
    return {
        "since": [since for _, since, _ in found],
        "until": [until for _, _, until in found],
    }
