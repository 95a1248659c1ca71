"""The traces of a figure: one per role, whose points can be left out one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.figure.brush import Brush
from dashboard.figure.relations import relief
from dashboard.figure.words import escape
from dashboard.layout.labels import INSIDE_PAD, Box, box_on_screen, fit_labels
from dashboard.layout.scene import BAR, DISC, FONT_SIZE, LABEL_GAP, Mark, Side

__all__ = [
    "BAR_OUTLINE",
    "EXTENT_OPACITY",
    "FADE",
    "FADE_SHARE",
    "all_labels",
    "core",
    "disc",
    "extent",
    "fade",
    "fitted_labels",
]

#: The fading of an open side: how opaque its steps are, and how much of the window they take.
FADE = tuple(round(0.5 * (1 - step / 8) ** 1.5, 3) for step in range(8))
FADE_SHARE = 0.08
EXTENT_OPACITY = 0.22
#: The outline of a bar is never thicker than this, in pixels.
BAR_OUTLINE = 1.75

#: A bar from one moment to another, in local milliseconds.
Piece = tuple[Mark, int, int]


def _trace(
    kind: str, role: str, marks: Sequence[Mark], brush: Brush, **more: Any
) -> dict[str, Any]:
    return {
        "type": kind,
        "name": role,
        "meta": {"role": role},
        "customdata": [mark.index for mark in marks],
        "y": [brush.y[mark.index] for mark in marks],
        "showlegend": False,
        **more,
    }


def _bars(role: str, pieces: Sequence[Piece], brush: Brush, **more: Any) -> dict[str, Any]:
    return _trace(
        "bar",
        role,
        [mark for mark, _, _ in pieces],
        brush,
        orientation="h",
        base=[start for _, start, _ in pieces],
        x=[end - start for _, start, end in pieces],
        width=[brush.thickness] * len(pieces),
        **more,
    )


def extent(brush: Brush) -> dict[str, Any]:
    """What dates allow. A disc has one even if it is no wider than its core: the month or day in
    whose middle it stands.
    """
    pieces: list[Piece] = []
    for mark in brush.scene.marks:
        # An open side has no end to draw; it fades.
        start = mark.start if mark.open_start else mark.earliest
        end = mark.end if mark.open_end else mark.latest
        if mark.kind == "instant" or (start, end) != (mark.start, mark.end):
            pieces.append((mark, start, end))
    return _bars(
        "extent",
        pieces,
        brush,
        marker={
            "color": [brush.colour[mark.index] for mark, _, _ in pieces],
            "opacity": EXTENT_OPACITY,
            "cornerradius": BAR / 2,
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )


def fade(brush: Brush) -> dict[str, Any]:
    """Open sides: steps that become fainter away from the core."""
    window = brush.scene.window
    step = max(round((window[1] - window[0]) * FADE_SHARE / len(FADE)), 1)
    pieces: list[Piece] = []
    opacities: list[float] = []
    for mark in brush.scene.marks:
        for number, opacity in enumerate(FADE):
            if mark.open_start:
                end = mark.start - number * step
                pieces.append((mark, end - step, end))
                opacities.append(opacity)
            if mark.open_end:
                start = mark.end + number * step
                pieces.append((mark, start, start + step))
                opacities.append(opacity)
    return _bars(
        "fade",
        pieces,
        brush,
        marker={
            "color": [brush.colour[mark.index] for mark, _, _ in pieces],
            "opacity": opacities,
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )


def core(brush: Brush, spans: Sequence[Mark], hover: Sequence[str] | None = None) -> dict[str, Any]:
    """The bars of spans; ``hover`` is what they show on hovering, by default that of today."""
    return _bars(
        "core",
        [(mark, mark.start, mark.end) for mark in spans],
        brush,
        marker={
            "color": [brush.bar(mark) for mark in spans],
            "opacity": 1,
            "cornerradius": BAR / 2,
            "line": {
                "color": [brush.stroke(mark) for mark in spans],
                "width": [min(brush.shape(mark).width, BAR_OUTLINE) for mark in spans],
            },
            "pattern": {
                "shape": [brush.shape(mark).pattern for mark in spans],
                # In place of the fill: plotly then takes the fill for the hatching.
                "fillmode": "replace",
                "size": 6,
                "solidity": [brush.shape(mark).solidity for mark in spans],
            },
        },
        hovertext=list(hover or [brush.hover[mark.index] for mark in spans]),
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="none",
    )


def disc(brush: Brush, marks: Sequence[Mark], hover: Sequence[str] | None = None) -> dict[str, Any]:
    """Discs in the middle of their cores; ``hover`` as for the bars."""
    shapes = [brush.shape(mark) for mark in marks]
    return _trace(
        "scatter",
        "disc",
        marks,
        brush,
        x=[mark.x for mark in marks],
        mode="markers",
        marker={
            "symbol": [shape.symbol for shape in shapes],
            "size": [shape.size for shape in shapes],
            "color": [brush.fill(mark) for mark in marks],
            "opacity": 1,
            "line": {
                "color": [brush.stroke(mark) for mark in marks],
                "width": [shape.width for shape in shapes],
                "dash": [shape.dash for shape in shapes],
            },
        },
        hovertext=list(hover or [brush.hover[mark.index] for mark in marks]),
        hovertemplate="%{hovertext}<extra></extra>",
    )


def all_labels(brush: Brush) -> dict[str, Any]:
    """Every label. Where it goes in a window is for the browser, which moves ``x`` to where the
    text begins (or, left of its mark, ends).
    """
    marks = brush.scene.marks
    trace = _labels(
        brush,
        marks,
        x=[mark.x for mark in marks],
        mode="text",
        textposition=["middle right"] * len(marks),
        colours=[brush.theme.ink] * len(marks),
        shadows=["none"] * len(marks),
    )
    trace["meta"]["inside"] = [brush.inside(mark) for mark in marks]
    trace["meta"]["relief"] = relief(brush)
    trace["meta"]["shadow"] = [brush.shadow(mark) for mark in marks]
    return trace


def fitted_labels(brush: Brush) -> dict[str, Any]:
    """The labels that fit at the home window.

    Each belongs to a marker that is not seen: plotly keeps a text clear of its marker by the
    marker's radius divided by 0.8, plus one pixel, so the distance stays while a reader zooms.
    """
    scene = brush.scene
    sides = fit_labels(scene.marks, scene.window, scene.plot_width)
    boxes = [
        box_on_screen(mark, scene.window, scene.plot_width)
        for mark in scene.marks
        if mark.index in sides
    ]
    anchors = [_anchor(box, sides[box.mark.index], scene.window) for box in boxes]
    return _labels(
        brush,
        [box.mark for box in boxes],
        x=[x for x, _, _ in anchors],
        mode="markers+text",
        textposition=[position for _, position, _ in anchors],
        colours=[
            brush.inside(box.mark) if sides[box.mark.index] == "inside" else brush.theme.ink
            for box in boxes
        ],
        shadows=[
            brush.shadow(box.mark) if sides[box.mark.index] == "inside" else "none" for box in boxes
        ],
        marker={"opacity": 0, "size": [round((away - 1) * 1.6, 1) for _, _, away in anchors]},
    )


def _anchor(box: Box, side: Side, window: tuple[int, int]) -> tuple[int, str, float]:
    """The moment a label is tied to, the position of its text, and its distance in pixels."""
    mark = box.mark
    if side == "inside":
        return max(mark.start, window[0]), "middle right", INSIDE_PAD
    away = LABEL_GAP if box.bar else LABEL_GAP + DISC / 2
    if side == "left":
        return (mark.start if box.bar else mark.x), "middle left", away
    return (mark.end if box.bar else mark.x), "middle right", away


def _labels(
    brush: Brush,
    marks: Sequence[Mark],
    *,
    x: list[int],
    colours: list[str],
    shadows: list[str],
    **more: Any,
) -> dict[str, Any]:
    return _trace(
        "scatter",
        "label",
        marks,
        brush,
        x=x,
        text=[escape(mark.label) for mark in marks],
        textfont={"size": FONT_SIZE, "color": colours, "shadow": shadows},
        cliponaxis=True,
        hoverinfo="skip",
        **more,
    )
