"""Rival numbers: which claims contradict one another, and where a reader sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard import ProblemError, Timeline, load, loads
from dashboard.figure import draw
from dashboard.layout import layout
from dashboard.numbers import rival_numbers, rivals_by_day
from dashboard.resources import example_case
from tests.browser import Door, Visitor, accessibility_violations
from tests.reader import enter, listed, panel, settled
from tests.test_known import day
from tests.test_print import on_paper

EVENT = "dutch-expel-17-2022"

HEAD = """\
title: T
actors: {aivd: AIVD, embassy: Embassy, press: Press}
events:
  - date: 2020-01-01
    known: 2020-01-01
    title: E
    source: https://example.org/
    claims:
"""


def case(*claims: str) -> Timeline:
    lines = (f"      - {{{claim}, says: x}}\n" for claim in claims)
    return loads(HEAD + "".join(lines))


def told(*claims: str, on: int | None = None) -> list[str]:
    return [rivals.text for rivals in rival_numbers(case(*claims).events[0], on)]


#: Claims, and the numbers that stand against one another.
RIVALS: list[tuple[tuple[str, ...], list[str]]] = [
    # One number, or the same twice, is no contradiction.
    (("by: aivd, number: 4 people",), []),
    (("by: aivd, number: 4 people", "by: embassy, number: 4 People"), []),
    (("by: aivd, number: '1,500 files'", "by: embassy, number: 1500 files"), []),
    # Two of the same thing are.
    (("by: aivd, number: 4 people", "by: embassy, number: 2 people"), ["4 ≠ 2 people"]),
    (("by: aivd, number: 4 people", "by: embassy, number: about 3 people", "by: press, number: 4 "
      "people"), ["4 ≠ about 3 people"]),
    (("by: aivd, number: '3.5 %'", "by: embassy, number: 2-3 %"), ["3.5 % ≠ 2-3 %"]),
    # Not everyone has to say what is counted.
    (("by: aivd, number: 4", "by: embassy, number: 2"), ["4 ≠ 2"]),
    (("by: aivd, number: 4 people", "by: embassy, number: 2"), ["4 ≠ 2 people"]),
    # Numbers of two things do not meet.
    (("by: aivd, number: 4 people", "by: embassy, number: 2 cars"), []),
    (("by: aivd, number: 4 people", "by: embassy, number: 2 cars", "by: press, number: 3 cars",
      "by: press, number: 5 people"), ["4 ≠ 5 people", "2 ≠ 3 cars"]),
    # Who counts again has mended the number; who gives two without dates contradicts itself.
    (("by: aivd, number: 4 people, date: 2020-01-02", "by: aivd, number: 5 people, "
      "date: 2020-01-03"), []),
    (("by: aivd, number: 5 people, date: 2020-01-03", "by: aivd, number: 4 people, "
      "date: 2020-01-02", "by: press, number: 4 people"), ["5 ≠ 4 people"]),
    (("by: aivd, number: 4 people", "by: aivd, number: 5 people"), ["4 ≠ 5 people"]),
    # What was taken back counts no more, nor does the retraction itself.
    (("by: aivd, number: 4 people", "by: embassy, number: 2 people", "by: embassy, number: 2 "
      "people, stance: retracts"), []),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "expected"), RIVALS)
def test_numbers_of_the_same_thing_are_rivals(claims: tuple[str, ...], expected: list[str]) -> None:
    assert told(*claims) == expected


def test_they_are_rivals_from_the_day_of_the_second() -> None:
    claims = (
        "by: aivd, number: 4 people, date: 2020-01-02",
        "by: embassy, number: 2 people, date: 2020-02-02",
        "by: embassy, number: 4 people, date: 2020-03-02",
    )
    timeline = case(*claims)
    (step,) = rivals_by_day(timeline, timeline.events[0])
    assert (step.since, step.until) == (day("2020-02-02"), day("2020-03-02"))
    assert step.rivals[0].values == ("4", "2")
    assert [[claim.by for claim in side] for side in step.rivals[0].claims] == [
        ["aivd"],
        ["embassy"],
    ]
    assert told(*claims) == []


def test_a_number_has_a_figure() -> None:
    with pytest.raises(ProblemError) as caught:
        case("by: aivd, number: many")
    assert "a number is written in figures, with what is counted" in str(caught.value)
    assert "number: 17 officers" in str(caught.value)


def test_the_chart_has_two_rings_where_numbers_differ_and_none_elsewhere() -> None:
    differ = case("by: aivd, number: 4 people", "by: embassy, number: 2 people")
    for timeline, points in ((differ, 2), (case("by: aivd, number: 4 people"), 0)):
        scene = layout(timeline)
        (rings,) = (
            trace
            for trace in draw(scene, timeline, labels="fit")["data"]
            if trace["meta"]["role"] == "rival-number"
        )
        assert len(rings["x"]) == len(rings["customdata"]) == points
        assert all(y > scene.y(scene.marks[0]) for y in rings["y"])


# --- On the page ----------------------------------------------------------------------------------

WORDS = "How many expelled: 17 (Dutch government, Russian MFA) ≠ 18 (Russia)."


def rings(page: Page) -> list[int]:
    """The events below whose marks the two rings are drawn."""
    found: list[int] = page.evaluate(
        """() => document.querySelector('#chart .js-plotly-plot').figure.data
            .find(trace => trace.meta.role === 'rival-number').customdata"""
    )
    return found


def test_rival_numbers_stand_side_by_side_in_every_view(door: Door, open_page: Visitor) -> None:
    timeline = load(example_case())
    index = [event.id for event in timeline.events].index(EVENT)
    assert [n for n, event in enumerate(timeline.events) if rival_numbers(event)] == [index]
    page = enter(door, open_page, f"#event={EVENT}", width=1440, height=860)
    expect(panel(page).locator(".dl-differ")).to_have_text(WORDS)
    expect(panel(page).locator(".dl-claim-head", has_text="18 expelled")).to_contain_text("Russia")
    assert rings(page) == [index, index]
    # Beside one another below the mark, and joined.
    left, right = page.evaluate(
        """() => [...document.querySelectorAll('#chart .scatterlayer .trace')]
            .filter(trace => trace.__data__[0].trace.meta.role === 'rival-number')
            .flatMap(trace => [...trace.querySelectorAll('path.point')])
            .map(point => point.getBoundingClientRect())
            .map(box => ({left: box.left, right: box.right, top: box.top}))
            .sort((one, other) => one.left - other.left)"""
    )
    assert 0 <= left["right"] - right["left"] < 4
    assert left["top"] == right["top"]
    for view in ("chronicle", "table"):
        page.evaluate("view => dateline.go({view: view}, true)", view)
        settled(page)
        row = page.locator(f"#{view} [data-index='{index}'] .dl-differ")
        expect(row).to_have_text("17 ≠ 18 expelled")
        expect(row).to_be_visible()
        assert page.locator(f"#{view} .dl-differ:visible").count() == 1
        assert not accessibility_violations(page)


def test_before_the_second_number_nothing_differs(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, f"#event={EVENT}&on=2022-04-18", width=1440, height=860)
    expect(panel(page).get_by_role("heading", level=2)).to_contain_text("expels 17")
    assert rings(page) == []
    assert page.locator(".dl-differ:visible").count() == 0
    page.evaluate("() => dateline.go({on: '2022-04-19'}, true)")
    expect(panel(page).locator(".dl-differ")).to_have_text(WORDS)
    settled(page)
    assert len(rings(page)) == 2
    on_paper(page)
    paper = page.locator(f"#plain [id='event={EVENT}'] .dl-differ")
    expect(paper).to_have_text(WORDS)
    expect(paper).to_be_visible()


def test_a_search_finds_the_number(door: Door, open_page: Visitor) -> None:
    page = enter(door, open_page, "#q=18+expelled")
    assert rings(page)[0] in listed(page)
