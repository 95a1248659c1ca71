"""Relations, rival dates, rings and crowds as readers see and use them, through both doors."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard import load
from dashboard.figure.relations import links
from dashboard.resources import example_case
from tests.browser import (
    Door,
    Visitor,
    accessibility_violations,
    overlapping_pairs,
    visible_boxes,
)
from tests.reader import (
    enter,
    expect_address,
    expect_chosen,
    label_boxes,
    plot_box,
    settled,
    window,
)

EXPULSION, EMA = "AIVD says it exposed", "EMA discloses"
SELECTED = "#event=svr-network-exposed"
#: Sixty events of a month, and two far away that make it short on the chart.
CROWD = (
    "title: Crowd\nevents:\n"
    "  - {date: 2010-01-01, title: Long before}\n"
    "  - {date: 2030-01-01, title: Long after}\n"
) + "".join(
    f"  - {{date: 2020-01-{1 + n // 2:02d}T{9 + n % 2:02d}:00, title: Event {n}}}\n"
    for n in range(60)
)
ROLE = """role => document.querySelector('#chart .js-plotly-plot').figure.data
    .filter(trace => trace.meta && trace.meta.role === role)
    .map(trace => ({text: trace.text, x: trace.x, base: trace.base, told: trace.hovertext,
        dash: trace.line && trace.line.dash}))"""
#: Where the sign is whose words hold all of these, in pixels of the page.
SIGN = """words => {
    const scene = dateline.page.scene;
    const arc = scene.arcs.find(arc => arc.sign
        && words.every(word => scene.relations.text[arc.link].includes(word)));
    const plot = document.querySelector('#chart .js-plotly-plot').getBoundingClientRect();
    return [arc.sign[0] + plot.left + scene.margin.l, arc.sign[1] + plot.top + scene.margin.t];
}"""


#: The circles of the signs.
SIGNS = "#chart .scatterlayer .trace:has(text) path.point"


def drawn(page: Page, role: str) -> list[dict[str, Any]]:
    """The traces of a role as they are drawn now."""
    found: list[dict[str, Any]] = page.evaluate(ROLE, role)
    return found


def lines(page: Page) -> int:
    """How many lines there are; what leads to a sign off its line has two points and is none."""
    count = 0
    for trace in drawn(page, "relation"):
        runs = groupby(trace["x"] or [], key=lambda x: x is None)
        count += sum(len(list(points)) > 2 for gap, points in runs if not gap)
    return count


def signs(page: Page) -> list[str]:
    (trace,) = drawn(page, "relation-sign")
    return list(trace["text"])


def sign_of(page: Page, *words: str) -> tuple[float, float]:
    x, y = page.evaluate(SIGN, list(words))
    return x, y


def test_the_selected_event_has_its_relations_and_a_missing_link_is_dotted(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, width=1440, height=1000)
    assert lines(page) == 0
    page.evaluate("() => dateline.open(dateline.page.payload.events.id.indexOf("
                  "'svr-network-exposed'), null)")  # fmt: skip
    expect_chosen(page, EXPULSION)
    settled(page)
    timeline = load(example_case())
    own = timeline.events.index(timeline.by_id["svr-network-exposed"])
    wanted = [link for link in links(timeline) if own in (link.start, link.end)]
    assert lines(page) == len(wanted) >= 6
    assert signs(page).count("\u2260") == sum(not _directed(link) for link in wanted) >= 3
    dashes = {trace["dash"] for trace in drawn(page, "relation") if trace["x"]}
    assert {"solid", "2px,4px"} <= dashes
    assert not overlapping_pairs(label_boxes(page))


def _directed(link: Any) -> bool:
    return str(link.relation.kind) != "no-known-link"


def test_a_sign_tells_the_reason_and_leads_to_the_other_event(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, SELECTED, width=1440, height=1000)
    x, y = sign_of(page, "No known link with", EMA)
    page.mouse.move(x, y)
    told = page.locator("#chart .hoverlayer")
    expect(told).to_contain_text("No known link with")
    expect(told).to_contain_text("AFP wrote")
    page.mouse.click(x, y)
    expect_chosen(page, EMA)
    page.go_back()
    expect_chosen(page, EXPULSION)


def test_on_a_touch_screen_the_first_touch_tells_and_the_second_follows(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, SELECTED, width=1200, height=1000, touch=True)
    x, y = sign_of(page, "No known link with", EMA)
    page.touchscreen.tap(x, y)
    expect(page.locator("#chart .hoverlayer")).to_contain_text("No known link with")
    expect_chosen(page, EXPULSION)
    page.touchscreen.tap(x, y)
    expect_chosen(page, EMA)


def test_the_switch_shows_all_relations_and_the_key_to_them(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=1000)
    switch = page.get_by_role("button", name="Relations", exact=True)
    key = page.get_by_role("list", name="Kinds of relations")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(key).to_be_hidden()
    switch.click()
    expect_address(page, "relations=all")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(key).to_contain_text("No known link")
    settled(page)
    assert lines(page) == len(links(load(example_case())))
    assert not overlapping_pairs(label_boxes(page))
    assert all(box.inside(plot_box(page), slack=1) for box in label_boxes(page))
    assert not accessibility_violations(page)
    page.go_back()
    expect(key).to_be_hidden()


@pytest.mark.parametrize("size", [(1440, 860), (390, 844)], ids=["desktop", "phone"])
def test_no_line_is_without_its_sign_where_all_are_shown(
    door: Door, open_page: Visitor, size: tuple[int, int]
) -> None:
    page = enter(door, open_page, "#relations=all", width=size[0], height=size[1])
    for lanes in ("", "evidence", "none"):
        page.evaluate("lanes => dateline.go({lanes: lanes}, true)", lanes)
        settled(page)
        told = [told for trace in drawn(page, "relation-sign") for told in trace["told"]]
        assert len(told) == len(links(load(example_case())))
        circles, labels = visible_boxes(page, SIGNS), label_boxes(page)
        assert len(circles) == len(told)
        assert not overlapping_pairs(circles, slack=2), lanes
        assert [
            (sign, label)
            for sign in circles
            for label in labels
            if len(label.text) > 3 and sign.overlaps(label, 3)
        ] == []


def test_only_events_that_are_shown_are_joined(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#relations=all&category=operation")
    timeline = load(example_case())
    inside = [
        link
        for link in links(timeline)
        if {timeline.events[n].category for n in (link.start, link.end)} == {"operation"}
    ]
    assert lines(page) == len(inside)


def test_a_line_to_an_event_outside_the_window_runs_to_the_edge_and_says_when(
    door: Door, open_page: Visitor
) -> None:
    page = enter(
        door, open_page, SELECTED + "&from=2020-12-01T00:00&to=2021-06-01T00:00", width=1440
    )
    (edge,) = drawn(page, "relation-edge")
    assert "April 2022 \u203a" in edge["text"]
    before = window(page)
    x, y = sign_of(page, "No known link with", "illegal")
    page.mouse.click(x, y)
    expect_chosen(page, "'illegal'")
    # The panel may be there a few frames before the window has moved.
    for _ in range(10):
        settled(page)
        if window(page)[0] > before[1]:
            break
    assert window(page)[0] > before[1]
    page.go_back()
    expect_chosen(page, EXPULSION)
    for _ in range(10):
        settled(page)
        if window(page) == before:
            break
    assert window(page) == before


def test_rival_dates_are_seen_as_soon_as_they_can_be_told_apart(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page)
    assert not any(trace["x"] for trace in drawn(page, "rival"))
    page.evaluate("() => dateline.go(dateline.decode("
                  "'from=2018-09-20T00:00&to=2018-10-14T00:00'), true)")  # fmt: skip
    expect_address(page, "from=2018-09-20")
    settled(page)
    (rivals,), (joined,) = drawn(page, "rival"), drawn(page, "rival-line")
    assert len(rivals["x"]) >= 4
    assert len(joined["x"]) == len(rivals["x"]) / 2


def rings(page: Page) -> list[str]:
    """The names of the rings that are drawn."""
    found: list[str] = page.evaluate(
        "() => document.querySelector('#chart .js-plotly-plot').figure.layout.shapes"
        ".filter(shape => /^halo/.test(shape.name) && shape.opacity).map(shape => shape.name)"
    )
    return found


def test_a_selected_bar_has_a_ring_and_no_disc_inside(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#event=ema-alleged-chinese-access", width=1440)
    assert rings(page) == ["halo-bar"]
    page.keyboard.press("Escape")
    expect_chosen(page, "About this timeline")
    settled(page)
    assert rings(page) == []


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "crowd.yaml"
    path.write_text(CROWD, encoding="utf-8")
    return path


def test_a_crowd_says_how_many_more_there_are_and_opens(
    door_to: Callable[[Path], Door], crowded: Path, open_page: Visitor
) -> None:
    page = enter(door_to(crowded), open_page)
    (crowd,) = drawn(page, "crowd")
    assert crowd["text"]
    assert all(text.startswith("+") for text in crowd["text"])
    boxes = label_boxes(page)
    assert not overlapping_pairs(boxes)
    assert all(box.inside(plot_box(page), slack=1) for box in boxes)
    number = next(box for box in boxes if box.text == crowd["text"][0])
    before = window(page)
    page.mouse.click((number.left + number.right) / 2, (number.top + number.bottom) / 2)
    expect_address(page, "from=")
    settled(page)
    after = window(page)
    assert after[1] - after[0] < (before[1] - before[0]) / 5
    page.go_back()
    expect(page).not_to_have_url(re.compile("from="))
    settled(page)
    assert window(page) == before


def test_the_signs_of_relations_have_the_line_of_their_kind(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, SELECTED)
    for place in ("#panel-body", "#relation-kinds"):
        signs = page.locator(f"{place} .dl-sign").evaluate_all(
            """all => all.map(sign => {
                const {borderTopStyle, borderTopColor, color} = getComputedStyle(sign);
                return [borderTopStyle, borderTopColor, color];
            })"""
        )
        assert signs
        for line, border, words in signs:
            assert line in ("solid", "dashed", "dotted")
            assert border == words
