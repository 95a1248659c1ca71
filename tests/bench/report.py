"""The words around the figures: the machine, the tables, and the document they become."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.bench.contest import TOOLS
from tests.bench.data import Work
from tests.bench.figures import METRICS, Outcome, cell, markdown
from tests.bench.goals import Results, judged
from tests.bench.rivals import PACKAGES, PLOTLY_VERSION
from tests.bench.visit import VIEWPORT
from tests.browser import find_browser

__all__ = ["Run", "busy", "document", "goals", "machine", "notes", "table", "write"]

#: More programs that want to run than this, and the figures are not to be trusted.
BUSY = 3.0


@dataclass(frozen=True, slots=True)
class Run:
    """How a run was made.

    Attributes:
        runs: Visits to each page.
        bound: Seconds until a page had to be live.
        load: Programs that wanted to run when the machine was busiest, over a minute. The benchmark
            itself is one or two of them.
    """

    runs: int
    bound: float
    load: float


def busy() -> float:
    """Programs that wanted to run in the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _browser() -> str:
    said = subprocess.run(
        [find_browser(), "--version"], capture_output=True, text=True, check=False, timeout=60
    )
    return " ".join(said.stdout.split()[:2]) or "Chromium"


def _memory() -> str:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "unknown"
    return f"{total / 2**30:.0f} GB"


def machine(run: Run) -> Iterator[tuple[str, str]]:
    """What the figures depend on, as rows."""
    yield "Date", date.today().isoformat()
    yield (
        "Machine",
        f"{os.cpu_count()} cores ({platform.machine()}), {_memory()} memory, no GPU used",
    )
    yield "System", f"{platform.system()}, Python {platform.python_version()}"
    yield "Browser", f"{_browser()}, headless, window of {VIEWPORT[0]} by {VIEWPORT[1]} pixels"
    yield "Dateline", version("dateline")
    for package in PACKAGES.values():
        yield package.name, package.version
    yield "plotly (Python, `write_html`)", PLOTLY_VERSION
    yield "Visits to each page", f"{run.runs}, the median is shown"
    yield (
        "Highest load while it ran",
        f"{run.load:.1f}"
        + (
            " (others used the machine: times are too long, ratios rough)"
            if run.load > BUSY
            else ""
        ),
    )


def table(outcomes: Mapping[str, Outcome]) -> str:
    """The figures of one case: a row for each metric, a column for each tool."""
    tools = [tool for tool in TOOLS if tool in outcomes]
    rows = [
        [
            metric.title,
            *(
                cell(metric, outcomes[tool], None if tool == "frozen" else outcomes.get("frozen"))
                for tool in tools
            ),
        ]
        for metric in METRICS
    ]
    return markdown(["", *(TOOLS[tool][0] for tool in tools)], rows)


def goals(results: Results) -> str:
    """Each goal with what was measured."""
    return markdown(["Work", "Goal", "Measured", ""], judged(results))


_HEAD = """\
# Benchmarks

How Dateline compares with other timelines: the same events, in one run, in the same browser on the
same machine. `./run bench --write` makes this page; figures of different machines cannot be
compared, ratios can.

"""

_HOW = """
## How it is measured

Every visit has a browser process of its own, with nothing in any cache; the tools take turns. In
brackets: how many times the value of Dateline's frozen page. It is one file up to 100,000 events,
and a folder beyond. Files are opened from disk, a folder and a served page come from 127.0.0.1. Up
to 10,000 events Dateline reads YAML, beyond that Parquet with the same columns. The rivals come
from npm at the versions above, their data from a script beside the page.

- **Ready to be opened**: how long `dateline export` takes to write the page, and from the start of
  `dateline serve` until the page has answered; once for each size, on the clock. **Memory of the
  server**: the most that its processes ever held, after all visits.
- **Bytes of a visit**: of a file all that it has on disk; over HTTP what is loaded until the chart
  is live.
- **First content** is the browser's own first contentful paint. **First marks**: the first frame
  with a mark that can be seen. **Live chart**: the first frame after which the chart answers.
- **Wheel and drag**: real input, 60 times a second for two seconds, over the middle of the chart:
  in and out, to and fro. **Worst frame** counts half a second more, for what is drawn late.
  **Work a turn** is the processor time of the main thread, over the turns of the wheel. **Zoom by
  a key**: from pressing it to the end of the last frame that changed for it, without the movement
  that leads there, for who has asked for less motion.
- **Keystroke**: from pressing a key in the field that filters by words to the end of the last frame
  that changed for it. plotly and TimelineJS have no filter; vis-timeline has one for programs
  (`DataView`), to which the page adds a field.
- **Memory** is JavaScript, its buffers and the document, after clearing up.
- What is not live after {bound:.0f} seconds is ended, and not tried with more events.
- vis-timeline and plotly are set to zoom with the wheel and pan with a drag; events without a
  length are points there. TimelineJS has a slide for each event and pans its axis with the wheel.
"""


#: What is written by hand stands between these, and stays when the page is made anew.
_NOTES = ("<!-- notes -->", "<!-- end of notes -->")


def notes(text: str) -> str:
    """What somebody has written between the markers of a page, with an empty line on each side."""
    _, _, behind = text.partition(_NOTES[0])
    words, end, _ = behind.partition(_NOTES[1])
    return f"\n{words.strip()}\n\n" if end and words.strip() else "\n"


def document(
    run: Run,
    cases: Sequence[tuple[Work, dict[str, Outcome]]],
    results: Results,
    before: str = "",
) -> Iterator[str]:
    """The parts of the page in ``docs``.

    Args:
        run: How the run was made.
        cases: What it found, by size.
        results: The same for the goals.
        before: The page as it was; what is written in it by hand is kept.
    """
    yield _HEAD
    yield markdown(["", ""], machine(run))
    for case, outcomes in cases:
        yield f"\n## {case.name}\n\n{table(outcomes)}"
    yield f"\n## Goals\n\n{goals(results)}"
    yield f"\n{_NOTES[0]}\n{notes(before)}{_NOTES[1]}\n"
    yield _HOW.format(bound=run.bound)


def write(
    path: Path, run: Run, cases: Sequence[tuple[Work, dict[str, Outcome]]], results: Results
) -> None:
    """Write the page, whole or not at all; what is written in it by hand stays."""
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(document(run, cases, results, before)), encoding="utf-8")
    fresh.replace(path)
