"""The chips of the categories: what there is at a glance, and a filter at one click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.article import category_mark
from dashboard.app.attributes import aria, data
from dashboard.app.controls import action_button

__all__ = ["chips"]


def chips(categories: Iterable[Mapping[str, str]], colours: Mapping[str, str]) -> list[Component]:
    """One chip a category, with its colour and the number of events it would show."""
    return [
        action_button(
            "category",
            [
                category_mark(colours.get(category["id"], "")),
                html.Bdi(category["label"]),
                html.Span(id=ids.count(category["id"]), className="dl-count"),
            ],
            className="dl-chip",
            role="checkbox",
            **aria(checked="false"),
            **data(category=category["id"]),
        )
        for category in categories
    ]
