"""The sources of a big table: which each row cites, and what is known about each.

Most rows cite one address and nothing else; the database sees to those. What else stands in the
columns of sources is read once for each way of writing. As in a small table
(:class:`dashboard.formats.source_draft.SourceDraft`), the same address is the same source, and what
one row tells about it holds for all, unless two descriptions differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk import sql
from dashboard.bulk.maker import RowMaker
from dashboard.bulk.tables import Table
from dashboard.bulk.ways import places_of, ways
from dashboard.formats.markdown_text import LONGEST_LINE, line, web
from dashboard.formats.source_draft import SourceDraft
from dashboard.formats.table.citing import NOTHING
from dashboard.formats.table.sheet import Row

__all__ = ["FIELDS", "Citations", "Told", "as_told", "cited", "entry_of"]

#: Address, title, publisher, published and archived, as a row tells them.
Told: TypeAlias = tuple[str, str, str, str, str]

_DETAILS = ("title", "publisher", "published", "archived")
_COLUMNS = ("source-title", "publisher", "published", "archived")
FIELDS = ("source", *_COLUMNS)

#: One address that is taken as it is: no sign in it could belong to a sentence around it.
_ADDRESS = "https?://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:[0-9]+)?([/?#][A-Za-z0-9._~:/?#@!$&*+=%-]*)?"
_LAST = "[A-Za-z0-9/=_~&%#@$*+-]"


class Recorder(SourceDraft):
    """Writes down what rows tell about addresses, and puts nothing together."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[Told, str] = {}

    def add(
        self, address: object, key: str = "", words: str | None = None, **fields: str | None
    ) -> str | None:
        """Write down what is told; its id is its place among all that was told."""
        url = web(address)
        if url is None:
            return None
        told = as_told(url, fields)
        if told not in self.keys:
            self.keys[told] = f"{len(self.keys)}"
            self.table[self.keys[told]] = entry_of(told)
        return self.keys[told]


def as_told(url: str, fields: Mapping[str, str | None]) -> Told:
    """What is told about an address, as a table of sources would hold it."""
    title, publisher, published, archived = (
        line(fields.get(name))[:LONGEST_LINE] for name in _DETAILS
    )
    return url, title, publisher, published, archived


def entry_of(told: Told) -> dict[str, str]:
    """A source as far as it was told of."""
    return {name: text for name, text in zip(("url", *_DETAILS), told, strict=True) if text}


@dataclass(frozen=True, slots=True, eq=False)
class Citations:
    """Which sources rows cite.

    Attributes:
        one: The rows that cite one address and nothing else.
        published: For those the place in ``dates`` of when it was published, else -1.
        dates: Texts of days of publication.
        codes: For the other rows the place in ``several``, else -1.
        several: The sources of the other rows, each as it is finally known.
        settled: What is finally known about addresses that rows tell different things about.
    """

    one: NDArray[np.bool_]
    published: NDArray[np.int64]
    dates: list[str]
    codes: NDArray[np.int64]
    several: list[list[dict[str, str]]]
    settled: dict[Told, dict[str, str]] = field(default_factory=dict)


def cited(table: Table, maker: RowMaker) -> Citations:
    """Read the sources of all rows."""
    places, none = places_of(table, FIELDS), np.full(table.count, -1, np.int64)
    if not places:
        return Citations(np.zeros(table.count, bool), none, [], none, [])
    one, recorder = _alone(table), Recorder()
    maker.cite(recorder)

    def read(row: Row) -> list[str]:
        return maker.citing.read(row, []).keys

    keys, codes = ways(table, places, read, maker.counted, wanted=~one)
    told = list(recorder.keys)
    dates, published = _published(table, maker, one)
    sql.insert_rows(table.database, "alone", np.flatnonzero(one))
    known = _settled(table, maker, told, keys, codes)
    settled = {_canonical(maker, raw): entry for raw, entry in known.items()}
    several = [_final([settled.get(told[int(k)]) or recorder.table[k] for k in k_]) for k_ in keys]
    if known and one.any():
        _republish(table, known, dates, published)
    table.database.execute("DROP TABLE alone")
    return Citations(one, published, dates, codes, several, settled)


def _alone(table: Table) -> NDArray[np.bool_]:
    """Which rows have one address in the columns of sources, and plain words beside it."""
    sources = places_of(table, ["source"])
    if not sources:
        return np.zeros(table.count, bool)
    full = " + ".join(f"CAST({sql.cell(at)} <> '' AS INTEGER)" for at in sources)
    whole = " || ".join(map(sql.cell, sources))
    checks = [
        f"({full}) = 1",
        f"regexp_full_match({whole}, {sql.text(_ADDRESS)})",
        f"regexp_full_match({whole}[-1], {sql.text(_LAST)})",
        f"length({whole}) <= 4000",
    ]
    checks += [
        f"NOT regexp_full_match(lower({sql.cell(at)}), {sql.text(sql.NOTHING)})"
        for at in places_of(table, _COLUMNS)
    ]
    checks += [
        f"({name} = '' OR (regexp_full_match({name}, {sql.text(_ADDRESS)}) "
        f"AND length({name}) <= 4000))"
        for name in map(sql.cell, places_of(table, ["archived"]))
    ]
    found = sql.gathered(table.database, f"SELECT n FROM raw WHERE {' AND '.join(checks)}")
    alone = np.zeros(table.count, bool)
    alone[np.ma.getdata(found["n"])] = True
    return alone


