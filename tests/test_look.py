"""How marks of every kind look on a page of very many events: as they do on a small one."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import theme, words
from dashboard.app.bulk_lanes import bulk_lanes
from dashboard.app.look import look
from dashboard.app.payload import VARIANTS
from dashboard.bulk.columns import APPROXIMATE, Bulk
from dashboard.bulk.of_timeline import bulk_of
from dashboard.figure import draw
from dashboard.layout import layout
from dashboard.model import Timeline
from tests.bulk_cases import many

#: What of a point is its look, by trace.
LOOKS = {
    "disc": ("symbol", "size", "color"),
    "core": ("color",),
    "extent": ("color",),
}


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return many(120)


def _look(bulk: Bulk) -> dict[str, Any]:
    heads = {way: lanes["heads"] for way, lanes in bulk_lanes(bulk).items()}
    windows = dict.fromkeys(VARIANTS, ((0, 10**12), (-(10**11), 2 * 10**12)))
    return look(bulk, heads, windows, VARIANTS)


def _traces(drawn: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {trace["meta"]["role"]: trace for trace in drawn}


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_kind_looks_as_the_events_of_that_kind_do(timeline: Timeline, name: str) -> None:
    bulk = bulk_of(timeline)
    kinds = _traces(_look(bulk)["traces"][name])
    # So wide that bars are not discs.
    scene = layout(timeline, width=40_000)
    small = _traces(draw(scene, timeline, name, labels="fit")["data"])
    evidence = len(words.EVIDENCE)
    for role, parts in LOOKS.items():
        assert small[role]["customdata"], f"the case has no {role}"
        for point, place in enumerate(small[role]["customdata"]):
            columns = bulk.columns
            kind = int(columns.category[place]) * evidence + int(columns.evidence[place])
            kind = 2 * kind + bool(columns.flags[place] & APPROXIMATE)
            for part in parts:
                told = kinds[role]["marker"][part][kind]
                assert told == small[role]["marker"][part][point], (role, part)


def test_there_is_one_fill_for_each_category(timeline: Timeline) -> None:
    bulk = bulk_of(timeline)
    for name in theme.THEMES:
        fills = [
            trace for trace in _look(bulk)["traces"][name] if trace["meta"]["role"] == "density"
        ]
        assert [trace["meta"]["category"] for trace in fills] == list(
            range(len(bulk.names.category))
        )
        colours = [trace["fillcolor"] for trace in fills]
        assert len(set(colours)) == len(colours)


def test_labels_can_be_read_upon_what_is_filled(timeline: Timeline) -> None:
    bulk = bulk_of(timeline)
    for name in theme.THEMES:
        ink = theme.theme_of(name).ink
        for trace in _look(bulk)["traces"][name]:
            if trace["meta"]["role"] == "density":
                assert theme.contrast(ink, trace["fillcolor"]) >= 4.5


def test_every_way_to_sort_has_its_bands_and_titles(timeline: Timeline) -> None:
    bulk = bulk_of(timeline)
    made = _look(bulk)
    lanes = bulk_lanes(bulk)
    for name in VARIANTS:
        for way, parts in made[name]["modes"].items():
            keys = [f"lane:{head['key']}" for head in lanes[way]["heads"]]
            assert [shape["name"] for shape in parts["shapes"]] == keys
            assert [note["name"] for note in parts["annotations"]] == keys
    assert made["narrow"]["head"] > made["wide"]["head"] == 0
