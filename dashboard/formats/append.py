"""Adding an event to a file without touching anything else in it.

The file's text is not written anew: the place behind the last event is looked up among libyaml's
marks, and the new lines go in there in the style of the file. The result is read again before
anybody sees it: it must hold what was there, in the same order, and one event more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any, cast

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it
from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from dashboard.formats.collect import Collector
from dashboard.formats.yaml_nodes import Map, Node, parse
from dashboard.problems import UnfitError

__all__ = ["Appended", "append_event"]

#: Fields of an event in the order in which they are written.
Skeleton = dict[str, "str | list[str]"]


@dataclass(frozen=True, slots=True)
class Appended:
    """A text with one event more.

    Attributes:
        text: The whole text.
        index: Where in it the new event begins, in characters.
    """

    text: str
    index: int


def append_event(text: str, event: Skeleton, *, as_json: bool = False) -> Appended:
    """Put an event behind the last one of a YAML or JSON text.

    Args:
        text: The text, without a byte order mark.
        event: Texts and lists of texts by name of the field.
        as_json: Write what goes in as JSON, for a text that must stay JSON.

    Raises:
        UnfitError: If the text is no timeline, or has no place where an event can be added without
            changing what is there.
    """
    before = _nodes(text)
    if not isinstance(before, Map):
        raise UnfitError(
            "the file is no timeline to add to", "begin one: dateline new, or mend what is wrong"
        )
    wholes = [piece.apply(text) for piece in _pieces(text, before, event, as_json)]
    for same in (_exactly, _trimmed):
        for whole in wholes:
            if _is_one_more(same(before), same(_nodes(whole.text)), event):
                return whole
    raise UnfitError(
        "no place was found where an event can be added without changing what is there",
        "write 'events:' on a line of its own at the end of the file, and events below it",
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """What to put in, in place of what is between ``start`` and ``end``.

    Attributes:
        start: In characters.
        end: In characters; the same as the start when nothing is replaced.
        event: The event as written.
        before: What goes in front of it.
        after: What goes behind it.
        comma: Where a comma goes in besides, if anywhere; not behind the start.
    """

    start: int
    end: int
    event: str
    before: str = ""
    after: str = ""
    comma: int | None = None

    def apply(self, text: str) -> Appended:
        head = text[: self.start]
        if self.comma is not None:
            head = f"{text[: self.comma]},{text[self.comma : self.start]}"
        head += self.before
        margin = len(self.event) - len(self.event.lstrip())
        return Appended(f"{head}{self.event}{self.after}{text[self.end :]}", len(head) + margin)


def _nodes(text: str) -> Node:
    """The values of a text; None when it cannot be read."""
    problems = Collector("")
    root, _ = parse(text, problems)
    return None if problems.has_errors else root


def _exactly(value: Any) -> Any:
    return value


def _trimmed(value: Any) -> Any:
    """Values without blanks at the end of texts, which readers of a timeline pass over.

    A text in the style of | that ends with the file gets a line break when something follows it.
    """
    if isinstance(value, str):
        return value.rstrip()
    if isinstance(value, dict):
        return {name: _trimmed(one) for name, one in value.items()}
    return [_trimmed(one) for one in value] if isinstance(value, list) else value


def _is_one_more(before: dict[str, Any], after: Any, event: Skeleton) -> bool:
    """Whether all is as it was, but for one event at the end."""
    if not isinstance(after, dict):
        return False
    events = after.get("events")
    if not isinstance(events, list) or not events or events[-1] != event:
        return False
    rest = {name: value for name, value in after.items() if name != "events"}
    old = {name: value for name, value in before.items() if name != "events"}
    return rest == old and events[:-1] == (before.get("events") or [])


# --- Where ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Layout:
    """Where the events are, in characters; -1 where there is no such thing."""

    root_flow: bool = False
    #: Of the list: where it begins and ends, its column, whether it has brackets.
    start: int = -1
    end: int = -1
    column: int = 0
    flow: bool = False
    #: Of the last two events: where each begins, and where the value in front of it ends.
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    #: Where the name ``events`` ends, and where the last value of the file does.
    key_end: int = -1
    last: int = -1


def _layout(text: str) -> _Layout:
    """Find the list of events among libyaml's marks."""
    found = _Layout()
    parser = CParser(text)
    depth, is_key, name = 0, True, ""
    try:
        while True:
            event: Any = cast("Callable[[], Any]", parser.get_event)()
            kind = type(event)
            if kind is StreamEndEvent:
                return found
            if kind in (StreamStartEvent, DocumentStartEvent, DocumentEndEvent):
                continue
            opens = kind in (MappingStartEvent, SequenceStartEvent)
            closes = kind in (MappingEndEvent, SequenceEndEvent)
            has_length = event.start_mark.index < event.end_mark.index
            if kind in (ScalarEvent, AliasEvent) or (closes and has_length):
                # A list without brackets ends where its last value does, not where libyaml says.
                found.last = event.end_mark.index
            if depth == 0 and opens:
                found.root_flow = bool(event.flow_style)
            elif depth == 1 and not closes:
                if is_key:
                    name = event.value if kind is ScalarEvent else ""
                    if name == "events":
                        found.key_end = event.end_mark.index
                elif name == "events" and kind is SequenceStartEvent:
                    found.start, found.column = event.start_mark.index, event.start_mark.column
                    found.flow = bool(event.flow_style)
                is_key = not is_key
            elif found.start >= 0 > found.end:
                if depth == 2 and closes:
                    found.end = event.start_mark.index
                elif depth == 2:
                    found.starts = (*found.starts, event.start_mark.index)[-2:]
                    found.ends = (*found.ends, found.last)[-2:]
                if found.ends and found.end < 0:
                    found.ends = (*found.ends[:-1], found.last)
            depth += opens - closes
    finally:
        parser.dispose()


