"""The dates of markwhen: what stands before the colon of an event.

They are EDTF, ISO, American or European with slashes, or with the names of months; they may name
years before Christ, lean on other events (``after !launch 3 days``) or on the event before. What
leans on the present day has no place on a timeline that shall say the same tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from dashboard.formats.markwhen.moments import (
    Amount,
    Span,
    Unplaced,
    added,
    amounts,
    between,
    finest,
    last,
    written,
)
from dashboard.when import When, WhenError

__all__ = ["Known", "date_of", "looks_like_a_date"]

LONGEST = 120


@dataclass(slots=True)
class Known:
    """What a date may lean on.

    Attributes:
        ids: Events by their id.
        prior: The event before.
        day_first: Whether dates with slashes begin with the day.
    """

    ids: Mapping[str, Span] = field(default_factory=dict)
    prior: Span | None = None
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class _Lean:
    """A side that leans on something: ``after !launch 3 days``."""

    direction: str
    event: str
    side: str
    amounts: tuple[Amount, ...]


_NOW, _TIME_ONLY = "now", "time"
Side = Span | _Lean | tuple[str, int, int, bool] | str

_CLOCK = (
    r"(?:(?P<h12>1[0-2]|0?[1-9])(?::(?P<m12>[0-5][0-9]))?\s?(?P<half>[ap]m)"
    r"|(?P<h24>[01]?[0-9]|2[0-3])(?::(?P<m24>[0-5][0-9]))?)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_ISO = _compiled(
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]*)?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_EDTF = _compiled(
    rf"(?P<y>[0-9]{{4}})(?:-(?P<m>[0-9]{{2}})(?:-(?P<d>[0-9]{{2}})(?:[\s,]+{_CLOCK})?)?)?"
)
_WEEK = _compiled(r"(?P<y>[0-9]{4})-?W(?P<w>[0-9]{2})(?:-?(?P<d>[1-7]))?")
_SLASHES = _compiled(
    rf"(?P<one>[0-9]{{1,2}})/(?:(?P<two>[0-9]{{1,2}})/)?(?P<y>[0-9]{{4}})(?:[\s,]+{_CLOCK})?"
)
_YEAR = _compiled(r"(?P<y>[0-9]{1,5})(?:\s?(?P<era>BCE|BC|AD|CE))?")
_CASUAL = (
    _compiled(rf"(?P<d>[0-3]?[0-9])\s+{_MONTH},?(?:\s+(?P<y>[0-9]{{4}}),?)?(?:\s+{_CLOCK})?"),
    _compiled(
        rf"{_MONTH}\s+(?P<d>[0-3]?[0-9])(?![0-9]),?(?:\s+(?P<y>[0-9]{{4}}),?)?(?:\s+{_CLOCK})?"
    ),
    _compiled(rf"{_MONTH}(?:\s+(?P<y>[0-9]{{1,4}}))?"),
)
_ONLY_CLOCK = _compiled(_CLOCK)
_LEANS = _compiled(
    r"(?P<direction>by|before|after)?\s*(?:!(?P<event>\w+))?(?:\.(?P<side>start|end))?\s*"
    r"(?:plus|\+)?\s*(?P<amounts>.*)"
)
#: What a date can begin with; most lines of a text begin otherwise, and are told apart quickly.
_BEGINS = _compiled(rf"[0-9!.+-]|now|by|before|after|plus|{'|'.join(_MONTHS)}")
#: Places at which a text is divided in two, of each kind.
_MOST_DIVIDERS = 4
_ERA = _compiled(r"(?:BCE|BC)$")
_DIVIDERS = (r"\s+-\s+", r"\s+to\s+", r"\s*[–—]\s*", r"\s*/\s*", r"\s*-\s*")


def looks_like_a_date(text: str) -> bool:
    """Whether a text in front of a colon is a date of markwhen, also one that cannot be placed."""
    text = text.strip()
    if not _BEGINS.match(text) or len(text) > LONGEST:
        return False
    return any(True for _ in _readings(text, Known()))


def date_of(text: str, known: Known) -> Span:
    """Read what stands before the colon.

    Raises:
        Unplaced: If it is no date, or leans on what is not known.
    """
    text = text.strip()
    reason: Unplaced | None = None
    for left, right in _readings(text, known):
        try:
            span = _placed(left, right, known, text)
            When.parse(span.text)
        except Unplaced as error:
            reason = reason or error
        except WhenError as error:
            reason = reason or Unplaced(error.message)
        else:
            return span
    raise reason or Unplaced(f"'{text[:60]}' is no date")


def _readings(text: str, known: Known) -> Iterator[tuple[Side, Side | None]]:
    """All ways to read a text as one date or two."""
    if len(text) > LONGEST:
        return
    whole = _side(text, known)
    if whole is not None:
        yield whole, None
    if _SLASHES.fullmatch(text):
        # "13/2020" is a wrong month, not the years 13 to 2020.
        return
    for divider in _DIVIDERS:
        for found in islice(re.finditer(divider, text), _MOST_DIVIDERS):
            before, after = text[: found.start()].strip(), text[found.end() :].strip()
            era = _ERA.search(after)
            if era and before.isdecimal():
                # "300-200 BCE": what is said of the second year holds for the first.
                before += f" {era[0]}"
            left = _side(before, known)
            right = None if left is None else _side(after, known)
            if left is not None and right is not None:
                yield left, right


# --- One side -------------------------------------------------------------------------------------


def _side(text: str, known: Known) -> Side | None:
    text = text.strip()
    if not text:
        return None
    if text.lower() == "now":
        return _NOW
    for read in (_iso, _edtf, _week, _slashes, _year, _casual):
        side = read(text, known)
        if side is not None:
            return side
    clock = _ONLY_CLOCK.fullmatch(text)
    if clock:
        return (_TIME_ONLY, *_hour(clock))
    return _lean(text)


def _hour(found: re.Match[str]) -> tuple[int, int, bool]:
    """Hour, minute, and whether the minute is given."""
    if found["half"]:
        hour = int(found["h12"]) % 12 + (12 if found["half"].lower() == "pm" else 0)
        return hour, int(found["m12"] or 0), found["m12"] is not None
    return int(found["h24"]), int(found["m24"] or 0), found["m24"] is not None


def _span(year: int, month: int | None, day: int | None, found: re.Match[str] | None) -> Span:
    """A calendar date, with a time of day if the match holds one."""
    try:
        start = datetime(year, month or 1, day or 1)
    except ValueError:
        # The text says which part is wrong when it is read as a date.
        parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
        return Span("-".join(parts))
    unit = "year" if month is None else "month" if day is None else "day"
    if found is not None and (found["h12"] or found["h24"]):
        hour, minute, exact = _hour(found)
        start = start.replace(hour=hour, minute=minute)
        unit = "minute" if exact else "hour"
        return Span(written(start, unit), start, start, unit)
    return Span(written(start, unit), start, _after(start, unit), unit)


def _after(start: datetime, unit: str) -> datetime | None:
    try:
        return added(start, Amount(1, unit))
    except Unplaced:
        return None


def _iso(text: str, known: Known) -> Span | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    zone = found["zone"] or ""
    body = text[: len(text) - len(zone)].replace("t", "T").rstrip(".")
    stem, dot, fraction = body.partition(".")
    body = f"{stem}.{fraction[:3]}" if dot and fraction.strip("0") else stem
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        moment = datetime.fromisoformat(stem)
    except ValueError:
        return Span(body + zone.upper())
    # A moment with a zone is one; a clock on the wall elsewhere cannot be reckoned with.
    wall = moment if zone.upper() in ("", "Z") else None
    unit = "second" if len(stem) > 16 else "minute"
    return Span(body + zone.upper(), wall, wall, unit)


def _edtf(text: str, known: Known) -> Span | None:
    found = _EDTF.fullmatch(text)
    if found:
        month, day = (int(found[part]) if found[part] else None for part in ("m", "d"))
        return _span(int(found["y"]), month, day, found)
    if re.search(r"[~?%X]", text) and re.match(r"-?[0-9]", text):
        # Doubt as EDTF writes it; markwhen does not know it, people who write EDTF do.
        try:
            return Span(When.parse(text).text)
        except WhenError:
            return None
    return None


def _week(text: str, known: Known) -> Span | None:
    found = _WEEK.fullmatch(text)
    if not found:
        return None
    try:
        monday = datetime.fromisocalendar(int(found["y"]), int(found["w"]), int(found["d"] or 1))
    except ValueError:
        return None
    length = timedelta(days=1 if found["d"] else 7)
    return between(monday, monday + length, "day", f"The days of {text}")


def _slashes(text: str, known: Known) -> Span | None:
    found = _SLASHES.fullmatch(text)
    if not found:
        return None
    one, two = int(found["one"]), int(found["two"]) if found["two"] else None
    if two is None:
        return None if found["h12"] or found["h24"] else _span(int(found["y"]), one, None, None)
    month, day = (two, one) if known.day_first else (one, two)
    return _span(int(found["y"]), month, day, found)


def _year(text: str, known: Known) -> Span | None:
    found = _YEAR.fullmatch(text)
    if not found:
        return None
    year = int(found["y"])
    if (found["era"] or "").upper() in ("BCE", "BC"):
        # EDTF has a year 0000 for 1 BC.
        return Span(f"-{year - 1:04}" if year > 1 else "0000", unit="year")
    return _span(year, None, None, None)


def _casual(text: str, known: Known) -> Span | str | None:
    for pattern in _CASUAL:
        found = pattern.fullmatch(text)
        if not found:
            continue
        parts = found.groupdict()
        if parts["y"] is None:
            return _NOW
        month = _MONTHS.index(parts["month"][:3].lower()) + 1
        day = int(parts["d"]) if parts.get("d") else None
        return _span(int(parts["y"]), month, day, found if "h24" in parts else None)
    return None


def _lean(text: str) -> _Lean | None:
    found = _LEANS.fullmatch(text)
    if not found:
        return None
    parts = amounts(found["amounts"])
    if parts is None or not (parts or found["event"] or found["side"]):
        return None
    direction = (found["direction"] or "").lower()
    side = (found["side"] or "").lower()
    before = direction in ("by", "before")
    return _Lean("before" if before else "after", found["event"] or "", side, parts)


# --- Both sides -----------------------------------------------------------------------------------


def _placed(left: Side, right: Side | None, known: Known, text: str) -> Span:
    remark = f"Worked out from '{text}'."
    if left == _NOW:
        raise Unplaced("it depends on the day it is read")
    if isinstance(left, tuple):
        left = _clock_after(left, known, remark)
    if isinstance(left, _Lean):
        return _leaning(left, right, known, remark)
    assert isinstance(left, Span)
    if right is None:
        return left
    if right == _NOW:
        return Span(
            f"{left.text}/..", left.start, None, left.unit, "It lasts until now: left open."
        )
    if isinstance(right, tuple):
        return _until_clock(left, right, remark)
    if isinstance(right, _Lean):
        return _lasting(left, right, known, remark)
    assert isinstance(right, Span)
    first, final = left.text.split("/")[0], right.text.split("/")[-1]
    whole = f"{first}/{final}" if first != final else first
    return Span(whole, left.start, right.end, finest(left.unit, right.unit), left.remark)


def _clock_after(clock: tuple[str, int, int, bool], known: Known, remark: str) -> Span:
    """A time of day alone: the next one after the event before."""
    _, hour, minute, exact = clock
    if known.prior is None or known.prior.end is None:
        raise Unplaced("it names no day, and no event before it does")
    start = known.prior.end.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if start < known.prior.end:
        start += timedelta(days=1)
    unit = "minute" if exact else "hour"
    return Span(written(start, unit), start, start, unit, remark)


def _until_clock(left: Span, clock: tuple[str, int, int, bool], remark: str) -> Span:
    _, hour, minute, exact = clock
    if left.start is None:
        raise Unplaced("its end is a time of a day that is not known")
    end = left.start.replace(hour=hour, minute=minute)
    if end < left.start:
        end += timedelta(days=1)
    unit = finest(left.unit, "minute" if exact else "hour")
    return Span(f"{left.text}/{written(end, unit)}", left.start, end, unit)


def _anchor(lean: _Lean, known: Known, otherwise: str) -> tuple[datetime, str]:
    """The moment that a side leans on, and how fine it is known."""
    span = known.ids.get(lean.event) if lean.event else known.prior
    if lean.event and span is None:
        raise Unplaced(f"it leans on the event '{lean.event}', which is not known before it")
    if span is None:
        raise Unplaced("it depends on the day it is read: no event stands before it")
    moment = span.end if (lean.side or otherwise) == "end" else span.start
    if moment is None:
        raise Unplaced("it leans on an event whose date cannot be reckoned with")
    return moment, span.unit


def _moved(moment: datetime, parts: tuple[Amount, ...], sign: int) -> datetime:
    for amount in parts:
        moment = added(moment, amount, sign)
    return moment


def _leaning(left: _Lean, right: Side | None, known: Known, remark: str) -> Span:
    before = left.direction == "before"
    anchor, unit = _anchor(left, known, "start" if before else "end")
    unit = finest(unit, *(amount.unit for amount in left.amounts))
    if right is None:
        # An amount alone is how long it lasts.
        other = _moved(anchor, left.amounts, -1 if before else 1)
        start, end = sorted((anchor, other))
        return between(start, end, unit, remark)
    moved = _moved(anchor, left.amounts, -1 if before else 1)
    if before and isinstance(right, _Lean):
        unit = finest(unit, *(amount.unit for amount in right.amounts))
        return between(_moved(moved, right.amounts, -1), moved, unit, remark)
    first = Span(written(moved, unit), moved, _after(moved, unit), unit, remark)
    return replace(_placed(first, right, known, remark), remark=remark)


def _lasting(left: Span, right: _Lean, known: Known, remark: str) -> Span:
    """From a date for some time, or up to another event."""
    if right.event or right.side:
        anchor, unit = _anchor(right, known, "start")
    else:
        if left.start is None:
            raise Unplaced("its start cannot be reckoned with")
        anchor, unit = left.start, left.unit
    sign = -1 if right.direction == "before" and right.event else 1
    end = _moved(anchor, right.amounts, sign)
    unit = finest(left.unit, unit, *(amount.unit for amount in right.amounts))
    if left.start is not None and end <= left.start:
        raise Unplaced("it ends before it starts")
    final = last(end, unit) if unit in ("year", "month", "day") else written(end, unit)
    text = left.text if left.text == final else f"{left.text}/{final}"
    return Span(text, left.start, end, unit, remark)
