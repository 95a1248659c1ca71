"""Widths of texts, and how they are shortened and kept apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.layout.text import ELLIPSIS, clean, isolate, shorten, text_width

#: Texts of 12 pixels as Chromium draws them in DejaVu Sans, the wider of the two families that the
#: table stands for; in pixels.
MEASURED = {
    "Two Russian diplomats expelled over Salisbury": 279.9,
    "EMA: leaked vaccine data was manipulated": 260.7,
    "WWWiii 10–13 April 2018": 151.3,
    "Расширение санкций против ГРУ": 208.8,
    "МИД России: «ничего»": 142.2,
    "Ünïcödé façade Čapek": 134.5,
    "Ελληνικό κείμενο": 104.2,
    "שלום עולם": 55.9,
}


@pytest.mark.parametrize("text", MEASURED)
def test_width_is_at_least_what_a_browser_draws_and_not_much_more(text: str) -> None:
    assert MEASURED[text] <= text_width(text) <= MEASURED[text] * 1.15


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("\u0301", 0),
        ("e\u0301", text_width("e")),
        ("é", text_width("e")),
        ("\u200e\u2068\u2069", 0),
        ("漢字", 24),
        ("ﾊ", 12),
        ("🚓", 15.6),
    ],
)
def test_width_of_unusual_texts(text: str, width: float) -> None:
    assert text_width(text) == pytest.approx(width)


def test_width_grows_with_the_size() -> None:
    assert text_width("abc", 24) == pytest.approx(2 * text_width("abc", 12))


@given(st.text(), st.text())
def test_width_is_additive(one: str, other: str) -> None:
    assert text_width(one + other) == pytest.approx(text_width(one) + text_width(other))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short enough", "Short enough"),
        ("x" * 42, "x" * 42),
        ("The AIVD says that it exposed two officers of", "The AIVD says that it exposed two…"),
        (
            "Two words, and then a comma, where it is cut, here",
            "Two words, and then a comma, where it is…",
        ),
        ("y" * 60, "y" * 41 + "…"),
    ],
)
def test_shortened_at_a_word(text: str, short: str) -> None:
    assert shorten(text) == short


@given(st.text(max_size=120), st.integers(4, 60))
def test_shortened_is_short_and_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    if short != text:
        assert short.endswith(ELLIPSIS)
        assert text.startswith(short[:-1])


def test_accents_and_joined_pictures_stay_whole() -> None:
    assert shorten("e\u0301" * 30, 10) == "e\u0301" * 4 + "…"
    family = "👩\u200d👩\u200d👧"
    assert shorten("abc" + family * 4, 10) == "abc" + family + "…"


def test_signs_that_fill_a_square_count_twice() -> None:
    assert shorten("第三个事件", 10) == "第三个事件"
    assert shorten("第三个事件发生在北京", 10) == "第三个事…"
    # So a label of them is no wider than one of letters.
    assert text_width(shorten("第" * 60, 42)) <= text_width("w" * 42) * 1.1


@given(st.text())
def test_clean_is_one_line_without_control_characters(text: str) -> None:
    line = clean(text)
    assert line == line.strip()
    assert "  " not in line
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in line)
    assert clean(line) == line


@pytest.mark.parametrize("text", ["Plain", "Größe — naïve", "Приём", "漢字"])
def test_what_runs_from_left_to_right_is_left_alone(text: str) -> None:
    assert isolate(text) == text


@pytest.mark.parametrize(
    "text", ["שלום", "مرحبا", "a\u202eb", "a\u2067b", "\u2069a\u2069", "a\u200fb"]
)
def test_what_could_reorder_its_neighbours_is_isolated(text: str) -> None:
    wrapped = isolate(text)
    assert wrapped[0] == "\u2068"
    assert wrapped[-1] == "\u2069"
    depth = 0
    for at, sign in enumerate(wrapped):
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        assert (depth == 0) == (at == len(wrapped) - 1)
