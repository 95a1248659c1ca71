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
    # What it shows it puts where it belongs by id, so that each part of the page can be added on
    # its own; see the tables in ``assets/callbacks.js``.
    app.clientside_callback(
        ClientsideFunction("dateline", "show"),
        Input(ids.PAYLOAD, "data"),
        Input(ids.STATE, "data"),
    )
