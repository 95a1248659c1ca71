"""What a reader of another tool's file makes: a document in the shape of our own file.

A draft is what a person would have typed into ``events.yaml``, before anybody checked it. It is
written as YAML and read again like any file, so that an imported timeline passes the same checks as
a typed one.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.formats.collect import Collector, Path, Place

__all__ = ["Draft", "Foreign", "Importer", "Leftovers"]


@dataclass(frozen=True)
class Foreign:
    """A file of another tool.

    Attributes:
        name: As the user named it.
        data: Its bytes.
        columns: What ``--map`` says: our field to the name of a column.
        timezone: The zone of its times where the file names none (IANA name), if the user gave one.
    """

    name: str
    data: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None

    @cached_property
    def text(self) -> str | None:
        """Its text without a byte order mark; None when it is no UTF-8 or UTF-16 text."""
        marked = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        encoding = "utf-16" if self.data.startswith(marked) else "utf-8-sig"
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError:
            return None

    @cached_property
    def document(self) -> Any:
        """What it holds as JSON; None when it is no JSON."""
        if self.text is None or not self.text.lstrip().startswith(("{", "[")):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def suffix(self) -> str:
        """The end of its name in small letters, with the dot; empty when there is none."""
        stem, dot, end = self.name.rpartition(".")
        return f".{end.lower()}" if dot and stem and "/" not in end else ""


@dataclass(slots=True)
class Draft:
    """A document in the shape of our file, to be written as YAML.

    Attributes:
        document: ``title``, ``events`` and so on as in the file; texts, whole numbers, floats,
            lists and mappings only. Dates are EDTF texts.
        comments: What was guessed, by the path of the entry it is about; written as a comment.
        entries: How many entries of the foreign file could have become events; None when the file
            has no such notion.
    """

    document: dict[str, Any]
    comments: dict[Path, str] = field(default_factory=dict)
    entries: int | None = None


@dataclass(slots=True)
class Leftovers:
    """Counts what found no place, and says it once a kind instead of once an entry."""

    problems: Collector
    _found: dict[tuple[str, str | None], list[tuple[Place | None, Path]]] = field(
        default_factory=dict
    )

    def note(
        self, what: str, hint: str | None = None, at: Place | None = None, path: Path = ()
    ) -> None:
        """Note one more of a kind.

        Args:
            what: What was left out and why, for example ``the colour of an era has no place``.
            hint: What can be done about it.
            at: Where it stands, for files with lines.
            path: Where it stands, for files that are trees.
        """
        self._found.setdefault((what, hint), []).append((at, path))

    def report(self) -> None:
        """Hand everything to the collector as warnings, with the place of the first of each."""
        for (what, hint), places in self._found.items():
            at, path = places[0]
            times = f" ({len(places):,} times, first here)" if len(places) > 1 else ""
            self.problems.warning(f"{what}{times}", hint, at, path)
        self._found.clear()


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of file of another tool.

    Attributes:
        name: How ``--format`` calls it, for example ``timelinejs``.
        title: How people call it.
        recognises: Whether a file is probably one.
        read: Makes a draft; reports into the collector and returns None when that cannot be done.
    """

    name: str
    title: str
    recognises: Callable[[Foreign], bool]
    read: Callable[[Foreign, Collector], Draft | None]
