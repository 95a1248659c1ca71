"""What the lanes are: a table from a name to the functions that sort events into lanes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dashboard.model import Event, Evidence, Timeline

__all__ = ["LANES", "MOST_LANES", "REST", "LaneName", "sort_into_lanes"]

#: More actors or places than this are put together in one lane.
MOST_LANES = 12
#: The key of the lane of all that has none of its own. Not an id, so it cannot clash with one.
REST = "-"


class LaneName(NamedTuple):
    """The identity of a lane before anything is placed in it."""

    key: str
    label: str
    colour: int | None = None


#: What an event's lane is called, given all events; and the order of lanes.
Sorter = Callable[[Timeline, Sequence[str]], list[LaneName]]

_EVIDENCE_LABELS = {
    Evidence.CORROBORATED: "Corroborated",
    Evidence.SINGLE_SOURCE: "Single source",
    Evidence.DISPUTED: "Disputed",
    Evidence.UNSOURCED: "Unsourced",
}


def _by_category(timeline: Timeline, verdicts: Sequence[str]) -> list[LaneName]:
    order = {
        key: LaneName(key, category.label, number)
        for number, (key, category) in enumerate(timeline.categories.items())
    }
    # "Other" than what? Without any category in use the lane is simply that of the events.
    used = any(event.category in timeline.categories for event in timeline.events)
    other = LaneName(REST, "Other" if used else "Events")
    return [order.get(event.category or "", other) for event in timeline.events]


def _by_actor(timeline: Timeline, verdicts: Sequence[str]) -> list[LaneName]:
    def name(event: Event) -> LaneName:
        if not event.actors:
            return LaneName(REST, "Others")
        key = event.actors[0]
        actor = timeline.actors.get(key)
        return LaneName(key, actor.label if actor else key)

    return _largest([name(event) for event in timeline.events])


def _by_place(timeline: Timeline, verdicts: Sequence[str]) -> list[LaneName]:
    names = [event.place.name if event.place else None for event in timeline.events]
    return _largest([LaneName(n, n) if n else LaneName(REST, "Others") for n in names])


def _by_evidence(timeline: Timeline, verdicts: Sequence[str]) -> list[LaneName]:
    return [LaneName(verdict, _EVIDENCE_LABELS[Evidence(verdict)]) for verdict in verdicts]


def _in_one(timeline: Timeline, verdicts: Sequence[str]) -> list[LaneName]:
    return [LaneName("all", "Events")] * len(timeline.events)


def _largest(names: list[LaneName]) -> list[LaneName]:
    """Keep the lanes with the most events and put the rest together."""
    counts = Counter(name for name in names if name.key != REST)
    if len(counts) <= MOST_LANES:
        return names
    kept = {name for name, _ in counts.most_common(MOST_LANES - 1)}
    return [name if name in kept else LaneName(REST, "Others") for name in names]


def _in_file_order(timeline: Timeline, names: Sequence[LaneName]) -> list[LaneName]:
    places = {key: number for number, key in enumerate(timeline.categories)}
    return sorted(dict.fromkeys(names), key=lambda name: places.get(name.key, len(places)))


def _by_size(timeline: Timeline, names: Sequence[LaneName]) -> list[LaneName]:
    # Equal counts stay in order of first appearance, because Counter and sort are stable.
    counts = Counter(names)
    return sorted(counts, key=lambda name: (name.key == REST, -counts[name]))


def _by_strength(timeline: Timeline, names: Sequence[LaneName]) -> list[LaneName]:
    places = {str(verdict): number for number, verdict in enumerate(_EVIDENCE_LABELS)}
    return sorted(dict.fromkeys(names), key=lambda name: places[name.key])


class _Way(NamedTuple):
    name: Sorter
    order: Callable[[Timeline, Sequence[LaneName]], list[LaneName]]


LANES: dict[str, _Way] = {
    "category": _Way(_by_category, _in_file_order),
    "actor": _Way(_by_actor, _by_size),
    "place": _Way(_by_place, _by_size),
    "evidence": _Way(_by_evidence, _by_strength),
    "none": _Way(_in_one, _by_size),
}


def sort_into_lanes(
    timeline: Timeline, by: str, verdicts: Sequence[str]
) -> tuple[list[LaneName], list[int]]:
    """Sort the events of a timeline into lanes.

    Args:
        timeline: The events, with the categories and actors they refer to.
        by: A key of :data:`LANES`.
        verdicts: The evidence of each event.

    Returns:
        The lanes that have events, from top to bottom, and the lane of each event.

    Raises:
        ValueError: When there are no lanes of that name.
    """
    if by not in LANES:
        raise ValueError(f"lanes can be by {', '.join(LANES)}; {by!r} is none of them")
    way = LANES[by]
    names = way.name(timeline, verdicts)
    lanes = way.order(timeline, names)
    places = {name: number for number, name in enumerate(lanes)}
    return lanes, [places[name] for name in names]
