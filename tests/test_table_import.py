"""Tables of other people: CSV, TSV and JSON records, tidy or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import loads
from dashboard.formats.table.words import RECORD_TIME, WORDS, field_of, plain
from dashboard.formats.yaml_writer import to_yaml
from tests.table_reading import read_table


def only(data: str | bytes, name: str = "table.csv", **columns: str) -> dict[str, Any]:
    (event,) = read_table(data, name, **columns).events
    return event


# --- What divides cells, and which bytes stand for letters ----------------------------------------

CELLS = [["Datum", "Titel", "Plaats"], ["13-4-2018", "Café, zei hij", "Den Haag"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_dialects(delimiter: str, encoding: str, end: str) -> None:
    lines = [delimiter.join(f'"{c}"' if "," in c else c for c in row) for row in CELLS]
    read = read_table((end.join(lines) + end).encode(encoding))
    assert read.events[0]["title"] == "Café, zei hij"
    assert read.events[0]["place"] == {"name": "Den Haag"}
    assert "UTF-8" not in read.said


def test_a_semicolon_beats_commas_in_texts() -> None:
    event = only("Datum;Titel;Omschrijving\n2018-04-13;Eén, twee, drie;Vier, vijf, zes, zeven\n")
    assert event["title"] == "Eén, twee, drie"


def test_an_old_code_page_is_read_and_said() -> None:
    read = read_table("Date,Title\n2018-04-13,Café\n2018-04-14,“x” €\n".encode("cp1252"))
    assert [event["title"] for event in read.events] == ["Café", "“x” €"]
    assert "table.csv:2:1: warning: the file is not UTF-8: it was read as Windows-1252" in read.said


def test_a_russian_code_page() -> None:
    read = read_table("Дата;Событие\n13.04.2018;Высылка дипломатов\n".encode("cp1251"))
    assert read.events[0] == {"date": "2018-04-13", "title": "Высылка дипломатов"}
    assert "Windows-1251" in read.said


def test_what_is_no_text_is_an_error() -> None:
    assert read_table(b"Date,Title\n2018-04-13,\x81\x8d\n").draft is None


def test_the_separator_that_excel_writes_on_top() -> None:
    assert only("sep=;\r\nDate;Title\r\n2018;A, b\r\n")["title"] == "A, b"


def test_line_breaks_in_quotes_are_paragraphs() -> None:
    read = read_table('Date,Title,Summary\n2018,"A","one\ntwo ""three"""\nfoo,B,\n')
    assert read.events[0]["summary"] == 'one\n\ntwo "three"'
    assert "(line 4: 'foo')" in read.said, "lines are counted as an editor does"


def test_a_quotation_mark_that_is_never_closed() -> None:
    read = read_table('Date,Title\n2018,A\n2019,"B\n2020,C\n')
    assert read.errors
    assert read.errors[0].startswith("table.csv:3:1: a quotation mark is opened here")


def test_blank_lines_and_rows_count_for_nothing() -> None:
    assert len(read_table("\n\nDate,Title\n\n2018,A\n,,\n\n").events) == 1


def test_ragged_rows() -> None:
    read = read_table("Date,Title,Place\n2018,A\n2019,B,Here,more,and more\n")
    assert len(read.events) == 2
    assert "'column 4' (1 cell), 'column 5' (1 cell)" in read.said


# --- Which row has the headings, and which column is what -----------------------------------------


def test_headings_need_not_come_first() -> None:
    read = read_table("Chronology of the case,,\nversion 3,,\nDate,Title,Link\n2018,A,\n")
    assert read.events[0]["title"] == "A"
    assert "lines above the headings were not read (1–2): Chronology of the case; version 3" in (
        read.said
    )


def test_no_headings_is_an_error_that_says_how() -> None:
    read = read_table("2018-04-03,A thing\n2018-05-06,B thing\n")
    assert read.draft is None
    assert "--map date=1 --map title=2" in read.said


