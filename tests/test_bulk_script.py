"""The pure functions of a page of very many events, against those of a page that draws them all."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from dashboard import load
from dashboard.bulk.words import fold
from dashboard.model import Timeline
from dashboard.resources import example_case
from tests.browser import scripts_alone
from tests.bulk_cases import elements, large_payload, many, small_payload


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page with our scripts and nothing else."""
    with scripts_alone(browser) as page:
        yield page


CASES = {"shipped": lambda: load(example_case()), "made": lambda: many(700)}


@pytest.fixture(scope="module", params=CASES)
def timeline(request: pytest.FixtureRequest) -> Timeline:
    return CASES[request.param]()


@pytest.fixture(scope="module")
def both(browser: Browser, timeline: Timeline) -> Iterator[Page]:
    """A page that holds ``small`` and ``large``, payloads of the same events; the latter opened."""
    bulk, large = large_payload(timeline)
    with scripts_alone(browser) as page:
        page.evaluate(
            """async ([small, large, blocks]) => {
                blocks.forEach(([id, text]) => {
                    const block = document.createElement('script');
                    block.type = 'text/plain';
                    block.id = id;
                    block.textContent = text;
                    document.body.append(block);
                });
                small.introduction = 0;
                window.small = dateline.unpack(small);
                window.large = large;
                large.bulk.opened = await dateline.openBulk(large);
            }""",
            [small_payload(timeline), large, list(elements(bulk))],
        )
        yield page


# --- Bytes ----------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(data=st.lists(st.binary(max_size=40), max_size=10))
def test_digits_give_back_their_bytes(page: Page, data: list[bytes]) -> None:
    written = [base64.b85encode(each).decode().replace("<", "'") for each in data]
    read = page.evaluate("all => all.map(text => [...dateline.fromDigits(text)])", written)
    assert [bytes(each) for each in read] == data


@pytest.mark.parametrize("wrong", ["abc<d", "abcd\x00", "abé"])
def test_what_is_no_digit_is_refused(page: Page, wrong: str) -> None:
    asked = """text => { try { dateline.fromDigits(text); return ''; }
        catch (error) { return error.message; } }"""
    assert page.evaluate(asked, wrong) == "no digit of base 85"


@settings(max_examples=20)
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=10))
def test_check_sums_are_those_of_python(page: Page, texts: list[str]) -> None:
    assert page.evaluate("texts => texts.map(dateline.crc32)", texts) == [
        zlib.crc32(text.encode()) for text in texts
    ]


COLUMN = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["u1", "u2", "u4", "i4", "f8"]),
        "raw": st.lists(st.integers(0, 200), min_size=3, max_size=3) | st.just([]),
        "base": st.integers(-(10**12), 10**12),
        "unit": st.sampled_from([1, 60_000, 86_400_000]),
        "delta": st.booleans(),
    }
)


@settings(max_examples=40)
@given(start=COLUMN, public=COLUMN)
def test_columns_are_read_as_they_are_described(
    page: Page, start: dict[str, Any], public: dict[str, Any]
) -> None:
    read = page.evaluate(
        """([start, public]) => {
            const types = {u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array,
                f8: Float64Array};
            const parts = [start, public].map(one => new types[one.dtype](one.raw));
            const bytes = new Uint8Array(1000);
            let at = 0;
            parts.forEach(part => {
                bytes.set(new Uint8Array(part.buffer), at);
                at += Math.ceil(part.byteLength / 8) * 8;
            });
            const specs = [['start', start], ['public', public]].map(([name, one]) => ({
                name, dtype: one.dtype, length: one.raw.length, base: one.base, unit: one.unit,
                delta: one.delta,
            }));
            // Not every block begins where numbers of eight bytes may.
            const odd = new Uint8Array(1008);
            odd.set(bytes, 3);
            const found = dateline.readColumns(odd.subarray(3, 1003), specs, 3);
            return [[...found.start], [...found.public], [...found.place], found.step_kind.length];
        }""",
        [start, public],
    )

    def meant(column: dict[str, Any]) -> list[float]:
        raw = column["raw"]
        if column["delta"]:
            raw = [sum(raw[: at + 1]) for at in range(len(raw))]
        return [column["base"] + column["unit"] * each for each in raw] or [column["base"]] * 3

    assert read == [meant(start), meant(public), [2**32 - 1] * 3, 0]


# --- Holes ----------------------------------------------------------------------------------------


