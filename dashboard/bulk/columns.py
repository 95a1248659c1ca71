"""The columns of a timeline of very many events: one value for each event, in the order of time.

Times are milliseconds on the axis of the timeline's zone, within what a date axis can show. What an
event shares with others (its category, its place, who took part) is the place of a name in a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dashboard.model import Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "APPROXIMATE",
    "BLOCK",
    "NOWHERE",
    "OPEN_END",
    "OPEN_START",
    "SPAN",
    "TIMED",
    "Bulk",
    "Columns",
    "Lists",
    "Names",
    "Texts",
]

#: What the bits of ``flags`` say: a bar rather than a disc; the date is written as approximate; a
#: side is open; the date has a time of day.
SPAN, APPROXIMATE, OPEN_START, OPEN_END, TIMED = 1, 2, 4, 8, 16

#: The place of an event that has none.
NOWHERE = 2**32 - 1

#: How many events have their texts in one block.
BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """A list of numbers for each event.

    Attributes:
        ends: Where the list of each event ends in ``values``; it begins where the one before ends.
        values: All lists, one behind the other.
    """

    ends: NDArray[np.uint32]
    values: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers in the columns stand for: ids with their labels, in the order to be shown.

    Attributes:
        category: Those in use, as in the file; events without one have the id ``-``.
        actor: By the number of their events.
        place: The same.
        tag: The same.
    """

    category: tuple[tuple[str, str], ...]
    actor: tuple[tuple[str, str], ...]
    place: tuple[tuple[str, str], ...]
    tag: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One value for each event, in the order of time (``start``, then the order of the file).

    Attributes:
        start: Where the core begins.
        end: Where the core ends.
        earliest: Where the extent begins.
        latest: Where the extent ends.
        flags: :data:`SPAN` and the other bits.
        category: Place in ``Names.category``.
        place: Place in ``Names.place``, or :data:`NOWHERE`.
        importance: 1 to 5.
        evidence: Place in ``words.EVIDENCE``, as of today.
        first: The same when the event became public.
        public: The day on which the event became public.
        sources: Number of its sources.
        actors: Places in ``Names.actor`` of those that took part or spoke, first the lane's own.
        tags: Places in ``Names.tag``.
        step_event: Changes of evidence after the first, by event and day: which event,
        step_since: from which day on,
        step_kind: and what the evidence is then.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    earliest: NDArray[np.int64]
    latest: NDArray[np.int64]
    flags: NDArray[np.uint8]
    category: NDArray[np.uint16]
    place: NDArray[np.uint32]
    importance: NDArray[np.uint8]
    evidence: NDArray[np.uint8]
    first: NDArray[np.uint8]
    public: NDArray[np.int64]
    sources: NDArray[np.uint16]
    actors: Lists
    tags: Lists
    step_event: NDArray[np.uint32]
    step_since: NDArray[np.int64]
    step_kind: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start)


class Texts(Protocol):
    """The texts of the events, taken from where they lie when they are asked for."""

    def timeline(self, first: int, last: int) -> Timeline:
        """The events from one place until before another, in the order of the columns.

        The timeline has the sources, actors and categories that they name.
        """

    def picked(self, places: Sequence[int]) -> Timeline:
        """The events at some places, which rise, with what they name."""

    def titles(self, places: Sequence[int]) -> list[str]:
        """The titles of some events."""

    def ids(self) -> Sequence[str]:
        """The ids of all events."""

    def find(self, identity: str) -> int | None:
        """The place of the event with an id; None where there is none."""

    def search(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """For each event whether it has all the words, folded as :func:`dashboard.bulk.fold` does.

        A word is had where it is part of one word of the event.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Bulk:
    """A timeline of very many events.

    Attributes:
        head: The timeline without its events: title, summary, categories, actors, zone, edition.
        names: What the numbers in the columns stand for.
        columns: The columns.
        texts: The texts.
        version: Names these very events: equal for equal data.
        losses: What was read but has no place here, in words, with its number.
    """

    head: Timeline
    names: Names
    columns: Columns
    texts: Texts
    version: str
    losses: Mapping[str, int]
