"""Calendars in and out, through the library that others read them with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import Timeline, loads
from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.collect import Collector
from dashboard.formats.document import document
from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.icalendar_file import EXPORTER, IMPORTER
from dashboard.formats.icalendar_file.spans import span_of
from dashboard.formats.yaml_writer import to_yaml
from dashboard.problems import Problem
from dashboard.resources import example_case
from dashboard.when import When

FILE = """\
title: A case
summary: About it.
timezone: Europe/Amsterdam
edition: {version: "1.0", date: 2026-11-24, author: Desk, licence: CC BY 4.0, url: "https://example.org/case.html"}
categories: {x: "Expulsions, and more"}
actors: {aivd: {name: The service, short: AIVD}, embassy: The embassy}
sources: {one: {url: "https://example.org/1", title: "The \\"first\\"; source: it", publisher: P}}
events:
  - id: known
    date: 2020-12-10
    title: "Two expelled, in C:\\\\New; and \\\\n"
    summary: "Line one\\n\\nLine, two; \\\\N"
    category: x
    importance: 5
    actors: [aivd]
    place: {name: The Hague, lat: 52.08, lon: 4.313}
    sources: [one]
    claims: [{by: embassy, stance: denies, says: "No; never, \\"ever\\"", sources: [https://example.org/2]}]
    related: [{to: month, kind: response-to, note: "Why: so", sources: [one]}]
    tags: ["a, b", c]
    media: [{image: a/b.jpg, alt: "A picture; of it"}]
    corrections: [{date: 2021-01, note: Mended.}]
  - {id: month, date: 2018-04, title: In April, source: https://example.org/1}
  - {id: about, date: 2018-04-13~, title: About then}
  - {id: open, date: 2020/.., title: Since then}
  - {id: before, date: "-0043-03-15", title: Caesar}
  - {id: time, date: "2020-12-10T15:00/2020-12-10T16:40", title: A talk}
  - {id: far, date: "2018-04-13T16:30[Asia/Tokyo]", title: In Tokyo}
"""


# --- In -------------------------------------------------------------------------------------------


def calendar(*lines: str, head: str = "") -> str:
    """A calendar of one event with these lines."""
    middle = "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{middle}\r\nEND:VCALENDAR\r\n"


def imported(
    text: str | bytes, timezone: str | None = None
) -> tuple[Draft | None, tuple[Problem, ...]]:
    data = text if isinstance(text, bytes) else text.encode()
    foreign = Foreign("folder/work.ics", data, timezone=timezone)
    problems = Collector("work.ics")
    return IMPORTER.read(foreign, problems), tuple(problems.problems)


def events(text: str | bytes, timezone: str | None = None) -> tuple[dict[str, Any], ...]:
    draft, _ = imported(text, timezone)
    assert draft is not None
    read(draft)
    return tuple(draft.document["events"])


def read(draft: Draft) -> Timeline:
    """Every draft must be a file that loads."""
    return loads(to_yaml(draft.document, draft.comments))


def event(*lines: str, timezone: str | None = None, head: str = "") -> dict[str, Any]:
    (one,) = events(calendar("SUMMARY:A thing", *lines, head=head), timezone)
    return one


def said(text: str) -> str:
    _, problems = imported(text)
    return "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A day is a day; of two days the one at which it ends is not among them.
        (["DTSTART;VALUE=DATE:20201210"], "2020-12-10"),
        (["DTSTART;VALUE=DATE:20201210", "DTEND;VALUE=DATE:20201211"], "2020-12-10"),
        (["DTSTART;VALUE=DATE:20201210", "DTEND;VALUE=DATE:20201213"], "2020-12-10/2020-12-12"),
        (["DTSTART;VALUE=DATE:20201210", "DURATION:P3D"], "2020-12-10/2020-12-12"),
        # Some programs write the same day twice.
        (["DTSTART;VALUE=DATE:20201210", "DTEND;VALUE=DATE:20201210"], "2020-12-10"),
        # A time without a zone stays without one; UTC stays UTC.
        (["DTSTART:20201210T153000"], "2020-12-10T15:30"),
        (["DTSTART:20201210T153000Z"], "2020-12-10T15:30Z"),
        (["DTSTART:20201210T153012Z"], "2020-12-10T15:30:12Z"),
        (["DTSTART:20201210T153000Z", "DTEND:20201210T153000Z"], "2020-12-10T15:30Z"),
        (
            ["DTSTART:20201210T153000Z", "DTEND:20201210T163000Z"],
            "2020-12-10T15:30Z/2020-12-10T16:30Z",
        ),
        # Hours go by the clock, days by the calendar: summer time begins in between.
        (
            ["DTSTART;TZID=Europe/Amsterdam:20210327T120000", "DURATION:P1D"],
            "2021-03-27T12:00[Europe/Amsterdam]/2021-03-28T12:00[Europe/Amsterdam]",
        ),
        (
            ["DTSTART;TZID=Europe/Amsterdam:20210327T120000", "DURATION:PT25H"],
            "2021-03-27T12:00[Europe/Amsterdam]/2021-03-28T14:00[Europe/Amsterdam]",
        ),
        # Names that Windows and others have for zones.
        (
            ["DTSTART;TZID=W. Europe Standard Time:20201210T153000"],
            "2020-12-10T15:30[Europe/Berlin]",
        ),
        (
            ["DTSTART;TZID=/example.org/2020/America/New_York:20201210T153000"],
            "2020-12-10T15:30[America/New_York]",
        ),
        # A time that clocks skipped is read with the offset from before.
        (["DTSTART;TZID=Europe/Amsterdam:20210328T023000"], "2021-03-28T02:30+01:00"),
    ],
)
def test_a_date_keeps_what_it_says(lines: list[str], expected: str) -> None:
    assert event(*lines)["date"] == expected


def test_a_zone_that_the_file_describes_itself_gives_an_offset() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0345\r\nTZOFFSETTO:+0345\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    one = event("DTSTART;TZID=Office:20201210T153000", head=zone)
    assert one["date"] == "2020-12-10T15:30+03:45"
    # Another file may call another zone by that name, and this one none at all.
    assert event("DTSTART;TZID=Office:20201210T153000")["date"] == "2020-12-10T15:30"


def test_the_zone_of_days_is_given_or_assumed_and_said() -> None:
    text = calendar("SUMMARY:A", "DTSTART;TZID=Europe/Amsterdam:20201210T153000")
    draft, _ = imported(text)
    assert draft is not None
    assert draft.document["timezone"] == "UTC"
    assert "assumed" in draft.comments["timezone",]
    draft, _ = imported(text, "Europe/Amsterdam")
    assert draft is not None
    assert draft.document["events"][0]["date"] == "2020-12-10T15:30"
    assert ("timezone",) not in draft.comments
    draft, _ = imported(
        text.replace("VERSION:2.0", "VERSION:2.0\r\nX-WR-TIMEZONE:Europe/Amsterdam")
    )
    assert draft is not None
    assert draft.document["timezone"] == "Europe/Amsterdam"
    assert draft.document["events"][0]["date"] == "2020-12-10T15:30"


def test_the_time_of_the_record_is_not_that_of_the_event() -> None:
    lines = (
        "CREATED:20100101T000000Z",
        "DTSTAMP:20110101T000000Z",
        "LAST-MODIFIED:20120101T000000Z",
    )
    one = event("DTSTART;VALUE=DATE:20201210", *lines)
    assert not {"2010", "2011", "2012"} & set(str(one).replace("-", " ").split())
    draft, problems = imported(calendar("SUMMARY:No date", *lines))
    assert draft is not None
    assert draft.document["events"] == []
    assert "a VEVENT without a date that can be read was left out" in str(problems[0])
    assert problems[0].line == 3


def test_fields() -> None:
    one = event(
        "DTSTART;VALUE=DATE:20201210",
        "DESCRIPTION:First line\\nsecond *line*\\n\\nNext\\, paragraph",
        "LOCATION:The Hague\\, Binnenhof",
        "GEO:52.08;4.313",
        "CATEGORIES:Expulsions,Press\\, radio",
        "URL:https://example.org/a",
        "ATTACH;FMTTYPE=application/pdf;FILENAME=letter.pdf:https://example.org/letter.pdf",
        "ORGANIZER;CN=Ministry:mailto:x@example.org",
        "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.org",
        "ATTENDEE;CN=Bob:mailto:bob@example.org",
        "CLASS:PRIVATE",
        "STATUS:CANCELLED",
    )
    assert one == {
        "date": "2020-12-10",
        "title": "A thing",
        "summary": "The calendar says that this was cancelled.\n\n"
        "First line\\\nsecond \\*line\\*\n\nNext, paragraph",
        "category": "expulsions",
        "actors": ["ministry", "ann"],
        "place": {"name": "The Hague, Binnenhof", "lat": 52.08, "lon": 4.313},
        "sources": ["example-org", "letter-pdf"],
        "tags": ["Press, radio", "cancelled"],
        "visibility": "internal",
    }
    assert "mailto" not in str(one)


def test_html_becomes_markdown_and_hostile_text_stays_text() -> None:
    one = event(
        "DTSTART;VALUE=DATE:20201210",
        "DESCRIPTION:plain",
        'X-ALT-DESC;FMTTYPE=text/html:<p>Read <a href="https://example.org/a\\,b">this</a>\\; '
        '<a href="javascript:alert(1)">not that</a><script>alert(2)</script></p>',
    )
    assert "[this](https://example.org/a,b);" in one["summary"]
    assert "not that" in one["summary"]
    assert "<" not in one["summary"].replace("&lt;", "")
    assert "alert(2)" not in one["summary"]
    shown = event("DTSTART;VALUE=DATE:20201210", "DESCRIPTION:a <b>bold</b> word<br>next")
    assert "**bold**" in shown["summary"]


def test_addresses_that_lead_nowhere_become_text() -> None:
    text = calendar(
        "SUMMARY:A",
        "DTSTART;VALUE=DATE:20201210",
        "URL:javascript:alert(1)",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
    )
    (one,) = events(text)
    assert "sources" not in one
    assert one["summary"] == "Link: javascript:alert(1)"
    assert "work.ics:7:1: warning: an address that does not lead to the web" in said(text)
    assert "work.ics:8:1: warning: a file inside the calendar was left out" in said(text)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["2020-12-10", "2020-12-11", "2020-12-12"]),
        ("FREQ=WEEKLY;UNTIL=20201224;BYDAY=TH", ["2020-12-10", "2020-12-17", "2020-12-24"]),
        ("FREQ=MONTHLY;COUNT=2", ["2020-12-10", "2021-01-10"]),
        # Without end, too many, looked for in vain, or of a kind that nobody follows: the first.
        ("FREQ=DAILY", ["2020-12-10"]),
        ("FREQ=DAILY;COUNT=1000000000", ["2020-12-10"]),
        ("FREQ=SECONDLY;COUNT=3", ["2020-12-10"]),
        ("FREQ=YEARLY;COUNT=3;BYMONTH=2;BYMONTHDAY=30", ["2020-12-10"]),
        ("FREQ=DAILY;INTERVAL=0;COUNT=3", ["2020-12-10"]),
        ("FREQ=NEVER;COUNT=3", ["2020-12-10"]),
    ],
)
def test_what_repeats_is_written_out_only_when_it_ends_soon(rule: str, expected: list[str]) -> None:
    text = calendar("SUMMARY:A", "DTSTART;VALUE=DATE:20201210", f"RRULE:{rule}")
    assert [one["date"] for one in events(text)] == expected
    assert ("RRULE" in said(text) or "repeats" in said(text)) == (len(expected) == 1)


def test_exceptions_additions_and_replacements_of_a_series() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Talk\n"
        "DTSTART;TZID=Europe/Amsterdam:20210326T100000\nDTEND;TZID=Europe/Amsterdam:20210326T110000\n"
        "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20210327T090000Z\n"
        "RDATE;TZID=Europe/Amsterdam:20210401T100000\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:a\nSUMMARY:Talk elsewhere\n"
        "RECURRENCE-ID;TZID=Europe/Amsterdam:20210328T100000\n"
        "DTSTART;TZID=Europe/Amsterdam:20210328T150000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    made = [(one["title"], one["date"].split("/")[0]) for one in events(text, "Europe/Amsterdam")]
    assert made == [
        ("Talk", "2021-03-26T10:00"),
        ("Talk", "2021-03-29T10:00"),
        ("Talk", "2021-04-01T10:00"),
        ("Talk elsewhere", "2021-03-28T15:00"),
    ]
    ids = [one.get("id") for one in events(text, "Europe/Amsterdam")]
    assert ids[1] == "talk-2021-03-29t10-00-2021-03-29t11-00"


def test_journals_are_events_and_tasks_are_not() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nUID:j\nDTSTART;VALUE=DATE:20201210\nSUMMARY:Seen\n"
        "END:VJOURNAL\nBEGIN:VTODO\nUID:t\nDTSTART;VALUE=DATE:20201211\nSUMMARY:Do it\nEND:VTODO\n"
        "BEGIN:VJOURNAL\nSUMMARY:Undated\nEND:VJOURNAL\nEND:VCALENDAR\n"
    )
    assert [one["title"] for one in events(text)] == ["Seen"]
    assert "work.ics:7:1: warning: a VTODO says what is to be done" in said(text)
    assert "a VJOURNAL without a date that can be read was left out" in said(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            calendar("SUMMARY:A", "DTSTART:2020-12-10"),
            "work.ics:6:1: warning: DTSTART cannot be read",
        ),
        (
            calendar("SUMMARY:A", "DTSTART;VALUE=DATE:20201210", "DTEND;VALUE=DATE:20201201"),
            "work.ics:7:1: warning: it ends before it begins",
        ),
        (
            calendar("SUMMARY:A", "DTSTART;VALUE=DATE:20201210", "not a property"),
            "work.ics:7:1: warning: a line that is no property was left out",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20201210T150000Z\nSUMMARY:A",
            "work.ics:2:1: warning: the file ends inside a VEVENT that begins here",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20201210T150000Z\nEND:VCALENDAR\n",
            "work.ics:4:1: warning: END:VEVENT is missing before END:VCALENDAR",
        ),
        ("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", "END:VEVENT has no BEGIN:VEVENT"),
        (calendar("DTSTART:20201210T150000Z", "X-FOO:1"), "X-FOO has no place"),
        (
            "BEGIN:VCALENDAR\nCALSCALE:JULIAN\nEND:VCALENDAR\n",
            "work.ics:2:1: warning: dates of another calendar than the Gregorian one",
        ),
        ("BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR\n", "this is not the form 2.0"),
        (
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
            "work.ics:3:1: warning: of several calendars in one file the first gives the title",
        ),
        (
            calendar("SUMMARY:A", "DTSTART:20201210T150000Z", "GEO:100;200"),
            "degrees that are no place on earth",
        ),
        (
            calendar("SUMMARY:A", "DTSTART:20201210T150000Z", "RELATED-TO:nobody"),
            "a relation to an entry that is not in the file",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, problem: str) -> None:
    draft, _ = imported(text)
    assert draft is not None
    read(draft)
    assert problem in said(text)


def test_a_forgotten_end_costs_no_event() -> None:
    text = calendar("SUMMARY:A", "DTSTART;VALUE=DATE:20201210").replace(
        "END:VEVENT", "BEGIN:VEVENT\r\nSUMMARY:B\r\nDTSTART;VALUE=DATE:20201211\r\nEND:VEVENT"
    )
    assert [one["title"] for one in events(text)] == ["A", "B"]
    assert "work.ics:7:1: warning: END:VEVENT is missing before BEGIN:VEVENT" in said(text)


def test_what_is_no_calendar_gives_an_error() -> None:
    draft, problems = imported("just a text")
    assert draft is None
    assert "there is no calendar in the file" in str(problems[-1])
    draft, problems = imported(b"\xff\xfeBEGIN\x00")
    assert draft is None
    assert not IMPORTER.recognises(Foreign("a.ics", b"title: x"))
    assert IMPORTER.recognises(Foreign("a.txt", b"\xef\xbb\xbf\r\nbegin:vcalendar\r\n"))


def test_what_is_given_twice_and_what_is_no_text_is_said() -> None:
    text = calendar(
        "SUMMARY:A\x07 thing", "SUMMARY:B", "DTSTART:20201210T150000Z", "GEO:1;2", "GEO:3;4"
    )
    (one,) = events(text)
    assert (one["title"], one["place"]["lat"]) == ("A thing", 1)
    assert "work.ics:5:1: warning: a control character was left out" in said(text)
    assert "work.ics:5:1: warning: SUMMARY is given more than once: the first was taken" in said(
        text
    )


def test_a_calendar_of_ours_that_fits_no_longer_is_read_like_any_other() -> None:
    data = EXPORTER.write(loads(FILE)).data.decode().replace("\r\n ", "")
    broken = data.replace("X-DATELINE-CATEGORY;VALUE=TEXT:x", "X-DATELINE-CATEGORY;VALUE=TEXT:y")
    assert broken != data
    assert len(events(broken)) == len(loads(FILE).events) - 1
    assert "cannot be put back as it was: it was read like any other" in said(broken)


LINES = (
    calendar(
        "SUMMARY:Talk",
        "DTSTART;TZID=Europe/Amsterdam:20210326T100000",
        "DTEND;TZID=Europe/Amsterdam:20210326T110000",
        "RRULE:FREQ=DAILY;COUNT=4;BYDAY=MO,TU,FR",
        "EXDATE:20210327T090000Z",
        "RDATE;VALUE=PERIOD:20210401T100000Z/PT1H",
        "GEO:1;2",
        "CATEGORIES:A,B",
        "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.org",
        "X-ALT-DESC;FMTTYPE=text/html:<p>a<b>c</p>",
        "URL:https://example.org/ä b",
        "RELATED-TO;RELTYPE=CHILD:1",
    ).splitlines()
    + EXPORTER.write(loads(FILE)).data.decode().replace("\r\n ", "").splitlines()
)


@settings(max_examples=40, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_no_broken_calendar_breaks_the_reader(chance: Any) -> None:
    lines = list(LINES)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(lines))
        other, cut = chance.choice(LINES), chance.randint(0, len(lines[at]))
        lines[at] = chance.choice(
            [
                other,
                lines[at][:cut],
                lines[at][:cut] + chance.choice('\\;:",09-TZ/P%\x00') + lines[at][cut + 1 :],
                lines[at].partition(":")[0] + ":" + other.partition(":")[2],
                other.partition(":")[0] + ":" + lines[at].partition(":")[2],
            ]
        )
    draft, _ = imported("\n".join(lines))
    if draft is not None:
        read(draft)


def test_deep_nesting_costs_nothing() -> None:
    text = "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50_000
    draft, problems = imported(text)
    assert draft is not None
    assert len(problems) < 10


# --- Out ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written() -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(EXPORTER.write(loads(FILE)).data)


def entry(written: icalendar.Calendar, title: str) -> Any:
    return next(one for one in written.subcomponents if str(one["summary"]).startswith(title))


def test_each_event_is_an_entry(written: icalendar.Calendar) -> None:
    assert [type(one).__name__ for one in written.subcomponents].count("Event") == 6
    one = entry(written, "Two expelled")
    assert one["summary"] == "Two expelled, in C:\\New; and \\n"
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2020, 12, 10), date(2020, 12, 11))
    assert one["dtstamp"].dt == datetime(2026, 11, 24, tzinfo=UTC)
    assert one["url"] == "https://example.org/case.html#event=known"
    assert one["location"] == "The Hague"
    assert [str(label) for label in one["categories"].cats] == ["Expulsions, and more", "a, b", "c"]
    assert [str(link) for link in one["attach"]] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    text = str(one["description"])
    for words in (
        "Line, two; \\N",
        'The embassy denies: No; never, "ever" [2]',
        '[1] P, The "first"; source: it, https://example.org/1',
        "https://example.org/case.html#event=known",
        imprint(loads(FILE)),
        "Evidence: disputed; denied by The embassy",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("title", "start", "end", "words"),
    [
        ("In April", date(2018, 4, 1), date(2018, 5, 1), "Date: April 2018 (2018-04"),
        ("About then", date(2018, 4, 12), date(2018, 4, 15), "about 13 April 2018"),
        ("Since then", date(2020, 1, 1), date(2021, 1, 1), "since 2020"),
        (
            "A talk",
            datetime(2020, 12, 10, 14, 0, tzinfo=UTC),
            datetime(2020, 12, 10, 15, 40, tzinfo=UTC),
            "Europe/Amsterdam",
        ),
        ("In Tokyo", datetime(2018, 4, 13, 7, 30, tzinfo=UTC), None, "Asia/Tokyo"),
    ],
)
def test_dates_are_never_finer_than_written(
    written: icalendar.Calendar,
    title: str,
    start: date,
    end: date | None,
    words: str,
) -> None:
    one = entry(written, title)
    assert one["dtstart"].dt == start
    assert (one["dtend"].dt if end else one.get("dtend")) == end
    assert words in str(one["description"])


def test_what_is_before_the_year_1_is_a_journal_entry_without_date(
    written: icalendar.Calendar,
) -> None:
    one = entry(written, "Caesar")
    assert isinstance(one, icalendar.Journal)
    assert "dtstart" not in one
    assert "44 BC" in str(one["description"])


def test_losses_are_said() -> None:
    losses = "\n".join(EXPORTER.write(loads(FILE)).losses)
    assert "no field for claims: 1 went into the text" in losses
    assert "no uncertain dates: 3 events fill all the time" in losses
    assert "no open ends: 1 dates" in losses
    assert "no dates before the year 1: 1 events" in losses
    assert "no field for pictures: 1 were left out" in losses


def test_lines_are_folded_and_ids_stay() -> None:
    data = EXPORTER.write(loads(FILE)).data
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data == EXPORTER.write(loads(FILE)).data
    # A new edition of the same event is the same entry.
    later = EXPORTER.write(loads(FILE.replace('"1.0"', '"1.1"'))).data
    ids = [line for line in data.split(b"\r\n") if line.startswith(b"UID")]
    assert ids == [line for line in later.split(b"\r\n") if line.startswith(b"UID")]
    assert len(set(ids)) == 7


# --- There and back -------------------------------------------------------------------------------


def back(timeline: Timeline) -> Timeline:
    draft, _ = imported(EXPORTER.write(timeline).data)
    assert draft is not None
    return read(draft)


def test_a_case_comes_back_as_it_was() -> None:
    for timeline in (loads(FILE), loads(example_case().read_text(encoding="utf-8")).public()):
        assert document(back(timeline)) == document(timeline)
        assert data_hash(back(timeline)) == data_hash(timeline)


def test_what_was_changed_in_the_calendar_is_taken_from_there() -> None:
    data = EXPORTER.write(loads(FILE)).data.decode()
    data = data.replace("DTSTART;VALUE=DATE:20201210", "DTSTART;VALUE=DATE:20201209")
    data = data.replace("SUMMARY:In April", "SUMMARY:In the spring")
    draft, problems = imported(data)
    assert draft is not None
    timeline = read(draft)
    assert timeline.by_id["known"].date.text == "2020-12-09/2020-12-10"
    assert timeline.by_id["month"].title == "In the spring"
    assert timeline.by_id["month"].date.text == "2018-04"
    assert any("was changed in the calendar" in problem.message for problem in problems)


_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"])
_TEXT = st.text(st.one_of(_LETTERS, st.sampled_from("\\nN;,:\"^'#*")), min_size=1, max_size=30)
LINE = _TEXT.map(lambda text: " ".join(text.replace("\ufeff", "").split())).filter(bool)
PROSE = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
DATES = st.sampled_from(
    [
        "2018", "2018-04", "2018-04-13", "2018-04~", "2018?", "201X", "2018-XX", "2018-21",
        "2018-04-10/2018-04-13", "../2020", "2020/..", "[2018-10-03,2018-10-04]", "-0043-03-15",
        "2018-04-13T16:30", "2018-04-13T16:30:10Z", "2018-04-13T16:30[Europe/Amsterdam]",
        "2018-04-13T16:30~", "2018-04-13T16", "2018-04-13T16:30:10.5+02:00", "1950S2", "0001",
        "9999", "2018-04-13[Asia/Tokyo]", "2018-04-13T16:30/2018-04-13T16:30", "2018-04-13/2019",
    ]
)  # fmt: skip


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    made: dict[str, Any] = {
        "title": draw(LINE),
        "timezone": draw(st.sampled_from(["UTC", "Europe/Amsterdam", "America/New_York"])),
        "actors": {"a": {"name": draw(LINE)}},
        "categories": {"c": {"label": draw(LINE)}},
        "sources": {
            "s": {"url": "https://example.org/s", "title": draw(LINE), "note": draw(PROSE)}
        },
        "events": [],
    }
    for number in range(draw(st.integers(0, 3))):
        one: dict[str, Any] = {"id": f"e{number}", "date": draw(DATES), "title": draw(LINE)}
        optional: dict[str, st.SearchStrategy[Any]] = {
            "summary": PROSE,
            "category": st.just("c"),
            "importance": st.integers(1, 5),
            "known": DATES,
            "tags": st.lists(LINE, max_size=2, unique=True),
            "actors": st.just(["a"]),
            "sources": st.just(["s", "https://example.org/?a=1,2;3"]),
            "place": st.fixed_dictionaries({"name": LINE}, optional={}),
            "claims": st.lists(
                st.fixed_dictionaries(
                    {"by": st.just("a"), "says": PROSE, "sources": st.just(["s"])}
                ),
                max_size=2,
            ),
        }
        for name, strategy in optional.items():
            if draw(st.booleans()):
                one[name] = draw(strategy)
        if number and draw(st.booleans()):
            one["related"] = [{"to": "e0", "kind": draw(st.sampled_from(["part-of", "refines"]))}]
        made["events"].append(one)
    return loads(to_yaml(made))


@settings(max_examples=50, derandomize=True)
@given(timelines())
def test_nothing_is_lost_there_and_back(timeline: Timeline) -> None:
    assert document(back(timeline)) == document(timeline)


@given(DATES, st.sampled_from(["UTC", "Europe/Amsterdam", "Pacific/Apia"]))
@settings(max_examples=50, derandomize=True)
def test_a_span_holds_the_whole_date(text: str, zone: str) -> None:
    when = When.parse(text, zone)
    span = span_of(when)
    if span is None or isinstance(span.start, datetime):
        return
    assert span.end is not None
    days = (span.end - span.start).days
    assert days >= (when.end - when.start) // 86_400_000 - 1


def test_each_entry_has_the_permanent_link() -> None:
    timeline = loads(FILE)
    data = EXPORTER.write(timeline).data
    unfolded = data.replace(b"\r\n ", b"").decode()
    for one in timeline.events:
        assert f"URL:{permalink(timeline, one.id)}" in unfolded
