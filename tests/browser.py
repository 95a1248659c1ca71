"""What the browser tests share: a Chromium, pages that keep watch, two doors, and boxes.

*Two doors*: a reader meets the same dashboard served by ``dateline serve`` and as the one file that
``dateline export`` writes. Every scenario runs through both (see the fixtures in ``conftest.py``).

*Keeping watch*: a page may look right and still throw errors or phone home. Every page opened here
records what goes wrong behind the picture, and the test fails for it at its end.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Any, Literal, NamedTuple, Self
from urllib.parse import urldefrag, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parent.parent

# --- The browser ----------------------------------------------------------------------------------

#: Names of a Chromium or Chrome on PATH, in order of preference; ``run`` looks for the same.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # containers run as root, where the sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The browser's own errands would be taken for requests of the page.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for, nothing leaves the machine: no name but the local one resolves.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

HOW_TO_GET_ONE = """\
The browser tests need Chromium or Chrome and find none: neither $BROWSER_PATH nor {names} on PATH.
`./run test` installs one. By hand: `apt-get install chromium`, or
`python -m playwright install chromium` and BROWSER_PATH set to where that put it."""


class NoBrowserError(RuntimeError):
    """There is no browser; the text says how to get one."""


def find_browser() -> str:
    """Path of the Chromium to drive.

    Raises:
        NoBrowserError: ``$BROWSER_PATH`` is empty and none of :data:`BROWSERS` is on PATH.
    """
    for name in (os.environ.get("BROWSER_PATH"), *BROWSERS):
        if name and (path := shutil.which(name)):
            return path
    raise NoBrowserError(HOW_TO_GET_ONE.format(names=", ".join(BROWSERS)))


# --- Pages that keep watch ------------------------------------------------------------------------

Kind = Literal["console", "error", "request"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that went wrong behind the picture.

    Attributes:
        kind: ``console`` for an error on the console (a broken content policy ends up there too),
            ``error`` for an exception nobody caught, ``request`` for one that left the page's home.
        text: What it said.
    """

    kind: Kind
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A fault that is no fault, and why.

    Attributes:
        kind: The kind of fault.
        pattern: A regular expression searched for in its text.
        reason: Why this is right, for whoever reads the test.
    """

    kind: Kind
    pattern: str
    reason: str

    def covers(self, fault: Fault) -> bool:
        return self.kind == fault.kind and re.search(self.pattern, fault.text) is not None


#: What no page can help. Keep it short: an entry here blinds every browser test.
EXEMPTIONS: tuple[Exemption, ...] = ()

#: Schemes that never touch a network.
_LOCAL_SCHEMES = frozenset({"about", "blob", "data"})


def home_of(url: str) -> str:
    """Where a page may load from: its origin, or for a ``file:`` page nothing but itself."""
    parts = urlsplit(url)
    return urldefrag(url).url if parts.scheme == "file" else f"{parts.scheme}://{parts.netloc}/"


@dataclass  # without slots: Playwright keeps a note on whose method it is given
class Watch:
    """Records faults and requests of one browsing context: a page and all that it opens."""

    home: str
    faults: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._note("error", str(error.error)))

    def _note(self, kind: Kind, text: str) -> None:
        self.faults.append(Fault(kind, text))

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if urlsplit(request.url).scheme not in _LOCAL_SCHEMES and not self._is_home(request.url):
            self._note("request", request.url)

    def _is_home(self, url: str) -> bool:
        if self.home.startswith("file:"):
            return urldefrag(url).url == self.home
        return url.startswith(self.home)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self._note("console", f"{message.text} ({place})" if place else message.text)


#: Lets what is queued run, errors included.
_LAST_TURN = "() => new Promise(done => setTimeout(done))"


class Visitor:
    """Opens pages for one test and answers for all of them at its end."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._exemptions = list(EXEMPTIONS)
        self.watches: list[Watch] = []
        self.pages: list[Page] = []
        # A page without scripts has nothing to say, and a promise in it would never be kept.
        self._scripted: list[Page] = []

    def __call__(
        self,
        url: str,
        *,
        width: int = 1280,
        height: int = 800,
        colour_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
        javascript: bool = True,
        touch: bool = False,
        **context: Any,
    ) -> Page:
        """Open a page in a browsing context of its own and start to watch it.

        Args:
            url: What to open; it also decides where the page may load from.
            width: Of the viewport, in CSS pixels.
            height: Of the viewport, in CSS pixels.
            colour_scheme: What the reader's system prefers.
            reduced_motion: Reduced unless the test is about motion: moving things make bad tests.
            javascript: False shows what a reader without scripts gets.
            touch: A touch screen, as on a phone.
            context: Anything else Playwright's ``new_context`` takes, such as ``locale``.
        """
        opened = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colour_scheme,
            reduced_motion=reduced_motion,
            java_script_enabled=javascript,
            has_touch=touch,
            **context,
        )
        watch = Watch(home_of(url))
        watch.attach(opened)
        self.watches.append(watch)
        page = opened.new_page()
        self.pages.append(page)
        if javascript:
            self._scripted.append(page)
        page.goto(url)
        return page

    def exempt(self, kind: Kind, pattern: str, *, reason: str) -> None:
        """Accept a fault in this test; the reason is for whoever reads it."""
        self._exemptions.append(Exemption(kind, pattern, reason))

    def faults(self) -> list[Fault]:
        """What went wrong so far and is not exempt."""
        return [
            fault
            for watch in self.watches
            for fault in watch.faults
            if not any(exemption.covers(fault) for exemption in self._exemptions)
        ]

    def close(self) -> None:
        """Close every page, after a last turn in which it can say what it still had to say."""
        for page in self._scripted:
            if not page.is_closed():
                page.evaluate(_LAST_TURN)
        for page in self.pages:
            page.context.close()


# --- Two doors ------------------------------------------------------------------------------------

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


# --- Boxes and accessibility ----------------------------------------------------------------------


class Box(NamedTuple):
    """Where an element is on screen, in CSS pixels of the viewport."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, slack: float = 0) -> bool:
        """Whether the two share more than a rim of ``slack`` pixels."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )

    def inside(self, outer: Box, slack: float = 0) -> bool:
        """Whether this box lies within the other, give or take ``slack`` pixels."""
        return (
            self.left >= outer.left - slack
            and self.top >= outer.top - slack
            and self.right <= outer.right + slack
            and self.bottom <= outer.bottom + slack
        )


_BOXES = """elements => elements
    .filter(element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && box.height > 0)
    .map(([text, box]) => [text, box.left, box.top, box.right, box.bottom])"""


def visible_boxes(page: Page, selector: str) -> list[Box]:
    """Boxes of all elements that match a CSS selector, can be seen and take up room.

    An element outside the viewport counts as seen; one without opacity, or hidden, does not.
    """
    return [Box(*box) for box in page.locator(selector).evaluate_all(_BOXES)]


def overlapping_pairs(boxes: Iterable[Box], slack: float = 0.5) -> list[tuple[Box, Box]]:
    """Pairs of boxes that overlap by more than ``slack`` pixels in both directions."""
    return [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other, slack)]


def accessibility_violations(page: Page, tags: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page, one line per broken rule, with the elements.

    Args:
        page: The page in the state to be judged.
        tags: Rules to run, such as ``wcag22aa``; all by default.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if tags:
        options["runOnly"] = list(tags)
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: " + ", ".join(str(node["target"]) for node in rule["nodes"])
        for rule in found
    ]
