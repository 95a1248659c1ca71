"""The browser that draws: the Chromium or Chrome of the system, driven by kaleido's driver.

It is started once for any number of pictures, holds an empty page, and reaches nothing: no name
resolves for it.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import os
import platform
import shutil
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from dashboard.picture.look import PictureError

if TYPE_CHECKING:
    from choreographer import Browser, Tab

__all__ = ["Page", "find", "run"]

T = TypeVar("T")

#: How to get a browser, by the name of the system as Python gives it.
HOW_TO_GET_ONE = {
    "Linux": "sudo apt install chromium (Debian), sudo dnf install chromium (Fedora), "
    "sudo snap install chromium (Ubuntu)",
    "Darwin": "brew install --cask google-chrome",
    "Windows": "winget install Google.Chrome",
}
EXTRA = "pip install 'dateline[images]'"

#: So that the browser itself asks nobody for anything either.
QUIET = (
    "--disable-background-networking",
    "--disable-quic",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)

#: Seconds until the browser must have answered; no answer takes a tenth of it.
PATIENCE = 120

#: Kept when a document has been read to its end.
BODY_THERE = """new Promise(done => {
  const look = () => document.readyState !== "loading" && document.body ? done()
    : setTimeout(look, 5);
  look();
})"""

#: CSS pixels to an inch.
INCH = 96


def find() -> str:
    """Path of the browser: ``BROWSER_PATH``, else what the system has.

    Raises:
        PictureError: When there is none, or the extra is not installed; says what to install.
    """
    named = os.environ.get("BROWSER_PATH")
    if named and not shutil.which(named):
        raise PictureError(
            f"BROWSER_PATH is {named}, which is no program",
            "name a Chromium or Chrome, or unset it",
        )
    try:
        from choreographer.browsers.chromium import Chromium
    except ImportError as error:
        raise PictureError("pictures need the extra 'images'", EXTRA) from error
    found = shutil.which(named) if named else _of_system(Chromium)
    if not found:
        how = HOW_TO_GET_ONE.get(platform.system(), HOW_TO_GET_ONE["Linux"])
        raise PictureError(
            "pictures are drawn by Chromium or Chrome, and there is none",
            f"install it: {how}; or set BROWSER_PATH to where it is",
        )
    return found


def _of_system(chromium: Any) -> str | None:
    # An empty variable would be taken for the path itself.
    emptied = os.environ.pop("BROWSER_PATH", None)
    try:
        path = chromium.find_browser(skip_local=False)
    finally:
        if emptied is not None:
            os.environ["BROWSER_PATH"] = emptied
    return str(path) if path else None


class Page:
    """An empty page in the browser, to be filled and asked."""

    def __init__(self, tab: Tab, frame: str) -> None:
        self._tab = tab
        self._frame = frame

    async def fill(self, html: str) -> None:
        """Put another document in the place of the one that is there."""
        await _send(self._tab, "Page.setDocumentContent", frameId=self._frame, html=html)
        await self._evaluate(BODY_THERE)

    async def load(self, scripts: Iterable[str]) -> None:
        """Run classic scripts, one after the other."""
        for script in scripts:
            await self._evaluate(f"{script}\n;void 0")

    async def call(self, function: str, *arguments: Any) -> Any:
        """What a function of the page returns, given values that JSON can hold."""
        written = ", ".join(json.dumps(argument) for argument in arguments)
        return await self._evaluate(f"{function}({written})")

    async def png(self, width: int, height: int, scale: float) -> bytes:
        """The upper left corner of the document, in pixels.

        Args:
            width: CSS pixels.
            height: CSS pixels.
            scale: Pixels for each of them.
        """
        await _send(
            self._tab,
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )
        # Fonts are laid out anew at another scale.
        await self._evaluate("document.fonts.ready.then(() => document.body.offsetHeight)")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        answer = await _send(
            self._tab, "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True
        )
        return base64.b64decode(answer["data"])

    async def pdf(self, width: int, height: int) -> bytes:
        """The document as a PDF whose page has a size in CSS pixels."""
        answer = await _send(
            self._tab,
            "Page.printToPDF",
            paperWidth=width / INCH,
            paperHeight=height / INCH,
            marginTop=0,
            marginBottom=0,
            marginLeft=0,
            marginRight=0,
            printBackground=True,
            preferCSSPageSize=True,
            generateTaggedPDF=True,
        )
        return base64.b64decode(answer["data"])

    async def _evaluate(self, expression: str) -> Any:
        answer = await _send(
            self._tab,
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if failed := answer.get("exceptionDetails"):
            said = failed.get("exception", {}).get("description") or failed.get("text", "")
            raise PictureError(f"the browser could not draw it: {said.splitlines()[0]}")
        return answer["result"].get("value")


def run(work: Callable[[Page], Awaitable[T]]) -> T:
    """Start the browser, do some work with a page of it, and end it.

    Raises:
        PictureError: When there is no browser, or it fails.
    """
    path = find()

    def whole() -> T:
        return asyncio.run(_with_page(path, work))

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return whole()
    # In a notebook a loop is running already, and it cannot be waited for from within.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(whole).result()


async def _with_page(path: str, work: Callable[[Page], Awaitable[T]]) -> T:
    from choreographer import Browser
    from choreographer.browsers.chromium import Chromium
    from choreographer.errors import BrowserClosedError, BrowserFailedError, ChannelClosedError

    class Quiet(Chromium):
        """The browser without errands of its own."""

        def get_cli(self) -> Sequence[str]:
            return [*super().get_cli(), *QUIET]

    try:
        with _silence():
            async with Browser(path, browser_cls=Quiet) as browser:
                return await work(await _empty_page(browser))
    except (BrowserClosedError, BrowserFailedError, ChannelClosedError) as error:
        raise PictureError(
            f"the browser {path} did not start or broke off",
            "try it by hand, or set BROWSER_PATH to another one",
        ) from error


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep the driver from telling a reader, with a traceback, that the browser said goodbye."""
    logger = logging.getLogger("choreographer")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


async def _empty_page(browser: Browser) -> Page:
    tab = browser.get_tab() or await browser.create_tab("about:blank")
    # The first page of a browser may still be on its way.
    await _send(tab, "Page.navigate", url="about:blank")
    tree = await _send(tab, "Page.getFrameTree")
    page = Page(tab, tree["frameTree"]["frame"]["id"])
    await page.fill("<!DOCTYPE html><html><body></body></html>")
    return page


async def _send(tab: Tab, command: str, **parameters: Any) -> dict[str, Any]:
    """The result of a command of the Chrome DevTools Protocol."""
    try:
        answer = await asyncio.wait_for(tab.send_command(command, parameters), PATIENCE)
    except TimeoutError as error:
        raise PictureError(f"the browser has not answered for {PATIENCE} seconds") from error
    if failed := answer.get("error"):
        raise PictureError(f"the browser refused {command}: {failed.get('message')}")
    result: dict[str, Any] = answer["result"]
    return result
