"""TimelineJS: its JSON and its sheet, in and out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings

from dashboard import Timeline
from dashboard.citation import imprint
from dashboard.formats import load
from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.html_text import inline, rendered
from dashboard.formats.markdown_text import escape, from_html, web, words
from dashboard.formats.timelinejs import EXPORTER, IMPORTER
from dashboard.formats.timelinejs.dates import NoDateError, read_date, read_time, slide_dates
from dashboard.formats.timelinejs_sheet import EXPORTER as SHEET_OUT
from dashboard.formats.timelinejs_sheet import IMPORTER as SHEET_IN
from dashboard.model import Event
from dashboard.problems import Problem
from dashboard.prose import plain
from dashboard.resources import example_case
from dashboard.when import When
from tests.exchange import brought, documents, imported, loaded, sample, timeline_of
from tests.exchange import words as told

# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "edtf"),
    [
        ({"year": "1815", "month": "12", "day": "10"}, "1815-12-10"),
        ({"year": 2018, "month": 4}, "2018-04"),
        ({"year": "2,018"}, "2018"),
        ({"year": 2018.0, "month": "", "day": None}, "2018"),
        ({"year": "1943", "day": "5"}, "1943-XX-05"),
        ({"year": "-44", "month": 3, "day": 15}, "-0043-03-15"),
        (
            {"year": "2018", "month": "4", "day": "13", "hour": "16", "minute": "5"},
            "2018-04-13T16:05",
        ),
        ({"year": 2018, "month": 4, "day": 13, "hour": 16}, "2018-04-13T16"),
        ({"year": 2018, "month": 4, "day": 13, "hour": 0, "minute": 0, "second": 0}, "2018-04-13"),
        (
            {"year": 2018, "month": 4, "day": 13, "hour": 16, "millisecond": 250},
            "2018-04-13T16:00:00.250",
        ),
    ],
)
def test_a_date_is_as_precise_as_it_is_given(given: Mapping[str, Any], edtf: str) -> None:
    assert read_date(given) == edtf


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"month": 4}, "no year"),
        ({"year": "long ago"}, "no number"),
        ({"year": 2018, "month": 13}, "no month 13"),
        ({"year": 2018, "month": 24}, "no month 24"),
        ({"year": 2018, "month": 2, "day": 30}, "no day 30"),
        ({"year": -13_800_000_000}, "out of range"),
        ({"year": 2018, "month": -1}, "month is -1"),
    ],
)
def test_what_is_no_date_says_why(given: Mapping[str, Any], why: str) -> None:
    with pytest.raises(NoDateError, match=why):
        read_date(given)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("16:30", (16, 30)),
        ("4:30 pm", (16, 30)),
        ("12 AM", (0,)),
        ("1630", (16, 30)),
        ("16:30:12.5", (16, 30, 12, 500)),
    ],
)
def test_a_time_of_the_sheet(cell: str, parts: tuple[int, ...]) -> None:
    assert tuple(read_time(cell).values()) == parts


@pytest.mark.parametrize("cell", ["noon", "13 pm", "16:30:12:5:1", ""])
def test_no_time_of_the_sheet(cell: str) -> None:
    with pytest.raises(NoDateError):
        read_time(cell)


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2018", {"year": 2018}, None),
        ("2018-04~", {"year": 2018, "month": 4}, None),
        ("2018-XX", {"year": 2018}, None),
        ("201X", {"year": 2010}, {"year": 2019}),
        ("2018-24", {"year": 2018, "month": 12}, {"year": 2019, "month": 2}),
        ("-0043", {"year": -44}, None),
        ("0000", {"year": -1}, None),
        ("2018/2019-05-03", {"year": 2018}, {"year": 2019, "month": 5, "day": 3}),
        ("../2020", {"year": 2020}, None),
        ("2020/..", {"year": 2020}, None),
        ("[1667,1668-12,1670..1672]", {"year": 1667}, {"year": 1672}),
        ("9999-12-31", {"year": 9999, "month": 12, "day": 31}, None),
    ],
)
def test_a_month_never_becomes_its_first_day(
    edtf: str, start: dict[str, int], end: dict[str, int] | None
) -> None:
    assert slide_dates(When.parse(edtf), "UTC") == (start, end)


def test_a_time_is_told_as_clocks_of_the_timeline_show_it() -> None:
    start, end = slide_dates(When.parse("2018-04-13T16:30Z"), "Europe/Amsterdam")
    assert (start["hour"], start["minute"], end) == (18, 30, None)


# --- Texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>two</b></p><p>three<br>four</p>", "One **two**\n\nthree\\\nfour"),
        (
            '<a href="https://example.org/a_(b)">x [y]</a>',
            "[x \\[y\\]](https://example.org/a_%28b%29)",
        ),
        ('<a href="javascript:alert(1)">press</a>', "press"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<script>alert(1)</script>left", "left"),
        ("# 1 < 2 &lt;b&gt; &amp;amp;", "\\# 1 < 2 \\<b> \\&amp;"),
        ('<img src="//example.org/a.png" alt="a map">', "[a map](https://example.org/a.png)"),
        ("<div>" * 5_000 + "deep", "deep"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert from_html(html).text == markdown


@settings(max_examples=25)
@given(documents())
def test_a_plain_text_stays_what_it_says(document: dict[str, Any]) -> None:
    for event in document["events"]:
        title = event["title"]
        assert plain(escape(title)) == " ".join(title.split())
        assert words(inline(escape(title))) == " ".join(title.split())


def test_our_texts_as_html_hold_no_foreign_element() -> None:
    text = "<script>x</script> **bold** [bad](javascript:1) ![pic](https://example.org/x.png)"
    assert "<script" not in rendered(text)
    assert "javascript:" not in rendered("[bad](javascript:1)").replace("[bad](javascript:1)", "")
    assert "<img" not in rendered(text)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("//example.org/a", "https://example.org/a"),
        ("www.example.org", "https://www.example.org"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("javascript:alert(1)", None),
        ("/static/a.jpg", None),
        ("https://", None),
    ],
)
def test_addresses(address: str, url: str | None) -> None:
    assert web(address) == url


# --- In -------------------------------------------------------------------------------------------


def slide(**fields: Any) -> dict[str, Any]:
    return {"start_date": {"year": "2018"}, "text": {"headline": "It happened"}, **fields}


def read(*slides: Any, **document: Any) -> tuple[Draft | None, tuple[Problem, ...]]:
    return imported(IMPORTER, "x.json", json.dumps({"events": slides, **document}))


def only(*slides: Any, **document: Any) -> Event:
    (event,) = loaded(read(*slides, **document)[0]).events
    return event


def test_a_slide_becomes_an_event() -> None:
    event = only(
        slide(
            end_date={"year": "2019", "month": "5"},
            text={
                "headline": "A <i>title</i>",
                "text": '<p>See <a href="https://example.org/a">it</a>.</p>',
            },
            group="Press",
            unique_id="my-id",
        )
    )
    assert (event.id, event.title, event.date.text) == ("my-id", "A title", "2018/2019-05")
    assert event.summary == "See [it](https://example.org/a)."
    assert event.category == "press"
    assert event.sources == ("example-org",)


@pytest.mark.parametrize(
    ("shown", "date", "kept"),
    [
        ("Circa 2018", "2018~", False),
        ("2018", "2018", False),
        ("perhaps 2018", "2018?", False),
        ("The year of the Dog", "2018", True),
    ],
)
def test_what_is_shown_as_the_date_is_not_lost(shown: str, date: str, kept: bool) -> None:
    event = only(slide(display_date=shown))
    assert event.date.text == date
    assert (shown in (event.summary or "")) is kept


def test_a_slide_without_a_date_is_never_dropped_in_silence() -> None:
    draft, problems = read(
        slide(), slide(start_date=None, text={"headline": "When?"}), {"text": "Lost"}, 7
    )
    assert len(loaded(draft).events) == 1
    said = told(problems)
    assert "'When?' is left out: it has no start_date" in said
    assert "events[1]" in said
    assert "without a headline is left out" in said
    assert "no object is left out" in said


def test_a_date_that_is_only_shown_is_taken_with_a_remark() -> None:
    draft, _ = read({"display_date": "10 December 2020", "text": {"headline": "Shown"}})
    assert loaded(draft).events[0].date.text == "2020-12-10"
    assert draft is not None
    assert "10 December 2020" in draft.comments["events", 0, "date"]


def test_a_date_in_one_text_is_read() -> None:
    assert only(slide(start_date="2018-04-13")).date.text == "2018-04-13"
    draft, problems = read(slide(), slide(start_date="8/9/2018"))
    assert len(loaded(draft).events) == 1
    assert "'8/9/2018' is not one that can be read" in told(problems)


def test_a_picture_is_shown_in_the_text_and_supports_nothing() -> None:
    media = {"url": "https://example.org/a.jpg", "caption": "A <b>map</b>", "credit": "X"}
    event = only(slide(media=media))
    assert event.sources == ()
    assert event.summary == "Shown: [picture](https://example.org/a.jpg). A **map**. Credit: X."


def test_a_video_is_a_source_with_its_caption() -> None:
    media = {"url": "https://video.example/1", "caption": "A film", "credit": "X"}
    timeline = loaded(read(slide(media=media))[0])
    (source,) = timeline.sources.values()
    assert (source.kind, source.note) == ("media", "A film. Credit: X")
    assert timeline.events[0].sources == (source.id,)


def test_a_picture_beside_the_page_is_ours() -> None:
    event = only(
        slide(media={"url": "photos/a.jpg", "alt": "A map", "caption": "c", "credit": "d"})
    )
    (picture,) = event.media
    assert (picture.image, picture.alt, picture.caption, picture.credit) == (
        "photos/a.jpg",
        "A map",
        "c",
        "d",
    )


def test_the_words_of_a_link_are_no_title() -> None:
    text = '<a href="https://example.org/a">The whole report</a>'
    timeline = loaded(read(slide(text={"headline": "A", "text": text}))[0])
    (source,) = timeline.sources.values()
    assert (source.id, source.title) == ("the-whole-report", None)


def test_two_descriptions_of_one_address_stay_two() -> None:
    url = "https://example.org/a"
    table = {"one": {"url": url, "title": "One"}, "two": {"url": url, "title": "Two"}}
    events = [{"date": "2018", "title": "A", "sources": ["one", "two"]}]
    case = timeline_of({"title": "T", "sources": table, "events": events})
    back = brought(IMPORTER, "x.json", EXPORTER.write(case).data)
    assert back.sources == case.sources


def test_eras_and_the_title() -> None:
    timeline = loaded(
        read(
            slide(),
            title={"text": {"headline": "The case", "text": "<p>About it</p>"}},
            eras=[slide(end_date={"year": 2020}, text={"headline": "A war"})],
        )[0]
    )
    assert (timeline.title, timeline.summary) == ("The case", "About it")
    era = next(event for event in timeline.events if event.title == "A war")
    assert era.tags == ("era",)
    assert era.date.text == "2018/2020"


def test_what_has_no_place_is_named() -> None:
    _, problems = read(
        slide(background={"color": "#fff"}, autolink=True, wow=1, media={"thumbnail": "t.png"}),
        slide(background={"url": "https://example.org/b.png"}),
        colour="red",
    )
    said = told(problems)
    assert "background of a slide has no place (2 times, first here)" in said
    assert "'wow' of a slide" in said
    assert "thumbnail of a medium" in said
    assert "'colour' of the file" in said


def test_an_end_before_the_start_is_said() -> None:
    draft, problems = read(slide(end_date={"year": 2010}))
    assert loaded(draft).events[0].date.text == "2018"
    assert "the end of the event 'It happened' is left out" in told(problems)


def test_versions_before_three() -> None:
    old = {
        "timeline": {
            "headline": "Old<br/>case",
            "text": "<p>x</p>",
            "date": [
                {"startDate": "2011,3,23", "endDate": "2011,3,24", "headline": "A", "tag": "Press"},
                {"startDate": "3/23/2011", "headline": "B", "tags": "one, two"},
                {"startDate": "", "headline": "C"},
            ],
            "era": [{"startDate": "2010", "endDate": "2012", "headline": "E"}],
        }
    }
    assert IMPORTER.recognises(Foreign("o.json", json.dumps(old).encode()))
    draft, problems = imported(IMPORTER, "o.json", json.dumps(old))
    timeline = loaded(draft)
    assert timeline.title == "Old case"
    dates = {event.title: event.date.text for event in timeline.events}
    assert dates == {"A": "2011-03-23/2011-03-24", "B": "2011-03-23", "E": "2010/2012"}
    assert "timeline.date[2]" in told(problems)


def test_times_without_a_zone_are_said_to_be_assumed() -> None:
    timed = slide(start_date={"year": 2018, "month": 4, "day": 13, "hour": 16, "minute": 30})
    draft, _ = read(timed)
    assert draft is not None
    assert (loaded(draft).timezone, "Assumed" in draft.comments["timezone",]) == ("UTC", True)
    known = brought(IMPORTER, "x.json", json.dumps({"events": [timed]}), timezone="Asia/Tokyo")
    assert known.timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "document",
    [
        {"events": []},
        {"events": {}},
        {"events": [None]},
        [],
        {"events": [slide(text=7, media=[], group={}, start_date={"year": []})]},
    ],
)
def test_wrong_files_explain_themselves(document: Any) -> None:
    draft, problems = imported(IMPORTER, "x.json", json.dumps(document))
    assert draft is None
    assert any(problem.is_error and problem.hint for problem in problems)


def test_slides_of_any_shape_never_raise() -> None:
    odd: Any
    for odd in (7, "x", [], {}, None, True, "\ud800", "<" * 3_000, "&" * 3_000):
        for name in (
            "text",
            "media",
            "group",
            "background",
            "display_date",
            "unique_id",
            "end_date",
        ):
            loaded(read(slide(**{name: odd}), slide(**{name: {"url": odd, "text": odd}}))[0])


# --- The sheet ------------------------------------------------------------------------------------


def sheet(*rows: str) -> str:
    header = (
        "Year,Month,Day,Time,End Year,Display Date,Headline,Text,Media,Type,Group,Background,Notes"
    )
    return "\r\n".join([header, *rows])


def test_the_sheet_in() -> None:
    text = sheet(
        ",,,,,,The case,About it,,title,,,",
        '2018,4,13,16:30,,,First,"two\nlines",,,Press,#fff,mine',
        "2019,,,,2020,,Second,,,,,,",
        ",,,,,Sometime,Third,,,,,,",
        "2018,1,1,noon,,,Fourth,,,,,,",
    )
    assert SHEET_IN.recognises(Foreign("s.csv", text.encode()))
    draft, problems = imported(SHEET_IN, "s.csv", text)
    timeline = loaded(draft)
    assert timeline.title == "The case"
    dates = {event.title: event.date.text for event in timeline.events}
    assert dates == {"First": "2018-04-13T16:30", "Second": "2019/2020", "Fourth": "2018-01-01"}
    said = told(problems)
    assert "s.csv:6:1: warning: the event 'Third' is left out" in said
    assert "s.csv:7:1: warning: a time of the event 'Fourth' is left out" in said
    assert "the column 'Notes' has no place: 1 cells" in said
    assert "background of a slide" in said


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_dialects_of_the_sheet(delimiter: str) -> None:
    rows = [["Year", "Headline"], ["2018", "A, b"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert brought(SHEET_IN, "s.csv", text).events[0].title == "A, b"


def test_no_sheet_explains_itself() -> None:
    draft, problems = imported(SHEET_IN, "s.csv", "title,count\na,1\n")
    assert draft is None
    assert "at least Year and Headline" in told(problems)


def test_no_cell_is_a_formula() -> None:
    timeline = timeline_of(
        {
            "title": "=1+1",
            "events": [
                {"date": "-0043", "title": "@SUM(A1)", "category": "-x", "summary": "=x"},
                {"date": "2018", "title": "+1", "media": [{"image": "=a.png", "alt": "-a"}]},
            ],
        }
    )
    data = SHEET_OUT.write(timeline).data
    for row in csv.reader(io.StringIO(data.decode(), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or int(cell) < 0
    back = brought(SHEET_IN, "s.csv", data)
    assert back.title == "=1+1"
    assert {event.title for event in back.events} == {"@SUM(A1)", "+1"}


# --- Out ------------------------------------------------------------------------------------------


def slides(timeline: Timeline) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(EXPORTER.write(timeline).data)
    return document


def test_the_case_keeps_every_claim_and_every_source() -> None:
    case = load(example_case()).public()
    written = EXPORTER.write(case)
    document = json.loads(written.data)
    assert len(document["events"]) == len(case.events)
    assert imprint(case).split(" · ")[-1] in document["title"]["text"]["text"]
    for one, event in zip(document["events"], case.events, strict=True):
        text = one["text"]["text"]
        assert one["unique_id"] == event.id
        assert one["display_date"] == event.date.display()
        for key in event.cited:
            assert f'href="{case.sources[key].url.replace("&", "&amp;")}"' in text
        assert text.count("data-stance=") == len(event.claims)
    claims = sum(len(event.claims) for event in case.events)
    assert any(f"claims: {claims} went" in loss for loss in written.losses)
    assert EXPORTER.write(case).data == written.data


def test_an_event_has_its_permanent_link_where_the_page_is_known() -> None:
    edition = {"url": "https://example.org/case"}
    known = timeline_of(
        {"title": "T", "edition": edition, "events": [{"date": "2018", "title": "A"}]}
    )
    assert 'href="https://example.org/case#event=a"' in slides(known)["events"][0]["text"]["text"]
    nowhere = timeline_of({"title": "T", "events": [{"date": "2018", "title": "A"}]})
    assert "permalink" not in slides(nowhere)["events"][0]["text"]["text"]


def test_hostile_texts_are_texts() -> None:
    bad = "<img src=x onerror=alert(1)>"
    timeline = timeline_of(
        {
            "title": bad,
            "categories": {"c": {"label": bad}},
            "events": [
                {"date": "2018", "title": bad, "summary": bad, "category": "c", "tags": [bad]}
            ],
        }
    )
    assert b"<img" not in EXPORTER.write(timeline).data


# --- There and back -------------------------------------------------------------------------------

#: Fields that hold Markdown: their form may change on the way, not what they say.
PROSE = {"summary", "says", "note", "caption"}


def said(value: Any, name: str = "") -> Any:
    """Values as they can be compared: Markdown as its words, lines without doubled blanks."""
    if isinstance(value, Mapping):
        found = {key: said(part, str(key)) for key, part in value.items()}
        # Markdown can be signs without a word, such as "#".
        return {key: part for key, part in found.items() if part != ""}
    if isinstance(value, list | tuple):
        return [said(part, name) for part in value]
    if isinstance(value, str):
        return " ".join((plain(value) if name in PROSE else value).split())
    return value


def content(timeline: Timeline) -> dict[str, Any]:
    values = timeline.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    for event in values["events"]:
        # Dates that are written the same count as the same in any zone.
        event.pop("date")
    values["dates"] = [event.date.text for event in timeline.events]
    for category in values.get("categories", {}).values():
        category.pop("color", None)
    found: dict[str, Any] = said(values)
    return found


def used(timeline: Timeline) -> Timeline:
    """A timeline without what no event refers to: slides cannot hold that."""
    cited = {key for event in timeline.events for key in event.cited}
    cited |= {key for event in timeline.events for link in event.related for key in link.sources}
    actors = {key for event in timeline.events for key in event.actors}
    actors |= {claim.by for event in timeline.events for claim in event.claims}
    groups = {event.category for event in timeline.events}
    return timeline.model_copy(
        update={
            "sources": {k: v for k, v in timeline.sources.items() if k in cited},
            "actors": {k: v for k, v in timeline.actors.items() if k in actors},
            "categories": {k: v for k, v in timeline.categories.items() if k in groups},
        }
    )


@pytest.mark.parametrize(("out", "back"), [(EXPORTER, IMPORTER), (SHEET_OUT, SHEET_IN)])
@settings(max_examples=50)
@given(documents())
def test_round_trip(out: Any, back: Any, document: dict[str, Any]) -> None:
    if out is SHEET_OUT:
        for event in document["events"]:
            # The sheet knows tenths of seconds only.
            event["date"] = event["date"].replace(".123", ".1")
    for event in document["events"]:
        texts = [entry["says"] for entry in event.get("claims", ())]
        texts += [entry["note"] for entry in event.get("corrections", ())]
        assume(all(map(plain, texts)))
    timeline = timeline_of(document)
    returned = brought(back, f"t{out.suffix}", out.write(timeline).data)
    assert content(returned) == content(used(timeline))


@pytest.mark.parametrize(("out", "back"), [(EXPORTER, IMPORTER), (SHEET_OUT, SHEET_IN)])
def test_the_case_comes_back(out: Any, back: Any) -> None:
    case = used(load(example_case()).public())
    draft, problems = imported(back, f"t{out.suffix}", out.write(case).data)
    assert problems == ()
    assert content(loaded(draft)) == content(case)


def test_a_date_changed_in_timelinejs_is_the_one_that_counts() -> None:
    document = slides(timeline_of({"title": "T", "events": [{"date": "2018~", "title": "A"}]}))
    document["events"][0]["start_date"] = {"year": 2019}
    back = brought(IMPORTER, "x.json", json.dumps(document))
    assert back.events[0].date.text == "2019"


# --- Samples --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "events", "sources", "text"),
    [
        ("contrib_women_in_computing.json", 10, 9, "background"),
        ("website_examples_example.json", 28, 4, "out of range"),
        ("website_examples_houston_timeline3.json", 18, 13, "went into the text"),
        ("website_examples_mediatypes_timeline3.json", 29, 19, ""),
        ("contrib_women_in_computing.csv", 10, 9, "background"),
    ],
)
def test_samples(name: str, events: int, sources: int, text: str) -> None:
    importer = SHEET_IN if name.endswith(".csv") else IMPORTER
    data = sample("timelinejs", name).read_bytes()
    assert importer.recognises(Foreign(name, data))
    draft, problems = imported(importer, name, data)
    timeline = loaded(draft)
    assert draft is not None
    assert (len(timeline.events), draft.entries, len(timeline.sources)) == (events, events, sources)
    assert text in told(problems)


def test_the_sample_that_is_no_sheet() -> None:
    data = sample("timelinejs", "src_js_core___tests___parser_test.csv").read_bytes()
    assert not SHEET_IN.recognises(Foreign("x.csv", data))
