"""What the page shows of a timeline, by component id and property.

The first page is built from this table, and a live page is brought up to date from it.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.app import case, ids, relations
from dashboard.app.article import Desk, category_mark, desk
from dashboard.app.compact import compact
from dashboard.app.filters import terms
from dashboard.app.payload import payload
from dashboard.figure import CONFIG
from dashboard.model import Timeline

__all__ = ["content"]


def content(timeline: Timeline, *, version: str | None = None) -> dict[str, dict[str, Any]]:
    """The properties that depend on the timeline, by component id.

    Args:
        timeline: What to show.
        version: Names this state of the file when a server stands behind the page that reports
            new ones; None for a page on its own.
    """
    bench = desk(timeline)
    introduction = case.introduction(bench)
    return {
        ids.TITLE: {"children": timeline.title},
        ids.CATEGORIES: {"children": _chips(bench)},
        ids.CHART: {"config": CONFIG},
        ids.RELATION_KINDS: {"children": relations.kinds(timeline)},
        ids.PANEL_BODY: {"children": introduction},
        ids.PAYLOAD: {
            "data": {**payload(bench, version=version), "introduction": compact(introduction)},
        },
    }


def _chips(bench: Desk) -> list[Component]:
    """One chip a category, with its colour and the number of events it would show."""
    return [
        dmc.Chip(
            [
                category_mark(bench.colours.get(category["id"], "")),
                html.Bdi(category["label"]),
                html.Span(id=ids.count(category["id"]), className="dl-count"),
            ],
            value=category["id"],
            variant="outline",
            className="dl-chip",
        )
        for category in terms(bench.timeline)["category"]
    ]
