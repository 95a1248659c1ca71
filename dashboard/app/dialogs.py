"""Windows over the page, the browser's own: it keeps the focus inside and gives it back."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria, data
from dashboard.app.controls import action_button, icon_button
from dashboard.app.keys import help_list
from dashboard.app.markup import to_markup

__all__ = ["dialog", "help_button", "help_window"]


def dialog(name: str, title: str, children: list[Any]) -> Component:
    """A window with a title and a way out; ``assets/dialogs.js`` opens it.

    Args:
        name: Its id.
        title: What it is called, on screen and for screen readers.
        children: What stands below the title.
    """
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2(title, id=f"{name}-title", className="dl-title"),
                    icon_button("dismiss", "Close", className="dl-icon dl-icon--close"),
                ],
                className="dl-dialog-head",
            ),
            *children,
        ],
        id=name,
        className="dl-dialog",
        **aria(labelledby=f"{name}-title"),
    )


def help_window() -> Component:
    """The keys, and the switch that turns them off: some people speak to their computers, and what
    they say is typed (WCAG 2.2, 2.1.4)."""
    return dialog(
        ids.HELP,
        "Keyboard",
        [
            # Put into its place when it is asked for, which few readers do.
            html.Div(id=ids.HELP_KEYS, **data(markup=to_markup(help_list()))),
            html.P(
                "On the chart (Tab leads there) the arrows walk from mark to mark; Enter opens.",
                className="dl-note",
            ),
            html.Label(
                [
                    action_button(
                        "shortcuts",
                        None,
                        id=ids.SHORTCUTS,
                        role="switch",
                        className="dl-switch",
                        **aria(checked="true"),
                    ),
                    "Letters and signs are shortcuts",
                ],
                className="dl-switch-row",
            ),
        ],
    )


def help_button() -> Component:
    """Opens the help where there is no key to press."""
    return icon_button(
        "help",
        "Keyboard help",
        "?",
        className="dl-icon dl-tool--help",
        **aria(haspopup="dialog"),
    )
