"""The command ``dateline``.

Loading this loads neither dash nor plotly: a command imports what it needs when it runs.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from dashboard.cli import console
from dashboard.cli.commands import COMMANDS
from dashboard.cli.exits import MEANING, Exit, Failure
from dashboard.output import OutputError
from dashboard.problems import ProblemError, closest

__all__ = ["command", "main"]

#: Variables that change how the command behaves; the help prints this table.
ENVIRONMENT = {
    "NO_COLOR": "print without colours",
    "DATELINE_DEBUG": "when something breaks, show where in the program",
}


class _GoneReader(Exception):
    """Whoever read our output has stopped; apart from OSError, which click answers itself."""


class _Dateline(click.Group):
    """A group that keeps the order of its commands and helps with names it does not know."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        if name.endswith((".yaml", ".yml")) or Path(name).is_file():
            raise click.UsageError(f"Did you mean: dateline serve {name}", ctx)
        meant = closest(name, list(self.commands))
        hint = f"Did you mean '{meant}'?" if meant else f"There is: {', '.join(self.commands)}."
        raise click.UsageError(f"No such command '{name}'. {hint}", ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        tables = {
            "Exit codes": {str(int(code)): meaning for code, meaning in MEANING.items()},
            "Environment": ENVIRONMENT,
        }
        for title, rows in tables.items():
            with formatter.section(title):
                formatter.write_dl(list(rows.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _GoneReader from error


def _version() -> str:
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        console.say(f"dateline {_version()}")
        ctx.exit()


@click.group(
    cls=_Dateline,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and exit.",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Timelines that show their sources.

    A YAML list of events becomes an interactive dashboard, and one HTML file that is the same
    dashboard. Begin with: dateline new
    """
    if ctx.invoked_subcommand is None:
        console.say(ctx.get_help())


for _each in COMMANDS:
    command.add_command(_each)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command and return the code it ends with (see ``dateline --help``).

    Nothing that goes wrong reaches the user as a traceback, unless ``DATELINE_DEBUG`` is set.

    Args:
        args: The words after ``dateline``; by default those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot print a character gets its number instead of a crash.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = command.main(
            None if args is None else list(args), prog_name="dateline", standalone_mode=False
        )
        sys.stdout.flush()
    except BaseException as error:
        for kinds, answer in _ANSWERS:
            if isinstance(error, kinds):
                return int(answer(error))
        raise
    return result if isinstance(result, int) else Exit.FINE


def _stopped(_error: BaseException) -> int:
    return Exit.STOPPED


def _unread(_error: BaseException) -> int:
    # What is still buffered would fail once more when the interpreter ends.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.PIPE


def _misused(error: click.ClickException) -> int:
    # Caught on its way to the terminal, for it quotes what was typed.
    words = io.StringIO()
    error.show(words)
    console.note(words.getvalue().rstrip())
    return error.exit_code


def _listed(error: ProblemError) -> int:
    console.list_problems(error.problems, err=True)
    console.note(f"dateline: stopped by {console.tally(error.problems)}")
    return Exit.PROBLEMS


def _failed(error: Failure | OutputError) -> int:
    if error.message:
        console.note(f"dateline: {error.message}" + (f" ({error.hint})" if error.hint else ""))
    return getattr(error, "code", Exit.FAILED)


def _broke(error: Exception) -> int:
    """The last resort: a fault of ours, or of the system, that nothing above knows."""
    if os.environ.get("DATELINE_DEBUG"):
        traceback.print_exception(error)
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    console.note(f"dateline: this should not have happened: {reason}")
    console.note("Set DATELINE_DEBUG=1 to see where, and please report it.")
    return Exit.FAILED


#: What each kind of exception means for the user, the first that fits.
_ANSWERS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Any], ...] = (
    ((KeyboardInterrupt, click.Abort), _stopped),
    ((_GoneReader, BrokenPipeError), _unread),
    (click.ClickException, _misused),
    (ProblemError, _listed),
    ((Failure, OutputError), _failed),
    (Exception, _broke),
)
