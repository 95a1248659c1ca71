"""Texts on hovering, sent once for all figures.

The same events are drawn for two widths and two themes; what is shown on hovering is the same in
all of them, and more than half of a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["shared"]


def shared(figures: Iterable[dict[str, Any]]) -> list[str]:
    """Take the texts out of figures, each once; their traces keep the places in ``meta.hover``.

    Args:
        figures: As :func:`dashboard.figure.draw` returns them; changed in place.
    """
    places: dict[str, int] = {}
    for figure in figures:
        for trace in figure["data"]:
            texts = trace.get("hovertext")
            if isinstance(texts, list):
                del trace["hovertext"]
                trace["meta"]["hover"] = [places.setdefault(text, len(places)) for text in texts]
    return list(places)
