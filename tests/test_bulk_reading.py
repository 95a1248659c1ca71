"""A big table is read as a small one is: the same events, the same columns, the same complaints."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.app.watch import Live
from dashboard.bulk import MOST, is_large, open_table
from dashboard.bulk.columns import NOWHERE, Bulk, Lists
from dashboard.bulk.of_timeline import bulk_of
from dashboard.bulk.reading import read, read_with_problems
from dashboard.bulk.searching import LATIN, folded
from dashboard.bulk.words import fold, searched
from dashboard.cli import main
from dashboard.formats import load
from dashboard.formats.convert import convert
from dashboard.formats.draft import Foreign
from dashboard.formats.table.writer import write_csv
from dashboard.model import Event, Timeline
from dashboard.problems import ProblemError

#: Cells by heading: what is plain, what is not, and what means nothing.
CELLS: Mapping[str, Sequence[str]] = {
    "date": (
        *("2018", "2018-04", "2018-04-13", "2018-04-13T16:30", "2018-04-13 16:30:05", "0044"),
        *("2018-04-13T16:30:05.250Z", "2018-04-13T16:30+02:00", "2018-04-13T16:30:05.1234567"),
        *("2018~", "2018-04?", "2018-04-10/2018-04-13", "2018/..", "../2018-04", "13 April 2018"),
        *("2018-02-30", "no date", "", "-", "2018-21", "201X", "2018-04-13T24:00", "2018-13"),
        *("[2018-04-13,2018-05]", "2018-04-13T16:30/2018-04-14", "2018-04-13/2018-04-10", "9999"),
    ),
    "end": ("", "2018-04-14", "2018-04-13", "2019", "2018-04-13T17:00", "2001", "soon", "2018~"),
    "time": ("", "16:30", "9:05", "16:30:05", "noon", "7 pm"),
    "title": ("A title", "", "Größe *und* Macht", "<b>Bold</b> words", "n/a", "Same", "Same"),
    "summary": ("", "Some *text*", "Two\nlines", "<p>An <i>article</i></p>", "Straße & Élan"),
    "category": ("", "Talks", "talks", "Arrests", "-", "  Talks  "),
    "actors": ("", "AIVD; SVR", "SVR", "Aïvd", "AIVD;AIVD", "Smith, John"),
    "place": ("", "The Hague", "Den Haag", "n/a"),
    "lat": ("", "52.08", "north"),
    "lon": ("", "4.31", "4.31 E"),
    "source": (
        *("", "https://example.org/a", "https://www.example.org/b", "http://other.example/x?y=1"),
        *("https://example.org/a; https://other.example/z", "NRC https://nrc.example/1", "a book"),
        *("www.example.org/b", "https://example.org/a.", "https://example.org/(x)", "n/a"),
    ),
    "source title": ("", "An article", "Another; one"),
    "publisher": ("", "NRC", "nrc", "Reuters", "NRC; Reuters"),
    "published": ("", "2018-04-14", "2018-05", "2017-01-01", "2019-01-01;2020-01-01", "later"),
    "known": ("", "2018-04-20", "2016", "never"),
    "importance": ("", "1", "5", "3.0", "high"),
    "tags": ("", "spies", "spies; trade", "tlp:red", "Spies"),
    "visibility": ("", "public", "internal", "secret"),
    "by": ("", "Embassy", "SVR"),
    "stance": ("", "denies", "asserts", "shouts"),
    "says": ("", "It was not so", "n/a"),
}


def rows_of(headings: Sequence[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    row = st.fixed_dictionaries({name: st.sampled_from(CELLS[name]) for name in headings})
    return st.lists(row, min_size=1, max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[dict[str, str]]]:
    others = draw(st.lists(st.sampled_from([*CELLS][1:]), unique=True, max_size=8))
    headings = draw(st.permutations(["date", "title", *(set(others) - {"title"})]))
    return list(headings), draw(rows_of(headings))


def as_csv(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([[row[name] for name in headings] for row in rows])
    return out.getvalue()


def told(event: Event, timeline: Timeline) -> dict[str, Any]:
    """All that an event says, with names in the place of ids."""
    sources = [timeline.sources[key] for key in event.cited]
    return {
        **event.model_dump(exclude={"id", "actors", "category", "claims", "sources"}),
        "category": timeline.categories[event.category].label if event.category else None,
        "actors": [timeline.actors[key].name for key in event.actors],
        "claims": [
            (timeline.actors[claim.by].name, claim.stance, claim.says) for claim in event.claims
        ],
        "sources": [source.model_dump(exclude={"id"}) for source in sources],
    }


def lists(found: Lists, names: Sequence[tuple[str, str]]) -> list[list[str]]:
    ends = found.ends.tolist()
    return [
        [names[at][1] for at in found.values[first:last].tolist()]
        for first, last in zip([0, *ends], ends, strict=False)
    ]


def said(bulk: Bulk) -> dict[str, Any]:
    """What the columns of a bulk say, with names in the place of numbers."""
    columns, names = bulk.columns, bulk.names
    numbers = ("start", "end", "earliest", "latest", "flags", "importance", "evidence", "first")
    more = ("public", "sources", "step_event", "step_since", "step_kind")
    return {
        **{name: getattr(columns, name).tolist() for name in (*numbers, *more)},
        "category": [names.category[at][1] for at in columns.category.tolist()],
        "place": [
            None if at == NOWHERE else names.place[at][1] for at in columns.place.tolist()
        ],
        "actors": lists(columns.actors, names.actor),
        "tags": lists(columns.tags, names.tag),
        "names": [[label for _, label in one] for one in (names.category, names.actor, names.place,
                                                          names.tag)],
    }  # fmt: skip


def small(path: Path, timezone: str | None = None) -> Timeline | None:
    """The same file as a small table is read."""
    return convert(Foreign(str(path), path.read_bytes(), timezone=timezone)).timeline


def assert_same(path: Path, timezone: str | None = None) -> None:
    timeline = small(path, timezone)
    bulk = read_with_problems(path, timezone=timezone).bulk
    if timeline is None:
        assert bulk is None
        return
    assert bulk is not None
    texts = bulk.texts.timeline(0, len(bulk.columns))
    expected = [told(event, timeline) for event in timeline.events]
    assert [told(event, texts) for event in texts.events] == expected
    assert said(bulk) == said(bulk_of(timeline))
    assert bulk.texts.titles(range(len(expected))) == [one["title"] for one in expected]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_a_table_says_what_a_small_one_says(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[dict[str, str]]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "case.csv"
    path.write_text(as_csv(*table), encoding="utf-8")
    assert_same(path)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_a_zone_holds_for_what_names_none(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[dict[str, str]]]
) -> None:
    headings, rows = table
    path = tmp_path_factory.mktemp("table") / "case.csv"
    # An end that lies before its date in the zone alone stops a small table.
    kept = [name for name in headings if name not in ("end", "time")]
    path.write_text(as_csv(kept, rows), encoding="utf-8")
    assert_same(path, "Europe/Amsterdam")


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/St_Johns", "+05:45", "UTC"])
def test_clocks_that_are_put_forward_and_back(tmp_path: Path, zone: str) -> None:
    days = ("2018-03-24", "2018-03-25", "2018-03-26", "2018-10-27", "2018-10-28", "2018-10-29")
    # Not the hour between two and three, which on one of the days there was not.
    times = [f"{day}T{hour:02}:30" for day in days for hour in (0, 1, 3, 4, 23)]
    zoned = [f"{day}T{hour:02}:30Z" for day in days for hour in range(0, 24, 5)]
    rows = [{"date": date, "title": date} for date in (*days, *times, *zoned, "2018-03", "2018")]
    path = tmp_path / "case.csv"
    path.write_text(as_csv(["date", "title"], rows), encoding="utf-8")
    assert_same(path, zone)


@pytest.mark.parametrize("beside", [[], ["publisher"]])
def test_a_table_of_titles_and_addresses_alone(tmp_path: Path, beside: list[str]) -> None:
    titles = ["A", "a  b", "<b>A</b> b", "a < b", "A &amp; B", "", "n/a", "x" * 1_005, "*a*"]
    addresses = [
        *("https://a.example/b", "https://a.example/b.", "http://b.example/?c=d&e=%20#f", "n/a"),
        *("www.a.example", "HTTPS://C.example/", "https://.a", "https://a.example/(b)", "a book"),
        *("https://d.example/a;https://e.example/b", "see https://f.example/g", "https://g.nl/é"),
    ]
    rows = [
        {"date": "2018-04-13", "title": title, "source": address, "publisher": publisher}
        for title in titles
        for address in addresses
        for publisher in ("", "NOS")[: 1 + len(beside)]
    ]
    path = tmp_path / "case.csv"
    path.write_text(as_csv(["date", "title", "source", *beside], rows), encoding="utf-8")
    assert_same(path)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_json_lines_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[dict[str, str]]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "case.jsonl"
    lines = [json.dumps({key: text for key, text in row.items() if text}) for row in table[1]]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert_same(path)


def test_values_of_all_kinds_in_json_lines(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"date": "2018", "title": "A", "importance": 5, "tags": ["x", "y; z"], "id": "a/b~c"},
        {"date": 2019, "title": " B ", "importance": 4.0, "place": {"name": "Delft", "lat": 52.0}},
        {"date": "2020-01-01", "title": None, "summary": True, "place": "Gouda", "tags": "x"},
        {"date": "2021", "title": ["C", {"name": "D"}], "source": {"url": "https://a.example/"}},
        {
            "date": "2022",
            "title": "\u0001E",
            "sources": [{"title": "F", "url": "https://f.example"}],
        },
    ]
    path = tmp_path / "case.jsonl"
    path.write_text("\n\n".join(map(json.dumps, records)), encoding="utf-8")
    assert_same(path)


def test_lines_that_are_no_records_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_text(
        '{"date": "2018", "title": "A"}\n{"date": \n[1]\n\n7\n{"date": "2019"}\n', "utf-8"
    )
    found = read_with_problems(path)
    assert found.bulk is not None
    assert len(found.bulk.columns) == 2
    said_of = [str(problem) for problem in found.problems]
    assert f"{path}:2:1: warning: 1 line is no JSON: left out (line 2)" in said_of[0]
    assert "2 lines are no JSON object: left out (lines 3 and 5)" in said_of[1]


# --- Parquet --------------------------------------------------------------------------------------


def parquet(path: Path, query: str) -> Path:
    import duckdb

    with duckdb.connect() as database:
        database.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_parquet_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[dict[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("table")
    text = folder / "case.csv"
    text.write_text(as_csv(*table), encoding="utf-8")
    rows = f"SELECT * FROM read_csv('{text}', all_varchar = true, header = true, delim = ',')"
    found = read_with_problems(parquet(folder / "case.parquet", rows)).bulk
    expected = read_with_problems(text).bulk
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert said(found) == said(expected)


def test_columns_with_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "case.parquet",
        """SELECT * FROM (VALUES
            (DATE '2018-04-13', 'Day', 5, 1.0::DOUBLE, ['x', 'y'], {'name': 'Delft', 'lat': 52.0,
             'lon': 4.4}, TIMESTAMP '2018-05-01'),
            (DATE '2018-04-14', 'Other', NULL, 'nan'::DOUBLE, NULL, NULL, NULL),
            (NULL, 'None', 1, 2.0::DOUBLE, [], NULL, TIMESTAMP '2018-05-02')
        ) AS t(date, title, count, importance, tags, place, known)""",
    )
    found = read_with_problems(path)
    assert found.bulk is not None
    events = found.bulk.texts.timeline(0, 9).events
    assert [event.date.text for event in events] == ["2018-04-13", "2018-04-14"]
    assert [event.importance for event in events] == [1, 3]
    assert events[0].tags == ("x", "y")
    assert events[0].place is not None
    assert (events[0].place.name, events[0].place.lat) == ("Delft", 52.0)
    assert events[0].known is not None
    assert events[0].known.text == "2018-05-01"
    assert found.bulk.losses == {"no date: left out": 1}
    problems = "\n".join(map(str, found.problems))
    assert "all times in the column 'known' are midnight: they were read as days" in problems
    assert "no date: left out (row 3)" in problems


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("TIMESTAMP", "2018-04-13 16:30:00", "2018-04-13T16:30"),
        ("TIMESTAMP", "2018-04-13 16:30:05", "2018-04-13T16:30:05"),
        ("TIMESTAMP", "2018-04-13 16:30:05.25", "2018-04-13T16:30:05.250"),
        ("TIMESTAMP_NS", "2018-04-13 16:30:05", "2018-04-13T16:30:05"),
        ("TIMESTAMPTZ", "2018-04-13 16:30:00+02", "2018-04-13T14:30Z"),
        ("TIMESTAMP", "2018-04-13", "2018-04-13"),
        ("DATE", "0044-03-15", "0044-03-15"),
        ("INTEGER", "2018", "2018"),
    ],
)
def test_times_with_types(tmp_path: Path, type_: str, value: str, text: str) -> None:
    query = f"SELECT CAST('{value}' AS {type_}) AS date, 'A' AS title"
    bulk = read(parquet(tmp_path / "case.parquet", query))
    assert [event.date.text for event in bulk.texts.timeline(0, 1).events] == [text]


# --- Files that are not as they should be ---------------------------------------------------------

GOOD = "date,title,summary\n2018-04-13,Größe,one\n2018-04-14,Straße,two\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "case.csv"
    path.write_bytes(GOOD.encode(encoding))
    found = read_with_problems(path)
    assert found.bulk is not None
    assert found.bulk.texts.titles([0, 1]) == ["Größe", "Straße"]
    told_of = "it was read as Windows-1252" in "\n".join(map(str, found.problems))
    assert told_of == (encoding == "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD.replace("\n", "\r\n"), id="lines end in two signs"),
        pytest.param(GOOD.replace("\n", "\r"), id="lines turn back"),
        pytest.param(GOOD.replace(",", ";"), id="semicolons"),
        pytest.param(GOOD.replace(",", "\t"), id="tabs"),
        pytest.param(GOOD.rstrip("\n"), id="no last line end"),
        pytest.param(GOOD + "\n\n", id="empty lines"),
        pytest.param("A table\n\n" + GOOD, id="a title above"),
        pytest.param("sep=,\n" + GOOD, id="the divider named"),
        pytest.param(GOOD + "2019,\n2020,A,B,C,D\n2021", id="ragged"),
        pytest.param(GOOD + '2019,"A ""B""\nC","D"\n', id="two lines in a cell"),
        pytest.param(GOOD + '2019, "A, B",C\n', id="a blank before the quotation mark"),
        pytest.param(GOOD + '2019,A "B" C,D "E\n', id="quotation marks inside"),
        pytest.param(GOOD + "2019,\x00A,B\n", id="a zero byte"),
        pytest.param(GOOD + "2019,\x01\u2028A\u3000, B\xa0\n", id="signs that nobody sees"),
    ],
)
def test_texts_as_programs_write_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert_same(path)


@pytest.mark.parametrize(
    ("name", "data", "said_of"),
    [
        ("case.csv", b"", "the table is empty"),
        ("case.csv", b"date,title\n", "no event could be made of any of the 0 rows"),
        ("case.csv", b'date,title\n2018,"A\n2019,B\n', "opened here and never closed"),
        ("case.csv", b"date,title\nnever,A\nsoon,B\n", "any of the 2 rows"),
        ("case.csv", b"datte,title\n2018,A\n", "no column could be told to hold the date"),
        ("case.csv", b"date,title\n03/04/2018,A\n", "day and month cannot be told apart"),
        ("case.csv", b"\xff\xfe\x00", "broken UTF-16"),
        ("case.jsonl", b"", "there are no records"),
        ("case.jsonl", b"[1]\n2\n", "there are no records"),
        ("case.parquet", b"", "no Parquet file, or one that was cut off"),
        ("case.parquet", b"PAR1 and then nothing", "no Parquet file, or one that was cut off"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, data: bytes, said_of: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ProblemError) as caught:
        read(path)
    assert said_of in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_parquet_that_was_cut_off(tmp_path: Path) -> None:
    query = "SELECT '2018' AS date, 'A' || i AS title FROM range(5000) t(i)"
    path = parquet(tmp_path / "case.parquet", query)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ProblemError, match="cut off"):
        read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="cannot be opened"):
        read(tmp_path / "none.csv")


def test_rows_that_are_left_out_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    rows = "".join(f"{'' if at % 3 else '2018-04-13'},Title {at}\n" for at in range(30))
    path.write_text(f"date,title\n{rows}2018-02-30,A\n2019,\n", encoding="utf-8")
    found = read_with_problems(path)
    assert found.bulk is not None
    assert len(found.bulk.columns) == 11
    assert found.bulk.losses == {
        "no date: left out": 20,
        "no date that can be read in one way: left out": 1,
        "no title": 1,
    }
    problems = "\n".join(map(str, found.problems))
    assert f"{path}:3:1: warning: no date: left out (lines 3, 4, 6, 7, 9 and 15 more)" in problems
    assert "read in one way: left out (line 32: '2018-02-30')" in problems


# --- What there is to ask for ---------------------------------------------------------------------


def test_internal_rows_stay_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_text(
        "date,title,category,actors,place,tags,visibility\n"
        "2018,Secret,Hidden,Spy,Lair,tlp:red,public\n2019,Open,Shown,Clerk,Hall,x,\n"
        "2020,Kept,Hidden,Spy,Lair,y,internal\n",
        encoding="utf-8",
    )
    whole, public = read(path), read(path, public=True)
    assert len(whole.columns) == 3
    assert public.texts.titles([0]) == ["Open"]
    assert len(public.columns) == 1
    assert [label for _, label in public.names.category] == ["Shown"]
    assert public.names.tag == (("x", "x"),)
    assert [actor.name for actor in public.head.actors.values()] == ["Clerk"]
    assert list(public.head.categories) == ["shown"]
    assert public.version != whole.version
    assert not public.texts.search([fold("Secret")]).any()


def test_ids_are_given_or_made(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    ids = ("a", "a", "", "row-4", "Größe 1", "a-2", "a", "n/a")
    rows = "".join(f"{2010 + at},T,{key}\n" for at, key in enumerate(ids))
    path.write_text(f"date,title,id\n{rows}", encoding="utf-8")
    found = read_with_problems(path)
    assert found.bulk is not None
    texts = found.bulk.texts
    made = list(texts.ids())
    assert made[0] == "a"
    assert made[3] == "row-4"
    assert made[4] == "grosse-1"
    assert made[5] == "a-2"
    assert len(set(made)) == len(ids)
    assert [texts.find(key) for key in made] == list(range(len(ids)))
    assert texts.find("b") is None
    assert [event.id for event in texts.timeline(0, 8).events] == made
    assert found.bulk.losses["an id that another row has: a new one was made"] == 3
    path.write_text("date,title\n2019,B\n2018,A\n", encoding="utf-8")
    assert list(read(path).texts.ids()) == ["row-3", "row-2"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables(), data=st.data())
def test_a_search_finds_what_a_page_finds(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[list[str], list[dict[str, str]]],
    data: st.DataObject,
) -> None:
    path = tmp_path_factory.mktemp("table") / "case.csv"
    headings, rows = table
    # What another row tells about an address is shown, but not searched for.
    about = {"source title", "publisher"} if "source" in headings else set()
    kept = [name for name in headings if name not in about]
    path.write_text(as_csv(kept, rows), encoding="utf-8")
    bulk = read_with_problems(path).bulk
    if bulk is None:
        return
    timeline = bulk.texts.timeline(0, len(bulk.columns))
    words = [searched(timeline, event).split() for event in timeline.events]
    # The signs around words are not looked for.
    known = sorted({word.strip(",;:.()") for one in words for word in one} - {""}) or ["x"]
    some = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2))
    expected = [all(any(word in own for own in one) for word in some) for one in words]
    found = bulk.texts.search(some).tolist()
    # More may be found, where a cell says what the page does not show; nothing may be missed.
    assert [one for one, wanted in zip(found, expected, strict=True) if wanted] == [
        True for wanted in expected if wanted
    ]
    assert not bulk.texts.search(["nowhere-to-be-found"]).any()


def test_the_database_folds_letters_as_we_do() -> None:
    import duckdb

    with duckdb.connect() as database:
        signs = [chr(number) for number in range(1, 0x2100) if re.fullmatch(LATIN, chr(number))]
        found = database.execute(
            f"SELECT {folded('s')}, regexp_full_match(s, ?) FROM (SELECT unnest(?) AS s)",
            [LATIN, [f"x{sign}x" for sign in signs]],
        ).fetchall()
    assert len(signs) > 250
    blanks = str.maketrans(dict.fromkeys("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f", " "))
    assert [text.translate(blanks) for text, _ in found] == [fold(f"x{sign}x") for sign in signs]
    assert all(latin for _, latin in found)


def test_a_search_of_words_that_mean_something_to_a_database(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_text("date,title\n2018,100% of_it 'quoted'\n2019,100 of it\n", encoding="utf-8")
    texts = read(path).texts
    for word, found in (("100%", [True, False]), ("of_it", [True, False]), ("'", [True, False])):
        assert texts.search([word]).tolist() == found
    assert texts.search(["\ud800"]).tolist() == [False, False]
    assert texts.search([]).tolist() == [True, True]


def test_pieces_fit_together(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    rows = [
        {
            "date": f"{1900 + at % 90}",
            "title": f"T{at}",
            "source": f"https://s{at % 3}.example/{at}",
            "publisher": ("", "NRC")[at % 2],
        }
        for at in range(1500)
    ]
    path.write_text(as_csv(["date", "title", "source", "publisher"], rows), encoding="utf-8")
    texts = read(path).texts
    whole = texts.timeline(0, 1500)
    pieces = [texts.timeline(at, at + 500) for at in range(0, 1500, 500)]
    assert [event.title for piece in pieces for event in piece.events] == [
        event.title for event in whole.events
    ]
    assert all(event.cited[0] in piece.sources for piece in pieces for event in piece.events)
    # Neighbours in the table are neighbours in time, and equals in the order of the file.
    numbers = [int(event.title[1:]) for event in whole.events]
    assert numbers == sorted(numbers, key=lambda at: (at % 90, at))
    last = texts.timeline(1490, 2000)
    assert [told(event, last) for event in last.events] == [
        told(event, whole) for event in whole.events[1490:]
    ]


def test_several_threads_may_ask_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = tmp_path / "case.csv"
    rows = [{"date": f"{1900 + at}", "title": f"Title {at}"} for at in range(99)]
    path.write_text(as_csv(["date", "title"], rows), encoding="utf-8")
    texts = read(path).texts

    def ask(at: int) -> tuple[str, int, int | None]:
        event = texts.timeline(at, at + 1).events[0]
        return event.title, int(texts.search(["title", f"{at}"]).sum()), texts.find(event.id)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(99)))
    assert [title for title, _, _ in found] == [f"Title {at}" for at in range(99)]
    assert all(number >= 1 for _, number, _ in found)
    assert [place for _, _, place in found] == list(range(99))


def test_a_name_is_only_a_name(tmp_path: Path) -> None:
    (tmp_path / "a1.csv").write_text("date,title\n2018,Wrong\n", encoding="utf-8")
    for name in ("a[0-9].csv", "a?.csv", "a'b.csv", "a;b.csv", "ä \u2028.csv"):
        path = tmp_path / name
        path.write_text("date,title\n2019,Right\n", encoding="utf-8")
        assert read(path).texts.titles([0]) == ["Right"]
    with pytest.raises(ProblemError, match="cannot be opened"):
        read(tmp_path / "a*.csv")
    with pytest.raises(ProblemError, match="cannot be opened"):
        read(Path("s3://bucket/case.parquet"))


def test_the_database_sees_nothing_else(tmp_path: Path) -> None:
    import duckdb

    from dashboard.bulk import sql

    other, path = tmp_path / "other.csv", tmp_path / "case.csv"
    for one in (other, path):
        one.write_text("date,title\n2018,A\n", encoding="utf-8")
    database, folder, inside = sql.opened(path)
    try:
        assert sql.first(database, f"SELECT count(*) FROM read_csv('{inside}')") == (1,)
        for query in (
            f"SELECT * FROM read_csv('{other}')",
            f"SELECT * FROM read_text('{other}')",
            "SELECT * FROM read_csv('https://example.org/a.csv')",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            f"ATTACH '{tmp_path / 'out.db'}'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                database.execute(query).fetchall()
    finally:
        database.close()
        sql.removed(folder)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["case.csv", "other.csv"]


def test_cells_are_data(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    hostile = "'); DROP TABLE events; --"
    rows = [dict.fromkeys(("date", "title", "category", "place", "id", "tags"), hostile)] * 2
    rows[1] = {**rows[1], "date": "2018"}
    path.write_text(as_csv(["date", "title", "category", "place", "id", "tags"], rows), "utf-8")
    bulk = read(path)
    assert bulk.texts.titles([0]) == [hostile]
    assert bulk.texts.search(["drop"]).tolist() == [True]
    assert bulk.texts.find(hostile) is None


def test_equal_files_have_equal_versions(tmp_path: Path) -> None:
    first, second = tmp_path / "case.csv", tmp_path / "copy" / "case.csv"
    second.parent.mkdir()
    for path in (first, second):
        path.write_text(GOOD, encoding="utf-8")
    assert read(first).version == read(second).version
    second.write_text(GOOD.replace("one", "1"), encoding="utf-8")
    assert read(first).version != read(second).version


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_text(GOOD, encoding="utf-8")
    told_of: list[tuple[float, str]] = []
    read(path, progress=lambda share, what: told_of.append((share, what)))
    shares = [share for share, _ in told_of]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


# --- Which files are large ------------------------------------------------------------------------


def long_csv(path: Path, count: int) -> Path:
    lines = [f"{1000 + at},Title {at}" for at in range(count)]
    path.write_text("\n".join(["date,title", *lines, ""]), encoding="utf-8")
    return path


def test_large_is_what_no_page_holds_at_once(tmp_path: Path) -> None:
    assert not is_large(long_csv(tmp_path / "small.csv", MOST))
    assert is_large(long_csv(tmp_path / "large.csv", MOST + 1))
    assert not is_large(tmp_path / "none.csv")
    assert not is_large(tmp_path)
    assert is_large(parquet(tmp_path / "few.parquet", "SELECT '2018' AS date, 'A' AS title"))
    # Others read these, who know what they are.
    ours = write_csv(load(long_csv(tmp_path / "s.csv", 9))).data.decode()
    text = "".join([ours, *(ours.split("\n", 1)[1] for _ in range(200))])
    (tmp_path / "ours.csv").write_text(text, encoding="utf-8")
    assert not is_large(tmp_path / "ours.csv")


def test_few_events_become_objects(tmp_path: Path) -> None:
    query = "SELECT '2018' AS date, 'A' AS title, 'internal' AS visibility"
    path = parquet(tmp_path / "few.parquet", query)
    opened = open_table(path)
    assert isinstance(opened.shown, Timeline)
    assert [event.title for event in opened.shown.events] == ["A"]
    assert open_table(path, public=True).shown is None
    assert isinstance(open_table(long_csv(tmp_path / "large.csv", MOST + 1)).shown, Bulk)


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command: its exit code, and what it printed on both ways."""
    code = main(arguments)
    return (code, *capfd.readouterr())


