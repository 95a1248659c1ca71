"""Which row names the columns, and which column fills which field.

What the user says with ``--map FIELD=COLUMN`` comes first. A column is named by its heading, its
number (from 1) or its letter. What nobody said is guessed from the headings, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.formats.collect import Collector
from dashboard.formats.table.asking import ask, clash
from dashboard.formats.table.dates import looks_like_date
from dashboard.formats.table.order import OPTIONS
from dashboard.formats.table.sheet import Row, Sheet, numbers_in_words
from dashboard.formats.table.words import (
    FIELDS,
    IN_COMPANY,
    LISTS,
    OWN,
    PAIRS,
    RECORD_TIME,
    field_of,
    plain,
    rank_of,
)
from dashboard.problems import did_you_mean

__all__ = ["Columns", "Use", "choose"]

#: Rows from the top among which the one with the headings is looked for.
_TOP = 30

#: Fields that hold dates, and so take an option: ``--map date:dmy=Datum``.
_DATES = frozenset({"date", "end", "known", "published"})


@dataclass(frozen=True, slots=True)
class Use:
    """What fills a field.

    Attributes:
        columns: Positions of columns, counted from 0; one but for fields that take several.
        option: How its dates are read, if the user said so.
        guessed: Whether the heading was guessed at.
    """

    columns: tuple[int, ...]
    option: str | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What the user said about a field.

    Attributes:
        column: The column, as the user called it.
        option: How its dates are read.
        typed: The field, as the user called it.
    """

    column: str
    option: str | None
    typed: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        names: How to call each in a sentence.
        uses: By field.
        rows: The rows below the headings.
        unit: How people call a row.
    """

    names: tuple[str, ...]
    uses: Mapping[str, Use]
    rows: Sequence[Row]
    unit: str

    def name(self, field: str) -> str:
        """How to call the column of a field, or its columns."""
        return ", ".join(self.names[index] for index in self.uses[field].columns)

    def spelled(self, index: int) -> str:
        """What ``--map`` takes for a column: its name, unless one before it is called the same."""
        name = self.names[index]
        return name if self.names.index(name) == index else str(index + 1)

    def text(self, row: Row, field: str) -> str:
        """What a row says in the first column of a field that says anything."""
        use = self.uses.get(field)
        if use is not None:
            for index in use.columns:
                if text := row.cell(index):
                    return text
        return ""

    def texts(self, row: Row, field: str) -> Iterator[str]:
        """What a row says in the columns of a field."""
        use = self.uses.get(field)
        for index in use.columns if use else ():
            text = row.cell(index)
            if text:
                yield text

    def guesses(self) -> str:
        """All that was guessed, for example ``date from 'Datum', title from 'Titel'``."""
        return ", ".join(
            f"{field} from {' and '.join(repr(self.names[index]) for index in use.columns)}"
            for field, use in self.uses.items()
            if use.guessed
        )


def choose(sheet: Sheet, wanted: Mapping[str, str], problems: Collector) -> Columns | None:
    """Find the headings and choose a column for every field.

    Args:
        sheet: The table.
        wanted: What the user said: a field, perhaps with an option (``date:dmy``), to a column.
        problems: Where everything wrong is reported.

    Returns:
        The columns; None, with an error, when there are none for date and title.
    """
    said = _said(wanted, problems)
    if said is None:
        return None
    rows = [row for row in sheet.rows if not row.is_blank]
    if not rows and not sheet.header:
        problems.error("the table is empty", "it needs a row of headings and rows below it")
        return None
    header, body, above = sheet.header, rows, []
    if header is None:
        at = _header_at(rows, [one.column for one in said.values()])
        if at is not None:
            header, body, above = rows[at].cells, rows[at + 1 :], rows[:at]
    width = max((len(row.cells) for row in rows), default=0)
    headings = [*(header or ()), *[""] * (width - len(header or ()))]
    names = tuple(heading or f"column {number}" for number, heading in enumerate(headings, 1))
    uses = _explicit(said, headings, problems)
    if uses is None:
        return None
    if header is not None:
        uses = _guessed(headings, uses)
    if above:
        shown = "; ".join(" ".join(filter(None, row.cells)) for row in above)
        problems.warning(
            f"{sheet.unit}s above the headings were not read "
            f"({numbers_in_words(row.number for row in above)}): "
            f"{shown if len(shown) < 200 else f'{shown[:199]}…'}",
            "take over by hand what matters, for example as the summary of the file",
            above[0].at,
        )
    columns = Columns(names, uses, body, sheet.unit)
    return columns if _enough(columns, header, rows, problems) else None


def _said(wanted: Mapping[str, str], problems: Collector) -> dict[str, _Said] | None:
    """What the user said, by field."""
    said: dict[str, _Said] = {}
    wrong = False
    for key, column in wanted.items():
        name, _, option = key.strip().partition(":")
        field = _field_named(name)
        if field is None:
            problems.error(
                f"there is no field '{name}' to fill from a column",
                did_you_mean(name, FIELDS)
                or _turned(name, column)
                or f"fields are {', '.join(FIELDS)}",
            )
            wrong = True
        elif option and (field not in _DATES or option not in OPTIONS):
            known = ", ".join(f"{field}:{word}" for word in OPTIONS)
            problems.error(
                f"'{key}' is no way to read a column",
                f"write {known}" if field in _DATES else f"write {field}={column}",
            )
            wrong = True
        else:
            before = said.get(field)
            if before and before.column != column:
                problems.error(*clash(field, before.column, column))
                wrong = True
            elif before and before.option and option and before.option != option:
                problems.error(
                    f"'{field}' is to be read in two ways: {before.option} and {option}",
                    "keep one of them",
                )
                wrong = True
            # Who has answered with a column may answer how to read it with another option.
            said[field] = _Said(column, option or (before.option if before else None), name)
    return None if wrong else said


def _turned(name: str, column: str) -> str | None:
    """What was probably meant by a field that is none, beside a column that is called like one."""
    return f"the field comes first: {ask(column, name)}" if _field_named(column) else None


def _field_named(name: str) -> str | None:
    """A field as the user may call it: by our name, or by a word that a column would have."""
    spelled = plain(name).replace(" ", "-")
    return spelled if spelled in FIELDS else field_of(name)


def _header_at(rows: Sequence[Row], wanted: Iterable[str]) -> int | None:
    """The row that names the columns, as far as that can be told."""
    names = {plain(part) for column in wanted for part in (column, *column.split(","))}
    best, at = 0, None
    for index, row in enumerate(rows[:_TOP]):
        said = sum(plain(cell) in names for cell in row.cells if cell)
        fields = {field for cell in row.cells if (field := field_of(cell))}
        score = 10 * said + len(fields)
        # One word may be a coincidence, unless it is all that there is.
        if score > best and (score > 1 or sum(map(bool, row.cells)) == 1):
            best, at = score, index
    if at is None and rows and not any(map(_is_data, rows[0].cells)):
        return 0 if all(rows[0].cells) and len(set(rows[0].cells)) == len(rows[0].cells) else None
    return at


def _is_data(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+0-9.,/: ]+", cell)) or looks_like_date(cell) or len(cell) > 60


def _explicit(
    said: Mapping[str, _Said], headings: Sequence[str], problems: Collector
) -> dict[str, Use] | None:
    uses: dict[str, Use] = {}
    for field, one in said.items():
        wanted = one.column
        found = _position(wanted, headings)
        several = [found] if found is not None else []
        if found is None and field in LISTS and "," in wanted:
            parts = [_position(part, headings) for part in wanted.split(",")]
            several = [part for part in parts if part is not None]
            if len(several) < len(parts):
                several = []
        if several:
            uses[field] = Use(tuple(several), one.option)
            continue
        known = [heading for heading in headings if heading]
        turned = _position(one.typed, headings) is not None
        problems.error(
            f"there is no column '{wanted}'",
            (_turned(one.typed, wanted) if turned else None)
            or did_you_mean(wanted, known)
            or f"columns are {', '.join(known[:40]) or f'1 to {len(headings)}'}",
        )
    return uses if len(uses) == len(said) else None


def _position(wanted: str, headings: Sequence[str]) -> int | None:
    wanted = wanted.strip()
    for same in (str, plain):
        for index, heading in enumerate(headings):
            if heading and same(heading) == same(wanted):
                return index
    # Columns without a heading are called so in all that is said about them.
    number = wanted.removeprefix("column ")
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(headings):
        return int(number) - 1
    if re.fullmatch(r"[A-Z]{1,2}", wanted):
        index = 0
        for letter in wanted:
            index = index * 26 + ord(letter) - ord("A") + 1
        if index <= len(headings):
            return index - 1
    return None


def _guessed(headings: Sequence[str], explicit: Mapping[str, Use]) -> dict[str, Use]:
    taken = {index for use in explicit.values() for index in use.columns}
    found: dict[str, list[tuple[int, int]]] = {}
    for index, heading in enumerate(headings):
        field = field_of(heading) if index not in taken else None
        if field is not None and field not in explicit:
            found.setdefault(field, []).append((rank_of(heading), index))
    for index, heading in enumerate(headings):
        company, field = IN_COMPANY.get(plain(heading), ("", ""))
        if index not in taken and {company} & (found.keys() | explicit.keys()):
            for others in found.values():
                others[:] = [one for one in others if one[1] != index]
            found.setdefault(field, []).append((0, index))
    # A table that has nothing but a column 'Time' means the date by it.
    has_date = "date" in explicit or "year" in explicit or "date" in found or "year" in found
    if not has_date and "time" in found:
        found["date"] = found.pop("time")
    if "date" in found and "end" in found:
        began = plain(headings[min(found["date"])[1]])
        named = set(map(plain, headings))
        found["end"] = [
            one
            for one in found["end"]
            if (pair := PAIRS.get(plain(headings[one[1]]))) in (None, began) or pair not in named
        ]
    uses = dict(explicit)
    for field in FIELDS:
        if found.get(field):
            ranked = sorted(found[field])
            chosen = ranked if field in LISTS else ranked[:1]
            indexes = tuple(index for _, index in chosen)
            exact = all(plain(headings[index]) in OWN for index in indexes)
            uses[field] = Use(indexes, guessed=not exact)
    return uses


def _enough(
    columns: Columns, header: tuple[str, ...] | None, rows: Sequence[Row], problems: Collector
) -> bool:
    missing = []
    if not columns.uses.keys() & {"date", "year"}:
        missing.append("date")
    if not columns.uses.keys() & {"title", "summary", "says"}:
        missing.append("title")
    if not missing:
        return True
    what = " and no ".join(missing)
    example = " ".join(f"--map {field}=COLUMN" for field in missing)
    first = rows[0] if rows else None
    at, path = (first.at, first.path) if first else (None, ())
    if header is None:
        problems.error(
            "the table has no row of headings",
            "add one, or give columns by number: --map date=1 --map title=2",
            at,
        )
        return False
    known = ", ".join(repr(name) for name in columns.names[:40])
    record = [name for name in columns.names if plain(name) in RECORD_TIME]
    hint = f"say which: {example}; columns are {known}"
    if "date" in missing and record:
        hint = (
            f"'{record[0]}' looks like the time at which a row was typed; if it is when the event "
            f"happened: {ask('date', record[0])}"
        )
    problems.error(f"no column could be told to hold the {what}", hint, at, path)
    return False
