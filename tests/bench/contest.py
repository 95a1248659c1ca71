"""All tools on the cases of all sizes: who is opened when, and what is kept of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.data import Work, work
from tests.bench.figures import NOTHING, Outcome, Sample
from tests.bench.rivals import UnavailableError, plotly_page, timelinejs_page, vis_page
from tests.doors import DATELINE, ROOT, Served

__all__ = ["TOOLS", "contest"]

#: Seconds for all that is measured on a page once its chart is live; a page that stands still
#: needs no more to show it.
INPUT_BOUND = 60


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that can be visited: its address, and its bytes on disk if it is a file."""

    address: str
    size: int | None = None


class FailedError(RuntimeError):
    """A tool made no page; the text says why, in a few words."""


Opener = Callable[[Work, Path, float, ExitStack], Opened]


def _files(page: Path) -> Opened:
    size = sum(file.stat().st_size for file in page.parent.rglob("*") if file.is_file())
    return Opened(page.as_uri(), size)


def _rival(write: Callable[[Work, Path], Path]) -> Opener:
    def open_(case: Work, folder: Path, bound: float, closing: ExitStack) -> Opened:
        try:
            return _files(write(case, folder))
        except UnavailableError as error:
            raise FailedError(str(error)) from None

    return open_


def _frozen(case: Work, folder: Path, bound: float, closing: ExitStack) -> Opened:
    page = folder / "case.html"
    command = [*DATELINE, "export", str(case.file), "-o", str(page)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=bound, check=False
        )
    except subprocess.TimeoutExpired:
        raise FailedError(f"not written in {bound:.0f} s") from None
    if done.returncode != 0:
        raise FailedError(_refusal(done.stderr or done.stdout))
    return _files(page)


def _served(case: Work, folder: Path, bound: float, closing: ExitStack) -> Opened:
    try:
        return Opened(closing.enter_context(Served(case.file)).address)
    except AssertionError as error:
        raise FailedError(_refusal(str(error))) from None


def _refusal(said: str) -> str:
    lines = [line.strip() for line in said.splitlines()]
    why = next((line for line in lines if "error" in line), next(iter(lines), ""))
    return "refused: " + why.rpartition("error: ")[2][:60].replace("|", "/")


#: By the key of the tool its name in the tables, and what makes its page.
TOOLS: dict[str, tuple[str, Opener]] = {
    "frozen": ("Dateline, one file", _frozen),
    "served": ("Dateline, served", _served),
    "vis": ("vis-timeline", _rival(vis_page)),
    "timelinejs": ("TimelineJS", _rival(timelinejs_page)),
    "plotly": ("plotly", _rival(plotly_page)),
}


def contest(
    sizes: Sequence[int], runs: int, bound: float, folder: Path, say: Callable[[str], None]
) -> Iterator[tuple[Work, dict[str, Outcome]]]:
    """Measure all tools at each size, and give each size when it is done.

    The tools take turns in each run, so that a slower spell of the machine meets them all. What
    fails is not tried again, and not with more events.

    Args:
        sizes: Numbers of events, smallest first; 0 is the shipped case.
        runs: Visits to each page.
        bound: Seconds until a page has to be live.
        folder: An empty folder for the pages.
        say: Is told how far it is.
    """
    failed: set[str] = set()
    for size in sizes:
        place = folder / str(size)
        place.mkdir()
        case = work(size, place)
        outcomes = {tool: Outcome(note="not tried") for tool in failed}
        with ExitStack() as closing:
            pages: dict[str, Opened] = {}
            for tool, (_, opener) in TOOLS.items():
                if tool in failed:
                    continue
                made = place / tool
                made.mkdir()
                say(f"{case.name}: making the page of {tool}")
                try:
                    pages[tool] = opener(case, made, 2 * bound, closing)
                except FailedError as error:
                    outcomes[tool] = Outcome(note=str(error))
                else:
                    outcomes[tool] = Outcome()
            for run in range(runs):
                for tool, page in pages.items():
                    outcome = outcomes[tool]
                    if outcome.note != NOTHING:
                        continue  # once is enough
                    say(f"{case.name}: {tool}, {run + 1} of {runs}")
                    sample, note = _visit(tool, page, bound)
                    samples = (*outcome.samples, sample)
                    outcomes[tool] = replace(outcome, samples=samples, note=note or outcome.note)
        failed |= {tool for tool, outcome in outcomes.items() if outcome.note != NOTHING}
        yield case, outcomes


def _visit(tool: str, page: Opened, bound: float) -> tuple[Sample, str]:
    """What one visit measured, and why it did not get to its end, if so."""
    command = [sys.executable, "-m", "tests.bench.visit", tool, page.address, str(bound)]
    late = f"> {bound:.0f} s"
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=bound + INPUT_BOUND,
            check=False,
        )
        said, note = done.stdout, "" if done.returncode == 0 else "failed"
        if note:
            print(done.stderr, file=sys.stderr)
    except subprocess.TimeoutExpired as error:
        kept = error.stdout or b""
        said, note = kept.decode() if isinstance(kept, bytes) else kept, late
    sample: Sample = {} if page.size is None else {"bytes": page.size}
    for line in said.splitlines():
        found = json.loads(line)
        note = found.pop("note", note)
        sample |= found
    return sample, note
