"""What a reader does with the dashboard, as functions on a page: look, click, search, zoom."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser import Box, Door, Visitor, visible_boxes

#: Labels of the chart; ticks and lane names are other elements.
LABELS = "#chart .textpoint text"
#: Discs and bars of the chart, halos and pale extents left out.
MARKS = "#chart .cartesianlayer path.point, #chart .barlayer .point path"


def enter(door: Door, open_page: Visitor, state: str = "", **view: Any) -> Page:
    """Open the dashboard and wait until it has drawn itself."""
    page = open_page(door.url(state), **view)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the app stands on the page and the last drawing is done."""
    page.wait_for_selector("html[data-ready]", state="attached")
    # A browser short of time may not draw a page that nobody looks at: then a second is enough.
    page.evaluate(
        """() => new Promise(done => {
            // While words are typed the lists follow one frame after the chart.
            requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(
                () => setTimeout(done)), 20));
            setTimeout(done, 1000);
        })"""
    )


def click_label(page: Page, words: str) -> None:
    """Click on the words beside a mark, where the reader sees them."""
    box = page.locator(LABELS).filter(has_text=words).first.bounding_box()
    assert box is not None, f"there is no label '{words}'"
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def panel(page: Page) -> Locator:
    """The panel of the selected event."""
    return page.get_by_role("complementary", name="Event")


def expect_chosen(page: Page, title: str) -> None:
    """Wait until the panel shows an event whose title holds these words."""
    expect(panel(page).get_by_role("heading", level=2)).to_contain_text(title)


def entries(page: Page) -> list[str]:
    """The titles in the chronicle that can be seen."""
    found = page.locator("#chronicle .dl-entry")
    return [text for text in found.evaluate_all(_SEEN) if text]


_SEEN = "links => links.map(link => link.checkVisibility() ? link.textContent : '')"


def listed(page: Page) -> set[int]:
    """The events that the chronicle shows, by their place in the timeline."""
    seen: list[str] = page.locator("#chronicle [data-index]").evaluate_all(
        "rows => rows.map(row => row.checkVisibility() ? row.dataset.index : '')"
    )
    return {int(index) for index in seen if index}


def marked(page: Page) -> set[int]:
    """The events that have a disc or a bar on the chart, by their place in the timeline."""
    drawn: list[int] = page.evaluate(
        """() => document.querySelector('#chart .js-plotly-plot').figure.data
            .filter(trace => ['disc', 'core'].includes((trace.meta || {}).role))
            .flatMap(trace => trace.customdata)"""
    )
    return set(drawn)


def search(page: Page, words: str) -> None:
    """Type into the search field and wait for what comes of it."""
    page.get_by_role("textbox", name="Search").fill(words)
    settled(page)


def plot_box(page: Page) -> Box:
    """Where the plot is on screen."""
    box = page.locator("#chart .nsewdrag").first.bounding_box()
    assert box is not None
    return Box("plot", box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])


def label_boxes(page: Page) -> list[Box]:
    """The boxes of all labels of the chart that can be seen."""
    return visible_boxes(page, LABELS)


def window(page: Page) -> tuple[float, float]:
    """The first and last moment on the time axis, in milliseconds of the display zone."""
    low, high = page.evaluate(
        """() => document.querySelector('#chart .js-plotly-plot').layout.xaxis.range
            .map(dateline.axisMoment)"""
    )
    return low, high


def expect_address(page: Page, part: str) -> None:
    """Wait until the fragment of the address holds a part of a state."""
    expect(page).to_have_url(re.compile(f"#.*{re.escape(part)}"))


def expect_no_address(page: Page, part: str) -> None:
    """Wait until the fragment of the address, which follows the state, holds no such part."""
    expect(page).not_to_have_url(re.compile(f"#.*{re.escape(part)}"))