def test_holes_are_filled_with_text_and_nothing_else(page: Page) -> None:
    value = '<b>"it\'s" & more</b>'
    markup = page.evaluate(
        "value => dateline.fillMarkup('<p>a \\u00011\\u0002, \\u00010\\u0002</p>', ['x', value])",
        value,
    )
    assert markup == "<p>a &lt;b&gt;&quot;it&#x27;s&quot; &amp; more&lt;/b&gt;, x</p>"
    part = page.evaluate(
        """value => dateline.fillPart(
            {P: [{href: 'to \\u00010\\u0002', title: '\\u00012\\u0002'}, ['\\u00011\\u0002'], 3]},
            [value, {B: [0, 'bold']}, 7])""",
        value,
    )
    assert part == {"P": [{"href": f"to {value}", "title": 7}, [{"B": [0, "bold"]}], 3]}


# --- The same events, small and large -------------------------------------------------------------


def test_records_say_what_a_small_page_says(both: Page) -> None:
    found = both.evaluate(
        """async () => {
            const bulk = large.bulk.opened;
            await bulk.loadRange(0, bulk.count - 1);
            return small.events.id.map((id, i) => {
                const record = bulk.record(i);
                return [record.id === id, record.title === small.events.title[i],
                    record.when === small.events.when[i],
                    JSON.stringify(record.panel) === JSON.stringify(small.panels[i]),
                    small.chronicle.includes(record.entry), small.table.includes(record.row)];
            });
        }"""
    )
    assert found
    assert [at for at, each in enumerate(found) if not all(each)] == []


def test_ids_lead_to_their_events(both: Page) -> None:
    found = both.evaluate(
        """async () => {
            const bulk = large.bulk.opened;
            const places = await Promise.all(small.events.id.map(bulk.find));
            return [places.every((place, i) => place === i), await bulk.find('nobody'),
                await bulk.find(''), await bulk.find('__proto__')];
        }"""
    )
    assert found == [True, -1, -1, -1]


def test_another_id_with_the_same_sum_is_not_taken(page: Page) -> None:
    # Both have the CRC-32 0x4ddb0c25: a known collision.
    assert zlib.crc32(b"plumless") == zlib.crc32(b"buckeroo")
    blocks = {
        "columns": bytes(8),
        "heads": b'{"index":[],"title":[],"hover":[]}',
        "ids": (zlib.crc32(b"plumless")).to_bytes(4, "little") * 2,
        "b0": b'{"id":["plumless","buckeroo"],"title":["P","B"],"when":["",""],"hover":["",""],'
        b'"shape":[0,0],"values":[[],[]],"shapes":[{"panel":"","entry":"","row":""}]}',
    }
    texts = {
        name: base64.b85encode(gzip.compress(data)).decode().replace("<", "'")
        for name, data in blocks.items()
    }
    found = page.evaluate(
        """async blocks => {
            Object.entries(blocks).forEach(([name, text]) => {
                const block = document.createElement('script');
                block.type = 'text/plain';
                block.id = 'block-' + name;
                block.textContent = text;
                document.body.append(block);
            });
            const bulk = await dateline.openBulk({bulk: {count: 2, block: 512, columns: [],
                store: {kind: 'page', base: ''}}});
            return [await bulk.find('buckeroo'), await bulk.find('plumless'), await bulk.find('x')];
        }""",
        texts,
    )
    assert found == [1, 0, -1]


#: What readers choose; ids that are in one of the cases alone find nothing in the other.
STATES: list[dict[str, Any]] = [
    {},
    {"category": ["talks"]},
    {"category": ["talks", "-"]},
    {"category": ["gone"]},
    {"category": ["expulsion", "statement"]},
    {"actor": ["a1"]},
    {"actor": ["a1", "a2", "aivd"], "category": ["visits", "expulsion"]},
    {"place": ["Moscow, place", "The Hague"]},
    {"tag": ["red"]},
    {"tag": ["blue, dark"], "actor": ["a3"]},
    {"evidence": ["disputed"]},
    {"evidence": ["corroborated", "unsourced"], "category": ["letters"]},
    {"after": "2015"},
    {"before": "2016-03"},
    {"after": "2014-02-03", "before": "2017"},
    {"on": "2015-06-01"},
    {"on": "2018-10-04"},
    {"on": "1900-01-01"},
    {"on": "2015-06-01", "evidence": ["single-source"]},
    {"on": "2018-10-04", "evidence": ["disputed"], "actor": ["a1", "svr"]},
    {"on": "2018-10-04", "evidence": ["corroborated"], "tag": ["red"], "after": "2012"},
]

