"""What holds for every date, tried on thousands that nobody picked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dashboard.when import (
    FOREVER,
    NEVER,
    Precision,
    When,
    WhenError,
    civil_to_ms,
    local_ms,
    ms_to_civil,
    utc_ms,
)

# None of these ever skipped a whole day: those that did are in the table of test_when.py.
ZONES = st.sampled_from(
    ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
     "America/Sao_Paulo", "Pacific/Auckland", "Africa/Monrovia", "+05:45", "-12:00"]
)  # fmt: skip

NUMBERS = st.integers(-9999, 9999)
YEARS = NUMBERS.map(lambda year: f"{'-' if year < 0 else ''}{abs(year):04}")
MONTHS = st.integers(1, 12).map("{:02}".format)
# Day 28 exists in every month; the tables try the others.
DAYS = st.integers(1, 28).map("{:02}".format)
CLOCKS = st.builds(
    lambda hour, rest: f"{hour:02}{rest}",
    st.integers(0, 23),
    st.sampled_from(["", ":00", ":30", ":59:59", ":30:05.5", ":30:05.123"]),
)
# Times carry an offset here: without one some of them do not exist where clocks are put forward.
OFFSETS = st.sampled_from(["Z", "+02:00", "-05", "+14:00", "-12:00", "+05:45"])

SEASONS = st.integers(21, 41).map(str)


def joined(*parts: st.SearchStrategy[str], by: str = "-") -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(by.join)


FULL_DAYS = joined(YEARS, MONTHS, DAYS)
TIMED = joined(joined(FULL_DAYS, CLOCKS, by="T"), OFFSETS, by="")
PLAIN = st.one_of(YEARS, joined(YEARS, MONTHS), FULL_DAYS)
POSITIVE = st.integers(1000, 9999).map(str)
MASKED = st.one_of(
    st.integers(1, 999).map(lambda n: f"{n:03}X"),
    st.integers(1, 99).map(lambda n: f"{n:02}XX"),
    st.integers(1, 9).map(lambda n: f"{n}XXX"),
    YEARS.map(lambda year: f"{year}-XX"),
    YEARS.map(lambda year: f"{year}-XX-XX"),
    joined(YEARS, MONTHS).map(lambda month: f"{month}-XX"),
    POSITIVE.map(lambda year: f"{year}-1X"),
    POSITIVE.map(lambda year: f"{year}-XX-13"),
    st.integers(1, 999).map(lambda n: f"-{n:03}X"),
)
ESTIMATES = joined(YEARS.filter("0000".__ne__), st.sampled_from("1234"), by="S")
SINGLE = st.tuples(
    st.one_of(PLAIN, TIMED, MASKED, ESTIMATES, joined(YEARS, SEASONS)),
    st.sampled_from(["", "", "~", "?", "%"]),
).map("".join)


def ordered(pair: tuple[str, str]) -> tuple[str, str]:
    """The two in an order that an interval accepts."""
    first, second = sorted(pair, key=lambda text: When.parse(text).start)
    return (first, second) if When.parse(first).start < When.parse(second).end else (second, first)


# In zones far apart a timed and an untimed end may change places: keep to days for intervals.
DAY_PAIRS = st.tuples(PLAIN, PLAIN).map(ordered)
INTERVALS = st.one_of(
    DAY_PAIRS.map("/".join),
    SINGLE.map(lambda text: f"{text}/.."),
    SINGLE.map(lambda text: f"{text}/"),
    SINGLE.map(lambda text: f"../{text}"),
    SINGLE.map(lambda text: f"/{text}"),
)
MEMBERS = st.one_of(SINGLE, DAY_PAIRS.map("..".join))
SETS = st.one_of(
    st.lists(MEMBERS, min_size=1, max_size=4).map(lambda members: f"[{','.join(members)}]"),
    SINGLE.map(lambda text: f"[..{text}]"),
    SINGLE.map(lambda text: f"[{text}..]"),
)
DATES = st.one_of(SINGLE, INTERVALS, SETS)
WHENS = st.builds(When.parse, DATES, ZONES)


@given(WHENS)
def test_the_core_lies_within_the_extent(when: When) -> None:
    assert NEVER <= when.earliest <= when.start < when.end <= when.latest <= FOREVER
    assert when.open_start == (when.earliest == NEVER)
    assert when.open_end == (when.latest == FOREVER)


@given(DATES, ZONES)
def test_the_text_is_kept_and_read_again_gives_the_same(text: str, zone: str) -> None:
    when = When.parse(f" {text}\n", zone)
    assert when.text == text
    assert When.parse(when.text, when.zone) == when
    assert hash(When.parse(when.text, when.zone)) == hash(when)


@given(WHENS, WHENS, WHENS)
def test_the_order_is_total_and_agrees_with_equality(a: When, b: When, c: When) -> None:
    assert (a.sort_key == b.sort_key) == (a == b)
    assert (a.sort_key < b.sort_key) + (a.sort_key == b.sort_key) + (a.sort_key > b.sort_key) == 1
    if a.sort_key <= b.sort_key <= c.sort_key:
        assert a.sort_key <= c.sort_key
        assert a.start <= b.start <= c.start


@given(WHENS, WHENS)
def test_surely_before_and_overlap_exclude_each_other(a: When, b: When) -> None:
    assert a.surely_before(b) + b.surely_before(a) + a.may_overlap(b) == 1
    assert a.may_overlap(b) == b.may_overlap(a)
    assert a.may_overlap(a)


@given(SINGLE.filter(lambda text: text[-1] not in "~?%"), ZONES)
def test_about_only_widens_and_doubt_changes_nothing(text: str, zone: str) -> None:
    plain, about, doubt = (When.parse(text + mark, zone) for mark in ("", "~", "?"))
    assert (about.start, about.end) == (doubt.start, doubt.end) == (plain.start, plain.end)
    assert (doubt.earliest, doubt.latest) == (plain.earliest, plain.latest)
    if "S" not in text:
        assert about.earliest < plain.earliest
        assert about.latest > plain.latest


@given(DAY_PAIRS, ZONES)
def test_an_interval_reaches_from_its_start_to_its_end(pair: tuple[str, str], zone: str) -> None:
    start, end = (When.parse(text, zone) for text in pair)
    whole = When.parse("/".join(pair), zone)
    assert (whole.start, whole.end) == (start.start, end.end)
    assert whole.precision.rank == min(start.precision.rank, end.precision.rank)


@given(SETS, ZONES)
def test_a_set_holds_all_its_alternatives(text: str, zone: str) -> None:
    when = When.parse(text, zone)
    for alternative in when.alternatives:
        assert when.earliest <= alternative.earliest
        assert alternative.latest <= when.latest
    if when.alternatives:
        assert (when.start, when.end) == (when.alternatives[0].start, when.alternatives[0].end)


DAY_SHOWN = re.compile(
    r"\b[0-9]{1,2} (January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b"
)
MONTH_SHOWN = re.compile(DAY_SHOWN.pattern.removeprefix(r"\b[0-9]{1,2} "))
SECOND_SHOWN = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
CLOCK_SHOWN = re.compile(r"[0-9]{2}:[0-9]{2}|[0-9]h\b")


@given(SINGLE, ZONES)
def test_nothing_finer_than_written_is_shown(text: str, zone: str) -> None:
    when = When.parse(text, zone)
    # An untidy X is shown as written, in brackets: that is not a unit that is shown.
    words = when.display().removesuffix(f" ({text.rstrip('~?%')})")
    rank = when.precision.rank
    assert bool(DAY_SHOWN.search(words)) == (rank >= Precision.DAY.rank)
    assert bool(MONTH_SHOWN.search(words)) == (rank >= Precision.MONTH.rank)
    assert bool(CLOCK_SHOWN.search(words)) == (rank >= Precision.HOUR.rank)
    assert bool(SECOND_SHOWN.search(words)) == (rank >= Precision.SECOND.rank)


@given(WHENS, st.sampled_from(["en", "nl", "de", "fr", "xx", ""]), st.none() | ZONES)
def test_every_date_has_words_in_every_language(when: When, locale: str, zone: str | None) -> None:
    words = when.display(locale, zone)
    assert words == words.strip() != ""
    assert "{" not in words


@given(st.integers(civil_to_ms(-9999), civil_to_ms(10_000)))
def test_civil_round_trip(ms: int) -> None:
    civil = ms_to_civil(ms)
    assert civil_to_ms(*civil) == ms
    assert 1 <= civil.month <= 12
    assert 1 <= civil.day <= 31


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)), ZONES)
def test_local_and_utc_agree_with_zoneinfo(moment: datetime, zone: str) -> None:
    utc = (moment - datetime(1970, 1, 1)) // timedelta(milliseconds=1)
    local = local_ms(utc, zone)
    if "/" in zone:
        aware = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
        assert ms_to_civil(local)[:5] == (
            aware.year, aware.month, aware.day, aware.hour, aware.minute,
        )  # fmt: skip
    # Of two moments at which the clock shows the same, the first one comes back.
    assert utc_ms(local, zone) <= utc
    assert local_ms(utc_ms(local, zone), zone) == local


@given(st.dates(), ZONES)
def test_days_follow_each_other_without_gap(day: object, zone: str) -> None:
    number = civil_to_ms(*map(int, str(day).split("-")))
    following = ms_to_civil(number + 24 * 3_600_000)
    texts = [str(day), f"{following.year:04}-{following.month:02}-{following.day:02}"]
    if following.year > 9999:
        return
    first, second = (When.parse(text, zone) for text in texts)
    assert first.end == second.start
    assert 20 * 3_600_000 <= first.end - first.start <= 28 * 3_600_000


def read_or_refuse(text: str, zone: str = "UTC") -> None:
    refusal = None
    try:
        when = When.parse(text, zone)
    except WhenError as error:
        refusal = error
    if refusal:
        assert refusal.message
        assert str(refusal).isprintable()
    else:
        assert when.display()
        assert when.earliest <= when.start < when.end <= when.latest


@given(st.text(max_size=220))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    read_or_refuse(text)


@given(st.text(alphabet="0123456789-/.X~?%[]{},:TZS+ PWQuxy", max_size=40), ZONES)
def test_any_text_of_the_characters_of_dates_is_read_or_refused(text: str, zone: str) -> None:
    read_or_refuse(text, zone)


WORDS = st.sampled_from(
    ["10", "4", "2018", "2018-04", "Dec", "december", "mei", "of", "or", "and", "/", "\u2013", "-",
     "to",
     "c.", "ca", "before", "since", "between", "spring", "Q1", "BC", "AD", "century", "2010s",
     "16:30", "pm", "CEST", "Europe/Amsterdam", ",", "~", "?", "[", "]", "..", "W15", "May", "th"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=8), st.sampled_from(["", " "]))
def test_any_words_are_read_or_refused(words: list[str], by: str) -> None:
    read_or_refuse(by.join(words))


@given(DATES, st.data())
def test_a_date_with_a_slip_is_read_or_refused(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    slip = data.draw(st.sampled_from(["", *"-/9X T[]~", "\u2013", "\u0661"]))
    read_or_refuse(text[:place] + slip + text[place + data.draw(st.integers(0, 2)) :])
