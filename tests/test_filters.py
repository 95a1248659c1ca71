"""Filters, their menu and sentence, and the pages of actors, through both doors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard import load
from dashboard.app.address import fragment
from dashboard.app.article import desk
from dashboard.app.filters import columns, terms
from dashboard.model import Stance, Timeline
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations, scripts_alone
from tests.reader import (
    enter,
    entries,
    expect_address,
    expect_chosen,
    expect_no_address,
    listed,
    marked,
    panel,
    settled,
)

PHONE: dict[str, Any] = {"width": 390, "height": 844, "touch": True}

EXPULSION = "#event=svr-network-exposed"


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case())


def involving(case: Timeline, *actors: str) -> set[int]:
    """The events in which one of these took part or about which one spoke."""
    return {
        index
        for index, event in enumerate(case.events)
        if {*event.actors, *(claim.by for claim in event.claims)} & {*actors}
    }


def sentence(page: Page) -> Locator:
    return page.locator("#sentence")


def menu(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Filters")


def choice(page: Page, group: str, label: str) -> Locator:
    """A choice of the menu, whatever its number is now."""
    name = re.compile(rf"^{re.escape(label)} ?\d+$")
    return menu(page).get_by_role("group", name=group).get_by_role("checkbox", name=name)


# --- What Python sends ----------------------------------------------------------------------------


def test_terms_come_by_their_number_and_then_by_name(case: Timeline) -> None:
    found = terms(case)
    held = columns(desk(case))
    for key in ("actor", "place", "tag"):
        number = Counter(value for values in held[key] for value in values)
        ids = [term["id"] for term in found[key]]
        assert set(ids) == set(number)
        order = [(-number[term["id"]], term["label"].casefold()) for term in found[key]]
        assert order == sorted(order)
    assert [term["id"] for term in found["evidence"]] == [
        "corroborated", "single-source", "disputed", "unsourced",
    ]  # fmt: skip


def test_only_categories_with_events_can_be_chosen(case: Timeline) -> None:
    bare = case.model_copy(update={"events": case.events[:1]})
    assert [term["id"] for term in terms(bare)["category"]] == [case.events[0].category]
    without = case.events[0].model_copy(update={"category": None})
    assert terms(case.model_copy(update={"events": (without,)}))["category"] == [
        {"id": "-", "label": "Other"}
    ]


# --- Pure functions -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page with our scripts and nothing else."""
    with scripts_alone(browser) as page:
        yield page


@pytest.mark.parametrize(
    "values",
    [
        ["a", "b"],
        ["The Hague, Netherlands", "a"],
        ["50%", "%2C", "a%252Cb,", "%"],
        ["外交官", "#&=+ "],
    ],
)
def test_values_with_commas_stand_in_addresses(blank: Page, values: list[str]) -> None:
    written = blank.evaluate(
        "tag => dateline.encode(Object.assign(dateline.emptyState(), {tag}))", values
    )
    assert blank.evaluate("hash => dateline.decode(hash).tag", written) == values
    # A link that Python made says the same.
    assert blank.evaluate("dateline.patchOf", fragment("tag", *values)) == {"tag": values}


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2018", ("2018-01-01", "2019-01-01")),
        ("2018-12", ("2018-12-01", "2019-01-01")),
        ("2020-02-29", ("2020-02-29", "2020-03-01")),
        ("0044", ("0044-01-01", "0045-01-01")),
        ("2019-02-29", None),
        ("2018-13", None),
        ("18", None),
        ("2018-1-1", None),
        ("", None),
    ],
)
def test_a_period_is_a_year_a_month_or_a_day(
    blank: Page, written: str, days: tuple[str, str] | None
) -> None:
    found = blank.evaluate(
        """written => {
            const found = dateline.period(written);
            return found && found.map(ms => new Date(ms).toISOString().slice(0, 10));
        }""",
        written,
    )
    assert found == (list(days) if days else None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2018", "2018"),
        (" 2018.10.4 ", "2018-10-04"),
        ("2018/1", "2018-01"),
        ("476", "0476"),
        ("-44", "-0044"),
        ("soon", None),
        ("2018-02-30", None),
    ],
)
def test_dates_are_read_as_readers_write_them(blank: Page, typed: str, read: str | None) -> None:
    assert blank.evaluate("dateline.readPeriod", typed) == read


