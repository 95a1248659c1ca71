"""One actor in full: what it took part in, what it said, what it denied; shown in the panel.

A page names its events and claims by their places only. The browser puts in what the panels of the
events hold already, so that nothing is carried twice.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app.article import Desk
from dashboard.app.attributes import data
from dashboard.app.days import holds
from dashboard.model import Actor, Stance

__all__ = ["page", "pages"]

#: The sections of claims, each with its stances.
SAID: tuple[tuple[str, tuple[Stance, ...]], ...] = (
    ("Said", (Stance.ASSERTS, Stance.CONFIRMS)),
    ("Denied or doubted", (Stance.DENIES, Stance.DOUBTS)),
    ("Took back", (Stance.RETRACTS,)),
)

#: An event or claim as an element to be filled, and the day on which it became public.
Entry = tuple[Component, int]


def pages(desk: Desk) -> dict[str, Component]:
    """The page of every actor that took part in an event or said something, by its id."""
    events = desk.timeline.events
    named = {key for event in events for key in event.actors}
    named |= {claim.by for event in events for claim in event.claims}
    return {key: page(desk, actor) for key, actor in desk.timeline.actors.items() if key in named}


def page(desk: Desk, actor: Actor) -> Component:
    """What the timeline holds of one actor, each list in order of time."""
    facts = [fact for fact in (actor.short, actor.kind, actor.country) if fact]
    sections = [
        ("Took part in", _deeds(desk, actor)),
        *((title, _claims(desk, actor, stances)) for title, stances in SAID),
    ]
    return html.Article(
        [
            html.H2(actor.name, className="dl-title", dir="auto"),
            html.P(html.Bdi(" · ".join(facts)), className="dl-meta"),
            *(
                html.Section(
                    [
                        html.H3(title, className="dl-section"),
                        html.Ul([item for item, _ in entries], className="dl-deeds"),
                    ],
                    **holds(min(public for _, public in entries)),
                )
                for title, entries in sections
                if entries
            ),
        ],
        className="dl-article",
    )


def _deeds(desk: Desk, actor: Actor) -> list[Entry]:
    return [
        _entry(desk, index)
        for index, event in enumerate(desk.timeline.events)
        if actor.id in event.actors
    ]


def _claims(desk: Desk, actor: Actor, stances: tuple[Stance, ...]) -> list[Entry]:
    return [
        _entry(desk, index, claim=str(number))
        for index, event in enumerate(desk.timeline.events)
        for number, claim in enumerate(event.claims)
        if claim.by == actor.id and claim.stance in stances
    ]


def _entry(desk: Desk, index: int, **place: str) -> Entry:
    public = desk.days[desk.timeline.events[index].id].public
    props: dict[str, Any] = {**data(event=str(index), **place), **holds(public)}
    return html.Li(**props), public
