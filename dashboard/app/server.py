"""Serving a timeline that follows its file: one process, one file, one app.

The server is made for the machine of its user: it binds to the loopback unless told otherwise, and
what goes beyond the loopback holds no internal events.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import json
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import waitress.server
from dash import Dash
from flask import Response
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import create_app, oembed
from dashboard.app.content import content
from dashboard.app.guard import protect
from dashboard.app.watch import Live, Snapshot
from dashboard.model import Timeline
from dashboard.problems import DatelineError

__all__ = ["Address", "ServeError", "serve", "state"]

#: How many ports after the wanted one are tried when it is taken.
NEXT_PORTS = 50
THREADS = 8


class ServeError(DatelineError):
    """A server could not be started: ``message`` says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens.

    Attributes:
        host: As asked for.
        ip: What it stands for.
        port: The port it got.
    """

    host: str
    ip: str
    port: int

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(self.ip.partition("%")[0]).is_loopback

    @property
    def everywhere(self) -> bool:
        """Whether it stands for every address of this machine."""
        return ipaddress.ip_address(self.ip.partition("%")[0]).is_unspecified

    @property
    def url(self) -> str:
        """What to open on this machine."""
        host = self.host
        if self.everywhere:
            host = "::1" if ":" in self.ip else "127.0.0.1"
        return f"http://{_bracketed(host)}:{self.port}/"

    @property
    def names(self) -> frozenset[str] | None:
        """The host names it goes by; None where they cannot be known."""
        if self.everywhere:
            return None
        own = {_bracketed(name).lower() for name in (self.host, self.ip)}
        return frozenset(own | {"127.0.0.1", "localhost", "[::1]"})


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def serve(
    path: str | Path,
    host: str = "127.0.0.1",
    port: int = 8050,
    *,
    watch: bool = True,
    open_browser: bool = False,
    embed_in: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    ready: Callable[[Address, Timeline], None] = lambda address, timeline: None,
    changed: Callable[[Snapshot], None] = lambda snapshot: None,
    progress: Callable[[float, str], None] | None = None,
) -> None:
    """Serve a timeline until the process is told to stop.

    Args:
        path: The file. When its text has errors and it is followed, the page lists them and waits.
        host: The address or name to bind to. Beyond the loopback internal events are left out.
        port: The port; when it is taken the next free one, 0 for any.
        watch: Follow the file and let open pages follow.
        open_browser: Open the page in the user's browser.
        embed_in: Origins whose pages may show it in a frame, such as ``https://example.org``;
            ``*`` for any. Its own may always.
        columns: Which column of a table fills which field, where that is not to be guessed.
        timezone: Where times are that name no zone (IANA name).
        ready: Called when the server answers.
        changed: Called when the file has been read again, from another thread; and at the start
            when it has errors.
        progress: Is told how far the reading of a large table is, from 0 to 1, and what comes next.

    Raises:
        ProblemError: The file cannot be read, or has errors and is not followed.
        UnfitError: The file has no use for ``columns`` or ``timezone``.
        ServeError: The address cannot be bound to.
        KeyboardInterrupt: Stopped with Ctrl-C. A SIGTERM returns.
    """
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(_bind(host, port))
        ip, bound = listening.getsockname()[:2]
        address = Address(host, ip, bound)
        live = Live(
            path,
            public=not address.local,
            wait=watch,
            columns=columns,
            timezone=timezone,
            changed=changed,
            progress=progress,
        )
        app = create_app(live.shown if watch else live.current.shown)
        _follow(app, live, private=address.local)
        protect(app, address.names, embed_in)
        # After the guard, which compresses what this has added to.
        oembed.register(app, live.timeline)
        server = _server(app, listening)
        stack.callback(server.close)
        if watch:
            live.start()
            stack.callback(live.stop)
        stopped = stack.enter_context(_signals())
        ready(address, live.timeline())
        if live.current.waiting:
            changed(live.current)
        if open_browser:
            _open(address.url)
        server.run()
    if signal.SIGINT in stopped:
        raise KeyboardInterrupt


def state(snapshot: Snapshot, *, private: bool = True) -> dict[str, Any]:
    """What a page is told when it asks whether there is anything new.

    Args:
        snapshot: The state of the file.
        private: False when others may read this: then only the number of errors is told, for
            their texts may quote internal events.
    """
    errors, warnings = (
        [{**problem.to_dict(), "text": str(problem)} for problem in found]
        for found in (snapshot.errors, snapshot.warnings)
    )
    if not private:
        number = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        errors = [{"text": f"The newest version has {number}."}] if errors else []
        warnings = []
    return {
        "version": snapshot.version,
        "waiting": snapshot.waiting,
        "problems": errors,
        "warnings": warnings,
    }


def _follow(app: Dash, live: Live, *, private: bool) -> None:
    """The two addresses that open pages ask: is there anything new, and what is it."""
    newest = _Newest()

    def current_state() -> Response:
        return _json(json.dumps(state(live.current, private=private)))

    def current_content() -> Response:
        return _json(newest(live.current))

    app.server.get("/_dateline/state")(current_state)
    app.server.get("/_dateline/content")(current_content)


def _json(body: str) -> Response:
    return Response(body, content_type="application/json", headers={"Cache-Control": "no-store"})


class _Newest:
    """The content of the newest version as JSON; made once however many pages ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: str | None = None
        self._body = ""

    def __call__(self, snapshot: Snapshot) -> str:
        with self._lock:
            if snapshot.version != self._version:
                shown = {
                    "version": snapshot.version,
                    "title": snapshot.timeline.title,
                    "content": content(snapshot.shown, version=snapshot.version),
                }
                self._body = json.dumps(shown, cls=PlotlyJSONEncoder, separators=(",", ":"))
                self._version = snapshot.version
            return self._body


