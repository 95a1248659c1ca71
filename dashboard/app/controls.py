"""The pieces that controls are made of: buttons that ask for an action, and named groups."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app.attributes import aria, data

__all__ = ["action_button", "group", "icon_button"]


def action_button(action: str, children: Any, **props: Any) -> Component:
    """A button with words on it.

    Args:
        action: What it asks for, by its name in the page's table of actions.
        children: The words.
        props: Anything else of the button.
    """
    return html.Button(children, **{"type": "button", **data(action=action), **props})


def icon_button(action: str, label: str, children: Any = None, **props: Any) -> Component:
    """A button with a sign on it, whose words are told by pointer and screen reader.

    Args:
        action: What it asks for, by its name in the page's table of actions.
        label: The words.
        children: The sign, where it is a text; else the class draws it.
        props: Anything else of the button.
    """
    return action_button(action, children, title=label, **{**aria(label=label), **props})


def group(children: Any, label: str, **props: Any) -> Component:
    """Controls that belong together, under a name for screen readers."""
    return html.Div(children, role="group", **{**aria(label=label), **props})
