"""The views of the page: the chart with the chronicle below it, the chronicle, or the table."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria
from dashboard.app.controls import action_button, group

__all__ = ["control", "table_section"]

#: The actions that show the views, with their names.
VIEWS = {"viewChart": "Chart", "viewChronicle": "Chronicle", "viewTable": "Table"}


def control() -> Component:
    """A button for each view; the one in force is pressed."""
    return group(
        [
            action_button(action, name, **aria(pressed=str(action == "viewChart").lower()))
            for action, name in VIEWS.items()
        ],
        "View",
        className="dl-views",
    )


def table_section() -> Component:
    """Where the table goes; it is filled from the payload as markup, as the chronicle is."""
    return html.Section(
        [
            html.H2("Table", className="dl-heading"),
            html.Div(id=ids.TABLE, className="dl-table"),
        ],
        className="dl-table-view",
        **aria(label="Table"),
    )
