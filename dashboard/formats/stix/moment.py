"""When a STIX object says that something was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.formats.stix.kinds import FIDELITY, Kind
from dashboard.when import When, WhenError

__all__ = ["Span", "span_of", "timestamp"]

#: Fields in extensions of an incident that hold its time, for want of any in the standard.
_IN_EXTENSIONS = (("start_time", "end_time"), ("first_seen", "last_seen"))

_STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-].+)")
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?Z$").search


@dataclass(frozen=True, slots=True)
class Span:
    """A time.

    Attributes:
        date: EDTF; None when nothing could be read.
        which: 0 when only the start is given, 1 when only the end is, 2 for both.
        used: The fields that it was read from.
        wrong: What could not be read, with the reason: pairs of field and text.
        remarks: What an author should know about it.
    """

    date: str | None
    which: int
    used: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


def span_of(entry: Mapping[str, Any], kind: Kind) -> Span | None:
    """Read the time of an object; None when it has only that of its record."""
    fields, holder = (kind.start, kind.end), entry
    if not any(entry.get(field) for field in fields if field):
        for extension in _mappings(entry.get("extensions")):
            for pair in _IN_EXTENSIONS:
                if any(extension.get(field) for field in pair):
                    fields, holder = pair, extension
                    break
    given = [(field, holder[field]) for field in fields if field and holder.get(field)]
    if not given:
        return None
    read: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    remarks: list[str] = []
    for field, value in given:
        try:
            read[field] = timestamp(value, holder.get(f"{field}_fidelity"), remarks)
        except WhenError as error:
            wrong.append((field, f"{field} is {value!r:.60}: {error.message}"))
    date: str | None
    used = tuple(name for field in fields for name in (field, f"{field}_fidelity"))
    start, end = (read.get(field) for field in fields)
    if start and end and start != end:
        try:
            date, which = str(When.parse(f"{start}/{end}")), 2
        except WhenError:
            wrong.append((fields[1], f"{fields[1]} ({end}) is before {fields[0]} ({start})"))
            date, which = start, 0
    elif start and not end and kind.start == "valid_from":
        # STIX 2.1, section 4.7: without an end nothing limits the time.
        date, which = f"{start}/..", 0
    else:
        date, which = start or end, 2 if start and end else 0 if start else 1
    if date and all(_MIDNIGHT(text) for text in read.values()):
        remarks.append("midnight UTC may stand for the day: STIX has no dates without a time")
    return Span(date, which, used, tuple(wrong), tuple(remarks))


def timestamp(value: object, fidelity: object = None, remarks: list[str] | None = None) -> str:
    """A timestamp of STIX as EDTF, no finer than its fidelity.

    Args:
        value: As in RFC 3339, with ``Z``.
        fidelity: ``year`` to ``second``, where the object says how exact its time is.
        remarks: Takes what an author should know about it.

    Raises:
        WhenError: If it is none.
    """
    found = _STAMP.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise WhenError("that is no timestamp of STIX")
    second, fraction, zone = found.groups()
    if isinstance(fidelity, str) and fidelity in FIDELITY and zone == "Z":
        length, end = FIDELITY[fidelity]
        return str(When.parse(f"{second[:length]}{end}"))
    fraction = (fraction or "").rstrip("0") if len(fraction or "") > 4 else fraction or ""
    if len(fraction) > 4 and remarks is not None:
        remarks.append(f"to the millisecond only; the file says {value}")
    return str(When.parse(f"{second}{fraction[:4] if fraction != '.' else ''}{zone}"))


def _mappings(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, dict):
        return []
    return [entry for entry in value.values() if isinstance(entry, dict)]
