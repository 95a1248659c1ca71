"""A database in memory that reads one file and nothing else, and words of its language."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "NOTHING",
    "WIDE",
    "cell",
    "cells",
    "column",
    "first",
    "gathered",
    "opened",
    "text",
    "values",
]

#: How much memory the database may take before it writes to a folder of its own.
MEMORY = "400MB"
#: More threads than this take more memory than they save time.
THREADS = 4

#: Everything that Python calls a blank.
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)

#: What stands in a cell for nothing, in small letters; ``table.citing.NOTHING`` is the same.
NOTHING = "#(n/a|ref!|value!|div/0!|name\\?|null!|num!)|-+|n/?a"

#: Rows that are fetched at once.
WIDE = 20_000


def opened(path: Path) -> tuple[DuckDBPyConnection, Path, Path]:
    """Open a database for a file.

    It sees a folder of its own, which holds a link to the file under a plain name: a name with
    stars or a scheme in it is a name like any other. It fetches nothing and loads nothing.

    Returns:
        The database; the folder, which whoever opened it removes; the file inside it.
    """
    import duckdb

    folder = Path(tempfile.mkdtemp(prefix="dateline-"))
    try:
        inside = folder / f"table{path.suffix.lower() if path.suffix.isascii() else ''}"
        with contextlib.suppress(OSError, NotImplementedError):
            inside.symlink_to(path.resolve())
        if not inside.exists():
            shutil.copyfile(path, inside)
        database = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": MEMORY,
                "threads": str(min(os.cpu_count() or 1, THREADS)),
                "temp_directory": str(folder / "spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        for setting in (
            f"allowed_directories = [{text(str(folder))}]",
            f"allowed_paths = [{text(str(inside))}]",
            "enable_external_access = false",
            "enable_progress_bar = false",
            "TimeZone = 'UTC'",
            "lock_configuration = true",
        ):
            database.execute(f"SET {setting}")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return database, folder, inside


def removed(folder: Path) -> None:
    """Remove the folder of a database that is closed."""
    shutil.rmtree(folder, ignore_errors=True)


def text(value: str) -> str:
    """A text as it is written in a statement."""
    return "'" + value.replace("'", "''") + "'"


def column(name: str) -> str:
    """The name of a column of a foreign table as it is written in a statement."""
    return '"' + name.replace('"', '""') + '"'


def cell(index: int) -> str:
    """The name of a column of the table of cells."""
    return f"c{index}"


def cells(indexes: Iterable[int]) -> str:
    """Several of them, with commas."""
    return ", ".join(map(cell, indexes))


def bare(expression: str) -> str:
    """A text without blanks around it; empty where there is none."""
    blanks = " || ".join(f"chr({ord(char)})" for char in _BLANKS)
    # To look for so many signs takes ten times as long as to see that there are none.
    trimmed = f"trim({expression})"
    ends = (f"ascii({trimmed})", f"ascii({trimmed}[-1])")
    clean = " AND ".join(f"{end} BETWEEN 33 AND 126" for end in ends)
    return f"CASE WHEN {clean} THEN {trimmed} ELSE coalesce(trim({expression}, {blanks}), '') END"


def gathered(database: DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> Any:
    """The columns of an answer by their names; masked where a value may be missing."""
    return database.execute(query, list(parameters)).fetchnumpy()


def first(database: DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> Any:
    """The only row of an answer; None where there is none."""
    # A connection is busy until all has been taken.
    rows = database.execute(query, list(parameters)).fetchall()
    return rows[0] if rows else None


def values(
    database: DuckDBPyConnection, query: str, count: int, kind: type[np.generic], missing: int
) -> NDArray[Any]:
    """A value for each row of the table of cells.

    Args:
        database: The database.
        query: Gives columns ``n``, the row, and ``v``, its value; rows may be missing.
        count: How many rows there are.
        kind: The kind of number.
        missing: The value of rows that are missing.
    """
    found = gathered(database, query)
    filled = np.full(count, missing, kind)
    filled[np.ma.getdata(found["n"])] = np.ma.filled(found["v"], missing)
    return filled


def insert(database: DuckDBPyConnection, table: str, columns: Sequence[Sequence[Any]]) -> None:
    """Put columns of values into a table, which has them in this order."""
    made = {
        f"v{at}": np.array(column, dtype=object if column and isinstance(column[0], str) else None)
        for at, column in enumerate(columns)
    }
    database.register("inserted", made)
    database.execute(f"INSERT INTO {table} SELECT * FROM inserted")
    database.unregister("inserted")


def insert_rows(
    database: DuckDBPyConnection,
    table: str,
    rows: NDArray[np.int64],
    codes: NDArray[np.int64] | None = None,
) -> None:
    """Make a table of some rows (``n``), with a number for each (``code``) where one is given."""
    made = {"n": rows} if codes is None else {"n": rows, "code": codes}
    database.register("inserted", made)
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM inserted")
    database.unregister("inserted")
