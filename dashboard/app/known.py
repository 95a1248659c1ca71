"""The control of the day whose knowledge is shown."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria
from dashboard.app.controls import action_button, group, icon_button

__all__ = ["control"]


def control() -> Component:
    """A row with a slider over the days on which something became known, and any day to pick.

    The page puts the two native inputs into their places.
    """
    return group(
        [
            html.P(["As known on ", _shown()], className="dl-known-label"),
            action_button(
                "known",
                ["As known on ", _shown()],
                className="dl-known-toggle",
                **aria(expanded="false", controls=ids.KNOWN_CONTROLS),
            ),
            html.Div(
                [
                    _step("knownEarlier", "Earlier disclosure", "earlier"),
                    html.Div(id=ids.KNOWN_SLIDER, className="dl-known-slider"),
                    _step("knownLater", "Later disclosure", "later"),
                    _step("knownPlay", "Play what became known, day by day", "play"),
                    html.Div(id=ids.KNOWN_DAY, className="dl-known-day"),
                    action_button(
                        "knownToday",
                        "Today",
                        className="dl-known-today",
                        title="Show what is known today",
                    ),
                ],
                id=ids.KNOWN_CONTROLS,
                className="dl-known-controls",
            ),
        ],
        "As known on",
        id=ids.KNOWN,
        className="dl-known",
    )


def _shown() -> Component:
    """The day in words; the page keeps it up to date."""
    return html.Strong("today", className="dl-known-on")


def _step(action: str, label: str, icon: str) -> Component:
    return icon_button(action, label, className=f"dl-icon dl-icon--{icon}")
