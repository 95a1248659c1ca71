"""What is shown of an event, made once for all events of the same shape.

Making the panel, the entry of the chronicle and the row of the table of an event takes about a
millisecond, too long for a hundred thousand. Most of them differ in nothing but their texts. So an
event of each shape is shown with holes in place of its texts, by the very functions that show all
others, and each event only says what belongs into the holes. A hole is a number between two control
characters; it is filled with a text, or with components where the text has a form of its own. The
hole after the last text is for the place of the event among all.

An event that speaks with many voices has no such shape: one with claims, relations, pictures or
corrections, or with several sources of one origin. It is shown by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from dashboard import prose
from dashboard.app import markdown
from dashboard.app.address import fragment
from dashboard.app.article import Desk, article
from dashboard.app.chronicle import entry
from dashboard.app.compact import compact
from dashboard.app.days import Days
from dashboard.app.markup import to_markup
from dashboard.app.table import row
from dashboard.bulk.words import in_words
from dashboard.disclosure import day_of
from dashboard.figure.words import hover_text, verdict, wrapped
from dashboard.model import Event, Source, Timeline

__all__ = ["BEGIN", "ONE", "Shape", "Told", "alone", "hole", "told"]

#: What begins a hole, and what ends one.
BEGIN, END = "\u0001", "\u0002"

#: What stands before the name of a single source in a reason.
ONE = "one source: "


def hole(number: int) -> str:
    """The hole with a number."""
    return f"{BEGIN}{number}{END}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is shown of all events of one shape; texts may have holes.

    Attributes:
        panel: The panel in short form.
        entry: The entry of the chronicle as markup.
        row: The row of the table as markup.
        hover: What is shown on hovering.
        title: The title.
        id: The id.
        when: The date in words.
    """

    panel: Any
    entry: str
    row: str
    hover: str
    title: str
    id: str
    when: str


def alone(desk: Desk, event: Event, place: int) -> tuple[Shape, list[Any]]:
    """An event of a shape of its own, with what fills its holes."""
    texts = Shape(
        panel=compact(article(desk, event)),
        entry=to_markup(entry(desk, event, place)),
        row=to_markup(row(desk, event, place)),
        hover=hover_text(desk.timeline, event, desk.assessments[event.id]),
        title=event.title,
        id=event.id,
        when=event.date.display(),
    )
    parts = {name: _kept(getattr(texts, name)) for name in Shape.__slots__}
    return Shape(**parts), [BEGIN]


def _kept(part: Any) -> Any:
    """The same with what looks like the begin of a hole filled into one."""
    if isinstance(part, str):
        return part.replace(BEGIN, hole(0)) if BEGIN in part else part
    if isinstance(part, list):
        return [_kept(one) for one in part]
    if isinstance(part, dict):
        return {key: _kept(one) for key, one in part.items()}
    return part


# --- What an event says ---------------------------------------------------------------------------


class Told(NamedTuple):
    """What an event says in the words of its shape.

    Attributes:
        key: Equal for events of one shape.
        values: What fills the holes, by names whose order the shape decides.
    """

    key: tuple[Hashable, ...]
    values: dict[str, Any]


