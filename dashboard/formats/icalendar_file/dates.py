"""The dates of an entry as EDTF: what the calendar says, to the unit that it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dashboard.formats.icalendar_file.zones import Zones, offset_suffix
from dashboard.when import When, WhenError

__all__ = ["Dated", "dated", "moved", "point", "wall"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """When an entry is.

    Attributes:
        start: Its first day, or what the clock on the wall shows.
        end: Its last day or the end of its time; None for one day or one moment.
        tzid: The zone of the beginning as the calendar names it; ``UTC`` for ``Z``.
        end_tzid: The zone of the end.
        faults: What is wrong, for people.
    """

    start: date | datetime
    end: date | datetime | None = None
    tzid: str | None = None
    end_tzid: str | None = None
    faults: tuple[str, ...] = ()

    def text(self, zones: Zones) -> str:
        """The date as EDTF."""
        first = point(self.start, self.tzid, zones)
        if self.end is None:
            return first
        return f"{first}/{point(self.end, self.end_tzid, zones)}"


def dated(component: Any, zones: Zones) -> Dated | None:
    """When an entry is; None when it has no beginning that can be read."""
    start, tzid = wall(component.get("dtstart"))
    if start is None:
        return None
    end, end_tzid = wall(component.get("dtend"))
    faults = []
    duration = getattr(component.get("duration"), "dt", None)
    if end is None and isinstance(duration, timedelta):
        end, end_tzid = _add(start, duration, tzid, zones), tzid
    if end is None and component.get("dtend") is not None:
        faults.append("the end cannot be read and was left out")
    elif end is not None and isinstance(end, datetime) is not isinstance(start, datetime):
        faults.append(
            "the beginning is a day and the end is a time, or the other way round; the "
            "end was left out"
        )
        end = None
    if end is not None and not isinstance(end, datetime):
        # The day of DTEND does not belong to the entry any more. Some programs write the last day.
        last = end - _DAY if end > start else end
        if last < start:
            faults.append("it ends before it begins; the end was left out")
        end = last if last > start else None
    elif isinstance(end, datetime) and isinstance(start, datetime):
        begin_at, end_at = zones.moment(start, tzid), zones.moment(end, end_tzid)
        if end_at < begin_at:
            faults.append("it ends before it begins; the end was left out")
        if end_at <= begin_at:
            end = None
    found = Dated(start, end, tzid, end_tzid, tuple(faults))
    try:
        When.parse(found.text(zones), zones.home)
    except WhenError:
        return Dated(start, None, tzid, None, (*faults, "the end was left out: it does not fit"))
    return found


def moved(one: Dated, start: date | datetime, zones: Zones) -> Dated:
    """The same at another time: as many days long, or as many hours."""
    end = one.end
    if isinstance(end, datetime) and isinstance(one.start, datetime):
        length = zones.moment(end, one.end_tzid) - zones.moment(one.start, one.tzid)
        if isinstance(start, datetime):
            end = _add(start, length, one.tzid, zones)
            return Dated(start, end, one.tzid, one.tzid)
    elif end is not None:
        end = start + (end - one.start)
    return Dated(start, end, one.tzid, one.end_tzid)


def _add(
    start: date | datetime, length: timedelta, tzid: str | None, zones: Zones
) -> date | datetime | None:
    """A beginning and a length: days by the calendar, hours by the clock."""
    try:
        if not isinstance(start, datetime):
            return start + timedelta(days=length.days)
        if length % _DAY:
            return zones.local(zones.moment(start, tzid) + length, tzid)
        return start + length
    except OverflowError:
        return None


def wall(value: Any) -> tuple[date | datetime | None, str | None]:
    """What a property of the library says: a day or the clock on the wall, and the zone's name."""
    if isinstance(value, list):
        value = value[0] if value else None
    moment = getattr(value, "dt", None)
    if not isinstance(moment, date):
        return None, None
    if not isinstance(moment, datetime):
        return moment, None
    tzid = value.params.get("TZID")
    if tzid is None and moment.tzinfo is not None:
        return moment.astimezone(UTC).replace(tzinfo=None), "UTC"
    return moment.replace(tzinfo=None), None if tzid is None else str(tzid)


def point(value: date | datetime, tzid: str | None, zones: Zones) -> str:
    """A day or a time as EDTF. Every time in a calendar has seconds: 00 says nothing about them."""
    if not isinstance(value, datetime):
        return value.isoformat()
    text = value.isoformat(timespec="seconds" if value.second else "minutes")
    suffix = zones.suffix(value, tzid) if tzid else ""
    written = f"{text}{suffix or ''}"
    try:
        When.parse(written, zones.home)
    except WhenError:
        # Clocks skipped it. RFC 5545, 3.3.5: it is read with the offset from before the gap.
        offset = zones.moment(value, tzid)
        return f"{text}{offset_suffix(value.replace(tzinfo=UTC) - offset)}"
    return written
