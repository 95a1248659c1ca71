"""Points in time as markwhen's arithmetic needs them: a clock on the wall and a unit.

markwhen adds ``4 months`` to a date and calls the result an end; we say the last month instead, so
that a range of months stays one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard._edtf import add_months

__all__ = ["UNITS", "Amount", "Span", "Unplaced", "added", "amounts", "written"]

#: From coarse to fine.
UNITS = ("year", "month", "day", "hour", "minute", "second")

_FORMATS = {
    "year": "{:%Y}",
    "month": "{:%Y-%m}",
    "day": "{:%Y-%m-%d}",
    "hour": "{:%Y-%m-%dT%H}",
    "minute": "{:%Y-%m-%dT%H:%M}",
    "second": "{:%Y-%m-%dT%H:%M:%S}",
}


class Unplaced(ValueError):
    """What is no date, or depends on the day it is read; its text says why."""


@dataclass(frozen=True, slots=True)
class Span:
    """A date or a range.

    Attributes:
        text: EDTF.
        start: Its first moment, if arithmetic with it is possible.
        end: The first moment after it.
        unit: The finest unit that is fixed, of :data:`UNITS`.
        remark: How it was worked out, where it was.
    """

    text: str
    start: datetime | None = None
    end: datetime | None = None
    unit: str = "day"
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much time: a number of units, weekdays among them."""

    number: int
    unit: str


_WORDS = {
    "milliseconds": ("ms", "millisecond", "milliseconds"),
    "second": ("s", "sec", "secs", "second", "seconds"),
    "minute": ("min", "mins", "minute", "minutes"),
    "hour": ("h", "hour", "hours"),
    "day": ("d", "day", "days"),
    "workday": (
        *(
            f"{kind}{blank}{day}"
            for kind in ("week", "work", "business")
            for blank in ("", " ")
            for day in ("day", "days")
        ),
    ),
    "week": ("w", "week", "weeks"),
    "month": ("month", "months"),
    "year": ("y", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))
_AMOUNT = re.compile(rf"(-?)([0-9]{{1,6}})\s*({_UNIT})\b[\s,]*", re.IGNORECASE)


def amounts(text: str) -> tuple[Amount, ...] | None:
    """Amounts such as ``3 days, 4 hours``; None when the text is anything else."""
    found = []
    place = 0
    while place < len(text):
        match = _AMOUNT.match(text, place)
        if match is None:
            return None
        word = " ".join(match[3].lower().split())
        number = int(match[2]) * (-1 if match[1] else 1)
        found.append(Amount(number, _UNIT_OF[word]))
        place = match.end()
    return tuple(found)


def finest(*units: str) -> str:
    """The finest of some units; weeks count as days."""
    known = [{"week": "day", "workday": "day", "milliseconds": "second"}.get(u, u) for u in units]
    return max(known, key=UNITS.index)


def added(moment: datetime, amount: Amount, sign: int = 1) -> datetime:
    """A moment some time later, or earlier with ``sign`` -1.

    Raises:
        Unplaced: If that is before the year 1 or after 9999.
    """
    number = amount.number * sign
    try:
        if amount.unit in ("year", "month"):
            months = number * (12 if amount.unit == "year" else 1)
            year, month, day = add_months((moment.year, moment.month, moment.day), months)
            return moment.replace(year=year, month=month, day=day)
        if amount.unit == "workday":
            return _workdays(moment, number)
        length = {"week": "weeks"}.get(amount.unit, f"{amount.unit.removesuffix('s')}s")
        return moment + timedelta(**{length: number})
    except (OverflowError, ValueError):
        raise Unplaced("it leads out of the years 1 to 9999") from None


def _workdays(moment: datetime, number: int) -> datetime:
    step = timedelta(days=1 if number > 0 else -1)
    weeks, left = divmod(abs(number), 5)
    moment += step * 7 * weeks
    while left:
        moment += step
        left -= moment.weekday() < 5
    return moment


def written(moment: datetime, unit: str) -> str:
    """A moment as EDTF, to a unit."""
    text = _FORMATS[unit].format(moment)
    # Years before 1000 come without leading zeros.
    return text.rjust(len(text) + 4 - len(text.split("-")[0]), "0")


def last(end: datetime, unit: str) -> str:
    """The last unit before a moment as EDTF."""
    if unit in ("year", "month"):
        return written(added(end, Amount(-1, unit)), unit)
    return written(end - timedelta(**{f"{unit}s": 1}), unit)


def between(start: datetime, end: datetime, unit: str, remark: str) -> Span:
    """The range from a moment up to another one.

    Times of day are points: a range of them ends at its end, not a minute before.
    """
    if end <= start:
        return Span(written(start, unit), start, end, unit, remark)
    final = last(end, unit) if unit in ("year", "month", "day") else written(end, unit)
    first = written(start, unit)
    text = first if first == final else f"{first}/{final}"
    return Span(text, start, end, unit, remark)
