"""Dateline's own CSV back to a document: exactly, also after a spreadsheet program had it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.table.cells import restored, split_list
from dashboard.formats.table.dates import DateColumn
from dashboard.formats.table.events import title_of
from dashboard.formats.table.order import OPTIONS, choose_order
from dashboard.formats.table.sheet import Row, RowNotes, Sheet
from dashboard.formats.table.shown import (
    COLUMNS,
    DERIVED,
    LINES,
    NAMED,
    TEXTS,
    Tables,
    read_lines_of,
    show_cell,
)

__all__ = ["is_own", "read_own"]

#: What a table must have to be taken for one of ours.
_MARKS = frozenset({"id", "date", "title", "claims", "sources", "imprint"})

_DATES = ("date", "known")


def is_own(text: str, delimiter: str) -> bool:
    """Whether a table has the columns of ours."""
    first = next(csv.reader(io.StringIO(text[:10_000], newline=""), delimiter=delimiter), [])
    return _MARKS.issubset(first)


def read_own(sheet: Sheet, foreign: Foreign, problems: Collector) -> Draft | None:
    """Make a document of a table of ours.

    Args:
        sheet: Its rows, with blanks around texts as they are.
        foreign: The file.
        problems: Where everything wrong is reported.

    Returns:
        The document; None, with an error, when the dates cannot be read.
    """
    return _Reader(sheet, foreign, problems).read()


class _Reader:
    def __init__(self, sheet: Sheet, foreign: Foreign, problems: Collector) -> None:
        self.foreign = foreign
        self.problems = problems
        self.notes = RowNotes(problems, sheet.unit)
        header, *rows = sheet.rows
        self.rows = [row for row in rows if not row.is_blank]
        self.at = {name: index for index, name in reversed(list(enumerate(header.cells)))}
        self.extra = [name for name in header.cells if name and name not in COLUMNS]
        self.tables = Tables()
        self.head: dict[str, Any] = {}
        self.order: list[str] = []
        self.readers: dict[str, DateColumn] = {}

    def read(self) -> Draft | None:
        if not self._said_fits():
            return None
        data = [self._data(row) for row in self.rows]
        self._gather(data)
        kept = [dict(datum.get("event", {})) for datum in data]
        if not self._read_dates(kept):
            return None
        pairs = [
            (row, event)
            for row, old in zip(self.rows, kept, strict=True)
            if (event := self._event(row, old)) is not None
        ]
        self._relations(pairs)
        events = [event for _, event in pairs]
        self._extra()
        self.notes.report()
        return Draft(self._document(events), self._comments(), len(self.rows))

    def _cell(self, row: Row, column: str) -> str:
        index = self.at.get(column)
        text = "" if index is None else row.cell(index)
        return text if column in ("lat", "lon") else restored(text)

    def _said_fits(self) -> bool:
        """Whether what the user said about columns is about dates: all else is known."""
        fine = True
        for key, column in self.foreign.columns.items():
            field, colon, option = key.partition(":")
            if column != field or (colon and (field not in _DATES or option not in OPTIONS)):
                self.problems.error(
                    f"Dateline has written this table and knows its columns: '{key}={column}' "
                    "cannot be said of it",
                    "leave it out; how dates are read can be said: --map 'date:dmy=date'",
                )
                fine = False
        return fine

    # What lies in the column of data

    def _data(self, row: Row) -> dict[str, Any]:
        text = self._cell(row, "data")
        if not text.strip():
            return {}
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        if not _is_ours(data):
            self.notes.note(
                "the column 'data' is damaged: only what the other cells say was read", row
            )
            return {}
        return dict(data)

    def _gather(self, data: list[dict[str, Any]]) -> None:
        for row, datum in zip(self.rows, data, strict=True):
            for name in ("categories", "actors", "sources"):
                for key, entry in datum.get(name, {}).items():
                    known = self.tables.table(name).setdefault(key, entry)
                    if known != entry:
                        self.notes.note(
                            f"'{key}' is described in two ways: the first was kept", row
                        )
            head = datum.get("timeline", {})
            for key, value in head.items():
                if self.head.setdefault(key, value) != value:
                    self.notes.note(
                        f"rows of another timeline: its {key} was left out", row, str(value)
                    )
            self.order += datum.get("order", [])
        places = {key: place for place, key in reversed(list(enumerate(self.order)))}
        ordered = sorted(
            self.tables.sources.items(), key=lambda item: places.get(item[0], len(places))
        )
        self.tables.sources = dict(ordered)

    # Dates

    def _read_dates(self, kept: list[dict[str, Any]]) -> bool:
        """Find out how a program has written dates that are no longer as they were."""
        options: dict[str, str | None] = {}
        for key in self.foreign.columns:
            name, _, option = key.partition(":")
            options[name.strip()] = option or None
        fine = True
        for column in _DATES:
            changed = [
                text
                for row, old in zip(self.rows, kept, strict=True)
                if (text := self._cell(row, column).strip())
                and not _same_date(text, old.get(column))
            ]
            wanted = options.get(column)
            choice = choose_order(column, column, changed, wanted)
            if choice.message:
                self.problems.error(choice.message, choice.hint)
                fine = False
            self.readers[column] = DateColumn(choice.order, wanted)
        return fine

    def _date(self, row: Row, column: str, old: str | None) -> str | None:
        text = self._cell(row, column).strip()
        if not text or _same_date(text, old):
            return old if text else None
        reading = self.readers[column].read(text)
        if reading is not None:
            return reading.text
        if old is not None:
            self.notes.note(
                f"the {column} cannot be read, as if a program had changed it: the one from before "
                "was kept",
                row,
                text,
            )
            return old
        self.notes.note(f"the {column} cannot be read: left out", row, text)
        return None

    # Events

    def _event(self, row: Row, old: dict[str, Any]) -> dict[str, Any] | None:
        date = self._date(row, "date", old.get("date"))
        if date is None:
            if not self._cell(row, "date").strip():
                self.notes.note("no date: left out", row)
            return None
        event: dict[str, Any] = {
            name: text for name in TEXTS if (text := self._cell(row, name)).strip()
        }
        if "title" not in event:
            event["title"] = f"Untitled ({row.number})"
            self.notes.note("no title", row)
        event["date"] = date
        known = self._date(row, "known", old.get("known"))
        if known is not None:
            event["known"] = known
        for column in (*NAMED, "tags", *LINES):
            value = self._value(row, column, old)
            if value:
                event[column] = value
        self._numbers(row, event)
        return event

    def _value(self, row: Row, column: str, old: dict[str, Any]) -> Any:
        """A field of names, words or lines: as it was, unless somebody has changed the cell."""
        cell = self._cell(row, column)
        if column in old and _even(cell) == _even(show_cell(column, old, self.tables)):
            return old[column]
        if column in LINES:
            return self._lines(row, column, cell, old.get(column, []))
        items = split_list(cell)
        if column == "tags":
            return items
        keys = [self.tables.find(NAMED[column], item) for item in items]
        if column == "category":
            if len(keys) > 1:
                self.notes.note("more than one category: the first was kept", row, cell)
            return keys[0] if keys else None
        return list(dict.fromkeys(keys))

    def _lines(self, row: Row, column: str, cell: str, items: list[Any]) -> list[Any]:
        found = []
        for text, item in read_lines_of(column, cell, items, self.tables):
            if item is None:
                self.notes.note(
                    f"a line in '{column}' that cannot be read: left out",
                    row,
                    text,
                    _FORMS.get(column),
                )
            else:
                found.append(item)
        return found

    def _numbers(self, row: Row, event: dict[str, Any]) -> None:
        importance = self._cell(row, "importance").strip()
        if re.fullmatch(r"[1-5]", importance):
            # 3 goes without saying.
            if importance != "3":
                event["importance"] = int(importance)
        elif importance:
            self.notes.note("an importance that is none of 1 to 5: left out", row, importance)
        name = self._cell(row, "place")
        lat, lon = (_number(self._cell(row, column)) for column in ("lat", "lon"))
        if lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180:
            event["place"] = {"name": name or f"{lat:g}, {lon:g}", "lat": lat, "lon": lon}
            return
        if name.strip():
            event["place"] = {"name": name}
        given = ", ".join(filter(None, (self._cell(row, "lat"), self._cell(row, "lon"))))
        if given:
            self.notes.note("coordinates that are not two numbers of degrees: left out", row, given)

    def _relations(self, pairs: list[tuple[Row, dict[str, Any]]]) -> None:
        """Leave out what leads to rows that somebody has deleted."""
        ids = {event.get("id") for _, event in pairs}
        for row, event in pairs:
            kept = [one for one in event.get("related", ()) if one.get("to") in ids]
            if len(kept) < len(event.get("related", ())):
                self.notes.note("a relation to an event that is not here: left out", row)
            if kept:
                event["related"] = kept
            else:
                event.pop("related", None)
        story = self.head.get("story")
        if story:
            self.head["story"] = [step for step in story if step in ids]

    def _extra(self) -> None:
        if self.extra:
            self.problems.warning(
                f"columns that are not ours were not read: {', '.join(map(repr, self.extra[:40]))}",
                f"columns that are read: {', '.join(c for c in COLUMNS if c not in DERIVED)}",
            )

    # The whole

    def _document(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        names = ("title", "summary", "language", "timezone", "edition", "story")
        document = {name: self.head[name] for name in names if self.head.get(name)}
        document.setdefault("title", title_of(self.foreign.name))
        if self.foreign.timezone:
            document["timezone"] = self.foreign.timezone
        for name in ("categories", "actors", "sources"):
            if self.tables.table(name):
                document[name] = self.tables.table(name)
        return {**document, "events": events}

    def _comments(self) -> dict[tuple[str | int, ...], str]:
        return {} if "title" in self.head else {("title",): "made from the name of the file"}


#: How a line of a cell is written.
_FORMS = {
    "claims": "write for example AIVD (asserts): what is said",
    "corrections": "write for example 2021-01-20: what was wrong",
    "media": "write for example photos/the-hague.jpg: what can be seen",
    "related": "write for example response-to: the-id-of-another-event",
    "sources": "write for example Publisher: title <https://example.org/article>",
}


def _is_ours(data: Any) -> bool:
    """Whether a value has the shape of our data, as far as reading it relies on that."""
    if not isinstance(data, dict):
        return False
    names = ("timeline", "event", "categories", "actors", "sources")
    if not all(isinstance(data.get(name, {}), dict) for name in names):
        return False
    tables = (data.get(name, {}) for name in names[2:])
    if not all(isinstance(entry, dict) for table in tables for entry in table.values()):
        return False
    event = data.get("event", {})
    lists = ("actors", "tags", *LINES)
    if not all(isinstance(event.get(name, []), list) for name in lists):
        return False
    try:
        for name in (*NAMED, "tags", *LINES):
            show_cell(name, event, Tables())
    except (KeyError, TypeError, AttributeError, ValueError):
        return False
    order = data.get("order", [])
    texts = [*order, *(event.get(name, "") for name in (*_DATES, "category"))]
    return isinstance(order, list) and all(isinstance(text, str) for text in texts)


def _same_date(text: str, old: str | None) -> bool:
    """Whether a cell shows a date as it was, perhaps the way a spreadsheet writes it."""
    if old is None or text == old:
        return old is not None
    readings = (DateColumn(order).read(text) for order in ("dmy", "mdy"))
    return any(reading is not None and reading.text == old for reading in readings)


def _even(text: str) -> str:
    return "\n".join(part.strip() for part in text.splitlines())


def _number(text: str) -> float | None:
    text = text.strip().removeprefix("'").replace(",", ".")
    return (
        float(text)
        if re.fullmatch(r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?(?:e-?[0-9]{1,3})?", text)
        else None
    )
