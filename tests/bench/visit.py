"""One visit to a page, in a process and a browser of its own: what it takes until it can be used.

    python -m tests.bench.visit TOOL ADDRESS BOUND

Prints what it has measured as one line of JSON as soon as it has it, so that whoever started it can
end it, and keeps what there was until then. A new browser knows no compiled script and no cached
file: every tool is met for the first time.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from tests.bench.figures import Sample, pace
from tests.browser import ARGUMENTS, find_browser

__all__ = ["READERS", "VIEWPORT", "Reader"]

VIEWPORT = (1440, 860)

#: Seconds of wheeling, and of dragging.
INPUT = 2.0
#: Seconds from one input to the next: what a trackpad and a quick mouse send.
STEP = 1 / 60
#: Pixels that one turn of the wheel asks for, half a second in and half a second out.
TURN = 20
#: How far a drag goes to either side, in pixels.
REACH = 250

#: What is typed into a filter, a key at a time.
KEYS = ("1", "2", "Backspace", "Backspace")


@dataclass(frozen=True, slots=True)
class Reader:
    """How a reader uses the page of a tool.

    Attributes:
        marks: Selectors of marks; the first one that can be seen counts.
        live: JavaScript that is true when the chart answers to input.
        area: Selector of what is wheeled and dragged.
        chart: Selector of what holds everything that a filter changes.
        field: Selector of the field of a filter, or nothing.
        zoom: Keys that zoom, there and back again.
        busy: Selector of what is there while an answer is still to come.
    """

    marks: tuple[str, ...]
    live: str
    area: str
    chart: str
    field: str = ""
    zoom: tuple[str, ...] = ()
    busy: str = ""


_DRAWN = ".scatterlayer .point, .scatterlayer .js-fill, .scatterlayer .js-line, .barlayer .point"

#: The plain page may show a still picture of the chart until the live one stands.
OURS = Reader(
    ("#plain svg [class*=mark]", *(f"#chart {part}" for part in (*_DRAWN.split(", "), ".dl-fill"))),
    "document.documentElement.dataset.ready === 'true'",
    "#chart .nsewdrag",
    "#chart",
    "#search",
    ("+", "+", "-", "-"),
    "#sentence[aria-busy], #panel [aria-busy=true]",
)

READERS = {
    "frozen": OURS,
    "served": OURS,
    "vis": Reader((".vis-item",), "window.live", ".vis-panel.vis-center", "#chart", "#search"),
    "timelinejs": Reader(
        (".tl-timemarker-content-container",), "window.timeline?.ready", ".tl-timenav", "#chart"
    ),
    "plotly": Reader(tuple(_DRAWN.split(", ")), "window.live", ".nsewdrag", ".js-plotly-plot"),
}

#: Looks once a frame. What is seen in a frame is on screen when the frame is done, and the task
#: after it is the first that can know.
_WATCH = """(() => {
  const bench = window.__bench = {};
  const after = name => {
    bench[name] = 0;
    setTimeout(() => { bench[name] = performance.now(); });
  };
  const seen = mark => {
    if (!mark.checkVisibility({visibilityProperty: true})) { return false; }
    const box = mark.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const shown = selector => [].some.call(document.querySelectorAll(selector), seen);
  const look = () => {
    if (bench.marks === undefined && MARKS.some(shown)) { after('marks'); }
    if (bench.marks !== undefined && (LIVE)) { after('live'); return; }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""

#: The browser tells of a paint a little after it.
_CONTENT = """() => new Promise(done => {
  const name = 'first-contentful-paint';
  let left = 40;
  const look = () => {
    const entry = performance.getEntriesByName(name)[0];
    left -= 1;
    if (entry || left === 0) { done(entry ? entry.startTime : null); return; }
    setTimeout(look, 50);
  };
  look();
})"""

_RECORD = """() => {
  const bench = window.__bench;
  bench.stamps = [];
  bench.on = true;
  const frame = () => {
    bench.stamps.push(performance.now());
    if (bench.on) { requestAnimationFrame(frame); }
  };
  requestAnimationFrame(frame);
}"""

#: Some tools draw only when the wheel has come to rest.
_STOP = """() => new Promise(done => {
  const bench = window.__bench, ended = performance.now();
  setTimeout(() => { bench.on = false; done([bench.stamps, ended]); }, 500);
})"""

#: Notes when a key was pressed, and the end of every frame that shows a change. Dash gives the
#: graph a class while it works, before and after; that shows nothing.
_LISTEN = """chart => {
  const bench = window.__bench;
  const press = event => {
    bench.pressed = event.timeStamp;
    bench.painted = null;
  };
  window.addEventListener('keydown', press, true);
  let due = false;
  const unseen = change => change.attributeName === 'class'
    && change.target.classList.contains('js-plotly-plot');
  const note = changes => {
    if (due || changes.every(unseen)) { return; }
    due = true;
    requestAnimationFrame(() => setTimeout(() => {
      due = false;
      bench.painted = performance.now();
    }));
  };
  const observer = new MutationObserver(note);
  observer.observe(document.querySelector(chart),
    {subtree: true, childList: true, attributes: true, characterData: true});
  bench.deaf = () => {
    observer.disconnect();
    window.removeEventListener('keydown', press, true);
  };
}"""

#: From the key to the last frame that shows what it did: nothing changes for a while after that,
#: and nothing is still to come. What has changed nothing after two seconds does not change it.
_ANSWER = """busy => new Promise(done => {
  const bench = window.__bench;
  let began = performance.now();
  const end = began + 2000;
  const look = () => {
    const now = performance.now();
    if (busy && document.querySelector(busy)) { began = now; }
    const quiet = now - Math.max(began, bench.painted ?? 0);
    if (quiet > 300 && (bench.painted !== null || now > end)) {
      done(bench.painted === null ? null : bench.painted - bench.pressed);
    } else { setTimeout(look, 20); }
  };
  setTimeout(look, 20);
})"""


class Visit:
    """A page that is open, and what can be measured on it."""

    def __init__(self, page: Page, devtools: CDPSession, reader: Reader) -> None:
        self._page = page
        self._devtools = devtools
        self._reader = reader

    def arrive(self, address: str, bound: float) -> Sample:
        """Open the page and wait until its chart is live, or the bound in seconds has passed."""
        self._page.goto(address, wait_until="commit", timeout=bound * 1000)
        self._page.wait_for_function(
            "() => window.__bench?.live > 0", timeout=bound * 1000, polling=100
        )
        found: dict[str, float | None] = {
            "content": self._page.evaluate(_CONTENT),
            **self._page.evaluate("() => ({marks: __bench.marks, live: __bench.live})"),
        }
        return {key: value for key, value in found.items() if value is not None}

    def memory(self) -> Sample:
        """Bytes of JavaScript, of what it keeps outside, and of the document, without waste."""
        self._devtools.send("HeapProfiler.collectGarbage")
        usage = self._devtools.send("Runtime.getHeapUsage")
        kinds = ("usedSize", "embedderHeapUsedSize", "backingStorageSize")
        return {"memory": sum(usage.get(kind, 0) for kind in kinds)}

    def keystrokes(self) -> Sample:
        """How long the filter takes to show what a key did: the median of a few keys."""
        if not self._reader.field:
            return {}
        self._page.focus(self._reader.field)
        found = self._answers("key", KEYS)
        self._page.evaluate("() => document.activeElement.blur()")
        return found

    def views(self) -> Sample:
        """How long another view takes, without the movement that leads to it."""
        self._page.emulate_media(reduced_motion="reduce")
        found = self._answers("view", self._reader.zoom)
        self._page.emulate_media(reduced_motion="no-preference")
        return found

    def _answers(self, what: str, keys: Sequence[str]) -> Sample:
        if not keys:
            return {}
        self._page.evaluate(_LISTEN, self._reader.chart)
        waits = []
        for key in keys:
            self._page.keyboard.press(key)
            waits.append(self._page.evaluate(_ANSWER, self._reader.busy))
        # Who listens takes time, which the frames to come would pay for.
        self._page.evaluate("() => __bench.deaf()")
        answered = [wait for wait in waits if wait is not None]
        return {what: statistics.median(answered)} if answered else {}

    def wheel(self) -> Sample:
        """Zoom in and out for a while."""
        x, y = self._middle()
        self._page.mouse.move(x, y)
        before, turns = self._work(), 0
        self._page.evaluate(_RECORD)
        for at in _beats():
            self._page.mouse.wheel(0, -TURN if math.floor(at * 2) % 2 == 0 else TURN)
            turns += 1
        found = self._paced("wheel")
        return {**found, "wheel_cost": (self._work() - before) / max(turns, 1)}

    def drag(self) -> Sample:
        """Pan to and fro for a while."""
        x, y = self._middle()
        self._page.mouse.move(x, y)
        self._page.mouse.down()
        self._page.evaluate(_RECORD)
        for at in _beats():
            self._page.mouse.move(x + REACH * math.sin(at * math.pi), y)
        self._page.mouse.up()
        return self._paced("drag")

    def _middle(self) -> tuple[float, float]:
        box = self._page.evaluate(
            """area => {
              const box = document.querySelector(area).getBoundingClientRect();
              return [box.left, box.right, Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
            }""",
            self._reader.area,
        )
        left, right, top, bottom = box
        return (left + right) / 2, (top + bottom) / 2

    def _work(self) -> float:
        """Milliseconds of the processor that the main thread has taken so far."""
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    def _paced(self, what: str) -> Sample:
        stamps, ended = self._page.evaluate(_STOP)
        found = pace(stamps, ended)
        return {f"{what}_rate": found.rate, f"{what}_worst": found.worst} if found else {}


def _beats() -> Iterator[float]:
    """The seconds since the start, at every beat at which there is an input."""
    start = time.perf_counter()
    while (now := time.perf_counter() - start) < INPUT:
        yield now
        time.sleep(max(0.0, STEP - (time.perf_counter() - start - now)))


@contextmanager
def _opened(reader: Reader) -> Iterator[tuple[Page, CDPSession]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        width, height = VIEWPORT
        page = browser.new_page(viewport={"width": width, "height": height})
        watch = _WATCH.replace("MARKS", json.dumps(reader.marks)).replace("LIVE", reader.live)
        page.add_init_script(watch)
        devtools = page.context.new_cdp_session(page)
        # Time of the processor: what other programs take of it is not the page's.
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        yield page, devtools
        browser.close()


def _tell(found: dict[str, float] | dict[str, str]) -> None:
    print(json.dumps(found), flush=True)


def main(tool: str, address: str, bound: float) -> None:
    """Measure a page and say what was found, or why not."""
    reader = READERS[tool]
    with _opened(reader) as (page, devtools):
        sizes: list[float] = []
        if address.startswith("http"):
            devtools.send("Network.enable")
            devtools.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("crash", lambda _: _tell({"note": "the page crashed"}))
        visit = Visit(page, devtools, reader)
        try:
            _tell(visit.arrive(address, bound))
        except TooLate:
            _tell({"note": f"failed: {errors[0][:80]}" if errors else f"> {bound:.0f} s"})
            return
        if sizes:
            _tell({"bytes": sum(sizes)})
        for measure in (visit.memory, visit.keystrokes, visit.views, visit.wheel, visit.drag):
            _tell(measure())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
