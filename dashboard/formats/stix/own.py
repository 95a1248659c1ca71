"""The way back: objects with our extension, as :mod:`dashboard.formats.stix.write` makes them.

What STIX has a field for is read from that field, so that what somebody changed in another tool
comes along; the rest comes from the extension. Everything is checked again when the draft is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Path
from dashboard.formats.draft import Leftovers
from dashboard.formats.fields import spec_of
from dashboard.formats.stix.kinds import EXTENSION, RELATIONS
from dashboard.formats.stix.names import texts
from dashboard.model import Actor, Claim, Event, Relation, RelationKind, Timeline

__all__ = ["Restorer"]

Entry = dict[str, Any]

#: How far values stand inside each other in our files, and some more.
_DEEPEST = 8


#: Fields that are read from the object itself or from others that refer to it.
_APART = (
    *("title", "summary", "actors", "claims", "source", "sources", "related", "tags", "visibility"),
    *("by", "says", "to", "note"),
)


class Restorer:
    """Takes our own objects out of a bundle.

    Args:
        objects: All objects by id.
        paths: Where they stand.
        draft: Takes what is found.
        leftovers: Where is noted what found no place.
    """

    def __init__(
        self,
        objects: Mapping[str, Entry],
        paths: Mapping[str, Path],
        draft: Assembly,
        leftovers: Leftovers,
    ) -> None:
        self.objects = objects
        self.paths = paths
        self.draft = draft
        self.leftovers = leftovers
        self.events: dict[str, Entry] = {}
        self.done: set[str] = set()
        self.actors: dict[str, str] = {}
        self.sources: set[str] = set()

    def restore(self) -> None:
        """Fill the draft; afterwards ``events`` holds them by STIX id, ``done`` what was used."""
        own = {key: ext for key, entry in self.objects.items() if (ext := _own(entry))}
        if not own:
            return
        if EXTENSION in self.objects:
            self.done.add(EXTENSION)
        # Who is referred to comes first.
        for key, extension in own.items():
            if "dateline" in extension:
                self._head(key, extension)
        for key, extension in own.items():
            if self.objects[key]["type"] == "identity":
                self._identity(key, extension)
        for key, extension in own.items():
            if self.objects[key]["type"] == "incident":
                self._event(key, extension)
        for key, entry in self.objects.items():
            if entry["type"] == "relationship":
                self._relationship(key, entry)
            elif key in own and entry["type"] in ("opinion", "note"):
                self._said(key, entry, own[key])

    def _head(self, key: str, extension: Entry) -> None:
        entry = self.objects[key]
        draft = self.draft
        draft.head["title"] = str(entry.get("name", draft.head["title"]))
        about = str(entry.get("description", ""))
        line = str(extension.get("imprint", ""))
        about = about.removesuffix(line).removesuffix("\n\n") if line else about
        if about:
            draft.head["summary"] = about
        if isinstance(entry.get("lang"), str):
            draft.head["language"] = entry["lang"]
        # The dates were read in the zone of the timeline, whatever zone is given now.
        draft.head.pop("timezone", None)
        draft.head |= _picked(extension, Timeline)
        for name, category in _table(extension.get("categories")):
            draft.enter("categories", name, category)
        for name, source in _table(extension.get("sources")):
            draft.sources.add(source.get("url"), name)
            draft.sources.table[name] = source
            self.sources.add(name)
        self.done.add(key)

    def _identity(self, key: str, extension: Entry) -> None:
        self.done.add(key)
        name = extension.get("id")
        if isinstance(name, str):
            fields = {"name": str(self.objects[key].get("name", name))}
            self.draft.enter("actors", name, {**fields, **_picked(extension, Actor, "name")})
            self.actors[key] = name

    def _event(self, key: str, extension: Entry) -> None:
        entry, path = self.objects[key], self.paths[key]
        name, date, title = extension.get("id"), extension.get("date"), entry.get("name")
        if not (isinstance(name, str) and isinstance(date, str) and isinstance(title, str)):
            return
        if not self.draft.event_ids.reserve(name):
            self.leftovers.note(f"a second event with the id '{name}' was left out", path=path)
            return
        first, _, rest = str(entry.get("description", "")).partition("\n\n")
        written = first.startswith("When: ") and first.endswith(f" [{date}]")
        fields = {
            "id": name,
            "date": date,
            "title": title,
            "summary": rest if written else str(entry.get("description", "")),
            **_picked(extension, Event, *_APART),
            "sources": self._references(entry, extension.get("permalink"), path),
            "tags": texts(entry.get("labels")),
        }
        self.events[key] = self.draft.restore(fields)
        self.done.add(key)

    def _references(self, entry: Entry, own_page: object, path: Path) -> list[str]:
        found: dict[str, None] = {}
        references = entry.get("external_references")
        for index, ref in enumerate(references if isinstance(references, list) else []):
            if not isinstance(ref, dict) or (own_page and ref.get("url") == own_page):
                continue
            name, url = ref.get("external_id"), ref.get("url")
            if isinstance(name, str) and name in self.sources:
                found[name] = None
            elif isinstance(url, str):
                publisher = ref.get("source_name")
                at = (*path, "external_references", index)
                key = self.draft.source(url, at, publisher=str(publisher) if publisher else None)
                if key:
                    found[key] = None
        return list(found)

    def _relationship(self, key: str, entry: Entry) -> None:
        event = self.events.get(str(entry.get("source_ref")))
        target = str(entry.get("target_ref"))
        if event is None:
            return
        verb = str(entry.get("relationship_type"))
        place = self.objects.get(target, {})
        if verb == "related-to" and target in self.actors:
            event.setdefault("actors", []).append(self.actors[target])
        elif verb == "located-at" and place.get("type") == "location":
            names = {"name": "name", "lat": "latitude", "lon": "longitude"}
            event["place"] = {ours: place[name] for ours, name in names.items() if name in place}
            self.done.add(target)
        elif verb in RELATIONS and target in self.events and event is not self.events[target]:
            self._relate(event, target, RELATIONS[verb].value, entry.get("description"), key)
        else:
            return
        self.done.add(key)

    def _relate(self, event: Entry, target: str, kind: str, note: object, key: str) -> None:
        relation = {
            **_picked(_own(self.objects[key]) or {}, Relation, *_APART),
            "to": self.events[target]["id"],
            "kind": kind,
            "note": note if isinstance(note, str) else None,
            "sources": self._references(self.objects[key], None, self.paths[key]),
        }
        event.setdefault("related", []).append({k: v for k, v in relation.items() if v})

    def _said(self, key: str, entry: Entry, extension: Entry) -> None:
        """A claim, or a link that nobody has shown."""
        about = [ref for ref in texts(entry.get("object_refs")) if ref in self.events]
        if not about:
            return
        if "relation" in extension and len(about) == 2:
            note = entry.get("content")
            kind = RelationKind.NO_KNOWN_LINK.value
            note = None if note == entry.get("abstract") else note
            self._relate(self.events[about[0]], about[1], kind, note, key)
            self.done.add(key)
        elif (by := self.actors.get(str(extension.get("by_ref")))) is not None:
            claim = {
                **_picked(extension, Claim, *_APART),
                "by": by,
                "says": str(entry.get("explanation", entry.get("content", ""))),
                "sources": self._references(entry, None, self.paths[key]),
            }
            kept = {k: v for k, v in claim.items() if v or k == "says"}
            self.events[about[0]].setdefault("claims", []).append(kept)
            self.done.add(key)


def _own(entry: Entry) -> Entry | None:
    extensions = entry.get("extensions")
    found = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else None


def _picked(extension: Entry, model: type[BaseModel], *apart: str) -> Entry:
    """The fields of an extension that are fields of ours; tables and events are read apart."""
    fields = spec_of(model).fields
    return {
        name: plain
        for name, value in extension.items()
        if name in fields and name not in apart and not fields[name].table
        if (plain := _plain(value)) is not None
    }


def _plain(value: object, depth: int = 0) -> Any:
    """A value of JSON as our files have them; whatever is none of them is left out."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return value
    if depth < _DEEPEST and isinstance(value, list):
        return [p for one in value if (p := _plain(one, depth + 1)) is not None]
    if depth < _DEEPEST and isinstance(value, dict):
        plain = {name: _plain(one, depth + 1) for name, one in value.items()}
        return {name: one for name, one in plain.items() if one is not None}
    return None


def _table(value: object) -> list[tuple[str, Entry]]:
    if not isinstance(value, dict):
        return []
    return [
        (name, {k: v for k, v in plain.items() if k != "id"})
        for name, entry in value.items()
        if isinstance(plain := _plain(entry), dict)
    ]
