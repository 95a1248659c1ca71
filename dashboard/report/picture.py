"""A chart that a report shows at its top."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Picture"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart.

    Attributes:
        name: Name of its file, for formats that show a picture lying beside them.
        data: Its bytes.
        kind: Its media type, for example ``image/png``.
        caption: A line for below it.
        alt: What can be seen, for those who cannot see it.
    """

    name: str
    data: bytes
    kind: str
    caption: str
    alt: str