def test_columns_by_number_and_letter() -> None:
    data = "2018-04-03,x,A thing\n2018-05-06,y,B thing\n"
    for columns in ({"date": "1", "title": "3"}, {"date": "A", "title": "C"}):
        read = read_table(data, **columns)
        assert [event["title"] for event in read.events] == ["A thing", "B thing"]


def test_columns_by_name() -> None:
    data = "Aangemaakt,Wat er gebeurde,Bronnen\n2018-04-03,A,https://example.org/a\n"
    event = only(data, date="aangemaakt", title="Wat er gebeurde")
    assert (event["date"], event["title"], len(event["sources"])) == ("2018-04-03", "A", 1)


def test_a_name_wins_over_a_number() -> None:
    assert only("2,1,Title\nx,2018,A\n", date="1")["date"] == "2018"


def test_several_columns_for_one_field() -> None:
    event = only("Date,Title,A,B\n2018,T,Jan,Piet\n", actors="A,B")
    assert event["actors"] == ["jan", "piet"]


def test_a_column_that_is_not_there() -> None:
    read = read_table("Date,Title\n2018,A\n", summary="Titel")
    assert read.draft is None
    assert "there is no column 'Titel' (did you mean 'Title'?)" in read.said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("sumary", "did you mean 'summary'?"),
        ("date:ymdh", "date:dmy"),
        ("title:dmy", "write title=Date"),
    ],
)
def test_a_field_that_does_not_exist(key: str, said: str) -> None:
    read = read_table("Date,Title\n2018,A\n", **{key.replace(":", "__"): "Date"})
    assert read.draft is None
    assert said in read.said


def test_guesses_are_said_in_a_note_and_a_comment() -> None:
    read = read_table("Datum,Kop\n2018,A\n")
    assert "columns were guessed: date from 'Datum', title from 'Kop'" in read.said
    assert read.draft is not None
    assert "date from 'Datum'" in read.draft.comments["events",]
    text = to_yaml(read.draft.document, read.draft.comments)
    assert "# guessed: columns: date from 'Datum', title from 'Kop'" in text


def test_our_own_names_are_no_guess() -> None:
    assert "guessed" not in read_table("date,title\n2018,A\n").said


def test_columns_without_a_place_are_named_with_what_they_hold() -> None:
    read = read_table("Date,Title,Colour,Empty\n2018,A,red,\n2019,B,blue,\n2020,C,,\n")
    assert "columns that found no place: 'Colour' (2 cells)" in read.said
    assert "Empty" not in read.said


def test_a_heading_twice() -> None:
    read = read_table(
        "Date,Title,Source,Source,Date\n2018,A,https://a.example,https://b.example,2017\n"
    )
    assert read.events[0]["date"] == "2018"
    assert len(read.events[0]["sources"]) == 2
    assert "'Date' (1 cell)" in read.said


def test_the_time_of_the_record_is_no_date_of_the_event() -> None:
    read = read_table("Created,Title\n2018-04-03,A\n")
    assert read.draft is None
    assert "--map 'date=Created'" in read.said
    both = read_table("Created,Date,Title\n2019-01-01,2018,A\n")
    assert both.events[0]["date"] == "2018"
    assert "'Created' usually tells when a row was recorded" in both.said


def test_from_and_to_of_a_letter_are_no_dates() -> None:
    read = read_table("Date,From,To,Subject\n2018,jan@example.org,piet@example.org,Hello\n")
    assert "end" not in read.events[0]
    assert "'From' (1 cell), 'To' (1 cell)" in read.said


@pytest.mark.parametrize("field", WORDS)
def test_the_first_word_for_a_field_means_it(field: str) -> None:
    assert field_of(WORDS[field][0]) == field


