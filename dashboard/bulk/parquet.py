"""Parquet files: columns with types, which become the texts that a person would have typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.bulk import sql
from dashboard.bulk.cells import LOOKED_AT, VALUE, RefusedError, cell_of, show, used
from dashboard.formats.collect import Collector
from dashboard.formats.table.columns import Columns, choose
from dashboard.formats.table.records import DEEPEST
from dashboard.formats.table.sheet import MOST_COLUMNS, Row, Sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["read_parquet"]


def read_parquet(
    database: DuckDBPyConnection, path: Path, wanted: Mapping[str, str], problems: Collector
) -> Columns | None:
    import duckdb

    try:
        whole = f"read_parquet({sql.text(str(path))})"
        kinds = database.execute(f"SELECT * FROM {whole} LIMIT 0").description or []
        database.execute(f"SELECT count(*) FROM {whole}").fetchall()
    except duckdb.Error:
        raise RefusedError(
            "this is no Parquet file, or one that was cut off", "copy it or make it again"
        ) from None
    leaves = [leaf for name, kind, *_ in kinds for leaf in _typed(name, sql.column(name), kind)]
    if len(leaves) > MOST_COLUMNS:
        raise RefusedError(f"more than {MOST_COLUMNS:,} columns", "leave out columns not needed")
    names = tuple(name for name, _, _ in leaves)
    rough = ", ".join(
        f"{_shape_of(kind)(at, kind, _EXACT)} AS {sql.cell(index)}"
        for index, (_, at, kind) in enumerate(leaves)
    )
    first = database.execute(f"SELECT {rough} FROM {whole} LIMIT {LOOKED_AT}").fetchall()
    rows = [Row(tuple(map(cell_of, texts)), number) for number, texts in enumerate(first, 1)]
    columns = choose(Sheet(rows, "row", header=names), wanted, problems)
    if columns is None:
        return None
    chosen = used(columns)
    made = []
    for index in chosen:
        name, at, kind = leaves[index]
        digits = _EXACT
        if str(kind).startswith("TIMESTAMP"):
            digits = _digits(database, whole, at)
            if not digits:
                problems.warning(
                    f"all times in the column '{name}' are midnight: they were read as days",
                    "write them as texts with their times if midnight is meant",
                )
        made.append(f"{_shape_of(kind)(at, kind, digits)} AS {sql.cell(index)}")
    database.execute(
        f"CREATE TABLE raw AS SELECT row_number() OVER () - 1 AS n, "
        f"row_number() OVER () AS number, {', '.join(made)} FROM {whole}"
    )
    for index in chosen:
        if _shape_of(leaves[index][2]) is _value:
            show(database, sql.cell(index))
    return columns


#: How finely times are written: to the millisecond.
_EXACT = 23


def _typed(name: str, at: str, kind: Any, depth: int = 0) -> Iterator[tuple[str, str, Any]]:
    """Name, expression and type of a column, or of those that a record in it is made of."""
    if str(kind.id) == "struct" and depth < DEEPEST:
        for key, inner in kind.children:
            yield from _typed(f"{name}.{key}", f"{at}.{sql.column(key)}", inner, depth + 1)
    else:
        yield name, at, kind


def _digits(database: DuckDBPyConnection, whole: str, at: str) -> int:
    """How many characters of the times in a column say something; 0 where none does."""
    # Of times that are counted in nanoseconds the database does not know the milliseconds.
    rests = ", ".join(
        f"coalesce(bool_or(epoch_ms(CAST({at} AS TIMESTAMP)) % {unit} <> 0), false)"
        for unit in (1_000, 60_000, 86_400_000)
    )
    part, second, minute = sql.first(
        database, f"SELECT {rests} FROM {whole} WHERE isfinite(CAST({at} AS TIMESTAMP))"
    )
    return 23 if part else 19 if second else 16 if minute else 0


def _plain(at: str, kind: Any, digits: int) -> str:
    return sql.bare(f"CAST({at} AS VARCHAR)")


def _texts(at: str, kind: Any, digits: int) -> str:
    return sql.bare(f"ltrim({at}, {VALUE})")


def _number(at: str, kind: Any, digits: int) -> str:
    return (
        f"CASE WHEN {at} IS NULL OR isnan(CAST({at} AS DOUBLE)) THEN '' "
        f"WHEN abs({at}) < 1e15 AND {at} = floor({at}) THEN CAST(CAST({at} AS BIGINT) AS VARCHAR) "
        f"ELSE CAST({at} AS VARCHAR) END"
    )


def _day(at: str, kind: Any, digits: int) -> str:
    return f"CASE WHEN isfinite({at}) THEN strftime({at}, '%Y-%m-%d') ELSE '' END"


def _moment(at: str, kind: Any, digits: int) -> str:
    zone = " || 'Z'" if "ZONE" in str(kind) and digits else ""
    plain = f"CAST({at} AS TIMESTAMP)"
    return (
        f"CASE WHEN isfinite({plain}) THEN left(strftime({plain}, '%Y-%m-%dT%H:%M:%S.%g'), "
        f"{digits or 10}){zone} ELSE '' END"
    )


def _value(at: str, kind: Any, digits: int) -> str:
    return f"CASE WHEN {at} IS NULL THEN '' ELSE {VALUE} || CAST(to_json({at}) AS VARCHAR) END"


#: By what the name of a type begins with: how its values are shown.
_SHAPES: tuple[tuple[str, Callable[[str, Any, int], str]], ...] = (
    ("TIMESTAMP", _moment),
    ("DATE", _day),
    ("DOUBLE", _number),
    ("FLOAT", _number),
    ("DECIMAL", _number),
    ("STRUCT", _value),
    ("MAP", _value),
    ("UNION", _value),
    ("JSON", _value),
    ("VARCHAR", _texts),
)


def _shape_of(kind: Any) -> Callable[[str, Any, int], str]:
    name = str(kind)
    if name.endswith("]"):
        return _value
    return next((shape for start, shape in _SHAPES if name.startswith(start)), _plain)
