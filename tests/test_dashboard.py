"""The dashboard as its readers use it, through both doors."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from dashboard import load
from dashboard.app.keys import KEYS
from dashboard.resources import example_case
from tests.browser import Door, Visitor, overlapping_pairs, visible_boxes
from tests.reader import (
    MARKS,
    click_label,
    enter,
    entries,
    expect_address,
    expect_chosen,
    label_boxes,
    listed,
    marked,
    panel,
    plot_box,
    search,
    settled,
    window,
)

EXPULSION = "AIVD says it exposed"
PHONE: dict[str, Any] = {"width": 390, "height": 844, "touch": True}


def test_every_event_has_a_mark_and_an_entry(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    everything = set(range(len(load(example_case()).events)))
    assert len(everything) >= 32
    assert marked(page) == listed(page) == everything
    assert page.locator(MARKS).count() >= len(everything)


def test_a_click_on_the_expulsion_shows_claims_sources_and_what_is_not_known(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page)
    click_label(page, EXPULSION)
    expect_chosen(page, EXPULSION)
    expect_address(page, "event=svr-network-exposed")
    event = panel(page)
    expect(event.get_by_role("list", name="Asserted")).to_contain_text("AIVD")
    expect(event.get_by_role("list", name="Denied")).to_contain_text("Russia")
    sources = event.locator(".dl-source")
    assert sources.count() >= 5
    for source in sources.all():
        assert (source.get_attribute("href") or "").startswith("https://")
        assert source.get_attribute("rel") == "noopener noreferrer"
    unlinked = event.locator(".dl-relation--no-known-link")
    expect(unlinked.filter(has_text="EMA discloses")).to_contain_text("No known link")


def test_a_relation_leads_to_the_other_event_and_back(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#event=svr-network-exposed")
    expect_chosen(page, EXPULSION)
    panel(page).locator(".dl-relation--no-known-link a[href='#event=ema-disclosure']").click()
    expect_chosen(page, "EMA discloses")
    page.go_back()
    expect_chosen(page, EXPULSION)
    page.go_forward()
    expect_chosen(page, "EMA discloses")


def test_search_leaves_only_what_matches(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    search(page, "OPCW")
    timeline = load(example_case())
    found = listed(page)
    assert 3 <= len(found) < len(timeline.events)
    assert marked(page) == found
    titled = {n for n, event in enumerate(timeline.events) if "OPCW" in event.title}
    assert titled <= found
    expect(page.locator("#sentence")).to_have_text(
        f"{len(found)} of {len(timeline.events)} events: “OPCW”"
    )
    page.get_by_role("button", name="Clear").click()
    settled(page)
    assert len(listed(page)) == len(timeline.events)
    expect(page.get_by_role("textbox", name="Search")).to_have_value("")


def test_search_takes_no_notice_of_case_and_accents(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    search(page, "renee jones-bos")
    assert any("ambassador" in title for title in entries(page))


def test_a_category_empties_the_other_lanes(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    before = plot_box(page)
    page.locator(".dl-chip", has_text="Cyberattacks").click()
    settled(page)
    assert marked(page) == listed(page)
    expect_address(page, "category=cyberattack")
    lanes = page.locator("#chart .dl-names text").all_text_contents()
    assert [lane for lane in lanes if lane in ("Cyberattacks", "Expulsions")] == ["Cyberattacks"]
    after = plot_box(page)
    assert after.bottom - after.top < (before.bottom - before.top) / 2


def test_nothing_found_says_so_and_offers_the_way_back(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#q=quetzalcoatl")
    expect(page.get_by_text("No event matches.")).to_be_visible()
    assert not entries(page)
    page.get_by_role("button", name="Show all events").click()
    expect(page.get_by_text("No event matches.")).to_be_hidden()
    assert entries(page)


def test_an_address_restores_everything(door: Door, open_page: Visitor) -> None:
    state = "#event=ema-disclosure&q=ema&category=disclosure&from=2020-11-01T00:00"
    page = enter(door, open_page, state + "&to=2021-03-01T00:00&theme=dark")
    expect_chosen(page, "EMA discloses")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("ema")
    expect(page.get_by_role("checkbox", name=re.compile("Disclosures"))).to_be_checked()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    low, high = window(page)
    assert (low, high) == (1604188800000, 1614556800000)


def test_an_unknown_event_in_the_address_is_no_harm(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#event=nobody&from=x&category=,&theme=pink")
    expect_chosen(page, "About this timeline")
    assert marked(page)


ZOOMS = range(8)
FILTERS = ("", "q=russia", "category=disclosure,expulsion")


@pytest.mark.parametrize("filtered", FILTERS)
def test_no_label_overlaps_or_is_cut_at_any_zoom(
    door: Door, open_page: Visitor, filtered: str
) -> None:
    page = enter(door, open_page, f"#{filtered}", width=1440, height=860)
    seen = 0
    for zoom in ZOOMS:
        labels, plot = label_boxes(page), plot_box(page)
        assert not overlapping_pairs(labels), f"at zoom {zoom}"
        assert all(label.inside(plot, slack=1) for label in labels), f"cut at zoom {zoom}"
        seen += len(labels)
        page.mouse.move((plot.left + plot.right) * 0.5, plot.top + 30)
        before = window(page)
        page.mouse.wheel(0, -240)
        # Labels are laid out anew when the wheel has come to rest.
        page.wait_for_function(
            "low => { const now = dateline.axisMoment(document.querySelector("
            "'#chart .js-plotly-plot').layout.xaxis.range[0]);"
            " return Math.abs(now - low) > 1"
            " && Math.abs(now - dateline.page.scene.window[0]) < 1; }",
            arg=before[0],
        )
        # The wheel has come to rest when plotly has told the page, and that the address.
        page.wait_for_function("() => location.hash.includes('from=')")
        settled(page)
    assert seen > len(ZOOMS)


def test_labels_hide_no_mark(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=860)
    marks = visible_boxes(page, "#chart .scatterlayer path.point")
    for label, mark in itertools.product(label_boxes(page), marks):
        assert not label.overlaps(mark, 1), f"{label.text} lies on a mark"


def test_rows_stay_while_zooming(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    rows = """() => Object.fromEntries(
        document.querySelector('#chart .js-plotly-plot').figure.data
            .filter(trace => trace.meta?.role === 'disc')
            .flatMap(trace => trace.customdata.map((index, k) => [index, trace.y[k]])))"""
    before = page.evaluate(rows)
    page.get_by_role("button", name="Zoom in").click()
    settled(page)
    after = page.evaluate(rows)
    assert after
    assert all(before[index] == y for index, y in after.items() if index in before)


def test_every_key_does_what_the_help_says(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    for key in KEYS:
        expect(panel(page)).to_contain_text(key.help)
    page.keyboard.press("j")
    expect_address(page, "event=")
    first = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(first)
    page.keyboard.press("k")
    expect(page).to_have_url(first)
    page.keyboard.press("Escape")
    expect_chosen(page, "About this timeline")
    low, high = window(page)
    page.keyboard.press("+")
    settled(page)
    nearer = window(page)
    assert nearer[1] - nearer[0] == pytest.approx((high - low) / 2, rel=0.01)
    page.keyboard.press("-")
    settled(page)
    page.keyboard.press("+")
    page.keyboard.press("0")
    settled(page)
    assert window(page) == (low, high)
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.type("j/d")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("j/d")
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Search")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


def test_earlier_and_later_walk_the_filtered_events(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#category=cyberattack")
    titles = entries(page)
    page.locator("#chronicle .dl-entry:visible").first.click()
    for title in titles:
        expect_chosen(page, title)
        if title != titles[-1]:
            panel(page).get_by_role("link", name="Later").click()
    expect(page.locator("#next")).not_to_have_attribute("href", re.compile(".+"))


def test_closing_gives_the_focus_back(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    entry = page.locator("#chronicle .dl-entry").nth(2)
    entry.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(entry).to_be_focused()


def test_the_theme_follows_the_system_and_the_button(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, colour_scheme="dark")
    background = "() => getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Light or dark").click()
    settled(page)
    assert page.evaluate(background) != dark
    expect_address(page, "theme=light")


def test_on_a_phone_the_event_comes_as_a_sheet(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, **PHONE)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.locator("#chronicle .dl-entry", has_text=EXPULSION).click()
    expect_chosen(page, EXPULSION)
    sheet = panel(page).bounding_box()
    assert sheet is not None
    assert sheet["width"] == 390
    assert 200 < sheet["height"] < 700
    page.get_by_role("button", name="Close the event").click()
    expect(panel(page)).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1920, 2560])
def test_no_width_makes_the_page_scroll_sideways(
    door: Door, open_page: Visitor, width: int
) -> None:
    page = enter(door, open_page, "#event=svr-network-exposed", width=width, height=900)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    labels, plot = label_boxes(page), plot_box(page)
    assert not overlapping_pairs(labels)
    assert all(label.inside(plot, slack=1) for label in labels)


def test_without_scripts_everything_can_be_read(door: Door, open_page: Visitor) -> None:
    page = open_page(door.url(), javascript=False)
    timeline = load(example_case())
    for event in timeline.events:
        expect(page.get_by_role("heading", name=event.title, exact=True).first).to_be_visible()
    addresses = {link.get_attribute("href") for link in page.locator("a.dl-source").all()}
    assert addresses == {source.url for source in timeline.sources.values()}
    page.locator("a[href='#event=ema-disclosure']").first.click()
    expect(page.locator("[id='event=ema-disclosure']")).to_be_in_viewport()
    page.locator("[id='event=ema-disclosure'] a[href^='#source=']").first.click()
    expect(page.locator("[id^='source=']:target .dl-source")).to_be_in_viewport()
