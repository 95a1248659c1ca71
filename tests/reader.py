"""What a reader does with the dashboard, as functions on a page: look, click, search, zoom."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser import Box, Door, Visitor, visible_boxes

#: Labels of the chart; ticks and lane names are other elements.
LABELS = "#chart .scatterlayer .text text"
#: Discs and bars that can be seen: what a reader counts as events of the chart.
DISCS = "#chart .scatterlayer .trace path.point"
#: The plot itself, where marks and labels may be.
PLOT = "#chart .plot"


def enter(door: Door, open_page: Visitor, state: str = "", **view: object) -> Page:
    """Open the dashboard and wait until it has drawn itself."""
    page = open_page(door.url(state), **view)  # type: ignore[arg-type]  # passed on as they are
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the app stands on the page and the last drawing is done."""
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def label(page: Page, words: str) -> Locator:
    """The label of a mark that begins with these words."""
    return page.locator(LABELS).filter(has_text=words).first


def click_label(page: Page, words: str) -> None:
    """Click on the words beside a mark, where the reader sees them."""
    box = label(page, words).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def panel(page: Page) -> Locator:
    """The panel of the selected event."""
    return page.get_by_role("complementary", name="Event")


def chosen(page: Page) -> str:
    """The title of the event that the panel shows."""
    return panel(page).get_by_role("heading", level=2).inner_text()


def entries(page: Page) -> list[str]:
    """The titles in the chronicle that can be seen."""
    return [
        entry.inner_text()
        for entry in page.locator("#chronicle .dl-entry").all()
        if entry.is_visible()
    ]


def marked(page: Page) -> set[int]:
    """The events that have a mark on the chart, by their place in the timeline."""
    drawn: list[int] = page.evaluate(
        """() => document.querySelector('#chart .js-plotly-plot').data
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
    box = page.locator("#chart .bglayer .bg, #chart .nsewdrag").first.bounding_box()
    assert box is not None
    return Box("plot", box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])


def label_boxes(page: Page) -> list[Box]:
    """The boxes of all labels of the chart that can be seen."""
    return visible_boxes(page, LABELS)


def expect_fragment(page: Page, part: str) -> None:
    """Wait until the address holds a part of a state."""
    expect(page).to_have_url(lambda url: part in url.partition("#")[2])  # type: ignore[arg-type]
