"""From what is written to moments: the core and the extent of a date in a zone.

*Extent* is everything the writing allows, *core* the best single reading; both are half-open.

=================  =============================  ==============================================
written            core                           extent
=================  =============================  ==============================================
``2018-04``        the whole unit                 the same
``2018?``          the whole unit                 the same (doubt is a flag, it has no size)
``2018~``          the whole unit                 one unit more on both sides (see ``MARGINS``)
``2018-04-XX``     from the first to the last     the same
                   date that fits
``1950S2``         1950                           1900 to 1999
``a/b``            core of a to core of b         extent of a to extent of b
``a/..``, ``a/``   the core of a                  extent of a to ``FOREVER``
``../b``, ``/b``   the core of b                  ``NEVER`` to the extent of b
``[a,b]``          the core of a                  from the earliest to the latest of all
``[a..b]``         core of a to core of b         extent of a to extent of b
``[a..]``          the core of a                  extent of a to ``FOREVER``
=================  =============================  ==============================================
"""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

from dashboard._clock import (
    DAY,
    FOREVER,
    HOUR,
    MINUTE,
    NEVER,
    WhenError,
    day_number,
    day_of_number,
    day_start,
    instant,
    ms_to_civil,
    offset_at,
    offset_text,
    show,
    utc_ms,
    zone_name,
    zone_of,
)
from dashboard._edtf import Date, Day, Interval, Precision, Range, Time, Tree, add_months


class Extent(NamedTuple):
    """Moments in milliseconds since 1970-01-01T00:00Z: earliest <= start < end <= latest."""

    earliest: int
    start: int
    end: int
    latest: int


#: How far ``~`` and ``%`` reach on each side, as (months, days, milliseconds): one unit of what is
#: written. Clock times are the exception: whoever writes "about 16:30" does not mean the minute.
MARGINS: dict[Precision, tuple[int, int, int]] = {
    Precision.MILLENNIUM: (12_000, 0, 0),
    Precision.CENTURY: (1_200, 0, 0),
    Precision.DECADE: (120, 0, 0),
    Precision.YEAR: (12, 0, 0),
    Precision.SEASON: (3, 0, 0),
    Precision.MONTH: (1, 0, 0),
    Precision.DAY: (0, 1, 0),
    Precision.HOUR: (0, 0, HOUR),
    Precision.MINUTE: (0, 0, 15 * MINUTE),
    Precision.SECOND: (0, 0, MINUTE),
    Precision.MILLISECOND: (0, 0, MINUTE),
}


def extent_of(tree: Tree, zone: tzinfo) -> Extent:
    """Core and extent of a date.

    Args:
        tree: What :func:`dashboard._edtf.read` made of it.
        zone: Where its days and times are, unless a part names another zone.

    Raises:
        WhenError: If a time or day did not happen in the zone, an offset contradicts the zone, or
            an interval ends before it starts.
    """
    if isinstance(tree, Date):
        return _date(tree, zone)
    if isinstance(tree, Interval):
        return _span(tree.start, tree.end, zone, "/")
    extents = [member_extent(member, zone) for member in tree.members]
    return Extent(
        min(extent.earliest for extent in extents),
        extents[0].start,
        extents[0].end,
        max(extent.latest for extent in extents),
    )


def member_extent(member: Date | Range, zone: tzinfo) -> Extent:
    """Core and extent of one member of a one-of set."""
    if isinstance(member, Date):
        return _date(member, zone)
    return _span(member.start, member.end, zone, "..")


def precision_of(tree: Tree) -> Precision:
    """The precision of a date; of several dates the coarsest."""
    return min((date.precision for date in dates_in(tree)), key=lambda found: found.rank)


def dates_in(tree: Tree) -> list[Date]:
    """All dates written in a tree, in the order of the text."""
    if isinstance(tree, Date):
        return [tree]
    pairs = [tree] if isinstance(tree, Interval) else tree.members
    found: list[Date] = []
    for pair in pairs:
        if isinstance(pair, Date):
            found.append(pair)
        else:
            found.extend(date for date in (pair.start, pair.end) if date)
    return found


