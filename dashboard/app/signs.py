"""The signs of a still picture: discs by evidence, rings, and the hatching of bars, as SVG."""

from __future__ import annotations

from dashboard.figure import rings
from dashboard.figure.brush import Paint, Shape

__all__ = ["PAINTS", "disc", "hatching", "ring_pair", "short"]

#: How a paint is written where the page knows the colours.
PAINTS: dict[Paint, str] = {
    "colour": "var(--dl-mark)",
    "ground": "var(--dl-bg)",
    "soft": "color-mix(in srgb, var(--dl-mark) 40%, var(--dl-bg))",
}
#: Of hatched bars: fainter than the outline, so that a text inside can be read.
_HATCH = "color-mix(in srgb, var(--dl-mark) 55%, var(--dl-bg))"


def disc(key: str, shape: Shape) -> str:
    """The disc of a kind of evidence around the origin."""
    radius = shape.size / 2
    dash = "" if shape.dash == "solid" else f' stroke-dasharray="{shape.dash.replace("px", "")}"'
    arm = round(radius * 0.70711, 2)
    cross = (
        f'<path d="M{arm},{arm}L-{arm},-{arm}M{arm},-{arm}L-{arm},{arm}"/>'
        if shape.symbol == "circle-x"
        else ""
    )
    return (
        f'<g id="{key}" fill="{PAINTS[shape.fill]}" stroke="{PAINTS[shape.stroke]}" '
        f'stroke-width="{short(shape.width)}"{dash}><circle r="{short(radius)}"/>{cross}</g>'
    )


def ring_pair(key: str) -> str:
    """Two rings below a mark, joined to one."""
    circles = "".join(
        f'<circle cx="{side * rings.ASIDE}" cy="{rings.BELOW}" r="{rings.RING / 2}"/>'
        for side in (-1, 1)
    )
    return (
        f'<g id="{key}" fill="var(--dl-bg)" stroke="var(--dl-mark)" stroke-width="1.5">'
        f"{circles}</g>"
    )


def hatching(key: str, shape: Shape, colour: str) -> str:
    """The hatching of a bar, as wide as plotly draws it, a tile of six pixels."""
    size = 6.0
    if shape.pattern == ".":
        radius = (shape.solidity * size * size / 3.14159) ** 0.5
        drawn = f'<circle cx="3" cy="3" r="{radius:.2f}" fill="{_HATCH}"/>'
    else:
        size *= 2**0.5
        half = size / 2
        lines = f"M0,{size:.2f}L{size:.2f},0M{-half:.2f},{half:.2f}L{half:.2f},{-half:.2f}"
        lines += f"M{half:.2f},{size + half:.2f}L{size + half:.2f},{half:.2f}"
        if shape.pattern == "x":
            lines += f"M0,0L{size:.2f},{size:.2f}"
        width = 6 * (1 - (1 - shape.solidity) ** 0.5 if shape.pattern == "x" else shape.solidity)
        drawn = f'<path d="{lines}" stroke="{_HATCH}" stroke-width="{width:.2f}"/>'
    return (
        f'<pattern id="{key}" {colour}patternUnits="userSpaceOnUse" width="{size:.2f}" '
        f'height="{size:.2f}">{drawn}</pattern>'
    )


def short(number: float) -> str:
    return f"{number:g}"
