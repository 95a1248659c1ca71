"""What the commands share: how a file is named, found and read."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard import resources
from dashboard.cli import console
from dashboard.cli.exits import Failure
from dashboard.cli.tables import usage_errors
from dashboard.problems import Problem, ProblemError

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk
    from dashboard.model import Timeline

__all__ = [
    "chosen",
    "counted",
    "examined",
    "examples",
    "file_argument",
    "is_dash",
    "is_folder",
    "loaded",
    "output_option",
    "path_type",
    "sized",
    "surveyed",
    "whole",
]

#: The most events of a table that become objects where something else than a page is made of them.
MOST_OBJECTS = 100_000

#: Size in bytes from which reading a file takes long enough to say so.
LONG_READ = 1_000_000


def examples(*lines: str) -> str:
    """Lines for the end of a help text, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def path_type(**options: Any) -> click.Path:
    """The type of an option or argument that names a file."""
    return click.Path(path_type=Path, **options)


file_argument = click.argument("file", type=path_type(), required=False)
#: Where a command keeps that its output is a folder: a path forgets the slash at its end.
_FOLDER = "dateline.folder"


class _Output(click.Path):
    """A path to write to, which may end in a slash."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx is not None and str(value).endswith(("/", os.sep)):
            ctx.meta[_FOLDER] = True
        return super().convert(value, param, ctx)


output_option = click.option(
    "-o",
    "--output",
    "target",
    type=_Output(path_type=Path),
    metavar="PATH",
    help="File to write; '-' for standard output.",
)


def is_folder(target: Path | None) -> bool:
    """Whether a path to write to is a folder: one that is there, or a name with a slash behind."""
    said = bool(click.get_current_context().meta.get(_FOLDER))
    return target is not None and not is_dash(target) and (said or target.is_dir())


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


def surveyed(
    path: Path,
    *,
    public: bool = False,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
) -> tuple[Timeline | Bulk | None, tuple[Problem, ...]]:
    """What is in a file, large tables as columns; None when there are errors. And all problems.

    Args:
        path: The file.
        public: Leave internal rows of a large table out; of other files nothing is left out.
        columns: Which column of a table fills which field, where that is not to be guessed.
        timezone: Where times are that name no zone (IANA name).
    """
    from dashboard.bulk import is_large, open_table

    if not is_large(path):
        return _read(path, columns, timezone)
    with console.progress(f"Reading {path}") as progress:
        opened = open_table(
            path, public=public, columns=columns, timezone=timezone, progress=progress
        )
    return opened.shown, opened.problems


def whole(shown: Timeline | Bulk, what: str) -> Timeline:
    """All events as objects, for ``what`` needs them so; ends the command where they are many."""
    from dashboard.model import Timeline

    if isinstance(shown, Timeline):
        return shown
    count = len(shown.columns)
    if count > MOST_OBJECTS:
        raise Failure(
            f"{count:,} events are too many for {what}, which takes {MOST_OBJECTS:,}",
            "a page can hold them: -o case/",
        )
    return shown.texts.timeline(0, count)


def counted(shown: Timeline | Bulk) -> tuple[int, int | None]:
    """How many events and sources there are; the sources of a large table are not counted."""
    from dashboard.model import Timeline

    if isinstance(shown, Timeline):
        return len(shown.events), len(shown.sources)
    return len(shown.columns), None


def sized(shown: Timeline | Bulk) -> list[str]:
    """The same in words."""
    events, sources = counted(shown)
    words = [console.plural(events, "event")]
    return words if sources is None else [*words, console.plural(sources, "source")]


def examined(path: Path) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """The timeline, or None when there are errors; and all problems."""
    shown, problems = surveyed(path)
    return None if shown is None else whole(shown, "this"), problems


def loaded(path: Path) -> tuple[Timeline, tuple[Problem, ...]]:
    """The timeline and its warnings; ends the command when there are errors."""
    timeline, problems = examined(path)
    if timeline is None:
        raise ProblemError(problems)
    return timeline, problems


def _read(
    path: Path, columns: Mapping[str, str] | None, timezone: str | None
) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """The same of a file that is read as a whole."""
    from dashboard.formats import load_with_problems

    waiting = console.busy(f"Reading {path}") if _takes_long(path) else contextlib.nullcontext()
    with waiting, usage_errors():
        result = load_with_problems(path, columns=columns, timezone=timezone)
    return result.timeline, result.problems


def _takes_long(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return path.stat().st_size > LONG_READ
    return False