PAYLOAD = {
    "events": {
        "id": ["a", "b", "c", "d"],
        "category": ["talk", "walk", "talk", "-"],
        "actor": [["x", "y"], ["x"], [], ["y"]],
        "place": [["The Hague"], [], [], ["Moscow, Russia"]],
        "tag": [[], [], [], []],
        "earliest": [0, 10, 20, 30],
        "latest": [10, 20, 30, 40],
        "text": ["moscow embassy", "the hague", "hague embassy", ""],
    },
    "terms": {
        "category": [
            {"id": "talk", "label": "Talks"},
            {"id": "walk", "label": "Walks"},
            {"id": "-", "label": "Other"},
        ],
        "actor": [{"id": name, "label": name.upper()} for name in "xyzw"],
        "place": [],
        "tag": [],
    },
}


@pytest.mark.parametrize(
    ("chosen", "mask", "counts", "sentence"),
    [
        ({}, [1, 1, 1, 1], [2, 1, 1], "4 events"),
        ({"q": " Hague "}, [0, 1, 1, 0], [1, 1, 0], "2 of 4 events: “Hague”"),
        ({"q": "embassy hague"}, [0, 0, 1, 0], [1, 0, 0], "1 of 4 events: “embassy hague”"),
        ({"category": ["talk"]}, [1, 0, 1, 0], [2, 1, 1], "2 of 4 events: Talks"),
        ({"category": ["talk", "-"]}, [1, 0, 1, 1], [2, 1, 1], "3 of 4 events: Talks or Other"),
        ({"category": ["walk"], "q": "x"}, [0, 0, 0, 0], [0, 0, 0], "0 of 4 events: Walks, “x”"),
        ({"category": ["gone"]}, [0, 0, 0, 0], [2, 1, 1], "0 of 4 events: gone"),
        ({"q": "  "}, [1, 1, 1, 1], [2, 1, 1], "4 events"),
        (
            {"actor": ["x", "y"], "place": ["Moscow, Russia"]},
            [0, 0, 0, 1],
            [0, 0, 1],
            "1 of 4 events: actor X or Y, place Moscow, Russia",
        ),
        (
            {"actor": ["x", "y", "z", "w"]},
            [1, 1, 0, 1],
            [1, 1, 1],
            "3 of 4 events: actor X, Y or 2 more",
        ),
    ],
)
def test_filters_count_and_say_what_they_do(
    blank: Page, chosen: dict[str, Any], mask: list[int], counts: list[int], sentence: str
) -> None:
    found = blank.evaluate(
        """([payload, chosen]) => {
            const state = Object.assign(dateline.emptyState(), chosen);
            const mask = dateline.matches(payload, state);
            return [mask, dateline.counts(payload, state, 'category'),
                dateline.sentence(payload, state, mask)];
        }""",
        [PAYLOAD, chosen],
    )
    assert found == [
        [bool(each) for each in mask],
        dict(zip(("talk", "walk", "-"), counts, strict=True)),
        sentence,
    ]


def test_words_that_every_object_knows_are_words(blank: Page) -> None:
    names = ["__proto__", "constructor", "toString"]
    payload = {
        "events": {"id": ["a"], "tag": [names]},
        "terms": {"tag": [{"id": name, "label": name} for name in names]},
    }
    counted = """payload => Object.entries(
        dateline.counts(payload, dateline.emptyState(), 'tag'))"""
    assert blank.evaluate(counted, payload) == [[name, 1] for name in names]


def test_every_way_back_is_found(blank: Page) -> None:
    ways = """([payload, chosen]) => {
        const state = Object.assign(dateline.emptyState(), chosen);
        return [dateline.waysBack(payload, state), dateline.alone(payload, state)]
            .map(found => found.map(part => [part.key, part.shown]));
    }"""
    two = {"category": ["walk"], "q": "moscow"}
    assert blank.evaluate(ways, [PAYLOAD, two])[0] == [["category", 1], ["q", 1]]
    three = {"category": ["walk"], "q": "embassy", "place": ["Moscow, Russia"]}
    assert blank.evaluate(ways, [PAYLOAD, three]) == [
        [],
        [["category", 1], ["place", 1], ["q", 2]],
    ]


# --- Filters --------------------------------------------------------------------------------------


