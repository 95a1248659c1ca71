"""The dates of a big table: plain ones in the database, all others once for each way of writing.

What counts as plain is a year, a month, a day or a time of day as ISO 8601 writes them, alone or as
an interval of two. The result is what :class:`dashboard.when.When` says of the same text, and what
:mod:`dashboard.layout` makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk import sql
from dashboard.bulk.columns import APPROXIMATE, OPEN_END, OPEN_START, SPAN, TIMED
from dashboard.bulk.counting import Counted
from dashboard.bulk.tables import Table
from dashboard.bulk.walls import DAY, Walls
from dashboard.bulk.ways import places_of, ways
from dashboard.formats.collect import Collector
from dashboard.formats.table.dating import Dating, dating_of
from dashboard.formats.table.sheet import Row
from dashboard.layout.scene import AXIS_LIMITS
from dashboard.layout.window import clipped
from dashboard.when import Precision, When, WhenError, local_ms, zone_of

__all__ = ["FIELDS", "Dates", "dated", "dating_for", "day_of", "flags_of"]

#: The fields that make a date.
FIELDS = (
    *("date", "end", "time", "end-time", "timezone"),
    *("year", "month", "day", "end-year", "end-month", "end-day"),
)

_TIMED = Precision.HOUR.rank

_YMD = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HMS = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,3})?)?"
_ZONE = "(Z|[+-](0[0-9]|1[01]):[0-5][0-9])"
_CLOCK = f"{_YMD}[T ]{_HMS}{_ZONE}?"
_LONG = f"{_YMD}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{{4,9}}{_ZONE}?"


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """The dates of all rows; what a row without a date has in the other columns means nothing.

    Attributes:
        fine: Which rows have a date.
        moments: Earliest, start, end and latest (UTC milliseconds).
        local: The same on the axis, as marks have them.
        day: The day on which the date begins (local milliseconds).
        flags: The bits of ``Columns.flags``.
        rank: The rank of the precision.
    """

    fine: NDArray[np.bool_]
    moments: tuple[NDArray[np.int64], ...]
    local: tuple[NDArray[np.int64], ...]
    day: NDArray[np.int64]
    flags: NDArray[np.uint8]
    rank: NDArray[np.uint8]

    def only(self, rows: NDArray[np.int64]) -> Dates:
        """The dates of some rows."""
        return Dates(
            self.fine[rows],
            tuple(moment[rows] for moment in self.moments),
            tuple(local[rows] for local in self.local),
            self.day[rows],
            self.flags[rows],
            self.rank[rows],
        )


def flags_of(when: When) -> int:
    """The bits of ``Columns.flags`` that a date has."""
    return (
        SPAN * when.is_interval
        | APPROXIMATE * when.approximate
        | OPEN_START * when.open_start
        | OPEN_END * when.open_end
        | TIMED * (when.precision.rank >= _TIMED)
    )


def day_of(when: When, zone: str) -> int:
    """The day on which a date begins, as local milliseconds."""
    return local_ms(when.start, zone_of(zone)) // DAY * DAY


def dating_for(table: Table, problems: Collector) -> Dating | None:
    """Decide how the dates of a table are read, by all ways in which they are written.

    Returns:
        What reads them; None, with an error, when that cannot be told.
    """
    rows: list[Row] = []
    for field in ("date", "end", "known", "published"):
        for index in table.columns.uses[field].columns if field in table.columns.uses else ():
            name = sql.cell(index)
            written = f"SELECT DISTINCT {name} AS v FROM raw WHERE {name} <> ''"
            odd = table.database.execute(
                f"SELECT v FROM ({written}) WHERE NOT regexp_full_match(v, ?)",
                [f"{_YMD}|{_CLOCK}|[0-9]{{4}}-[0-9]{{2}}"],
            ).fetchall()
            # The others tell nothing but that they are there, and whether all are midnights.
            plain = table.database.execute(
                f"SELECT v FROM ({written}) WHERE regexp_full_match(v, ?) "
                "ORDER BY contains(v, '00:00'), v LIMIT ?",
                [f"{_YMD}|{_CLOCK}|[0-9]{{4}}-[0-9]{{2}}", len(odd) + 2],
            ).fetchall()
            rows += [table.row(0, [index], [v]) for (v,) in (*odd, *plain)]
    return dating_of(replace(table.columns, rows=rows), problems)


def dated(table: Table, dating: Dating, zone: str, notes: Counted) -> Dates:
    """Read the dates of all rows, and keep their texts in the table ``dates`` (``n``, ``text``).

    Args:
        table: The cells.
        dating: How dates are read.
        zone: Where dates are that name no zone.
        notes: Where is noted what cannot be read.
    """
    _plainly(table, dating)
    plain = _plain(table, Walls.of(zone))
    others = _Others(table, dating, zone, notes)
    codes = others.read(~plain.fine)
    fine, pick = plain.fine.copy(), codes >= 0
    moments, local = list(plain.moments), list(plain.local)
    day, flags, rank = plain.day, plain.flags, plain.rank
    if len(others.found):
        chosen = codes[pick]
        for at in range(4):
            moments[at][pick] = np.array([one.moments[at] for one in others.found], np.int64)[
                chosen
            ]
            local[at][pick] = np.array([one.local[at] for one in others.found])[chosen]
        day[pick] = np.array([one.day for one in others.found])[chosen]
        flags[pick] = np.array([one.flags for one in others.found])[chosen]
        rank[pick] = np.array([one.rank for one in others.found])[chosen]
        fine[pick] = np.array([one.fine for one in others.found])[chosen].astype(bool)
    others.write(codes, plain.fine)
    return Dates(fine, tuple(moments), tuple(local), day, flags, rank)


# --- Plain dates ----------------------------------------------------------------------------------


def _plainly(table: Table, dating: Dating) -> None:
    """Make the table ``plain``: start and end on the wall, offset and rank of what is plain."""
    columns = table.columns

    def of(field: str) -> str:
        use = columns.uses.get(field)
        names = [sql.cell(index) for index in use.columns] if use else []
        return (
            f"coalesce({', '.join(f'nullif({name}, {_NONE})' for name in names)}, '')"
            if (names)
            else "''"
        )

    options = {columns.uses[name].option for name in ("date", "end") if name in columns.uses}
    others = [of(field) for field in ("timezone", "end-time", "end-year") if field in columns.uses]
    allowed = " AND ".join([f"{other} = ''" for other in others] or ["true"])
    if options - {None, "dmy", "mdy"}:
        allowed = "false"
    utc = "true" if dating.utc else "false"
    start = f"""CASE WHEN {of("time")} = '' THEN {_trimmed(of("date"))}
        WHEN regexp_full_match({of("date")}, {sql.text(_YMD)})
         AND regexp_full_match({of("time")}, {sql.text(_HMS)})
        THEN {of("date")} || 'T' || {of("time")} ELSE '' END"""
    table.database.execute(f"""
        CREATE TABLE plain AS
        WITH written AS (SELECT n, {start} AS x, {_trimmed(of("end"))} AS y,
                {allowed} AS allowed FROM raw),
        sides AS (SELECT n, allowed, contains(x, '/') AS joined, x AS whole, y <> '' AS has_end,
                CASE WHEN joined THEN split_part(x, '/', 1) ELSE x END AS a,
                CASE WHEN joined THEN split_part(x, '/', 2) ELSE y END AS b FROM written),
        zoned AS (SELECT n, whole, joined, has_end,
                allowed AND NOT (joined AND (has_end OR {utc})) AS allowed,
                {_zoned("a", utc)} AS a, {_zoned("b", utc)} AS b FROM sides),
        kinds AS (SELECT *, {_kind("a")} AS ka, {_kind("b")} AS kb,
                joined OR (has_end AND b <> a) AS two FROM zoned),
        read AS (SELECT *, {_offset("a")} AS oa, {_offset("b")} AS ob,
                {_start("a")} AS sa, {_start("b")} AS sb FROM kinds),
        ends AS (SELECT *, {_after("a")} AS ea, {_after("b")} AS eb FROM read)
        SELECT n, sa AS s, CASE WHEN two THEN eb ELSE ea END AS e, oa AS o,
            CASE WHEN two THEN least({_rank("a")}, {_rank("b")}) ELSE {_rank("a")} END AS rank,
            two, CASE WHEN joined THEN whole WHEN two THEN a || '/' || b ELSE a END AS text
        FROM ends
        WHERE allowed AND ka > 0 AND sa IS NOT NULL AND ea IS NOT NULL
          AND (two OR NOT has_end OR a = b)
          AND (NOT two OR (kb > 0 AND sb IS NOT NULL AND eb > sa AND eb > ea - 1
               AND oa IS NOT DISTINCT FROM ob))
    """)


_NONE = "''"


def _trimmed(name: str) -> str:
    """A time without digits beyond the millisecond."""
    return (
        f"CASE WHEN regexp_full_match({name}, {sql.text(_LONG)}) THEN regexp_replace("
        f"{name}, '^(.{{10}})[T ](.{{12}})[0-9]*', '\\1T\\2') ELSE {name} END"
    )


def _zoned(name: str, utc: str) -> str:
    return (
        f"CASE WHEN {utc} AND regexp_full_match({name}, {sql.text(f'{_YMD}[T ]{_HMS}')}) "
        f"THEN {name} || 'Z' ELSE {name} END"
    )


def _kind(name: str) -> str:
    """1 a day, 2 a month, 3 a year, 4 a time; 0 what is not plain."""
    return (
        f"CASE WHEN regexp_full_match({name}, {sql.text(_YMD)}) THEN 1 "
        f"WHEN regexp_full_match({name}, {sql.text(_CLOCK)}) THEN 4 "
        f"WHEN regexp_full_match({name}, '[0-9]{{4}}-[0-9]{{2}}') THEN 2 "
        f"WHEN regexp_full_match({name}, '[0-9]{{4}}') THEN 3 ELSE 0 END"
    )


def _offset(name: str) -> str:
    return f"""CASE WHEN k{name} <> 4 THEN NULL WHEN ends_with({name}, 'Z') THEN 0
        WHEN {name}[-6] IN ('+', '-') THEN (CAST({name}[-5:-4] AS BIGINT) * 60
            + CAST({name}[-2:] AS BIGINT)) * 60000 * (CASE {name}[-6] WHEN '-' THEN -1 ELSE 1 END)
        ELSE NULL END"""


def _body(name: str) -> str:
    """A time without its offset."""
    return f"""CASE WHEN ends_with({name}, 'Z') THEN {name}[:-2]
        WHEN {name}[-6] IN ('+', '-') THEN {name}[:-7] ELSE {name} END"""


def _start(name: str) -> str:
    return f"""epoch_ms(try_cast(CASE k{name} WHEN 1 THEN {name} WHEN 2 THEN {name} || '-01'
        WHEN 3 THEN {name} || '-01-01' WHEN 4 THEN {_body(name)} END AS TIMESTAMP))"""


def _after(name: str) -> str:
    month = "+ INTERVAL 1 MONTH"
    return f"""CASE k{name} WHEN 1 THEN s{name} + {DAY}
        WHEN 2 THEN epoch_ms(try(make_timestamp(s{name} * 1000) {month}))
        WHEN 3 THEN epoch_ms(try(make_timestamp(s{name} * 1000) + INTERVAL 1 YEAR))
        WHEN 4 THEN s{name} + CASE length({_body(name)}) WHEN 16 THEN 60000 WHEN 19 THEN 1000
            WHEN 21 THEN 100 WHEN 22 THEN 10 ELSE 1 END END"""


def _rank(name: str) -> str:
    rank = {kind: kind.rank for kind in Precision}
    return f"""CASE k{name} WHEN 1 THEN {rank[Precision.DAY]} WHEN 2 THEN {rank[Precision.MONTH]}
        WHEN 3 THEN {rank[Precision.YEAR]}
        ELSE CASE length({_body(name)}) WHEN 16 THEN {rank[Precision.MINUTE]}
            WHEN 19 THEN {rank[Precision.SECOND]} ELSE {rank[Precision.MILLISECOND]} END END"""


def _plain(table: Table, walls: Walls) -> Dates:
    """The plain dates, in the order of the rows."""
    found = sql.gathered(
        table.database,
        "SELECT n, s, e, coalesce(o, 0) AS o, o IS NOT NULL AS zoned, rank, two FROM plain",
    )
    at = np.ma.getdata(found["n"])

    def spread(name: str, kind: type[np.generic]) -> NDArray[Any]:
        filled = np.zeros(table.count, kind)
        filled[at] = np.ma.getdata(found[name])
        return filled

    fine = np.zeros(table.count, bool)
    fine[at] = True
    zoned, offset = spread("zoned", np.bool_), spread("o", np.int64)
    rank, two = spread("rank", np.uint8), spread("two", np.bool_)
    sides = []
    for name in ("s", "e"):
        wall = spread(name, np.int64)
        utc, sure = walls.utc(wall)
        utc = np.where(zoned, wall - offset, utc)
        local, known = walls.local(utc)
        fine &= np.where(zoned, known, sure)
        sides.append((utc, np.where(zoned, local, wall)))
    (start, wall), (end, last) = sides
    first = np.clip(wall, *AXIS_LIMITS)
    flags = (two * SPAN | (rank >= _TIMED) * TIMED).astype(np.uint8)
    last = np.maximum(np.clip(last, *AXIS_LIMITS), first + 1)
    return Dates(
        fine,
        (start.copy(), start, end, end.copy()),
        (first.copy(), first, last, last.copy()),
        wall // DAY * DAY,
        flags,
        rank,
    )


# --- All others -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _One:
    """A date that was read by itself."""

    text: str
    fine: bool
    moments: tuple[int, ...] = (0, 0, 0, 0)
    local: tuple[int, ...] = (0, 0, 0, 0)
    day: int = 0
    flags: int = 0
    rank: int = 0


class _Others:
    """Reads what is not plain, each way of writing once."""

    def __init__(self, table: Table, dating: Dating, zone: str, notes: Counted) -> None:
        self.table = table
        self.dating = dating
        self.zone = zone
        self.notes = notes
        self.found: list[_One] = []

    def read(self, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Read the dates of the rows that are wanted; which of ``found`` each has, else -1."""
        self.found, codes = ways(
            self.table, places_of(self.table, FIELDS), self._one, self.notes, wanted=wanted
        )
        return codes

    def _one(self, row: Row) -> _One:
        found = self.dating.date(row, self.notes, [])
        if found is None:
            return _One("", fine=False)
        text = "/".join(filter(None, (found["date"], found.get("end"))))
        try:
            when = When.parse(text, self.zone)
        except WhenError as error:
            self.notes.note(f"{error.message}: left out", row, "", error.hint)
            return _One("", fine=False)
        clock = zone_of(self.zone)

        def local(moment: int) -> int:
            return clipped(local_ms(clipped(moment), clock))

        start, end = local(when.start), local(when.end)
        return _One(
            text=when.text,
            fine=True,
            moments=(when.earliest, when.start, when.end, when.latest),
            local=(
                min(local(when.earliest), start),
                start,
                max(end, start + 1),
                max(local(when.latest), end),
            ),
            day=day_of(when, self.zone),
            flags=flags_of(when),
            rank=when.precision.rank,
        )

    def write(self, codes: NDArray[np.int64], plain: NDArray[np.bool_]) -> None:
        """Make the table of the texts of all dates."""
        database = self.table.database
        sql.insert_rows(database, "kept", np.flatnonzero(plain))
        database.execute("CREATE TABLE dates AS SELECT n, text FROM plain JOIN kept USING (n)")
        database.execute("CREATE TABLE ways (code BIGINT, text VARCHAR)")
        if self.found:
            texts = [one.text for one in self.found]
            sql.insert(database, "ways", [range(len(texts)), texts])
            rows = np.flatnonzero(codes >= 0)
            sql.insert_rows(database, "odd", rows, codes[rows])
            database.execute(
                "INSERT INTO dates SELECT n, text FROM odd JOIN ways USING (code) WHERE text <> ''"
            )
            database.execute("DROP TABLE odd")
        for name in ("kept", "ways", "plain"):
            database.execute(f"DROP TABLE {name}")
