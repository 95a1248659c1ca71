"""What the headings of a table do not say: ``--map`` and ``--timezone``, the same everywhere."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import duckdb
import openpyxl
import pytest

from dashboard import Timeline, load, load_with_problems
from dashboard.app.watch import Live
from dashboard.bulk import MOST, is_large, open_table
from dashboard.cli import command, main
from dashboard.cli.exits import Exit
from dashboard.formats.table.order import OPTIONS
from dashboard.formats.table.words import FIELDS
from dashboard.formats.timesketch.columns import FIELDS as TIMESKETCH
from dashboard.problems import ProblemError, UnfitError
from tests.doors import Served

ROOT = Path(__file__).resolve().parent.parent

#: The commands that read tables, with what each needs beside the file.
READERS = {
    "serve": ["--port", "0", "--no-watch"],
    "export": ["-o", "out.json"],
    "check": [],
    "import": ["-o", "out.yaml"],
}

#: Headings that no language has.
HEADINGS = ("Dagaanduiding", "L'affaire", "Waarheen", "Rest")
ANSWERS = {"date": "Dagaanduiding", "title": "L'affaire", "place": "Waarheen"}
ZONE = "Europe/Amsterdam"
OPTIONS_OF_ALL = [
    *(word for field, column in ANSWERS.items() for word in ("--map", f"{field}={column}")),
    *("--timezone", ZONE),
]

SMALL, LARGE = 5, MOST + 3

#: Files that are no tables.
YAML = "title: A case\nevents: [{date: 2018-04-13, title: First}]\n"
JSON = '{"title": "A case", "events": [{"date": "2018-04-13", "title": "First"}]}'
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20200101T000000Z\r\nDTSTART;VALUE=DATE:20180413\r\nSUMMARY:First\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command in a folder of its own: its code, what it printed and what it noted."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, " ".join(err.split())

    return call


def cells(count: int) -> list[tuple[str, ...]]:
    return [
        (f"2018-{number % 12 + 1:02}-13T12:00", f"Thing {number}", "Den Haag", "x")
        for number in range(count)
    ]


def write(path: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    """Write a table, of the kind that the name says."""
    if path.suffix == ".jsonl":
        lines = (json.dumps(dict(zip(headings, row, strict=True))) for row in rows)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    elif path.suffix == ".json":
        records = [dict(zip(headings, row, strict=True)) for row in rows]
        path.write_text(json.dumps(records), encoding="utf-8")
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (headings, *rows):
            book.active.append(list(row))
        book.save(path)
    elif path.suffix == ".parquet":
        text = write(path.with_suffix(".csv"), rows, headings)
        duckdb.connect().execute(
            f"COPY (FROM read_csv('{text}', delim=';', header=true, all_varchar=true)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    else:
        lines = (";".join(row) for row in (headings, *rows))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path, columns: dict[str, str], timezone: str | None = None) -> Timeline:
    """The events of a table, whoever reads it."""
    if not is_large(path):
        return load(path, columns=columns, timezone=timezone)
    shown = open_table(path, columns=columns, timezone=timezone).shown
    assert shown is not None
    return shown if isinstance(shown, Timeline) else shown.texts.timeline(0, len(shown.columns))


TABLES = [
    *(pytest.param(f"t{end}", SMALL, id=f"small{end}") for end in (".csv", ".jsonl", ".json")),
    *(pytest.param(f"t{end}", SMALL, id=f"small{end}") for end in (".xlsx", ".parquet")),
    *(pytest.param(f"t{end}", LARGE, id=f"large{end}") for end in (".csv", ".jsonl", ".parquet")),
]


# --- Read as it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "count"), TABLES)
def test_check_takes_what_it_asks_for(run: Run, tmp_path: Path, name: str, count: int) -> None:
    write(tmp_path / name, cells(count))
    code, out, _ = run("check", name)
    assert code == Exit.PROBLEMS
    assert "--map date=COLUMN --map title=COLUMN" in out
    code, out, _ = run("check", name, *OPTIONS_OF_ALL)
    assert code == Exit.FINE
    assert f"; {count:,} events" in out
    assert "columns were guessed" not in out


@pytest.mark.parametrize(("name", "count"), TABLES)
def test_export_takes_them_for_every_kind(run: Run, tmp_path: Path, name: str, count: int) -> None:
    write(tmp_path / name, cells(count))
    assert run("export", name, "-o", "out.json", *OPTIONS_OF_ALL)[0] == Exit.FINE
    timeline = load(tmp_path / "out.json")
    assert timeline.timezone == ZONE
    assert len(timeline.events) == count
    first = timeline.events[0]
    assert (first.date.text, first.title) == ("2018-01-13T12:00", "Thing 0")
    assert first.place is not None
    assert first.place.name == "Den Haag"
    for target in ("out.html", "out/", "out.csv"):
        code, out, err = run("export", name, "-o", target, *OPTIONS_OF_ALL)
        assert code == Exit.FINE, err
        assert f"{count:,} events" in out
    assert "Thing 3" in (tmp_path / "out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "count"), TABLES)
def test_from_python(tmp_path: Path, name: str, count: int) -> None:
    timeline = read(write(tmp_path / name, cells(count)), ANSWERS, ZONE)
    assert timeline.timezone == ZONE
    assert len(timeline.events) == count
    assert {event.title for event in timeline.events} == {title for _, title, *_ in cells(count)}


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_small_and_a_large_table_are_read_alike(tmp_path: Path, name: str) -> None:
    said = {**ANSWERS, "date:dmy": "1", "tags": "Rest,Waarheen"}
    rows = [(f"0{n % 9 + 1}/04/2018 12:00", *row[1:]) for n, row in enumerate(cells(LARGE))]
    large = read(write(tmp_path / f"large-{name}", rows), {**said, "date": "1"}, ZONE)
    small = read(write(tmp_path / f"small-{name}", rows[:MOST]), {**said, "date": "1"}, ZONE)
    told = {event.title: event.model_dump(exclude={"id"}) for event in large.events}
    assert len(small.events) == MOST
    assert small.events[0].date.text == "2018-04-01T12:00"
    assert small.events[0].tags == ("x", "Den Haag")
    for event in small.events:
        assert event.model_dump(exclude={"id"}) == told[event.title]


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_serve_shows_it(tmp_path: Path, count: int) -> None:
    path = write(tmp_path / "t.csv", cells(count))
    with Served(path, *OPTIONS_OF_ALL) as server:
        pages = [
            urllib.request.urlopen(server.address + name).read().decode()
            for name in ("", "_dash-layout")
        ]
    assert any("Thing 3" in page for page in pages)
    assert any(ZONE in page for page in pages)


def test_who_names_columns_has_a_table(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else tells it where the name does not, and no heading is known."""
    path = write(tmp_path / "t.csv", cells(SMALL)).rename(tmp_path / "table")
    assert run("check", "table")[0] == Exit.PROBLEMS
    code, out, _ = run("check", "table", *OPTIONS_OF_ALL)
    assert code == Exit.FINE
    assert f"; {SMALL} events" in out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    code, out, _ = run("import", "-", "-o", "-", *OPTIONS_OF_ALL)
    assert code == Exit.FINE
    assert "title: Thing 3" in out
    (tmp_path / "letter").write_text("Dear all,\nnothing to see here.\n", encoding="utf-8")
    code, out, _ = run("check", "letter", "--map", "title=Title")
    assert code == Exit.PROBLEMS
    assert "there is no column 'Title'" in out