def _published(
    table: Table, maker: RowMaker, one: NDArray[np.bool_]
) -> tuple[list[str], NDArray[np.int64]]:
    places = places_of(table, ["published"])
    if not places or not one.any():
        return [], np.full(table.count, -1, np.int64)

    def read(row: Row) -> str:
        text = row.cell(places[0])
        return maker.dating.value("published", text, row, maker.counted) or ""

    dates, codes = ways(table, places, read, maker.counted, wanted=one)
    empty = np.array([not text for text in dates], bool)
    codes[(codes >= 0) & empty[codes]] = -1
    return dates, codes


def _expression(table: Table, name: str) -> str:
    places = places_of(table, [name])
    return sql.cell(places[0]) if places else "''"


def _told_alone(table: Table) -> str:
    """A query of what the rows with one address tell, by the row."""
    whole = " || ".join(map(sql.cell, places_of(table, ["source"])))
    parts = ", ".join(
        f"{_expression(table, column)} AS {name}"
        for column, name in zip(_COLUMNS, _DETAILS, strict=True)
    )
    return f"SELECT n, {whole} AS url, {parts} FROM raw JOIN alone USING (n)"


def _settled(
    table: Table,
    maker: RowMaker,
    told: Sequence[Told],
    keys: Sequence[Sequence[str]],
    codes: NDArray[np.int64],
) -> dict[Told, dict[str, str]]:
    """Settle what is known about the addresses about which rows tell different things."""
    if not places_of(table, _COLUMNS) and not any(any(one[1:]) for one in told):
        return {}
    database, names = table.database, ", ".join(("url", *_DETAILS))
    types = ", ".join(f"{name} VARCHAR" for name in ("url", *_DETAILS))
    database.execute(f"CREATE TABLE told (n BIGINT, k BIGINT, {types})")
    if places_of(table, ["source"]):
        database.execute(
            f"INSERT INTO told SELECT min(n), 0, {names} FROM ({_told_alone(table)}) "
            f"GROUP BY {names}"
        )
    first = np.full(len(keys), table.count, np.int64)
    rows = np.flatnonzero(codes >= 0)
    np.minimum.at(first, codes[rows], rows)
    known = [
        (int(first[code]), k, *told[int(key)])
        for code, one in enumerate(keys)
        for k, key in enumerate(one)
    ]
    if known:
        sql.insert(database, "told", list(zip(*known, strict=True)))
    different = (
        f"SELECT url FROM (SELECT DISTINCT {names} FROM told) GROUP BY url HAVING count(*) > 1"
    )
    found = database.execute(
        f"SELECT {names} FROM told WHERE url IN ({different}) ORDER BY n, k"
    ).fetchall()
    database.execute("DROP TABLE told")
    draft, taken = SourceDraft(), {}
    for one in dict.fromkeys(found):
        url, *texts = _canonical(maker, one)
        key = draft.add(url, "", **dict(zip(_DETAILS, texts, strict=True)))
        if key is not None:
            taken[one] = key
    return {one: draft.table[key] for one, key in taken.items()}


def _canonical(maker: RowMaker, told: Told) -> Told:
    """What a row tells about an address, as a table of sources would hold it."""
    title, publisher, published, archived = (
        "" if NOTHING.fullmatch(text) else text for text in told[1:]
    )
    # What was written down has been read already, and reads the same again.
    reader = maker.dating.readers.get("published")
    day = reader.read(published) if reader and published else None
    fields = {
        "title": title,
        "publisher": publisher,
        "published": day.text if day else published if reader is None else "",
        "archived": web(archived) if archived else None,
    }
    return as_told(told[0], fields)


def _final(entries: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The sources of a way of citing, each once."""
    return list({id(entry): entry for entry in entries}.values())


def _republish(
    table: Table,
    settled: Mapping[Told, Mapping[str, str]],
    dates: list[str],
    published: NDArray[np.int64],
) -> None:
    """Put down for single addresses the days of publication that other rows know."""
    database, known = table.database, {text: at for at, text in enumerate(dates)}
    rows = []
    for told, entry in settled.items():
        text = entry.get("published", "")
        if text and text not in known:
            known[text] = len(dates)
            dates.append(text)
        rows.append((*told, known[text] if text else -1))
    types = ", ".join(f"{name} VARCHAR" for name in ("url", *_DETAILS))
    database.execute(f"CREATE TABLE settled ({types}, code BIGINT)")
    sql.insert(database, "settled", list(zip(*rows, strict=True)))
    found = sql.gathered(
        database,
        f"SELECT n, code FROM ({_told_alone(table)}) JOIN settled "
        f"USING (url, {', '.join(_DETAILS)})",
    )
    published[np.ma.getdata(found["n"])] = np.ma.getdata(found["code"])
    database.execute("DROP TABLE settled")
