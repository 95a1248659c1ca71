"""Dates as programs count them, read only when the user says so: any number may be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

__all__ = ["COUNTED"]


def _excel(text: str) -> str | None:
    """A day as spreadsheets count them from 1900 (ECMA-376 part 1, 18.17.4.1), with its time."""
    found = re.fullmatch(r"([0-9]{1,7})(?:[.,]([0-9]{1,12}))?", text)
    if found is None:
        return None
    number = float(f"{found[1]}.{found[2] or 0}")
    # Before 1 March 1900 their calendar has a day that never was.
    if not 61 <= number < 2_958_466:
        return None
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(number * 86_400))
    return moment.isoformat() if found[2] else moment.date().isoformat()


def _unix(text: str) -> str | None:
    found = re.fullmatch(r"(-?[0-9]{1,10})(?:[.,]([0-9]{1,9}))?|([0-9]{13})|([0-9]{16})", text)
    if found is None:
        return None
    if found[1]:
        whole, part = int(found[1]), f".{found[2][:3]}" if found[2] else ""
    else:
        count, unit = (int(found[3]), 1_000) if found[3] else (int(found[4]), 1_000_000)
        whole, rest = divmod(count, unit)
        part = f".{rest * 1_000 // unit:03}" if rest else ""
    try:
        moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=whole)
    except OverflowError:
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%S}{part}Z"


#: By the option that asks for it: a number to EDTF, or None when it cannot be one.
COUNTED: Mapping[str, Callable[[str], str | None]] = {"excel": _excel, "unix": _unix}
