"""The grammar of dates: text in, what it says out; no zones and no moments yet.

Extended Date/Time Format, Library of Congress, 4 February 2019 (ISO 8601-2:2019): level 0, level 1
and, of level 2, qualified parts, unspecified digits anywhere but in the first place, one-of sets,
seasons and other parts of a year, and significant digits. Two things are added because reporters
need them: a time may end after the hour, the minute or a fraction of a second, and a zone may
follow in brackets (RFC 9557).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from dashboard._clock import HOUR, MINUTE, SECOND, WhenError, fixed_offset, month_length, show

LONGEST = 200
"""Characters in a date at most. The longest useful set has about a dozen members."""


class Precision(StrEnum):
    """The finest unit that a date fixes, from coarse to fine."""

    MILLENNIUM = "millennium"
    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"
    MILLISECOND = "millisecond"

    @property
    def rank(self) -> int:
        """Place in the order from coarse (0) to fine."""
        return _RANK[self]


_RANK = {precision: rank for rank, precision in enumerate(Precision)}

Day: TypeAlias = tuple[int, int, int]
"""Astronomical year, month, day."""


class Time(NamedTuple):
    """A time of day."""

    since_midnight: int
    """Milliseconds."""
    length: int
    """Milliseconds that the unit as written lasts."""
    offset: int | None
    """Milliseconds ahead of UTC, or None when no offset is written."""
    zulu: bool
    """True for ``Z``, which tells the moment but not where (RFC 9557, section 2.2)."""


class Date(NamedTuple):
    """One date as written."""

    text: str
    first: Day
    """The first day that it names."""
    after: Day
    """The first day that it no longer names."""
    precision: Precision
    approximate: bool = False
    uncertain: bool = False
    season: int = 0
    """Code 21 to 41 for a part of a year, else 0."""
    time: Time | None = None
    zone: str | None = None
    """What the brackets hold."""
    masked: Precision | None = None
    """The finest unit written, when it holds an X or a coarser one does."""
    tidy: bool = True
    """False when an X hides half a unit, as in ``1984-1X``."""
    around: tuple[Day, Day] | None = None
    """All that significant digits leave open, as in ``1950S2``."""


class Interval(NamedTuple):
    """From one date to another; None is an end that is not given."""

    start: Date | None
    end: Date | None
    unknown: bool
    """True when the missing end is blank (not known), False when it is ``..`` (open)."""


class Range(NamedTuple):
    """A member ``a..b`` of a one-of set; None is an open side."""

    start: Date | None
    end: Date | None


Member: TypeAlias = Date | Range


class OneOf(NamedTuple):
    """One of several dates, nobody knows which."""

    members: tuple[Member, ...]


Tree: TypeAlias = Date | Interval | OneOf

#: Part of a year: first month (13 and more lie in the next year) and number of months. Seasons are
#: meteorological; those without a hemisphere are northern; winter is named after its December.
SEASONS: dict[int, tuple[int, int]] = {
    **dict.fromkeys((21, 25, 31), (3, 3)),
    **dict.fromkeys((22, 26, 32), (6, 3)),
    **dict.fromkeys((23, 27, 29), (9, 3)),
    **dict.fromkeys((24, 28, 30), (12, 3)),
    **{33 + n: (1 + 3 * n, 3) for n in range(4)},
    **{37 + n: (1 + 4 * n, 4) for n in range(3)},
    **{40 + n: (1 + 6 * n, 6) for n in range(2)},
}

_QUALIFIER = "[~?%]?"
_DATE = re.compile(
    r"Q(?P<sign>-?)(?P<year>[0-9X]{4})(?:S(?P<digits>[0-9]))?Q"
    r"(?:-Q(?P<month>[0-9X]{2})Q(?:-Q(?P<day>[0-9X]{2})Q)?)?"
    r"(?P<clock>[T ](?P<hour>[0-9]{2})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,3}))?)?)?"
    r"(?P<offset>Z|[+-][0-9]{2}(?::[0-9]{2})?)?Q)?"
    r"(?:\[(?P<zone>[^\[\]]+)\](?P<tail>Q))?".replace("Q", _QUALIFIER)
)
# A slash or comma divides only outside brackets: zone names hold slashes.
_SLASH = re.compile(r"/(?![^\[\]]*\])")


@lru_cache(maxsize=16_384)
def read(text: str) -> Tree:
    """Read a date.

    Args:
        text: The date, without blanks around it.

    Raises:
        WhenError: If it follows the pattern of a date but there is no such date.
        NotADate: If it does not even follow the pattern.
    """
    if text[:1] == "[":
        return _read_set(text)
    if text[:1] == "{":
        raise WhenError(
            f"{show(text)} means all of several dates: an event has one date",
            "write an interval a/b, or an event for each date; [a,b] means one of them",
        )
    parts = _SLASH.split(text)
    if len(parts) == 1:
        return _read_date(text)
    if len(parts) == 2:
        return _read_interval(*parts)
    raise NotADate(text)


class NotADate(WhenError):
    """The text follows no pattern of a date; :mod:`dashboard._datehints` says what was meant."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{show(text)} is not a date")
        self.text = text

    def __reduce__(self) -> tuple[type[WhenError], tuple[str, str | None]]:
        return WhenError, (self.message, self.hint)


