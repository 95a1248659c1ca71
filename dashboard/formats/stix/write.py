"""A timeline to a STIX 2.1 bundle.

An event becomes an ``incident``: the one object of the standard that says "this happened" and that
every viewer shows. The standard calls it a stub to be extended; what it has no field for (the date
as written above all) stands in a property extension of ours, which the bundle defines, and the date
also in the first line of the description. ``observed-data`` would need observables, ``sighting`` an
indicator, and a custom type would be seen by nobody.

Nothing is made up: a day is not turned into a timestamp. Ids are derived from the data, so that the
same timeline gives the same bytes and a later edition the same ids.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.stix.kinds import EXTENSION, OPINIONS, RELATIONSHIPS
from dashboard.formats.written import Losses, Written
from dashboard.model import Actor, Claim, Event, Relation, Timeline
from dashboard.when import FOREVER, NEVER, When

__all__ = ["date_line", "write"]

Entry = dict[str, Any]

#: All ids are derived from this one (RFC 9562, version 5).
_NAMESPACE = uuid.UUID("04e7eb63-06d2-468c-bb3a-9b29550f7b87")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Moments that a timestamp of STIX can say (RFC 3339), in milliseconds.
_FIRST, _LAST = (
    (datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1) for year in (1, 9999)
)

#: The vocabulary of the standard for what an actor is (section 10.7).
_CLASSES = {
    "person": "individual",
    "individual": "individual",
    "group": "group",
    "agency": "organization",
    "company": "organization",
    "government": "organization",
    "media": "organization",
    "organisation": "organization",
    "organization": "organization",
}

_LOST = "STIX has no field for {}: {{n}} stand in Dateline's extension, which few tools show"

_DEFINITION = (
    "Properties of a Dateline timeline that STIX 2.1 has no field for. On incident: id; date, as "
    "written, in the Extended Date/Time Format (Library of Congress, 2019); earliest and latest, "
    "the moments between which it lies; known, when it became public; category; importance, 1 to "
    "5; and what else an event of a Dateline file has. On identity: the same of an actor. On "
    "opinion and note: by_ref, stance and date of a claim. On report or grouping: the tables of "
    "the timeline."
)


def write(timeline: Timeline) -> Written:
    """Make a bundle of a timeline without internal events."""
    return _Writer(timeline).write()


def date_line(date: When, language: str) -> str:
    """The first line of a description: the date in words and as written."""
    return f"When: {date.display(language)} [{date.text}]"


class _Writer:
    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.losses = Losses()
        edition = timeline.edition
        self.case = (edition.url if edition and edition.url else None) or timeline.title
        self.published = _stamp(edition.date) if edition and edition.date else None
        self.stamp = self.published or _iso(0)
        self.maker = self._id("identity", "maker")
        self.objects: list[Entry] = []

    # --- Objects ----------------------------------------------------------------------------------

    def _id(self, kind: str, *parts: str) -> str:
        return f"{kind}--{uuid.uuid5(_NAMESPACE, json.dumps([self.case, kind, *parts]))}"

    def _add(
        self, kind: str, parts: Iterable[str], fields: Entry, extension: Entry | None = None
    ) -> str:
        """Add an object; empty fields are left out. Gives its id."""
        key = self._id(kind, *parts)
        entry: Entry = {
            "type": kind,
            "spec_version": "2.1",
            "id": key,
            "created_by_ref": self.maker,
            "created": self.stamp,
            "modified": self.stamp,
        }
        if key == self.maker:
            del entry["created_by_ref"]
        entry |= {name: value for name, value in fields.items() if value not in (None, "", [])}
        if extension is not None:
            kept = {name: value for name, value in extension.items() if value not in (None, "", [])}
            entry["extensions"] = {EXTENSION: {"extension_type": "property-extension", **kept}}
        self.objects.append(entry)
        return key

    def write(self) -> Written:
        """Make the objects in the order in which they refer to each other."""
        timeline = self.timeline
        author = timeline.edition.author if timeline.edition else None
        self._add(
            "identity",
            ["maker"],
            {"name": author or "Dateline", "identity_class": None if author else "system"},
            {"role": "maker"},
        )
        for actor in timeline.actors.values():
            self._actor(actor)
        for event in timeline.events:
            self._event(event)
        for event in timeline.events:
            for index, relation in enumerate(event.related):
                self._relation(event, index, relation)
        head = self._head()
        definition = self._extension()
        bundle = {
            "type": "bundle",
            "id": f"bundle--{uuid.uuid5(_NAMESPACE, data_hash(timeline))}",
            "objects": [definition, head, *self.objects],
        }
        if self.published is None:
            self.losses.note(
                "STIX asks for the time of the record and the file has no edition date: "
                "'created' and 'modified' say 1970",
            )
        text = json.dumps(bundle, ensure_ascii=False, indent=2)
        return Written(f"{text}\n".encode(), self.losses.sentences())

    def _extension(self) -> Entry:
        return {
            "type": "extension-definition",
            "spec_version": "2.1",
            "id": EXTENSION,
            "created_by_ref": self.maker,
            # What it means does not change with the timeline.
            "created": _iso(0),
            "modified": _iso(0),
            "name": "Dateline",
            "description": "What a timeline says about an event",
            "schema": _DEFINITION,
            "version": "1.0.0",
            "extension_types": ["property-extension"],
        }

    def _head(self) -> Entry:
        """The timeline itself: a report where it says when it was published, else a grouping."""
        timeline = self.timeline
        line = imprint(timeline)
        fields: Entry = {
            "name": timeline.title,
            "description": "\n\n".join(filter(None, (timeline.summary, line))),
            "lang": timeline.language,
            "published": self.published,
            "context": None if self.published else "unspecified",
            "object_refs": [entry["id"] for entry in self.objects],
        }
        if page := _web(permalink(timeline)):
            fields["external_references"] = [{"source_name": "Dateline", "url": page}]
        rest = _rest(timeline, "title", "summary", "language", "actors", "events")
        extension = {"dateline": 1, "imprint": line, **rest}
        kind = "report" if self.published else "grouping"
        self._add(kind, ["timeline"], fields, extension)
        return self.objects.pop()

    def _actor(self, actor: Actor) -> None:
        self._add(
            "identity",
            ["actor", actor.id],
            {"name": actor.name, "identity_class": _CLASSES.get((actor.kind or "").lower())},
            _rest(actor, "name"),
        )

    def _event(self, event: Event) -> None:
        timeline, losses = self.timeline, self.losses
        line = date_line(event.date, timeline.language)
        held = ("title", "summary", "actors", "claims", "sources", "related", "tags")
        extension = {
            **_rest(event, *held, *(("place",) if _located(event) else ())),
            "earliest": _limit(event.date.earliest),
            "latest": _limit(event.date.latest),
            "permalink": permalink(timeline, event.id),
        }
        references = self._references(event.sources)
        if page := _web(permalink(timeline, event.id)):
            references.append({"source_name": "Dateline", "url": page})
        key = self._add(
            "incident",
            ["event", event.id],
            {
                "name": event.title,
                "description": "\n\n".join(filter(None, (line, event.summary))),
                "lang": timeline.language,
                "labels": list(event.tags),
                "external_references": references,
            },
            extension,
        )
        for actor in event.actors:
            self._link(key, "related-to", self._id("identity", "actor", actor))
        if _located(event):
            self._link(key, "located-at", self._location(event))
        for index, claim in enumerate(event.claims):
            self._claim(event, index, claim, key)
        losses.note(_LOST.format("dates without a time of day (they stand in the text, too)"))
        for name, count in (
            ("categories", event.category is not None),
            ("importance", event.importance != 3),
            ("the date on which something became known", event.known is not None),
            ("places without coordinates", event.place is not None and not _located(event)),
            ("corrections", bool(event.corrections)),
            ("numbers of claims", any(claim.number for claim in event.claims)),
        ):
            losses.note(_LOST.format(name), int(count))
        losses.note("STIX holds no pictures: {n} are only named in the extension", len(event.media))

    def _references(self, sources: Iterable[str]) -> list[Entry]:
        """Sources as references; the id of a source is their ``external_id``."""
        references = []
        for key in sources:
            source = self.timeline.sources[key]
            entry = {
                "source_name": source.label,
                "description": source.title,
                "url": source.url,
                "external_id": source.id,
            }
            references.append({name: value for name, value in entry.items() if value})
        return references

    def _link(self, source: str, verb: str, target: str) -> None:
        fields = {"relationship_type": verb, "source_ref": source, "target_ref": target}
        self._add("relationship", [source, verb, target], fields)

    def _location(self, event: Event) -> str:
        place = event.place
        assert place is not None
        parts = ["place", place.name, repr(place.lat), repr(place.lon)]
        key = self._id("location", *parts)
        if all(entry["id"] != key for entry in self.objects):
            fields = {"name": place.name, "latitude": place.lat, "longitude": place.lon}
            self._add("location", parts, fields)
        return key

    def _claim(self, event: Event, index: int, claim: Claim, about: str) -> None:
        actor = self.timeline.actors[claim.by]
        opinion = OPINIONS.get(claim.stance)
        extension = {
            "by_ref": self._id("identity", "actor", claim.by),
            "stance": claim.stance.value,
            **_rest(claim, "by", "says", "sources"),
        }
        fields: Entry = {
            "authors": [actor.name],
            "object_refs": [about],
            "external_references": self._references(claim.sources),
        }
        parts = ["claim", event.id, str(index)]
        if opinion:
            fields |= {"opinion": opinion, "explanation": claim.says}
            self._add("opinion", parts, fields, extension)
        else:
            fields |= {"abstract": f"{actor.label} {claim.stance.value}", "content": claim.says}
            self._add("note", parts, fields, extension)
            self.losses.note("STIX has no opinion that doubts or retracts: {n} claims became notes")

    def _relation(self, event: Event, index: int, relation: Relation) -> None:
        ends = [self._id("incident", "event", key) for key in (event.id, relation.to)]
        parts = ["relation", event.id, str(index)]
        references = self._references(relation.sources)
        verb = RELATIONSHIPS.get(relation.kind)
        rest = _rest(relation, "to", "kind", "note", "sources")
        if verb is None:
            other = self.timeline.by_id[relation.to]
            abstract = f"No known link between “{event.title}” and “{other.title}”"
            fields: Entry = {"abstract": abstract, "content": relation.note or abstract}
            fields |= {"object_refs": ends, "external_references": references}
            self._add("note", parts, fields, {"relation": relation.kind.value, **rest})
            self.losses.note(
                "in STIX a line between two objects says that they are linked: {n} relations "
                "'no-known-link' became notes"
            )
            return
        fields = {"relationship_type": verb, "source_ref": ends[0], "target_ref": ends[1]}
        fields |= {"description": relation.note, "external_references": references}
        self._add("relationship", parts, fields, rest or None)


def _rest(value: BaseModel, *held: str) -> Entry:
    """What a value says beyond the fields that have a place of their own."""
    values: Entry = value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {name: entry for name, entry in values.items() if name not in held}


def _located(event: Event) -> bool:
    """Whether a place is one for STIX, which wants coordinates (section 4.9)."""
    return event.place is not None and event.place.lat is not None


def _web(address: str) -> str | None:
    return address if address.startswith(("http://", "https://")) else None


def _iso(ms: int) -> str:
    moment = _EPOCH + timedelta(milliseconds=ms)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _stamp(date: When) -> str | None:
    """The first moment of a date as a timestamp, if it has one that can be written."""
    return _iso(date.start) if _FIRST <= date.start < _LAST else None


def _limit(ms: int) -> str | None:
    return None if ms in (NEVER, FOREVER) or not _FIRST <= ms < _LAST else _iso(ms)
