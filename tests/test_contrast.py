"""Colours, contrast and motion as readers ask for them: every pair of colours in the styles, the
three themes, and what systems force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboard.resources import assets_folder
from dashboard.theme import THEMES, contrast, css_variables
from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import enter, settled

#: A rule of a stylesheet: its selector and its declarations.
RULE = re.compile(r"([^{};@]+)\{([^{}]*)\}")
TEXT = re.compile(r"(?<![-\w])color:\s*var\(--dl-([\w-]+)\)")
GROUND = re.compile(r"background(?:-color)?:[^;]*?var\(--dl-([\w-]+)\)\s*(?:;|$)")
#: On which text may stand whose rule names no ground of its own.
GROUNDS = ("bg", "surface", "band", "tint")
#: Words that are no words to read: what cannot be pressed now (WCAG 2.2, 1.4.3, inactive).
INACTIVE = re.compile(r":not\(\[href\]\)|:disabled|\[disabled\]|::after|::before")


def pairs() -> Iterator[tuple[str, str, str]]:
    """Every colour of text with each ground it may stand on: selector, text, ground."""
    for sheet in sorted(assets_folder().glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector, declarations in RULE.findall(css):
            for text in TEXT.findall(declarations):
                named = GROUND.findall(declarations)
                for ground in named or GROUNDS:
                    yield f"{sheet.name}: {selector.strip()}", text, ground


def test_every_pair_of_colours_in_the_styles_can_be_read() -> None:
    seen = list(pairs())
    assert len(seen) > 100
    faint = [
        (where, text, ground, theme)
        for where, text, ground in seen
        for theme in THEMES
        if not INACTIVE.search(where)
        # Other variables hold a colour of the data or one of these.
        if {f"--dl-{text}", f"--dl-{ground}"} <= css_variables(theme).keys()
        # On the accent stands what is made for it, and says so with its own ground.
        if not (text == "on-accent" and ground != "accent")
        if contrast(
            css_variables(theme)[f"--dl-{text}"], css_variables(theme)[f"--dl-{ground}"]
        ) < 4.5
    ]  # fmt: skip
    assert not faint


def test_styles_name_no_colour_of_their_own() -> None:
    for sheet in assets_folder().glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        # Shadows are black light, whatever the theme.
        css = re.sub(r"rgb\(0 0 0 / [\d.]+\)", "", css)
        assert not re.findall(r"(?::|\s)(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()", css, re.IGNORECASE)


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_button_goes_through_three_themes(door: Door, open_page: Visitor, system: str) -> None:
    other = "dark" if system == "light" else "light"
    page = enter(door, open_page, colour_scheme=system)
    root = page.locator("html")
    button = page.get_by_role("button", name="Light or dark")
    for words, theme in (("as the system", system), (other, other), (system, system),
                         ("as the system", system)):  # fmt: skip
        expect(button).to_have_accessible_name(f"Light or dark: {words}")
        expect(root).to_have_attribute("data-theme", theme)
        button.click()
        settled(page)
    page.go_back()


def test_a_theme_follows_the_system_while_the_page_is_open(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_more_contrast_is_given_where_it_is_asked_for(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#event=svr-network-exposed", contrast="more")
    muted = page.locator(".dl-meta").first
    ink = page.evaluate("() => getComputedStyle(document.body).color")
    expect(muted).to_have_css("color", ink)
    chip = page.locator(".dl-chip").first
    line = chip.evaluate("chip => getComputedStyle(chip).borderColor")
    channels = [int(part) for part in re.findall(r"\d+", line)[:3]]
    assert contrast("#" + "".join(f"{part:02x}" for part in channels), "#ffffff") >= 3
    assert not accessibility_violations(page)


def test_forced_colours_leave_every_mark_and_control_there(door: Door, open_page: Visitor) -> None:
    page = enter(
        door, open_page, "#theme=light&category=expulsion", colour_scheme="dark",
        forced_colors="active",
    )  # fmt: skip
    # The system has chosen; the theme in the address would not fit its colours.
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    canvas = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    marks = page.locator(".dl-chip .dl-dot, #chronicle .dl-mark").evaluate_all(
        """marks => marks.map(mark => getComputedStyle(mark))
            .map(style => [style.backgroundColor, style.borderColor])"""
    )
    assert marks
    assert all(any(colour != canvas for colour in pair) for pair in marks)
    icon = page.locator("[data-action='zoomIn']").evaluate(
        "icon => getComputedStyle(icon, '::before').backgroundImage"
    )
    assert "gradient" in icon
    text = page.locator("#chart .xtick text, #chart .dl-names text").first
    assert text.evaluate("t => getComputedStyle(t).fill") != canvas


def test_nothing_moves_where_motion_is_not_wanted(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=390, height=844)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(part => {
          const style = getComputedStyle(part);
          return [style.transitionDuration, style.animationDuration]
            .some(all => all.split(',').some(one => parseFloat(one) > 0));
        }).map(part => part.tagName + '.' + part.className)"""
    )
    assert not moving
