"""Nodes to plain values in the shape of the models: shorthands are written out here.

This step looks at structure only (is there such a field, is it a text, a list, a mapping, is it a
date); the models check the values. Both report into the same collector with the place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from dashboard.formats.collect import Collector, Path, Place, line_of
from dashboard.formats.fields import MEANT, Field, Spec, spec_of
from dashboard.formats.source_table import Inline, SourceTable
from dashboard.formats.yaml_nodes import Items, Map, Node
from dashboard.model import Source
from dashboard.when import When, WhenError

__all__ = ["Shaper", "place_at"]

Values = dict[str, Any]

_TEXTS = frozenset({str})
#: What can only be meant as an address; whether it is one that may be followed is said later.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/|www\.|javascript:|data:", re.IGNORECASE).match

_KINDS: Mapping[type, str] = {str: "a text", Map: "a mapping", Items: "a list"}

#: Shown where a required field is missing.
_EXAMPLES: Mapping[str, str] = {
    "alt": "alt: what can be seen in the picture",
    "by": "by: the id of an actor",
    "date": "date: 2020-12-10",
    "image": "image: photos/the-hague.jpg",
    "kind": "kind: response-to",
    "name": "name: The Hague",
    "note": "note: what was wrong and what is right",
    "says": "says: what is said, in your own words",
    "title": "title: Two diplomats expelled",
    "to": "to: the id of another event",
    "url": "url: https://example.org/article",
}


def place_at(node: Node, path: Path, at: Place) -> Place:
    """Find where a value of the shaped data is written.

    Args:
        node: What was shaped.
        path: Steps into the shaped value.
        at: Where the node itself begins; the answer when a step leads into a shorthand.
    """
    listed: list[tuple[Node, Place]] = [(node, at)]
    for step in path:
        if isinstance(step, int):
            # One of a list, or the single value that stands for it.
            node, at = listed[min(step, len(listed) - 1)]
        elif isinstance(node, Map):
            inside = node
            names = [name for name in _SPELLINGS.get(step, (step,)) if name in inside]
            if not names:
                return at
            node, at = inside[names[0]], inside.value_place(names[0])
            listed = [pair for name in names for pair in _listed(inside, name)]
            if not listed:
                return at
        else:
            return at
    return at


#: Names in a file that fill one list, in this order.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {"sources": ("source", "sources")}


def _listed(node: Map, name: str) -> list[tuple[Node, Place]]:
    value = node[name]
    if not isinstance(value, Items):
        return [(value, node.value_place(name))]
    return [pair for pair in zip(value, value.places, strict=True) if pair[0] is not None]


class Shaper:
    """Writes out the shorthands of one file.

    Args:
        problems: Where everything wrong is reported.
        sources: Where sources written inside events are gathered.
    """

    def __init__(self, problems: Collector, sources: SourceTable) -> None:
        self.problems = problems
        self.sources = sources
        self.zone = "UTC"

    def mapping(self, node: Map, spec: Spec, path: Path) -> Values:
        """Shape a mapping; what cannot be shaped is reported and left out.

        A file's tables and events are left out too: their entries are read one by one.
        """
        values: Values = {}
        fields, plain = spec.fields, spec.plain
        for number, (key, value) in enumerate(node.items()):
            if type(value) is str and key in plain and (text := value.rstrip()):
                values[key] = text
                continue
            field = fields.get(key)
            if field is None:
                self._unknown(node, key, spec, path)
            elif value is None or (field.plain and type(value) is str):
                self._empty(node, key, field, path)
            elif not field.apart:
                shaped = self._value(value, field, node.place_of(number), (*path, key))
                if shaped is not None:
                    values[key] = shaped
        if "source" in values:
            values["sources"] = [*values.pop("source"), *values.get("sources", ())]
        if spec.spans:
            self._span(node, values, path)
        if not node.keys() >= spec.needed:
            missing = [name for name in spec.required if name not in node]
            # Whoever wrote 'titel' has heard of the title already.
            meant = {self.problems.guess(key, spec.names, MEANT) for key in node}
            for name in missing:
                if name not in meant:
                    self._missing(name, spec, node.place, path)
        return values

    def any_mapping(self, node: Node, spec: Spec, at: Place, path: Path) -> Values | None:
        """Shape a mapping, or the text that stands for one."""
        if isinstance(node, Map):
            return self.mapping(node, spec, path)
        if isinstance(node, str) and spec.bare:
            for name in spec.required:
                if name != spec.bare:
                    self._missing(name, spec, at, path)
            return {spec.bare: node.rstrip()}
        noun = f"{'an' if spec.noun[0] in 'aeiou' else 'a'} {spec.noun}"
        self.problems.error(
            f"{noun} has fields, found {_KINDS[type(node)]}",
            f"write for example '{(*spec.required, *spec.names)[0]}: …'",
            at,
            path,
        )
        return None

    def when(self, text: str, at: Place, path: Path) -> When | None:
        """Read a date, or report why it is none."""
        try:
            return When.parse(text, self.zone)
        except WhenError as error:
            self.problems.error(error.message, error.hint, at, path)
            return None

    def _value(self, value: Node, field: Field, at: Place, path: Path) -> Any:
        if field.many:
            return self._many(value, field, at, path)
        if field.model is not None:
            return self.any_mapping(value, spec_of(field.model), at, path)
        if field.is_when and isinstance(value, Items) and _TEXTS.issuperset(map(type, value)):
            # "One of these" as EDTF writes it is a list to YAML.
            value = f"[{','.join(cast(list[str], value))}]"
        if not isinstance(value, str):
            self.problems.error(
                f"'{field.name}' takes one {'date' if field.is_when else 'value'}, found "
                f"{_KINDS[type(value)]}",
                _one_value(value, field),
                at,
                path,
            )
            return None
        # An event's date and end are read together, when both are known.
        return value if field.late else self.when(value, at, path)

    def _span(self, node: Map, values: Values, path: Path) -> None:
        """Read a date, joined with the end if there is one."""
        start, end = values.pop("date", None), values.pop("end", None)
        when: When | None = None
        if start is not None and end is not None:
            when = self._join(node, start, end, path)
        elif start is not None:
            when = self.when(start, node.value_place("date"), (*path, "date"))
        if when is not None:
            values["date"] = when

    def _join(self, node: Map, start: str, end: str, path: Path) -> When | None:
        try:
            return When.parse(f"{start.strip()}/{end.strip()}", self.zone)
        except WhenError as error:
            wrong = error
        # Both together are no date: find out which of them is to blame.
        first = self.when(start, node.value_place("date"), (*path, "date"))
        at, to = node.value_place("end"), (*path, "end")
        last = self.when(end, at, to)
        if first is None or last is None:
            return None
        if first.is_interval or last.is_interval:
            self.problems.error(
                "the date is an interval already, and there is an end too",
                "write 'date: A/B', or 'date: A' and 'end: B'",
                at,
                to,
            )
        elif last.surely_before(first):
            self.problems.error(
                f"the end ({last}) is before the date ({first})", "exchange the two", at, to
            )
        else:
            self.problems.error(wrong.message, wrong.hint, at, to)
        return None

    def _many(self, value: Node, field: Field, at: Place, path: Path) -> list[Any]:
        if isinstance(value, Items):
            if field.model is None and _TEXTS.issuperset(map(type, value)):
                # Nearly always: a list of ids or words, none of which is an address.
                texts = [*map(str.rstrip, cast(list[str], value))]
                if field.refers != "sources" or not any(map(_ADDRESS, texts)):
                    return texts
            shaped = []
            for index, (item, place) in enumerate(zip(value, value.places, strict=True)):
                one = self._one(item, field, place, (*path, index))
                if one is not None:
                    shaped.append(one)
            return shaped
        one = self._one(value, field, at, path)
        return [] if one is None else [one]

    def _one(self, item: Node, field: Field, at: Place, path: Path) -> Any:
        if item is None:
            self.problems.warning("an item without a value, ignored", "remove it", at, path)
            return None
        if field.model is not None:
            return self.any_mapping(item, spec_of(field.model), at, path)
        if field.refers == "sources":
            return self._source(item, at, path)
        if isinstance(item, str):
            return item.rstrip()
        self.problems.error(
            f"'{field.name}' takes texts, found {_KINDS[type(item)]}",
            "quote the text when it holds ': '" if isinstance(item, Map) else None,
            at,
            path,
        )
        return None

    def _source(self, item: Node, at: Place, path: Path) -> str | Inline | None:
        if isinstance(item, Map):
            return self.sources.inline(self.mapping(item, spec_of(Source), path), item, at, path)
        if isinstance(item, str):
            if _ADDRESS(item):
                return self.sources.address(item.rstrip(), at, path)
            return item.rstrip()
        self.problems.error(
            "a source is its id, its address or its fields, found a list", None, at, path
        )
        return None

    def _unknown(self, node: Map, key: str, spec: Spec, path: Path) -> None:
        at = node.key_place(key)
        meant = self.problems.guess(key, spec.names, MEANT)
        if meant:
            hint = f"did you mean '{meant}'?"
        elif node[key] is None and line_of(at) == line_of(node.place):
            hint = "quote a text that holds a comma: inside { } a comma ends it"
        else:
            hint = f"the {spec.noun} takes {', '.join(spec.names)}"
        self.problems.error(f"unknown field '{key}'", hint, at, (*path, key))

    def _empty(self, node: Map, key: str, field: Field, path: Path) -> None:
        at, to = node.key_place(key), (*path, key)
        if field.required:
            self.problems.error(f"'{key}' has no value", _example(key), at, to)
        else:
            self.problems.warning(f"'{key}' has no value, ignored", "fill or remove it", at, to)

    def _missing(self, name: str, spec: Spec, at: Place, path: Path) -> None:
        self.problems.error(f"the {spec.noun} has no '{name}'", _example(name), at, path)


def _one_value(value: Node, field: Field) -> str:
    if field.refers:
        return f"give one id; what it stands for is described below '{field.refers}:'"
    if isinstance(value, Map):
        return "put the text in quotes when it holds ': ' or begins with '{'"
    return "give one value, without '- ' or [ ]"


def _example(name: str) -> str:
    return f"write for example {_EXAMPLES.get(name, f'{name}: …')}"
