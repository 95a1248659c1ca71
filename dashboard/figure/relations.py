"""Relations between events: a line for each, a head at its end, a sign at its middle.

Where a relation runs on screen depends on what a reader filters and on the window, so the browser
bends it (``assets/relations.js``); how each kind looks is decided here and in the theme. The traces
have no places of their own, and their ``customdata`` are the numbers of relations, counted as in
:func:`links`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboard.figure.brush import Brush
from dashboard.model import Relation, RelationKind, Timeline
from dashboard.theme import RELATION_STROKES, Stroke

__all__ = ["Link", "edges", "heads", "lines", "links", "relief", "signs"]

#: The circle behind a sign and the head of an arrow, in pixels.
_SIGN, _HEAD = 18, 10
_LINE = 1.5


class Link(NamedTuple):
    """A relation between two events.

    Attributes:
        start: The position in the timeline of the event that holds it.
        end: The position of the event that it leads to.
        relation: What the file says.
    """

    start: int
    end: int
    relation: Relation


def links(timeline: Timeline) -> tuple[Link, ...]:
    """All relations in the order of the file.

    A missing link is the same from both sides; where both events state it, it is counted once.
    """
    place = {event.id: number for number, event in enumerate(timeline.events)}
    found: list[Link] = []
    unlinked: set[frozenset[int]] = set()
    for start, event in enumerate(timeline.events):
        for relation in event.related:
            pair = frozenset((start, place[relation.to]))
            if relation.kind is RelationKind.NO_KNOWN_LINK:
                if pair in unlinked:
                    continue
                unlinked.add(pair)
            if len(pair) == 2:
                found.append(Link(start, place[relation.to], relation))
    return tuple(found)


def lines(brush: Brush, found: Sequence[Link]) -> list[dict[str, Any]]:
    """A trace for each kind that occurs."""
    traces = []
    for kind, stroke in RELATION_STROKES.items():
        chosen = [number for number, link in enumerate(found) if link.relation.kind is kind]
        if chosen:
            style = {"color": _colour(brush, stroke), "width": _LINE, "dash": stroke.dash}
            traces.append(_trace("relation", chosen, mode="lines", line=style))
    return traces


def heads(brush: Brush, found: Sequence[Link]) -> dict[str, Any]:
    """The heads of the relations that have a direction, at the events they lead to."""
    strokes = [RELATION_STROKES[link.relation.kind] for link in found]
    chosen = [number for number, stroke in enumerate(strokes) if stroke.directed]
    return _trace(
        "relation-head",
        chosen,
        mode="markers",
        marker={
            "symbol": "arrow",
            "angleref": "up",
            "size": _HEAD,
            "opacity": 1,
            "color": [_colour(brush, strokes[number]) for number in chosen],
            "line": {"width": 0},
        },
    )


def signs(brush: Brush, found: Sequence[Link]) -> dict[str, Any]:
    """The sign of each relation, to be pointed at and followed."""
    strokes = [RELATION_STROKES[link.relation.kind] for link in found]
    colours = [_colour(brush, stroke) for stroke in strokes]
    return _trace(
        "relation-sign",
        range(len(found)),
        mode="markers+text",
        text=[stroke.sign for stroke in strokes],
        textposition="middle center",
        textfont={"size": 12, "color": colours},
        marker={
            "symbol": "circle",
            "size": _SIGN,
            "opacity": 1,
            "color": brush.theme.background,
            "line": {"width": 1.5, "color": colours},
        },
        hoverinfo="text",
    )


def edges(brush: Brush) -> dict[str, Any]:
    """Where a line leaves the window: when the event is that it leads to. Which lines do depends on
    the window: the browser puts the points.
    """
    return _trace(
        "relation-edge",
        (),
        mode="text",
        text=[],
        textposition=[],
        textfont={"size": 11, "color": brush.theme.muted, "shadow": relief(brush)},
    )


def relief(brush: Brush) -> str:
    """What keeps a text clear of the lines behind it (CSS ``text-shadow``)."""
    return ", ".join([f"0 0 2px {brush.theme.background}"] * 5)


def _colour(brush: Brush, stroke: Stroke) -> str:
    return str(getattr(brush.theme, stroke.paint))


def _trace(role: str, chosen: Sequence[int], **more: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": role,
        "meta": {"role": role},
        "customdata": list(chosen),
        "showlegend": False,
        "hoverinfo": "skip",
        **more,
    }
