"""The wiring: every callback runs in the browser, so that the page needs no server.

The functions are in ``assets/callbacks.js``; what they work out is in the files beside it.
"""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from dashboard.app import ids

__all__ = ["register"]


def register(app: Dash) -> None:
    """Tie the controls to the state of the page, and the state to what it shows."""
    app.clientside_callback(
        ClientsideFunction("dateline", "control"),
        Output(ids.STATE, "data"),
        Input(ids.SEARCH, "value"),
        Input(ids.CATEGORIES, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dateline", "show"),
        Output(ids.PANEL_BODY, "children"),
        Output(ids.PANEL, "className"),
        Output(ids.PREVIOUS, "href"),
        Output(ids.NEXT, "href"),
        Output(ids.SENTENCE, "children"),
        Output(ids.CLEAR, "hidden"),
        Output(ids.EMPTY, "hidden"),
        Output(ids.ANNOUNCE, "children"),
        Output(ids.PROVIDER, "forceColorScheme"),
        Input(ids.PAYLOAD, "data"),
        Input(ids.STATE, "data"),
    )
