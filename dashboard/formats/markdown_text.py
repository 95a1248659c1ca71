"""HTML and plain text of other tools to the Markdown of our texts, and what links they hold.

No HTML comes through: elements become Markdown, addresses that are not on the web become words, and
what only looks like Markdown is escaped, so that a text says afterwards what it said before.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

if TYPE_CHECKING:
    from bs4 import Tag
    from markdownify import MarkdownConverter

__all__ = [
    "LONGEST_LINE",
    "LONGEST_PROSE",
    "Converted",
    "Link",
    "escape",
    "from_html",
    "is_wild",
    "line",
    "link_target",
    "web",
    "words",
]

#: Characters that one of our lines and one of our texts may hold (see :mod:`dashboard.model`).
LONGEST_LINE = 1_000
LONGEST_PROSE = 100_000

#: Elements inside elements, and characters, up to which HTML is read as HTML; beyond that nobody
#: means it, and its words are taken without the elements.
DEEPEST = 100
LONGEST_HTML = 500_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: an address on the web, and the words that lead there."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A text made from HTML.

    Attributes:
        text: Markdown.
        links: The links in it, in order, each address once.
        refused: Addresses that cannot be followed from a page and became words.
        code: Whether it held a script or a style sheet, which were left out.
    """

    text: str
    links: tuple[Link, ...] = ()
    refused: tuple[str, ...] = ()
    code: bool = False


# --- Plain text -----------------------------------------------------------------------------------

#: Signs that no file of ours may hold, and half pairs that are no text.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def line(text: object) -> str:
    """A text in one line, without signs that no text holds; empty for None."""
    return " ".join(_NO_TEXT.sub("", "" if text is None else str(text)).split())


#: What begins something in Markdown wherever it stands, and what does so at the begin of a line.
_SPECIAL = re.compile(
    r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?[0-9A-Za-z]{1,31};)"
)
_AT_START = re.compile(r"^([ \t]*)([#>=]|[-+](?=\s|$)|-(?=-)|~(?=~~))", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*[0-9]{1,9})([.)])(?=\s|$)", re.MULTILINE)


def escape(text: str) -> str:
    """Markdown that shows a plain text as it is; paragraphs stay paragraphs."""
    text = _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _AT_START.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    # Four blanks at the begin of a line would make it a block of code.
    return re.sub(r"^[ \t]+|[ \t]+$", "", text, flags=re.MULTILINE).strip()


_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE).match
_BLANKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]")


def web(address: object) -> str | None:
    """An address as our files take it, or None when it leads nowhere on the web.

    An address without a scheme (``//example.org/a``, ``www.example.org``) is one of the web, and a
    blank inside one is written ``%20``.
    """
    text = line(address)
    if text.startswith("//"):
        text = f"https:{text}"
    elif text.startswith("www."):
        text = f"https://{text}"
    text = text.replace(" ", "%20")
    if not _WEB(text) or _BLANKS.search(text) or len(text) > 4_000:
        return None
    return text


# --- HTML -----------------------------------------------------------------------------------------

_OPENED = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*?(/?)>")
_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "p", "li"})


def _is_plain(text: str) -> bool:
    return "<" not in text and "&" not in text


def _too_deep(text: str) -> bool:
    depth = deepest = 0
    for found in _OPENED.finditer(text):
        if found[2].lower() not in _EMPTY and not found[3]:
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest > DEEPEST


def is_wild(text: str) -> bool:
    """Whether nobody can have meant this as HTML: too long or too deep to be taken apart."""
    return len(text) > LONGEST_HTML or _too_deep(text)


def _bare(text: str) -> str:
    return line(html.unescape(re.sub(r"<[^<>]*>", " ", text)))


def words(text: object) -> str:
    """The words of a piece of HTML in one line, for titles and names."""
    source = "" if text is None else str(text)
    if _is_plain(source):
        return line(source)
    if is_wild(source):
        return _bare(source)
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(source, "html.parser")
    for element in soup.find_all(_BLOCKS | _CODE):
        if element.name in _CODE:
            element.decompose()
        elif not element.decomposed:
            element.insert_before(" ")
            element.insert_after(" ")
    return line(soup.get_text())


_BLOCKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "tr"}
_CODE = {"script", "style", "template", "noscript"}


def from_html(text: object, base: str | None = None) -> Converted:
    """Turn a piece of HTML into Markdown.

    Args:
        text: HTML; None and an empty text give an empty text.
        base: The address that relative links start from, if it is known.
    """
    source = "" if text is None else str(text)
    if not source.strip():
        return Converted("")
    if _is_plain(source):
        # HTML knows no lines: a paragraph is an element.
        return Converted(escape(line(source)))
    if is_wild(source):
        return Converted(escape(_bare(source)))
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_NO_TEXT.sub("", source), "html.parser")
    code = soup.find_all(_CODE)
    for element in code:
        element.decompose()
    for element in soup.find_all("li"):
        # An item that nobody closed ends where the next begins.
        if element.parent is not None and element.parent.name == "li":
            element.parent.insert_after(element.extract())
    links: dict[str, Link] = {}
    refused: list[str] = []
    for element in soup.find_all(["a", "img", "iframe"]):
        _settle(element, base, links, refused)
    markdown = _converter().convert_soup(soup)
    return Converted(
        re.sub(r"\n{3,}", "\n\n", markdown).strip(),
        tuple(links.values()),
        tuple(dict.fromkeys(refused)),
        bool(code),
    )


def _settle(element: Tag, base: str | None, links: dict[str, Link], refused: list[str]) -> None:
    """Make an element that leads somewhere a link of the web, or nothing but its words."""
    name = "href" if element.name == "a" else "src"
    address = line(element.get(name))
    url = web(urljoin(base, address) if base else address)
    said = line(element.get_text(" "))
    if element.name != "a":
        said = line(element.get("alt") or element.get("title"))
        element.name = "a"
        element.string = said or (url or address)
    element.attrs = {}
    if url is None:
        element.name = "span"
        if address and not address.startswith("#"):
            refused.append(address)
        return
    element["href"] = url
    if said or element.find(True) is None:
        links.setdefault(url, Link(url, said))


@cache
def _converter() -> MarkdownConverter:
    from markdownify import BACKSLASH, MarkdownConverter

    class Converter(MarkdownConverter):
        """Escapes what only looks like Markdown, and writes links so that they stay whole."""

        def escape(self, text: str, parent_tags: Any) -> str:
            escaped = _SPECIAL.sub(r"\\\g<0>", text or "")
            return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", escaped))

        def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
            said = text.strip()
            url = str(el.get("href") or "")
            if not said or not url:
                return text
            before = " " if text[:1].isspace() else ""
            after = " " if text[-1:].isspace() else ""
            return f"{before}[{said}]({link_target(url)}){after}"

    return Converter(
        heading_style="atx", bullets="-", newline_style=BACKSLASH, bs4_options="html.parser"
    )


def link_target(url: str) -> str:
    """An address as Markdown takes it between the brackets of a link."""
    return url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
