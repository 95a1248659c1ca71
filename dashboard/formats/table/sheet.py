"""A table as it comes out of a file, whatever the file is: rows of texts that know their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard.formats.collect import Collector, Path, Place, place_of

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Row", "RowNotes", "Sheet", "numbers_in_words"]

#: A timeline of more events than this cannot be read as a file of our own either.
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000

#: Ranges of rows that a sentence lists before it says how many more there are.
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        cells: Its texts without blanks around them; may be shorter or longer than the header.
        number: Which line, row or record it is, counted from 1.
        links: Addresses that cells lead to, by the position of the cell.
        path: Where it stands, for files that are trees.
    """

    cells: tuple[str, ...]
    number: int
    links: Sequence[tuple[int, str]] = ()
    path: Path = ()

    @property
    def at(self) -> Place | None:
        """Where it stands, for files with lines."""
        return None if self.path else place_of(self.number - 1, 0)

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing."""
        return not any(self.cells)

    def cell(self, index: int) -> str:
        """The text in a column; empty where the row ends before it."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a table.

    Attributes:
        rows: From the top, the header among them unless it is given.
        unit: How people call a row: line, row or record.
        header: The names of the columns, for formats that name them apart from the rows.
    """

    rows: Sequence[Row]
    unit: str
    header: tuple[str, ...] | None = None


def numbers_in_words(numbers: Iterable[int]) -> str:
    """Say which rows: ``3, 5–9 and 12``; neighbours are joined, and long lists cut with a count."""
    ordered = sorted(set(numbers))
    ranges: list[list[int]] = []
    for number in ordered:
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    words = ["–".join(f"{end}" for end in ends) for ends in ranges[:_LISTED]]
    rest = sum(ends[-1] - ends[0] + 1 for ends in ranges[_LISTED:])
    if rest:
        words.append(f"{rest:,} more")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@dataclass(slots=True)
class RowNotes:
    """Counts what is the matter with rows and says each kind once, with all the rows.

    Attributes:
        problems: Where it is said.
        unit: How people call a row.
    """

    problems: Collector
    unit: str
    _found: dict[tuple[str, str | None], list[tuple[Row, str]]] = field(default_factory=dict)

    def note(self, what: str, row: Row, text: str = "", hint: str | None = None) -> None:
        """Note one row.

        Args:
            what: What is the matter, for example ``no date that can be read: left out``.
            row: Where.
            text: What stands there; the first of each kind is shown.
            hint: What can be done about it.
        """
        self._found.setdefault((what, hint), []).append((row, text))

    def report(self) -> None:
        """Hand everything to the collector as warnings."""
        for (what, hint), found in self._found.items():
            first = found[0][0]
            numbers = {row.number for row, _ in found}
            unit = self.unit if len(numbers) == 1 else f"{self.unit}s"
            texts = dict.fromkeys(_short(text) for _, text in found[:200] if text)
            shown = ", ".join(list(texts)[:3]) + (", …" if len(texts) > 3 else "")
            where = f"{unit} {numbers_in_words(numbers)}"
            self.problems.warning(
                f"{what} ({where}{': ' if shown else ''}{shown})", hint, first.at, first.path
            )
        self._found.clear()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"'{flat}'" if len(flat) <= 60 else f"'{flat[:59]}…'"
