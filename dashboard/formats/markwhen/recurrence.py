"""Events of markwhen that repeat: ``every other week for 1 year``."""

from __future__ import annotations

import re
from datetime import datetime

from dashboard.formats.markwhen.moments import (
    Amount,
    Span,
    Unplaced,
    added,
    amounts,
    between,
    finest,
)

__all__ = ["MOST", "instances", "taken_off"]

#: More instances than this are no events any more but a calendar.
MOST = 60

_EVERY = re.compile(r"^(?P<date>.*?\S)\s+(?P<rule>every\b.*)$", re.IGNORECASE)
_RULE = re.compile(
    r"every\s+(?:(?P<number>[0-9]{1,4}|other)\s+)?(?P<unit>[a-z]+)"
    r"(?:\s+for\s+(?P<for>[0-9]{1,6}\s*[a-z]+)|\s+x\s*(?P<times>[0-9]{1,6}))?\s*",
    re.IGNORECASE,
)


def taken_off(date: str) -> tuple[str, str]:
    """A date without its rule, and the rule; empty when it does not repeat."""
    found = _EVERY.match(date[:300])
    return (found["date"], found["rule"].strip()) if found else (date, "")


def instances(first: Span, rule: str) -> list[Span]:
    """All times of an event that repeats.

    Raises:
        Unplaced: If the rule is not understood, has no end, or there are more than :data:`MOST`.
    """
    found = _RULE.fullmatch(rule)
    if not found or first.start is None:
        raise Unplaced("its rule is not understood")
    number = {"other": 2}.get((found["number"] or "1").lower()) or int(found["number"] or 1)
    step = amounts(f"{number} {found['unit']}")
    if not step or not number:
        raise Unplaced("its rule is not understood")
    times, until = _end(first.start, found["for"], found["times"])
    spans = [first]
    for turn in range(1, MOST + 1):
        # From the first one each time: the 31st of a month stays the 31st where there is one.
        moved = Amount(step[0].number * turn, step[0].unit)
        start = added(first.start, moved)
        if (times is not None and turn >= times) or (until is not None and start >= until):
            return spans
        end = added(first.end, moved) if first.end else start
        spans.append(between(start, end, finest(first.unit, step[0].unit), ""))
    raise Unplaced(f"it has more than {MOST} instances")


def _end(
    start: datetime, lasting: str | None, times: str | None
) -> tuple[int | None, datetime | None]:
    """How often, or until when."""
    if times:
        return int(times), None
    counted = re.fullmatch(r"([0-9]+)\s*times?", lasting or "", re.IGNORECASE)
    if counted:
        return int(counted[1]), None
    length = amounts(lasting or "")
    if not length:
        raise Unplaced("it has no end")
    return None, added(start, length[0])
