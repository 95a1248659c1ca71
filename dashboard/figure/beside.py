"""What stands beside the marks: rival dates, the ring of a bar, the number of a crowd."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.figure.brush import Brush
from dashboard.layout.scene import BAR, DISC, Scene
from dashboard.layout.window import clipped
from dashboard.model import Event, Timeline
from dashboard.when import local_ms, zone_of

__all__ = [
    "BELOW",
    "RIVAL",
    "crowd",
    "halos",
    "lowered",
    "middles_of",
    "rival",
    "rival_joins",
    "rival_line",
    "rival_marks",
    "rivals",
]

#: How far below the middle of the row rival dates stand, and how large their marks are, in pixels.
BELOW, RIVAL = 8, 7
#: How far the middle of a ring is from the edge of its bar, and of its disc, in pixels.
_RING, _RING_DISC = 3, 2

#: Index, local millisecond, spread.
Rival = tuple[int, int, int]


def rival(brush: Brush, timeline: Timeline, scale: float | None = None) -> dict[str, Any]:
    """A small hollow mark at each of the dates of which one is the right one.

    They stand lower than the main mark, so that its label stays clear of them; ``meta.drop`` is
    how far, in pixels. ``meta.spread`` is how far apart the dates of the event are, in
    milliseconds.

    Args:
        brush: What draws.
        timeline: The events.
        scale: Pixels a millisecond, to leave out what cannot be told apart; None leaves that to
            the browser.
    """
    return rival_marks(brush, rivals(brush.scene, timeline, scale))


def rival_marks(brush: Brush, found: Sequence[Rival]) -> dict[str, Any]:
    """The marks of :func:`rival` at given places."""
    colours = [brush.colour[index] for index, _, _ in found]
    return {
        "type": "scatter",
        "name": "rival",
        "meta": {"role": "rival", "drop": BELOW, "spread": [spread for _, _, spread in found]},
        "customdata": [index for index, _, _ in found],
        "x": [x for _, x, _ in found],
        "y": [brush.y[index] for index, _, _ in found],
        "mode": "markers",
        "marker": {
            "symbol": "circle",
            "size": RIVAL,
            "color": brush.theme.background,
            "opacity": 1,
            "line": {"color": colours, "width": 1.5},
        },
        "showlegend": False,
        "hoverinfo": "skip",
    }


def rival_line(brush: Brush, timeline: Timeline, scale: float | None = None) -> dict[str, Any]:
    """The line that joins the rival dates of an event to one; see :func:`rival`."""
    reach: dict[int, list[int]] = {}
    for index, x, _ in rivals(brush.scene, timeline, scale):
        reach.setdefault(index, []).append(x)
    return rival_joins(
        brush, [(index, min(places), max(places)) for index, places in reach.items()]
    )


def rival_joins(brush: Brush, found: Sequence[tuple[int, int, int]]) -> dict[str, Any]:
    """The lines of :func:`rival_line`, each as index, begin and end."""
    lengths = [end - begin for _, begin, end in found]
    return {
        "type": "bar",
        "name": "rival-line",
        "meta": {"role": "rival-line", "drop": BELOW, "spread": lengths},
        "customdata": [index for index, _, _ in found],
        "y": [brush.y[index] for index, _, _ in found],
        "orientation": "h",
        "base": [begin for _, begin, _ in found],
        "x": lengths,
        "width": [round(1.5 / brush.scene.row_height, 4)] * len(found),
        "marker": {
            "color": [brush.colour[index] for index, _, _ in found],
            "line": {"width": 0},
        },
        "showlegend": False,
        "hoverinfo": "skip",
    }


def lowered(trace: dict[str, Any], row_height: float) -> dict[str, Any]:
    """The same trace, as far below the middle of its rows as it asks for."""
    shift = trace["meta"]["drop"] / row_height
    return {**trace, "y": [round(y + shift, 4) for y in trace["y"]]}


def rivals(scene: Scene, timeline: Timeline, scale: float | None = None) -> list[Rival]:
    """Every alternative that has a middle: the index of its event, that middle, and the spread."""
    found: list[Rival] = []
    for index, event in enumerate(timeline.events):
        middles = middles_of(event, scene.zone)
        spread = max(middles, default=0) - min(middles, default=0)
        if scale is None or spread * scale >= DISC / 2:
            found += [(index, middle, spread) for middle in middles]
    return found


def middles_of(event: Event, zone: str) -> list[int]:
    """The middles of the dates of which one is the right one, on the clocks of a zone."""
    clock = zone_of(zone)
    return [
        clipped(local_ms((clipped(when.start) + clipped(when.end)) // 2, clock))
        for when in event.date.alternatives
        if not (when.open_start or when.open_end)
    ]


def halos(brush: Brush) -> list[dict[str, Any]]:
    """The ring of the selected event: shapes ``halo`` around a disc and ``halo-bar`` around a bar.

    Templates, not to be seen as they are, for whoever knows what is selected. A ring is a shape and
    no trace, because a browser moves a shape without drawing a thousand marks anew. The path of
    ``halo-bar`` holds ``W`` where the width of the bar goes, in pixels.
    """
    shared = {
        # Not hidden but transparent: plotly draws everything anew when a shape comes or goes.
        "opacity": 0,
        "xref": "x",
        "yref": "y",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 0,
        "fillcolor": brush.theme.background,
        "line": {"color": brush.theme.accent, "width": 2},
        "layer": "between",
    }
    reach = DISC / 2 + _RING_DISC
    disc = {"x0": -reach, "x1": reach, "y0": -reach, "y1": reach}
    return [
        {"name": "halo", "type": "circle", **shared, **disc},
        {"name": "halo-bar", "type": "path", **shared, "path": _around()},
    ]


def _around() -> str:
    """The path of a ring around a bar from 0 to ``W``.

    A half circle is two Bézier curves whose handles are 0.5523 of its radius, which no eye can tell
    from it.
    """
    radius, corner, tip = BAR / 2 + _RING, BAR / 2, -_RING
    bow = 0.5523 * radius
    handle = corner - bow
    # Along the upper edge, around the right end, back along the lower edge, around the left end.
    steps = (
        ("M", False, corner, -radius),
        ("L", True, corner, -radius),
        ("C", True, handle, -radius),
        (" ", True, tip, -bow),
        (" ", True, tip, 0),
        ("C", True, tip, bow),
        (" ", True, handle, radius),
        (" ", True, corner, radius),
        ("L", False, corner, radius),
        ("C", False, handle, radius),
        (" ", False, tip, bow),
        (" ", False, tip, 0),
        ("C", False, tip, -bow),
        (" ", False, handle, -radius),
        (" ", False, corner, -radius),
    )
    points = (
        f"{sign}{f'W{-x:+.2f}' if at_end else f'{x:.2f}'},{y:.2f}" for sign, at_end, x, y in steps
    )
    return "".join(points) + "Z"


def crowd(brush: Brush) -> dict[str, Any]:
    """How many more marks stand where one is seen. Where that is depends on the window: the browser
    puts the points.
    """
    return {
        "type": "scatter",
        "name": "crowd",
        "meta": {"role": "crowd"},
        "customdata": [],
        "x": [],
        "y": [],
        "mode": "text",
        "text": [],
        "textposition": "middle right",
        "textfont": {"size": 11, "color": brush.theme.muted, "weight": "bold"},
        "cliponaxis": True,
        "showlegend": False,
        "hoverinfo": "skip",
    }
