"""Problems: what they say, how they sort, and what is guessed."""

from __future__ import annotations

import dataclasses
import json

import pytest

from dashboard.problems import (
    DatelineError,
    Problem,
    ProblemError,
    Severity,
    UnreadableError,
    closest,
    did_you_mean,
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem(
                "unknown field 'titel'",
                "did you mean 'title'?",
                file="events.yaml",
                line=12,
                column=3,
            ),
            "events.yaml:12:3: unknown field 'titel' (did you mean 'title'?)",
        ),
        (Problem("the file is empty", file="events.yaml"), "events.yaml: the file is empty"),
        (
            Problem("not used", severity=Severity.WARNING, file="e.yaml", line=1, column=1),
            "e.yaml:1:1: warning: not used",
        ),
        (Problem("no place at all"), "no place at all"),
    ],
)
def test_a_problem_reads_like_a_compiler_message(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_a_problem_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Problem("x").message = "y"  # type: ignore[misc]  # that is what is tested


def test_a_problem_as_json_keeps_everything() -> None:
    problem = Problem("m", "h", Severity.WARNING, "f", 3, 4, "events[0]")
    assert json.loads(json.dumps(problem.to_dict())) == {
        "severity": "warning",
        "message": "m",
        "hint": "h",
        "file": "f",
        "line": 3,
        "column": 4,
        "path": "events[0]",
    }


def test_an_error_has_its_problems_in_order_of_place() -> None:
    late, early = (
        Problem("b", file="f", line=10, column=1),
        Problem("a", file="f", line=9, column=7),
    )
    whole = Problem("w", severity=Severity.WARNING, file="f")
    error = ProblemError([late, early, whole])
    assert error.problems == (whole, early, late)
    assert error.errors == (early, late)
    assert str(error) == "f: warning: w\nf:9:7: a\nf:10:1: b"


def test_an_error_lists_fifty_problems_and_counts_the_rest() -> None:
    error = ProblemError([Problem("x", file="f", line=n, column=1) for n in range(1, 183)])
    lines = str(error).splitlines()
    assert len(lines) == 51
    assert lines[-2:] == ["f:50:1: x", "and 132 more"]


def test_the_tree_of_errors() -> None:
    assert issubclass(UnreadableError, ProblemError)
    assert issubclass(ProblemError, DatelineError)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("TITLE", "title"),
        ("published date", "published-date"),
        ("url", "source"),
        ("qqqq", None),
        ("", None),
    ],
)
def test_what_was_probably_meant(word: str, meant: str | None) -> None:
    known = ("title", "source", "published-date")
    assert closest(word, known, {"url": ("address", "source")}) == meant


def test_the_guess_as_a_hint() -> None:
    assert did_you_mean("titel", ("title",)) == "did you mean 'title'?"
    assert did_you_mean("zzz", ("title",)) is None


def test_a_guess_among_very_many() -> None:
    known = tuple(f"event-{number}" for number in range(50_000))
    assert closest("event-4242 ", known) == "event-4242"
