"""The options of ``dateline export`` for pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["picture_options"]

F = TypeVar("F", bound=Callable[..., Any])

#: The names are repeated here, because help must not wait for what draws.
_LANES = ("category", "actor", "place", "evidence", "none")
_THEMES = ("light", "dark", "print")
_EACH = ("lane", "year", "event")

# In the order of the help. All have None as their default, which stands for "not said": see
# exporting.py; what holds then is in dashboard/picture/look.py.
_OPTIONS = (
    click.option(
        "--width", type=int, metavar="PIXELS", help="Width of a picture; 1200 by default."
    ),
    click.option(
        "--height",
        type=int,
        metavar="PIXELS",
        help="Height of a picture; by default what it takes.",
    ),
    click.option(
        "--scale", type=float, metavar="FACTOR", help="Pixels of a PNG to each one; 2 by default."
    ),
    click.option(
        "--theme",
        type=click.Choice(_THEMES),
        help="Colours of a picture; those of print do without any.",
    ),
    click.option("--from", "start", metavar="DATE", help="Where a picture begins: 2018, 2018-04 …"),
    click.option("--to", "end", metavar="DATE", help="Where a picture ends, that time included."),
    click.option(
        "--filter",
        "filters",
        multiple=True,
        metavar="PARTS",
        help="What a picture shows, as in the address: actor=aivd&evidence=disputed.",
    ),
    click.option("--lanes", type=click.Choice(_LANES), help="What the lanes of a picture are."),
    click.option("--select", metavar="EVENT", help="Id of an event to ring, with its relations."),
    click.option(
        "--title/--no-title", default=None, help="Title above a picture; with one by default."
    ),
    click.option(
        "--legend/--no-legend", default=None, help="Key to the marks; with one by default."
    ),
    click.option(
        "--each", type=click.Choice(_EACH), help="A picture for each lane, year or event."
    ),
)


def picture_options(command: F) -> F:
    """Give a command the options of pictures."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