def test_a_calendar_takes_a_zone(run: Run, tmp_path: Path) -> None:
    text = ICS.replace(";VALUE=DATE:20180413", ":20180413T120000")
    (tmp_path / "a.ics").write_bytes(text.encode())
    assert load(tmp_path / "a.ics").timezone == "UTC"
    assert run("export", "a.ics", "-o", "out.json", "--timezone", ZONE)[0] == Exit.FINE
    assert load(tmp_path / "out.json").timezone == ZONE


# --- While the file changes -----------------------------------------------------------------------


def errors(live: Live) -> list[str]:
    return [problem.message for problem in live.current.errors]


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_a_server_keeps_to_them_when_the_file_changes(tmp_path: Path, count: int) -> None:
    path = write(tmp_path / "t.csv", cells(count))
    live = Live(path, columns=ANSWERS, timezone=ZONE)
    before = live.current
    assert before.count == count
    assert before.timeline.timezone == ZONE

    def save(headings: Sequence[str], number: int) -> None:
        write(path, cells(number), headings)
        for _ in range(3):
            live.look()

    save(HEADINGS, count + 1)
    assert errors(live) == []
    assert live.current.count == count + 1
    assert live.current.timeline.timezone == ZONE
    assert live.current.version != before.version
    # A column that is gone is told, and what was read before stays.
    save(("Dagaanduiding", "Anders", "Waarheen", "Rest"), count + 2)
    assert errors(live) == ["there is no column 'L'affaire'"]
    assert live.current.count == count + 1
    save(HEADINGS, count)
    assert errors(live) == []
    assert live.current.version == before.version


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_a_page_that_stays_open_learns_of_other_options(tmp_path: Path, count: int) -> None:
    """A server that is started anew has the same file, and shows something else."""
    path = write(tmp_path / "t.csv", cells(count))
    said = [
        (ANSWERS, ZONE),
        (ANSWERS, None),
        ({**ANSWERS, "summary": "Rest"}, ZONE),
    ]
    versions = [Live(path, columns=one, timezone=zone).current.version for one, zone in said]
    assert len(set(versions)) == len(said)
    assert versions[0] == Live(path, columns=ANSWERS, timezone=ZONE).current.version


