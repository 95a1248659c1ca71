"""Timesketch's CSV and JSONL to a draft: one event a row.

A file that we wrote gives back the events that it was written from; rows of begin and end are one
event again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, place_of
from dashboard.formats.defang import code, code_block, headline
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.markdown_text import escape, line
from dashboard.formats.timesketch.columns import ALIASES, FIELDS, INTERNAL, key_of
from dashboard.formats.timesketch.moment import moment_of, readable
from dashboard.formats.timesketch.own import Own
from dashboard.formats.timesketch.rows import head_of, rows_of

__all__ = ["read", "recognises"]

Cells = Mapping[str, Any]

#: Characters of a value that are taken into the text of an event; a log record may hold megabytes.
LONGEST_VALUE = 2_000

#: Rows in which a column with dates is looked for.
_PEEK = 20


def recognises(foreign: Foreign) -> bool:
    """Whether a file has the columns of Timesketch, or ones that are called nearly so."""
    keys = {key_of(name) for name in head_of(foreign)}
    return {"message", "timestampdesc"} <= keys


def read(foreign: Foreign, problems: Collector) -> Draft | None:
    """Make a draft of a table.

    Args:
        foreign: The file; its ``columns`` may say which one is ``message``, ``datetime``,
            ``timestamp``, ``timestamp_desc`` or ``tag``.
        problems: Where everything wrong and everything left out is reported.

    Returns:
        The draft, or None when a column is missing or no row has a time.
    """
    names = head_of(foreign)
    if not names:
        problems.error(
            "the file is no table" if foreign.text is not None else "the file is no UTF-8 text",
            "Timesketch reads CSV with a header and JSON Lines, each with message, datetime and "
            "timestamp_desc",
        )
        return None
    leftovers = Leftovers(problems)
    columns = _columns(foreign, names, problems, leftovers)
    draft = (
        None if columns is None else _Reader(foreign, names, columns, problems, leftovers).read()
    )
    leftovers.report()
    return draft


def _columns(
    foreign: Foreign, names: tuple[str, ...], problems: Collector, leftovers: Leftovers
) -> dict[str, str] | None:
    """Which column is which; None when one is missing."""
    columns = {name: name for name in FIELDS if name in names}
    for ours, theirs in foreign.columns.items():
        field = ALIASES.get(ours, ours)
        if theirs not in names:
            problems.error(
                f"there is no column '{theirs}'", f"the columns are {', '.join(names)[:500]}"
            )
            return None
        if field not in FIELDS:
            problems.error(f"'{ours}' is no field of Timesketch", f"it has {', '.join(FIELDS)}")
            return None
        columns[field] = theirs
    meant = {key_of(name): name for name in names if name not in columns.values()}
    first = place_of(0, 0)
    if "message" not in columns:
        problems.error(
            "there is no column 'message'",
            f"say which one it is: --map message={meant.get('message', 'COLUMN')}",
            first,
        )
    if "datetime" not in columns and "timestamp" not in columns:
        guess = meant.get("datetime") or _dated(foreign, meant.values(), leftovers)
        problems.error(
            "there is no column 'datetime' and none 'timestamp'",
            f"say which one it is: --map datetime={guess or 'COLUMN'}",
            first,
        )
    if "timestamp_desc" not in columns:
        guess = meant.get("timestampdesc")
        problems.warning(
            "there is no column 'timestamp_desc', which Timesketch wants",
            f"say which one it is: --map timestamp_desc={guess or 'COLUMN'}",
            first,
        )
    return None if problems.has_errors else columns


def _dated(foreign: Foreign, names: Iterable[str], leftovers: Leftovers) -> str | None:
    """The column whose values are dates."""
    aside = Collector(foreign.name)
    rows = [row for row, _ in zip(rows_of(foreign, aside, leftovers), range(_PEEK), strict=False)]
    for name in names:
        values = [value for row in rows if row.cells and (value := row.cells.get(name))]
        if values and all(map(readable, values)):
            return name
    return None


class _Reader:
    def __init__(
        self,
        foreign: Foreign,
        names: tuple[str, ...],
        columns: Mapping[str, str],
        problems: Collector,
        leftovers: Leftovers,
    ) -> None:
        self.foreign = foreign
        self.columns = columns
        self.problems = problems
        self.leftovers = leftovers
        self.zone = foreign.timezone or "UTC"
        stem = re.split(r"[/\\]", foreign.name)[-1].rpartition(".")[0]
        self.draft = Assembly(stem or "Timesketch", foreign, leftovers)
        is_csv = not isinstance(foreign.document, list) and not (
            foreign.text or ""
        ).lstrip().startswith("{")
        self.own = (
            Own(self.draft, leftovers, is_csv)
            if {"event_id", "date_written"} <= set(names)
            else None
        )
        self.zoneless = False

    def read(self) -> Draft | None:
        for row in rows_of(self.foreign, self.problems, self.leftovers):
            cells = row.cells
            if cells is None:
                self.draft.missed += 1
            elif self.own is None or not self.own.take(row.line, cells):
                self._row(place_of(row.line - 1, 0), cells)
        if not self.draft.events:
            self.problems.error(
                "no row of the table is an event",
                "each needs a message, and a datetime such as 2015-07-24T19:01:01+00:00",
            )
            return None
        if self.zoneless and not self.foreign.timezone:
            # Timesketch does the same.
            self.draft.head["timezone"] = "UTC"
            self.draft.comments["timezone",] = "assumed: some times in the file name no zone"
        return self.draft.draft()

    def _row(self, at: int, row: Cells) -> None:
        moment = moment_of(self._cell(row, "timestamp"), self._cell(row, "datetime"), self.zone)
        if moment.wrong:
            self.leftovers.note(
                moment.wrong if moment.date else f"a row was left out: {moment.wrong}",
                None if moment.date else "write for example 2015-07-24T19:01:01+00:00",
                at,
            )
        if moment.date is None:
            self.draft.missed += 1
            return
        message = _text(self._cell(row, "message"))
        if not message:
            self.leftovers.note("a row without a message was left out", None, at)
            self.draft.missed += 1
            return
        title = headline(message)
        points = self._points(at, row, moment.exact)
        whole = code_block(message[:LONGEST_VALUE]) if title != message else ""
        if len(message) > LONGEST_VALUE:
            self._cut("message", at)
        if not re.search(r"Z$|[+-][0-9]{2}:[0-9]{2}$", moment.date):
            self.zoneless = True
        label = line(_text(self._cell(row, "timestamp_desc")))
        self.draft.event(
            {
                "date": moment.date,
                "title": title,
                "category": self.draft.category(label) if label else None,
                "tags": tags_of(self._cell(row, "tag")),
                "summary": "\n\n".join(filter(None, (whole, "\n".join(points)))),
            },
            (),
            [moment.remark] if moment.remark else [],
        )

    def _cell(self, row: Cells, field: str) -> Any:
        column = self.columns.get(field)
        return None if column is None else row.get(column)

    def _points(self, at: int, row: Cells, exact: str | None) -> list[str]:
        """All other columns, as a list; their values are shown as code."""
        points = [f"- exact time: {code(exact)}"] if exact else []
        used = set(self.columns.values())
        for name, value in row.items():
            if name in used or not name:
                if not name and _text(value):
                    self.leftovers.note(
                        "values in a column without a name were left out",
                        None,
                        at,
                    )
                continue
            if name in INTERNAL or name.startswith("__ts_"):
                continue
            text = _text(value)
            if text in ("", "[]", "{}"):
                continue
            if len(text) > LONGEST_VALUE:
                self._cut(name, at)
                text = f"{text[:LONGEST_VALUE]}…"
            points.append(f"- {_label(name)}: {code(text)}")
        return points

    def _cut(self, name: str, at: int) -> None:
        self.leftovers.note(
            f"of long values in the column '{headline(name, 60)}' the first {LONGEST_VALUE:,} "
            "characters were taken",
            None,
            at,
        )


@lru_cache(maxsize=1_000)
def _label(name: str) -> str:
    """A column's name in a text."""
    return escape(line(name))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False)


def tags_of(value: Any) -> list[str]:
    """Tags as Timesketch reads them: a list, one written in JSON, or words between commas."""
    if isinstance(value, str):
        text = value.strip()
        if text in ("", "-"):
            return []
        if text.startswith("[") and text.endswith("]"):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                # As Python writes a list.
                value = [part.strip(" '\"") for part in text[1:-1].split(",")]
        else:
            value = text.split(",")
    if not isinstance(value, list):
        return []
    return [tag.strip() for tag in value if isinstance(tag, str) and tag.strip()]
