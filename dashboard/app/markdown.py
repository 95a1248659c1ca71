"""Markdown to components: a component for each value of :mod:`dashboard.prose`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import prose
from dashboard.prose import plain

__all__ = ["inline", "link", "plain", "render"]

Node = Component | str


def link(address: str, children: Any, **props: Any) -> Component:
    """A link to another site: it opens beside the page and tells that site nothing about it."""
    return html.A(children, href=address, target="_blank", rel="noopener noreferrer", **props)


def render(text: str | None) -> list[Component]:
    """Markdown to block components; an empty list for no text."""
    return [_block(block) for block in prose.parse(text)]


def inline(text: str) -> list[Node]:
    """Markdown of one paragraph to inline components, without the paragraph itself."""
    blocks = prose.parse(text)
    if len(blocks) == 1 and isinstance(blocks[0], prose.Paragraph):
        return _line(blocks[0].children)
    return [_block(block) for block in blocks]


def _block(block: prose.Block) -> Component:
    match block:
        case prose.Paragraph(children):
            return html.P(_line(children))
        case prose.Listing(items, ordered, tight):
            listing = html.Ol if ordered else html.Ul
            return listing([html.Li(_entry(item, tight=tight)) for item in items])
        case prose.Quote(children):
            return html.Blockquote([_block(child) for child in children])
        case prose.CodeBlock(text):
            return html.Pre(html.Code(text))
        case prose.Rule():
            return html.Hr()


def _entry(blocks: Iterable[prose.Block], *, tight: bool) -> list[Node]:
    nodes: list[Node] = []
    for block in blocks:
        if tight and isinstance(block, prose.Paragraph):
            nodes += _line(block.children)
        else:
            nodes.append(_block(block))
    return nodes


def _line(nodes: Iterable[prose.Inline]) -> list[Node]:
    return [_inline(node) for node in nodes]


def _inline(node: prose.Inline) -> Node:
    match node:
        case prose.Text(text):
            return text
        case prose.Code(text):
            return html.Code(text)
        case prose.Break():
            return html.Br()
        case prose.Strong(children):
            return html.Strong(_line(children))
        case prose.Emphasis(children):
            return html.Em(_line(children))
        case prose.Link(address, children):
            return link(address, _line(children))
