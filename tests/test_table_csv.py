"""Dateline's own CSV: safe in a spreadsheet, readable, and read back without loss."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import Timeline, load, loads
from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.table import EXPORTER
from dashboard.formats.table.cells import defused, restored, split_list
from dashboard.formats.table.shown import COLUMNS
from dashboard.formats.yaml_writer import to_yaml
from dashboard.resources import example_case
from tests.table_reading import Read, read_table

CASE = """
title: A case
summary: About it
language: nl
timezone: Europe/Amsterdam
edition: {version: "1", date: 2021, author: A, licence: CC0, url: https://example.org/case}
story: [second, first]
categories: {reaction: {label: "Reactions", color: "#D55E00"}, unused: {label: Unused}}
actors: {aivd: {name: General Service, short: AIVD, kind: agency}, two: {name: "A; b"}}
sources:
  statement: {url: "https://example.org/s", title: Words, publisher: AIVD, origin: aivd}
  unused: https://example.org/unused
events:
  - id: first
    date: 2018-04
    title: "=1+1"
    summary: |-
      - one
      - two; @three
    category: reaction
    importance: 5
    known: 2018-05
    actors: [aivd, two]
    place: {name: The Hague, lat: -52.08, lon: 4.313}
    claims:
      - {by: aivd, says: "it *was* so\\nindeed", date: 2018-04-02, sources: [statement]}
      - {by: two, stance: denies, says: it was not}
    sources: [statement]
    related: [{to: second, kind: no-known-link, note: none shown, sources: [statement]}]
    media: [{image: photos/x.jpg, alt: A photo, caption: c, credit: d}]
    tags: [espionage, "a;b"]
    corrections: [{date: 2021-01-20, note: a mistake}]
  - {id: second, date: -0044, title: Second, source: https://example.org/other, tags: [x;y]}
"""


def case() -> Timeline:
    return loads(CASE)


def written(timeline: Timeline) -> bytes:
    return EXPORTER.write(timeline).data


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The rows as the csv module sees them."""
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def with_rows(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    """A table of rows that somebody has worked on."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def values(timeline: Timeline) -> dict[str, Any]:
    return timeline.model_dump(mode="json")


def row(rows: list[dict[str, str]], key: str) -> dict[str, str]:
    return next(one for one in rows if one["id"] == key)


# --- Formulas -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+31 70", "'+31 70"),
        ("-0044", "'-0044"),
        ("@user", "'@user"),
        ("\t=1", "'\t'=1"),
        ("'=1", "''=1"),
        ('"=1"', '"\'=1"'),
        ("a;=1", "a;'=1"),
        ("a\n- b", "a\n'- b"),
        ("\uff1d1", "'\uff1d1"),
        ("a = b", "a = b"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_a_cell_is_no_formula(text: str, safe: str) -> None:
    assert defused(text) == safe
    assert restored(safe) == text


@settings(max_examples=50, derandomize=True)
@given(st.text(st.sampled_from("=+-@\t\r\n;'\" ab\uff1d"), max_size=12))
def test_every_text_comes_back(text: str) -> None:
    safe = defused(text)
    assert restored(safe) == text
    assert not re.search('(^|[;\t\r\n])[ "]*[=+@\uff1d-]', safe)


def test_no_cell_of_an_exported_table_begins_like_a_formula() -> None:
    for one in rows_of(written(case())):
        for column, cell in one.items():
            if column not in ("lat", "lon"):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            else:
                assert cell == "" or float(cell) is not None


def test_split_list() -> None:
    assert split_list("a; b;;a") == ["a", "b"]
    assert split_list("a, b") == ["a, b"]
    assert split_list("a, b", comma=True) == ["a", "b"]
    assert split_list("a;b\nc") == ["a;b", "c"]


# --- What the table shows -------------------------------------------------------------------------


def test_form_of_the_file() -> None:
    data = written(case())
    assert data.startswith(b"\xef\xbb\xbfid,date,")
    header, *_ = data.split(b"\r\n")
    assert tuple(header.decode("utf-8-sig").split(",")) == COLUMNS
    assert written(case()) == data
    assert EXPORTER.write(case()).losses == ()


def test_what_a_row_shows() -> None:
    timeline = case()
    first = row(rows_of(written(timeline)), "first")
    assert first["date"] == "2018-04"
    assert first["in_words"] == "april 2018"
    assert (first["earliest"], first["latest"], first["precision"]) == (
        "2018-04-01",
        "2018-04-30",
        "month",
    )
    assert first["category"] == "Reactions"
    assert first["actors"] == "AIVD; two", "a name with a semicolon gives way to the id"
    assert (first["lat"], first["lon"]) == ("-52.08", "4.313")
    assert first["evidence"] == "disputed"
    assert first["reason"] == "denied by A; b; asserted by AIVD"
    assert first["sources"] == "AIVD: Words <https://example.org/s>"
    assert first["claims"].splitlines() == [
        "AIVD (asserts, 2018-04-02): it *was* so indeed <https://example.org/s>",
        "two (denies): it was not",
    ]
    assert first["tags"].splitlines() == ["espionage", "a;b"]
    assert first["link"] == permalink(timeline, "first")
    assert first["imprint"] == imprint(timeline)


def test_open_dates_have_no_last_day() -> None:
    timeline = loads(
        "title: T\nevents: [{date: 2018/.., title: A}, {date: 2018-04-13T16:30Z, title: B}]"
    )
    one, two = rows_of(written(timeline))
    assert (one["earliest"], one["latest"]) == ("2018-01-01", "")
    assert two["earliest"] == two["latest"] == "2018-04-13T16:30"


def test_internal_events_are_left_out_even_when_they_are_handed_over() -> None:
    timeline = loads(
        "title: T\nevents: [{date: 2018, title: A}, "
        "{date: 2018, title: Hush, visibility: internal}]"
    )
    assert b"Hush" not in written(timeline)


def test_a_timeline_without_events_says_what_is_lost() -> None:
    done = EXPORTER.write(loads("title: T\nevents: []"))
    assert any("no place for the title" in loss for loss in done.losses)


def test_cells_that_excel_would_cut_are_counted() -> None:
    timeline = loads(f"title: T\nevents: [{{date: 2018, title: A, summary: {'x' * 40_000}}}]")
    done = EXPORTER.write(timeline)
    assert any(loss.endswith("whole in other programs: 1") for loss in done.losses)
    assert values(read_table(done.data).timeline) == values(timeline)


# --- Back again -----------------------------------------------------------------------------------


def test_round_trip() -> None:
    timeline = case()
    back = read_table(written(timeline))
    assert back.problems == ()
    assert values(back.timeline) == values(timeline)
    assert data_hash(back.timeline) == data_hash(timeline)
    assert list(back.timeline.categories) == list(timeline.categories)
    assert list(back.timeline.sources) == list(timeline.sources)


def test_actors_of_the_same_name_are_told_apart() -> None:
    timeline = loads(
        "title: T\nactors: {a: {name: Jan}, b: {name: Jan}, Jan: {name: c}}\n"
        "events: [{date: 2018, title: A, actors: [b]}, {date: 2019, title: B, actors: [Jan, a]}]"
    )
    assert [one["actors"] for one in rows_of(written(timeline))] == ["b", "c; a"]
    rows = [one | {"data": ""} for one in rows_of(written(timeline))]
    assert values(read_table(written(timeline)).timeline) == values(timeline)
    assert read_table(with_rows(rows)).timeline.events[1].actors == ("c", "a")


def test_round_trip_of_the_case_that_ships() -> None:
    timeline = load(example_case()).public()
    assert data_hash(read_table(written(timeline)).timeline) == data_hash(timeline)


#: Texts as our reader keeps them: without blanks at the end, and signs that YAML can hold.
TEXT = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n;'\"=@-+|,"),
        max_size=25,
    )
    .map(str.strip)
    .filter(bool)
)
DATE = st.sampled_from(
    [
        *("2018", "2018-04", "2018-04-13", "-0044", "-0044-03-15", "2018-04-13T16:30"),
        *("2018-04-13T16:30+02:00", "2018~/2019", "../2020", "2018-21", "201X"),
        "[2018-10-03,2018-10-04]",
    ]
)


def thousandth(number: int) -> float:
    return number / 1000


SOURCES = st.lists(st.sampled_from(["s1", "s2"]), unique=True, max_size=2)
CLAIM = st.fixed_dictionaries(
    {"by": st.sampled_from(["a1", "a2"]), "says": TEXT, "sources": SOURCES},
    optional={"stance": st.sampled_from(["denies", "retracts"]), "date": DATE},
)
EVENT = st.fixed_dictionaries(
    {"date": DATE, "title": TEXT},
    optional={
        "summary": TEXT,
        "category": st.sampled_from(["c1", "c2"]),
        "importance": st.integers(1, 5),
        "known": DATE,
        "actors": st.lists(st.sampled_from(["a1", "a2"]), unique=True, max_size=2),
        "place": st.fixed_dictionaries({"name": TEXT})
        | st.fixed_dictionaries(
            {
                "name": TEXT,
                "lat": st.integers(-90_000, 90_000).map(thousandth),
                "lon": st.integers(-180_000, 180_000).map(thousandth),
            }
        ),
        "claims": st.lists(CLAIM, max_size=2),
        "sources": SOURCES,
        "tags": st.lists(TEXT, max_size=3, unique=True),
        "corrections": st.lists(st.fixed_dictionaries({"date": DATE, "note": TEXT}), max_size=1),
        "related": st.just([{"to": "target", "kind": "refines"}]),
    },
)


@settings(max_examples=50, derandomize=True)
@given(
    st.lists(EVENT, max_size=3),
    st.fixed_dictionaries({"a1": TEXT, "a2": TEXT, "c1": TEXT, "c2": TEXT, "s1": TEXT, "s2": TEXT}),
    TEXT,
)
def test_nothing_is_lost(events: list[dict[str, Any]], names: dict[str, str], title: str) -> None:
    document = {
        "title": title,
        "categories": {key: {"label": names[key]} for key in ("c1", "c2")},
        "actors": {key: {"name": names[key]} for key in ("a1", "a2")},
        "sources": {
            key: {"url": f"https://example.org/{key}", "title": names[key]} for key in ("s1", "s2")
        },
        "events": [
            {"id": "target", "date": "2018", "title": "Target"},
            *({"id": f"e{n}", **event} for n, event in enumerate(events)),
        ],
    }
    timeline = loads(to_yaml(document))
    assert values(read_table(written(timeline)).timeline) == values(timeline)


# --- After somebody has worked on it --------------------------------------------------------------


def edited(change: dict[str, str], key: str = "first") -> Read:
    rows = rows_of(written(case()))
    row(rows, key).update(change)
    return read_table(with_rows(rows))


def test_rows_may_be_sorted_and_deleted() -> None:
    rows = rows_of(written(case()))
    back = read_table(with_rows(rows[::-1]))
    assert data_hash(back.timeline) == data_hash(case())
    alone = read_table(with_rows([row(rows, "first")]))
    assert alone.timeline.actors["aivd"].name == "General Service"
    assert alone.timeline.timezone == "Europe/Amsterdam"
    assert "a relation to an event that is not here: left out" in alone.said


def test_columns_may_be_moved_and_added() -> None:
    rows = [dict(sorted(one.items()), mine="x") for one in rows_of(written(case()))]
    back = read_table(with_rows(rows, ";"))
    assert data_hash(back.timeline) == data_hash(case())
    assert "columns that are not ours were not read: 'mine'" in back.said


def test_a_changed_cell_counts() -> None:
    first = edited({"title": "New", "importance": "1", "tags": "x; y"}).timeline.by_id["first"]
    assert (first.title, first.importance, first.tags) == ("New", 1, ("x", "y"))
    assert len(first.claims[0].sources) == 1, "what nobody touched stays as it was"


def test_an_emptied_cell_counts() -> None:
    first = edited({"claims": "", "actors": "", "known": ""}).timeline.by_id["first"]
    assert (first.claims, first.actors, first.known) == ((), (), None)


def test_new_actors_categories_and_sources() -> None:
    back = edited(
        {
            "actors": "AIVD; Somebody new",
            "category": "Press",
            "sources": "AIVD: Words <https://example.org/s>\nNRC: A title <https://example.org/n>",
        }
    ).timeline
    first = back.by_id["first"]
    assert first.actors == ("aivd", "somebody-new")
    assert back.categories[first.category or ""].label == "Press"
    assert first.sources[0] == "statement"
    new = back.sources[first.sources[1]]
    assert (new.publisher, new.title, new.url) == ("NRC", "A title", "https://example.org/n")


def test_a_new_claim_beside_an_old_one() -> None:
    rows = rows_of(written(case()))
    first = row(rows, "first")
    first["claims"] += "\nRussia (denies, 2019): never <https://example.org/n>"
    back = read_table(with_rows(rows)).timeline
    old, _, new = back.by_id["first"].claims
    assert old.says == "it *was* so\nindeed"
    assert (new.by, new.stance, str(new.date)) == ("russia", "denies", "2019")
    assert back.sources[new.sources[0]].url == "https://example.org/n"


def test_a_line_that_means_nothing_is_listed() -> None:
    back = edited({"claims": "some words", "sources": "no address"})
    assert (
        "a line in 'claims' that cannot be read: left out (line 4: 'some words')" in back.said
        or ("a line in 'claims' that cannot be read: left out" in back.said)
    )
    assert "write for example Publisher: title <https://example.org/article>" in back.said


@pytest.mark.parametrize("form", ["13-4-2018", "4/13/2018", "13.04.2018", "13 apr. 2018"])
def test_dates_that_a_program_has_rewritten(form: str) -> None:
    timeline = loads("title: T\nevents: [{date: 2018-04-13, title: A}]")
    rows = rows_of(written(timeline))
    rows[0]["date"] = form
    back = read_table(with_rows(rows))
    assert back.events[0]["date"] == "2018-04-13"


def test_a_date_that_a_program_has_broken_is_kept_from_before() -> None:
    back = edited({"date": "apr-18"})
    assert back.timeline.by_id["first"].date.text == "2018-04"
    assert "as if a program had changed it" in back.said


def test_a_new_date_in_numbers_needs_a_decision() -> None:
    assert "--map 'date:dmy=date'" in edited({"date": "03/04/2019"}).said
    rows = rows_of(written(case()))
    row(rows, "first")["date"] = "03/04/2019"
    back = read_table(with_rows(rows), date__dmy="date")
    assert back.timeline.by_id["first"].date.text == "2019-04-03"


@pytest.mark.parametrize(
    "data", ["", "{", "[]", '{"event": 1}', '{"event": {"claims": [1]}}', '{"sources": {"a": 1}}']
)
def test_damaged_data_leave_what_can_be_read(data: str) -> None:
    back = edited({"data": data})
    first = back.timeline.by_id["first"]
    assert first.title == "=1+1"
    assert [claim.stance for claim in first.claims] == ["asserts", "denies"]
    assert ("is damaged" in back.said) == bool(data)


def test_a_new_row_needs_no_data() -> None:
    rows = rows_of(written(case()))
    rows.append(dict.fromkeys(COLUMNS, "") | {"date": "2020", "title": "New row"})
    back = read_table(with_rows(rows)).timeline
    assert back.by_id["new-row"].importance == 3


def test_without_the_column_of_data() -> None:
    rows = [{k: v for k, v in one.items() if k != "data"} for one in rows_of(written(case()))]
    back = read_table(with_rows(rows)).timeline
    assert len(back.events) == 2
    assert back.by_id["first"].actors == ("aivd", "two")


# --- Through the command --------------------------------------------------------------------------


def dateline(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_and_back_through_the_command(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "x.jpg").write_bytes(b"\xff\xd8")
    exported = dateline("export", "events.yaml", "-o", "case.csv", cwd=tmp_path)
    assert exported.returncode == 0, exported.stderr
    assert (tmp_path / "case.csv").read_bytes() == written(case())
    imported = dateline("import", "case.csv", "-o", "back.yaml", cwd=tmp_path)
    assert imported.returncode == 0, imported.stderr
    assert "2 entries in, 2 events out" in imported.stderr
    assert values(load(tmp_path / "back.yaml")) == values(case())


def test_the_command_asks_and_takes_the_answer(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Datum;Kop\n03/04/2018;A\n", encoding="utf-8")
    asked = dateline("import", "t.csv", "-o", "-", cwd=tmp_path)
    assert asked.returncode != 0
    assert "--map 'date:dmy=Datum'" in asked.stderr
    answered = dateline("import", "t.csv", "-o", "-", "--map", "date:dmy=Datum", cwd=tmp_path)
    assert answered.returncode == 0, answered.stderr
    assert "date: 2018-04-03" in answered.stdout


# --- In the real thing ----------------------------------------------------------------------------

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_calc = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: apt install libreoffice-calc"
)


def convert(file: Path, to: str, *options: str) -> bytes:
    """What LibreOffice makes of a file; skips where it has no spreadsheet program."""
    folder = file.parent
    done = subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", *options, "--convert-to", to, "--outdir", str(folder / "out")),
            str(file),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    made = folder / "out" / f"{file.stem}.{to.partition(':')[0]}"
    if not made.exists() and "could not be loaded" in done.stderr:
        pytest.skip("LibreOffice has no Calc: apt install libreoffice-calc")
    return made.read_bytes()


@needs_calc
@pytest.mark.parametrize("separator", [",", ";"])
def test_libreoffice_finds_no_formula(separator: str, tmp_path: Path) -> None:
    """Also where it takes the semicolon for the separator, as it does in half of Europe."""
    timeline = loads(
        "title: T\nevents: [{id: a, date: -0044, title: '=1+1', summary: 'x;=2+2;\"=3+3\"', "
        "tags: ['+1', '@SUM(1)']}]"
    )
    file = tmp_path / "case.csv"
    file.write_bytes(written(timeline))
    sheet = convert(file, "fods", f"--infilter=CSV:{ord(separator)},34,76,1").decode()
    assert "table:formula" not in sheet
    assert "=1+1" in sheet
    file.write_text(f"title{separator}x\n=1+1{separator}y\n", encoding="utf-8")
    raw = convert(file, "fods", f"--infilter=CSV:{ord(separator)},34,76,1").decode()
    assert "table:formula" in raw, "what is not made safe is run"


@needs_calc
def test_what_libreoffice_saves_is_read_without_loss(tmp_path: Path) -> None:
    file = tmp_path / "case.csv"
    file.write_bytes(written(case()))
    (tmp_path / "case.fods").write_bytes(convert(file, "fods", "--infilter=CSV:44,34,76,1"))
    # Comma, quotation mark, UTF-8.
    saved = convert(tmp_path / "case.fods", "csv:Text - txt - csv (StarCalc):44,34,76,1")
    back = read_table(saved)
    assert values(back.timeline) == values(case())


@needs_calc
def test_a_workbook_that_libreoffice_saved(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl", reason="workbooks need openpyxl: dateline[office]")
    file = tmp_path / "case.csv"
    file.write_text("Date,Title\n2018-04-13,A\n2018-04-14 14:30,B\n", encoding="utf-8")
    back = read_table(convert(file, "xlsx"), "case.xlsx")
    assert [event["date"] for event in back.events] == ["2018-04-13", "2018-04-14 14:30"]
