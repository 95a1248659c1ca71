"""YAML as a person would write it: what it looks like, and that nothing gets lost on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import load, loads
from dashboard.citation import data_hash
from dashboard.formats.json_writer import write_json
from dashboard.formats.yaml_writer import WIDTH, to_yaml, write_yaml
from dashboard.model import Timeline
from dashboard.problems import ProblemError
from dashboard.resources import example_case

#: A text that does not fit on a line.
LONG = "word " * 23 + "end"

HEAD: dict[str, Any] = {"title": "T", "events": []}


def without_path(timeline: Timeline) -> Timeline:
    return timeline.model_copy(update={"path": None})


# --- Nothing gets lost ----------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_the_shipped_case_comes_back_equal(suffix: str) -> None:
    case = load(example_case())
    text = {".yaml": write_yaml, ".json": write_json}[suffix](case)
    back = loads(text, suffix=suffix)
    assert without_path(back) == without_path(case)
    # A mapping is equal in any order, but lanes stand in the order of the categories.
    assert list(back.categories) == list(case.categories)
    assert list(back.actors) == list(case.actors)
    assert [event.id for event in back.events] == [event.id for event in case.events]
    assert data_hash(back) == data_hash(case)


#: Texts that YAML, or a tool that reads it, could take for something else.
TRAPS = (
    *("no", "NO", "on", "off", "yes", "true", "null", "~", "12:30", "1_000", "0x1F", "0o17", "017"),
    *("1e3", "1.10", ".5", "-0044", "2018", "2018-04", "2018-04-13", "=", "<<", "-", "?", ":", "#"),
    *("&", "*", "!", "|", ">", "%", "@", "`", "'", '"', "{", "}", "[", "]", ",", "---", "..."),
    *("a: b", "a #b", "- a", "'a'", '"a"', "a\\b", "{a: b}", "[a, b]", "&a", "*a", "!a", "key:"),
    *(
        "a\nb",
        "a\n\nb",
        "\na",
        " a",
        "a\n  b\nc",
        "a  b",
        "a\tb",
        "\u00e9\u0301",
        "😀 b",
        "a\u2028b",
    ),
    *("a\u0085b", "\ufeffa", "a\x7fb", "a\r\nb", "x " * 80 + "y", "x" * 200, "x " * 60 + "\ny"),
    *("- a\n- b\n", "# heading\n\ntext", "> quote\n> more", "  indented\nless"),
    *("x " * 60 + "y\n\n\n- z", "x " * 60 + "y\n  z", "a" * 60 + "  " + "b" * 60),
)
#: Those that are no text at all to a reader of YAML 1.1 unless they are quoted.
NO_TEXTS = TRAPS[:24]

texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300),
    st.lists(
        st.sampled_from(("word", "no", "-", "#", "a:", "—", "'tis", "**b**")), min_size=30
    ).map(" ".join),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    events = [
        {
            "id": f"e{number}",
            "date": draw(st.sampled_from(["2018", "2018-04", "2018-04-13", "-0044", "2018-04~"])),
            "title": draw(texts),
            "summary": draw(texts),
            "importance": draw(st.integers(1, 5)),
            "actors": ["no", "1e3"][: draw(st.integers(0, 2))],
            "tags": draw(st.lists(texts, max_size=3)),
            "place": {"name": draw(texts), "lat": draw(st.floats(-90, 90)), "lon": 1.5},
            "claims": [
                {"by": "1e3", "says": draw(texts), "sources": ["s1"]}
                for _ in range(draw(st.integers(0, 2)))
            ],
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    return {
        "title": draw(texts),
        "summary": draw(texts),
        "actors": {"no": {"name": draw(texts)}, "1e3": {"name": "B", "short": draw(texts)}},
        "sources": {"s1": {"url": "https://example.org/?a=b#c", "quote": draw(texts)}},
        "events": events,
    }


@settings(max_examples=50, deadline=None, derandomize=True)
@given(documents())
def test_every_text_survives(document: dict[str, Any]) -> None:
    """Other tools read the same texts as we do, and ours reads what was put in."""
    text = to_yaml(document, {("events", 0): "a comment\nof two lines"}, "From: somewhere")
    assert same(yaml.safe_load(text), document)
    document["title"] = str(document["title"]).strip()[:900] or "T"
    for event in document["events"]:
        event["title"] = event["title"].strip()[:900] or "T"
    try:
        first = loads(to_yaml(document))
    except ProblemError:
        # What our reader refuses (a blank name, a control sign) is another test's business.
        return
    again = loads(write_yaml(first))
    assert again == first
    assert loads(write_json(first), suffix=".json") == first


def same(read: Any, written: Any) -> bool:
    """Whether values are the same once shorthands and dates are put aside."""
    if isinstance(written, dict):
        if not isinstance(read, dict):
            return len(written) == 1 and same(read, next(iter(written.values())))
        return read.keys() == written.keys() and all(
            same(read[key], one) for key, one in written.items()
        )
    if isinstance(written, list):
        return len(read) == len(written) and all(map(same, read, written))
    return read == written or (isinstance(written, str) and str(read) == written)


def test_texts_stay_texts_for_other_tools() -> None:
    read = yaml.safe_load(to_yaml({**HEAD, "summary": "x", "tags": list(NO_TEXTS)}))
    assert read["tags"] == list(NO_TEXTS)


def test_a_half_of_a_sign_is_replaced() -> None:
    assert yaml.safe_load(to_yaml({**HEAD, "title": "a\ud83db"}))["title"] == "a\ufffdb"


# --- As a person would write it -------------------------------------------------------------------

DOCUMENT = {
    "events": [
        {
            "title": "The first event, whose title alone says nearly everything that there is",
            "summary": "Words that go on " + "and on " * 20 + "to their end.",
            "date": "2018-04-13",
            "id": "first",
            "sources": ["paper"],
            "claims": [{"says": "It was so.", "by": "no", "date": "2018"}],
            "place": {"name": "The Hague", "lat": 52.08, "lon": 4.313},
        },
        {
            "date": "2018-04~",
            "title": "Second: a title",
            "summary": "One line.\n\nAnother.",
            "tags": ["a", "b"],
            "end": "2019",
        },
    ],
    "sources": {
        "paper": {"url": "https://example.org/a", "title": "12:30", "published": "2018-04-14"},
        "bare": {"url": "https://example.org/b"},
    },
    "actors": {"no": {"name": "Norway", "kind": "state"}, "plain": {"name": "Plain"}},
    "title": "A case",
    "timezone": "Europe/Amsterdam",
}

WRITTEN = """\
# Imported from a file.