def _read_interval(left: str, right: str) -> Interval:
    if left in ("", "..") and right in ("", ".."):
        raise WhenError(
            "an interval needs at least one date", "write 2020/.. or ../2020, or leave it out"
        )
    unknown = "" in (left, right)
    start = None if left in ("", "..") else _read_date(left)
    end = None if right in ("", "..") else _read_date(right)
    return Interval(start, end, unknown)


def _read_set(text: str) -> OneOf:
    if text[-1] != "]":
        raise NotADate(text)
    members: list[Member] = []
    for part in text[1:-1].split(","):
        part = part.strip()
        if part.startswith(".."):
            members.append(Range(None, _read_date(part[2:])))
        elif part.endswith(".."):
            members.append(Range(_read_date(part[:-2]), None))
        elif ".." in part:
            left, _, right = part.partition("..")
            members.append(Range(_read_date(left), _read_date(right)))
        else:
            members.append(_read_date(part))
    return OneOf(tuple(members))


def _read_date(text: str) -> Date:
    found = _DATE.fullmatch(text)
    if not found:
        raise NotADate(text)
    part = found.groupdict()
    written = text[: found.start("zone")] + part["tail"] if part["zone"] else text
    approximate = "~" in written or "%" in written
    uncertain = "?" in written or "%" in written
    date = _read_calendar(text, part)
    if part["clock"]:
        date = _add_time(date, part)
    return date._replace(approximate=approximate, uncertain=uncertain, zone=part["zone"])


def _read_calendar(text: str, part: dict[str, str | None]) -> Date:
    sign, year, month, day = part["sign"] or "", part["year"] or "", part["month"], part["day"]
    if part["digits"]:
        return _significant(text, sign + year, int(part["digits"]), month)
    if sign and year == "0000":
        raise WhenError("there is no year -0000", "write 0000 for 1 BC, -0001 for 2 BC")
    if month and month.isdigit() and int(month) in SEASONS:
        if day or "X" in year:
            raise WhenError(
                f"{show(text)} mixes a season (21 to 41 in place of the month) with other parts",
                f"write {sign}{year}-{month}" if "X" not in year else None,
            )
        return _season(text, int(sign + year), int(month))
    if month and month.isdigit() and not 1 <= int(month) <= 12:
        raise WhenError(
            f"there is no month {month} in {show(text)}: months are 01 to 12; 21 to 24 are spring, "
            "summer, autumn and winter, 33 to 36 are quarters"
        )
    if "X" in year + (month or "") + (day or ""):
        return _masked(text, sign, year, month, day)
    y, m, d = int(sign + year), int(month or 0), int(day or 0)
    if day:
        last = month_length(y, m)
        if not 1 <= d <= last:
            raise WhenError(
                f"there is no day {day} in {sign}{year}-{month}: that month has {last} days",
                f"write a day from 01 to {last}",
            )
        return Date(text, (y, m, d), _next_day(y, m, d), Precision.DAY)
    if month:
        return Date(text, (y, m, 1), add_months((y, m, 1), 1), Precision.MONTH)
    return Date(text, (y, 1, 1), (y + 1, 1, 1), Precision.YEAR)


def _season(text: str, year: int, code: int) -> Date:
    month, length = SEASONS[code]
    first = (year, month, 1)
    return Date(text, first, add_months(first, length), Precision.SEASON, season=code)


def _significant(text: str, year: str, digits: int, month: str | None) -> Date:
    if month or "X" in year or not 1 <= digits <= 4:
        raise WhenError(
            f"{show(text)}: S and the number of trusted digits (1 to 4) follow a year alone",
            "write 1950S2 for an estimate of 1950 of which only the century is sure",
        )
    value, unit = int(year), 10 ** (4 - digits)
    low = abs(value) // unit * unit
    low, high = (low, low + unit) if value >= 0 else (1 - low - unit, 1 - low)
    precision = list(Precision)[digits - 1]
    around = (low, 1, 1), (high, 1, 1)
    return Date(text, (value, 1, 1), (value + 1, 1, 1), precision, around=around)


