"""The commands. Each reads as a list of steps; whatever is heavy is imported inside."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard import output, resources
from dashboard.cli import console
from dashboard.cli.exits import Exit, Failure
from dashboard.problems import Problem, ProblemError

if TYPE_CHECKING:
    from dashboard.app.server import Address
    from dashboard.app.watch import Snapshot
    from dashboard.model import Timeline

__all__ = ["COMMANDS", "FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that ``export`` makes: a name for help, and what makes its bytes."""

    name: str
    make: Callable[[Timeline], bytes]
    promise: str = ""


def _page(timeline: Timeline) -> bytes:
    from dashboard.freeze import to_html

    return to_html(timeline).encode()


#: Size in bytes from which reading a file takes long enough to say so.
LONG_READ = 1_000_000

#: What ``export`` can make, by suffix. The first is what goes to standard output.
FORMATS = {".html": Format("the dashboard as one file", _page, "works offline")}


def examples(*lines: str) -> str:
    """Lines for the end of a help text, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _path(**options: Any) -> click.Path:
    return click.Path(path_type=Path, **options)


file_argument = click.argument("file", type=_path(), required=False)
output_option = click.option(
    "-o",
    "--output",
    "target",
    type=_path(),
    metavar="PATH",
    help="File to write; '-' for standard output.",
)


@click.command(epilog=examples("dateline serve", "dateline serve events.yaml --port 9000 --open"))
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
def serve(file: Path | None, host: str, port: int, open_browser: bool, watch: bool) -> None:
    """Serve FILE as a dashboard on this machine.

    A save that has errors changes nothing on the page but lists them there. Without FILE it is the
    case that Dateline brings.
    """
    path = _chosen(file)
    with contextlib.ExitStack() as stack:
        stack.enter_context(console.busy("Starting"))
        from dashboard.app.server import ServeError
        from dashboard.app.server import serve as run

        def ready(address: Address, timeline: Timeline) -> None:
            stack.close()
            _announce(address, timeline, wanted=port)

        try:
            run(
                path, host, port, watch=watch, open_browser=open_browser, ready=ready, changed=_tell
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
            console.note(f"{console.tally(snapshot.errors)}; the page keeps the last good version:")
            console.list_problems(snapshot.errors, err=True)
        else:
            events = console.plural(len(snapshot.timeline.events), "event")
            console.note(f"Read again: {events}.")


@click.command(
    epilog=examples("dateline export events.yaml -o case.html", "dateline export -o - > case.html")
)
@file_argument
@output_option
def export(file: Path | None, target: Path | None) -> None:
    """Write FILE as one HTML file that works offline.

    The file is the dashboard itself, with its scripts and every source in it.
    The suffix of PATH says which format is written. Errors in FILE stop it, warnings do not.
    Internal events are left out. Without FILE it is the case that Dateline brings.
    """
    form = _format(file, target)
    path = _chosen(file)
    assert target is not None
    if target.exists() and path.exists() and target.samefile(path):
        raise Failure(f"{target} is the file to read from", "write to another one", Exit.USAGE)
    timeline, problems = _loaded(path)
    if problems:
        console.note(f"{console.tally(problems)} in {path}; to see them: dateline check {path}")
    shown = timeline.public()
    if left_out := len(timeline.events) - len(shown.events):
        console.note(f"Left out: {console.plural(left_out, 'internal event')}.")
    with console.busy(f"Writing {target}"):
        data = form.make(shown)
        if _is_dash(target):
            sys.stdout.buffer.write(data)
            return
        size = output.write(target, data)
    parts = [
        str(target),
        f"{size / 1e6:.2f} MB",
        console.plural(len(shown.events), "event"),
        console.plural(len(shown.sources), "source"),
        *([form.promise] if form.promise else []),
    ]
    console.say(", ".join(parts))


def _format(file: Path | None, target: Path | None) -> Format:
    """The format that an output path asks for."""
    first, form = next(iter(FORMATS.items()))
    if target is None:
        name = f"{file.stem if file else 'case'}{first}"
        raise click.UsageError(f"Say where to write to, for example -o {name}")
    if _is_dash(target):
        return form
    found = FORMATS.get(target.suffix.lower())
    if found is None:
        what = f"the suffix '{target.suffix}'" if target.suffix else "a name without suffix"
        known = ", ".join(f"{suffix} ({form.name})" for suffix, form in FORMATS.items())
        raise click.UsageError(f"Nothing is known to write for {what}. There is: {known}")
    return found


def _is_dash(target: Path) -> bool:
    return str(target) == "-"


@click.command(epilog=examples("dateline check events.yaml", "dateline check --json --strict"))
@file_argument
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def check(file: Path | None, as_json: bool, strict: bool) -> None:
    """List what is wrong in FILE, with line and column.

    Ends with 1 when there are errors, with 0 otherwise. Without FILE it is the case that Dateline
    brings.
    """
    path = _chosen(file)
    timeline, problems = _examined(path)
    passed = timeline is not None and not (strict and problems)
    if as_json:
        console.say(json.dumps(_report(path, timeline, problems, passed), indent=2))
    else:
        console.list_problems(problems)
        console.say(_summary(path, timeline, problems))
    if not passed:
        raise Failure(code=Exit.PROBLEMS)


def _report(
    path: Path, timeline: Timeline | None, problems: tuple[Problem, ...], passed: bool
) -> dict[str, object]:
    return {
        "file": str(path),
        "passed": passed,
        "errors": sum(problem.is_error for problem in problems),
        "warnings": sum(not problem.is_error for problem in problems),
        "events": len(timeline.events) if timeline else None,
        "sources": len(timeline.sources) if timeline else None,
        "problems": [problem.to_dict() for problem in problems],
    }


def _summary(path: Path, timeline: Timeline | None, problems: tuple[Problem, ...]) -> str:
    found = console.tally(problems) or "no problems"
    if timeline is None:
        return f"{path}: {found}"
    events = console.plural(len(timeline.events), "event")
    sources = console.plural(len(timeline.sources), "source")
    return f"{path}: {found}; {events}, {sources}"


@click.command(epilog=examples("dateline new", "dateline new cases/harbour.yaml"))
@click.argument("path", type=_path(), default="events.yaml")
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
    if target is None or _is_dash(target):
        click.echo(text, nl=False)
        return
    size = output.write(target, text.encode())
    console.say(f"{target}, {console.plural(size, 'byte')}")


#: In the order in which the help lists them.
COMMANDS: tuple[click.Command, ...] = (serve, export, check, new, schema)


def _chosen(file: Path | None) -> Path:
    """The file to read: the one named, else the case that Dateline brings."""
    if file is not None:
        return file
    try:
        example = resources.example_case()
    except FileNotFoundError as error:
        raise Failure(str(error)) from error
    console.note(f"No FILE was named; this is the case that Dateline brings: {example}")
    here = Path("events.yaml")
    if here.exists() and not here.samefile(example):
        command = click.get_current_context().info_name
        console.note(f"For the file in this folder: dateline {command} {here}")
    return example


def _examined(path: Path) -> tuple[Timeline | None, tuple[Problem, ...]]:
    """The timeline, or None when there are errors; and all problems."""
    from dashboard.formats import load_with_problems

    with console.busy(f"Reading {path}") if _takes_long(path) else contextlib.nullcontext():
        loaded = load_with_problems(path)
    return loaded.timeline, loaded.problems


def _takes_long(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return path.stat().st_size > LONG_READ
    return False


def _loaded(path: Path) -> tuple[Timeline, tuple[Problem, ...]]:
    """The timeline and its warnings; ends the command when there are errors."""
    timeline, problems = _examined(path)
    if timeline is None:
        raise ProblemError(problems)
    return timeline, problems
