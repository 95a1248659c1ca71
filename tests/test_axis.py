"""The axis of time: ticks, overview, usual windows, folded times and zones, through both doors."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard import figure, load
from dashboard.app import axis
from dashboard.figure.years import year_ticks
from dashboard.when import civil_to_ms
from tests.browser import Door, Visitor, accessibility_violations, overlapping_pairs, visible_boxes
from tests.reader import (
    click_label,
    enter,
    expect_address,
    expect_chosen,
    label_boxes,
    listed,
    marked,
    panel,
    plot_box,
    settled,
    window,
)

HOUR = 3_600_000
DAY = 24 * HOUR
YEAR = 365.25 * DAY

#: From the stone age to a minute of 2021, with times in winter and summer, days, and a long span.
LONG = """
title: Nine thousand years
timezone: Europe/Amsterdam
language: nl
events:
  - {date: "-6999", title: First village}
  - {date: "-0043-03-15", title: Ides of March}
  - {date: "0476", title: Fall of Rome}
  - {date: "1648-05-15", title: Peace of Westphalia}
  - {date: "2020-12-10T15:00", title: Winter statement}
  - {date: "2021-07-01T00:30/2021-07-01T02:00", title: Summer night}
  - {date: "2021-07-01", title: A day in summer}
"""

TICKS = "#chart .xtick text"
HANDLES = {"from": "Start of the window", "to": "End of the window", "both": "Window of time"}


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("axis") / "long.yaml"
    file.write_text(LONG, encoding="utf-8")
    return file


@pytest.fixture
def long(door_to: Callable[[Path], Door], long_file: Path) -> Door:
    return door_to(long_file)


def show(page: Page, low: float, high: float) -> None:
    """Look at a window of time, in milliseconds of the file's clocks."""
    page.evaluate("([from, to]) => dateline.go({from, to}, false)", [low, high])
    settled(page)


def ticks(page: Page) -> list[str]:
    """What the ticks in view say, from left to right, their lines divided by a blank."""
    plot = plot_box(page)
    found = visible_boxes(page, TICKS)
    seen = [box for box in found if plot.left - 1 <= (box.left + box.right) / 2 <= plot.right + 1]
    return [box.text for box in sorted(seen, key=lambda box: box.left)]


# --- Ticks ----------------------------------------------------------------------------------------

ZOOMS = (
    9000 * YEAR, 3000 * YEAR, 1000 * YEAR, 300 * YEAR, 100 * YEAR, 30 * YEAR, 10 * YEAR, 4 * YEAR,
    YEAR, 180 * DAY, 60 * DAY, 20 * DAY, 8 * DAY, 3 * DAY, DAY, 8 * HOUR, HOUR, HOUR / 6,
)  # fmt: skip


def test_ticks_neither_overlap_nor_repeat_from_millennia_to_minutes(
    long: Door, open_page: Visitor
) -> None:
    page = enter(long, open_page)
    centre = 1607612400000
    for width, span in itertools.product((390, 1440), ZOOMS):
        page.set_viewport_size({"width": width, "height": 800})
        show(page, centre - span / 2, centre + span / 2)
        said = ticks(page)
        where = f"{said} over {span} ms at {width} pixels"
        assert not overlapping_pairs(visible_boxes(page, TICKS), slack=0), where
        assert 2 <= len(said) <= 24, where
        lines = page.evaluate(
            """([from, to]) => {
                const seen = dateline.ticks([from, to], 800, dateline.page.payload.axis);
                let context = "";
                return seen.texts.map((text, k) => (context = seen.contexts[k] || context) + text);
            }""",
            [centre - span / 2, centre + span / 2],
        )
        assert len(set(lines)) == len(lines), where


def test_ticks_are_written_as_people_count_and_speak(long: Door, open_page: Visitor) -> None:
    page = enter(long, open_page)
    show(page, -62135596800000 - 1200 * YEAR, -62135596800000 + 1200 * YEAR)
    said = ticks(page)
    assert {"1000 v.Chr.", "1 n.Chr.", "1000"} <= set(said)
    assert not any(re.search(r"-|\b0\d", tick) for tick in said)
    # Months are named in the language of the file.
    show(page, 1583020800000, 1593561600000)
    assert "mrt" in " ".join(ticks(page))


