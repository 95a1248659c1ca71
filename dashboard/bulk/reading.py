"""A table of very many events, read through a database: CSV, JSON Lines and Parquet.

What is said of a row is what :mod:`dashboard.formats.table` says of it in a small table; only that
each way in which cells are filled is looked at once, and that most dates and sources are plain
enough for the database. Nothing is dropped in silence: rows without a date are counted, and the
first of them are named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk import sql, tables
from dashboard.bulk.citations import cited
from dashboard.bulk.columns import Bulk, Columns, Names
from dashboard.bulk.counting import INTERNAL, LISTED
from dashboard.bulk.dates import Dates, dated, dating_for, day_of
from dashboard.bulk.identities import identified
from dashboard.bulk.maker import RowMaker
from dashboard.bulk.rows import Rows, when_of
from dashboard.bulk.support import Support, judged, supported
from dashboard.bulk.tables import Table
from dashboard.bulk.terms import Shared, Terms
from dashboard.bulk.ways import places_of, ways
from dashboard.formats.collect import Collector, TooManyProblems
from dashboard.formats.draft import Foreign
from dashboard.formats.table.asking import ask
from dashboard.formats.table.dating import Dating
from dashboard.formats.table.events import title_of
from dashboard.formats.table.sheet import Row
from dashboard.formats.table.words import RECORD_TIME, plain
from dashboard.model import Actor, Category, Timeline
from dashboard.problems import Problem, ProblemError
from dashboard.when import WhenError, zone_of

__all__ = ["Progress", "Read", "read", "read_with_problems"]

#: Is told how much of the work is done, from 0 to 1, and what is done next.
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Read:
    """A table with what its author should look at.

    Attributes:
        bulk: The events; None when the table has errors.
        problems: Everything found, sorted by place.
    """

    bulk: Bulk | None
    problems: tuple[Problem, ...]


def read(
    path: Path,
    *,
    public: bool = False,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Read a table.

    Args:
        path: A file whose name ends in ``.csv``, ``.tsv``, ``.jsonl``, ``.ndjson`` or ``.parquet``.
        public: Whether rows are left out that are marked as internal.
        columns: Which column fills which field, where that is not to be guessed.
        timezone: Where times are that name no zone (IANA name); by default UTC.
        progress: Is told how far the work is.

    Raises:
        ProblemError: If the table has errors; carries all its problems, warnings too.
    """
    found = read_with_problems(
        path, public=public, columns=columns, timezone=timezone, progress=progress
    )
    if found.bulk is None:
        raise ProblemError(found.problems)
    return found.bulk


def read_with_problems(
    path: Path,
    *,
    public: bool = False,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    progress: Progress | None = None,
) -> Read:
    """Read a table, with warnings; errors are returned, not raised.

    Args:
        path: As for :func:`read`, like all others.
        public: The same.
        columns: The same.
        timezone: The same.
        progress: The same.
    """
    problems = Collector(str(path))
    if timezone is not None:
        try:
            zone_of(timezone)
        except WhenError as error:
            problems.error(error.message, error.hint)
            return Read(None, problems.found)
    reader = _Reader(path, problems, timezone, public, progress or _silent)
    import duckdb

    bulk = None
    try:
        bulk = reader.read(columns or {})
    except duckdb.Error as error:
        tables.failed(error, problems)
    except OSError as error:
        problems.error(f"cannot be opened: {error.strerror or error}", "look at the name")
    except TooManyProblems as error:
        return Read(None, error.problems)
    return Read(None if problems.has_errors else bulk, problems.found)


def _silent(share: float, what: str) -> None:
    """Tell nobody."""


