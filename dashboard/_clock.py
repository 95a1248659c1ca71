"""Clocks and calendars: plain arithmetic on milliseconds, and the rules of time zones.

Python's :mod:`datetime` ends at the years 1 and 9999. A timeline also holds 44 BC, so days are
counted here in the proleptic Gregorian calendar with astronomical years (year 0 is 1 BC, ISO
8601-1:2019). A moment is an ``int``: milliseconds since 1970-01-01T00:00Z. A *local* number of
milliseconds is what a clock on the wall shows, counted from 1970-01-01T00:00 on that wall.

Zone rules come from the IANA database (:mod:`zoneinfo`). Before the year 1 and after the year 9999
the offset of that first and last year is used.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class WhenError(ValueError):
    """A date or zone that cannot be read.

    Attributes:
        message: What is wrong, and what is accepted.
        hint: What to write instead, when that can be guessed.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message} ({hint})")
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[WhenError], tuple[str, str | None]]:
        return type(self), (self.message, self.hint)


class Civil(NamedTuple):
    """A date and time of day as a calendar and a clock show them."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    millisecond: int


def month_length(year: int, month: int) -> int:
    """Days in a month (1 to 12) of an astronomical year."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, for any astronomical year."""
    # Counting years from March puts the leap day last, so months have a fixed pattern of lengths.
    if month <= 2:
        year -= 1
        month += 12
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (153 * month - 457) // 5 + day - 719_469


def day_of_number(number: int) -> tuple[int, int, int]:
    """Year, month and day of a number of days since 1970-01-01; undoes :func:`day_number`."""
    number += 719_468  # count from 0000-03-01
    cycle, day = divmod(number, 146_097)  # 400 years
    year = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    year += 400 * cycle
    return (year, month + 3, day + 1) if month < 10 else (year + 1, month - 9, day + 1)


def civil_to_ms(
    year: int,
    month: int = 1,
    day: int = 1,
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    millisecond: int = 0,
) -> int:
    """Milliseconds since 1970-01-01T00:00 of a date and time on the same clock (no zone)."""
    return (
        day_number(year, month, day) * DAY
        + hour * HOUR
        + minute * MINUTE
        + second * SECOND
        + millisecond
    )


def ms_to_civil(ms: int) -> Civil:
    """The date and time of a number of milliseconds; undoes :func:`civil_to_ms`."""
    number, rest = divmod(ms, DAY)
    hour, rest = divmod(rest, HOUR)
    minute, rest = divmod(rest, MINUTE)
    second, millisecond = divmod(rest, SECOND)
    return Civil(*day_of_number(number), hour, minute, second, millisecond)


#: ``earliest`` of a date that is open at its start; before every date that can be written.
NEVER = civil_to_ms(-20_000)
#: ``latest`` of a date that is open at its end; after every date that can be written.
FOREVER = civil_to_ms(20_000)

_EPOCH = datetime(1970, 1, 1)
# A day of room at both ends: zone rules look a little before and after the moment asked for.
_FIRST = civil_to_ms(1, 1, 2)
_LAST = civil_to_ms(9999, 12, 30)


def _datetime(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=min(max(ms, _FIRST), _LAST))


