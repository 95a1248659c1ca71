"""Tables of events: CSV and its cousins, workbooks, JSON records; and Dateline's own CSV.

The steps of reading, one module each: bytes to rows (:mod:`delimited`, :mod:`workbook`,
:mod:`records`), rows to columns (:mod:`columns`, with the names in :mod:`words`), columns to dates
(:mod:`dating`, :mod:`dates`), rows to events (:mod:`events`). A CSV of our own (:mod:`own`) is read
back without guessing. What is told by no heading is asked for: ``--map FIELD=COLUMN``.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign, Importer
from dashboard.formats.table.columns import choose
from dashboard.formats.table.delimited import decode, delimiter_of, read_delimited
from dashboard.formats.table.events import draft_of
from dashboard.formats.table.own import is_own, read_own
from dashboard.formats.table.records import read_lines, read_records, records_in
from dashboard.formats.table.sheet import Sheet
from dashboard.formats.table.workbook import is_other_workbook, is_workbook, read_workbook
from dashboard.formats.table.writer import write_csv
from dashboard.formats.written import Exporter

__all__ = ["EXPORTER", "IMPORTERS"]

_SEPARATED = (".csv", ".tsv", ".tab")
_LINES = (".jsonl", ".ndjson")

#: Bytes that are looked at to recognise a file.
_LOOKED_AT = 65_536


def _is_separated(foreign: Foreign) -> bool:
    if foreign.suffix in _SEPARATED:
        return True
    head = foreign.data[:_LOOKED_AT]
    if foreign.document is not None or not head.strip() or b"\0" in head.replace(b"\0\0", b""):
        return False
    try:
        text = head.decode("utf-8-sig", "ignore")
    except UnicodeDecodeError:  # pragma: no cover - 'ignore' raises nothing
        return False
    # A text of any kind holds commas; a table has headings, or somebody who says what they mean.
    return bool(foreign.columns) or delimiter_of(text)[1] >= 2


def _read_separated(foreign: Foreign, problems: Collector) -> Draft | None:
    text = decode(foreign.data, problems)
    if text is None:
        return None
    delimiter = "\t" if foreign.suffix in (".tsv", ".tab") else delimiter_of(text)[0]
    if is_own(text, delimiter):
        sheet = read_delimited(text, delimiter, problems, exact=True)
        return None if sheet is None else read_own(sheet, foreign, problems)
    return _events(read_delimited(text, delimiter, problems), foreign, problems)


def _is_workbook(foreign: Foreign) -> bool:
    return is_workbook(foreign.data) or is_other_workbook(foreign.data)


def _read_workbook(foreign: Foreign, problems: Collector) -> Draft | None:
    columns = dict(foreign.columns)
    sheet = read_workbook(foreign.data, columns.pop("sheet", None), problems)
    return _events(sheet, replace(foreign, columns=columns), problems)


def _is_records(foreign: Foreign) -> bool:
    return foreign.document is not None and records_in(foreign.document) is not None


def _read_records(foreign: Foreign, problems: Collector) -> Draft | None:
    return _events(read_records(foreign.document, problems), foreign, problems)


def _is_lines(foreign: Foreign) -> bool:
    if foreign.suffix in _LINES:
        return True
    text = foreign.text
    if text is None or not text.lstrip().startswith("{") or foreign.document is not None:
        return False
    lines = [line for line in text[:_LOOKED_AT].splitlines()[:3] if line.strip()]
    return len(lines) > 1 and all(
        line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines[:2]
    )


def _read_lines(foreign: Foreign, problems: Collector) -> Draft | None:
    text = decode(foreign.data, problems)
    sheet = None if text is None else read_lines(text, problems)
    return _events(sheet, foreign, problems)


def _events(sheet: Sheet | None, foreign: Foreign, problems: Collector) -> Draft | None:
    if sheet is None:
        return None
    columns = choose(sheet, foreign.columns, problems)
    return None if columns is None else draft_of(columns, foreign, problems)


#: Tables of any kind, so they come after everything that is told by its content. CSV comes last:
#: any text may look like it.
IMPORTERS = (
    Importer("xlsx", "Excel workbook", _is_workbook, _read_workbook),
    Importer("jsonl", "JSON Lines", _is_lines, _read_lines),
    Importer("records", "JSON records", _is_records, _read_records),
    Importer("csv", "CSV or TSV table", _is_separated, _read_separated),
)

EXPORTER = Exporter("csv", "CSV table", ".csv", write_csv)
