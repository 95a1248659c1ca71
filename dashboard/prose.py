"""Markdown to a small tree of values, so that a text of the file can never become anything else.

The parser runs with HTML off, and of its tokens only those with a value below are taken over:
images become their description, headings a paragraph in bold (the outline belongs to whoever shows
the text), and a link that is not http or https becomes its words. The page, reports and exports all
write their form of Markdown from this tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = [
    "Block",
    "Break",
    "Code",
    "CodeBlock",
    "Emphasis",
    "Inline",
    "Link",
    "Listing",
    "Paragraph",
    "Quote",
    "Rule",
    "Strong",
    "Text",
    "flat",
    "is_bare",
    "parse",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words as typed on a machine."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italics."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the web: http or https."""

    address: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list.

    Attributes:
        items: Its entries, each of blocks.
        ordered: Whether they are numbered.
        tight: Whether a paragraph of an entry stands there without a blank line around it.
    """

    items: tuple[tuple[Block, ...], ...]
    ordered: bool
    tight: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines as typed on a machine."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Inline = Text | Code | Break | Strong | Emphasis | Link
Block = Paragraph | Listing | Quote | CodeBlock | Rule

#: How far emphasis may stand inside emphasis; the parser itself limits only blocks.
DEEPEST = 20


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


#: One line of words in which there is nothing that Markdown reads.
_BARE = re.compile(r"[^\W\d_](?:(?:[^\W_]|[ ,;:.?!'\"()/%€$…–—‘’“”-])*(?<! ))?")


def is_bare(text: str) -> bool:
    """Whether a text is one line without any form, so that it needs no parser."""
    return _BARE.fullmatch(text) is not None


def parse(text: str | None) -> tuple[Block, ...]:
    """Markdown to blocks; none for no text."""
    if text and is_bare(text):
        return (Paragraph((Text(text),)),)
    return _blocks(iter(_parser().parse(text))) if text else ()


def flat(blocks: Sequence[Block]) -> tuple[Inline, ...]:
    """Blocks as one line, for places that take no more: a note, the cell of a table."""
    found: list[Inline] = []
    for block in blocks:
        inside: tuple[Inline, ...] = ()
        match block:
            case Paragraph(children):
                inside = children
            case CodeBlock(text):
                inside = (Code(" ".join(text.split())),)
            case Quote(children):
                inside = flat(children)
            case Listing(items):
                for number, item in enumerate(items, 1):
                    mark = f"{number}. " if block.ordered else "\N{EN DASH} "
                    inside += (Text(f"{' ' if inside else ''}{mark}"), *flat(item))
        if inside:
            found += [Text(" "), *inside] if found else inside
    return _joined([Text(" ") if isinstance(node, Break) else node for node in found])


def plain(text: str | None) -> str:
    """Markdown to bare words in one line, for search, hover, announcements and formats without."""
    if not text:
        return ""
    if is_bare(text):
        return " ".join(text.split())
    return re.sub(r"\s+", " ", " ".join(_words(_parser().parse(text)))).strip()


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children
            )
        elif token.type in ("code_block", "fence"):
            yield token.content


def _blocks(tokens: Iterator[Token]) -> tuple[Block, ...]:
    """Take tokens up to the one that closes the block they stand in."""
    blocks: list[Block] = []
    for token in tokens:
        if token.nesting == -1:
            break
        match token.type:
            case "paragraph_open":
                blocks.append(Paragraph(_line(tokens)))
            case "heading_open":
                blocks.append(Paragraph((Strong(_line(tokens)),)))
            case "bullet_list_open" | "ordered_list_open":
                blocks.append(_listing(tokens, ordered=token.type.startswith("ordered")))
            case "blockquote_open":
                blocks.append(Quote(_blocks(tokens)))
            case "code_block" | "fence":
                blocks.append(CodeBlock(token.content))
            case "hr":
                blocks.append(Rule())
            case _:
                # Whatever has no value here: its words stay, its effect does not.
                if token.nesting == 1:
                    blocks += _blocks(tokens)
                elif token.content:
                    blocks.append(Paragraph((Text(token.content),)))
    return tuple(blocks)


def _listing(tokens: Iterator[Token], *, ordered: bool) -> Listing:
    items = []
    tight = True
    for token in tokens:
        if token.type != "list_item_open":
            break
        inside, depth = [], 1
        for inner in tokens:
            depth += inner.nesting
            if not depth:
                break
            # A paragraph of this very entry, not of a list inside it.
            if inner.type == "paragraph_open" and depth == 2 and not inner.hidden:
                tight = False
            inside.append(inner)
        items.append(_blocks(iter(inside)))
    return Listing(tuple(items), ordered, tight)


def _line(tokens: Iterator[Token]) -> tuple[Inline, ...]:
    """The inline content of a paragraph or heading, up to the token that closes it."""
    found: list[Inline] = []
    for token in tokens:
        if token.nesting == -1:
            break
        children = token.children or ()
        found += _inlines(child for child in children if not _too_deep(child))
    return _joined(found)


def _too_deep(token: Token) -> bool:
    """The two ends of an element further inside than anybody means it; its words stay."""
    return token.nesting != 0 and token.level >= DEEPEST


def _inlines(tokens: Iterator[Token]) -> list[Inline]:
    nodes: list[Inline] = []
    for token in tokens:
        if token.nesting == -1:
            break
        if token.nesting == 1:
            nodes += _element(token, _joined(_inlines(tokens)))
            continue
        match token.type:
            case "code_inline":
                nodes.append(Code(token.content))
            case "softbreak":
                nodes.append(Text(" "))
            case "hardbreak":
                nodes.append(Break())
            case _:
                # Text, and the description of an image.
                if token.content:
                    nodes.append(Text(token.content))
    return nodes


def _element(token: Token, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    match token.tag:
        case "strong":
            return (Strong(children),)
        case "em":
            return (Emphasis(children),)
        case "a":
            address = str(token.attrGet("href") or "")
            if re.match(r"https?://", address, re.IGNORECASE):
                return (Link(address, children),)
    return children


def _joined(nodes: Sequence[Inline]) -> tuple[Inline, ...]:
    """Neighbouring words as one, so that what escapes them sees all of a line."""
    joined: list[Inline] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + node.text)
        else:
            joined.append(node)
    return tuple(joined)
