"""Colours: contrast by WCAG, and distance for readers who see fewer of them."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from math import dist

import pytest

from dashboard.theme import (
    DARK,
    LIGHT,
    THEMES,
    Theme,
    category_colours,
    contrast,
    css_variables,
    linear,
    mix,
    readable_on,
    theme_of,
)
from tests.layout_cases import CATEGORIES, timeline

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)

#: Text on ground that occur together; 4.5:1 for text (WCAG 2.2, 1.4.3).
TEXTS = (
    ("ink", ("background", "surface", "band", "tint")),
    ("muted", ("background", "surface", "band", "tint")),
    ("accent", ("background", "surface", "band", "tint")),
    ("on_accent", ("accent",)),
    ("corroborated", ("background", "surface", "band")),
    ("single_source", ("background", "surface", "band")),
    ("disputed", ("background", "surface", "band")),
    ("unsourced", ("background", "surface", "band")),
)

#: Full protanopia and deuteranopia on linear sRGB: Machado, Oliveira and Fernandes, "A
#: Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009.
SIGHT = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
#: Linear sRGB to cone responses, and their roots to Oklab: Ottosson, "A perceptual color space for
#: image processing", 2020.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour: str, sight: str) -> list[float]:
    """A colour in Oklab as an eye sees it."""
    light = [linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    there = [min(max(channel, 0.0), 1.0) for channel in times(SIGHT[sight], light)]
    return times(TO_LAB, [cone ** (1 / 3) for cone in times(TO_CONES, there)])


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")
    assert contrast("#123456", "#123456") == 1


@BOTH
@pytest.mark.parametrize(("text", "grounds"), TEXTS)
def test_text_can_be_read(theme: Theme, text: str, grounds: tuple[str, ...]) -> None:
    for ground in grounds:
        assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5, ground


@BOTH
def test_marks_and_controls_can_be_seen(theme: Theme) -> None:
    for ground in (theme.background, theme.surface, theme.band):
        for colour in (*theme.categories, theme.control, theme.accent):
            assert contrast(colour, ground) >= 3, (colour, ground)


@BOTH
@pytest.mark.parametrize("sight", SIGHT)
def test_the_first_six_categories_can_be_told_apart(theme: Theme, sight: str) -> None:
    # 0.02 is a difference that can just be seen in Oklab; marks are small, so five times that.
    for one, other in combinations(theme.categories[:6], 2):
        assert dist(seen(one, sight), seen(other, sight)) >= 0.1, (one, other)


@BOTH
def test_the_palette_repeats_its_hues_with_other_lightness(theme: Theme) -> None:
    assert len(theme.categories) == len(set(theme.categories)) == 16
    for first, second in zip(theme.categories[:8], theme.categories[8:], strict=True):
        assert abs(seen(first, "all cones")[0] - seen(second, "all cones")[0]) >= 0.1


@pytest.mark.parametrize("colour", ["#1f69bd", "#d95a05", "#767676", "#757575", "#ffff00"])
def test_text_on_a_colour(colour: str) -> None:
    assert contrast(readable_on(colour), colour) >= 4.5


def test_mixing() -> None:
    assert mix("#ff0000", "#ffffff", 1) == "#ff0000"
    assert mix("#ff0000", "#ffffff", 0) == "#ffffff"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_category_colours_follow_the_file() -> None:
    case = timeline(colours=(None, "#ABCDEF"))
    assert category_colours(case, "light") == dict(
        zip(CATEGORIES, (LIGHT.categories[0], "#abcdef", LIGHT.categories[2]), strict=True)
    )
    assert category_colours(case, DARK)[CATEGORIES[0]] == DARK.categories[0]


@BOTH
def test_every_colour_is_a_css_variable(theme: Theme) -> None:
    values = css_variables(theme)
    assert all(name.startswith("--dl-") for name in values)
    names = {field.name.replace("_", "-") for field in fields(Theme)}
    names -= {"name", "categories", "background"}
    assert {name.removeprefix("--dl-") for name in values} == names | {"bg", "font"}
    assert css_variables(theme.name) == values


def test_both_themes_have_the_same_variables() -> None:
    assert set(css_variables("light")) == set(css_variables("dark"))
    assert set(THEMES) == {"light", "dark"}


def test_an_unknown_theme_is_named() -> None:
    with pytest.raises(ValueError, match="themes are light, dark; 'sepia' is none of them"):
        theme_of("sepia")
