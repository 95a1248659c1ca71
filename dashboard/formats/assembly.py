"""Puts a draft together from the records of another tool: ids, actors, sources, categories.

Readers say what they found; this hands out readable ids that nobody else has, keeps one entry for
each actor, source and category however often it is met, and drops no address in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.formats.collect import Path
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.markdown_text import LONGEST_LINE, LONGEST_PROSE, line
from dashboard.formats.slugs import slug
from dashboard.formats.source_draft import SourceDraft

__all__ = ["Assembly", "Ids"]

#: Traffic Light Protocol 2.0 (FIRST, 2022): what may not be shown to everybody. ``amber`` covers
#: ``amber+strict``; ``white`` and ``clear`` are free.
RESTRICTED = ("tlp:red", "tlp:amber", "tlp:green")


#: What ends a line without being ``\n``, and what no file of ours may hold.
_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]").search


class _Cleaner:
    """Takes out of texts what no file may hold, and counts where."""

    def __init__(self) -> None:
        self.found = 0

    def value(self, value: Any) -> Any:
        """The same for all texts in a value; a draft is nowhere deep."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(key): self.value(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.value(one) for one in value]
        return value

    def text(self, text: str) -> str:
        """A text without control characters, with ``\n`` at the end of lines."""
        if _UNCLEAN(text) is None:
            return text
        clean, times = _CONTROLS.subn("", _ENDS.sub("\n", text))
        self.found += bool(times)
        return clean


class Ids:
    """Readable ids of one table, each handed out once, also when a million wish for the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, text: str, otherwise: str) -> str:
        """An id made from a text, or from the second one where the first holds no letter."""
        wanted = slug(text) or slug(otherwise) or "entry"
        key = wanted
        while key in self._taken:
            number = self._next.get(wanted, 2)
            self._next[wanted] = number + 1
            key = f"{wanted}-{number}"
        self._taken.add(key)
        return key

    def reserve(self, key: str) -> bool:
        """Take an id as it is; False when somebody has it already."""
        if key in self._taken:
            return False
        self._taken.add(key)
        return True


class Assembly:
    """A draft in the making.

    Args:
        title: The title of the timeline.
        foreign: The file; its zone, if the user gave one, becomes that of the timeline.
        leftovers: Where is noted what found no place.

    Attributes:
        missed: How many entries of the file look like events and could not become one.
    """

    def __init__(self, title: str, foreign: Foreign, leftovers: Leftovers) -> None:
        self.leftovers = leftovers
        self.head: dict[str, Any] = {"title": line(title)[:LONGEST_LINE]}
        self.comments: dict[Path, str] = {}
        self.events: list[dict[str, Any]] = []
        self.actors: dict[str, dict[str, Any]] = {}
        self.categories: dict[str, dict[str, Any]] = {}
        self.missed = 0
        self.event_ids = Ids()
        self.sources = SourceDraft()
        self._ids = {"actors": Ids(), "categories": Ids()}
        self._known: dict[tuple[str, str], str] = {}
        if foreign.timezone:
            self.head["timezone"] = foreign.timezone

    def actor(self, name: str, **fields: str) -> str:
        """The id of the actor of this name, who is entered when first met."""
        name = line(name)[:LONGEST_LINE]
        return self._entry("actors", self.actors, name, {"name": name, **fields})

    def category(self, label: str) -> str:
        """The id of the category with this label, which is entered when first met."""
        label = line(label)[:LONGEST_LINE]
        return self._entry("categories", self.categories, label, {"label": label})

    def source(self, url: str, path: Path, **fields: str | None) -> str | None:
        """The id of the source at an address; None when it is no address that may be followed.

        Args:
            url: The address.
            path: Where it stands in the file.
            fields: What else is known about it.
        """
        key = self.sources.add(url, "", **fields)
        if key is None:
            self.leftovers.note(
                "an address that does not lead to the web is no link and went into the text",
                "put one that begins with http:// or https:// there if there is one",
                path=path,
            )
        return key

    def _entry(
        self, kind: str, table: dict[str, dict[str, Any]], name: str, entry: dict[str, Any]
    ) -> str:
        key = self._known.get((kind, name))
        if key is None:
            key = self._ids[kind].take(name, kind.removesuffix("s"))
            self._known[kind, name] = key
            table[key] = entry
        return key

    def enter(self, kind: str, key: str, entry: dict[str, Any]) -> None:
        """Enter an actor or a category under an id that it has already.

        Args:
            kind: ``actors`` or ``categories``.
            key: The id; an entry that is there already stays.
            entry: Its fields.
        """
        table = self.actors if kind == "actors" else self.categories
        if self._ids[kind].reserve(key):
            table[key] = entry
            self._known.setdefault((kind, str(entry.get("name", entry.get("label")))), key)

    def restore(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Enter an event that we wrote ourselves, with its ``id``; only empty fields are left out.

        Returns:
            The event as it stands in the draft.
        """
        event = _filled(fields)
        self.events.append(event)
        return event

    def event(
        self, fields: Mapping[str, Any], path: Path = (), remarks: Iterable[str] = ()
    ) -> dict[str, Any]:
        """Enter an event; empty fields are left out.

        What the Traffic Light Protocol restricts, by a tag such as ``tlp:red``, becomes internal.

        Args:
            fields: As in the file; with an ``id`` only if ``event_ids`` gave it out or kept it.
            path: Where it stands in the foreign file.
            remarks: What was guessed about it; becomes a comment.

        Returns:
            The event as it stands in the draft, always with its ``id``.
        """
        event = _filled(fields)
        said = list(remarks)
        if "id" not in event:
            event["id"] = self.event_ids.take(event["title"], f"event {event['date']}")
        if "tags" in event:
            tags = dict.fromkeys(line(tag)[:LONGEST_LINE] for tag in event["tags"])
            event["tags"] = [tag for tag in tags if tag]
        marked = next((t for t in event.get("tags", ()) if t.lower().startswith(RESTRICTED)), None)
        if marked:
            event["visibility"] = "internal"
            said.append(f"internal because the record is marked {marked}")
        if len(event.get("summary", "")) > LONGEST_PROSE:
            event["summary"] = f"{event['summary'][: LONGEST_PROSE - 1]}…"
            self.leftovers.note(
                f"a text of more than {LONGEST_PROSE:,} characters was cut", path=path
            )
        if said:
            self.comments["events", len(self.events)] = "; ".join(said)
        self.events.append(event)
        return event

    def draft(self) -> Draft:
        """The document: without empty tables, and without ids that follow from titles.

        To be called before what was left out is reported.
        """
        tables = {
            "categories": self.categories,
            "actors": self.actors,
            "sources": self.sources.table,
        }
        document = {**self.head, **{name: table for name, table in tables.items() if table}}
        document["events"] = [
            {key: value for key, value in event.items() if key != "id"}
            if event["id"] == slug(event["title"])
            else event
            for event in self.events
        ]
        cleaned = _Cleaner()
        document = cleaned.value(document)
        comments = {path: cleaned.text(comment) for path, comment in self.comments.items()}
        if cleaned.found:
            self.leftovers.note(
                f"control characters were left out of {cleaned.found:,} texts",
                "no file of ours holds them",
            )
        return Draft(document, comments, len(self.events) + self.missed)


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}
