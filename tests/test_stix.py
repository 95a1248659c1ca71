"""STIX bundles in and out, through the library that others read them with."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
import stix2
from hypothesis import given, settings

from dashboard import Timeline, load
from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.draft import Foreign
from dashboard.formats.stix import EXPORTER, IMPORTER
from dashboard.formats.stix.kinds import EXTENSION
from dashboard.model import RelationKind, Visibility
from dashboard.resources import example_case
from tests.exchange import brought, documents, imported, loaded, sample, timeline_of, words

STAMP = "2017-02-28T19:37:11.213Z"


def an(kind: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """An object with the time of its record."""
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--00000000-0000-4000-8000-{number:012}",
        "created": STAMP,
        "modified": STAMP,
        **fields,
    }


def ref(kind: str, number: int = 1) -> str:
    return str(an(kind, number)["id"])


def bundle(*objects: Any) -> str:
    held = {"type": "bundle", "id": ref("bundle"), "objects": list(objects)}
    return json.dumps(held)


def read(*objects: Any) -> Timeline:
    return brought(IMPORTER, "bundle.json", bundle(*objects))


def said(*objects: Any) -> str:
    return words(imported(IMPORTER, "bundle.json", bundle(*objects))[1])


# --- In: what is an event -------------------------------------------------------------------------

SEEN: dict[str, Any] = {"first_seen": "2016-01-08T12:50:40.123Z"}
BOTH: dict[str, Any] = {**SEEN, "last_seen": "2016-02-08T12:50:40.123Z"}


@pytest.mark.parametrize(
    ("entry", "date", "title"),
    [
        (
            an("campaign", name="Bran", **SEEN),
            "2016-01-08T12:50:40.123Z",
            "Campaign Bran: first seen",
        ),
        (
            an("campaign", name="Bran", **BOTH),
            "2016-01-08T12:50:40.123Z/2016-02-08T12:50:40.123Z",
            "Campaign Bran: first to last seen",
        ),
        (
            an("malware", name="Worm", is_family=False, last_seen="2016-02-08T12:50:40Z"),
            "2016-02-08T12:50:40Z",
            "Malware Worm: last seen",
        ),
        # Without an end, nothing limits how long an indicator is to be used.
        (
            an("indicator", name="Bad host", valid_from="2015-06-29T09:10:15.915Z"),
            "2015-06-29T09:10:15.915Z/..",
            "Indicator Bad host: valid from",
        ),
        (
            an("observed-data", first_observed=STAMP, last_observed=STAMP, number_observed=1),
            STAMP,
            "Observed: observed data",
        ),
        (an("report", name="Paper", published=STAMP), STAMP, "Report published: Paper"),
        (
            an("relationship", relationship_type="uses", source_ref="tool--1", start_time=STAMP),
            STAMP,
            "an unnamed tool uses an unnamed None",
        ),
        # No finer than the record says that it is exact.
        (
            an(
                "event",
                name="Sent",
                start_time="2023-04-07T13:00:00.000Z",
                start_time_fidelity="hour",
            ),
            "2023-04-07T13Z",
            "Sent",
        ),
        (
            an(
                "event",
                name="Sent",
                start_time="2023-04-07T13:00:00.000Z",
                start_time_fidelity="year",
            ),
            "2023",
            "Sent",
        ),
        # The incident of the standard has no time; extensions give it one.
        (
            an(
                "incident",
                name="Break-in",
                extensions={"extension-definition--x": {"first_seen": STAMP}},
            ),
            STAMP,
            "Break-in",
        ),
    ],
)
def test_what_has_a_time_is_an_event(entry: dict[str, Any], date: str, title: str) -> None:
    (event,) = read(entry).events
    assert (str(event.date), event.title) == (date, title)


@pytest.mark.parametrize("kind", ["campaign", "identity", "note", "incident", "x-custom"])
def test_the_time_of_the_record_is_no_event(kind: str) -> None:
    entry = an(kind, 7, name="Bare")
    timeline = read(entry, an("campaign", name="Bran", **SEEN))
    assert [event.title for event in timeline.events] == ["Campaign Bran: first seen"]
    told = said(entry, an("campaign", name="Bran", **SEEN))
    assert f"1 of type {kind} (only the time of the record): Bare" in told
    assert "objects[0]" in told


def test_nothing_but_records_is_an_error() -> None:
    draft, problems = imported(IMPORTER, "bundle.json", bundle(an("campaign", name="Bare")))
    assert draft is None
    assert "no object in the bundle says when something happened" in words(problems)


def test_no_time_of_a_record_reaches_the_timeline() -> None:
    timeline = read(an("campaign", name="Bran", **SEEN), an("identity", name="Somebody"))
    assert "2017-02-28" not in timeline.model_dump_json()


def test_a_day_that_may_be_meant_is_said() -> None:
    entry = an("report", name="Paper", published="2010-09-13T00:00:00.000Z")
    draft, _ = imported(IMPORTER, "bundle.json", bundle(entry))
    assert draft is not None
    assert draft.document["events"][0]["date"] == "2010-09-13T00:00:00.000Z"
    assert "may stand for the day" in draft.comments["events", 0]


def test_microseconds_are_not_passed_over() -> None:
    entry = an("report", name="Paper", published="2010-09-13T10:00:00.123456Z")
    draft, _ = imported(IMPORTER, "bundle.json", bundle(entry))
    assert draft is not None
    assert draft.document["events"][0]["date"] == "2010-09-13T10:00:00.123Z"
    assert "2010-09-13T10:00:00.123456Z" in draft.comments["events", 0]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"first_seen": "yesterday"}, "first_seen is 'yesterday': that is no timestamp"),
        ({"first_seen": 2016}, "first_seen is 2016"),
        ({"first_seen": "2016-13-08T12:50:40Z"}, "there is no month 13"),
        ({**SEEN, "last_seen": "2015-01-08T12:50:40Z"}, "is before first_seen"),
    ],
)
def test_wrong_times_are_told_with_their_place(fields: dict[str, Any], message: str) -> None:
    told = said(an("campaign", name="Bran", **fields), an("report", name="Paper", published=STAMP))
    assert message in told
    assert "objects[0]." in told


# --- In: what is said about it --------------------------------------------------------------------


def test_who_acts_is_an_actor_and_where_is_a_place() -> None:
    timeline = read(
        an("indicator", name="Bad", valid_from=STAMP),
        an("identity", name="Beta", identity_class="organization"),
        an("location", name="The Hague", latitude=52.08, longitude=4.313),
        an(
            "sighting",
            sighting_of_ref=ref("indicator"),
            count=3,
            first_seen=STAMP,
            where_sighted_refs=[ref("identity"), ref("location")],
        ),
    )
    event = next(event for event in timeline.events if event.title.startswith("Sighting"))
    assert event.title == "Sighting of Bad by Beta, The Hague"
    assert [timeline.actors[key].name for key in event.actors] == ["Beta"]
    assert event.place is not None
    assert (event.place.name, event.place.lat) == ("The Hague", 52.08)
    assert "- count: 3" in str(event.summary)


def test_references_are_sources_if_they_lead_to_the_web() -> None:
    references = [
        {"source_name": "Acme", "url": "https://example.org/report", "external_id": "A-1"},
        {"source_name": "Evil", "url": "javascript:alert(1)"},
        {"source_name": "capec", "external_id": "CAPEC-148"},
    ]
    entry = an("campaign", name="Bran", **SEEN, external_references=references)
    timeline = read(entry)
    (source,) = timeline.sources.values()
    assert (source.url, source.publisher, source.note, source.title) == (
        "https://example.org/report",
        "Acme",
        "A-1",
        None,
    )
    summary = str(timeline.events[0].summary)
    assert "CAPEC-148" in summary
    assert "javascript:alert(1)" in summary
    assert "does not lead to the web" in said(entry)


def test_relations_only_where_the_kinds_say_the_same() -> None:
    objects = (
        an("incident", 1, name="A", first_seen=STAMP),
        an("incident", 2, name="B", first_seen=STAMP),
        an(
            "relationship",
            1,
            relationship_type="led-to",
            source_ref=ref("incident", 1),
            target_ref=ref("incident", 2),
            description="Because.",
        ),
        an(
            "relationship",
            2,
            relationship_type="duplicate-of",
            source_ref=ref("incident", 1),
            target_ref=ref("incident", 2),
        ),
    )
    timeline = read(*objects)
    first, second = (timeline.by_id[key] for key in ("a", "b"))
    (link,) = first.related
    assert (link.to, link.kind, link.note) == ("b", RelationKind.LEADS_TO, "Because.")
    for event in (first, second):
        assert "A duplicate of B" in str(event.summary)
    assert "'duplicate-of' has no counterpart" in said(*objects)


def test_opinions_are_claims_and_notes_are_text() -> None:
    timeline = read(
        an("report", name="Paper", published=STAMP),
        an(
            "opinion",
            opinion="strongly-disagree",
            explanation="Not so.",
            authors=["Ivan"],
            object_refs=[ref("report")],
        ),
        an("note", content="Seen *before*.", authors=["Ann"], object_refs=[ref("report")]),
    )
    (event,) = timeline.events
    (claim,) = event.claims
    assert (timeline.actors[claim.by].name, claim.stance, claim.says) == (
        "Ivan",
        "denies",
        "Not so.",
    )
    # When it was written down is not when it was said.
    assert claim.date is None
    assert r"- note by Ann: Seen \*before\*." in str(event.summary)


def test_addresses_of_indicators_cannot_be_followed() -> None:
    timeline = read(
        an(
            "indicator",
            name="http://bad.example/x",
            valid_from=STAMP,
            description="See http://bad.example/y",
            pattern="[url:value = 'http://bad.example/z']",
        ),
        an(
            "observed-data",
            first_observed=STAMP,
            last_observed=STAMP,
            number_observed=1,
            object_refs=[ref("domain-name")],
        ),
        an("domain-name", value="bad.example"),
    )
    text = timeline.model_dump_json()
    assert "http://" not in text
    assert "hxxp://bad[.]example/z" in text
    assert "Observed: bad[.]example" in text
    assert not timeline.sources


@pytest.mark.parametrize(
    ("marking", "visibility"),
    [
        ({"definition_type": "tlp", "definition": {"tlp": "red"}}, Visibility.INTERNAL),
        ({"name": "TLP:AMBER+STRICT"}, Visibility.INTERNAL),
        ({"definition_type": "tlp", "definition": {"tlp": "green"}}, Visibility.INTERNAL),
        ({"definition_type": "tlp", "definition": {"tlp": "white"}}, Visibility.PUBLIC),
        ({"name": "TLP:CLEAR"}, Visibility.PUBLIC),
    ],
)
def test_what_is_not_for_everybody_is_internal(
    marking: dict[str, Any], visibility: Visibility
) -> None:
    entry = an(
        "report", name="Paper", published=STAMP, object_marking_refs=[ref("marking-definition")]
    )
    (event,) = read(entry, an("marking-definition", **marking)).events
    assert event.visibility is visibility
    assert event.tags[0].startswith("tlp:")


@pytest.mark.parametrize("level", ["white", "green", "amber", "red"])
def test_the_markings_of_the_standard_are_known_without_being_there(level: str) -> None:
    marking = getattr(stix2, f"TLP_{level.upper()}")
    entry = an("report", name="Paper", published=STAMP, object_marking_refs=[marking.id])
    (event,) = read(entry).events
    assert event.tags == (f"tlp:{level}",)
    assert (event.visibility is Visibility.PUBLIC) == (level == "white")


def test_what_has_no_words_is_counted() -> None:
    assert "'x_matrix' of campaign has no place" in said(
        an("campaign", name="Bran", **SEEN, x_matrix=[{"a": 1}])
    )


def test_objects_that_name_each_other_have_an_end() -> None:
    refs = [ref("grouping", number) for number in range(400)]
    ring = [an("grouping", number, object_refs=refs) for number in range(400)]
    timeline = read(*ring, an("report", object_refs=refs, published=STAMP))
    assert timeline.events[0].title.startswith("Report published: ")


def test_of_several_versions_the_latest_counts() -> None:
    old = an("report", name="Old", published=STAMP)
    new = {**old, "name": "New", "modified": "2018-01-01T00:00:00Z"}
    assert [event.title for event in read(new, old).events] == ["Report published: New"]
    assert "an older version of an object was left out" in said(new, old)


def test_revoked_objects_are_listed() -> None:
    gone = an("campaign", 2, name="Gone", **SEEN, revoked=True)
    timeline = read(an("campaign", name="Bran", **SEEN), gone)
    assert len(timeline.events) == 1
    assert "1 of type campaign (revoked): Gone" in said(an("campaign", name="Bran", **SEEN), gone)


# --- In: files ------------------------------------------------------------------------------------


def test_control_characters_are_left_out_and_that_is_said() -> None:
    bad = "a\u0000b\u0085c\ud800\u001b[2J"
    entry = an("campaign", name=bad, description=bad, **SEEN)
    assert read(entry).events[0].summary == "ab\nc[2J"
    assert "control characters were left out of 1 texts" in said(entry)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00", "no UTF-8 text"),
        ("", "no JSON"),
        ('{"type": "bundle", "objects": [', "no JSON"),
        ("[" * 100_000, "too deep"),
        ('{"type": "other"}', "holds no STIX"),
        ('{"type": "bundle", "objects": []}', "no object in the bundle says when"),
    ],
)
def test_files_that_are_none_say_why(data: bytes | str, message: str) -> None:
    draft, problems = imported(IMPORTER, "bundle.json", data)
    assert draft is None
    assert message in words(problems)
    assert any(problem.is_error and problem.hint for problem in problems)


def test_a_bundle_is_told_from_other_json() -> None:
    def is_one(text: str) -> bool:
        return IMPORTER.recognises(Foreign("x.json", text.encode()))

    assert is_one(bundle(an("campaign")))
    assert is_one(json.dumps(an("campaign")))
    assert is_one(json.dumps([an("campaign")]))
    assert not is_one('{"title": "A", "events": []}')
    assert not is_one('{"Event": {"info": "A"}}')
    assert not is_one("[]")


@pytest.mark.parametrize(
    ("name", "events", "text"),
    [
        ("defining-campaigns-threat-actors-intrusion-sets.json", 3, "Franistan Intelligence"),
        ("imddos-stix20.json", 5, "located at an unnamed location"),
        ("sighting-of-an-indicator.json", 2, ""),
        ("sighting-of-observed-data.json", 3, "Pym Technologies"),
    ],
)
def test_samples(name: str, events: int, text: str) -> None:
    draft, problems = imported(IMPORTER, name, sample("stix", name).read_bytes())
    assert len(loaded(draft).events) == events
    assert text in words(problems)
    # Whatever is in the file is an event, is named in one, or is listed.
    assert "created" not in json.dumps(draft.document if draft else {})


# --- Out ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case()).public()


def objects_of(timeline: Timeline) -> list[dict[str, Any]]:
    return list(json.loads(EXPORTER.write(timeline).data)["objects"])


def test_the_library_reads_it_strictly(case: Timeline) -> None:
    parsed = stix2.parse(EXPORTER.write(case).data.decode(), allow_custom=False)
    kinds = Counter(entry["type"] for entry in parsed.objects)
    assert kinds["incident"] == len(case.events)
    assert kinds["opinion"] + kinds["note"] >= sum(len(event.claims) for event in case.events)
    assert kinds["report"] == 1
    assert kinds["extension-definition"] == 1
    # What is referred to is there.
    assert len({entry["id"] for entry in parsed.objects}) == len(parsed.objects)
    store = stix2.MemoryStore(parsed)
    for entry in store.query([stix2.Filter("type", "=", "relationship")]):
        assert store.get(entry.source_ref) is not None
        assert store.get(entry.target_ref) is not None


def test_the_validator_of_the_standard_accepts_it(case: Timeline) -> None:
    validator = pytest.importorskip("stix2validator", reason="pip install stix2-validator")
    assert validator.validate_string(EXPORTER.write(case).data.decode()).is_valid


def test_sources_and_dates_can_be_seen_in_any_viewer(case: Timeline) -> None:
    found = [entry for entry in objects_of(case) if entry["type"] == "incident"]
    incidents = {entry["extensions"][EXTENSION]["id"]: entry for entry in found}
    for event in case.events:
        entry = incidents[event.id]
        urls = [one["url"] for one in entry.get("external_references", ())]
        assert [case.sources[key].url for key in event.sources] == urls[: len(event.sources)]
        # As written, with its doubt, never as a first day.
        assert entry["description"].startswith("When: ")
        assert entry["description"].split("\n")[0].endswith(f"[{event.date}]")
        assert entry["extensions"][EXTENSION]["permalink"] == permalink(case, event.id)
        assert "first_seen" not in entry


def test_the_bundle_says_what_it_was_made_from(case: Timeline) -> None:
    report = next(entry for entry in objects_of(case) if entry["type"] == "report")
    assert report["description"].endswith(imprint(case))
    assert report["published"] == "2026-11-23T23:00:00.000Z"


def test_no_line_is_drawn_where_no_link_is_known(case: Timeline) -> None:
    drawn = {entry.get("relationship_type") for entry in objects_of(case)}
    assert "no-known-link" not in drawn
    assert any("no-known-link" in loss for loss in EXPORTER.write(case).losses)


def test_the_same_timeline_gives_the_same_bytes(case: Timeline) -> None:
    assert EXPORTER.write(case) == EXPORTER.write(load(example_case()).public())


def test_the_case_comes_back_whole(case: Timeline) -> None:
    draft, problems = imported(IMPORTER, "case.json", EXPORTER.write(case).data)
    assert problems == ()
    assert data_hash(loaded(draft)) == data_hash(case)


def test_the_zone_is_that_of_the_file_that_was_written() -> None:
    timeline = timeline_of({"title": "A", "events": [{"date": "2018-04-13", "title": "B"}]})
    data = EXPORTER.write(timeline).data
    back = brought(IMPORTER, "case.json", data, timezone="Asia/Tokyo")
    assert back.events[0].date.start == timeline.events[0].date.start


@settings(max_examples=40)
@given(documents())
def test_everything_comes_back(document: dict[str, Any]) -> None:
    timeline = timeline_of(document)
    written = EXPORTER.write(timeline)
    stix2.parse(written.data.decode(), allow_custom=False)
    draft, problems = imported(IMPORTER, "case.json", written.data)
    back = loaded(draft)
    assert problems == ()
    assert back.model_dump(mode="json") == timeline.model_dump(mode="json")


def test_what_was_changed_in_another_tool_comes_along(case: Timeline) -> None:
    held = json.loads(EXPORTER.write(case).data)
    incident = next(entry for entry in held["objects"] if entry["type"] == "incident")
    incident["name"] = "Another title"
    incident["labels"] = ["checked"]
    tool = an("malware", name="Worm", is_family=False)
    held["objects"] += [
        tool,
        an(
            "relationship",
            relationship_type="uses",
            source_ref=incident["id"],
            target_ref=tool["id"],
        ),
    ]
    key = incident["extensions"][EXTENSION]["id"]
    event = brought(IMPORTER, "case.json", json.dumps(held)).by_id[key]
    assert (event.title, event.tags) == ("Another title", ("checked",))
    assert "Another title uses Worm" in str(event.summary)
    assert event.sources == case.by_id[key].sources


def test_internal_events_do_not_leak_through_ids(tmp_path: Any) -> None:
    document = {
        "title": "A",
        "events": [
            {"date": "2018", "title": "Seen"},
            {"date": "2018", "title": "Hidden", "visibility": "internal"},
        ],
    }
    assert b"idden" not in EXPORTER.write(timeline_of(document).public()).data


WRONG: tuple[Any, ...] = (
    None,
    True,
    3,
    -1.5,
    "",
    "x",
    [],
    [None],
    ["x", {}],
    {},
    {"a": {"b": []}},
    "2018",
)


def test_no_bundle_is_too_broken_to_be_told(case: Timeline) -> None:
    """Any value replaced by any other: a draft or an error, never a traceback."""
    dice = random.Random(4)
    text = EXPORTER.write(case).data.decode()
    small = json.loads(text)
    keep = [e for e in small["objects"] if e["type"] != "relationship"][:60]
    for _ in range(150):
        held = json.loads(json.dumps({**small, "objects": [*keep, *small["objects"][-20:]]}))
        for _ in range(4):
            entry = dice.choice(held["objects"])
            holder = dice.choice([entry, *(v for v in entry.values() if isinstance(v, dict) and v)])
            holder[dice.choice(list(holder))] = dice.choice(WRONG)
        imported(IMPORTER, "broken.json", json.dumps(held))
