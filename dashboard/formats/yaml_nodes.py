"""YAML text to plain values that remember where they are written.

Every scalar is a text: ``NO`` stays NO and ``12:30`` stays 12:30. Only nothing at all, ``~`` and
``null`` mean None. The values are built from libyaml's events in one loop, which is quick and
cannot exhaust the stack; limits on depth and number stop files made to exhaust memory. No tag is
ever followed, so a file cannot name code.
"""

from __future__ import annotations

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
    """A mapping, with the places of its fields: name, value, name, value … in the same order."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.places: list[Place] = []

    def key_place(self, key: str) -> Place:
        """Where the name of a field is written."""
        return self.places[2 * self._index(key)]

    def value_place(self, key: str) -> Place:
        """Where the value of a field is written."""
        return self.places[2 * self._index(key) + 1]

    def _index(self, key: str) -> int:
        return next(index for index, name in enumerate(self) if name == key)


class Items(list["Node"]):
    """A list, with the places of its items."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.places: list[Place] = []


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
        stack: list[Map | Items] = []
        inside: Map | Items | None = None
        key: str | None = None
        count = aliased = 0
        names: dict[str, str] = {}
        anchored: list[tuple[int, str, int]] = []
        while True:
            event: Any = next_event()
            kind = type(event)
            node: Node
            opened: Map | Items | None = None
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                closed = stack.pop()
                if anchored and anchored[-1][0] == len(stack):
                    _, name, start = anchored.pop()
                    self.anchors[name] = (closed, count - start + 1)
                inside = stack[-1] if stack else None
                continue
            mark = event.start_mark
            place = mark.line << 32 | mark.column
            if kind is ScalarEvent:
                count += 1
                node = event.value
                style = event.style
                if style == "" and node in _NOTHING and event.tag is None:
                    node = None
                elif style == '"' and not _CONTROL.isdisjoint(event.value):
                    self.control_character(event.value, place)
                if event.anchor is not None:
                    self.anchors[event.anchor] = (node, 1)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                count += 1
                node = opened = Map(place) if kind is MappingStartEvent else Items(place)
                if event.anchor is not None:
                    self.anchors.pop(event.anchor, None)
                    anchored.append((len(stack), event.anchor, count))
            elif kind is AliasEvent:
                node, size = self.alias(event.anchor, place)
                count += size
                aliased += size
                if aliased > MOST_ALIASED:
                    self.stop(
                        f"more than {MOST_ALIASED:,} values behind aliases", "split the file", place
                    )
            elif kind is StreamEndEvent:
                return
            else:
                if kind is DocumentStartEvent:
                    self.document(place)
                continue
            if count > MOST_NODES:
                self.stop(f"more than {MOST_NODES:,} values", "split the file", place)
            if kind is not AliasEvent and event.tag is not None:
                self.tag(event.tag, place)

            if type(inside) is Map:
                if key is None:
                    if type(node) is str and node != "<<" and node not in inside:
                        # The same few names come again and again: keep one of each.
                        key = names.setdefault(node, node)
                    else:
                        key = self.refuse_name(inside, node, place)
                    inside.places.append(place)
                    continue
                inside[key] = node
                inside.places.append(place)
                key = None
            elif type(inside) is Items:
                inside.append(node)
                inside.places.append(place)
            else:
                self.root, self.root_place = node, place
            if opened is not None:
                stack.append(opened)
                inside = opened
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

    def refuse_name(self, inside: Map, node: Node, at: Place) -> str:
        """Report a name that no field can have; return one under which to lay its value aside."""
        if isinstance(node, str) and node in inside:
            first = line_of(inside.key_place(node))
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
            index = list(inside).index(name)
            del inside[name], inside.places[2 * index : 2 * index + 2]
