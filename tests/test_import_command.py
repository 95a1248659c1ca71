"""``dateline import``, and reading files of other tools wherever a file is read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import load
from dashboard.app.watch import Live
from dashboard.citation import data_hash
from dashboard.cli import main
from dashboard.cli.exits import Exit
from dashboard.formats import FORMATS, load_with_problems
from dashboard.formats.draft import Foreign
from dashboard.formats.foreign import IMPORTERS, WITH_COLUMNS, is_ours, recognised
from dashboard.formats.json_writer import write_json
from dashboard.problems import ProblemError, UnreadableError
from dashboard.resources import example_case

TIMELINEJS = json.dumps(
    {
        "title": {"text": {"headline": "A case"}},
        "events": [
            {
                "start_date": {"year": "2018", "month": "4"},
                "text": {
                    "headline": "First",
                    "text": '<p>See <a href="https://x.org/a">x</a>.</p>',
                },
            },
            {"start_date": {"year": 2020}, "text": {"headline": "Second"}},
            {"text": {"headline": "Never dated"}},
        ],
    }
)
CSV = "Date,Title,Source\n2018-04-13,First,https://example.org/a\n2018-05,Second,\n"
ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//test//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20200101T000000Z
DTSTART;VALUE=DATE:20180413
SUMMARY:First
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")

#: Name of a file, what is in it, how it is recognised, how many events there are.
FILES = [
    ("a.json", TIMELINEJS, "timelinejs", 2),
    ("a.csv", CSV, "csv", 2),
    ("a.ics", ICS, "ics", 1),
]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command in a folder of its own: its code, what it printed and what it noted."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        code = main(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return command


# --- The command ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "text", "kind", "events"), FILES)
@pytest.mark.parametrize("named", [True, False], ids=["by its name", "without a name"])
def test_a_file_is_recognised_by_what_is_in_it(
    run: Run, tmp_path: Path, name: str, text: str, kind: str, events: int, named: bool
) -> None:
    source = name if named else "download"
    (tmp_path / source).write_bytes(text.encode())
    code, out, err = run("import", source, "-o", "events.yaml")
    title = next(importer.title for importer in IMPORTERS if importer.name == kind)
    assert (code, out) == (0, "")
    assert f"Read {source} as {title}." in err
    assert "events.yaml is written: " in err
    assert len(load(tmp_path / "events.yaml").events) == events


def test_what_was_not_understood_is_listed_with_its_path(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TIMELINEJS)
    _, _, err = run("import", "a.json", "-o", "events.yaml")
    assert "a.json: warning: events[2]: " in err
    assert "Never dated" in err


def test_the_yaml_says_where_it_comes_from_but_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TIMELINEJS)
    run("import", str(tmp_path / "a.json"), "-o", "events.yaml")
    text = (tmp_path / "events.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Imported from a.json (TimelineJS JSON).")
    assert str(tmp_path) not in text


def test_nothing_is_overwritten_unless_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    (tmp_path / "events.yaml").write_text("mine")
    code, _, err = run("import", "a.csv", "-o", "events.yaml")
    assert code == Exit.FAILED
    assert "events.yaml exists already" in err
    assert "--force" in err
    assert (tmp_path / "events.yaml").read_text() == "mine"
    assert run("import", "a.csv", "-o", "events.yaml", "--force")[0] == 0
    assert load(tmp_path / "events.yaml").events


def test_from_standard_input_to_standard_output(run: Run, tmp_path: Path) -> None:
    code, out, err = run("import", "-", "-o", "-", stdin=CSV.encode())
    assert code == 0
    assert "Read - as CSV" in err
    (tmp_path / "events.yaml").write_text(out)
    assert [event.title for event in load(tmp_path / "events.yaml").events] == ["First", "Second"]


def test_without_a_target_it_says_so(run: Run) -> None:
    code, _, err = run("import", "a.csv")
    assert code == Exit.USAGE
    assert "-o events.yaml" in err


def test_what_is_written_is_called_what_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    code, _, err = run("import", "a.csv", "-o", "b.json")
    assert code == Exit.USAGE
    assert "-o b.yaml" in err
    assert not (tmp_path / "b.json").exists()


def test_a_zone_is_taken_for_times_that_name_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,title\n2018-04-13T12:00,First\n")
    assert run("import", "a.csv", "-o", "e.yaml", "--timezone", "Europe/Amsterdam")[0] == 0
    timeline = load(tmp_path / "e.yaml")
    assert timeline.timezone == "Europe/Amsterdam"
    assert timeline.events[0].date.text == "2018-04-13T12:00"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--timezone", "Amsterdam"], "Europe/Amsterdam"),
        (["--map", "title"], "--map takes FIELD=COLUMN, found 'title'"),
        (["--map", "=Column"], "--map takes FIELD=COLUMN, found '=Column'"),
        (["--format", "timelinjs"], "did you mean 'timelinejs'"),
        (["--format", "word"], "There is: "),
    ],
)
def test_wrong_options_are_explained(run: Run, words: list[str], says: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    code, _, err = run("import", "a.csv", "-o", "e.yaml", *words)
    assert code == Exit.USAGE
    assert says.lower() in " ".join(err.split()).lower()
    assert not (tmp_path / "e.yaml").exists()


def test_columns_are_for_tables(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ICS.encode())
    code, _, err = run("import", "a.ics", "-o", "e.yaml", "--map", "title=A")
    assert code == Exit.USAGE
    assert "--map does nothing for iCalendar; it is for csv" in " ".join(err.split())


def test_columns_can_be_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("A,B\n2018-04-13,First\n")
    assert run("import", "a.csv", "-o", "e.yaml", "--map", "date=A", "--map", "title=B")[0] == 0
    assert load(tmp_path / "e.yaml").events[0].title == "First"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"Dear all,\nplease find attached nothing.\n", "looks like text, but is none of: "),
        (b'{"a": 1}', "looks like JSON, but is none of: "),
        (b'{"events": [\n  {"a": 1},\n', ":3:1: begins like JSON, but is broken: "),
        (b"[" * 100_000, "is nested too deep"),
        (b"PK\x03\x04" + b"\0" * 100, "ZIP"),
        (bytes(range(256)) * 4, "is no text"),
    ],
)
def test_what_is_not_recognised_is_explained(
    run: Run, tmp_path: Path, data: bytes, says: str
) -> None:
    (tmp_path / "file").write_bytes(data)
    code, _, err = run("import", "file", "-o", "e.yaml")
    assert code == Exit.PROBLEMS
    assert says in err
    assert not (tmp_path / "e.yaml").exists()


def test_what_is_not_there_is_explained(run: Run) -> None:
    code, _, err = run("import", "missing.csv", "-o", "e.yaml")
    assert code == Exit.PROBLEMS
    assert err.startswith("missing.csv: there is no such file")


def test_help_lists_all_kinds(run: Run) -> None:
    _, out, _ = run("import", "--help")
    for importer in IMPORTERS:
        assert importer.name in out
        assert importer.title in out


# --- Our own files --------------------------------------------------------------------------------


def test_our_own_json_becomes_yaml(run: Run, tmp_path: Path) -> None:
    case = load(example_case())
    (tmp_path / "case.json").write_text(write_json(case), encoding="utf-8")
    code, _, err = run("import", "case.json", "-o", "events.yaml")
    assert code == 0
    assert "Dateline's own" in err
    assert data_hash(load(tmp_path / "events.yaml")) == data_hash(case)


def test_our_own_yaml_is_not_imported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: T\nevents: []\n")
    code, _, err = run("import", "a.yaml", "-o", "events.yaml")
    assert code == Exit.FAILED
    assert "dateline serve a.yaml" in err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # A slip in our own JSON is explained by our own reader, not by that of a table.
        ('{"title": "T", "events": [{"date": "2018", "titel": "x"}]}', "did you mean 'title'?"),
        ('{"title": "T", "evnts": []}', "did you mean 'events'?"),
        ('{"title": "T", "events": [{"date": "2018" "title": "x"}]}', "a comma is missing"),
        ('{"dateline": 2, "title": "T", "events": []}', "pip install --upgrade dateline"),
        ('{"dateline": "x", "title": "T", "events": []}', "write dateline: 1, or remove it"),
    ],
)
def test_slips_in_our_own_json_are_told_by_our_own_reader(
    tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(ProblemError) as caught:
        load(path)
    assert says in str(caught.value)


def test_a_hash_that_does_not_fit_is_told(tmp_path: Path) -> None:
    case = load(example_case())
    path = tmp_path / "a.json"
    path.write_text(write_json(case), encoding="utf-8")
    assert load_with_problems(path).problems == ()
    path.write_text(write_json(case).replace("Skripals", "Nobody", 1), encoding="utf-8")
    (problem,) = load_with_problems(path).problems
    assert not problem.is_error
    assert problem.path == "hash"


# --- Reading without importing --------------------------------------------------------------------


@pytest.mark.parametrize(("name", "text", "kind", "events"), FILES)
def test_every_command_reads_it(
    run: Run, tmp_path: Path, name: str, text: str, kind: str, events: int
) -> None:
    (tmp_path / name).write_bytes(text.encode())
    assert len(load(tmp_path / name).events) == events
    code, out, _ = run("check", name)
    assert code == 0
    assert f"; {events} event" in out
    code, _, _ = run("export", name, "-o", "out.json")
    assert code == 0
    assert len(load(tmp_path / "out.json").events) == events


def test_problems_say_the_place_in_the_data(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(TIMELINEJS)
    found = [str(problem) for problem in load_with_problems(path).problems]
    assert any("events[2]: " in text and "Never dated" in text for text in found)
    # There is no YAML whose lines could be named.
    assert any(text.startswith(f"{path}: warning: events[") for text in found)


def test_the_server_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV)
    live = Live(path)
    path.write_text(CSV + "2019,Third,\n")
    for _ in range(3):
        live.look()
    assert [event.title for event in live.timeline().events] == ["First", "Second", "Third"]
    path.write_text("")
    for _ in range(3):
        live.look()
    assert live.current.errors
    assert len(live.timeline().events) == 3


def test_a_long_table_without_sources_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"2018-04-13,Event {number}\n" for number in range(3_000))
    path.write_text("Date,Title\n" + rows)
    loaded = load_with_problems(path)
    assert loaded.timeline is not None
    assert len(loaded.timeline.events) == 3_000
    assert any("more warnings, not listed" in problem.message for problem in loaded.problems)


def test_unknown_files_are_explained_when_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all.\n")
    with pytest.raises(UnreadableError, match="looks like text, but is none of: "):
        load(path)


# --- The table ------------------------------------------------------------------------------------


def test_names_are_unique_and_can_be_typed() -> None:
    names = [importer.name for importer in IMPORTERS]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and " " not in name for name in names)
    assert set(names) >= WITH_COLUMNS


def test_no_kind_takes_our_own_files_for_its_own() -> None:
    text = write_json(load(example_case())).encode()
    foreign = Foreign("case.json", text)
    assert is_ours(foreign)
    yaml = Foreign("case", example_case().read_bytes())
    assert recognised(yaml) is None
    assert FORMATS.keys() == {".yaml", ".yml", ".json"}
