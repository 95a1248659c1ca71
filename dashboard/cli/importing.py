"""``dateline import``: a file of another tool becomes one of our own, with what was not understood.

What is read from standard input has no name; its kind is told by what is in it like any other.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard import output
from dashboard.cli import console
from dashboard.cli.exits import Exit, Failure
from dashboard.cli.files import examples, is_dash, output_option, path_type
from dashboard.cli.tables import table_options, usage_errors
from dashboard.problems import ProblemError

if TYPE_CHECKING:
    from dashboard.formats.convert import Converted
    from dashboard.formats.draft import Foreign, Importer

__all__ = ["import_"]

#: What the file that is written may end in.
YAML = (".yaml", ".yml")


class _Import(click.Command):
    """Lists at the end of its help what can be read; asked for only then."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from dashboard.formats.foreign import IMPORTERS

        with formatter.section("Kinds of file"):
            formatter.write_dl([(importer.name, importer.title) for importer in IMPORTERS])
        super().format_epilog(ctx, formatter)


@click.command(
    "import",
    cls=_Import,
    epilog=examples(
        "dateline import calendar.ics -o events.yaml",
        "dateline import table.csv -o events.yaml --map title=Headline --map date=Day",
    ),
)
@click.argument("source", type=path_type())
@output_option
@click.option("--format", "kind", metavar="NAME", help="Kind of file, where it is not recognised.")
@table_options
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def import_(
    source: Path,
    target: Path | None,
    kind: str | None,
    columns: Mapping[str, str],
    timezone: str | None,
    force: bool,
) -> None:
    """Make a file of our own from one of another tool.

    SOURCE is recognised by what is in it; '-' is standard input. What was not understood is listed
    with its line or path, and what was guessed stands in the file as a comment.
    """
    if target is None:
        raise click.UsageError("Say where to write to, for example -o events.yaml")
    if not is_dash(target) and target.suffix.lower() not in YAML:
        name = target.with_suffix(".yaml").name if target.stem else "events.yaml"
        raise click.UsageError(f"A file of our own is YAML, for example -o {name}")
    if not is_dash(target) and target.exists() and not force:
        raise Failure(f"{target} exists already", "choose another name, or replace it with --force")
    foreign = _foreign(source, columns, timezone)
    with console.busy(f"Reading {source}"), usage_errors():
        text, done = _converted(foreign, kind, target)
    if is_dash(target):
        click.echo(text, nl=False)
    else:
        output.write(target, text.encode(), overwrite=force)
    if done is not None:
        _tell(done, source, target)


def _foreign(source: Path, columns: Mapping[str, str], timezone: str | None) -> Foreign:
    from dashboard.formats.draft import Foreign
    from dashboard.formats.text_file import LARGEST, read_bytes

    if not is_dash(source):
        return Foreign(str(source), read_bytes(str(source)), columns, timezone)
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Failure(f"standard input is larger than {LARGEST // 1_000_000} MB", "split it")
    return Foreign("standard input", data, columns, timezone)


def _converted(foreign: Foreign, kind: str | None, target: Path) -> tuple[str, Converted | None]:
    """The YAML, and how it came about; one of our own files has nothing to tell."""
    from dashboard.formats import FORMATS, loads
    from dashboard.formats.convert import convert
    from dashboard.formats.foreign import check_options, is_ours

    if kind is None and is_ours(foreign):
        check_options(foreign, "JSON", None)
        console.note(f"{foreign.name} is a file of Dateline's own, as JSON.")
        return FORMATS[".yaml"].write(loads(foreign.text or "", foreign.name, ".json")), None
    if kind is None and FORMATS.get(foreign.suffix) is FORMATS[".yaml"]:
        raise Failure(f"{foreign.name} is a YAML file already", f"dateline serve {foreign.name}")
    name = "YAML" if is_dash(target) else str(target)
    done = convert(foreign, _importer(kind), name=name)
    if done.text is None:
        raise ProblemError(done.left)
    return done.text, done


def _importer(kind: str | None) -> Importer | None:
    from dashboard.formats.foreign import importer_named

    if kind is None:
        return None
    try:
        return importer_named(kind)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error


def _tell(done: Converted, source: Path, target: Path) -> None:
    """Say what was read, what was left, and what to look at; ends with 1 when there are errors."""
    console.note(f"Read {source} as {done.importer.title}.")
    if done.left:
        console.list_problems(done.left, err=True)
    errors = tuple(problem for problem in done.problems if problem.is_error)
    warnings = len(done.problems) - len(errors)
    if done.timeline is not None:
        made = console.plural(len(done.timeline.events), "event")
        if done.entries is not None:
            made = f"{console.plural(done.entries, 'entry', 'entries')} in, {made} out"
        about = [made, console.plural(len(done.timeline.sources), "source")]
        where = "Written" if is_dash(target) else f"{target} is written"
        console.note(f"{where}: {', '.join(about)}.")
    if errors:
        console.list_problems(errors, err=True)
        raise Failure(f"{target} is written, but has to be mended first", code=Exit.PROBLEMS)
    if not is_dash(target):
        if warnings:
            found = console.plural(warnings, "warning")
            console.note(f"{found} to look at: dateline check {target}")
        console.note(f"To see it: dateline serve {target}")
