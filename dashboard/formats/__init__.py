"""The files that a timeline can be read from.

Our own are told by the end of their name, in one table. All others are told by what is in them:
:mod:`dashboard.formats.foreign` has the tables of those.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.formats.collect import Collector, TooManyProblems
from dashboard.formats.draft import Foreign
from dashboard.formats.json_file import read_json
from dashboard.formats.json_writer import write_json
from dashboard.formats.pause import collector_paused
from dashboard.formats.text_file import decode, read_bytes, read_text
from dashboard.formats.yaml_file import read_yaml
from dashboard.formats.yaml_writer import write_yaml
from dashboard.model import Timeline
from dashboard.problems import Problem, ProblemError, UnreadableError, did_you_mean

__all__ = ["FORMATS", "Format", "Loaded", "load", "load_with_problems", "loads"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file of our own.

    Attributes:
        name: How people call it.
        read: Reads a text; reports into the collector and returns None when there are errors.
        write: Writes a timeline; reading the text again gives an equal one.
    """

    name: str
    read: Callable[[str, Collector, Path | None], Timeline | None]
    write: Callable[[Timeline], str]


_YAML = Format("YAML", read_yaml, write_yaml)

#: By the end of the file's name.
FORMATS: Mapping[str, Format] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format("JSON", read_json, write_json),
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


def load(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
) -> Timeline:
    """Read a timeline from a file.

    Args:
        path: A file whose name ends in ``.yaml``, ``.yml`` or ``.json``, or a file of another tool
            in a format that can be imported.
        columns: Which column of a table fills which field, as ``--map`` says it: a field, perhaps
            with an option (``date:dmy``), to a column. What is not said is guessed.
        timezone: Where times of another tool's file are that name no zone (IANA name).

    Raises:
        UnfitError: If the file has no use for ``columns`` or ``timezone``.
        UnreadableError: If the file cannot be opened or is no text.
        ProblemError: If it has errors; carries all its problems, warnings too.
    """
    return _timeline(_load(os.fspath(path), columns or {}, timezone))


def loads(text: str, name: str = "<text>", suffix: str = ".yaml") -> Timeline:
    """Read a timeline from a text.

    Args:
        text: What a file would hold.
        name: How problems call it.
        suffix: What the name of the file would end in: ``.yaml`` or ``.json``.

    Raises:
        ProblemError: If it has errors; carries all its problems, warnings too.
    """
    return _timeline(_read(FORMATS[suffix], text.removeprefix("\ufeff"), name, None))


def load_with_problems(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
) -> Loaded:
    """Read a timeline from a file, with warnings; errors are returned, not raised.

    Args:
        path: As for :func:`load`, like all others.
        columns: The same.
        timezone: The same.

    Raises:
        UnfitError: The same.
    """
    try:
        return _load(os.fspath(path), columns or {}, timezone)
    except UnreadableError as error:
        return Loaded(None, error.problems)


def _load(name: str, columns: Mapping[str, str], timezone: str | None) -> Loaded:
    suffix = os.path.splitext(name)[1].lower()
    # What is not there gets a good message from who tries to open it.
    form = FORMATS.get(suffix) or (None if os.path.isfile(name) else _YAML)
    if form is _YAML:
        text = read_text(name)
        if columns or timezone:
            from dashboard.formats.foreign import check_options

            check_options(Foreign(name, b"", columns, timezone), _YAML.name, None)
        return _read(_YAML, text, name, Path(name))
    from dashboard.formats.convert import read_foreign
    from dashboard.formats.foreign import check_options, is_ours, recognised, unrecognised

    foreign = Foreign(name, read_bytes(name), columns, timezone)
    importer = None if form and is_ours(foreign) else recognised(foreign)
    if importer is not None:
        timeline, problems = read_foreign(foreign, importer, Path(name))
        return Loaded(timeline, tuple(problems))
    if form is not None:
        check_options(foreign, form.name, None)
        return _read(form, decode(name, foreign.data), name, Path(name))
    ours = f"files of our own end in {', '.join(FORMATS)}"
    raise unrecognised(foreign, did_you_mean(suffix, tuple(FORMATS)) or ours)


def _timeline(loaded: Loaded) -> Timeline:
    if loaded.timeline is None:
        raise ProblemError(loaded.problems)
    return loaded.timeline


def _read(form: Format, text: str, name: str, path: Path | None) -> Loaded:
    problems = Collector(name)
    timeline = None
    try:
        with collector_paused():
            timeline = form.read(text, problems, path)
    except TooManyProblems as error:
        return Loaded(None, error.problems)
    return Loaded(timeline, problems.found)
