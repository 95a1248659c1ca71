"""``dateline add``: one event more, and not a byte of anything else."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import load, load_with_problems, loads
from dashboard.cli import main
from dashboard.cli.exits import Exit
from dashboard.cli.starter import STARTER
from dashboard.formats.addition import add_event
from dashboard.formats.append import Skeleton, append_event
from dashboard.formats.jotted import Jotted, read_date, read_jotted
from dashboard.problems import ProblemError, UnfitError
from dashboard.resources import example_case

LINK = "https://example.org/article"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that ``dateline new`` writes, where ``dateline add`` looks for it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "events.yaml"
    path.write_text(STARTER, encoding="utf-8")
    return path


# --- What is jotted down --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date", "title", "links"),
    [
        (LINK, None, None, (LINK,)),
        (f"10 Dec 2020: Two expelled {LINK}", "2020-12-10", "Two expelled", (LINK,)),
        (f"Two expelled ({LINK}).", None, "Two expelled", (LINK,)),
        (f"{LINK}, {LINK}: Two", None, "Two", (LINK,)),
        ("2020-12-10 Two expelled: a list", "2020-12-10", "Two expelled: a list", ()),
        ("10 Dec 2020 15:00: Talk at 16:30: why", "2020-12-10T15:00", "Talk at 16:30: why", ()),
        ("December 2020 - Two expelled", "2020-12", "Two expelled", ()),
        ("c. 2018: Something", "2018~", "Something", ()),
        ("10 dec. 2020: Twee uitgezet", "2020-12-10", "Twee uitgezet", ()),
        ("2018-04-10/2018-04-13: A trip", "2018-04-10/2018-04-13", "A trip", ()),
        ("10 December 2020", "2020-12-10", None, ()),
        # What only looks like a date, or is one in words that nobody can be sure of, is title.
        ("2018 was a year: a book", None, "2018 was a year: a book", ()),
        ("10-13 April 2018: A trip", None, "10-13 April 2018: A trip", ()),
        ("Breaking: news", None, "Breaking: news", ()),
        ("javascript:alert(1)", None, "javascript:alert(1)", ()),
        ("https://example.org/a_(b)", None, None, ("https://example.org/a_(b)",)),
    ],
)
def test_jotted(text: str, date: str | None, title: str | None, links: tuple[str, ...]) -> None:
    assert read_jotted(text) == Jotted(date, title, links)


def test_a_date_with_two_readings_is_asked_for() -> None:
    with pytest.raises(UnfitError) as caught:
        read_jotted("03/04/2020: Which one?")
    assert caught.value.hint == "say --date 2020-04-03 or --date 2020-03-04"
    assert read_date("13/04/2020") == "2020-04-13"
    with pytest.raises(UnfitError, match="depends on the day it is read"):
        read_date("last week")


@given(st.text(max_size=60))
@settings(max_examples=50, derandomize=True)
def test_no_text_is_too_odd_to_read(text: str) -> None:
    try:
        jotted = read_jotted(text)
    except UnfitError:
        return
    if jotted.date is not None:
        loads(f"title: a\nevents: [{{title: b, date: '{jotted.date}'}}]\n")


# --- Where it goes --------------------------------------------------------------------------------

EVENT: Skeleton = {"date": "2020-12-10", "title": "No: way", "sources": [f"{LINK}#1", "a, b"]}
BLOCK = f"- date: 2020-12-10\n  title: 'No: way'\n  sources: ['{LINK}#1', 'a, b']\n"


def block(indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in BLOCK.splitlines())


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        # Behind the last event and the comments that belong to it, in its indentation.
        (
            "title: a\nevents:\n  - date: 2020 # c\n    title: b\n    # more\n\n# end\n",
            "title: a\nevents:\n  - date: 2020 # c\n    title: b\n    # more\n"
            + block(2)
            + "\n# end\n",
        ),
        # Not the last field; a list that is not indented; blank lines between events.
        (
            "events:\n- {date: 2020, title: b}\n\n- date: 2021\n  title: c\n\ntitle: a\n",
            "events:\n- {date: 2020, title: b}\n\n- date: 2021\n  title: c\n\n"
            + block(0)
            + "\ntitle: a\n",
        ),
        # No line break at the end of the file.
        (
            "title: a\nevents:\n    - date: 2020\n      title: b",
            "title: a\nevents:\n    - date: 2020\n      title: b\n" + block(4)[:-1],
        ),
        # A tab in a comment, wide dashes.
        (
            "title: a\nevents:\n  -   date: 2020\t# c\td\n      title: b\n",
            "title: a\nevents:\n  -   date: 2020\t# c\td\n      title: b\n"
            "  -   date: 2020-12-10\n      title: 'No: way'\n"
            f"      sources: ['{LINK}#1', 'a, b']\n",
        ),
        # No events yet.
        ("title: a\nevents: []\n", "title: a\nevents:\n" + block(2)),
        ("title: a\nevents: [] # none\n", "title: a\nevents: # none\n" + block(2)),
        ("events:\ntitle: a\n", "events:\n" + block(2) + "title: a\n"),
        ("title: a\n", "title: a\n\nevents:\n" + block(2)),
        # Braces and brackets.
        (
            "{title: a, events: [{date: 2020, title: b}]}",
            "{title: a, events: [{date: 2020, title: b}, {date: 2020-12-10, title: 'No: way', "
            f"sources: ['{LINK}#1', 'a, b']}}]}}",
        ),
        (
            "title: a\nevents: [\n  {date: 2020, title: b}, # c\n  {date: 2021, title: c} # d\n]\n",
            "title: a\nevents: [\n  {date: 2020, title: b}, # c\n  {date: 2021, title: c}, # d\n"
            f"  {{date: 2020-12-10, title: 'No: way', sources: ['{LINK}#1', 'a, b']}}\n]\n",
        ),
        # A text that keeps its blank lines.
        (
            "events:\n  - date: 2020\n    title: b\n    summary: |+\n      c\n\n\ntitle: a\n",
            "events:\n  - date: 2020\n    title: b\n    summary: |+\n      c\n\n\n"
            + block(2)
            + "title: a\n",
        ),
        # An anchor and an alias; the end of a document.
        (
            "title: a\nevents: &all\n  - &b {date: 2020, title: b}\n...\n",
            "title: a\nevents: &all\n  - &b {date: 2020, title: b}\n" + block(2) + "...\n",
        ),
    ],
)
def test_the_event_goes_in_as_the_file_is_written(before: str, expected: str) -> None:
    assert append_event(before, EVENT).text == expected
    windows = append_event(before.replace("\n", "\r\n"), EVENT).text
    if "\n" in before:
        assert windows == expected.replace("\n", "\r\n")


def test_json_stays_json() -> None:
    import json

    for before in ('{"title": "a", "events": []}', '{"title": "a"}', '{"events": [{"date": "1"}]}'):
        after = json.loads(append_event(before, EVENT, as_json=True).text)
        assert after["events"][-1] == EVENT


@pytest.mark.parametrize("text", ["", "just words", "[1, 2]", "title: 'a\nevents: []"])
def test_what_is_no_timeline_is_left_alone(text: str) -> None:
    with pytest.raises(UnfitError):
        append_event(text, EVENT)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files in many styles: what is inside is known, how it is written is not."""
    comment = st.sampled_from(["", "", " # a note", "\t# tab\there", "  # [ ] { } - :"])
    dash = draw(st.integers(0, 4))
    offset = draw(st.integers(2, 5))
    margin = " " * dash
    values = ["plain", "'quoted'", '"a: b # c"', ">-\n{0}  folded\n{0}  text", "|\n{0}  literal\n"]
    items = []
    for number in range(draw(st.integers(0, 3))):
        inner = " " * (dash + offset)
        summary = draw(st.sampled_from(values)).format(inner)
        if draw(st.booleans()):
            items.append(f"{margin}- {{date: {2000 + number}, title: t{number}}}{draw(comment)}\n")
            continue
        lines = f"{margin}-{' ' * (offset - 1)}date: {2000 + number}{draw(comment)}\n"
        lines += f"{inner}title: t{number}\n{inner}summary: {summary}"
        lines += "" if lines.endswith("\n") else "\n"
        items.append(
            lines + draw(st.sampled_from(["", "", f"{inner}# inside\n", "\n", "# at the margin\n"]))
        )
    between = draw(st.sampled_from(["", "\n"]))
    events = f"events:{draw(comment)}\n{between.join(items)}"
    if not items:
        events = draw(
            st.sampled_from(["events: []\n", "events:\n", "events: null # c\n", "events: [ ]\n"])
        )
    elif draw(st.booleans()):
        flow = ", ".join(f"{{date: {2000 + n}, title: t{n}}}" for n in range(len(items)))
        events = draw(st.sampled_from([f"events: [{flow}]\n", f"events: [\n  {flow},\n]\n"]))
    head = f"# top\ntitle: 'A'{draw(comment)}\n"
    tail = "sources:\n  s: https://example.org/s # here\n"
    text = "".join(draw(st.permutations([head, events, tail])))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=50, derandomize=True)
