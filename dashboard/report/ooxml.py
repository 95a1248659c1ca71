"""Parts of a Word document for which python-docx has no call: links, fields, bookmarks, footnotes.

Element and attribute names are those of ECMA-376, part 1 (Office Open XML, WordprocessingML).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part, XmlPart
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["add_footnotes", "bookmark", "element", "field", "footnote", "link", "note", "run"]

#: Footnotes with these ids are the lines between text and notes.
_SEPARATOR, _CONTINUED = -1, 0
#: Signs of a text that are elements here.
_SIGNS = {"\n": "w:br", "\t": "w:tab"}


def element(
    tag: str, attributes: Mapping[str, str] | None = None, *children: BaseOxmlElement
) -> BaseOxmlElement:
    """An element such as ``w:r``, with attributes of the same prefix."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    for child in children:
        made.append(child)
    return made


def run(
    text: str,
    *,
    style: str | None = None,
    bold: bool = False,
    italic: bool = False,
    language: str | None = None,
) -> BaseOxmlElement:
    """Words of one look. The order of the properties is that of the schema."""
    properties = [
        *([element("w:rStyle", {"w:val": style})] if style else []),
        *([element("w:b")] if bold else []),
        *([element("w:i")] if italic else []),
        *([element("w:lang", {"w:val": language})] if language else []),
    ]
    made = element("w:r", None, *([element("w:rPr", None, *properties)] if properties else []))
    for piece in re.split(r"([\n\t])", text):
        if piece in _SIGNS:
            made.append(element(_SIGNS[piece]))
            continue
        words = element("w:t", {"xml:space": "preserve"})
        words.text = piece
        made.append(words)
    return made


def link(part: Part, address: str, runs: Iterable[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """Runs that lead to a place: on the web, or after ``#`` to a bookmark.

    Word refuses a whole document for one address that is none; such an address stays text.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE

    if address.startswith("#"):
        return [element("w:hyperlink", {"w:anchor": address[1:], "w:history": "1"}, *runs)]
    target = _address(address)
    if target is None:
        return list(runs)
    key = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return [element("w:hyperlink", {"r:id": key, "w:history": "1"}, *runs)]


def _address(url: str) -> str | None:
    """An address as the package format takes it, or None where it is none."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not re.fullmatch(r"[\w.-]+", host):
        return None
    safe = quote(url, safe="!#$%&'()*+,-./:;=?@_~")
    # A percent sign that begins no number, and a second "#", are refused too.
    safe = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", safe)
    before, sign, after = safe.partition("#")
    return f"{before}{sign}{after.replace('#', '%23')}"


def bookmark(number: int, name: str, *inside: BaseOxmlElement) -> list[BaseOxmlElement]:
    """Elements between the two ends of a bookmark; numbers and names are unique in a document."""
    start = element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    return [start, *inside, element("w:bookmarkEnd", {"w:id": str(number)})]


def field(code: str, shown: str, *, style: str | None = None) -> list[BaseOxmlElement]:
    """A field, such as ``PAGE``, with what it shows until it is worked out again."""

    look = element("w:rPr", None, element("w:rStyle", {"w:val": style})) if style else None

    def part(inside: BaseOxmlElement) -> BaseOxmlElement:
        return element("w:r", None, *([deepcopy(look)] if look is not None else []), inside)

    def end(kind: str) -> BaseOxmlElement:
        return part(element("w:fldChar", {"w:fldCharType": kind}))

    words = element("w:instrText", {"xml:space": "preserve"})
    words.text = f" {code} "
    return [end("begin"), part(words), end("separate"), run(shown, style=style), end("end")]


def footnote(number: int) -> BaseOxmlElement:
    """The run in the text that refers to a footnote."""
    return element(
        "w:r",
        None,
        element("w:rPr", None, element("w:rStyle", {"w:val": "FootnoteReference"})),
        element("w:footnoteReference", {"w:id": str(number)}),
    )


def add_footnotes(document: Document) -> XmlPart:
    """Give a document the part that holds its footnotes; add notes with :func:`note`."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml import OxmlElement
    from docx.oxml.ns import nsmap

    # The prefix of links is declared here: otherwise it is what another library last called it.
    root = OxmlElement("w:footnotes", nsdecls={prefix: nsmap[prefix] for prefix in "wr"})
    root.append(_line(_SEPARATOR, "separator", "w:separator"))
    root.append(_line(_CONTINUED, "continuationSeparator", "w:continuationSeparator"))
    package = document.part.package
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = document.settings.element
    both = [element("w:footnote", {"w:id": str(number)}) for number in (_SEPARATOR, _CONTINUED)]
    properties = element("w:footnotePr", None, *both)
    # The schema has these settings in an order of its own.
    compatibility = settings.find(f"{{{settings.nsmap['w']}}}compat")
    if compatibility is None:
        settings.append(properties)
    else:
        compatibility.addprevious(properties)
    return part


def note(part: XmlPart, number: int, inside: Iterable[BaseOxmlElement]) -> None:
    """Add a footnote with its number, from 1."""
    style = element("w:pPr", None, element("w:pStyle", {"w:val": "FootnoteText"}))
    mark = element(
        "w:r",
        None,
        element("w:rPr", None, element("w:rStyle", {"w:val": "FootnoteReference"})),
        element("w:footnoteRef"),
    )
    paragraph = element("w:p", None, style, mark, run(" "), *inside)
    part.element.append(element("w:footnote", {"w:id": str(number)}, paragraph))


def _line(number: int, kind: str, tag: str) -> BaseOxmlElement:
    spacing = element("w:spacing", {"w:after": "0", "w:line": "240", "w:lineRule": "auto"})
    paragraph = element(
        "w:p", None, element("w:pPr", None, spacing), element("w:r", None, element(tag))
    )
    return element("w:footnote", {"w:type": kind, "w:id": str(number)}, paragraph)
