"""Files made to exhaust, confuse or crash, and files that cannot be read at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import ProblemError, Timeline, UnreadableError, load, load_with_problems, loads
from dashboard.formats.collect import MOST
from dashboard.formats.text_file import LARGEST
from dashboard.formats.yaml_nodes import MOST_DEPTH
from tests.test_loader import problems_of

HEAD = "title: T\nevents:\n"


def test_two_hundred_thousand_brackets() -> None:
    (problem,) = problems_of("[" * 200_000)
    # libyaml from 0.2.6 on stops first, where it reads ahead.
    assert problem.startswith((f"f:1:{MOST_DEPTH + 1}: ", "f:1:1001: "))
    assert problem.endswith(
        f"the values are nested more than {MOST_DEPTH} deep (a timeline needs six levels)"
    )


@pytest.mark.parametrize("unit", ["{a: ", "- ", "? "])
def test_other_deep_nesting(unit: str) -> None:
    (problem,) = problems_of(unit * 50_000)
    assert "nested more than" in problem or "cannot be the name of a field" in problem


def test_a_bomb_of_aliases() -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)]
    (problem,) = problems_of("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(lines))
    assert problem == "f:7:10: more than 2,000,000 values behind aliases (split the file)"


def test_a_bomb_of_aliases_below_the_limit_is_told_a_thousand_times_at_most() -> None:
    events = "x: &x [{q: 1}, {q: 2}, {q: 3}]\ny: &y {actors: *x, tags: *x}\n"
    problems = problems_of(HEAD + "".join(f"  - {n}\n" for n in range(5_000)) + events)
    assert len(problems) == MOST + 1
    assert problems[0] == (
        f"f: more than {MOST:,} errors: the rest of the file was not read (mend these first)"
    )


def test_a_mapping_of_very_many_unknown_fields() -> None:
    problems = problems_of("".join(f"f{number}: x\n" for number in range(300_000)))
    assert len(problems) == MOST + 1


def test_a_long_line_of_dashes_is_explained_like_any_other() -> None:
    (problem,) = problems_of("title: a\n  " + "- " * 200_000 + "b: c\n")
    assert "this line is not in line" in problem or "needs quotes" in problem


def test_an_alias_to_what_holds_it() -> None:
    (problem,) = problems_of("title: &t [a, *t]\n")
    assert problem.startswith("f:1:15: '*t' refers to nothing")


def test_wrong_ids_by_the_thousand_stay_quick_and_countable() -> None:
    known = "".join(f"  actor-number-{n}: X\n" for n in range(5_000))
    wrong = ", ".join(f"acter-nummber-{n}" for n in range(800))
    text = f"title: T\nactors:\n{known}events:\n  - {{date: 2020, title: A, actors: [{wrong}]}}\n"
    problems = problems_of(text)
    assert len(problems) == 800 + 1  # and the event has no source
    assert "did you mean 'actor-number-" in problems[1]


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.write(b"title: T\n")
        file.truncate(LARGEST + 1)
    with pytest.raises(UnreadableError) as caught:
        load(path)
    assert str(caught.value) == (f"{path}: is larger than 200 MB (split it into several timelines)")


def test_an_endless_file_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "zero.yaml"
    path.symlink_to("/dev/zero")
    with pytest.raises(UnreadableError, match="is larger than 200 MB"):
        load(path)


def test_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "gone.yaml"
    with pytest.raises(UnreadableError) as caught:
        load(path)
    assert str(caught.value) == (
        f"{path}: there is no such file (check the name, or begin one: dateline new)"
    )


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is a folder"):
        load(tmp_path)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(UnreadableError, match="is a folder"):
        load(tmp_path / "folder.yaml")


def test_a_part_of_the_path_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(UnreadableError, match="a part of the path is a file"):
        load(tmp_path / "x" / "y.yaml")


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(UnreadableError, match="is no name of a file"):
        load("a\0b.yaml")


def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("title: T\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        # The superuser may read everything: all that can be shown is that it works.
        assert stat.S_IMODE(path.stat().st_mode) == 0
        assert load(path).title == "T"
        return
    with pytest.raises(UnreadableError, match="may not be read"):
        load(path)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("case.yml2", "did you mean '.yml'?"),
        ("case.docx", "files of our own end in .yaml, .yml, .json"),
        ("case", "files of our own end in .yaml, .yml, .json"),
    ],
)
def test_other_kinds_of_file(tmp_path: Path, name: str, hint: str) -> None:
    path = tmp_path / name
    path.write_text("title: T\n")
    with pytest.raises(UnreadableError) as caught:
        load(path)
    said = str(caught.value)
    assert said.startswith(f"{path}: looks like text, but is none of: ")
    assert "TimelineJS" in said
    assert said.endswith(f" ({hint})")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"title: T\nsummary: caf\xe9\n", ":2:13: byte 0xE9 is not UTF-8 "
         "(save the file as UTF-8; it may be in Windows-1252 or another old encoding)"),
        ("ü: ".encode() + b"\xff", ":1:4: byte 0xFF is not UTF-8 "
         "(save the file as UTF-8; it may be in Windows-1252 or another old encoding)"),
        (b"\xff\xfet\0i", ": is broken UTF-16 (save it as UTF-8)"),
        ("title: T\n".encode("utf-16-le"), ":1:2: the text looks like UTF-16 without a mark "
         "(save the file as UTF-8)"),
        (b"\x89PNG\r\n\x1a\n\0\0", ":1:1: byte 0x89 is not UTF-8 "
         "(save the file as UTF-8; it may be in Windows-1252 or another old encoding)"),
        (b"", ": the file is empty (a timeline begins with 'title: …' and 'events:')"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(data)
    loaded = load_with_problems(path)
    assert loaded.timeline is None
    assert [str(problem) for problem in loaded.problems] == [f"{path}{says}"]


def attempt(text: str) -> Timeline | None:
    """Load, and let nothing pass but what is promised."""
    try:
        return loads(text)
    except ProblemError as error:
        told = error
    assert told.errors
    assert all(problem.message for problem in told.problems)
    assert str(told)
    return None


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_no_text_raises_anything_but_the_projects_own_error(text: str) -> None:
    attempt(text)


#: Pieces from which something close to a timeline is put together.
PIECES = st.sampled_from(
    ["title", "events", "date", "end", "source", "sources", "claims", "by", "says", "actors",
     "related", "to", "kind", "place", "lat", "lon", "media", "image", "id", "story", "categories",
     "label", "url", "timezone", "known", "tags", "importance", "edition", "corrections",
     ": ", ":", "\n", "\n  ", "\n    ", "\n  - ", "- ", ", ", "[", "]", "{", "}", '"', "'", "#",
     "&a ", "*a", "!!str ", "|", ">", "~", "null", "2020", "2020-12-10", "https://example.org/a",
     "x", "T", "\t", "<<", "---\n", "...\n", "%", "@", "\\", "\u2028", "\x85"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=500, deadline=None)
def test_no_pieces_of_a_timeline_raise_anything_else(text: str) -> None:
    attempt(text)
    attempt(HEAD + "  - date: 2020\n    title: A\n    " + text)


SCALARS = st.one_of(
    st.none(), st.text(max_size=8), st.sampled_from(["2020", "https://example.org/a", "a", "99"])
)
FIELDS = st.sampled_from(
    ["title", "summary", "events", "date", "end", "source", "sources", "claims", "by", "says",
     "stance", "actors", "related", "to", "kind", "place", "name", "lat", "lon", "media", "image",
     "alt", "id", "story", "categories", "label", "url", "published", "timezone", "known", "tags",
     "importance", "edition", "corrections", "note", "visibility", "category", "zzz"]
)  # fmt: skip
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=5)
)


@given(st.dictionaries(FIELDS, TREES, max_size=6))
@settings(max_examples=500, deadline=None)
def test_no_tree_of_values_raises_anything_else(tree: dict[str, object]) -> None:
    # JSON writes what YAML calls flow style; half pairs cannot be written in a file.
    tree.setdefault("title", "T")
    attempt(json.dumps(tree, ensure_ascii=True))
    event = {"date": "2020", "title": "A", **tree}
    attempt(json.dumps({"title": "T", "events": [event]}, ensure_ascii=False))
