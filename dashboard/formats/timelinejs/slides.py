"""The slides of a file, whether they come from its JSON or from its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.formats.collect import Path, Place

__all__ = ["Slide", "Slides", "mapping"]


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide as TimelineJS writes it in JSON, with where it stands."""

    data: Mapping[str, Any]
    path: Path = ()
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class Slides:
    """All slides of a file.

    Attributes:
        title: The first slide, which has no date.
        events: The slides with a date.
        eras: Periods that are drawn behind the others.
    """

    title: Slide | None
    events: Sequence[Slide]
    eras: Sequence[Slide] = ()


def mapping(value: Any) -> Mapping[str, Any]:
    """A value that should be an object; empty when it is anything else."""
    return value if isinstance(value, Mapping) else {}
