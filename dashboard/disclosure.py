"""What was known on which day: when events became public, and how their evidence grew.

A day is a day in the timeline's zone, written as the local millisecond at which it begins; what
bears a date counts from the day on which that date begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dashboard.model import Event, Timeline
from dashboard.provenance import Assessment, assess, known
from dashboard.when import When, local_ms, utc_ms, zone_of

__all__ = ["DAY", "Step", "day_of", "judged_on", "public_day", "steps", "stops"]

#: Milliseconds.
DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of days on which the same was known about an event.

    Attributes:
        since: Its first day (local milliseconds); None where nothing limits it.
        until: The first day after it; None for what is known today.
        found: The evidence of these days, with its reason.
    """

    since: int | None
    until: int | None
    found: Assessment


def day_of(timeline: Timeline, when: When) -> int:
    """The day on which a date begins."""
    return local_ms(when.start, zone_of(timeline.timezone)) // DAY * DAY


def public_day(timeline: Timeline, event: Event) -> int:
    """The first day on which an event was public."""
    return day_of(timeline, known(timeline, event).when)


def judged_on(timeline: Timeline, event: Event, day: int) -> Assessment:
    """How well an event was supported at the end of a day."""
    return assess(timeline, event, on=utc_ms(day + DAY, zone_of(timeline.timezone)) - 1)


def steps(timeline: Timeline, event: Event, public: int | None = None) -> tuple[Step, ...]:
    """How the evidence of an event grew since it was public.

    The steps follow one another without a gap. The first has no beginning: what was found before
    an event became public is not told, because the event was not.

    Args:
        timeline: Where the event belongs.
        event: The event.
        public: The day on which it became public, where that has been found already.
    """
    public = public_day(timeline, event) if public is None else public
    days = sorted({public, *(day for day in _dated(timeline, event) if day > public)})
    found: list[tuple[int | None, Assessment]] = []
    for day in days:
        verdict = judged_on(timeline, event, day)
        if not found or _words(found[-1][1]) != _words(verdict):
            found.append((day if found else None, verdict))
    return tuple(
        Step(since, until, verdict)
        for (since, verdict), (until, _) in pairwise([*found, (None, found[-1][1])])
    )


def stops(grown: Iterable[tuple[int, Iterable[Step]]]) -> tuple[int, ...]:
    """The days on which the picture changed: an event became public, or its evidence another.

    Args:
        grown: For each event the day on which it became public, and its steps.
    """
    days: set[int] = set()
    for public, found in grown:
        days |= {public, *(step.since for step in found if step.since is not None)}
    return tuple(sorted(days))


def _dated(timeline: Timeline, event: Event) -> Iterator[int]:
    """The days of all that bears on the evidence."""
    published = (timeline.sources[key].published for key in event.cited)
    for when in (*published, *(claim.date for claim in event.claims)):
        if when is not None:
            yield day_of(timeline, when)


def _words(found: Assessment) -> tuple[str, str]:
    return found.evidence, found.reason
