"""Scenes: lanes, rows, windows."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings

from dashboard.layout import LANES, LOWEST_ROW, fit_labels, layout
from dashboard.layout.labels import box_on_screen
from dashboard.layout.pack import MOST_ROWS
from dashboard.layout.scene import AXIS_LIMITS, DISC, ROW_HEIGHT, Scene
from dashboard.layout.window import MOST_PAD
from dashboard.model import Timeline
from dashboard.when import WhenError, civil_to_ms
from tests.layout_cases import CATEGORIES, GALLERY, dated, event, timeline, timelines

DAY = 86_400_000
WIDTHS = pytest.mark.parametrize("width", [360, 1040])


def lanes_of(scene: Scene) -> list[str]:
    return [lane.label for lane in scene.lanes]


def crowded(number: int, date: str = "2020-12-10") -> Timeline:
    return timeline(*(event(at, date) for at in range(number)))


# Lanes


def test_lanes_by_category_keep_the_order_of_the_file_and_leave_out_the_empty() -> None:
    case = timeline(
        event(1, "2018", category="statement"),
        event(2, "2019", category="operation"),
        event(3, "2020", category=None),
    )
    scene = layout(case)
    assert lanes_of(scene) == ["Operation", "Statement", "Other"]
    assert [lane.colour for lane in scene.lanes] == [0, 2, None]
    assert [mark.category for mark in scene.marks] == [2, 0, None]


def test_a_case_without_categories_has_one_lane_of_events() -> None:
    assert lanes_of(layout(timeline(event(1, "2018", category=None)))) == ["Events"]


def test_lanes_by_actor_take_the_first_and_begin_with_the_busiest() -> None:
    case = timeline(
        event(1, "2018", actors=("svr", "aivd")),
        event(2, "2019", actors=("aivd", "svr")),
        event(3, "2020", actors=("aivd",)),
        event(4, "2021"),
    )
    assert lanes_of(layout(case, lanes="actor")) == ["AIVD", "SVR", "Others"]


def test_many_places_end_in_one_lane() -> None:
    case = timeline(
        *(event(at, "2018", place=f"Place {at}") for at in range(20)),
        event(20, "2018", place="Place 19"),
        event(21, "2018"),
    )
    labels = lanes_of(layout(case, lanes="place"))
    assert labels[0] == "Place 19"
    assert labels[-1] == "Others"
    assert len(labels) == 12


def test_lanes_by_evidence() -> None:
    scene = layout(GALLERY, lanes="evidence")
    assert lanes_of(scene) == ["Corroborated", "Single source", "Disputed", "Unsourced"]


def test_one_lane_for_all() -> None:
    assert lanes_of(layout(GALLERY, lanes="none")) == ["Events"]


def test_unknown_lanes_are_named() -> None:
    with pytest.raises(ValueError, match="category, actor, place, evidence, none; 'moon' is none"):
        layout(GALLERY, lanes="moon")


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(WhenError, match="Amsterdam"):
        layout(GALLERY, zone="Europe/Amsterdom")


@pytest.mark.parametrize("by", LANES)
@WIDTHS
def test_lanes_stand_below_each_other(by: str, width: int) -> None:
    scene = layout(GALLERY, lanes=by, width=width)
    top = 0.0
    for lane in scene.lanes:
        assert lane.top == pytest.approx(top)
        assert (lane.head > 0) == scene.narrow == (width == 360)
        top += lane.height
    assert scene.total_rows == pytest.approx(top)
    assert scene.height == round(top * ROW_HEIGHT) + scene.margin.t + scene.margin.b
    assert scene.plot_width == width - scene.margin.l - scene.margin.r


def test_rows_share_a_height_that_is_asked_for() -> None:
    scene = layout(GALLERY, height=900)
    assert scene.height == 900
    inner = 900 - scene.margin.t - scene.margin.b
    assert scene.row_height * scene.total_rows == pytest.approx(inner)


def test_rows_are_never_too_low_to_read() -> None:
    scene = layout(GALLERY, height=100)
    assert scene.row_height == LOWEST_ROW
    assert scene.height > 100


# Marks


def test_a_month_is_drawn_in_its_middle_never_on_its_first_day() -> None:
    mark = layout(dated("2018-04", zone="UTC")).marks[0]
    assert mark.kind == "instant"
    assert mark.x == civil_to_ms(2018, 4, 16)
    assert (mark.earliest, mark.latest) == (civil_to_ms(2018, 4, 1), civil_to_ms(2018, 5, 1))


def test_times_are_those_of_the_zone_on_the_wall() -> None:
    case = dated("2018-04-13T16:30Z")
    assert layout(case).marks[0].start == civil_to_ms(2018, 4, 13, 18, 30)
    assert layout(case, zone="UTC").marks[0].start == civil_to_ms(2018, 4, 13, 16, 30)
    assert layout(case, zone="UTC").zone == "UTC"


def test_open_sides_reach_as_far_as_a_reader_can_look() -> None:
    scene = layout(dated("2018/..", "../2019", "2018-06"))
    by_kind = {(mark.open_start, mark.open_end): mark for mark in scene.marks}
    assert by_kind[False, True].latest == scene.limits[1]
    assert by_kind[True, False].earliest == scene.limits[0]
    assert by_kind[False, True].kind == by_kind[True, False].kind == "span"


def test_labels_are_short_clean_and_isolated() -> None:
    case = timeline(
        event(1, "2018", title="A title\n\twith\x07 blanks " + "that goes on " * 9),
        event(2, "2019", title="\u05e9\u05dc\u05d5\u05dd"),
    )
    first, second = layout(case).marks
    assert first.label == "A title with blanks that goes on that…"
    assert second.label == "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"
    assert 0 < second.label_width < first.label_width
    assert len(layout(case, width=360).marks[0].label) <= 28


# Windows


def test_the_window_shows_everything_with_room_on_both_sides() -> None:
    scene = layout(GALLERY)
    first, last = scene.window
    for mark in scene.marks:
        assert first < mark.start - DAY
        assert mark.end + DAY < last
        assert mark.open_start or first < mark.earliest
        assert mark.open_end or mark.latest < last


@WIDTHS
def test_room_for_the_last_label_is_at_most_a_share_of_the_plot(width: int) -> None:
    case = timeline(event(1, "2018-01-01"), event(2, "2020-12-10", title="n" * 40))
    scene = layout(case, width=width)
    last = box_on_screen(scene.marks[-1], scene.window, scene.plot_width)
    assert scene.plot_width - last.right <= scene.plot_width * MOST_PAD + DISC
    assert fit_labels(scene.marks, scene.window, scene.plot_width)[1] == "left"


def test_a_short_last_label_gets_its_room_on_the_right() -> None:
    case = timeline(event(1, "2018-01-01"), event(2, "2020-12-10", title="Expelled"))
    scene = layout(case)
    assert fit_labels(scene.marks, scene.window, scene.plot_width) == {0: "right", 1: "right"}


@pytest.mark.parametrize(
    ("dates", "at_least", "at_most"),
    [
        (["2018-04-13"], 5 * DAY, 40 * DAY),
        (["2018"], 5 * 365 * DAY, 20 * 365 * DAY),
        (["2018-04-13"] * 5, 5 * DAY, 40 * DAY),
        (["2018-04-13T16:30"] * 3, DAY // 24, DAY // 6),
        (["2018-04-13T16:30:05", "2018-04-13T16:30:06"], 60_000, 600_000),
        (["2018-04-13T16:30:05.250"], 5_000, 60_000),
        (["-5000", "2018"], 7000 * 365 * DAY, 10_000 * 365 * DAY),
        (["-9999", "9999"], 19_000 * 365 * DAY, 20_100 * 365 * DAY),
        (["19XX"], 100 * 365 * DAY, 700 * 365 * DAY),
    ],
)
def test_windows_of_extremes(dates: list[str], at_least: int, at_most: int) -> None:
    scene = layout(dated(*dates))
    first, last = scene.window
    assert at_least <= last - first <= at_most
    assert AXIS_LIMITS[0] <= scene.limits[0] <= first < last <= scene.limits[1] <= AXIS_LIMITS[1]
    for mark in scene.marks:
        assert first <= mark.x <= last


def test_no_events_make_no_lanes() -> None:
    scene = layout(timeline())
    assert (scene.marks, scene.lanes) == ((), ())
    assert scene.window[0] < scene.window[1]
    assert scene.height > scene.margin.t + scene.margin.b


# Rows


def test_marks_of_one_day_stand_in_rows_of_their_own_as_long_as_there_are_any() -> None:
    for number in (2, 5, MOST_ROWS):
        rows = [mark.row for mark in layout(crowded(number)).marks]
        assert sorted(rows) == list(range(number))


def test_a_thousand_events_in_a_minute_are_spread_evenly() -> None:
    scene = layout(crowded(1000, "2020-12-10T16:40"))
    rows = Counter(mark.row for mark in scene.marks)
    assert set(rows) == set(range(MOST_ROWS))
    assert max(rows.values()) - min(rows.values()) <= 1
    labels = fit_labels(scene.marks, scene.window, scene.plot_width)
    assert len(labels) == MOST_ROWS


def test_the_more_important_of_a_crowd_keep_their_labels() -> None:
    case = timeline(
        *(event(at, f"2020-12-{at:02d}", importance=1 + (at == 17)) for at in range(1, 28)),
        event(30, "2014-01-01"),
    )
    scene = layout(case)
    important = next(mark.index for mark in scene.marks if mark.importance == 2)
    assert important in fit_labels(scene.marks, scene.window, scene.plot_width)


def test_lanes_do_not_grow_for_labels_alone() -> None:
    case = timeline(*(event(at, f"{2000 + at}-06-01", title="n" * 40) for at in range(24)))
    assert [lane.rows for lane in layout(case).lanes] == [4]
    assert [lane.rows for lane in layout(case, width=360).lanes] == [5]


def test_a_crowd_at_the_right_edge_hides_no_more_important_label() -> None:
    case = timeline(
        *(event(at, f"2020-12-{at:02d}", importance=1 + (at < 9)) for at in range(1, 28)),
        event(30, "2014-01-01"),
    )
    scene = layout(case)
    shown = fit_labels(scene.marks, scene.window, scene.plot_width)
    assert [scene.marks[index].importance for index in shown].count(2) >= MOST_ROWS // 2


@WIDTHS
def test_marks_of_a_row_can_be_told_apart(width: int) -> None:
    scene = layout(GALLERY, width=width)
    for one, other in combinations(scene.marks, 2):
        if (one.lane, one.row) == (other.lane, other.row):
            assert one.x != other.x


@given(timelines())
@settings(max_examples=60)
def test_scenes_of_any_timeline_hold_together(case: Timeline) -> None:
    for width in (1040, 360):
        scene = layout(case, width=width)
        assert scene == layout(case, width=width)
        assert [mark.event for mark in scene.marks] == [each.id for each in case.events]
        assert {mark.lane for mark in scene.marks} == set(range(len(scene.lanes)))
        for number, lane in enumerate(scene.lanes):
            rows = {mark.row for mark in scene.marks if mark.lane == number}
            assert rows == set(range(lane.rows))
            assert lane.rows <= MOST_ROWS
        first, last = scene.window
        assert AXIS_LIMITS[0] <= first < last <= AXIS_LIMITS[1]
        for mark in scene.marks:
            assert mark.earliest <= mark.start < mark.end <= mark.latest
            assert first <= mark.x <= last
        assert set(fit_labels(scene.marks, scene.window, scene.plot_width)) <= set(
            range(len(scene.marks))
        )


@given(timelines())
@settings(max_examples=40)
def test_rows_do_not_depend_on_the_zone_label_or_height(case: Timeline) -> None:
    rows = [mark.row for mark in layout(case).marks]
    assert [mark.row for mark in layout(case, height=2000).marks] == rows
    assert set(CATEGORIES) >= {lane.key for lane in layout(case).lanes} - {"-"}
