"""Workbooks as spreadsheet programs write them, made with openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from dashboard.formats.draft import Foreign
from dashboard.formats.table import IMPORTERS
from tests.table_reading import Read, read_table

openpyxl = pytest.importorskip("openpyxl", reason="workbooks need openpyxl: dateline[office]")


def workbook(rows: Iterable[Iterable[Any]], *more: str, **formats: str) -> Any:
    """A workbook with these rows; ``formats`` are number formats by cell, ``A2="yyyy"``."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cell, number_format in formats.items():
        book.active[cell].number_format = number_format
    for name in more:
        book.create_sheet(name)
    return book


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(book: Any, **columns: str) -> Read:
    return read_table(saved(book), "case.xlsx", **columns)


@pytest.mark.parametrize(
    ("value", "number_format", "meant"),
    [
        (datetime(2018, 4, 13), "yyyy-mm-dd", "2018-04-13"),
        (date(2018, 4, 13), "dd/mm/yyyy", "2018-04-13"),
        (date(2018, 4, 13), "[$-413]d mmmm yyyy;@", "2018-04-13"),
        (date(2018, 4, 1), "mmm yyyy", "2018-04"),
        (date(2018, 4, 1), "mmmm\\ yy", "2018-04"),
        (date(2018, 1, 1), "yyyy", "2018"),
        (date(2018, 1, 1), '"the day" yyyy', "2018"),
        (datetime(2018, 4, 13, 14, 30), "d/m/yyyy h:mm", "2018-04-13T14:30"),
        (datetime(2018, 4, 13, 14, 30), "d/m/yyyy h:mm AM/PM", "2018-04-13T14:30"),
        (datetime(2018, 4, 13, 14, 30, 15), "yyyy-mm-dd hh:mm:ss", "2018-04-13T14:30:15"),
        (datetime(2018, 4, 13, 14, 30), "yyyy-mm-dd", "2018-04-13"),
        (datetime(2018, 4, 13, 14), "yyyy-mm-dd hh", "2018-04-13T14"),
        (2018, "General", "2018"),
        (2018.0, "General", "2018"),
        ("2018-04~", "General", "2018-04~"),
        ("13 mei 2018", "@", "2018-05-13"),
    ],
)
def test_a_date_is_as_fine_as_its_cell_shows(value: Any, number_format: str, meant: str) -> None:
    book = workbook([["Date", "Title"], [value, "A"]], A2=number_format)
    assert read(book).events[0]["date"] == meant


@pytest.mark.parametrize("epoch", ["WINDOWS_EPOCH", "MAC_EPOCH"])
def test_both_calendars(epoch: str) -> None:
    book = workbook([["Date", "Title"]])
    book.epoch = getattr(openpyxl.utils.datetime, epoch)
    book.active.append([date(2018, 4, 13), "A"])
    assert read(book).events[0]["date"] == "2018-04-13"


def test_times_in_a_column_of_their_own() -> None:
    book = workbook(
        [
            ["Date", "Time", "Title"],
            [date(2018, 4, 13), time(14, 30), "A"],
            [date(2018, 4, 13), timedelta(hours=9, minutes=5), "B"],
        ]
    )
    assert [event["date"] for event in read(book).events] == [
        "2018-04-13T14:30",
        "2018-04-13T09:05",
    ]


def test_kind_and_cells() -> None:
    book = workbook(
        [
            ["Case file", None, None],
            [],
            ["Datum", "Titel", "Tags", "Lat", "Lon"],
            [date(2018, 4, 13), "Regel\neen", True, 52.08, 4],
            [None, None, None],
            [date(2018, 4, 14), "B", "#N/A", None, None],
        ]
    )
    done = read(book)
    assert done.kind == "xlsx"
    first, second = done.events
    assert first["title"] == "Regel een"
    assert first["tags"] == ["true"]
    assert first["place"] == {"name": "52.08, 4", "lat": 52.08, "lon": 4.0}
    assert "tags" not in second
    assert "a formula that failed: taken for an empty cell (row 6: '#N/A')" in done.said
    assert "rows above the headings were not read (1): Case file" in done.said


def test_formulas_are_not_run() -> None:
    book = workbook([["Date", "Title"], ["2018", "=1+1"], ["2019", "B"]])
    done = read(book)
    assert [event["title"] for event in done.events] == ["Untitled (row 2)", "B"]
    assert "a formula without a stored value: taken for an empty cell (row 2: '=1+1')" in done.said


def test_links_of_cells_are_sources() -> None:
    book = workbook([["Date", "Title", "Source"], ["2018", "A", None], ["2019", "B", "NOS"]])
    book.active["B2"].hyperlink = "https://example.org/a"
    book.active["C3"].hyperlink = "https://example.org/b"
    done = read(book)
    urls = [source["url"] for source in done.document["sources"].values()]
    assert urls == ["https://example.org/a", "https://example.org/b"]
    assert all(len(event["sources"]) == 1 for event in done.events)
    assert "summary" not in done.events[1], "the words of a link are the title of the source"


def test_the_first_sheet_with_rows_is_read_and_the_others_are_named() -> None:
    book = workbook([], "Timeline", "Old")
    book["Timeline"].append(["Date", "Title"])
    book["Timeline"].append(["2018", "A"])
    book["Old"].append(["Date", "Title"])
    book["Old"].append(["2017", "Z"])
    done = read(book)
    assert done.events[0]["title"] == "A"
    assert "only the sheet 'Timeline' was read, not 'Sheet', 'Old'" in done.said
    assert read(book, sheet="Old").events[0]["title"] == "Z"
    assert read(book, sheet="3").events[0]["title"] == "Z"
    assert (
        "there is no sheet 'New' (sheets are Sheet, Timeline, Old)" in read(book, sheet="New").said
    )


def test_hidden_sheets_are_not_chosen() -> None:
    book = workbook([["Date", "Title"], ["2018", "Hidden"]], "Shown")
    book.active.sheet_state = "hidden"
    book["Shown"].append(["Date", "Title"])
    book["Shown"].append(["2018", "A"])
    assert read(book).events[0]["title"] == "A"


def test_an_empty_workbook() -> None:
    assert "the table is empty" in read(workbook([])).said


def test_a_broken_workbook_is_an_error() -> None:
    data = saved(workbook([["Date", "Title"], ["2018", "A"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith("sheet1.xml") else old.read(name))
    done = read_table(out.getvalue(), "case.xlsx")
    assert "the workbook is broken" in done.said


def test_a_bomb_is_refused() -> None:
    data = saved(workbook([["Date", "Title"], ["2018", "A"]]))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/worksheets/sheet2.xml", b" " * 20_000_000)
    done = read_table(out.getvalue(), "case.xlsx")
    assert done.draft is None
    assert "unpacks to 20 MB" in done.said


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"], ids=["xlsb", "ods"])
def test_other_workbooks_say_what_to_do(part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(part, "x")
    done = read_table(out.getvalue(), "case.ods")
    assert done.kind == "xlsx"
    assert "save it as .xlsx" in done.said


def test_other_archives_are_no_workbooks() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "x")
    foreign = Foreign("case.docx", out.getvalue())
    assert not any(importer.recognises(foreign) for importer in IMPORTERS)


def test_many_rows() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Date", "Title"])
    for number in range(10_000):
        sheet.append([date(2018, number % 12 + 1, number % 28 + 1), f"Event {number}"])
    assert len(read(book).document["events"]) == 10_000
