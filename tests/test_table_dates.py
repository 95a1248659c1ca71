"""Dates as people type them into columns: what each form means, and what means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.formats.table.dates import DateColumn, month_of, time_of, year_of
from dashboard.when import When
from tests.table_reading import read_table

#: What is written, what it means, and why.
READINGS = [
    # Our own form and ISO 8601 stay as they are.
    ("2018", "2018", "a year stays a year"),
    ("2018-04", "2018-04", "a month stays a month"),
    ("2018-04-13", "2018-04-13", "a day"),
    ("2018-04-13T16:30+02:00", "2018-04-13T16:30+02:00", "the offset is kept"),
    ("2018-04-13 16:30", "2018-04-13 16:30", "no zone is added"),
    ("2018-04~", "2018-04~", "a qualifier"),
    ("-0044", "-0044", "a year before our era"),
    ("../2020", "../2020", "an open interval"),
    ("2018-04-13T16:30:15.123456Z", "2018-04-13T16:30:15.123Z", "to the millisecond"),
    # Numbers in another order or without zeros.
    ("2018-4-3", "2018-04-03", "without zeros"),
    ("2018/04/13", "2018-04-13", "with slashes"),
    ("20180413", "2018-04-13", "without signs"),
    ("13/4/2018", "2018-04-13", "the day first"),
    ("13.4.2018", "2018-04-13", "with dots"),
    ("13. 4. 2018", "2018-04-13", "with dots and blanks"),
    ("ma 13-5-2019", "2019-05-13", "with the day of the week"),
    ("13/04/2018 2:30 PM", "2018-04-13T14:30", "twelve hours"),
    ("13.4.2018 14.30 Uhr", "2018-04-13T14:30", "hours with a dot"),
    ("5/2018", "2018-05", "a month in numbers"),
    # Names of months.
    ("13 April 2018", "2018-04-13", "English"),
    ("April 13, 2018", "2018-04-13", "American"),
    ("13 mei 2018", "2018-05-13", "Dutch"),
    ("13. März 2018", "2018-03-13", "German"),
    ("le 1er août 2018", "2018-08-01", "French"),
    ("13-apr-2018", "2018-04-13", "spreadsheet"),
    ("avr. 2018", "2018-04", "a short name"),
    ("Thursday, April 5, 2018", "2018-04-05", "with the day of the week"),
    ("12 mei 2019, 14.30 uur", "2019-05-12T14:30", "with a time"),
    ("Tue, 10 Apr 2018 14:30:00 +0200", "2018-04-10T14:30:00+02:00", "RFC 5322"),
    # Words that say how sure it is: never passed over.
    ("rond 12 mei 2019", "2019-05-12~", "about"),
    ("about 13/04/2018", "2018-04-13~", "about, in numbers"),
    ("13/04/2018?", "2018-04-13?", "uncertain"),
    ("c. 2018", "2018~", "circa"),
    ("before 2018", "../2018", "before"),
    ("1950s", "195X", "a decade"),
    ("summer 2018", "2018-22", "a season"),
    ("Q1 2018", "2018-33", "a quarter"),
    ("44 BC", "-0043", "there is no year 0 in BC"),
    # Intervals.
    ("13/04/2018 - 15/04/2018", "2018-04-13/2018-04-15", "two days"),
    ("10-13 April 2018", "2018-04-10/2018-04-13", "days of a month"),
    ("28 april – 3 mei 2018", "2018-04-28/2018-05-03", "the year only once"),
    ("1 jan 2018 t/m 3 feb 2018", "2018-01-01/2018-02-03", "in words"),
    ("2018 or 2019", "[2018,2019]", "one of two"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant", "why"), READINGS, ids=[r[0] for r in READINGS])
def test_reading(written: str, meant: str, why: str) -> None:
    reading = DateColumn("dmy").read(written)
    assert reading is not None, why
    assert reading.text == meant, why
    When.parse(reading.text)


@pytest.mark.parametrize(
    "written",
    [
        "13/4/18",  # which century?
        "12",
        "1531425600",
        "5 May",  # of which year?
        "31/02/2018",
        "13/13/2018",
        "jui 2018",  # June or July
        "Early 2018",
        "yesterday",
        "night of 13-14 April 2018",
        "2018-04-13T25:00",
        "13 April 2018 20",  # the hour, a footnote, a number of people?
        "https://example.org/2018-04-13",
        "x" * 100_000,
        "1-" * 5_000,
        "(" * 5_000,
    ],
)
def test_no_reading(written: str) -> None:
    assert DateColumn("dmy").read(written) is None


def test_no_guess_says_what_is_not_written() -> None:
    """A general reader of dates takes this for the year 2010, 20:18."""
    assert DateColumn().read("10-13 Smarch 2018") is None


@settings(max_examples=50, derandomize=True)
@given(st.dates(), st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}"]))
def test_numbers_say_the_day_that_was_written(day: object, form: str) -> None:
    from datetime import date

    assert isinstance(day, date)
    text = form.format(d=day.day, m=day.month, y=f"{day.year:04}")
    reading = DateColumn("dmy").read(text)
    assert reading is not None
    assert reading.text == day.isoformat()


@settings(max_examples=50, derandomize=True)
@given(st.text(st.sampled_from("0123456789-/. :TZ+~?XaprilMay,"), max_size=30))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    reading = DateColumn("mdy").read(text)
    if reading is not None:
        When.parse(reading.text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14:30", "14:30"), ("14.30", "14:30"), ("14h30", "14:30"), ("1430", "14:30"),
        ("2:30 PM", "14:30"), ("2 pm", "14"), ("12am", "00"), ("14 uur", "14"),
        ("14:30:15", "14:30:15"), ("14:30Z", "14:30Z"), ("14:30 +0200", "14:30+02:00"),
        ("25:00", None), ("14", None), ("noon", None),
    ],
)  # fmt: skip
def test_time(written: str, meant: str | None) -> None:
    found = time_of(written)
    assert (found[0] if found else None) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("4", "04"), ("April", "04"), ("mrt", "03"), ("juillet", "07"), ("13", None), ("ju", None)],
)
def test_month(written: str, meant: str | None) -> None:
    assert month_of(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("2018", "2018"), ("476", "0476"), ("44 BC", "-0043"), ("soon", None)]
)
def test_year(written: str, meant: str | None) -> None:
    assert year_of(written) == meant


# --- Day first or month first: decided for a column -----------------------------------------------


def dates(*cells: str, **columns: str) -> list[str]:
    rows = "\n".join(f'"{cell}",Event {number}' for number, cell in enumerate(cells))
    return [event["date"] for event in read_table(f"Date,Title\n{rows}\n", **columns).events]


def test_a_number_beyond_12_decides_for_the_column() -> None:
    assert dates("03/04/2018", "13/04/2018") == ["2018-04-03", "2018-04-13"]
    assert dates("03/04/2018", "04/13/2018") == ["2018-03-04", "2018-04-13"]


def test_dots_are_only_used_with_the_day_first() -> None:
    assert dates("03.04.2018") == ["2018-04-03"]


def test_what_decided_is_said() -> None:
    draft = read_table("Date,Title\n03/04/2018,A\n13/04/2018,B\n").draft
    assert draft is not None
    assert "the day comes first in 'Date', as in 13/04/2018" in draft.comments["events",]


def test_without_evidence_the_user_is_asked() -> None:
    read = read_table("Date,Title\n03/04/2018,A\n05/06/2018,B\n")
    assert read.draft is None
    (error,) = read.errors
    assert "day and month cannot be told apart" in error
    assert "--map 'date:dmy=Date'" in error
    assert "--map 'date:mdy=Date'" in error


def test_the_user_decides() -> None:
    assert dates("03/04/2018", date__dmy="Date") == ["2018-04-03"]
    assert dates("03/04/2018", date__mdy="Date") == ["2018-03-04"]


def test_the_same_number_twice_needs_no_decision() -> None:
    assert dates("05/05/2018") == ["2018-05-05"]


def test_both_orders_in_one_column_is_an_error() -> None:
    read = read_table("Date,Title\n13/04/2018,A\n04/14/2018,B\n")
    assert read.draft is None
    assert "13/04/2018" in read.said
    assert "04/14/2018" in read.said


def test_another_column_of_the_same_table_decides() -> None:
    read = read_table("Start,End,Title\n03/04/2018,04/04/2018,A\n05/04/2018,15/04/2018,B\n")
    assert [event["date"] for event in read.events] == ["2018-04-03", "2018-04-05"]


def test_rows_against_the_decision_are_listed() -> None:
    read = read_table("Date,Title\n13/04/2018,A\n04/14/2018,B\n", date__dmy="Date")
    assert len(read.events) == 1
    assert "(line 3: '04/14/2018')" in read.said


@pytest.mark.parametrize(
    ("cell", "option", "meant"),
    [
        ("43203", "excel", "2018-04-13"),
        ("43203.5", "excel", "2018-04-13T12:00:00"),
        ("1523630700", "unix", "2018-04-13T14:45:00Z"),
        ("1523630700123", "unix", "2018-04-13T14:45:00.123Z"),
        ("2018-04-13T00:00:00", "day", "2018-04-13"),
    ],
)
def test_counted_dates_are_read_when_somebody_says_so(cell: str, option: str, meant: str) -> None:
    assert dates(cell, **{f"date__{option}": "Date"}) == [meant]


@pytest.mark.parametrize(("cell", "option"), [("43203", "excel"), ("1523630700", "unix")])
def test_counted_dates_are_not_guessed(cell: str, option: str) -> None:
    read = read_table(f"Date,Title\n{cell},A\n")
    assert read.draft is None
    assert f"--map 'date:{option}=Date'" in read.said


def test_midnight_everywhere_is_said() -> None:
    read = read_table("Date,Title\n2018-04-13 00:00:00,A\n2018-04-14 00:00:00,B\n")
    assert read.events[0]["date"] == "2018-04-13 00:00:00"
    assert "--map 'date:day=Date'" in read.said


def test_two_digits_for_a_year_say_no_century() -> None:
    read = read_table("Date,Title\n13/04/18,A\n2018,B\n")
    assert len(read.events) == 1
    assert "write years with four digits" in read.said
