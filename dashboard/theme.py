"""Colours and type: one frozen value per theme, the only place where a colour is written.

The categorical colours start from the palette of Okabe and Ito, "Color Universal Design" (2008,
https://jfly.uni-koeln.de/color/), darkened for the light theme and lightened for the dark one until
each has a contrast of 3:1 on its background (WCAG 2.2, success criterion 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from dashboard.model import RelationKind, Timeline

__all__ = [
    "DARK",
    "LIGHT",
    "PRINT",
    "RELATION_STROKES",
    "THEMES",
    "Stroke",
    "Theme",
    "category_colours",
    "contrast",
    "css_variables",
    "mix",
    "readable_on",
    "theme_of",
]

FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, '
    '"Liberation Sans", "DejaVu Sans", sans-serif'
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, as ``#rrggbb``.

    Attributes:
        name: ``light``, ``dark`` or ``print``.
        background: Of the page and of the plot.
        surface: Of what lies on the page: panels, hover texts.
        ink: Text.
        muted: Text of less weight, still 4.5:1 on every background.
        line: Hairlines that separate, without meaning of their own.
        control: Borders of controls, 3:1.
        band: Every other lane.
        accent: Links, the selection, the focus ring.
        on_accent: Text on the accent.
        tint: A background with a touch of the accent.
        corroborated: Text that says so; likewise the next three.
        single_source: See above.
        disputed: See above.
        unsourced: See above.
        categories: One colour per category, in order.
    """

    name: str
    background: str
    surface: str
    ink: str
    muted: str
    line: str
    control: str
    band: str
    accent: str
    on_accent: str
    tint: str
    corroborated: str
    single_source: str
    disputed: str
    unsourced: str
    categories: tuple[str, ...]


LIGHT = Theme(
    name="light",
    background="#ffffff",
    surface="#ffffff",
    ink="#1b1f27",
    muted="#5b6472",
    line="#e3e6eb",
    control="#848d9b",
    band="#f6f7f9",
    accent="#2b4acb",
    on_accent="#ffffff",
    tint="#eef1fc",
    corroborated="#00694a",
    single_source="#7a5200",
    disputed="#a83a08",
    unsourced="#5b6472",
    categories=(
        "#1f69bd", "#d95a05", "#369576", "#96427f", "#6b5405", "#3191c6", "#3a2d8c", "#3d424a",
        "#133f71", "#873803", "#205947", "#b174a0", "#94844b", "#1b506d", "#857db8", "#82858b",
    ),
)  # fmt: skip

DARK = Theme(
    name="dark",
    background="#16181d",
    surface="#1e2128",
    ink="#e8eaee",
    muted="#a2aab8",
    line="#2c3039",
    control="#6d7687",
    band="#1b1e24",
    accent="#9db1ff",
    on_accent="#11131a",
    tint="#232a44",
    corroborated="#4cc9a0",
    single_source="#e3b04b",
    disputed="#ff9466",
    unsourced="#a2aab8",
    categories=(
        "#4aa8f0", "#d0691c", "#6fbd90", "#b07aa6", "#f0d55a", "#b3e6f2", "#8a70d6", "#aab6c8",
        "#3877a8", "#e2a272", "#518569", "#d0afca", "#9d8d43", "#74949d", "#b9a9e6", "#727a87",
    ),
)  # fmt: skip

#: For pictures that may be printed without colours: the categories differ in lightness too, those
#: that stand beside each other most. No theme of the page, whose own print style is light.
PRINT = Theme(
    name="print",
    background="#ffffff",
    surface="#ffffff",
    ink="#000000",
    muted="#3a3a3a",
    line="#cfcfcf",
    control="#767676",
    band="#f1f1f1",
    accent="#1c2f80",
    on_accent="#ffffff",
    tint="#e8e8e8",
    corroborated="#004a34",
    single_source="#4f3500",
    disputed="#7a2a05",
    unsourced="#3a3a3a",
    categories=(
        "#103560", "#dc6515", "#24644f", "#a45c90", "#292002", "#2e87b9", "#473a93", "#63676e",
        "#144071", "#b3815f", "#386b5b", "#9e678f", "#312c19", "#65899c", "#504c6f", "#6b6e73",
    ),
)  # fmt: skip

#: By name, those of the page.
THEMES = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK)})


class Stroke(NamedTuple):
    """How a relation is drawn.

    Attributes:
        sign: What stands at its middle, and before its words.
        paint: Which colour of the theme it has, by the name of the attribute.
        dash: Of its line, in the words of plotly.js.
        directed: Whether it has a head at the event it leads to.
    """

    sign: str
    paint: str
    dash: str
    directed: bool


#: Kinds differ by sign, and by dash or colour. A missing link is no arrow and hardly a line.
#: U+FE0E asks for a sign instead of a coloured picture.
RELATION_STROKES = MappingProxyType(
    {
        RelationKind.RESPONSE_TO: Stroke("\u21a9\ufe0e", "muted", "solid", True),
        RelationKind.DISCLOSES: Stroke("\u2299", "accent", "solid", True),
        RelationKind.PART_OF: Stroke("\u2282", "muted", "dash", True),
        RelationKind.LEADS_TO: Stroke("\u2192", "ink", "solid", True),
        RelationKind.CONTRADICTS: Stroke("\u00d7", "disputed", "solid", True),
        RelationKind.REFINES: Stroke("+", "accent", "dash", True),
        RelationKind.NO_KNOWN_LINK: Stroke("\u2260", "disputed", "2px,4px", False),
    }
)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def linear(channel: float) -> float:
    """A channel of sRGB (0 to 1) as light (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 (black) to 1 (white), after WCAG 2.2."""
    red, green, blue = (linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21.

    Args:
        one: ``#rrggbb``.
        other: ``#rrggbb``.

    The formula is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """Lay a colour over a ground.

    Args:
        colour: ``#rrggbb``.
        ground: ``#rrggbb``.
        share: How opaque the colour is, 0 to 1.
    """
    channels = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(top * share + low * (1 - share)):02x}" for top, low in channels)


def readable_on(colour: str) -> str:
    """Near-black or white, whichever is easier to read on a colour; always at least 4.5:1."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, colour))


def category_colours(timeline: Timeline, theme: Theme | str) -> dict[str, str]:
    """The colour of each category.

    A colour given in the file is kept as it is, also where its contrast is low: who writes it
    there has a reason. The others take the palette in order.

    Args:
        timeline: Whose categories.
        theme: A theme or its name.

    Returns:
        ``#rrggbb`` by category id, in the order of the file.
    """
    palette = theme_of(theme).categories
    return {
        key: (category.color or palette[number % len(palette)]).lower()
        for number, (key, category) in enumerate(timeline.categories.items())
    }


def css_variables(theme: Theme | str) -> dict[str, str]:
    """The theme as CSS custom properties: ``--dl-bg``, ``--dl-ink``, …"""
    theme = theme_of(theme)
    values = {
        "bg": theme.background,
        "surface": theme.surface,
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.line,
        "control": theme.control,
        "band": theme.band,
        "accent": theme.accent,
        "on-accent": theme.on_accent,
        "tint": theme.tint,
        "corroborated": theme.corroborated,
        "single-source": theme.single_source,
        "disputed": theme.disputed,
        "unsourced": theme.unsourced,
        "font": FONT,
    }
    return {f"--dl-{name}": value for name, value in values.items()}


def theme_of(theme: Theme | str) -> Theme:
    if isinstance(theme, Theme):
        return theme
    if theme not in THEMES:
        raise ValueError(f"themes are {', '.join(THEMES)}; {theme!r} is none of them")
    return THEMES[theme]
