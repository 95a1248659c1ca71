"""Warnings: what an author should look at in a file that can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import load_with_problems

HEAD = "title: T\nevents:\n"
EVENT = "  - date: 2020-12-10\n    title: A\n    source: https://example.org/a\n"

WARNINGS = [
    (HEAD + EVENT, []),
    ("title: T\n", ["f: the file has no events (add them below 'events:')"]),
    ("title: T\nevents:\n", ["f:2:1: 'events' has no value, ignored (fill or remove it)"]),
    (HEAD + "  - date: 2020\n    title: A\n", ["f:3:5: the event 'a' has no source "
     "(add for example source: https://example.org/article)"]),
    (HEAD + EVENT + "    tags:\n    summary: ~\n    actors: [x, ]\n    category: ''\n", [
        "f:6:5: 'tags' has no value, ignored (fill or remove it)",
        "f:7:5: 'summary' has no value, ignored (fill or remove it)",
        "f:9:5: 'category' has no value, ignored (fill or remove it)"]),
    (HEAD + EVENT + "    tags: [a, ~]\n  -\n", [
        "f:6:15: an item without a value, ignored (remove it)",
        "f:7:4: an event without fields, ignored (remove it)"]),
    ("actors: {x: X, y: Y}\ncategories: {c: }\nsources: {s: https://example.org/s}\n"
     + HEAD + EVENT + "    actors: x\n", [
        "f:1:16: the actor 'y' is not used (refer to it or remove it)",
        "f:2:14: the category 'c' is not used (refer to it or remove it)",
        "f:3:11: the source 's' is not used (refer to it or remove it)"]),
    (HEAD + EVENT + "    sources:\n      - {url: https://example.org/b, published: 2019}\n"
     "    known: 2020-12-09\n", [
        "f:7:9: the source 'example-org-2019' was published (2019) before the event (2020-12-10) "
        "(check both dates; what was said beforehand belongs to a claim)",
        "f:8:12: the event was known (2020-12-09) before it happened (2020-12-10) "
        "(check both dates)"]),
    # A source of the month or year of the event may well be later than it.
    (HEAD + EVENT + "    sources: {url: https://example.org/b, published: 2020-12}\n", []),
    # What a claim rests on may be older than the event.
    (HEAD + EVENT + "    claims:\n      - by: x\n        says: y\n"
     "        source: {url: https://example.org/b, published: 2019}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WARNINGS)
def test_warnings(
    text: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f.yaml").write_text(text, encoding="utf-8")
    loaded = load_with_problems("f.yaml")
    assert loaded.timeline is not None
    lines = [str(problem).replace("f.yaml", "f").replace(" warning:", "", 1)
             for problem in loaded.warnings]  # fmt: skip
    assert lines == expected
    assert loaded.problems == loaded.warnings


def test_pictures_are_looked_for_beside_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "there.png").write_bytes(b"x")
    (tmp_path / "outside.png").write_bytes(b"x")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    path = folder / "case.yaml"
    images = "".join(
        f"      - {{image: {name}, alt: x}}\n" for name in ("there.png", "gone.png", "link.png")
    )
    path.write_text(f"{HEAD}{EVENT}    media:\n{images}", encoding="utf-8")
    loaded = load_with_problems(path)
    assert loaded.timeline is None
    assert [str(problem).removeprefix(f"{path}:") for problem in loaded.problems] == [
        f"8:17: warning: the picture 'gone.png' is not there (looked in {folder})",
        "9:17: the picture 'link.png' lies outside the folder of the file "
        "(copy it into the folder)",
    ]
