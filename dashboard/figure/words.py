"""The texts of a figure, safe to hand to plotly.js."""

from __future__ import annotations

import re
import textwrap
from types import MappingProxyType

from dashboard.layout.text import clean, isolate
from dashboard.model import Event, Evidence, Timeline
from dashboard.provenance import Assessment, assess

__all__ = ["CLICK", "escape", "hover_text", "verdict", "wrapped"]

_VERDICT = MappingProxyType(
    {
        Evidence.CORROBORATED: "Corroborated",
        Evidence.SINGLE_SOURCE: "Single source",
        Evidence.DISPUTED: "Disputed",
        Evidence.UNSOURCED: "Unsourced",
    }
)

#: The last line of every hover text.
CLICK = "<i>Click for sources</i>"

#: The longest line of a hover text, in characters, and the most lines of one of its paragraphs.
_LINE, _LINES = 52, 4

#: Words of ASCII with single blanks between them and nothing to escape: most lines are.
_EVEN = re.compile("[!-%'-;=?-~]+(?: [!-%'-;=?-~]+)*").fullmatch


def escape(text: str) -> str:
    """Make a text safe for plotly.js, which reads some HTML tags and entities in every text.

    Control characters are dropped and blanks collapsed, so that no text can break a line either.
    """
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hover_text(timeline: Timeline, event: Event, found: Assessment | None = None) -> str:
    """What is shown on hovering: title, date, category, evidence and its reason.

    Args:
        timeline: Where the event belongs.
        event: The event.
        found: Its evidence on some day; by default that of today.
    """
    found = found or assess(timeline, event)
    category = timeline.categories.get(event.category or "")
    lines = [
        *(f"<b>{line}</b>" for line in wrapped(event.title)),
        escape(event.date.display(timeline.language)),
        *(wrapped(category.label) if category else ()),
        *wrapped(f"{verdict(found.evidence)}: {found.reason}"),
        CLICK,
    ]
    return "<br>".join(lines)


def verdict(evidence: Evidence) -> str:
    """A kind of evidence in words."""
    return _VERDICT[evidence]


def wrapped(text: str) -> list[str]:
    """Break a text into escaped lines; what does not fit in the last one is cut at a word."""
    if len(text) <= _LINE and _EVEN(text):
        return [text]
    line = clean(text)
    if 0 < len(line) <= _LINE:
        return [escape(isolate(line))]
    lines = textwrap.wrap(line, _LINE, max_lines=_LINES, placeholder=" \u2026")
    return [escape(isolate(line)) for line in lines]