@given(
    files(), st.sampled_from(["Plain", "No: way", 'it\'s "so"', "- #x", "no", "[a]", "äöü 😀 …"])
)
def test_in_any_style_nothing_else_changes(text: str, title: str) -> None:
    before = loads(text)
    after = append_event(text, {"date": "1999", "title": title, "id": "new-one"}).text
    grown = loads(after)
    assert grown.by_id["new-one"].title == title
    kept = [event for event in grown.events if event.id != "new-one"]
    assert kept == list(before.events)
    assert dict(grown.sources) == dict(before.sources)
    # Every line is still there, in the same order, and comments with them; an empty list may go.
    lines = iter(after.splitlines())
    for line in text.splitlines():
        if line.startswith("events:"):
            line = "events:"
        if not line.strip() or line == "]":
            continue
        assert any(one.startswith(line) for one in lines), line
    # Another reader of YAML sees the same.
    if "\t" not in text:
        # libyaml takes a tab in front of a comment, readers in Python do not.
        assert yaml.load(after, yaml.SafeLoader)["events"][-1]["title"] == title


# --- The command ----------------------------------------------------------------------------------


def test_an_address_becomes_a_skeleton_that_check_points_at(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load(file)
    assert main(["add", LINK]) == Exit.FINE
    said = capsys.readouterr().out
    text = file.read_text(encoding="utf-8")
    assert text == f"{STARTER}\n  - date: …\n    title: …\n    source: {LINK}\n"
    line = text.splitlines().index("  - date: …") + 1
    assert f"events.yaml:{line}: added: an event" in said
    assert "Still to be filled in: date and title." in said
    loaded = load_with_problems(file)
    # It is in nobody's way until it is finished.
    assert loaded.timeline is not None
    assert loaded.timeline.events == before.events
    (warning,) = loaded.problems
    assert (warning.line, warning.column) == (line, 11)
    assert "not finished, left out: no date and no title yet" in warning.message
    finished = text.replace("date: …", "date: 2020-12").replace("title: …", "title: Known now")
    file.write_text(finished, encoding="utf-8")
    assert len(load(file).events) == len(before.events) + 1


def test_a_sentence_becomes_an_event(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["10", "Mar", "2024:", "A", "letter", "is", "sent", f"{LINK}."]
    options = ["--category", "event", "--actor", "line", "--actor", "harbour", "--tag", "no"]
    assert main(["add", *words, *options]) == Exit.FINE
    assert "added: A letter is sent (2024-03-10)" in capsys.readouterr().out
    (event,) = [one for one in load(file).events if one.title == "A letter is sent"]
    assert event.date.text == "2024-03-10"
    assert event.actors == ("line", "harbour")
    assert event.tags == ("no",)
    assert load(file).sources[event.sources[0]].url == LINK


def test_a_source_of_the_table_is_named_by_its_id(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "2024-04-01 More https://example.org/harbour/report"]) == Exit.FINE
    assert file.read_text(encoding="utf-8").endswith("title: More\n    source: report\n")
    assert "The source is cited by 'collision' already." in capsys.readouterr().err


def test_an_id_is_given_where_the_title_is_taken(file: Path) -> None:
    for _ in range(2):
        assert main(["add", f"2024-04-01 Again {LINK}"]) == Exit.FINE
    assert main(["add", f"2024-04-01 Again {LINK}"]) == Exit.FINE
    ids = [event.id for event in load(file).events if event.title == "Again"]
    assert sorted(ids) == ["again", "again-2", "again-2024-04-01"]


@pytest.mark.parametrize(
    ("words", "complaint", "code"),
    [
        (
            ["x", "--category", "evnt"],
            "unknown category 'evnt' (did you mean 'event'?)",
            Exit.PROBLEMS,
        ),
        (["2024: x", "--actor", "nobody"], "unknown actor 'nobody'", Exit.PROBLEMS),
        (["03/04/2020: x"], "say --date 2020-04-03 or --date 2020-03-04", Exit.USAGE),
        (["x", "--date", "soon"], "is not a date", Exit.USAGE),
        (["x\x07y", "--date", "2024"], "a control character (U+0007)", Exit.USAGE),
        (["x", "--file", "none.yaml"], "there is no such file", Exit.PROBLEMS),
        ([], "Missing argument", Exit.USAGE),
        ([" "], "there is nothing to add", Exit.USAGE),
    ],
)
def test_what_would_be_wrong_is_not_written(
    file: Path, capsys: pytest.CaptureFixture[str], words: list[str], complaint: str, code: Exit
) -> None:
    assert main(["add", *words]) == code
    assert complaint in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == STARTER
    assert [path.name for path in file.parent.iterdir()] == ["events.yaml"]


def test_a_file_with_other_errors_gets_no_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    text = "title: a\nevents:\n  - {date: 2020, titel: x}\n"
    path.write_text(text, encoding="utf-8")
    errors = [problem.message for problem in load_with_problems(path).errors]
    path.write_bytes(add_event(path, date="2021", title="y").data)
    assert path.read_text(encoding="utf-8") == f"{text}  - date: 2021\n    title: y\n"
    assert [problem.message for problem in load_with_problems(path).errors] == errors
    path.write_text("title: 'a\n", encoding="utf-8")
    with pytest.raises(ProblemError):
        add_event(path, date="2021", title="y")


def test_files_of_other_kinds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("date,title\n", encoding="utf-8")
    with pytest.raises(UnfitError, match="no YAML or JSON file"):
        add_event(path, title="y")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_the_encoding_stays(tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = tmp_path / "events.yaml"
    text = "title: Größe\r\nevents:\r\n- {date: 2020, title: ä}\r\n"
    path.write_bytes(mark + text.encode(encoding))
    data = add_event(path, date="2021", title="ö").data
    assert data == mark + f"{text}- date: 2021\r\n  title: ö\r\n".encode(encoding)


def test_the_case_of_the_package_grows_by_three_lines(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    before = example_case().read_bytes()
    path.write_bytes(before)
    added = add_event(path, date="2026-01-01", title="One more", links=(LINK,))
    assert added.data.startswith(before)
    assert added.data[len(before) :].count(b"\n") == 4
    path.write_bytes(added.data)
    assert len(load(path).events) == len(load(example_case()).events) + 1


def test_a_link_stays_a_link_and_permissions_stay(file: Path) -> None:
    target = file.with_name("real.yaml")
    file.rename(target)
    file.symlink_to(target)
    target.chmod(0o640)
    assert main(["add", f"2024-04-01 Again {LINK}"]) == Exit.FINE
    assert file.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert "Again" in target.read_text(encoding="utf-8")


def test_it_makes_no_request(file: Path) -> None:
    """A process in which every connection is an error adds an address all the same."""
    code = (
        "import sys, socket\n"
        "def spy(event, arguments):\n"
        "    if event.startswith('socket.'): raise SystemExit(event)\n"
        "sys.addaudithook(spy)\n"
        "from dashboard.cli import main\n"
        f"sys.exit(main(['add', '{LINK}']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=file.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
