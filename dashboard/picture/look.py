"""What a picture is asked to be, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dashboard.output import OutputError
from dashboard.theme import DARK, LIGHT, PRINT, Theme

__all__ = ["EACH", "LARGEST", "NARROWEST", "SCALES", "THEMES", "AskError", "Look", "PictureError"]

#: By name. ``print`` is told apart without colours too.
THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}

#: What there can be a picture of each of.
EACH = ("lane", "year", "event")

#: The least and the greatest width and height of a picture, in CSS pixels; and the greatest of a
#: raster one in its own.
NARROWEST, LARGEST = 280, 10_000
LARGEST_RASTER = 16_000
#: The least and the greatest scale of a raster picture.
SCALES = (0.25, 8.0)


class PictureError(OutputError):
    """A picture could not be made: no browser, or one that does not do its work."""


class AskError(PictureError):
    """What was asked for makes no picture of this timeline; the hint says what would."""

    #: What a command ends with: it was not understood.
    code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a picture is to look and what it is to show. What is left out is as on the dashboard.

    Attributes:
        width: Of the whole picture, in CSS pixels.
        height: Of the whole picture, in CSS pixels; by default what its rows take.
        scale: Pixels of a PNG for each CSS pixel; other formats have no pixels.
        theme: ``light``, ``dark`` or ``print``.
        start: Where the window begins: a year, month, day or moment (EDTF).
        end: Where the window ends: the end of that year, month, day or moment.
        filters: Parts of the state of the dashboard, as in its address: ``actor=aivd&tag=ema``.
        lanes: ``category``, ``actor``, ``place``, ``evidence`` or ``none``.
        select: Id of the event that is ringed and whose relations are drawn.
        title: Whether title and sentence stand above the chart.
        legend: Whether the marks are explained below it.
    """

    width: int = 1200
    height: int | None = None
    scale: float = 2.0
    theme: str = "light"
    start: str | None = None
    end: str | None = None
    filters: tuple[str, ...] = ()
    lanes: str | None = None
    select: str | None = None
    title: bool = True
    legend: bool = True

    def __post_init__(self) -> None:
        """Refuse what no picture can be.

        Raises:
            AskError: For a size, scale or theme that there is not.
        """
        for name, size in (("width", self.width), ("height", self.height)):
            if size is not None and not NARROWEST <= size <= LARGEST:
                raise AskError(
                    f"a picture cannot have a {name} of {size:,} pixels",
                    f"from {NARROWEST} to {LARGEST:,}",
                )
        if not SCALES[0] <= self.scale <= SCALES[1]:
            raise AskError(
                f"a picture cannot have a scale of {self.scale:g}",
                f"from {SCALES[0]:g} to {SCALES[1]:g}",
            )
        if self.theme not in THEMES:
            raise AskError(f"there is no theme '{self.theme}'", f"there is: {', '.join(THEMES)}")