def test_check_reads_a_large_table(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = long_csv(tmp_path / "large.csv", 1500)
    with path.open("a", encoding="utf-8") as file:
        file.write(",None\n")
    code, out, errors = run(capfd, "check", str(path))
    assert (code, errors) == (0, "")
    assert "no date: left out (line 1502)" in out
    assert out.rstrip().endswith("1,500 events")
    assert json.loads(run(capfd, "check", "--json", str(path))[1])["events"] == 1500


def test_export_makes_other_files_of_a_large_table(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, target = long_csv(tmp_path / "large.csv", 1500), tmp_path / "case.json"
    assert run(capfd, "export", str(path), "-o", str(target))[0] == 0
    assert len(json.loads(target.read_text(encoding="utf-8"))["events"]) == 1500


def test_a_large_table_is_followed(tmp_path: Path) -> None:
    path = long_csv(tmp_path / "large.csv", 1500)
    live = Live(path)
    shown, version = live.shown()
    assert isinstance(shown, Bulk)
    assert (live.current.count, version) == (1500, shown.version)
    long_csv(path, 1600)
    live.look()
    live.look()
    assert live.current.count == 1600
    long_csv(path, 3)
    live.look()
    live.look()
    assert live.current.count == 3
    assert live.current.large is None


@pytest.mark.parametrize("name", ["case.json", "case.html"])
def test_internal_rows_are_in_no_export(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    path, target = tmp_path / "large.csv", tmp_path / name
    lines = [f"{1000 + at},Title {at},Clerk,Shown," for at in range(MOST + 1)]
    lines[500] = "1500,Whisper,Informer,Hidden,internal"
    path.write_text("\n".join(["date,title,actors,category,visibility", *lines]), "utf-8")
    code, _, errors = run(capfd, "export", str(path), "-o", str(target))
    assert code == 0, errors
    assert "Left out: 1 internal event." in errors
    text = target.read_text(encoding="utf-8")
    assert not re.search("Whisper|Informer|Hidden", text)
