"""The timeline with all that follows from it, worked out once for everything that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dashboard.app.days import Days, days_of
from dashboard.chronology import Tie, sole, ties
from dashboard.disclosure import day_of
from dashboard.model import Timeline
from dashboard.provenance import Assessment, Known, assess, known

__all__ = ["Desk", "desk", "desk_on_demand"]

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor has to hand: the timeline with all that follows from it, worked out once.

    Attributes:
        timeline: The timeline.
        assessments: How well each event is supported, by event id.
        known: When each event became public, by event id.
        ties: The relations of each event, its own and those that lead to it, by event id.
        colours: The CSS class that gives each category's colour, by category id.
        days: How the knowledge about each event grew, by event id.
        sole: The ids of sources that are cited for one claim and nothing else, so that a quotation
            from them can stand beside it.
    """

    timeline: Timeline
    assessments: Mapping[str, Assessment]
    known: Mapping[str, Known]
    ties: Mapping[str, tuple[Tie, ...]]
    colours: Mapping[str, str]
    days: Mapping[str, Days]
    sole: frozenset[str]


class _Asked(dict[str, Found]):
    """Values that are worked out when they are asked for first."""

    def __init__(self, find: Callable[[str], Found]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: str) -> Found:
        found = self[key] = self._find(key)
        return found


def desk_on_demand(timeline: Timeline) -> Desk:
    """A desk on which what follows for an event is worked out when it is asked for."""
    events = timeline.by_id
    public = _Asked(lambda key: known(timeline, events[key]))
    return Desk(
        timeline=timeline,
        assessments=_Asked(lambda key: assess(timeline, events[key])),
        known=public,
        ties=ties(timeline),
        colours={key: f"dl-c{n}" for n, key in enumerate(timeline.categories)},
        days=_Asked(lambda key: days_of(timeline, events[key], day_of(timeline, public[key].when))),
        sole=sole(timeline),
    )


def desk(timeline: Timeline) -> Desk:
    """Work out all that follows from a timeline."""
    return Desk(
        timeline=timeline,
        assessments={event.id: assess(timeline, event) for event in timeline.events},
        known={event.id: known(timeline, event) for event in timeline.events},
        ties=ties(timeline),
        colours={key: f"dl-c{n}" for n, key in enumerate(timeline.categories)},
        days={event.id: days_of(timeline, event) for event in timeline.events},
        sole=sole(timeline),
    )
