"""A timeline to Timesketch: one row for each event, and one more for the end of those that last.

Timesketch knows moments only. An event whose time is not known to the minute gets the earliest
moment that its date allows; the message then says the date in words, ``timestamp_desc`` that it is
the earliest moment, and ``date_written`` keeps the date as written.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.citation import imprint, permalink
from dashboard.formats.timesketch.columns import OWN, guarded
from dashboard.formats.written import Losses, Written
from dashboard.model import Event, Source, Timeline
from dashboard.provenance import assess
from dashboard.when import Precision, When

__all__ = ["write_csv", "write_jsonl"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: pandas, with which Timesketch reads dates, counts nanoseconds in 64 bits. Years.
_YEARS = range(1678, 2262)
_FIRST, _AFTER = (
    (datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
    for year in (_YEARS.start, _YEARS.stop)
)

_COLUMNS = (
    "message",
    "timestamp",
    "datetime",
    "timestamp_desc",
    "tag",
    "data_type",
    "timezone",
    *OWN,
)


def write_csv(timeline: Timeline) -> Written:
    """Make a CSV file of a timeline without internal events.

    Texts that a spreadsheet would take for a formula have an apostrophe before them.
    """
    losses = Losses()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in _rows(timeline, losses):
        cells = [_cell(row.get(name, "")) for name in _COLUMNS]
        texts = [
            (cell, row[name]) for cell, name in zip(cells, _COLUMNS, strict=True) if name in row
        ]
        losses.note(
            "{n} cells begin with =, +, - or @ and got an apostrophe before it, so that no "
            "spreadsheet runs them",
            sum(cell != text for cell, text in texts if isinstance(text, str)),
        )
        writer.writerow(cells)
    return Written(text.getvalue().encode(), losses.sentences())


def write_jsonl(timeline: Timeline) -> Written:
    """Make JSON Lines of a timeline without internal events."""
    losses = Losses()
    lines = [
        json.dumps({name: row[name] for name in _COLUMNS if name in row}, ensure_ascii=False)
        for row in _rows(timeline, losses)
    ]
    return Written("".join(f"{line}\n" for line in lines).encode(), losses.sentences())


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def _rows(timeline: Timeline, losses: Losses) -> Iterator[Mapping[str, Any]]:
    line = imprint(timeline)
    for event in timeline.events:
        moments = [(ms, said) for ms, said in _moments(event.date) if _FIRST <= ms < _AFTER]
        if not moments:
            losses.note(
                f"Timesketch reads moments from {_YEARS.start} to {_YEARS.stop - 1} only: {{n}} "
                "events were left out"
            )
            continue
        _count(event, losses)
        fields = _fields(timeline, event, line)
        for ms, said in moments:
            moment = _EPOCH + timedelta(milliseconds=ms)
            yield {
                "message": _message(timeline, event),
                "timestamp": ms * 1_000,
                # One form in all rows: pandas takes the first for a pattern of the others.
                "datetime": moment.isoformat(timespec="microseconds"),
                "timestamp_desc": said,
                **fields,
            }


def _moments(date: When) -> Iterator[tuple[int, str]]:
    """The moments of a date, in milliseconds, each with what it stands for."""
    exact = _is_exact(date)
    begins = "Event begins" if date.is_interval else "Event"
    if not date.open_start:
        yield date.earliest, begins if exact else f"{begins} (earliest moment)"
    if date.is_interval and not date.open_end:
        if exact:
            yield When.parse(date.text.split("/")[1], date.zone).start, "Event ends"
        else:
            yield date.latest - 1, "Event ends (latest moment)"


def _is_exact(date: When) -> bool:
    """Whether a date says the minute, and that without doubt."""
    doubt = date.approximate or date.uncertain or date.is_set
    return date.precision.rank >= Precision.MINUTE.rank and not doubt


def _message(timeline: Timeline, event: Event) -> str:
    if _is_exact(event.date):
        return event.title
    return f"{event.title} [{event.date.display(timeline.language)}]"


def _fields(timeline: Timeline, event: Event, line: str) -> dict[str, Any]:
    place, claims = event.place, []
    for claim in event.claims:
        about = ", ".join(str(part) for part in (claim.date, claim.number) if part)
        said = f" ({about})" if about else ""
        claims.append(f"{timeline.actors[claim.by].label} {claim.stance.value}{said}: {claim.says}")
    category = timeline.categories[event.category].label if event.category else ""
    verdict = assess(timeline, event)
    fields: dict[str, Any] = {
        "tag": list(event.tags),
        "data_type": "dateline:event",
        "timezone": timeline.timezone,
        "event_id": event.id,
        "date_written": event.date.text,
        "known": event.known.text if event.known else "",
        "title": event.title,
        "summary": event.summary or "",
        "category": category,
        "importance": event.importance,
        "actors": [timeline.actors[key].name for key in event.actors],
        "place": place.name if place else "",
        "evidence": f"{verdict.evidence.value}: {verdict.reason}",
        "claims": claims,
        "sources": [_source(timeline.sources[key]) for key in event.cited],
        "permalink": permalink(timeline, event.id),
        "timeline": line,
    }
    if place and place.lat is not None:
        fields |= {"latitude": place.lat, "longitude": place.lon}
    return fields


def _source(source: Source) -> str:
    publisher = f"{source.publisher} · " if source.publisher else ""
    return (
        f"{publisher}{source.title} <{source.url}>"
        if source.title
        else f"{publisher}<{source.url}>"
    )


def _count(event: Event, losses: Losses) -> None:
    """Note what the rows of an event do not hold."""
    if not _is_exact(event.date):
        losses.note(
            "Timesketch knows moments only: {n} dates that are not known to the minute stand at "
            "the earliest moment that they allow, and say so"
        )
    for name, count in (
        ("claims", len(event.claims)),
        ("relations", len(event.related)),
        ("pictures", len(event.media)),
        ("corrections", len(event.corrections)),
    ):
        where = "went into a column of text" if name == "claims" else "were left out"
        losses.note(f"Timesketch has no field for {name}: {{n}} {where}", count)
