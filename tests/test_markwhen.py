"""markwhen: its dates, its lines, and its own parser as the judge of both."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import Timeline
from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.markwhen import IMPORTER
from dashboard.formats.markwhen.dates import Known, date_of, looks_like_a_date
from dashboard.formats.markwhen.lines import event_start
from dashboard.formats.markwhen.moments import Span, Unplaced
from dashboard.problems import Problem
from dashboard.when import When
from tests.exchange import imported, loaded, sample, words
from tests.npm import package

LAUNCH = date_of("2023-04/4 months", Known())
KNOWN = Known({"launch": LAUNCH}, LAUNCH)

# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        # EDTF and ISO 8601
        ("2023", "2023"),
        ("2023-04", "2023-04"),
        ("2023-04-01", "2023-04-01"),
        ("2023/2024-05", "2023/2024-05"),
        ("2018-04~", "2018-04~"),
        ("2023-04-01 10:30", "2023-04-01T10:30"),
        (
            "2022-03-01T12:00:00Z - 2022-03-02T12:00:00Z",
            "2022-03-01T12:00:00Z/2022-03-02T12:00:00Z",
        ),
        ("2024-W05", "2024-01-29/2024-02-04"),
        ("2024-W05-3", "2024-01-31"),
        # American dates, names of months, years before Christ
        ("03/2023", "2023-03"),
        ("11/12/2020", "2020-11-12"),
        ("03/2023 - 05/2023", "2023-03/2023-05"),
        ("Dec 2012", "2012-12"),
        ("5 December 2012", "2012-12-05"),
        ("December 5, 2012 10am", "2012-12-05T10"),
        ("Jan 5, 2020 10am - 12pm", "2020-01-05T10/2020-01-05T12"),
        ("Jan 2020 to Mar 2020", "2020-01/2020-03"),
        ("300 BCE", "-0299"),
        ("300-200 BCE", "-0299/-0199"),
        ("300 – 200 BCE", "-0299/-0199"),
        ("50 BCE - 50 CE", "-0049/0050"),
        ("800", "0800"),
        # Amounts: the end is the last unit, not the one after it
        ("2023-04/4 months", "2023-04/2023-07"),
        ("03/2023 - 1 year", "2023-03/2024-02"),
        ("2020-01-01/5 days", "2020-01-01/2020-01-05"),
        ("2023-04-01 10:30 - 2 hours", "2023-04-01T10:30/2023-04-01T12:30"),
        # Leaning on others
        ("after !launch 3 days", "2023-08-01/2023-08-03"),
        ("before !launch 2 weeks", "2023-03-18/2023-03-31"),
        ("after !launch 1 week - 2 weeks", "2023-08-08/2023-08-21"),
        ("2023-04 / !launch.start 3 days", "2023-04/2023-04-03"),
        ("5 days", "2023-08-01/2023-08-05"),
        ("3 business days", "2023-08-01/2023-08-03"),
        ("10am", "2023-08-01T10"),
        ("2020 - now", "2020/.."),
    ],
)
def test_dates(written: str, edtf: str) -> None:
    span = date_of(written, KNOWN)
    assert span.text == edtf
    assert When.parse(span.text).text == edtf
    assert looks_like_a_date(written)


def test_days_first() -> None:
    assert date_of("11/12/2020", Known(day_first=True)).text == "2020-12-11"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("now", "depends on the day it is read"),
        ("Feb", "depends on the day it is read"),
        ("after !other 3 days", "'other', which is not known"),
        ("2020-02-30", "no day 30"),
        ("13/2020", "no month 13"),
        ("2023/2020", "before"),
        ("9999-12 / 9999 years", "years 1 to 9999"),
        ("after !launch 999999 years", "years 1 to 9999"),
        ("whenever", "no date"),
    ],
)
def test_what_has_no_place_in_time_says_why(written: str, why: str) -> None:
    with pytest.raises(Unplaced, match=why):
        date_of(written, KNOWN)


@pytest.mark.parametrize("written", ["3 days", "10am", ".end"])
def test_nothing_leans_on_nothing(written: str) -> None:
    with pytest.raises(Unplaced, match="no event"):
        date_of(written, Known())


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("2020: A: b", ("2020", "", "A: b")),
        ("2020-01-01 10:30: A", ("2020-01-01 10:30", "", "A")),
        ("  2020-01 every 2 weeks for 3 times: A", ("2020-01", "every 2 weeks for 3 times", "A")),
        ("2022-03-01T12:00:00Z: A", ("2022-03-01T12:00:00Z", "", "A")),
        ("Note: not an event", None),
        ("https://example.org/2020", None),
        ("- 2020: in a list", None),
        ("no colon 2020", None),
    ],
)
def test_where_an_event_begins(line: str, parts: tuple[str, str, str] | None) -> None:
    assert event_start(line) == parts


@settings(max_examples=50)
@given(st.text("0123456789-/:. !wdaysnotBCEXbefr+[]T", max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    try:
        span = date_of(text, KNOWN)
    except Unplaced:
        return
    assert When.parse(span.text).text == span.text


# --- Texts ----------------------------------------------------------------------------------------


def read(text: str, **options: str) -> tuple[Draft | None, tuple[Problem, ...]]:
    return imported(IMPORTER, "plan.mw", text, **options)


def timeline(text: str, **options: str) -> Timeline:
    return loaded(read(text, **options)[0])


TEXT = """\
---
title: The launch
description: How it came about
timezone: Europe/Amsterdam
dateFormat: d/M/y
key: value
---
// A remark of the author
#work: #ff0000