MASKS = """states => states.map(chosen => [small, large].map(payload => {
    const state = Object.assign(dateline.emptyState(), chosen);
    const mask = dateline.matches(payload, state);
    return {
        mask: [...mask].map(Number),
        skipped: Object.keys(dateline.filters).map(key =>
            [...dateline.matches(payload, state, key)].map(Number).join('')),
        counts: ['category', 'actor', 'place', 'tag', 'evidence'].map(key =>
            Object.entries(dateline.counts(payload, state, key))),
        sentence: dateline.sentence(payload, state, mask),
        ways: [dateline.waysBack(payload, state), dateline.alone(payload, state)],
        evidence: [...mask].map((_, i) => dateline.evidenceOf({payload, state}, i)),
        ends: [dateline.firstShown(mask), dateline.lastShown(mask)],
        empty: dateline.emptyParts(payload, state),
    };
}))"""


def test_filters_show_count_and_say_the_same(both: Page) -> None:
    for state, (small, large) in zip(STATES, both.evaluate(MASKS, STATES), strict=True):
        for part in small:
            assert large[part] == small[part], (state, part)


def test_nothing_is_worked_out_twice_for_the_same_filters(both: Page) -> None:
    same = both.evaluate(
        """() => {
            const state = chosen => Object.assign(dateline.emptyState(), chosen);
            const first = dateline.matches(large, state({category: ['talks']}));
            const again = dateline.matches(large, state({category: ['talks'], theme: 'dark'}));
            const other = dateline.matches(large, state({category: ['visits']}));
            return [first === again, first === other];
        }"""
    )
    assert same == [True, False]


ORDERS = ("", "-date", "category", "-category", "evidence", "-evidence", "known", "-known")
#: How many sources there were on a day is in no column.
SORTED = [(sort, on) for sort in ORDERS for on in ("", "2019-06-01")] + [
    ("sources", ""),
    ("-sources", ""),
]


@pytest.mark.parametrize(("sort", "on"), SORTED)
def test_the_table_is_in_the_same_order(both: Page, sort: str, on: str) -> None:
    orders = both.evaluate(
        """([sort, on]) => {
            const state = Object.assign(dateline.emptyState(), {sort, on, evidence: ['disputed',
                'single-source']});
            const mask = dateline.matches(small, state);
            return [dateline.tableOrder(small, state).filter(i => mask[i]),
                [...dateline.bulkOrder(large.bulk.opened, large, state,
                    dateline.matches(large, state))]];
        }""",
        [sort, on],
    )
    assert len(orders[0]) > 5
    assert orders[0] == orders[1]


@settings(max_examples=40)
@given(keys=st.lists(st.sampled_from([0, 1, 2, 5, 40, 2**32 - 1]), max_size=30), back=st.booleans())
def test_counting_sorts_as_comparing_does(page: Page, keys: list[int], back: bool) -> None:
    none = 2**32 - 1
    rank = sorted(
        range(len(keys)),
        key=lambda at: (keys[at] == none, -keys[at] if back else keys[at], at),
    )
    sort = "([keys, back]) => [...dateline.countedOrder(Uint32Array.from(keys), back)]"
    assert page.evaluate(sort, [keys, back]) == rank
    far = [key * 3_000_000 if key < 100 else key for key in keys]
    assert page.evaluate(sort, [far, back]) == rank


# --- Search ---------------------------------------------------------------------------------------


def leb128(number: int) -> bytes:
    """A whole number in groups of seven bits, the lowest first."""
    parts = [number & 127]
    while number := number >> 7:
        parts.append(number & 127)
    return bytes([*(part | 128 for part in parts[:-1]), parts[-1]])


TEXTS = st.lists(
    st.text("abcdé", min_size=1, max_size=4).map(fold), min_size=0, max_size=5, unique=True
)


