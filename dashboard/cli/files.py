"""What the commands share: how a file is named, found and read."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard import resources
from dashboard.cli import console
from dashboard.cli.exits import Failure
from dashboard.problems import Problem, ProblemError

if TYPE_CHECKING:
    from dashboard.model import Timeline

__all__ = [
    "chosen",
    "examined",
    "examples",
    "file_argument",
    "is_dash",
    "loaded",
    "output_option",
    "path_type",
]

#: Size in bytes from which reading a file takes long enough to say so.
LONG_READ = 1_000_000


def examples(*lines: str) -> str:
    """Lines for the end of a help text, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def path_type(**options: Any) -> click.Path:
    """The type of an option or argument that names a file."""
    return click.Path(path_type=Path, **options)


file_argument = click.argument("file", type=path_type(), required=False)
output_option = click.option(
    "-o",
    "--output",
    "target",
    type=path_type(),
    metavar="PATH",
    help="File to write; '-' for standard output.",
)


def is_dash(path: Path) -> bool:
    """Whether a path stands for standard input or output."""
    return str(path) == "-"


def chosen(file: Path | None) -> Path:
    """The file to read: the one named, else the case that Dateline brings."""
    if file is not None:
        return file
    try:
        example = resources.example_case()
    except FileNotFoundError as error:
        raise Failure(str(error)) from error
    console.note(f"No FILE was named; this is the case that Dateline brings: {example}")
    here = Path("events.yaml")
    if here.exists() and not here.samefile(example):
        command = click.get_current_context().info_name
        console.note(f"For the file in this folder: dateline {command} {here}")
    return example


def examined(path: Path) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """The timeline, or None when there are errors; and all problems."""
    from dashboard.formats import load_with_problems

    with console.busy(f"Reading {path}") if _takes_long(path) else contextlib.nullcontext():
        result = load_with_problems(path)
    return result.timeline, result.problems


def loaded(path: Path) -> tuple[Timeline, tuple[Problem, ...]]:
    """The timeline and its warnings; ends the command when there are errors."""
    timeline, problems = examined(path)
    if timeline is None:
        raise ProblemError(problems)
    return timeline, problems


def _takes_long(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return path.stat().st_size > LONG_READ
    return False