class _Reader:
    def __init__(
        self, path: Path, problems: Collector, timezone: str | None, public: bool, tell: Progress
    ) -> None:
        self.path = path
        self.problems = problems
        self.foreign = Foreign(str(path), b"", timezone=timezone)
        self.zone = timezone or "UTC"
        self.public = public
        self.tell = tell

    def read(self, wanted: Mapping[str, str]) -> Bulk | None:
        """Go through the steps; None when there are errors."""
        # 1. The cells, and which column fills which field.
        self.tell(0.0, "Reading the table")
        opened = tables.opened(self.path, wanted, self.problems)
        if opened is None:
            return None
        table, digest = opened
        try:
            return self._read(table, digest)
        except BaseException:
            tables.close(table)
            raise

    def _read(self, table: Table, digest: bytes) -> Bulk | None:
        # 2. How dates are read is decided for whole columns.
        dating = dating_for(table, self.problems)
        divided = _divided(table)
        if dating is None:
            tables.close(table)
            return None
        maker = RowMaker(table.columns, self.foreign, self.problems, dating, divided)
        # 3. Dates first: a row without one is no event.
        self.tell(0.3, "Reading dates")
        dates = dated(table, dating, self.zone, maker.counted)
        if not dates.fine.any():
            self._no_event(table, maker)
            return None
        table, dates = _only_dated(table, dates)
        _untitled(table, maker)
        # 4. What rows share, and what they cite.
        self.tell(0.5, "Reading names and sources")
        terms = Terms.of(table, maker)
        citations = cited(table, maker)
        known, has_known = self._known(table, maker, dating)
        support = supported(dates, citations, known, has_known, self.zone)
        # 5. The events in the order of time, with their ids.
        self.tell(0.7, "Sorting")
        kept = ~terms.internal if self.public else np.ones(table.count, bool)
        if not kept.any():
            self.problems.error("all rows are marked as internal", "mark some as public")
            tables.close(table)
            return None
        order = _sorted(table, dates, kept, identified(table, maker))
        self.tell(0.9, "Making columns")
        names, shared = terms.named(order, maker)
        head = _head(self.foreign, self.zone, maker, names)
        _unused(table, self.problems)
        maker.counted.report()
        make = partial(_block_maker, table, self.foreign, dating, divided, maker)
        texts = Rows(
            table.database, table.folder, table.used(), head, make, citations.settled, len(order)
        )
        columns = _columns(dates, support, shared, order)
        columns = judged(columns, texts, np.flatnonzero(terms.claimed[order]), self.zone)
        version = _version(digest, self.zone, self.public, table)
        self.tell(1.0, "Ready")
        losses = dict(maker.counted.losses)
        if hidden := int(table.count - len(order)):
            losses[INTERNAL] = hidden
        return Bulk(head, names, columns, texts, version, losses)

    def _known(
        self, table: Table, maker: RowMaker, dating: Dating
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The day on which each row says that it became public, and which rows say so."""
        places = places_of(table, ["known"])

        def day(row: Row) -> int | None:
            when = when_of(dating.other("known", row, maker.counted), self.zone)
            return None if when is None else day_of(when, self.zone)

        days, codes = ways(table, places, day, maker.counted)
        has = np.array([one is not None for one in days], bool)
        return np.array([one or 0 for one in days], np.int64)[codes], has[codes]

    def _no_event(self, table: Table, maker: RowMaker) -> None:
        maker.counted.report()
        self.problems.error(
            f"no event could be made of any of the {table.count:,} rows",
            "look at the dates, and at the columns: --map date=COLUMN",
        )
        tables.close(table)


def _block_maker(
    table: Table, foreign: Foreign, dating: Dating, divided: Mapping[str, bool], first: RowMaker
) -> RowMaker:
    """A reader of some rows, that knows the names of all."""
    maker = RowMaker(table.columns, foreign, Collector(foreign.name), dating, divided)
    maker.draft = first.draft
    return maker


def _untitled(table: Table, maker: RowMaker) -> None:
    """Count the rows without a title, which get one from their text or their number."""
    empty = [
        f"regexp_full_match(lower({sql.cell(at)}), {sql.text(f'({sql.NOTHING})?')})"
        for at in places_of(table, ["title"])
    ]
    texts = [f"{sql.cell(at)} <> ''" for at in places_of(table, ["summary", "says"])]
    some = f"({' OR '.join(texts) or 'false'})"
    for what, beside in (
        ("no title: title taken from the text", some),
        ("no title", f"NOT {some}"),
    ):
        count, first = sql.first(
            table.database,
            f"SELECT count(*), min(number, {LISTED}) FROM raw "
            f"WHERE {' AND '.join([*empty, beside])}",
        )
        if count:
            maker.counted.add(what, first, count)


def _divided(table: Table) -> dict[str, bool]:
    """By field of lists: whether commas divide, because no cell holds another divider."""
    divided = {}
    for field in ("actors", "tags"):
        checks = [f"regexp_matches({sql.cell(at)}, '[;|\\n]')" for at in places_of(table, [field])]
        query = f"SELECT coalesce(bool_or({' OR '.join(checks) or 'false'}), false) FROM raw"
        divided[field] = not sql.first(table.database, query)[0]
    return divided


def _only_dated(table: Table, dates: Dates) -> tuple[Table, Dates]:
    """The table without the rows that have no date."""
    if dates.fine.all():
        return table, dates
    rows = np.flatnonzero(dates.fine)
    sql.insert_rows(table.database, "kept", rows, np.arange(len(rows)))
    for name in ("raw", "dates"):
        table.database.execute(
            f"CREATE TABLE fine AS SELECT kept.code AS n, {name}.* EXCLUDE (n) "
            f"FROM {name} JOIN kept USING (n) ORDER BY kept.code"
        )
        table.database.execute(f"DROP TABLE {name}")
        table.database.execute(f"ALTER TABLE fine RENAME TO {name}")
    table.database.execute("DROP TABLE kept")
    return replace(table, count=len(rows)), dates.only(rows)


def _sorted(
    table: Table, dates: Dates, kept: NDArray[np.bool_], has_ids: bool
) -> NDArray[np.int64]:
    """Make the table ``events``, in the order of time; gives the row of each."""
    identity, ids = ("id", " JOIN ids USING (n)") if has_ids else ("'row-' || number AS id", "")
    database = table.database
    rows = np.flatnonzero(kept)
    earliest, start, end, latest = (moment[rows] for moment in dates.moments)
    database.register(
        "keys",
        {
            "n": rows, "start": start, "rank": -dates.rank[rows].astype(np.int64), "stop": end,
            "earliest": earliest, "latest": latest,
        },
    )  # fmt: skip
    database.execute(
        "CREATE TABLE events AS SELECT row_number() OVER () - 1 AS place, * FROM ("
        f"SELECT n, number, text, {identity}, {sql.cells(table.used())} FROM keys "
        f"JOIN raw USING (n) JOIN dates USING (n){ids} "
        "ORDER BY start, rank, stop, earliest, latest, text, n)"
    )
    database.unregister("keys")
    for name in ("raw", "dates", *(["ids"] if has_ids else [])):
        database.execute(f"DROP TABLE {name}")
    order = sql.gathered(database, "SELECT n FROM events ORDER BY place")["n"]
    return np.ma.getdata(order).astype(np.int64)


def _columns(dates: Dates, support: Support, shared: Shared, order: NDArray[np.int64]) -> Columns:
    earliest, start, end, latest = (local[order] for local in dates.local)
    place_of = np.zeros(len(dates.fine), np.int64)
    place_of[order] = np.arange(len(order))
    in_use = np.zeros(len(dates.fine), bool)
    in_use[order] = True
    steps = sorted((place_of[row], day, kind) for row, day, kind in support.steps if in_use[row])
    event, since, kind = zip(*steps, strict=True) if steps else ((), (), ())
    return Columns(
        start=start,
        end=end,
        earliest=earliest,
        latest=latest,
        flags=dates.flags[order],
        category=shared.category,
        place=shared.place,
        importance=shared.importance,
        evidence=support.evidence[order],
        first=support.first[order],
        public=support.public[order],
        sources=support.sources[order],
        actors=shared.actors,
        tags=shared.tags,
        step_event=np.array(event, np.uint32),
        step_since=np.array(since, np.int64),
        step_kind=np.array(kind, np.uint8),
    )


def _head(foreign: Foreign, zone: str, maker: RowMaker, names: Names) -> Timeline:
    """The timeline without its events, and without what only rows name that are left out."""
    categories, actors = maker.draft.categories, maker.draft.actors
    kinds, people = {key for key, _ in names.category}, {key for key, _ in names.actor}
    return Timeline(
        title=title_of(foreign.name),
        timezone=zone,
        categories={
            key: Category(id=key, **one) for key, one in categories.items() if key in kinds
        },
        actors={key: Actor(id=key, **one) for key, one in actors.items() if key in people},
    )


def _unused(table: Table, problems: Collector) -> None:
    """Name the columns that filled no field."""
    used = set(table.used())
    places = [at for at in range(len(table.columns.names)) if at not in used]
    left = [table.columns.names[at] for at in places]
    if guesses := table.columns.guesses():
        problems.warning(
            f"columns were guessed: {guesses}", "say otherwise with --map FIELD=COLUMN"
        )
    if not left:
        return
    shown = ", ".join(map(repr, left[:60])) + (f" and {len(left) - 60} more" if left[60:] else "")
    record = [name for name in left if plain(name) in RECORD_TIME]
    hint = f"to keep one: {ask('FIELD', table.columns.spelled(places[0]))}"
    if record:
        hint = f"'{record[0]}' usually tells when a row was recorded: not taken for a date"
    problems.warning(f"columns that found no place: {shown}", hint)


def _version(digest: bytes, zone: str, public: bool, table: Table) -> str:
    import hashlib

    uses = sorted((name, use.columns, use.option) for name, use in table.columns.uses.items())
    whole = digest + repr((zone, public, uses)).encode()
    return hashlib.sha256(whole).hexdigest()[:16]
