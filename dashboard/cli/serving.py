"""``dateline serve``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.cli import console
from dashboard.cli.embedding import origins
from dashboard.cli.exits import Failure
from dashboard.cli.files import chosen, examples, file_argument
from dashboard.cli.tables import table_options, usage_errors

if TYPE_CHECKING:
    from dashboard.app.server import Address
    from dashboard.app.watch import Snapshot
    from dashboard.model import Timeline

__all__ = ["serve"]


@click.command(
    epilog=examples(
        "dateline serve",
        "dateline serve events.yaml --port 9000 --open",
        "dateline serve table.csv --map title=Headline --map date=Day",
    )
)
@file_argument
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Address to serve at. Beyond this machine internal events are left out.",
)
@click.option(
    "--port",
    default=8050,
    show_default=True,
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Port; the next free one when it is taken, 0 for any.",
)
@click.option(
    "--open/--no-open",
    "open_browser",
    default=False,
    show_default=True,
    help="Open the page in a browser.",
)
@click.option(
    "--watch/--no-watch",
    default=True,
    show_default=True,
    help="Follow the file: a save shows on the open page.",
)
@click.option(
    "--embed-in",
    "embed_in",
    multiple=True,
    metavar="ORIGIN",
    callback=origins,
    help="Site whose pages may show this in a frame, such as https://example.org; repeatable, "
    "'*' for any.",
)
@table_options
def serve(
    file: Path | None,
    host: str,
    port: int,
    open_browser: bool,
    watch: bool,
    embed_in: tuple[str, ...],
    columns: Mapping[str, str],
    timezone: str | None,
) -> None:
    """Serve FILE as a dashboard on this machine.

    A save that has errors changes nothing on the page but lists them there; a FILE that has some
    from the start is waited for. Without FILE it is the case that Dateline brings.
    """
    path = chosen(file)
    with usage_errors(), contextlib.ExitStack() as stack:
        progress = stack.enter_context(console.progress("Starting"))
        from dashboard.app.server import ServeError
        from dashboard.app.server import serve as run

        def ready(address: Address, timeline: Timeline) -> None:
            stack.close()
            _announce(address, timeline, wanted=port)

        try:
            run(
                path,
                host,
                port,
                watch=watch,
                open_browser=open_browser,
                embed_in=embed_in,
                columns=columns,
                timezone=timezone,
                ready=ready,
                changed=_tell,
                progress=progress,
            )
        except ServeError as error:
            raise Failure(error.message, error.hint) from error


def _announce(address: Address, timeline: Timeline, wanted: int) -> None:
    if wanted and address.port != wanted:
        console.note(f"Port {wanted} is taken; this is the next free one.")
    if not address.local:
        console.note("Others on the network can open this. Internal events are left out.")
    console.say(f"Dateline: {timeline.title}")
    console.say(address.url)
    console.say("Ctrl-C to stop")


def _tell(snapshot: Snapshot) -> None:
    """Say in the terminal what became of a save."""
    # Nobody may be reading any more; the page goes on.
    with contextlib.suppress(OSError, ValueError):
        if snapshot.errors:
            then = (
                "waits for the file to be mended"
                if snapshot.waiting
                else "keeps the last good version"
            )
            console.note(f"{console.tally(snapshot.errors)}; the page {then}:")
            console.list_problems(snapshot.errors, err=True)
        else:
            events = console.plural(snapshot.count, "event")
            console.note(f"Read again: {events}.")
