"""What the library makes of a block, and the values of its properties in the form needed here."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime
from typing import Any

from dashboard.formats.draft import Leftovers
from dashboard.formats.icalendar_file.blocks import Block
from dashboard.formats.icalendar_file.own import properties
from dashboard.formats.markdown_text import escape, line

__all__ = ["categories", "component_of", "first_text", "listed_dates", "paragraphs", "unescaped"]


#: Properties that an entry may have several of (RFC 5545, section 3.6.1).
_REPEATABLE = frozenset(
    {
        "ATTACH",
        "ATTENDEE",
        "CATEGORIES",
        "COMMENT",
        "DESCRIPTION",
        "EXDATE",
        "RDATE",
        "RELATED-TO",
        "RRULE",
    }
)


def component_of(block: Block, name: str, leftovers: Leftovers) -> Any:
    """A block as the library reads it; what it cannot read is noted."""
    from icalendar import Component, Event
    from icalendar.prop import vBroken

    # Of an event the library takes what it can read; of other blocks all or nothing.
    text = block.text.replace(f"BEGIN:{block.name}", "BEGIN:VEVENT", 1)
    text = text.removesuffix(f"END:{block.name}\r\n") + "END:VEVENT\r\n"
    try:
        # It warns of names of zones that it takes a guess at; we do not take its guess.
        with warnings.catch_warnings(action="ignore"):
            component = Component.from_ical(text)
    except Exception as error:  # of broken lines it raises more than it says
        leftovers.note(f"a {name} cannot be read: {line(error)[:200]}", None, block.at)
        return Event()
    for property_name, reason in component.errors:
        what = f"{property_name}" if property_name else "a line"
        at = block.place(str(property_name).upper()) if property_name else block.at
        leftovers.note(f"{what} cannot be read: {line(reason)[:200]}", None, at)
    # What is broken has been noted, and must not be asked anything.
    for name_, value in list(component.items()):
        kept = [one for one in properties(component, name_) if not isinstance(one, vBroken)]
        upper = str(name_).upper()
        if len(kept) > 1 and not (upper in _REPEATABLE or upper.startswith("X-")):
            leftovers.note(
                f"{upper} is given more than once: the first was taken", None, block.place(upper)
            )
            kept = kept[:1]
        if not kept:
            del component[name_]
        elif isinstance(value, list):
            component[name_] = kept if len(kept) > 1 else kept[0]
    return component


def first_text(component: Any, *names: str) -> str:
    """The text of the first of some properties that is there."""
    for name in names:
        for value in properties(component, name):
            if str(value).strip():
                return unescaped(str(value)) if name.startswith("x-") else str(value)
    return ""


def unescaped(text: str) -> str:
    """A text of RFC 5545, 3.3.11, that the library left as it stands."""
    return re.sub(
        r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text, flags=re.DOTALL
    )


def paragraphs(text: str) -> str:
    """A plain text as Markdown that keeps its lines."""
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "\\\n", escape(text))


def categories(component: Any) -> list[str]:
    return [
        str(label)
        for value in properties(component, "categories")
        for label in getattr(value, "cats", [value])
    ]


def listed_dates(component: Any, name: str) -> list[tuple[Any, str | None]]:
    """The days and times of a list, each with the zone that it is in; of periods the beginning."""
    found: list[tuple[Any, str | None]] = []
    for value in properties(component, name):
        named = getattr(value, "params", {}).get("TZID")
        for one in getattr(value, "dts", []):
            moment = getattr(one, "dt", None)
            moment = moment[0] if isinstance(moment, tuple) else moment
            if isinstance(moment, datetime) and named is not None:
                found.append((moment.replace(tzinfo=None), str(named)))
            elif isinstance(moment, datetime) and moment.tzinfo is not None:
                found.append((moment.astimezone(UTC).replace(tzinfo=None), "UTC"))
            elif isinstance(moment, date):
                found.append((moment, None))
    return found