def _span(start: Date | None, end: Date | None, zone: tzinfo, mark: str) -> Extent:
    first = _date(start, zone) if start else None
    last = _date(end, zone) if end else None
    if first and last:
        if last.end <= first.start and start and end:
            raise WhenError(
                f"the end {show(end.text)} lies before the start {show(start.text)}",
                f"write {end.text}{mark}{start.text} if the two were swapped",
            )
        return Extent(first.earliest, first.start, last.end, last.latest)
    if first:
        return first._replace(latest=FOREVER)
    if last:
        return last._replace(earliest=NEVER)
    raise AssertionError("the grammar has no span without a date")


def _date(date: Date, default: tzinfo) -> Extent:
    zone = home(date, default)
    if date.time:
        start = moment(date, default)
        end = start + date.time.length
    else:
        start, end = _days(date.first, date.after, zone)
        if start >= end:
            raise WhenError(
                f"{show(date.text)} did not happen in {zone_name(zone)}: the calendar skipped "
                "that day when the zone changed sides of the date line"
            )
    if date.around:
        earliest, latest = _days(*date.around, zone)
        return Extent(earliest, start, end, latest)
    if not date.approximate:
        return Extent(start, start, end, end)
    months, days, milliseconds = MARGINS[date.precision]
    if milliseconds:
        return Extent(start - milliseconds, start, end, end + milliseconds)
    earliest, latest = _days(
        _shift(date.first, -months, -days), _shift(date.after, months, days), zone
    )
    return Extent(earliest, start, end, latest)


def _days(first: Day, after: Day, zone: tzinfo) -> tuple[int, int]:
    return day_start(day_number(*first), zone), day_start(day_number(*after), zone)


def _shift(day: Day, months: int, days: int) -> Day:
    if months:
        return add_months(day, months)
    return day_of_number(day_number(*day) + days)


def home(date: Date, default: tzinfo) -> tzinfo:
    """The zone that a date is in: the one in brackets, else the one given.

    A written offset is not a zone: it fixes the moment, and the zone only when nothing else does.
    """
    return zone_of(date.zone) if date.zone else default


def moment(date: Date, default: tzinfo) -> int:
    """The first moment of a date with a time, in milliseconds since 1970-01-01T00:00Z.

    Of a time that happens twice because clocks are put back it is the first.

    Raises:
        WhenError: If clocks skipped the time, or offset and zone contradict each other.
    """
    time = date.time
    if time is None:
        raise AssertionError("only a date with a time is one moment")
    local = day_number(*date.first) * DAY + time.since_midnight
    zone = home(date, default)
    if time.offset is not None:
        fixed = local - time.offset
        if date.zone and not time.zulu:
            _check_offset(date, time, zone, fixed)
        return fixed
    start = instant(local, zone)
    if start is None:
        after = utc_ms(local, zone)
        raise WhenError(
            f"{show(date.text)} did not happen in {zone_name(zone)}: clocks were put forward "
            f"from {_clock(after - 1, zone, 1)} to {_clock(after, zone)}",
            f"write {_clock(after, zone)} or later, or give the offset",
        )
    return start


def _clock(utc: int, zone: tzinfo, add: int = 0) -> str:
    civil = ms_to_civil(utc + offset_at(utc, zone) + add)
    return f"{civil.hour:02}:{civil.minute:02}"


def _check_offset(date: Date, time: Time, zone: tzinfo, start: int) -> None:
    # Zones before standard time were off by seconds, which an offset cannot write: compare minutes.
    actual = offset_text(offset_at(start, zone))
    written = offset_text(time.offset or 0)
    if actual != written:
        raise WhenError(
            f"{show(date.text)} contradicts itself: {date.zone} was at {actual} then, "
            f"not {written}",
            f"write {actual} or leave the offset out",
        )
