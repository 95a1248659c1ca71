"""``dateline extract``: the file back out of a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard import output
from dashboard.cli import console
from dashboard.cli.exits import Failure
from dashboard.cli.files import examples, is_dash, output_option, path_type

if TYPE_CHECKING:
    from dashboard.extract import Extracted

__all__ = ["extract"]


@click.command(epilog=examples("dateline extract case.html -o events.yaml"))
@click.argument("page", type=path_type())
@output_option
@click.option("--force", is_flag=True, help="Replace files that exist.")
def extract(page: Path, target: Path | None, force: bool) -> None:
    """Get the file back out of a page that export wrote.

    PAGE is the HTML file, or the folder that export wrote. Its pictures are written beside PATH,
    under the names that the file has for them. Comments and internal events are not in a page.
    Nothing in PAGE is run.
    """
    if target is None:
        raise click.UsageError("Say where to write to, for example -o events.yaml")
    from dashboard.extract import LARGEST
    from dashboard.extract import extract as read
    from dashboard.formats.text_file import read_bytes

    if page.is_dir():
        page = page / "index.html"
    with console.busy(f"Reading {page}"):
        done = read(
            read_bytes(str(page), LARGEST),
            page.name,
            lambda name: (page.parent / name).read_bytes(),
        )
    if is_dash(target):
        click.echo(done.text, nl=False)
    else:
        _write(done, target, force)
    counts = [
        console.plural(len(done.timeline.events), "event"),
        console.plural(len(done.timeline.sources), "source"),
        f"data {done.hash}",
    ]
    console.note(f"{'Written' if is_dash(target) else target}: {', '.join(counts)}")
    if done.missing:
        console.note(f"Not in the page: {', '.join(done.missing)}")
    if not done.is_sound:
        raise Failure(
            "the data are not those that the page's hash was made of",
            "the page has been changed since it was written; compare it with the original",
        )


def _write(done: Extracted, target: Path, force: bool) -> None:
    """Write the file and its pictures, or nothing where something is in the way."""
    folder = target.parent
    places = {target: done.text.encode()}
    places |= {folder / name.replace("\\", "/"): data for name, data in done.pictures.items()}
    for place in places:
        if place.exists() and not force:
            raise Failure(
                f"{place} exists already", "choose another name, or replace it with --force"
            )
        # A link in the file system can lead anywhere; a page may not choose where it writes.
        if not place.resolve().is_relative_to(folder.resolve()) and place != target:
            raise Failure(f"{place} leads out of the folder", "write into an empty folder")
    for place, data in places.items():
        if place != target:
            place.parent.mkdir(parents=True, exist_ok=True)
        output.write(place, data, overwrite=force)
