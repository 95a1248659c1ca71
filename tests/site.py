"""A folder on the web: a plain static server, as a newsroom's host would be."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

__all__ = ["Site"]


class Site:
    """Serves a folder on a free port of the loopback, for a ``with`` block.

    Attributes:
        address: With the closing slash.
        asked: The paths that were asked for so far.
    """

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        handler = partial(_Quiet, self.asked, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    """Notes what is asked for and says nothing; like many hosts it names no encoding."""

    def __init__(self, asked: list[str], *args: object, directory: str) -> None:
        self._asked = asked
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]  # handed through

    def log_message(self, format: str, *args: object) -> None:
        self._asked.append(self.path)
