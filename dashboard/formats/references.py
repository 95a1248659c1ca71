"""Ids that name something: resolved, or reported with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from pydantic import BaseModel

from dashboard.formats.collect import Collector, Path, Place
from dashboard.formats.fields import Spec, spec_of
from dashboard.formats.shape import place_at
from dashboard.formats.slugs import label_of, slug
from dashboard.formats.source_table import Inline
from dashboard.formats.yaml_nodes import Node
from dashboard.model import is_id

__all__ = ["Names", "References"]

_NOUNS: Mapping[str, str] = {
    "actors": "actor",
    "categories": "category",
    "events": "event",
    "sources": "source",
}


class Names:
    """What the ids of one table can name.

    Args:
        table: The table's name in the file.
        ids: What exists.
        given: Those that the author wrote, and may have meant.
        titles: Other texts by which people may call an entry, with its id.
        open: Whether an unknown name makes a new entry: a file without a table needs none.
    """

    def __init__(
        self,
        table: str,
        ids: Iterable[str],
        given: Iterable[str],
        titles: Mapping[str, str],
        open: bool = False,
    ) -> None:
        self.table = table
        self.noun = _NOUNS[table]
        self.ids = dict.fromkeys(ids)
        self.given = tuple(given)
        self.titles = titles
        self.open = open
        self.used: set[str] = set()
        self.made: dict[str, str] = {}

    def make(self, text: str) -> str | None:
        """Make an entry from the text that names it; None when no id can be made of it."""
        key = text if is_id(text) else slug(text)
        if not key:
            return None
        self.made.setdefault(key, text if text != key else label_of(key))
        self.ids[key] = None
        return key

    def hint(self, text: str, problems: Collector) -> str | None:
        """Say what was probably meant by an unknown id."""
        if text in self.titles:
            return f"its id is '{self.titles[text]}'"
        meant = problems.guess(text, self.given)
        if meant:
            return f"did you mean '{meant}'?"
        if 0 < len(self.given) <= 8:
            return f"known: {', '.join(self.given)}"
        if self.table == "events":
            return "write the id of an event, or the one made from its title"
        return f"add it to '{self.table}:'"


class _Entry(NamedTuple):
    """Where the entry at hand is written; places inside it are looked up only for what is wrong."""

    node: Node
    at: Place
    path: Path


class References:
    """Resolves the ids in shaped values in place."""

    def __init__(self, problems: Collector, names: Iterable[Names]) -> None:
        self.problems = problems
        self.names = {table.table: table for table in names}

    def resolve(
        self, values: dict[str, Any], spec: Spec, node: Node, at: Place, path: Path
    ) -> None:
        """Check all ids in an entry and in the entries inside it; take out those that are wrong."""
        self._resolve(values, spec, (), _Entry(node, at, path))

    def _resolve(self, values: dict[str, Any], spec: Spec, steps: Path, entry: _Entry) -> None:
        for field in spec.references:
            given = values.get(field.name)
            if given is None:
                continue
            names = self.names[field.refers or ""]
            if field.many:
                each = dict.fromkeys(given)
                if names.ids.keys() >= each.keys():
                    names.used.update(each)
                    if len(each) < len(given):
                        values[field.name] = [*each]
                    continue
                to = (*steps, field.name)
                found = [self._one(one, names, (*to, n), entry) for n, one in enumerate(given)]
                values[field.name] = [key for key in dict.fromkeys(found) if key is not None]
            elif type(given) is str and given in names.ids:
                names.used.add(given)
            else:
                key = self._one(given, names, (*steps, field.name), entry)
                if key is None:
                    del values[field.name]
                else:
                    values[field.name] = key
        for field in spec.nested:
            listed = values.get(field.name)
            if listed:
                inner = spec_of(cast(type[BaseModel], field.model))
                for number, one in enumerate(listed):
                    self._resolve(one, inner, (*steps, field.name, number), entry)

    def _one(self, given: str | Inline, names: Names, steps: Path, entry: _Entry) -> str | None:
        key = given if isinstance(given, str) else given.key
        if key not in names.ids and names.open:
            key = names.make(key) or key
        if key in names.ids:
            names.used.add(key)
            return key
        self.problems.error(
            f"unknown {names.noun} '{key}'",
            names.hint(key, self.problems),
            place_at(entry.node, steps, entry.at),
            (*entry.path, *steps),
        )
        return None
