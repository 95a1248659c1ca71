"""The page's pure functions, asked one by one: state, filter, rows, labels, window."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from dashboard.bulk.words import fold
from dashboard.layout.labels import INSIDE_PAD, fit_labels
from dashboard.layout.scene import AXIS_LIMITS, DISC, LABEL_GAP, Mark
from dashboard.layout.window import limits as limits_of
from dashboard.when import ms_to_civil
from tests.browser import scripts_alone
from tests.layout_cases import marks, windows

Window = tuple[float, float]

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
YEAR = 365 * DAY


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A blank page with our scripts and nothing else: what is asked here needs nothing else."""
    with scripts_alone(browser) as page:
        yield page


def ask(page: Page, name: str, *arguments: Any) -> Any:
    """What a function of the page answers."""
    return page.evaluate(
        "([name, args]) => dateline[name](...args.map(arg => arg === null ? undefined : arg))",
        [name, list(arguments)],
    )


# --- State and address ----------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
IDS = st.from_regex(r"[A-Za-z0-9àЖ漢][A-Za-z0-9_.:-]{0,20}", fullmatch=True)
SPANS = st.sampled_from([MINUTE, 5 * MINUTE, HOUR, DAY, 40 * DAY, YEAR, 300 * YEAR])


@st.composite
def spans(draw: st.DrawFn) -> Window:
    """A window of whole minutes, anywhere on the axis."""
    span = draw(SPANS)
    low = draw(st.integers(AXIS_LIMITS[0] // MINUTE + 1, (AXIS_LIMITS[1] - span) // MINUTE))
    return low * MINUTE, low * MINUTE + span


@st.composite
def states(draw: st.DrawFn) -> dict[str, Any]:
    low, high = draw(st.none().map(lambda _: (None, None)) | spans())
    return {
        "event": draw(st.just("") | IDS),
        "q": draw(WORDS),
        "category": draw(st.lists(IDS | st.just("-"), max_size=3)),
        "from": low,
        "to": high,
        "theme": draw(st.sampled_from(["", "light", "dark"])),
    }


ROUND = """batch => batch.map(state => {
    const written = dateline.encode(state);
    return [written, dateline.decode('#' + written), dateline.encode(dateline.decode(written))];
})"""


@settings(max_examples=30)
@given(batch=st.lists(states(), min_size=1, max_size=12))
def test_an_address_gives_back_the_state_it_was_made_of(
    page: Page, batch: list[dict[str, Any]]
) -> None:
    for state, (written, read, again) in zip(batch, page.evaluate(ROUND, batch), strict=True):
        assert read | state == read
        assert again == written
        assert written.isascii()
        assert " " not in written


@given(low=st.integers(-YEAR, YEAR), span=st.sampled_from([900, 10_000, 59_000, 90_000]))
@settings(max_examples=10, report_multiple_bugs=False)
def test_a_window_of_seconds_can_be_shared(page: Page, low: int, span: int) -> None:
    state = {**ask(page, "emptyState"), "from": low, "to": low + span}
    read = ask(page, "decode", ask(page, "encode", state))
    assert read["from"] is not None
    assert abs(read["from"] - low) <= span / 20
    assert abs(read["to"] - low - span) <= span / 20


def test_parts_at_their_default_are_left_out(page: Page) -> None:
    assert ask(page, "encode", ask(page, "emptyState")) == ""
    assert ask(page, "decode", "") == ask(page, "emptyState") == ask(page, "decode", "#")


def test_what_is_unknown_is_passed_over(page: Page) -> None:
    read = ask(page, "decode", "#event=a&colour=blue&__proto__=x&constructor=y&theme=pink&q=b")
    assert read == {**ask(page, "emptyState"), "event": "a", "q": "b"}


@pytest.mark.parametrize(
    "window",
    ["from=2020-01-01", "from=2021-01-01&to=2020-01-01", "from=x&to=y", "from=NaN&to=Infinity",
     "from=2020-01-01&to=2020-01-01", "from=99999999-01-01&to=2020-01-01", "from=&to="],
)  # fmt: skip
def test_half_a_window_is_none(page: Page, window: str) -> None:
    read = ask(page, "decode", window)
    assert (read["from"], read["to"]) == (None, None)


HOSTILE = [
    "#%", "#%%%", "#event=%E0%A4%A", "#event=%", "#=&=&&==", "#&", "#?", "##", "#event", "#=x",
    "#event=a&event=b", "#from=-271821-04-20T00:00&to=%2B275760-09-13T00:00", "#category=,,,,",
    "#q=" + "%20" * 5000, "#q=" + "x" * 100_000, "#category=" + "a," * 50_000,
    "#\u0000\ud7ff\u2028", "#from=1e400&to=-1e400", "#toString=1&valueOf=2&hasOwnProperty=3",
    "#event=<script>", "#q=\U0001f600" + "\U0001f600" * 400,
]  # fmt: skip


def test_no_fragment_is_too_hostile(page: Page) -> None:
    keys = set(ask(page, "emptyState"))
    for fragment in HOSTILE:
        read = ask(page, "decode", fragment)
        assert set(read) == keys
        assert all(len(read[key]) <= 300 for key in ("event", "q"))
        # What was read can be written, and then stays what it is.
        written = ask(page, "encode", read)
        assert ask(page, "encode", ask(page, "decode", written)) == written


@settings(max_examples=30)
@given(batch=st.lists(WORDS.map(lambda text: "#" + text), max_size=20))
def test_no_made_up_fragment_throws(page: Page, batch: list[str]) -> None:
    for read in page.evaluate("batch => batch.map(dateline.decode)", batch):
        ask(page, "encode", read)


# --- Filter ---------------------------------------------------------------------------------------

FOLDED = [
    "", "plain", "MiXeD", "Renée JONES-BOS", "ÅNGSTRÖM", "İstanbul ISPARTA \u0131", "Straße GROẞ",
    "ΟΔΟΣ ὈΔΥΣΣΕΎΣ Σίσυφος", "Ёлка Йод", "外交官 ｶﾀｶﾅ \uff26\uff55\uff4c\uff4c", "ﬁnance ﬀ ²",
    "½ ℃ №",
    "a\u0301e\u0308o\u0302", "\u1e9b\u0323", "Ǆ ǅ", "قَلَم", "שָׁלוֹם", "한국어", "e\u0327\u0301",
    "“quotes” – dash…", "👩‍👩‍👧 🇳🇱", "ÅÅÅ", "đĐ øØ łŁ",
]  # fmt: skip


def test_texts_are_folded_as_python_folds_them(page: Page) -> None:
    folded = page.evaluate("texts => texts.map(dateline.fold)", FOLDED)
    assert folded == [fold(text) for text in FOLDED]


#: Letters that both sides know: newer ones depend on the age of the browser.
KNOWN = st.text(
    st.characters(exclude_categories=("Cs", "Cn", "Co", "Z", "Cc", "Cf")).filter(
        lambda sign: (
            unicodedata.normalize("NFKD", sign).strip() == unicodedata.normalize("NFKD", sign)
        )
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(texts=st.lists(KNOWN, max_size=20))
def test_any_word_is_folded_as_python_folds_it(page: Page, texts: list[str]) -> None:
    assert page.evaluate("texts => texts.map(dateline.fold)", texts) == [
        fold(text) for text in texts
    ]


def test_the_beginning_of_a_word_finds_it_while_it_is_typed(page: Page) -> None:
    for word in ("ΟΔΟΣΤΡΩΤΗΡΑΣ", "STRASSE", "İSTANBUL", "Ἀσσυρία", "Διος"):
        typed = [word[:end] for end in range(1, len(word) + 1)]
        for beginning in page.evaluate("typed => typed.map(dateline.fold)", typed):
            assert beginning in fold(word)


@settings(max_examples=30)
@given(mask=st.lists(st.booleans(), max_size=30), data=st.data())
def test_neighbours_are_the_nearest_that_are_shown(
    page: Page, mask: list[bool], data: st.DataObject
) -> None:
    index = data.draw(st.integers(-1, len(mask) - 1))
    shown = [at for at, each in enumerate(mask) if each]
    before = max((at for at in shown if at < index), default=-1)
    after = min((at for at in shown if at > index), default=-1)
    assert ask(page, "neighbours", mask, index) == {"before": before, "after": after}


# --- Rows -----------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(
    lanes=st.lists(st.tuples(st.integers(1, 4), st.sampled_from([0, 0.8])), min_size=1, max_size=5),
    data=st.data(),
)
def test_rows_close_up_and_keep_their_order(
    page: Page, lanes: list[tuple[int, float]], data: st.DataObject
) -> None:
    places = [(lane, row) for lane, (rows, _) in enumerate(lanes) for row in range(rows)]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(places), st.booleans()), max_size=15))
    view = {
        "lanes": [
            {"key": f"l{n}", "rows": rows, "head": head} for n, (rows, head) in enumerate(lanes)
        ],
        "lane": [lane for (lane, _), _ in drawn],
        "row": [row for (_, row), _ in drawn],
    }
    stacked = ask(page, "stack", view, [shown for _, shown in drawn])
    used = {place for place, shown in drawn if shown}
    got = {
        (lane, row): y
        for lane, placed in enumerate(stacked["lanes"])
        for row, y in enumerate(placed["y"])
    }
    assert set(got) == set(places)
    assert {place for place, y in got.items() if y is not None} == used
    heights = [y for y in got.values() if y is not None]
    assert heights == sorted(heights)
    shown_lanes = {lane for lane, _ in used}
    heads = sum(head for lane, (_, head) in enumerate(lanes) if lane in shown_lanes)
    assert stacked["rows"] == pytest.approx(len(used) + heads)
    for lane, placed in enumerate(stacked["lanes"]):
        assert placed["shown"] == (lane in shown_lanes)
        inside = [y for (own, _), y in got.items() if own == lane and y is not None]
        assert all(placed["top"] + 0.5 <= y <= placed["bottom"] - 0.5 for y in inside)
        # No gaps: each row is right below the one before it.
        assert all(b - a == pytest.approx(1) for a, b in pairwise(inside))


