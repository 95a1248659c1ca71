"""A YAML file to a timeline.

The steps: text to nodes, nodes to shaped values, ids resolved, values to models, and last what an
author should look at although it is no error. Problems are collected on the way; none ends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel

from dashboard.citation import data_hash
from dashboard.formats.advice import advise_on_event, advise_on_pictures, advise_on_unused
from dashboard.formats.collect import Collector, Path, line_of
from dashboard.formats.entry import Entry
from dashboard.formats.fields import FORM, NAMES, PLACEHOLDERS, spec_of
from dashboard.formats.references import Names, References
from dashboard.formats.shape import Shaper, place_at
from dashboard.formats.slugs import label_of, slug
from dashboard.formats.source_table import SourceTable
from dashboard.formats.values import build
from dashboard.formats.yaml_nodes import Items, Map, parse
from dashboard.model import Actor, Category, Event, Source, Timeline
from dashboard.when import WhenError, zone_of

__all__ = ["read_yaml"]

Model = TypeVar("Model", bound=BaseModel)

_START = "a timeline begins with 'title: …' and 'events:'"


def read_yaml(text: str, problems: Collector, path: FilePath | None = None) -> Timeline | None:
    """Read a timeline from YAML.

    Args:
        text: The whole file.
        problems: Where everything wrong is reported.
        path: The file; pictures are looked for beside it.

    Returns:
        The timeline, or None when there are errors.
    """
    root, at = parse(text, problems)
    if isinstance(root, Map):
        return _Reader(problems, root, path).read()
    if not problems.has_errors:
        if root is None:
            problems.error("the file is empty", _START)
        elif isinstance(root, Items):
            problems.error(
                "the file begins with a list", "put 'title: …' and 'events:' before it", at
            )
        else:
            problems.error("the file holds a text, not a timeline", _START, at)
    return None


def _still_open(event: Map) -> list[str]:
    """The fields without which there is no event, and that hold a placeholder."""
    return [name for name in ("date", "title") if event.get(name) in PLACEHOLDERS]


class _Reader:
    def __init__(self, problems: Collector, root: Map, path: FilePath | None) -> None:
        self.problems = problems
        self.root = root
        self.path = path
        self.sources = SourceTable()
        self.shaper = Shaper(problems, self.sources)

    def read(self) -> Timeline | None:
        """Go through the steps; None when there are errors."""
        self.shaper.zone = self._zone()
        head = Entry(self.shaper.mapping(self.root, spec_of(Timeline), ()), self.root)
        fields = spec_of(Timeline).fields.values()
        about = {one.name: head.values.pop(one.name, None) for one in fields if one.head}
        self._form(about["dateline"])
        categories = self._table("categories", Category)
        actors = self._table("actors", Actor)
        for key, entry in self._table("sources", Source).items():
            self.sources.listed(key, entry.values, entry.node, entry.at, entry.path)
        events = self._events()
        sources = self._sources()
        by_id = self._by_id(events)

        names = {
            "actors": self._names("actors", actors, ("name", "short")),
            "categories": self._names("categories", categories, ("label",)),
            "sources": self._names("sources", sources, ("url", "title", "publisher")),
            "events": self._names("events", by_id, ("title",)),
        }
        references = References(self.problems, names.values())
        for entry in events:
            references.resolve(entry.values, spec_of(Event), entry.node, entry.at, entry.path)
            self._relations(entry)
        self._story(head)
        references.resolve(head.values, spec_of(Timeline), head.node, head.at, ())

        built: list[tuple[Entry, Event]] = []
        for entry in events:
            event = self._build(Event, entry)
            if event is not None:
                built.append((entry, event))
        documents = self._build_table(Source, sources, names["sources"])
        values = {
            **head.values,
            "categories": self._build_table(Category, categories, names["categories"]),
            "actors": self._build_table(Actor, actors, names["actors"]),
            "sources": documents,
            "events": sorted((event for _, event in built), key=lambda event: event.date.sort_key),
            "path": self.path,
        }
        timeline = self._build(Timeline, Entry(values, head.node))
        for entry, event in built:
            advise_on_event(event, documents, entry, self.problems)
        if self.path is not None:
            advise_on_pictures(built, self.path.parent, self.problems)
        if timeline is None or self.problems.has_errors:
            return None
        # Who uses what is known only when nothing was left out.
        for name, table in (("categories", categories), ("actors", actors), ("sources", sources)):
            advise_on_unused(names[name], table, self.problems)
        if about["hash"] and about["hash"] != data_hash(timeline):
            self.problems.warning(
                "the data are not those that 'hash' was made of: they have been changed since",
                "compare with the original, or remove 'hash'",
                self.root.value_place("hash"),
                ("hash",),
            )
        return timeline

    def _form(self, version: str | None) -> None:
        """Report a file that is newer than this reader."""
        if version is None or version == str(FORM):
            return
        newer = version.isdecimal() and len(version) < 10 and int(version) > FORM
        self.problems.error(
            f"the file has the form {version}, this program reads form {FORM}"
            if newer
            else f"'dateline' takes the version of the form, found '{version[:60]}'",
            "pip install --upgrade dateline" if newer else f"write dateline: {FORM}, or remove it",
            self.root.value_place("dateline"),
            ("dateline",),
        )

    def _build(self, model: type[Model], entry: Entry) -> Model | None:
        built = build(model, entry.values, self.problems, entry.node, entry.at, entry.path)
        # Nobody asks for them again, and the next value can be made where they were: memory that
        # has just been in use is quicker than new memory.
        entry.values.clear()
        return built

    def _zone(self) -> str:
        """The file's zone, which every date needs; a wrong one is reported once."""
        name = self.root.get("timezone")
        if not isinstance(name, str) or not name.strip():
            return "UTC"
        try:
            zone_of(name.strip())
        except WhenError as error:
            at = self.root.value_place("timezone")
            self.problems.error(error.message, error.hint, at, ("timezone",))
            return "UTC"
        return name.strip()

    def _table(self, name: str, model: type[BaseModel]) -> dict[str, Entry]:
        """Shape the entries of a table: a mapping from id to fields, or to a text."""
        table = self.root.get(name)
        if table is None:
            return {}
        spec = spec_of(model)
        if not isinstance(table, Map):
            self.problems.error(
                f"'{name}' takes a mapping from id to {spec.noun}",
                f"write each as 'my-id: {{{(spec.bare or spec.names[0])}: …}}'",
                self.root.value_place(name),
                (name,),
            )
            return {}
        entries: dict[str, Entry] = {}
        places = zip(table.places[::2], table.places[1::2], strict=True)
        for (key, node), (key_place, value_place) in zip(table.items(), places, strict=True):
            path = (name, key)
            shaped: dict[str, Any] | None
            if node is None and model in NAMES:
                shaped = {}
            elif node is None:
                self.problems.error(
                    f"the {spec.noun} '{key}' has no value",
                    f"write for example {key}: https://example.org/article",
                    key_place,
                    path,
                )
                continue
            else:
                shaped = self.shaper.any_mapping(node, spec, value_place, path)
            if shaped is None:
                continue
            given = shaped.get("id", key)
            if given != key:
                self.problems.error(
                    f"'{key}' has another id, '{given}'",
                    "remove one: the name before the colon is the id",
                    value_place,
                    (*path, "id"),
                )
            shaped["id"] = key
            if model in NAMES:
                shaped.setdefault(NAMES[model], label_of(key))
            entries[key] = Entry(shaped, node, key_place, path)
        return entries

    def _events(self) -> list[Entry]:
        """Shape all events and give ids to those that have none."""
        listed = self.root.get("events")
        if listed is None:
            if "events" not in self.root:
                self.problems.warning("the file has no events", "add them below 'events:'")
            return []
        if not isinstance(listed, Items):
            self.problems.error(
                "'events' takes a list",
                "begin each event with '- ', for example '- date: 2020-12-10'",
                self.root.value_place("events"),
                ("events",),
            )
            return []
        spec, entries = spec_of(Event), []
        for index, (node, at) in enumerate(zip(listed, listed.places, strict=True)):
            path: Path = ("events", index)
            if node is None:
                self.problems.warning("an event without fields, ignored", "remove it", at, path)
                continue
            if isinstance(node, Map) and (missing := _still_open(node)):
                self.problems.warning(
                    f"an event that is not finished, left out: no {' and no '.join(missing)} yet",
                    f"write over the {PLACEHOLDERS[0]}",
                    node.value_place(missing[0]),
                    (*path, missing[0]),
                )
                continue
            shaped = self.shaper.any_mapping(node, spec, at, path)
            if shaped is not None:
                entry = Entry(shaped, node, at, path)
                self._identify(entry)
                entries.append(entry)
        return entries

    def _identify(self, entry: Entry) -> None:
        values = entry.values
        if "id" in values or "title" not in values:
            return
        key = slug(values["title"])
        if not key and "date" in values:
            key = f"event-{slug(str(values['date']))}"
        if key:
            values["id"], entry.derived = key, True

    def _sources(self) -> dict[str, Entry]:
        """Name the sources written inside events and put all into one table."""
        self.sources.name()
        table: dict[str, Entry] = {}
        for source in self.sources.entries:
            first = table.get(source.key)
            if first is not None:
                self.problems.error(
                    f"the source id '{source.key}' is given twice, first on line "
                    f"{line_of(first.at)}",
                    "choose another id, or refer to the source by its id alone",
                    source.place,
                    source.path,
                )
                continue
            source.values["id"] = source.key
            table[source.key] = Entry(
                source.values, source.node, source.place, source.path, source.derived
            )
        return table

    def _by_id(self, events: list[Entry]) -> dict[str, Entry]:
        table: dict[str, Entry] = {}
        for entry in events:
            key = entry.values.get("id")
            if key is None:
                continue
            first = table.setdefault(key, entry)
            if first is not entry:
                self._twice(key, entry, first)
        return table

    def _twice(self, key: str, entry: Entry, first: Entry) -> None:
        name = "title" if entry.derived else "id"
        origin = ", made from its title," if entry.derived else ""
        self.problems.error(
            f"the event's id '{key}'{origin} is taken by the event on line {line_of(first.at)}",
            "give one of them an 'id' of its own",
            place_at(entry.node, (name,), entry.at),
            (*entry.path, name),
        )

    def _names(self, table: str, entries: Mapping[str, Entry], fields: tuple[str, ...]) -> Names:
        titles = {
            text: key
            for key, entry in entries.items()
            for field in fields
            if isinstance(text := entry.values.get(field), str)
        }
        may_make = table in ("actors", "categories") and self.root.get(table) is None
        given = [key for key, entry in entries.items() if table == "events" or not entry.derived]
        return Names(table, entries, given, titles, may_make)

    def _build_table(
        self, model: type[Model], entries: Mapping[str, Entry], names: Names
    ) -> dict[str, Model]:
        table = {}
        for key, entry in entries.items():
            value = self._build(model, entry)
            if value is not None:
                table[key] = value
        for key, label in names.made.items():
            made = {"id": key, NAMES[model]: label}
            value = self._build(model, Entry(made, None))
            if value is not None:
                table[key] = value
        return table

    def _relations(self, entry: Entry) -> None:
        for index, relation in enumerate(entry.values.get("related", ())):
            if relation.get("to", "") == entry.values.get("id"):
                path: Path = ("related", index, "to")
                self.problems.error(
                    "the event is related to itself",
                    "name the other event",
                    place_at(entry.node, path, entry.at),
                    (*entry.path, *path),
                )

    def _story(self, head: Entry) -> None:
        seen: set[str] = set()
        for index, step in enumerate(head.values.get("story", ())):
            if step in seen:
                self.problems.error(
                    f"'{step}' is in the story twice",
                    "keep one",
                    place_at(head.node, ("story", index), head.at),
                    ("story", index),
                )
            seen.add(step)
