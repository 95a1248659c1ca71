"""Ids made from texts, and texts made from ids."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["label_of", "slug"]

#: Letters that Unicode does not take apart into a Latin letter and a mark.
_LATIN = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ß": "ss",
        "\u0131": "i",
    }
)
_LONGEST = 80
_OTHERS = re.compile("[^a-z0-9]+")


def slug(text: str) -> str:
    """Make an id from a title: ``Größe & Macht`` gives ``grosse-macht``.

    Latin letters lose their marks; letters of other scripts stay what they are. Empty when the text
    holds no letter or digit.
    """
    joined = _of_ascii(text) if text.isascii() else _of_any(text)
    if len(joined) > _LONGEST:
        cut = joined[: _LONGEST + 1].rsplit("-", 1)[0]
        joined = cut[:_LONGEST].rstrip("-")
    return joined


def _of_ascii(text: str) -> str:
    """What :func:`_of_any` makes of it, ten times as fast: most titles are plain."""
    return _OTHERS.sub("-", text.lower()).strip("-")


def _of_any(text: str) -> str:
    letters: list[str] = []
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    for char in plain.translate(_LATIN):
        if unicodedata.combining(char) and letters and letters[-1].isascii():
            continue
        # Not isalnum: a vowel sign of Devanagari is a mark, but belongs to its word.
        letters.append(char if f"x{char}".isidentifier() else "-")
    joined = re.sub(r"[-_]+", "-", unicodedata.normalize("NFC", "".join(letters))).strip("-")
    while joined and not joined[0].isalnum():
        joined = joined[1:]
    return joined


def label_of(key: str) -> str:
    """Make a text from an id: ``russian-embassy`` gives ``Russian embassy``."""
    words = re.sub(r"[-_]+", " ", key).strip()
    return words[:1].upper() + words[1:]
