"""Timelines that are shown as columns and blocks, and the payloads of both kinds of page."""

from __future__ import annotations

import base64
import gzip
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from dashboard.app.article import desk
from dashboard.app.blocks import Blocks
from dashboard.app.bulk import bulk_payload
from dashboard.app.payload import payload
from dashboard.bulk.columns import Bulk
from dashboard.bulk.of_timeline import bulk_of
from dashboard.model import (
    Actor,
    Category,
    Claim,
    Event,
    Place,
    Relation,
    RelationKind,
    Source,
    Stance,
    Timeline,
)
from dashboard.when import When

WORDS = (
    "embassy", "Moscow", "minister", "Ἀσσυρία", "Straße", "expelled", "talks", "report", "night",
    "café", "letter", "fleet", "<b>bold</b>", "R&D", "“quoted”", "agency", "hearing", "visit",
)  # fmt: skip
STANCES = (Stance.ASSERTS, Stance.DENIES, Stance.CONFIRMS)


def many(number: int, seed: int = 1) -> Timeline:
    """Events of all kinds over some years, equal for equal arguments."""
    chance = random.Random(seed)
    actors = {
        f"a{n}": Actor(id=f"a{n}", name=f"Agency of {WORDS[n % 18]} {n}", short=f"A{n}")
        for n in range(12)
    }
    sources = {f"s{n}": _source(chance, n) for n in range(max(number // 2, 1))}
    events = sorted(
        (_event(chance, n, list(actors), list(sources)) for n in range(number)),
        key=lambda event: event.date.sort_key,
    )
    return Timeline(
        title="Very many events",
        timezone="Europe/Amsterdam",
        categories={
            key: Category(id=key, label=key.capitalize()) for key in ("talks", "visits", "letters")
        },
        actors=actors,
        sources=sources,
        events=tuple(events),
    )


def _day(chance: random.Random) -> date:
    return date(2010, 1, 1) + timedelta(days=chance.randrange(4_000))


def _source(chance: random.Random, number: int) -> Source:
    published = When.parse(_day(chance).isoformat()) if chance.random() < 0.8 else None
    return Source(
        id=f"s{number}",
        url=f"https://example.org/{number}",
        title=f"{chance.choice(WORDS)} {number}",
        publisher=chance.choice(("Gazette", "Courier", None)),
        published=published,
    )


def _event(chance: random.Random, number: int, actors: list[str], sources: list[str]) -> Event:
    day = _day(chance)
    later = day + timedelta(days=chance.randrange(1, 60))
    written = chance.choice((
        f"{day}", f"{day}", f"{day}", f"{day}T14:30", f"{day:%Y-%m}", f"{day:%Y}", f"{day}~",
        f"{day}/{later}", f"{day}/..",
    ))  # fmt: skip
    claims = tuple(
        Claim(
            by=chance.choice(actors),
            stance=chance.choice(STANCES),
            says=f"It was the {chance.choice(WORDS)}.",
            date=When.parse(_day(chance).isoformat()),
            sources=tuple(chance.sample(sources, 1)),
        )
        for _ in range(chance.choice((0, 0, 0, 1, 2)))
    )
    links = (
        (Relation(to="event-0", kind=RelationKind.RESPONSE_TO),)
        if number and chance.random() < 0.05
        else ()
    )
    return Event(
        id=f"event-{number}",
        date=When.parse(written, "Europe/Amsterdam"),
        title=f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}",
        summary=chance.choice((None, f"A *summary* of {chance.choice(WORDS)} & more.")),
        category=chance.choice(("talks", "visits", "letters", None)),
        importance=chance.randrange(1, 6),
        actors=tuple(chance.sample(actors, chance.choice((0, 1, 1, 2)))),
        place=Place(name=f"{chance.choice(WORDS)}, place") if chance.random() < 0.6 else None,
        tags=tuple(chance.sample(("red", "green", "blue, dark"), chance.choice((0, 1, 2)))),
        sources=tuple(chance.sample(sources, chance.choice((0, 1, 2, 3)))),
        claims=claims,
        related=links,
    )


def small_payload(timeline: Timeline) -> dict[str, Any]:
    """What a page gets that draws every event from the start."""
    return _sent(payload(desk(timeline)))


def large_payload(timeline: Timeline) -> tuple[Bulk, dict[str, Any]]:
    """What a page of columns and blocks gets of the same events, the blocks in the page."""
    bulk = bulk_of(timeline)
    return bulk, _sent(bulk_payload(bulk, {"kind": "page", "base": ""}))


def _sent(values: dict[str, Any]) -> dict[str, Any]:
    """What the browser gets of the values that Dash is given."""
    read: dict[str, Any] = json.loads(json.dumps(values, cls=PlotlyJSONEncoder))
    return read


def elements(bulk: Bulk) -> Iterator[tuple[str, str]]:
    """The blocks as they stand in a page: the id of each element, and its text."""
    for name, data in Blocks(bulk).everything():
        packed = gzip.compress(data, 1, mtime=0)
        yield f"block-{name}", base64.b85encode(packed).decode("ascii").replace("<", "'")
