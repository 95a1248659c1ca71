"""The commands: one module each, or one for a few that belong together."""

from __future__ import annotations

import click

from dashboard.cli.adding import add
from dashboard.cli.checking import check
from dashboard.cli.embedding import embed
from dashboard.cli.exporting import export
from dashboard.cli.extracting import extract
from dashboard.cli.importing import import_
from dashboard.cli.serving import serve
from dashboard.cli.starting import new, schema

__all__ = ["COMMANDS"]

#: In the order in which the help lists them.
COMMANDS: tuple[click.Command, ...] = (
    serve,
    export,
    import_,
    extract,
    embed,
    check,
    new,
    add,
    schema,
)
