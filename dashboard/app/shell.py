"""The frame of the page: header, filters, chart, chronicle, panel.

What depends on the timeline is filled in by id from :func:`dashboard.app.content.content`, the
same table that a live page is refreshed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
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

__all__ = ["shell"]

Content = Mapping[str, Mapping[str, Any]]


def shell(content: Content) -> Component:
    """The whole page."""
    page = dmc.AppShell(
        [
            dmc.AppShellHeader(_header(content), className="dl-header"),
            dmc.AppShellMain(
                [html.Div(_main(content), className="dl-main"), _panel(content)],
                className="dl-body",
            ),
        ],
        header={"height": 60},
        padding=0,
    )
    provider: Component = dmc.MantineProvider(
        [
            dcc.Store(id=ids.STATE),
            dcc.Store(id=ids.PAYLOAD, **content[ids.PAYLOAD]),
            page,
            share.window(),
            dialogs.help_window(),
            html.Div(id=ids.ANNOUNCE, className="dl-unseen", **aria(live="polite")),
        ],
        id=ids.PROVIDER,
        forceColorScheme="light",
        theme={"fontFamily": "var(--dl-font)", "primaryColor": "gray", "defaultRadius": "md"},
    )
    return provider


def _header(content: Content) -> list[Component]:
    return [
        walk.skips(),
        html.H1(id=ids.TITLE, dir="auto", **content[ids.TITLE]),
        dmc.TextInput(
            id=ids.SEARCH,
            value="",
            placeholder="Search",
            className="dl-search",
            rightSection=html.Kbd("/"),
            **aria(label="Search"),
        ),
        share.embed_filters(),
        share.full_view(),
        share.button(),
        dialogs.help_button(),
        icon_button("theme", "Light or dark", className="dl-icon dl-icon--theme"),
    ]


def _main(content: Content) -> list[Component]:
    return [
        html.Div(id=ids.PROBLEMS, role="status"),
        filters.controls(content[ids.CATEGORIES]),
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
        story.bar(),
        html.Section(
            [
                dcc.Graph(
                    id=ids.CHART,
                    figure={"data": [], "layout": {"height": 1}},
                    responsive=True,
                    className="dl-graph",
                    **content[ids.CHART],
                ),
                walk.walker(),
                html.Div(id=ids.EMPTY, hidden=True, className="dl-empty"),
            ],
            className="dl-chart",
            **aria(label="Chart"),
        ),
        axis.overview(),
        axis.foot(),
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


def _panel(content: Content) -> Component:
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
            html.Div(id=ids.PANEL_BODY, tabIndex=-1, **content[ids.PANEL_BODY]),
            share.event_tools(),
        ],
        id=ids.PANEL,
        className="dl-panel",
        # It scrolls, so it must be reachable by keyboard even where nothing in it is.
        tabIndex=0,
        **aria(label="Event"),
    )
