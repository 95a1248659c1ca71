"""``dateline check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.cli import console
from dashboard.cli.exits import Exit, Failure
from dashboard.cli.files import chosen, examined, examples, file_argument
from dashboard.problems import Problem

if TYPE_CHECKING:
    from dashboard.model import Timeline

__all__ = ["check"]


@click.command(epilog=examples("dateline check events.yaml", "dateline check --json --strict"))
@file_argument
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def check(file: Path | None, as_json: bool, strict: bool) -> None:
    """List what is wrong in FILE, with line and column.

    Ends with 1 when there are errors, with 0 otherwise. Without FILE it is the case that Dateline
    brings.
    """
    path = chosen(file)
    timeline, problems = examined(path)
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
