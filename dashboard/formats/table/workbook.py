"""Workbooks (Office Open XML, ECMA-376: ``.xlsx`` and ``.xlsm``) to rows.

A date is kept as fine as its cell shows it: a cell that shows ``Apr 2018`` is a month, whatever day
the program keeps behind it. No macro, formula or link is followed; of a formula its stored value is
taken.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dashboard.formats.collect import Collector
from dashboard.formats.table.sheet import MOST_COLUMNS, MOST_ROWS, Row, RowNotes, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["is_other_workbook", "is_workbook", "read_workbook"]

#: Bytes that a workbook may unpack to; half a million rows of text have about a third of it.
LARGEST = 400_000_000
#: How often smaller than its content a part may be packed; XML tables reach about 30.
MOST_PACKED = 400

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


def is_workbook(data: bytes) -> bool:
    """Whether a file is a workbook that can be read."""
    return data.startswith(b"PK\x03\x04") and "xl/workbook.xml" in _names(data)


def is_other_workbook(data: bytes) -> bool:
    """Whether a file is a workbook of a kind that cannot."""
    if data.startswith(_OLE):
        return "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data
    names = _names(data) if data.startswith(b"PK\x03\x04") else frozenset()
    return "xl/workbook.bin" in names or (
        "content.xml" in names and b"application/vnd.oasis.opendocument.spreadsheet" in data[:200]
    )


def _names(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return frozenset()


def read_workbook(data: bytes, wanted: str | None, problems: Collector) -> Sheet | None:
    """Read the rows of one sheet.

    Args:
        data: The file.
        wanted: The name or number of a sheet; the first that shows anything without it.
        problems: Where everything wrong is reported.

    Returns:
        The table; None, with an error, when it cannot be read.
    """
    if is_other_workbook(data):
        problems.error(
            "this workbook is of a kind that is not read (.xls, .xlsb or .ods)",
            "save it as .xlsx, or the sheet as CSV in UTF-8",
        )
        return None
    if not _is_harmless(data, problems):
        return None
    try:
        from openpyxl import load_workbook
    except ImportError:
        problems.error(
            "workbooks need the library openpyxl, which is not installed",
            "install it: pip install 'dateline[office]', or save the sheet as CSV in UTF-8",
        )
        return None
    try:
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=False
        )
    except Exception as error:  # a broken file breaks the library in as many ways as it has parts
        _broken(error, problems)
        return None
    try:
        sheet = _chosen(book, wanted, problems)
        if sheet is None:
            return None
        return _Reader(data, book, sheet, problems).read()
    except Exception as error:
        _broken(error, problems)
        return None
    finally:
        book.close()


def _broken(error: Exception, problems: Collector) -> None:
    kind = type(error).__name__
    problems.error(
        f"the workbook is broken ({kind})", "open it in a spreadsheet program and save it again"
    )


def _is_harmless(data: bytes, problems: Collector) -> bool:
    """Whether unpacking stays within bounds, going by what the archive says about itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        _broken(error, problems)
        return False
    size = sum(part.file_size for part in parts)
    packed = any(
        part.file_size > 1_000_000 and part.file_size > MOST_PACKED * part.compress_size
        for part in parts
    )
    if size > LARGEST or packed or len(parts) > 10_000:
        problems.error(
            f"the workbook unpacks to {size / 1e6:,.0f} MB, more than any timeline needs",
            "save the sheet with the events as CSV in UTF-8",
        )
        return False
    return True


def _chosen(book: Workbook, wanted: str | None, problems: Collector) -> Any:
    """The sheet to read; which others there are is said."""
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    names = [sheet.title for sheet in sheets]
    if wanted is not None:
        for sheet in sheets:
            if sheet.title.casefold() == wanted.strip().casefold():
                return sheet
        if wanted.strip().isdigit() and 1 <= int(wanted) <= len(sheets):
            return sheets[int(wanted) - 1]
        problems.error(f"there is no sheet '{wanted}'", f"sheets are {', '.join(names)}")
        return None
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    filled = [sheet for sheet in shown if _has_two_rows(sheet)] or shown
    if not filled:
        problems.error("the workbook has no sheet with cells", "choose another file")
        return None
    others = [repr(name) for name in names if name != filled[0].title]
    if others:
        problems.warning(
            f"only the sheet '{filled[0].title}' was read, not {', '.join(others)}",
            f"to read another: --map sheet={others[0]}",
        )
    return filled[0]


def _has_two_rows(sheet: Any) -> bool:
    filled = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        filled += any(value is not None for value in row)
        if filled >= 2 or number > 200:
            break
    return filled >= 2


