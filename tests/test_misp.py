"""MISP events in: what in them is an event, and that nothing hostile comes along."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from dashboard import Timeline
from dashboard.formats.draft import Foreign
from dashboard.formats.misp import IMPORTER
from dashboard.model import RelationKind, Visibility
from tests.exchange import brought, imported, loaded, sample, words

#: 2019-02-27T07:52:30Z.
MOMENT = "1551253950"


def an_event(**fields: Any) -> dict[str, Any]:
    """An event as the REST interface gives it; its records are of 2016 and 2019."""
    return {
        "id": "2",
        "uuid": "00000000-0000-4000-8000-000000000001",
        "info": "A campaign",
        "date": "2018-04-09",
        "timestamp": "1465681801",
        "publish_timestamp": "1550506225",
        "threat_level_id": "2",
        "analysis": "2",
        "distribution": "3",
        "Orgc": {"id": "1", "name": "CERT Exempla"},
        **fields,
    }


def attribute(kind: str, value: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "category": "Network activity",
        "value": value,
        "timestamp": MOMENT,
        **fields,
    }


def read(**fields: Any) -> Timeline:
    return brought(IMPORTER, "misp.json", json.dumps({"Event": an_event(**fields)}))


def said(**fields: Any) -> str:
    return words(imported(IMPORTER, "misp.json", json.dumps({"Event": an_event(**fields)}))[1])


def test_the_date_that_was_entered_is_the_event() -> None:
    timeline = read()
    (event,) = timeline.events
    assert (str(event.date), event.title) == ("2018-04-09", "A campaign")
    assert [timeline.actors[key].name for key in event.actors] == ["CERT Exempla"]
    assert "- threat level: medium" in str(event.summary)
    assert "- analysis: completed" in str(event.summary)


def test_the_time_of_the_record_is_no_event() -> None:
    timeline = read(Attribute=[attribute("domain", "bad.example")])
    assert len(timeline.events) == 1
    text = timeline.model_dump_json()
    assert "2016" not in text
    assert "2019" not in text
    told = said()
    for field in ("timestamp", "publish_timestamp"):
        assert f"'{field}' is the time of the record, not of the event" in told
        assert f"Event.{field}" in told


@pytest.mark.parametrize(
    ("wrapped", "events"),
    [
        (an_event(), 1),
        ({"Event": an_event()}, 1),
        ([{"Event": an_event()}, an_event(info="Another")], 2),
        ({"response": [{"Event": an_event()}, {"Event": an_event(info="Another")}]}, 2),
        ({"response": {"Event": an_event()}}, 1),
    ],
)
def test_every_wrapping(wrapped: Any, events: int) -> None:
    text = json.dumps(wrapped)
    assert IMPORTER.recognises(Foreign("x.json", text.encode()))
    timeline = brought(IMPORTER, "x.json", text)
    assert len(timeline.events) == events
    assert timeline.title == ("A campaign" if events == 1 else "MISP events")


SEEN = "2018-04-10T14:41:38.000000+00:00"
LATER = "2018-04-11T14:41:38.000000+00:00"


@pytest.mark.parametrize(
    ("times", "date", "end"),
    [
        ({"first_seen": SEEN}, "2018-04-10T14:41:38Z", ": first seen"),
        ({"last_seen": SEEN}, "2018-04-10T14:41:38Z", ": last seen"),
        ({"first_seen": SEEN, "last_seen": SEEN}, "2018-04-10T14:41:38Z", ": seen"),
        (
            {"first_seen": SEEN, "last_seen": LATER},
            "2018-04-10T14:41:38Z/2018-04-11T14:41:38Z",
            ": first to last seen",
        ),
        # The zone that is given stays.
        ({"first_seen": "2018-04-10T14:41:38+0200"}, "2018-04-10T14:41:38+02:00", ": first seen"),
        ({"first_seen": "2018-04-10 14:41"}, "2018-04-10T14:41", ": first seen"),
        ({"first_seen": MOMENT}, "2019-02-27T07:52:30Z", ": first seen"),
    ],
)
def test_what_says_when_it_was_seen_is_an_event(times: dict[str, str], date: str, end: str) -> None:
    timeline = read(Attribute=[attribute("domain", "bad.example", **times)])
    seen = next(event for event in timeline.events if event.id != "a-campaign")
    assert (str(seen.date), seen.title) == (date, f"domain bad[.]example{end}")
    (link,) = seen.related
    assert (link.to, link.kind) == ("a-campaign", RelationKind.PART_OF)


def test_objects_are_seen_too() -> None:
    timeline = read(
        Object=[
            {
                "name": "domain-ip",
                "meta-category": "network",
                "first_seen": SEEN,
                "Attribute": [attribute("domain", "bad.example"), attribute("ip-dst", "192.0.2.1")],
            }
        ]
    )
    titles = {event.title for event in timeline.events}
    assert titles == {"A campaign", "domain-ip domain bad[.]example: first seen"}


def test_microseconds_are_not_passed_over() -> None:
    text = json.dumps(
        an_event(Attribute=[attribute("md5", "0", first_seen="2018-04-10T14:41:38.123456Z")])
    )
    draft, _ = imported(IMPORTER, "x.json", text)
    assert draft is not None
    assert draft.document["events"][1]["date"] == "2018-04-10T14:41:38.123Z"
    assert "2018-04-10T14:41:38.123456Z" in draft.comments["events", 1]


def test_a_day_that_may_be_meant_is_said() -> None:
    text = json.dumps(
        an_event(Attribute=[attribute("md5", "0", first_seen="2018-04-10T00:00:00Z")])
    )
    draft, _ = imported(IMPORTER, "x.json", text)
    assert draft is not None
    assert "may stand for the day" in draft.comments["events", 1]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("0", "Sighting of domain bad[.]example"),
        ("1", "Reported as false positive: domain bad[.]example"),
        ("2", "Expired: domain bad[.]example"),
    ],
)
def test_sightings_are_events(kind: str, title: str) -> None:
    sighting = {
        "date_sighting": MOMENT,
        "type": kind,
        "Organisation": {"name": "Acme"},
        "source": "pot",
    }
    timeline = read(Attribute=[attribute("domain", "bad.example", Sighting=[sighting])])
    event = timeline.events[-1]
    assert (event.title, str(event.date)) == (title, "2019-02-27T07:52:30Z")
    assert timeline.actors[event.actors[0]].name == "Acme"
    assert event.summary == "source: pot"


def test_only_links_are_sources() -> None:
    timeline = read(
        Attribute=[
            attribute("link", "https://example.org/report", comment="Their report"),
            attribute("url", "http://bad.example/payload"),
            attribute("link", "http://bad.example/c2", to_ids=True),
            attribute("link", "javascript:alert(1)"),
            attribute("comment", "See http://bad.example/more and [this](http://bad.example/x)"),
            attribute("url", "http://bad.example/seen", first_seen=SEEN),
        ],
        EventReport=[{"name": "Report", "content": "Go to http://bad.example/report"}],
    )
    (source,) = timeline.sources.values()
    assert (source.url, source.note) == ("https://example.org/report", "Their report")
    text = timeline.model_dump_json()
    assert "http://bad" not in text
    assert "hxxp://bad[.]example/c2" in text
    assert "hxxp://bad[.]example/seen" in text
    # Nor is there a link in the Markdown.
    assert r"\[this\](hxxp" in str(timeline.events[0].summary)
    assert "1 × url" in str(timeline.events[0].summary)


def test_tags_and_actors_of_galaxies() -> None:
    timeline = read(
        Tag=[
            {"name": "osint"},
            {"name": 'misp-galaxy:threat-actor="APT 0"'},
            {"name": 'misp-galaxy:tool="Worm"'},
        ],
        Galaxy=[
            {
                "type": "mitre-intrusion-set",
                "GalaxyCluster": [{"value": "Group 0", "type": "mitre-intrusion-set"}],
            },
            {
                "type": "tool",
                "GalaxyCluster": [{"value": "Worm", "type": "tool", "description": "Digs"}],
            },
        ],
    )
    (event,) = timeline.events
    assert event.tags == ("osint", "Worm")
    assert {actor.name for actor in timeline.actors.values()} == {
        "APT 0",
        "Group 0",
        "CERT Exempla",
    }


@pytest.mark.parametrize(
    ("tag", "visibility"),
    [
        ("tlp:red", Visibility.INTERNAL),
        ("TLP:AMBER", Visibility.INTERNAL),
        ("tlp:green", Visibility.INTERNAL),
        ("tlp:white", Visibility.PUBLIC),
        ("tlp:clear", Visibility.PUBLIC),
    ],
)
def test_what_is_not_for_everybody_is_internal(tag: str, visibility: Visibility) -> None:
    timeline = read(Tag=[{"name": tag}], Attribute=[attribute("md5", "0" * 32, first_seen=SEEN)])
    # The marking of the event holds for what is in it.
    assert [event.visibility for event in timeline.events] == [visibility] * 2


@pytest.mark.parametrize(
    ("fields", "message", "place"),
    [
        (
            {"date": "soon", "Attribute": [attribute("md5", "0", first_seen=SEEN)]},
            "has no date",
            "Event.date",
        ),
        (
            {"Attribute": [attribute("md5", "0", first_seen="soon")]},
            "'soon' is no time",
            "Attribute[0].first_seen",
        ),
        (
            {"Attribute": [attribute("md5", "0", Sighting=[{}])]},
            "a sighting without a date",
            "Sighting[0]",
        ),
        (
            {"Attribute": [attribute("md5", "0", first_seen=LATER, last_seen=SEEN)]},
            "is before first_seen",
            "Attribute[0].last_seen",
        ),
        ({"Attribute": [attribute("md5", "0", deleted=True)]}, "deleted in MISP", "Attribute[0]"),
        (
            {"Attribute": [attribute("attachment", "x", data="AAAA")]},
            "attachment was not read",
            "data",
        ),
        (
            {"RelatedEvent": [{"Event": {"info": "B", "date": "2017-12-14"}}]},
            "B (2017-12-14)",
            "RelatedEvent",
        ),
        ({"ShadowAttribute": [{}]}, "proposals by others", "ShadowAttribute"),
        ({"distribution": "0"}, "the own organisation only", "distribution"),
        (
            {"Object": [{"name": "file", "ObjectReference": [{}]}]},
            "references between objects",
            "Object[0]",
        ),
    ],
)
def test_what_is_left_out_is_said_with_its_place(
    fields: dict[str, Any], message: str, place: str
) -> None:
    told = said(**fields)
    assert message in told
    assert place in told


def test_control_characters_are_left_out_and_that_is_said() -> None:
    bad = "a\u0000b\ud800\u001b[2J"
    link = attribute("link", "https://example.org/", comment=bad)
    (source,) = read(Attribute=[link]).sources.values()
    assert source.note == "ab[2J"
    assert "control characters were left out of 1 texts" in said(Attribute=[link])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00", "no UTF-8 text"),
        ("", "no JSON"),
        ('{"Event": {', "no JSON"),
        ("[" * 100_000, "too deep"),
        ('{"title": "A", "events": []}', "holds no MISP event"),
        (json.dumps(an_event(date="")), "no event in the file has a date"),
    ],
)
def test_files_that_are_none_say_why(data: bytes | str, message: str) -> None:
    draft, problems = imported(IMPORTER, "misp.json", data)
    assert draft is None
    assert message in words(problems)
    assert any(problem.is_error and problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("name", "events", "text"),
    [
        ("tests_misp_event.json", 1, "the own organisation only"),
        ("tests_reportlab_testfiles_galaxy_1.json", 1, "8 related events"),
        ("tests_reportlab_testfiles_mainly_objects_1.json", 1, "references between objects"),
        ("tests_reportlab_testfiles_sighting_1.json", 7, "explains about a cluster"),
    ],
)
def test_samples(name: str, events: int, text: str) -> None:
    draft, problems = imported(IMPORTER, name, sample("misp", name).read_bytes())
    assert draft is not None
    assert (len(loaded(draft).events), draft.entries) == (events, events)
    assert text in words(problems)


def test_no_event_is_too_broken_to_be_told() -> None:
    """Any value replaced by any other: a draft or an error, never a traceback."""
    whole = an_event(
        Attribute=[
            attribute(
                "domain", "bad.example", first_seen=SEEN, Sighting=[{"date_sighting": MOMENT}]
            ),
            attribute("link", "https://example.org/"),
        ],
        Object=[{"name": "file", "Attribute": [attribute("md5", "0")], "ObjectReference": [{}]}],
        Galaxy=[{"type": "tool", "GalaxyCluster": [{"value": "Worm", "meta": {}}]}],
        Tag=[{"name": "osint"}],
        RelatedEvent=[{"Event": {"info": "B"}}],
        EventReport=[{"name": "R", "content": "C"}],
    )
    dice = random.Random(4)
    for _ in range(300):
        event = json.loads(json.dumps(whole))
        for _ in range(3):
            holders: list[Any] = [event]
            for holder in holders:
                values = list(holder.values()) if isinstance(holder, dict) else holder
                holders += [value for value in values if isinstance(value, dict | list) and value]
            holder = dice.choice(holders)
            key = dice.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            holder[key] = dice.choice([None, True, 3, "", "x", [], [None], {}, {"a": []}, "9" * 11])
        imported(IMPORTER, "broken.json", json.dumps({"Event": event}))
