"""Separated texts (CSV, TSV and their European cousins) to rows.

Follows RFC 4180 where a file does, and what spreadsheet programs write where it does not: a
semicolon or a tab between the cells, UTF-16, old code pages, a first line ``sep=;``.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from threading import Lock

from dashboard.formats.collect import Collector, Place, place_of
from dashboard.formats.table.sheet import MOST_COLUMNS, MOST_ROWS, Row, Sheet
from dashboard.formats.table.words import field_of

__all__ = ["DELIMITERS", "END", "decode", "delimiter_of", "long_cells", "read_delimited", "records"]

#: The likeliest first; the rest of two that fit equally well is left to this order.
DELIMITERS = (",", ";", "\t", "|")

#: How much of a file is looked at to find its separator, in characters and rows.
_LOOKED_AT = 200_000
_ROWS_LOOKED_AT = 100

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: Characters in a cell; a cell of ours holds at most one event.
_LONGEST_CELL = 20_000_000
_limit = Lock()


def decode(data: bytes, problems: Collector) -> str | None:
    """A file's bytes as text.

    What is neither UTF-8 nor UTF-16 is read in the code page of western European or Russian
    spreadsheets, Windows-1252 or Windows-1251, and said so.

    Returns:
        The text without a byte order mark; None, with an error, when it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                problems.error(f"the text is broken {encoding[:6].upper()}", "save it as UTF-8")
                return None
    head = data[:4_096]
    if head.count(0) > len(head) // 5:
        # Latin letters in UTF-16: every other byte is 0, which of the two tells the order.
        order = "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
        try:
            return data.decode(order)
        except UnicodeDecodeError:
            problems.error("this is no text", "save the table as CSV in UTF-8")
            return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _from_code_page(data, place_of(data.count(b"\n", 0, error.start), 0), problems)


def _from_code_page(data: bytes, at: Place, problems: Collector) -> str | None:
    """A text in an old code page: which one is guessed, and said so."""
    runs = re.findall(rb"[\xc0-\xff]+", data)
    # Letters with accents stand alone in the words of western Europe; Russian has nothing else.
    cyrillic = bool(runs) and sum(map(len, runs)) >= 3 * len(runs)
    code, name = ("cp1251", "Windows-1251") if cyrillic else ("cp1252", "Windows-1252")
    try:
        text = data.decode(code)
    except UnicodeDecodeError:
        problems.error(
            f"the text is neither UTF-8 nor {name}", "save the table as CSV in UTF-8", at
        )
        return None
    problems.warning(
        f"the file is not UTF-8: it was read as {name}",
        "look at letters beyond A to Z; if they are wrong, save the table as CSV in UTF-8",
        at,
    )
    return text


def delimiter_of(text: str) -> tuple[str, int]:
    """Find what divides the cells.

    Returns:
        The character, and how many of the columns have names that mean something to us with it.
    """
    marked = _SEP.match(text)
    if marked:
        return marked[1], 1
    best, sign = (0, 0.0, 0), ","
    for delimiter in DELIMITERS:
        rows = records(text[:_LOOKED_AT], delimiter)
        some = [row for row, _ in zip(rows, range(_ROWS_LOOKED_AT), strict=False) if any(row.cells)]
        widths = Counter(len(row.cells) for row in some if len(row.cells) > 1)
        if not widths:
            continue
        (width, times), named = widths.most_common(1)[0], max(map(_named, some[:30]))
        score = (named, times / len(some), width)
        if score > best:
            best, sign = score, delimiter
    return sign, best[0]


def _named(row: Row) -> int:
    return len({field for cell in row.cells if (field := field_of(cell))})


def read_delimited(
    text: str, delimiter: str, problems: Collector, exact: bool = False
) -> Sheet | None:
    """Read all rows.

    Args:
        text: The whole file.
        delimiter: What divides the cells.
        problems: Where everything wrong is reported.
        exact: Whether blanks around the text of a cell are kept.

    Returns:
        The table; None, with an error, when it is no such text.
    """
    rows: list[Row] = []
    closed = False
    start = _SEP.match(text)
    with long_cells():
        for row in records(text, delimiter, exact):
            closed = row.cells == (END,)
            if closed:
                break
            if len(rows) >= MOST_ROWS or len(row.cells) > MOST_COLUMNS:
                what = "rows" if len(rows) >= MOST_ROWS else "columns"
                most = MOST_ROWS if what == "rows" else MOST_COLUMNS
                problems.error(f"more than {most:,} {what}", "split the table", row.at)
                return None
            rows.append(row)
    if not closed:
        problems.error(
            "a quotation mark is opened here and never closed",
            'close it, or write "" for a quotation mark inside a cell',
            rows[-1].at if rows else None,
        )
        return None
    return Sheet(rows[1:] if start else rows, "line")


#: Comes after the last line: where a quotation mark is open it becomes part of the last cell.
END = "\0end of the table\0"


def records(text: str | Iterable[str], delimiter: str, exact: bool = False) -> Iterator[Row]:
    """The rows of a text, or of its lines; the last is :data:`END`, unless a quotation is open.

    Args:
        text: The whole text, or its lines with what ends them.
        delimiter: What divides the cells.
        exact: Whether blanks around the text of a cell are kept.
    """
    if isinstance(text, str):
        end = "" if text.endswith(("\n", "\r")) else "\n"
        text = io.StringIO(text + end, newline="")
    lines = chain(text, (END,))
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=not exact)
    before = 0
    try:
        for cells in reader:
            yield Row(tuple(cells) if exact else tuple(map(str.strip, cells)), before + 1)
            before = reader.line_num
    except csv.Error:  # a cell beyond all limits, as a quotation mark that is never closed makes it
        return


@contextmanager
def long_cells() -> Iterator[None]:
    """Let the csv module read long cells; its limit is one for the whole process."""
    with _limit:
        before = csv.field_size_limit(_LONGEST_CELL)
        try:
            yield
        finally:
            csv.field_size_limit(before)
