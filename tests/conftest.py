"""Fixtures of all tests. The browser ones are explained in :mod:`tests.browser` and
:mod:`tests.doors`.

A browser scenario takes ``open_page`` and a door, and runs once through each::

    def test_opens_an_event(door: Door, open_page: Visitor) -> None:
        page = open_page(door.url("#event=ema-disclosure"), width=360, height=740)
        ...

``door`` leads to the shipped case, ``door_to(path)`` to any other file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Error, sync_playwright

from dashboard.resources import example_case
from tests.browser import (
    ARGUMENTS,
    DOORS,
    ROOT,
    Door,
    DoorName,
    Doors,
    NoBrowserError,
    Visitor,
    find_browser,
)

# Slow machines are not wrong: no example fails for the time it took. In CI the examples are the
# same in every run, so that a red run can be repeated.
settings.register_profile(
    "dateline",
    parent=settings.get_profile("ci" if os.environ.get("CI") else "default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dateline")

_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives the browser can be chosen or left out by its marker: ``-m "not browser"``."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know in their teardown whether the test has failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Without one they fail: a skipped test has shown nothing."""
    try:
        path = find_browser()
    except NoBrowserError as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Open pages; see :class:`tests.browser.Visitor`.

    At the end, any error on the console, uncaught exception or request to somewhere else fails the
    test, unless it was exempted. When the test itself failed, its pages are left as pictures in
    ``test-results/``.
    """
    visitor = Visitor(browser)
    yield visitor
    if request.node.stash.get(_FAILED, False):
        _take_pictures(visitor, request.node.name)
    visitor.close()
    if faults := visitor.faults():
        pytest.fail("behind the picture:\n" + "\n".join(map(str, faults)), pytrace=False)


def _take_pictures(visitor: Visitor, name: str) -> None:
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
    for number, page in enumerate(visitor.pages):
        try:
            page.screenshot(path=ROOT / "test-results" / f"{safe}-{number}.png")
        except Error as problem:
            # The test has failed already; a page that cannot be drawn must not hide why.
            print(f"no picture of page {number}: {problem}")


@pytest.fixture(scope="session")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """All doors opened so far, closed at the end of the tests."""
    with Doors(tmp_path_factory.mktemp("doors")) as opened:
        yield opened


@pytest.fixture(scope="session", params=DOORS)
def door_name(request: pytest.FixtureRequest) -> DoorName:
    """Runs whatever uses it twice: ``served`` and ``frozen``."""
    name: DoorName = request.param
    return name


@pytest.fixture(scope="session")
def door_to(door_name: DoorName, doors: Doors) -> Callable[[Path], Door]:
    """Opens this door to a file; the same file at a later call costs nothing."""
    return partial(doors.to, door_name)


@pytest.fixture(scope="session")
def door(door_to: Callable[[Path], Door]) -> Door:
    """This door to the case that Dateline ships with."""
    return door_to(example_case())
