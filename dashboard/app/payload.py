"""What the page works with instead of a server: columns to filter by, figures to take parts of.

Python draws every variant of the figure once (wide and narrow, light and dark); the browser keeps
the points that a reader wants to see. Nothing about how an event looks is decided there.
"""

from __future__ import annotations

from typing import Any

from dashboard import iframe, theme
from dashboard.app import (
    actor,
    axis,
    columns,
    days,
    filters,
    lanes,
    relations,
    share,
    story,
    texts,
)
from dashboard.app import article as articles
from dashboard.app.chronicle import chronicle
from dashboard.app.compact import compact
from dashboard.app.keys import KEYS
from dashboard.app.markup import to_markup
from dashboard.app.table import table
from dashboard.bulk.words import searched
from dashboard.figure import CONFIG, draw
from dashboard.layout import LOWEST_ROW, Scene, layout
from dashboard.layout.labels import INSIDE_PAD
from dashboard.layout.scene import DISC, FONT_SIZE, LABEL_GAP, ROW_HEIGHT
from dashboard.model import Event, Timeline

__all__ = ["VARIANTS", "payload", "setting"]

#: The widths in pixels that the figure is laid out for. The narrow one is used below the other's
#: threshold, where lane names move into their bands.
VARIANTS = {"wide": 960, "narrow": 360}

#: What the browser needs to know of every mark.
COLUMNS = ("lane", "row", "x", "start", "end", "importance", "label")


def payload(desk: articles.Desk, *, version: str | None = None) -> dict[str, Any]:
    """Everything the page works with, as plain JSON values.

    Args:
        desk: The timeline and what follows from it.
        version: Names this state of the file when a server stands behind the page that reports
            new ones; None for a page on its own.
    """
    timeline = desk.timeline
    scenes = {name: layout(timeline, width=width) for name, width in VARIANTS.items()}
    variants = {name: _variant(desk, scene) for name, scene in scenes.items()}
    figures = [figure for variant in variants.values() for figure in variant["figures"].values()]
    hover = texts.shared(figures)
    return {
        **setting(timeline, version),
        "events": {
            "id": [event.id for event in timeline.events],
            "title": [event.title for event in timeline.events],
            "when": [event.date.display() for event in timeline.events],
            **filters.columns(desk),
            "text": [searched(timeline, event) for event in timeline.events],
        },
        "terms": filters.terms(timeline),
        "actors": {key: compact(page) for key, page in actor.pages(desk).items()},
        "relations": relations.columns(timeline),
        "variants": variants,
        "hover": hover,
        "columns": columns.shared(figures),
        "chronicle": to_markup(chronicle(desk)),
        "table": to_markup(table(desk)),
        "cited": [_cited(timeline, event) for event in timeline.events],
        "known": days.payload(timeline, desk.days),
        "axis": axis.payload(timeline),
        "story": story.payload(timeline),
        "panels": [compact(articles.article(desk, event)) for event in timeline.events],
    }


def setting(timeline: Timeline, version: str | None) -> dict[str, Any]:
    """What a page of few events and one of very many work with alike.

    Args:
        timeline: The timeline, or its head.
        version: As for :func:`payload`.
    """
    return {
        "version": version,
        "zone": timeline.timezone,
        "config": CONFIG,
        "size": {
            "disc": DISC,
            "gap": LABEL_GAP,
            "pad": INSIDE_PAD,
            "row": ROW_HEIGHT,
            "lowest": LOWEST_ROW,
        },
        "font": f"{FONT_SIZE}px {theme.FONT}",
        "keys": [{"keys": list(key.keys), "action": key.action} for key in KEYS],
        "citation": share.payload(timeline),
        "frame": iframe.payload(),
    }


def _cited(timeline: Timeline, event: Event) -> dict[str, Any]:
    """What the table is sorted by and the page knows by no other column."""
    names = [timeline.actors[key].label for key in event.actors]
    return {"actors": ", ".join(names), "sources": len(event.cited)}


def _variant(desk: articles.Desk, scene: Scene) -> dict[str, Any]:
    """A layout in columns, a value for each mark, with the figures drawn from it."""
    timeline = desk.timeline
    grown = {key: known.steps for key, known in desk.days.items()}
    return {
        "window": list(scene.window),
        "limits": list(scene.limits),
        "lanes": lanes.heads(scene),
        "modes": lanes.modes(timeline, desk.days, scene.width),
        "span": [mark.kind == "span" for mark in scene.marks],
        **{name: [getattr(mark, name) for mark in scene.marks] for name in COLUMNS},
        "figures": {name: draw(scene, timeline, name, grown=grown) for name in theme.THEMES},
    }
