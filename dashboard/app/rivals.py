"""Numbers that stand against one another, in words: in the panel, in lists, and as a sign."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app.attributes import aria
from dashboard.app.days import holds
from dashboard.model import Claim, Event, Timeline
from dashboard.numbers import Rivals, rivals_by_day

__all__ = ["in_full", "in_short", "mark"]


def in_full(timeline: Timeline, event: Event, *, latest: bool = False) -> list[Component]:
    """Each of the numbers with who gives it, side by side.

    Args:
        timeline: Where the event belongs.
        event: The event.
        latest: Tell only what is known today.
    """
    return [
        html.P(
            [
                mark(),
                html.Strong(f"How many {rivals.of}".rstrip() + ": "),
                *_sides(timeline, rivals),
                ".",
            ],
            className="dl-reason dl-differ",
            **holds(step.since, step.until),
        )
        for step in rivals_by_day(timeline, event)
        for rivals in step.rivals
        if not latest or step.until is None
    ]


def in_short(timeline: Timeline, event: Event) -> list[Component]:
    """The numbers alone, for lists: ``17 ≠ 18 officers``."""
    return [
        html.Span([mark(), html.Bdi(rivals.text)], className="dl-differ", **holds(*days))
        for step in rivals_by_day(timeline, event)
        for days in ((step.since, step.until),)
        for rivals in step.rivals
    ]


def mark() -> Component:
    """Two small rings joined to one, as they stand below the mark in the chart."""
    return html.Span(className="dl-rings", **aria(hidden="true"))


def _sides(timeline: Timeline, rivals: Rivals) -> list[Any]:
    sides: list[Any] = []
    for value, claims in zip(rivals.values, rivals.claims, strict=True):
        sides += [
            " ≠ " if sides else "",
            html.Strong(html.Bdi(value), className="dl-number"),
            " (",
            html.Bdi(_speakers(timeline, claims)),
            ")",
        ]
    return sides


def _speakers(timeline: Timeline, claims: tuple[Claim, ...]) -> str:
    names = dict.fromkeys(timeline.actors[claim.by].label for claim in claims)
    return ", ".join(names)
