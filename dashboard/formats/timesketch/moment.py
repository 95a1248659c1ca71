"""When a row happened: its ``timestamp`` in microseconds and its ``datetime``, compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.when import When, WhenError

__all__ = ["Moment", "moment_of", "readable"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?([.,][0-9]{1,9})?)?"
    r"\s?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(-?[0-9]{1,19})(?:\.0*)?").fullmatch

#: Characters of a day and of a minute.
_DAY, _MINUTE = len("2012-03-14"), len("2012-03-14T04:17")
#: Microseconds.
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Moment:
    """A time.

    Attributes:
        date: EDTF; None when there is none that can be read.
        wrong: What is wrong with it, if anything, as a kind of problem without numbers.
        remark: The same for this row, with what stands in it.
        exact: The time as written, when it is finer than the millisecond that ``date`` holds.
    """

    date: str | None
    wrong: str | None = None
    remark: str | None = None
    exact: str | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """A ``datetime``: its text up to the second, fraction and zone, and what moments it covers."""

    second: str
    fraction: str
    zone: str
    start: int
    length: int

    def covers(self, number: int) -> bool:
        """Whether a number of microseconds lies in it."""
        return self.start <= number < self.start + self.length


def readable(value: object) -> bool:
    """Whether a value is a ``datetime``."""
    try:
        return _written(value, "UTC") is not None
    except WhenError:
        return False


def moment_of(stamp: Any, written: Any, zone: str) -> Moment:
    """Find the time of a row.

    The timestamp wins, as in Timesketch; where both say the same, the zone of the ``datetime`` is
    kept.

    Args:
        stamp: Microseconds since 1970 (UTC), as a number or a text; or nothing.
        written: ISO 8601; or nothing.
        zone: Where a ``datetime`` without a zone is.
    """
    number = _number(stamp)
    said = _shown(written)
    try:
        read = _written(written, zone) if said else None
    except WhenError as error:
        if number is None or _of_number(number) is None:
            return Moment(None, "a datetime that cannot be read", f"'{said}': {error.message}")
        return Moment(
            _of_number(number),
            "a datetime that cannot be read; the timestamp was taken",
            f"datetime says '{said}'",
            _exact_number(number),
        )
    if number is None or _of_number(number) is None:
        if read is None:
            return Moment(None, "no datetime and no timestamp", None)
        wrong = None if not _shown(stamp) else "a timestamp that is no number of microseconds"
        return Moment(_text(read), wrong, None, _exact(read))
    if read is None or (not read.zone and len(read.second) == _DAY and read.covers(number)):
        return Moment(_of_number(number), None, None, _exact_number(number))
    if read.covers(number):
        finer = number - read.start
        if read.length >= _SECOND and finer:
            # The second is the same and the timestamp knows more of it.
            second = read.second if len(read.second) > _MINUTE else _with_second(read, finer)
            full = _Written(second, _fraction(number), read.zone, number, 1)
            return Moment(_text(full), None, None, _exact(full))
        return Moment(_text(read), None, None, _exact(read))
    for unit, name in ((1_000_000, "seconds"), (1_000, "milliseconds")):
        if read.start <= number * unit < read.start + max(read.length, unit):
            wrong = f"a timestamp in {name}, not microseconds; the datetime was taken"
            return Moment(_text(read), wrong, f"timestamp says {number}", _exact(read))
    if number == 0:
        return Moment(
            _text(read),
            "a timestamp of 0, which stands for no time; the datetime was taken",
            None,
            _exact(read),
        )
    return Moment(
        _of_number(number),
        "timestamp and datetime disagree; the timestamp was taken, as in Timesketch",
        f"datetime says {said}",
        _exact_number(number),
    )


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    found = _NUMBER(str(value).strip()) if value is not None else None
    return int(found[1]) if found else None


def _shown(value: Any) -> str:
    return "" if value is None else str(value).strip()[:80]


def _written(value: Any, zone: str) -> _Written | None:
    text = _shown(value)
    found = _FORM.fullmatch(text)
    if found is None:
        raise WhenError(f"'{text}' is no time in ISO 8601")
    day, minute, second, fraction, offset = found.groups()
    offset = offset or ""
    if offset.upper() in ("Z", "UTC", "GMT"):
        offset = "Z"
    elif offset and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    if minute is None:
        if offset:
            raise WhenError("a day has no offset")
        date = When.parse(day, zone)
        return _Written(day, "", "", date.start * 1_000, (date.end - date.start) * 1_000)
    whole = f"{day}T{minute}{second or ''}"
    date = When.parse(f"{whole}{offset}", zone)
    digits = (fraction or "")[1:]
    start = date.start * 1_000 + int(digits[:6].ljust(6, "0") or 0)
    length = 10 ** max(0, 6 - len(digits)) if digits else (date.end - date.start) * 1_000
    return _Written(whole, digits, offset, start, length)


def _text(read: _Written) -> str:
    """As EDTF, whose times go to the millisecond."""
    fraction = f".{read.fraction[:3]}" if read.fraction.rstrip("0") else ""
    return f"{read.second}{fraction}{read.zone}"


def _exact(read: _Written) -> str | None:
    finer = read.fraction[3:].rstrip("0")
    return f"{read.second}.{read.fraction}{read.zone}" if finer else None


def _with_second(read: _Written, finer: int) -> str:
    """The text of a minute, with the second that a finer time adds to it."""
    return f"{read.second}:{finer // _SECOND:02}"


def _fraction(number: int) -> str:
    return f"{number % _SECOND:06}".rstrip("0")


def _moment(number: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=number)
    except OverflowError:
        return None


def _of_number(number: int) -> str | None:
    moment = _moment(number)
    if moment is None:
        return None
    digits = _fraction(number)[:3]
    text = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{text}.{digits}Z" if digits else f"{text}Z"


def _exact_number(number: int) -> str | None:
    moment = _moment(number)
    if moment is None or number % 1_000 == 0:
        return None
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
