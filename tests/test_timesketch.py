"""Timesketch's CSV and JSONL in and out."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import Timeline, load
from dashboard.citation import imprint
from dashboard.formats.defang import headline
from dashboard.formats.draft import Foreign
from dashboard.formats.timesketch import EXPORTER, EXPORTER_JSONL, IMPORTER
from dashboard.formats.timesketch.columns import guarded, unguarded
from dashboard.formats.timesketch.moment import moment_of
from dashboard.formats.written import Exporter
from dashboard.resources import example_case
from tests.exchange import TRAPS, brought, documents, imported, loaded, sample, timeline_of, words

HEAD = "message,timestamp,datetime,timestamp_desc"
#: 2012-03-14T04:17:38.276340Z.
STAMP = "1331698658276340"


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows, ""])


def read(*rows: str, head: str = HEAD, **options: Any) -> Timeline:
    return brought(IMPORTER, "log.csv", table(*rows, head=head), **options)


def said(*rows: str, head: str = HEAD) -> str:
    return words(imported(IMPORTER, "log.csv", table(*rows, head=head))[1])


# --- When -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "written", "date", "wrong"),
    [
        # One alone.
        (None, "2015-07-24T19:01:01+02:00", "2015-07-24T19:01:01+02:00", None),
        (None, "2015-07-24 19:01:01", "2015-07-24T19:01:01", None),
        (None, "2015-07-24T19:01Z", "2015-07-24T19:01Z", None),
        (None, "2015-07-24 19:01:01 UTC", "2015-07-24T19:01:01Z", None),
        (None, "2015-07-24T19:01:01+0200", "2015-07-24T19:01:01+02:00", None),
        (None, "2015-07-24", "2015-07-24", None),
        (STAMP, None, "2012-03-14T04:17:38.276Z", None),
        ("1331698658000000", None, "2012-03-14T04:17:38Z", None),
        (1331698658276340, "", "2012-03-14T04:17:38.276Z", None),
        ("-1000000", "", "1969-12-31T23:59:59Z", None),
        # Both say the same: the zone is that of the datetime, the finer one counts.
        (STAMP, "2012-03-14 04:17:38.276340+00:00", "2012-03-14T04:17:38.276+00:00", None),
        (STAMP, "2012-03-14T06:17:38+02:00", "2012-03-14T06:17:38.276+02:00", None),
        (STAMP, "2012-03-14T06:17+02:00", "2012-03-14T06:17:38.276+02:00", None),
        (STAMP, "2012-03-14", "2012-03-14T04:17:38.276Z", None),
        ("1331698658000000", "2012-03-14T04:17:38Z", "2012-03-14T04:17:38Z", None),
        # They differ: the timestamp wins.
        (STAMP, "2015-07-24T19:01:01+00:00", "2012-03-14T04:17:38.276Z", "disagree"),
        (STAMP, "1234 19:01:01", "2012-03-14T04:17:38.276Z", "cannot be read"),
        # But for what is plainly meant.
        ("1331698658", "2012-03-14T04:17:38Z", "2012-03-14T04:17:38Z", "in seconds"),
        (
            "1331698658276",
            "2012-03-14T04:17:38.276Z",
            "2012-03-14T04:17:38.276Z",
            "in milliseconds",
        ),
        ("0", "2012-03-14T04:17:38Z", "2012-03-14T04:17:38Z", "timestamp of 0"),
        ("soon", "2012-03-14T04:17:38Z", "2012-03-14T04:17:38Z", "no number"),
        ("9" * 19, "2012-03-14T04:17:38Z", "2012-03-14T04:17:38Z", "no number"),
        # Neither.
        (None, "1234 19:01:01", None, "cannot be read"),
        (None, "2015-02-30T19:01:01Z", None, "cannot be read"),
        (None, "", None, "no datetime and no timestamp"),
    ],
)
def test_the_time_of_a_row(stamp: Any, written: Any, date: str | None, wrong: str | None) -> None:
    moment = moment_of(stamp, written, "UTC")
    assert moment.date == date
    assert (wrong is None) == (moment.wrong is None)
    assert wrong is None or wrong in str(moment.wrong)


def test_what_the_other_column_says_stands_in_a_comment() -> None:
    row = f"A,{STAMP},2015-07-24T19:01:01+00:00,Write time"
    draft, problems = imported(IMPORTER, "log.csv", table(row, row))
    assert draft is not None
    assert draft.comments["events", 0] == "datetime says 2015-07-24T19:01:01+00:00"
    assert "log.csv:2:1: warning: timestamp and datetime disagree" in words(problems)
    assert "(2 times, first here)" in words(problems)


def test_microseconds_are_not_passed_over() -> None:
    (event,) = read(f"A,{STAMP},,Write time").events
    assert str(event.date) == "2012-03-14T04:17:38.276Z"
    assert "- exact time: `2012-03-14T04:17:38.276340Z`" in str(event.summary)


def test_a_missing_zone_is_said_or_given() -> None:
    row = "A,,2015-07-24 19:01:01,Write time"
    draft, _ = imported(IMPORTER, "log.csv", table(row))
    assert draft is not None
    assert draft.document["timezone"] == "UTC"
    assert "no zone" in draft.comments["timezone",]
    (event,) = read(row, timezone="Europe/Amsterdam").events
    assert (str(event.date), event.date.zone) == ("2015-07-24T19:01:01", "Europe/Amsterdam")


# --- What -----------------------------------------------------------------------------------------


def test_columns_become_fields() -> None:
    timeline = read(
        f'"Log on",{STAMP},,Logon time,"[""a"", ""b""]",WKS-1',
        head=f"{HEAD},tag,computer_name",
    )
    (event,) = timeline.events
    assert event.title == "Log on"
    assert timeline.categories[str(event.category)].label == "Logon time"
    assert event.tags == ("a", "b")
    assert "- computer_name: `WKS-1`" in str(event.summary)


@pytest.mark.parametrize(
    ("written", "tags"),
    [("-", ()), ("a", ("a",)), ("a, b", ("a", "b")), ("['a', 'b']", ("a", "b")), ("[]", ())],
)
def test_tags_as_timesketch_reads_them(written: str, tags: tuple[str, ...]) -> None:
    (event,) = read(f'A,{STAMP},,B,"{written}"', head=f"{HEAD},tag").events
    assert event.tags == tags


def test_a_record_stays_text() -> None:
    hostile = "[click](http://bad.example/) `<img src=x onerror=alert(1)>`"
    timeline = read(f'"{hostile}",{STAMP},,T,{hostile}', head=f"{HEAD},url")
    (event,) = timeline.events
    assert not timeline.sources
    # Shown as code, with a fence that is longer than what it holds.
    assert f"- url: ``{hostile} ``" in str(event.summary).replace("`` [", "``[")


def test_long_and_many_lined_messages_are_kept() -> None:
    message = "first line\n  second line\n" + "word " * 200
    (event,) = read(f'"{message}",{STAMP},,T').events
    assert event.title == headline(message)
    assert len(event.title) <= 200
    assert "first line\n  second line\nword word" in str(event.summary)


def test_values_without_end_are_cut_and_that_is_said() -> None:
    told = said(f"A,{STAMP},,T,{'x' * 5_000}", head=f"{HEAD},xml_string")
    assert "log.csv:2:1: warning: of long values in the column 'xml_string' the first 2,000" in told


def test_cells_larger_than_the_library_allows() -> None:
    before = csv.field_size_limit()
    (event,) = read(f"A,{STAMP},,T,{'x' * 200_000}", head=f"{HEAD},blob").events
    assert len(str(event.summary)) < 3_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_other_signs_between_columns(sign: str) -> None:
    assert (
        read(sign.join(["A", STAMP, "", "T"]), head=HEAD.replace(",", sign)).events[0].title == "A"
    )


def test_json_lines() -> None:
    lines = [
        {
            "message": "A",
            "timestamp": int(STAMP),
            "datetime": "",
            "timestamp_desc": "T",
            "n": 3,
            "tag": ["a"],
        },
        {
            "message": "B",
            "datetime": "2015-07-24T19:01:01+00:00",
            "timestamp_desc": "T",
            "list": [1, {}],
        },
    ]
    text = "\n".join(map(json.dumps, lines)) + '\n{"message": broken\n\n["C"]\n'
    draft, problems = imported(IMPORTER, "log.jsonl", text)
    assert [event.title for event in loaded(draft).events] == ["A", "B"]
    assert draft is not None
    assert (draft.entries, draft.document["events"][0]["tags"]) == (4, ["a"])
    assert "- n: `3`" in draft.document["events"][0]["summary"]
    assert "- list: `[1, {}]`" in draft.document["events"][1]["summary"]
    assert "log.jsonl:3:13: warning: a line that is no mapping" in words(problems)


# --- Files that are wrong -------------------------------------------------------------------------


def test_columns_with_other_names_are_asked_for() -> None:
    row, head = "2020-09-18 21:58:07,A,T", "DT,message,timestampDesc"
    draft, problems = imported(IMPORTER, "log.csv", table(row, head=head))
    assert draft is None
    assert "--map datetime=DT" in words(problems)
    assert "--map timestamp_desc=timestampDesc" in words(problems)
    for columns in (
        {"datetime": "DT", "timestamp_desc": "timestampDesc"},
        {"date": "DT", "category": "timestampDesc"},
    ):
        timeline = read(row, head=head, columns=columns)
        assert [event.title for event in timeline.events] == ["A"]
        assert [category.label for category in timeline.categories.values()] == ["T"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"datetime": "When"}, "there is no column 'When'"),
        ({"place": "message"}, "'place' is no field of Timesketch"),
    ],
)
def test_a_wrong_map_is_told(columns: dict[str, str], message: str) -> None:
    draft, problems = imported(IMPORTER, "log.csv", table(f"A,{STAMP},,T"), columns=columns)
    assert draft is None
    assert message in words(problems)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no table"),
        (b"\xff\x00\xfe", "no UTF-8 text"),
        (HEAD, "no row of the table is an event"),
        (table("A,,soon,T"), "log.csv:2:1: warning: a row was left out: a datetime that cannot"),
        (table(f",{STAMP},,T"), "log.csv:2:1: warning: a row without a message"),
        (table("A,,,T", "B,,,T"), "(2 times, first here)"),
        (table(f"A,{STAMP},,T,more"), "cells beyond the last column"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: bytes | str, message: str) -> None:
    assert message in words(imported(IMPORTER, "log.csv", text)[1])


def test_lines_are_counted_through_cells_of_many_lines() -> None:
    told = said(f'"A\nB\nC",{STAMP},,T', "D,,soon,T")
    assert "log.csv:5:1: warning: a row was left out" in told


def test_a_table_is_told_from_others() -> None:
    def is_one(name: str, text: str) -> bool:
        return IMPORTER.recognises(Foreign(name, text.encode()))

    assert is_one("a.csv", HEAD)
    assert is_one("a.csv", "timestampDesc;message;DT\n")
    assert is_one("a.jsonl", '{"message": "A", "timestamp_desc": "T"}\n{}')
    assert is_one("a.json", '[{"message": "A", "timestamp_desc": "T"}]')
    assert not is_one("a.csv", "date,title,message\n")
    assert not is_one("a.json", '{"title": "A", "events": []}')
    assert not is_one("a.csv", "")


def test_many_rows_are_read_in_one_go() -> None:
    """Equal titles by the thousand must not make each next one slower."""
    rows = [f"Log on of user {n % 7},{1331698658276340 + n},,Logon time" for n in range(20_000)]
    draft, problems = imported(IMPORTER, "log.csv", table(*rows))
    assert draft is not None
    assert len({event.get("id", event["title"]) for event in draft.document["events"]}) == 20_000
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "events", "text"),
    [
        ("end_to_end_tests_test_data_evtx_part.csv", 13, ""),
        ("end_to_end_tests_test_data_sigma_events.jsonl", 4, "disagree"),
        ("tests_test_events_incorrect.csv", 0, "--map datetime=DT"),
        (
            "tests_test_events_invalid_datetime.csv",
            4,
            ":5:1: warning: a datetime that cannot be read",
        ),
        ("tests_test_events_validate_time_precision.csv", 2, "disagree"),
    ],
)
def test_samples(name: str, events: int, text: str) -> None:
    draft, problems = imported(IMPORTER, name, sample("timesketch", name).read_bytes())
    assert len(loaded(draft).events if draft else ()) == events
    assert text in words(problems)


# --- Out ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case()).public()


def rows_of(document: dict[str, Any]) -> list[dict[str, str]]:
    data = EXPORTER.write(timeline_of(document)).data.decode()
    return list(csv.DictReader(io.StringIO(data, newline="")))


def one(date: str, **fields: Any) -> dict[str, Any]:
    return {"title": "Case", "events": [{"date": date, "title": "A thing", **fields}]}


@pytest.mark.parametrize(
    ("date", "rows"),
    [
        ("2018-04-13T16:30:05Z", [("2018-04-13T16:30:05", "Event", "A thing")]),
        ("2018-04-13T16:30", [("2018-04-13T16:30:00", "Event", "A thing")]),
        (
            "2018-04-13T16:30/2018-04-13T18:00:30",
            [
                ("2018-04-13T16:30:00", "Event begins", "A thing"),
                ("2018-04-13T18:00:30", "Event ends", "A thing"),
            ],
        ),
        # Days and months are no moments: what stands for them says so.
        (
            "2018-04-13",
            [("2018-04-13T00:00:00", "Event (earliest moment)", "A thing [13 April 2018]")],
        ),
        ("2018-04", [("2018-04-01T00:00:00", "Event (earliest moment)", "A thing [April 2018]")]),
        (
            "2018-04-10/2018-04-13",
            [
                (
                    "2018-04-10T00:00:00",
                    "Event begins (earliest moment)",
                    "A thing [10–13 April 2018]",
                ),
                (
                    "2018-04-13T23:59:59.999",
                    "Event ends (latest moment)",
                    "A thing [10–13 April 2018]",
                ),
            ],
        ),
        (
            "2018-04-13/..",
            [
                (
                    "2018-04-13T00:00:00",
                    "Event begins (earliest moment)",
                    "A thing [since 13 April 2018]",
                )
            ],
        ),
        (
            "../2020",
            [("2020-12-31T23:59:59.999", "Event ends (latest moment)", "A thing [until 2020]")],
        ),
        # About half past four may be a quarter of an hour earlier.
        (
            "2018-04-13T16:30~",
            [
                (
                    "2018-04-13T16:15:00",
                    "Event (earliest moment)",
                    "A thing [about 13 April 2018, 16:30 UTC]",
                )
            ],
        ),
    ],
)
def test_rows_of_dates(date: str, rows: list[tuple[str, str, str]]) -> None:
    written = rows_of(one(date))
    assert len(written) == len(rows)
    for row, (moment, said, message) in zip(written, rows, strict=True):
        found = datetime.fromisoformat(row["datetime"])
        assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert int(row["timestamp"]) == (found - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
            microseconds=1
        )
        assert row["timestamp_desc"] == said
        assert row["message"] == message
        assert row["date_written"] == date


def test_what_timesketch_cannot_read_is_left_out_and_said() -> None:
    written = EXPORTER.write(timeline_of(one("-0044-03-15")))
    assert written.data.count(b"\n") == 1
    assert any("1 events were left out" in loss for loss in written.losses)


def test_all_dates_have_one_form(case: Timeline) -> None:
    """pandas takes the first row for a pattern and drops what does not fit."""
    data = EXPORTER.write(case).data.decode()
    forms = {len(row["datetime"]) for row in csv.DictReader(io.StringIO(data, newline=""))}
    assert forms == {len("2018-04-13T16:30:05.000000+00:00")}


def test_pandas_reads_all_rows_as_timesketch_does(case: Timeline) -> None:
    pandas = pytest.importorskip("pandas", reason="pip install pandas, with which Timesketch reads")
    rows = pandas.read_csv(io.BytesIO(EXPORTER.write(case).data))
    moments = pandas.to_datetime(rows["datetime"], errors="coerce")
    assert not moments.isna().any()
    for moment, stamp in zip(moments, rows["timestamp"], strict=True):
        assert pandas.Timestamp(moment).value // 1_000 == stamp


def test_sources_claims_and_imprint_are_in_every_row(case: Timeline) -> None:
    lines = EXPORTER_JSONL.write(case).data.decode().splitlines()
    for row in map(json.loads, lines):
        event = case.by_id[row["event_id"]]
        assert len(row["claims"]) == len(event.claims)
        for key, text in zip(event.cited, row["sources"], strict=True):
            assert f"<{case.sources[key].url}>" in text
        assert row["timeline"] == imprint(case)
        assert {"message", "timestamp", "datetime", "timestamp_desc"} <= row.keys()


@pytest.mark.parametrize("exporter", [EXPORTER, EXPORTER_JSONL])
def test_losses_are_said(case: Timeline, exporter: Exporter) -> None:
    losses = "\n".join(exporter.write(case).losses)
    claims = sum(len(event.claims) for event in case.events)
    assert f"{claims} went into a column of text" in losses
    assert "no field for relations" in losses


def test_no_spreadsheet_runs_a_cell() -> None:
    for trap in ("=1+1", "+1", "-1", "@x", "'=x"):
        (row,) = rows_of(one("2018-04-13T16:30", summary=trap))
        assert row["summary"].startswith("'")
        assert not row["summary"].startswith(("=", "+", "-", "@"))


@given(st.text() | st.sampled_from(TRAPS))
def test_the_guard_can_be_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("exporter", [EXPORTER, EXPORTER_JSONL])
def test_the_same_timeline_gives_the_same_bytes(case: Timeline, exporter: Exporter) -> None:
    assert exporter.write(case) == exporter.write(load(example_case()).public())


def held(timeline: Timeline, *, claims: bool = False) -> list[dict[str, Any]]:
    """What the format can hold of the events."""
    found = []
    for event in timeline.events:
        said = [f"{timeline.actors[claim.by].label} {claim.stance}" for claim in event.claims]
        found.append(
            {
                "id": event.id,
                "date": str(event.date),
                "known": event.known and str(event.known),
                "title": event.title,
                "category": event.category and timeline.categories[event.category].label,
                "importance": event.importance,
                "actors": [timeline.actors[key].name for key in event.actors],
                "place": event.place and event.place.model_dump(),
                "tags": event.tags,
                "sources": [timeline.sources[key].url for key in event.cited],
                **({} if claims and said else {"summary": event.summary}),
            }
        )
    return found


@pytest.mark.parametrize("exporter", [EXPORTER, EXPORTER_JSONL])
@settings(max_examples=30)
@given(document=documents())
def test_what_the_format_holds_comes_back(exporter: Exporter, document: dict[str, Any]) -> None:
    timeline = timeline_of(document)
    written = exporter.write(timeline)
    kept = [entry for entry in held(timeline, claims=True) if entry["date"] != "-0044-03-15"]
    draft, problems = imported(IMPORTER, f"case{exporter.suffix}", written.data)
    if not kept:
        assert draft is None
        return
    assert problems == ()
    back = held(loaded(draft))
    for entry, found in zip(kept, back, strict=True):
        assert {name: found[name] for name in entry} == entry


def test_the_zone_is_that_of_the_file_that_was_written(case: Timeline) -> None:
    data = EXPORTER.write(case).data
    back = brought(IMPORTER, "case.csv", data, timezone="Asia/Tokyo")
    assert back.timezone == case.timezone


def test_rows_that_somebody_added_come_along(case: Timeline) -> None:
    lines = EXPORTER_JSONL.write(case).data.decode()
    lines += json.dumps(
        {"message": "Added", "datetime": "2018-04-13T16:30:05Z", "timestamp_desc": "T"}
    )
    titles = {event.title for event in brought(IMPORTER, "case.jsonl", lines).events}
    assert titles == {event.title for event in case.events} | {"Added"}