def test_no_word_means_two_things() -> None:
    words = [word for words in WORDS.values() for word in words]
    assert sorted(words) == sorted(set(words))
    assert all(plain(word) == word for word in words), "a heading is compared in plain letters"
    assert RECORD_TIME.isdisjoint(words)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("  DATE* ", "date"), ("Date (UTC)", "date"), ("Überschrift", "title"),
        ("startDate", "date"), ("place.name", "place"), ("author.name", None),
        ("properties.title", "title"), ("Début", "date"), ("Ereignis", "title"), ("x" * 500, None),
    ],
)  # fmt: skip
def test_headings(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


# --- Dates from several columns -------------------------------------------------------------------


def test_year_month_and_day() -> None:
    read = read_table(
        "Year,Month,Day,Headline\n2018,4,13,A\n2018,April,,B\n2018,,,C\n44 BC,3,15,D\n2018,13,1,E\n"
    )
    dates = [event["date"] for event in read.events]
    assert dates == ["2018-04-13", "2018-04", "2018", "-0043-03-15", "2018"]
    assert "a month that cannot be read: the year alone was kept (line 6: '13')" in read.said


def test_tag_is_a_day_beside_a_year() -> None:
    assert only("Jahr,Monat,Tag,Titel\n2018,Mai,3,A\n")["date"] == "2018-05-03"
    assert only("Datum,Tag,Titel\n2018,x,A\n")["tags"] == ["x"]


def test_start_and_end() -> None:
    read = read_table(
        "Start,End,Title\n2018-04-13,2018-04-15,A\n2018-04-13,2018-04-12,B\n"
        "2018-04-13,2018-04-13,C\n2018/2019,2020,D\n2018,,E\n"
    )
    assert [event.get("end") for event in read.events] == ["2018-04-15", None, None, None, None]
    assert "an end before its date: left out (line 3: '2018-04-12')" in read.said
    assert "an end beside a date that is an interval already: left out (line 5" in read.said


def test_time_and_zone_columns() -> None:
    read = read_table(
        "Date,Time,Timezone,Title\n"
        "2018-04-13,14:30,Europe/Amsterdam,A\n2018-04-13,2:30 PM,+02:00,B\n"
        "2018-04-13,,UTC,C\n2018-04,14:30,,D\n2018-04-13,14:30,Atlantis,E\n2018-04-13,late,,F\n"
    )
    dates = [event["date"] for event in read.events]
    assert dates == [
        "2018-04-13T14:30[Europe/Amsterdam]",
        "2018-04-13T14:30+02:00",
        "2018-04-13[UTC]",
        "2018-04",
        "2018-04-13T14:30",
        "2018-04-13",
    ]
    assert "a time beside a date that takes none: left out (line 5: '14:30')" in read.said
    assert "a time zone that nobody knows: left out (line 6: 'Atlantis')" in read.said
    assert "a time that cannot be read: left out (line 7: 'late')" in read.said


def test_an_end_that_is_only_a_time() -> None:
    event = only("Date,Start time,End time,Title\n2018-04-13,14:30,16:00,A\n")
    assert (event["date"], event["end"]) == ("2018-04-13T14:30", "2018-04-13T16:00")


def test_headings_that_name_utc() -> None:
    event = only("Date,Time (UTC),Title\n2018-04-13,14:30,A\n")
    assert event["date"] == "2018-04-13T14:30Z"


def test_the_zone_is_what_the_user_says_else_assumed() -> None:
    data = "Date,Title\n2018-04-13 14:30,A\n"
    said = read_table(data, timezone="Europe/Amsterdam")
    assert said.document["timezone"] == "Europe/Amsterdam"
    assert said.draft is not None
    assert ("timezone",) not in said.draft.comments
    silent = read_table(data)
    assert silent.document["timezone"] == "UTC"
    assert silent.draft is not None
    assert "assumed" in silent.draft.comments["timezone",]


# --- Events in and out ----------------------------------------------------------------------------


def test_every_row_is_an_event_or_listed() -> None:
    read = read_table("Date,Title\n2018,A\n,B\nsoon,C\n2019,\n2020,D\n")
    assert read.draft is not None
    assert read.draft.entries == 5
    assert len(read.events) == 3
    assert "no date: left out (line 3)" in read.said
    assert "no date that can be read in one way: left out (line 4: 'soon')" in read.said
    assert "no title (line 5)" in read.said
    assert read.events[1]["title"] == "Untitled (line 5)"


def test_no_event_at_all_is_an_error() -> None:
    read = read_table("Date,Title\nsoon,A\nlater,B\n")
    assert read.draft is None
    assert "no event could be made of any of the 2 rows" in read.said
    assert "lines 2–3" in read.said


def test_a_row_without_title_takes_the_begin_of_its_text() -> None:
    read = read_table(f"Date,Description\n2018,{'word ' * 60}\n")
    event = read.events[0]
    assert event["title"].endswith("word…")
    assert len(event["title"]) <= 121
    assert event["summary"].count("word") == 60


def test_the_same_title_twice_gets_another_id() -> None:
    read = read_table("Date,Title\n2018,A thing\n2019,A thing\n")
    assert [event.id for event in read.timeline.events] == ["a-thing", "a-thing-2"]


def test_ids_are_kept_or_mended_and_said() -> None:
    read = read_table("id,Date,Title\nfirst,2018,A\nfirst,2019,B\nno id!,2020,C\n")
    assert [event["id"] for event in read.events] == ["first", "first-2", "no-id"]
    assert "an id that another row has" in read.said
    assert "an id with signs that ids do not have" in read.said


def test_actors_tags_and_categories() -> None:
    read = read_table(
        "Date,Title,Who,Tags,Category\n"
        "2018,A,AIVD; Jansen & Zn.,one; two,Expulsion\n2019,B,AIVD,two,Expulsion\n"
    )
    document = read.document
    assert document["actors"]["aivd"] == {"name": "AIVD"}
    assert document["actors"]["jansen-zn"] == {"name": "Jansen & Zn."}
    assert read.events[0]["tags"] == ["one", "two"]
    assert document["categories"] == {"expulsion": {"label": "Expulsion"}}


def test_commas_divide_only_where_no_cell_has_a_semicolon() -> None:
    first = read_table(
        'Date,Title,Who\n2018,A,\'x\'\n2018,B,"Smith, John; Roe, Jane"\n2018,C,"Doe, J"\n'
    )
    assert first.events[2]["actors"] == ["doe-j"]
    second = read_table('Date,Title,Who\n2018,A,"John, Jane"\n')
    assert second.events[0]["actors"] == ["john", "jane"]
    assert second.draft is not None
    assert "actors were divided at commas" in second.draft.comments["events",]


def test_sources() -> None:
    read = read_table(
        "Date,Title,Source,Source title,Publisher,Published\n"
        "2018,A,https://example.org/a,The title,The paper,14-4-2018\n"
        '2018,B,"https://example.org/a, https://example.org/b",,,\n'
        "2018,C,Paper of record page 3,,,\n"
        "2018,D,see The Paper <https://example.org/d>.,,,\n"
        "2018,E,javascript:alert(1),,,\n"
        "2018,F,www.example.org/f,,,\n"
    )
    table = read.document["sources"]
    a, b, c, d, e, f = read.events
    (key,) = a["sources"]
    assert table[key] == {
        "url": "https://example.org/a",
        "title": "The title",
        "publisher": "The paper",
        "published": "2018-04-14",
    }
    assert b["sources"][0] == key
    assert len(b["sources"]) == 2
    assert c["summary"] == "Source: Paper of record page 3"
    assert table[d["sources"][0]]["url"] == "https://example.org/d"
    assert "sources" not in e
    assert "javascript" in e["summary"]
    assert table[f["sources"][0]]["url"] == "https://www.example.org/f"
    assert (
        "a source without an address on the web went into the summary (lines 4 and 6" in read.said
    )


def test_what_is_told_about_several_sources() -> None:
    rows = "2018,A,https://a.example https://b.example,{}\n"
    two = read_table("Date,Title,Source,Source title\n" + rows.format("One; Two"))
    assert [source["title"] for source in two.document["sources"].values()] == ["One", "Two"]
    one = read_table("Date,Title,Source,Source title\n" + rows.format("One"))
    assert not any("title" in source for source in one.document["sources"].values())
    assert "source-title of several sources, not one for each: left out (line 2: 'One')" in one.said


def test_places() -> None:
    read = read_table(
        'Date,Title,Place,Lat,Lon\n2018,A,The Hague,"52,08",4.31\n2018,B,,52.1 N,4.3 W\n'
        "2018,C,Nowhere,95,4\n2018,D,Half,52,\n"
    )
    places = [event.get("place") for event in read.events]
    assert places == [
        {"name": "The Hague", "lat": 52.08, "lon": 4.31},
        {"name": "52.1, -4.3", "lat": 52.1, "lon": -4.3},
        {"name": "Nowhere"},
        {"name": "Half"},
    ]
    assert "coordinates that are not two numbers of degrees: left out (lines 4–5" in read.said
    assert only('Date,Title,Coordinates\n2018,A,"52.08, 4.31"\n')["place"]["lat"] == 52.08


def test_claims() -> None:
    event = only(
        "Date,Title,Claim,Said by,Stance,Source\n2018,A,It was not us,Embassy,denies,"
        "https://example.org/a\n"
    )
    assert event["claims"] == [
        {"by": "embassy", "stance": "denies", "says": "It was not us", "sources": ["example-org"]}
    ]
    assert "sources" not in event, "what supports a denial does not support the event"


def test_what_nobody_is_said_to_have_said_goes_into_the_summary() -> None:
    read = read_table("Date,Title,Claim,Said by\n2018,A,It was not us,\n2018,B,,Embassy\n")
    assert read.events[0]["summary"] == "It was not us"
    assert "a claim of nobody went into the summary (line 2: 'It was not us')" in read.said
    assert (
        "somebody speaks, but there is no word of what: left out (line 3: 'Embassy')" in read.said
    )


def test_a_source_without_address_keeps_all_that_is_told() -> None:
    event = only(
        "Date,Title,Publisher,Source title,Published\n2018,A,The Paper,Page 3,2018-04-13\n"
    )
    assert event["summary"] == "Source: The Paper: Page 3, 2018-04-13"


def test_importance_and_known() -> None:
    read = read_table("Date,Title,Importance,Known\n2018,A,5,2019\n2018,B,9,soon\n")
    assert (read.events[0]["importance"], read.events[0]["known"]) == (5, "2019")
    assert "an importance that is none of 1 to 5: left out (line 3: '9')" in read.said
    assert "'known' is no date that can be read: left out (line 3: 'soon')" in read.said


def test_what_is_not_surely_public_is_internal() -> None:
    read = read_table("Date,Title,Visibility\n2018,A,public\n2018,B,internal\n2018,C,secret\n")
    assert [event.get("visibility") for event in read.events] == [None, "internal", "internal"]
    assert "was taken for internal (line 4: 'secret')" in read.said


def test_html_becomes_text() -> None:
    event = only(
        'Date,Title,Text\n2018,<b>A</b> &amp; b,"<p>one <a href=""https://example.org"">two</a>'
        '<script>alert(1)</script></p>"\n'
    )
    assert event["title"] == "A & b"
    assert event["summary"] == "one [two](https://example.org)"


def test_plain_text_stays_what_it_says() -> None:
    event = only('Date,Title,Text\n2018,A *b*,"* not a list\n[x](https://example.org) 5 < 6"\n')
    assert event["title"] == "A *b*"
    assert "\\*" in event["summary"]
    assert "\\[x\\]" in event["summary"]


def test_texts_that_are_too_long() -> None:
    read = read_table(f"Date,Title,Text\n2018,{'t' * 3_000},{'x' * 200_000}\n")
    assert len(read.events[0]["title"]) <= 1_000
    assert "too long" in read.said
    assert "more than 100,000 characters was cut" in read.said


def test_many_bad_rows_are_one_problem() -> None:
    rows = "".join(f"nonsense {number},T\n" for number in range(5_000))
    read = read_table(f"Date,Title\n2018,A\n{rows}")
    assert len(read.events) == 1
    assert "lines 3–5002" in read.said
    assert len(read.problems) < 5


def test_a_hundred_thousand_rows() -> None:
    rows = "".join(
        f"{n % 28 + 1}-{n % 12 + 1}-{1900 + n % 120};Event {n % 500};https://a.example/{n % 300}\n"
        for n in range(100_000)
    )
    read = read_table(f"Datum;Titel;Bron\n{rows}")
    assert len(read.document["events"]) == 100_000


@settings(max_examples=30, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_draft_or_an_error(data: bytes) -> None:
    read = read_table(data)
    assert (read.draft is None) == bool(read.errors)
    if read.draft is not None:
        loads(to_yaml(read.draft.document, read.draft.comments))


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=50, derandomize=True)
@given(st.lists(st.lists(CELL, min_size=8, max_size=8), min_size=1, max_size=4))
def test_any_cells_give_a_file_that_loads(rows: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Date", "Title", "Text", "Who", "Place", "Source", "Tags", "Category"])
    writer.writerows([["2018", *row[1:]] for row in rows])
    read = read_table(out.getvalue())
    assert len(read.events) == len(rows)


# --- JSON -----------------------------------------------------------------------------------------


def test_records() -> None:
    records = [
        {
            "when": "2018-04-13",
            "headline": "A",
            "place": {"name": "Here", "lat": 1.5, "lng": 2},
            "tags": ["a", "b;c"],
            "sources": [{"url": "https://example.org/a", "title": "T"}, "https://example.org/b"],
        },
        {"when": None, "headline": "B"},
    ]
    read = read_table(json.dumps(records), "data.json")
    assert read.kind == "records"
    (event,) = read.events
    assert event["place"] == {"name": "Here", "lat": 1.5, "lon": 2.0}
    assert event["tags"] == ["a", "b;c"]
    assert [read.document["sources"][key]["url"] for key in event["sources"]] == [
        "https://example.org/a",
        "https://example.org/b",
    ]
    assert "no date: left out (record 2)" in read.said


def test_records_inside_an_object() -> None:
    read = read_table('{"meta": 1, "rows": [{"date": 2018, "title": "A"}]}', "data.json")
    assert read.events[0]["date"] == "2018"
    assert "beside the records in 'rows' there is 'meta': not read" in read.said


def test_a_problem_in_records_says_its_path() -> None:
    read = read_table(
        '{"rows": [{"date": 2018, "title": "A"}, {"date": "x", "title": "B"}]}', "d.json"
    )
    assert any(problem.path == "rows[1]" for problem in read.problems)


def test_lines() -> None:
    data = '{"date": "2018", "title": "A"}\n\nbroken\n[1]\n{"date": "2019", "title": "B"}\n'
    read = read_table(data, "data.jsonl")
    assert read.kind == "jsonl"
    assert len(read.events) == 2
    assert "data.jsonl:3:1: warning: this line is no JSON: left out" in read.said
    assert "data.jsonl:4:1: warning: this line is no JSON object: left out" in read.said


def test_lines_are_recognised_without_a_name() -> None:
    data = '{"date": "2018", "title": "A"}\n{"date": "2019", "title": "B"}\n'
    assert read_table(data, "data").kind == "jsonl"


def test_deep_nesting_is_shown_not_followed() -> None:
    deep = '{"a":' * 50 + "1" + "}" * 50
    read = read_table(f'[{{"date": "2018", "title": "A", "x": {deep}}}]', "data.json")
    assert len(read.events) == 1
    assert "'x.a.a' (1 cell)" in read.said
    bomb = '{"date": "2018", "title": ' + "[" * 100_000 + "}\n"
    assert read_table(bomb + '{"date": "2018", "title": "A"}\n', "data.jsonl").events


# --- Real files -----------------------------------------------------------------------------------

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
TABLES = sorted(SAMPLES.glob("*/*.csv")) + sorted(SAMPLES.glob("*/*.jsonl"))


@pytest.mark.skipif(not TABLES, reason="the sample files of other tools are not here")
def test_every_table_of_the_samples_is_read_or_explains_itself() -> None:
    for path in TABLES:
        read = read_table(path.read_bytes(), path.name)
        assert (read.draft is None) == bool(read.errors), path
        if read.draft is not None:
            assert read.events, path
        assert all(problem.hint for problem in read.problems if problem.is_error), path
