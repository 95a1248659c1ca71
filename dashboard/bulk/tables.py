"""A big table to a table of cells in a database: texts without blanks around them, row by row.

Whatever the file is, three things come of it: a database with the table ``raw`` (``n``, the row,
counted from 0; ``number``, what people call it; ``c0``, ``c1`` … the cells of the columns that are
used), the columns with their fields, and what a row is called. The headings are recognised as those
of small tables are (:mod:`dashboard.formats.table.columns`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.bulk import sql
from dashboard.bulk.cells import RefusedError
from dashboard.bulk.json_lines import read_lines
from dashboard.bulk.parquet import read_parquet
from dashboard.bulk.separated import read_separated
from dashboard.formats.collect import Collector
from dashboard.formats.table.columns import Columns
from dashboard.formats.table.sheet import Row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["KINDS", "MOST", "Table", "close", "failed", "opened"]

#: Rows in a table at most: places of events are numbers of four bytes, and pages hold them all.
MOST = 20_000_000
#: Bytes read at once.
_CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table of cells.

    Attributes:
        database: Holds ``raw``.
        folder: What is to be removed when the database is closed.
        columns: What stands where; its rows are the first of the table.
        count: How many rows there are, blank ones not counted.
    """

    database: DuckDBPyConnection
    folder: Path
    columns: Columns
    count: int

    def used(self) -> tuple[int, ...]:
        """The positions of the columns that fill a field."""
        return tuple(sorted({at for use in self.columns.uses.values() for at in use.columns}))

    def row(self, number: int, places: Sequence[int], texts: Sequence[str]) -> Row:
        """A row of texts in some columns, the others empty."""
        filled = [""] * (max(places, default=-1) + 1)
        for place, words in zip(places, texts, strict=True):
            filled[place] = words
        return Row(tuple(filled), number)


def opened(
    path: Path, wanted: Mapping[str, str], problems: Collector
) -> tuple[Table, bytes] | None:
    """Read a table.

    Args:
        path: The file.
        wanted: What the user said: a field to a column.
        problems: Where everything wrong is reported.

    Returns:
        The table, and a digest of the file; None, with an error, when it cannot be read.
    """
    import duckdb

    database, folder, inside = sql.opened(path)
    table = None
    try:
        columns = KINDS[kind_of(path)](database, inside, wanted, problems)
        if columns is not None:
            (count,) = sql.first(database, "SELECT count(*) FROM raw")
            if count > MOST:
                raise RefusedError(f"more than {MOST:,} rows", "split the table")
            table = Table(database, folder, columns, count)
    except RefusedError as error:
        problems.error(*error.args)
    except duckdb.Error as error:
        failed(error, problems)
    finally:
        if table is None:
            database.close()
            sql.removed(folder)
    return None if table is None else (table, _digest(path))


def failed(error: Exception, problems: Collector) -> None:
    """Report what a database could not do."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        problems.error(
            "the table needs more memory than there is", "leave out columns that are not needed"
        )
    else:
        problems.error(f"the table cannot be read: {_first_line(error)}", "save it again")


def kind_of(path: Path) -> str:
    """The kind of table that a file is, by the end of its name."""
    return _SUFFIXES.get(path.suffix.lower(), "csv")


def _first_line(error: Exception) -> str:
    line = str(error).split("\n", 1)[0]
    return re.sub(r"^(?:[A-Z][A-Za-z]+ )+Error: ", "", line)[:200]


def _digest(path: Path) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()


Reader = Callable[["DuckDBPyConnection", Path, Mapping[str, str], Collector], Columns | None]

#: By the kind of a file: who reads it.
KINDS: Mapping[str, Reader] = {
    "csv": read_separated,
    "jsonl": read_lines,
    "parquet": read_parquet,
}

_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}


def close(table: Table) -> None:
    """Let go of a table that nobody needs."""
    table.database.close()
    sql.removed(table.folder)