def test_figures_for_print_count_old_years_the_same(long_file: Path) -> None:
    ticks = figure(load(long_file)).layout.xaxis.ticktext
    assert ticks[:2] == ("7000 BC", "6000 BC")
    assert ticks[6:9] == ("1000 BC", "1 AD", "1000")
    century = year_ticks((civil_to_ms(400, 1, 1), civil_to_ms(800, 1, 1)), 800)["ticktext"]
    assert century[0] == "400 AD"
    assert len(century) == 9
    # What plotly writes well is left to it, so that it can write more when a reader zooms in.
    assert not year_ticks((civil_to_ms(1000, 1, 1), civil_to_ms(2000, 1, 1)), 800)
    assert not year_ticks((civil_to_ms(900, 1, 1), civil_to_ms(900, 6, 1)), 800)


def test_two_levels_say_the_unit_above_where_it_changes(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#from=2020-11-20&to=2021-01-20", width=1440)
    said = " ".join(ticks(page))
    assert re.search(r"Nov 2020.*Dec 2020.*Jan 2021", said.replace("\n", " "))
    assert said.count("2020") == 2
    show(page, 1607558400000 - 6 * HOUR, 1607558400000 + 6 * HOUR)
    said = " ".join(ticks(page))
    assert "9 Dec 2020" in said
    assert "10 Dec 2020" in said


# --- Overview -------------------------------------------------------------------------------------


def grip(page: Page, part: str) -> tuple[float, float]:
    """The middle of a part of the overview, in pixels."""
    slider = page.get_by_role("slider", name=HANDLES[part])
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, part: str, pixels: float) -> None:
    x, y = grip(page, part)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels / 2, y)
    page.mouse.move(x + pixels, y)
    page.mouse.up()
    settled(page)


def test_the_overview_moves_and_sizes_the_window(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440)
    home = window(page)
    plot = plot_box(page)
    perpixel = (home[1] - home[0]) / (plot.right - plot.left)
    drag(page, "from", 300)
    low, high = window(page)
    assert low == pytest.approx(home[0] + 300 * perpixel, abs=3 * perpixel)
    assert high == pytest.approx(home[1], abs=perpixel)
    expect_address(page, "from=")
    drag(page, "to", -200)
    drag(page, "both", -100)
    low, high = window(page)
    assert low == pytest.approx(home[0] + 200 * perpixel, abs=4 * perpixel)
    assert high == pytest.approx(home[1] - 300 * perpixel, abs=4 * perpixel)
    # A press beside the frame brings the window there.
    strip = page.locator("#overview").bounding_box()
    assert strip is not None
    page.mouse.click(strip["x"] + strip["width"] - 60, strip["y"] + 10)
    settled(page)
    assert window(page)[1] > high
    assert window(page)[1] - window(page)[0] == pytest.approx(high - low, rel=0.01)


def test_the_overview_is_worked_by_keys_and_says_where_it_is(
    door: Door, open_page: Visitor
) -> None:
    page = enter(door, open_page, "#from=2018-01-01&to=2019-01-01")
    start = page.get_by_role("slider", name=HANDLES["from"])
    expect(start).to_have_attribute("aria-valuetext", "1 Jan 2018")
    span = window(page)[1] - window(page)[0]
    start.focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert 1514764800000 - window(page)[0] == pytest.approx(span * 0.1, rel=0.01)
    assert not page.evaluate("() => location.hash.includes('event=')")
    both = page.get_by_role("slider", name=HANDLES["both"])
    both.focus()
    before = window(page)
    page.keyboard.press("PageUp")
    settled(page)
    assert window(page)[0] == pytest.approx(before[1], abs=HOUR)
    page.keyboard.press("Home")
    settled(page)
    expect(both).to_have_attribute("aria-valuetext", re.compile("2014 to "))
    page.get_by_role("slider", name=HANDLES["to"]).press("End")
    settled(page)
    page.get_by_role("slider", name=HANDLES["from"]).press("Home")
    settled(page)
    expect(page).not_to_have_url(re.compile("from="))