title: A case
timezone: Europe/Amsterdam

actors:
  'no': {name: Norway, kind: state}
  plain: Plain

sources:
  paper:
    url: https://example.org/a
    title: '12:30'
    published: 2018-04-14
  bare: https://example.org/b

events:
  - id: first
    # The day was guessed.
    date: 2018-04-13
    title: The first event, whose title alone says nearly everything that there is
    summary: >-
      Words that go on and on and on and on and on and on and on and on and on and on and on and on
      and on and on and on and on and on and on and on and on and on to their end.
    place: {name: The Hague, lat: 52.08, lon: 4.313}
    claims:
      - by: 'no'
        says: It was so.
        date: 2018
    sources: [paper]

  # Which of two
  # is not known.
  - date: 2018-04~
    end: 2019
    title: 'Second: a title'
    summary: |-
      One line.

      Another.
    tags: [a, b]
# About what is not there.
"""


def test_it_looks_as_if_typed() -> None:
    comments = {
        ("events", 0, "date"): "The day was guessed.",
        ("events", 1): "Which of two\nis not known.",
        ("events", 7): "About what is not there.",
    }
    assert to_yaml(DOCUMENT, comments, "Imported from a file.") == WRITTEN


def test_no_line_is_longer_than_it_has_to_be() -> None:
    long = [
        line
        for line in write_yaml(load(example_case())).splitlines()
        # An address has no place at which it could be broken.
        if len(line) > WIDTH and " " in line.strip().removeprefix("- ").partition(": ")[2]
    ]
    assert not long


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["|-", "a", "b"]),
        (LONG, [">-", f"{'word ' * 18}word", "word word word word end"]),
        (f"{LONG}\nb", [">-", f"{'word ' * 18}word", "word word word word end", "", "b"]),
        # Markdown whose lines mean something, and paragraphs, are easier to read as they are.
        (f"{LONG}\n- b", ["|-", LONG, "- b"]),
        (f"{LONG}\n\nb", ["|-", LONG, "", "b"]),
    ],
)
def test_long_texts_are_folded_where_that_is_easier_to_read(text: str, lines: list[str]) -> None:
    written = to_yaml({**HEAD, "summary": text})
    assert yaml.safe_load(written)["summary"] == text
    _, _, block = written.partition("summary: ")
    first, *rest = block.split("\nevents:")[0].split("\n")
    assert [first, *(line.removeprefix("  ") for line in rest)] == lines


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\x85", "\x1b[2J", "\0"])
def test_a_comment_stays_a_comment(sign: str) -> None:
    text = to_yaml(HEAD, {("title",): f"a{sign}events: [x]"}, f"b{sign}title: y")
    assert yaml.safe_load(text) == HEAD
    assert all(
        line.startswith(("#", "title:", "events:")) or not line for line in text.splitlines()
    )


def test_a_comment_inside_what_would_stand_on_one_line() -> None:
    document = {**HEAD, "actors": {"a": {"name": "A", "kind": "k"}}}
    text = to_yaml(document, {("actors", "a", "kind"): "Guessed."})
    assert "  a:\n    name: A\n    # Guessed.\n    kind: k\n" in text


def test_a_large_file_is_written_in_bounded_time(tmp_path: Path) -> None:
    """A hundred thousand lines; an emitter in Python alone would take minutes."""
    events = [
        {
            "id": f"event-{number}",
            "date": "2018-04-13T16:30",
            "title": f"Event {number}",
            "tags": ["a"],
        }
        for number in range(25_000)
    ]
    text = to_yaml({"title": "T", "events": events})
    assert text.count("\n") == 25_000 * 5 + 2
