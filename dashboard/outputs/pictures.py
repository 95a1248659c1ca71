"""Pictures among the kinds of file."""

from __future__ import annotations

from dashboard.model import Timeline
from dashboard.outputs.target import Made, Target, Wanted

__all__ = ["PICTURES"]

#: Options of every picture; those of a PNG are more.
_OPTIONS = frozenset(
    (
        *("width", "height", "theme", "title", "legend"),
        *("start", "end", "filters", "lanes", "select", "each"),
    )
)


def _make(timeline: Timeline, wanted: Wanted) -> Made:
    from dashboard.picture import Look, draw_each

    options = dict(wanted.options)
    each = options.pop("each", None)
    return Made(draw_each(timeline, wanted.name, Look(**options), each))


#: In the order in which help lists them.
PICTURES: tuple[Target, ...] = (
    Target(
        "svg",
        "a picture of the chart, with text and links",
        ".svg",
        _make,
        options=_OPTIONS,
        extra="images",
    ),
    Target(
        "png",
        "a picture of the chart in pixels",
        ".png",
        _make,
        options=_OPTIONS | {"scale"},
        extra="images",
    ),
    Target(
        "pdf",
        "a picture of the chart for print",
        ".pdf",
        _make,
        options=_OPTIONS,
        extra="images",
    ),
)
