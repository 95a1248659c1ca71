"""What the commands print: styled on a terminal, plain and stable in a pipe.

Rich is imported only where something is shown on a terminal: it takes as long to load as a small
file takes to check.
"""

from __future__ import annotations

import contextlib
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import IO

import click

from dashboard.problems import Problem, Severity

__all__ = ["busy", "list_problems", "note", "plural", "printable", "progress", "say", "tally"]

#: Characters that would move the cursor, hide text or turn its direction when printed.
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
#: Invisible too, but they belong to words: scripts and emoji join with them.
_HARMLESS = "\n\u200c\u200d"
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def say(text: str = "") -> None:
    """Print a line on standard output, at once."""
    click.echo(printable(text))


def note(text: str) -> None:
    """Print a line on standard error: what is good to know but is not the result."""
    click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """The text with everything escaped that a terminal would obey rather than show."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character in _HARMLESS or unicodedata.category(character) not in _UNSAFE
        else _escape(character)
        for character in text
    )


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 event``, ``1,200 events``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def tally(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are: ``2 errors, 1 warning``; empty for none."""
    counts = (
        (sum(problem.is_error for problem in problems), "error"),
        (sum(not problem.is_error for problem in problems), "warning"),
    )
    return ", ".join(plural(number, noun) for number, noun in counts if number)


def list_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Print problems: a table on a terminal, one a line elsewhere.

    Args:
        problems: In the order in which they are printed.
        err: On standard error instead of standard output.
    """
    stream = sys.stderr if err else sys.stdout
    if _is_terminal(stream):
        _table(problems, stream)
    else:
        for problem in problems:
            click.echo(printable(str(problem)).replace("\n", " "), err=err)


def _is_terminal(stream: IO[str]) -> bool:
    return stream is not None and stream.isatty()


def _table(problems: Sequence[Problem], stream: IO[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    places = [Text(printable(problem.place), "cyan") for problem in problems]
    # Long places get a line of their own, or they would leave no room for the words.
    beside = max(map(len, places), default=0) <= console.width * 2 // 5
    table = Table.grid(padding=(0, 2))
    if beside:
        # A place stays whole on one line, so that a terminal can open the file at a click.
        table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for problem, place in zip(problems, places, strict=True):
        words = Text(printable(problem.message))
        if problem.hint:
            words.append(f"\n{printable(problem.hint)}", "dim")
        severity = Text(problem.severity, _STYLES[problem.severity])
        if beside:
            table.add_row(place, severity, words)
        else:
            table.add_row(severity, Text("\n").join([place, words]))
    console.print(table)


@contextlib.contextmanager
def busy(what: str) -> Iterator[None]:
    """Show a turning sign with ``what`` while the body runs; nothing outside a terminal."""
    if not _is_terminal(sys.stderr):
        yield
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(what)):
        yield


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[float, str], None]]:
    """Show a turning sign with ``what``, and a bar once somebody says how far the work is.

    Gives whom to tell it: how much is done, from 0 to 1, and what is done next. Outside a terminal
    nothing is shown.
    """
    if not _is_terminal(sys.stderr):
        yield lambda share, next_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[share]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(printable(what), total=None, share="")

        def tell(share: float, next_: str) -> None:
            shown.update(
                task,
                description=printable(next_),
                total=1.0,
                completed=share,
                share=f"{share:.0%}",
            )

        yield tell
