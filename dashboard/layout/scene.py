"""The values that a layout consists of. No drawing library is known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = [
    "AXIS_LIMITS",
    "BAR",
    "DISC",
    "FONT_SIZE",
    "LABEL_GAP",
    "ROW_HEIGHT",
    "Lane",
    "Margin",
    "Mark",
    "Scene",
    "Side",
]

#: The diameter of a disc, and the least width of a bar, in pixels.
DISC = 14
#: The thickness of a bar, in pixels.
BAR = 14
#: The height of a row, in pixels, unless a height is asked for.
ROW_HEIGHT = 26
#: The blank between a mark and its label, and after a label, in pixels.
LABEL_GAP = 5
#: The font size of labels, in pixels.
FONT_SIZE = 12

#: What a date axis of plotly.js can show: the years -9999 to 9999 (milliseconds since 1970).
AXIS_LIMITS = (-377_705_116_800_000, 253_402_300_799_999)

#: Where a label stands: right or left of its mark, or inside its bar.
Side = Literal["right", "left", "inside"]


class Margin(NamedTuple):
    """The blank around the plot, in pixels."""

    l: int  # noqa: E741 - the names of a margin's sides in plotly
    r: int
    t: int
    b: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A horizontal band of marks.

    Attributes:
        key: Its name in shapes and addresses.
        label: Its title.
        rows: How many rows it has.
        head: The height of a title inside the band, in rows; 0 when the title is in the margin.
        colour: The index of the category whose colour it has, if it has one.
        top: Where it begins, in rows from the top of the plot.
    """

    key: str
    label: str
    rows: int
    head: float
    colour: int | None
    top: float

    @property
    def height(self) -> float:
        """In rows."""
        return self.head + self.rows


@dataclass(frozen=True, slots=True)
class Mark:
    """One event as it is drawn. All times are local milliseconds of the scene's zone.

    Attributes:
        index: The position of its event in the timeline.
        event: The id of its event.
        lane: The position of its lane in the scene.
        row: Its row in the lane; does not depend on the window.
        kind: ``instant`` (a disc in the middle of the core) or ``span`` (a bar over the core).
        x: The middle of the core.
        start: Where the core begins.
        end: Where the core ends.
        earliest: Where the extent begins; an open side reaches to the end of what can be shown.
        latest: Where the extent ends.
        open_start: Nobody knows when it began.
        open_end: It goes on, or nobody knows when it ended.
        approximate: The date is written as approximate.
        evidence: ``corroborated``, ``single-source``, ``disputed`` or ``unsourced``.
        category: The index of its category in the timeline, None without one.
        importance: 1 to 5.
        label: The title, shortened.
        label_width: The width of the label in pixels.
    """

    index: int
    event: str
    lane: int
    row: int
    kind: Literal["instant", "span"]
    x: int
    start: int
    end: int
    earliest: int
    latest: int
    open_start: bool
    open_end: bool
    approximate: bool
    evidence: str
    category: int | None
    importance: int
    label: str
    label_width: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a drawing needs to know.

    Attributes:
        width: Of the whole figure, in pixels.
        height: Of the whole figure, in pixels.
        margin: Around the plot, in pixels.
        plot_width: Of the plot, in pixels.
        row_height: Of one row, in pixels.
        window: The home window: first and last local millisecond shown.
        limits: How far a reader can pan: first and last local millisecond.
        zone: The IANA name of the zone in which all times are.
        lanes: From top to bottom.
        marks: In the order of the timeline's events.
        lane_by: What the lanes are: ``category``, ``actor``, ``place``, ``evidence`` or ``none``.
        narrow: Lane titles stand inside their bands.
    """

    width: int
    height: int
    margin: Margin
    plot_width: int
    row_height: float
    window: tuple[int, int]
    limits: tuple[int, int]
    zone: str
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    lane_by: str
    narrow: bool

    @property
    def total_rows(self) -> float:
        """The height of the plot, in rows."""
        return sum(lane.height for lane in self.lanes)

    def y(self, mark: Mark) -> float:
        """The middle of a mark's row, in rows from the top of the plot."""
        lane = self.lanes[mark.lane]
        return lane.top + lane.head + mark.row + 0.5
