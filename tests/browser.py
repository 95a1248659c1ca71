"""What the browser tests share: a Chromium, pages that keep watch, and boxes on screen.

A page may look right and still throw errors or phone home. Every page opened here records what goes
wrong behind the picture, and the test fails for it at its end (see ``conftest.py``).
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal, NamedTuple
from urllib.parse import urldefrag, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from dashboard.resources import assets_folder
from tests.doors import DATELINE, DOORS, ROOT, Door, DoorName, Doors, Served

#: The doors are a module of their own; a test finds all it needs here.
__all__ = [
    "ARGUMENTS",
    "BROWSERS",
    "DATELINE",
    "DOORS",
    "EXEMPTIONS",
    "ROOT",
    "Box",
    "Door",
    "DoorName",
    "Doors",
    "Exemption",
    "Fault",
    "NoBrowserError",
    "Served",
    "Visitor",
    "Watch",
    "accessibility_violations",
    "find_browser",
    "home_of",
    "overlapping_pairs",
    "scripts_alone",
    "visible_boxes",
]

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


@contextmanager
def scripts_alone(browser: Browser) -> Iterator[Page]:
    """A blank page with our scripts, for what is asked of their functions; none may throw."""
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for script in sorted(assets_folder().glob("*.js")):
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    yield page
    page.close()
    assert errors == []


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


#: The plain page, kept for printers while it is not shown, is three quarters of all elements: axe
#: passes over what is hidden, but takes as long to find out. Only what is wrong comes back. A link
#: stays in its place: axe takes all links within the page that stand before the first other one to
#: be skip links, and ours are states.
_JUDGE = """async options => {
    const plain = document.getElementById('plain');
    const hidden = plain && !plain.checkVisibility() ? plain : null;
    const place = document.createElement('div');
    place.hidden = true;
    place.innerHTML = '<a href="https://example.org/">elsewhere</a>';
    if (hidden) { hidden.replaceWith(place); }
    try { return (await axe.run(options)).violations; }
    finally { if (hidden) { place.replaceWith(hidden); } }
}"""


def accessibility_violations(page: Page, tags: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the page, one line per broken rule, with the elements.

    Args:
        page: The page in the state to be judged.
        tags: Rules to run, such as ``wcag22aa``; all by default.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if tags:
        options["runOnly"] = list(tags)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(_JUDGE, options)
    return [
        f"{rule['id']}: {rule['help']}: " + ", ".join(str(node["target"]) for node in rule["nodes"])
        for rule in found
    ]
