"""What the readers of big tables share: how one is refused, and what values look like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dashboard.bulk import sql
from dashboard.formats.table.columns import Columns
from dashboard.formats.table.records import shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["LONGEST_LINE", "LOOKED_AT", "VALUE", "RefusedError", "cell_of", "show", "used"]

#: Rows that are looked at to find the headings.
LOOKED_AT = 200
#: Characters of one line.
LONGEST_LINE = 20_000_000
#: Before a value that is no text: what it looks like in a cell is told by ``records.shown``.
VALUE = "chr(1)"


class RefusedError(Exception):
    """A file cannot be read: what is wrong, and how to mend it."""


def used(columns: Columns) -> list[int]:
    """The positions of the columns that fill a field."""
    return sorted({index for use in columns.uses.values() for index in use.columns})


def cell_of(text: str) -> str:
    """What a cell shows of a value."""
    if not text.startswith("\x01"):
        return text
    try:
        value = json.loads(text[1:])
    except (ValueError, RecursionError):
        return ""
    # Fields of a record inside a record have cells of their own.
    return "" if isinstance(value, dict) else shown(value)


def show(database: DuckDBPyConnection, name: str) -> None:
    """Put what a cell shows in the place of values, each different one once."""
    found = database.cursor().execute(
        f"SELECT DISTINCT {name} FROM raw WHERE starts_with({name}, {VALUE})"
    )
    database.execute("CREATE TABLE shown (value VARCHAR, text VARCHAR)")
    while values := found.fetchmany(sql.WIDE):
        sql.insert(
            database, "shown", [[value for (value,) in values], [cell_of(v) for (v,) in values]]
        )
    # A new table takes less memory than to change the old one, which is kept until all is done.
    database.execute(
        f"CREATE OR REPLACE TABLE raw AS SELECT raw.* REPLACE (coalesce(text, {name}) AS {name}) "
        f"FROM raw LEFT JOIN shown ON raw.{name} = shown.value"
    )
    database.execute("DROP TABLE shown")
