"""What is measured: made-up cases of any size, and the shipped one, as files and as plain marks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np

from dashboard import load
from dashboard.resources import example_case

__all__ = ["MOST_WRITTEN", "SEED", "Mark", "Work", "case", "draw", "table", "work"]

SEED = 1
#: More events than this come as a table: nobody writes them by hand.
MOST_WRITTEN = 10_000
CATEGORIES = tuple(f"kind-{letter}" for letter in "abcdefg")

_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """An event as every timeline tool can show it.

    Attributes:
        title: What happened.
        start: In milliseconds since 1970.
        end: The same, or None for an instant.
        category: Key of its category.
    """

    title: str
    start: int
    end: int | None
    category: str

    @property
    def moments(self) -> tuple[datetime, datetime | None]:
        """Start and end as dates without a zone."""
        start = _EPOCH + timedelta(milliseconds=self.start)
        return start, None if self.end is None else _EPOCH + timedelta(milliseconds=self.end)


@dataclass(frozen=True)
class Work:
    """One case to be drawn.

    Attributes:
        name: What the table calls it.
        size: Number of events asked for; 0 for the shipped case.
        file: The case as a file that this project reads.
        make: Makes the same for everybody else.
    """

    name: str
    size: int
    file: Path
    make: Callable[[], Iterator[Mark]]

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks, made when somebody asks: a million of them take their time."""
        return tuple(self.make())


def draw(events: int) -> Iterator[tuple[Mark, int]]:
    """That many events over twenty-five years with their importance, the same at every run."""
    chance = random.Random(SEED)
    for number in range(events):
        day = datetime(chance.randint(2000, 2024), chance.randint(1, 12), chance.randint(1, 28))
        title = f"Event number {number} of a large case"
        start = int((day - _EPOCH).total_seconds() * 1000)
        yield Mark(title, start, None, chance.choice(CATEGORIES)), chance.randint(1, 5)


def case(events: int) -> str:
    """The file of :func:`draw`."""
    lines = ["title: A large case", "categories:"]
    lines += [f"  {key}: {key.title()}" for key in CATEGORIES]
    lines.append("events:")
    for number, (mark, importance) in enumerate(draw(events)):
        lines.append(
            f"  - {{date: {mark.moments[0]:%Y-%m-%d}, title: {mark.title}, "
            f"category: {mark.category}, importance: {importance}, "
            f"source: 'https://example.org/{number}'}}"
        )
    return "\n".join(lines) + "\n"


def table(events: int, file: Path) -> None:
    """Write :func:`draw` as a table that DuckDB can write: Parquet, or CSV by the file's name."""
    drawn = [*draw(events)]
    columns = {
        "number": np.arange(events),
        "start": np.array([mark.start for mark, _ in drawn], dtype=np.int64),
        "title": np.array([mark.title for mark, _ in drawn], dtype=object),
        "category": np.array([mark.category for mark, _ in drawn], dtype=object),
        "importance": np.array([importance for _, importance in drawn], dtype=np.uint8),
    }
    with duckdb.connect() as connection:
        connection.register("drawn", columns)
        # A statement that copies takes no parameter for the name of its file.
        name = str(file).replace("'", "''")
        connection.execute(
            f"""COPY (
                SELECT CAST(epoch_ms(start) AS DATE) AS date, title, category, importance,
                    'https://example.org/' || number AS source
                FROM drawn ORDER BY number
            ) TO '{name}'"""
        )


def work(size: int, folder: Path) -> Work:
    """The case of a size, with its file in a folder; the shipped case for 0."""
    if size == 0:
        marks = [*_shipped()]
        return Work(f"Shipped case ({len(marks)} events)", 0, example_case(), lambda: iter(marks))
    if size > MOST_WRITTEN:
        file = folder / "events.parquet"
        table(size, file)
    else:
        file = folder / "events.yaml"
        file.write_text(case(size), encoding="utf-8")
    return Work(f"{size:,} events", size, file, lambda: (mark for mark, _ in draw(size)))


def _shipped() -> Iterator[Mark]:
    for event in load(example_case()).public().events:
        # What lasts no longer than a day is an instant to a rival.
        start, end = event.date.start, event.date.end
        lasts = end - start > 24 * 60 * 60 * 1000
        yield Mark(event.title, start, end if lasts else None, event.category or "other")
