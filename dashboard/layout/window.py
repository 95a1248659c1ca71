"""The home window: from when to when a timeline is shown at first."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from dashboard.layout.scene import AXIS_LIMITS, DISC, LABEL_GAP, Mark
from dashboard.when import Precision

__all__ = ["DAY", "UNITS", "YEAR", "clipped", "home_window", "limits"]

DAY = 86_400_000
YEAR = 365 * DAY

#: How long a unit of each precision is, in milliseconds; where units differ, about as long.
UNITS = {
    Precision.MILLISECOND: 1,
    Precision.SECOND: 1_000,
    Precision.MINUTE: 60_000,
    Precision.HOUR: 3_600_000,
    Precision.DAY: DAY,
    Precision.MONTH: 30 * DAY,
    Precision.SEASON: 91 * DAY,
    Precision.YEAR: YEAR,
    Precision.DECADE: 10 * YEAR,
    Precision.CENTURY: 100 * YEAR,
    Precision.MILLENNIUM: 1000 * YEAR,
}

#: The shortest window in units of the finest precision that occurs: what a reader would call
#: "around it".
_SHORTEST = {
    Precision.MILLISECOND: 10_000,
    Precision.SECOND: 120,
    Precision.MINUTE: 60,
    Precision.HOUR: 12,
    Precision.DAY: 10,
    Precision.MONTH: 6,
    Precision.SEASON: 4,
    Precision.YEAR: 6,
    Precision.DECADE: 5,
    Precision.CENTURY: 4,
    Precision.MILLENNIUM: 4,
}

#: The largest share of the plot that is left blank at the right for the labels of the last marks.
MOST_PAD = 0.15
#: The share of the window that is kept for an open side.
OPEN_SHARE = 0.06
#: The blank at both ends, in pixels.
EDGE = 14


def clipped(moment: int) -> int:
    """Keep a moment within what a date axis can show."""
    return min(max(moment, AXIS_LIMITS[0]), AXIS_LIMITS[1])


def home_window(
    marks: Sequence[Mark], precisions: Sequence[Precision], plot_width: int
) -> tuple[int, int]:
    """Choose a window that shows every core and every finite extent.

    The blank at the right grows up to :data:`MOST_PAD` of the plot so that the labels of the last
    marks have room.

    Args:
        marks: All marks; open sides of extents are recognised by their flags.
        precisions: The precision of each mark's date.
        plot_width: The width of the plot in pixels.

    Returns:
        First and last local millisecond, the first smaller than the last, within the years
        -9999 to 9999. Without marks the year 2000, which is never drawn.
    """
    if not marks:
        return 946_684_800_000, 978_307_200_000
    first = min(mark.start if mark.open_start else mark.earliest for mark in marks)
    last = max(mark.end if mark.open_end else mark.latest for mark in marks)
    # An open side fades away from its core, and that must be seen.
    fading = (last - first) * OPEN_SHARE
    if any(mark.open_start and mark.start - fading < first for mark in marks):
        first = floor(first - fading)
    if any(mark.open_end and mark.end + fading > last for mark in marks):
        last = ceil(last + fading)
    shortest = min(_SHORTEST[each] * UNITS[each] for each in set(precisions))
    lack = max(shortest - (last - first), 0)
    first, last = first - lack // 2, last + (lack - lack // 2)

    # Pixels per millisecond: without room for labels, and with the most that they may get.
    scale = (plot_width - 2 * EDGE) / (last - first)
    least = (plot_width * (1 - MOST_PAD) - EDGE) / (last - first)
    for mark in marks:
        room = plot_width - EDGE - DISC / 2 - 2 * LABEL_GAP - mark.label_width
        end = (mark.end if mark.kind == "span" else mark.x) - first
        # A label that needs more than that flips to the left; no blank is spent on it.
        if end > 0 and room >= least * end:
            scale = min(scale, room / end)
    scale = max(scale, least)
    x0 = clipped(floor(first - EDGE / scale))
    x1 = clipped(ceil(x0 + plot_width / scale))
    return (x0, x1) if x0 < x1 else (x1 - shortest, x1)


def limits(window: tuple[int, int]) -> tuple[int, int]:
    """How far a reader can pan and zoom out: half a window beyond each end."""
    half = (window[1] - window[0]) // 2
    return clipped(window[0] - half), clipped(window[1] + half)
