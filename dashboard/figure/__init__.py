"""From a scene to a figure: a plain dictionary of traces and layout, built in one go.

Every trace carries ``meta.role``, and for each of its points the index of the event in
``customdata``; all lists of a trace have the same length. Whoever shows the figure can therefore
leave points out without knowing how an event looks:

=========  =====================================================================================
role       what it draws
=========  =====================================================================================
extent     from the earliest to the latest moment that a date allows, translucent
fade       open sides, fading away from the core
core       the bar of a span
halo       a ring around each disc, to be shown for the selected one
disc       a disc for every event; of a span it is shown while its bar is narrower than a disc
label      the text beside the mark; ``meta.inside`` holds its colours inside a bar
=========  =====================================================================================

Evidence is told by shape: filled is corroborated, hollow is a single source, crossed is disputed,
dotted is unsourced. A dashed outline, of bars a hatching, is an approximate date. Colour is the
category.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from dashboard.figure import traces
from dashboard.figure.brush import Brush
from dashboard.figure.frame import frame
from dashboard.figure.words import escape
from dashboard.layout import Scene, layout
from dashboard.layout.labels import box_on_screen
from dashboard.model import Timeline
from dashboard.theme import Theme, theme_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["CONFIG", "draw", "escape", "figure"]

#: How plotly.js is to behave. No logo, no upload, nothing that calls home; a double click returns
#: to the home window.
CONFIG: dict[str, Any] = {
    "scrollZoom": True,
    "doubleClick": "reset",
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "responsive": True,
}


def figure(
    timeline: Timeline,
    *,
    width: int = 1040,
    height: int | None = None,
    theme: Theme | str = "light",
    lanes: str = "category",
    now: int | None = None,
) -> go.Figure:
    """Draw a timeline as a plotly figure.

    Args:
        timeline: The events.
        width: Of the figure, in pixels; below 600 lane titles move into their bands.
        height: Of the figure, in pixels; by default what the rows take.
        theme: ``light``, ``dark`` or a theme of your own.
        lanes: ``category``, ``actor``, ``place``, ``evidence`` or ``none``.
        now: A moment (milliseconds since 1970, UTC) to be marked as today; by default none, so
            that the same file always gives the same figure.

    Raises:
        ValueError: When there is no theme or no lanes of that name.
        WhenError: When the time zone of the timeline is unknown.
    """
    import plotly.graph_objects as go

    scene = layout(timeline, width=width, height=height, lanes=lanes)
    return go.Figure(draw(scene, timeline, theme, labels="fit", now=now))


def draw(
    scene: Scene,
    timeline: Timeline,
    theme: Theme | str = "light",
    labels: Literal["all", "fit"] = "all",
    *,
    now: int | None = None,
) -> dict[str, Any]:
    """Draw a scene.

    Args:
        scene: The layout of the timeline.
        timeline: The events, for what is shown on hovering.
        theme: A theme or its name.
        labels: ``all`` draws every variant of every mark and leaves the choice to the browser;
            ``fit`` draws what fits at the home window.
        now: A moment (milliseconds since 1970, UTC) to be marked as today, if it is in the window.

    Returns:
        ``{"data": […], "layout": {…}}`` of plain lists, numbers and texts.

    Raises:
        ValueError: When there is no theme of that name.
    """
    brush = Brush(scene, timeline, theme_of(theme))
    if labels == "all":
        drawn = [
            traces.extent(brush),
            traces.fade(brush),
            traces.core(brush, [mark for mark in scene.marks if mark.kind == "span"]),
            traces.halo(brush),
            traces.disc(brush, scene.marks),
            traces.all_labels(brush),
        ]
    else:
        boxes = [box_on_screen(mark, scene.window, scene.plot_width) for mark in scene.marks]
        drawn = [
            traces.extent(brush),
            traces.fade(brush),
            traces.core(brush, [box.mark for box in boxes if box.bar]),
            traces.disc(brush, [box.mark for box in boxes if not box.bar]),
            traces.fitted_labels(brush),
        ]
    return {"data": drawn, "layout": frame(brush, now)}
