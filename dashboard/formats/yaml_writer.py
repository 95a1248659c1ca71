"""A timeline, or a draft of one, as the YAML that a person would write.

The lines are laid out here: what stands in a block, what on one line, where a blank line or a
comment goes. Every key and every value is written by PyYAML's emitter, which knows what has to be
quoted. Our own reader takes every value as a text; quotes are for the other tools that read YAML,
for which ``no`` is a boolean and ``12:30`` a number.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

import yaml
from pydantic import BaseModel

from dashboard.formats.collect import Path
from dashboard.formats.document import document
from dashboard.formats.fields import Field, Spec, spec_of
from dashboard.model import Actor, Category, Correction, Edition, Place, Timeline

__all__ = ["to_yaml", "write_yaml"]

#: Characters in a line.
WIDTH = 100
#: Characters by which what is inside stands further right.
STEP = 2
#: What is short enough to stand on one line, in braces.
SMALL: frozenset[type[BaseModel]] = frozenset({Actor, Category, Correction, Edition, Place})
#: Fields only files know follow the field that they add to.
FOLLOWS = {"end": "date", "source": "sources"}

#: Styles of block texts, as the emitter calls them.
LITERAL, FOLDED = "|", ">"

_STR = "tag:yaml.org,2002:str"
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_INT = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"

#: What YAML 1.2 takes for a number and YAML 1.1 does not (YAML 1.2.2, 10.3.2).
_NUMBER_1_2 = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+").fullmatch
#: Ends of lines other than ``\n``, and what no YAML file may hold raw: written as escapes.
_ESCAPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]").search
#: Markdown that begins a line after the first.
_STRUCTURE = re.compile(r"\n(?:[-*+]\s|\d+[.)]\s|[>#|]|```)").search
_YEAR = re.compile(r"[1-9]\d{3}").fullmatch
_ASTRAL = re.compile("[\U00010000-\U0010ffff]").search


def write_yaml(timeline: Timeline) -> str:
    """A timeline as YAML; reading it gives an equal timeline, but for the path of its file."""
    return to_yaml(document(timeline))


def to_yaml(
    values: Mapping[str, Any], comments: Mapping[Path, str] | None = None, header: str = ""
) -> str:
    """A document in the shape of our file as YAML.

    Args:
        values: The document: texts, numbers, lists and mappings.
        comments: What to say about an entry or a field, by its path; stands above it.
        header: What stands on top as a comment, a paragraph a line.
    """
    writer = _Writer(comments or {})
    lines = [*_comment(header, 0), *_comment(writer.take(()), 0)]
    if lines:
        lines.append("")
    lines += writer.top(values)
    # A comment on what is not there is still something to say.
    for rest in writer.rest():
        lines += _comment(rest, 0)
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, comments: Mapping[Path, str]) -> None:
        self._comments = dict(comments)
        # What has a comment somewhere inside cannot stand on one line.
        self._inside = {path[:end] for path in comments for end in range(len(path))}

    def take(self, path: Path) -> str:
        return self._comments.pop(path, "")

    def rest(self) -> tuple[str, ...]:
        return tuple(self._comments.values())

    def top(self, values: Mapping[str, Any]) -> list[str]:
        """The whole file; what is long has a blank line before it."""
        lines: list[str] = []
        spec = spec_of(Timeline)
        for name, value in _in_order(values, spec):
            block = self._pair(name, value, spec.fields.get(name), (name,), 0, apart=True)
            if lines and isinstance(value, dict | list) and len(block) > 1:
                lines.append("")
            lines += block
        return lines

    def _mapping(
        self, values: Mapping[str, Any], spec: Spec | None, path: Path, indent: int
    ) -> list[str]:
        lines: list[str] = []
        # Short texts in a row are written in one go: a large file has nearly nothing else.
        row: dict[str, yaml.Node | None] = {}
        for name, value in _in_order(values, spec):
            field = spec.fields.get(name) if spec else None
            here = (*path, name)
            if not isinstance(value, dict | list) and here not in self._comments:
                node = _scalar(value, field, len(name) + 2, indent)
                if node.style != FOLDED:
                    row[name] = node
                    continue
            lines += self._row(row, indent)
            lines += self._pair(name, value, field, here, indent)
        return lines + self._row(row, indent)

    def _row(self, row: dict[str, yaml.Node | None], indent: int) -> list[str]:
        """Write what was gathered, and empty it."""
        lines = _indented(_emit(row, WIDTH - indent), indent) if row else []
        row.clear()
        return lines

    def _pair(
        self,
        name: str,
        value: Any,
        field: Field | None,
        path: Path,
        indent: int,
        apart: bool = False,
    ) -> list[str]:
        """A key with its value; ``apart`` puts blank lines between the entries of a list."""
        lines = _comment(self.take(path), indent)
        single = self._on_one_line(name, value, field, path, indent)
        if single is not None:
            return [*lines, *single]
        lines.append(" " * indent + _emit({name: None}, WIDTH)[0])
        if isinstance(value, dict):
            inner = _inner(field)
            if field is not None and field.table:
                for key, entry in value.items():
                    one = _shortened(entry, inner)
                    lines += self._entry(str(key), one, inner, (*path, key), indent + STEP)
            else:
                lines += self._mapping(value, inner, path, indent + STEP)
            return lines
        for index, item in enumerate(value):
            if apart and index and isinstance(item, dict):
                lines.append("")
            lines += self._item(item, field, (*path, index), indent + STEP)
        return lines

    def _entry(self, key: str, value: Any, spec: Spec | None, path: Path, indent: int) -> list[str]:
        """An entry of a table."""
        lines = _comment(self.take(path), indent)
        small = spec is not None and spec.model in SMALL and path not in self._inside
        if not isinstance(value, dict):
            node = _scalar(value, None, len(key) + 2, indent)
            return [*lines, *_indented(_emit({key: node}, WIDTH - indent), indent)]
        if small and (line := _fitting({key: _flow(value, spec)}, indent)):
            return [*lines, line]
        return [
            *lines,
            " " * indent + _emit({key: None}, WIDTH)[0],
            *self._mapping(value, spec, path, indent + STEP),
        ]

    def _item(self, item: Any, field: Field | None, path: Path, indent: int) -> list[str]:
        """One of a list, with its dash."""
        lines = _comment(self.take(path), indent)
        spec = _inner(field)
        item = _shortened(item, spec)
        if isinstance(item, dict) and item:
            small = spec is not None and spec.model in SMALL and path not in self._inside
            line = _fitting([_flow(item, spec)], indent) if small else None
            if line is not None:
                return [*lines, line]
            block = self._mapping(item, spec, path, indent + STEP)
            return [*lines, " " * indent + "- " + block[0].lstrip(), *block[1:]]
        nested = isinstance(item, dict | list)
        node = _flow(item, None) if nested else _scalar(item, field, STEP, indent)
        return [*lines, *_indented(_emit([node], WIDTH - indent), indent)]

    def _on_one_line(
        self, name: str, value: Any, field: Field | None, path: Path, indent: int
    ) -> list[str] | None:
        """A key with a value that needs no block of its own; None when it does."""
        spec = _inner(field)
        if isinstance(value, dict) and not (field and field.table):
            value = _shortened(value, spec)
        if not isinstance(value, dict | list):
            node = _scalar(value, field, len(name) + 2, indent)
            return _indented(_emit({name: node}, WIDTH - indent), indent)
        if not value:
            return _indented(_emit({name: _flow(value, None)}, WIDTH), indent)
        if path in self._inside:
            return None
        plain_list = isinstance(value, list) and not any(
            isinstance(item, dict | list) for item in value
        )
        small = isinstance(value, dict) and spec is not None and spec.model in SMALL
        if not plain_list and (not small or (field and field.table)):
            return None
        line = _fitting({name: _flow(value, spec, field)}, indent)
        return None if line is None else [line]


def _in_order(values: Mapping[str, Any], spec: Spec | None) -> Iterator[tuple[str, Any]]:
    """The fields in the order of the reference; those that it does not know come last."""
    names = _order(spec.model) if spec else ()
    yield from ((name, values[name]) for name in names if name in values)
    yield from ((str(name), value) for name, value in values.items() if name not in names)


@cache
def _order(model: type[BaseModel]) -> tuple[str, ...]:
    names = list(spec_of(model).names)
    for name, before in FOLLOWS.items():
        if name in names and before in names:
            names.remove(name)
            names.insert(names.index(before) + 1, name)
    return tuple(names)


def _inner(field: Field | None) -> Spec | None:
    """The fields of what a field holds."""
    return spec_of(field.model) if field and field.model else None


def _shortened(value: Any, spec: Spec | None) -> Any:
    """The text that can stand for a mapping, where it says all that the mapping does."""
    if spec and spec.bare and isinstance(value, dict) and list(value) == [spec.bare]:
        return value[spec.bare]
    return value


# --- Values ---------------------------------------------------------------------------------------


def _scalar(value: Any, field: Field | None, before: int = 0, indent: int = 0) -> yaml.ScalarNode:
    """A value in a block; ``before`` is how many characters stand on its line after the indent.

    A long text is wrapped, and its node has the style ``>``; see :func:`_emit`.
    """
    if isinstance(value, bool | int | float):
        tag = _FLOAT if isinstance(value, float) else _INT
        text = repr(value) if not isinstance(value, bool) else str(int(value))
        return yaml.ScalarNode(tag, text)
    text = _sound(str(value))
    if field is not None and field.is_when:
        return yaml.ScalarNode(_date_tag(text), text)
    style = _style(text)
    longest = max(map(len, text.split("\n")))
    room = WIDTH - indent - (before if style is None else STEP)
    if style in (None, LITERAL) and " " in text and longest > room:
        folded = _wrapped(text, WIDTH - indent - STEP)
        if folded is not None:
            return yaml.ScalarNode(_STR, folded, style=FOLDED)
    return yaml.ScalarNode(_STR, text, style=style)


def _wrapped(text: str, width: int) -> str | None:
    """A text as it stands in a folded block; None when it cannot, or is easier to read literally.

    Lists and paragraphs with a blank line between them would stand two or three lines apart.
    """
    if "\n\n" in text or _STRUCTURE(text):
        return None
    lines = []
    for line in text.split("\n"):
        wrapped = textwrap.wrap(
            line,
            width,
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        )
        # White space at a break, or at the beginning of a line, would not be read back.
        if line[:1].isspace() or " ".join(wrapped) != line:
            return None
        lines.append("\n".join(wrapped))
    # A single line end is read as a blank, two as one.
    return "\n\n".join(lines)


def _sound(text: str) -> str:
    """The text without halves of signs, which no file can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _date_tag(text: str) -> str:
    """What other tools may take a date for without harm: a day for a day, 2018 for a number."""
    tag: str = _resolve(yaml.ScalarNode, text, (True, False))
    return tag if tag == _TIMESTAMP or (tag == _INT and _YEAR(text)) else _STR


