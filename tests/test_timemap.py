"""timemap: events with their sources, associations and places."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.timemap import IMPORTER
from dashboard.problems import Problem
from tests.exchange import brought, imported, loaded, words

LONG = (
    "Vehicles cross the border near the village. Witnesses filmed them from a school that stands "
    "beside the road, and a second film shows them again in the evening."
)


def event(**fields: Any) -> dict[str, Any]:
    return {"description": "It happened", "date": "8/23/2014", "associations": [], **fields}


def read(*events: Any, **domain: Any) -> tuple[Draft | None, tuple[Problem, ...]]:
    return imported(IMPORTER, "domain.json", json.dumps({"events": events, **domain}))


DOMAIN: dict[str, Any] = {
    "associations": [
        {"id": "vehicles", "title": "Vehicles", "mode": "CATEGORY", "colour": "#ff0000"},
        {"id": "f1", "title": "Video", "mode": "FILTER"},
        {"id": "n1", "title": "The convoy", "mode": "NARRATIVE"},
    ],
    "sources": {
        "s1": {
            "id": "s1",
            "title": "A film",
            "url": "",
            "paths": ["https://example.org/a.mp4", "https://example.org/b.mp4"],
            "type": "Video",
            "author": "A. Witness",
            "date": "8/24/2014",
            "notes": "mirrored",
        },
        "s2": {"id": "s2", "title": "On paper", "paths": ["scan.jpg"]},
    },
    "sites": [{"id": "1", "site": "School"}],
}


def test_an_event_with_all_that_belongs_to_it() -> None:
    draft, problems = read(
        event(
            id="1",
            description=LONG,
            time="18:30",
            time_precision="approximate",
            location="Ilovaisk",
            latitude="47,92",
            longitude="38.19",
            category="vehicles",
            associations=["f1", "n1", "other"],
            sources=["s1", "s2", "s9", "https://example.org/c"],
            comments="check_this",
            certainty="high",
            shape="dot",
        ),
        **DOMAIN,
    )
    found = loaded(draft)
    (one,) = found.events
    assert one.title == "Vehicles cross the border near the village."
    assert one.date.text == "2014-08-23T18:30"
    assert one.place is not None
    assert (one.place.name, one.place.lat, one.place.lon) == ("Ilovaisk", 47.92, 38.19)
    category = found.categories[one.category or ""]
    assert (category.label, category.color) == ("Vehicles", "#ff0000")
    assert one.tags == ("Video", "other")
    assert found.story == (one.id,)
    film, page = (found.sources[key] for key in one.sources)
    assert (film.url, film.title, film.kind) == ("https://example.org/a.mp4", "A film", "Video")
    assert film.published is not None
    assert film.published.text == "2014-08-24"
    assert film.note == "Author: A. Witness; mirrored; [Also here](https://example.org/b.mp4)"
    assert page.url == "https://example.org/c"
    assert one.summary is not None
    for part in (
        LONG,
        "Precision of the time: approximate",
        "Comment: check_this",
        "Certainty: high",
        "Source: On paper, scan.jpg",
        "Source: s9",
    ):
        assert part in one.summary.split("\n\n")
    said = words(problems)
    assert "a source that is not in the file" in said
    assert "how an event is drawn ('shape')" in said
    assert "one of the sites is no event" in said


def test_the_older_names() -> None:
    found = brought(
        IMPORTER,
        "events.json",
        json.dumps(
            [
                {
                    "desc": "It happened",
                    "date": "8/23/2011",
                    "time": "18:30",
                    "lat": "17.8",
                    "long": "-18.2",
                    "source": "https://example.org/a",
                    "filters": "one, two",
                    "category": "Category 00",
                }
            ]
        ),
    )
    (one,) = found.events
    assert (one.title, one.tags) == ("It happened", ("one", "two"))
    assert one.place is not None
    assert (one.place.name, one.place.lon) == ("17.8, -18.2", -18.2)
    assert len(one.sources) == 1


def test_columns_that_nobody_put_together() -> None:
    draft, problems = read(
        {
            "description": "It happened",
            "date": "8/23/2014",
            "association1": "one",
            "association2": "",
            "association3": "two",
            "source1": "https://example.org/a",
            "source2": "https://example.org/b",
        }
    )
    (one,) = loaded(draft).events
    assert (one.tags, len(one.sources), problems) == (("one", "two"), 2, ())
    assert one.summary is None


@pytest.mark.parametrize(
    ("dates", "first", "assumed"),
    [
        (["8/9/2014"], "2014-08-09", True),
        (["8/9/2014", "8/23/2014"], "2014-08-09", False),
        (["8/9/2014", "23/8/2014"], "2014-09-08", False),
        (["8/8/2014"], "2014-08-08", False),
        (["2014-08-09"], "2014-08-09", False),
        (["2014-08"], "2014-08", False),
    ],
)
def test_whether_the_month_comes_first(dates: list[str], first: str, assumed: bool) -> None:
    draft, _ = read(*(event(date=date, id=date, description=date) for date in dates))
    found = {one.title: one.date.text for one in loaded(draft).events}
    assert found[dates[0]] == first
    assert draft is not None
    assert (("events",) in draft.comments) is assumed


def test_dates_in_both_orders_are_not_guessed() -> None:
    draft, problems = read(
        event(date="23/8/2014"), event(date="8/23/2014"), event(date="8/9/2014", description="B")
    )
    assert len(loaded(draft).events) == 2
    assert "'B' is left out: '8/9/2014' can be read in two ways" in words(problems)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"date": ""}, "it has no date"),
        ({"date": "sometime"}, "is not a date"),
        ({"time": "noon"}, "its time is 'noon'"),
        ({"date": "13/13/2014"}, "no month 13"),
        ({"time": "25:00"}, "no hour 25"),
    ],
)
def test_events_without_a_date_are_listed(fields: dict[str, Any], why: str) -> None:
    draft, problems = read(event(), event(description="B", **fields))
    assert [one.title for one in loaded(draft).events] == ["It happened"]
    assert "the event 'B' is left out" in words(problems)
    assert why in words(problems)
    assert "@ events[1]" in words(problems)


def test_several_narratives_become_tags() -> None:
    stories = [{"id": key, "title": key.upper(), "mode": "NARRATIVE"} for key in ("a", "b")]
    draft, _ = read(event(associations=["a"]), event(associations=["a", "b"]), associations=stories)
    found = loaded(draft)
    assert found.story == ()
    assert [one.tags for one in found.events] == [
        ("narrative: A",),
        ("narrative: A", "narrative: B"),
    ]


def test_coordinates_that_are_none() -> None:
    draft, problems = read(event(latitude="91", longitude="x", location="There"))
    (one,) = loaded(draft).events
    assert one.place is not None
    assert (one.place.name, one.place.lat) == ("There", None)
    assert "coordinates that are none" in words(problems)


def test_texts_stay_texts() -> None:
    (one,) = loaded(read(event(description="*a* <b>b</b>", comments="<script>"))[0]).events
    assert one.title == "*a* <b>b</b>"
    assert one.summary == "Comment: \\<script>"


def test_times_without_a_zone_are_said_to_be_assumed() -> None:
    draft, _ = read(event(time="18:30"))
    assert draft is not None
    assert "Assumed" in draft.comments["timezone",]


@pytest.mark.parametrize("document", [[], {}, {"events": {}}, {"events": [1]}, 7])
def test_wrong_files_explain_themselves(document: Any) -> None:
    draft, problems = imported(IMPORTER, "x.json", json.dumps(document))
    assert draft is None
    assert any(problem.is_error and problem.hint for problem in problems)


def test_domains_of_any_shape_never_raise() -> None:
    for odd in (7, "x", [], {}, None, True, "\ud800", [{"id": 1}], {"a": 1}):
        for name in ("time", "location", "latitude", "category", "associations", "sources", "type"):
            loaded(read(event(), event(**{name: odd}) if name != "time" else event())[0])
        for name in ("sources", "associations", "sites", "categories"):
            loaded(read(event(sources=["a"], associations=["a"]), **{name: odd})[0])


@pytest.mark.parametrize(
    ("document", "is_one"),
    [
        ({"events": [event()]}, True),
        ([event()], True),
        ({"events": [{"description": "A", "date": "2020"}], "sites": []}, True),
        ([{"description": "A", "date": "2020"}], False),
        ({"events": [{"start_date": {"year": 1}, "text": {}}]}, False),
    ],
)
def test_recognition(document: Any, is_one: bool) -> None:
    assert IMPORTER.recognises(Foreign("x.json", json.dumps(document).encode())) is is_one
