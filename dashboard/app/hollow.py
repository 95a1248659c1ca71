"""The shape of an event: all that is shown of it, with holes in place of its texts.

The event is made hollow, with a hole for every text that it says, and shown by the functions that
show all events. What they work out from its dates they take from the event itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from dashboard.app.article import Desk, article
from dashboard.app.chronicle import entry
from dashboard.app.compact import compact
from dashboard.app.days import Days
from dashboard.app.markup import to_markup
from dashboard.app.shapes import BEGIN, ONE, Shape, Told, hole
from dashboard.app.table import row
from dashboard.bulk.words import in_words
from dashboard.disclosure import Step
from dashboard.figure.words import CLICK, verdict, wrapped
from dashboard.model import Actor, Event, Place, Source, Timeline
from dashboard.provenance import Assessment, Known
from dashboard.when import When

__all__ = ["shape"]

#: A day in an attribute of markup.
_DAY = re.compile(r'data-(since|until)="(-?\d+)"')


def shape(desk: Desk, event: Event, said: Told) -> Shape | None:
    """The shape of an event: what is shown of it, with a hole for each of its values.

    None where what events of the shape share looks like a hole itself.
    """
    if not _is_safe(desk, event, said):
        return None
    holes = {name: hole(number) for number, name in enumerate(said.values)}
    holes |= _others(desk, event, holes)
    timeline = _hollow(desk.timeline, event, holes)
    (hollow,) = timeline.events
    days, public = desk.days[event.id], desk.known[event.id]
    bench = Desk(
        timeline=timeline,
        assessments={},
        known={
            hollow.id: Known(
                cast(When, _Date(public.when, holes["public"], "")),
                public.derived,
                _Number(public.delay, holes.get("delay", "")),
            )
        },
        ties={hollow.id: ()},
        colours=desk.colours,
        days={
            hollow.id: Days(
                timeline=timeline,
                public=days.public,
                steps=tuple(
                    Step(
                        step.since,
                        step.until,
                        Assessment(step.found.evidence, holes[f"reason{n}"], ()),
                    )
                    for n, step in enumerate(days.steps)
                ),
                sources=days.sources,
                claims=(),
            )
        },
        sole=frozenset(),
    )
    place = _Number(0, holes["index"])
    later = {str(day): holes[f"day{n}"] for n, day in enumerate(sorted(set(days.sources)))}
    panel = compact(article(bench, hollow))
    tags = {holes[f"tag{n}"]: holes[f"tag{n}.id"] for n, _ in enumerate(event.tags)}
    return Shape(
        panel=_holed(panel, {**later, **tags}, holes["summary"] if said.key[0] == "form" else None),
        entry=_days(to_markup(entry(bench, hollow, place)), later),
        row=_days(to_markup(row(bench, hollow, place)), later),
        hover=_hover_lines(desk, event, holes),
        title=holes["title"],
        id=holes["id"],
        when=holes["when"],
    )


def _others(desk: Desk, event: Event, holes: Mapping[str, str]) -> dict[str, str]:
    """The texts that are made of others, with their holes, and the place of the event."""
    sources = [desk.timeline.sources[key] for key in event.cited]
    found = {"index": hole(len(holes))}
    for n, step in enumerate(desk.days[event.id].steps):
        if f"reason{n}" not in holes:
            named = [f"{ONE}{source.label}" for source in sources].index(step.found.reason)
            part = "publisher" if sources[named].publisher else "host"
            found[f"reason{n}"] = ONE + holes[f"source{named}.{part}"]
    if "public" not in holes:
        dates = [source.published and in_words(source.published) for source in sources]
        named = dates.index(in_words(desk.known[event.id].when))
        found["public"] = holes[f"source{named}.published"]
    return found


def _is_safe(desk: Desk, event: Event, said: Told) -> bool:
    """Whether nothing that stands in a shape as it is looks like a hole."""
    category = desk.timeline.categories.get(event.category or "")
    literal = [*_flat(said.key), category.label if category else ""]
    return not any(BEGIN in part for part in literal)


def _flat(key: Any) -> list[str]:
    if isinstance(key, str):
        return [key]
    if isinstance(key, list | tuple):
        return [text for part in key for text in _flat(part)]
    return []


class _Number(int):
    """A number that is written as a hole."""

    written: str

    def __new__(cls, value: int, written: str) -> _Number:
        made = super().__new__(cls, value)
        made.written = written
        return made

    def __str__(self) -> str:
        return self.written

    def __format__(self, spec: str) -> str:
        return self.written


class _Date:
    """A date that says a hole."""

    def __init__(self, when: When, words: str, text: str) -> None:
        self.start, self.zone = when.start, when.zone
        self.words, self.text = words, text

    def display(self, locale: str = "en") -> str:
        return self.words


class _Source(Source):
    """A source whose site is a hole."""

    site: str

    @property
    def host(self) -> str:
        return self.site


def _hollow(timeline: Timeline, event: Event, holes: Mapping[str, str]) -> Timeline:
    """A timeline of one event with holes for all that it says."""
    sources = {
        key: _hollow_source(timeline.sources[key], n, holes) for n, key in enumerate(event.cited)
    }
    actors = {
        key: Actor.model_construct(
            id=holes[f"actor{n}.id"], name=holes[f"actor{n}.name"], short=holes[f"actor{n}.label"]
        )
        for n, key in enumerate(event.actors)
    }
    hollow = event.model_copy(
        update={
            "id": holes["id"],
            "title": holes["title"],
            "date": _Date(event.date, holes["when"], holes["text"]),
            "summary": holes.get("summary"),
            "place": Place.model_construct(name=holes["place"]) if event.place else None,
            "tags": tuple(holes[f"tag{n}"] for n, _ in enumerate(event.tags)),
        }
    )
    return timeline.model_copy(
        update={"events": (hollow,), "sources": sources, "actors": actors, "story": ()}
    )


def _hollow_source(source: Source, n: int, holes: Mapping[str, str]) -> Source:
    def own(name: str) -> Any:
        return holes.get(f"source{n}.{name}")

    def date(name: str, when: When | None) -> Any:
        return when and _Date(when, holes[f"source{n}.{name}"], "")

    return _Source.model_construct(
        id=source.id,
        url=own("url"),
        site=own("host"),
        title=own("title"),
        publisher=own("publisher"),
        published=date("published", source.published),
        language=source.language,
        kind=source.kind,
        archived=own("archived"),
        accessed=date("accessed", source.accessed),
        reliability=own("reliability"),
        origin=None,
        quote=own("quote"),
        note=own("note"),
    )


#: A hole as it stands in an address.
_ESCAPED = re.compile(r"%01(\d+)%02")


def _holed(part: Any, others: Mapping[str, str], form: str | None) -> Any:
    """A panel with holes in every place.

    Args:
        part: The panel, or a part of it.
        others: The holes for days, and for what stands escaped in an address.
        form: The hole of a summary that has a form of its own.
    """
    if isinstance(part, list):
        return [_holed(one, others, form) for one in part]
    if not isinstance(part, dict):
        return part
    if form is not None and part == {"P": [0, form]}:
        return form
    return {key: _held(key, value, others, form) for key, value in part.items()}


def _held(key: str, value: Any, others: Mapping[str, str], form: str | None) -> Any:
    if key in ("data-since", "data-until"):
        return others[value]
    if key == "href":
        return _ESCAPED.sub(lambda found: _other(hole(int(found[1])), others), value)
    return _holed(value, others, form)


def _other(name: str, others: Mapping[str, str]) -> str:
    return others.get(name, name)


def _days(markup: str, later: Mapping[str, str]) -> str:
    return _DAY.sub(lambda found: f'data-{found[1]}="{later[found[2]]}"', markup)


def _hover_lines(desk: Desk, event: Event, holes: Mapping[str, str]) -> str:
    days = desk.days[event.id]
    last = len(days.steps) - 1
    said = f"{verdict(days.steps[-1].found.evidence)}: {holes[f'reason{last}']}"
    category = desk.timeline.categories.get(event.category or "")
    lines = [
        holes.get("hover.title", f"<b>{holes['title']}</b>"),
        holes.get("hover.date", holes["when"]),
        *(wrapped(category.label) if category else ()),
        holes.get("hover.verdict", said),
        CLICK,
    ]
    return "<br>".join(lines)