@settings(max_examples=60)
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=8),
    needles=st.lists(st.text("abcde", min_size=1, max_size=3), min_size=1, max_size=3),
    size=st.integers(1, 4),
    far=st.sampled_from([1, 200, 40_000]),
)
def test_the_index_finds_what_reading_finds(
    page: Page, texts: list[list[str]], needles: list[str], size: int, far: int
) -> None:
    # Events far apart have gaps of several bytes between them.
    places = {at * far: words for at, words in enumerate(texts)}
    words = sorted({word for own in texts for word in own})
    entries = []
    for word in words:
        having = [place for place, own in places.items() if word in own]
        gaps = [b - a for a, b in zip([0, *having], having, strict=False)]
        entries.append(b"".join(map(leb128, [len(having), *gaps])))
    first = list(range(0, len(words), size))
    shards = [list(b"".join(entries[at : at + size])) for at in first]
    found = page.evaluate(
        """([words, first, shards, needles, count]) => {
            const index = {words, ends: dateline.wordEnds(words)};
            const wanted = needles.map(needle => dateline.wordsWith(index, needle));
            const read = new Map(shards.map((bytes, k) => [k, {
                bytes: Uint8Array.from(bytes), starts: dateline.wordStarts(Uint8Array.from(bytes)),
            }]));
            return [...dateline.wordsTogether(first, wanted, read, count)].flatMap(
                (found, i) => found ? [i] : []);
        }""",
        ["\n".join(words), first, shards, needles, len(texts) * far],
    )
    assert found == [
        place
        for place, own in places.items()
        if all(any(needle in word for word in own) for needle in needles)
    ]


@settings(max_examples=20)
@given(found=st.lists(st.booleans(), max_size=40))
def test_bits_are_read_the_lowest_first(page: Page, found: list[bool]) -> None:
    packed = [
        sum(1 << bit for bit, on in enumerate(found[at : at + 8]) if on)
        for at in range(0, len(found), 8)
    ]
    read = "([bits, count]) => [...dateline.bitsToBytes(Uint8Array.from(bits), count)]"
    assert page.evaluate(read, [packed, len(found)]) == [int(on) for on in found]


# --- Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "at", "part"),
    [
        (0, -1, [0, 0]),
        (40, -1, [0, 40]),
        (40, 39, [0, 40]),
        (1000, -1, [0, 100]),
        (1000, 0, [0, 100]),
        (1000, 500, [475, 575]),
        (1000, 999, [900, 1000]),
    ],
)
def test_a_list_begins_around_the_selected_event(
    page: Page, length: int, at: int, part: list[int]
) -> None:
    assert page.evaluate("([n, at]) => dateline.partOf(n, at, 100)", [length, at]) == part


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([0, 0, 0, " in the window of the chart"], "No events in the window of the chart"),
        ([0, 1, 1, ""], "1 event"),
        ([0, 100, 100, ""], "All 100 events"),
        (
            [100, 200, 12_345, " in the window of the chart"],
            "Events 101–200 of 12,345 in the window of the chart",
        ),
    ],
)
def test_a_list_says_what_it_lists(page: Page, arguments: list[Any], words: str) -> None:
    assert page.evaluate("args => dateline.partWords(...args)", arguments) == words


def test_the_chronicle_has_the_events_that_reach_into_the_window(
    both: Page, timeline: Timeline
) -> None:
    found = both.evaluate(
        """() => {
            const bulk = large.bulk.opened;
            const state = dateline.emptyState();
            const mask = dateline.matches(large, state);
            const [from, to] = [bulk.start[10], bulk.start[25]];
            const inside = small.events.id.map((_, i) => i).filter(
                i => small.events.latest[i] >= from && small.events.earliest[i] <= to);
            return [inside, [...dateline.shownIn(bulk, mask, from, to)],
                dateline.shownIn(bulk, mask, null, null).length];
        }"""
    )
    assert len(found[0]) >= 16
    assert found[0] == found[1]
    assert found[2] == len(timeline.events)


HEADINGS = """() => {
    const bulk = large.bulk.opened;
    const found = [];
    document.body.insertAdjacentHTML('beforeend', '<div id="told">' + small.chronicle + '</div>');
    document.querySelectorAll('#told [data-index]').forEach(entry => {
        const i = Number(entry.dataset.index);
        const month = entry.closest('.dl-months').querySelector('.dl-month');
        const year = entry.closest('section').querySelector('.dl-year').textContent;
        const said = [dateline.yearWords(bulk.start[i]),
            dateline.monthWords(bulk, i, small.events.when[i])];
        if (said[0] !== year || said[1] !== (month ? month.textContent : '')) {
            found.push([i, small.events.when[i], year, month && month.textContent, said]);
        }
    });
    document.getElementById('told').remove();
    return found;
}"""


def test_headings_are_those_of_the_small_chronicle(both: Page) -> None:
    assert both.evaluate(HEADINGS) == []
