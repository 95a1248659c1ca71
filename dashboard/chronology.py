"""In which order a timeline is told: years and months, voices in time, links from both sides.

The page and the reports tell the same chronicle; this is the one place that orders it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.model import Claim, Event, Relation, RelationKind, Timeline
from dashboard.provenance import Origin
from dashboard.when import Precision, When, local_ms, ms_to_civil

__all__ = ["Tie", "in_time", "month", "named", "origin_name", "sole", "ties", "year", "year_name"]

#: Precisions that name a month. An event of a coarser date stands under its year alone.
_FINE = frozenset(Precision) - {
    Precision.CENTURY,
    Precision.DECADE,
    Precision.YEAR,
    Precision.SEASON,
}


def year(event: Event) -> int:
    """The year in which an event begins, in the zone it was written in; 0 is 1 BC."""
    return _civil(event)[0]


def year_name(number: int) -> str:
    """A year in words, for a heading."""
    return When.parse(f"{'-' if number < 0 else ''}{abs(number):04d}").display()


def month(event: Event) -> When | None:
    """The month in which an event begins; None where its date names none."""
    if event.date.precision not in _FINE:
        return None
    number, month = _civil(event)
    return When.parse(f"{'-' if number < 0 else ''}{abs(number):04d}-{month:02d}")


def in_time(claims: Sequence[Claim]) -> list[Claim]:
    """Claims by their dates; where one has none, in the order of the file."""
    dated = [(claim.date.sort_key, claim) for claim in claims if claim.date]
    if len(dated) < len(claims):
        return list(claims)
    return [claim for _, claim in sorted(dated, key=lambda pair: pair[0])]


def named(event: Event) -> tuple[str, ...]:
    """The ids of the sources of an event, of its claims and of its relations, perhaps twice."""
    return (*event.cited, *(key for relation in event.related for key in relation.sources))


def sole(timeline: Timeline) -> frozenset[str]:
    """The ids of the sources that are cited once, for a claim.

    A quotation belongs to its source; beside a claim it seems to support that claim, which is safe
    to say only where the source is there for nothing else.
    """
    claims = Counter(
        key for event in timeline.events for claim in event.claims for key in set(claim.sources)
    )
    others = {key for event in timeline.events for key in event.sources}
    others |= {key for event in timeline.events for link in event.related for key in link.sources}
    return frozenset(key for key, times in claims.items() if times == 1) - others


def origin_name(voice: Origin) -> str:
    """The name of an origin, with its day where the file names one: the same body speaks twice."""
    day = re.search(r"\d{4}-\d\d-\d\d$", voice.sources[0].origin or "")
    return f"{voice.name}, {When.parse(day[0]).display()}" if day else voice.name


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as seen from one of its two events.

    Attributes:
        other: The event at the other end.
        relation: The relation.
        incoming: Whether the other event holds it.
    """

    other: Event
    relation: Relation
    incoming: bool


def ties(timeline: Timeline) -> dict[str, tuple[Tie, ...]]:
    """The relations of each event by its id: its own first, then those that lead to it.

    That there is no known link is often written down on both sides; it is told once on each.
    """
    found: dict[str, list[Tie]] = {event.id: [] for event in timeline.events}
    for event in timeline.events:
        for relation in event.related:
            found[event.id].append(Tie(timeline.by_id[relation.to], relation, incoming=False))
    unlinked = {
        (event.id, relation.to)
        for event in timeline.events
        for relation in event.related
        if relation.kind is RelationKind.NO_KNOWN_LINK
    }
    for event in timeline.events:
        for relation in event.related:
            said = (
                relation.kind is RelationKind.NO_KNOWN_LINK and (relation.to, event.id) in unlinked
            )
            if not said:
                found[relation.to].append(Tie(event, relation, incoming=True))
    return {key: tuple(links) for key, links in found.items()}


def _civil(event: Event) -> tuple[int, int]:
    year, month, *_ = ms_to_civil(local_ms(event.date.start, event.date.zone))
    return year, month