# --- Labels ---------------------------------------------------------------------------------------


def scene_of(
    drawn: list[Mark], window: tuple[int, int], width: float, mask: list[bool]
) -> dict[str, Any]:
    """A scene as the page makes it, with the widths that Python works with."""
    columns = ("lane", "row", "x", "start", "end", "importance")
    return {
        "variant": {
            "span": [mark.kind == "span" for mark in drawn],
            **{name: [getattr(mark, name) for mark in drawn] for name in columns},
        },
        "mask": mask,
        "window": window,
        "width": width,
        "scale": width / (window[1] - window[0]),
        "size": {"disc": DISC, "gap": LABEL_GAP, "pad": INSIDE_PAD},
        "widths": [mark.label_width for mark in drawn],
    }


@settings(max_examples=150)
@given(drawn=marks(), window=windows(), width=st.sampled_from([240, 607, 1100]), data=st.data())
def test_the_page_chooses_the_labels_that_python_chooses(
    page: Page, drawn: list[Mark], window: tuple[int, int], width: int, data: st.DataObject
) -> None:
    mask = data.draw(st.lists(st.booleans(), min_size=len(drawn), max_size=len(drawn)))
    visible = {mark.index for mark, shown in zip(drawn, mask, strict=True) if shown}
    found = ask(page, "fit", scene_of(drawn, window, width, mask))
    assert {int(index): side for index, side in found.items()} == fit_labels(
        drawn, window, width, visible
    )


