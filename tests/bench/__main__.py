"""The benchmark as a command.

    python -m tests.bench [load|page|rivals] [--sizes case,100,1000] [--tools frozen,vis]
        [--runs 5] [--write]

``load`` says how fast a file is read, ``page`` how long a reader of a large case waits, ``rivals``
(the default) compares Dateline with other timelines.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from dashboard import load
from tests import bench_load, bench_page
from tests.bench.contest import TOOLS, contest
from tests.bench.data import Work
from tests.bench.figures import Outcome, markdown
from tests.bench.goals import Loading, Results
from tests.bench.report import Run, busy, goals, machine, table, write
from tests.doors import ROOT

__all__ = ["main", "sizes", "tools"]

SIZES = "case,100,1000,10000,100000,1000000"
DOCUMENT = ROOT / "docs" / "benchmarks.md"


def sizes(text: str) -> list[int]:
    """Numbers of events, smallest first; ``case`` is the shipped case and comes as 0.

    Raises:
        argparse.ArgumentTypeError: One is neither.
    """
    words = [word.strip().replace("_", "") for word in text.split(",")]
    for word in words:
        if word != "case" and not (word.isdecimal() and int(word)):
            raise argparse.ArgumentTypeError(f"'{word}' is no number of events; try 100,1000")
    return sorted({0 if word == "case" else int(word) for word in words})


def tools(text: str) -> tuple[str, ...]:
    """Keys of tools, in the order of the tables.

    Raises:
        argparse.ArgumentTypeError: One is none.
    """
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in TOOLS:
            raise argparse.ArgumentTypeError(f"'{word}' is not one of {', '.join(TOOLS)}")
    return tuple(tool for tool in TOOLS if tool in words)


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of one or more")
    return int(text)


def _loading(wanted: Sequence[int], folder: Path) -> Loading:
    """Reading 10,000 events, and 100,000 when that size is asked for."""

    def seconds(events: int, task: Callable[[Path], object], rounds: int) -> float:
        path = folder / f"load-{events}.yaml"
        if not path.is_file():
            path.write_text(bench_load.sample(events), encoding="utf-8")
        return min(bench_load.seconds(lambda: task(path)) for _ in range(rounds))

    few = bench_load.EVENTS
    rounds = bench_load.ROUNDS
    try:
        # The best of as many as of 10,000: only then the two can be set against each other.
        large = seconds(100_000, load, rounds) if 100_000 in wanted else None
    except Exception as error:
        # A file of that size may be refused; the other figures are worth having all the same.
        _say(f"100,000 events are not read: {str(error).splitlines()[0]}")
        large = None
    return Loading(seconds(few, bench_load.walk, rounds), seconds(few, load, rounds), large)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _rivals(options: argparse.Namespace) -> None:
    measured: list[tuple[Work, dict[str, Outcome]]] = []
    outcomes: dict[tuple[int, str], Outcome] = {}
    crowd = busy()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        loading = _loading(options.sizes, folder)
        for case, found in contest(
            options.sizes, options.runs, options.bound, folder, _say, options.tools
        ):
            measured.append((case, found))
            crowd = max(crowd, busy())
            outcomes |= {(case.size, tool): outcome for tool, outcome in found.items()}
            print(f"\n{case.name}\n\n{table(found)}", flush=True)
            if options.write:
                # A long run that is broken off leaves what it has found.
                run = Run(options.runs, options.bound, crowd)
                write(DOCUMENT, run, measured, Results(outcomes, loading))
    print(markdown(["", ""], machine(Run(options.runs, options.bound, crowd))))
    print(goals(Results(outcomes, loading)))


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="./run bench", description="How fast Dateline is.")
    parser.add_argument("what", nargs="?", default="rivals", choices=("load", "page", "rivals"))
    parser.add_argument(
        "--sizes",
        type=sizes,
        help=f"numbers of events, and 'case' for the shipped case; by default {SIZES}, "
        f"for page {bench_page.EVENTS}",
    )
    parser.add_argument(
        "--tools",
        type=tools,
        default=tuple(TOOLS),
        help=f"which are compared; by default {','.join(TOOLS)}",
    )
    parser.add_argument(
        "--runs", type=_positive, default=5, help="visits to each page; 5 by default"
    )
    parser.add_argument(
        "--bound",
        type=_positive,
        default=60,
        help="seconds until a page has to be live; 60 by default",
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    if options.what == "load":
        bench_load.main()
    elif options.what == "page":
        for size in options.sizes or [bench_page.EVENTS]:
            # The shipped case is no made-up one.
            if size:
                bench_page.run(size)
    else:
        options.sizes = options.sizes or sizes(SIZES)
        _rivals(options)


if __name__ == "__main__":
    main()
