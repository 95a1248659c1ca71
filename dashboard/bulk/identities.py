"""The ids of the rows of a big table: as they are given, else made of the number of the row."""

from __future__ import annotations

from dashboard.bulk import sql
from dashboard.bulk.maker import RowMaker
from dashboard.bulk.tables import Table
from dashboard.bulk.ways import places_of
from dashboard.formats.slugs import slug
from dashboard.formats.table.citing import NOTHING
from dashboard.model import is_id

__all__ = ["identified"]

#: Most ids that people give.
_PLAIN = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}"


def identified(table: Table, maker: RowMaker) -> bool:
    """Make the table ``ids`` (``n``, ``id``): an id for every row that no other has.

    A row that names none is ``row-7``, after its number in the file. Of equal ids the first row
    keeps it, the others get a number behind it; ids with signs that ids do not have are written
    anew.

    Returns:
        Whether there is such a table: where no row names an id, all are after their numbers.
    """
    places = places_of(table, ["id"])
    if not places:
        return False
    given = sql.cell(places[0])
    plain = (
        f"regexp_full_match({given}, {sql.text(_PLAIN)}) AND "
        f"NOT regexp_full_match(lower({given}), {sql.text(sql.NOTHING)})"
    )
    table.database.execute(
        f"CREATE TABLE ids AS SELECT min(n) AS n, {given} AS id FROM raw WHERE {plain} "
        f"GROUP BY {given}"
    )
    _others(table, maker, given)
    return True


def _others(table: Table, maker: RowMaker, given: str) -> None:
    """Find ids for the rows that have none yet, in the order of the file."""
    taken: dict[str, int] = {}
    found = table.database.cursor().execute(
        f"SELECT n, number, {given} FROM raw ANTI JOIN ids USING (n) ORDER BY n"
    )
    while rows := found.fetchmany(sql.WIDE):
        wanted = [_wanted(maker, number, text) for _, number, text in rows]
        free = _free(table, wanted, taken)
        for (_, number, text), one, identity in zip(rows, wanted, free, strict=True):
            if one != identity:
                what = "an id that another row has: a new one was made"
                maker.counted.add(what, (number,), 1, text or one)
        sql.insert(table.database, "ids", [[n for n, _, _ in rows], free])


def _wanted(maker: RowMaker, number: int, text: str) -> str:
    """The id that a row should have."""
    if not text or NOTHING.fullmatch(text):
        return f"row-{number}"
    if is_id(text) and len(text) <= 120:
        return text
    what = "an id with signs that ids do not have was written anew"
    maker.counted.add(what, (number,), 1, text)
    return slug(text) or f"row-{number}"


def _free(table: Table, wanted: list[str], taken: dict[str, int]) -> list[str]:
    """The ids that are wanted, with a number behind those that an event has."""
    free: list[str | None] = [None] * len(wanted)
    tried, used = list(wanted), set()
    open_ = list(range(len(wanted)))
    while open_:
        asked = [tried[at] for at in open_]
        there = {
            identity
            for (identity,) in table.database.cursor()
            .execute("SELECT id FROM ids WHERE id IN (SELECT unnest(?))", [asked])
            .fetchall()
        }
        left = []
        for at in open_:
            if tried[at] in there or tried[at] in used:
                number = taken.get(wanted[at], 1) + 1
                taken[wanted[at]] = number
                tried[at] = f"{wanted[at]}-{number}"
                left.append(at)
            else:
                used.add(tried[at])
                free[at] = tried[at]
        open_ = left
    return [identity or "" for identity in free]