def _pieces(text: str, root: Map, event: Skeleton, as_json: bool) -> Iterator[_Piece]:
    """Everything worth trying, the best first."""
    try:
        layout = _layout(text)
    except YAMLError:  # pragma: no cover - the text has been read before
        return
    flow = _flow(event, as_json)
    if root.get("events") is None:
        yield from _first_event(text, layout, root, event, flow)
    elif layout.start < 0:
        return
    elif layout.flow:
        yield from _in_brackets(text, layout, event, flow)
    else:
        yield from _below(text, layout, event)


def _first_event(
    text: str, layout: _Layout, root: Map, event: Skeleton, flow: str
) -> Iterator[_Piece]:
    newline = _newline(text)
    block = _block(event, 2, 2, newline)
    if "events" in root:
        # A name without a value, or with a null.
        behind = re.compile(r"\s*:[ \t]*(?:~|null|Null|NULL)?").match(text, layout.key_end)
        if behind is None:
            return
        if layout.root_flow:
            yield _Piece(layout.key_end, behind.end(), flow, ": [", "]")
            return
        colon = text.index(":", layout.key_end) + 1
        line = _line_end(text, behind.end())
        comment = text[behind.end() : line].rstrip()
        yield _Piece(colon, line, block, f"{comment}{newline}")
    elif layout.root_flow:
        comma = ", " if root else ""
        yield _Piece(layout.last - 1, layout.last - 1, flow, f'{comma}"events": [', "]")
    else:
        for at in _line_ends(text, layout.last, 0):
            yield _Piece(at, at, block, f"{newline}{newline}events:{newline}")


def _in_brackets(text: str, layout: _Layout, event: Skeleton, flow: str) -> Iterator[_Piece]:
    newline = _newline(text)
    if not layout.starts:
        if not layout.root_flow and not text[layout.start : layout.end + 1].strip("[] \t"):
            # Nobody wants to go on in brackets after an empty list.
            line = _line_end(text, layout.end)
            comment = text[layout.end + 1 : line].rstrip()
            start = len(text[: layout.start].rstrip(" \t"))
            block = _block(event, 2, 2, newline)
            yield _Piece(start, line, block, f"{comment}{newline}")
        yield _Piece(layout.start + 1, layout.start + 1, flow)
        return
    end, first = layout.ends[-1], layout.starts[-1]
    indent = text[text.rfind("\n", 0, first) + 1 : first]
    comma = re.compile(r"[ \t]*,").match(text, end)
    if not indent.strip():
        # Each event on a line of its own: so is the new one, and a comment stays where it is.
        line = _line_end(text, comma.end() if comma else end)
        if "]" not in text[end:line].partition("#")[0]:
            before, after = f"{newline}{indent}", "," if comma else ""
            yield _Piece(line, line, flow, before, after, None if comma else end)
    yield _Piece(end, end, flow, ", ")


