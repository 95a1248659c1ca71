"""``dateline export``: one command for every kind of file that a timeline can be written as."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard import output
from dashboard.cli import console
from dashboard.cli.drawing import picture_options
from dashboard.cli.exits import Exit, Failure
from dashboard.cli.files import (
    chosen,
    examples,
    file_argument,
    is_dash,
    is_folder,
    output_option,
    sized,
    surveyed,
    whole,
)
from dashboard.cli.tables import said_again, table_options
from dashboard.problems import ProblemError

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk
    from dashboard.model import Timeline
    from dashboard.outputs import Made, Target, Wanted

__all__ = ["export"]


class _Export(click.Command):
    """Lists at the end of its help what there is to write; asked for only then."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from dashboard.outputs import TARGETS, ask

        with formatter.section("Kinds of file"):
            formatter.write_dl([(ask(target), target.title) for target in TARGETS])
        super().format_epilog(ctx, formatter)


# Options that only some kinds of file take have None as their default, which stands for "not said";
# which kinds take which is written in the table of kinds (dashboard/outputs).
@click.command(
    cls=_Export,
    epilog=examples("dateline export events.yaml -o case.html", "dateline export -o - > case.html"),
)
@file_argument
@output_option
@click.option(
    "--format",
    "name",
    metavar="NAME",
    help="Kind of file, where the suffix of PATH does not say it.",
)
@click.option(
    "--picture",
    is_flag=True,
    default=None,
    help="Put a picture of the chart at the top of a report.",
)
@picture_options
@table_options
def export(
    file: Path | None,
    target: Path | None,
    name: str | None,
    columns: Mapping[str, str],
    timezone: str | None,
    **options: Any,
) -> None:
    """Write FILE as one HTML file, or as something else.

    The HTML file is the dashboard itself, with its scripts and every source in it; it works
    offline. The suffix of PATH says which kind is written; with a slash at its end PATH is a folder
    for a web server, which may hold more events than one file. Errors in FILE stop it, warnings do
    not. Internal events are left out. Without FILE it is the case that Dateline brings.
    """
    from dashboard.outputs import Wanted

    folder = is_folder(target)
    kind = _kind(file, None if folder else target, name, folder=folder)
    assert target is not None
    chosen_options = _fitting(kind, options)
    path = chosen(file)
    if target.exists() and path.exists() and target.samefile(path):
        raise Failure(f"{target} is the file to read from", "write to another one", Exit.USAGE)
    shown = _read(path, columns, timezone)
    if kind.name != "html":
        shown = whole(shown, kind.title)
    with console.busy(f"Writing {target}"):
        if folder:
            from dashboard.freeze_folder import write_folder

            losses: tuple[str, ...] = ()
            written = [(target / "index.html", write_folder(shown, target))]
        else:
            stem = "case" if is_dash(target) else target.name
            wanted = stem if Path(stem).suffix else f"{stem}{kind.suffix}"
            made = _made(kind, shown, Wanted(wanted, chosen_options))
            losses, written = made.losses, _write(made, target)
    for loss in losses:
        console.note(f"{target}: {loss}.")
    about = [
        *sized(shown),
        *([kind.promise] if kind.promise and not folder else []),
        *(["for a web server: python -m http.server -d " + str(target)] if folder else []),
    ]
    for at, size in written:
        console.say(", ".join([str(at), _size(size), *about]))


def _read(path: Path, columns: Mapping[str, str], timezone: str | None) -> Timeline | Bulk:
    """What is in a file without internal events; says what is left out or doubtful."""
    from dashboard.bulk.counting import INTERNAL
    from dashboard.model import Timeline

    found, problems = surveyed(path, public=True, columns=columns, timezone=timezone)
    if found is None:
        raise ProblemError(problems)
    if problems:
        again = f"dateline check {shlex.quote(str(path))}{said_again(columns, timezone)}"
        console.note(f"{console.tally(problems)} in {path}; to see them: {again}")
    if not isinstance(found, Timeline):
        hidden = found.losses.get(INTERNAL, 0)
        shown: Timeline | Bulk = found
    else:
        shown = found.public()
        hidden = len(found.events) - len(shown.events)
    if hidden:
        console.note(f"Left out: {console.plural(hidden, 'internal event')}.")
    return shown


def _made(kind: Target, shown: Timeline | Bulk, wanted: Wanted) -> Made:
    """What a kind of file makes; of a large table there is only the page."""
    from dashboard.model import Timeline
    from dashboard.outputs import Made

    if isinstance(shown, Timeline):
        return kind.make(shown, wanted)
    from dashboard.freeze import to_html

    return Made({wanted.name: to_html(shown).encode()})


def _kind(file: Path | None, target: Path | None, name: str | None, *, folder: bool) -> Target:
    """The kind of file that an output path and ``--format`` ask for; a folder is a page."""
    from dashboard.outputs import UnknownTargetError, target_for

    try:
        kind = target_for(None if target is None or is_dash(target) else target, name)
    except UnknownTargetError as error:
        raise click.UsageError(str(error)) from error
    if folder and kind.name != "html":
        raise click.UsageError(f"A folder holds a page; name a file for {kind.title}")
    if target is None and not folder:
        example = f"{file.stem if file else 'case'}{kind.suffix}"
        raise click.UsageError(f"Say where to write to, for example -o {example}")
    return kind


def _fitting(kind: Target, options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; refuses those that the kind has no use for."""
    from dashboard.outputs import TARGETS, ask

    given = {name: value for name, value in options.items() if value not in (None, ())}
    flags = {
        parameter.name: "/".join([*parameter.opts, *parameter.secondary_opts])
        for parameter in click.get_current_context().command.params
    }
    for name in given:
        if name not in kind.options:
            takers = ", ".join(ask(target) for target in TARGETS if name in target.options)
            raise click.UsageError(
                f"{flags[name]} does nothing for {kind.title}; it is for {takers}"
            )
    return given


def _write(made: Made, target: Path) -> list[tuple[Path, int]]:
    """Write what was made; where to, and how many bytes. Nothing is listed for standard output."""
    if is_dash(target):
        if len(made.files) > 1:
            raise click.UsageError("These are several files; name one with -o instead of '-'")
        for data in made.files.values():
            sys.stdout.buffer.write(data)
        return []
    places = {target.parent / name: data for name, data in made.files.items()}
    return [(at, output.write(at, data)) for at, data in places.items()]


def _size(number: int) -> str:
    """A size in bytes for people."""
    return f"{number / 1e6:.2f} MB" if number >= 100_000 else f"{number / 1e3:.1f} kB"
