"""Big separated texts: by the database where they are by the book, else as small ones are read."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.bulk import sql
from dashboard.bulk.cells import LONGEST_LINE, LOOKED_AT, RefusedError, used
from dashboard.formats.collect import Collector
from dashboard.formats.table.columns import Columns, choose
from dashboard.formats.table.delimited import (
    DELIMITERS,
    END,
    decode,
    delimiter_of,
    long_cells,
    records,
)
from dashboard.formats.table.sheet import MOST_COLUMNS, Row, Sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["as_utf8", "read_separated"]

#: Bytes read at once.
_CHUNK = 4_000_000


def read_separated(
    database: DuckDBPyConnection, path: Path, wanted: Mapping[str, str], problems: Collector
) -> Columns | None:
    """Follows what is done with a small table; the database reads what is written by the book."""
    if path.stat().st_size == 0:
        raise RefusedError("the table is empty", "it needs a row of headings and rows below it")
    path, look = as_utf8(path, problems)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.read(1_000_000)
    tabs = path.suffix in (".tsv", ".tab")
    delimiter = "\t" if tabs else delimiter_of(head)[0]
    first = [row for row, _ in zip(records(head, delimiter), range(LOOKED_AT), strict=False)]
    if len(head) == 1_000_000 and len(first) < LOOKED_AT:
        first = first[:-1]
    if re.match(r"sep=.\r?\n", head, re.IGNORECASE):
        first = first[1:]
    columns = choose(Sheet(first, "line"), wanted, problems)
    if columns is None:
        return None
    if look.plain and columns.rows and _by_the_book(database, path, delimiter, columns, look):
        return columns
    return columns if _one_by_one(database, path, delimiter, columns, problems) else None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at the bytes of a text told.

    Attributes:
        lines: How many lines there are.
        plain: Whether nothing in it is read differently by different programs.
    """

    lines: int
    plain: bool


#: A line that ends as no line should.
_TURNED_BACK = re.compile(rb"\r(?!\n)")


def _is_plain(chunk: bytes) -> bool:
    """Whether nothing in a piece of text is read differently by different programs."""
    if b"\0" in chunk or (b"\r" in chunk and _TURNED_BACK.search(chunk, 0, len(chunk) - 1)):
        return False
    # A quotation mark behind a blank opens a cell for some.
    return b' "' not in chunk or not any(sign.encode() + b' "' in chunk for sign in DELIMITERS)


def as_utf8(path: Path, problems: Collector) -> tuple[Path, _Look]:
    """The file, or a copy of it in UTF-8 beside it, with a look at its bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, plain, last = 0, True, b"\n"
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                # What lies across two pieces is looked at with the second.
                plain = plain and _is_plain(last + chunk)
                lines += chunk.count(b"\n")
                last = chunk[-64:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        text = decode(path.read_bytes(), problems)
        if text is None:
            raise RefusedError("the table is no text", "save it as CSV in UTF-8") from None
        copy = path.with_name(f"copy{path.suffix}")
        copy.write_text(text, encoding="utf-8", newline="")
        return copy, _Look(text.count("\n") + (not text.endswith("\n")), plain=False)
    return path, _Look(lines + (not last.endswith(b"\n")), plain)


def _by_the_book(
    database: DuckDBPyConnection, path: Path, delimiter: str, columns: Columns, look: _Look
) -> bool:
    """Let the database read the file; False where it stumbles, or where a row takes two lines."""
    import duckdb

    skipped = columns.rows[0].number - 1
    names = {f"x{index}": "VARCHAR" for index in range(len(columns.names))}
    types = ", ".join(f"{sql.text(name)}: 'VARCHAR'" for name in names)
    chosen = used(columns)
    wanted = ", ".join(f"{sql.bare(f'x{index}')} AS {sql.cell(index)}" for index in chosen)
    try:
        database.execute(
            f"CREATE TABLE raw AS SELECT row_number() OVER () - 1 AS n, "
            f"row_number() OVER () + {skipped} AS number, {wanted} "
            f"FROM read_csv({sql.text(str(path))}, columns = {{{types}}}, auto_detect = false, "
            f"header = false, skip = {skipped}, delim = {sql.text(delimiter)}, quote = '\"', "
            f"escape = '\"', strict_mode = true, max_line_size = {LONGEST_LINE})"
        )
    except duckdb.Error:
        return False
    (count,) = sql.first(database, "SELECT count(*) FROM raw")
    if count + skipped == look.lines:
        return True
    database.execute("DROP TABLE raw")
    return False


def _one_by_one(
    database: DuckDBPyConnection,
    path: Path,
    delimiter: str,
    columns: Columns,
    problems: Collector,
) -> bool:
    """Read the file as a small table is read, and hand the rows to the database as they should be.

    Returns:
        Whether that went well; an error is reported if not.
    """
    chosen, tidy = used(columns), path.with_name("tidy.csv")
    first = columns.rows[0].number if columns.rows else 0
    last: Row | None = None
    with (
        path.open(encoding="utf-8-sig", newline="") as file,
        tidy.open("w", encoding="utf-8", newline="") as out,
        long_cells(),
    ):
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in records(file, delimiter):
            if row.cells == (END,):
                break
            last = row
            if len(row.cells) > MOST_COLUMNS:
                problems.error(f"more than {MOST_COLUMNS:,} columns", "split the table", row.at)
                return False
            if row.number >= first and not row.is_blank:
                writer.writerow([row.number, *(row.cell(index) for index in chosen)])
        else:
            problems.error(
                "a quotation mark is opened here and never closed",
                'close it, or write "" for a quotation mark inside a cell',
                last.at if last else None,
            )
            return False
    names = ["number", *map(sql.cell, chosen)]
    types = ", ".join(f"{sql.text(name)}: 'VARCHAR'" for name in names)
    texts = ", ".join(f"coalesce({name}, '') AS {name}" for name in names[1:])
    database.execute(
        f"CREATE TABLE raw AS SELECT row_number() OVER () - 1 AS n, "
        f"CAST(number AS BIGINT) AS number, {texts} "
        f"FROM read_csv({sql.text(str(tidy))}, columns = {{{types}}}, auto_detect = false, "
        "header = false, delim = ',', quote = '\"', escape = '\"', parallel = false, "
        f"max_line_size = {LONGEST_LINE})"
    )
    tidy.unlink()
    return True
