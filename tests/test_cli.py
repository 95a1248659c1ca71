"""The command as its users meet it: real processes, their output and the codes they end with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.cli import command
from dashboard.cli.console import plural, printable
from dashboard.cli.exits import MEANING, Exit
from dashboard.cli.starter import STARTER
from dashboard.outputs import TARGETS

#: Seconds after which a command is broken rather than slow.
PATIENCE = 120

ROOT = Path(__file__).resolve().parent.parent

GOOD = """\
title: A case
events:
  - date: 2020-12-10
    title: One thing happens
    source: https://example.org/1
  - date: 2021-01-20
    title: Another thing happens
    source: https://example.org/2
"""
INTERNAL = (
    GOOD
    + """\
  - date: 2021-02-01
    title: Not for everybody
    source: https://example.org/secret
    visibility: internal
"""
)
WARNED = GOOD + "  - {date: 2022, title: Nobody says so}\n"
BROKEN = """\
title: A case
events:
  - date: 2020-12-10
    titel: One
  - date: yesterday
    title: Two
"""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str


def dateline(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of every sort."""
    files = {"good": GOOD, "internal": INTERNAL, "warned": WARNED, "broken": BROKEN}
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "subfolder").mkdir()
    return tmp_path


@dataclass(frozen=True, slots=True)
class Case:
    """What is typed, the code it ends with, and what is said on which stream (expressions)."""

    words: Sequence[str]
    code: int
    out: str = r"\A\Z"
    err: str = r"\A\Z"