def _masked(text: str, sign: str, year: str, month: str | None, day: str | None) -> Date:
    """A date with X for digits that are not known: from the first to the last that it allows."""
    if year[0] == "X":
        raise WhenError(
            f"{show(text)} says nothing about the year, so it has no place in time",
            "write the digits that are known, for example 19XX or 201X",
        )
    years = sorted(
        int(sign + year.replace("X", "{}").format(*digits)) for digits in _digits(year.count("X"))
    )
    if sign:
        years = [y for y in years if y]  # there is no year -0000
    months = [m for m in range(1, 13) if _fits(m, month)]
    days = [d for d in range(1, 32) if _fits(d, day)]
    first = _first_date(years, months, days)
    last = _first_date(years[::-1], months[::-1], days[::-1])
    if first is None or last is None:
        raise WhenError(f"no date of the calendar fits {show(text)}")
    if not month:
        after = (last[0] + 1, 1, 1)
    elif not day:
        after = add_months((last[0], last[1], 1), 1)
    else:
        after = _next_day(*last)
    finest = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    digits = year + (month or "") + (day or "")
    known = digits.index("X")
    tidy = "X" * (len(digits) - known) == digits[known:] and known in (1, 2, 3, 4, 6)
    if known < 4:
        precision = list(Precision)[known - 1]
    else:
        precision = Precision.YEAR if known < 6 else Precision.MONTH
    return Date(text, first, after, precision, masked=finest, tidy=tidy)


def _digits(count: int) -> list[str]:
    return [f"{n:0{count}}" for n in range(10**count)] if count else [""]


def _fits(number: int, mask: str | None) -> bool:
    digits = f"{number:02}"
    return mask is None or all(m in ("X", d) for m, d in zip(mask, digits, strict=True))


def _first_date(years: list[int], months: list[int], days: list[int]) -> Day | None:
    for year in years:
        for month in months:
            length = month_length(year, month)
            for day in days:
                if day <= length:
                    return year, month, day
    return None


_UNITS = {
    Precision.HOUR: HOUR,
    Precision.MINUTE: MINUTE,
    Precision.SECOND: SECOND,
}


def _add_time(date: Date, part: dict[str, str | None]) -> Date:
    if date.precision is not Precision.DAY:
        raise WhenError(
            f"{show(date.text)} has a time but not a full day", "write it like 2018-04-13T16:30"
        )
    hour, minute = int(part["hour"] or 0), int(part["minute"] or 0)
    second, fraction = int(part["second"] or 0), part["fraction"]
    if hour == 24 and not (minute or second):
        raise WhenError(
            "the end of a day is not written 24:00",
            f"write 00:00 of the next day, {_iso(*date.after)}T00:00",
        )
    for value, limit, unit in ((hour, 23, "hour"), (minute, 59, "minute"), (second, 59, "second")):
        if value > limit:
            raise WhenError(
                f"there is no {unit} {value} in {show(date.text)}: {unit}s are 00 to {limit}",
                "write a leap second as :59" if (unit, value) == ("second", 60) else None,
            )
    if fraction:
        precision, length = Precision.MILLISECOND, 10 ** (3 - len(fraction))
    else:
        precision = [unit for unit in _UNITS if part[unit]][-1]
        length = _UNITS[precision]
    since = hour * HOUR + minute * MINUTE + second * SECOND + int((fraction or "").ljust(3, "0"))
    offset = None
    if part["offset"] == "Z":
        offset = 0
    elif part["offset"]:
        delta = fixed_offset(part["offset"]).utcoffset(None)
        offset = round(delta.total_seconds()) * SECOND
    time = Time(since, length, offset, part["offset"] == "Z")
    return date._replace(precision=precision, time=time)


def _iso(year: int, month: int, day: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"


def _next_day(year: int, month: int, day: int) -> Day:
    if day < month_length(year, month):
        return year, month, day + 1
    return add_months((year, month, 1), 1)


def add_months(day: Day, months: int) -> Day:
    """The same day some months later; the last of the month where there is no such day."""
    year, month = divmod(day[0] * 12 + day[1] - 1 + months, 12)
    return year, month + 1, min(day[2], month_length(year, month + 1))
