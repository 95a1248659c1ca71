"""A chart as plotly left it to clean SVG: only what is drawn, links around marks and labels.

Elements and attributes come from lists of what is kept, so that nothing else can get through: no
scripts, no styles, no references to anywhere but links. Styles become attributes, which also work
inside pages whose Content-Security-Policy forbids inline styles.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["SVG", "XLINK", "Link", "chart", "element", "legal", "to_bytes"]

#: Namespaces (W3C, SVG 1.1 and XLink 1.1).
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

#: What may be drawn.
ELEMENTS = frozenset(
    {"circle", "clipPath", "defs", "g", "line", "path", "rect", "text", "tspan"}
)  # fmt: skip

#: Attributes that are kept.
ATTRIBUTES = frozenset(
    {
        "clip-path", "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "fill-rule", "font-size",
        "font-style", "font-weight", "height", "id", "opacity", "points", "r", "rx", "ry", "stroke",
        "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width",
        "text-anchor", "transform", "width", "x", "x1", "x2", "y", "y1", "y2",
    }
)  # fmt: skip

#: Values that say what holds anyway.
NEEDLESS = frozenset(
    {
        ("dx", "0"), ("fill-opacity", "1"), ("font-style", "normal"), ("font-weight", "normal"),
        ("opacity", "1"), ("stroke-opacity", "1"), ("text-anchor", "start"), ("transform", ""),
    }
)  # fmt: skip

#: Elements that draw nothing unless something is in them.
CONTAINERS = frozenset({"clipPath", "defs", "g", "text", "tspan"})

#: Roles of drawn things that stand for one event (see dashboard/figure).
LINKED = frozenset({"core", "disc", "label"})

#: How far a relief reaches around letters, in pixels.
RELIEF = "3"

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_REFERENCE = re.compile(r"url\([\"']?#([^\"')]+)[\"']?\)")
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_PIXELS = re.compile(r"(?<=\d)px\b")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a mark leads, and what it is called on pointing at it.

    Attributes:
        title: One line.
        href: An address with ``http`` or ``https``; None when there is none to lead to.
    """

    title: str
    href: str | None


def legal(text: str) -> str:
    """A text with U+FFFD for what XML cannot hold (XML 1.0, section 2.2)."""
    return _ILLEGAL.sub("\ufffd", text)


def element(name: str, text: str | None = None, **attributes: Any) -> ET.Element:
    """An element of SVG; ``_`` in names of attributes stands for ``-``, None leaves one out."""
    made = ET.Element(
        f"{{{SVG}}}{name}",
        {
            key.rstrip("_").replace("_", "-"): _number(value)
            for key, value in attributes.items()
            if value is not None
        },
    )
    made.text = legal(text) if text is not None else None
    return made


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else legal(str(value))


def to_bytes(root: ET.Element) -> bytes:
    """The document as UTF-8; the same for the same tree."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def chart(drawn: str, links: Mapping[int, Link], prefix: str) -> list[ET.Element]:
    """What a chart draws, in order.

    Args:
        drawn: The SVG that ``dashboard/picture/draw.js`` gave.
        links: By the place of an event in the timeline.
        prefix: Begins all ids, so that those of two pictures on one page differ.
    """
    cleaner = _Cleaner(links, prefix)
    return [part for child in ET.fromstring(legal(drawn)) for part in cleaner.clean(child)]


@dataclass(slots=True)
class _Cleaner:
    links: Mapping[int, Link]
    prefix: str
    #: New ids by old ones, in the order in which they are met.
    ids: dict[str, str] = field(default_factory=dict)

    def clean(self, node: ET.Element) -> Iterator[ET.Element]:
        """The node without what is needless, inside a link where it stands for an event."""
        name = node.tag.rpartition("}")[2]
        if name not in ELEMENTS:
            return
        values = _stroked(dict(self._attributes(node)))
        inside = [part for child in node for part in self.clean(child)]
        text = (node.text or "") if name in {"text", "tspan"} else ""
        if name in CONTAINERS and not inside and not text.strip():
            return
        if _unseen(name, values):
            return
        if name == "g" and not values and "data-mark" not in node.attrib:
            yield from inside
            return
        made = ET.Element(f"{{{SVG}}}{name}", values)
        made.text = text or None
        made.extend(inside)
        yield self._linked(made, node)

    def _linked(self, made: ET.Element, node: ET.Element) -> ET.Element:
        if node.get("data-role") not in LINKED:
            return made
        link = self.links[int(node.attrib["data-mark"])]
        around = element("a" if link.href else "g")
        if link.href:
            # SVG 2 has the first; programs that write for print know the second.
            around.set("href", legal(link.href))
            around.set(f"{{{XLINK}}}href", legal(link.href))
            around.set("target", "_blank")
            around.set("rel", "noopener noreferrer")
        around.append(element("title", link.title))
        around.append(made)
        return around

    def _attributes(self, node: ET.Element) -> Iterator[tuple[str, str]]:
        styles = dict(_declarations(node.get("style", "")))
        shadow = styles.pop("text-shadow", "none")
        for key, value in {**node.attrib, **styles}.items():
            plain = self._value(key, value)
            if key in ATTRIBUTES and (key, plain) not in NEEDLESS:
                yield key, plain
        if shadow != "none" and (colour := _RGB.search(shadow)):
            # A shadow is unknown to many programs, and on paper becomes a picture in pixels.
            yield "stroke", _hex(colour)
            yield "stroke-width", RELIEF
            yield "stroke-linejoin", "round"
            yield "paint-order", "stroke"

    def _value(self, key: str, value: str) -> str:
        if key == "id":
            return self._id(value)
        value = _REFERENCE.sub(lambda found: f"url(#{self._id(found[1])})", value)
        value = _PIXELS.sub("", _RGB.sub(_hex, value.strip()))
        return _LONG.sub(lambda found: f"{float(found[0]):.2f}", value)

    def _id(self, old: str) -> str:
        return self.ids.setdefault(old, f"{self.prefix}-{len(self.ids) + 1}")


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", style):
        key, colon, value = declaration.partition(":")
        if colon:
            yield key.strip(), value.strip()


def _hex(found: re.Match[str]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in found.groups())


def _stroked(values: dict[str, str]) -> dict[str, str]:
    """The attributes without those of a stroke that is not seen."""
    if values.get("stroke-width") != "0" and values.get("stroke-opacity") != "0":
        return values
    return {key: value for key, value in values.items() if not key.startswith("stroke")}


def _unseen(name: str, values: Mapping[str, str]) -> bool:
    """Whether a shape draws nothing, such as the ground of a note without a colour."""
    if name not in {"path", "rect"} or "id" in values:
        return False
    if values.get("opacity") == "0" or (name == "path" and not values.get("d")):
        return True
    filled = values.get("fill") != "none" and values.get("fill-opacity") != "0"
    return not filled and "stroke" not in values
