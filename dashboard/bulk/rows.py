"""The texts of a big table: rows taken from the database when somebody asks for them."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk import sql
from dashboard.bulk.citations import Told, as_told, entry_of
from dashboard.bulk.maker import RowMaker
from dashboard.bulk.searching import make_folded
from dashboard.formats.markdown_text import web
from dashboard.formats.source_draft import SourceDraft
from dashboard.formats.table.sheet import Row
from dashboard.model import Claim, Event, Place, Source, Timeline
from dashboard.when import When, WhenError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Rows", "when_of"]

#: How often a question that is still being answered is called off before a database is closed.
_TRIES = 100

#: Rows that are made to events at once.
_AT_ONCE = 8_192


def when_of(text: str | None, zone: str) -> When | None:
    """A date that has been read; None without one, or where it never was in the zone."""
    if not text:
        return None
    try:
        return When.parse(text, zone)
    except WhenError:
        return None


class Rows:
    """The texts of the events of a table; may be asked by several threads at once.

    Args:
        database: Holds ``events``: ``place``, ``number``, ``id``, ``text`` of the date, and cells.
        folder: What is to be removed in the end.
        places: The columns whose cells are there.
        head: The timeline without its events; names all categories and actors.
        maker: Makes a reader of rows.
        settled: What is known about addresses that rows tell different things about.
        count: How many events there are.
    """

    def __init__(
        self,
        database: DuckDBPyConnection,
        folder: Path,
        places: Sequence[int],
        head: Timeline,
        maker: Callable[[], RowMaker],
        settled: Mapping[Told, Mapping[str, str]],
        count: int,
    ) -> None:
        self.head = head
        self._database = database
        self._places = list(places)
        self._maker = maker
        self._settled = settled
        self._count = count
        self._folding = Lock()
        self._folded = False
        #: What the folding asks while it lasts.
        self._asking: list[DuckDBPyConnection] = []
        self._opening = Lock()
        self.close = weakref.finalize(
            self, _closed, database, folder, self._opening, self._folding, self._asking
        )

    def timeline(self, first: int, last: int) -> Timeline:
        """The events from one place until before another, with what they name."""
        first, last = max(first, 0), min(last, self._count)
        return self._made(
            row
            for at in range(first, last, _AT_ONCE)
            for row in self._rows("place >= ? AND place < ?", [at, min(at + _AT_ONCE, last)])
        )

    def picked(self, places: Sequence[int]) -> Timeline:
        """The events at some places, which rise, with what they name."""
        wanted = [int(place) for place in places]
        return self._made(self._rows("place IN (SELECT unnest(?))", [wanted]))

    def _made(self, rows: Iterable[tuple[Row, str, str]]) -> Timeline:
        sources = _Sources(self._settled)
        maker = self._maker()
        maker.cite(sources)
        events = [self._event(maker, *row) for row in rows]
        actors = {key for event in events for key in event.actors}
        actors |= {claim.by for event in events for claim in event.claims}
        categories = {event.category for event in events}
        zone = self.head.timezone
        return self.head.model_copy(
            update={
                "events": tuple(events),
                "sources": {key: _source(key, one, zone) for key, one in sources.table.items()},
                "actors": _named(self.head.actors, actors),
                "categories": {
                    key: one for key, one in self.head.categories.items() if key in categories
                },
            }
        )

    def titles(self, places: Sequence[int]) -> list[str]:
        """The titles of some events."""
        wanted = np.asarray(places, np.int64)
        rows = self._taken(np.unique(wanted))
        maker = self._maker()
        found = {place: maker.title(row) for place, row in rows}
        return [found[place] for place in wanted.tolist()]

    def ids(self) -> Sequence[str]:
        """The ids of all events."""
        found = self._cursor().execute("SELECT id FROM events ORDER BY place").fetchall()
        return [identity for (identity,) in found]

    def find(self, identity: str) -> int | None:
        """The place of the event with an id; None where there is none."""
        query = "SELECT place FROM events WHERE id = ? LIMIT 1"
        found = sql.first(self._cursor(), query, [identity])
        return None if found is None else int(found[0])

    def search(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """For each event whether it has all the words, folded; each may be part of one."""
        self.prepare()
        wanted = list(dict.fromkeys(filter(None, words)))
        if not wanted:
            return np.ones(self._count, bool)
        # What reads characters of four bytes and half ones alike finds nothing in half ones.
        if any("\ud800" <= char <= "\udfff" for word in wanted for char in word):
            return np.zeros(self._count, bool)
        condition = " AND ".join(["contains(folded, ?)"] * len(wanted))
        found = sql.gathered(self._cursor(), f"SELECT place FROM folded WHERE {condition}", wanted)
        shown = np.zeros(self._count, bool)
        shown[np.ma.getdata(found["place"])] = True
        return shown

    def prepare(self) -> None:
        """Make ready for a search, which otherwise the first one does."""
        from duckdb import InterruptException

        with self._folding:
            if self._folded:
                return
            cursor = self._cursor()
            self._asking.append(cursor)
            try:
                make_folded(cursor, self._maker().columns, self.timeline, self.head.timezone)
                self._folded = True
            except InterruptException:
                # The database is being closed; whoever searches all the same is told so by it.
                return
            finally:
                self._asking.remove(cursor)

    def _cursor(self) -> DuckDBPyConnection:
        """A connection of its own, for one question; DuckDB makes one at a time."""
        with self._opening:
            return self._database.cursor()

    def _rows(self, condition: str, values: Sequence[Any]) -> Iterator[tuple[Row, str, str]]:
        found = self._cursor().execute(
            f"SELECT number, text, id, {sql.cells(self._places)} FROM events "
            f"WHERE {condition} ORDER BY place",
            values,
        )
        for number, text, identity, *cells in found.fetchall():
            yield self._row(number, cells), text, identity

    def _row(self, number: int, cells: Sequence[str]) -> Row:
        filled = [""] * (self._places[-1] + 1)
        for place, words in zip(self._places, cells, strict=True):
            filled[place] = words
        return Row(tuple(filled), number)

    def _taken(self, places: NDArray[np.int64]) -> list[tuple[int, Row]]:
        cursor = self._cursor()
        found = cursor.execute(
            f"SELECT place, number, {sql.cells(self._places)} FROM events "
            "WHERE place IN (SELECT unnest(?))",
            [places.tolist()],
        ).fetchall()
        return [(place, self._row(number, cells)) for place, number, *cells in found]

    def _event(self, maker: RowMaker, row: Row, date: str, identity: str) -> Event:
        fields = maker.fields(row, date, identity)
        zone = self.head.timezone
        fields["date"] = When.parse(date, zone)
        if "known" in fields:
            fields["known"] = when_of(fields["known"], zone)
        if "place" in fields:
            fields["place"] = Place(**fields["place"])
        if "claims" in fields:
            fields["claims"] = tuple(Claim(**claim) for claim in fields["claims"])
        return Event(**fields)


def _closed(
    database: DuckDBPyConnection,
    folder: Path,
    opening: Lock,
    folding: Lock,
    asking: Sequence[DuckDBPyConnection],
) -> None:
    # A database that is closed while another thread asks it ends the process without a word.
    for _ in range(_TRIES):
        if folding.acquire(timeout=0.05):
            folding.release()
            break
        for cursor in tuple(asking):
            cursor.interrupt()
    with opening:
        database.close()
    sql.removed(folder)


def _named(table: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: table[key] for key in sorted(keys)}


def _source(key: str, entry: Mapping[str, str], zone: str) -> Source:
    published = when_of(entry.get("published"), zone)
    return Source(id=key, **{**entry, "published": published})


class _Sources(SourceDraft):
    """The sources of some rows, as all rows know them."""

    def __init__(self, settled: Mapping[Told, Mapping[str, str]]) -> None:
        super().__init__()
        self._settled = settled
        self._keys: dict[tuple[str, ...], str] = {}
        self._slugs: dict[str, str] = {}

    def add(
        self, address: object, key: str = "", words: str | None = None, **fields: str | None
    ) -> str | None:
        """Take a source; gives its id."""
        url = web(address)
        if url is None:
            return None
        # Most rows tell nothing but the address.
        told = as_told(url, fields) if any(fields.values()) else (url, "", "", "", "")
        entry = self._settled.get(told) if self._settled else None
        same: tuple[str, ...] = told
        if entry is None:
            entry = entry_of(told)
        else:
            same = tuple(entry.get(name, "") for name in ("url", *_NAMES))
        if same not in self._keys:
            self._keys[same] = self._free(
                entry.get("title") or entry.get("publisher") or _site(url)
            )
            self.table[self._keys[same]] = dict(entry)
        return self._keys[same]

    def _free(self, wanted: str) -> str:
        # Sites and publishers come again and again, and to make an id of a text takes a while.
        if wanted not in self._slugs:
            self._slugs[wanted] = super()._free(wanted)
            return self._slugs[wanted]
        base = self._slugs[wanted]
        number = self._next.get(base, 2)
        while f"{base}-{number}" in self.table:
            number += 1
        self._next[base] = number + 1
        return f"{base}-{number}"


_NAMES = ("title", "publisher", "published", "archived")


def _site(url: str) -> str:
    return url.split("/", 3)[2].removeprefix("www.").partition(":")[0]