def test_the_overview_shows_what_the_filter_leaves(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    shape = page.locator(".dl-overview-density")
    whole = shape.get_attribute("d")
    page.evaluate("() => dateline.go({category: ['cyberattack']}, true)")
    settled(page)
    assert shape.get_attribute("d") != whole
    years = page.locator(".dl-overview-year").all_text_contents()
    assert {"2018", "2020"} <= set(years)
    assert not overlapping_pairs(visible_boxes(page, ".dl-overview-year"), slack=0)


def test_handles_are_large_enough_and_free(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=390, height=844, touch=True)
    for days in (3000, 4):
        show(page, 1538352000000, 1538352000000 + days * DAY)
        for part, name in HANDLES.items():
            box = page.get_by_role("slider", name=name).bounding_box()
            assert box is not None
            assert part == "both" or min(box["width"], box["height"]) >= 24
            at = "([x, y]) => document.elementFromPoint(x, y)?.dataset.part"
            assert page.evaluate(at, grip(page, part)) == part, f"{days} days"
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


# --- Windows of a usual length --------------------------------------------------------------------


def test_usual_windows_that_fit_are_offered(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page)
    names = page.locator(".dl-range:visible").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert names == ["One year", "One month", "One day"]
    # None is offered that no date is fine enough for, nor one that nearly shows all anyway.
    fits = "([days, all, finest]) => dateline.rangeFits(days, [0, all], finest)"
    assert [page.evaluate(fits, row) for row in ([30, 300, 365], [30, 300, 1], [30, 40, 1])] == [
        False,
        True,
        False,
    ]
    page.evaluate("() => dateline.go({event: 'ema-disclosure'}, true)")
    expect_chosen(page, "EMA discloses")
    month = page.get_by_role("button", name="One month")
    month.focus()
    page.keyboard.press("Enter")
    settled(page)
    low, high = window(page)
    assert high - low == pytest.approx(30 * DAY, rel=0.001)
    assert low < 1607472000000 < high
    expect(month).to_have_attribute("aria-pressed", "true")


# --- Quiet times ----------------------------------------------------------------------------------


def test_quiet_times_fold_and_unfold(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, width=1440, height=860)
    everything = listed(page)
    fold = page.get_by_role("button", name="Fold quiet times")
    expect(fold).to_have_attribute("aria-pressed", "false")
    fold.click()
    settled(page)
    expect(fold).to_have_attribute("aria-pressed", "true")
    expect_address(page, "fold=1")
    notes = page.locator("#chart .infolayer .annotation").all_text_contents()
    breaks = [note for note in notes if re.search(r"\d (years?|months?)", note)]
    assert len(breaks) >= 3
    assert any("without events" in note for note in breaks)
    assert marked(page) == everything
    assert not overlapping_pairs(label_boxes(page))
    assert all(label.inside(plot_box(page), slack=1) for label in label_boxes(page))
    assert not overlapping_pairs(visible_boxes(page, TICKS), slack=0)
    # What is seen is what is hit.
    page.evaluate("() => window.scrollTo(0, 0)")
    click_label(page, "AIVD says it exposed")
    expect_chosen(page, "AIVD says it exposed")
    page.go_back()
    expect(page).not_to_have_url(re.compile("event="))
    page.go_back()
    expect(page).not_to_have_url(re.compile("fold="))
    settled(page)
    expect(fold).to_have_attribute("aria-pressed", "false")


def test_folding_keeps_the_order_and_the_address_of_moments(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#fold=1&from=2017-06-01T00:00&to=2021-06-01T00:00")
    expect_address(page, "from=2017-06-01T00:00")
    found = page.evaluate(
        """() => {
            const lens = dateline.page.scene.lens;
            const home = dateline.page.payload.variants.wide.window;
            const times = [];
            const step = (home[1] - home[0]) / 400;
            for (let ms = home[0]; ms <= home[1]; ms += step) { times.push(ms); }
            return {
                back: times.map(ms => lens.from(lens.to(ms)) - ms),
                steps: times.slice(1).map((ms, k) => lens.to(ms) - lens.to(times[k])),
                folds: lens.folds.length,
            };
        }"""
    )
    assert found["folds"] >= 3
    assert max(map(abs, found["back"])) < 1
    assert min(found["steps"]) > 0
    # A drag tells the address the moments that are seen, not their places on the folded axis.
    page.get_by_role("button", name="Zoom in").click()
    settled(page)
    state = page.evaluate("() => dateline.page.state")
    assert 1496275200000 < state["from"] < state["to"] < 1622505600000
    only_what_is_truly_quiet(page)


def only_what_is_truly_quiet(page: Page) -> None:
    """What is long, empty and not just unsure is folded; what goes on meanwhile is told."""
    home = [0, 1000]
    events = [{"start": at, "end": at + 1, "runs": False} for at in (5, 10, 20, 30, 600, 610, 990)]
    quiet = "([spans, home]) => dateline.quiet(spans, home)"
    found = page.evaluate(quiet, [events, home])
    assert [(gap["start"], gap["end"]) for gap in found] == [(31, 600), (611, 990)]
    assert all(gap["start"] < gap["from"] < gap["to"] < gap["end"] for gap in found)
    assert not any(gap["runs"] for gap in found)
    lasting = [*events, {"start": 20, "end": 800, "runs": True}]
    found = page.evaluate(quiet, [lasting, home])
    assert [(gap["start"], gap["runs"]) for gap in found] == [(31, True), (611, True), (800, False)]
    unsure = [*events, {"start": 100, "end": 550, "runs": False}]
    assert [gap["start"] for gap in page.evaluate(quiet, [unsure, home])] == [611]
    assert page.evaluate(quiet, [[], home]) == []
    words = "([from, to]) => dateline.lengthWords(from, to)"
    assert page.evaluate(words, [1405555200000, 1520121600000]) == "3 years 7 months"
    assert page.evaluate(words, [0, 31 * DAY]) == "31 days"


# --- Zones ----------------------------------------------------------------------------------------


def starts(page: Page) -> list[float]:
    """Where events begin on the axis."""
    found: list[float] = page.evaluate("() => dateline.page.scene.variant.start")
    return found


def test_another_zone_moves_times_and_leaves_days(long: Door, open_page: Visitor) -> None:
    page = enter(long, open_page, "#event=winter-statement")
    before = starts(page)
    expect(panel(page)).to_contain_text("as written: 2020-12-10T15:00, Europe/Amsterdam")
    zone = page.get_by_role("combobox", name="Time zone")
    expect(zone.locator("option").first).to_have_text("Europe/Amsterdam (CET/CEST)")
    zone.select_option("utc")
    expect_address(page, "zone=utc")
    settled(page)
    moved = [(old - new) / HOUR for old, new in zip(before, starts(page), strict=True)]
    assert moved == [0, 0, 0, 0, 1, 0, 2]
    expect(panel(page)).to_contain_text("10 Dec 2020, 14:00 UTC")
    expect(panel(page)).to_contain_text("as written: 2020-12-10T15:00, Europe/Amsterdam")
    summer = page.locator("#chronicle [data-index='6'] .dl-when")
    expect(summer).to_contain_text(re.compile(r"30 Jun 2021, 22:30.*1 Jul 2021, 00:00 UTC"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("zone="))
    expect(panel(page)).not_to_contain_text("14:00 UTC")
    assert starts(page) == before


def test_the_reader_may_have_their_own_clock(long: Door, open_page: Visitor) -> None:
    page = enter(
        long, open_page, "#zone=local&event=winter-statement", timezone_id="America/New_York"
    )
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("local")
    expect(page.locator("#zone option:checked")).to_have_text("your time (America/New York)")
    expect(panel(page)).to_contain_text(re.compile(r"10 Dec 2020, 09:00 (GMT-5|EST)"))
    found = page.evaluate(
        """() => {
            const scene = dateline.page.scene;
            const trace = document.querySelector('#chart .js-plotly-plot').figure.data
                .find(one => one.meta.role === 'disc');
            const k = trace.customdata.indexOf(4);
            return [trace.hovertext[k], scene.variant.start[4]];
        }"""
    )
    assert "09:00" in found[0]
    assert found[1] == 1607590800000


def test_without_times_no_zone_is_offered_but_named(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#zone=utc")
    expect(page.locator(".dl-zone")).to_contain_text("Times in Europe/Amsterdam (CET/CEST)")
    expect(page.get_by_role("combobox", name="Time zone")).to_be_hidden()


def test_clocks_change_when_they_did(long_file: Path) -> None:
    timeline = load(long_file)
    clock = axis.payload(timeline)["clock"]
    assert [each is not None for each in clock["moments"]] == clock["timed"]
    assert [event.title for event, timed in zip(timeline.events, clock["timed"], strict=True)
            if timed] == ["Winter statement", "Summer night"]  # fmt: skip
    changes = dict(clock["offsets"])
    # The last Sundays of March and October at one o'clock UTC.
    assert changes[1616893200000] == 2 * HOUR
    assert changes[1603587600000] == HOUR


# --- For everybody --------------------------------------------------------------------------------


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
def test_axe_finds_nothing(long: Door, open_page: Visitor, colour_scheme: str) -> None:
    state = "#fold=1&zone=utc&from=2020-12-01&to=2021-08-01"
    page = enter(long, open_page, state, colour_scheme=colour_scheme)
    assert not accessibility_violations(page)
