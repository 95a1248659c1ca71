"""The rows of a table for Timesketch: of a CSV file, of JSON Lines, or of a list in JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dashboard.formats.collect import Collector, place_of
from dashboard.formats.draft import Foreign, Leftovers

__all__ = ["Row", "head_of", "rows_of"]

#: Lines in which JSON Lines are looked for, and rows whose keys make the header.
_PEEK = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: Where it begins, counted from 1; of a list in JSON its number.
        cells: Its values by column; texts, and in JSON also numbers and lists. None when it could
            not be read, which has been said.
    """

    line: int
    cells: Mapping[str, Any] | None


def head_of(foreign: Foreign) -> tuple[str, ...]:
    """The names of the columns; empty when the file is no such table."""
    if isinstance(foreign.document, list):
        entries = [entry for entry in foreign.document[:_PEEK] if isinstance(entry, dict)]
        return _keys(entries)
    text = foreign.text
    if text is None:
        return ()
    first = text[:1_000_000].lstrip()
    if first.startswith("{"):
        return _keys(_parsed(first.splitlines()[:_PEEK]))
    if first.startswith("["):
        return ()
    with _large_cells(len(first)):
        try:
            names = next(
                csv.reader(io.StringIO(first, newline=""), delimiter=_delimiter(first)), []
            )
        except csv.Error:
            return ()
    return tuple(name.strip() for name in names)


def _keys(entries: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for entry in entries for key in entry))


def _parsed(lines: list[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


def rows_of(foreign: Foreign, problems: Collector, leftovers: Leftovers) -> Iterator[Row]:
    """All rows; those that cannot be read are reported with their line."""
    if isinstance(foreign.document, list):
        return _entries(foreign.document, leftovers)
    text = foreign.text or ""
    if text.lstrip().startswith("{"):
        return _lines(text, leftovers)
    return _table(text, problems, leftovers)


def _entries(document: list[Any], leftovers: Leftovers) -> Iterator[Row]:
    for index, entry in enumerate(document):
        if not isinstance(entry, dict):
            leftovers.note("an entry without fields was left out", None, None, (index,))
        yield Row(index + 1, entry if isinstance(entry, dict) else None)


def _lines(text: str, leftovers: Leftovers) -> Iterator[Row]:
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        entry, column = None, 0
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            column = error.colno - 1
        except (ValueError, RecursionError):
            pass
        if isinstance(entry, dict):
            yield Row(number, entry)
        else:
            leftovers.note(
                "a line that is no mapping in JSON was left out",
                'each line is one event: {"message": …, "datetime": …, "timestamp_desc": …}',
                place_of(number - 1, column),
            )
            yield Row(number, None)


def _table(text: str, problems: Collector, leftovers: Leftovers) -> Iterator[Row]:
    with _large_cells(len(text)):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        names: list[str] = []
        line = 1
        try:
            for cells in reader:
                number, line = line, reader.line_num + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if not names:
                    names = [name.strip() for name in cells]
                    continue
                if len(cells) > len(names):
                    leftovers.note(
                        "cells beyond the last column were left out",
                        "a text with a comma stands in quotation marks",
                        place_of(number - 1, 0),
                    )
                yield Row(number, dict(zip(names, cells, strict=False)))
        except csv.Error as error:
            problems.error(
                f"the table cannot be read on: {error}",
                "save it as CSV with quotation marks around texts",
                place_of(reader.line_num - 1, 0),
            )


def _delimiter(text: str) -> str:
    """The sign between the columns: the one that the first line holds most often."""
    first = next(islice((line for line in io.StringIO(text[:100_000]) if line.strip()), 1), "")
    return max(",;\t|", key=first.count)


@contextmanager
def _large_cells(size: int) -> Iterator[None]:
    """Let a cell be as large as the file; the library's limit is for all tables of a program."""
    before = csv.field_size_limit(max(size, 1) + 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)
