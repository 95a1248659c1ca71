"""A file of another tool to our own: a draft, then YAML, then a timeline like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from dashboard.formats.collect import Collector, TooManyProblems
from dashboard.formats.draft import Foreign, Importer
from dashboard.formats.foreign import check_options, recognised, unrecognised
from dashboard.formats.pause import collector_paused
from dashboard.formats.yaml_file import read_yaml
from dashboard.formats.yaml_writer import to_yaml
from dashboard.model import Timeline
from dashboard.problems import Problem

__all__ = ["Converted", "convert", "read_foreign"]


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a file of another tool.

    Attributes:
        importer: The kind of file that it was read as.
        text: The YAML; None when nothing could be made of the file.
        timeline: What the YAML says; None when it has errors.
        left: What was not understood, with its place in the foreign file.
        problems: What is to be looked at in the YAML, with its place there.
        entries: How many entries of the foreign file could have become events, where it says.
    """

    importer: Importer
    text: str | None
    timeline: Timeline | None
    left: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()
    entries: int | None = None


def convert(
    foreign: Foreign,
    importer: Importer | None = None,
    *,
    name: str = "",
    path: Path | None = None,
) -> Converted:
    """Make our own file of one of another tool.

    Args:
        foreign: The file.
        importer: What to read it as; by default what it is recognised as.
        name: How problems call the YAML.
        path: The file on disk, if it is one.

    Raises:
        UnreadableError: Nothing is known to read it with.
        UnfitError: It has no use for the columns that the user named.
    """
    importer = importer or recognised(foreign)
    if importer is None:
        raise unrecognised(foreign, "name its kind with --format")
    check_options(foreign, importer.title, importer)
    with collector_paused():
        return _convert(foreign, importer, name, path)


def _convert(foreign: Foreign, importer: Importer, name: str, path: Path | None) -> Converted:
    left = Collector(foreign.name)
    try:
        draft = importer.read(foreign, left)
    except TooManyProblems as error:
        return Converted(importer, None, None, error.problems)
    if draft is None:
        return Converted(importer, None, None, _all_placed(left))
    text = to_yaml(draft.document, draft.comments, _origin(foreign, importer, bool(draft.comments)))
    found = Collector(name)
    try:
        timeline = read_yaml(text, found, path)
    except TooManyProblems as error:
        return Converted(importer, text, None, _all_placed(left), error.problems, draft.entries)
    return Converted(importer, text, timeline, _all_placed(left), found.found, draft.entries)


def _all_placed(problems: Collector) -> tuple[Problem, ...]:
    return tuple(map(_placed, problems.found))


def _placed(problem: Problem) -> Problem:
    """A problem that says its path in the data where it has no line."""
    if problem.line is not None or not problem.path:
        return problem
    return replace(problem, message=f"{problem.path}: {problem.message}")


def _origin(foreign: Foreign, importer: Importer, guessed: bool) -> str:
    """What stands on top of the YAML: where it comes from."""
    name = PurePath(foreign.name.replace("\\", "/")).name
    origin = f"Imported from {name} ({importer.title})."
    return f"{origin} Comments say what was guessed." if guessed else origin


def read_foreign(
    foreign: Foreign, importer: Importer, path: Path
) -> tuple[Timeline | None, list[Problem]]:
    """Read a file of another tool as it is; its timeline and all problems.

    There is no line of a YAML to point at: problems say the place in the data instead.
    """
    done = convert(foreign, importer, name=foreign.name, path=path)
    inner = (replace(problem, line=None, column=None) for problem in done.problems)
    found = sorted([*done.left, *map(_placed, inner)], key=lambda problem: problem.sort_key)
    stopped = any(problem.is_error for problem in found)
    return (None if stopped else done.timeline), found
