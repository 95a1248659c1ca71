"""Which state of a timeline something was made from, and where an event of it can be found.

Every output says the same three things: the edition, a hash of the data and, for an event, its
permanent link. This is the one place they come from.
"""

from __future__ import annotations

import hashlib
import json
from urllib.parse import quote

from dashboard.model import Timeline

__all__ = ["SHORT", "data_hash", "imprint", "permalink", "short_hash"]

#: Digits of the hash that are printed; enough to tell editions apart, short enough to compare.
SHORT = 12


def data_hash(timeline: Timeline) -> str:
    """The SHA-256 of a timeline's values in hexadecimal digits.

    It is taken over JSON with sorted keys and without blanks (as in RFC 8785), so that it depends
    on nothing but what the timeline says: not on comments, order of fields or the file's name.
    """
    values = timeline.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short_hash(timeline: Timeline) -> str:
    """The first digits of :func:`data_hash`."""
    return data_hash(timeline)[:SHORT]


def permalink(timeline: Timeline, event: str = "") -> str:
    """The address of an event: of the edition's page, with the event after ``#``.

    Where the edition does not say at which address it is published, the part after ``#`` alone,
    which works on any copy of the page.

    Args:
        timeline: The timeline.
        event: The id of an event; the page as a whole without one.
    """
    fragment = f"#event={quote(event, safe='-_.:')}" if event else ""
    url = timeline.edition.url if timeline.edition else None
    return f"{(url or '').split('#')[0]}{fragment}"


def imprint(timeline: Timeline) -> str:
    """One line that says what something was made from, for the foot of pictures and reports."""
    edition = timeline.edition
    parts: list[str | None] = [timeline.title]
    if edition:
        version = f"edition {edition.version}" if edition.version else ""
        date = edition.date.display() if edition.date else ""
        parts += [", ".join(filter(None, (version, date))), edition.author, edition.licence]
    parts.append(f"data {short_hash(timeline)}")
    return " · ".join(part for part in parts if part)