# Before #work
1/2/2023: Planning with [the agency](https://example.org/agency) #anna
id: plan
place: Delft

More **about** it, see https://example.org/more.
- [x] paper
- [ ] money

## Inside
after !plan 3 days: [x] Contract !signed
after !signed 1 week - 2 weeks: Work

# After
now: A party
2023-03-01 16:30: Review
timezone: America/New_York
"""


def test_a_whole_text() -> None:
    draft, problems = read(TEXT)
    found = loaded(draft)
    assert (found.title, found.summary, found.timezone) == (
        "The launch",
        "How it came about",
        "Europe/Amsterdam",
    )
    events = {event.title: event for event in found.events}
    assert {title: event.date.text for title, event in events.items()} == {
        "Planning with the agency": "2023-02-01",
        "Contract": "2023-02-02/2023-02-04",
        "Work": "2023-02-12/2023-02-25",
        "Review": "2023-03-01T16:30[America/New_York]",
    }
    plan = events["Planning with the agency"]
    assert plan.id == "plan"
    assert plan.tags == ("work", "anna")
    assert {found.sources[key].url for key in plan.sources} == {
        "https://example.org/agency",
        "https://example.org/more",
    }
    assert plan.summary is not None
    assert "More **about** it" in plan.summary
    assert "- [ ] money" in plan.summary
    assert plan.summary.endswith("place: Delft")
    labels = {event.title: found.categories[event.category or ""].label for event in found.events}
    assert labels["Contract"] == "Before: Inside"
    assert labels["Review"] == "After"
    assert "done" in events["Contract"].tags
    assert draft is not None
    assert draft.entries == 5
    said = words(problems)
    assert "plan.mw:25:1: warning: the event 'A party' is left out: it depends on the day" in said
    assert "a comment is left out" in said
    assert "the colour of a tag" in said
    assert "'key' of the header" in said


def test_what_was_worked_out_is_said() -> None:
    draft, _ = read("2020-01-01/5 days: A\n2021 - now: B\n")
    assert draft is not None
    assert draft.comments["events", 0] == "Worked out from '2020-01-01/5 days'."
    assert "left open" in draft.comments["events", 1]


def test_the_older_syntax() -> None:
    text = (
        "title: Old\nsection All #one\ngroup Inner\n2020: A #two\nendGroup\n2021: B\nendSection\n"
        "2022: C\nsome text\n_-_-_break_-_-_\nlost\n2023: D !important\n"
    )
    draft, problems = read(text)
    found = loaded(draft)
    groups = [event.category and found.categories[event.category].label for event in found.events]
    assert groups == ["All: Inner", "All", None, None]
    assert found.events[0].tags == ("one", "two")
    assert found.events[2].summary == "some text"
    assert found.events[3].title == "D !important"
    assert "plan.mw:11:1: warning: a line that belongs to no event" in words(problems)


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("every 2 weeks for 3 times", ["2023-01-31", "2023-02-14", "2023-02-28"]),
        ("every other month x2", ["2023-01-31", "2023-03-31"]),
        ("every month for 3 months", ["2023-01-31", "2023-02-28", "2023-03-31"]),
        ("every day for 3 days", ["2023-01-31", "2023-02-01", "2023-02-02"]),
    ],
)
def test_what_repeats_and_ends_is_written_out(rule: str, dates: list[str]) -> None:
    found = timeline(f"2023-01-31 {rule}: Meeting")
    assert [event.date.text for event in found.events] == dates
    assert {event.title for event in found.events} == {"Meeting"}
    assert all(f"Repeats {rule}." in (event.summary or "") for event in found.events)


@pytest.mark.parametrize("rule", ["every week", "every second Tuesday", "every day for 9 years"])
def test_what_repeats_without_end_is_given_once(rule: str) -> None:
    draft, problems = read(f"2023-01-31 {rule}: Meeting")
    (event,) = loaded(draft).events
    assert event.summary == f"Repeats {rule}."
    assert "is given once" in words(problems)


def test_times_in_no_zone() -> None:
    draft, _ = read("2023-01-31 16:30: A")
    assert loaded(draft).timezone == "UTC"
    assert draft is not None
    assert "Assumed" in draft.comments["timezone",]
    assert timeline("2023-01-31 16:30: A", timezone="Asia/Tokyo").timezone == "Asia/Tokyo"
    assert timeline("tz: +5\n2023-01-31 16:30: A").timezone == "+05:00"


def test_links_that_lead_nowhere_stay_words() -> None:
    draft, problems = read("2020: See [this](javascript:alert) and [that](page.html)\n")
    (event,) = loaded(draft).events
    assert event.sources == ()
    assert event.title == "See this and that"
    assert event.summary is not None
    assert "javascript:alert" in event.summary
    assert "no source (2 times" in words(problems)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\xff", b"just text", b"now: only this"])
def test_wrong_files_explain_themselves(data: bytes) -> None:
    draft, problems = imported(IMPORTER, "x.mw", data)
    assert draft is None
    assert any(problem.is_error and problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("x.mw", "anything", True),
        ("x.txt", "title: x\n2020: A\n2021-03: B\n", True),
        ("x.txt", "A letter.\nIn 2020: nothing\n", False),
        ("x.csv", "2020: A\n2021: B\n", False),
        ("x.txt", '{"2020": 1}', False),
    ],
)
def test_recognition(name: str, text: str, is_one: bool) -> None:
    assert IMPORTER.recognises(Foreign(name, text.encode())) is is_one


def test_long_and_deep_texts_take_no_time() -> None:
    deep = "".join(f"{'#' * (1 + n % 6)} S{n}\n" for n in range(2_000))
    colons = ":" * 5_000
    found = timeline(f"{deep}2020: A\n{colons}\n{'1-' * 5_000}:\n{'every ' * 2_000}: x\n")
    assert len(found.events) == 1


@settings(max_examples=50)
@given(
    st.lists(
        st.sampled_from(
            ["2020: A", "after !a 3 days: B", "id: a", "# S", "section X", "endSection", "---", ""]
        )
        | st.text(max_size=20),
        max_size=12,
    )
)
def test_any_text_gives_a_draft_that_loads_or_an_error(lines: list[str]) -> None:
    draft, problems = read("\n".join(lines))
    if draft is None:
        assert any(problem.is_error for problem in problems)
    else:
        loaded(draft)


def test_sample() -> None:
    data = sample("markwhen", "markwhen_exampleTimeline.mw").read_bytes()
    draft, problems = imported(IMPORTER, "example.mw", data)
    found = loaded(draft)
    assert draft is not None
    # Of eleven events two are "now", and one of the others is held 27 times.
    assert (draft.entries, len(found.events)) == (11, 8 + 27)
    assert words(problems).count("depends on the day it is read") == 2


# --- The real parser ------------------------------------------------------------------------------

PACKAGE = "@markwhen/parser@1.2.0"
ASK = """
const {parse, iter, isEvent} = require(process.argv[1]);
const text = require("fs").readFileSync(0, "utf8");
const found = [...iter(parse(text).events)].map(one => one.eventy).filter(isEvent);
const side = event => [event.dateRangeIso.fromDateTimeIso, event.dateRangeIso.toDateTimeIso];
console.log(JSON.stringify(found.map(side)));
"""


@pytest.fixture(scope="session")
def parser(request: pytest.FixtureRequest) -> Path:
    """markwhen's own parser as npm gives it out, kept in the cache of pytest."""
    if shutil.which("node") is None:
        pytest.skip("markwhen's parser needs node, which is not on this machine")
    script = "package/cjs/index.js"
    return package(request, PACKAGE, "markwhen-parser-1.2.0", script) / script


def test_markwhen_reads_the_same_dates(parser: Path) -> None:
    dates = [
        "2023-04/4 months",
        "after !launch 3 days",
        "5 days",
        "03/2023 - 1 year",
        "2023/2024",
        "2023-01/2023-03",
        "Dec 2012",
        "5 December 2012",
        "2024-W05",
        "before !launch 2 weeks",
        "after !launch 1 week - 2 weeks",
        "01/2020 - 03/2020",
        "11/12/2020",
        "2020-01-01/5 days",
        "2023-04-01 10:30",
        "2023-04 / !launch.start 3 days",
    ]
    lines = [f"{date}: Event {number}" for number, date in enumerate(dates)]
    lines.insert(1, "id: launch")
    text = "timezone: UTC\n\n" + "\n".join(lines)
    answer = subprocess.run(
        ["node", "-e", ASK, str(parser)],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    theirs = json.loads(answer.stdout)
    known = Known()
    ours: list[Span] = []
    for number, date in enumerate(dates):
        ours.append(date_of(date, known))
        known.prior = ours[-1]
        if number == 0:
            known.ids = {"launch": ours[0]}
    for date, span, (start, end) in zip(dates, ours, theirs, strict=True):
        assert span.start is not None
        assert span.end is not None
        assert (span.start.isoformat(), span.end.isoformat()) == (start[:19], end[:19]), date
