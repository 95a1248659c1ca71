"""What readers filter by: the terms to choose from, the columns they are in, the controls.

How a filter works and what the sentence says of it is in the table of ``assets/filter.js``; the
choices of the menu are filled in by ``assets/menu.js``, which knows how many events each would
show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app import ids
from dashboard.app.article import Desk
from dashboard.app.attributes import aria
from dashboard.app.controls import action_button, group
from dashboard.bulk.columns import Names
from dashboard.bulk.names import NONE, involved, names_of
from dashboard.layout.window import clipped
from dashboard.model import Event, Timeline
from dashboard.when import local_ms

__all__ = ["NONE", "columns", "controls", "listed", "sentence", "terms"]


def terms(timeline: Timeline) -> dict[str, list[dict[str, str]]]:
    """What can be chosen, by the part of the state that holds the choice: ids with their labels.

    Categories come in the order of the file and evidence in that of its words; what else there is
    comes by the number of its events, the names of equals by the alphabet.
    """
    return listed(names_of(timeline))


def listed(names: Names) -> dict[str, list[dict[str, str]]]:
    """The same, of names that have been found already."""
    return {
        "category": _terms(names.category),
        "actor": _terms(names.actor),
        "place": _terms(names.place),
        "evidence": _terms((kind.value, label) for kind, label in words.EVIDENCE.items()),
        "tag": _terms(names.tag),
    }


def columns(desk: Desk) -> dict[str, list[Any]]:
    """What each event has of them, by the same names, and when it may have happened.

    ``earliest`` and ``latest`` are milliseconds on the axis of the timeline's zone; an actor
    belongs to an event when it took part or said something about it.
    """
    timeline = desk.timeline
    events = timeline.events

    def local(moment: int) -> int:
        return clipped(local_ms(clipped(moment), timeline.timezone))

    return {
        "category": [event.category or NONE for event in events],
        "actor": [involved(event) for event in events],
        "place": [_place(event) for event in events],
        "evidence": [desk.assessments[event.id].evidence.value for event in events],
        "tag": [list(event.tags) for event in events],
        "earliest": [local(event.date.earliest) for event in events],
        "latest": [local(event.date.latest) for event in events],
    }


def controls(chips: Mapping[str, Any]) -> Component:
    """The button of the filters with their menu, and a chip for each category.

    Args:
        chips: The properties of the group of chips that depend on the timeline.
    """
    return html.Div(
        [
            action_button(
                "filters",
                ["Filters", html.Span(id=ids.FILTERS_CHOSEN, className="dl-chosen", hidden=True)],
                id=ids.FILTERS_BUTTON,
                className="dl-filter-button",
                **aria(haspopup="dialog", expanded="false", controls=ids.FILTERS),
            ),
            group(
                chips["children"],
                "Categories",
                id=ids.CATEGORIES,
                className="dl-filters",
            ),
            html.Dialog(
                [
                    html.H2("Filters", className="dl-unseen"),
                    html.Div(id=ids.FILTERS_GROUPS, className="dl-menu-groups"),
                    html.Div(
                        [
                            html.P(id=ids.FILTERS_NUMBER, className="dl-sentence"),
                            action_button("clear", "Clear"),
                            action_button("closeFilters", "Done", className="dl-strong"),
                        ],
                        className="dl-menu-foot",
                    ),
                ],
                id=ids.FILTERS,
                className="dl-menu",
                **aria(label="Filters"),
            ),
        ],
        className="dl-filter-row",
    )


def sentence() -> Component:
    """The sentence of the filters, for the eye with its buttons and for the ear without."""
    return html.Div(
        [
            html.P(id=ids.SENTENCE, className="dl-sentence", tabIndex=-1),
            html.P(id=ids.SPOKEN, className="dl-unseen", **aria(live="polite")),
            action_button("clear", "Clear", id=ids.CLEAR, hidden=True),
        ],
        className="dl-saying",
    )


def _terms(labels: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": key, "label": label} for key, label in labels]


def _place(event: Event) -> list[str]:
    return [event.place.name] if event.place else []
