"""From a timeline to a scene: lanes, rows, windows and labels as plain numbers.

Nothing here knows a drawing library or a browser: texts are measured with a table of widths, so
that the same timeline gives the same scene everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.layout.labels import box_on_screen, fit_labels
from dashboard.layout.lanes import LANES, LaneName, sort_into_lanes
from dashboard.layout.pack import pack
from dashboard.layout.scene import FONT_SIZE, ROW_HEIGHT, Lane, Margin, Mark, Scene
from dashboard.layout.text import clean, isolate, shorten, text_width
from dashboard.layout.window import clipped, home_window, limits
from dashboard.model import Event, Timeline
from dashboard.provenance import assess
from dashboard.when import local_ms, zone_of

__all__ = [
    "LANES",
    "NARROW",
    "Lane",
    "Margin",
    "Mark",
    "Scene",
    "fit_labels",
    "layout",
    "plot_margin",
    "title_lines",
]

#: Figures less wide than this, in pixels, have their lane titles inside the bands.
NARROW = 600
#: Rows per lane, unless marks would hide each other: wide, narrow.
CAPS = (4, 5)
#: The most characters of a label: wide, narrow.
LABEL_LENGTHS = (42, 28)
#: The height of a title inside its band, in rows.
HEAD = 0.75
#: The height of the axis below the plot, in pixels: ticks of two lines, and the zone.
FOOT = 58
#: A row is never lower than this, in pixels, whatever height is asked for.
LOWEST_ROW = 16
#: The height of a plot without events, in pixels.
EMPTY_PLOT = 120
#: Lane titles in the margin are wrapped to two lines of this many characters.
TITLE_LINE = 18


def layout(
    timeline: Timeline,
    *,
    width: int = 1040,
    height: int | None = None,
    lanes: str = "category",
    narrow: bool | None = None,
    zone: str | None = None,
    verdicts: Sequence[str] | None = None,
) -> Scene:
    """Lay a timeline out.

    Args:
        timeline: The events.
        width: The width of the whole figure in pixels, at least 240.
        height: Its height in pixels; by default what rows of :data:`ROW_HEIGHT` pixels take. Rows
            become lower or higher to fill it, but never lower than 16 pixels: the scene is then
            higher than asked.
        lanes: What a lane is: ``category``, ``actor`` (the first of an event), ``place``,
            ``evidence`` or ``none``.
        narrow: Put lane titles inside the bands; by default below a width of 600 pixels.
        zone: The IANA name of the zone to show times in; by default the timeline's.
        verdicts: The evidence of each event; by default as it is today.

    Raises:
        ValueError: When there are no lanes of that name.
        WhenError: When the zone is unknown.
    """
    width = max(int(width), 240)
    narrow = width < NARROW if narrow is None else narrow
    zone = zone or timeline.timezone

    # 1. Which lane each event is in. Only lanes that hold something are made.
    if verdicts is None:
        verdicts = [str(assess(timeline, event).evidence) for event in timeline.events]
    names, lane_of = sort_into_lanes(timeline, lanes, verdicts)

    # 2. The plot is what the margins leave; lane titles decide the left one.
    margin = plot_margin([name.label for name in names], narrow)
    plot_width = width - margin.l - margin.r

    # 3. Marks without rows, and the window that shows them all.
    marks = _marks(timeline, lane_of, verdicts, zone, LABEL_LENGTHS[narrow])
    precisions = [event.date.precision for event in timeline.events]
    window = home_window(marks, precisions, plot_width)
    reach = limits(window)

    # 4. Rows, lane by lane, as the marks lie in that window.
    rows, made = _rows(marks, names, window, plot_width, narrow)
    marks = [_placed(mark, rows[mark.index], reach) for mark in marks]

    # 5. How high it all is.
    total = sum(lane.height for lane in made)
    plot_height: float = total * ROW_HEIGHT or EMPTY_PLOT
    if height is not None:
        plot_height = max(height - margin.t - margin.b, total * LOWEST_ROW, 1)
    return Scene(
        width=width,
        height=round(plot_height) + margin.t + margin.b,
        margin=margin,
        plot_width=plot_width,
        row_height=plot_height / total if total else ROW_HEIGHT,
        window=window,
        limits=reach,
        zone=zone,
        lanes=tuple(made),
        marks=tuple(marks),
        lane_by=lanes,
        narrow=narrow,
    )


def title_lines(title: str) -> list[str]:
    """Break a lane title into at most two lines for the margin."""
    words = clean(title).split(" ")
    first = ""
    while words and len(first) + 1 + len(words[0]) <= TITLE_LINE + 1:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        first = words.pop(0)
    lines = [shorten(first, TITLE_LINE)]
    if words:
        lines.append(shorten(" ".join(words), TITLE_LINE))
    return lines


def plot_margin(titles: Sequence[str], narrow: bool) -> Margin:
    """The blank around a plot whose lanes have these titles, in their bands when it is narrow."""
    if narrow:
        return Margin(8, 8, 4, FOOT)
    widths = [text_width(line, FONT_SIZE) for title in titles for line in title_lines(title)]
    # Titles are bold, which takes about an eighth more.
    return Margin(round(min(max([64, *widths]) * 1.13, 160)) + 22, 16, 6, FOOT)


def _marks(
    timeline: Timeline, lane_of: Sequence[int], verdicts: Sequence[str], zone: str, longest: int
) -> list[Mark]:
    clock = zone_of(zone)
    categories = {key: number for number, key in enumerate(timeline.categories)}

    def local(moment: int) -> int:
        return clipped(local_ms(clipped(moment), clock))

    def mark(index: int, event: Event) -> Mark:
        when = event.date
        start, end = local(when.start), local(when.end)
        label = isolate(shorten(clean(event.title), longest))
        return Mark(
            index=index,
            event=event.id,
            lane=lane_of[index],
            row=0,
            kind="span" if when.is_interval else "instant",
            x=(start + end) // 2,
            start=start,
            end=max(end, start + 1),
            earliest=min(local(when.earliest), start),
            latest=max(local(when.latest), end),
            open_start=when.open_start,
            open_end=when.open_end,
            approximate=when.approximate,
            evidence=verdicts[index],
            category=categories.get(event.category or ""),
            importance=event.importance,
            label=label,
            label_width=round(text_width(label, FONT_SIZE), 1),
        )

    return [mark(index, event) for index, event in enumerate(timeline.events)]


def _rows(
    marks: Sequence[Mark],
    names: Sequence[LaneName],
    window: tuple[int, int],
    plot_width: int,
    narrow: bool,
) -> tuple[list[int], list[Lane]]:
    """Give every mark a row and every lane its height and place."""
    held: list[list[Mark]] = [[] for _ in names]
    for mark in marks:
        held[mark.lane].append(mark)
    rows = [0] * len(marks)
    lanes: list[Lane] = []
    head = HEAD if narrow else 0
    top = 0.0
    for name, inside in zip(names, held, strict=True):
        boxes = [box_on_screen(mark, window, plot_width) for mark in inside]
        chosen = pack(boxes, plot_width, CAPS[narrow])
        for mark, row in zip(inside, chosen, strict=True):
            rows[mark.index] = row
        lane = Lane(name.key, clean(name.label), max(chosen) + 1, head, name.colour, top)
        lanes.append(lane)
        top += lane.height
    return rows, lanes


def _placed(mark: Mark, row: int, reach: tuple[int, int]) -> Mark:
    """Give a mark its row, and its open sides an end where nobody can look further."""
    return replace(
        mark,
        row=row,
        earliest=min(mark.start, reach[0]) if mark.open_start else mark.earliest,
        latest=max(mark.end, reach[1]) if mark.open_end else mark.latest,
    )
