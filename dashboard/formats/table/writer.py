"""A timeline as CSV: one row an event, readable, and readable back without loss.

The text is UTF-8 with a byte order mark, without which Excel takes it for an old code page; cells
are divided by commas and rows by CR LF (RFC 4180). No cell begins like a formula
(:mod:`dashboard.formats.table.cells`).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from dashboard.citation import imprint, permalink
from dashboard.formats.document import document
from dashboard.formats.table.cells import defused
from dashboard.formats.table.shown import COLUMNS, LINES, Tables, show_cell
from dashboard.formats.written import Losses, Written
from dashboard.model import Event, Timeline
from dashboard.provenance import assess
from dashboard.when import FOREVER, NEVER, Precision, When, local_ms, ms_to_civil

__all__ = ["write_csv"]

#: Characters that a cell of a workbook holds (Excel specifications and limits).
_EXCEL_CELL = 32_767

#: Cells of numbers, of which a minus is a part: they are no formula, and maps need them.
_NUMBERS = frozenset({"lat", "lon", "importance"})


def write_csv(timeline: Timeline) -> Written:
    """Write the events of a timeline as a table.

    Internal events are left out, also when the timeline still holds them.
    """
    timeline = timeline.public()
    values = document(timeline)
    tables = Tables(
        values.get("actors", {}), values.get("categories", {}), values.get("sources", {})
    )
    losses = Losses()
    if not timeline.events:
        losses.note(
            "a CSV table has a row for each event: without one there is no place for the title"
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    foot = imprint(timeline)
    data = _data(values, tables)
    for event, fields, datum in zip(timeline.events, values["events"], data, strict=True):
        derived = _derived(timeline, event) | {"imprint": foot, "data": datum}
        cells = [
            derived[column] if column in derived else show_cell(column, fields, tables)
            for column in COLUMNS
        ]
        losses.note(
            f"Excel cuts a cell after {_EXCEL_CELL:,} characters; longer, and whole in other "
            "programs: {n}",
            sum(len(cell) > _EXCEL_CELL for cell in cells),
        )
        writer.writerow(
            cell if column in _NUMBERS else defused(cell)
            for column, cell in zip(COLUMNS, cells, strict=True)
        )
    return Written(codecs.BOM_UTF8 + out.getvalue().encode(), losses.sentences())


def _derived(timeline: Timeline, event: Event) -> dict[str, str]:
    found = assess(timeline, event)
    return {
        "in_words": event.date.display(timeline.language),
        "earliest": "" if event.date.earliest == NEVER else _clock(event.date, event.date.earliest),
        "latest": "" if event.date.latest == FOREVER else _clock(event.date, event.date.latest - 1),
        "precision": str(event.date.precision),
        "evidence": str(found.evidence),
        "reason": found.reason,
        "link": permalink(timeline, event.id),
    }


def _clock(when: When, moment: int) -> str:
    """The first or last day that a date allows, or minute where it tells the time, in its zone."""
    civil = ms_to_civil(local_ms(moment, when.zone))
    day = f"{'-' if civil.year < 0 else ''}{abs(civil.year):04}-{civil.month:02}-{civil.day:02}"
    if when.precision.rank <= Precision.DAY.rank:
        return day
    return f"{day}T{civil.hour:02}:{civil.minute:02}"


def _data(values: dict[str, Any], tables: Tables) -> Iterator[str]:
    """The cells of the column ``data``: JSON of what the other cells do not say.

    Every row holds all that it refers to, so that it can be sorted, copied and deleted; the first
    also holds what belongs to no row, and the order of the tables.
    """
    heads = {"title", "language", "timezone", "edition"}
    head = {key: value for key, value in values.items() if key in heads}
    rest = {key: value for key, value in values.items() if key in ("summary", "story")}
    used = {key for event in values["events"] for key in _cited(event)}
    for number, event in enumerate(values["events"]):
        kept = {
            key: event[key]
            for key in ("date", "known", "category", "actors", "tags", *LINES)
            if key in event
        }
        actors = [*event.get("actors", ()), *(c["by"] for c in event.get("claims", ()))]
        categories = [event["category"]] if "category" in event else []
        sources = list(dict.fromkeys(_cited(event)))
        datum: dict[str, Any] = {"timeline": head, "event": kept}
        if number == 0:
            datum["timeline"] = head | rest
            datum["order"] = list(tables.sources)
            actors, categories = list(tables.actors), list(tables.categories)
            sources += [key for key in tables.sources if key not in used]
        for name, keys in (("categories", categories), ("actors", actors), ("sources", sources)):
            entries = {key: tables.table(name)[key] for key in dict.fromkeys(keys)}
            if entries:
                datum[name] = entries
        yield json.dumps(datum, ensure_ascii=False, separators=(",", ":"))


def _cited(event: dict[str, Any]) -> Iterator[str]:
    yield from event.get("sources", ())
    for name in ("claims", "related"):
        for entry in event.get(name, ()):
            yield from entry.get("sources", ())