# --- Window ---------------------------------------------------------------------------------------


@st.composite
def homes(draw: st.DrawFn) -> tuple[Window, Window, Window]:
    """A home window, its limits, and a window inside the limits."""
    span = draw(st.sampled_from([HOUR, 10 * DAY, 7 * YEAR, 2000 * YEAR]))
    start = draw(st.integers(-2000 * YEAR, 2000 * YEAR))
    home = (start, start + span)
    limits = limits_of(home)
    low, high = sorted(draw(st.tuples(*[st.integers(0, 1000)] * 2)))
    size = limits[1] - limits[0]
    high = max(high, low + 1)
    window = (limits[0] + size * low / 1001, limits[0] + size * high / 1001)
    return home, limits, window


@settings(max_examples=60)
@given(case=homes(), factor=st.sampled_from([0.5, 0.9, 1.1, 2, 50]), at=st.none() | st.floats(0, 1))
def test_zooming_stays_within_the_limits(
    page: Page, case: tuple[Window, Window, Window], factor: float, at: float | None
) -> None:
    _, limits, window = case
    span = window[1] - window[0]
    middle = window[0] + span * (0.5 if at is None else at)
    low, high = ask(page, "zoom", window, factor, limits, None if at is None else middle)
    assert limits[0] <= low < high <= limits[1]
    if span * factor >= MINUTE and factor < 1:
        assert high - low == pytest.approx(span * factor, rel=1e-6)
        assert (middle - low) / (high - low) == pytest.approx((middle - window[0]) / span, abs=1e-4)
    if factor > 1:
        assert low <= window[0]
        assert high >= window[1]


