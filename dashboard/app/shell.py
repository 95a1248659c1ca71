"""The frame of the page: header, filters, chart, chronicle, panel.

Plain elements, all of them: Dash puts them on a page that it makes, a page that stands alone takes
them as markup. From then on they are written by the page's own scripts alone (``assets/dom.js``).

What depends on the timeline is filled in by id from :func:`dashboard.app.content.content`, the
same table that a live page is refreshed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app import (
    axis,
    dialogs,
    filters,
    ids,
    known,
    lanes,
    relations,
    share,
    story,
    views,
    walk,
)
from dashboard.app.attributes import aria
from dashboard.app.controls import group, icon_button

__all__ = ["bars", "foot", "shell", "tools"]

Content = Mapping[str, Mapping[str, Any]]


def shell(content: Content) -> Component:
    """The whole page."""
    return html.Div(
        [
            html.Header(_header(content), className="dl-header"),
            html.Main(
                [html.Div(_main(content), className="dl-main"), _panel()],
                className="dl-body",
            ),
            share.window(),
            dialogs.help_window(),
            html.Div(id=ids.ANNOUNCE, className="dl-unseen", **aria(live="polite")),
        ],
        className="dl-page",
    )


def _header(content: Content) -> list[Component]:
    return [
        walk.skips(),
        html.H1(id=ids.TITLE, dir="auto", **content[ids.TITLE]),
        *tools(),
    ]


def tools() -> list[Component]:
    """What stands beside the title."""
    return [
        # The field itself is made in ``assets/controls.js``: Dash has no plain one.
        html.Div(html.Kbd("/"), id=ids.SEARCH_FIELD, className="dl-search"),
        share.embed_filters(),
        share.full_view(),
        share.button(),
        dialogs.help_button(),
        icon_button("theme", "Light or dark", className="dl-icon dl-icon--theme"),
    ]


def _main(content: Content) -> list[Component]:
    return [
        html.Div(id=ids.PROBLEMS, role="status"),
        *bars(content[ids.CATEGORIES]),
        story.bar(),
        html.Section(
            [
                # Plotly draws into the inner one, which it calls by that name.
                html.Div(html.Div(className="js-plotly-plot"), id=ids.CHART, className="dl-graph"),
                walk.walker(),
                html.Div(id=ids.EMPTY, hidden=True, className="dl-empty"),
            ],
            className="dl-chart",
            **aria(label="Chart"),
        ),
        *foot(),
        relations.legend(**content[ids.RELATION_KINDS]),
        html.Section(
            [
                html.H2("Chronicle", className="dl-heading"),
                # Filled from the payload as markup: thousands of components would each be asked at
                # every change of anything.
                html.Div(id=ids.CHRONICLE, className="dl-chronicle"),
            ],
            **aria(label="Chronicle"),
        ),
        views.table_section(),
    ]


def bars(chips: Mapping[str, Any]) -> list[Component]:
    """What stands above the chart; ``chips`` are the properties of the chips of categories."""
    return [
        filters.controls(chips),
        html.Div([filters.sentence(), known.control()], className="dl-lead"),
        html.Div(
            [
                views.control(),
                story.button(),
                relations.switch(),
                lanes.control(),
                group(
                    [
                        icon_button("zoomOut", "Zoom out", className="dl-icon dl-icon--minus"),
                        icon_button("zoomAll", "Show the whole time", "All"),
                        icon_button("zoomIn", "Zoom in", className="dl-icon dl-icon--plus"),
                        *axis.ranges(),
                    ],
                    "Zoom",
                    className="dl-zoom",
                ),
            ],
            className="dl-bar",
        ),
    ]


def foot() -> list[Component]:
    """What stands right below the chart: the overview, and the clocks."""
    return [axis.overview(), axis.foot()]


def _panel() -> Component:
    return html.Aside(
        [
            html.Div(
                [
                    icon_button(
                        "sheet",
                        "More or less of the event",
                        className="dl-sheet-handle",
                        **aria(expanded="false"),
                    ),
                    html.A("Earlier", id=ids.PREVIOUS, className="dl-step"),
                    html.A("Later", id=ids.NEXT, className="dl-step"),
                    icon_button("close", "Close the event", className="dl-icon dl-icon--close"),
                ],
                className="dl-steps",
            ),
            # Filled from the payload: what stands here first would be rendered twice.
            html.Div(id=ids.PANEL_BODY, tabIndex=-1),
            share.event_tools(),
        ],
        id=ids.PANEL,
        className="dl-panel",
        # It scrolls, so it must be reachable by keyboard even where nothing in it is.
        tabIndex=0,
        **aria(label="Event"),
    )
