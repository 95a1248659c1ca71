"""Addresses of states of the page, for links: the same form that ``assets/state.js`` reads."""

from __future__ import annotations

from urllib.parse import quote

__all__ = ["fragment"]

#: What separates the values of a list is escaped inside them, and so is what escapes it.
_ESCAPES = str.maketrans({"%": "%25", ",": "%2C"})


def fragment(key: str, *values: str) -> str:
    """A link that changes one part of the state and leaves the others.

    Args:
        key: A part of the state that holds a list, such as ``actor``.
        values: What it shall hold.

    Returns:
        For example ``#actor=aivd``, for an ``href``.
    """
    written = ",".join(value.translate(_ESCAPES) for value in values)
    return f"#{key}={quote(written, safe=',:')}"
