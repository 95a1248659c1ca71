"""What stands between the app and the network: host names, headers, compression, faults."""

from __future__ import annotations

import base64
import gzip
import hashlib
import ipaddress
import logging
import os
from collections.abc import Collection
from functools import lru_cache

from dash import Dash
from flask import Response, request
from werkzeug.exceptions import HTTPException

from dashboard.app.still import SCRIPT

__all__ = ["LOG", "policy", "protect", "stays_here"]

LOG = logging.getLogger("dateline.server")

#: Content-Security-Policy, https://www.w3.org/TR/CSP3/. Scripts get the hashes of the app's own
#: inline scripts besides. Plotly sets styles from scripts; pictures are ``data:``
#: addresses, and plotly makes a ``blob:`` when it turns a chart into a picture.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}

#: Sent with every response, besides the policy.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

#: Kinds of content that are worth compressing, and the size in bytes from which they are.
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "image/svg+xml")
WORTHWHILE = 1_400


def policy(app: Dash, around: Collection[str] = ()) -> str:
    """The Content-Security-Policy of an app whose callbacks are all registered.

    Args:
        app: The app.
        around: Origins besides its own whose pages may show it in a frame, such as
            ``https://example.org``; ``*`` for any.
    """
    own = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode("ascii")
    hashes = dict.fromkeys([*app.csp_hashes(), f"'sha256-{own}'"])
    scripts = " ".join([POLICY["script-src"], *hashes])
    ancestors = " ".join([POLICY["frame-ancestors"], *around])
    rules = {**POLICY, "script-src": scripts, "frame-ancestors": ancestors}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def protect(app: Dash, names: Collection[str] | None, around: Collection[str] = ()) -> None:
    """Put the guard before an app.

    Args:
        app: An app whose callbacks are all registered.
        names: The host names it answers to, in lower case, IPv6 addresses in brackets;
            None for any.
        around: Origins besides its own whose pages may show it in a frame; see :func:`policy`.
    """
    known_faults: set[str] = set()
    headers = {**HEADERS, "Content-Security-Policy": policy(app, around)}

    def known_host() -> Response | None:
        """Refuse names that are not ours.

        Any web page can point a name of its own at 127.0.0.1 and would then be read as if it were
        this server (DNS rebinding). It cannot choose the ``Host`` that the browser sends.
        """
        name = _host_name(request.headers.get("Host", ""))
        if names is None or name in names:
            return None
        return _plain(421, "This server does not go by that name; open the address it printed.")

    def fault(error: Exception) -> Response | HTTPException:
        """Turn a fault of ours into a sentence here and a line in the log."""
        if isinstance(error, HTTPException):
            return error
        said = f"{request.path} could not be answered: {type(error).__name__}: {error}"
        # An open page asks twice a second; the same fault is worth one line.
        if said not in known_faults:
            known_faults.add(said)
            LOG.error("dateline: %s", said, exc_info=bool(os.environ.get("DATELINE_DEBUG")))
        return _plain(500, "This could not be shown. The terminal that runs dateline says why.")

    def guarded(response: Response) -> Response:
        for name, value in headers.items():
            response.headers[name] = value
        # What has no lifetime of its own is asked for again, so that a page is never a stale one.
        response.headers.setdefault("Cache-Control", "no-cache")
        return _compressed(_unchanged(response))

    app.server.before_request(known_host)
    app.server.register_error_handler(Exception, fault)
    app.server.after_request(guarded)


def _host_name(host: str) -> str:
    """The name in a ``Host`` header, without the port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def _plain(status: int, sentence: str) -> Response:
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")


def _unchanged(response: Response) -> Response:
    """Answer that what is asked for again is still the same, where it is (RFC 9110, 13.1.2)."""
    if (
        request.method == "GET"
        and response.status_code == 200
        and response.cache_control.no_cache
        and not response.is_streamed
    ):
        response.add_etag()
        response.make_conditional(request)
    return response


def _compressed(response: Response) -> Response:
    """Compress text that leaves the machine.

    On the loopback compression only delays the first page: it takes longer than the copy it saves.
    """
    if (
        response.status_code != 200
        or response.headers.get("Content-Encoding")
        or request.accept_encodings.quality("gzip") <= 0
        or not (response.mimetype or "").startswith(COMPRESSIBLE)
        or stays_here(request.remote_addr)
    ):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < WORTHWHILE:
        return response
    response.set_data(_gzip(body))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


# The scripts are asked for by every reader and never change; everything else pushes itself out.
@lru_cache(maxsize=32)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def stays_here(address: str | None) -> bool:
    """Whether what is sent to an address does not leave this machine."""
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
