"""How marks look: shapes by evidence, colours by category."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from dashboard.figure.words import hover_text
from dashboard.layout.scene import BAR, Mark, Scene
from dashboard.model import Timeline
from dashboard.theme import Theme, category_colours, mix, readable_on

__all__ = ["SHAPES", "Brush", "Shape"]

#: Whose colour it is: the mark's own, the page's, or a mix of both.
Paint = Literal["colour", "ground", "soft"]

#: Dash patterns that divide the outline of a disc evenly.
DASHES = "3.5px,2.26px"
DOTS = "1.8px,2.52px"
#: Leaves the lines of a cross in two halves.
CROSS_DASHES = "5.2px,2.34px"


class Shape(NamedTuple):
    """How a kind of evidence is drawn.

    Attributes:
        symbol: The marker of a disc.
        size: Of the marker, in pixels; with its outline it is as wide as a disc.
        fill: What it is filled with.
        stroke: The outline.
        width: Of the outline, in pixels.
        dash: Of the outline of a disc.
        pattern: The hatching of a bar, in the mark's colour; bars have no dashed outline.
        solidity: How much of a hatched bar is covered, 0 to 1; 0 for one that is not.
    """

    symbol: str
    size: float
    fill: Paint
    stroke: Paint
    width: float
    dash: str
    pattern: str
    solidity: float


#: By evidence, and by whether the date is approximate. A disc is 14 pixels wide with its outline.
SHAPES: Mapping[tuple[str, bool], Shape] = MappingProxyType(
    {
        ("corroborated", False): Shape("circle", 13, "colour", "ground", 1, "solid", "", 0),
        ("corroborated", True): Shape("circle", 11, "soft", "colour", 2, DASHES, "/", 0.5),
        ("single-source", False): Shape("circle", 11, "ground", "colour", 2.5, "solid", "", 0),
        ("single-source", True): Shape("circle", 11, "ground", "colour", 2.5, DASHES, "/", 0.2),
        ("disputed", False): Shape("circle-x", 12, "ground", "colour", 2, "solid", "x", 0.3),
        ("disputed", True): Shape("circle-x", 12, "ground", "colour", 2, CROSS_DASHES, "x", 0.3),
        ("unsourced", False): Shape("circle", 11, "ground", "colour", 2, DOTS, ".", 0.2),
        ("unsourced", True): Shape("circle", 11, "ground", "colour", 2, DOTS, ".", 0.2),
    }
)


class Brush:
    """What every trace needs: places, colours and texts of the marks, each worked out once."""

    def __init__(self, scene: Scene, timeline: Timeline, theme: Theme) -> None:
        palette = list(category_colours(timeline, theme).values())
        self.scene = scene
        self.theme = theme
        #: By index of the mark.
        self.y = [round(scene.y(mark), 4) for mark in scene.marks]
        self.colour = [
            theme.muted if mark.category is None else palette[mark.category] for mark in scene.marks
        ]
        self._timeline = timeline
        #: Of a bar, in rows.
        self.thickness = round(BAR / scene.row_height, 4)

    @cached_property
    def hover(self) -> list[str]:
        """What is shown on hovering, by index of the mark; half of what draws has no need of it."""
        return [hover_text(self._timeline, event) for event in self._timeline.events]

    def shape(self, mark: Mark) -> Shape:
        """How the evidence of a mark is drawn."""
        return SHAPES[mark.evidence, mark.approximate]

    def fill(self, mark: Mark) -> str:
        """What a disc is filled with."""
        return self._paint(mark, self.shape(mark).fill)

    def bar(self, mark: Mark) -> str:
        """What a bar is filled or hatched with."""
        shape = self.shape(mark)
        if not shape.pattern:
            return self._paint(mark, shape.fill)
        # Fainter than the outline, so that a text inside can be read.
        return mix(self.colour[mark.index], self.theme.background, 0.55)

    def inside(self, mark: Mark) -> str:
        """The colour of a text inside a bar."""
        shape = self.shape(mark)
        solid = shape.fill == "colour" and not shape.pattern
        return readable_on(self.bar(mark)) if solid else self.theme.ink

    def shadow(self, mark: Mark) -> str:
        """What keeps a text inside a hatched bar clear of the hatching (CSS ``text-shadow``)."""
        if not self.shape(mark).pattern:
            return "none"
        return ", ".join([f"0 0 3px {self.theme.background}"] * 4)

    def stroke(self, mark: Mark) -> str:
        """The outline of a mark."""
        return self._paint(mark, self.shape(mark).stroke)

    def _paint(self, mark: Mark, which: Paint) -> str:
        colour = self.colour[mark.index]
        if which == "ground":
            return self.theme.background
        return mix(colour, self.theme.background, 0.4) if which == "soft" else colour