@settings(max_examples=30)
@given(
    case=homes(),
    away=st.sampled_from([-40, -2, -1.1, 1.1, 2, 40]),
    factor=st.sampled_from([0.5, 2]),
)
def test_zooming_comes_back_from_beyond_the_limits(
    page: Page, case: tuple[Window, Window, Window], away: float, factor: float
) -> None:
    # An address may name any window.
    home, limits, _ = case
    span = home[1] - home[0]
    window = (home[0] + away * 2 * span, home[1] + away * 2 * span)
    low, high = ask(page, "zoom", window, factor, limits)
    assert limits[0] <= low < high <= limits[1]


@settings(max_examples=60)
@given(case=homes(), first=st.floats(0, 1), length=st.sampled_from([0, 0.001, 0.1, 1]))
def test_an_event_is_brought_into_the_window(
    page: Page, case: tuple[Window, Window, Window], first: float, length: float
) -> None:
    home, limits, window = case
    span = window[1] - window[0]
    start = home[0] + first * (home[1] - home[0])
    end = min(start + length * (home[1] - home[0]), home[1])
    low, high = ask(page, "reveal", window, start, end)
    slack = (limits[1] - limits[0]) * 1e-9
    assert high - low == pytest.approx(span, rel=1e-6)
    assert limits[0] - slack <= low
    assert high <= limits[1] + slack
    if end - start <= span * 0.8:
        assert low < start
        assert end < high
    else:
        assert start < high
        assert end > low
    # Asking again moves nothing.
    assert ask(page, "reveal", [low, high], start, end) == pytest.approx([low, high], abs=slack)


@settings(max_examples=60)
@given(moments=st.lists(st.integers(*AXIS_LIMITS), max_size=20))
def test_a_moment_as_plotly_writes_it_is_read(page: Page, moments: list[int]) -> None:
    written = []
    for moment in moments:
        year, month, day, hour, minute, second, milli = ms_to_civil(moment)
        sign = "-" if year < 0 else ""
        written.append(
            f"{sign}{abs(year):04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}"
            + (f".{milli:03d}".rstrip("0").rstrip("."))
        )
    assert page.evaluate("all => all.map(dateline.axisMoment)", written) == pytest.approx(
        moments, abs=0.01
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (0, 0),
        (-1.5, -1.5),
        ("1970-01-01", 0),
        ("1970-01", 0),
        ("1970-01-01 00", 0),
        ("1970-01-01 10:30", 37_800_000),
        ("1970-01-01T10:30:01.5", 37_801_500),
        ("1969-12-31 23:59:59.9999", -0.1),
        ("-0001-01-01", -62_198_755_200_000),
        ("0000-01-01", -62_167_219_200_000),
    ],
)
def test_every_form_of_a_moment_is_read(page: Page, written: Any, moment: float) -> None:
    assert ask(page, "axisMoment", written) == pytest.approx(moment, abs=0.01)


def test_keys_are_looked_up_in_the_table(page: Page) -> None:
    table = [{"keys": ["j", "ArrowRight"], "action": "next"}, {"keys": ["/"], "action": "search"}]
    asked = [ask(page, "actionOf", table, key) for key in ("j", "ArrowRight", "/", "J", "", "x")]
    assert asked == ["next", "next", "search", None, None, None]
