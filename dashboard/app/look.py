"""How marks of every kind look, for a page that has too many events for a figure of all.

A figure of its own is drawn here in which every kind of mark stands once: each category with each
evidence, exact and approximate. The browser repeats those points for the events that it picks, as
it leaves points out elsewhere; it still does not know how an event looks. Beside them is what the
browser fills where there are too many events to be told apart: one trace for each category.

The place of a kind among the points of a trace is ``(category * 4 + evidence) * 2 + approximate``,
with the numbers that the columns hold; of ``fade`` it is eight times that and the step, of
``rival-number`` twice that and which of its two rings. ``density``
traces stand in the order of the categories.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import theme, words
from dashboard.bulk.columns import Bulk
from dashboard.figure import beside, relations, rings, traces
from dashboard.figure.brush import Brush
from dashboard.figure.days import delay_lines, lines
from dashboard.figure.folds import folds
from dashboard.figure.frame import frame, lane_frame
from dashboard.figure.relations import Link
from dashboard.layout import HEAD, NARROW, Lane, Mark, Scene, plot_margin
from dashboard.layout.scene import ROW_HEIGHT
from dashboard.theme import theme_of

__all__ = ["look"]

#: How much of a category's colour is in what is filled for many events.
_FILL = 0.34

#: A head of a lane as the payload has it: ``key``, ``label`` and ``rows``.
Head = Mapping[str, Any]


def look(
    bulk: Bulk,
    lanes: Mapping[str, Sequence[Head]],
    windows: Mapping[str, tuple[Sequence[int], Sequence[int]]],
    widths: Mapping[str, int],
    links: Sequence[Link] = (),
) -> dict[str, Any]:
    """The figures of kinds of marks, by name of the variant.

    Args:
        bulk: The events.
        lanes: The lanes for each way to sort events into them; ``category`` is needed.
        windows: By name of the variant, its home window and its limits (local milliseconds).
        widths: By name of the variant, the width of its figure in pixels.
        links: The relations between the events.

    Returns:
        ``traces`` by theme, and for each variant ``layouts`` by theme, ``head`` (the height of a
        lane's title inside its band, in rows), and for each way to sort events into lanes in
        ``modes`` its ``left`` margin in pixels and the ``shapes`` and ``annotations`` of its lanes.
    """
    scenes = {
        name: {way: _scene(bulk, heads, windows[name], width) for way, heads in lanes.items()}
        for name, width in widths.items()
    }
    any_scene = next(iter(scenes.values()))["category"]
    return {
        "traces": {
            name: _traces(bulk, Brush(any_scene, bulk.head, theme_of(name)), links)
            for name in theme.THEMES
        },
        **{name: _variant(bulk, ways) for name, ways in scenes.items()},
    }


def _variant(bulk: Bulk, scenes: Mapping[str, Scene]) -> dict[str, Any]:
    light = theme_of("light")
    return {
        "head": HEAD if scenes["category"].narrow else 0,
        "layouts": {
            name: _layout(Brush(scenes["category"], bulk.head, theme_of(name)))
            for name in theme.THEMES
        },
        "modes": {
            way: {"left": scene.margin.l, **lane_frame(Brush(scene, bulk.head, light))}
            for way, scene in scenes.items()
        },
    }


def _scene(
    bulk: Bulk,
    heads: Sequence[Head],
    windows: tuple[Sequence[int], Sequence[int]],
    width: int,
) -> Scene:
    """Lanes with one mark of each kind, all of them in the first lane."""
    narrow = width < NARROW
    made: list[Lane] = []
    top = 0.0
    for head in heads:
        lane = Lane(head["key"], head["label"], head["rows"], HEAD if narrow else 0, None, top)
        made.append(lane)
        top += lane.height
    margin = plot_margin([lane.label for lane in made], narrow)
    (first, last), (least, most) = windows
    return Scene(
        width=width,
        height=round(top * ROW_HEIGHT) + margin.t + margin.b,
        margin=margin,
        plot_width=width - margin.l - margin.r,
        row_height=ROW_HEIGHT,
        window=(int(first), int(last)),
        limits=(int(least), int(most)),
        zone=bulk.head.timezone,
        lanes=tuple(made),
        marks=tuple(_kinds(bulk)) if made else (),
        lane_by="category",
        narrow=narrow,
    )


def _kinds(bulk: Bulk) -> list[Mark]:
    """A mark of each kind, in the order that the browser counts them in."""
    numbers = {key: number for number, key in enumerate(bulk.head.categories)}
    kinds = [
        (numbers.get(key), kind.value, approximate)
        for key, _ in bulk.names.category
        for kind in words.EVIDENCE
        for approximate in (False, True)
    ]
    return [
        Mark(
            index=index,
            event="",
            lane=0,
            row=0,
            kind="instant",
            x=0,
            start=0,
            end=1,
            earliest=0,
            latest=1,
            open_start=False,
            open_end=True,
            approximate=approximate,
            evidence=evidence,
            category=category,
            importance=3,
            label="",
            label_width=0,
        )
        for index, (category, evidence, approximate) in enumerate(kinds)
    ]


def _traces(bulk: Bulk, brush: Brush, links: Sequence[Link]) -> list[dict[str, Any]]:
    marks = brush.scene.marks
    untold = [""] * len(marks)
    drawn = [
        traces.extent(brush),
        traces.fade(brush),
        *relations.lines(brush, links),
        beside.rival_joins(brush, [(mark.index, 0, 1) for mark in marks]),
        traces.core(brush, marks, untold),
        *delay_lines(brush, [(mark, 1) for mark in marks]),
        traces.disc(brush, marks, untold),
        beside.rival_marks(brush, [(mark.index, 0, 1) for mark in marks]),
        rings.ring_pairs(brush, [(mark.index, None, None) for mark in marks for _ in range(2)]),
        relations.heads(brush, links),
        relations.signs(brush, links),
        relations.edges(brush),
        beside.crowd(brush),
        traces.all_labels(brush),
    ]
    return [*_density(brush, len(bulk.names.category)), *drawn]


def _layout(brush: Brush) -> dict[str, Any]:
    around = frame(brush, None)
    # To hide those that reach beyond the edge, plotly measures every label again and again.
    around["xaxis"]["ticklabeloverflow"] = "allow"
    if brush.scene.marks:
        for templates in (lines(brush), folds(brush)):
            for key, items in zip(("shapes", "annotations"), templates, strict=True):
                around[key] += items
        # What is filled would cover a ring that lies below it.
        above = {"layer": "above", "fillcolor": "rgba(0, 0, 0, 0)"}
        around["shapes"] += [{**halo, **above} for halo in beside.halos(brush)]
    return around


def _density(brush: Brush, categories: int) -> list[dict[str, Any]]:
    """What is filled for many events, a trace for each category; the browser makes the outlines."""
    kinds = len(brush.scene.marks) // max(categories, 1)
    return [
        {
            "type": "scatter",
            "name": "density",
            "meta": {
                "role": "density",
                "category": category,
                "colour": brush.colour[category * kinds],
            },
            "x": [],
            "y": [],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": theme.mix(brush.colour[category * kinds], brush.theme.background, _FILL),
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for category in range(categories)
    ]