def test_a_table_that_becomes_another_file_is_told_on_the_page(tmp_path: Path) -> None:
    path = write(tmp_path / "t.json", cells(SMALL))
    live = Live(path, columns=ANSWERS)
    path.write_text('{"title": "T", "events": [{"date": "2018", "title": "A"}]}')
    for _ in range(3):
        live.look()
    assert "--map does nothing for JSON" in errors(live)[0]
    assert live.current.count == SMALL


# --- Hints can be followed as they stand ----------------------------------------------------------

#: A heading, what stands below it, and which of the answers of a hint is taken.
ASKED = {
    "the order of day and month": ("Date", "03/04/2018", 0, "2018-04-03"),
    "the other order": ("Date", "03/04/2018", 1, "2018-03-04"),
    "an apostrophe": ("Date de l'événement", "03/04/2018", 0, "2018-04-03"),
    "two lines": ("Datum\nvan", "03/04/2018", 0, "2018-04-03"),
    "days since 1900": ("Date", "43203", 0, "2018-04-13"),
    "seconds since 1970": ("Date", "1523620800", 0, "2018-04-13T12:00:00Z"),
    "a time of recording": ("Created", "2018-04-13", 0, "2018-04-13"),
    "nothing but midnights": ("Date", "2018-04-1{} 00:00", 0, "2018-04-10"),
}


@pytest.mark.parametrize("count", [SMALL, LARGE])
@pytest.mark.parametrize("name", ASKED)
def test_the_answer_that_a_hint_gives_is_taken(
    run: Run, tmp_path: Path, name: str, count: int
) -> None:
    heading, cell, which, date = ASKED[name]
    rows = [(cell.format(number % 10), f"Thing {number}") for number in range(count)]
    quoted = f'"{heading}"' if "\n" in heading else heading
    write(tmp_path / "t.csv", rows, (quoted, "Title"))
    code, out, _ = run("check", "t.csv")
    answers = re.findall(r"--map '(?:[^']|'\\'')+'", out)
    assert answers, out
    if code == Exit.FINE:
        assert "midnight" in out
    words = shlex.split(answers[which])
    assert words[0] == "--map"
    code, out, _ = run("check", "t.csv", *words)
    assert code == Exit.FINE, out
    assert answers[which] not in out
    field, _, column = words[1].partition("=")
    assert str(read(tmp_path / "t.csv", {field: column}).events[0].date.text) == date


@pytest.mark.parametrize("count", [SMALL, LARGE])
@pytest.mark.parametrize(
    "headings",
    [("Date", "Title", ""), ("Date", "Title", "Title"), ("Date", "Title", "Qu'est-ce")],
    ids=["without a heading", "with the heading of another", "with an apostrophe"],
)
def test_a_column_that_found_no_place_can_be_kept(
    run: Run, tmp_path: Path, headings: Sequence[str], count: int
) -> None:
    rows = [("2018-04-13", f"Thing {number}", f"word-{number}") for number in range(count)]
    write(tmp_path / "t.csv", rows, headings)
    _, out, _ = run("check", "t.csv")
    (found,) = re.findall(r"to keep one: (--map '.*')\)", out)
    words = shlex.split(found.replace("FIELD", "tags"))
    code, out, _ = run("check", "t.csv", *words)
    assert code == Exit.FINE
    assert "found no place" not in out
    field, _, column = words[1].partition("=")
    tags = {event.tags for event in read(tmp_path / "t.csv", {field: column}).events}
    assert ("word-3",) in tags