def _milliseconds(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // timedelta(milliseconds=1)


def _offset_on_wall(local: int, zone: tzinfo, fold: int) -> int:
    return _milliseconds(_datetime(local).replace(tzinfo=zone, fold=fold).utcoffset())


def offset_at(utc: int, zone: tzinfo) -> int:
    """Milliseconds by which clocks in a zone are ahead of UTC at a moment."""
    if zone is UTC:
        return 0
    return _milliseconds(_datetime(utc).replace(tzinfo=UTC).astimezone(zone).utcoffset())


def local_ms(utc_ms: int, zone: str | tzinfo) -> int:
    """What a clock in the zone shows at a moment, for drawing on an axis that has no zone.

    Args:
        utc_ms: Milliseconds since 1970-01-01T00:00Z.
        zone: IANA name, ``UTC``, offset such as ``+02:00``, or a ``tzinfo``.

    Returns:
        Local milliseconds since 1970-01-01T00:00.
    """
    return utc_ms + offset_at(utc_ms, zone_of(zone))


def utc_ms(local_ms: int, zone: str | tzinfo) -> int:
    """The moment at which a clock in the zone shows a time; undoes :func:`local_ms`.

    A time that happens twice (clocks put back) is the first of the two. A time that never happens
    (clocks put forward) is the moment of the change.
    """
    zone = zone_of(zone)
    moment = instant(local_ms, zone)
    if moment is not None:
        return moment
    # In a gap: look for the moment of the change between the two readings of the clock.
    before = _offset_on_wall(local_ms, zone, 0)
    low, high = local_ms - _offset_on_wall(local_ms, zone, 1), local_ms - before
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def instant(local_ms: int, zone: tzinfo) -> int | None:
    """The first moment at which clocks in the zone show a time; None when they never did."""
    if zone is UTC:
        return local_ms
    # PEP 495: fold=0 reads with the offset before a change of the clocks, fold=1 with that after.
    before = _offset_on_wall(local_ms, zone, 0)
    after = _offset_on_wall(local_ms, zone, 1)
    return local_ms - before if before >= after else None


@lru_cache(maxsize=65_536)
def day_start(number: int, zone: tzinfo) -> int:
    """The first moment of a day (days since 1970-01-01) in a zone, in milliseconds UTC."""
    return utc_ms(number * DAY, zone)


_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?")


def fixed_offset(text: str) -> timezone:
    """The zone of an offset such as ``+02:00``, ``-05`` or ``+0530``.

    Raises:
        WhenError: If it is no offset or lies outside -12:00 to +14:00, the offsets in use.
    """
    found = _OFFSET.fullmatch(text)
    if not found:
        raise WhenError(f"{show(text)} is not an offset from UTC", "write it like +02:00")
    sign, hours, minutes = found.groups()
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or total > (14 * 60 if sign == "+" else 12 * 60):
        raise WhenError(f"there is no offset {text}: offsets run from -12:00 to +14:00")
    return timezone(timedelta(minutes=-total if sign == "-" else total))


def show(text: str) -> str:
    """A user's text in quotes for a message: short, and without characters that do not print."""
    text = text if len(text) <= 60 else text[:57] + "..."
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + "'"


def zone_of(name: str | tzinfo) -> tzinfo:
    """The zone with a name.

    Args:
        name: An IANA name such as ``Europe/Amsterdam``, ``UTC``, ``Z``, or an offset such as
            ``+02:00``; a ``tzinfo`` is returned as it is.

    Raises:
        WhenError: If there is no such zone; the hint names the zones that look like it.
    """
    return name if isinstance(name, tzinfo) else _zone_named(name)


@lru_cache(maxsize=1_024)
def _zone_named(name: str) -> tzinfo:
    if name in ("UTC", "Z"):
        return UTC
    if name[:1] in ("+", "-"):
        offset = fixed_offset(name)
        return offset if offset.utcoffset(None) else UTC
    try:
        # "localtime" would mean something else on every machine.
        if name.isascii() and "/localtime" not in f"/{name}":
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # zoneinfo tells an unknown name, a forbidden path and a folder by different exceptions.
        pass
    raise WhenError(f"there is no time zone {show(name)}", _zone_hint(name))


def _zone_hint(name: str) -> str:
    if len(name) > 64 or (name.isupper() and name.isalpha() and len(name) <= 5):
        # Abbreviations are shared by many zones: the nearest in spelling would be a wrong guess.
        return "write an IANA name such as Europe/Amsterdam, UTC, or an offset such as +02:00"
    wanted = name.strip().replace(" ", "_").casefold()
    known = {zone.casefold(): zone for zone in sorted(available_timezones())}
    known.pop("localtime", None)
    near = [zone for folded, zone in known.items() if folded == wanted]
    near = near or [zone for folded, zone in known.items() if folded.endswith(f"/{wanted}")]
    near = near or [known[folded] for folded in get_close_matches(wanted, known, cutoff=0.75)]
    if near:
        return "did you mean " + " or ".join(near[:3]) + "?"
    return "write an IANA name such as Europe/Amsterdam, UTC, or an offset such as +02:00"


def zone_name(zone: str | tzinfo) -> str:
    """The name under which :func:`zone_of` finds a zone again.

    Raises:
        WhenError: If a ``tzinfo`` has neither an IANA key nor a fixed offset.
    """
    if isinstance(zone, str):
        if zone_of(zone) is UTC:
            return "UTC"
        if zone[0] not in "+-":
            return zone
        zone = zone_of(zone)
    key = getattr(zone, "key", None)
    if isinstance(key, str):
        return key
    offset = zone.utcoffset(None)
    if offset is None:
        raise WhenError("this time zone has no name", "use zoneinfo.ZoneInfo or an IANA name")
    return "UTC" if not offset else offset_text(offset // timedelta(milliseconds=1))


def offset_text(offset: int) -> str:
    """An offset in milliseconds the way ISO 8601 writes it, for example ``+02:00``."""
    minutes = round(abs(offset) / MINUTE)
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def zone_label(utc: int, zone: tzinfo) -> str:
    """How to name a zone beside a time: ``CEST`` when it has letters, else ``UTC+3``."""
    offset = offset_at(utc, zone)
    if isinstance(zone, ZoneInfo):
        name = _datetime(utc).replace(tzinfo=UTC).astimezone(zone).tzname() or ""
        if name.isalpha():
            return name
    if not offset:
        return "UTC"
    sign, (hours, minutes) = "-" if offset < 0 else "+", divmod(round(abs(offset) / MINUTE), 60)
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
