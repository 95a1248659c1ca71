"""What only Dateline knows, as properties that other programs pass over (``X-DATELINE-…``).

An entry with fields becomes one property: its main field is the value, the others are parameters
named ``X-…``. Both directions are here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Component
    from icalendar.prop import vText

__all__ = [
    "MAIN",
    "PREFIX",
    "checksum",
    "fields_of",
    "own_property",
    "parameters",
    "properties",
    "text_property",
]

PREFIX = "X-DATELINE-"

#: The field that is the value of a property, by what the property describes.
MAIN = {
    "actor": "name",
    "category": "label",
    "claim": "says",
    "correction": "note",
    "edition": "author",
    "media": "image",
    "source": "url",
}
#: Fields that take lists of ids. No id holds a comma.
_LISTS = frozenset({"sources"})


def text_property(text: str) -> vText:
    """A property of text."""
    from icalendar.prop import vText

    class Text(vText):
        """Escapes as RFC 5545, 3.3.11 has it; the library takes ``\\N`` in a text for a break."""

        def to_ical(self) -> bytes:
            return re.sub(r"[\\;,]", r"\\\g<0>", str(self)).replace("\n", r"\n").encode()

    return Text(text)


def own_property(text: str, fields: Mapping[str, Any] | None = None) -> vText:
    """A property that only Dateline knows: a text, and fields as parameters."""
    from icalendar import Parameters

    value = text_property(text)
    # Without it, what is not in the standard is taken as it stands, with all backslashes.
    value.params = Parameters({"VALUE": "TEXT", **parameters(fields or {})})
    return value


def parameters(fields: Mapping[str, Any]) -> dict[str, str]:
    """Fields as parameters; those without a value are left out."""
    return {
        f"X-{name.upper()}": ",".join(value) if isinstance(value, list) else str(value)
        for name, value in fields.items()
        if value not in (None, "", [])
    }


def fields_of(value: Any, main: str) -> dict[str, Any]:
    """The fields of a property: its value under the name ``main``, and its parameters."""
    fields: dict[str, Any] = {main: str(value)} if str(value) else {}
    for name, given in getattr(value, "params", {}).items():
        if not name.upper().startswith("X-"):
            continue
        key = name[2:].lower()
        text = ",".join(map(str, given)) if isinstance(given, list) else str(given)
        fields[key] = text.split(",") if key in _LISTS else text
    return fields


def properties(component: Component, name: str) -> list[Any]:
    """All properties of a name, in order."""
    found = component.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def checksum(parts: Iterable[str]) -> str:
    """A short sign of a text, by which is seen whether somebody has changed it."""
    import hashlib

    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
