"""The words around the figures: the machine, the tables, and the document they become."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator, Mapping
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

__all__ = ["Run", "busy", "document", "goals", "machine", "table"]

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
                cell(metric, outcomes[tool], None if tool == "frozen" else outcomes["frozen"])
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
brackets: how many times the value of Dateline's one file. Files are opened from disk, a served page
comes from 127.0.0.1. The rivals come from npm at the versions above.

- **First content** is the browser's own first contentful paint. **First marks**: the first frame
  with a mark that can be seen. **Live chart**: the first frame after which the chart answers.
- **Wheel and drag**: real input, 60 times a second for two seconds, over the middle of the chart:
  in and out, to and fro. **Worst frame** counts half a second more, for what is drawn late.
  **Work a turn** is the processor time of the main thread, over the turns of the wheel.
- **Keystroke**: from pressing a key in the field that filters by words to the end of the last frame
  that changed for it. plotly and TimelineJS have no filter; vis-timeline has one for programs
  (`DataView`), to which the page adds a field.
- **Memory** is JavaScript, its buffers and the document, after clearing up.
- What is not live after {bound:.0f} seconds is ended, and not tried with more events.
- vis-timeline and plotly are set to zoom with the wheel and pan with a drag; events without a
  length are points there. TimelineJS has a slide for each event and pans its axis with the wheel.
"""


def document(
    run: Run, cases: list[tuple[Work, dict[str, Outcome]]], results: Results
) -> Iterator[str]:
    """The parts of the page in ``docs``."""
    yield _HEAD
    yield markdown(["", ""], machine(run))
    for case, outcomes in cases:
        yield f"\n## {case.name}\n\n{table(outcomes)}"
    yield f"\n## Goals\n\n{goals(results)}"
    yield _HOW.format(bound=run.bound)


def write(path: Path, parts: Iterator[str]) -> None:
    """Write the page, whole or not at all."""
    text = "".join(parts)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
