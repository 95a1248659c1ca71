"""A timeline to a calendar: an entry for each event, with its sources as links and in words.

Calendars have no uncertain dates. A month becomes all its days, and the text of the entry says what
the date is; it is never the first day of the month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.document import document
from dashboard.formats.icalendar_file.own import (
    MAIN,
    PREFIX,
    checksum,
    own_property,
    parameters,
    text_property,
)
from dashboard.formats.icalendar_file.spans import Span, span_of
from dashboard.formats.written import Losses, Written
from dashboard.model import Event, Source, Timeline
from dashboard.provenance import assess
from dashboard.when import Precision

if TYPE_CHECKING:
    from icalendar import Calendar, Component

__all__ = ["write_calendar"]

#: Written where an edition has no day: the entry was made at no particular time.
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)

#: Entries of a timeline's head and of an event that take a property each, by their name in a file.
_TABLES = {"categories": "category", "actors": "actor", "sources": "source"}
_PARTS = {"claims": "claim", "media": "media", "corrections": "correction"}


def write_calendar(timeline: Timeline) -> Written:
    """Write a timeline as iCalendar; the same timeline gives the same bytes."""
    from icalendar import Calendar

    losses = Losses()
    values = document(timeline)
    calendar = Calendar()
    calendar.add("prodid", "-//Dateline//Dateline//EN")
    calendar.add("version", "2.0")
    _head(calendar, timeline, values)
    stamp = _stamp(timeline)
    for event, entry in zip(timeline.events, values["events"], strict=True):
        component = _entry(timeline, event, entry, losses)
        component.add("dtstamp", stamp)
        calendar.add_component(component)
    return Written(calendar.to_ical(), losses.sentences())


def _head(calendar: Calendar, timeline: Timeline, values: Mapping[str, Any]) -> None:
    about = "\n\n".join(filter(None, (timeline.summary, imprint(timeline))))
    # RFC 7986 has names for what most programs still know under the older X- names.
    for name in ("NAME", "X-WR-CALNAME"):
        calendar.add(name, text_property(timeline.title))
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        calendar.add(name, text_property(about))
    calendar.add("X-WR-TIMEZONE", text_property(timeline.timezone))
    if permalink(timeline):
        calendar.add("url", permalink(timeline))
    calendar.add(f"{PREFIX}HASH", own_property(data_hash(timeline)))
    for name in ("summary", "language"):
        if name in values:
            calendar.add(f"{PREFIX}{name}", own_property(values[name]))
    if timeline.story:
        calendar.add(f"{PREFIX}STORY", own_property(",".join(timeline.story)))
    if "edition" in values:
        calendar.add(f"{PREFIX}EDITION", _own("edition", values["edition"]))
    for table, name in _TABLES.items():
        for key, entry in values.get(table, {}).items():
            calendar.add(f"{PREFIX}{name}", _own(name, {"id": key, **entry}))


def _own(name: str, fields: Mapping[str, Any]) -> Any:
    main = MAIN[name]
    rest = {key: value for key, value in fields.items() if key != main}
    return own_property(str(fields.get(main, "")), rest)


def _stamp(timeline: Timeline) -> datetime:
    """The day of the edition; never the moment of writing, which would change every file."""
    day = timeline.edition.date if timeline.edition else None
    span = span_of(day) if day and day.precision.rank >= Precision.DAY.rank else None
    if span is None:
        return _NO_DAY
    first = span.start
    if isinstance(first, datetime):
        return first
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


def _uid(timeline: Timeline, event: str) -> str:
    """An id that stays the same in all editions, so that a program knows the entry again."""
    link = permalink(timeline, event)
    return str(uuid5(NAMESPACE_URL, link if link[:1] != "#" else f"{timeline.title}{link}"))


def _entry(
    timeline: Timeline, event: Event, values: Mapping[str, Any], losses: Losses
) -> Component:
    from icalendar import Event as Entry
    from icalendar import Journal
    from icalendar.prop import vCategory

    span = span_of(event.date)
    component: Component = Entry() if span else Journal()
    component.add("uid", _uid(timeline, event.id))
    component.add("summary", text_property(event.title))
    if span:
        component.add("dtstart", span.start)
        if span.end is not None:
            component.add("dtend", span.end)
        # Nobody is busy because of what happened.
        component.add("transp", "TRANSPARENT")
    link = permalink(timeline, event.id)
    if not link.startswith("#"):
        component.add("url", link)
    category = timeline.categories[event.category] if event.category else None
    labels = [*([category.label] if category else []), *event.tags]
    if labels:
        written = vCategory(labels)
        written.cats = [text_property(label) for label in labels]
        component.add("categories", written)
    if event.place:
        component.add("location", text_property(event.place.name))
        if event.place.lat is not None and event.place.lon is not None:
            component.add("geo", (event.place.lat, event.place.lon))
    for key in event.cited:
        source = timeline.sources[key]
        fields = {"id": key, "for": "" if key in event.sources else "claim"}
        label = source.title or source.label
        component.add("attach", source.url, parameters={**parameters(fields), "LABEL": label})
    _relations(component, timeline, event, values)
    _own_fields(component, event, values)
    text = "\n".join(_text(timeline, event, span))
    component.add("description", text_property(text))
    component.add(f"{PREFIX}SUMMARY", own_property(event.summary or "", {"of": checksum([text])}))
    _count(event, span, losses)
    return component


def _relations(
    component: Component, timeline: Timeline, event: Event, values: Mapping[str, Any]
) -> None:
    for relation, fields in zip(event.related, values.get("related", ()), strict=True):
        own = own_property(_uid(timeline, relation.to), fields)
        # To be a part of something is what RFC 5545 calls to have a parent.
        own.params["RELTYPE"] = "PARENT" if relation.kind == "part-of" else f"X-{relation.kind}"
        component.add("related-to", own)


def _own_fields(component: Component, event: Event, values: Mapping[str, Any]) -> None:
    component.add(f"{PREFIX}ID", own_property(event.id))
    component.add(f"{PREFIX}DATE", own_property(event.date.text))
    for name in ("category", "importance", "known"):
        if name in values:
            component.add(f"{PREFIX}{name}", own_property(str(values[name])))
    if event.actors:
        component.add(f"{PREFIX}ACTORS", own_property(",".join(event.actors)))
    for part, name in _PARTS.items():
        for fields in values.get(part, ()):
            component.add(f"{PREFIX}{name}", _own(name, fields))


def _text(timeline: Timeline, event: Event, span: Span | None) -> Iterator[str]:
    """The text of an entry: all that its other fields cannot say, for whoever opens it."""
    plain = span is not None and span.exact and not isinstance(span.start, datetime)
    if not plain:
        written = event.date.display(timeline.language)
        yield f"Date: {written} ({event.date.text}, {event.date.zone})"
        yield ""
    if event.summary:
        yield event.summary
        yield ""
    numbers = {key: number for number, key in enumerate(event.cited, 1)}
    if event.actors:
        yield f"Actors: {', '.join(timeline.actors[key].name for key in event.actors)}"
    for claim in event.claims:
        marks = "".join(f" [{numbers[key]}]" for key in claim.sources)
        made = f" ({claim.date.display(timeline.language)})" if claim.date else ""
        yield f"{timeline.actors[claim.by].label} {claim.stance}{made}: {claim.says}{marks}"
    verdict = assess(timeline, event)
    yield f"Evidence: {verdict.evidence}; {verdict.reason}"
    for relation in event.related:
        other = timeline.by_id[relation.to]
        note = f": {relation.note}" if relation.note else ""
        yield f"{relation.kind}: {other.title} ({other.date.display(timeline.language)}){note}"
    for key, number in numbers.items():
        yield f"[{number}] {_cited(timeline.sources[key], timeline.language)}"
    for correction in event.corrections:
        yield f"Corrected {correction.date.display(timeline.language)}: {correction.note}"
    yield ""
    yield permalink(timeline, event.id)
    yield imprint(timeline)


def _cited(source: Source, language: str) -> str:
    published = source.published.display(language) if source.published else None
    archived = f"archived: {source.archived}" if source.archived else None
    parts = (source.label, source.title, published, source.url, archived)
    return ", ".join(part for part in parts if part)


def _count(event: Event, span: Span | None, losses: Losses) -> None:
    """Note what a calendar shows otherwise than Dateline does, or not at all."""
    if span is None:
        losses.note(
            "iCalendar has no dates before the year 1: {n} events are journal entries without date"
        )
    elif not span.exact:
        losses.note(
            "iCalendar has no uncertain dates: {n} events fill all the time that their date "
            "allows, and their text says the date"
        )
        if event.date.open_start or event.date.open_end:
            losses.note("iCalendar has no open ends: {n} dates are open only in the text")
    losses.note("iCalendar has no field for claims: {n} went into the text", len(event.claims))
    losses.note("iCalendar has no field for pictures: {n} were left out", len(event.media))
    losses.note(
        "iCalendar has no field for corrections: {n} went into the text", len(event.corrections)
    )
    losses.note(
        "iCalendar has no field for kinds of relations: {n} went into the text", len(event.related)
    )
    losses.note("iCalendar has no field for actors: {n} went into the text", len(event.actors))