def told(desk: Desk, event: Event) -> Told | None:
    """What an event says, or None where its shape is its own."""
    if event.claims or event.related or event.media or event.corrections or desk.ties[event.id]:
        return None
    timeline = desk.timeline
    sources = [timeline.sources[key] for key in event.cited]
    if len(sources) > 1 and len({_origin(source) for source in sources}) < len(sources):
        return None
    days, public, when = desk.days[event.id], desk.known[event.id], event.date
    values: dict[str, Any] = {
        "id": event.id,
        "title": event.title,
        "when": in_words(when),
        "text": when.text,
    }
    key: list[Hashable] = [
        _summary(event, values),
        when.zone,
        event.category,
        *_kind_of_place(event, values),
    ]
    later = sorted(set(days.sources))
    values.update((f"day{n}", str(day)) for n, day in enumerate(later))
    ranks = {day: n for n, day in enumerate(later)}
    for n, step in enumerate(days.steps):
        # Most reasons name a source that is there anyway.
        said = [f"{ONE}{source.label}" for source in sources]
        named = said.index(step.found.reason) if step.found.reason in said else None
        if named is None:
            values[f"reason{n}"] = step.found.reason
        key.append((step.found.evidence, ranks.get(cast(int, step.since)), named))
    if public.delay:
        values["delay"] = f"{public.delay:,}"
    dates = [source.published and in_words(source.published) for source in sources]
    shown = in_words(public.when)
    if shown not in dates:
        values["public"] = shown
    key.append((min(public.delay, 2), dates.index(shown) if shown in dates else None))
    for n, name in enumerate(event.actors):
        actor = timeline.actors[name]
        values[f"actor{n}.id"] = fragment("actor", actor.id).removeprefix("#actor=")
        values[f"actor{n}.name"] = actor.name
        values[f"actor{n}.label"] = actor.label
    for n, tag in enumerate(event.tags):
        values[f"tag{n}.id"] = fragment("tag", tag).removeprefix("#tag=")
        values[f"tag{n}"] = tag
    key += [len(event.actors), len(event.tags)]
    for n, source in enumerate(sources):
        kind = _source(timeline, days, ranks, source, n, values)
        if kind is None:
            return None
        key.append(kind)
    lines = _hover(timeline, event, days, values)
    if lines is None:
        # A title that cannot be drawn leaves out its line.
        return None
    key += lines
    return Told(tuple(key), values)


def _kind_of_place(event: Event, values: dict[str, Any]) -> list[Hashable]:
    if event.place is not None:
        values["place"] = event.place.name
    return [event.place is not None]


def _summary(event: Event, values: dict[str, Any]) -> Hashable:
    """How a summary is shown: not at all, as words, or with a form of its own."""
    if not event.summary:
        return None
    if prose.is_bare(event.summary):
        values["summary"] = event.summary
        return "words"
    parts = compact(markdown.render(event.summary))
    if not parts:
        return None
    values["summary"] = parts[0] if len(parts) == 1 else parts
    return "form"


def _origin(source: Source) -> str:
    return (source.origin or source.publisher or source.host).casefold()


def _source(
    timeline: Timeline,
    days: Days,
    ranks: Mapping[int, int],
    source: Source,
    n: int,
    values: dict[str, Any],
) -> tuple[Hashable, ...] | None:
    if source.note and not prose.is_bare(source.note):
        return None
    found = {
        "url": source.url,
        "host": source.host,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published and in_words(source.published),
        "reliability": source.reliability,
        "accessed": source.accessed and in_words(source.accessed),
        "archived": source.archived,
        "quote": source.quote,
        "note": source.note,
    }
    values.update((f"source{n}.{name}", value) for name, value in found.items() if value)
    rank = None if source.published is None else ranks.get(day_of(timeline, source.published))
    return (
        tuple(bool(value) for value in found.values()),
        rank,
        source.language,
        source.kind,
    )


def _hover(
    timeline: Timeline, event: Event, days: Days, values: dict[str, Any]
) -> list[Hashable] | None:
    """Which lines on hovering are the words of the event as they are."""
    found = days.steps[-1].found
    title = wrapped(event.title)
    if not title:
        return None
    date = in_words(event.date, timeline.language)
    said = wrapped(f"{verdict(found.evidence)}: {found.reason}")
    even = (
        title == [event.title],
        date == values["when"],
        said == [f"{verdict(found.evidence)}: {found.reason}"],
    )
    if not even[0]:
        values["hover.title"] = "<br>".join(f"<b>{line}</b>" for line in title)
    if not even[1]:
        values["hover.date"] = date
    if not even[2]:
        values["hover.verdict"] = "<br>".join(said)
    return [*even]
