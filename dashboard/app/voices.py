"""Who speaks: claims in order of time with their words quoted, sources by their origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app.attributes import aria
from dashboard.app.days import Days, holds, since
from dashboard.chronology import origin_name
from dashboard.disclosure import judged_on
from dashboard.model import Claim, Event, Evidence, Source, Timeline
from dashboard.provenance import Origin, origins, support_in_words

__all__ = ["by_origin", "quotations", "supported"]


def quotations(timeline: Timeline, claim: Claim, alone: frozenset[str]) -> list[Component]:
    """What the sources that are there for a claim ``alone`` say in their own words."""
    quoted = [
        source
        for source in map(timeline.sources.__getitem__, claim.sources)
        if source.quote and source.id in alone
    ]
    return [
        html.Blockquote(
            [
                html.Span(source.quote, lang=source.language),
                html.Cite(source.label),
            ],
            className="dl-quote",
            **since(timeline, [source.published]),
        )
        for source in quoted
    ]


def supported(event: Event, days: Days) -> list[Component]:
    """How well an event is supported while it is disputed: the reason of that verdict names only
    who disputes it.
    """
    if all(step.found.evidence is not Evidence.DISPUTED for step in days.steps):
        return []
    told: list[tuple[int | None, str]] = []
    for day in sorted({days.public, *days.sources, *days.claims}):
        found = judged_on(days.timeline, event, day)
        disputed = found.evidence is Evidence.DISPUTED and found.origins
        support = support_in_words(found.origins) if disputed else ""
        if not told or told[-1][1] != support:
            told.append((day if told else None, support))
    return [
        html.P(
            [html.Strong("Support: "), f"{support}."], className="dl-reason", **holds(since, until)
        )
        for (since, support), (until, _) in pairwise([*told, (None, "")])
        if support
    ]


def by_origin(
    timeline: Timeline,
    sources: Iterable[Source],
    item: Callable[[Source], Component],
    days: Days,
) -> Component:
    """A numbered list in which sources that repeat the same original stand together.

    Args:
        timeline: Where they belong.
        sources: In the order of the event.
        item: Makes the entry of a source.
        days: Since when each was there.
    """
    entries: list[Any] = []
    for voice in origins(timeline, sources):
        items = [item(source) for source in voice.sources]
        if len(items) == 1:
            entries += items
            continue
        name = origin_name(voice)
        entries.append(
            html.Li(
                [
                    html.P(
                        ["One origin: ", html.Strong(html.Bdi(name)), *_counts(voice, days)],
                        className="dl-origin-name",
                    ),
                    html.Ol(items, **aria(label=f"Sources that repeat {name}")),
                ],
                className="dl-origin",
                **days.first(source.published for source in voice.sources),
            )
        )
    return html.Ol(entries, className="dl-sources")


def _counts(voice: Origin, days: Days) -> list[Component]:
    """How many sources repeat an origin; more of them as they were published."""
    later = [days.later(source.published) for source in voice.sources]
    own = replace(days, sources=tuple(sorted(day for day in later if day is not None)))
    return [
        html.Span(f", {words.counted(number, 'source')}", **holding)
        for number, holding in own.counted(len(voice.sources))
    ]
