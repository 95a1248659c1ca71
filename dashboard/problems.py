"""What is wrong with a file, where, and how to mend it.

Problems are values: they are collected while a file is read, sorted by place and shown together.
The exceptions form a small tree::

    DatelineError
    └── ProblemError          a file with errors in it; has all its problems
        └── UnreadableError   a file that could not be opened or is no text
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

__all__ = [
    "DatelineError",
    "Problem",
    "ProblemError",
    "Severity",
    "UnfitError",
    "UnreadableError",
    "closest",
    "did_you_mean",
]

#: How many problems the text of an error lists before it says how many more there are.
LISTED = 50


class Severity(StrEnum):
    """Whether a problem stops the file from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file.

    Attributes:
        message: What is wrong.
        hint: What was probably meant, or how to mend it.
        severity: An error stops the file from being used, a warning does not.
        file: The file as the user named it.
        line: The line, counted from 1; None when the problem is with the file as a whole.
        column: The character in the line, counted from 1.
        path: Where in the data, for example ``events[3].claims[0].by``; empty for the whole file.
    """

    message: str
    hint: str | None = None
    severity: Severity = Severity.ERROR
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it stops the file from being used."""
        return self.severity is Severity.ERROR

    @property
    def place(self) -> str:
        """``file:line:column`` as editors and terminals understand it."""
        parts = [part for part in (self.file, self.line, self.column) if part not in ("", None)]
        return ":".join(map(str, parts))

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By place in the file; what concerns the whole file comes first."""
        return (self.file, self.line or 0, self.column or 0, self.severity, self.message)

    def __str__(self) -> str:
        severity = "" if self.is_error else "warning: "
        hint = f" ({self.hint})" if self.hint else ""
        text = f"{severity}{self.message}{hint}"
        return f"{self.place}: {text}" if self.place else text

    def to_dict(self) -> dict[str, str | int | None]:
        """All attributes as values that JSON knows."""
        return {
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
        }


class DatelineError(Exception):
    """Base of all errors that this package raises on purpose."""


class ProblemError(DatelineError):
    """A file cannot be used because of errors in it.

    Attributes:
        problems: All problems found, warnings too, sorted by place.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: problem.sort_key)
        )
        super().__init__(self.problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stopped it."""
        return tuple(problem for problem in self.problems if problem.is_error)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:LISTED]]
        rest = len(self.problems) - len(lines)
        if rest:
            lines.append(f"and {rest} more")
        return "\n".join(lines)


class UnreadableError(ProblemError):
    """A file could not be opened, or is no text."""


class UnfitError(ValueError):
    """A value that a field does not take.

    Attributes:
        message: What is wrong with it.
        hint: What to write instead.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def closest(
    word: str, known: Sequence[str], synonyms: Mapping[str, Sequence[str]] | None = None
) -> str | None:
    """Find what was probably meant by a word that nobody knows.

    Args:
        word: What was written.
        known: What could have been written.
        synonyms: What people write instead of known words, most likely meaning first.
    """
    plain = _plain(word)
    by_plain = _by_plain(tuple(known))
    if plain in by_plain:
        return by_plain[plain]
    for meaning in (synonyms or {}).get(plain, ()):
        if meaning in known:
            return meaning
    # A comparison takes microseconds, a table may hold tens of thousands of ids.
    pool: Iterable[str] = by_plain
    if len(by_plain) > 2_000:
        pool = [option for option in by_plain if option[:2] == plain[:2]][:2_000]
    found = get_close_matches(plain[:100], pool, n=1, cutoff=0.65)
    return by_plain[found[0]] if found else None


def did_you_mean(
    word: str, known: Sequence[str], synonyms: Mapping[str, Sequence[str]] | None = None
) -> str | None:
    """The same as a hint: ``did you mean 'title'?``, or None when nothing is close."""
    found = closest(word, known, synonyms)
    return f"did you mean '{found}'?" if found else None


@lru_cache(maxsize=8)
def _by_plain(known: tuple[str, ...]) -> dict[str, str]:
    return {_plain(option): option for option in reversed(known)}


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip()).casefold()
