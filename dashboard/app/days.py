"""What of an event was known on a day, told to the page by two attributes.

``data-since`` is the first day on which an element holds, ``data-until`` the first on which it no
longer does, both as local milliseconds. The page leaves out what does not hold on the day that a
reader asks for; without a day it leaves out whatever has an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from dashboard.app.attributes import data
from dashboard.disclosure import Step, day_of, public_day, steps, stops
from dashboard.model import Event, Evidence, Timeline
from dashboard.when import When

__all__ = ["Days", "days_of", "holds", "payload", "since"]


def holds(since: int | None, until: int | None = None) -> dict[str, Any]:
    """The attributes of an element that holds from one day until another."""
    values = {"since": since, "until": until}
    return data(**{name: str(day) for name, day in values.items() if day is not None})


def since(timeline: Timeline, dates: Iterable[When | None]) -> dict[str, Any]:
    """The attributes of what holds as soon as one of several dated things does."""
    days = [None if when is None else day_of(timeline, when) for when in dates]
    dated = [day for day in days if day is not None]
    return holds(min(dated)) if dated and len(dated) == len(days) else {}


@dataclass(frozen=True, slots=True)
class Days:
    """How the knowledge about one event grew.

    Attributes:
        timeline: Where it belongs.
        public: The day on which it became public.
        steps: Its evidence, step by step.
        sources: The later days on which a source was published, one for each, in order.
        claims: The later days on which a claim was made, one for each, in order.
    """

    timeline: Timeline
    public: int
    steps: tuple[Step, ...]
    sources: tuple[int, ...]
    claims: tuple[int, ...]

    def later(self, when: When | None) -> int | None:
        """The day of a date after the event became public; None for all that was there then."""
        day = None if when is None else day_of(self.timeline, when)
        return day if day is not None and day > self.public else None

    def since(self, when: When | None) -> dict[str, Any]:
        """The attributes of what bears a date; what bears none came with the event."""
        return holds(self.later(when))

    def first(self, dates: Iterable[When | None]) -> dict[str, Any]:
        """The attributes of what holds as soon as one of several dated things does."""
        found = [self.later(when) for when in dates]
        later = [day for day in found if day is not None]
        return holds(min(later)) if later and len(later) == len(found) else {}

    def verdicts(self) -> list[tuple[Evidence, dict[str, Any]]]:
        """The evidence, one after another, each with the attributes of its days."""
        return [(kind, holds(since, until)) for kind, since, until in self.runs()]

    def runs(self) -> list[tuple[Evidence, int | None, int | None]]:
        """The evidence, one after another, each with its first day and the first after it."""
        grouped = groupby(self.steps, key=lambda step: step.found.evidence)
        runs = [(kind, list(run)) for kind, run in grouped]
        return [(kind, run[0].since, run[-1].until) for kind, run in runs]

    def counted(self, number: int) -> list[tuple[int, dict[str, Any]]]:
        """How many of ``number`` sources there were: each count with the attributes of its days."""
        bounds: list[int | None] = [None, *dict.fromkeys(self.sources), None]
        return [
            (
                number - sum(day >= until for day in self.sources) if until else number,
                holds(since, until),
            )
            for since, until in pairwise(bounds)
        ]


def days_of(timeline: Timeline, event: Event, public: int | None = None) -> Days:
    """Work out how the knowledge about an event grew.

    Args:
        timeline: Where it belongs.
        event: The event.
        public: The day on which it became public, where that has been found already.
    """
    public = public_day(timeline, event) if public is None else public

    def later(dates: Iterable[When | None]) -> tuple[int, ...]:
        days = [day_of(timeline, when) for when in dates if when is not None]
        return tuple(sorted(day for day in days if day > public))

    return Days(
        timeline=timeline,
        public=public,
        steps=steps(timeline, event, public),
        sources=later(timeline.sources[key].published for key in event.cited),
        claims=later(claim.date for claim in event.claims),
    )


def payload(timeline: Timeline, days: Mapping[str, Days]) -> dict[str, Any]:
    """What the page needs to go back to a day; all columns have a row for each event.

    ``public``: when it became public; ``sources`` and ``claims``: the days of the later ones;
    ``evidence``: one after another, each with its first day and the first after it. ``stops`` are
    the days on which anything changed.
    """
    rows = [days[event.id] for event in timeline.events]
    return {
        "stops": list(stops((row.public, row.steps) for row in rows)),
        "public": [row.public for row in rows],
        "sources": [list(row.sources) for row in rows],
        "claims": [list(row.claims) for row in rows],
        "evidence": [
            [[kind.value, since, until] for kind, since, until in row.runs()] for row in rows
        ],
    }
