"""The benchmark's sums: medians, ratios, frames and the words for them; nothing is measured."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
import pytest

from dashboard import loads
from tests.bench.__main__ import sizes, tools
from tests.bench.data import MOST_WRITTEN, case, draw, work
from tests.bench.data import table as written
from tests.bench.figures import METRICS, Outcome, cell, markdown, pace, ratio
from tests.bench.goals import GOALS, Loading, Results, judged
from tests.bench.report import Run, document, notes, table

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
    assert cells[0] == ["", "Dateline, frozen", "plotly"]
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


SERVED = "Served, 1,000,000 events from Parquet: "


def _verdicts(outcomes: dict[tuple[int, str], Outcome]) -> dict[str, tuple[str, str]]:
    return {work: (measured, met) for work, _, measured, met in judged(Results(outcomes))}


def test_goals_hold_through_the_worse_door() -> None:
    smooth = {"wheel_rate": 60, "wheel_worst": 20, "drag_rate": 60, "drag_worst": 30}
    found = _verdicts(
        {
            (100, "frozen"): Outcome(({**smooth, "key": 20},)),
            (100, "served"): Outcome(({**smooth, "drag_rate": 40, "key": 60},)),
            (1_000, "frozen"): Outcome(({"wheel_cost": 10},)),
            (1_000, "served"): Outcome(({"wheel_cost": 10},)),
            (1_000_000, "frozen"): Outcome(({"wheel_cost": 12, **smooth, "key": 90},)),
            (1_000_000, "served"): Outcome(note="> 60 s", waited=60_000),
        }
    )
    assert found["100 events: wheel and drag"] == ("40 a second, worst 30 ms", "not met")
    assert found["100 events: keystroke to paint"] == ("60.0 ms", "not met")
    assert found["Work of a turn, 1,000,000 against 1,000 events"] == ("1.20 ×", "met")
    # One door that never opens is enough to miss a goal of both.
    assert found["1,000,000 events: wheel and drag"] == ("> 60 s", "not met")
    assert found["1,000,000 events: keystroke to paint"] == ("> 60 s", "not met")


def test_a_million_events_from_a_table_have_goals_of_their_own() -> None:
    visit = {"ready": 4_200.0, "marks": 2_100.0, "view": 120.0}
    found = _verdicts({(1_000_000, "served"): Outcome((visit, {"server": 0.9e9}))})
    assert found[f"{SERVED}ready"] == ("4.2 s", "met")
    assert found[f"{SERVED}memory of the server"] == ("0.9 GB", "met")
    assert found[f"{SERVED}first marks"] == ("2.1 s", "not met")
    assert found[f"{SERVED}a view"] == ("120.0 ms", "met")
    assert found["Frozen, 100,000 events: file"] == ("not measured", "–")


def test_a_rival_that_never_comes_is_slower_than_the_wait() -> None:
    def at(live: float) -> tuple[str, str]:
        late = Outcome(({},), "> 60 s", 60_000)
        return _verdicts({(100_000, "frozen"): outcome("live", live), (100_000, "vis"): late})[
            "100,000 events: live chart"
        ]

    assert at(3_000) == ("< 0.05 × (3.00 s to > 60 s)", "met")
    assert at(9_000) == ("not measured", "–")


def test_what_is_written_by_hand_stays_in_the_document() -> None:
    def made(before: str = "") -> str:
        return "".join(document(Run(1, 60, 0), [], Results({}), before))

    assert notes(made()) == "\n"
    mine = made().replace(
        "<!-- notes -->\n", "<!-- notes -->\n## Why\n\nThe profile says: layout.\n"
    )
    assert "## Why\n\nThe profile says: layout.\n\n<!-- end of notes -->" in made(mine)
    assert made(made(mine)) == made(mine)


def test_the_rivals_get_the_same_events() -> None:
    timeline = loads(case(20))
    ours = sorted((event.title, event.date.start, event.category) for event in timeline.events)
    theirs = sorted((mark.title, mark.start, mark.category) for mark, _ in draw(20))
    assert ours == theirs


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_a_table_has_the_same_events(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"it's{ending}"
    written(30, file)
    with duckdb.connect() as connection:
        read = connection.read_parquet if ending == ".parquet" else connection.read_csv
        rows = (
            read(str(file))
            .select("epoch_ms(CAST(date AS TIMESTAMP)), title, category, importance, source")
            .fetchall()
        )
    assert rows == [
        (mark.start, mark.title, mark.category, importance, f"https://example.org/{number}")
        for number, (mark, importance) in enumerate(draw(30))
    ]


def test_many_events_come_as_a_table(tmp_path: Path) -> None:
    few, many = work(10, tmp_path), work(MOST_WRITTEN + 1, tmp_path)
    assert (few.file.suffix, many.file.suffix) == (".yaml", ".parquet")
    assert few.marks == many.marks[:10] == tuple(mark for mark, _ in draw(10))


def test_sizes() -> None:
    assert sizes("1_000,case,100") == [0, 100, 1000]
    with pytest.raises(argparse.ArgumentTypeError, match="'many' is no number of events"):
        sizes("100,many")


def test_tools() -> None:
    assert tools("vis, frozen") == ("frozen", "vis")
    with pytest.raises(argparse.ArgumentTypeError, match="'excel' is not one of frozen, served"):
        tools("excel")
