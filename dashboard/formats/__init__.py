"""The files that a timeline can be read from: one table, by the end of a file's name."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.formats.collect import Collector, TooManyProblems
from dashboard.formats.json_file import read_json
from dashboard.formats.text_file import read_text
from dashboard.formats.yaml_file import read_yaml
from dashboard.model import Timeline
from dashboard.problems import Problem, ProblemError, UnreadableError, did_you_mean

__all__ = ["FORMATS", "Format", "Loaded", "load", "load_with_problems", "loads"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        name: How people call it.
        read: Reads a text; reports into the collector and returns None when there are errors.
        write: Writes a timeline; None for formats that are only read.
    """

    name: str
    read: Callable[[str, Collector, Path | None], Timeline | None]
    write: Callable[[Timeline], str] | None = None


_YAML = Format("YAML", read_yaml)

#: By the end of the file's name.
FORMATS: Mapping[str, Format] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format("JSON", read_json),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A timeline with what its author should look at.

    Attributes:
        timeline: The timeline; None when the file has errors.
        problems: Everything found, sorted by place.
    """

    timeline: Timeline | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the file from being used."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(problem for problem in self.problems if not problem.is_error)


def load(path: str | os.PathLike[str]) -> Timeline:
    """Read a timeline from a file.

    Args:
        path: A file whose name ends in ``.yaml``, ``.yml`` or ``.json``.

    Raises:
        UnreadableError: If the file cannot be opened or is no text.
        ProblemError: If it has errors; carries all its problems, warnings too.
    """
    return _timeline(_load(os.fspath(path)))


def loads(text: str, name: str = "<text>") -> Timeline:
    """Read a timeline from a YAML text.

    Args:
        text: What a file would hold.
        name: How problems call it.

    Raises:
        ProblemError: If it has errors; carries all its problems, warnings too.
    """
    return _timeline(_read(_YAML, text.removeprefix("\ufeff"), name, None))


def load_with_problems(path: str | os.PathLike[str]) -> Loaded:
    """Read a timeline from a file, with warnings; errors are returned, not raised.

    Args:
        path: A file whose name ends in ``.yaml``, ``.yml`` or ``.json``.
    """
    try:
        return _load(os.fspath(path))
    except UnreadableError as error:
        return Loaded(None, error.problems)


def _load(name: str) -> Loaded:
    return _read(_format(name), read_text(name), name, Path(name))


def _timeline(loaded: Loaded) -> Timeline:
    if loaded.timeline is None:
        raise ProblemError(loaded.problems)
    return loaded.timeline


def _read(form: Format, text: str, name: str, path: Path | None) -> Loaded:
    problems = Collector(name)
    timeline = None
    try:
        with _collector_paused():
            timeline = form.read(text, problems, path)
    except TooManyProblems as error:
        return Loaded(None, error.problems)
    found = sorted(problems.problems, key=lambda problem: problem.sort_key)
    return Loaded(timeline, tuple(found))


def _format(name: str) -> Format:
    suffix = os.path.splitext(name)[1].lower()
    form = FORMATS.get(suffix)
    if form is not None or not os.path.isfile(name):
        # What is not there gets a better message from who tries to open it.
        return form or _YAML
    known = ", ".join(FORMATS)
    message = f"files that end in '{suffix}' cannot be read" if suffix else "its name has no ending"
    hint = did_you_mean(suffix, tuple(FORMATS)) or f"known endings are {known}"
    raise UnreadableError([Problem(message, hint, file=name)])


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking a million new values that are all in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            # Both together move what is new to the oldest generation without looking at it.
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
