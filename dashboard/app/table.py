"""The table of events: the accessible twin of the chart, a row for each mark."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app import rivals
from dashboard.app.article import Desk, category_mark, event_link, evidence_mark
from dashboard.app.attributes import aria, data
from dashboard.model import Event

__all__ = ["COLUMNS", "row", "table"]

#: The columns, by the names that the state of the page calls them.
COLUMNS = {
    "date": "Date",
    "title": "Event",
    "category": "Category",
    "evidence": "Evidence",
    "known": "Known",
    "actors": "Actors",
    "sources": "Sources",
}


def table(desk: Desk) -> Component:
    """All events as a table that the browser sorts by any of its columns."""
    return html.Table(
        [
            # Says what is in it and how it is sorted; the browser knows.
            html.Caption(className="dl-unseen"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(
                            html.Button(name, type="button", **data(action="sort", column=column)),
                            scope="col",
                            className=f"dl-col-{column}",
                            **aria(sort="none"),
                        )
                        for column, name in COLUMNS.items()
                    ]
                )
            ),
            html.Tbody([row(desk, event, n) for n, event in enumerate(desk.timeline.events)]),
        ]
    )


def row(desk: Desk, event: Event, index: int) -> Component:
    """One event in the table; ``index`` is its place in the timeline."""
    category = desk.timeline.categories.get(event.category or "")
    days = desk.days[event.id]
    names = [desk.timeline.actors[key].label for key in event.actors]
    return html.Tr(
        [
            html.Td(event.date.display(), className="dl-when"),
            html.Th(
                [
                    event_link(event, html.Bdi(event.title), className="dl-entry"),
                    *rivals.in_short(desk.timeline, event),
                ],
                scope="row",
            ),
            html.Td(
                [category_mark(desk.colours[category.id]), html.Bdi(category.label)]
                if category
                else None
            ),
            html.Td(
                [
                    html.Span([evidence_mark(desk, event, kind), words.EVIDENCE[kind]], **holds)
                    for kind, holds in days.verdicts()
                ]
            ),
            html.Td(desk.known[event.id].when.display()),
            html.Td(html.Bdi(", ".join(names))),
            html.Td(
                [
                    html.Span(str(number), **holds)
                    for number, holds in days.counted(len(event.cited))
                ]
            ),
        ],
        **data(index=str(index)),
    )
