"""Rows of a big table to events: as the rows of a small one, with names that hold for all rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard.bulk.counting import Counted
from dashboard.formats.assembly import RESTRICTED
from dashboard.formats.collect import Collector
from dashboard.formats.draft import Foreign
from dashboard.formats.markdown_text import LONGEST_LINE, line
from dashboard.formats.source_draft import SourceDraft
from dashboard.formats.table.citing import Cited, Citing
from dashboard.formats.table.columns import Columns
from dashboard.formats.table.dating import Dating
from dashboard.formats.table.events import Maker
from dashboard.formats.table.sheet import Row

__all__ = ["RowMaker"]

#: A cell that is an address and nothing else, without any sign that may belong to a sentence.
_BARE = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9._~/%=&#@+-]*[A-Za-z0-9_~/])?").fullmatch


@dataclass(frozen=True, slots=True)
class _Citing(Citing):
    """Reads the sources of rows; knows the most common way of citing at sight.

    Attributes:
        alone: The column of addresses, where there is one and nothing beside it.
    """

    alone: int | None = None

    def read(self, row: Row, remarks: list[str]) -> Cited:
        """Read what a row says; what was guessed is added to the remarks."""
        if self.alone is not None and not row.links:
            text = row.cell(self.alone)
            if _BARE(text):
                key = self.sources.add(
                    text, "", title="", publisher="", published=None, archived=None
                )
                if key is not None:
                    return Cited([key])
        # Slots make the class anew, which super() without names does not see.
        return Citing.read(self, row, remarks)


class RowMaker(Maker):
    """Reads the cells of rows, a field at a time or all of them.

    Args:
        columns: What stands where.
        foreign: The name of the file, and the zone of its times.
        problems: Where everything wrong is reported.
        dating: Reads the dates.
        divided: Whether commas divide the actors and the tags.
    """

    def __init__(
        self,
        columns: Columns,
        foreign: Foreign,
        problems: Collector,
        dating: Dating,
        divided: Mapping[str, bool],
    ) -> None:
        super().__init__(columns, foreign, problems, dating)
        self.divided = divided
        self.notes = self.counted = Counted(problems, columns.unit)
        self.cite(self.draft.sources)

    def cite(self, sources: SourceDraft) -> None:
        """Gather sources somewhere else."""
        uses = self.columns.uses
        places = uses["source"].columns if "source" in uses else ()
        told = uses.keys() & {"source-title", "publisher", "published", "archived"}
        alone = places[0] if len(places) == 1 and not told else None
        self.citing = _Citing(self.columns, sources, self.dating, self.counted, alone)

    @cached_property
    def _comma(self) -> Mapping[str, bool]:
        return self.divided

    # Most tables have few of the fields, and a million rows need not look for the others

    @cached_property
    def _has(self) -> frozenset[str]:
        return frozenset(self.columns.uses)

    def _text(self, row: Row, name: str) -> str:
        return super()._text(row, name) if name in self._has else ""

    def _texts(self, row: Row, sources: Cited) -> tuple[str, str]:
        if self._only_titles and not sources.words:
            text = self._text(row, "title")
            # What has no sign of HTML is shown as it is.
            title = line(text) if "<" not in text else ""
            if title and len(title) <= LONGEST_LINE:
                return title, ""
        return super()._texts(row, sources)

    @cached_property
    def _only_titles(self) -> bool:
        return self._has.isdisjoint(("summary", "says", "by"))

    def _place(self, row: Row) -> dict[str, Any] | None:
        return super()._place(row) if self._has_places else None

    @cached_property
    def _has_places(self) -> bool:
        return not self._has.isdisjoint(("place", "lat", "lon", "coordinates"))

    def _claims(self, row: Row, sources: Cited) -> list[dict[str, Any]]:
        return [] if self._has.isdisjoint(("says", "by")) else super()._claims(row, sources)

    def _items(self, row: Row, name: str) -> list[str]:
        return super()._items(row, name) if name in self._has else []

    # A field at a time

    def category(self, row: Row) -> str | None:
        """The id of the category."""
        return self._category(row)

    def actors(self, row: Row) -> list[str]:
        """The ids of who took part."""
        return self._actors(row)

    def speaker(self, row: Row) -> list[str]:
        """The id of who says something, if anybody is named."""
        by = line(self._text(row, "by"))
        return [self.draft.actor(by)] if by else []

    def tags(self, row: Row) -> list[str]:
        """The tags."""
        return list(dict.fromkeys(self._tags(row)))

    def place(self, row: Row) -> str | None:
        """The name of the place."""
        found = self._place(row)
        return found["name"] if found else None

    def title(self, row: Row) -> str:
        """The title, as it is shown."""
        return self._texts(row, Cited())[0]

    def importance(self, row: Row) -> int:
        """1 to 5."""
        return self._importance(row) or 3

    def internal(self, row: Row) -> bool:
        """Whether a row says that it is for nobody else."""
        return self._visibility(row) is not None

    @staticmethod
    def marked(tags: list[str]) -> bool:
        """Whether a tag says so."""
        return any(tag.lower().startswith(RESTRICTED) for tag in tags)

    def fields(self, row: Row, date: str, identity: str) -> dict[str, Any]:
        """All fields of the event of a row, empty ones left out.

        Args:
            row: The row.
            date: Its date, as it has been read.
            identity: Its id, as it has been made.
        """
        self._known_date, self._identity = date, identity
        event = self.event(row) or {}
        if self.marked(event.get("tags", [])):
            event["visibility"] = "internal"
        return {name: value for name, value in event.items() if value not in (None, "", [], {})}

    def _date(self, row: Row) -> dict[str, str] | None:
        return {"date": self._known_date}

    def _id(self, row: Row) -> str | None:
        return self._identity
