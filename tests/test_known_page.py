"""As known on a day, as readers use it, through both doors."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import load, words
from dashboard.disclosure import DAY, day_of, judged_on, public_day
from dashboard.model import Evidence, Timeline
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import (
    enter,
    expect_address,
    expect_chosen,
    listed,
    marked,
    panel,
    plot_box,
    settled,
)
from tests.test_known import all_stops, day

PHONE: dict[str, Any] = {"width": 390, "height": 844, "touch": True}
OPERATION, REPORT = "opcw-operation-disrupted", "spiez-report"


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case())


def known_on(page: Page) -> Locator:
    """The row of controls."""
    return page.get_by_role("group", name="As known on")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="As known on", exact=True)


def expect_day(page: Page, in_words: str) -> None:
    """Wait until the control says this day, to eyes and to screen readers."""
    expect(known_on(page).locator(".dl-known-on").first).to_have_text(in_words)
    expect(slider(page)).to_have_attribute("aria-valuetext", in_words)


def in_chart(page: Page, name: str) -> dict[str, Any]:
    """The shape and the note of an upright line, as they are drawn."""
    found: dict[str, Any] = page.evaluate(
        """name => {
            const layout = document.querySelector('#chart .js-plotly-plot').figure.layout;
            const named = item => item.name === name;
            return {line: layout.shapes.find(named), note: layout.annotations.find(named)};
        }""",
        name,
    )
    return found


def drawn(page: Page, role: str) -> list[int]:
    """The events that have a point in the trace of a role."""
    found: list[int] = page.evaluate(
        """role => document.querySelector('#chart .js-plotly-plot').figure.data
            .find(trace => trace.meta.role === role).customdata""",
        role,
    )
    return found


def public_by(case: Timeline, on: int) -> set[int]:
    return {n for n, event in enumerate(case.events) if public_day(case, event) <= on}


def test_a_day_shows_what_was_public_then_with_the_evidence_of_then(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    on = day("2018-09-30")
    page = enter(door, open_page, "#on=2018-09-30")
    expect_day(page, "30 September 2018")
    expected = public_by(case, on)
    ids = [event.id for event in case.events]
    assert ids.index(REPORT) in expected
    assert ids.index(OPERATION) not in expected
    assert listed(page) == marked(page) == expected
    expect(page.locator("#sentence")).to_contain_text(f"{len(expected)} of {len(ids)} events")
    expect(page.locator("#sentence")).to_contain_text("as known on 30 September 2018")
    line = in_chart(page, "known-on")
    assert line["line"]["visible"]
    assert line["line"]["x0"] == on + DAY
    assert line["note"]["text"] == "30 Sep 2018"


def test_list_and_chart_show_the_evidence_of_the_day(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, "#on=2018-10-04")
    on = day("2018-10-04")
    changed = 0
    for index in public_by(case, on):
        verdict = judged_on(case, case.events[index], on).evidence
        changed += verdict != judged_on(case, case.events[index], day("2030-01-01")).evidence
        entry = page.locator(f"#chronicle [data-index='{index}']")
        expect(entry.locator(".dl-mark:visible")).to_have_class(
            re.compile(rf"dl-mark--{verdict}\b")
        )
        expect(entry.get_by_text(words.EVIDENCE[verdict], exact=True)).to_be_visible()
        assert page.evaluate("i => dateline.evidenceOf(dateline.page, i)", index) == verdict
    assert changed, "a day on which nothing differs shows nothing"
    symbols = """index => document.querySelector('#chart .js-plotly-plot').figure.data
        .filter(trace => trace.meta.role === 'disc').flatMap(trace => trace.customdata
            .map((own, k) => own === index ? trace.marker.symbol[k] + trace.hovertext[k] : ''))
        .join('')"""
    index = [event.id for event in case.events].index(REPORT)
    then = page.evaluate(symbols, index)
    assert "Disputed" in then
    assert then.startswith("circle-x")
    page.get_by_label("As known on this day").fill("2018-09-13")
    expect_address(page, "on=2018-09-13")
    settled(page)
    assert page.evaluate(symbols, index).startswith("circle<b>")


def test_lanes_by_evidence_are_those_of_the_day(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    placed = """() => {
        const plot = document.querySelector('#chart .js-plotly-plot');
        const bands = dateline.page.scene.stack.lanes.filter(lane => lane.shown);
        return plot.figure.data.filter(trace => ['disc', 'core'].includes(trace.meta.role))
            .flatMap(trace => trace.customdata.map((index, k) => [index, bands.find(
                band => band.top < trace.y[k] && trace.y[k] < band.bottom).key, trace.y[k]]));
    }"""
    page = enter(door, open_page, "#lanes=evidence&on=2018-10-04")
    moved = 0
    for on in ("2018-10-04", "2020-12-10", ""):
        page.evaluate("on => dateline.go({on: on}, true)", on)
        settled(page)
        end = day(on or "2030-01-01")
        lanes = {index: lane for index, lane, _ in page.evaluate(placed)}
        expected = {
            index: str(judged_on(case, case.events[index], end).evidence)
            for index in public_by(case, end)
        }
        assert lanes == expected
        moved += sum(
            kind != judged_on(case, case.events[index], day("2030-01-01")).evidence
            for index, kind in expected.items()
        )
    assert moved, "days on which nothing differs show nothing"
    # Names stand beside those lanes that have events, and only beside them.
    names = page.locator("#chart .dl-names text").all_text_contents()
    assert {name for name in names if name in words.EVIDENCE.values()} == {
        words.EVIDENCE[Evidence(kind)] for kind in expected.values()
    }


def test_the_panel_counts_what_was_not_yet_known(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    on = day("2018-10-04")
    event = case.by_id[OPERATION]
    published = [case.sources[key].published for key in event.cited]
    claimed = [claim.date for claim in event.claims]
    sources = sum(when is not None and day_of(case, when) > on for when in published)
    claims = sum(when is not None and day_of(case, when) > on for when in claimed)
    assert sources > 1
    assert claims > 1
    page = enter(door, open_page, f"#event={OPERATION}&on=2018-10-04", colour_scheme="dark")
    expect_chosen(page, event.title)
    assert not accessibility_violations(page)
    note = panel(page).get_by_role("note")
    expect(note).to_contain_text(
        f"On 4 October 2018 not yet known: {sources} later sources, {claims} later claims."
    )
    expect(panel(page).locator(".dl-claim")).to_have_count(len(claimed) - claims)
    expect(panel(page).locator(".dl-source")).to_have_count(len(published) - sources)
    heading = f"Sources ({len(published) - sources})"
    expect(panel(page).get_by_role("heading", name=heading)).to_be_visible()
    expect(panel(page).locator(".dl-badge").first).to_be_visible()
    note.get_by_role("button", name="Show all").click()
    expect(panel(page).locator(".dl-source")).to_have_count(len(published))
    expect(note).to_have_count(0)
    page.go_back()
    expect(panel(page).locator(".dl-source")).to_have_count(len(published) - sources)


def test_an_event_that_was_not_public_says_so_and_leads_there(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, f"#event={OPERATION}&on=2018-09-30")
    index = [event.id for event in case.events].index(OPERATION)
    note = panel(page).get_by_role("note")
    expect(note).to_contain_text("Not yet public on 30 September 2018.")
    expect(note).to_contain_text("It became public on 4 October 2018.")
    expect(panel(page).locator(".dl-source")).to_have_count(0)
    assert index not in marked(page)
    note.get_by_role("button", name="Go to 4 October 2018").click()
    expect_address(page, "on=2018-10-04")
    expect(panel(page).locator(".dl-source").first).to_be_visible()
    settled(page)
    assert index in marked(page)


def test_stops_can_be_walked_by_button_key_and_slider(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page)
    expect_day(page, "today")
    every = [
        page.evaluate("ms => dateline.dayText(ms)", stop)
        for stop in (all_stops(case)[k] for k in (0, -2, -1))
    ]
    first, last_but_one, last = every
    earlier = known_on(page).get_by_role("button", name="Earlier disclosure")
    later = known_on(page).get_by_role("button", name="Later disclosure")
    expect(later).to_be_disabled()
    earlier.click()
    expect_address(page, f"on={last}")
    page.keyboard.press("[")
    expect_address(page, f"on={last_but_one}")
    page.keyboard.press("]")
    expect_address(page, f"on={last}")
    later.click()
    expect_day(page, "today")
    expect(page).not_to_have_url(re.compile("on="))
    slider(page).focus()
    page.keyboard.press("Home")
    expect_address(page, f"on={first}")
    expect(earlier).to_be_disabled()
    page.keyboard.press("End")
    expect_day(page, "today")
    # From between two stops the way leads to either of them; before the first there is none.
    walked = page.evaluate(
        """() => [['2018-01-02', -1], ['2018-01-02', 1], ['2018-01-01', -1], ['2017-05-05', -1]]
            .map(([on, way]) => dateline.neighbourStop(
                ['2018-01-01', '2018-01-03'].map(dateline.dayStart), on, way))"""
    )
    assert walked == ["2018-01-01", "2018-01-03", "2018-01-01", "2017-05-05"]
    # Any day will do, not only a stop.
    page.get_by_label("As known on this day").fill("2019-02-03")
    expect_day(page, "3 February 2019")
    page.reload()
    settled(page)
    expect_day(page, "3 February 2019")
    known_on(page).get_by_role("button", name="Today").click()
    expect_day(page, "today")


def test_play_walks_to_the_end_and_stops_there(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    last = all_stops(case)[-1]
    page = enter(door, open_page, "#on=2024-01-01")
    play = known_on(page).get_by_role("button", name="Play")
    play.focus()
    page.keyboard.press("Enter")
    expect(known_on(page).get_by_role("button", name="Pause")).to_be_visible()
    # The address follows a moment later, and the next stop is today, where playing ends.
    page.wait_for_function("ms => dateline.page.state.on === dateline.dayText(ms)", arg=last)
    page.keyboard.press("p")
    expect(play).to_be_visible()
    page.keyboard.press("p")
    expect_day(page, "today")
    expect(play).to_be_visible()
    assert len(listed(page)) == len(case.events)


def test_delays_and_today_are_drawn_where_they_belong(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page)
    assert drawn(page, "delay") == []
    page.evaluate("id => dateline.go({event: id}, true)", OPERATION)
    settled(page)
    index = [event.id for event in case.events].index(OPERATION)
    assert drawn(page, "delay") == drawn(page, "delay-end") == [index]
    page.evaluate("() => dateline.go({event: '', on: '2018-10-04'}, true)")
    settled(page)
    assert index in drawn(page, "delay")
    assert len(drawn(page, "delay")) > 1
    lines = """now => dateline.uprights(dateline.page.payload, {on: ''}, now)"""
    # Noon in UTC is two hours later in the Dutch summer, one in winter.
    for now, hour in (("2026-07-01", 14), ("2026-12-01", 13)):
        found = page.evaluate(lines, day(now) + DAY // 2)
        assert found["today"]["x"] == day(now) + hour * DAY // 24
        assert found["known-on"] is None
    moved = page.evaluate(
        """() => {
            const scene = {window: [0, 100], scale: 10, width: 1000};
            const at = x => Object.assign({lines: {today: {x: x, text: 'today'}}}, scene);
            const shape = {name: 'today', x0: 0, x1: 0, visible: false};
            return [50, 101].map(x => dateline.upright(shape, at(x)));
        }"""
    )
    assert moved == [
        {"name": "today", "x0": 50, "x1": 50, "visible": True},
        {"name": "today", "x0": 0, "x1": 0, "visible": False},
    ]


def test_on_a_phone_the_controls_unfold(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#on=2018-10-04", **PHONE)
    toggle = known_on(page).get_by_role("button", name="As known on 4 October 2018")
    expect(slider(page)).to_be_hidden()
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(slider(page)).to_be_visible()
    for control in known_on(page).locator("button:visible, input:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert plot_box(page).right <= 390
    assert not accessibility_violations(page)
