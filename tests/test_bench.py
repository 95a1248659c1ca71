"""The benchmark's sums: medians, ratios, frames and the words for them; nothing is measured."""

from __future__ import annotations

import argparse

import pytest

from dashboard import loads
from tests.bench.__main__ import sizes
from tests.bench.data import case, draw
from tests.bench.figures import METRICS, Outcome, cell, markdown, pace, ratio
from tests.bench.goals import GOALS, Loading, Results, judged
from tests.bench.report import table

METRIC = {metric.key: metric for metric in METRICS}


def outcome(key: str, *values: float, note: str = "–") -> Outcome:
    return Outcome(tuple({key: value} for value in values), note)


def test_median_passes_over_what_was_not_measured() -> None:
    found = Outcome(({"live": 3000.0}, {}, {"live": 1000.0}, {"live": 2000.0}))
    assert found.median("live") == 2000
    assert found.median("key") is None


@pytest.mark.parametrize(
    ("value", "ours", "words"),
    [
        (300, 100, "3.0 ×"),
        (50, 100, "0.50 ×"),
        (99.6, 100, "1.0 ×"),
        (1234, 100, "12 ×"),
        (0.1, 100, "< 0.01 ×"),
        (None, 100, ""),
        (100, None, ""),
        (100, 0, ""),
    ],
)
def test_ratio(value: float | None, ours: float | None, words: str) -> None:
    assert ratio(value, ours) == words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("bytes", 1_570_000, "1.57 MB"),
        ("bytes", 12_400_000, "12 MB"),
        ("live", 940, "0.94 s"),
        ("live", 15_200, "15 s"),
        ("key", 9.94, "9.9 ms"),
        ("key", 1234.4, "1,234 ms"),
        ("wheel_rate", 59.9, "60"),
        ("wheel_rate", 0.21, "0.2"),
    ],
)
def test_words_for_figures(key: str, value: float, words: str) -> None:
    assert cell(METRIC[key], outcome(key, value), None) == words


def test_a_rival_stands_beside_ours() -> None:
    live = METRIC["live"]
    assert cell(live, outcome("live", 500, 1500, 1000), outcome("live", 500)) == "1.00 s (2.0 ×)"


def test_what_has_no_figure_says_why() -> None:
    assert cell(METRIC["live"], Outcome(({},), "> 60 s"), outcome("live", 500)) == "> 60 s"


def test_frames_count_while_there_is_input_and_the_worst_afterwards_too() -> None:
    stamps = [0, 20, 40, 60, 80, 100, 120, 300, 320]
    found = pace(stamps, 100)
    assert found is not None
    assert (found.rate, found.worst) == (50, 180)


def test_a_page_that_stands_still_has_no_good_rate() -> None:
    found = pace([0, 10, 2010], 1500)
    assert found is not None
    assert found.rate == pytest.approx(0.995, abs=0.001)
    assert found.worst == 2000
    assert pace([5], 100) is None
    assert pace([100, 110], 50) is None


def test_table_lines_up() -> None:
    assert markdown(["", "a"], [["word", "1"], ["x", "10"]]).splitlines() == [
        "|      | a  |",
        "| ---- | -- |",
        "| word | 1  |",
        "| x    | 10 |",
    ]


def test_table_has_a_column_for_each_tool_that_was_asked() -> None:
    lines = table({"plotly": outcome("live", 900), "frozen": outcome("live", 300)}).splitlines()
    cells = [[word.strip() for word in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["", "Dateline, one file", "plotly"]
    assert ["Live chart", "0.30 s", "0.90 s (3.0 ×)"] in cells
    assert len(cells) == 2 + len(METRICS)


def test_goals_are_judged_by_medians() -> None:
    results = Results(
        {
            (0, "frozen"): Outcome(({"live": 500, "marks": 300, "content": 90},)),
            (0, "plotly"): Outcome(({"live": 1000, "marks": 1000},)),
            (100, "frozen"): Outcome(
                ({"wheel_rate": 60, "wheel_worst": 20, "drag_rate": 60, "drag_worst": 101},)
            ),
        },
        Loading(walked=1, loaded=3),
    )
    rows = list(judged(results))
    assert len(rows) == len(GOALS)
    verdicts = {(work, goal): (measured, met) for work, goal, measured, met in rows}
    met = {(work, goal): words for (work, goal), (_, words) in verdicts.items()}
    shipped = "Shipped case, frozen: "
    assert met[f"{shipped}first content", "≤ 0.2 × plotly's first marks"] == "met"
    assert met[f"{shipped}first marks", "≤ 0.2 × plotly's first marks"] == "not met"
    assert met[f"{shipped}first marks", "≤ vis-timeline's first marks"] == "–"
    assert met[f"{shipped}live chart", "≤ 0.6 × plotly's"] == "met"
    assert verdicts["100 events: wheel and drag", "≥ 55 frames a second, worst ≤ 100 ms"] == (
        "60 a second, worst 101 ms",
        "not met",
    )
    assert met["Loading YAML, 10,000 events", "≤ 3 × a bare walk"] == "met"
    assert met["Loading YAML, 100,000 events", "linear"] == "–"


def test_the_rivals_get_the_same_events() -> None:
    timeline = loads(case(20))
    ours = sorted((event.title, event.date.start, event.category) for event in timeline.events)
    theirs = sorted((mark.title, mark.start, mark.category) for mark, _ in draw(20))
    assert ours == theirs


def test_sizes() -> None:
    assert sizes("1_000,case,100") == [0, 100, 1000]
    with pytest.raises(argparse.ArgumentTypeError, match="'many' is no number of events"):
        sizes("100,many")
