"""What was known on a day, for whoever shows the figure: evidence in steps, delays, lines.

Traces whose points depend on evidence have one point for each of its steps, with the days of each
in ``meta.since`` and ``meta.until`` (local milliseconds, or None where nothing limits it). A
browser keeps those of one day; the latest are those without ``until``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.disclosure import Step, public_day, steps
from dashboard.figure.brush import Brush
from dashboard.figure.words import hover_text
from dashboard.layout.scene import ROW_HEIGHT, Mark
from dashboard.model import Timeline
from dashboard.provenance import known

__all__ = ["Stage", "delay_lines", "delays", "lines", "staged", "stages"]

#: How far below the middle of its row a delay is drawn, in rows: clear of the label.
_BELOW = 0.37
#: How thick it is, in pixels.
_THIN = 1.75


@dataclass(frozen=True, slots=True)
class Stage:
    """A mark as it looks from one day until another.

    Attributes:
        mark: The mark, with the evidence of these days.
        hover: What is shown on hovering.
        since: The first day, None where nothing limits it.
        until: The first day after it, None for the latest stage.
    """

    mark: Mark
    hover: str
    since: int | None
    until: int | None


def stages(
    timeline: Timeline, marks: Sequence[Mark], grown: Mapping[str, Sequence[Step]] | None = None
) -> list[Stage]:
    """Every mark in each of its stages; ``grown`` holds the steps of the evidence by event id."""
    return [
        Stage(
            replace(mark, evidence=step.found.evidence.value),
            hover_text(timeline, event, step.found),
            step.since,
            step.until,
        )
        for mark in marks
        for event in (timeline.events[mark.index],)
        for step in (grown[event.id] if grown else steps(timeline, event))
    ]


def staged(trace: dict[str, Any], drawn: Sequence[Stage]) -> dict[str, Any]:
    """A trace of stages, each with its days."""
    trace["meta"]["since"] = [stage.since for stage in drawn]
    trace["meta"]["until"] = [stage.until for stage in drawn]
    return trace


def delays(brush: Brush, timeline: Timeline) -> list[dict[str, Any]]:
    """Thin lines from the end of an event to the day on which it became public, and their ends.

    They run below the labels. ``meta.below`` says how far, in rows, for whoever moves rows.
    """
    late = [
        (mark, public_day(timeline, event))
        for mark in brush.scene.marks
        for event in (timeline.events[mark.index],)
        if known(timeline, event).delay
    ]
    return delay_lines(brush, late)


def delay_lines(brush: Brush, late: Sequence[tuple[Mark, int]]) -> list[dict[str, Any]]:
    """The traces of :func:`delays` for given marks, each with the day of its becoming public."""
    colours = [brush.colour[mark.index] for mark, _ in late]

    def trace(role: str, kind: str, **more: Any) -> dict[str, Any]:
        return {
            "type": kind,
            "name": role,
            "meta": {"role": role, "below": _BELOW},
            "customdata": [mark.index for mark, _ in late],
            "y": [round(brush.y[mark.index] + _BELOW, 4) for mark, _ in late],
            "showlegend": False,
            "hoverinfo": "skip",
            **more,
        }

    line = trace(
        "delay",
        "bar",
        orientation="h",
        base=[mark.end for mark, _ in late],
        x=[max(day - mark.end, 0) for mark, day in late],
        width=[round(_THIN / ROW_HEIGHT, 4)] * len(late),
        marker={"color": colours, "opacity": 1, "line": {"width": 0}},
    )
    end = trace(
        "delay-end",
        "scatter",
        x=[day for _, day in late],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 6,
            "color": colours,
            "opacity": 1,
            "line": {"width": 2, "color": colours},
        },
    )
    return [line, end]


def lines(brush: Brush) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Upright lines for whoever shows the figure to move: the day that is looked at, and today.

    Returns:
        Shapes and annotations of the same names, not visible as they are.
    """
    theme = brush.theme
    looks = {
        "known-on": ("solid", theme.accent, theme.accent, theme.on_accent),
        "today": ("dot", theme.muted, theme.background, theme.muted),
    }
    shapes = [
        {
            "name": name,
            "visible": False,
            "type": "line",
            "xref": "x",
            "x0": 0,
            "x1": 0,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": colour, "width": 1.25, "dash": dash},
            "layer": "below",
        }
        for name, (dash, colour, _, _) in looks.items()
    ]
    notes = [
        {
            "name": name,
            "visible": False,
            "text": "today",
            "xref": "x",
            "x": 0,
            "yref": "paper",
            "y": 0,
            "yanchor": "top",
            "yshift": -2,
            "showarrow": False,
            "bgcolor": ground,
            "borderpad": 3,
            "font": {"size": 11, "color": ink},
        }
        for name, (_, _, ground, ink) in looks.items()
    ]
    return shapes, notes
