"""The story: its steps, from Python alone and as a reader walks through it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from dashboard import Timeline, load
from dashboard.app.story import MOST, payload, steps
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import enter, expect_address, expect_chosen, panel, settled, window

PHONE: dict[str, Any] = {"width": 390, "height": 844, "touch": True}


#: How far down the window the selected mark is, in pixels.
MARK = """() => {
    const plot = document.querySelector('#chart .js-plotly-plot');
    const scene = dateline.page.scene, i = dateline.page.selected;
    const row = scene.stack.lanes[scene.variant.lane[i]].y[scene.variant.row[i]];
    return plot.getBoundingClientRect().top + scene.margin.t + row * scene.row;
}"""


def timeline(tmp_path: Path, text: str) -> Timeline:
    path = tmp_path / "case.yaml"
    path.write_text("title: Case\n" + text, encoding="utf-8")
    return load(path)


# --- Its steps ------------------------------------------------------------------------------------


def test_the_story_of_the_file_is_told_in_its_own_order(tmp_path: Path) -> None:
    made = timeline(
        tmp_path,
        "story: [b, a]\nevents:\n"
        '  - {id: a, date: 2020, title: A, importance: 1, summary: "One.\\n\\nTwo."}\n'
        "  - {id: b, date: 2021, title: B}\n",
    )
    assert [event.id for event in steps(made)] == ["b", "a"]
    no_words, first = payload(made)
    assert no_words == {"event": "b", "text": []}
    assert "One." in str(first["text"])
    assert "Two." not in str(first["text"])


def test_without_one_the_most_important_events_are_told_in_order_of_time(tmp_path: Path) -> None:
    rows = "".join(
        f"  - {{id: e{n}, date: {2000 + n}, title: E, importance: {1 + n % 5}}}\n"
        for n in range(40)
    )
    chosen = steps(timeline(tmp_path, "events:\n" + rows))
    assert len(chosen) == MOST
    assert [event.id for event in chosen] == sorted(
        (event.id for event in chosen), key=lambda name: int(name[1:])
    )
    assert {event.importance for event in chosen} == {4, 5}
    assert sum(event.importance == 5 for event in chosen) == 8


def test_where_nothing_is_important_there_is_no_story(tmp_path: Path) -> None:
    assert not steps(timeline(tmp_path, "events:\n  - {date: 2020, title: A}\n"))


# --- As it is read --------------------------------------------------------------------------------


def test_a_reader_is_led_through_the_story(door: Door, open_page: Visitor) -> None:
    case = load(example_case())
    story = steps(case)
    page = enter(door, open_page)
    home = window(page)
    page.get_by_role("button", name="Story", exact=True).click()
    expect(page.locator("#story-step")).to_have_text(f"Story · Step 1 of {len(story)}")
    expect(page.get_by_role("button", name="Next →")).to_be_focused()
    for number, event in enumerate(story[:3], 1):
        expect(page.locator("#story-title")).to_have_text(event.title)
        expect(page.locator("#story-when")).to_have_text(event.date.display())
        expect_chosen(page, event.title)
        expect_address(page, f"story={number}")
        expect(page.locator("#announce")).to_contain_text(f"Step {number} of {len(story)}")
        expect(page.locator(f"#chronicle a[href='#event={event.id}']")).to_have_attribute(
            "aria-current", "true"
        )
        page.keyboard.press("Enter")
    expect(page.locator("#story-progress")).to_have_attribute("value", "4")
    # The arrows walk the story while it is told; Back is one step of it.
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#story-title")).to_have_text(story[2].title)
    page.keyboard.press("j")
    expect(page.locator("#story-title")).to_have_text(story[3].title)
    page.go_back()
    expect(page.locator("#story-title")).to_have_text(story[2].title)
    low, high = window(page)
    assert high - low < (home[1] - home[0]) / 2
    page.keyboard.press("Escape")
    expect(page.locator("#story")).to_be_hidden()
    expect(page.get_by_role("button", name="Story", exact=True)).to_be_focused()
    expect_chosen(page, story[2].title)
    page.keyboard.press("s")
    expect(page.locator("#story-title")).to_have_text(story[2].title)


def test_the_last_step_ends_the_story(door: Door, open_page: Visitor) -> None:
    story = steps(load(example_case()))
    page = enter(door, open_page, f"#story={len(story)}")
    expect(page.locator("#story-title")).to_have_text(story[-1].title)
    expect_chosen(page, story[-1].title)
    page.get_by_role("button", name="End").click()
    expect(page.locator("#story")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("story="))


def test_the_window_moves_and_comes_to_rest(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#story=1", reduced_motion="no-preference")
    expect_address(page, "from=")
    settled(page)
    passed = page.evaluate(
        """() => new Promise(done => {
            const seen = [];
            const plot = document.querySelector('#chart .js-plotly-plot');
            plot.on('plotly_afterplot', () => seen.push(dateline.page.scene.window[0]));
            dateline.act('storyNext');
            setTimeout(() => done(seen), 700);
        })"""
    )
    state = page.evaluate("() => dateline.page.scene.lens.to(dateline.page.state.from)")
    assert passed[-1] == state
    assert passed == sorted(passed)
    assert passed[0] < state


def test_with_less_motion_it_is_there_at_once(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#story=1")
    expect_address(page, "from=")
    drawn = page.evaluate(
        """() => new Promise(done => {
            const plot = document.querySelector('#chart .js-plotly-plot');
            plot.on('plotly_afterplot', () => done(dateline.page.scene.window[0]));
            dateline.act('storyNext');
        })"""
    )
    assert drawn == page.evaluate("() => dateline.page.scene.lens.to(dateline.page.state.from)")


def test_on_a_phone_the_story_stands_below_the_chart(door: Door, open_page: Visitor) -> None:
    story = steps(load(example_case()))
    page = enter(door, open_page, "#story=2", **PHONE, colour_scheme="dark")
    expect(page.locator("#story-title")).to_have_text(story[1].title)
    expect(panel(page)).to_be_hidden()
    card = page.locator("#story").bounding_box()
    assert card is not None
    assert card["y"] + card["height"] == 844
    # The mark that is told of is not under the card.
    expect(page.locator("#story-title")).to_be_visible()
    assert 60 < page.evaluate(MARK) < card["y"]
    assert not accessibility_violations(page)
    page.get_by_role("button", name="Claims and sources").click()
    expect(panel(page)).to_be_visible()
    page.get_by_role("button", name="Close the event").click()
    expect(panel(page)).to_be_hidden()
    page.get_by_role("button", name="Next →").click()
    expect(page.locator("#story-title")).to_have_text(story[2].title)
