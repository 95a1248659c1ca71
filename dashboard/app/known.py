"""The control of the day whose knowledge is shown."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria, data

__all__ = ["control"]


def control() -> Component:
    """A row with a slider over the days on which something became known, and any day to pick.

    The page puts the two native inputs into their places.
    """
    return html.Div(
        [
            html.P(["As known on ", _shown()], className="dl-known-label"),
            html.Button(
                ["As known on ", _shown()],
                type="button",
                className="dl-known-toggle",
                **aria(expanded="false", controls=ids.KNOWN_CONTROLS),
                **data(action="known"),
            ),
            html.Div(
                [
                    _button("knownEarlier", "Earlier disclosure", "dl-icon dl-icon--earlier"),
                    html.Div(id=ids.KNOWN_SLIDER, className="dl-known-slider"),
                    _button("knownLater", "Later disclosure", "dl-icon dl-icon--later"),
                    _button(
                        "knownPlay", "Play what became known, day by day", "dl-icon dl-icon--play"
                    ),
                    html.Div(id=ids.KNOWN_DAY, className="dl-known-day"),
                    html.Button(
                        "Today",
                        type="button",
                        className="dl-known-today",
                        title="Show what is known today",
                        **data(action="knownToday"),
                    ),
                ],
                id=ids.KNOWN_CONTROLS,
                className="dl-known-controls",
            ),
        ],
        id=ids.KNOWN,
        className="dl-known",
        role="group",
        **aria(label="As known on"),
    )


def _shown() -> Component:
    """The day in words; the page keeps it up to date."""
    return html.Strong("today", className="dl-known-on")


def _button(action: str, label: str, style: str) -> Component:
    props: dict[str, Any] = {**aria(label=label), **data(action=action)}
    return html.Button(type="button", title=label, className=style, **props)
