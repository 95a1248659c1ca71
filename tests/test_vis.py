"""vis-timeline: items and groups."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.vis import IMPORTER
from dashboard.model import Event
from dashboard.problems import Problem
from tests.exchange import brought, imported, loaded, sample, words


def read(document: Any, **options: str) -> tuple[Draft | None, tuple[Problem, ...]]:
    return imported(IMPORTER, "items.json", json.dumps(document), **options)


def only(**item: Any) -> Event:
    (event,) = loaded(read([{"content": "A", "start": "2020", **item}])[0]).events
    return event


@pytest.mark.parametrize(
    ("start", "edtf"),
    [
        ("2014-04-20", "2014-04-20"),
        ("2014-04", "2014-04"),
        ("2014-04-20T16:30", "2014-04-20T16:30"),
        ("2014-04-20 16:30:05", "2014-04-20T16:30:05"),
        ("2014-04-20T16:30:05.000Z", "2014-04-20T16:30:05Z"),
        ("2014-04-20T16:30:05.123456+0200", "2014-04-20T16:30:05.123+02:00"),
        (1397952000000, "2014-04-20T00:00:00Z"),
        (1397952000250, "2014-04-20T00:00:00.250Z"),
        (-1.0, "1969-12-31T23:59:59.999Z"),
        ("/Date(1397952000000)/", "2014-04-20T00:00:00Z"),
    ],
)
def test_dates_keep_precision_and_zone(start: Any, edtf: str) -> None:
    assert only(start=start).date.text == edtf


@pytest.mark.parametrize("start", [None, "", "soon", {}, [], True, 1e300, "2014-02-30"])
def test_items_without_a_date_are_listed(start: Any) -> None:
    draft, problems = read([{"content": "A", "start": "2020"}, {"content": "B", "start": start}])
    assert [event.title for event in loaded(draft).events] == ["A"]
    assert "the item 'B' is left out" in words(problems)
    assert "@ [1]" in words(problems)


def test_an_item_becomes_an_event() -> None:
    document = {
        "items": [
            {
                "id": 7,
                "content": '<b>It</b> happened, <a href="https://example.org/a">they say</a>',
                "title": "More <i>about</i> it",
                "start": "2020-01",
                "end": "2020-03",
                "group": 1,
                "className": "red",
                "editable": False,
            }
        ],
        "groups": [{"id": 1, "content": "Group <i>one</i>", "style": "x"}],
        "options": {"a": 1},
    }
    draft, problems = read(document)
    found = loaded(draft)
    (event,) = found.events
    assert (event.title, event.date.text) == ("It happened, they say", "2020-01/2020-03")
    assert event.summary == (
        "**It** happened, [they say](https://example.org/a)\n\nMore *about* it"
    )
    assert [source.url for source in found.sources.values()] == ["https://example.org/a"]
    assert found.categories[event.category or ""].label == "Group one"
    said = words(problems)
    assert "'className' of an item has no place" in said
    assert "'editable'" not in said
    assert "'style' of a group" in said
    assert "'options' of the file" in said


def test_the_last_day_is_said_to_be_part_of_it() -> None:
    draft, _ = read([{"content": "A", "start": "2014-04-16", "end": "2014-04-19"}])
    assert draft is not None
    assert loaded(draft).events[0].date.text == "2014-04-16/2014-04-19"
    assert "begin of its last day" in draft.comments["events",]


def test_kinds_of_items() -> None:
    assert only(type="background", end="2021").tags == ("background",)
    assert only(type="point", end="2021").date.text == "2020"
    assert only(end="2020").date.text == "2020"
    assert only(content="").title == "Item"
    assert only(content="", id=3).title == "Item 3"
    assert len(only(content="long " * 400).title) <= 1_000


def test_hostile_texts_stay_texts() -> None:
    event = only(content="<img src=x onerror=alert(1)><script>alert(1)</script>x &lt;b&gt;")
    assert event.title == "x <b>"
    assert only(title='<a href="javascript:alert(1)">press</a>').summary == "press"


def test_times_in_no_zone() -> None:
    items = [{"content": "A", "start": "2020-01-01T10:00"}]
    draft, _ = read(items)
    assert draft is not None
    assert "Assumed" in draft.comments["timezone",]
    assert brought(IMPORTER, "x.json", json.dumps(items), timezone="Asia/Tokyo").timezone == (
        "Asia/Tokyo"
    )


@pytest.mark.parametrize("document", [[], {}, {"items": {}}, [1], [{"content": "A"}], "x"])
def test_wrong_files_explain_themselves(document: Any) -> None:
    draft, problems = read(document)
    assert draft is None
    assert any(problem.is_error and problem.hint for problem in problems)


def test_items_of_any_shape_never_raise() -> None:
    odd: Any
    for odd in (7, "x", [], {}, None, True, "\ud800", "<" * 3_000):
        for name in ("id", "content", "title", "group", "type", "end"):
            loaded(read([{"content": "A", "start": "2020"}, {"start": "2020", name: odd}])[0])


@pytest.mark.parametrize(
    ("document", "is_one"),
    [
        ([{"content": "A", "start": "2020"}], True),
        ({"items": [{"content": "A", "start": 1}]}, True),
        ([{"title": "A", "start": "2020"}], False),
        ({"events": []}, False),
        ([], False),
    ],
)
def test_recognition(document: Any, is_one: bool) -> None:
    assert IMPORTER.recognises(Foreign("x.json", json.dumps(document).encode())) is is_one


def test_sample() -> None:
    data = sample("vis", "examples_timeline_resources_data_basic.json").read_bytes()
    draft, problems = imported(IMPORTER, "basic.json", data)
    assert draft is not None
    assert (len(loaded(draft).events), draft.entries, problems) == (6, 6, ())
