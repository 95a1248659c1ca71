"""The one table of keys: the page's handler, its help and the README are all held to it."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

__all__ = ["KEYS", "Key", "help_list"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the page.

    Attributes:
        keys: The values of ``KeyboardEvent.key`` that trigger it.
        shown: How they are printed.
        action: What the page is asked to do.
        help: What that is, in words.
    """

    keys: tuple[str, ...]
    shown: str
    action: str
    help: str


KEYS: tuple[Key, ...] = (
    Key(("/",), "/", "search", "search"),
    Key(("j", "ArrowRight"), "j →", "next", "later event"),
    Key(("k", "ArrowLeft"), "k ←", "previous", "earlier event"),
    Key(("Escape",), "Esc", "close", "close the event, leave the story or the search"),
    Key(("+", "="), "+", "zoomIn", "zoom in"),
    Key(("-",), "-", "zoomOut", "zoom out"),
    Key(("0",), "0", "zoomAll", "the whole time"),
    Key(("[",), "[", "knownEarlier", "as known one disclosure earlier"),
    Key(("]",), "]", "knownLater", "as known one disclosure later"),
    Key(("p",), "p", "knownPlay", "play what became known, or pause"),
    Key(("s",), "s", "story", "start or leave the story"),
    Key(("d",), "d", "theme", "light or dark"),
    Key(("?",), "?", "help", "show these keys"),
)


def help_list() -> Component:
    """The keys as a description list."""
    return html.Dl(
        [
            part
            for key in KEYS
            for part in (
                html.Dt([html.Kbd(cap) for cap in key.shown.split()]),
                html.Dd(key.help),
            )
        ],
        className="dl-keys",
    )
