"""The lines of a markwhen text: header, sections and events, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.formats.markwhen.dates import LONGEST, looks_like_a_date
from dashboard.formats.markwhen.recurrence import taken_off

__all__ = ["Entry", "Section", "Text", "take_apart"]

_COMMENT = re.compile(r"\s*//")
_SECTION = re.compile(r"\s*(#{1,6})\s+(\S.*)$")
_OPENS = re.compile(r"\s*(?:section|group)\b\s*(.*)$", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:endSection|endGroup)\b", re.IGNORECASE)
_BREAK = re.compile(r"\s*_-_-_break_-_-_")
_PROPERTY = re.compile(r"(?!\s*-)\s*([\w.-]{1,60}):(?:\s+(.*)|)$")
_TAG = re.compile(r"(?:^|(?<=\s))#(?![0-9]+(?:\s|$))(\w+)")
_KEY = re.compile(r"([^\s:#/-][^:]{0,60}):(?:\s+(.*)|)$")
_COLOUR = re.compile(r"\s*#\w+:\s*\S+")


@dataclass(slots=True)
class Section:
    """A named group: its titles from the outermost in, and the tags of all of them."""

    titles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    level: int = 0


@dataclass(slots=True)
class Entry:
    """An event as written.

    Attributes:
        line: Where it begins, counted from 0.
        date: What stands before the colon, without the rule.
        rule: How it repeats; empty when it does not.
        title: What stands behind the colon.
        section: Where it belongs.
        properties: ``key: value`` lines below it.
        body: The lines below that.
    """

    line: int
    date: str
    rule: str
    title: str
    section: Section
    properties: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """A whole text.

    Attributes:
        header: ``key: value`` lines at the top.
        entries: The events in the order of the text.
        comments: Lines of comments.
        colours: Lines that give a tag a colour.
        strays: Lines that belong to no event.
    """

    header: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    comments: list[int] = field(default_factory=list)
    colours: list[int] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)


def tags_in(text: str) -> tuple[str, ...]:
    """The words that a text marks with ``#``."""
    return tuple(dict.fromkeys(_TAG.findall(text)))


def without_tags(text: str) -> str:
    """A text without the tags at its end; a tag inside it becomes its word."""
    text = text.rstrip()
    while found := re.search(r"(?:^|\s)#(?![0-9]+$)\w+$", text):
        text = text[: found.start()].rstrip()
    return _TAG.sub(r"\1", text).strip()


def event_start(line: str) -> tuple[str, str, str] | None:
    """Date, rule and title of a line that begins an event, else None.

    A time of day holds a colon too: the longest date counts.
    """
    best: tuple[str, str, str] | None = None
    for found in _colons(line):
        date, rule = taken_off(line[:found].strip())
        if looks_like_a_date(date):
            best = (date, rule, line[found + 1 :].strip())
    return best


def _colons(line: str) -> Iterator[int]:
    place = line.find(":")
    for _ in range(8):
        if place < 0 or place > LONGEST * 2:
            return
        yield place
        place = line.find(":", place + 1)


def take_apart(text: str) -> Text:
    """Find what each line is."""
    found = Text()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = _header(lines, found)
    sections = [Section()]
    entry: Entry | None = None
    in_properties = False
    for number in range(begin, len(lines)):
        line = lines[number]
        if _COMMENT.match(line):
            found.comments.append(number)
        elif changed := _section(line, sections):
            entry, in_properties = None, changed == "opened"
        elif start := event_start(line):
            entry = Entry(number, *start, section=sections[-1])
            found.entries.append(entry)
            in_properties = True
        elif entry is None:
            if line.strip() and not _COLOUR.match(line):
                found.strays.append(number)
            elif line.strip():
                found.colours.append(number)
        elif in_properties and (stated := _PROPERTY.match(line)):
            entry.properties.setdefault(stated[1], (stated[2] or "").strip())
        else:
            in_properties = False
            entry.body.append(line)
    return found


def _header(lines: list[str], found: Text) -> int:
    """Read the header and give the line after it."""
    fenced = False
    for number, line in enumerate(lines):
        if line.startswith("---"):
            if fenced:
                return number + 1
            fenced = True
        elif _COMMENT.match(line):
            found.comments.append(number)
        elif not fenced and (_opens(line) or event_start(line)):
            return number
        elif _COLOUR.match(line):
            found.colours.append(number)
        elif stated := _KEY.match(line):
            found.header.setdefault(stated[1].strip(), (stated[2] or "").strip())
        elif line.strip() and line[:1].isspace() and found.header:
            key = next(reversed(found.header))
            found.header[key] = f"{found.header[key]}\n{line.strip()}".strip()
        elif line.strip() and not fenced:
            found.strays.append(number)
    return len(lines)


def _opens(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_SECTION, _OPENS, _CLOSES, _BREAK))


def _section(line: str, sections: list[Section]) -> str:
    """Open or close sections; what the line did, or nothing."""
    if marked := _SECTION.match(line):
        level = len(marked[1])
        # A heading closes those of its level and below; what a word opened, a word closes.
        while len(sections) > 1 and sections[-1].level >= level:
            sections.pop()
        _push(sections, marked[2], level)
        return "opened"
    if _CLOSES.match(line):
        if len(sections) > 1:
            sections.pop()
        return "closed"
    if opened := _OPENS.match(line):
        _push(sections, opened[1], 0)
        return "opened"
    return "page" if _BREAK.match(line) else ""


def _push(sections: list[Section], title: str, level: int) -> None:
    outer = sections[-1]
    name = without_tags(title)
    sections.append(
        Section(
            (*outer.titles, name) if name else outer.titles,
            tuple(dict.fromkeys((*outer.tags, *tags_in(title)))),
            level,
        )
    )
