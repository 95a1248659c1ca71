"""How long a reader waits: from a key or a click to the paint that answers it.

    python -m tests.bench_page [EVENTS]

Prints, for each thing a reader does, the median and the worst of several tries in milliseconds,
and the time to the first drawing. Nothing here fails for being slow: machines differ, and a figure
is for comparing with the one before.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dashboard import load, to_html
from tests.bench.data import case
from tests.browser import ARGUMENTS, find_browser

EVENTS = 1_000
TRIES = 7
#: Between two tries, in milliseconds.
QUIET = 250

#: What a reader does, and the keys that do it there and back again.
KEYS = {
    "zoom in": "+",
    "zoom out": "-",
    "next event": "j",
    "previous event": "k",
    "close": "Escape",
    "whole time": "0",
    "light or dark": "d",
}

#: From the event to the moment after the frame that shows what it did: a drawing makes a new scene.
_KEY = """key => new Promise(done => {
    const before = window.dateline.page.scene;
    const from = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    const look = () => {
        if (window.dateline.page.scene === before) { requestAnimationFrame(look); return; }
        setTimeout(() => done(performance.now() - from));
    };
    requestAnimationFrame(look);
})"""

_TYPE = """words => new Promise(done => {
    const field = document.getElementById('search');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const from = performance.now();
    set.call(field, words);
    field.dispatchEvent(new Event('input', {bubbles: true}));
    const before = window.dateline.page.scene;
    const look = () => {
        if (window.dateline.page.scene === before) { requestAnimationFrame(look); return; }
        setTimeout(() => done(performance.now() - from));
    };
    requestAnimationFrame(look);
})"""


def report(what: str, waits: list[float]) -> None:
    print(f"{what:<24}{statistics.median(waits):>8.0f}{max(waits):>8.0f}")


def measure(page: Page, address: str) -> None:
    """Do everything several times and print how long each took."""
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    print(f"first drawing after {time.perf_counter() - start:.2f} s")
    print(f"{'':<24}{'median':>8}{'worst':>8}  ms")
    # A reader's next key comes when the page is quiet: what the last left to do is not its wait.
    waits: dict[str, list[float]] = {what: [] for what in [*KEYS, "a letter in the search"]}
    for number in range(TRIES):
        for what, key in KEYS.items():
            if what == "previous event":
                # Before the first one there is none.
                page.evaluate(_KEY, KEYS["next event"])
            page.wait_for_timeout(QUIET)
            waits[what].append(page.evaluate(_KEY, key))
        page.wait_for_timeout(QUIET)
        waits["a letter in the search"].append(page.evaluate(_TYPE, str(number)))
        page.evaluate(_TYPE, "")
    for what, found in waits.items():
        report(what, found)
    report("all together", [wait for found in waits.values() for wait in found])


def run(events: int) -> None:
    """Measure a made-up case of that many events."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "events.yaml"
        file.write_text(case(events), encoding="utf-8")
        frozen = Path(folder) / "case.html"
        frozen.write_text(to_html(load(file)), encoding="utf-8")
        print(f"{events:,} events, {frozen.stat().st_size / 1e6:.2f} MB")
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 860})
        measure(page, frozen.as_uri())
        browser.close()


def main() -> None:
    run(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)


if __name__ == "__main__":
    main()
