"""MISP events (JSON of the REST interface, of a feed or of PyMISP) to a draft.

The ``date`` of a MISP event is the day that somebody entered for it; it becomes an event. So does
each attribute or object that says when it was seen, and each sighting. ``timestamp`` and
``publish_timestamp`` are the time of the record and no event. What has no time of its own is
counted in the text of its event, not written out: indicators are no reading matter.

An indicator never becomes a link: addresses are defanged, and only what MISP itself calls a link
(type ``link``) is a source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, Path
from dashboard.formats.defang import defang, defang_host, harmless, headline
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.json_values import explain, mappings_in, text_in
from dashboard.formats.markdown_text import escape
from dashboard.formats.misp.moment import is_date, moment_of
from dashboard.formats.misp.words import (
    ACTOR_GALAXIES,
    ANALYSIS,
    DISTRIBUTION,
    HOSTS,
    SIGHTINGS,
    TEXTS,
    THREAT,
)
from dashboard.when import When, WhenError

__all__ = ["read", "recognises"]

Entry = dict[str, Any]

#: Fields of an event by which it is told from any other JSON.
_SIGNS = frozenset({"info", "uuid", "date", "Attribute", "Object", "orgc_id", "threat_level_id"})

_WRAPPED = 'an event is JSON that begins with {"Event": {"info": …, "date": …}}'

#: Related events that a warning names.
_LISTED = 8


def recognises(foreign: Foreign) -> bool:
    """Whether a file holds MISP events."""
    return bool(_events(foreign.document))


def read(foreign: Foreign, problems: Collector) -> Draft | None:
    """Make a draft of one event, ``{"Event": …}``, ``{"response": […]}`` or a list of events.

    Args:
        foreign: The file.
        problems: Where everything wrong and everything left out is reported.

    Returns:
        The draft, or None when the file holds no event or none with a date.
    """
    events = _events(foreign.document)
    if not events:
        explain(foreign, problems, "MISP event", _WRAPPED)
        return None
    leftovers = Leftovers(problems)
    title = text_in(events[0][1].get("info")) if len(events) == 1 else "MISP events"
    draft = Assembly(headline(title) or "MISP event", foreign, leftovers)
    for path, event in events:
        _Event(event, path, draft, leftovers, problems).read()
    made = draft.draft()
    leftovers.report()
    if not draft.events:
        problems.error("no event in the file has a date", 'it is written "date": "2018-04-09"')
        return None
    return made


def _events(document: object, path: Path = ()) -> list[tuple[Path, Entry]]:
    """The events of a document, however they are wrapped."""
    if isinstance(document, list):
        found: list[tuple[Path, Entry]] = []
        for index, entry in enumerate(document):
            if isinstance(entry, dict) and isinstance(entry.get("Event"), dict):
                found += _events(entry, (*path, index))
            elif isinstance(entry, dict) and len(_SIGNS & entry.keys()) >= 3:
                found.append(((*path, index), entry))
        return found
    if not isinstance(document, dict):
        return []
    if isinstance(document.get("Event"), dict):
        return [((*path, "Event"), document["Event"])]
    if "response" in document and not path:
        return _events(document["response"], ("response",))
    if {"info", "date"} <= document.keys() and len(_SIGNS & document.keys()) >= 3:
        return [(path, document)]
    return []


class _Event:
    """One MISP event and the events that come out of it."""

    def __init__(
        self,
        event: Entry,
        path: Path,
        draft: Assembly,
        leftovers: Leftovers,
        problems: Collector,
    ) -> None:
        self.event = event
        self.path = path
        self.draft = draft
        self.leftovers = leftovers
        self.problems = problems
        self.title = text_in(event.get("info")) or "MISP event"
        self.tags, self.actors = self._tags(event)
        self.sources: dict[str, None] = {}
        self.words: list[str] = []
        self.counted: Counter[str] = Counter()
        self.main: str | None = None

    def read(self) -> None:
        """Enter the event, then what has a time of its own inside it."""
        creator = self._creator()
        inside = [*self._attributes(self.event, self.path), *self._objects()]
        for path, entry, _ in inside:
            self._link_or_words(path, entry)
        self._main(creator)
        for path, entry, name in inside:
            self._seen(path, entry, name)
            for index, sighting in enumerate(mappings_in(entry.get("Sighting"))):
                self._sighting((*path, "Sighting", index), sighting, name)
        self._leave()

    # --- The event itself -------------------------------------------------------------------------

    def _creator(self) -> str:
        for field in ("Orgc", "Org"):
            organisation = self.event.get(field)
            if isinstance(organisation, dict) and text_in(organisation.get("name")):
                return text_in(organisation.get("name"))
        return ""

    def _main(self, creator: str) -> None:
        date = text_in(self.event.get("date"))
        if not is_date(date):
            self.problems.warning(
                f"'{headline(self.title, 60)}' has no date that can be read and is no event "
                f"('{date[:40]}')",
                'it is written "date": "2018-04-09"',
                None,
                (*self.path, "date"),
            )
            self.draft.missed += 1
            return
        event = self.draft.event(
            {
                "date": date,
                "title": headline(defang(self.title)),
                "category": self.draft.category("MISP events"),
                "actors": self._with(creator),
                "sources": list(self.sources),
                "tags": self.tags,
                "summary": self._summary(creator),
            },
            self.path,
            ["the date was entered by hand in MISP; what it stands for is not said"],
        )
        self.main = event["id"]

    def _with(self, creator: str) -> list[str]:
        actors = list(self.actors)
        if creator:
            actors.insert(0, self.draft.actor(creator, kind="organisation"))
        return list(dict.fromkeys(actors))

    def _summary(self, creator: str) -> str:
        event, points = self.event, []
        if creator:
            points.append(f"- recorded by: {escape(creator)}")
        if level := THREAT.get(str(event.get("threat_level_id"))):
            points.append(f"- threat level: {level}")
        if state := ANALYSIS.get(str(event.get("analysis"))):
            points.append(f"- analysis: {state}")
        if self.counted:
            kinds = ", ".join(
                f"{number:,} × {escape(kind)}" for kind, number in self.counted.most_common()
            )
            points.append(f"- attributes without a time of their own: {kinds}")
        reports = [
            f"**{escape(text_in(report.get('name')))}**\n\n{harmless(text_in(report.get('content')))}"
            for report in mappings_in(event.get("EventReport"))
        ]
        return "\n\n".join(filter(None, (*self.words, "\n".join(points), *reports)))

    def _tags(self, entry: Entry) -> tuple[list[str], list[str]]:
        """Tags and actors of an event or an attribute, its galaxies included."""
        tags: dict[str, None] = {}
        actors: dict[str, None] = {}
        for tag in mappings_in(entry.get("Tag")):
            name = text_in(tag.get("name"))
            # Clusters of galaxies have a tag each; they are read below, or from the tag.
            found = re.fullmatch(r'misp-galaxy:([^=]+)="(.*)"', name)
            if found and found[1].endswith(ACTOR_GALAXIES):
                actors[self.draft.actor(found[2], kind="threat actor")] = None
            elif name:
                tags[found[2] if found else name] = None
        for galaxy in mappings_in(entry.get("Galaxy")):
            for cluster in mappings_in(galaxy.get("GalaxyCluster")):
                kind = text_in(cluster.get("type")) or text_in(galaxy.get("type"))
                name = text_in(cluster.get("value"))
                if name and kind.endswith(ACTOR_GALAXIES):
                    actors[self.draft.actor(name, kind="threat actor")] = None
                elif name:
                    tags[name] = None
                if cluster.get("description") or cluster.get("meta"):
                    self.leftovers.note(
                        "what MISP explains about a cluster of a galaxy was left out",
                        path=(*self.path, "Galaxy"),
                    )
        return list(tags), list(actors)

    # --- What is in it ----------------------------------------------------------------------------

    def _attributes(self, holder: Entry, path: Path) -> Iterator[tuple[Path, Entry, str]]:
        """The attributes of an event or an object, each with its name."""
        for index, entry in enumerate(mappings_in(holder.get("Attribute"))):
            at = (*path, "Attribute", index)
            if self._is_deleted(entry, at):
                continue
            kind = text_in(entry.get("type"))
            value = text_in(entry.get("value")) or kind
            shown = defang_host(value) if kind in HOSTS else defang(value)
            yield at, entry, headline(f"{kind} {shown}" if kind not in TEXTS else shown, 120)

    def _objects(self) -> Iterator[tuple[Path, Entry, str]]:
        """The objects of the event, each followed by its attributes."""
        for index, entry in enumerate(mappings_in(self.event.get("Object"))):
            at = (*self.path, "Object", index)
            if self._is_deleted(entry, at):
                continue
            inside = list(self._attributes(entry, at))
            first = next(
                (f" {name}" for _, one, name in inside if text_in(one.get("type")) not in TEXTS), ""
            )
            yield at, entry, headline(f"{text_in(entry.get('name')) or 'object'}{first}", 120)
            yield from inside
            if entry.get("ObjectReference"):
                self.leftovers.note(
                    "the references between objects have no counterpart and were left out",
                    path=(*at, "ObjectReference"),
                )

    def _is_deleted(self, entry: Entry, path: Path) -> bool:
        if entry.get("deleted") in (True, "1", 1):
            self.leftovers.note("what is marked as deleted in MISP was left out", path=path)
            return True
        return False

    def _link_or_words(self, path: Path, entry: Entry) -> None:
        """Take what an attribute says to the event as a whole: a source, or words."""
        kind, value = text_in(entry.get("type")), text_in(entry.get("value"))
        comment = text_in(entry.get("comment"))
        if kind == "link" and entry.get("to_ids") not in (True, "1", 1):
            key = self.draft.source(value, path, note=defang(comment))
            if key:
                self.sources[key] = None
            else:
                self.words.append(harmless(value))
        elif kind == "link":
            # A link that sensors should look for is an indicator.
            self.words.append(harmless(value))
        elif kind == "comment" or (kind == "text" and entry.get("object_relation") is None):
            self.words.append(harmless(": ".join(filter(None, (comment, value)))))
        elif kind and "Attribute" not in entry and not _is_seen(entry):
            self.counted[kind] += 1
            if kind == "datetime":
                self.leftovers.note(
                    "an attribute of type datetime says a time, but not of what; it is no event",
                    "add an event by hand if it matters",
                    path=path,
                )
        if entry.get("data"):
            self.leftovers.note("an attachment was not read", path=(*path, "data"))

    def _seen(self, path: Path, entry: Entry, name: str) -> None:
        """An event for what says when it was seen."""
        if not _is_seen(entry):
            return
        remarks: list[str] = []
        read: list[str] = []
        for field in ("first_seen", "last_seen"):
            try:
                read.append(moment_of(entry.get(field), remarks) if entry.get(field) else "")
            except WhenError as error:
                read.append("")
                self.leftovers.note(
                    f"{field} cannot be read: {error.message}",
                    "it is written 2018-04-09T14:41:38.000000+00:00",
                    path=(*path, field),
                )
        first, last = read
        date, end = first or last, ": first seen" if first else ": last seen"
        if not date:
            self.draft.missed += 1
            return
        if first and last:
            try:
                date, end = str(When.parse(f"{first}/{last}")), ": first to last seen"
            except WhenError:
                self.leftovers.note(
                    f"last_seen ({last}) is before first_seen ({first})", path=(*path, "last_seen")
                )
        if first == last:
            date, end = first, ": seen"
        category = text_in(entry.get("category") or entry.get("meta-category")) or "Objects"
        self._enter(f"{name}{end}", date, category, entry, path, remarks)

    def _sighting(self, path: Path, sighting: Entry, name: str) -> None:
        try:
            date = moment_of(sighting.get("date_sighting"), [])
        except WhenError as error:
            self.leftovers.note(
                f"a sighting without a date that can be read is no event: {error.message}",
                "date_sighting holds seconds since 1970",
                path=(*path, "date_sighting"),
            )
            self.draft.missed += 1
            return
        what = SIGHTINGS.get(str(sighting.get("type", "0")), "Sighting of")
        organisation = sighting.get("Organisation")
        name_of = text_in(organisation.get("name")) if isinstance(organisation, dict) else ""
        entry = {
            "comment": f"source: {text_in(sighting['source'])}" if sighting.get("source") else ""
        }
        actors = [self.draft.actor(name_of, kind="organisation")] if name_of else []
        self._enter(f"{what} {name}", date, "Sightings", entry, path, [], actors)

    def _enter(
        self,
        title: str,
        date: str,
        category: str,
        entry: Entry,
        path: Path,
        remarks: list[str],
        actors: list[str] | None = None,
    ) -> None:
        tags, named = self._tags(entry)
        # The event's marking holds for all that is in it.
        marked = [tag for tag in self.tags if tag.lower().startswith("tlp:")]
        link = {"to": self.main, "kind": "part-of"} if self.main else None
        self.draft.event(
            {
                "date": date,
                "title": headline(title),
                "category": self.draft.category(category),
                "actors": [*(actors or []), *named],
                "summary": harmless(text_in(entry.get("comment"))),
                "related": [link] if link else None,
                "tags": [*tags, *(marked if not any(map(_is_tlp, tags)) else [])],
            },
            path,
            remarks,
        )

    # --- What is left -----------------------------------------------------------------------------

    def _leave(self) -> None:
        event, path, note = self.event, self.path, self.leftovers.note
        related = [
            f"{text_in(one.get('info'))} ({text_in(one.get('date'))})"
            for entry in mappings_in(event.get("RelatedEvent"))
            if isinstance(one := entry.get("Event", entry), dict)
        ]
        if related:
            more = f" and {len(related) - _LISTED:,} more" if len(related) > _LISTED else ""
            self.problems.warning(
                f"{len(related):,} related events are named in the file, but not in it: "
                f"{'; '.join(headline(one, 120) for one in related[:_LISTED])}{more}",
                "export them from MISP too",
                None,
                (*path, "RelatedEvent"),
            )
        shared = DISTRIBUTION.get(str(event.get("distribution")))
        if shared:
            note(
                f"the event is shared with {shared} only; we have no field for that",
                "set 'visibility: internal' on what may not be published",
                path=(*path, "distribution"),
            )
        for field in ("timestamp", "publish_timestamp"):
            if str(event.get(field, "0")) not in ("", "0"):
                note(
                    f"'{field}' is the time of the record, not of the event, and was left out",
                    path=(*path, field),
                )
        if event.get("ShadowAttribute"):
            note("proposals by others were left out", path=(*path, "ShadowAttribute"))


def _is_seen(entry: Entry) -> bool:
    return bool(entry.get("first_seen") or entry.get("last_seen"))


def _is_tlp(tag: str) -> bool:
    return tag.lower().startswith("tlp:")
