"""The code that puts a timeline into somebody else's page: a frame, or the oEmbed answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from dashboard import iframe
from dashboard.model import Timeline

__all__ = ["WIDTH", "embedded", "oembed"]

#: The width of a frame, in pixels, for those who must be told one.
WIDTH = 960


def embedded(address: str, state: Mapping[str, str] | None = None) -> str:
    """The address of the compact page for a frame, in a state.

    Args:
        address: Of a page, relative or absolute, with or without a state in its fragment.
        state: Parts of the state that go before those: ``event``, ``story``, ``theme`` …
    """
    parts = urlsplit(address)
    known = {**dict(parse_qsl(parts.fragment)), **(state or {}), "embed": "1"}
    return urlunsplit(parts._replace(fragment=iframe.fragment(known)))


def oembed(
    timeline: Timeline,
    address: str,
    *,
    width: int | None = None,
    height: int | None = None,
    served: bool = False,
) -> dict[str, Any]:
    """The oEmbed answer (https://oembed.com, version 1.0, type ``rich``) for a page.

    Args:
        timeline: What the page shows.
        address: Of the page, with the state to open it in.
        width: The most that there is room for, in pixels.
        height: The same.
        served: Whether a server of Dateline's is behind the address.
    """
    event = timeline.by_id.get(dict(parse_qsl(urlsplit(address).fragment)).get("event", ""))
    title = f"{event.title} ({timeline.title})" if event else timeline.title
    high = min(iframe.HEIGHT, height or iframe.HEIGHT)
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Dateline",
        "provider_url": urlunsplit(urlsplit(address)._replace(path="/", query="", fragment="")),
        "title": title,
        "width": min(WIDTH, width or WIDTH),
        "height": high,
        "html": iframe.frame(embedded(address), title, height=high, served=served),
    }
    if timeline.edition and timeline.edition.author:
        said["author_name"] = timeline.edition.author
    return said
