"""From a scene to a figure: a plain dictionary of traces and layout, built in one go.

Every trace carries ``meta.role``, and for each of its points the index of the event in
``customdata``; all lists of a trace have the same length. Whoever shows the figure can therefore
leave points out without knowing how an event looks:

=========  =====================================================================================
role       what it draws
=========  =====================================================================================
extent     from the earliest to the latest moment that a date allows, translucent
fade       open sides, fading away from the core
relation   lines between events, a trace for each kind that occurs; see ``relations.py``
rival-line joins the dates of which one is the right one
core       the bar of a span, a point for each step of its evidence (``meta.since``, ``meta.until``)
delay      a thin line from the end of an event to the day on which it became public; ``delay-end``
           a tick there
rival      a small hollow mark at each of the dates of which one is the right one
rival-n…   ``rival-number``: two small rings below the mark, where claims give rival numbers
disc       a disc for every event and step of its evidence, like ``core``; of a span it is shown
           while its bar is narrower than a disc
relation-… ``head``: where a relation leads; ``sign``: its kind, at its middle; ``edge``: the date
           of an end that is not in the window
crowd      how many marks more there are where one is seen
label      the text beside the mark; ``meta.inside`` holds its colours inside a bar
=========  =====================================================================================

The ring of the selected event is a pair of shapes in the layout, ``halo`` and ``halo-bar``.

Evidence is told by shape: filled is corroborated, hollow is a single source, crossed is disputed,
dotted is unsourced. A dashed outline, of bars a hatching, is an approximate date. Colour is the
category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from dashboard.disclosure import Step
from dashboard.figure import beside, relations, rings, traces
from dashboard.figure.brush import Brush
from dashboard.figure.days import Stage, delays, lines, staged, stages
from dashboard.figure.folds import folds
from dashboard.figure.frame import frame, lane_frame
from dashboard.figure.words import escape
from dashboard.layout import Scene, layout
from dashboard.layout.labels import box_on_screen
from dashboard.layout.scene import Mark
from dashboard.model import Timeline
from dashboard.theme import Theme, theme_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["CONFIG", "draw", "escape", "figure", "lane_parts"]

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
    grown: Mapping[str, Sequence[Step]] | None = None,
) -> dict[str, Any]:
    """Draw a scene.

    Args:
        scene: The layout of the timeline.
        timeline: The events, for what is shown on hovering.
        theme: A theme or its name.
        labels: ``all`` draws every variant of every mark and leaves the choice to the browser;
            ``fit`` draws what fits at the home window.
        now: A moment (milliseconds since 1970, UTC) to be marked as today, if it is in the window.
        grown: The steps of the evidence by event id, where they have been worked out already.

    Returns:
        ``{"data": […], "layout": {…}}`` of plain lists, numbers and texts.

    Raises:
        ValueError: When there is no theme of that name.
    """
    brush = Brush(scene, timeline, theme_of(theme))
    if labels == "all":
        found = relations.links(timeline)
        discs = stages(timeline, scene.marks, grown)
        bars = [stage for stage in discs if stage.mark.kind == "span"]
        drawn = [
            traces.extent(brush),
            traces.fade(brush),
            *relations.lines(brush, found),
            beside.rival_line(brush, timeline),
            staged(traces.core(brush, *_looks(bars)), bars),
            *delays(brush, timeline),
            staged(traces.disc(brush, *_looks(discs)), discs),
            beside.rival(brush, timeline),
            rings.rival_numbers(brush, timeline),
            relations.heads(brush, found),
            relations.signs(brush, found),
            relations.edges(brush),
            beside.crowd(brush),
            traces.all_labels(brush),
        ]
    else:
        scale = scene.plot_width / (scene.window[1] - scene.window[0])
        boxes = [box_on_screen(mark, scene.window, scene.plot_width) for mark in scene.marks]
        drawn = [
            traces.extent(brush),
            traces.fade(brush),
            beside.lowered(beside.rival_line(brush, timeline, scale), scene.row_height),
            traces.core(brush, [box.mark for box in boxes if box.bar]),
            traces.disc(brush, [box.mark for box in boxes if not box.bar]),
            beside.lowered(beside.rival(brush, timeline, scale), scene.row_height),
            beside.lowered(rings.rival_numbers(brush, timeline, latest=True), scene.row_height),
            traces.fitted_labels(brush),
        ]
    around = frame(brush, now)
    if labels == "all" and scene.marks:
        for templates in (lines(brush), folds(brush)):
            for key, items in zip(("shapes", "annotations"), templates, strict=True):
                around[key] += items
        around["shapes"] += beside.halos(brush)
    return {"data": drawn, "layout": around}


def lane_parts(scene: Scene, timeline: Timeline, theme: Theme | str = "light") -> dict[str, Any]:
    """The ``shapes`` and ``annotations`` of a figure's layout that depend on its lanes.

    Args:
        scene: The layout of the timeline.
        timeline: Its events.
        theme: A theme or its name.

    Raises:
        ValueError: When there is no theme of that name.
    """
    return lane_frame(Brush(scene, timeline, theme_of(theme)))


def _looks(drawn: list[Stage]) -> tuple[list[Mark], list[str]]:
    return [stage.mark for stage in drawn], [stage.hover for stage in drawn]
