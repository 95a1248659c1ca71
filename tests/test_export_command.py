"""``dateline export``: which kind of file is written, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path, PurePath

import jsonschema
import pytest

from dashboard import json_schema, load, loads
from dashboard.citation import data_hash
from dashboard.cli import main
from dashboard.cli.exits import Exit
from dashboard.outputs import TARGETS, UnknownTargetError, ask, by_suffix, target_for
from dashboard.outputs.target import Target
from dashboard.resources import example_case

SMALL = """\
title: A case
actors: {speaker: A person}
events:
  - date: 2018-04
    title: One
    place: {name: The Hague, lat: 52.08, lon: 4.31}
    source: https://example.org/1
    claims: [{by: speaker, says: It was so., source: https://example.org/1}]
  - {date: 2019, title: Kept at home, visibility: internal}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(SMALL)

    def command(*words: str) -> tuple[int, str, str]:
        code = main(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return command


# --- Which kind -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("t.html", None, "html"),
        ("T.HTML", None, "html"),
        ("t.json", None, "json"),
        ("t.csv", None, "csv"),
        ("t.timelinejs.json", None, "timelinejs"),
        ("t.timelinejs-sheet.csv", None, "timelinejs-sheet"),
        ("t.stix.json", None, "stix"),
        # What stands before the suffix is mostly a part of a name.
        ("t.2018.json", None, "json"),
        ("t.html.json", None, "json"),
        ("t.json", "stix", "stix"),
        ("t", "csv", "csv"),
        ("t.html", "JSON", "json"),
        (None, None, "html"),
        (None, "json", "json"),
    ],
)
def test_a_path_or_a_name_asks_for_a_kind(path: str | None, name: str | None, kind: str) -> None:
    assert target_for(PurePath(path) if path else None, name).name == kind


@pytest.mark.parametrize(
    ("path", "name"), [("t.doc", None), ("t", None), ("t.json", "word"), (None, "tml")]
)
def test_an_unknown_kind_is_answered_with_all_that_are_known(
    path: str | None, name: str | None
) -> None:
    with pytest.raises(UnknownTargetError) as caught:
        target_for(PurePath(path) if path else None, name)
    for target in TARGETS:
        assert (target.name if name else ask(target)) in str(caught.value)


def test_every_kind_can_be_asked_for() -> None:
    for target in TARGETS:
        assert target_for(None, target.name) is target
        asked = ask(target)
        if asked.startswith("."):
            assert target_for(PurePath(f"t{asked}")) is target
        else:
            assert asked == f"--format {target.name}"
            assert target_for(PurePath(f"t.{target.name}{target.suffix}")) is target


def test_our_own_kinds_come_before_others_with_their_suffix() -> None:
    own = {".html": "html", ".json": "json", ".csv": "csv", ".yaml": "yaml", ".ics": "ics"}
    assert {suffix: by_suffix()[suffix].name for suffix in own} == own


def test_help_lists_all_kinds(run: Run) -> None:
    _, out, _ = run("export", "--help")
    for target in TARGETS:
        assert f"  {ask(target)} " in out


# --- What is written ------------------------------------------------------------------------------

#: Written without a program or a library beyond the base.
PLAIN = [target for target in TARGETS if target.extra is None and target.in_bundle]


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.name)
def test_no_kind_has_internal_events(run: Run, tmp_path: Path, kind: Target) -> None:
    name = f"out.{kind.name}{kind.suffix}"
    code, out, err = run("export", "a.yaml", "-o", name, "--format", kind.name)
    assert code == 0
    assert out.startswith(f"{name}, ")
    assert "Left out: 1 internal event." in err
    data = (tmp_path / name).read_bytes()
    assert b"One" in data
    assert b"Kept at home" not in data
    # Asked again, it is the same to the byte.
    run("export", "a.yaml", "-o", "again" + kind.suffix, "--format", kind.name)
    again = (tmp_path / f"again{kind.suffix}").read_bytes()
    assert again == data


def test_what_a_format_cannot_hold_is_said(run: Run) -> None:
    _, _, err = run("export", "a.yaml", "-o", "a.ics")
    assert "a.ics: iCalendar has no field for claims: 1 went into the text.\n" in err


def test_several_kinds_to_standard_output(run: Run) -> None:
    code, out, _ = run("export", "a.yaml", "-o", "-", "--format", "json")
    assert code == 0
    assert [event.title for event in loads(out, suffix=".json").events] == ["One"]


def test_json_is_versioned_and_fits_its_schema(run: Run, tmp_path: Path) -> None:
    case = load(example_case())
    assert run("export", "-o", "case.json")[0] == 0
    values = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    assert values["dateline"] == 1
    assert values["hash"] == data_hash(case.public())
    jsonschema.validate(values, json_schema())
    assert load(tmp_path / "case.json").events == case.public().events


def test_a_file_is_not_written_over_itself(run: Run, tmp_path: Path) -> None:
    code, _, err = run("export", "a.yaml", "-o", "a.yaml")
    assert code == Exit.USAGE
    assert "is the file to read from" in err
    assert (tmp_path / "a.yaml").read_text() == SMALL
