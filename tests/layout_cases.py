"""Timelines and marks to lay out: fixed ones, and strategies that make up others."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from dashboard.layout.scene import Mark
from dashboard.layout.text import text_width
from dashboard.model import Actor, Category, Claim, Event, Place, Source, Stance, Timeline
from dashboard.when import When

ZONE = "Europe/Amsterdam"
CATEGORIES = ("operation", "expulsion", "statement")
SOURCES = {
    key: Source.model_validate({"id": key, "url": f"https://{key}.example.org/"}) for key in "abc"
}
ACTORS = {key: Actor(id=key, name=key.upper()) for key in ("aivd", "mivd", "svr")}


def event(
    number: int,
    date: str,
    *,
    title: str | None = None,
    importance: int = 3,
    category: str | None = "operation",
    sources: Sequence[str] = ("a", "b"),
    denied: bool = False,
    actors: Sequence[str] = (),
    place: str | None = None,
    zone: str = ZONE,
) -> Event:
    """An event with everything that matters for its looks."""
    return Event(
        id=f"e{number}",
        date=When.parse(date, zone),
        title=title or f"Event number {number} of the case",
        importance=importance,
        category=category,
        sources=tuple(sources),
        actors=tuple(actors),
        place=Place(name=place) if place else None,
        claims=(Claim(by="svr", stance=Stance.DENIES, says="No."),) if denied else (),
    )


def timeline(*events: Event, zone: str = ZONE, colours: Sequence[str | None] = ()) -> Timeline:
    """A timeline of these events in order of time."""
    given = [*colours, *[None] * len(CATEGORIES)]
    return Timeline(
        title="A case",
        timezone=zone,
        categories={
            key: Category(id=key, label=key.capitalize(), color=colour)
            for key, colour in zip(CATEGORIES, given, strict=False)
        },
        actors=ACTORS,
        sources=SOURCES,
        events=tuple(sorted(events, key=lambda each: each.date.sort_key)),
    )


def dated(*dates: str, zone: str = ZONE) -> Timeline:
    """A timeline of one event per date."""
    return timeline(*(event(at, date, zone=zone) for at, date in enumerate(dates)), zone=zone)


#: Every way of writing a date that looks different, with every kind of evidence.
GALLERY = timeline(
    *(
        event(4 * at + kind, date, sources=sources, denied=denied, category=CATEGORIES[kind % 3])
        for at, date in enumerate(
            (
                "2018-03-05",
                "2018-04~",
                "2018-06/2018-09-13",
                "2018-10~/2018-12~",
                "2019/..",
                "../2018-05",
                "[2018-10-03,2018-12-04]",
                "2018-XX",
                "2019-03?",
                "2018-05-02T10:00/2018-05-02T16:40",
            )
        )
        for kind, (sources, denied) in enumerate(
            ((("a", "b"), False), (("a",), False), (("a", "b"), True), ((), False))
        )
    )
)

_DAYS = st.dates().map(lambda day: f"{max(day.year, 1000)}-{day.month:02d}-{min(day.day, 28):02d}")
_CLOSE_DAYS = st.integers(1, 28).map(lambda day: f"2020-12-{day:02d}")
_YEARS = st.integers(-9999, 9999).map(lambda year: f"{'-' * (year < 0)}{abs(year):04d}")


def _interval(ends: tuple[str, str]) -> str:
    first, last = sorted(ends, key=lambda end: When.parse(end).start)
    return f"{first}/{last}"


DATES = st.one_of(
    _DAYS,
    _CLOSE_DAYS,
    _CLOSE_DAYS,
    st.tuples(_CLOSE_DAYS, _CLOSE_DAYS).map(_interval),
    st.tuples(_DAYS, _CLOSE_DAYS).map(_interval),
    _CLOSE_DAYS.map(lambda day: f"{day}~"),
    _CLOSE_DAYS.map(lambda day: f"{day}/.."),
    _CLOSE_DAYS.map(lambda day: f"../{day}"),
    st.tuples(_CLOSE_DAYS, _CLOSE_DAYS).map(lambda days: f"[{','.join(sorted(days))}]"),
    _YEARS,
)
TITLES = st.text(min_size=1, max_size=80).filter(lambda text: text.strip())


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Timelines with up to twenty events, crowded ones above all."""
    drawn = draw(
        st.lists(
            st.tuples(
                DATES,
                TITLES,
                st.integers(1, 5),
                st.sampled_from((*CATEGORIES, None)),
            ),
            max_size=20,
        )
    )
    return timeline(
        *(
            event(at, date, title=title, importance=importance, category=category)
            for at, (date, title, importance, category) in enumerate(drawn)
        )
    )


#: Times of made-up marks, in units that are as good as milliseconds.
_MOMENTS = st.integers(0, 1_000)


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    """Marks in two rows, also such as the layout would not put into one."""
    drawn = draw(
        st.lists(
            st.tuples(
                _MOMENTS,
                st.sampled_from((1, 2, 20, 300)),
                st.booleans(),
                st.integers(0, 1),
                st.integers(1, 5),
                st.integers(1, 42),
            ),
            min_size=1,
            max_size=8,
        )
    )
    return [
        Mark(
            index=at,
            event=f"e{at}",
            lane=0,
            row=row,
            kind="span" if span else "instant",
            x=start * 10 + length * 5,
            start=start * 10,
            end=start * 10 + length * 10,
            earliest=start * 10,
            latest=start * 10 + length * 10,
            open_start=False,
            open_end=False,
            approximate=False,
            evidence="corroborated",
            category=None,
            importance=importance,
            label="n" * letters,
            label_width=text_width("n" * letters),
        )
        for at, (start, length, span, row, importance, letters) in enumerate(drawn)
    ]


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int]:
    """Windows on made-up marks, from a sliver to more than all."""
    start = draw(st.integers(-2_000, 12_000))
    return start, start + draw(st.sampled_from((50, 400, 2_000, 9_000, 20_000)))
