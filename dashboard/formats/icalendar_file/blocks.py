"""The lines of a calendar, put together to blocks, each with the place where it is written.

The library reads what a block says; it does not tell lines, and one broken block would take the
whole calendar with it. So the frame is read here, and the library gets one block at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.formats.collect import Place, place_of
from dashboard.formats.draft import Leftovers

__all__ = ["ENTRIES", "Block", "read_blocks"]

#: A calendar, an event in it, an alarm in that; nobody needs more.
MOST_DEPTH = 8
#: Lines of a file that are looked at.
MOST_LINES = 2_000_000

ENTRIES = ("VEVENT", "VJOURNAL", "VTODO")
#: What no file of ours may hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)[;:]")


@dataclass(slots=True)
class Block:
    """What stands between ``BEGIN:NAME`` and ``END:NAME``.

    Attributes:
        name: In capitals.
        at: Where it begins.
        lines: Its properties, unfolded, with the line they begin on, counted from 0.
        parts: The blocks inside.
    """

    name: str
    at: Place
    lines: list[tuple[int, str]] = field(default_factory=list)
    parts: list[Block] = field(default_factory=list)

    def place(self, name: str) -> Place:
        """Where a property is first written; the beginning of the block if nowhere."""
        for number, text in self.lines:
            found = _NAME.match(text)
            if found and found[1].upper() == name:
                return place_of(number, 0)
        return self.at

    def walk(self, name: str) -> Iterator[Block]:
        """The block and all inside it that have a name, in the order of the file."""
        if self.name == name:
            yield self
        for part in self.parts:
            yield from part.walk(name)

    @property
    def text(self) -> str:
        """The block for the library, without the blocks inside."""
        lines = [f"BEGIN:{self.name}", *(text for _, text in self.lines), f"END:{self.name}"]
        return "\r\n".join(lines) + "\r\n"


def read_blocks(text: str, leftovers: Leftovers) -> Block:
    """Read the frame of a file.

    Args:
        text: The whole file.
        leftovers: Where lines are noted that belong nowhere.

    Returns:
        A block without a name that holds all others.
    """
    top = Block("", place_of(0, 0))
    stack = [top]
    for number, line in _unfolded(text):
        at = place_of(number, 0)
        if _CONTROL.search(line):
            leftovers.note("a control character was left out", None, at)
            line = _CONTROL.sub("", line)
        found = _NAME.match(line)
        if found is None:
            leftovers.note(
                "a line that is no property was left out",
                "a line that goes on begins with a blank",
                at,
            )
            continue
        name = found[1].upper()
        value = line[found.end() :].strip().upper()
        if name == "BEGIN":
            if value in ENTRIES and stack[-1].name in ENTRIES:
                # No entry holds another: the end of the one before was forgotten.
                leftovers.note(f"END:{stack[-1].name} is missing before BEGIN:{value}", None, at)
                stack.pop()
            block = Block(value, at)
            if len(stack) > MOST_DEPTH:
                leftovers.note(
                    f"a {value} nested more than {MOST_DEPTH} deep was left out", None, at
                )
            else:
                stack[-1].parts.append(block)
            stack.append(block)
        elif name == "END":
            _close(stack, value, at, leftovers)
        else:
            stack[-1].lines.append((number, line))
    for block in stack[1:]:
        leftovers.note(
            f"the file ends inside a {block.name} that begins here",
            f"it may be cut off; the end of a {block.name} is END:{block.name}",
            block.at,
        )
    return top


def _close(stack: list[Block], name: str, at: Place, leftovers: Leftovers) -> None:
    names = [block.name for block in stack]
    if name not in names[1:]:
        leftovers.note(f"END:{name} has no BEGIN:{name}", None, at)
        return
    while stack[-1].name != name:
        block = stack.pop()
        leftovers.note(f"END:{block.name} is missing before END:{name}", None, at)
    stack.pop()


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The content lines with the number of the line they begin on (RFC 5545, section 3.1)."""
    parts: list[str] = []
    start = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text)):
        if number > MOST_LINES:
            break
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield start, "".join(parts)
        parts, start = ([line], number) if line.strip() else ([], number)
    if parts:
        yield start, "".join(parts)
