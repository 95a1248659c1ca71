"""The two doors to a dashboard.

A reader meets the same dashboard served by ``dateline serve`` and as the one file that ``dateline
export`` writes. Every browser scenario runs through both (see ``conftest.py``).
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Literal, Self

ROOT = Path(__file__).resolve().parent.parent

DoorName = Literal["served", "frozen"]
DOORS: tuple[DoorName, ...] = ("served", "frozen")

#: Seconds until a command must have done its work on a slow machine; nothing waits that long
#: unless it is broken.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Door:
    """One way to the dashboard.

    Attributes:
        name: ``served`` or ``frozen``.
        address: Where the dashboard is, without a fragment.
    """

    name: DoorName
    address: str

    def url(self, state: str = "") -> str:
        """The address with a state behind it, such as ``#event=ema-disclosure``."""
        return self.address + state


class Doors:
    """Opens each door of a file once and keeps it open until the end of the tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: dict[tuple[DoorName, Path], Door] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def to(self, name: DoorName, case: Path) -> Door:
        """The named door to a case, opened at the first call."""
        key = (name, case.resolve())
        if key not in self._opened:
            address = self._serve(case) if name == "served" else self._freeze(case)
            self._opened[key] = Door(name, address)
        return self._opened[key]

    def _serve(self, case: Path) -> str:
        return self._open.enter_context(Served(case)).address

    def _freeze(self, case: Path) -> str:
        page = self._folder / f"{len(self._opened)}" / "case.html"
        page.parent.mkdir()
        done = subprocess.run(
            [*DATELINE, "export", str(case), "-o", str(page)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"export failed:\n{done.stdout}\n{done.stderr}"
        return page.as_uri()


#: The command as a process of its own, from the source tree whether or not it is installed.
DATELINE = (sys.executable, "-m", "dashboard")


class Served:
    """``dateline serve`` in a process of its own, on a free port, for a ``with`` block.

    Attributes:
        address: What the command said it serves at, with the closing slash.
    """

    address: str

    def __init__(self, case: Path, *options: str) -> None:
        self._command = [*DATELINE, "serve", str(case), "--port", "0", "--no-open", *options]
        self._said: list[str] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        # A thread reads to the end, so that a talkative server never stands before a full pipe.
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,))
        self._reader.start()
        try:
            self.address = self._wait_for_address()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def output(self) -> str:
        """All that the server has said so far."""
        return "".join(self._said)

    def _read(self, pipe: IO[str]) -> None:
        for line in pipe:
            self._said.append(line)
            self._lines.put(line)
        self._lines.put("")

    def _wait_for_address(self) -> str:
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"serve named no address:\n{self.output}") from None
            if not line:
                raise AssertionError(f"serve ended before it named an address:\n{self.output}")
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                return found[0]

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
