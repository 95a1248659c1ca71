"""The ways into the page for those who use no pointer: skip buttons and the walk over the chart."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria, data

__all__ = ["skips", "walker"]


def skips() -> Component:
    """Buttons that are seen when they are reached: past all controls to what they control."""
    return html.Div(
        [
            html.Button("Skip to the chart", type="button", **data(action="skipChart")),
            html.Button("Skip to the chronicle", type="button", **data(action="skipChronicle")),
        ],
        className="dl-skips",
    )


def walker() -> Component:
    """Lies over the chart, takes the focus and lets every pointer through.

    The marks are drawn anew at every change, so none of them could keep the focus. It is an
    application to screen readers, because they keep the arrow keys to themselves elsewhere; where
    it stands is said in the page's live region (``assets/walker.js``).
    """
    return html.Div(
        html.Div(id=ids.RING, className="dl-ring", hidden=True),
        id=ids.WALKER,
        className="dl-walker",
        role="application",
        tabIndex=0,
        **aria(label="Chart", roledescription="chart"),
    )
