"""Other lanes than those of the categories, chosen in the browser: the marks stay what they are.

Only the places of marks and what surrounds them depend on the lanes, so the figure itself is not
made again for each way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria
from dashboard.app.days import Days
from dashboard.figure import lane_parts
from dashboard.layout import LANES, Scene, layout
from dashboard.model import Timeline

__all__ = ["CHOICES", "control", "heads", "modes"]

#: What lanes can be, with the words for it; the first is what they are unless chosen otherwise.
CHOICES = {
    "category": "Category",
    "actor": "Actor",
    "place": "Place",
    "evidence": "Evidence",
    "none": "None",
}


def modes(timeline: Timeline, days: Mapping[str, Days], width: int) -> dict[str, dict[str, Any]]:
    """The other ways to sort events into lanes, by their names in :data:`dashboard.layout.LANES`.

    Args:
        timeline: The events.
        days: How the knowledge about each of them grew, by its id.
        width: The width of the whole figure in pixels.

    Returns:
        For each way its ``lanes``, the ``lane`` and ``row`` of each event, the ``left`` margin in
        pixels, and the ``shapes`` and ``annotations`` of the lanes, which have in every theme the
        colours of those of the figure itself. Where the lane of an event depends on the day,
        ``past`` has its lanes and rows: one for each of its runs of evidence.
    """
    ways = [name for name in LANES if name not in ("category", "evidence")]
    made = {name: _mode(timeline, layout(timeline, width=width, lanes=name)) for name in ways}
    return {**made, "evidence": _by_evidence(timeline, days, width)}


def heads(scene: Scene) -> list[dict[str, Any]]:
    """What the browser needs to know of the lanes of a scene."""
    return [
        {"key": lane.key, "rows": lane.rows, "head": lane.head, "top": lane.top}
        for lane in scene.lanes
    ]


def control() -> Component:
    """The choice of lanes; what it is set to is for the browser, which knows the state."""
    return html.Label(
        [
            html.Span("Lanes"),
            html.Select(
                [html.Option(words, value=name) for name, words in CHOICES.items()],
                id=ids.LANES,
                **aria(label="Lanes"),
            ),
        ],
        className="dl-choice dl-lanes",
    )


def _by_evidence(timeline: Timeline, days: Mapping[str, Days], width: int) -> dict[str, Any]:
    """Lanes by evidence, with a place of its own for every kind that an event ever had.

    So nothing but the events whose evidence changes moves from one day to the next. Events that are
    not in a lane on some day take no room there: the browser leaves out rows that are empty.
    """
    runs = [[kind.value for kind, _, _ in days[event.id].runs()] for event in timeline.events]
    pairs = [(at, kind) for at, kinds in enumerate(runs) for kind in dict.fromkeys(kinds)]
    # Each pair is laid out as if it were an event; nothing else is done with this timeline.
    spread = timeline.model_copy(
        update={"events": tuple(timeline.events[at] for at, _ in pairs)},
    )
    scene = layout(spread, width=width, lanes="evidence", verdicts=[kind for _, kind in pairs])
    mark = dict(zip(pairs, scene.marks, strict=True))
    lane = [[mark[at, kind].lane for kind in kinds] for at, kinds in enumerate(runs)]
    row = [[mark[at, kind].row for kind in kinds] for at, kinds in enumerate(runs)]
    return {
        "lanes": heads(scene),
        "lane": [found[-1] for found in lane],
        "row": [found[-1] for found in row],
        "past": {"lane": lane, "row": row},
        "left": scene.margin.l,
        **lane_parts(scene, timeline),
    }


def _mode(timeline: Timeline, scene: Scene) -> dict[str, Any]:
    return {
        "lanes": heads(scene),
        "lane": [mark.lane for mark in scene.marks],
        "row": [mark.row for mark in scene.marks],
        "left": scene.margin.l,
        **lane_parts(scene, timeline),
    }
