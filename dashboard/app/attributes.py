"""The two families of attributes whose names are no Python names."""

from __future__ import annotations

from typing import Any

__all__ = ["aria", "data"]


def aria(**values: str) -> dict[str, Any]:
    """``aria-`` attributes, for screen readers: ``**aria(label="Zoom")``."""
    return _prefixed("aria", values)


def data(**values: str) -> dict[str, Any]:
    """``data-`` attributes, for the page's scripts: ``**data(action="clear")``."""
    return _prefixed("data", values)


def _prefixed(family: str, values: dict[str, str]) -> dict[str, Any]:
    return {f"{family}-{name}": value for name, value in values.items()}
