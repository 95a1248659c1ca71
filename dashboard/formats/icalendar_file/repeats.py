"""Entries that repeat, written out where that is a matter of a few."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from dashboard.formats.icalendar_file.zones import Zones

__all__ = ["MOST", "occurrences"]

#: Events that one rule may make; who needs more keeps the first and says the rule.
MOST = 100

_COMMON = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
#: The parts of a rule that are followed, by its frequency. With these, and a beginning that fits
#: the rule itself, the next one is never far: a rule that fits no day at all would be looked for
#: until the year 9999.
_FOLLOWED = {
    "DAILY": _COMMON | {"BYDAY"},
    "WEEKLY": _COMMON | {"BYDAY"},
    "MONTHLY": _COMMON | {"BYDAY", "BYMONTHDAY"},
    "YEARLY": _COMMON | {"BYMONTH", "BYDAY", "BYMONTHDAY"},
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def occurrences(
    rule: Any, start: date | datetime, tzid: str | None, zones: Zones
) -> list[date | datetime] | None:
    """The beginnings that a rule makes, the first one included.

    Args:
        rule: ``RRULE`` as the library reads it.
        start: The first beginning: a day, or what the clock on the wall shows.
        tzid: The zone of that clock as the calendar names it.
        zones: The zones of the file.

    Returns:
        None when the rule has no end, makes more than :data:`MOST`, or is of a kind that is not
        followed.
    """
    from dateutil.rrule import rrulestr

    parts = {str(name).upper(): value for name, value in rule.items()}
    if not _is_bounded(parts, start):
        return None
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    until = _until(parts.get("UNTIL"), tzid, zones)
    text = ";".join(
        f"{name}={','.join(map(str, _listed(value)))}"
        for name, value in parts.items()
        if name != "UNTIL"
    )
    try:
        found = list(islice(rrulestr(text, dtstart=first), MOST + 1))
    except (ValueError, OverflowError, TypeError):
        return None
    made = [moment for moment in found if until is None or moment <= until]
    if len(made) > MOST or not made:
        return None
    if isinstance(start, datetime):
        return list(made)
    return [moment.date() for moment in made]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_bounded(parts: dict[str, Any], start: date) -> bool:
    """Whether a rule ends, and is one of those that are followed."""
    frequency = str(_listed(parts.get("FREQ", ""))[0]).upper()
    if not parts.keys() <= _FOLLOWED.get(frequency, frozenset()):
        return False
    if "COUNT" not in parts and "UNTIL" not in parts:
        return False
    interval = _listed(parts.get("INTERVAL", 1))[0]
    if not isinstance(interval, int) or not 1 <= interval <= 1_000:
        return False
    if {"BYDAY", "BYMONTHDAY"} <= parts.keys():
        return False
    # RFC 5545, 3.8.5.3: a beginning that does not fit its own rule has no defined meaning.
    days = [str(day).upper()[-2:] for day in _listed(parts.get("BYDAY", []))]
    months = [int(month) for month in _listed(parts.get("BYMONTH", []))]
    numbers = [int(number) for number in _listed(parts.get("BYMONTHDAY", []))]
    return (
        (not days or _DAYS[start.weekday()] in days)
        and (not months or start.month in months)
        and (not numbers or start.day in numbers)
    )


def _until(value: Any, tzid: str | None, zones: Zones) -> datetime | None:
    """The last moment of a rule, as the clock of its entry shows it."""
    if value is None:
        return None
    last = _listed(value)[0]
    if not isinstance(last, datetime):
        return datetime.combine(last, time.max)
    if last.tzinfo is None:
        return last
    return zones.local(last.astimezone(UTC), tzid)
