"""How well the events of a big table are supported, and when they became public.

What :mod:`dashboard.provenance` and :mod:`dashboard.disclosure` say of an event with sources and
without claims, for all rows at once where a row has one source or none with a date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard import words
from dashboard.bulk.citations import Citations
from dashboard.bulk.columns import Columns, Texts
from dashboard.bulk.dates import Dates, day_of
from dashboard.disclosure import public_day, steps
from dashboard.model import Evidence, Source
from dashboard.provenance import assess
from dashboard.when import When

__all__ = ["Support", "judged", "supported"]

#: Places of evidence in ``words.EVIDENCE``.
CODES = {kind: number for number, kind in enumerate(words.EVIDENCE)}
#: Evidence by the number of independent origins; two stand for more.
BY_ORIGINS = np.array(
    [CODES[Evidence.UNSOURCED], CODES[Evidence.SINGLE_SOURCE], CODES[Evidence.CORROBORATED]],
    np.uint8,
)


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """The columns of evidence, by the row; steps in the order of rows and days.

    Attributes:
        evidence: As of today.
        first: When the event became public.
        public: That day.
        sources: Number of sources.
        steps: Row, day and evidence of each change after the first.
    """

    evidence: NDArray[np.uint8]
    first: NDArray[np.uint8]
    public: NDArray[np.int64]
    sources: NDArray[np.uint16]
    steps: list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class _Cited:
    """One source as far as evidence goes."""

    origin: str
    published: When | None
    day: int


def supported(
    dates: Dates,
    citations: Citations,
    known: NDArray[np.int64],
    has_known: NDArray[np.bool_],
    zone: str,
) -> Support:
    """Judge all rows.

    Args:
        dates: Their dates.
        citations: Their sources.
        known: The day on which each became public as the table says.
        has_known: Which rows have such a day.
        zone: The zone of the timeline.
    """
    whens = [When.parse(text, zone) if text else None for text in citations.dates]
    # 1. Public is what the table says, else the day of publication, else that of the event.
    public = np.where(has_known, known, dates.day)
    origins = citations.one.astype(np.int64)
    sources = citations.one.astype(np.uint16)
    first, changes = BY_ORIGINS[origins], list[tuple[int, int, int]]()
    dated = citations.published >= 0
    if dated.any():
        days = np.array([day_of(when, zone) if when else 0 for when in whens], np.int64)
        latest = np.array([when.latest if when else 0 for when in whens], np.int64)
        at = citations.published
        day = days[at]
        # What precedes the event cannot have reported it.
        later = dated & (latest[at] > dates.moments[0])
        public = np.where(later & ~has_known, day, public)
        behind = dated & has_known & (day > public)
        first[behind] = CODES[Evidence.UNSOURCED]
        single = CODES[Evidence.SINGLE_SOURCE]
        changes = [(int(row), int(day[row]), single) for row in np.flatnonzero(behind)]
    evidence = BY_ORIGINS[origins]
    # 2. Of several sources it matters which are independent, and when each was published.
    several = [[_cited(entry, zone) for entry in entries] for entries in citations.several]
    count = np.array([len(entries) for entries in several], np.int64)
    voices = np.array([len({one.origin for one in entries}) for entries in several], np.int64)
    undated = np.array([all(o.published is None for o in e) for e in several], bool)
    rows = np.flatnonzero(citations.codes >= 0)
    if len(rows):
        codes = citations.codes[rows]
        sources[rows] = count[codes]
        evidence[rows] = first[rows] = BY_ORIGINS[np.minimum(voices[codes], 2)]
        for row in rows[~undated[codes]].tolist():
            found = several[citations.codes[row]]
            if not has_known[row]:
                public[row] = _public(found, int(dates.moments[0][row]), int(public[row]))
            runs = _runs(found, int(public[row]))
            first[row] = runs[0][1]
            changes += [(row, since, kind) for since, kind in runs[1:]]
    return Support(evidence, first, public.astype(np.int64), sources, changes)


def _cited(entry: Mapping[str, str], zone: str) -> _Cited:
    published = entry.get("published")
    when = When.parse(published, zone) if published else None
    origin = entry.get("publisher") or Source(id="source", url=entry["url"]).host
    return _Cited(origin.casefold(), when, day_of(when, zone) if when else 0)


def _public(found: Sequence[_Cited], earliest: int, otherwise: int) -> int:
    """The day of the first publication that does not precede the event."""
    dates = [one for one in found if one.published and one.published.latest > earliest]
    if not dates:
        return otherwise
    return min(dates, key=lambda one: one.published.sort_key if one.published else ()).day


def _runs(found: Sequence[_Cited], public: int) -> list[tuple[int, int]]:
    """The evidence, one after another, each with its first day."""
    days = sorted({public, *(one.day for one in found if one.published and one.day > public)})
    runs: list[tuple[int, int]] = []
    for day in days:
        voices = {one.origin for one in found if one.published is None or one.day <= day}
        kind = int(BY_ORIGINS[min(len(voices), 2)])
        if not runs or runs[-1][1] != kind:
            runs.append((day, kind))
    return runs


def judged(columns: Columns, texts: Texts, places: NDArray[np.int64], zone: str) -> Columns:
    """The same columns where events with claims are judged one by one.

    Args:
        columns: The columns.
        texts: The texts.
        places: The events in which somebody speaks.
        zone: The zone of the timeline.
    """
    if not len(places):
        return columns
    evidence, first = columns.evidence.copy(), columns.first.copy()
    public, sources = columns.public.copy(), columns.sources.copy()
    claimed = set(places.tolist())
    changes = [
        step
        for step in zip(columns.step_event, columns.step_since, columns.step_kind, strict=True)
        if int(step[0]) not in claimed
    ]
    for place in places.tolist():
        timeline = texts.timeline(place, place + 1)
        event = timeline.events[0]
        found = steps(timeline, event)
        runs = [
            step
            for at, step in enumerate(found)
            if not at or step.found.evidence is not found[at - 1].found.evidence
        ]
        evidence[place] = CODES[assess(timeline, event).evidence]
        first[place] = CODES[runs[0].found.evidence]
        public[place] = public_day(timeline, event)
        sources[place] = len(event.cited)
        changes += [(place, step.since or 0, CODES[step.found.evidence]) for step in runs[1:]]
    event_of, since, kind = zip(*sorted(changes), strict=True) if changes else ((), (), ())
    return replace(
        columns,
        evidence=evidence,
        first=first,
        public=public,
        sources=sources,
        step_event=np.array(event_of, np.uint32),
        step_since=np.array(since, np.int64),
        step_kind=np.array(kind, np.uint8),
    )
