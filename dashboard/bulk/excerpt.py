"""Some events of very many, as a timeline of their own."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.bulk.columns import Bulk
from dashboard.model import Event, Timeline

__all__ = ["excerpt"]


def excerpt(bulk: Bulk, places: Sequence[int]) -> Timeline:
    """The events at some places, without relations to others.

    Args:
        bulk: All events.
        places: Which, in order of time.
    """
    chosen = bulk.texts.picked(places)
    ids = {event.id for event in chosen.events}
    return bulk.head.model_copy(
        update={
            "events": tuple(_without(event, ids) for event in chosen.events),
            "sources": chosen.sources,
            "actors": chosen.actors,
        }
    )


def _without(event: Event, ids: set[str]) -> Event:
    kept = tuple(link for link in event.related if link.to in ids)
    return event if kept == event.related else event.model_copy(update={"related": kept})
