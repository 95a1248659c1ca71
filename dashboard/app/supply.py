"""The addresses at which a server has the blocks of a timeline of very many events."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from dash import Dash
from flask import Response, request

from dashboard.app.guard import stays_here

if TYPE_CHECKING:
    from dashboard.app.blocks import Blocks
    from dashboard.bulk.columns import Bulk

__all__ = ["register"]

#: States of a file whose pages may still be open.
STATES = 3
#: Where pages learn what they show.
PAGES = ("/", "/_dash-layout", "/_dateline/content")
#: The longest search, in characters.
LONGEST = 1_000


def register(app: Dash, current: Callable[[], Bulk | None]) -> None:
    """Give an app the addresses of blocks.

    Args:
        app: The app.
        current: The timeline that is shown now; None for one that needs no blocks.
    """
    states: OrderedDict[str, Blocks] = OrderedDict()
    lock = threading.Lock()

    def state(version: str) -> Blocks | None:
        bulk = current()
        with lock:
            if bulk is not None and bulk.version not in states:
                # Who shows a small timeline does not wait for what this needs.
                from dashboard.app.blocks import Blocks

                made = states[bulk.version] = Blocks(bulk)
                # While the page gets and starts its scripts.
                threading.Thread(
                    target=_prepare, args=(made,), name="dateline-blocks", daemon=True
                ).start()
                while len(states) > STATES:
                    states.popitem(last=False)
            return states.get(version)

    def block(version: str, name: str) -> Response:
        blocks = state(version)
        if blocks is None:
            return _gone("This version of the timeline is no longer served. Load the page again.")
        try:
            if name == "search":
                return _sent(blocks.search(request.args.get("q", "")[:LONGEST]))
            if name == "titles":
                return _sent(blocks.titles(request.args.get("at", "")))
            return _sent(blocks[name])
        except KeyError:
            return _gone("There is no such part of this timeline.")

    def remember() -> None:
        """Keep the state that a page is about to show."""
        if request.path in PAGES:
            state("")

    app.server.before_request(remember)
    app.server.get("/_dateline/bulk/<version>/<name>")(block)


def _prepare(blocks: Blocks) -> None:
    # A server that is stopped closes its database under this. What else goes wrong here does so
    # again, and is told, when a page asks for it.
    with contextlib.suppress(Exception):
        blocks.prepare()


def _sent(body: bytes) -> Response:
    if not stays_here(request.remote_addr):
        # The page unpacks what is packed; a header for it would depend on who stands in between.
        body = gzip.compress(body, 6, mtime=0)
    return Response(
        body,
        content_type="application/octet-stream",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


def _gone(sentence: str) -> Response:
    return Response(f"{sentence}\n", 404, content_type="text/plain; charset=utf-8")
