"""JSON records to rows: an array of objects, or an object on each line (JSON Lines)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from dashboard.formats.collect import Collector, Path, place_of
from dashboard.formats.table.sheet import MOST_COLUMNS, MOST_ROWS, Row, Sheet

__all__ = ["DEEPEST", "listed", "read_lines", "read_records", "records_in", "shown"]

#: A record with its number, counted from 1, and its path in the document.
Placed: TypeAlias = tuple[dict[str, Any], int, Path]

#: Objects inside objects that become columns of their own, ``place.name``; what lies deeper is
#: shown as JSON.
DEEPEST = 2
#: Characters of a value that is shown as JSON.
_LONGEST = 100_000


def records_in(document: Any) -> tuple[tuple[str, ...], list[dict[str, Any]]] | None:
    """The records of a document, with the path to them; None when it is no list of records.

    They are the document itself, or the only list of objects in it.
    """
    if isinstance(document, list):
        return ((), document) if listed(document) else None
    if isinstance(document, dict):
        lists = [(name, value) for name, value in document.items() if listed(value)]
        if len(lists) == 1:
            return (lists[0][0],), lists[0][1]
    return None


def listed(value: Any) -> bool:
    """Whether a value is a list of objects and nothing else."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def read_records(document: Any, problems: Collector) -> Sheet | None:
    """The records of a JSON document as rows; None, with an error, when there are none."""
    found = records_in(document)
    if found is None:
        problems.error(
            "this JSON holds no list of records",
            'it looks like [{"date": "2020-12-10", "title": "…"}, …]',
        )
        return None
    path, records = found
    if path:
        others = [name for name in document if name != path[0]]
        if others:
            problems.warning(
                f"beside the records in '{path[0]}' there is {', '.join(map(repr, others[:20]))}: "
                "not read",
                "take over by hand what matters, for example the title",
            )
    placed: Iterator[Placed] = (
        (record, number, (*path, number - 1)) for number, record in enumerate(records, 1)
    )
    return _sheet(placed, "record", problems)


def read_lines(text: str, problems: Collector) -> Sheet | None:
    """The objects on the lines of a text as rows; None, with an error, when there are none."""

    def records() -> Iterator[Placed]:
        for number, one in enumerate(text.split("\n"), 1):
            if not one.strip():
                continue
            try:
                record = json.loads(one)
            except (ValueError, RecursionError):
                problems.warning("this line is no JSON: left out", None, place_of(number - 1, 0))
                continue
            if isinstance(record, dict):
                yield record, number, ()
            else:
                problems.warning(
                    "this line is no JSON object: left out", None, place_of(number - 1, 0)
                )

    return _sheet(records(), "line", problems)


def _sheet(records: Iterable[Placed], unit: str, problems: Collector) -> Sheet | None:
    columns: dict[str, int] = {}
    rows: list[Row] = []
    for record, number, path in records:
        if len(rows) >= MOST_ROWS:
            problems.error(f"more than {MOST_ROWS:,} records", "split the file")
            return None
        values = dict(_flat(record))
        for name in values:
            columns.setdefault(name, len(columns))
        if len(columns) > MOST_COLUMNS:
            problems.error(f"records with more than {MOST_COLUMNS:,} different fields", None)
            return None
        cells = [""] * (1 + max((columns[name] for name in values), default=-1))
        for name, text in values.items():
            cells[columns[name]] = text
        rows.append(Row(tuple(cells), number, path=path))
    if not rows:
        problems.error("there are no records", "each is an object with a date and a title")
        return None
    return Sheet(rows, unit, header=tuple(columns))


def _flat(record: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{before}{key}".strip()
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            yield name, shown(value)


def shown(value: Any) -> str:
    """A value as a cell would show it; a list has one item a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else str(value)
    if isinstance(value, list):
        return "\n".join(filter(None, (_item(one) for one in value)))
    return _json(value)


def _item(value: Any) -> str:
    """An item of a list in one line: a source is its title and its address."""
    if isinstance(value, dict):
        url = value.get("url") or value.get("href") or value.get("link")
        name = value.get("title") or value.get("name") or value.get("label")
        if isinstance(url, str) and (name is None or isinstance(name, str)) and len(value) <= 2:
            return " ".join(f"{name or ''} <{url}>".split())
        if isinstance(name, str) and len(value) == 1:
            return " ".join(name.split())
        return _json(value)
    if isinstance(value, list):
        return _json(value)
    return " ".join(shown(value).split())


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))[:_LONGEST]
    except RecursionError:
        return ""
