"""An entry of a file on its way to a model's value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.formats.collect import Path, Place
from dashboard.formats.yaml_nodes import Node

__all__ = ["Entry"]


@dataclass(slots=True)
class Entry:
    """One entry of the file on its way to a model's value.

    Attributes:
        values: Its fields as shaped.
        node: What they were shaped from.
        at: Where the entry begins.
        path: The same in words.
        derived: Whether its id was not given but made.
    """

    values: dict[str, Any]
    node: Node
    at: Place = 0
    path: Path = ()
    derived: bool = False