def _below(text: str, layout: _Layout, event: Skeleton) -> Iterator[_Piece]:
    newline = _newline(text)
    dash = layout.column
    if text[layout.start] != "-":
        # The list has an anchor, and begins there for libyaml.
        found = re.compile(r"\n( *)-\s").search(text, layout.start)
        dash = len(found[1]) if found else dash
    # "-   date:" has its names four characters behind the dash.
    line = text.rfind("\n", 0, layout.starts[-1]) + 1
    between = text[line + dash : layout.starts[-1]]
    offset = len(between) if re.fullmatch(r"- +", between) else 2
    gap = ""
    if len(layout.starts) == 2:
        held = text[layout.ends[-2] : layout.starts[-1]]
        gap = newline if re.search(r"\n[ \t]*\r?\n", held) else ""
    block = _block(event, dash, offset, newline)
    for at in _line_ends(text, layout.ends[-1], dash + 1):
        yield _Piece(at, at, block, f"{newline}{gap}")
    # Blank lines at the end belong to a text in the style of |+.
    end = layout.ends[-1]
    yield _Piece(end, end, block, after=newline)


def _line_ends(text: str, index: int, column: int) -> Iterator[int]:
    """Ends of lines behind a value that ends at ``index``, where something new may begin.

    The first is behind the comments that belong to the value: those on its line, and those below it
    that are indented to ``column`` at least.
    """
    # Of a text in the style of | libyaml gives the beginning of what follows it.
    value = len(text[:index].rstrip())
    plain = _line_end(text, value)
    end = plain
    comment = re.compile(rf"\r?\n[ \t]{{{column},}}#[^\r\n]*" if column else r"(?!)")
    while found := comment.match(text, end):
        end = found.end()
    yield end
    if plain != end:
        yield plain


def _line_end(text: str, index: int) -> int:
    """The end of the line that ``index`` is in, before its line break."""
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end - 1 >= index else end


def _newline(text: str) -> str:
    """The line break of the text: that of its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


# --- What -----------------------------------------------------------------------------------------


def _block(event: Skeleton, dash: int, offset: int, newline: str) -> str:
    """The event in lines, its dash in column ``dash`` and its fields ``offset`` further."""
    lines = _emitted(event, flow=False).splitlines()
    margin = " " * dash
    first, *rest = lines
    return newline.join(
        [
            f"{margin}-{' ' * (offset - 1)}{first}",
            *(f"{margin}{' ' * offset}{line}" for line in rest),
        ]
    )


def _flow(event: Skeleton, as_json: bool) -> str:
    """The event in braces."""
    if as_json:
        import json

        return json.dumps(event, ensure_ascii=False)
    return _emitted(event, flow=True).strip()


def _emitted(event: Skeleton, flow: bool) -> str:
    events: list[Any] = [
        StreamStartEvent(),
        DocumentStartEvent(explicit=False),
        MappingStartEvent(None, None, True, flow_style=flow),
    ]
    for name, value in event.items():
        events.append(_scalar(name))
        if isinstance(value, str):
            events.append(_scalar(value, is_date=name == "date"))
        else:
            events.append(SequenceStartEvent(None, None, True, flow_style=True))
            events.extend(_scalar(item) for item in value)
            events.append(SequenceEndEvent())
    events += [MappingEndEvent(), DocumentEndEvent(explicit=False), StreamEndEvent()]
    stream = StringIO()
    yaml.emit(events, stream, width=float("inf"), allow_unicode=True)
    return stream.getvalue()


_RESOLVER: Any = yaml.resolver.Resolver()


def _scalar(text: str, is_date: bool = False) -> ScalarEvent:
    """A text, in quotes where YAML needs them or where other readers would see no text in it."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    plain = is_date or tag == "tag:yaml.org,2002:str"
    return ScalarEvent(None, None, (plain, True), text)
