"""Counts what is the matter with rows: each kind once, with how many rows and the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.formats.collect import Collector, place_of
from dashboard.formats.table.sheet import Row, RowNotes

__all__ = ["INTERNAL", "LISTED", "Counted", "listing"]

#: How ``Bulk.losses`` calls the rows that are left out because they are marked as internal.
INTERNAL = "internal: left out"

#: Rows that are named of each kind.
LISTED = 5


def listing(unit: str, first: Sequence[int], count: int) -> str:
    """Name the first of some rows: ``lines 3, 7, 12 and 1,204 more``."""
    named = [f"{number}" for number in first[:LISTED]]
    rest = count - len(named)
    words = f"{', '.join(named)} and {rest:,} more" if rest else _joined(named)
    return f"{unit}{'' if count == 1 else 's'} {words}"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@dataclass(slots=True)
class _Kind:
    count: int = 0
    first: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class Counted(RowNotes):
    """Notes of tables of which equal rows are looked at once.

    Attributes:
        times: How many rows the one that is looked at stands for.
        first: The numbers of the first of them.
    """

    def __init__(self, problems: Collector, unit: str) -> None:
        super().__init__(problems, unit)
        self.times = 1
        self.first: Sequence[int] = ()
        self._kinds: dict[tuple[str, str | None], _Kind] = {}

    def note(self, what: str, row: Row, text: str = "", hint: str | None = None) -> None:
        """Note the rows that are looked at."""
        self.add(what, self.first or (row.number,), self.times, text, hint)

    def add(
        self,
        what: str,
        first: Sequence[int],
        times: int,
        text: str = "",
        hint: str | None = None,
    ) -> None:
        """Note some rows.

        Args:
            what: What is the matter.
            first: The numbers of the first of them.
            times: How many there are.
            text: What stands there.
            hint: What can be done about it.
        """
        kind = self._kinds.setdefault((what, hint), _Kind())
        kind.count += times
        kind.first = sorted({*kind.first, *first})[:LISTED]
        if text and len(kind.texts) < 3 and text not in kind.texts:
            kind.texts.append(text)

    @property
    def losses(self) -> Mapping[str, int]:
        """What was noted, with the number of rows."""
        return {what: kind.count for (what, _), kind in self._kinds.items()}

    def report(self) -> None:
        """Hand everything to the collector as warnings."""
        for (what, hint), kind in self._kinds.items():
            shown = ", ".join(f"'{_short(text)}'" for text in kind.texts)
            where = listing(self.unit, kind.first, kind.count)
            self.problems.warning(
                f"{what} ({where}{': ' if shown else ''}{shown})",
                hint,
                place_of(kind.first[0] - 1, 0) if self.unit == "line" else None,
            )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"