CASES = {
    "nothing": Case([], 0, r"^  serve .*\n  export .*\n(  .*\n)*  schema "),
    "help": Case(["--help"], 0, "Exit codes:"),
    "short help": Case(["-h"], 0, "Exit codes:"),
    "version": Case(["--version"], 0, r"\Adateline \S+"),
    "a wrong command": Case(["sevre"], 2, err="No such command 'sevre'. Did you mean 'serve'?"),
    "an absurd command": Case(["qqq"], 2, err="There is: serve, export, .*, schema"),
    "a file for a command": Case(["good.yaml"], 2, err="Did you mean: dateline serve good.yaml"),
    "a wrong option": Case(["check", "--jsn", "good.yaml"], 2, err="--json"),
    "check a good file": Case(
        ["check", "good.yaml"], 0, r"\Agood.yaml: no problems; 2 events, 2 sources\n\Z"
    ),
    "check a file with warnings": Case(
        ["check", "warned.yaml"], 0, r"\Awarned.yaml:9:\d+: warning: .*\nwarned.yaml: 1 warning;"
    ),
    "check strictly": Case(["check", "--strict", "warned.yaml"], 1, "warned.yaml: 1 warning;"),
    "check a good file strictly": Case(["check", "--strict", "good.yaml"], 0, "no problems"),
    "check a broken file": Case(
        ["check", "broken.yaml"],
        1,
        r"broken.yaml:4:5: .*'titel'.*did you mean 'title'(.*\n)+broken.yaml:5:11: (.*\n)+"
        r"broken.yaml: \d errors\n\Z",
    ),
    "check what is not there": Case(["check", "missing.yaml"], 1, r"\Amissing.yaml: "),
    "check a folder": Case(["check", "subfolder"], 1, r"\Asubfolder: "),
    "check two files": Case(["check", "good.yaml", "warned.yaml"], 2, err="unexpected extra"),
    "export to nowhere": Case(["export", "good.yaml"], 2, err="-o good.html"),
    "export an unknown format": Case(
        ["export", "good.yaml", "-o", "case.doc"], 2, err=r"suffix '\.doc'.*There is: \.html"
    ),
    "export without a suffix": Case(
        ["export", "good.yaml", "-o", "case"], 2, err="a name without suffix"
    ),
    "export into a folder that is not there": Case(
        ["export", "good.yaml", "-o", "no/case.html"], 3, err="there is no folder"
    ),
    "export a broken file": Case(
        ["export", "broken.yaml", "-o", "case.html"],
        1,
        err=r"broken.yaml:4:5: (.*\n)+dateline: stopped by \d errors",
    ),
    "export what is not there": Case(
        ["export", "missing.yaml", "-o", "case.html"], 1, err=r"\Amissing.yaml: "
    ),
    "serve a broken file": Case(
        ["serve", "broken.yaml", "--port", "0", "--no-watch"], 1, err="broken.yaml:4:5"
    ),
    "serve at no port": Case(["serve", "good.yaml", "--port", "70000"], 2, err="70000"),
    "serve at a host that is nobody's": Case(
        ["serve", "good.yaml", "--port", "0", "--host", "192.0.2.1"],
        3,
        err=r"\Adateline: '192.0.2.1' is not an address of this machine \(.*127.0.0.1.*\)\n\Z",
    ),
    "serve at a host that is none": Case(
        ["serve", "good.yaml", "--port", "0", "--host", "no such host"], 3, err="no such host"
    ),
    "schema": Case(["schema"], 0, r'\A\{\n  "\$schema": '),
    "schema into a file": Case(["schema", "-o", "s.json"], 0, r"\As.json, [\d,]+ bytes\n\Z"),
    "new": Case(["new"], 0, r"\Aevents.yaml is written.*dateline serve events.yaml\n\Z"),
    "new over a file": Case(["new", "good.yaml"], 3, err="exists already.*--force"),
    "new over a file by force": Case(["new", "good.yaml", "--force"], 0, "good.yaml is written"),
    "new in a folder that is not there": Case(["new", "no/a.yaml"], 3, err="there is no folder"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_says_and_ends_as_documented(folder: Path, case: Case) -> None:
    result = dateline(*case.words, cwd=folder)
    shown = f"\n--- out\n{result.out}\n--- err\n{result.err}"
    assert result.code == case.code, shown
    assert re.search(case.out, result.out, re.MULTILINE), shown
    assert re.search(case.err, result.err, re.MULTILINE), shown
    assert "Traceback" not in result.err


def test_every_code_is_explained() -> None:
    text = " ".join(dateline("--help", cwd=ROOT).out.split())
    for code, meaning in MEANING.items():
        assert f"{int(code)} {meaning}" in text
    assert set(MEANING) == set(Exit)


@pytest.mark.parametrize("name", command.commands)
def test_every_command_has_help_with_examples(name: str, folder: Path) -> None:
    result = dateline(name, "--help", cwd=folder)
    assert result.code == 0
    assert re.search(rf"Examples:\n +dateline {name}", result.out)
    assert all(len(line) <= 100 for line in result.out.splitlines())
    # The list of commands shows the first sentence; it must fit there.
    listed = dateline("--help", cwd=folder, env={"COLUMNS": "80"}).out.splitlines()[1:]
    assert not [line for line in listed if line.endswith("...")]


def test_check_as_json(folder: Path) -> None:
    result = dateline("check", "--json", "broken.yaml", cwd=folder)
    report = json.loads(result.out)
    assert result.code == 1
    assert report["file"] == "broken.yaml"
    assert report["passed"] is False
    assert report["errors"] == sum(item["severity"] == "error" for item in report["problems"])
    first = report["problems"][0]
    assert (first["line"], first["column"]) == (3, 5) or (first["line"], first["column"]) == (4, 5)


def test_check_as_json_of_a_good_file(folder: Path) -> None:
    report = json.loads(dateline("check", "--json", "good.yaml", cwd=folder).out)
    assert report["passed"] is True
    assert report["problems"] == []
    assert (report["events"], report["sources"]) == (2, 2)


def test_without_a_file_it_is_the_shipped_case(folder: Path) -> None:
    result = dateline("check", cwd=folder)
    assert result.code == 0, result.out
    assert len(result.err.splitlines()) == 1
    assert "events.yaml" in result.err
    assert re.search(r"events.yaml: .*; \d+ events, \d+ sources", result.out)


def test_without_a_file_it_points_to_the_one_here(folder: Path) -> None:
    dateline("new", cwd=folder)
    assert "dateline check events.yaml" in dateline("check", cwd=folder).err


def test_the_new_file_has_no_problems_and_shows_what_matters(folder: Path) -> None:
    dateline("new", "mine.yaml", cwd=folder)
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == STARTER
    assert dateline("check", "--strict", "mine.yaml", cwd=folder).code == 0
    hosts = set(re.findall(r"https?://([^/\s\]]+)", STARTER))
    assert hosts == {"example.org"}
    for part in ("timezone:", "categories:", "actors:", "sources:", "stance: denies", "related:"):
        assert part in STARTER
    assert "~" in STARTER


def test_export_says_what_it_made(folder: Path) -> None:
    result = dateline("export", "good.yaml", "-o", "case.html", cwd=folder)
    assert result.code == 0, result.err
    size = (folder / "case.html").stat().st_size
    line = f"case.html, {size / 1e6:.2f} MB, 2 events, 2 sources, works offline\n"
    assert result.out == line
    assert result.err == ""


def test_export_to_standard_output_is_the_same_file(folder: Path) -> None:
    dateline("export", "good.yaml", "-o", "case.html", cwd=folder)
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "export", "good.yaml", "-o", "-"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout == (folder / "case.html").read_bytes()


def test_internal_events_are_not_exported(folder: Path) -> None:
    result = dateline("export", "internal.yaml", "-o", "case.html", cwd=folder)
    assert result.err == "Left out: 1 internal event.\n"
    assert ", 2 events, 2 sources, " in result.out
    assert "Not for everybody" not in (folder / "case.html").read_text(encoding="utf-8")


def test_warnings_do_not_stop_an_export(folder: Path) -> None:
    result = dateline("export", "warned.yaml", "-o", "case.html", cwd=folder)
    assert result.code == 0
    assert "1 warning in warned.yaml; to see them: dateline check warned.yaml" in result.err


def test_an_export_never_takes_the_place_of_what_it_reads(folder: Path) -> None:
    page = folder / "case.html"
    page.write_text(GOOD, encoding="utf-8")
    (folder / "link.yaml").symlink_to(page)
    result = dateline("export", "link.yaml", "-o", "case.html", cwd=folder)
    assert result.code == 2
    assert "is the file to read from" in result.err
    assert page.read_text(encoding="utf-8") == GOOD


def test_formats_are_named_with_a_dot_and_in_lower_case() -> None:
    assert all(re.fullmatch(r"\.[a-z]+", target.suffix) for target in TARGETS)


HOSTILE = {
    "no bytes": b"",
    "zeros": b"\0" * 64,
    "not text": bytes(range(128, 256)),
    "half a character": b"title: \xe2\x82",
    "deep": b"[" * 200_000,
    "aliases": b"a: &a [x]\n"
    + b"".join(
        b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(20)
    ),
    "python": b"title: !!python/object/apply:os.system [echo]\nevents: []\n",
    "a list": b"- 1\n- 2\n",
    "a program for the terminal": b'title: x\n"\\e[2J\\e]0;owned\\a": 1\nevents: []\n',
    "surrogate": b'title: "\\ud800"\nevents: []\n',
    "a date far away": b"title: x\nevents: [{date: 99999999, title: y}]\n",
    "documents": b"title: x\n---\ntitle: y\n",
}


@pytest.mark.parametrize("name", ["check", "export", "serve"])
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_no_file_brings_a_traceback(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / "hostile.yaml").write_bytes(data)
    options = {"export": ["-o", "case.html"], "serve": ["--port", "0", "--no-watch"]}
    result = dateline(name, "hostile.yaml", *options.get(name, []), cwd=tmp_path)
    said = result.out + result.err
    assert result.code == 1, said
    assert "hostile.yaml" in said
    assert "Traceback" not in said
    assert "this should not have happened" not in said
    # Nothing that a terminal would obey.
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)
    assert not (tmp_path / "case.html").exists()


def test_a_fault_is_one_sentence_and_a_traceback_only_on_request(folder: Path) -> None:
    # A library that breaks when it is loaded stands for everything that should not happen.
    (folder / "site").mkdir()
    (folder / "site" / "yaml.py").write_text("raise LookupError('a\\nfault')", encoding="utf-8")
    path = os.pathsep.join([str(folder / "site"), str(ROOT)])
    runs = [
        dateline(
            "check", "good.yaml", cwd=folder, env={"PYTHONPATH": path, "DATELINE_DEBUG": debug}
        )
        for debug in ("", "1")
    ]
    assert [run.code for run in runs] == [3, 3]
    assert "LookupError: a fault\n" in runs[0].err
    assert ["Traceback" in run.err for run in runs] == [False, True]


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard", "schema"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
    assert (process.returncode, said) == (Exit.PIPE, b"")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_any_terminal_can_print_any_name(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "zaak-€.yaml").write_text(GOOD, encoding="utf-8")
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    result = dateline("check", "zaak-€.yaml", cwd=tmp_path, env=env)
    assert result.code == 0
    assert result.out.startswith("zaak-\\u20ac" if encoding == "latin-1" else "zaak-€")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("colours", [True, False])
def test_a_terminal_gets_a_table(folder: Path, colours: bool) -> None:
    import pty

    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100"}
    env.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "check", "broken.yaml"],
        cwd=folder,
        env=env if colours else {**env, "NO_COLOR": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:
        # How Linux says that the other end is closed.
        pass
    os.close(ours)
    assert process.wait(PATIENCE) == 1
    text = shown.decode()
    assert "broken.yaml:4:5" in text
    assert "error" in text
    assert bool(re.search(r"\x1b\[[\d;]*3[16]", text)) is colours


def test_check_loads_neither_dash_nor_plotly() -> None:
    code = (
        "import sys; from dashboard.cli import main; main(['check']); "
        "print(sorted({'dash', 'plotly', 'numpy', 'flask', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain € text", "plain € text"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\rb\x9bc", "a\\rb\\x9bc"),
        ("\u202eabc", "\\u202eabc"),
        ("two\nlines", "two\nlines"),
        ("\u0646\u200c\u0645", "\u0646\u200c\u0645"),
        ("\udcff", "\\udcff"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_plural() -> None:
    assert [plural(number, "event") for number in (0, 1, 1200)] == [
        "0 events",
        "1 event",
        "1,200 events",
    ]