#: What a tool that reads YAML 1.1 takes a text for; not typed in the library's stubs.
_resolve: Any = yaml.resolver.Resolver().resolve


def _style(text: str) -> str | None:
    if _ESCAPED(text):
        return '"'
    if _NUMBER_1_2(text):
        return "'"
    if text != text.strip():
        # White space at an end is easily lost where it is not between quotes.
        return '"'
    if "\n" in text:
        blank_ended = any(line != line.rstrip() for line in text.split("\n"))
        return '"' if blank_ended else LITERAL
    return None


def _flow(value: Any, spec: Spec | None, field: Field | None = None) -> yaml.Node:
    """A value on one line, in brackets or braces."""
    if isinstance(value, dict):
        pairs = [
            (_key(name), _flow(one, None, spec.fields.get(name) if spec else None))
            for name, one in _in_order(value, spec)
        ]
        return yaml.MappingNode(_MAP, pairs, flow_style=True)
    if isinstance(value, list):
        items = [_flow(one, None, field) for one in value]
        return yaml.SequenceNode(_SEQ, items, flow_style=True)
    # On one line a text is never wrapped.
    return _scalar(value, field, indent=-1_000_000)


def _key(name: Any) -> yaml.Node:
    text = _sound(str(name))
    style = "'" if _NUMBER_1_2(text) else None
    return yaml.ScalarNode(_STR, text, style=style)


