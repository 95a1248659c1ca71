"""The list view: the same events by year and month, for reading, printing and screen readers."""

from __future__ import annotations

from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard import chronology, words
from dashboard.app import rivals
from dashboard.app.article import Desk, article, event_link, evidence_mark, source_notes
from dashboard.app.attributes import data
from dashboard.model import Event

__all__ = ["chronicle", "entry", "full_chronicle"]


def chronicle(desk: Desk) -> list[Component]:
    """Years with their months with their events, each event a link that selects it."""
    numbered = list(enumerate(desk.timeline.events))
    return [
        html.Section(
            [
                html.H3(chronology.year_name(year), className="dl-year"),
                *(
                    html.Div(
                        [
                            html.H4(month, className="dl-month") if month else html.Span(),
                            html.Ol([entry(desk, event, n) for n, event in entries]),
                        ],
                        className="dl-months",
                        **data(group="month"),
                    )
                    for month, entries in groupby(group, key=lambda row: _month(row[1]))
                ),
            ],
            **data(group="year"),
        )
        for year, group in (
            (year, list(rows))
            for year, rows in groupby(numbered, key=lambda row: chronology.year(row[1]))
        )
    ]


def full_chronicle(desk: Desk) -> list[Component]:
    """Years with their events in full and the sources as notes, for a page without scripts."""
    named = (key for event in desk.timeline.events for key in chronology.named(event))
    cited = list(dict.fromkeys(named))
    notes = {key: number for number, key in enumerate(cited, 1)}
    return [
        *(
            html.Section(
                [
                    html.H2(chronology.year_name(year), className="dl-year"),
                    *(
                        html.Div(article(desk, event, level=3, notes=notes), id=f"event={event.id}")
                        for event in events
                    ),
                ]
            )
            for year, events in groupby(desk.timeline.events, key=chronology.year)
        ),
        html.Section(
            [
                html.H2("Sources", className="dl-year"),
                source_notes(desk.timeline.sources[key] for key in cited),
            ]
        ),
    ]


def entry(desk: Desk, event: Event, index: int) -> Component:
    """One event in a list, with a link that selects it; ``index`` is its place in the timeline."""
    named = desk.timeline.categories.get(event.category or "")
    category = [f"{named.label} · "] if named else []
    verdicts = desk.days[event.id].verdicts()
    evidence = [html.Span(words.EVIDENCE[kind], **on) for kind, on in verdicts]
    sources = [
        html.Span(words.counted(number, "source"), **on)
        for number, on in desk.days[event.id].counted(len(event.cited))
    ]
    return html.Li(
        [
            html.Span(event.date.display(), className="dl-when"),
            html.Div(
                [
                    event_link(event, html.Bdi(event.title), className="dl-entry"),
                    html.P(
                        [
                            *(evidence_mark(desk, event, kind, **on) for kind, on in verdicts),
                            html.Bdi([*category, *evidence, " · ", *sources]),
                            *rivals.in_short(desk.timeline, event),
                        ]
                    ),
                ]
            ),
        ],
        **data(index=str(index)),
    )


def _month(event: Event) -> str:
    month = chronology.month(event)
    # The year stands above.
    return month.display().split()[0] if month else ""
