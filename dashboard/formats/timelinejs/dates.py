"""Dates of TimelineJS to ours and back.

TimelineJS takes a date apart into numbers, has no word for doubt and no zone, and counts the years
before Christ without a year 0 when it shows them. What it cannot hold is in the words of its
``display_date``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboard._clock import day_number, day_of_number
from dashboard._edtf import Date, Interval, Range, add_months, read
from dashboard.formats.markdown_text import line
from dashboard.when import Precision, When, WhenError, local_ms, meant, ms_to_civil

__all__ = [
    "PARTS",
    "NoDateError",
    "has_idle_time",
    "in_words",
    "read_date",
    "read_time",
    "slide_dates",
]

#: From coarse to fine.
PARTS = ("year", "month", "day", "hour", "minute", "second", "millisecond")

#: How many parts a date has that is fixed to a unit.
_LENGTH = {
    Precision.DAY: 3,
    Precision.HOUR: 4,
    Precision.MINUTE: 5,
    Precision.SECOND: 6,
    Precision.MILLISECOND: 7,
}


class NoDateError(ValueError):
    """Numbers that make no date; its text says why."""


# --- In -------------------------------------------------------------------------------------------


def read_date(given: Mapping[str, Any]) -> str:
    """A date object of TimelineJS as EDTF, as precise as it is given.

    Raises:
        NoDateError: If it names no day that there is.
    """
    parts = {name: _number(name, given.get(name)) for name in PARTS}
    year = parts["year"]
    if year is None:
        raise NoDateError("it has no year")
    # "-44" is shown as 44 BCE, and is read as that: EDTF has a year 0000 for 1 BC.
    astronomical = year + 1 if year < 0 else year
    if not -9999 <= astronomical <= 9999:
        raise NoDateError(f"the year {year:,} is out of range: years run from -9999 to 9999")
    text = f"{'-' if astronomical < 0 else ''}{abs(astronomical):04}"
    month, day = parts["month"], parts["day"]
    if month is not None and not 1 <= month <= 12:
        # Beyond them EDTF counts seasons.
        raise NoDateError(f"there is no month {month}")
    if month is not None or day is not None:
        # A day of a month that nobody named.
        text += "-XX" if month is None else f"-{month:02}"
    if day is not None:
        text += f"-{day:02}"
        if month is not None:
            text += _time(parts)
    try:
        When.parse(text)
    except WhenError as error:
        raise NoDateError(error.message) from None
    return text


def has_idle_time(given: Mapping[str, Any]) -> bool:
    """Whether a time of day is given that no full day carries."""
    try:
        parts = {name: _number(name, given.get(name)) for name in PARTS}
    except NoDateError:
        return False
    timed = any(parts[name] for name in PARTS[3:])
    return timed and (parts["month"] is None or parts["day"] is None)


def _number(name: str, value: Any) -> int | None:
    """A part of a date: a number, or a text that holds one; None when it is left blank."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    written = re.sub(r"[\s,]", "", line(value))
    if not written:
        return None
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.0+)?", written):
        raise NoDateError(f"its {name} is '{line(value)[:40]}', which is no number")
    number = int(written.partition(".")[0])
    if number < 0 and name != "year":
        raise NoDateError(f"its {name} is {number}")
    # Nobody writes month 0; programs do when they know none.
    return None if number == 0 and name in ("month", "day") else number


def _time(parts: Mapping[str, int | None]) -> str:
    """The time of day, to the finest part that says something.

    Programs fill all parts with 0; TimelineJS shows a day then, and so do we.
    """
    hour, minute, second, millisecond = (parts[name] for name in PARTS[3:])
    if not (hour or minute or second or millisecond):
        return ""
    text = f"T{hour or 0:02}"
    if minute is not None or second or millisecond:
        text += f":{minute or 0:02}"
    if second or millisecond:
        text += f":{second or 0:02}"
    if millisecond:
        text += f".{millisecond:03}"
    return text


