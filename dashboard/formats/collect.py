"""Collects problems while a file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard.problems import Problem, ProblemError, Severity, did_you_mean

__all__ = ["Collector", "Path", "Place", "TooManyProblems", "path_text"]

#: Reading stops here: nobody mends a thousand things before trying again.
MOST = 1_000
#: Looking for what was meant compares words; a file with nothing but wrong ids must stay quick.
MOST_GUESSES = 100

#: Field names and list positions from the top of the file.
Path = tuple[str | int, ...]


class Place(Protocol):
    """Where something is written."""

    @property
    def line(self) -> int:
        """Counted from 0."""

    @property
    def column(self) -> int:
        """Counted from 0."""


class TooManyProblems(ProblemError):
    """There are so many problems that reading on is of no use."""


class Collector:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._guesses = 0
        self._known: dict[tuple[str, int], str | None] = {}

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
        self, word: str, known: Sequence[str], synonyms: Mapping[str, Sequence[str]] | None = None
    ) -> str | None:
        """Say ``did you mean …?``, each word once, and for a limited number of words."""
        key = (word, id(known))
        if key not in self._known:
            if self._guesses >= MOST_GUESSES:
                return None
            self._guesses += 1
            self._known[key] = did_you_mean(word, known, synonyms)
        return self._known[key]

    def _add(
        self, severity: Severity, message: str, hint: str | None, at: Place | None, path: Path
    ) -> None:
        line, column = (at.line + 1, at.column + 1) if at else (None, None)
        self.problems.append(
            Problem(message, hint, severity, self.file, line, column, path_text(path))
        )
        if len(self.problems) >= MOST:
            end = Problem(
                f"more than {MOST:,} problems: the rest of the file was not read",
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
