"""Dates as written, and the days and moments that a calendar can hold in their place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from dashboard._edtf import Interval, read
from dashboard._extent import dates_in
from dashboard.when import Precision, When, local_ms, ms_to_civil

__all__ = ["Span", "span_of"]

_DAY = 86_400_000
_MINUTE_RANK = Precision.MINUTE.rank
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Span(NamedTuple):
    """What ``DTSTART`` and ``DTEND`` hold (RFC 5545, sections 3.8.2.2 and 3.8.2.4)."""

    start: date | datetime
    """The first day, or a moment in UTC."""
    end: date | datetime | None
    """The first day, or the moment, that no longer belongs to it; None for one moment."""
    exact: bool
    """Whether both together say all that the date does."""


def span_of(when: When) -> Span | None:
    """The days or moments that a date allows; None where a calendar cannot hold them.

    A month is all its days, and an approximate day is the days around it too. An open end has no
    last day: of such a date it is the core.
    """
    doubtful = when.approximate or when.uncertain or when.is_set
    is_open = when.open_start or when.open_end
    first = when.start if when.open_start else when.earliest
    last = when.end if when.open_end else when.latest
    if when.precision.rank <= Precision.DAY.rank:
        zone = _zone(when)
        start, end = local_ms(first, zone) // _DAY, -(-local_ms(last, zone) // _DAY)
        days = _day(start), _day(end)
        if days[0] is None or days[1] is None:
            return None
        exact = when.precision is Precision.DAY and not doubtful and not is_open
        whole = not (local_ms(first, zone) % _DAY or local_ms(last, zone) % _DAY)
        return Span(days[0], days[1], exact and whole)
    exact = not doubtful and not is_open and when.precision.rank >= _MINUTE_RANK
    begin = _moment(first)
    if begin is None or not exact:
        finish = _moment(last)
        return None if begin is None or finish is None else Span(begin, finish, False)
    fine = when.precision is not Precision.MILLISECOND
    tree = read(when.text)
    if not isinstance(tree, Interval) or tree.end is None:
        return Span(begin, None, fine)
    # "15:00/16:40" ends at 16:40 for a calendar, and not when that minute is over.
    close = _moment(When.parse(tree.end.text, when.zone).start)
    if close is None:
        return None
    return Span(begin, close if close > begin else None, fine)


def _zone(when: When) -> str:
    """The zone of a date's days: the one that all its parts name, else that of the file."""
    zones = {part.zone for part in dates_in(read(when.text))}
    named = zones.pop() if len(zones) == 1 else None
    return named or when.zone


def _day(number: int) -> date | None:
    civil = ms_to_civil(number * _DAY)
    # DATE has four digits and no sign; Python's begins with the year 1.
    return date(civil.year, civil.month, civil.day) if 1 <= civil.year <= 9999 else None


def _moment(ms: int) -> datetime | None:
    """A moment in whole seconds."""
    if not 1 < ms_to_civil(ms).year < 9999:
        return None
    return _EPOCH + timedelta(seconds=ms // 1000)
