"""The words of events: folded for the search, and as an index for pages without a server."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dashboard import prose
from dashboard.model import Event, Timeline
from dashboard.when import When

__all__ = ["fold", "in_words", "searched", "searched_each"]

#: Stands between the texts of two events; nothing that is looked for.
_BETWEEN = "\0"


def fold(text: str) -> str:
    """Take case, accents and final forms off a text, as the browser does with what is searched."""
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    return re.sub(r"\s+", " ", bare).strip().lower().replace("\u03c2", "\u03c3")


def searched(timeline: Timeline, event: Event) -> str:
    """All words of an event that a reader may search for, its sources included, each once."""
    return " ".join(dict.fromkeys(fold(_spoken(timeline, event)).split()))


def searched_each(timeline: Timeline, events: Iterable[Event]) -> list[list[str]]:
    """The same words of several events, which are folded together."""
    told = (_spoken(timeline, event).replace(_BETWEEN, " ") for event in events)
    return [text.split() for text in fold(f" {_BETWEEN} ".join(told)).split(_BETWEEN)]


@lru_cache(maxsize=65_536)
def in_words(when: When, language: str = "en") -> str:
    """A date in words; the same days come again and again."""
    return when.display(language)


def _spoken(timeline: Timeline, event: Event) -> str:
    actors = [timeline.actors[key] for key in (*event.actors, *(c.by for c in event.claims))]
    sources = [timeline.sources[key] for key in event.cited]
    category = timeline.categories.get(event.category or "")
    words: list[str | None] = [
        event.title,
        prose.plain(event.summary),
        event.date.text,
        in_words(event.date),
        category.label if category else None,
        event.place.name if event.place else None,
        *event.tags,
        *(name for actor in actors for name in (actor.name, actor.short)),
        *(prose.plain(claim.says) for claim in event.claims),
        *(claim.number for claim in event.claims),
        *(part for source in sources for part in (source.title, source.publisher, source.quote)),
    ]
    return " ".join(filter(None, words))
