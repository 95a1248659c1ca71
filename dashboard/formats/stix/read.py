"""A STIX 2.0 or 2.1 bundle to a draft.

Objects that say when something was become events; who acts becomes an actor, references become
sources. Objects that have only the time of their record (``created``, ``modified``) are no events:
what is said about an event with them is kept, and the rest is listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, Path
from dashboard.formats.defang import headline
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.json_values import explain, mappings_in, text_in
from dashboard.formats.stix.kinds import (
    ACTORS,
    KINDS,
    PARTS,
    RELATIONS,
    STANCES,
    TAGS,
)
from dashboard.formats.stix.moment import Span, span_of
from dashboard.formats.stix.names import name_of, texts, unnamed
from dashboard.formats.stix.own import Restorer
from dashboard.formats.stix.summary import Summary

__all__ = ["read", "recognises"]

Entry = dict[str, Any]

_ID = re.compile(r"[a-z][a-z0-9-]{1,250}--[0-9a-fA-F-]{36}").fullmatch

_BUNDLE = 'a bundle is JSON that begins with {"type": "bundle", "objects": […]}'

#: Names that a warning lists.
_LISTED = 8


def recognises(foreign: Foreign) -> bool:
    """Whether a file is a bundle, or an object or a list of objects as a bundle holds them."""
    return bool(_objects(foreign.document))


def _objects(document: object) -> list[Any]:
    if isinstance(document, dict):
        if document.get("type") == "bundle" and isinstance(document.get("objects"), list):
            return list(document["objects"]) or [{}]
        document = [document]
    if isinstance(document, list) and document and all(map(_is_object, document[:100])):
        return document
    return []


def _is_object(entry: object) -> bool:
    return isinstance(entry, dict) and _ID(str(entry.get("id", ""))) is not None


def read(foreign: Foreign, problems: Collector) -> Draft | None:
    """Make a draft of a bundle.

    Args:
        foreign: The file.
        problems: Where everything wrong and everything left out is reported.

    Returns:
        The draft, or None when the file is no bundle or nothing in it has a time.
    """
    objects = _objects(foreign.document)
    if not objects:
        explain(foreign, problems, "STIX", _BUNDLE)
        return None
    leftovers = Leftovers(problems)
    draft = _Reader(foreign, problems, leftovers, objects).read()
    leftovers.report()
    return draft


class _Reader:
    def __init__(
        self, foreign: Foreign, problems: Collector, leftovers: Leftovers, objects: list[Any]
    ) -> None:
        self.problems = problems
        self.leftovers = leftovers
        self.paths: dict[str, Path] = {}
        self.objects: dict[str, Entry] = {}
        bundled = isinstance(foreign.document, dict) and "objects" in foreign.document
        for index, entry in enumerate(objects):
            self._take(entry, ("objects", index) if bundled else (index,))
        stem = re.split(r"[/\\]", foreign.name)[-1].rpartition(".")[0]
        self.draft = Assembly(stem or "STIX bundle", foreign, leftovers)
        self.events: dict[str, Entry] = {}
        self.used: set[str] = set()
        self.summaries: dict[str, Summary] = {}

    def _take(self, entry: Any, path: Path) -> None:
        """Keep one version of each object, the latest."""
        if not _is_object(entry) or not isinstance(entry.get("type"), str):
            self.leftovers.note("an entry without a STIX id and a type was left out", path=path)
            return
        key = entry["id"]
        known = self.objects.get(key)
        if known is not None:
            self.leftovers.note("an older version of an object was left out", path=path)
            if str(known.get("modified", "")) >= str(entry.get("modified", "")):
                return
        self.objects[key], self.paths[key] = entry, path

    def read(self) -> Draft | None:
        restorer = Restorer(self.objects, self.paths, self.draft, self.leftovers)
        restorer.restore()
        restored = frozenset(restorer.done)
        self.used |= restored
        for key, event in restorer.events.items():
            self.events[key] = event
            self.summaries[key] = self._summary(self.objects[key], self.paths[key])
            self.summaries[key].begin(event.get("summary", ""))
        self._title()
        for key, entry in self.objects.items():
            if key not in restored:
                self._event(key, entry)
        for key, entry in self.objects.items():
            if entry["type"] == "relationship" and key not in restored:
                self._relationship(key, entry)
            elif entry["type"] in ("note", "opinion") and key not in restored:
                self._remark(key, entry)
        for key, summary in self.summaries.items():
            text = summary.text()
            if text:
                self.events[key]["summary"] = text
        self._list_the_rest()
        if not self.draft.events:
            self.problems.error(
                "no object in the bundle says when something happened",
                "'created' and 'modified' are the time of the record; events need for example "
                "first_seen, first_observed, valid_from, published or start_time",
            )
            return None
        return self.draft.draft()

    def _title(self) -> None:
        """Call the timeline like the one report or grouping of the bundle, if there is one."""
        heads = [e for e in self.objects.values() if e["type"] in ("report", "grouping")]
        if (
            len(heads) == 1
            and isinstance(heads[0].get("name"), str)
            and "language" not in self.draft.head
        ):
            self.draft.head["title"] = headline(heads[0]["name"])

    # --- Events -----------------------------------------------------------------------------------

    def _event(self, key: str, entry: Entry) -> None:
        kind = KINDS.get(entry["type"])
        span = span_of(entry, kind) if kind else None
        if kind is None or span is None:
            return
        path = self.paths[key]
        for field, reason in span.wrong:
            self.leftovers.note(
                f"a time that cannot be read: {reason}",
                "write for example 2016-01-08T12:50:40.123Z",
                path=(*path, field),
            )
        if span.date is None or entry.get("revoked") is True:
            self.draft.missed += 1
            return
        summary = self._summary(entry, path)
        summary.fill(
            kind.caveat, {*PARTS, *span.used, "relationship_type", "source_ref", "target_ref"}
        )
        fields: Entry = {
            "date": span.date,
            "title": headline(self._title_of(entry, span)),
            "category": self.draft.category(kind.category),
            "actors": self._actors(entry),
            "place": self._place(entry),
            "sources": self._sources(entry, summary, path),
            "tags": [
                *self._markings(entry),
                *(tag for name in TAGS for tag in texts(entry.get(name))),
            ],
        }
        self.events[key] = self.draft.event(fields, path, span.remarks)
        self.summaries[key] = summary
        self.used.add(key)
        # Whom it names in its text is not lost.
        for field, value in entry.items():
            if field.endswith(("_ref", "_refs")):
                self.used.update(texts(value))

    def _summary(self, entry: Entry, path: Path) -> Summary:
        return Summary(entry, self.objects, self.leftovers, path)

    def _title_of(self, entry: Entry, span: Span) -> str:
        kind = KINDS[entry["type"]]
        if entry["type"] == "sighting":
            name = self._name(entry.get("sighting_of_ref"))
            where = ", ".join(self._name(ref) for ref in texts(entry.get("where_sighted_refs")))
            return f"{kind.title.format(name=name)}{f' by {where}' if where else ''}"
        return f"{kind.title.format(name=name_of(entry, self.objects))}{kind.moments[span.which]}"

    def _name(self, ref: object) -> str:
        entry = self.objects.get(ref) if isinstance(ref, str) else None
        if entry is None:
            return unnamed(str(ref or "object"))
        self.used.add(str(ref))
        return name_of(entry, self.objects)

    def _actor(self, ref: object) -> str | None:
        entry = self.objects.get(ref) if isinstance(ref, str) else None
        if entry is None or entry["type"] not in ACTORS:
            return None
        self.used.add(entry["id"])
        kinds = texts(entry.get("identity_class")) or texts(entry.get("type"))
        return self.draft.actor(name_of(entry, self.objects), kind=headline(kinds[0]))

    def _actors(self, entry: Entry) -> list[str]:
        refs = [entry["id"], *texts(entry.get("where_sighted_refs"))]
        if entry["type"] == "relationship":
            refs += [*texts(entry.get("source_ref")), *texts(entry.get("target_ref"))]
        return list(dict.fromkeys(key for ref in refs if (key := self._actor(ref))))

    def _place(self, entry: Entry) -> Entry | None:
        for ref in texts(entry.get("where_sighted_refs")):
            place = self._location(ref)
            if place:
                return place
        return None

    def _location(self, ref: object) -> Entry | None:
        entry = self.objects.get(ref) if isinstance(ref, str) else None
        if entry is None or entry["type"] != "location":
            return None
        self.used.add(entry["id"])
        place: Entry = {"name": headline(name_of(entry, self.objects))}
        lat, lon = entry.get("latitude"), entry.get("longitude")
        if _is_degrees(lat, 90) and _is_degrees(lon, 180):
            place |= {"lat": float(lat), "lon": float(lon)}  # type: ignore[arg-type]  # checked
        return place

    def _sources(self, entry: Entry, summary: Summary, path: Path) -> list[str]:
        found: dict[str, None] = {}
        for index, ref in enumerate(mappings_in(entry.get("external_references"))):
            at = (*path, "external_references", index)
            name, about = (text_in(ref.get(field)) for field in ("source_name", "description"))
            number = text_in(ref.get("external_id"))
            if url := text_in(ref.get("url")):
                note = " · ".join(filter(None, (number, about)))
                key = self.draft.source(url, at, publisher=headline(name), note=note)
                if key:
                    found[key] = None
                    continue
            summary.add("reference", ", ".join(filter(None, (name, number, about, url))))
        return list(found)

    def _markings(self, entry: Entry) -> Iterator[str]:
        """The Traffic Light Protocol, as tags."""
        for ref in texts(entry.get("object_marking_refs")):
            marking = self.objects.get(ref, {})
            self.used.add(ref)
            definition = marking.get("definition")
            level = definition.get("tlp") if isinstance(definition, dict) else None
            name = text_in(marking.get("name"))
            if isinstance(level, str):
                yield f"tlp:{level.lower()}"
            elif name.lower().startswith("tlp:"):
                yield name.lower()
            elif ref in _TLP:
                yield _TLP[ref]

    # --- What is said about events ----------------------------------------------------------------

    def _relationship(self, key: str, entry: Entry) -> None:
        verb = text_in(entry.get("relationship_type")) or "related-to"
        source, target = entry.get("source_ref"), entry.get("target_ref")
        ends = [ref for ref in (source, target) if isinstance(ref, str) and ref in self.events]
        if key in self.events or not ends:
            return
        self.used.add(key)
        about = text_in(entry.get("description"))
        kind = RELATIONS.get(verb)
        if kind and len(ends) == 2 and source != target:
            link = {"to": self.events[str(target)]["id"], "kind": kind.value, "note": about}
            self.events[str(source)].setdefault("related", []).append(
                {name: value for name, value in link.items() if value}
            )
            return
        if len(ends) == 2:
            self.leftovers.note(
                f"the relationship '{verb}' has no counterpart and went into the text of both "
                "events",
                "write 'related:' where one of the kinds of relation fits",
                path=self.paths[key],
            )
        words = f"{self._name(source)} {verb.replace('-', ' ')} {self._name(target)}"
        for ref in dict.fromkeys(ends):
            other = target if ref == source else source
            self.summaries[ref].add("relationship", f"{words}{f': {about}' if about else ''}")
            actor = self._actor(other)
            place = self._location(other) if verb == "located-at" else None
            if actor and actor not in self.events[ref].setdefault("actors", []):
                self.events[ref]["actors"].append(actor)
            if place:
                self.events[ref].setdefault("place", place)

    def _remark(self, key: str, entry: Entry) -> None:
        """A note or an opinion about events."""
        about = [ref for ref in texts(entry.get("object_refs")) if ref in self.events]
        if not about:
            return
        self.used.update((key, str(entry.get("created_by_ref"))))
        creator = self.objects.get(str(entry.get("created_by_ref")), {})
        authors = texts(entry.get("authors")) or [text_in(creator.get("name"))]
        said = text_in(entry.get("explanation") or entry.get("content"))
        abstract = text_in(entry.get("abstract"))
        stance = STANCES.get(text_in(entry.get("opinion")))
        for ref in about:
            if stance and len(authors) == 1 and authors[0]:
                words = said or text_in(entry.get("opinion")).replace("-", " ")
                claim = {"by": self.draft.actor(authors[0]), "stance": stance.value, "says": words}
                self.events[ref].setdefault("claims", []).append(claim)
                continue
            by = " and ".join(filter(None, authors))
            words = ": ".join(filter(None, (abstract, said))) or text_in(entry.get("opinion"))
            self.summaries[ref].add(f"{entry['type']}{f' by {by}' if by else ''}", words)

    # --- The rest ---------------------------------------------------------------------------------

    def _list_the_rest(self) -> None:
        rest: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, entry in self.objects.items():
            if key in self.used:
                continue
            reason = "revoked" if entry.get("revoked") is True else "only the time of the record"
            rest[entry["type"], reason].append(key)
        hint: str | None = (
            "'created' and 'modified' say when a record was made, not when something happened"
        )
        for (kind, reason), keys in rest.items():
            names = [name_of(self.objects[key], self.objects) for key in keys[:_LISTED]]
            more = f" and {len(keys) - _LISTED:,} more" if len(keys) > _LISTED else ""
            self.problems.warning(
                f"no events: {len(keys):,} of type {kind} ({reason}): {', '.join(names)}{more}",
                None if reason == "revoked" else hint,
                None,
                self.paths[keys[0]],
            )
            # Once is enough.
            hint = None


#: Markings that bundles refer to without holding them: those of the standard (STIX 2.1, section
#: 7.2.1.4) and of TLP 2.0 (OASIS, common objects of STIX).
_TLP: Mapping[str, str] = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "tlp:white",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "tlp:green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "tlp:amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "tlp:red",
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "tlp:clear",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "tlp:green",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "tlp:amber",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "tlp:amber+strict",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "tlp:red",
}


def _is_degrees(value: object, most: int) -> bool:
    return isinstance(value, int | float) and -most <= value <= most
