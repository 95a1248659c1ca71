"""Components of ``dash.html`` as HTML text, for pages that are read before or without scripts."""

from __future__ import annotations

import html as escapes
import re
from typing import Any

from dash.development.base_component import Component

__all__ = ["Markup", "to_markup"]

#: Property names of React that HTML calls otherwise.
NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "hrefLang": "hreflang"}
#: Elements without content, which HTML closes by itself.
VOID = frozenset({"br", "hr", "img"})


class Markup(str):
    """A text that is HTML already: every part of it was escaped by whoever made it."""

    __slots__ = ()


def to_markup(node: Any) -> str:
    """HTML of a component, a text, or a list of them; every text and attribute is escaped.

    Raises:
        TypeError: For a component that is not from ``dash.html``, because only those are plain
            elements.
    """
    if node is None:
        return ""
    if isinstance(node, list | tuple):
        return "".join(to_markup(item) for item in node)
    if isinstance(node, Markup):
        return node
    if not isinstance(node, Component):
        return escapes.escape(str(node), quote=False)
    parts: dict[str, Any] = node.to_plotly_json()
    if parts["namespace"] != "dash_html_components":
        raise TypeError(f"{parts['type']} has no plain HTML form")
    tag = str(parts["type"]).lower()
    props = dict(parts["props"])
    children = props.pop("children", None)
    # Dash keeps some properties in sets; the same page must be the same text.
    opening = f"<{tag}{''.join(_attribute(name, value) for name, value in sorted(props.items()))}>"
    return opening if tag in VOID else f"{opening}{to_markup(children)}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = NAMES.get(name, name)
    if value is True:
        return f" {name}"
    if isinstance(value, dict):
        value = ";".join(f"{_css_name(key)}:{text}" for key, text in value.items())
    return f' {name}="{escapes.escape(str(value))}"'


def _css_name(name: str) -> str:
    """``backgroundColor`` to ``background-color``; custom properties stay as they are."""
    if name.startswith("--"):
        return name
    return re.sub("[A-Z]", lambda found: f"-{found.group().lower()}", name)
