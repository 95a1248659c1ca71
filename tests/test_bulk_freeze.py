"""Very many events as one file and as a folder: whole, the same each time, and nothing internal."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard import freeze, output, to_html
from dashboard.bulk.columns import Bulk
from dashboard.bulk.of_timeline import bulk_of
from dashboard.bulk.reading import read
from dashboard.citation import data_hash
from dashboard.extract import extract
from dashboard.freeze_blocks import MOST, refuse_too_many
from dashboard.freeze_folder import write_folder
from dashboard.model import (
    Actor,
    Claim,
    Event,
    Relation,
    RelationKind,
    Source,
    Stance,
    Timeline,
    Visibility,
)
from dashboard.problems import ProblemError
from dashboard.when import When
from tests.table_reading import read_table
from tests.test_bulk_blocks import table

COUNT = 1_100


def case(count: int = COUNT) -> Timeline:
    """A large timeline in which some events have voices and relations, and one is internal."""
    plain = table(count)
    first, second, third, *rest = plain.events
    said = Source(id="said", url="https://voices.example/1", published=When.parse("2021-01-01"))
    events = (
        first.model_copy(
            update={
                "claims": (
                    Claim(by="mayor", stance=Stance.DENIES, says="*Never*.", sources=("said",)),
                ),
                "related": (Relation(to=rest[-1].id, kind=RelationKind.LEADS_TO, note="~1 day"),),
            }
        ),
        second.model_copy(
            update={
                "title": "Nobody may know of quokka",
                "visibility": Visibility.INTERNAL,
                "summary": "quokka",
            }
        ),
        third.model_copy(update={"summary": "# A heading\n\n~0 is no number"}),
        *rest,
    )
    return plain.model_copy(
        update={
            "events": events,
            "actors": {"mayor": Actor(id="mayor", name="The Mayor")},
            "sources": {**plain.sources, "said": said},
            "story": (first.id, third.id),
        }
    )


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(case())


def blocks_of(page: str) -> dict[str, bytes]:
    """The blocks in a page, unpacked."""
    found = re.findall(r'<script type="text/plain" id="block-(\w+)">([^<]*)</script>', page)
    return {
        name: gzip.decompress(base64.b85decode(digits.replace("'", "<"))) for name, digits in found
    }


def test_the_file_holds_all_blocks(page: str) -> None:
    blocks = blocks_of(page)
    numbers = range(3)
    assert {"columns", "heads", "ids", "words", "w0"} < set(blocks)
    assert {name for name in blocks if re.fullmatch(r"[bd]\d+", name)} == {
        f"{kind}{number}" for kind in "bd" for number in numbers
    }
    assert sum(len(json.loads(blocks[f"b{number}"])["shape"]) for number in numbers) == COUNT - 1


def test_nothing_internal_is_in_any_block(page: str) -> None:
    assert "quokka" not in page
    for name, data in blocks_of(page).items():
        assert b"quokka" not in data, name
    # Columns hold as many events as may be known.
    assert len(np.frombuffer(blocks_of(page)["ids"], "<u4")) == COUNT - 1


def test_a_bulk_of_internal_events_is_frozen_without_them() -> None:
    assert "quokka" in case().events[1].title
    shown = freeze.public(bulk_of(case()))
    assert isinstance(shown, Bulk)
    assert len(shown.columns) == COUNT - 1


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert to_html(case()) == to_html(case())


def words_index(blocks: dict[str, bytes]) -> dict[str, list[int]]:
    """The events of each word, read as a browser would."""
    about = json.loads(blocks["words"])
    words = about["words"].split("\n")
    found: dict[str, list[int]] = {}
    for shard, first in enumerate(about["first"]):
        data = blocks[f"w{shard}"]
        last = about["first"][shard + 1] if shard + 1 < len(about["first"]) else len(words)
        numbers, number, shift = [], 0, 0
        for byte in data:
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                numbers.append(number)
                number = shift = 0
        at = 0
        for word in words[first:last]:
            count = numbers[at]
            gaps = numbers[at + 1 : at + 1 + count]
            found[word] = [int(place) for place in np.cumsum(gaps)]
            at += 1 + count
        assert at == len(numbers)
    assert list(found) == words == sorted(words)
    return found


def test_the_index_of_words_finds_what_the_texts_have(page: str) -> None:
    timeline = case().public()
    found = words_index(blocks_of(page))
    texts = bulk_of(timeline).texts
    for words in (["number"], ["77"], ["never"], ["town", "number"], ["mayor"], ["nowhere"]):
        places = [
            {place for word, own in found.items() if part in word for place in own}
            for part in words
        ]
        assert set.intersection(*places) == set(np.flatnonzero(texts.search(words))), words


def test_many_shards_hold_every_word_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.bulk.index.SHARD", 100)
    timeline = table(1_300)
    page = to_html(timeline)
    blocks = blocks_of(page)
    assert "w9" in blocks
    found = words_index(blocks)
    titles = [event.title.lower().split() for event in timeline.events]
    for word in ("number", "incident", "1299", "640"):
        assert found[word] == [place for place, own in enumerate(titles) if word in own]


# --- The file back out ----------------------------------------------------------------------------


def test_the_file_comes_back_out(page: str) -> None:
    done = extract(page.encode(), "case.html")
    wanted = case().public()
    assert done.is_sound
    assert done.hash == data_hash(wanted)
    assert data_hash(done.timeline) == data_hash(wanted)
    assert done.timeline.story == wanted.story


def changed(page: str, name: str, change: Any) -> bytes:
    """The page with a block changed."""
    data = change(blocks_of(page)[name])
    digits = base64.b85encode(gzip.compress(data)).decode().replace("<", "'")
    return re.sub(rf'(id="block-{name}">)[^<]*', lambda found: found[1] + digits, page).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"{}",
        lambda data: b"[1]",
        lambda data: b"\xff",
        lambda data: data.replace(b'"~1"', b'"~9999"'),
        lambda data: data.replace(b'"~1"', b'"~x"'),
        lambda data: json.dumps({"events": json.loads(data)["events"][1:]}).encode(),
        lambda data: json.dumps({"events": [7] * 512}).encode(),
    ],
)
def test_damaged_data_are_told(page: str, change: Any) -> None:
    with pytest.raises(ProblemError):
        extract(changed(page, "d0", change), "case.html")


def test_changed_data_are_noticed(page: str) -> None:
    other = changed(page, "b1", lambda data: data.replace(b"Town 1", b"Town 9"))
    assert not extract(other, "case.html").is_sound


def test_a_missing_block_is_told(page: str) -> None:
    with pytest.raises(ProblemError, match="missing"):
        extract(re.sub(r"<script [^>]*block-d1.*?</script>", "", page).encode(), "case.html")


def test_a_table_comes_back_out_as_its_import(tmp_path: Path) -> None:
    """Blocks of a table name their sources each by themselves; out comes what an import gives."""
    file = tmp_path / "rows.csv"
    rows = [
        f"e{n},2020-{1 + n % 12:02d}-{1 + n % 28:02d},Event {n},*Words* {n},"
        f"https://news.example/{n // 2},News,{'internal' if n % 100 == 0 else ''},Mayor; Police"
        for n in range(1_200)
    ]
    head = "id,date,title,summary,source,publisher,visibility,actors"
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    page = to_html(read(file, public=True))
    assert "block-d2" in page
    done = extract(page.encode(), "rows.html").timeline
    wanted = read_table(file.read_bytes(), file.name).timeline.public()
    assert [told(done, event) for event in done.events] == [
        told(wanted, event) for event in wanted.events
    ]


def told(timeline: Timeline, event: Event) -> Any:
    sources = [timeline.sources[key].model_dump(exclude={"id"}) for key in event.sources]
    return event.model_dump(exclude={"sources"}), sources


# --- Limits ---------------------------------------------------------------------------------------


def test_too_many_events_for_one_file_ask_for_a_folder() -> None:
    few = bulk_of(table(2))
    many = np.repeat(few.columns.start, MOST)
    columns = replace(few.columns, start=many)
    with pytest.raises(output.OutputError, match="too many for one file") as caught:
        refuse_too_many(Bulk(few.head, few.names, columns, few.texts, "", {}))
    assert "case/" in str(caught.value)
    refuse_too_many(few)


# --- A folder -------------------------------------------------------------------------------------


def test_a_folder_holds_the_page_and_its_blocks(tmp_path: Path, page: str) -> None:
    folder = tmp_path / "case"
    size = write_folder(case(), folder)
    files = {file for file in folder.rglob("*") if file.is_file()}
    assert size == sum(file.stat().st_size for file in files)
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "connect-src 'self'" in index
    assert "connect-src" not in page
    assert not blocks_of(index)
    written = {
        file.stem: gzip.decompress(file.read_bytes()) for file in files if file.suffix == ".bin"
    }
    assert written == blocks_of(page)
    done = extract(index.encode(), "index.html", lambda name: (folder / name).read_bytes())
    assert data_hash(done.timeline) == data_hash(case().public())
    (folder / "blocks" / "d1.bin").unlink()
    with pytest.raises(ProblemError, match=r"d1\.bin"):
        extract(index.encode(), "index.html", lambda name: (folder / name).read_bytes())


def test_a_folder_of_ours_is_replaced_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    write_folder(case(1_600), folder)
    write_folder(case(), folder)
    assert not (folder / "blocks" / "b3.bin").exists()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(output.OutputError, match=r"notes\.txt"):
        write_folder(case(), folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    other = tmp_path / "site"
    other.mkdir()
    (other / "index.html").write_text("my page", encoding="utf-8")
    with pytest.raises(output.OutputError, match="no export has written"):
        write_folder(case(), other)
    assert (other / "index.html").read_text(encoding="utf-8") == "my page"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["case", "site"]


def test_a_folder_is_never_half(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    write_folder(case(), folder)
    before = {file: file.read_bytes() for file in folder.rglob("*.*")}

    def broken() -> Any:
        yield "index.html", b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        output.write_folder(folder, broken(), ".*", "index.html")
    assert {file: file.read_bytes() for file in folder.rglob("*.*")} == before
    assert [file.name for file in tmp_path.iterdir()] == ["case"]


@pytest.mark.parametrize(
    ("path", "said"), [("file", "is a file"), ("no/where", "there is no folder")]
)
def test_where_no_folder_can_be(tmp_path: Path, path: str, said: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(output.OutputError, match=said):
        write_folder(table(2), tmp_path / path)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_small_timeline_may_be_a_folder(tmp_path: Path) -> None:
    write_folder(table(3), tmp_path / "case")
    assert extract((tmp_path / "case" / "index.html").read_bytes(), "index.html").is_sound


# --- Without scripts ------------------------------------------------------------------------------


def plain(page: str) -> str:
    found = re.search(r'<div id="plain">(.*?)<div id="react-entry-point"', page, re.DOTALL)
    assert found
    return found[1]


def test_the_plain_page_says_how_much_there_is_and_what_it_leaves_out(page: str) -> None:
    shown = plain(page)
    assert "1,099 events." in shown
    assert "other 899" in shown
    assert len(re.findall(r'id="event=', shown)) == 200
    years = re.findall(r'<th scope="row">(\d+)</th><td>(\d+)</td>', shown)
    assert [year for year, _ in years] == [str(year) for year in range(2000, 2020)]
    assert sum(int(count) for _, count in years) == COUNT - 1
    # Every one has its source.
    assert len(set(re.findall(r'href="(https://news\.example/\d+)"', shown))) >= 199
    assert len(shown) < 400_000
