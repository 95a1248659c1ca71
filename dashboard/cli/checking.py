"""``dateline check``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.cli import console
from dashboard.cli.exits import Exit, Failure
from dashboard.cli.files import chosen, counted, examples, file_argument, sized, surveyed
from dashboard.cli.tables import table_options
from dashboard.problems import Problem

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk
    from dashboard.model import Timeline

__all__ = ["check"]


@click.command(epilog=examples("dateline check events.yaml", "dateline check --json --strict"))
@file_argument
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@table_options
def check(
    file: Path | None,
    as_json: bool,
    strict: bool,
    columns: Mapping[str, str],
    timezone: str | None,
) -> None:
    """List what is wrong in FILE, with line and column.

    Ends with 1 when there are errors, with 0 otherwise. Without FILE it is the case that Dateline
    brings.
    """
    path = chosen(file)
    timeline, problems = surveyed(path, columns=columns, timezone=timezone)
    passed = timeline is not None and not (strict and problems)
    if as_json:
        console.say(json.dumps(_report(path, timeline, problems, passed), indent=2))
    else:
        console.list_problems(problems)
        console.say(_summary(path, timeline, problems))
    if not passed:
        raise Failure(code=Exit.PROBLEMS)


def _report(
    path: Path, shown: Timeline | Bulk | None, problems: tuple[Problem, ...], passed: bool
) -> dict[str, object]:
    events, sources = counted(shown) if shown else (None, None)
    return {
        "file": str(path),
        "passed": passed,
        "errors": sum(problem.is_error for problem in problems),
        "warnings": sum(not problem.is_error for problem in problems),
        "events": events,
        "sources": sources,
        "problems": [problem.to_dict() for problem in problems],
    }


def _summary(path: Path, shown: Timeline | Bulk | None, problems: tuple[Problem, ...]) -> str:
    found = console.tally(problems) or "no problems"
    return f"{path}: {found}" if shown is None else f"{path}: {found}; {', '.join(sized(shown))}"
