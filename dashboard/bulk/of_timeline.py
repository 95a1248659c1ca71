"""Columns of a timeline that was read as objects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dashboard import words
from dashboard.bulk.columns import (
    APPROXIMATE,
    BLOCK,
    NOWHERE,
    OPEN_END,
    OPEN_START,
    SPAN,
    TIMED,
    Bulk,
    Columns,
    Lists,
)
from dashboard.bulk.names import NONE, involved, names_of
from dashboard.bulk.words import searched_each
from dashboard.disclosure import Step, public_day, steps
from dashboard.layout.window import clipped
from dashboard.model import Event, Timeline
from dashboard.when import Precision, local_ms, zone_of

__all__ = ["TimelineTexts", "bulk_of", "head_of"]

Number = TypeVar("Number", bound=np.generic)

#: The precisions of dates that say a time of day.
_TIMED = frozenset((Precision.HOUR, Precision.MINUTE, Precision.SECOND, Precision.MILLISECOND))


class TimelineTexts:
    """The texts of a timeline whose events are all there.

    Attributes:
        whole: The timeline.
    """

    def __init__(self, whole: Timeline) -> None:
        self.whole = whole

    def timeline(self, first: int, last: int) -> Timeline:
        """The events from one place until before another, with all that any of them may name."""
        return self.whole.model_copy(
            update={"events": self.whole.events[first:last], "story": ()},
        )

    def picked(self, places: Sequence[int]) -> Timeline:
        """The events at some places, which rise, with all that any of them may name."""
        events = tuple(self.whole.events[place] for place in places)
        return self.whole.model_copy(update={"events": events, "story": ()})

    def titles(self, places: Sequence[int]) -> list[str]:
        """The titles of some events."""
        return [self.whole.events[place].title for place in places]

    def ids(self) -> Sequence[str]:
        """The ids of all events."""
        return [event.id for event in self.whole.events]

    def find(self, identity: str) -> int | None:
        """The place of the event with an id; None where there is none."""
        return self._places.get(identity)

    def search(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """For each event whether it has all the words, each as part of one of its own."""
        found = np.ones(len(self._searched), bool)
        for word in words:
            found &= np.array([word in text for text in self._searched], bool)
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {event.id: place for place, event in enumerate(self.whole.events)}

    @cached_property
    def _searched(self) -> list[str]:
        events, found = self.whole.events, []
        for first in range(0, len(events), BLOCK):
            found += searched_each(self.whole, events[first : first + BLOCK])
        return [" ".join(words) for words in found]


def head_of(timeline: Timeline) -> Timeline:
    """A timeline without its events and what only they name."""
    return timeline.model_copy(update={"events": (), "story": (), "sources": {}})


def bulk_of(timeline: Timeline) -> Bulk:
    """The columns of a timeline, with its texts where they are."""
    names = names_of(timeline)
    events = timeline.events
    clock = zone_of(timeline.timezone)

    def local(moments: Iterable[int]) -> NDArray[np.int64]:
        found = (clipped(local_ms(clipped(moment), clock)) for moment in moments)
        return np.fromiter(found, np.int64, len(events))

    start, last = (
        local(event.date.start for event in events),
        local(event.date.end for event in events),
    )
    earliest, latest = (
        local(event.date.earliest for event in events),
        local(event.date.latest for event in events),
    )
    evidence = {kind: number for number, kind in enumerate(words.EVIDENCE)}
    public = [public_day(timeline, event) for event in events]
    runs = [_runs(steps(timeline, event, day)) for event, day in zip(events, public, strict=True)]
    category = _places(names.category)
    place = _places(names.place)
    columns = Columns(
        start=start,
        end=np.maximum(last, start + 1),
        earliest=np.minimum(earliest, start),
        latest=np.maximum(latest, last),
        flags=np.fromiter(map(_flags, events), np.uint8, len(events)),
        category=_column((category[event.category or NONE] for event in events), np.uint16),
        place=_column(
            (place[event.place.name] if event.place else NOWHERE for event in events), np.uint32
        ),
        importance=_column((event.importance for event in events), np.uint8),
        # The last step is what is known today.
        evidence=_column((evidence[run[-1].found.evidence] for run in runs), np.uint8),
        first=_column((evidence[run[0].found.evidence] for run in runs), np.uint8),
        public=_column(public, np.int64),
        sources=_column((len(event.cited) for event in events), np.uint16),
        actors=_lists((involved(event) for event in events), _places(names.actor)),
        tags=_lists((dict.fromkeys(event.tags) for event in events), _places(names.tag)),
        step_event=_column((at for at, run in enumerate(runs) for _ in run[1:]), np.uint32),
        step_since=_column((step.since or 0 for run in runs for step in run[1:]), np.int64),
        step_kind=_column(
            (evidence[step.found.evidence] for run in runs for step in run[1:]), np.uint8
        ),
    )
    return Bulk(head_of(timeline), names, columns, TimelineTexts(timeline), _version(timeline), {})


def _runs(found: Sequence[Step]) -> list[Step]:
    """The steps at which the evidence became another; a new reason alone is none."""
    return [
        step
        for at, step in enumerate(found)
        if not at or step.found.evidence is not found[at - 1].found.evidence
    ]


def _flags(event: Event) -> int:
    when = event.date
    return (
        SPAN * when.is_interval
        | APPROXIMATE * when.approximate
        | OPEN_START * when.open_start
        | OPEN_END * when.open_end
        | TIMED * (when.precision in _TIMED)
    )


def _places(names: Sequence[tuple[str, str]]) -> dict[str, int]:
    return {key: place for place, (key, _) in enumerate(names)}


def _column(values: Iterable[int], kind: type[Number]) -> NDArray[Number]:
    return np.fromiter(values, kind)


def _lists(values: Iterable[Iterable[str]], places: Mapping[str, int]) -> Lists:
    rows = [[places[key] for key in row] for row in values]
    return Lists(
        ends=np.cumsum([len(row) for row in rows], dtype=np.uint32),
        values=_column((place for row in rows for place in row), np.uint32),
    )


def _version(timeline: Timeline) -> str:
    values = timeline.model_dump_json(exclude_none=True, exclude_defaults=True)
    return hashlib.sha256(values.encode()).hexdigest()[:16]