def test_who_has_named_a_column_can_say_then_how_to_read_it(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "t.csv", [("03/04/2018", "A thing")], ("Dagaanduiding", "Title"))
    words = ["--map", "date=Dagaanduiding"]
    code, out, _ = run("check", "t.csv", *words)
    assert code == Exit.PROBLEMS
    found = re.search(r"--map 'date:mdy=.*?'", out)
    assert found is not None
    assert run("check", "t.csv", *words, *shlex.split(found[0]))[0] == Exit.FINE


def test_where_to_see_warnings_is_said_with_the_options(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "t.csv", cells(SMALL))
    _, _, err = run("export", "t.csv", "-o", "out.html", *OPTIONS_OF_ALL)
    found = re.search(r"to see them: dateline (.*)", err)
    assert found is not None
    code, out, _ = run(*shlex.split(found[1]))
    assert code == Exit.FINE
    assert "found no place: 'Rest'" in out


def test_embed_leads_to_the_command_that_can_read_it(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "t.csv", cells(SMALL))
    code, _, err = run("embed", "t.csv")
    assert code == Exit.USAGE
    assert "dateline export t.csv -o t.html" in err
    assert "--map" not in err


# --- What is wrong with an option -----------------------------------------------------------------

#: Options, what is said about them, and the code: 2 where the table need not be looked at.
WRONG = {
    "a pair without a column": (["--map", "title="], "--map takes FIELD=COLUMN, found 'title='", 2),
    "no pair": (["--map", "title"], "--map takes FIELD=COLUMN, found 'title'", 2),
    "two columns": (
        ["--map", "title=Rest", "--map", "title=Waarheen"],
        "two columns are given for 'title': 'Rest' and 'Waarheen' (keep one of them)",
        2,
    ),
    "two columns of a list": (
        ["--map", "tags=Rest", "--map", "tags=Waarheen"],
        "(give them together: --map 'tags=Rest,Waarheen')",
        2,
    ),
    "two columns, the field in two languages": (
        ["--map", "title=Rest", "--map", "titel=Waarheen"],
        "two columns are given for 'title': 'Rest' and 'Waarheen' (keep one of them)",
        1,
    ),
    "two ways to read dates": (
        ["--map", "date:dmy=1", "--map", "date:mdy=1"],
        "'date' is to be read in two ways: dmy and mdy (keep one of them)",
        1,
    ),
    "no zone": (["--timezone", "Amsterdam"], "(did you mean Europe/Amsterdam?)", 2),
    "an unknown column": (
        ["--map", "title=Waarhen"],
        "there is no column 'Waarhen' (did you mean 'Waarheen'?)",
        1,
    ),
    "an unknown field": (
        ["--map", "titlle=Rest"],
        "there is no field 'titlle' to fill from a column (did you mean 'title'?)",
        1,
    ),
    "an unknown way to read": (
        ["--map", "date:ymd=Rest"],
        "'date:ymd' is no way to read a column (write date:dmy",
        1,
    ),
    "turned round": (
        ["--map", "Dagaanduiding=date"],
        "there is no field 'Dagaanduiding' to fill from a column "
        "(the field comes first: --map 'date=Dagaanduiding')",
        1,
    ),
    "a sheet of what has none": (["--map", "sheet=1"], "there is no field 'sheet'", 1),
}


@pytest.mark.parametrize("count", [SMALL, LARGE])
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_alike_everywhere(
    run: Run, tmp_path: Path, name: str, case: str, count: int
) -> None:
    words, says, code = WRONG[case]
    write(tmp_path / "t.csv", cells(count))
    found, out, err = run(name, "t.csv", *READERS[name], *words)
    assert found == code
    assert says in " ".join(f"{out} {err}".split())
    assert not list(tmp_path.glob("out*"))


