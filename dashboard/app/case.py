"""What the page says about the case as a whole: its introduction and the key to its marks."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app import markdown, rivals
from dashboard.app.article import Desk
from dashboard.app.keys import help_list
from dashboard.model import Timeline
from dashboard.numbers import rivals_by_day

__all__ = ["counts", "edition_line", "introduction", "introduction_of"]


def introduction(desk: Desk) -> list[Component]:
    """What stands in the panel while no event is selected."""
    timeline = desk.timeline
    differ = any(rivals_by_day(timeline, event) for event in timeline.events)
    return introduction_of(timeline, counts(timeline), differ=differ)


def introduction_of(timeline: Timeline, numbers: str, *, differ: bool) -> list[Component]:
    """The same where the events need not be at hand.

    Args:
        timeline: What is said of the case.
        numbers: How much there is, as a sentence.
        differ: Whether claims give different numbers anywhere.
    """
    prose = markdown.render(timeline.summary)
    return [
        html.H2("About this timeline", className="dl-title"),
        html.Div(prose, className="dl-prose"),
        html.P(numbers, className="dl-meta"),
        html.Section([html.H3("How to read it", className="dl-section"), _legend(differ=differ)]),
        html.Section(
            [html.H3("Keys", className="dl-section"), help_list()], className="dl-keyboard"
        ),
        *([html.P(edition_line(timeline), className="dl-note")] if timeline.edition else []),
    ]


def edition_line(timeline: Timeline) -> str:
    """Edition, date, author and licence in one line; an empty text where none is given."""
    edition = timeline.edition
    if edition is None:
        return ""
    parts = [
        f"Edition {edition.version}" if edition.version else None,
        edition.date.display() if edition.date else None,
        edition.author,
        edition.licence,
    ]
    return " · ".join(part for part in parts if part)


def counts(timeline: Timeline) -> str:
    """How many events, claims and sources there are, as a sentence."""
    claims = sum(len(event.claims) for event in timeline.events)
    cited = {key for event in timeline.events for key in event.cited}
    return (
        f"{words.counted(len(timeline.events), 'event')}, {words.counted(claims, 'claim')}, "
        f"{words.counted(len(cited), 'source')}."
    )


def _legend(*, differ: bool) -> Component:
    rows: list[Any] = [
        html.Li(
            [
                html.Span(className=f"dl-mark dl-mark--{kind}"),
                html.Span([html.Strong(label), f": {words.EVIDENCE_HELP[kind]}"]),
            ]
        )
        for kind, label in words.EVIDENCE.items()
    ]
    rows.append(
        html.Li(
            [
                html.Span(className="dl-mark dl-mark--extent"),
                html.Span([html.Strong("Pale bar"), ": when it may have happened"]),
            ]
        )
    )
    if differ:
        rows.append(
            html.Li(
                [
                    rivals.mark(),
                    html.Span([html.Strong("Two rings"), ": claims give different numbers"]),
                ]
            )
        )
    return html.Ul(rows, className="dl-legend")
