"""The data that a page carries, and the file that comes back out of it."""

from __future__ import annotations

import base64
import gzip
import lzma
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import load, loads, to_html
from dashboard.carried import MARK, CarriedError, pack, unpack
from dashboard.citation import data_hash
from dashboard.cli import main
from dashboard.cli.exits import Exit
from dashboard.extract import extract
from dashboard.formats.json_writer import write_json
from dashboard.freeze import SEPARATOR
from dashboard.model import Timeline
from dashboard.problems import ProblemError
from dashboard.resources import example_case

#: A valid picture of one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)

SMALL = """\
# A comment that no page has.
title: A small case with "quotes", <b>tags</b> & a ~tilde
categories: {z: Last of the alphabet, a: First of the alphabet}
actors: {speaker: A person who speaks}
events:
  - id: public
    date: 2018-04-13
    title: An event that everybody may see
    summary: "Text with **bold words** and a [link](https://example.org/link)."
    category: z
    claims: [{by: speaker, says: "~12 people were there, says the speaker.", source: https://example.org/1}]
    media: [{image: photos/one.png, alt: What can be seen in it}]
    source: https://example.org/1
  - {id: internal, date: 2019, title: An internal event that stays at home, visibility: internal}
"""


@pytest.fixture(scope="module")
def case_page() -> str:
    return to_html(load(example_case()))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/one.png").write_bytes(PIXEL)
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def without_path(timeline: Timeline) -> Timeline:
    return timeline.model_copy(update={"path": None})


# --- There and back -------------------------------------------------------------------------------


def test_the_shipped_case_comes_back_out_of_its_page(case_page: str) -> None:
    case = load(example_case()).public()
    found = extract(case_page.encode(), "case.html")
    assert without_path(found.timeline) == without_path(case)
    assert list(found.timeline.categories) == list(case.categories)
    assert found.hash == data_hash(case)
    assert found.is_sound
    assert without_path(loads(found.text)) == without_path(case)


def test_the_data_take_little_room(case_page: str) -> None:
    """Less than half of what the same data take when they are compressed alone."""
    carried = re.search('id="carried">([^<]*)<', case_page)
    assert carried is not None
    alone = lzma.compress(write_json(load(example_case())).encode(), preset=9)
    assert len(carried[1]) * 2 < len(base64.b85encode(alone))


def test_internal_events_and_comments_are_not_in_a_page(small: Path) -> None:
    page = to_html(load(small))
    found = extract(page.encode(), "small.html")
    assert [event.id for event in found.timeline.events] == ["public"]
    assert "stays at home" not in found.text
    assert "A comment that no page has" not in found.text
    assert "does not hold the comments" in found.text
    assert without_path(found.timeline) == without_path(load(small).public())


def test_the_command_writes_the_file_and_its_pictures(
    small: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "small.html"
    page.write_text(to_html(load(small)), encoding="utf-8")
    folder = tmp_path / "back"
    folder.mkdir()
    target = folder / "events.yaml"
    assert main(["extract", str(page), "-o", str(target)]) == 0
    back = load(target)
    assert (folder / "photos/one.png").read_bytes() == PIXEL
    assert data_hash(back) == data_hash(load(small).public())
    assert f"data {data_hash(back)}" in capfd.readouterr().err
    # The page of what came back is the same page.
    assert to_html(back) == page.read_text(encoding="utf-8")

    target.write_text("mine")
    assert main(["extract", str(page), "-o", str(target)]) == Exit.FAILED
    assert "exists already" in capfd.readouterr().err
    assert target.read_text() == "mine"
    assert main(["extract", str(page), "-o", str(target), "--force"]) == 0


def test_a_missing_picture_is_named(
    small: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "photos/one.png").unlink()
    page = tmp_path / "small.html"
    page.write_text(to_html(load(small)), encoding="utf-8")
    assert main(["extract", str(page), "-o", "-"]) == 0
    out, err = capfd.readouterr()
    assert loads(out).title.startswith("A small case")
    assert "Not in the page: photos/one.png" in err


def test_a_picture_does_not_follow_a_link_out_of_the_folder(small: Path, tmp_path: Path) -> None:
    page = tmp_path / "small.html"
    page.write_text(to_html(load(small)), encoding="utf-8")
    folder, outside = tmp_path / "back", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "photos").symlink_to(outside)
    assert main(["extract", str(page), "-o", str(folder / "events.yaml")]) == Exit.FAILED
    assert list(outside.iterdir()) == []
    assert not (folder / "events.yaml").exists()


# --- Pages that are not what they seem ------------------------------------------------------------


def changed(page: str, values: Any) -> bytes:
    """A page with other data in it."""
    packed = re.search('id="packed">([^<]*)<', page)
    assert packed is not None
    block = gzip.decompress(base64.b85decode(packed[1].replace("'", "<"))).decode()
    data = pack(values, block.split(SEPARATOR)[1])
    return re.sub('(id="carried">)[^<]*', lambda found: found[1] + data, page, count=1).encode()


