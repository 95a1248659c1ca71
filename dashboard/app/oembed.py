"""oEmbed: where a link to a served timeline is pasted, a frame with the timeline appears.

A consumer, such as WordPress or Ghost, finds the address in the head of the page and asks it for
the code of the frame. The format is that of https://oembed.com, version 1.0.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from urllib.parse import quote, urlsplit, urlunsplit

from dash import Dash
from flask import Response, request

from dashboard.embed import oembed
from dashboard.model import Timeline

__all__ = ["PATH", "register"]

#: Where it is asked for.
PATH = "/oembed"


def register(app: Dash, current: Callable[[], Timeline]) -> None:
    """Answer for the pages of an app, and tell of it in their head.

    Args:
        app: The app.
        current: Gives the timeline as it is now.
    """

    def asked() -> Response:
        given = request.args
        address = given.get("url", "")
        if not address:
            return _refusal(400, "Say which page: ?url=…")
        try:
            parts = urlsplit(address)
            width, height = (_room(given.get(name)) for name in ("maxwidth", "maxheight"))
        except ValueError:
            return _refusal(400, "That is no address, or no number of pixels.")
        own = parts.scheme in ("http", "https") and parts.netloc.lower() == request.host.lower()
        if not own or parts.path not in ("", "/"):
            return _refusal(404, "That page is not of this server.")
        if given.get("format", "json") != "json":
            # The specification's own answer to a format that a provider does not have.
            return _refusal(501, "There is JSON only.")
        page = urlunsplit(parts._replace(path="/"))
        said = oembed(current(), page, width=width, height=height, served=True)
        return Response(json.dumps(said, ensure_ascii=False), content_type="application/json")

    def told(response: Response) -> Response:
        if request.path != "/" or response.status_code != 200:
            return response
        where = f"{request.host_url}{PATH[1:]}?format=json&url={quote(request.host_url, safe='')}"
        link = (
            '<link rel="alternate" type="application/json+oembed" '
            f'href="{html.escape(where)}" title="{html.escape(current().title)}">'
        )
        response.set_data(response.get_data(as_text=True).replace("</head>", f"{link}\n</head>", 1))
        return response

    app.server.add_url_rule(PATH, "oembed", asked)
    app.server.after_request(told)


def _room(asked: str | None) -> int | None:
    """For how many pixels there is room; None when that was not said."""
    if not asked:
        return None
    room = int(asked)
    if room < 1:
        raise ValueError(asked)
    return room


def _refusal(status: int, sentence: str) -> Response:
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")
