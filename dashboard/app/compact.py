"""Components in few letters, for the many that a page carries and seldom shows.

Dash writes ``{"namespace": …, "type": "P", "props": {"children": …}}`` for every element. Here it
is ``{"P": [properties or 0, child, child, …]}``, half as long; ``assets/compact.js`` makes the
first of the second.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

__all__ = ["compact"]


def compact(node: Any) -> Any:
    """A component of ``dash.html``, a text, or a list of them, as plain JSON values.

    Raises:
        TypeError: For a component that is not from ``dash.html``.
    """
    if isinstance(node, list | tuple):
        return [compact(item) for item in node]
    if not isinstance(node, Component):
        return node
    parts: dict[str, Any] = node.to_plotly_json()
    if parts["namespace"] != "dash_html_components":
        raise TypeError(f"{parts['type']} has no short form")
    props = {key: value for key, value in parts["props"].items() if value is not None}
    children = props.pop("children", [])
    inside = children if isinstance(children, list | tuple) else [children]
    return {parts["type"]: [props or 0, *compact(inside)]}
