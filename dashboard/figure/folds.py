"""How a quiet time that is folded away looks, for whoever folds it: torn edges and a note.

The browser copies these templates to where its reader folds the axis of time. The figure that is
made in Python alone never folds it.
"""

from __future__ import annotations

from typing import Any

from dashboard.figure.brush import Brush

__all__ = ["folds"]

#: A torn edge from the bottom of the plot to its top: its teeth, and how deep they are in pixels.
_TEETH = 60
_DEPTH = 3


def folds(brush: Brush) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Templates, not visible as they are: shapes ``fold`` (the blank between the edges) and
    ``fold-edge`` (one edge, to be anchored at either end), and the annotation ``fold``.
    """
    theme = brush.theme
    shared = {"visible": False, "yref": "paper", "xref": "x", "layer": "below"}
    blank = {
        "name": "fold",
        "type": "rect",
        **shared,
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.background,
        "line": {"width": 0},
    }
    edge = {
        "name": "fold-edge",
        "type": "path",
        **shared,
        "xsizemode": "pixel",
        "xanchor": 0,
        "path": _edge(),
        "line": {"color": theme.line, "width": 1},
    }
    note = {
        "name": "fold",
        "visible": False,
        "text": "",
        "xref": "x",
        "x": 0,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": 2,
        "showarrow": False,
        "font": {"size": 11, "color": theme.muted},
    }
    return [blank, edge], [note]


def _edge() -> str:
    steps = range(2 * _TEETH + 1)
    points = (f"{(step % 2) * _DEPTH - _DEPTH / 2},{step / steps[-1]:.4f}" for step in steps)
    return "M" + "L".join(points)
