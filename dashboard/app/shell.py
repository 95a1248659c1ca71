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

from dashboard.app import ids
from dashboard.app.attributes import aria, data

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
            html.Div(id=ids.ANNOUNCE, className="dl-unseen", **aria(live="polite")),
        ],
        id=ids.PROVIDER,
        forceColorScheme="light",
        theme={"fontFamily": "var(--dl-font)", "primaryColor": "gray", "defaultRadius": "md"},
    )
    return provider


def _header(content: Content) -> list[Component]:
    return [
        html.H1(id=ids.TITLE, dir="auto", **content[ids.TITLE]),
        dmc.TextInput(
            id=ids.SEARCH,
            value="",
            placeholder="Search",
            className="dl-search",
            rightSection=html.Kbd("/"),
            **aria(label="Search"),
        ),
        _button("theme", "Light or dark", className="dl-icon dl-icon--theme"),
    ]


def _main(content: Content) -> list[Component]:
    return [
        html.Div(id=ids.PROBLEMS, role="status"),
        html.Div(
            [
                dmc.ChipGroup(
                    id=ids.CATEGORIES, multiple=True, value=[], **content[ids.CATEGORIES]
                ),
            ],
            className="dl-filters",
            role="group",
            **aria(label="Categories"),
        ),
        html.Div(
            [
                html.P(id=ids.SENTENCE, className="dl-sentence", **aria(live="polite")),
                html.Button("Clear", id=ids.CLEAR, hidden=True, **data(action="clear")),
                html.Div(
                    [
                        _button("zoomOut", "Zoom out", className="dl-icon dl-icon--minus"),
                        _button("zoomAll", "Show the whole time", "All"),
                        _button("zoomIn", "Zoom in", className="dl-icon dl-icon--plus"),
                    ],
                    className="dl-zoom",
                    role="group",
                    **aria(label="Zoom"),
                ),
            ],
            className="dl-bar",
        ),
        html.Section(
            [
                dcc.Graph(
                    id=ids.CHART,
                    figure={"data": [], "layout": {"height": 1}},
                    responsive=True,
                    className="dl-graph",
                    **content[ids.CHART],
                ),
                html.Div(
                    [
                        html.P("No event matches.", className="dl-title"),
                        html.P("Try fewer words or another category."),
                        html.Button("Show all events", **data(action="clear")),
                    ],
                    id=ids.EMPTY,
                    hidden=True,
                    className="dl-empty",
                ),
            ],
            className="dl-chart",
            **aria(label="Chart"),
        ),
        html.Section(
            [
                html.H2("Chronicle", className="dl-heading"),
                # Filled from the payload as markup: thousands of components would each be asked at
                # every change of anything.
                html.Div(id=ids.CHRONICLE, className="dl-chronicle"),
            ],
            **aria(label="Chronicle"),
        ),
    ]


def _panel(content: Content) -> Component:
    return html.Aside(
        [
            html.Div(
                [
                    html.A("Earlier", id=ids.PREVIOUS, className="dl-step"),
                    html.A("Later", id=ids.NEXT, className="dl-step"),
                    _button("close", "Close the event", className="dl-icon dl-icon--close"),
                ],
                className="dl-steps",
            ),
            html.Div(id=ids.PANEL_BODY, tabIndex=-1, **content[ids.PANEL_BODY]),
        ],
        id=ids.PANEL,
        className="dl-panel",
        # It scrolls, so it must be reachable by keyboard even where nothing in it is.
        tabIndex=0,
        **aria(label="Event"),
    )


def _button(action: str, label: str, text: str = "", **props: Any) -> Component:
    """A button that asks for an action of the table of keys."""
    return html.Button(
        text, type="button", title=label, **aria(label=label), **data(action=action), **props
    )
