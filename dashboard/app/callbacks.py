"""The wiring: every callback runs in the browser, so that the page needs no server.

There is one: new content is shown. The state of the page is in its address and in the browser
(``assets/page.js``); a change of it goes straight to what shows it, because the way through Dash
takes longer than the change itself.

The functions are in ``assets/callbacks.js``; what they work out is in the files beside it.
"""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input

from dashboard.app import ids

__all__ = ["register"]


def register(app: Dash) -> None:
    """Tie the content to the page."""
    # What it shows it puts where it belongs by id, so that each part of the page can be added on
    # its own; see the tables in ``assets/callbacks.js``.
    app.clientside_callback(
        ClientsideFunction("dateline", "show"),
        Input(ids.PAYLOAD, "data"),
    )
