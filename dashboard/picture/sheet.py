"""The sheet that a chart stands on: title above, key and foot below, and all of it as one SVG."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.layout.scene import FONT_SIZE
from dashboard.layout.text import isolate, text_width
from dashboard.picture.legend import SIZE, Entry
from dashboard.picture.look import Look
from dashboard.picture.said import Said
from dashboard.picture.svg import Link, chart, element, to_bytes
from dashboard.theme import Theme

__all__ = ["FONT", "Sheet", "lay_out"]

#: The family of pictures. Arial, Helvetica and Liberation Sans have the same widths, so that what
#: fits here fits where the picture is opened; the font of the page is whatever a system has.
FONT = 'Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif'

#: Around everything, in pixels; and below which width of the picture less is taken.
PAD, PAD_NARROW, NARROW = 18, 12, 640
#: Bold letters are wider than others by this factor.
BOLD = 1.13
#: The height of a line in font sizes.
LEADING = 1.35
#: Where its letters stand in a line, in font sizes from its top.
BASELINE = 1.0
#: Between title, chart, key and foot, in pixels.
GAP = 10
#: The height of a line of the key, in pixels.
KEY_LINE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.

    Attributes:
        text: What it says.
        size: The font size, in pixels.
        colour: Of the letters.
        bold: Whether it is bold.
    """

    text: str
    size: int
    colour: str
    bold: bool = False

    @property
    def height(self) -> float:
        """In pixels."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything goes; lengths are CSS pixels.

    Attributes:
        look: How the picture is to look.
        theme: Its colours.
        said: Its words.
        pad: Around everything.
        head: The lines above the chart.
        key: The lines of the key, each entry with where it begins.
        foot: The lines below everything.
    """

    look: Look
    theme: Theme
    said: Said
    pad: int
    head: tuple[Line, ...]
    key: tuple[tuple[tuple[float, Entry], ...], ...]
    foot: tuple[Line, ...]

    @property
    def above(self) -> float:
        """From the top to the chart."""
        return self.pad * 0.75 + _height(self.head) + (GAP if self.head else 0)

    @property
    def below(self) -> float:
        """From the chart to the bottom."""
        key = len(self.key) * KEY_LINE + (GAP if self.key else 0)
        return key + GAP + _height(self.foot) + self.pad * 0.75

    @property
    def chart_width(self) -> int:
        """What is left for the chart."""
        return self.look.width - 2 * self.pad

    def chart_height(self) -> int | None:
        """What is left for the chart; None when it takes what it needs."""
        if self.look.height is None:
            return None
        return int(self.look.height - self.above - self.below)

    def height(self, drawn: float) -> int:
        """Of the whole picture, with a chart of a height."""
        return self.look.height or round(self.above + drawn + self.below)

    def to_svg(self, drawn: str, height: float, links: Mapping[int, Link], language: str) -> bytes:
        """The picture.

        Args:
            drawn: The chart as the browser gave it.
            height: Of the chart.
            links: By the place of an event in the timeline.
            language: Of the texts (BCP 47).
        """
        whole, width = self.height(height), self.look.width
        # Plotly draws lots for its ids. Here they are numbers behind a hash of what is drawn, so
        # that the same picture is the same bytes, and two on one page do not share ids.
        parts = [str(self.said).encode(), *map(to_bytes, chart(drawn, links, "dl"))]
        prefix = f"dl-{hashlib.sha256(b''.join(parts)).hexdigest()[:8]}"
        marks = chart(drawn, links, prefix)
        root = element(
            "svg",
            width=width,
            height=whole,
            viewBox=f"0 0 {width} {whole}",
            # A picture with links in it is no single image to who cannot see it: as an image its
            # links could not be reached (WAI-ARIA 1.2, "children presentational").
            role="graphics-document" if any(link.href for link in links.values()) else "img",
            aria_labelledby=f"{prefix}-title",
            aria_describedby=f"{prefix}-desc",
            lang=language,
            font_family=FONT,
            font_size=FONT_SIZE,
            fill=self.theme.ink,
        )
        root.append(element("title", self.said.title, id=f"{prefix}-title"))
        root.append(element("desc", self.said.description, id=f"{prefix}-desc"))
        root.append(element("rect", width=width, height=whole, fill=self.theme.background))
        root.extend(_set(self.head, self.pad, self.pad * 0.75))
        # Where the rows do not fill the height the chart stands in the middle of what there is.
        top = whole - self.below
        middle = self.above + max((top - self.above - height) / 2, 0)
        body = element("g", transform=f"translate({self.pad},{middle:.2f})")
        body.extend(marks)
        root.append(body)
        if self.key:
            top += GAP / 2
            root.extend(self._key(top))
            top += len(self.key) * KEY_LINE + GAP / 2
        rule = f"M{self.pad},{top + GAP / 2:.1f}H{width - self.pad}"
        root.append(element("path", d=rule, stroke=self.theme.line, fill="none"))
        root.extend(_set(self.foot, self.pad, top + GAP))
        return to_bytes(root)

    def _key(self, top: float) -> Iterable[ET.Element]:
        for number, line in enumerate(self.key):
            y = top + (number + 0.5) * KEY_LINE
            for x, entry in line:
                group = element("g", transform=f"translate({self.pad + x:.2f},{y:.2f})")
                group.extend(entry.sign)
                group.append(
                    element(
                        "text",
                        isolate(entry.words),
                        x=entry.width + 6,
                        y=4,
                        font_size=SIZE,
                        fill=self.theme.muted,
                    )
                )
                yield group


def lay_out(look: Look, theme: Theme, said: Said, key: list[list[tuple[float, Entry]]]) -> Sheet:
    """Break the words of a picture into lines of its width."""
    pad = padding(look.width)
    room = look.width - 2 * pad
    small = look.width < NARROW
    head: list[Line] = []
    if look.title:
        head += _lines(said.title, 17 if small else 20, theme.ink, room, bold=True)
        for lead in said.lead:
            head += _lines(lead, 12 if small else 13, theme.muted, room)
    foot = [line for text in said.foot for line in _lines(_kept(text), 10, theme.muted, room)]
    return Sheet(look, theme, said, pad, tuple(head), tuple(map(tuple, key)), tuple(foot))


def padding(width: int) -> int:
    """The blank around everything, in pixels, for a picture of a width."""
    return PAD_NARROW if width < NARROW else PAD


def _lines(text: str, size: int, colour: str, room: float, *, bold: bool = False) -> list[Line]:
    """A text in lines that fit; a word that is too long for one is broken inside."""
    factor = BOLD if bold else 1
    lines: list[str] = []
    for word in text.split(" "):
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(tried, size) * factor <= room:
            lines[-1] = tried
            continue
        while text_width(word, size) * factor > room and len(word) > 1:
            cut = len(word)
            while cut > 1 and text_width(word[:cut], size) * factor > room:
                cut -= 1
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    return [Line(line, size, colour, bold) for line in lines]


def _kept(text: str) -> str:
    """A line of the foot that is broken between its parts only."""
    return " ".join(part.replace(" ", "\u00a0") for part in re.split(r"(?<=·) ", text))


def _height(lines: Iterable[Line]) -> float:
    return sum(line.height for line in lines)


def _set(lines: Iterable[Line], left: float, top: float) -> Iterable[ET.Element]:
    for line in lines:
        yield element(
            "text",
            isolate(line.text),
            x=left,
            y=top + line.size * BASELINE,
            font_size=line.size,
            font_weight="bold" if line.bold else None,
            fill=line.colour,
        )
        top += line.height
