"""All tools on the cases of all sizes: who is opened when, and what is kept of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.request import urlopen

from tests.bench.data import Work, work
from tests.bench.figures import NOTHING, Outcome, Sample
from tests.bench.rivals import UnavailableError, plotly_page, timelinejs_page, vis_page
from tests.doors import DATELINE, ROOT, Served
from tests.site import Site

__all__ = ["IN_ONE_FILE", "TOOLS", "contest"]

#: More events than this are frozen as a folder for a web server.
IN_ONE_FILE = 100_000
#: Times the bound for a page to be written, which its author waits for and no reader.
WRITING = 10

#: Seconds for all that is measured on a page once its chart is live; a page that stands still
#: needs no more to show it.
INPUT_BOUND = 60


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that can be visited.

    Attributes:
        address: Where it is.
        known: What is known of it before any visit: bytes on disk if it is a file, and how long it
            took until it could be opened.
        after: What can be told when all visits are over.
    """

    address: str
    known: Sample = field(default_factory=dict)
    after: Callable[[], Sample] = dict


class FailedError(RuntimeError):
    """A tool made no page; the text says why, in a few words."""


Opener = Callable[[Work, Path, float, ExitStack], Opened]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _rival(write: Callable[[Work, Path], Path]) -> Opener:
    def open_(case: Work, folder: Path, bound: float, closing: ExitStack) -> Opened:
        try:
            page = write(case, folder)
        except UnavailableError as error:
            raise FailedError(str(error)) from None
        return Opened(page.as_uri(), {"bytes": _size(folder)})

    return open_


def _frozen(case: Work, folder: Path, bound: float, closing: ExitStack) -> Opened:
    """One file, or a folder behind a plain web server."""
    one = case.size <= IN_ONE_FILE
    page = folder / ("case.html" if one else "case/")
    target = str(page) if one else f"{page}/"
    patience = WRITING * bound
    began = time.perf_counter()
    try:
        done = subprocess.run(
            [*DATELINE, "export", str(case.file), "-o", target],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FailedError(f"not written in {patience:.0f} s") from None
    known = {"ready": 1000 * (time.perf_counter() - began), "disk": _size(folder)}
    if done.returncode != 0:
        raise FailedError(_refusal(done.stderr or done.stdout))
    if one:
        return Opened(page.as_uri(), {**known, "bytes": known["disk"]})
    return Opened(closing.enter_context(Site(page)).address, known)


def _served(case: Work, folder: Path, bound: float, closing: ExitStack) -> Opened:
    began = time.perf_counter()
    try:
        served = closing.enter_context(Served(case.file))
    except AssertionError as error:
        raise FailedError(_refusal(str(error))) from None
    with urlopen(served.address, timeout=bound) as page:
        page.read()
    ready = 1000 * (time.perf_counter() - began)

    def after() -> Sample:
        memory = _peak(served.pid)
        return {"server": memory} if memory else {}

    return Opened(served.address, {"ready": ready}, after)


def _peak(pid: int) -> int:
    """The most memory that a process and its children ever held, in bytes; 0 when unknown."""
    own = Path("/proc") / str(pid)
    try:
        held = re.search(r"^VmHWM:\s+(\d+) kB", (own / "status").read_text("ascii"), re.MULTILINE)
        children = [
            int(child)
            for task in (own / "task").iterdir()
            for child in (task / "children").read_text("ascii").split()
        ]
    except OSError:
        return 0
    return (1024 * int(held[1]) if held else 0) + sum(map(_peak, children))


def _refusal(said: str) -> str:
    lines = [line.strip() for line in said.splitlines()]
    why = next((line for line in lines if "error" in line), next(iter(lines), ""))
    return "refused: " + why.rpartition("error: ")[2][:60].replace("|", "/")


#: By the key of the tool its name in the tables, and what makes its page.
TOOLS: dict[str, tuple[str, Opener]] = {
    "frozen": ("Dateline, frozen", _frozen),
    "served": ("Dateline, served", _served),
    "vis": ("vis-timeline", _rival(vis_page)),
    "timelinejs": ("TimelineJS", _rival(timelinejs_page)),
    "plotly": ("plotly", _rival(plotly_page)),
}


def contest(
    sizes: Sequence[int],
    runs: int,
    bound: float,
    folder: Path,
    say: Callable[[str], None],
    tools: Sequence[str] = tuple(TOOLS),
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
        tools: Which of them.
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
                if tool in failed or tool not in tools:
                    continue
                made = place / tool
                made.mkdir()
                say(f"{case.name}: making the page of {tool}")
                try:
                    pages[tool] = opener(case, made, bound, closing)
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
                    outcomes[tool] = Outcome(
                        (*outcome.samples, sample),
                        note or outcome.note,
                        1000 * bound if note.startswith(">") and "live" not in sample else None,
                    )
            for tool, page in pages.items():
                samples = (*outcomes[tool].samples, page.after())
                outcomes[tool] = replace(outcomes[tool], samples=samples)
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
    sample: Sample = dict(page.known)
    for line in said.splitlines():
        found = json.loads(line)
        note = found.pop("note", note)
        sample |= found
    return sample, note