def test_changed_data_are_told(
    case_page: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    values = {"timeline": {"dateline": 1, "hash": "0" * 64, "title": "Forged", "events": []}}
    page = tmp_path / "forged.html"
    page.write_bytes(changed(case_page, values))
    assert not extract(page.read_bytes(), "forged.html").is_sound
    assert main(["extract", str(page), "-o", str(tmp_path / "e.yaml")]) == Exit.FAILED
    assert "changed since it was written" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (None, "not those of a timeline"),
        ([1], "not those of a timeline"),
        ({"timeline": []}, "not those of a timeline"),
        ({"timeline": {"title": "T", "dateline": 2}}, "pip install --upgrade dateline"),
        ({"timeline": {"title": "T", "events": [{"date": "x", "title": "y"}]}}, "date"),
        ({"timeline": {"title": "T", "\x1b[2J": "y"}}, "unknown field"),
        ({"timeline": {"title": {"a": ["b", {"c": "d"}]}}}, "title"),
    ],
)
def test_data_that_make_no_timeline_are_explained(case_page: str, values: Any, says: str) -> None:
    with pytest.raises(ProblemError, match=says):
        extract(changed(case_page, values), "case.html")


def test_only_pictures_that_the_file_names_are_taken(case_page: str) -> None:
    timeline = {
        "title": "T",
        "events": [
            {"date": "2018", "title": "x", "media": [{"image": "a.png", "alt": "b"}]},
        ],
    }
    pictures = {
        "a.png": "data:image/svg+xml;base64,AAAA",
        "../b.png": "data:image/png;base64,AAAA",
        "c.png": "data:image/png;base64,AAAA",
    }
    page = changed(case_page, {"timeline": timeline, "pictures": pictures})
    assert extract(page, "case.html").pictures == {}


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (b"", "is no HTML page"),
        (b"\xff\xfe\0", "is no HTML page"),
        (b"<!DOCTYPE html><html></html>", "is no page that dateline export has written"),
        (b'<html><script type="text/plain" id="packed">x</script></html>', "before pages carried"),
        (
            b'<html><script type="text/plain" id="carried">x</script>'
            b'<script type="text/plain" id="packed">x</script></html>',
            "cut off",
        ),
    ],
)
def test_other_pages_are_explained(page: bytes, says: str) -> None:
    with pytest.raises(ProblemError, match=says):
        extract(page, "page.html")


@pytest.mark.parametrize("part", ["carried", "packed"])
def test_a_damaged_page_is_told(case_page: str, part: str) -> None:
    start = case_page.index(f'id="{part}">') + len(part) + 100
    for damage in ("", "zzzzz", "\u00fc", "'''''"):
        page = case_page[:start] + damage + case_page[start + 60 :]
        with pytest.raises(ProblemError, match=r"damaged|cut off|missing"):
            extract(page.encode(), "case.html")


# --- Texts kept once ------------------------------------------------------------------------------

words = st.text(max_size=20) | st.sampled_from(
    ["~", "~~", "~1", "~-1", "a long text that is in the script", "another that is, with \"'\\ <>&"]
)
SCRIPT = (
    'var a = "a long text that is in the script", '
    'b = ["another that is, with \\"\'\\\\ \\u003c\\u003e\\u0026"];'
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    st.recursive(
        words | st.integers(-99, 99) | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
        max_leaves=12,
    )
)
def test_values_come_back(values: Any) -> None:
    assert unpack(pack(values, SCRIPT), SCRIPT) == values


def test_a_long_text_is_not_written_twice() -> None:
    text = "a long text that is in the script"
    data = lzma.decompress(base64.b85decode(pack([text, text], SCRIPT).replace("'", "<")))
    assert data == b'["~0","~0"]'


def packed(data: bytes) -> str:
    return base64.b85encode(lzma.compress(data)).decode().replace("<", "'")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "no base 85: \u00fc",
        packed(b"{"),
        packed(b"[" * 100_000),
        packed(b"[" * 30 + b"]" * 30),
        packed(f'["{MARK}99"]'.encode()),
        packed(f'["{MARK}-1"]'.encode()),
        packed(f'["{MARK}x"]'.encode()),
        packed(f'["{MARK}{"9" * 5000}"]'.encode()),
        packed(b"\xff"),
        packed(b'"' + b"x" * 1_000_000 + b'"')[:-20],
    ],
)
def test_what_nobody_packed_is_refused(data: str) -> None:
    with pytest.raises(CarriedError):
        unpack(data, SCRIPT)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.carried.MOST", 100_000)
    with pytest.raises(CarriedError, match="too large"):
        unpack(packed(b'"' + b"x" * 1_000_000 + b'"'), SCRIPT)
    script = f'"{"y" * 10_000}"'
    with pytest.raises(CarriedError, match="too large"):
        unpack(packed(b"[" + b",".join([b'"~0"'] * 20) + b"]"), script)
