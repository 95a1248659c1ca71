"""Columns and blocks of very many events say what small pages say of the same events."""

from __future__ import annotations

import html
import json
import re
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import prose
from dashboard.app import create_app, filters
from dashboard.app import days as known_days
from dashboard.app.article import article
from dashboard.app.blocks import Blocks
from dashboard.app.bulk_lanes import bulk_lanes
from dashboard.app.chronicle import entry
from dashboard.app.compact import compact
from dashboard.app.content import content
from dashboard.app.desk import Desk, desk
from dashboard.app.hollow import shape
from dashboard.app.markup import to_markup
from dashboard.app.shapes import Shape, alone, told
from dashboard.app.table import row
from dashboard.app.watch import Live
from dashboard.bulk.columns import (
    APPROXIMATE,
    NOWHERE,
    OPEN_END,
    OPEN_START,
    SPAN,
    Bulk,
    Lists,
)
from dashboard.bulk.encoding import encoded
from dashboard.bulk.heads import heads
from dashboard.bulk.of_timeline import bulk_of
from dashboard.figure.words import hover_text
from dashboard.formats.document import document
from dashboard.formats.yaml_writer import to_yaml
from dashboard.layout import layout
from dashboard.model import Actor, Category, Event, Place, Source, Timeline
from dashboard.when import When
from tests.layout_cases import DATES, GALLERY, TITLES, ZONE, timelines

# --- Columns --------------------------------------------------------------------------------------


