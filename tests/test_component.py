"""Two timelines in another Dash app: the example of the documentation, run."""

from __future__ import annotations

import importlib.util
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import dash
import pytest
import waitress.server
from dash import html
from playwright.sync_api import expect

from dashboard import load, timeline_component, to_html
from dashboard.resources import example_case
from tests.browser import Visitor
from tests.reader import MARKS

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "in_dash.py"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    spec = importlib.util.spec_from_file_location("in_dash", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    # Dash looks there for the folder of the app.
    sys.modules["in_dash"] = example
    spec.loader.exec_module(example)
    app = example.make_app(str(example_case()))
    # The host app asks nobody either.
    app.enable_dev_tools(debug=False, dev_tools_disable_version_check=True)
    listening = socket.create_server(("127.0.0.1", 0))
    server = waitress.server.create_server(app.server, sockets=[listening])
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.close()
    thread.join()


def test_two_on_a_page_speak_and_listen(address: str, open_page: Visitor) -> None:
    timeline = load(example_case())
    page = open_page(address, width=1200, height=1400)
    one, two = (page.frame_locator(f"#{name}-frame") for name in ("one", "two"))
    for frame in (one, two):
        expect(frame.locator("html[data-ready]")).to_have_count(1, timeout=30_000)
        expect(frame.locator(MARKS).first).to_be_visible()
    expect(two.locator("#panel-body h2")).to_contain_text(timeline.events[-1].title)
    # In: a callback opens an event. Out: another one reads it, and opens it in the second.
    page.get_by_role("button", name="Open the first event").click()
    expect(one.locator("#panel-body h2")).to_contain_text(timeline.events[0].title)
    expect(page.locator("#said")).to_contain_text(timeline.events[0].title)
    expect(two.locator("#panel-body h2")).to_contain_text(timeline.events[0].title)
    # Closing it in the first is read too, and leaves the second alone.
    page.frames[1].evaluate("() => dateline.go({event: ''})")
    expect(page.locator("#said")).to_have_text("Nothing is chosen.")
    expect(two.locator("#panel-body h2")).to_contain_text(timeline.events[0].title)


def test_an_exported_page_takes_no_callbacks_that_wait_for_an_app() -> None:
    """Dash gives all that wait to the next app that answers, of which a page must not be one."""
    timeline = load(example_case())
    before = to_html(timeline)
    dash.callback(dash.Output("other", "children"), dash.Input("one", "data"))(str)
    assert to_html(timeline) == before
    host = dash.Dash("host")
    host.layout = html.Div()
    told = host.server.test_client().get("/_dash-dependencies").get_json()
    assert "other.children" in [one["output"] for one in told]


def test_an_event_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no event 'nope'"):
        timeline_component(load(example_case()), "x", event="nope")
