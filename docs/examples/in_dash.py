"""Two timelines and a figure in a Dash app of your own: ``python in_dash.py events.yaml``."""

from __future__ import annotations

import sys

import dash
from dash import Input, Output, dcc, html

import dashboard


def make_app(path: str) -> dash.Dash:
    """An app with two timelines of a file; what is opened in the first opens in the second."""
    timeline = dashboard.load(path)
    app = dash.Dash(__name__)
    app.layout = html.Main(
        [
            html.H1("Case room"),
            html.Button("Open the first event", id="first"),
            html.P(id="said"),
            dashboard.timeline_component(timeline, "one"),
            dashboard.timeline_component(timeline, "two", event=timeline.events[-1].id),
            dcc.Graph(figure=dashboard.figure(timeline)),
        ]
    )

    @app.callback(
        Output("said", "children"),
        Output("two-open", "data"),
        Input("one-state", "data"),
        prevent_initial_call=True,
    )
    def chosen(state: dict[str, str | None]) -> tuple[str, dict[str, str | None]]:
        event = timeline.by_id.get(state["event"] or "")
        if event is None:
            return "Nothing is chosen.", dash.no_update
        return f"{event.date.display()}: {event.title}", {"event": event.id}

    @app.callback(Output("one-open", "data"), Input("first", "n_clicks"), prevent_initial_call=True)
    def open_first(_clicks: int) -> dict[str, str | None]:
        return {"event": timeline.events[0].id}

    return app


if __name__ == "__main__":
    make_app(sys.argv[1]).run()
