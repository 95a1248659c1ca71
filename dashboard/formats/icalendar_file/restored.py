"""What a calendar of our own kept for us: a timeline comes back as it went out.

Somebody may have changed the calendar in between. What a program can change (title, time, text,
place, categories) is taken from the calendar; where it is as we wrote it, what we know better is.
"""

from __future__ import annotations

from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.draft import Leftovers
from dashboard.formats.icalendar_file.blocks import Block
from dashboard.formats.icalendar_file.own import MAIN, PREFIX, checksum, fields_of, properties
from dashboard.formats.icalendar_file.spans import span_of
from dashboard.formats.markdown_text import escape
from dashboard.when import When, WhenError

__all__ = ["restored", "restored_head"]


def restored_head(assembly: Assembly, head: Any) -> None:
    """Put back the tables and the head of a timeline."""
    for name in ("summary", "language"):
        for value in properties(head, f"{PREFIX}{name}"):
            assembly.head[name] = str(value)
    for value in properties(head, f"{PREFIX}STORY"):
        assembly.head["story"] = str(value).split(",")
    for value in properties(head, f"{PREFIX}EDITION"):
        assembly.head["edition"] = fields_of(value, MAIN["edition"])
    tables = {
        "category": assembly.categories,
        "actor": assembly.actors,
        "source": assembly.sources.table,
    }
    for name, table in tables.items():
        for value in properties(head, f"{PREFIX}{name}"):
            fields = fields_of(value, MAIN[name])
            key = fields.pop("id", "")
            if key:
                table[key] = fields


def restored(
    assembly: Assembly, component: Any, leftovers: Leftovers, block: Block
) -> dict[str, Any]:
    """The fields of an event of ours; without its date where somebody has moved it."""

    def own(name: str) -> str:
        return next((str(value) for value in properties(component, f"{PREFIX}{name}")), "")

    fields: dict[str, Any] = {"title": str(component.get("summary", "")) or "Untitled"}
    key = own("ID")
    fields["id"] = key if key and assembly.event_ids.reserve(key) else None
    if _is_as_written(assembly, component, own("DATE")):
        fields["date"] = own("DATE")
    else:
        leftovers.note(
            "the time was changed in the calendar and no longer is the date that Dateline wrote: "
            "that of the calendar was taken",
            None,
            block.place("DTSTART"),
        )
    fields["summary"] = _summary(component, leftovers, block)
    fields["category"] = own("CATEGORY")
    for name in ("importance", "known"):
        fields[name] = own(name)
    fields["actors"] = own("ACTORS").split(",") if own("ACTORS") else []
    fields["tags"] = _tags(assembly, component, fields["category"])
    name, geo = str(component.get("location", "")), component.get("geo")
    if name:
        degrees = {} if geo is None else {"lat": geo.latitude, "lon": geo.longitude}
        fields["place"] = {"name": name, **degrees}
    fields["sources"] = []
    for value in properties(component, "attach"):
        params = value.params
        key = str(params.get("X-ID", ""))
        if not key:
            fields["sources"].append(assembly.source(str(value), ()))
        elif not params.get("X-FOR"):
            fields["sources"].append(key)
    for part, name in (("claims", "claim"), ("media", "media"), ("corrections", "correction")):
        fields[part] = [
            fields_of(value, MAIN[name]) for value in properties(component, f"{PREFIX}{name}")
        ]
    fields["sources"] = [key for key in fields["sources"] if key]
    return fields


def _is_as_written(assembly: Assembly, component: Any, text: str) -> bool:
    """Whether the time of an entry is still what we made of a date."""
    try:
        span = span_of(When.parse(text, assembly.head.get("timezone", "UTC")))
    except WhenError:
        return False
    start = getattr(component.get("dtstart"), "dt", None)
    end = getattr(component.get("dtend"), "dt", None)
    return (span.start, span.end) == (start, end) if span else start is None


def _summary(component: Any, leftovers: Leftovers, block: Block) -> str:
    text = str(component.get("description", ""))
    for value in properties(component, f"{PREFIX}SUMMARY"):
        if value.params.get("X-OF") == checksum([text]):
            return str(value)
    if text:
        leftovers.note(
            "the text was changed in the calendar: all of it was taken for the summary",
            "remove what Dateline says anyway",
            block.place("DESCRIPTION"),
        )
    return escape(text)


def _tags(assembly: Assembly, component: Any, category: str) -> list[str]:
    labels = [
        str(label)
        for value in properties(component, "categories")
        for label in getattr(value, "cats", [])
    ]
    own = assembly.categories.get(category, {}).get("label")
    return labels[1:] if own and labels[:1] == [own] else labels
