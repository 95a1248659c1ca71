"""The sources of a file: those of its table and those written inside events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from dashboard.formats.collect import Path, Place
from dashboard.formats.slugs import slug
from dashboard.formats.yaml_nodes import Map, Node

__all__ = ["Inline", "SourceTable"]


@dataclass(slots=True, eq=False)
class Inline:
    """A source, with where it is described.

    Attributes:
        values: Its fields as shaped; more are added while an id is still to be found.
        node: What it was shaped from; None for a bare address.
        place: Where it begins.
        path: The same in words.
        key: Its id; empty until :meth:`SourceTable.name` has found one.
        listed: Whether it comes from the file's table.
        derived: Whether its id was made.
    """

    values: dict[str, Any]
    node: Node
    place: Place
    path: Path
    key: str = ""
    listed: bool = False
    derived: bool = False


class SourceTable:
    """Gathers sources, keeps one of each address, and gives ids to those that have none."""

    def __init__(self) -> None:
        self.entries: list[Inline] = []
        self._by_address: dict[str, Inline] = {}

    def listed(
        self, key: str, values: dict[str, Any], node: Node, place: Place, path: Path
    ) -> None:
        """Take an entry of the file's table."""
        self._keep(Inline(values, node, place, path, key, listed=True))

    def address(self, address: str, place: Place, path: Path) -> Inline:
        """Take a bare address; one that has been described is the same source."""
        known = self._by_address.get(address)
        if known is not None:
            return known
        return self._keep(Inline({"url": address}, address, place, path))

    def inline(self, values: dict[str, Any], node: Map, place: Place, path: Path) -> Inline:
        """Take a description written inside an event.

        The same description again is the same source, and one that adds to a bare address
        completes it. Two that differ stay two: nothing that is written may get lost.
        """
        key = values.pop("id", "")
        known = self._by_address.get(values.get("url", ""))
        if known is not None and key in ("", known.key or key):
            same = values.items() <= known.values.items()
            more = not known.listed and known.values.items() <= values.items()
            if more:
                known.values, known.node, known.place, known.path = values, node, place, path
            if same or more:
                known.key = known.key or key
                return known
        return self._keep(Inline(values, node, place, path, key))

    def name(self) -> None:
        """Give every source an id: from publisher or site and date, or its address's hash."""
        taken = {entry.key for entry in self.entries if entry.key}
        for entry in self.entries:
            if entry.key:
                continue
            digest = sha256(entry.values.get("url", "").encode()).hexdigest()
            entry.key = next(key for key in _names(entry.values, digest) if key not in taken)
            entry.derived = True
            taken.add(entry.key)

    def _keep(self, entry: Inline) -> Inline:
        self.entries.append(entry)
        if "url" in entry.values:
            self._by_address.setdefault(entry.values["url"], entry)
        return entry


def _names(values: dict[str, Any], digest: str) -> Iterator[str]:
    found = re.match(r"\w+://(?:www\.)?([^/?#:]+)", values.get("url", ""))
    base = slug(values.get("publisher") or (found[1] if found else ""))[:60].strip("-") or "source"
    published = values.get("published")
    if published is not None:
        yield f"{base}-{slug(str(published))[:40]}".strip("-")
    yield f"{base}-{digest[:6]}"
    for number in count(2):
        yield f"{base}-{digest[:6]}-{number}"