def decoded(bulk: Bulk) -> dict[str, list[float]]:
    """The columns as a browser reads them from their bytes."""
    table, data = encoded(bulk.columns)
    found: dict[str, list[float]] = {}
    at = 0
    for column in table:
        kind = np.dtype(
            {"u1": "<u1", "u2": "<u2", "u4": "<u4", "i4": "<i4", "f8": "<f8"}[column["dtype"]]
        )
        raw = np.frombuffer(data, kind, column["length"], at).astype(np.float64)
        at += -(-raw.size * kind.itemsize // 8) * 8
        if not column["length"]:
            raw = np.zeros(len(bulk.columns))
        elif column["delta"]:
            raw = np.cumsum(raw)
        found[column["name"]] = list(column["base"] + column["unit"] * raw)
    assert at == len(data)
    return found


def lists(column: Lists) -> list[list[int]]:
    ends = [0, *(int(end) for end in column.ends)]
    return [[int(value) for value in column.values[a:b]] for a, b in pairwise(ends)]


def columns_agree(timeline: Timeline) -> None:
    bulk = bulk_of(timeline)
    columns, bench, scene = bulk.columns, desk(timeline), layout(timeline)
    small, terms = filters.columns(bench), filters.terms(timeline)
    assert filters.listed(bulk.names) == terms
    places = {name: {term["id"]: n for n, term in enumerate(terms[name])} for name in terms}

    def codes(name: str, values: list[Any]) -> list[Any]:
        return [places[name][value] for value in values]

    assert list(columns.category) == codes("category", small["category"])
    assert list(columns.evidence) == codes("evidence", small["evidence"])
    assert [[] if place == NOWHERE else [place] for place in columns.place] == [
        codes("place", place) for place in small["place"]
    ]
    assert lists(columns.actors) == [codes("actor", actors) for actors in small["actor"]]
    assert lists(columns.tags) == [codes("tag", list(dict.fromkeys(tags))) for tags in small["tag"]]
    assert list(columns.earliest) == small["earliest"]
    assert list(columns.latest) == small["latest"]
    marks = scene.marks
    assert list(columns.start) == [mark.start for mark in marks]
    assert list(columns.end) == [mark.end for mark in marks]
    assert list(columns.importance) == [mark.importance for mark in marks]
    assert list(columns.sources) == [len(event.cited) for event in timeline.events]
    for bit, name in (
        (APPROXIMATE, "approximate"),
        (OPEN_START, "open_start"),
        (OPEN_END, "open_end"),
    ):
        assert [bool(flag & bit) for flag in columns.flags] == [getattr(m, name) for m in marks]
    assert [bool(flag & SPAN) for flag in columns.flags] == [m.kind == "span" for m in marks]
    assert list(columns.evidence) == codes("evidence", [mark.evidence for mark in marks])
    known = known_days.payload(timeline, bench.days)
    assert list(columns.public) == known["public"]
    runs: list[list[Any]] = [[[int(first), None]] for first in columns.first]
    for event, since, kind in zip(
        columns.step_event, columns.step_since, columns.step_kind, strict=True
    ):
        runs[event].append([int(kind), int(since)])
    assert runs == [
        [[places["evidence"][kind], since] for kind, since, _ in run] for run in known["evidence"]
    ]


def bytes_agree(bulk: Bulk) -> None:
    found, columns = decoded(bulk), bulk.columns
    assert found["start"] == list(columns.start)
    assert found["length"] == list(columns.end - columns.start)
    assert found["before"] == list(columns.start - columns.earliest)
    assert found["after"] == list(columns.latest - columns.end)
    for name in (
        "flags",
        "category",
        "place",
        "importance",
        "evidence",
        "first",
        "public",
        "sources",
    ):
        assert found[name] == list(getattr(columns, name)), name
    for name in ("step_event", "step_since", "step_kind"):
        values = list(getattr(columns, name))
        assert (found[name] if values else []) == values
    for name, column in (("actor", columns.actors), ("tag", columns.tags)):
        assert found[f"{name}_ends"] == list(column.ends)
        assert (found[name] if len(column.values) else []) == list(column.values)


@given(timelines())
def test_columns_are_those_of_a_small_page(timeline: Timeline) -> None:
    columns_agree(timeline)
    bytes_agree(bulk_of(timeline))


def test_columns_of_every_kind_of_date_and_evidence() -> None:
    columns_agree(GALLERY)
    bytes_agree(bulk_of(GALLERY))


# --- Records --------------------------------------------------------------------------------------

_WORDS = st.one_of(
    st.sampled_from(
        (
            "Two diplomats expelled",
            "A *bold* claim_with_marks",
            "<script>alert(1)</script> & \"quotes\" 'too'",
            "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
            "\u0001" + "0\u0002 is no hole",
            "%011%02",
            "a  b",
            "x" * 200,
            "http://example.org/?a=b&c=d in the text",
        )
    ),
    TITLES,
)
_SUMMARIES = st.one_of(
    st.none(),
    _WORDS,
    st.sampled_from(
        (
            "# Heading\n\nwords",
            "- one\n- two",
            "one\n\ntwo",
            "    code",
            "[a](https://b.example/)",
            " ",
        )
    ),
)
_DAYS = st.sampled_from(
    (
        "2019-01-01",
        "2020-12-05",
        "2020-12-05",
        "2020-12-09",
        "2021-02",
        "2021~",
        "2022-01-01T10:00Z",
    )
)


def _perhaps(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


_DATE = _DAYS.map(lambda day: When.parse(day, ZONE))


@st.composite
def simple(draw: st.DrawFn) -> Timeline:
    """A timeline of one event without voices, with anything that a row of a table may hold."""
    sources = {
        f"s{n}": Source(
            id=f"s{n}",
            url=draw(
                st.sampled_from(
                    (f"https://www.site{n}.example/a?b=1&c='2'", "https://same.example/%01")
                )
            ),
            title=draw(_perhaps(_WORDS)),
            publisher=draw(_perhaps(st.sampled_from((f"Publisher {n}", "The <Same>")))),
            published=draw(_perhaps(_DATE)),
            language=draw(_perhaps(st.sampled_from(("nl", "en-GB", "xx")))),
            kind=draw(_perhaps(st.sampled_from(("state-media", "official")))),
            reliability=draw(_perhaps(st.sampled_from(("A", "B & C")))),
            accessed=draw(_perhaps(_DATE)),
            archived=draw(_perhaps(st.just("https://archive.example/?x&y"))),
            origin=draw(_perhaps(st.sampled_from(("wire", "press-2020-01-01")))),
            quote=draw(_perhaps(_WORDS)),
            note=draw(_perhaps(_WORDS)),
        )
        for n in range(draw(st.integers(0, 3)))
    }
    actors = {
        f"actor:{n}.x": Actor(
            id=f"actor:{n}.x", name=draw(_WORDS), short=draw(_perhaps(st.just(f"A{n} & Co")))
        )
        for n in range(draw(st.integers(0, 3)))
    }
    return Timeline(
        title="A case",
        timezone=ZONE,
        language=draw(st.sampled_from(("en", "nl"))),
        categories={"one": Category(id="one", label=draw(_WORDS))},
        actors=actors,
        sources=sources,
        events=(
            Event(
                id="row-1",
                date=When.parse(draw(DATES), draw(st.sampled_from((ZONE, "UTC")))),
                title=draw(_WORDS),
                summary=draw(_SUMMARIES),
                category=draw(st.sampled_from(("one", None))),
                known=draw(_perhaps(_DATE)),
                actors=tuple(actors),
                place=draw(_perhaps(_WORDS.map(lambda name: Place(name=name)))),
                sources=tuple(sources),
                tags=tuple(draw(st.lists(_WORDS, max_size=3))),
            ),
        ),
    )


def filled(part: Any, values: list[Any]) -> Any:
    """A part of a shape with its holes filled, as ``fillPart`` in ``assets/bulk.js`` does."""
    if isinstance(part, str):
        whole = re.fullmatch("\u0001(\\d+)\u0002", part)
        if whole:
            return values[int(whole[1])]
        return re.sub("\u0001(\\d+)\u0002", lambda hole: str(values[int(hole[1])]), part)
    if isinstance(part, list):
        return [filled(one, values) for one in part]
    if isinstance(part, dict):
        return {key: filled(value, values) for key, value in part.items()}
    return part


def marked_up(text: str, values: list[Any]) -> str:
    """Markup with its holes filled, as ``fillMarkup`` does."""
    return re.sub("\u0001(\\d+)\u0002", lambda hole: html.escape(str(values[int(hole[1])])), text)


def plain_quotes(markup: str) -> str:
    """Quotes in texts may be escaped or not."""
    return markup.replace("&quot;", '"').replace("&#x27;", "'")


def flat(part: Any) -> Any:
    """Lists of children within lists of children in one."""
    if isinstance(part, dict):
        return {
            key: [flat(one) for one in _spliced(value)] if isinstance(value, list) else flat(value)
            for key, value in part.items()
        }
    return part


def _spliced(parts: list[Any]) -> list[Any]:
    return [
        item for part in parts for item in (_spliced(part) if isinstance(part, list) else [part])
    ]


def same(made: Shape, texts: list[Any], bench: Desk, event: Event, place: int) -> None:
    values = [*texts, place]
    assert flat(filled(made.panel, values)) == flat(compact(article(bench, event)))
    for found, real in (
        (made.entry, entry(bench, event, place)),
        (made.row, row(bench, event, place)),
    ):
        assert plain_quotes(marked_up(found, values)) == plain_quotes(to_markup(real))
    assert filled(made.hover, values) == hover_text(bench.timeline, event)
    assert filled(made.title, values) == event.title
    assert filled(made.id, values) == event.id
    assert filled(made.when, values) == event.date.display()
    # What is sent is JSON.
    assert json.loads(json.dumps(texts)) == texts


@given(simple())
def test_a_filled_shape_is_the_event_itself(timeline: Timeline) -> None:
    (event,) = timeline.events
    bench = desk(timeline)
    said = told(bench, event)
    made = shape(bench, event, said) if said else None
    values = list(said.values.values()) if said else []
    if made is None:
        made, values = alone(bench, event, 7)
    same(made, values, bench, event, 7)


@given(simple(), simple())
def test_events_of_one_shape_share_it(one: Timeline, other: Timeline) -> None:
    """The shape that is made of one event holds for every other with the same key."""
    other = other.model_copy(update={"categories": one.categories, "language": one.language})
    benches = [desk(timeline) for timeline in (one, other)]
    first, second = (told(bench, bench.timeline.events[0]) for bench in benches)
    if first is None or second is None or first.key != second.key:
        return
    made = shape(benches[0], one.events[0], first)
    if made is None:
        return
    same(made, list(second.values.values()), benches[1], other.events[0], 1)


@given(
    st.one_of(
        st.text(),
        st.text("ab1. -:,()'\"!?/%€–’é", max_size=12),
        st.sampled_from(("a  b", "a.", "x - y", "1. a", "a \n", "A: b", "r) s", "a!", "a  ")),
    )
)
def test_words_without_form_need_no_parser(text: str) -> None:
    if not prose.is_bare(text):
        return
    # The parser is not left out where something follows.
    first, *_ = prose.parse(f"{text}\n\n*more*")
    assert prose.parse(text) == (first,)
    assert prose.plain(f"{text}\n\n*more*") == f"{prose.plain(text)} more"


def test_a_row_of_a_table_has_a_shape() -> None:
    """The usual row is not one of the exceptions, or all would be slow."""
    timeline = table(2)
    bench = desk(timeline)
    first, second = (told(bench, event) for event in timeline.events)
    assert first is not None
    assert second is not None
    assert first.key == second.key
    made = shape(bench, timeline.events[0], first)
    assert made is not None
    same(made, [*second.values.values()], bench, timeline.events[1], 1)


def table(count: int, **more: Any) -> Timeline:
    """A timeline like that of a table: a source of its own for each event."""
    return Timeline(
        title="Incidents",
        categories={
            "fire": Category(id="fire", label="Fire"),
            "flood": Category(id="flood", label="Flood"),
        },
        sources={
            f"s{n}": Source(
                id=f"s{n}",
                url=f"https://news.example/{n}",
                title=f"Report {n}",
                publisher="News",
                published=When.parse(f"20{n % 20:02d}-03-09"),
            )
            for n in range(count)
        },
        events=tuple(
            sorted(
                (
                    Event(
                        id=f"row-{n}",
                        date=When.parse(f"20{n % 20:02d}-03-0{1 + n % 7}"),
                        title=f"Incident number {n}",
                        summary=f"What happened at {n} is told here.",
                        category="fire" if n % 3 < 2 else "flood",
                        importance=1 + n // 20 % 5,
                        sources=(f"s{n}",),
                        place=Place(name=f"Town {n % 4}"),
                        **more,
                    )
                    for n in range(count)
                ),
                key=lambda event: event.date.sort_key,
            )
        ),
    )


# --- Blocks ---------------------------------------------------------------------------------------


def test_blocks_hold_every_event_once_in_order() -> None:
    timeline = table(1_200)
    blocks = Blocks(bulk_of(timeline))
    found: list[str] = []
    bench = desk(timeline)
    for name in ("b0", "b1", "b2"):
        block = json.loads(blocks[name])
        for shape_, values in zip(block["shape"], block["values"], strict=True):
            made = Shape(**block["shapes"][shape_])
            event = timeline.events[len(found)]
            if len(found) % 97 == 0:
                same(made, values, bench, event, len(found))
            found.append(filled(made.id, values))
    assert found == [event.id for event in timeline.events]
    sums = np.frombuffer(blocks["ids"], "<u4")
    assert [int(each) for each in sums] == [zlib.crc32(key.encode()) for key in found]
    with pytest.raises(KeyError):
        blocks["b3"]
    for name in ("", "b", "b-1", "b00000000000", "b\u0663", "../b0", "w0x"):
        with pytest.raises(KeyError):
            blocks[name]


def test_the_most_important_events_are_heads() -> None:
    bulk = bulk_of(table(2_000))
    chosen = heads(bulk.columns, 100)
    assert len(chosen) == len(set(chosen)) == 100
    assert list(chosen) == sorted(chosen)
    assert np.count_nonzero(bulk.columns.importance[chosen] == 5) > 50
    # Spread over the time: no tenth of the events is without one.
    assert len({place // 200 for place in chosen}) == 10
    assert list(heads(bulk.columns, 5_000)) == list(range(2_000))


def test_lanes_hold_every_event() -> None:
    bulk = bulk_of(table(1_500))
    for name, way in bulk_lanes(bulk).items():
        rows = [head["rows"] for head in way["heads"]]
        assert all(1 <= number <= 8 for number in rows), name
        assert sum(rows) <= 40, name
        assert all(0 <= lane < len(rows) for lane in way["to"]), name


def test_a_server_answers_with_blocks() -> None:
    timeline = table(1_100)
    client = create_app(timeline).server.test_client()
    layout_ = client.get("/_dash-layout").get_json()
    (payload,) = (part["props"]["data"] for part in layout_ if part["props"].get("id") == "payload")
    about = payload["bulk"]
    assert (about["count"], about["blocks"], about["store"]["kind"]) == (1_100, 3, "server")
    base = about["store"]["base"]
    answer = client.get(f"{base}b0")
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(json.loads(answer.data)["shape"]) == 512
    for address in (f"{base}b3", f"{base}nothing", "/_dateline/bulk/0123456789abcdef/b0"):
        assert client.get(address).status_code == 404
    found = np.unpackbits(
        np.frombuffer(client.get(f"{base}search?q=N%C3%9AMBER+77").data, np.uint8),
        bitorder="little",
    )[:1_100]
    titles = [timeline.events[place].title for place in np.flatnonzero(found)]
    assert titles == [e.title for e in timeline.events if "77" in f"{e.title} {e.summary}"]
    assert titles
    away = client.get(f"{base}b0", environ_base={"REMOTE_ADDR": "192.0.2.7"}).data
    assert away[:2] == b"\x1f\x8b"


def test_a_new_version_of_the_file_brings_new_blocks(tmp_path: Path) -> None:
    """Who still has the page of the version before gets its blocks too."""
    file = tmp_path / "events.yaml"
    file.write_text(to_yaml(document(table(1_010))), encoding="utf-8")
    live = Live(file)
    client = create_app(live.shown).server.test_client()

    def about() -> dict[str, Any]:
        shell = client.get("/_dash-layout").get_json()
        (store,) = (part for part in shell if part["props"].get("id") == "payload")
        data: dict[str, Any] = store["props"]["data"]
        return {"version": data["version"], **data["bulk"]}

    before = about()
    file.write_text(to_yaml(document(table(1_020))), encoding="utf-8")
    live.look()
    live.look()
    after = about()
    assert (before["count"], after["count"]) == (1_010, 1_020)
    assert before["version"] != after["version"]
    assert before["store"]["base"] != after["store"]["base"]
    for state in (before, after):
        ids = client.get(f"{state['store']['base']}ids").data
        assert len(ids) == 4 * state["count"]
    # The file may become small again.
    file.write_text(to_yaml(document(table(3))), encoding="utf-8")
    live.look()
    live.look()
    assert "events" in content(live.shown()[0])["payload"]["data"]
    assert client.get(f"{after['store']['base']}b0").status_code == 200
