"""A timeline to the slides of TimelineJS, for its JSON and its sheet."""

from __future__ import annotations

from typing import Any

from dashboard.formats.html_text import text
from dashboard.formats.timelinejs.dates import slide_dates
from dashboard.formats.timelinejs.text import event_text, guarded, title_text
from dashboard.formats.written import Losses
from dashboard.model import Event, Timeline
from dashboard.prose import plain

__all__ = ["slides_of"]


def slides_of(timeline: Timeline, losses: Losses) -> dict[str, Any]:
    """The slides as TimelineJS writes them in JSON.

    Args:
        timeline: The timeline, without internal events.
        losses: What TimelineJS has no place for is counted here.
    """
    _count(timeline, losses)
    return {
        "title": {
            "unique_id": "title",
            "text": {"headline": guarded(timeline.title), "text": title_text(timeline)},
        },
        "events": [_slide(timeline, event, losses) for event in timeline.events],
    }


def _slide(timeline: Timeline, event: Event, losses: Losses) -> dict[str, Any]:
    start, end = slide_dates(event.date, timeline.timezone)
    slide: dict[str, Any] = {"unique_id": event.id, "start_date": start}
    if end is not None:
        slide["end_date"] = end
    slide["display_date"] = text(event.date.display(timeline.language))
    slide["text"] = {"headline": guarded(event.title), "text": event_text(timeline, event)}
    if event.category:
        slide["group"] = guarded(timeline.categories[event.category].label)
    if event.media:
        first = event.media[0]
        slide["media"] = {"url": _beside(first.image), "alt": guarded(first.alt)}
        if first.caption:
            slide["media"]["caption"] = guarded(plain(first.caption))
        if first.credit:
            slide["media"]["credit"] = guarded(first.credit)
    return slide


def _beside(path: str) -> str:
    """The address of a picture that lies beside the page; it cannot be taken for a formula."""
    return path.replace("\\", "/")


def _count(timeline: Timeline, losses: Losses) -> None:
    """Say what goes into the text, and what does not go anywhere."""
    events = timeline.events
    losses.note(
        "TimelineJS has no field for claims: {n} went into the texts of their events",
        sum(len(event.claims) for event in events),
    )
    losses.note(
        "TimelineJS has no field for sources: those of {n} events went into their texts as links",
        sum(bool(event.cited) for event in events),
    )
    losses.note(
        "TimelineJS has no field for actors, places, tags, corrections and the day of becoming "
        "known: those of {n} events went into their texts",
        sum(
            bool(event.actors or event.place or event.tags or event.corrections or event.known)
            for event in events
        ),
    )
    losses.note(
        "TimelineJS shows no importance: that of {n} events is kept out of sight",
        sum(event.importance != 3 for event in events),
    )
    losses.note(
        "TimelineJS has no field for relations: {n} went into the texts of their events",
        sum(len(event.related) for event in events),
    )
    losses.note(
        "TimelineJS has no field for doubt: {n} dates are placed at one reading and shown in words",
        sum(_doubtful(event) for event in events),
    )
    losses.note(
        "TimelineJS knows no zones: {n} times are placed as clocks in the timeline's zone show "
        "them, and shown as written",
        sum("T" in event.date.text for event in events),
    )
    losses.note(
        "TimelineJS shows one picture a slide: {n} more are left out",
        sum(max(0, len(event.media) - 1) for event in events),
    )
    losses.note(
        "pictures are named, not included: put {n} beside the page that shows the timeline",
        sum(bool(event.media) for event in events),
    )
    losses.note(
        "TimelineJS has no colours of groups: those of {n} categories are left out",
        sum(category.color is not None for category in timeline.categories.values()),
    )
    used = {event.category for event in events}
    losses.note(
        "{n} categories that no event uses are left out", len(timeline.categories.keys() - used)
    )
    cited = {key for event in events for key in event.cited}
    cited |= {key for event in events for link in event.related for key in link.sources}
    losses.note(
        "{n} sources that no event cites are left out", len(timeline.sources.keys() - cited)
    )
    named = {key for event in events for key in event.actors}
    named |= {claim.by for event in events for claim in event.claims}
    losses.note("{n} actors that no event names are left out", len(timeline.actors.keys() - named))


def _doubtful(event: Event) -> bool:
    when = event.date
    return (
        when.approximate
        or when.uncertain
        or when.is_set
        or when.open_start
        or when.open_end
        or "X" in when.text
    )
