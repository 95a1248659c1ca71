"""``dateline add``: an event from the command line, while the page with its source is open."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard import output
from dashboard.cli import console
from dashboard.cli.exits import Exit, Failure
from dashboard.cli.files import examples, path_type
from dashboard.problems import ProblemError, UnfitError, UnreadableError

__all__ = ["add"]


@click.command(
    epilog=examples(
        "dateline add https://example.org/article",
        'dateline add "10 Dec 2020: Two diplomats expelled https://example.org/article"',
        "dateline add https://example.org/article --date 2020-12 --category expulsion",
    )
)
@click.argument("text", nargs=-1, required=True, metavar="URL|TEXT")
@click.option(
    "-f",
    "--file",
    "file",
    type=path_type(),
    default="events.yaml",
    show_default=True,
    metavar="FILE",
    help="The file to add to.",
)
@click.option("--date", metavar="DATE", help="When it happened: 2020-12-10, 2020-12, 2018~ …")
@click.option("--title", metavar="TITLE", help="What happened, in one line.")
@click.option("--category", metavar="ID", help="Its category.")
@click.option("--actor", "actors", multiple=True, metavar="ID", help="Who took part; repeatable.")
@click.option(
    "--tag", "tags", multiple=True, metavar="WORD", help="A word to filter by; repeatable."
)
def add(
    text: tuple[str, ...],
    file: Path,
    date: str | None,
    title: str | None,
    category: str | None,
    actors: tuple[str, ...],
    tags: tuple[str, ...],
) -> None:
    """Add an event to FILE, with its source.

    Addresses in the text become sources, a date in front of it the date, the rest the title. No
    page is opened, and nothing is guessed: where date or title are missing the file gets a '…' to
    write over, and until then the event is left out with a warning. Nothing else in the file
    changes, neither comments nor order.
    """
    from dashboard.formats.addition import add_event
    from dashboard.formats.jotted import read_date, read_jotted

    try:
        jotted = read_jotted(" ".join(text))
        date = read_date(date) if date else jotted.date
        added = add_event(
            file,
            date=date,
            title=title or jotted.title,
            links=jotted.links,
            category=category,
            actors=actors,
            tags=tags,
        )
    except UnfitError as error:
        raise Failure(error.message, error.hint, Exit.USAGE) from error
    except UnreadableError:
        raise
    except ProblemError:
        console.note(f"Nothing was added to {file}; this would be wrong with it:")
        raise
    output.write(file, added.data)
    what = title or jotted.title or "an event"
    console.say(f"{file}:{added.line}: added: {what}" + (f" ({date})" if date else ""))
    if added.open:
        console.say(f"Still to be filled in: {' and '.join(added.open)}.")
    if not jotted.links:
        console.note("It has no source yet.")
    for cited in added.cited:
        console.note(f"The source is cited by '{cited}' already.")
