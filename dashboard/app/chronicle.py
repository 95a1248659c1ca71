"""The list view: the same events by year and month, for reading, printing and screen readers."""

from __future__ import annotations

from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.app import words
from dashboard.app.article import Desk, article, event_link, evidence_mark, source_notes
from dashboard.app.attributes import data
from dashboard.model import Event
from dashboard.when import Precision, When, local_ms, ms_to_civil

__all__ = ["chronicle", "full_chronicle"]

#: Precisions that name a month. An event of a coarser date stands under its year alone.
_FINE = frozenset(Precision) - {
    Precision.CENTURY,
    Precision.DECADE,
    Precision.YEAR,
    Precision.SEASON,
}


def chronicle(desk: Desk) -> list[Component]:
    """Years with their months with their events, each event a link that selects it."""
    numbered = list(enumerate(desk.timeline.events))
    return [
        html.Section(
            [
                html.H3(_year(year).display(), className="dl-year"),
                *(
                    html.Div(
                        [
                            html.H4(month, className="dl-month") if month else html.Span(),
                            html.Ol([_entry(desk, event, n) for n, event in entries]),
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
            for year, rows in groupby(numbered, key=lambda row: _civil(row[1])[0])
        )
    ]


def full_chronicle(desk: Desk) -> list[Component]:
    """Years with their events in full and the sources as notes, for a page without scripts."""
    cited = list(dict.fromkeys(key for event in desk.timeline.events for key in _named(event)))
    notes = {key: number for number, key in enumerate(cited, 1)}
    return [
        *(
            html.Section(
                [
                    html.H2(_year(year).display(), className="dl-year"),
                    *(
                        html.Div(article(desk, event, level=3, notes=notes), id=f"event={event.id}")
                        for event in events
                    ),
                ]
            )
            for year, events in groupby(desk.timeline.events, key=lambda event: _civil(event)[0])
        ),
        html.Section(
            [
                html.H2("Sources", className="dl-year"),
                source_notes(desk.timeline.sources[key] for key in cited),
            ]
        ),
    ]


def _named(event: Event) -> tuple[str, ...]:
    """The sources of an event, of its claims and of its relations."""
    return (*event.cited, *(key for relation in event.related for key in relation.sources))


def _entry(desk: Desk, event: Event, index: int) -> Component:
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
                        ]
                    ),
                ]
            ),
        ],
        **data(index=str(index)),
    )


def _civil(event: Event) -> tuple[int, int]:
    """Year and month in which an event begins, in the zone it was written in."""
    year, month, *_ = ms_to_civil(local_ms(event.date.start, event.date.zone))
    return year, month


def _year(year: int) -> When:
    return When.parse(f"{'-' if year < 0 else ''}{abs(year):04d}")


def _month(event: Event) -> str:
    if event.date.precision not in _FINE:
        return ""
    year, month = _civil(event)
    sign = "-" if year < 0 else ""
    # The name of the month comes from the one place that writes dates; the year stands above.
    return When.parse(f"{sign}{abs(year):04d}-{month:02d}").display().split()[0]