def test_a_filter_keeps_what_it_says(door: Door, open_page: Visitor, case: Timeline) -> None:
    verdicts = desk(case).assessments
    # In the zone of the case the months begin one or two hours before those of UTC.
    may, december = 1525125600000, 1606777200000
    table: list[tuple[str, str, set[int]]] = [
        ("actor=aivd", "actor AIVD", involving(case, "aivd")),
        ("actor=aivd,mivd", "actor AIVD or MIVD", involving(case, "aivd", "mivd")),
        (
            "place=Moscow",
            "place Moscow",
            {n for n, e in enumerate(case.events) if e.place and e.place.name == "Moscow"},
        ),
        (
            "after=2018-05&before=2020-11",
            "May 2018–November 2020",
            {
                n
                for n, e in enumerate(case.events)
                if e.date.latest > may and e.date.earliest < december
            },
        ),
        (
            "tag=opcw&evidence=disputed",
            "disputed, tag opcw",
            {
                n
                for n, e in enumerate(case.events)
                if "opcw" in e.tags and verdicts[e.id].evidence == "disputed"
            },
        ),
    ]
    page = enter(door, open_page)
    for state, said, wanted in table:
        page.evaluate("state => { location.hash = state; }", state)
        assert 0 < len(wanted) < len(case.events)
        expect(sentence(page)).to_have_text(f"{len(wanted)} of {len(case.events)} events: {said}")
        settled(page)
        assert listed(page) == marked(page) == wanted


def test_the_menu_filters_counts_and_finds(door: Door, open_page: Visitor, case: Timeline) -> None:
    page = enter(door, open_page)
    opener = page.get_by_role("button", name="Filters")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.focus()
    page.keyboard.press("Enter")
    expect(menu(page)).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    menu(page).get_by_role("searchbox", name="Find in actors").fill("aiv")
    expect(menu(page).get_by_role("group", name="Actors").get_by_role("checkbox")).to_have_count(1)
    choice(page, "Actors", "AIVD").check()
    expect_address(page, "actor=aivd")
    number = len(involving(case, "aivd"))
    expect(sentence(page)).to_have_text(f"{number} of {len(case.events)} events: actor AIVD")
    expect(menu(page)).to_contain_text(f"{number} of {len(case.events)} events")
    # Choices that would leave nothing say so, and work all the same.
    hrabove = choice(page, "Places", "Hrabove")
    expect(menu(page).locator(".dl-option.is-none", has_text="Hrabove")).to_contain_text("0")
    hrabove.check()
    expect(page.get_by_text("No event matches.")).to_be_visible()
    hrabove.uncheck()
    # Each number is what choosing it leaves.
    disputed = choice(page, "Evidence", "Disputed")
    promised = menu(page).locator(".dl-option", has_text="Disputed").locator(".dl-count")
    left = int(promised.inner_text())
    disputed.check()
    expect(sentence(page)).to_contain_text(f"{left} of ")
    assert not accessibility_violations(page)
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_text("Filters2")
    page.go_back()
    expect(sentence(page)).not_to_contain_text("disputed")


