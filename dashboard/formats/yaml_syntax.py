"""What libyaml says about broken YAML, in words that an author understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from yaml.error import MarkedYAMLError

__all__ = ["MOST_DEPTH", "TOO_DEEP", "Broken", "explain"]


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a text is no YAML.

    Attributes:
        message: What is wrong.
        hint: How to mend it.
        line: Counted from 0.
        column: Counted from 0.
    """

    message: str
    hint: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Scene:
    """The error as libyaml tells it, and the text around it."""

    problem: str
    context: str
    line: int
    column: int
    from_line: int
    from_column: int
    lines: list[str]

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    @property
    def char(self) -> str:
        return self.text(self.line)[self.column : self.column + 1]

    def here(self, message: str, hint: str) -> Broken:
        return Broken(message, hint, self.line, self.column)

    def at_start(self, message: str, hint: str) -> Broken:
        """Point at where the broken thing began: that is where it has to be mended."""
        return Broken(message, hint, self.from_line, self.from_column)


#: How deep values may be nested, and what is said beyond that.
MOST_DEPTH = 32
TOO_DEEP = (
    f"the values are nested more than {MOST_DEPTH} deep",
    "a timeline needs six levels",
)

# Bounded, so that a line of nothing but dashes costs no more than any other.
_FIELD = re.compile(r"\s*(?:- +){0,8}(?P<key>[^\s:#'\"\[{][^:#]*?):(?:\s|$)")
_NO_BLANK = re.compile(r"(?P<before>\s*(?:- +){0,8})(?P<key>[A-Za-z_]+):(?P<value>[^\s:/].*)")
_ALIGN = "fields of one item begin in the same column"
_TABS = "indent with spaces: YAML does not take tabs"


def _quoted(text: str) -> str:
    text = text.strip()
    short = text if len(text) <= 40 else text[:39].rstrip() + "…"
    return "'" + short.replace("'", "''") + "'"


def _missing_blank(scene: _Scene) -> Broken | None:
    """``title:My case``: the line reads as one word, and the complaint comes a line later."""
    for line in dict.fromkeys((scene.from_line, scene.line - 1, scene.line)):
        found = _NO_BLANK.fullmatch(scene.text(line).rstrip())
        if found:
            key, value = found["key"], found["value"]
            return Broken(
                f"a blank is missing after '{key}:'",
                f"write {key}: {value if len(value) <= 40 else '…'}",
                line,
                len(found["before"]) + len(key) + 1,
            )
    return None


def _tab(scene: _Scene) -> Broken:
    return scene.here("a tab is used for indentation", _TABS)


def _cannot_start(scene: _Scene) -> Broken:
    char = scene.char
    if char == "\t":
        return _tab(scene)
    value = scene.text(scene.line)[scene.column :]
    return scene.here(
        f"a text cannot begin with '{char}' in YAML", f"put it in quotes: {_quoted(value)}"
    )


def _second_colon(scene: _Scene) -> Broken:
    missing = _missing_blank(scene)
    if missing:
        return missing
    text = scene.text(scene.line)
    first = _FIELD.match(text)
    if first and first.end("key") < scene.column:
        value = text[first.end("key") + 1 :]
        return scene.here(
            "a text with a colon and a blank in it needs quotes",
            f"write {first['key'].strip()}: {_quoted(value)}",
        )
    indent = len(text) - len(text.lstrip())
    return Broken("this line is not in line with the one before it", _ALIGN, scene.line, indent)


def _no_colon(scene: _Scene) -> Broken:
    missing = _missing_blank(scene)
    if missing:
        return missing
    text = scene.text(scene.from_line)[scene.from_column :].strip()
    words = text.split(maxsplit=1)
    if len(words) == 2 and re.fullmatch(r"\w+", words[0]):
        hint = f"write {words[0]}: …, or indent the line when it continues the text above"
    else:
        hint = "write a field as 'name: value'; indent the line when it continues the text above"
    return scene.at_start("a colon is missing in this line", hint)


def _wrong_key(scene: _Scene) -> Broken:
    before = scene.text(scene.line)[: scene.column].rstrip()
    if before.endswith(('"', "'")) and ":" in before:
        quote = before[-1]
        other = "double quotes" if quote == "'" else "single quotes"
        return scene.here(
            f"the text goes on after its closing {quote}",
            f"quote the whole text, in {other} when it holds {quote} itself",
        )
    if scene.char in ("]", "}"):
        return scene.here(f"there is a '{scene.char}' too many", "remove it")
    if scene.char == "-" and not before:
        return scene.here(
            "a list item cannot stand here, beside fields",
            "put the list below a field, for example below 'events:'",
        )
    if not before:
        return scene.here("this line is not in line with the one before it", _ALIGN)
    return scene.here("this does not belong here", "put the whole text in quotes")


