"""Looks at each way in which cells are filled once, however many rows share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk import sql
from dashboard.bulk.counting import LISTED, Counted
from dashboard.bulk.tables import Table
from dashboard.formats.table.sheet import Row

__all__ = ["places_of", "ways"]

Value = TypeVar("Value")


def places_of(table: Table, fields: Sequence[str]) -> list[int]:
    """The positions of the columns of some fields."""
    uses = table.columns.uses
    return sorted({at for field in fields if field in uses for at in uses[field].columns})


def ways(
    table: Table,
    places: Sequence[int],
    make: Callable[[Row], Value],
    notes: Counted,
    *,
    wanted: NDArray[np.bool_] | None = None,
) -> tuple[list[Value], NDArray[np.int64]]:
    """Make a value of each way in which some columns are filled, in the order of the table.

    Args:
        table: The cells.
        places: The columns.
        make: Makes the value of a row, which has cells in these columns only.
        notes: Is told how many rows, and which, a row stands for.
        wanted: The rows that are looked at; by default all.

    Returns:
        The values; and for each row which of them it has, -1 where it is not wanted.
    """
    if not places:
        return [make(Row((), 0))], np.zeros(table.count, np.int64)
    database, names = table.database, sql.cells(places)
    source = "raw"
    if wanted is not None:
        sql.insert_rows(database, "wanted", np.flatnonzero(wanted))
        source = "raw JOIN wanted USING (n)"
    database.execute(
        f"CREATE TABLE ways AS SELECT {names}, min(number, {LISTED}) AS first, count(*) AS times, "
        f"row_number() OVER (ORDER BY min(n)) - 1 AS code FROM {source} GROUP BY {names}"
    )
    made = [make(row) for row in _rows(table, places, notes)]
    joined = " AND ".join(f"raw.{sql.cell(at)} = ways.{sql.cell(at)}" for at in places)
    codes = sql.values(
        database,
        f"SELECT raw.n, code AS v FROM {source} JOIN ways ON {joined}",
        table.count,
        np.int64,
        -1,
    )
    database.execute("DROP TABLE ways")
    if wanted is not None:
        database.execute("DROP TABLE wanted")
    return made, codes


def _rows(table: Table, places: Sequence[int], notes: Counted) -> Iterator[Row]:
    cursor = table.database.cursor().execute(
        f"SELECT first, times, {sql.cells(places)} FROM ways ORDER BY code"
    )
    while rows := cursor.fetchmany(sql.WIDE):
        for first, times, *texts in rows:
            notes.first, notes.times = first, times
            yield table.row(first[0], places, texts)
    notes.first, notes.times = (), 1
