"""The timeline with all that follows from it, worked out once for everything that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.app.days import Days, days_of
from dashboard.app.voices import sole
from dashboard.model import Event, Relation, Timeline
from dashboard.provenance import Assessment, Known, assess, known

__all__ = ["Desk", "desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor has to hand: the timeline with all that follows from it, worked out once.

    Attributes:
        timeline: The timeline.
        assessments: How well each event is supported, by event id.
        known: When each event became public, by event id.
        incoming: For each event id the relations that lead to it, with the event that holds them.
        colours: The CSS class that gives each category's colour, by category id.
        days: How the knowledge about each event grew, by event id.
        sole: The ids of sources that are cited for one claim and nothing else, so that a quotation
            from them can stand beside it.
    """

    timeline: Timeline
    assessments: Mapping[str, Assessment]
    known: Mapping[str, Known]
    incoming: Mapping[str, tuple[tuple[Event, Relation], ...]]
    colours: Mapping[str, str]
    days: Mapping[str, Days]
    sole: frozenset[str]


def desk(timeline: Timeline) -> Desk:
    """Work out all that follows from a timeline."""
    incoming: dict[str, list[tuple[Event, Relation]]] = {}
    for event in timeline.events:
        for relation in event.related:
            incoming.setdefault(relation.to, []).append((event, relation))
    return Desk(
        timeline=timeline,
        assessments={event.id: assess(timeline, event) for event in timeline.events},
        known={event.id: known(timeline, event) for event in timeline.events},
        incoming={key: tuple(pairs) for key, pairs in incoming.items()},
        colours={key: f"dl-c{n}" for n, key in enumerate(timeline.categories)},
        days={event.id: days_of(timeline, event) for event in timeline.events},
        sole=sole(timeline),
    )
