"""Texts that every format can hold, whatever was written into a file."""

from __future__ import annotations

import re

__all__ = ["clean", "language", "line"]

#: What no document can hold: control characters but tabulator and line ends, halves of pairs, and
#: what XML forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """A text with the sign for "unknown" in place of what no document can hold."""
    text = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return _TURNING.sub(_turned_back, text) if _TURNS.search(text) else text


#: Signs that turn the direction of what follows, and the lines that hold them.
_TURNS = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
_TURNING = re.compile("[^\n]*[\u202a-\u202e\u2066-\u2069][^\n]*")


def _turned_back(found: re.Match[str]) -> str:
    """A line that turns no more than itself: what it opens is closed at its end."""
    text = found.group()
    isolated = len(re.findall("[\u2066-\u2068]", text)) - text.count("\u2069")
    embedded = len(re.findall("[\u202a\u202b\u202d\u202e]", text)) - text.count("\u202c")
    return text + "\u202c" * max(0, embedded) + "\u2069" * max(0, isolated)


def language(tag: str | None) -> str | None:
    """A tag that has the form of one (BCP 47); Word takes a document with another for damaged."""
    return tag if tag and _TAG(tag) else None


_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*").fullmatch


def line(text: str) -> str:
    """A clean text in one line."""
    return " ".join(clean(text).split())