_TIME = re.compile(
    r"\s*(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-9]{2}))?"
    r"(?::(?P<second>[0-9]{1,2})(?:[.,:](?P<fraction>[0-9]{1,9}))?)?"
    r"\s*(?P<half>[AaPp])?\.?[Mm]?\.?\s*"
)


def read_time(text: str) -> dict[str, int]:
    """A cell such as ``16:30``, ``4:30 pm`` or ``16:30:12.5`` as parts of a date.

    Raises:
        NoDateError: If it is no time of day.
    """
    found = _TIME.fullmatch(text)
    if not found:
        raise NoDateError(f"its time is '{line(text)[:40]}', which is none")
    parts = {name: int(found[name]) for name in ("hour", "minute", "second") if found[name]}
    if found["half"]:
        if not 1 <= parts["hour"] <= 12:
            raise NoDateError(f"its time is '{line(text)[:40]}', which is none")
        parts["hour"] = parts["hour"] % 12 + (12 if found["half"] in "Pp" else 0)
    if found["fraction"]:
        parts["millisecond"] = int(found["fraction"].ljust(3, "0")[:3])
    return parts


_ABOUT = re.compile(
    r"(?:circa|ca?\.|ca|about|around|approx\.?|approximately|omstreeks|um|vers)\s*(?=\S)",
    re.IGNORECASE,
)


def in_words(text: str) -> str | None:
    """The EDTF of a date in words, where there is one reading of it, else None."""
    words = line(text)
    about = _ABOUT.match(words)
    if about:
        found = in_words(words[about.end() :]) if about.end() < len(words) else None
        return f"{found}~" if found and re.fullmatch(r"-?[0-9]{4}(-[0-9]{2}){0,2}", found) else None
    try:
        return When.parse(words).text
    except WhenError:
        guesses = meant(words)
    return guesses[0] if len(guesses) == 1 else None


# --- Out ------------------------------------------------------------------------------------------

Parts = dict[str, int]


def slide_dates(when: When, zone: str) -> tuple[Parts, Parts | None]:
    """A date as TimelineJS takes it: where it starts, and where it ends if that is another unit.

    Only what is fixed is given: a month has no day. What is not known is left open to the widest
    that the writing allows, and an open end is left out.

    Args:
        when: The date.
        zone: Times are told as clocks there show them.
    """
    tree = read(when.text)
    if isinstance(tree, Interval):
        first, last = tree.start or tree.end, tree.end if tree.start else None
    elif isinstance(tree, Date):
        first, last = tree, tree
    else:
        dates = [
            date
            for member in tree.members
            for date in (member if isinstance(member, Range) else (member,))
            if date is not None
        ]
        first = min(dates, key=lambda date: date.first)
        last = max(dates, key=lambda date: date.after)
    assert first is not None  # an interval without any date is none
    start = _ends(first, when.zone, zone)[0]
    end = _ends(last, when.zone, zone)[1] if last else None
    return start, None if end == start else end


def _ends(date: Date, home: str, zone: str) -> tuple[Parts, Parts]:
    """The first and the last unit that a date names."""
    if date.time is not None:
        moment = When.parse(date.text, home).start
        parts = dict(zip(PARTS, ms_to_civil(local_ms(moment, zone)), strict=True))
        parts["year"] = _shown_year(parts["year"])
        timed = {name: parts[name] for name in PARTS[: _LENGTH[date.precision]]}
        return timed, timed
    first, after = date.first, date.after
    if first[1:] == after[1:] == (1, 1):
        return _unit((first[0], 1, 1), 1), _unit((after[0] - 1, 1, 1), 1)
    if first[2] == after[2] == 1:
        return _unit(first, 2), _unit(add_months(after, -1), 2)
    return _unit(first, 3), _unit(day_of_number(day_number(*after) - 1), 3)


def _unit(day: tuple[int, int, int], length: int) -> Parts:
    parts = dict(zip(PARTS, (_shown_year(day[0]), *day[1:]), strict=False))
    return {name: parts[name] for name in PARTS[:length]}


def _shown_year(year: int) -> int:
    return year if year > 0 else year - 1
