"""The options of the commands that read tables: what the headings of a table do not say."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click

from dashboard.problems import UnfitError

__all__ = ["said_again", "table_options", "usage_errors"]

F = TypeVar("F", bound=Callable[..., Any])


def _columns(
    _context: click.Context, _parameter: click.Parameter, values: Sequence[str]
) -> Mapping[str, str]:
    """Which column fills which field."""
    pairs: dict[str, str] = {}
    for value in values:
        field, equals, column = (part.strip() for part in value.partition("="))
        if not (field and equals and column):
            raise click.UsageError(f"--map takes FIELD=COLUMN, found '{value}'")
        if pairs.setdefault(field, column) != column:
            from dashboard.formats.table.asking import clash

            raise click.UsageError(_sentence(*clash(field, pairs[field], column)))
    return pairs


def _zone(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A zone that exists."""
    from dashboard.when import WhenError, zone_of

    if value is not None:
        try:
            zone_of(value)
        except WhenError as error:
            raise click.UsageError(_sentence(error.message, error.hint)) from error
    return value


_OPTIONS = (
    click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="FIELD=COLUMN",
        callback=_columns,
        help="The column of a table that holds a field; may be given several times.",
    ),
    click.option(
        "--timezone",
        metavar="ZONE",
        callback=_zone,
        help="Zone of times that name none, for example Europe/Amsterdam.",
    ),
)


def table_options(command: F) -> F:
    """Give a command the options ``columns``, a mapping, and ``timezone``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def said_again(columns: Mapping[str, str], timezone: str | None) -> str:
    """The options as they were given, with a blank in front, for a command that is named."""
    from dashboard.formats.table.asking import ask

    words = [ask(field, column) for field, column in columns.items()]
    if timezone:
        words.append(f"--timezone {timezone}")
    return "".join(f" {word}" for word in words)


@contextlib.contextmanager
def usage_errors() -> Iterator[None]:
    """While a file is read: says it as a slip in the command when it has no use for an option."""
    try:
        yield
    except UnfitError as error:
        raise click.UsageError(_sentence(error.message, error.hint)) from error


def _sentence(message: str, hint: str | None) -> str:
    return f"{message} ({hint})" if hint else message
