"""``dateline embed``: the code that puts a timeline into an article."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import click

from dashboard import iframe
from dashboard.cli import console
from dashboard.cli.exits import Exit, Failure
from dashboard.cli.files import examples, loaded
from dashboard.problems import ProblemError, UnreadableError

if TYPE_CHECKING:
    from dashboard.model import Timeline

__all__ = ["embed", "origins"]

#: An origin as a Content-Security-Policy names it: scheme, host (its first label may be ``*``) and
#: port. Nothing else may stand there: it becomes a part of a header.
ORIGIN = re.compile(r"\*|https?://(\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.I)

PAGE = (".html", ".htm")
OURS = (".yaml", ".yml", ".json")


def origins(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The origins of ``serve --embed-in``, checked."""
    for value in values:
        if not ORIGIN.fullmatch(value.rstrip("/")):
            raise click.BadParameter(
                f"'{value}' is no site; write it as https://example.org, without a path"
            )
    return tuple(value.rstrip("/") for value in values)


@click.command(
    epilog=examples(
        "dateline embed case.html",
        "dateline embed https://example.org/case.html --title 'My case' --event some-event",
        "dateline embed case.html --script >> article.html",
    )
)
@click.argument("page", metavar="FILE|ADDRESS")
@click.option("--title", metavar="TEXT", help="What a screen reader announces.")
@click.option(
    "--height",
    type=click.IntRange(200, 4000),
    default=iframe.HEIGHT,
    show_default=True,
    metavar="PIXELS",
    help="Height of the frame; its width is that of the text around it.",
)
@click.option("--event", metavar="ID", help="Open this event.")
@click.option("--story", is_flag=True, help="Begin with the story.")
@click.option("--theme", type=click.Choice(["light", "dark"]), help="Instead of the reader's own.")
@click.option(
    "--script",
    is_flag=True,
    help="Let the frame take the height it needs, and open what a link to the article asks for: "
    "article.html#event=ID.",
)
@click.option(
    "--follow", is_flag=True, help="As --script, and the article's address names what is open."
)
@click.option(
    "--served/--exported",
    default=None,
    help="What is behind ADDRESS: dateline serve, or an exported file. By default a file, unless "
    "the address is one of this machine.",
)
@click.option(
    "--oembed", is_flag=True, help="Print the oEmbed answer as JSON, for a file beside it."
)
def embed(
    page: str,
    title: str | None,
    height: int,
    event: str | None,
    story: bool,
    theme: str | None,
    script: bool,
    follow: bool,
    served: bool | None,
    oembed: bool,
) -> None:
    """Print the code that shows a timeline in an article.

    FILE is an exported page, which the article names as it is named here: keep it beside the
    article. It can be the YAML file as well, when its edition says where its page is published
    ('url'). ADDRESS is where a page is published; it is not opened.
    """
    from dashboard import embed as embeds

    address, timeline = _found(page)
    if event and timeline is not None:
        _known(event, timeline)
    named = {"event": event or "", "story": "1" if story else "", "theme": theme or ""}
    state: Mapping[str, str] = {key: value for key, value in named.items() if value}
    behind = _is_here(address) if served is None else served
    if oembed:
        if timeline is None or not re.match("https?:", address):
            raise Failure(
                "an oEmbed answer names title and address, and one of them is not known",
                "give the YAML file, with the address of its page as 'url' of its edition",
                Exit.USAGE,
            )
        whole = embeds.embedded(address, state)
        said = embeds.oembed(timeline, whole, height=height, served=behind)
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    words = title or (timeline.title if timeline else "Timeline")
    if timeline is None and not title:
        console.note("The page was not opened to read its title; give it with --title.")
    click.echo(
        iframe.frame(
            embeds.embedded(address, state),
            words,
            height=height,
            served=behind,
            follow=follow if script or follow else None,
        )
    )


def _found(page: str) -> tuple[str, Timeline | None]:
    """The address for the frame, and what it shows if that can be read here."""
    if re.match("[a-z][a-z0-9+.-]+:", page, re.I) and not Path(page).exists():
        if urlsplit(page).scheme.lower() not in ("http", "https"):
            raise Failure(f"'{page}' is no address of a page", "one begins with https://")
        return page, None
    name, _, fragment = page.partition("#")
    path = Path(name)
    if path.suffix.lower() in PAGE:
        return quote(path.name if path.is_absolute() else path.as_posix()) + (
            f"#{fragment}" if fragment else ""
        ), _read(path)
    shown = _public(path)
    if shown is None or not shown.edition or not shown.edition.url:
        raise Failure(
            f"{path} does not say where its page is published",
            f"make the page and embed that: dateline export {path} -o {path.stem}.html",
            Exit.USAGE,
        )
    return shown.edition.url, shown


def _public(path: Path) -> Timeline | None:
    """What a page of a file would show; None for a table that cannot be read as it is."""
    try:
        timeline, _ = loaded(path)
    except ProblemError:
        # How to read a table is for the command that makes the page; it has the options for that.
        if path.is_file() and path.suffix.lower() not in OURS:
            return None
        raise
    return timeline.public()


def _read(path: Path) -> Timeline | None:
    """What an exported page shows."""
    from dashboard.extract import extract

    try:
        data = path.read_bytes()
    except OSError as error:
        raise Failure(
            f"cannot read {path}: {error.strerror or error}",
            f"make it with: dateline export FILE -o {path}",
            Exit.PROBLEMS,
        ) from error
    try:
        return extract(data, str(path)).timeline
    except (ProblemError, UnreadableError):
        console.note(f"{path} is no page that Dateline has written; its title is not known.")
        return None


def _known(event: str, timeline: Timeline) -> None:
    if event in timeline.by_id:
        return
    near = difflib.get_close_matches(event, timeline.by_id, 1)
    raise Failure(
        f"there is no event '{event}' in it",
        f"did you mean '{near[0]}'?" if near else None,
        Exit.USAGE,
    )


def _is_here(address: str) -> bool:
    """Whether an address is one of this machine, where `dateline serve` answers."""
    try:
        return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False
