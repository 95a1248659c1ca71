"""Relations beside the panel: what the chart tells about each, their switch, and their key."""

from __future__ import annotations

import textwrap
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app import ids, markdown
from dashboard.app.attributes import aria
from dashboard.app.controls import action_button
from dashboard.figure import escape
from dashboard.figure.relations import Link, links
from dashboard.model import RelationKind, Timeline
from dashboard.theme import RELATION_STROKES

__all__ = ["columns", "kinds", "legend", "sign", "switch"]

#: The longest line of a hover text, in characters, and the most lines of one of its parts.
_LINE, _LINES = 52, 5


def columns(timeline: Timeline) -> dict[str, list[Any]]:
    """A value for each relation: the events at its ends by their place, and what it says."""
    found = links(timeline)
    return {
        "from": [link.start for link in found],
        "to": [link.end for link in found],
        "unlinked": [link.relation.kind is RelationKind.NO_KNOWN_LINK for link in found],
        "text": [_told(timeline, link) for link in found],
    }


def switch() -> Component:
    """The button that shows all relations at once."""
    label = "Show all relations"
    return action_button(
        "relations",
        "Relations",
        id=ids.RELATIONS,
        className="dl-toggle",
        title=label,
        **aria(pressed="false"),
    )


def legend(**props: Any) -> Component:
    """The key to all kinds of relations, which stands under the chart."""
    return html.Ul(
        id=ids.RELATION_KINDS,
        className="dl-kinds",
        hidden=True,
        **aria(label="Kinds of relations"),
        **props,
    )


def kinds(timeline: Timeline) -> list[Component]:
    """The kinds that occur, each with its sign and line."""
    used = {link.relation.kind for link in links(timeline)}
    return [
        html.Li([sign(kind), words.RELATIONS[kind][0].removesuffix(" with")])
        for kind in RELATION_STROKES
        if kind in used
    ]


def sign(kind: RelationKind) -> Component:
    """The sign of a kind, as it stands on the chart; the words beside it say the same."""
    stroke = RELATION_STROKES[kind]
    dash = "solid" if stroke.dash == "solid" else "dashed" if stroke.dash == "dash" else "dotted"
    return html.Span(
        stroke.sign,
        className=f"dl-sign dl-sign--{dash}",
        style={"--dl-sign": f"var(--dl-{stroke.paint})"},
        **aria(hidden="true"),
    )


def _told(timeline: Timeline, link: Link) -> str:
    """Kind, both titles and the reason, as lines for plotly.js."""
    relation = link.relation
    start, end = timeline.events[link.start], timeline.events[link.end]
    verb = words.RELATIONS[relation.kind][0]
    lines = [
        *_wrapped(start.title),
        escape(start.date.display()),
        f"<b>{RELATION_STROKES[relation.kind].sign} {escape(verb)}</b>",
        *_wrapped(end.title),
        escape(end.date.display()),
        *_wrapped(markdown.plain(relation.note) or ""),
        "<i>Click to follow</i>",
    ]
    return "<br>".join(lines)


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, _LINE, max_lines=_LINES, placeholder=" \u2026")
    return [escape(line) for line in lines]
