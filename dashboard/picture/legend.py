"""The key to the marks: only of what a picture shows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard import words
from dashboard.figure import relations
from dashboard.figure.brush import SHAPES, Shape
from dashboard.layout.scene import BAR, DISC
from dashboard.layout.text import clean, shorten, text_width
from dashboard.model import Evidence, Timeline
from dashboard.picture.asked import Request, lanes_of
from dashboard.picture.svg import element
from dashboard.theme import RELATION_STROKES, Theme, category_colours, mix

__all__ = ["SIZE", "Entry", "entries", "rows"]

#: The font size of the key, the blank between a sign and its words and between two entries, pixels.
SIZE, GAP, BETWEEN = 11, 6, 18
#: The longest name of a category, in characters.
LONGEST = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign with its words.

    Attributes:
        words: What it means.
        width: Of the sign, in pixels.
        sign: What draws it, around the middle of its left side.
        group: Entries of another group begin a new line.
    """

    words: str
    width: float
    sign: tuple[ET.Element, ...] = field(compare=False)
    group: str = "marks"

    @property
    def room(self) -> float:
        """The width of the whole entry, in pixels."""
        return self.width + GAP + text_width(self.words, SIZE)


def entries(
    timeline: Timeline, asked: Request, told: Mapping[str, Any], theme: Theme
) -> Iterator[Entry]:
    """What a picture needs to have explained.

    Args:
        timeline: What it shows.
        asked: What was asked for.
        told: What ``describe`` in ``dashboard/picture/draw.js`` said about it.
        theme: Its colours.
    """
    inside = [timeline.events[place] for place in told["inside"]]
    if lanes_of(asked) != "category":
        shown = {event.category for event in inside}
        for key, colour in category_colours(timeline, theme).items():
            if key in shown:
                label = shorten(clean(timeline.categories[key].label), LONGEST)
                sign = _disc(SHAPES["corroborated", False], colour, theme)
                yield Entry(label, DISC, sign, group="categories")
    for kind, label in words.EVIDENCE.items():
        if kind.value in told["evidence"]:
            yield Entry(label, DISC, _disc(SHAPES[kind.value, False], theme.ink, theme))
    if any(event.date.approximate for event in inside):
        shape = SHAPES[Evidence.SINGLE_SOURCE.value, True]
        yield Entry("Approximate date", DISC, _disc(shape, theme.ink, theme))
    if told["wide"]:
        yield Entry("What the date allows", 2 * DISC, _extent(theme))
    if told["rivals"]:
        yield Entry("One of these dates", 2 * DISC, _rivals(theme))
    if told["numbers"]:
        yield Entry("Rival numbers", DISC, _numbers(theme))
    if told["delayed"]:
        yield Entry("Until it became public", 2 * DISC, _delay(theme))
    if told["crowded"]:
        yield Entry("More marks there", DISC + 4, (_letters("+N", DISC / 2 + 2, theme),))
    kinds = [link.relation.kind for link in relations.links(timeline)]
    shown_kinds = {kinds[place] for place in told["relations"]}
    for relation, stroke in RELATION_STROKES.items():
        if relation in shown_kinds:
            colour = str(getattr(theme, stroke.paint))
            ring = element("circle", cx=7, cy=0, r=7, fill="none", stroke=colour)
            letter = element(
                "text", stroke.sign, x=7, y=3.5, fill=colour, font_size=10, text_anchor="middle"
            )
            yield Entry(words.RELATIONS[relation][0], DISC, (ring, letter))


def rows(found: Iterator[Entry], width: float) -> list[list[tuple[float, Entry]]]:
    """Entries in lines of a width, each with where it begins."""
    lines: list[list[tuple[float, Entry]]] = []
    at, group = 0.0, ""
    for entry in found:
        if not lines or at + entry.room > width or entry.group != group:
            lines.append([])
            at, group = 0.0, entry.group
        lines[-1].append((at, entry))
        at += entry.room + BETWEEN
    return lines


def _disc(shape: Shape, colour: str, theme: Theme) -> tuple[ET.Element, ...]:
    """A mark as the chart draws it (see dashboard/figure/brush.py)."""
    paints = {"colour": colour, "ground": theme.background}
    paints["soft"] = mix(colour, theme.background, 0.4)
    middle, radius = DISC / 2, shape.size / 2
    stroke: dict[str, Any] = {"stroke": paints[shape.stroke], "stroke_width": shape.width}
    ring = element(
        "circle",
        cx=middle,
        cy=0,
        r=radius,
        fill=paints[shape.fill],
        stroke_dasharray=None if shape.dash == "solid" else shape.dash.replace("px", ""),
        **stroke,
    )
    if not shape.symbol.endswith("-x"):
        return (ring,)
    arm = radius * 2**-0.5
    cross = " ".join(
        f"M{middle - arm:.2f},{sign * arm:.2f}L{middle + arm:.2f},{-sign * arm:.2f}"
        for sign in (-1, 1)
    )
    return ring, element("path", d=cross, fill="none", **stroke)


def _extent(theme: Theme) -> tuple[ET.Element, ...]:
    return (
        element(
            "rect", x=0, y=-BAR / 2, width=2 * DISC, height=BAR, rx=BAR / 2, fill=theme.ink,
            opacity=0.22,
        ),
        element("circle", cx=DISC, cy=0, r=DISC / 2 - 1, fill=theme.ink),
    )  # fmt: skip


def _rivals(theme: Theme) -> tuple[ET.Element, ...]:
    ring: dict[str, Any] = {
        "cy": 0,
        "r": 3,
        "fill": theme.background,
        "stroke": theme.ink,
        "stroke_width": 1.5,
    }
    return (
        element("path", d=f"M4,0H{2 * DISC - 4}", stroke=theme.ink, stroke_dasharray="2 2"),
        element("circle", cx=4, **ring),
        element("circle", cx=2 * DISC - 4, **ring),
    )


def _numbers(theme: Theme) -> tuple[ET.Element, ...]:
    ring: dict[str, Any] = {
        "cy": 0,
        "r": 2.5,
        "fill": theme.background,
        "stroke": theme.ink,
        "stroke_width": 1.5,
    }
    return element("circle", cx=4.5, **ring), element("circle", cx=9.5, **ring)


def _delay(theme: Theme) -> tuple[ET.Element, ...]:
    line = f"M0,0H{2 * DISC}M{2 * DISC},-4V4"
    return (element("path", d=line, fill="none", stroke=theme.muted, stroke_width=1.5),)


def _letters(text: str, middle: float, theme: Theme) -> ET.Element:
    return element(
        "text", text, x=middle, y=4, fill=theme.muted, font_size=SIZE, font_weight="bold",
        text_anchor="middle",
    )  # fmt: skip
