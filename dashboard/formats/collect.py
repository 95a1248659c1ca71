"""Collects problems while a file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dashboard.problems import Problem, ProblemError, Severity, closest

__all__ = [
    "Collector",
    "Path",
    "Place",
    "TooManyProblems",
    "column_of",
    "line_of",
    "path_text",
    "place_of",
]

#: Reading stops at so many errors: nobody mends a thousand things before trying again. Further
#: warnings are only counted.
MOST = 1_000
#: Looking for what was meant compares words; a file with nothing but wrong ids must stay quick.
MOST_GUESSES = 50

#: Field names and list positions from the top of the file.
Path = tuple[str | int, ...]


#: Where something is written: line and column, counted from 0, in one number. A file has a million
#: of them, and a number takes a third of the memory of any other value.
Place: TypeAlias = int


def place_of(line: int, column: int) -> Place:
    """Make a place of a line and a column, both counted from 0."""
    return line << 32 | column


def line_of(place: Place) -> int:
    """The line of a place as people count, from 1."""
    return (place >> 32) + 1


def column_of(place: Place) -> int:
    """The column of a place as people count, from 1."""
    return (place & 0xFFFF_FFFF) + 1


class TooManyProblems(ProblemError):
    """There are so many errors that reading on is of no use."""


class Collector:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._warnings = self._unsaid = 0
        self._said: dict[tuple[str, tuple[str, ...]], str | None] = {}

    @property
    def found(self) -> tuple[Problem, ...]:
        """All problems, sorted by place; last how many warnings are too many to list."""
        problems = sorted(self.problems, key=lambda problem: problem.sort_key)
        if self._unsaid:
            message = f"{self._unsaid:,} more warnings, not listed"
            problems.append(Problem(message, "mend these first", Severity.WARNING, self.file))
        return tuple(problems)

    @property
    def has_errors(self) -> bool:
        """Whether anything found so far stops the file from being used."""
        return any(problem.is_error for problem in self.problems)

    def error(
        self, message: str, hint: str | None = None, at: Place | None = None, path: Path = ()
    ) -> None:
        """Note what stops the file from being used."""
        self._add(Severity.ERROR, message, hint, at, path)

    def warning(
        self, message: str, hint: str | None = None, at: Place | None = None, path: Path = ()
    ) -> None:
        """Note what an author should look at."""
        self._add(Severity.WARNING, message, hint, at, path)

    def guess(
        self,
        word: str,
        known: tuple[str, ...],
        synonyms: Mapping[str, Sequence[str]] | None = None,
    ) -> str | None:
        """Find what was probably meant; each word is looked up once, and only so many words."""
        key = (word, known)
        if key not in self._said:
            if len(self._said) >= MOST_GUESSES:
                return None
            self._said[key] = closest(word, known, synonyms)
        return self._said[key]

    def _add(
        self, severity: Severity, message: str, hint: str | None, at: Place | None, path: Path
    ) -> None:
        if severity is Severity.WARNING:
            if self._warnings >= MOST:
                self._unsaid += 1
                return
            self._warnings += 1
        line, column = (None, None) if at is None else (line_of(at), column_of(at))
        self.problems.append(
            Problem(message, hint, severity, self.file, line, column, path_text(path))
        )
        if len(self.problems) - self._warnings >= MOST:
            end = Problem(
                f"more than {MOST:,} errors: the rest of the file was not read",
                "mend these first",
                Severity.ERROR,
                self.file,
            )
            raise TooManyProblems([*self.problems, end])


def path_text(path: Path) -> str:
    """Write a path as ``events[3].claims[0].by``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
