"""A case of any size, as a file and as columns, from which every answer of the page can be counted.

Days and lengths are drawn by chance, the same at every run. Some events last for years: what a
window shows of them began long before it. Those of the category ``rare`` are so few that they are
always drawn one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

__all__ = ["CATEGORIES", "DAY", "Many", "drawn", "write"]

DAY = 86_400_000
CATEGORIES = ("talks", "visits", "letters", "raids", "rare")
WORDS = np.array(
    ["Embassy", "Minister", "Fleet", "Report", "Convoy", "Hearing", "Treaty", "Border", "Harbour"],
    dtype=object,
)

#: The first day, and how many there are.
_FROM = np.datetime64("1980-01-01").astype("datetime64[ms]").astype(np.int64)
_DAYS = 16_000
#: By number of the event: from which day on it lasts and for how many days, all in ``rare``.
_RARE = ((100, 12_000), (4_000, 3_000), (6_000, 40), (9_000, 5_000), (15_000, 600))


@dataclass(frozen=True, eq=False)
class Many:
    """The events in the order of time: a value of each for every event.

    Attributes:
        number: Its number in the file, which is also the end of its title and of its id.
        start: Milliseconds since 1970 where it begins.
        end: The same where it ends.
        lasts: Whether it is drawn as a bar rather than as a disc.
        category: Its place in :data:`CATEGORIES`.
        importance: 1 to 5.
        first: Its title's first word, by its place in ``WORDS``.
        second: The same of the second.
    """

    number: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    lasts: NDArray[np.bool_]
    category: NDArray[np.int64]
    importance: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.number)

    @cached_property
    def titles(self) -> NDArray[np.object_]:
        """Two words and the number, such as ``Fleet Border 0012345``."""
        words = WORDS[self.first] + " " + WORDS[self.second] + " "
        return np.asarray(words + self._digits.astype(object))

    @cached_property
    def _digits(self) -> NDArray[np.str_]:
        return np.char.zfill(self.number.astype("U7"), 7)

    def identity(self, place: int) -> str:
        """The id of the event at a place."""
        return f"e-{self.number[place]}"

    def having(self, *searched: str) -> NDArray[np.bool_]:
        """Whether each event has all of the words: of letters, or of digits."""
        found = np.ones(len(self), bool)
        for word in searched:
            if word.isdecimal():
                found &= np.char.find(self._digits, word) >= 0
            else:
                (codes,) = np.nonzero([word in known.lower() for known in WORDS])
                found &= np.isin(self.first, codes) | np.isin(self.second, codes)
        return found

    def inside(self, begin: float, end: float, shown: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the events that are shown take a part of a time, looked at one by one.

        What lasts takes all from its start until before its end, any other event the middle.
        """
        middle = (self.start + self.end) / 2
        bars = self.lasts & (self.start < end) & (self.end > begin)
        return shown & (bars | (~self.lasts & (middle >= begin) & (middle < end)))


def drawn(events: int, seed: int = 5) -> Many:
    """That many events."""
    chance = np.random.default_rng(seed)
    number = np.arange(events)
    day = chance.integers(0, _DAYS, events)
    days = np.ones(events, np.int64)
    bars = chance.random(events) < 0.08
    days[bars] = chance.integers(2, 400, int(bars.sum()))
    # A few in a thousand last for years, in lanes that are too full to draw them one by one.
    long = chance.random(events) < 0.002
    days[long] = chance.integers(1_000, 6_000, int(long.sum()))
    category = chance.choice(4, events, p=[0.4, 0.3, 0.2, 0.1])
    for place, (begins, lasts) in enumerate(_RARE):
        day[place], days[place], category[place] = begins, lasts, 4
    start = _FROM + day * DAY
    end = start + days * DAY
    order = np.lexsort((number, end, start))
    importance = chance.integers(1, 6, events)
    first, second = chance.integers(0, len(WORDS), (2, events))
    return Many(
        number=number[order],
        start=start[order],
        end=end[order],
        lasts=days[order] > 1,
        category=category[order],
        importance=importance[order],
        first=first[order],
        second=second[order],
    )


def write(many: Many, file: Path) -> None:
    """Write the events in the order of their numbers: YAML, or what DuckDB writes by the name."""
    if file.suffix == ".yaml":
        file.write_text("\n".join(_lines(many)) + "\n", encoding="utf-8")
        return
    columns = {
        "number": many.number,
        "start": many.start,
        "until": np.where(many.lasts, many.end - DAY, many.start),
        "title": many.titles,
        "category": np.array(CATEGORIES, dtype=object)[many.category],
        "importance": many.importance,
    }
    with duckdb.connect() as connection:
        connection.register("drawn", columns)
        # A statement that copies takes no parameter for the name of its file.
        name = str(file).replace("'", "''")
        connection.execute(
            f"""COPY (
                SELECT 'e-' || number AS id, CAST(epoch_ms(start) AS DATE) AS date,
                    CASE WHEN until > start THEN CAST(epoch_ms(until) AS DATE) END AS "end",
                    title, category, importance, 'https://example.org/' || number AS source
                FROM drawn ORDER BY number
            ) TO '{name}'"""
        )


def _lines(many: Many) -> Iterator[str]:
    yield "title: Very many events"
    yield "events:"
    for place in np.argsort(many.number):
        start, end = (
            np.datetime64(int(moment), "ms").astype("datetime64[D]")
            for moment in (many.start[place], many.end[place] - DAY)
        )
        until = f"end: {end}, " if many.lasts[place] else ""
        yield (
            f"  - {{id: {many.identity(place)}, date: {start}, {until}"
            f"title: {many.titles[place]}, category: {CATEGORIES[many.category[place]]}, "
            f"importance: {many.importance[place]}, "
            f"source: 'https://example.org/{many.number[place]}'}}"
        )
