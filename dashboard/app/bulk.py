"""What the page works with when there are very many events: columns, and blocks for their texts.

The keys that the payload of a small page has as well mean the same here.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from dashboard import words
from dashboard.app import axis, case, filters, ids, relations, story
from dashboard.app.blocks import base
from dashboard.app.bulk_lanes import bulk_lanes
from dashboard.app.chips import chips
from dashboard.app.compact import compact
from dashboard.app.desk import desk
from dashboard.app.look import look
from dashboard.app.markup import to_markup
from dashboard.app.payload import VARIANTS, setting
from dashboard.app.table import table
from dashboard.bulk.columns import BLOCK, OPEN_END, OPEN_START, TIMED, Bulk, Columns
from dashboard.bulk.encoding import encoded
from dashboard.bulk.of_timeline import TimelineTexts
from dashboard.figure.beside import middles_of
from dashboard.figure.relations import links
from dashboard.layout.window import DAY, clipped, limits
from dashboard.model import Timeline
from dashboard.numbers import rivals_by_day

__all__ = ["bulk_content", "bulk_payload", "whole_of"]

#: The most days on which something changed that a page lists; with more, any day may be chosen.
MOST_STOPS = 5_000
#: The share of the window that is left blank at its ends, and is kept for an open side.
EDGE, OPEN = 0.02, 0.06
#: The shortest window: around a moment, and around a day.
SHORTEST = (3_600_000, 10 * DAY)


def whole_of(bulk: Bulk) -> Timeline | None:
    """The timeline with all its events, where they are objects."""
    return bulk.texts.whole if isinstance(bulk.texts, TimelineTexts) else None


def bulk_content(
    bulk: Bulk, *, version: str | None = None, store: str = "server"
) -> dict[str, dict[str, Any]]:
    """The properties that depend on the timeline, by component id.

    Args:
        bulk: The events.
        version: As :func:`dashboard.app.content.content` has it.
        store: Where the blocks are: ``server``, ``page`` or ``folder``.
    """
    head, whole = bulk.head, whole_of(bulk)
    colours = {key: f"dl-c{number}" for number, key in enumerate(head.categories)}
    introduction = case.introduction_of(head, _counts(bulk), differ=_differ(whole))
    payload = bulk_payload(bulk, {"kind": store, "base": _base(bulk, store)}, version=version)
    return {
        ids.TITLE: {"children": head.title},
        ids.CATEGORIES: {"children": chips(payload["terms"]["category"], colours)},
        ids.RELATION_KINDS: {"children": relations.kinds(whole or head)},
        ids.PAYLOAD: {"data": {**payload, "introduction": compact(introduction)}},
    }


def _base(bulk: Bulk, store: str) -> str:
    return {"server": base(bulk), "page": "", "folder": "blocks/"}[store]


def _differ(whole: Timeline | None) -> bool:
    """Whether claims give different numbers anywhere; rows of a table make no claims."""
    events = whole.events if whole else ()
    return any(event.claims and rivals_by_day(whole, event) for event in events if whole)


def _counts(bulk: Bulk) -> str:
    whole = whole_of(bulk)
    if whole is not None:
        return case.counts(whole)
    return f"{words.counted(len(bulk.columns), 'event')}."


def bulk_payload(
    bulk: Bulk, store: dict[str, str], *, version: str | None = None
) -> dict[str, Any]:
    """Everything the page works with but for the blocks, as plain JSON values.

    Args:
        bulk: The events.
        store: Where the blocks are: ``kind`` and ``base``.
        version: Names this state of the file when a server stands behind the page that reports
            new ones; None for a page on its own.
    """
    head, columns = bulk.head, bulk.columns
    whole = whole_of(bulk)
    found = links(whole) if whole else ()
    lanes = bulk_lanes(bulk)
    window = _window(columns)
    windows = {name: (window, limits(window)) for name in VARIANTS}
    described, _ = encoded(columns)
    return {
        **setting(head, version),
        "terms": filters.listed(bulk.names),
        "actors": {},
        # The heads of its columns; the rows come in blocks.
        "table": to_markup(table(desk(head))),
        "relations": relations.columns(whole or head),
        "known": {"stops": _stops(columns)},
        "axis": axis.bulk_payload(head, *_clocks(columns)),
        "story": story.payload(whole or head),
        "bulk": {
            "count": len(columns),
            "block": BLOCK,
            "version": bulk.version,
            "columns": described,
            "store": store,
            "blocks": ceil(len(columns) / BLOCK),
            "lanes": lanes,
            "rivals": _rivals(whole),
            "variants": {
                name: {"window": list(window), "limits": list(reach)}
                for name, (window, reach) in windows.items()
            },
            "look": look(
                bulk,
                {name: way["heads"] for name, way in lanes.items()},
                windows,
                VARIANTS,
                found,
            ),
        },
    }


def _rivals(whole: Timeline | None) -> dict[str, list[list[Any]]]:
    """What stands against one another, for the events that have it: few of very many.

    ``dates`` are the middles of rival dates, ``numbers`` the stretches of days on which numbers
    differ; each entry begins with the place of its event.
    """
    events = whole.events if whole else ()
    zone = whole.timezone if whole else "UTC"
    return {
        "dates": [
            [place, *middles]
            for place, event in enumerate(events)
            if event.date.alternatives
            for middles in (middles_of(event, zone),)
            if middles
        ],
        "numbers": [
            [place, step.since, step.until]
            for place, event in enumerate(events)
            if event.claims and whole
            for step in rivals_by_day(whole, event)
        ],
    }


def _window(columns: Columns) -> tuple[int, int]:
    """The home window: every core and every finite extent."""
    if not len(columns):
        return 946_684_800_000, 978_307_200_000
    opens, goes_on = columns.flags & OPEN_START > 0, columns.flags & OPEN_END > 0
    first = int(np.where(opens, columns.start, columns.earliest).min())
    last = int(np.where(goes_on, columns.end, columns.latest).max())
    fading = int((last - first) * OPEN)
    if (columns.start[opens] - fading < first).any():
        first -= fading
    if (columns.end[goes_on] + fading > last).any():
        last += fading
    shortest = SHORTEST[not bool((columns.flags & TIMED).any())]
    lack = max(shortest - (last - first), 0)
    edge = int((last - first + lack) * EDGE)
    window = clipped(first - lack // 2 - edge), clipped(last + lack - lack // 2 + edge)
    return window if window[0] < window[1] else (window[1] - shortest, window[1])


def _stops(columns: Columns) -> list[int]:
    days = np.unique(np.concatenate([columns.public, columns.step_since]))
    return [int(day) for day in days] if len(days) <= MOST_STOPS else []


def _clocks(columns: Columns) -> tuple[list[int], list[int], int]:
    """Moments to ask clocks for, the reach of those with a time of day, the shortest core."""
    starts, timed = columns.start, columns.start[columns.flags & TIMED > 0]
    months = np.unique(starts // (30 * DAY)) * (30 * DAY)
    reach = [int(timed.min()), int(timed.max())] if len(timed) else []
    shortest = int((columns.end - starts).min()) if len(starts) else 0
    return [int(month) for month in months[:: max(len(months) // 1_000, 1)]], reach, shortest