def test_time_is_typed_as_year_month_or_day(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    page.get_by_role("button", name="Filters").click()
    time = menu(page).get_by_role("group", name="Time")
    time.get_by_label("From").fill("someday")
    time.get_by_label("From").press("Enter")
    expect(time.get_by_label("From")).to_have_attribute("aria-invalid", "true")
    time.get_by_label("From").fill("2018.10.4")
    time.get_by_label("To").fill("2018")
    time.get_by_label("To").press("Enter")
    expect_address(page, "after=2018-10-04&before=2018")
    expect(sentence(page)).to_contain_text("4 October 2018–2018")
    menu(page).get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Clear").click()
    expect(sentence(page)).to_have_text(re.compile(r"^\d+ events$"))


def test_each_part_of_the_sentence_can_be_removed(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#category=expulsion,press&actor=aivd&q=russia")
    spoken = page.locator("#spoken")
    expect(spoken).to_be_empty()
    page.get_by_role("button", name="Remove filter: actor AIVD").focus()
    page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text("events: Expulsions or Press reports, “russia”")
    expect(spoken).to_have_text(sentence(page).inner_text().replace("\xa0×", ""))
    # The button is gone; the focus stays with the sentence.
    expect(sentence(page)).to_be_focused()
    page.get_by_role("button", name="Remove filter: “russia”").click()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("")
    page.get_by_role("button", name="Clear").click()
    expect(sentence(page)).to_have_text(re.compile(r"^\d+ events$"))
    page.go_back()
    expect(sentence(page)).to_contain_text("Expulsions or Press reports")


def test_an_empty_result_says_why_and_offers_every_way_back(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, "#actor=aivd&category=legal")
    expect(page.locator("#empty")).to_contain_text("None fits Legal measures and actor AIVD")
    legal = sum(event.category == "legal" for event in case.events)
    assert not accessibility_violations(page)
    offer = page.get_by_role("button", name=f"Remove actor AIVD (would show {legal})")
    offer.click()
    expect(page.locator("#empty")).to_be_hidden()
    assert len(entries(page)) == legal
    # Where no single one is to blame, what each would show alone is offered.
    page.goto(door.url("#actor=aivd&category=legal&tag=mh17"))
    page.reload()
    settled(page)
    keep = page.get_by_role("button", name=re.compile(r"^Keep only tag mh17 \(would show \d+\)"))
    keep.click()
    expect(sentence(page)).to_have_text(re.compile(r"events: tag mh17$"))


# --- Actors ---------------------------------------------------------------------------------------


def test_choosing_an_actor_shows_what_they_did_said_and_denied(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, EXPULSION)
    panel(page).get_by_role("list", name="Denied").get_by_role("link", name="Russia").first.click()
    claim = next(
        claim for claim in case.by_id["svr-network-exposed"].claims if claim.stance is Stance.DENIES
    )
    actor = case.actors[claim.by]
    expect_chosen(page, actor.name)
    expect_address(page, f"actor={actor.id}")
    expect_no_address(page, "event=")
    expect(page.locator("#panel-body")).to_be_focused()
    assert listed(page) == involving(case, actor.id)
    event = case.by_id["svr-network-exposed"]
    denied = panel(page).locator("section", has_text="Denied or doubted")
    expect(denied).to_contain_text(event.title)
    said = [claim for event in case.events for claim in event.claims if claim.by == actor.id]
    expect(panel(page).locator(".dl-claim")).to_have_count(len(said))
    assert not accessibility_violations(page)
    denied.get_by_role("link", name=event.title).first.click()
    expect_chosen(page, event.title)
    page.go_back()
    expect_chosen(page, actor.name)
    page.go_back()
    expect_chosen(page, event.title)


def test_an_unknown_actor_is_no_harm(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#actor=constructor")
    expect_chosen(page, "About this timeline")
    expect(page.locator("#empty")).to_contain_text("None fits actor constructor.")


def test_the_page_of_an_actor_can_be_closed_and_keeps_the_filter(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, "#actor=gru")
    expect_chosen(page, case.actors["gru"].name)
    took_part = [event.title for event in case.events if "gru" in event.actors]
    deeds = panel(page).locator("section", has_text="Took part in").get_by_role("link")
    assert deeds.all_text_contents() == took_part
    page.keyboard.press("Escape")
    expect_chosen(page, "About this timeline")
    assert listed(page) == involving(case, "gru")
    sentence(page).get_by_role("link", name="About GRU").click()
    expect_chosen(page, case.actors["gru"].name)


def test_on_a_day_an_actor_has_said_what_was_public_then(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, "#actor=gru&on=2018-09-30")
    expect_chosen(page, case.actors["gru"].name)
    shown = panel(page).locator("section", has_text="Took part in").get_by_role("link")
    assert 0 < shown.count() < sum("gru" in event.actors for event in case.events)
    assert {*shown.all_text_contents()} <= {*entries(page)}


def test_a_tag_of_an_event_filters_and_keeps_the_event(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, EXPULSION)
    panel(page).get_by_role("list", name="Tags").get_by_role("link").first.click()
    expect_address(page, "tag=")
    expect_chosen(page, "AIVD says it exposed")


# --- Phone ----------------------------------------------------------------------------------------


def test_on_a_phone_the_filters_come_as_a_sheet(
    door: Door, open_page: Visitor, case: Timeline
) -> None:
    page = enter(door, open_page, **PHONE)
    page.get_by_role("button", name="Filters").click()
    box = menu(page).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    menu(page).locator("summary", has_text="Actors").click()
    choice(page, "Actors", "AIVD").check()
    assert not accessibility_violations(page)
    menu(page).get_by_role("button", name="Done").click()
    expect(menu(page)).to_be_hidden()
    # What is being filtered stays in view.
    expect(panel(page)).to_be_hidden()
    assert listed(page) == involving(case, "aivd")
    sentence(page).get_by_role("link", name="About AIVD").click()
    expect_chosen(page, case.actors["aivd"].name)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
