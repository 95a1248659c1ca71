"""What surrounds the marks: bands, lane titles, the axis of time."""

from __future__ import annotations

from typing import Any

from dashboard.figure.brush import Brush
from dashboard.figure.words import escape
from dashboard.figure.years import year_ticks
from dashboard.layout import title_lines
from dashboard.layout.scene import DISC, FONT_SIZE
from dashboard.layout.text import isolate, shorten, text_width
from dashboard.theme import FONT
from dashboard.when import local_ms, zone_of

__all__ = ["frame", "lane_frame"]

#: Formats of dates by the distance of two ticks (milliseconds, or months as ``M1``), of which the
#: first that fits is taken. What follows the line break is shown only where it changes.
_TICKS: tuple[tuple[tuple[int | str | None, int | str | None], str], ...] = (
    ((None, 999), "%H:%M:%S.%L\n%-d %b %Y"),
    ((999, 59_999), "%H:%M:%S\n%-d %b %Y"),
    ((59_999, 86_399_999), "%H:%M\n%-d %b %Y"),
    ((86_399_999, "M1"), "%-d %b\n%Y"),
    (("M1", "M11"), "%b\n%Y"),
    (("M12", None), "%Y"),
)

#: The most that a title inside its band takes, in pixels, and the font size of such titles.
_IN_BAND, _IN_BAND_SIZE = 280, 11

_EMPTY = "There are no events in this timeline yet."


def frame(brush: Brush, now: int | None) -> dict[str, Any]:
    scene, theme = brush.scene, brush.theme
    empty = not scene.marks
    today = [] if now is None else _today(brush, now)
    return {
        "width": scene.width,
        "height": scene.height,
        "margin": {**scene.margin._asdict(), "pad": 0, "autoexpand": False},
        "paper_bgcolor": theme.background,
        "plot_bgcolor": theme.background,
        "font": {"family": FONT, "size": FONT_SIZE, "color": theme.ink},
        "showlegend": False,
        "barmode": "overlay",
        "bargap": 0,
        "dragmode": "pan",
        "hovermode": "closest",
        "hoverdistance": DISC,
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.control,
            "font": {"family": FONT, "size": FONT_SIZE, "color": theme.ink},
            "align": "left",
        },
        "uirevision": "dateline",
        "xaxis": _time_axis(brush, empty),
        "yaxis": {
            "range": [scene.total_rows or 1, 0],
            "fixedrange": True,
            "visible": False,
            "zeroline": False,
        },
        "shapes": [*_bands(brush), *(shape for shape, _ in today)],
        "annotations": [
            *_titles(brush),
            *([_sentence(brush)] if empty else [_zone(brush)]),
            *(note for _, note in today),
        ],
    }


def lane_frame(brush: Brush) -> dict[str, Any]:
    """What of the frame depends on the lanes: the shapes of bands, the notes of titles."""
    return {"shapes": _bands(brush), "annotations": _titles(brush)}


def _time_axis(brush: Brush, empty: bool) -> dict[str, Any]:
    scene, theme = brush.scene, brush.theme
    return {
        "type": "date",
        "range": list(scene.window),
        "minallowed": scene.limits[0],
        "maxallowed": scene.limits[1],
        "visible": not empty,
        "side": "bottom",
        "showgrid": True,
        "gridcolor": theme.line,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": theme.line,
        "tickfont": {"size": 11, "color": theme.muted},
        "tickangle": 0,
        "nticks": 5 if scene.narrow else 10,
        "tickformatstops": [
            {"dtickrange": list(distances), "value": pattern} for distances, pattern in _TICKS
        ],
        "automargin": False,
        **year_ticks(scene.window, scene.plot_width),
    }


def _bands(brush: Brush) -> list[dict[str, Any]]:
    """A rectangle per lane; every other one is seen, so that lanes can close up in a browser."""
    return [
        {
            "name": f"lane:{lane.key}",
            "type": "rect",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": lane.top,
            "y1": lane.top + lane.height,
            "fillcolor": brush.theme.band,
            "opacity": 1 - number % 2,
            "line": {"width": 0},
            "layer": "below",
        }
        for number, lane in enumerate(brush.scene.lanes)
    ]


def _titles(brush: Brush) -> list[dict[str, Any]]:
    narrow = brush.scene.narrow
    notes = []
    for lane in brush.scene.lanes:
        lines = [_in_band(lane.label)] if narrow else title_lines(lane.label)
        notes.append(
            {
                "name": f"lane:{lane.key}",
                "text": "<br>".join(f"<b>{escape(isolate(line))}</b>" for line in lines),
                "xref": "paper",
                "x": 0,
                "xanchor": "left" if narrow else "right",
                "xshift": 6 if narrow else -12,
                "yref": "y",
                "y": round(lane.top + (lane.head / 2 + 0.08 if narrow else 0.5), 4),
                "yanchor": "middle",
                "align": "left" if narrow else "right",
                "showarrow": False,
                "font": {"size": 11 if narrow else FONT_SIZE, "color": brush.theme.muted},
            }
        )
    return notes


def _in_band(title: str) -> str:
    """A lane title that fits into a band of the narrowest screen; bold takes an eighth more."""
    limit = len(title)
    while text_width(shorten(title, limit), _IN_BAND_SIZE) * 1.13 > _IN_BAND and limit > 1:
        limit -= 1
    return shorten(title, limit)


def _zone(brush: Brush) -> dict[str, Any]:
    return {
        "name": "zone",
        "text": f"Times: {escape(brush.scene.zone.replace('_', ' '))}",
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "yref": "paper",
        "y": 0,
        "yanchor": "top",
        "yshift": -40,
        "showarrow": False,
        "font": {"size": 10, "color": brush.theme.muted},
    }


def _sentence(brush: Brush) -> dict[str, Any]:
    return {
        "name": "empty",
        "text": _EMPTY,
        "xref": "paper",
        "x": 0.5,
        "yref": "paper",
        "y": 0.5,
        "showarrow": False,
        "font": {"size": 14, "color": brush.theme.muted},
    }


def _today(brush: Brush, now: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """A thin line with a word, when the moment is in the window."""
    scene = brush.scene
    x = local_ms(now, zone_of(scene.zone))
    if not scene.window[0] <= x <= scene.window[1] or not scene.marks:
        return []
    colour = brush.theme.accent
    line = {"color": colour, "width": 1, "dash": "dot"}
    shape = {"name": "now", "type": "line", "xref": "x", "x0": x, "x1": x, "yref": "paper",
             "y0": 0, "y1": 1, "line": line, "layer": "below"}  # fmt: skip
    note = {"name": "now", "text": "today", "xref": "x", "x": x, "yref": "paper", "y": 0,
            "yanchor": "bottom", "xanchor": "left", "xshift": 2, "showarrow": False,
            "font": {"size": 10, "color": colour}}  # fmt: skip
    return [(shape, note)]
