"""The names that events share, in the order in which a page lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from dashboard.bulk.columns import Names
from dashboard.model import Event, Timeline

__all__ = ["NONE", "involved", "names_of"]

#: Category of events that name none; not a valid id, so it cannot clash with one.
NONE = "-"


def names_of(timeline: Timeline) -> Names:
    """The names that the events of a timeline share.

    Categories come in the order of the file; what else there is comes by the number of its events,
    the names of equals by the alphabet.
    """
    events = timeline.events
    used = {event.category or NONE for event in events}
    labels = {key: category.label for key, category in timeline.categories.items()}
    return Names(
        category=tuple(
            (key, label) for key, label in {**labels, NONE: "Other"}.items() if key in used
        ),
        actor=by_number(
            (involved(event) for event in events),
            {key: actor.label for key, actor in timeline.actors.items()},
        ),
        place=by_number(([event.place.name] if event.place else [] for event in events), {}),
        tag=by_number((event.tags for event in events), {}),
    )


def involved(event: Event) -> list[str]:
    """The actors that took part in an event or spoke about it, each once."""
    return list(dict.fromkeys([*event.actors, *(claim.by for claim in event.claims)]))


def by_number(
    column: Iterable[Iterable[str]], names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Ids with their labels, those of the most events first.

    Args:
        column: The ids of each event.
        names: The labels of ids that have one.
    """
    numbers = Counter(key for values in column for key in set(values))
    labels = {key: names.get(key, key) for key in numbers}
    order = sorted(labels, key=lambda key: (-numbers[key], labels[key].casefold(), key))
    return tuple((key, labels[key]) for key in order)