def test_turned_round_where_the_heading_is_a_word_for_the_field(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "t.csv", [("2018", "A thing")], ("Datum", "Wat"))
    _, out, _ = run("check", "t.csv", "--map", "Datum=date")
    assert "there is no column 'date' (the field comes first: --map 'date=Datum')" in out
    assert run("check", "t.csv", "--map", "date=Datum", "--map", "title=Wat")[0] == Exit.FINE


def test_one_column_may_fill_two_fields(run: Run, tmp_path: Path) -> None:
    for count in (SMALL, LARGE):
        path = write(tmp_path / "t.csv", cells(count))
        first = read(path, {**ANSWERS, "summary": "L'affaire"}).events[0]
        assert (first.title, first.summary) == ("Thing 0", "Thing 0")


# --- Files that have no use for them --------------------------------------------------------------

NO_USE = [
    ("a.yaml", YAML, ["--map", "title=A"], "--map does nothing for YAML; it is for csv, "),
    ("a.yaml", YAML, ["--timezone", ZONE], f"write into the file: timezone: {ZONE}"),
    ("a.json", JSON, ["--map", "title=A"], "--map does nothing for JSON; it is for csv, "),
    ("a.json", JSON, ["--timezone", ZONE], f"write into the file: timezone: {ZONE}"),
    ("a.ics", ICS, ["--map", "title=A"], "--map does nothing for iCalendar; it is for csv, "),
]


@pytest.mark.parametrize(
    ("name", "file", "text", "words", "says"),
    # Import refuses YAML, whatever is said of it.
    [
        (name, *case)
        for name in READERS
        for case in NO_USE
        if not (name == "import" and case[0] == "a.yaml")
    ],
)
def test_a_file_that_is_no_table_says_what_to_do(
    run: Run, tmp_path: Path, name: str, file: str, text: str, words: list[str], says: str
) -> None:
    (tmp_path / file).write_bytes(text.encode())
    code, _, err = run(name, file, *READERS[name], *words)
    assert code == Exit.USAGE
    assert says in err
    assert "leave it out" in err
    assert not list(tmp_path.glob("out*"))
    with pytest.raises(UnfitError):
        load_with_problems(
            tmp_path / file,
            columns={"title": "A"} if "--map" in words else None,
            timezone=ZONE if "--timezone" in words else None,
        )


def test_what_is_not_there_comes_first(run: Run) -> None:
    code, out, _ = run("check", "missing.csv", *OPTIONS_OF_ALL)
    assert code == Exit.PROBLEMS
    assert "missing.csv: there is no such file" in out


def test_a_table_of_our_own_knows_its_columns(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML, encoding="utf-8")
    run("export", "a.yaml", "-o", "a.csv")
    code, out, _ = run("check", "a.csv", "--map", "title=summary")
    assert code == Exit.PROBLEMS
    assert "knows its columns: 'title=summary' cannot be said of it" in out
    assert run("check", "a.csv", "--map", "date:dmy=date", "--timezone", ZONE)[0] == Exit.FINE


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_a_zone_that_is_none_is_a_problem_from_python(tmp_path: Path, count: int) -> None:
    path = write(tmp_path / "t.csv", cells(count))
    with pytest.raises(ProblemError) as caught:
        Live(path, columns=ANSWERS, timezone="Amsterdam")
    assert "there is no time zone 'Amsterdam'" in str(caught.value)


# --- One truth ------------------------------------------------------------------------------------


def test_the_options_are_the_same_in_all_commands() -> None:
    def about(name: str) -> list[tuple[object, ...]]:
        return [
            (option.opts, option.help, option.metavar, option.multiple, option.callback)
            for option in command.commands[name].params
            if isinstance(option, click.Option) and option.name in ("columns", "timezone")
        ]

    assert [opts for opts, *_ in about("import")] == [["--map"], ["--timezone"]]
    assert all(about(name) == about("import") for name in READERS)


def test_every_field_and_every_way_to_read_dates_is_in_the_document() -> None:
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    part = text.split("\n## Columns\n")[1].split("\n## ")[0]
    words = set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", part, flags=re.DOTALL)))
    assert {*FIELDS, *TIMESKETCH} <= words
    said = {word.partition("=")[0] for word in words}
    assert {f"date:{option}" for option in OPTIONS} <= said