# --- Lines ----------------------------------------------------------------------------------------


def _fitting(values: Mapping[str, yaml.Node] | list[yaml.Node], indent: int) -> str | None:
    """The one line that a pair or an item takes; None when it takes more or is too long."""
    lines = _emit(values, 1_000_000)
    return " " * indent + lines[0] if len(lines) == 1 and len(lines[0]) <= WIDTH - indent else None


def _emit(values: Mapping[str, yaml.Node | None] | list[yaml.Node], width: int) -> list[str]:
    """Let the emitter write one pair or one item; a pair without a value is a key alone.

    The emitter's own folding breaks a line at the first blank behind its end. So what is to be
    folded comes wrapped, and is written as literal with the sign of what is folded.
    """
    root: yaml.Node
    if isinstance(values, list):
        root = yaml.SequenceNode(_SEQ, values, flow_style=False)
    else:
        pairs = [
            # The emitter writes what is empty as nothing.
            (_key(name), yaml.MappingNode(_MAP, [], flow_style=True) if node is None else node)
            for name, node in values.items()
        ]
        root = yaml.MappingNode(_MAP, pairs, flow_style=False)
    only = values[0] if isinstance(values, list) else next(iter(values.values()))
    folded = False
    if isinstance(only, yaml.ScalarNode) and only.style == FOLDED:
        only.style, folded = LITERAL, True
    written: str = yaml.serialize(
        root,
        # libyaml escapes signs beyond U+FFFF, and is ten times as fast for all others.
        Dumper=yaml.SafeDumper if _any_astral(root) else yaml.CSafeDumper,
        width=max(width, 20),
        allow_unicode=True,
        indent=STEP,
    )
    lines = written.removesuffix("\n").split("\n")
    if only is None:
        lines[-1] = lines[-1].removesuffix(" {}")
    elif folded:
        lines[0] = f"{lines[0].removesuffix('|-')}>-"
    return lines


def _any_astral(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return _ASTRAL(cast(str, node.value)) is not None
    parts = cast(Sequence[Any], node.value)
    return any(
        any(map(_any_astral, part)) if isinstance(part, tuple) else _any_astral(part)
        for part in parts
    )


def _indented(lines: Sequence[str], indent: int) -> list[str]:
    return [" " * indent + line if line else line for line in lines]


def _comment(text: str, indent: int) -> list[str]:
    """A text as comments; whatever could end a line is a blank."""
    if not text:
        return []
    lines = []
    for paragraph in text.split("\n"):
        plain = " ".join("".join(sign if sign.isprintable() else " " for sign in paragraph).split())
        wrapped = textwrap.wrap(
            plain, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False
        )
        lines += [f"{' ' * indent}# {line}" for line in wrapped]
    return lines
