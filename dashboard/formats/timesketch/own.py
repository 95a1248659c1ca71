"""The way back: rows that :mod:`dashboard.formats.timesketch.write` made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import place_of
from dashboard.formats.draft import Leftovers
from dashboard.formats.timesketch.columns import unguarded
from dashboard.when import When, WhenError

__all__ = ["Own"]

Cells = Mapping[str, Any]


class Own:
    """Takes our own rows.

    Args:
        draft: Takes what is found.
        leftovers: Where is noted what found no place.
        is_csv: Whether texts have an apostrophe before what would begin a formula.
    """

    def __init__(self, draft: Assembly, leftovers: Leftovers, is_csv: bool) -> None:
        self.draft = draft
        self.leftovers = leftovers
        self.is_csv = is_csv
        self._rows: dict[str, tuple[Any, ...]] = {}

    def take(self, line: int, row: Cells) -> bool:
        """Take a row; False when it is not one of ours, for example added in between."""
        key, date = self._cell(row, "event_id"), self._cell(row, "date_written")
        title = self._cell(row, "title")
        if not (key and date and title):
            return False
        try:
            When.parse(date)
        except WhenError:
            return False
        said = (date, title, self._cell(row, "summary"))
        if self._rows.setdefault(key, said) != said:
            self.leftovers.note(
                "a second event with the same event_id was left out",
                None,
                place_of(line - 1, 0),
            )
            self.draft.missed += 1
        if not self.draft.event_ids.reserve(key):
            # The other end of an event that is there.
            return True
        self._enter(row, key, date, title)
        return True

    def _enter(self, row: Cells, key: str, date: str, title: str) -> None:
        zone = self._cell(row, "timezone")
        if zone:
            # The dates were read in the zone of the timeline, whatever zone is given now.
            self.draft.head["timezone"] = zone
        category, importance = self._cell(row, "category"), self._cell(row, "importance")
        claims = [f"- {' '.join(claim.split())}" for claim in self._list(row, "claims")]
        self.draft.restore(
            {
                "id": key,
                "date": date,
                "known": self._cell(row, "known"),
                "title": title,
                "summary": "\n\n".join(
                    filter(None, (self._cell(row, "summary"), "\n".join(claims)))
                ),
                "category": self.draft.category(category) if category else None,
                "importance": int(importance) if importance in tuple("1245") else None,
                "actors": [self.draft.actor(name) for name in self._list(row, "actors")],
                "place": self._place(row),
                "sources": self._sources(row),
                "tags": self._list(row, "tag"),
            }
        )

    def _cell(self, row: Cells, name: str) -> str:
        value = row.get(name)
        if value is None:
            return ""
        text = value if isinstance(value, str) else str(value)
        return unguarded(text) if self.is_csv else text

    def _list(self, row: Cells, name: str) -> list[str]:
        value = row.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(self._cell(row, name) or "[]")
            except (ValueError, RecursionError):
                value = [value]
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def _place(self, row: Cells) -> dict[str, Any] | None:
        name = self._cell(row, "place")
        if not name:
            return None
        place: dict[str, Any] = {"name": name}
        try:
            lat, lon = float(row.get("latitude", "")), float(row.get("longitude", ""))
        except (TypeError, ValueError):
            return place
        return place | {"lat": lat, "lon": lon}

    def _sources(self, row: Cells) -> list[str]:
        keys: dict[str, None] = {}
        for written in self._list(row, "sources"):
            # As we write it: Publisher · Title <https://…>.
            about, _, url = written.removesuffix(">").rpartition("<")
            publisher, _, title = about.strip().partition(" · ")
            if about.strip().endswith("·"):
                publisher, title = about.strip()[:-1], ""
            fields = {"publisher": publisher.strip(), "title": title.strip()}
            if key := self.draft.source(url, (), **fields):
                keys[key] = None
        return list(keys)