def _bind(host: str, port: int) -> socket.socket:
    """A socket that listens at the first free port from ``port`` on."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise ServeError(
            f"nobody knows the host '{host}'", "use 127.0.0.1, or an address of this machine"
        ) from error
    last = min(port + NEXT_PORTS, 65_535) if port else 0
    for candidate in range(port, last + 1):
        listening = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":
                # A port that was in use a moment ago may be taken over; elsewhere this flag
                # would let two servers share a port.
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((where[0], candidate, *where[2:]))
            # Only listening makes the port ours: others may be bound to it as well.
            listening.listen(128)
        except OSError as error:
            listening.close()
            if error.errno != errno.EADDRINUSE:
                raise _refused(host, candidate, error) from error
        else:
            return listening
    raise ServeError(f"all ports from {port} to {last} are taken", "use --port 0 for any free one")


def _refused(host: str, port: int, error: OSError) -> ServeError:
    if error.errno == errno.EACCES:
        return ServeError(f"port {port} is reserved for the system", "use a port above 1023")
    if error.errno == errno.EADDRNOTAVAIL:
        return ServeError(
            f"'{host}' is not an address of this machine",
            "use 127.0.0.1 for this machine alone, 0.0.0.0 for the whole network",
        )
    return ServeError(f"cannot serve at {_bracketed(host)}:{port}: {error.strerror or error}")


def _server(app: Dash, listening: socket.socket) -> Any:
    # It warns about every burst of requests, and a page starts with one.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return waitress.server.create_server(
        app.server,
        sockets=[listening],
        threads=THREADS,
        ident="dateline",
        clear_untrusted_proxy_headers=True,
    )


@contextlib.contextmanager
def _signals() -> Iterator[list[int]]:
    """End the server's loop on SIGINT and SIGTERM; gives the list of signals that came."""
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        # Whoever serves from another thread decides themselves when to end.
        yield came
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _open(url: str) -> None:
    """Open the page where there is a screen; a browser in the terminal would cover the output."""
    screen = (
        sys.platform in ("darwin", "win32")
        or os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
    )
    if screen:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
