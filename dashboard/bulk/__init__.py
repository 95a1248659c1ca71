"""Timelines of very many events, held as columns instead of objects.

:mod:`dashboard.bulk.columns` says what they are made of. They come from a timeline
(:mod:`dashboard.bulk.of_timeline`) or from a table (:mod:`dashboard.bulk.reading`). Nothing heavy
is imported here, so that whoever has a small file does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.problems import Problem

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk
    from dashboard.model import Timeline

__all__ = ["MOST", "Opened", "is_large", "open_table"]

#: The most events that are held as objects when they come from a table, and that are all drawn in
#: Python and stand in a page from its start.
MOST = 1_000

#: The ends of names of tables that may be large.
_TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson")
#: Tables that only a database reads, whatever their size.
_COLUMNS = (".parquet", ".pq")
#: Bytes that are looked at to recognise a file.
_LOOKED_AT = 262_144


@dataclass(frozen=True, slots=True)
class Opened:
    """A table with what its author should look at.

    Attributes:
        shown: Its events, as objects where they are few; None when the table has errors.
        problems: Everything found, sorted by place.
    """

    shown: Timeline | Bulk | None
    problems: tuple[Problem, ...]


def is_large(path: Path) -> bool:
    """Whether a file is a table that :func:`open_table` reads: a large one, or one of columns.

    Small tables, tables that another tool has written in a way of its own, and our own CSV are for
    :func:`dashboard.formats.load`, and so is a file that cannot be opened.
    """
    suffix = path.suffix.lower()
    if suffix in _COLUMNS:
        return path.is_file()
    if suffix not in _TABLES:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_LOOKED_AT)
            lines = head.count(b"\n")
            while lines <= MOST + 1 and (chunk := file.read(_LOOKED_AT)):
                lines += chunk.count(b"\n")
    except (OSError, ValueError):
        return False
    # One line for the headings.
    return lines > MOST + 1 and _is_plain(path, head)


def _is_plain(path: Path, head: bytes) -> bool:
    """Whether a table is like any other, going by its begin."""
    from dashboard.formats.draft import Foreign
    from dashboard.formats.foreign import recognised
    from dashboard.formats.table.delimited import delimiter_of
    from dashboard.formats.table.own import is_own

    foreign = Foreign(str(path), head[: head.rfind(b"\n") + 1] or head)
    importer = recognised(foreign)
    if importer is None or importer.name not in ("csv", "jsonl"):
        return False
    text = foreign.text
    return text is None or not is_own(text, delimiter_of(text)[0])


def open_table(
    path: Path,
    *,
    public: bool = False,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Opened:
    """Read a table through a database.

    Args:
        path: The file; see :func:`is_large`.
        public: Whether rows are left out that are marked as internal.
        columns: Which column fills which field, where that is not to be guessed.
        timezone: Where times are that name no zone (IANA name); by default UTC.
        progress: Is told how much of the work is done, from 0 to 1, and what is done next.
    """
    from dashboard.bulk.reading import read_with_problems

    found = read_with_problems(
        path, public=public, columns=columns, timezone=timezone, progress=progress
    )
    bulk = found.bulk
    if bulk is None or len(bulk.columns) > MOST:
        return Opened(bulk, found.problems)
    return Opened(bulk.texts.timeline(0, len(bulk.columns)), found.problems)
