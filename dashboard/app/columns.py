"""The long lists of figures, sent once for all figures.

A figure is drawn for two widths and two themes, and most of its lists are the same in each: the
moments, the indices of the events, the days on which a step of evidence holds. A list is sent once,
and the figures name its place as ``{"column": place}``; ``assets/columns.js`` puts it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

__all__ = ["shared"]

#: Below this length a list is shorter than the name of its place.
LEAST = 8


def shared(figures: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """Take the long lists out of the traces of figures, each once.

    Args:
        figures: As :func:`dashboard.figure.draw` returns them; changed in place.

    Returns:
        The lists, in the order of their places.
    """
    places: dict[str, int] = {}
    columns: list[list[Any]] = []

    def taken(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: taken(item) for key, item in value.items()}
        if not isinstance(value, list) or len(value) < LEAST:
            return value
        # By what it will be on its way: 1 and 1.0 and true are equal here, and not there.
        written = json.dumps(value)
        if written not in places:
            places[written] = len(columns)
            columns.append(value)
        return {"column": places[written]}

    for figure in figures:
        figure["data"] = [taken(trace) for trace in figure["data"]]
    return columns
