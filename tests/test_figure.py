"""Figures: what the traces promise to whoever shows them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figure import CONFIG, draw, escape
from dashboard.figure import figure as make
from dashboard.figure.brush import SHAPES
from dashboard.figure.words import hover_text
from dashboard.layout import Scene, fit_labels, layout
from dashboard.layout.labels import box_on_screen
from dashboard.model import Evidence, Timeline
from dashboard.theme import DARK, LIGHT
from dashboard.when import civil_to_ms
from tests.layout_cases import GALLERY, dated, event, timeline, timelines

ROLES = (
    "extent",
    "fade",
    "rival-line",
    "core",
    "delay",
    "delay-end",
    "disc",
    "rival",
    "rival-number",
    "relation-head",
    "relation-sign",
    "relation-edge",
    "crowd",
    "label",
)
HOSTILE = "<b>bold</b><br><a href='https://x.example'>x</a> & &lt;i&gt; %{x} \x00$x^2$\n</extra>"

Figure = dict[str, Any]


def drawn(case: Timeline = GALLERY, **how: Any) -> tuple[Scene, Figure]:
    scene = layout(case)
    return scene, draw(scene, case, **how)


def trace(figure: Figure, role: str) -> dict[str, Any]:
    (found,) = [each for each in figure["data"] if each["meta"]["role"] == role]
    return dict(found)


def lists_in(value: Any, *, inside: str = "") -> dict[str, int]:
    """The lengths of all lists in a trace, by where they are."""
    if isinstance(value, list):
        return {inside: len(value)}
    if isinstance(value, dict):
        parts = [lists_in(each, inside=f"{inside}.{key}") for key, each in value.items()]
        return {where: length for part in parts for where, length in part.items()}
    return {}


# The contract


@pytest.mark.parametrize("case", [GALLERY, dated("2018"), timeline()], ids=["many", "one", "none"])
def test_there_is_one_trace_per_role(case: Timeline) -> None:
    _, figure = drawn(case)
    assert tuple(each["meta"]["role"] for each in figure["data"]) == ROLES
    assert {each["type"] for each in figure["data"]} == {"scatter", "bar"}


@pytest.mark.parametrize("labels", ["all", "fit"])
def test_every_list_of_a_trace_has_a_value_for_every_point(labels: str) -> None:
    _, figure = drawn(labels=labels)
    for each in figure["data"]:
        lengths = lists_in(each)
        assert set(lengths.values()) == {len(each["customdata"])}, lengths


def test_points_are_those_of_their_marks() -> None:
    scene, figure = drawn()
    everything = [mark.index for mark in scene.marks]
    spans = [mark.index for mark in scene.marks if mark.kind == "span"]
    assert trace(figure, "disc")["customdata"] == everything
    assert trace(figure, "label")["customdata"] == everything
    assert trace(figure, "core")["customdata"] == spans
    for each in figure["data"]:
        if each["meta"]["role"].startswith("relation"):
            continue  # where they run depends on the window
        assert each["y"] == [scene.y(scene.marks[index]) for index in each["customdata"]]
    bars = trace(figure, "core")
    for index, base, length in zip(spans, bars["base"], bars["x"], strict=True):
        assert (base, base + length) == (scene.marks[index].start, scene.marks[index].end)
    assert trace(figure, "disc")["x"] == [mark.x for mark in scene.marks]


def test_extents_are_what_dates_allow_and_open_sides_fade() -> None:
    scene, figure = drawn(dated("2018-04-10~", "2018-06/..", "../2018-02", zone="UTC"))
    extent, fade = trace(figure, "extent"), trace(figure, "fade")
    opened = {mark.index for mark in scene.marks if mark.open_start or mark.open_end}
    assert set(fade["customdata"]) == opened
    (day,) = set(extent["customdata"])
    assert day not in opened
    start = civil_to_ms(2018, 4, 9)
    assert (extent["base"], extent["x"]) == ([start], [civil_to_ms(2018, 4, 12) - start])
    for index in opened:
        mark = scene.marks[index]
        steps = [
            (base, opacity)
            for at, base, opacity in zip(
                fade["customdata"], fade["base"], fade["marker"]["opacity"], strict=True
            )
            if at == index
        ]
        away = sorted(steps, key=lambda step: abs(step[0] - mark.x))
        assert [opacity for _, opacity in away] == sorted((o for _, o in steps), reverse=True)
        assert all((base >= mark.end) == mark.open_end for base, _ in steps)


def test_what_fits_is_chosen_for_the_home_window() -> None:
    scene, figure = drawn(labels="fit")
    boxes = [box_on_screen(mark, scene.window, scene.plot_width) for mark in scene.marks]
    assert trace(figure, "core")["customdata"] == [box.mark.index for box in boxes if box.bar]
    assert trace(figure, "disc")["customdata"] == [box.mark.index for box in boxes if not box.bar]
    sides = fit_labels(scene.marks, scene.window, scene.plot_width)
    labels = trace(figure, "label")
    assert labels["customdata"] == list(sides)
    assert labels["textposition"] == [
        "middle left" if side == "left" else "middle right" for side in sides.values()
    ]


def test_labels_inside_a_bar_can_be_read_there() -> None:
    scene, figure = drawn()
    inside = trace(figure, "label")["meta"]["inside"]
    for mark, colour in zip(scene.marks, inside, strict=True):
        filled = mark.evidence == "corroborated" and not mark.approximate
        assert (colour == "#ffffff") == filled


# Looks


def test_evidence_is_a_shape_not_a_colour_alone() -> None:
    assert {evidence for evidence, _ in SHAPES} == {str(each) for each in Evidence}
    certain = [shape for (_, approximate), shape in SHAPES.items() if not approximate]
    assert len({shape[:6] for shape in certain}) == len(Evidence)
    scene, figure = drawn()
    marker = trace(figure, "disc")["marker"]
    looks = {
        (mark.evidence, mark.approximate, shape, dash)
        for mark, shape, dash in zip(
            scene.marks, marker["symbol"], marker["line"]["dash"], strict=True
        )
    }
    assert ("disputed", False, "circle-x", "solid") in looks
    assert all(dash != "solid" for _, approximate, _, dash in looks if approximate)
    assert all(
        (dash == "solid") != (evidence == "unsourced") for evidence, a, _, dash in looks if not a
    )
    hollow = {
        mark.evidence
        for mark, colour in zip(scene.marks, marker["color"], strict=True)
        if colour == LIGHT.background
    }
    assert hollow == {"single-source", "disputed", "unsourced"}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_colours_are_those_of_the_theme(theme: Any) -> None:
    scene, figure = drawn(theme=theme.name)
    assert figure["layout"]["plot_bgcolor"] == theme.background
    assert trace(figure, "label")["textfont"]["color"] == [theme.ink] * len(scene.marks)
    pale = trace(figure, "extent")["marker"]["color"]
    assert set(pale) <= {*theme.categories}


def test_an_event_without_category_is_muted() -> None:
    _, figure = drawn(timeline(event(1, "2018", category=None)))
    assert trace(figure, "disc")["marker"]["line"]["color"] == [LIGHT.background]
    assert trace(figure, "disc")["marker"]["color"] == [LIGHT.muted]


def test_every_lane_has_a_band_and_a_title() -> None:
    for width in (360, 1040):
        scene = layout(GALLERY, width=width)
        frame = draw(scene, GALLERY)["layout"]
        bands = {each["name"]: each for each in frame["shapes"]}
        titles = {each["name"]: each for each in frame["annotations"]}
        for number, lane in enumerate(scene.lanes):
            band, title = bands[f"lane:{lane.key}"], titles[f"lane:{lane.key}"]
            assert (band["y0"], band["y1"]) == (lane.top, lane.top + lane.height)
            assert (band["opacity"] > 0) == (number % 2 == 0)
            assert lane.top < title["y"] < lane.top + lane.head + 1
            assert title["xanchor"] == ("left" if scene.narrow else "right")
        assert "Europe/Amsterdam" in titles["zone"]["text"]
        assert frame["yaxis"]["range"] == [scene.total_rows, 0]
        assert frame["xaxis"]["range"] == list(scene.window)


def test_long_lane_titles_take_two_lines_in_the_margin() -> None:
    case = timeline(event(1, "2018", place="Ministry of the Interior and Kingdom Relations of all"))
    scene = layout(case, lanes="place")
    title, *_ = draw(scene, case)["layout"]["annotations"]
    assert title["text"] == "<b>Ministry of the</b><br><b>Interior and…</b>"


def test_today_is_drawn_only_when_asked_for_and_in_view() -> None:
    def names(now: int | None) -> list[str]:
        return [each["name"] for each in drawn(now=now)[1]["layout"]["shapes"]]

    assert "now" not in names(None)
    assert "now" not in names(civil_to_ms(2300))
    assert "now" in names(civil_to_ms(2018, 12))


def test_an_empty_timeline_says_so() -> None:
    _, figure = drawn(timeline())
    (sentence,) = figure["layout"]["annotations"]
    assert sentence["text"] == "There are no events in this timeline yet."
    assert figure["layout"]["xaxis"]["visible"] is False
    assert all(each["customdata"] == [] for each in figure["data"])


# Texts


def test_hover_text_says_what_it_is_and_why() -> None:
    case = timeline(event(1, "2020-12-10", denied=True), event(2, "2020-XX", sources=("a",)))
    second, first = (hover_text(case, each) for each in case.events)
    lines = [first.split("<br>"), second.split("<br>")]
    assert ["<b>Event number 1 of the case</b>", "10 December 2020", "Operation"] in [
        each[:3] for each in lines
    ]
    assert any("Disputed: denied by SVR" in each[3] for each in lines)
    assert any(each[3] == "Single source: one source: a.example.org" for each in lines)
    assert all(each[-1] == "<i>Click for sources</i>" for each in lines)


def test_hostile_text_stays_text() -> None:
    case = timeline(event(1, "2018", title=HOSTILE, place=HOSTILE))
    scene = layout(case, lanes="place")
    figure = draw(scene, case)
    label = trace(figure, "label")["text"][0]
    hover = trace(figure, "disc")["hovertext"][0]
    title = figure["layout"]["annotations"][0]["text"]
    assert label.startswith("&lt;b&gt;bold&lt;/b&gt;&lt;br&gt;")
    for text in (label, hover, title):
        own = text
        for tag in ("<b>", "</b>", "<br>", "<i>", "</i>"):
            own = own.replace(tag, "")
        assert "<" not in own
        assert ">" not in own
        assert "\x00" not in own
    # The template itself holds no text of the user, so nothing in it is filled in.
    assert trace(figure, "disc")["hovertemplate"] == "%{hovertext}<extra></extra>"


@given(st.text())
def test_escaped_text_has_no_markup_and_loses_nothing(text: str) -> None:
    escaped = escape(text)
    assert not set("<>\n\r") & set(escaped)
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert escape(back) == escaped


# The public function


def test_a_figure_is_the_same_bytes_every_time() -> None:
    one, other = make(GALLERY).to_json(), make(GALLERY).to_json()
    assert one == other
    assert json.loads(one)["layout"]["uirevision"]
    assert "bdata" not in one


@pytest.mark.parametrize("lanes", ["category", "actor", "place", "evidence", "none"])
@pytest.mark.parametrize("width", [240, 360, 1040, 1600])
def test_plotly_accepts_every_variant(lanes: str, width: int) -> None:
    figure = make(GALLERY, lanes=lanes, width=width, theme="dark", now=civil_to_ms(2018, 12))
    assert figure.layout.width == width
    assert {type(each).__name__ for each in figure.data} == {"Scatter", "Bar"}


def test_plotly_accepts_all_that_is_left_to_the_browser() -> None:
    from plotly.graph_objects import Figure as PlotlyFigure

    for case in (GALLERY, timeline()):
        assert len(PlotlyFigure(drawn(case)[1]).data) == len(ROLES)


def test_the_configuration_sends_nothing_anywhere() -> None:
    assert CONFIG["displaylogo"] is CONFIG["showSendToCloud"] is CONFIG["displayModeBar"] is False
    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["scrollZoom"] is True


def test_unknown_themes_and_lanes_are_named() -> None:
    with pytest.raises(ValueError, match="'sepia'"):
        make(GALLERY, theme="sepia")
    with pytest.raises(ValueError, match="'moon'"):
        make(GALLERY, lanes="moon")


@given(timelines(), st.sampled_from([300, 1040]))
@settings(max_examples=30)
def test_any_timeline_can_be_drawn(case: Timeline, width: int) -> None:
    scene = layout(case, width=width)
    for labels in ("all", "fit"):
        figure = draw(scene, case, labels=labels)
        json.dumps(figure, allow_nan=False)
        for each in figure["data"]:
            assert set(lists_in(each).values()) <= {len(each["customdata"])}
