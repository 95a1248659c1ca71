"""Markdown to components, so that a text of the file can never become anything but text.

The parser runs with HTML off, and of its tokens only those in the tables below are taken over;
images become their description and a link that is not http or https becomes its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from dash import html
from dash.development.base_component import Component
from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["inline", "plain", "render"]

Node = Component | str

#: Block and inline elements taken over as they are. Headings are flattened: the page's own
#: outline belongs to the page.
ELEMENTS: dict[str, Callable[..., Component]] = {
    "p": html.P,
    "ul": html.Ul,
    "ol": html.Ol,
    "li": html.Li,
    "blockquote": html.Blockquote,
    "strong": html.Strong,
    "em": html.Em,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), lambda c: html.P(html.Strong(c))),
}

#: How far emphasis may stand inside emphasis; the parser itself limits only blocks.
DEEPEST = 20


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def link(address: str, children: Any, **props: Any) -> Component:
    """A link to another site: it opens beside the page and tells that site nothing about it."""
    return html.A(children, href=address, target="_blank", rel="noopener noreferrer", **props)


def render(text: str | None) -> list[Component]:
    """Markdown to block components; an empty list for no text."""
    if not text:
        return []
    return [node for node in _nodes(iter(_parser().parse(text))) if isinstance(node, Component)]


def inline(text: str) -> list[Node]:
    """Markdown of one paragraph to inline components, without the paragraph itself."""
    blocks = render(text)
    if len(blocks) == 1 and isinstance(blocks[0], html.P):
        children = blocks[0].children
        return children if isinstance(children, list) else [children]
    return list(blocks)


def plain(text: str | None) -> str:
    """Markdown to bare words, for search, hover and announcements."""
    if not text:
        return ""
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


def _nodes(tokens: Iterator[Token]) -> list[Node]:
    """Take tokens up to the one that closes the element they stand in."""
    nodes: list[Node] = []
    for token in tokens:
        if token.nesting == -1:
            break
        if token.nesting == 1:
            nodes += _element(token, _nodes(tokens))
        else:
            nodes += _leaf(token)
    return nodes


def _element(token: Token, children: list[Node]) -> list[Node]:
    if token.tag == "a":
        address = str(token.attrGet("href") or "")
        return [link(address, children)] if re.match(r"https?://", address, re.I) else children
    make = ELEMENTS.get(token.tag)
    if make is None or token.hidden:
        return children
    return [make(children)]


def _too_deep(token: Token) -> bool:
    """The two ends of an element further inside than anybody means it; its words stay."""
    return token.nesting != 0 and token.level >= DEEPEST


def _leaf(token: Token) -> list[Node]:
    match token.type:
        case "inline":
            return _nodes(child for child in token.children or () if not _too_deep(child))
        case "code_inline":
            return [html.Code(token.content)]
        case "code_block" | "fence":
            return [html.Pre(html.Code(token.content))]
        case "softbreak":
            return [" "]
        case "hardbreak":
            return [html.Br()]
        case "hr":
            return [html.Hr()]
        case _:
            # Text, and whatever has no element here: its words stay, its effect does not.
            return [token.content] if token.content else []
