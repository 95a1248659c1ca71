"""The columns of Timesketch, and those that we add.

Timesketch wants ``message``, ``datetime`` and ``timestamp_desc``; ``timestamp`` (microseconds since
1970) decides when it is there. Any other column is shown with the event as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ALIASES", "FIELDS", "INTERNAL", "OWN", "guarded", "key_of", "unguarded"]

FIELDS = ("message", "datetime", "timestamp", "timestamp_desc", "tag")
"""What Timesketch itself gives a meaning."""

ALIASES: Mapping[str, str] = {
    "title": "message",
    "date": "datetime",
    "time": "datetime",
    "category": "timestamp_desc",
    "tags": "tag",
}
"""How ``--map`` may call them, too: our own names for the same."""

INTERNAL = frozenset({"_id", "_index", "_source", "_type"})
"""Numbers of Timesketch's database, as its export has them; and all that begins with ``__ts_``."""

OWN = (
    "event_id",
    "date_written",
    "known",
    "title",
    "summary",
    "category",
    "importance",
    "actors",
    "place",
    "latitude",
    "longitude",
    "evidence",
    "claims",
    "sources",
    "permalink",
    "timeline",
)
"""The columns that we add. ``event_id`` and ``date_written`` tell a file that we wrote."""

#: What makes a spreadsheet take a text for a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def key_of(name: str) -> str:
    """A column's name without what people write in different ways: ``timestampDesc`` is one."""
    return "".join(char for char in name.casefold() if char.isalnum())


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The cell before :func:`guarded`."""
    return text[1:] if text.startswith("'") and guarded(text) != text else text
