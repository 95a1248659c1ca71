"""YAML text to plain values that remember where they are written.

Every scalar is a text: ``NO`` stays NO and ``12:30`` stays 12:30. Only nothing at all, ``~`` and
``null`` mean None. The values are built from libyaml's events in one loop, which is quick and
cannot exhaust the stack; limits on depth and number stop files made to exhaust memory. No tag is
ever followed, so a file cannot name code.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias, cast

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it
except ImportError as missing:  # pragma: no cover - depends on how PyYAML was built
    raise ImportError(
        "PyYAML was built without libyaml, which Dateline needs; install a wheel of it: "
        "pip install --force-reinstall --only-binary=:all: PyYAML"
    ) from missing

from dashboard.formats.collect import Collector, Place, line_of, place_of
from dashboard.formats.text_file import explain_sign
from dashboard.formats.yaml_syntax import MOST_DEPTH, TOO_DEEP, explain

__all__ = ["MOST_ALIASED", "MOST_DEPTH", "MOST_NODES", "Items", "Map", "Node", "parse"]

#: Values in a file, those reached through an alias counted each time. A hundred thousand events
#: with sources and claims have about seven million.
MOST_NODES = 10_000_000
#: Those reached through an alias: a few lines of them can stand for more than any memory.
MOST_ALIASED = 2_000_000


class Map(dict[str, "Node"]):
    """A mapping that remembers where it and its fields are written."""

    __slots__ = ("_all", "_first", "place")

    place: Place
    _all: array[int]
    _first: int

    @property
    def places(self) -> array[int]:
        """The places of its fields: name, value, name, value … in the same order."""
        return self._all[self._first : self._first + 2 * len(self)]

    def key_place(self, key: str) -> Place:
        """Where the name of a field is written."""
        return self._all[self._first + 2 * self.index(key)]

    def value_place(self, key: str) -> Place:
        """Where the value of a field is written."""
        return self.place_of(self.index(key))

    def place_of(self, number: int) -> Place:
        """Where the value of the field after so many others is written."""
        return self._all[self._first + 2 * number + 1]

    def index(self, key: str) -> int:
        """How many fields come before this one."""
        return next(index for index, name in enumerate(self) if name == key)

    def remember(self, places: array[int], first: int) -> None:
        """Take the places of its fields from those of the whole file."""
        self._all, self._first = places, first

    def drop(self, key: str) -> None:
        """Take out a field with its places."""
        places, index = self.places, self.index(key)
        del self[key], places[2 * index : 2 * index + 2]
        self.remember(places, 0)


class Items(list["Node"]):
    """A list that remembers where it and its items are written."""

    __slots__ = ("_all", "_first", "place")

    place: Place
    _all: array[int]
    _first: int

    @property
    def places(self) -> array[int]:
        """The places of its items."""
        return self._all[self._first : self._first + len(self)]

    def remember(self, places: array[int], first: int) -> None:
        """Take the places of its items from those of the whole file."""
        self._all, self._first = places, first


Node: TypeAlias = str | Map | Items | None

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TEXT_TAG = "tag:yaml.org,2002:str"
_HARMLESS_TAGS = frozenset({"!", _TEXT_TAG})
#: libyaml refuses control characters as such; only escapes in double quotes can write them.
_CONTROL = frozenset(map(chr, (*range(9), *range(11, 32), *range(127, 160))))


class _Stop(Exception):
    """The rest of the file cannot be read; the reason has been reported."""


def parse(text: str, problems: Collector) -> tuple[Node, Place | None]:
    """Read a text that holds one YAML document.

    Args:
        text: The whole file.
        problems: Where everything wrong is reported.

    Returns:
        The value and where it begins; ``(None, None)`` for an empty text, or when reading had to
        stop.
    """
    builder = _Builder(problems)
    try:
        parser = CParser(text)
    except UnicodeEncodeError:
        # Halves of surrogate pairs, which a file cannot hold but a text can.
        explain_sign(text, problems)
        return None, None
    try:
        builder.run(cast("Callable[[], Event]", parser.get_event))
    except ReaderError:
        # libyaml counts bytes here; the text itself tells line and column.
        explain_sign(text, problems)
        return None, None
    except MarkedYAMLError as error:
        broken = explain(error, text)
        problems.error(broken.message, broken.hint, place_of(broken.line, broken.column))
        return None, None
    except _Stop:
        return None, None
    finally:
        parser.dispose()
    builder.remove_refused()
    return builder.root, builder.root_place


class _Builder:
    """Builds the tree; what goes wrong is handled in methods, to keep the loop short."""

    def __init__(self, problems: Collector) -> None:
        self.problems = problems
        self.root: Node = None
        self.root_place: Place | None = None
        self.documents = 0
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.refused: list[tuple[Map, str]] = []

    def run(self, next_event: Callable[[], Event]) -> None:
        """Take libyaml's events one by one until the end."""
        stack: list[tuple[Map | Items, list[Place]]] = []
        # A million places as numbers in a row take a fifth of the memory of as many values.
        places = array("q")
        # One of the two is what the next value goes into, unless it is the root.
        fields: Map | None = None
        items: Items | None = None
        inside: list[Place] = []
        keep_place = inside.append
        key: str | None = None
        count = aliased = 0
        most = MOST_NODES
        names: dict[str, str] = {}
        anchored: list[tuple[int, str, int]] = []
        while True:
            event: Any = next_event()
            kind = type(event)
            node: Any
            opened: Map | Items | None = None
            if kind is ScalarEvent:
                count += 1
                mark = event.start_mark
                place = mark.line << 32 | mark.column
                node = event.value
                tag = event.tag
                if (
                    key is None
                    and fields is not None
                    and (known := names.get(node)) is not None
                    and known not in fields
                    and tag is event.anchor is None
                    and count <= most
                ):
                    # The same few names come again and again, and nothing is wrong with them.
                    key = known
                    keep_place(place)
                    continue
                style = event.style
                if style == "":
                    if node in _NOTHING and tag is None:
                        node = None
                elif style == '"' and not node.isprintable() and not _CONTROL.isdisjoint(node):
                    self.control_character(node, place)
                if event.anchor is not None:
                    self.anchors[event.anchor] = (node, 1)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                closed, _ = stack.pop()
                closed.remember(places, len(places))
                places.fromlist(inside)
                if anchored and anchored[-1][0] == len(stack):
                    _, name, start = anchored.pop()
                    self.anchors[name] = (closed, count - start + 1)
                fields = items = None
                if stack:
                    opened, inside = stack[-1]
                    keep_place = inside.append
                    if type(opened) is Map:
                        fields = opened
                    elif type(opened) is Items:
                        items = opened
                continue
            else:
                mark = event.start_mark
                place = mark.line << 32 | mark.column
                tag = None
                if kind is MappingStartEvent or kind is SequenceStartEvent:
                    count += 1
                    tag = event.tag
                    node = opened = Map() if kind is MappingStartEvent else Items()
                    opened.place = place
                    if event.anchor is not None:
                        self.anchors.pop(event.anchor, None)
                        anchored.append((len(stack), event.anchor, count))
                elif kind is AliasEvent:
                    node, size = self.alias(event.anchor, place)
                    count += size
                    aliased += size
                    if aliased > MOST_ALIASED:
                        self.stop(
                            f"more than {MOST_ALIASED:,} values behind aliases",
                            "split the file",
                            place,
                        )
                elif kind is StreamEndEvent:
                    return
                else:
                    if kind is DocumentStartEvent:
                        self.document(place)
                    continue
            if count > most:
                self.stop(f"more than {most:,} values", "split the file", place)
            if tag is not None:
                self.tag(tag, place)

            if fields is not None:
                keep_place(place)
                if key is None:
                    if type(node) is str and node != "<<" and node not in fields:
                        key = node
                        if node.isprintable() and node not in _NOTHING:
                            key = names.setdefault(node, node)
                    else:
                        key = self.refuse_name(fields, inside, node, place)
                    continue
                fields[key] = node
                key = None
            elif items is not None:
                items.append(node)
                keep_place(place)
            else:
                self.root, self.root_place = node, place
            if opened is not None:
                inside = []
                keep_place = inside.append
                stack.append((opened, inside))
                fields = items = None
                if type(opened) is Map:
                    fields = opened
                elif type(opened) is Items:
                    items = opened
                if len(stack) > MOST_DEPTH:
                    self.stop(*TOO_DEEP, place)

    def stop(self, message: str, hint: str | None, at: Place) -> NoReturn:
        self.problems.error(message, hint, at)
        raise _Stop

    def document(self, at: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop("a second document begins here ('---')", "keep one timeline per file", at)

    def alias(self, name: str, at: Place) -> tuple[Node, int]:
        try:
            return self.anchors[name]
        except KeyError:
            self.stop(
                f"'*{name}' refers to nothing: no value before it is named '&{name}'",
                f"put the text in quotes: '*{name}'",
                at,
            )

    def tag(self, tag: str, at: Place) -> None:
        if tag not in _HARMLESS_TAGS:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self.problems.error(
                f"the tag '{short}' is not read",
                "remove it, or put the text in quotes when it begins with '!'",
                at,
            )

    def control_character(self, text: str, at: Place) -> None:
        char = next(char for char in text if char in _CONTROL)
        self.problems.error(f"a control character (U+{ord(char):04X}) in a text", "remove it", at)

    def refuse_name(self, inside: Map, places: list[Place], node: Node, at: Place) -> str:
        """Report a name that no field can have; return one under which to lay its value aside."""
        if isinstance(node, str) and node in inside:
            first = line_of(places[2 * inside.index(node)])
            self.problems.error(
                f"'{node}' is given twice, first on line {first}", "keep one of the two", at
            )
        elif node == "<<":
            self.problems.error(
                "merge keys ('<<') are not read", "write the fields out in each place", at
            )
        elif isinstance(node, str | None):
            self.problems.error("a field without a name", "write 'name: value'", at)
        else:
            self.stop("a list or mapping cannot be the name of a field", "use a text", at)
        name = f"\0{len(self.refused)}"
        self.refused.append((inside, name))
        return name

    def remove_refused(self) -> None:
        """Take out what was laid aside, so that no later step complains about it again."""
        for inside, name in self.refused:
            inside.drop(name)
