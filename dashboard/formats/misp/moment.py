"""When something in a MISP event was."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from dashboard.when import When, WhenError

__all__ = ["is_date", "moment_of"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
).fullmatch


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar."""
    try:
        When.parse(text)
    except WhenError:
        return False
    return _DAY(text) is not None


def moment_of(value: object, remarks: list[str]) -> str:
    """A time of MISP as EDTF: seconds since 1970, or ISO 8601 with microseconds.

    Raises:
        WhenError: If it is none.
    """
    text = str(value).strip() if isinstance(value, str | int) else ""
    if re.fullmatch(r"[0-9]{1,11}", text):
        moment = datetime.fromtimestamp(int(text), UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
    found = _STAMP(text)
    if found is None:
        raise WhenError(f"'{text[:40]}' is no time")
    day, time, fraction, zone = found.groups()
    digits = (fraction or "").rstrip("0")
    if time in ("00:00", "00:00:00") and len(digits) < 2:
        remarks.append("midnight may stand for the day: MISP has no days here")
    if len(digits) > 4:
        remarks.append(f"to the millisecond only; the file says {text}")
    if zone and zone not in ("Z", "+00:00", "+0000"):
        zone = f"{zone[:3]}:{zone[-2:]}"
    else:
        zone = "Z" if zone else ""
    return str(When.parse(f"{day}T{time}{digits[:4] if len(digits) > 1 else ''}{zone}"))