def _wrong_item(scene: _Scene) -> Broken:
    indent = scene.text(scene.line)[: scene.column]
    if not indent.strip():
        return scene.here(
            f"this line fits neither the list that began on line {scene.from_line + 1} nor the "
            "item above",
            "an item begins with '- ' in the column of the first, its fields two columns further",
        )
    return scene.here("a list item was expected here", "begin it with '- '")


def _unclosed(opening: str, closing: str) -> Callable[[_Scene], Broken]:
    def explain_unclosed(scene: _Scene) -> Broken:
        return scene.at_start(
            f"'{opening}' is not closed, or a comma is missing behind it",
            f"close it with '{closing}', put commas between the items, and quote texts that hold "
            "a comma or a colon",
        )

    return explain_unclosed


def _open_quote(scene: _Scene) -> Broken:
    char = scene.text(scene.from_line)[scene.from_column : scene.from_column + 1] or '"'
    return scene.at_start(
        f"the quote {char} that opens here is never closed", f"add {char} at the end of the text"
    )


def _backslash(scene: _Scene) -> Broken:
    return scene.here(
        "a backslash in double quotes begins a special character, and this is none",
        "write \\\\ for a backslash, or put the text in single quotes",
    )


def _nested_item(scene: _Scene) -> Broken:
    return scene.here(
        "a list cannot begin on the line of its field",
        "put '- …' on a line of its own, or quote the text when it is none",
    )


def _no_content(scene: _Scene) -> Broken:
    return scene.here(
        f"a text cannot begin with '{scene.char}' here" if scene.char else "a value is missing",
        "put the text in quotes, or remove what is too much",
    )


def _block_mark(scene: _Scene) -> Broken:
    mark = scene.text(scene.from_line)[scene.from_column : scene.from_column + 1]
    return scene.here(
        f"nothing can stand on the line of '{mark}'",
        "begin the text on the next line, indented; or quote it when it begins with that sign",
    )


def _anchor(scene: _Scene) -> Broken:
    sign = scene.text(scene.from_line)[scene.from_column : scene.from_column + 1]
    value = scene.text(scene.from_line)[scene.from_column :]
    return scene.at_start(
        f"a text cannot begin with '{sign}' in YAML", f"put it in quotes: {_quoted(value)}"
    )


def _document(scene: _Scene) -> Broken:
    return scene.here(
        "the file goes on after its end", "remove '...', and what does not belong to the timeline"
    )


def _directive(scene: _Scene) -> Broken:
    return Broken(
        "a line that begins with '%' is a directive, and this one is not known",
        "remove it, or indent and quote it when it is a text",
        scene.line,
        0,
    )


def _tag(scene: _Scene) -> Broken:
    return scene.at_start(
        "a value that begins with '!' is a tag, and tags are not read",
        "put the text in quotes",
    )


def _question(scene: _Scene) -> Broken:
    return scene.here("a text cannot begin with '? ' in YAML", "put it in quotes")


def _too_deep(scene: _Scene) -> Broken:
    """libyaml from 0.2.6 on has a limit of its own, and meets it where it reads ahead."""
    return scene.here(*TOO_DEEP)


#: The words of libyaml 0.2 (scanner.c and parser.c) and who can explain them.
_EXPLAINERS: tuple[tuple[str, Callable[[_Scene], Broken]], ...] = (
    ("found a tab character", _tab),
    ("found character that cannot start any token", _cannot_start),
    ("mapping values are not allowed", _second_colon),
    ("mapping keys are not allowed", _question),
    ("could not find expected ':'", _no_colon),
    ("did not find expected key", _wrong_key),
    ("did not find expected '-' indicator", _wrong_item),
    ("did not find expected ',' or ']'", _unclosed("[", "]")),
    ("did not find expected ',' or '}'", _unclosed("{", "}")),
    ("found unexpected end of stream", _open_quote),
    ("found unexpected document indicator", _open_quote),
    ("found unknown escape character", _backslash),
    ("did not find expected hexdecimal number", _backslash),
    ("found invalid Unicode character escape code", _backslash),
    ("block sequence entries are not allowed", _nested_item),
    ("did not find expected node content", _no_content),
    ("exceeded maximum nesting depth", _too_deep),
    ("did not find expected comment or line break", _block_mark),
    ("did not find expected alphabetic or numeric character", _anchor),
    ("did not find expected <document start>", _document),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("tag", _tag),
)


def explain(error: MarkedYAMLError, text: str) -> Broken:
    """Say in an author's words what libyaml complains about, and where to mend it."""
    problem, context = error.problem or "", error.context or ""
    at = error.problem_mark or error.context_mark
    start = error.context_mark or at
    lines = text.splitlines()
    line, column = (at.line, at.column) if at else (0, 0)
    from_line, from_column = (start.line, start.column) if start else (line, column)
    scene = _Scene(problem, context, line, column, from_line, from_column, lines)
    for words, explainer in _EXPLAINERS:
        if words in problem or (words == "tag" and words in context):
            return explainer(scene)
    return scene.here(f"this is not valid YAML: {problem or error}", "put the text in quotes")
