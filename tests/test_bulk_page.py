"""A page of very many events as its readers use it: what a small page does, it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from dashboard.bulk.of_timeline import bulk_of
from dashboard.bulk.words import fold
from dashboard.formats.yaml_writer import write_yaml
from dashboard.freeze import to_html
from dashboard.model import Place, Timeline
from tests.browser import Door, Visitor, accessibility_violations
from tests.bulk_cases import many
from tests.reader import enter, expect_address, expect_chosen, panel, search, settled

EVENTS = 1_300

#: The part of the page that says which events are listed.
LINE = "#chronicle .dl-listed"


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return many(EVENTS)


@pytest.fixture(scope="module")
def door(
    door_to: Callable[[Path], Door], timeline: Timeline, tmp_path_factory: pytest.TempPathFactory
) -> Door:
    """Both doors to a timeline of more events than a small page has."""
    path = tmp_path_factory.mktemp("large") / "events.yaml"
    path.write_text(write_yaml(timeline), encoding="utf-8")
    return door_to(path)


def sentence(page: Page) -> str:
    return page.locator("#sentence").inner_text()


def titles(page: Page, within: str = "#chronicle") -> list[str]:
    """The titles that a list shows."""
    return page.locator(f"{within} .dl-entry").all_inner_texts()


def go(page: Page, state: str) -> None:
    """Follow a link that changes the whole state, and wait until the texts of it have come."""
    page.evaluate("state => { location.hash = state; }", state)
    settled(page)
    expect(page.locator(".dl-waiting")).to_have_count(0)


# --- As a small page ------------------------------------------------------------------------------

SAME = [
    "",
    "event=event-7",
    "event=event-7&category=talks",
    "event=event-40&on=2015-06-01",
    "event=event-41&on=2016-01-01&evidence=single-source",
    "q=embassy",
    "q=strasse+ἀσσ&category=talks,-",
    "actor=a1&tag=red",
    "actor=a1&tag=red&after=2015&q=zzz",
    "event=nobody",
    "event=event-9&on=1990-01-01",
]

#: What is written in some parts of the page; of the panel all but the order of attributes.
SAID = """() => ({
    sentence: document.querySelector('#sentence').innerText,
    panel: [...document.querySelectorAll('#panel-body *')].map(part => [
        part.tagName, part.textContent,
        ...[...part.attributes].map(one => one.name + '=' + one.value).sort()]),
    beside: ['previous', 'next'].map(id => document.getElementById(id).getAttribute('href')),
    chips: document.querySelector('#categories-group, #categories').innerText,
    empty: document.querySelector('#empty').innerText,
    choices: [...document.querySelectorAll('#filters-groups .dl-option')].map(
        choice => choice.textContent),
    permalink: document.getElementById('permalink').getAttribute('href'),
    walker: document.getElementById('walker').getAttribute('aria-label'),
})"""


def test_a_large_page_says_what_a_small_page_says(open_page: Visitor, tmp_path: Path) -> None:
    events = many(300)
    said: dict[str, list[dict[str, Any]]] = {}
    for name, source in (("small", events), ("large", bulk_of(events))):
        path = tmp_path / f"{name}.html"
        path.write_text(to_html(source), encoding="utf-8")
        page = enter(Door("frozen", path.as_uri()), open_page)
        # Very many events have no pages of their actors.
        page.evaluate("() => { dateline.page.payload.actors = {}; }")
        page.get_by_role("button", name="Filters", exact=True).click()
        said[name] = []
        for state in SAME:
            go(page, state)
            page.locator("#sentence:not([aria-busy])").wait_for()
            settled(page)
            said[name].append(page.evaluate(SAID))
    for state, small, large in zip(SAME, said["small"], said["large"], strict=True):
        for part in small:
            assert large[part] == small[part], (state, part)


# --- Links, keys and steps ------------------------------------------------------------------------


def test_a_link_opens_its_event_and_the_keys_go_on_from_there(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    at = 1_000
    events = timeline.events
    page = enter(door, open_page, f"#event={events[at].id}")
    panel(page).locator(".dl-badges").wait_for()
    expect_chosen(page, events[at].title)
    page.keyboard.press("j")
    expect_chosen(page, events[at + 1].title)
    expect_address(page, f"event={events[at + 1].id}")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect_chosen(page, events[at - 1].title)
    panel(page).get_by_role("link", name="Later").click()
    expect_chosen(page, events[at].title)
    page.go_back()
    expect_chosen(page, events[at - 1].title)
    page.keyboard.press("Escape")
    expect(panel(page).get_by_role("heading", name="About this timeline")).to_be_visible()
    # From none, the keys begin at either end.
    page.keyboard.press("k")
    expect_chosen(page, events[-1].title)
    expect_address(page, f"event={events[-1].id}")


def test_an_unknown_event_is_no_harm(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#event=nobody")
    expect(panel(page).get_by_role("heading", name="About this timeline")).to_be_visible()
    page.keyboard.press("j")
    expect(panel(page).locator(".dl-badges")).to_be_visible()


def test_a_related_event_in_another_block_is_a_link_away(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    target = timeline.by_id["event-0"]
    place = timeline.events.index(target)
    holder = max(
        (event for event in timeline.events if event.related),
        key=lambda event: abs(timeline.events.index(event) - place),
    )
    page = enter(door, open_page, f"#event={holder.id}")
    panel(page).locator(".dl-relations").get_by_role("link", name=target.title).first.click()
    expect_chosen(page, target.title)
    expect_address(page, "event=event-0")


def test_the_walk_over_the_chart_reaches_every_event(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(door, open_page)
    page.locator("#walker").focus()
    said = page.locator("#announce")
    expect(said).to_contain_text(timeline.events[0].title)
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text(timeline.events[1].title)
    page.keyboard.press("End")
    expect(said).to_contain_text(timeline.events[-1].title)
    expect(page.locator("#ring")).to_be_visible()
    page.keyboard.press("Enter")
    expect_chosen(page, timeline.events[-1].title)


# --- Search and filters ---------------------------------------------------------------------------


def test_a_search_finds_what_reading_finds(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    texts = bulk_of(timeline).texts
    page = enter(door, open_page)
    for words in ("embassy", "STRASSE Ἀσσυρία", "mbas gazett", "zzzz"):
        found = int(texts.search(fold(words).split()).sum())
        assert found < EVENTS
        search(page, words)
        expect(page.locator("#sentence")).to_have_text(
            f"{found:,} of {EVENTS:,} events: “{words}”", ignore_case=True
        )
    expect(page.get_by_text("None contains “zzzz”.")).to_be_visible()
    search(page, "")
    expect(page.locator("#sentence")).to_have_text(f"{EVENTS:,} events")


def test_the_newest_of_several_searches_wins(open_page: Visitor, door: Door) -> None:
    if door.name == "frozen":
        pytest.skip("only a server can answer out of turn")
    page = open_page(door.url())
    held: list[Route] = []
    page.route(re.compile(r"search\?q=emb$"), lambda route: held.append(route))
    settled(page)
    search(page, "emb")
    expect(page.locator("#sentence")).to_contain_text("searching…")
    # What is shown meanwhile is what was.
    expect(page.locator("#sentence")).to_contain_text(f"{EVENTS:,} events")
    search(page, "zzzz")
    expect(page.locator("#sentence")).to_contain_text("“zzzz”")
    held[0].continue_()
    settled(page)
    expect(page.locator("#sentence")).to_contain_text(f"0 of {EVENTS:,} events: “zzzz”")


def test_a_filter_keeps_what_it_says(door: Door, open_page: Visitor, timeline: Timeline) -> None:
    page = enter(door, open_page)
    page.locator("#categories-group, #categories").get_by_text("Visits").click()
    kept = [event for event in timeline.events if event.category == "visits"]
    expect(page.locator("#sentence")).to_have_text(f"{len(kept):,} of {EVENTS:,} events: Visits")
    expect(page.locator(LINE)).to_have_text(f"Events 1–100 of {len(kept):,}")
    expect(page.locator("#chronicle .dl-entry")).to_have_count(100)
    assert titles(page) == [event.title for event in kept[:100]]


def test_very_many_choices_are_found_by_name(open_page: Visitor, tmp_path: Path) -> None:
    drawn = many(260)
    events = tuple(
        event.model_copy(update={"place": Place(name=f"Place {at}")})
        for at, event in enumerate(drawn.events)
    )
    path = tmp_path / "places.html"
    path.write_text(to_html(bulk_of(drawn.model_copy(update={"events": events}))), "utf-8")
    page = enter(Door("frozen", path.as_uri()), open_page)
    page.get_by_role("button", name="Filters", exact=True).click()
    places = page.locator("#filters").get_by_role("group", name="Places")
    expect(places.get_by_role("checkbox")).to_have_count(200)
    expect(places).to_contain_text("and 60 more: find them by name")
    places.get_by_role("searchbox").fill("place 259")
    places.get_by_role("checkbox", name="Place 259").check()
    expect(page.locator("#sentence")).to_have_text("1 of 260 events: place Place 259")
    # What is chosen stays, whatever else is looked for.
    places.get_by_role("searchbox").fill("place 12")
    expect(places.get_by_role("checkbox")).to_have_count(14)
    expect(places.get_by_role("checkbox", name="Place 259")).to_be_checked()


# --- Lists ----------------------------------------------------------------------------------------


def test_the_chronicle_grows_at_both_ends(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    events = timeline.events
    page = enter(door, open_page, f"#event={events[700].id}&view=chronicle")
    expect(page.locator(LINE)).to_have_text(f"Events 676–775 of {EVENTS:,}")
    expect(page.locator("#chronicle [aria-current]")).to_have_text(events[700].title)
    page.get_by_role("button", name="Show 100 more").click()
    expect(page.locator(LINE)).to_have_text(f"Events 676–875 of {EVENTS:,}")
    expect(page.locator("#chronicle .dl-entry")).to_have_count(200)
    expect(page.locator(":focus")).to_have_text(events[775].title)
    page.get_by_role("button", name="Show 100 before").click()
    expect(page.locator(LINE)).to_have_text(f"Events 576–875 of {EVENTS:,}")
    expect(page.locator("#chronicle .dl-entry")).to_have_count(300)
    assert titles(page) == [event.title for event in events[575:875]]
    years = page.locator("#chronicle .dl-year").all_inner_texts()
    assert years == sorted(set(years))


def test_the_chronicle_follows_the_window(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(door, open_page)
    expect(page.locator(LINE)).to_have_text(f"Events 1–100 of {EVENTS:,}")
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator(LINE)).to_contain_text("in the window of the chart")
    low, high = page.evaluate("() => [dateline.page.state.from, dateline.page.state.to]")
    columns = bulk_of(timeline).columns
    inside = ((columns.latest >= low) & (columns.earliest <= high)).sum()
    expect(page.locator(LINE)).to_contain_text(f"of {inside:,} in")


def test_the_table_sorts_all_events_and_shows_a_part(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(door, open_page, "#view=table")
    rows = page.locator("#table tbody tr")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Sources").click()
    page.get_by_role("button", name="Sources").click()
    most = sorted(timeline.events, key=lambda event: -len(event.cited))
    expect(page.locator("#table .dl-entry").first).to_have_text(most[0].title)
    expect(page.locator("#table .dl-entry")).to_have_count(100)
    assert titles(page, "#table") == [event.title for event in most[:100]]
    expect(page.get_by_role("columnheader", name="Sources")).to_have_attribute(
        "aria-sort", "descending"
    )
    by_title = page.get_by_role("button", name="Event", exact=True)
    expect(by_title).to_be_disabled()
    expect(by_title).to_have_attribute("title", re.compile("too many events"))
    page.get_by_role("button", name="Show 100 more").click()
    expect(page.locator("#table .dl-entry")).to_have_count(200)


def test_on_a_day_lists_and_panel_tell_what_was_known(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    columns = bulk_of(timeline).columns
    public = int((columns.public <= 1_433_116_800_000).sum())
    page = enter(door, open_page, "#on=2015-06-01&view=chronicle")
    expect(page.locator("#sentence")).to_have_text(
        f"{public:,} of {EVENTS:,} events: as known on 1 June 2015"
    )
    expect(page.locator("#chronicle .dl-entry")).to_have_count(100)
    # The last millisecond of that day.
    assert page.locator("#chronicle :is([data-since], [data-until])").evaluate_all(
        """parts => parts.length > 20 && parts.every(part => part.hidden ===
            (Number(part.dataset.since || 0) > 1433203199999
                || Number(part.dataset.until || Infinity) <= 1433203199999))"""
    )
    page.locator("#chronicle .dl-entry").first.click()
    expect(panel(page).get_by_role("note")).to_be_visible()


def test_paper_has_what_the_list_shows_and_says_what_it_leaves_out(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(door, open_page, "#category=talks")
    expect(page.locator("#chronicle .dl-entry")).to_have_count(100)
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    kept = [event for event in timeline.events if event.category == "talks"]
    paper = page.locator("#plain")
    expect(paper).to_contain_text(f"{len(kept):,} of {EVENTS:,} events: Talks.")
    expect(paper).to_contain_text(f"Events 1–100 of {len(kept):,} are printed here")
    assert titles(page, "#printed-list") == [event.title for event in kept[:100]]
    expect(paper.locator("#printed .main-svg").first).to_be_visible()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#printed-list")).to_have_count(0)


# --- Trouble --------------------------------------------------------------------------------------


def test_what_does_not_come_is_said_and_comes_when_it_can(
    door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    if door.name == "frozen":
        pytest.skip("a page that holds its blocks has none to wait for")
    open_page.exempt("console", r"Failed to load resource", reason="the test takes the server away")
    page = enter(door, open_page)
    gone = re.compile(r"/b\d+$")
    page.route(gone, lambda route: route.abort())
    page.reload()
    settled(page)
    page.keyboard.press("k")
    notice = page.get_by_role("status").filter(has_text="could not be loaded")
    expect(notice).to_be_visible()
    # What is known already is there.
    expect(panel(page).get_by_role("heading", level=2)).not_to_be_empty()
    expect(page.locator("#sentence")).to_have_text(f"{EVENTS:,} events")
    page.unroute(gone)
    notice.get_by_role("button", name="Try again").click()
    expect_chosen(page, timeline.events[-1].title)
    expect(panel(page).locator(".dl-badges")).to_be_visible()
    expect(notice).to_be_hidden()
    expect_address(page, f"event={timeline.events[-1].id}")


@pytest.mark.parametrize("state", ["", "#view=table&theme=dark", "#q=zzzz"])
def test_nothing_keeps_anyone_out(door: Door, open_page: Visitor, state: str) -> None:
    page = enter(door, open_page, state)
    expect(page.locator(".dl-waiting")).to_have_count(0)
    assert accessibility_violations(page) == []
