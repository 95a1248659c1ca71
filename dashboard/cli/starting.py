"""``dateline new`` and ``dateline schema``: what a file begins with."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dashboard import output
from dashboard.cli import console
from dashboard.cli.exits import Failure
from dashboard.cli.files import examples, is_dash, output_option, path_type

__all__ = ["new", "schema"]


@click.command(epilog=examples("dateline new", "dateline new cases/harbour.yaml"))
@click.argument("path", type=path_type(), default="events.yaml")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def new(path: Path, force: bool) -> None:
    """Write a small file to begin with.

    It goes to PATH, by default events.yaml, and its comments explain it.
    """
    from dashboard.cli.starter import STARTER

    if path.exists() and not force:
        raise Failure(f"{path} exists already", "choose another name, or replace it with --force")
    output.write(path, STARTER.encode(), overwrite=force)
    console.say(f"{path} is written. To see it: dateline serve {path}")


@click.command(epilog=examples("dateline schema -o dateline.schema.json"))
@output_option
def schema(target: Path | None) -> None:
    """Print the JSON Schema of the file, for editors.

    Put this on the first line of a file, and editors with a YAML language server use it:

    \b
      # yaml-language-server: $schema=dateline.schema.json
    """
    from dashboard.schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if target is None or is_dash(target):
        click.echo(text, nl=False)
        return
    size = output.write(target, text.encode())
    console.say(f"{target}, {console.plural(size, 'byte')}")