class _Reader:
    def __init__(self, data: bytes, book: Workbook, sheet: Any, problems: Collector) -> None:
        self.data = data
        self.book = book
        self.sheet = sheet
        self.problems = problems
        self.notes = RowNotes(problems, "row")
        self.formats: dict[str, str] = {}

    def read(self) -> Sheet | None:
        links = self._links()
        rows: list[Row] = []
        filled: dict[int, set[int]] = {}
        # A sheet may say that it is smaller than it is.
        self.sheet.reset_dimensions()
        for number, cells in enumerate(self.sheet.iter_rows(), 1):
            if any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
                self.problems.error(
                    f"row {number:,} has more than {MOST_COLUMNS:,} columns",
                    "save the columns that matter as CSV in UTF-8",
                )
                return None
            row = self._row(number, cells, links.get(number, ()))
            if len(rows) >= MOST_ROWS:
                self.problems.error(f"more than {MOST_ROWS:,} rows", "split the sheet", row.at)
                return None
            if not row.is_blank:
                rows.append(row)
                filled[number] = {index for index, text in enumerate(row.cells) if text}
        self._formulas(filled)
        self.notes.report()
        return Sheet(rows, "row")

    def _row(self, number: int, cells: Any, links: Any) -> Row:
        texts = []
        row = Row((), number)
        for cell in cells[:MOST_COLUMNS]:
            value = cell.value
            if value is None:
                texts.append("")
            elif isinstance(value, str):
                text = value.strip().replace("\r\n", "\n").replace("_x000D_", "")
                if text in _ERRORS:
                    self.notes.note("a formula that failed: taken for an empty cell", row, text)
                    text = ""
                texts.append(text)
            else:
                texts.append(self._text(value, cell.number_format or "General", row))
        while texts and not texts[-1]:
            texts.pop()
        return Row(tuple(texts), number, links)

    def _text(self, value: Any, number_format: str, row: Row) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime | date | time):
            unit = self.formats.get(number_format)
            if unit is None:
                unit = self.formats[number_format] = _unit(number_format)
            return _written(value, unit)
        if isinstance(value, timedelta):
            hours, rest = divmod(round(value.total_seconds()), 3600)
            return f"{hours:02}:{rest // 60:02}"
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return str(value)

    def _formulas(self, filled: Mapping[int, set[int]]) -> None:
        """Name formulas without a stored value: programs that write files leave them out."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            part = self._part(archive)
            if part is None or not re.search(rb"<f[ >/]", archive.read(part)):
                return
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(self.data), read_only=True, keep_links=False)
        try:
            sheet = book[self.sheet.title]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                for index, value in enumerate(cells):
                    stored = index in filled.get(number, ())
                    if isinstance(value, str) and value.startswith("=") and not stored:
                        self.notes.note(
                            "a formula without a stored value: taken for an empty cell",
                            Row((), number),
                            value,
                            "open the workbook in a spreadsheet program and save it",
                        )
        finally:
            book.close()

    # Links that cells lead to are not read by the library in the mode that reads large files.

    def _part(self, archive: zipfile.ZipFile) -> str | None:
        path = getattr(self.sheet, "_worksheet_path", None)
        name = str(path).lstrip("/") if path else ""
        return name if name in archive.namelist() else None

    def _links(self) -> dict[int, list[tuple[int, str]]]:
        from xml.etree import ElementTree

        found: dict[int, list[tuple[int, str]]] = {}
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            part = self._part(archive)
            if part is None:
                return found
            folder, _, name = part.rpartition("/")
            relations = f"{folder}/_rels/{name}.rels"
            if relations not in archive.namelist():
                return found
            targets = {}
            for relation in ElementTree.fromstring(archive.read(relations)):
                if relation.get("TargetMode") == "External":
                    targets[relation.get("Id")] = relation.get("Target") or ""
            if not targets:
                return found
            xml = archive.read(part)
        for tag in re.findall(rb"<(?:\w+:)?hyperlink\s[^<>]*>", xml):
            text = tag.decode("utf-8", "replace")
            cell = re.search(r'\sref="([A-Z]{1,3})([0-9]{1,7})', text)
            key = re.search(r'\s\w+:id="([^"]+)"', text)
            address = targets.get(key[1]) if key else None
            if cell and address:
                column = 0
                for letter in cell[1]:
                    column = column * 26 + ord(letter) - 64
                found.setdefault(int(cell[2]), []).append((column - 1, address))
        return found


def _unit(number_format: str) -> str:
    """The finest unit that a number format shows (ECMA-376 part 1, 18.8.31)."""
    # Only the part for positive numbers; without texts, escapes, colours and elapsed times.
    shown = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", number_format.split(";")[0]).lower()
    shown = shown.replace("am/pm", "").replace("a/p", "")
    if "s" in shown:
        return "second"
    if "h" in shown:
        return "minute" if re.search(r"h[^dy]*m", shown) else "hour"
    for letter, unit in (("d", "day"), ("m", "month"), ("y", "year")):
        if letter in shown:
            return unit
    return "day"


def _written(value: datetime | date | time, unit: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if unit == "second" and value.second else f"{value:%H:%M}"
    year = f"{value.year:04}"
    if unit == "year":
        return year
    if unit == "month":
        return f"{year}-{value.month:02}"
    day = f"{year}-{value.month:02}-{value.day:02}"
    if unit == "day" or not isinstance(value, datetime):
        return day
    # A serial number is a fraction of a day: a second is off by some microseconds.
    near = value + timedelta(microseconds=500)
    day = f"{near.year:04}-{near.month:02}-{near.day:02}"
    if unit == "hour":
        return f"{day}T{near.hour:02}"
    if unit == "minute":
        return f"{day}T{near.hour:02}:{near.minute:02}"
    return f"{day}T{near.hour:02}:{near.minute:02}:{near.second:02}"
