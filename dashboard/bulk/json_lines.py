"""Big files of JSON Lines: an object on each line, whose fields become columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.bulk import sql
from dashboard.bulk.cells import LONGEST_LINE, LOOKED_AT, VALUE, RefusedError, cell_of, show, used
from dashboard.bulk.counting import LISTED, listing
from dashboard.bulk.separated import as_utf8
from dashboard.formats.collect import Collector, place_of
from dashboard.formats.table.columns import Columns, choose
from dashboard.formats.table.records import DEEPEST
from dashboard.formats.table.sheet import MOST_COLUMNS, Row, Sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["read_lines"]

#: Kinds of records that are told apart in one file.
_MOST_SHAPES = 20_000
#: Types of JSON values whose text is the cell.
_AS_IT_IS = frozenset({"VARCHAR", "BIGINT", "UBIGINT", "BOOLEAN", "NULL"})


def read_lines(
    database: DuckDBPyConnection, path: Path, wanted: Mapping[str, str], problems: Collector
) -> Columns | None:
    path, _ = as_utf8(path, problems)
    database.execute(
        "CREATE TABLE lines AS SELECT number, line, json_valid(line) AS fine, "
        "coalesce(try(json_type(line)), '') AS kind FROM (SELECT row_number() OVER () AS number, "
        f"line FROM read_csv({sql.text(str(path))}, columns = {{'line': 'VARCHAR'}}, "
        "auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', "
        f"strict_mode = false, max_line_size = {LONGEST_LINE})) WHERE trim(line) <> ''"
    )
    _left_out(database, problems)
    shapes = database.execute(
        "SELECT json_structure(line) AS shape FROM lines WHERE kind = 'OBJECT' "
        f"GROUP BY shape ORDER BY min(number) LIMIT {_MOST_SHAPES + 1}"
    ).fetchall()
    if not shapes:
        raise RefusedError("there are no records", "each is an object with a date and a title")
    found: dict[str, _Field] = {}
    for (shape,) in shapes:
        record = json.loads(shape)
        # What is told of an empty record is not the shape of one.
        for name, pointer, kind in _leaves(record if isinstance(record, dict) else {}):
            field = found.setdefault(name, _Field(pointer, set()))
            field.kinds.add(kind)
    if not found:
        raise RefusedError("the records are empty", "each is an object with a date and a title")
    if len(found) > MOST_COLUMNS or len(shapes) > _MOST_SHAPES:
        raise RefusedError(f"records with more than {MOST_COLUMNS:,} different fields", None)
    names = tuple(found)
    first = database.execute(
        f"SELECT number, {_extracted(found.values())} FROM lines WHERE kind = 'OBJECT' "
        f"ORDER BY number LIMIT {LOOKED_AT}"
    ).fetchall()
    rows = [Row(tuple(map(cell_of, texts)), number) for number, *texts in first]
    columns = choose(Sheet(rows, "line", header=names), wanted, problems)
    if columns is None:
        return None
    chosen = used(columns)
    fields = list(found.values())
    database.execute(
        f"CREATE TABLE raw AS SELECT row_number() OVER () - 1 AS n, number, "
        f"{_extracted([fields[index] for index in chosen], chosen)} FROM lines "
        "WHERE kind = 'OBJECT' ORDER BY number"
    )
    database.execute("DROP TABLE lines")
    for index in chosen:
        if not fields[index].kinds <= _AS_IT_IS:
            show(database, sql.cell(index))
    return columns


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of records.

    Attributes:
        pointer: Where its value stands (JSON Pointer, RFC 6901).
        kinds: Of which types it is.
    """

    pointer: str
    kinds: set[str]


def _leaves(
    shape: Mapping[str, object], before: str = "", at: str = "", depth: int = 0
) -> Iterator[tuple[str, str, str]]:
    """Name, pointer and type of all values in a record; those in records inside it too."""
    for key, kind in shape.items():
        name = f"{before}{key}".strip()
        pointer = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
        if isinstance(kind, dict) and depth < DEEPEST:
            yield from _leaves(kind, f"{name}.", pointer, depth + 1)
        else:
            yield name, pointer, kind if isinstance(kind, str) else "JSON"


def _extracted(fields: Iterable[_Field], places: Iterable[int] | None = None) -> str:
    """The texts of some fields; behind :data:`VALUE` those that are not yet as they are shown."""
    fields = list(fields)
    parts = []
    for index, field in zip(places or range(len(fields)), fields, strict=True):
        pointer = sql.text(field.pointer)
        plain = sql.bare(f"ltrim(json_extract_string(line, {pointer}), {VALUE})")
        if not field.kinds <= _AS_IT_IS:
            plain = (
                f"CASE coalesce(json_type(line, {pointer}), 'NULL') WHEN 'NULL' THEN '' "
                f"WHEN 'VARCHAR' THEN {plain} "
                f"ELSE {VALUE} || CAST(json_extract(line, {pointer}) AS VARCHAR) END"
            )
        parts.append(f"{plain} AS {sql.cell(index)}")
    return ", ".join(parts)


def _left_out(database: DuckDBPyConnection, problems: Collector) -> None:
    """Say which lines are no records."""
    for what, condition in (
        ("no JSON", "NOT fine"),
        ("no JSON object", "fine AND kind <> 'OBJECT'"),
    ):
        count, first = sql.first(
            database,
            f"SELECT count(*), min(number, {LISTED}) FROM lines WHERE {condition}",
        )
        if count:
            problems.warning(
                f"{count:,} {'line is' if count == 1 else 'lines are'} {what}: left out "
                f"({listing('line', first, count)})",
                "each line is an object, with its braces and quotation marks closed",
                place_of(first[0] - 1, 0),
            )
