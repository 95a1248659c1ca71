"""The chart leaves room for its axis and its overview, however much stands above it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import Door, Visitor, overlapping_pairs, visible_boxes
from tests.reader import enter, label_boxes, settled

WIDTH, HEIGHT = 1440, 860
TICKS = "#chart .xaxislayer-above .xtick text"
EVERYTHING = (
    "evidence=corroborated,disputed,single-source,unsourced&after=2010-01-01&before=2026-10"
    "&category=expulsion,operation,disclosure,cyberattack,legal,press,reaction,background"
)
#: A state, and what its sentence then says; the sentence of the second takes lines from the chart.
STATES = {
    "": "40 events",
    EVERYTHING: "of 40 events: Expulsions",
    "on=2022-10-30": "as known on 30 October 2022",
    "lanes=actor": "40 events",
    "lanes=place&fold=1": "40 events",
    "q=the&after=2017&before=2021": "“the”",
    "relations=all": "40 events",
}


def test_axis_and_overview_are_in_view_in_every_state_of_the_filters(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, width=WIDTH, height=HEIGHT)
    tops = set()
    for state, words in STATES.items():
        page.evaluate("hash => { location.hash = hash; }", state or "#")
        expect(page.locator("#sentence")).to_contain_text(words)
        settled(page)
        seen = visible_boxes(page, f"{TICKS}, #overview")
        assert len(seen) > 3
        assert max(box.bottom for box in seen) <= HEIGHT, state
        assert not overlapping_pairs(label_boxes(page)), state
        tops.add(round(visible_boxes(page, "#chart")[0].top))
    assert len(tops) > 1, "no sentence was long enough to move the chart"


def test_the_chart_takes_the_room_of_a_window_made_higher(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=WIDTH, height=HEIGHT)
    (before,) = visible_boxes(page, "#chart")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT + 300})
    settled(page)
    (after,) = visible_boxes(page, "#chart")
    assert after.bottom - after.top > before.bottom - before.top + 100
    assert visible_boxes(page, "#overview")[0].bottom <= HEIGHT + 300


#: Types one search after the other, with no rest in between, and tells after each how high the
#: chart is, and what lies over it where nothing is found, in pixels.
_TYPE = """searches => searches.map(words => {
  const field = document.querySelector('#search');
  field.value = words;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  const height = document.querySelector('#chart .main-svg').getAttribute('height');
  return [height, document.querySelector('.dl-empty').offsetHeight];
})"""


def test_the_chart_keeps_its_height_while_words_are_typed(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=WIDTH, height=HEIGHT)
    picture = page.locator("#chart .main-svg").first
    whole = picture.get_attribute("height")
    assert whole
    searches = ["o", "op", "opc", "opcw", "opcww", "opcw", "op", "opcw"]
    told = page.evaluate(_TYPE, searches)
    assert [height for height, _ in told] == [whole] * len(searches)
    # Nothing has one of them: what says so lies over the chart.
    over = [high for _, high in told]
    assert over[4] >= int(whole)
    assert not any(over[:4] + over[5:])
    # Typing rests: the chart is as high as what it shows.
    expect(picture).not_to_have_attribute("height", whole)
    low = picture.get_attribute("height")
    assert low
    assert int(low) < int(whole)
    assert not overlapping_pairs(label_boxes(page))
    assert visible_boxes(page, "#overview")[0].bottom <= HEIGHT
    # What does not fit is never left out: then it becomes higher at once.
    ((higher, _),) = page.evaluate(_TYPE, [""])
    assert int(higher) > int(low)
    expect(picture).to_have_attribute("height", whole)
    assert not overlapping_pairs(label_boxes(page))


def test_another_filter_takes_the_height_that_it_needs(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=WIDTH, height=HEIGHT)
    picture = page.locator("#chart .main-svg").first
    ((typed, _),) = page.evaluate(_TYPE, ["opcw"])
    page.locator("#categories [data-category=expulsion]").click()
    settled(page)
    assert int(picture.get_attribute("height") or 0) < int(typed)
