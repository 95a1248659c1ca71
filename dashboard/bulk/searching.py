"""The words of a big table, folded for the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dashboard.bulk import sql
from dashboard.bulk.words import fold, searched
from dashboard.formats.table.columns import Columns
from dashboard.model import Timeline
from dashboard.when import When, WhenError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["LATIN", "folded", "make_folded"]

#: The fields whose words are searched for; addresses are not.
FIELDS = (
    *("title", "summary", "says", "category", "place", "tags", "actors", "by"),
    *("source-title", "publisher"),
)
#: Signs that the database folds as we do: what has no accents, and letters that are taken apart
#: into a Latin one and accents.
LATIN = "[\\x00-\\x7fÀ-ÖØ-öø-įĴ-ľŁ-ňŊ-ž–—‘’“”„]*"
_ADDRESSES = '(https?://|www\\.)[^\\s<>"|]+'


def make_folded(
    database: DuckDBPyConnection,
    columns: Columns,
    timeline: Callable[[int, int], Timeline],
    zone: str,
) -> None:
    """Make the table ``folded`` (``place``, ``folded``) of the table ``events``.

    What is plain is folded by the database, other scripts by :func:`dashboard.bulk.words.fold`;
    where a row is not shown as it is written, the event is asked.
    """
    uses = columns.uses
    names = [sql.cell(at) for field in FIELDS if field in uses for at in uses[field].columns]
    beside = [sql.cell(at) for at in uses["source"].columns] if "source" in uses else []
    pages = [f"regexp_replace({name}, {sql.text(_ADDRESSES)}, ' ', 'g')" for name in beside]
    titles = [sql.cell(at) for at in uses["title"].columns] if "title" in uses else []
    told = [name for name in names if name not in titles]
    odd = " OR ".join(
        [
            f"regexp_full_match(lower({name}), {sql.text(f'({sql.NOTHING})?')})"
            for name in titles or ["''"]
        ]
        + [f"contains({name}, '<') OR contains({name}, '&')" for name in names]
    )
    for name in ("said", "spoken", "rough", "mended"):
        database.execute(f"DROP TABLE IF EXISTS {name}")
    _say_dates(database, zone)
    whole = ", ".join(["said.said", *titles, *told, *pages, *_otherwise(columns, beside)])
    database.execute(
        f"CREATE TABLE rough AS SELECT place, odd, latin, CASE WHEN latin THEN {folded('words')} "
        "ELSE words END AS folded FROM (SELECT place, words, odd, "
        f"regexp_full_match(words, {sql.text(LATIN)}) AS latin FROM (SELECT place, "
        f"concat_ws(' ', {whole}) AS words, {odd} AS odd "
        "FROM events LEFT JOIN said USING (text) ORDER BY place))"
    )
    database.execute("DROP TABLE said")
    _mend(database, timeline)


def _otherwise(columns: Columns, sources: Sequence[str]) -> list[str]:
    """What is shown where a source has no address, or a place no name."""

    def cells(*fields: str) -> list[str]:
        uses = columns.uses
        return [sql.cell(at) for field in fields if field in uses for at in uses[field].columns]

    place, point = cells("place"), cells("lat", "lon", "coordinates")
    named = " || ".join(place) or "''"
    parts = [f"CASE WHEN {named} = '' THEN {name} END" for name in point]
    about = cells("source-title", "publisher", "published", "archived")
    if not (about or sources):
        return parts
    linked = f"regexp_matches({' || '.join(sources) or _EMPTY}, '(https?://|www\\.)')"
    words = f"CASE WHEN {' || '.join([*sources, *about])} <> '' THEN 'source:' END"
    beside = cells("published", "archived")
    return [*parts, *(f"CASE WHEN NOT {linked} THEN {name} END" for name in (words, *beside))]


_EMPTY = "''"


def folded(expression: str) -> str:
    """A text of :data:`LATIN` signs as :func:`dashboard.bulk.words.fold` folds it."""
    return f"strip_accents(lower({expression}))"


def _say_dates(database: DuckDBPyConnection, zone: str) -> None:
    """Make the table ``said`` of all dates, as they are written and in words."""
    # Beside a time its zone is shown, which elsewhere is another one in summer.
    clock = "(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?" if zone == "UTC" else ""
    plain = sql.text(f"[0-9]{{4}}-(0[1-9]|1[0-2])(-[0-9]{{2}}{clock})?")
    day = "try_cast(rpad(left(text, 10), 10, '-01') AS DATE)"
    odd = database.cursor().execute(
        f"SELECT DISTINCT text FROM events WHERE NOT regexp_full_match(text, {plain})"
    )
    database.execute("CREATE TABLE spoken (text VARCHAR, said VARCHAR)")
    while rows := odd.fetchmany(sql.WIDE):
        written = [text for (text,) in rows]
        sql.insert(database, "spoken", [written, [_in_words(text, zone) for text in written]])
    database.execute(
        f"CREATE TABLE said AS SELECT text, text || strftime({day}, ' %-d %B %Y ') || "
        "CASE WHEN length(text) > 10 THEN text[12:] || ' UTC' ELSE '' END AS said FROM "
        f"(SELECT DISTINCT text FROM events WHERE regexp_full_match(text, {plain})) "
        "UNION ALL SELECT text, said FROM spoken"
    )
    database.execute("DROP TABLE spoken")


def _in_words(text: str, zone: str) -> str:
    try:
        return f"{text} {When.parse(text, zone).display()}"
    except WhenError:
        return text


def _mend(database: DuckDBPyConnection, timeline: Callable[[int, int], Timeline]) -> None:
    """Fold what the database cannot."""
    database.execute("CREATE TABLE mended (place BIGINT, folded VARCHAR)")
    foreign = database.cursor().execute(
        "SELECT place, folded FROM rough WHERE NOT odd AND NOT latin"
    )
    while rows := foreign.fetchmany(sql.WIDE):
        sql.insert(database, "mended", [[at for at, _ in rows], [fold(text) for _, text in rows]])
    odd = database.cursor().execute("SELECT place FROM rough WHERE odd ORDER BY place")
    while rows := odd.fetchmany(sql.WIDE):
        places = [place for (place,) in rows]
        texts: list[str] = []
        for first, last in _runs(places):
            found = timeline(first, last)
            texts += [searched(found, event) for event in found.events]
        sql.insert(database, "mended", [places, texts])
    # A new table takes less memory than to change the old one, which is kept until all is done.
    database.execute(
        "CREATE OR REPLACE TABLE folded AS SELECT place, coalesce(mended.folded, rough.folded) "
        "AS folded FROM rough LEFT JOIN mended USING (place)"
    )
    database.execute("DROP TABLE rough")
    database.execute("DROP TABLE mended")


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Neighbours together: from which place until before which."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
