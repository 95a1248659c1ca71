"""As known on a day: what had been public, what had been said, and how well it was supported."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dashboard import load
from dashboard.app.days import days_of
from dashboard.disclosure import DAY, public_day, steps, stops
from dashboard.figure import draw
from dashboard.layout import layout
from dashboard.model import Actor, Claim, Event, Evidence, Source, Stance, Timeline
from dashboard.provenance import Assessment, assess
from dashboard.resources import example_case
from dashboard.when import When

ZONE = "Europe/Amsterdam"
MIDNIGHT = ZoneInfo(ZONE)


def day(text: str) -> int:
    """The beginning of a day as local milliseconds."""
    return round(datetime.fromisoformat(f"{text}T00:00+00:00").timestamp() * 1000)


def end_of(local_day: int) -> int:
    """The last moment of a local day (UTC), worked out by the standard library."""
    start = datetime.fromtimestamp((local_day + DAY) / 1000, ZoneInfo("UTC"))
    return round(start.replace(tzinfo=MIDNIGHT).timestamp() * 1000) - 1


def case(
    *,
    published: dict[str, str | None],
    claims: list[tuple[str, str, str | None, list[str]]] | None = None,
    date: str = "2018-04-13",
    known: str | None = None,
) -> tuple[Timeline, Event]:
    """A timeline of one event, with sources by id and claims as (actor, stance, date, sources)."""
    claims = claims or []
    event = Event(
        id="e",
        date=When.parse(date, ZONE),
        title="Something",
        known=When.parse(known, ZONE) if known else None,
        sources=tuple(published),
        claims=tuple(
            Claim(
                by=who,
                stance=Stance(stance),
                says="So it is.",
                date=When.parse(said, ZONE) if said else None,
                sources=tuple(cited),
            )
            for who, stance, said, cited in claims
        ),
    )
    sources = {
        key: Source(
            id=key,
            url=f"https://{key}.example.org/",
            published=When.parse(text, ZONE) if text else None,
        )
        for key, text in published.items()
    }
    actors = {who: Actor(id=who, name=who) for who, *_ in claims}
    return (
        Timeline(title="T", timezone=ZONE, sources=sources, actors=actors, events=(event,)),
        event,
    )


def all_stops(timeline: Timeline) -> tuple[int, ...]:
    """The days on which the picture of a timeline changed."""
    return stops((public_day(timeline, event), steps(timeline, event)) for event in timeline.events)


def told(found: Assessment) -> tuple[str, str]:
    return found.evidence, found.reason


def test_evidence_grows_with_each_source_and_denial() -> None:
    timeline, event = case(
        published={"a": "2018-10-04", "b": "2018-10-06"},
        claims=[("them", "denies", "2018-10-09", [])],
    )
    found = steps(timeline, event)
    assert [(step.since, step.until, step.found.evidence) for step in found] == [
        (None, day("2018-10-06"), Evidence.SINGLE_SOURCE),
        (day("2018-10-06"), day("2018-10-09"), Evidence.CORROBORATED),
        (day("2018-10-09"), None, Evidence.DISPUTED),
    ]
    assert all_stops(timeline) == (day("2018-10-04"), day("2018-10-06"), day("2018-10-09"))


def test_what_was_there_before_the_event_was_public_is_no_step() -> None:
    timeline, event = case(published={"a": "2018-05-01", "b": "2018-06-01"}, known="2018-10-04")
    assert [(step.since, step.until) for step in steps(timeline, event)] == [(None, None)]
    assert all_stops(timeline) == (day("2018-10-04"),)


def test_a_day_ends_at_midnight_in_the_zone_of_the_file() -> None:
    # Half past eleven in the evening in UTC is the next day in Amsterdam.
    timeline, event = case(published={"a": "2018-10-04T23:30Z"}, known="2018-10-04T23:30Z")
    assert public_day(timeline, event) == day("2018-10-05")


def test_later_counts_are_told_source_by_source() -> None:
    timeline, event = case(
        published={"a": "2018-10-04", "b": "2018-10-06", "c": "2018-10-06", "d": None}
    )
    assert days_of(timeline, event).counted(4) == [
        (2, {"data-until": str(day("2018-10-06"))}),
        (4, {"data-since": str(day("2018-10-06"))}),
    ]


DATES = st.none() | st.builds("2018-{:02d}-{:02d}".format, st.integers(4, 6), st.integers(1, 30))
STANCES = st.sampled_from([stance.value for stance in Stance])


@given(
    published=st.dictionaries(st.sampled_from("abcd"), DATES, max_size=4),
    claims=st.lists(
        st.tuples(st.sampled_from(["us", "them"]), STANCES, DATES, st.just([])), max_size=4
    ),
    known=DATES,
)
def test_steps_part_time_and_each_is_the_verdict_of_its_days(
    published: dict[str, str | None],
    claims: list[tuple[str, str, str | None, list[str]]],
    known: str | None,
) -> None:
    timeline, event = case(published=published, claims=claims, known=known)
    found = steps(timeline, event)
    assert found[0].since is None
    assert found[-1].until is None
    assert all(one.until == other.since for one, other in pairwise(found))
    assert all(told(one.found) != told(other.found) for one, other in pairwise(found))
    assert told(found[-1].found) == told(assess(timeline, event))
    public = public_day(timeline, event)
    for number in range(100):
        today = day("2018-04-01") + number * DAY
        if today < public:
            continue
        (step,) = [
            step
            for step in found
            if (step.since is None or step.since <= today)
            and (step.until is None or today < step.until)
        ]
        assert told(step.found) == told(assess(timeline, event, on=end_of(today)))


def test_a_drawing_has_a_point_for_each_step_and_a_picture_only_the_latest() -> None:
    timeline = load(example_case())
    figure = draw(layout(timeline), timeline)
    (disc,) = [trace for trace in figure["data"] if trace["meta"]["role"] == "disc"]
    expected = [
        (number, step.since, step.until)
        for number, event in enumerate(timeline.events)
        for step in steps(timeline, event)
    ]
    meta = disc["meta"]
    assert list(zip(disc["customdata"], meta["since"], meta["until"], strict=True)) == expected
    assert len(expected) > len(timeline.events)
    fitted = draw(layout(timeline), timeline, labels="fit")
    marks = [
        index
        for trace in fitted["data"]
        if trace["meta"]["role"] in ("disc", "core")
        for index in trace["customdata"]
    ]
    assert sorted(marks) == list(range(len(timeline.events)))
    assert not [trace for trace in fitted["data"] if "since" in trace["meta"]]


def test_a_delay_reaches_from_the_event_to_its_disclosure() -> None:
    timeline, _ = case(published={"a": "2018-10-04"})
    figure = draw(layout(timeline), timeline)
    line, end = (
        next(trace for trace in figure["data"] if trace["meta"]["role"] == role)
        for role in ("delay", "delay-end")
    )
    assert (line["base"], line["x"]) == ([day("2018-04-14")], [173 * DAY])
    assert end["x"] == [day("2018-10-04")]
    prompt, _ = case(published={"a": "2018-04-13"})
    figure = draw(layout(prompt), prompt)
    assert not [t for t in figure["data"] if t["meta"]["role"] == "delay" and t["customdata"]]
