"""Our texts as HTML for other tools: built from values, so that a text stays a text."""

from __future__ import annotations

from html import escape as escape_html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard import prose

__all__ = ["Html", "inline", "joined", "rendered", "tag", "text"]


class Html(str):
    """A piece of HTML that is safe to put on a page as it is."""

    __slots__ = ()


def text(value: str) -> Html:
    """A text as HTML shows it."""
    return value if isinstance(value, Html) else Html(escape_html(value))


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Pieces one behind the other; texts among them are escaped."""
    return Html(text(between).join(map(text, parts)))


def tag(name: str, *children: str, **attributes: str | None) -> Html:
    """An element.

    Args:
        name: Its name.
        children: What it holds; a text that is no :class:`Html` is escaped.
        attributes: Its attributes, ``data_id`` for ``data-id``; those that are None are left out.
    """
    written = "".join(
        f' {key.replace("_", "-")}="{escape_html(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def rendered(markdown: str | None) -> Html:
    """Markdown as blocks of HTML; empty for no text."""
    from dashboard.prose import parse

    return joined(_block(block) for block in parse(markdown))


def inline(markdown: str) -> Html:
    """Markdown as HTML that may stand inside a line; of several paragraphs blocks are kept."""
    from dashboard.prose import Paragraph, parse

    blocks = parse(markdown)
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return _inlines(blocks[0].children)
    return joined(_block(block) for block in blocks)


def _block(block: prose.Block) -> Html:
    from dashboard import prose

    match block:
        case prose.Paragraph(children):
            return tag("p", _inlines(children))
        case prose.Listing(items, ordered, tight):
            entries = [
                tag("li", *(_tight(part) if tight else _block(part) for part in item))
                for item in items
            ]
            return tag("ol" if ordered else "ul", *entries)
        case prose.Quote(children):
            return tag("blockquote", *map(_block, children))
        case prose.CodeBlock(code):
            return tag("pre", tag("code", code))
        case prose.Rule():
            return Html("<hr>")


def _tight(block: prose.Block) -> Html:
    from dashboard import prose

    return _inlines(block.children) if isinstance(block, prose.Paragraph) else _block(block)


def _inlines(children: Iterable[prose.Inline]) -> Html:
    return joined(map(_inline, children))


def _inline(child: prose.Inline) -> Html:
    from dashboard import prose

    match child:
        case prose.Text(words):
            return text(words)
        case prose.Code(words):
            return tag("code", words)
        case prose.Break():
            return Html("<br>")
        case prose.Strong(children):
            return tag("strong", _inlines(children))
        case prose.Emphasis(children):
            return tag("em", _inlines(children))
        case prose.Link(address, children):
            return tag("a", _inlines(children), href=address)
