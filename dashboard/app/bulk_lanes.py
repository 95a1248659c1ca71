"""The lanes of a timeline of very many events, for each way to sort events into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard import words
from dashboard.bulk.columns import NOWHERE, Bulk
from dashboard.bulk.names import NONE
from dashboard.layout.lanes import MOST_LANES, REST
from dashboard.layout.text import clean

__all__ = ["bulk_lanes"]

#: How many rows all lanes have together, about, and one has at most.
ROWS, MOST_ROWS = 30, 8

#: A lane before it has rows: key, title, number of events.
Named = tuple[str, str, int]


def bulk_lanes(bulk: Bulk) -> dict[str, dict[str, Any]]:
    """The lanes by the names of the ways in :data:`dashboard.layout.LANES`.

    For each way ``heads`` has the lanes from top to bottom, ``of`` the column that decides, and
    ``to`` the lane of each value in it; its last entry is the lane of events without a value.
    """
    columns, names = bulk.columns, bulk.names
    first_actor = _first(columns.actors.ends, columns.actors.values)
    return {
        "category": _by_category(bulk),
        "actor": _by_size("actor", names.actor, first_actor),
        "place": _by_size("place", names.place, columns.place),
        "evidence": _by_evidence(bulk),
        "none": _way("none", [("all", "Events", len(columns))], [0]),
    }


def _by_category(bulk: Bulk) -> dict[str, Any]:
    names = bulk.names.category
    counts = _counts(bulk.columns.category, len(names))
    # "Other" than what? Without any category in use the lane is simply that of the events.
    alone = len(names) == 1
    named = [
        (key, "Events" if alone and key == NONE else label, count)
        for (key, label), count in zip(names, counts, strict=True)
    ]
    return _way("category", named, [*range(len(names)), max(len(names) - 1, 0)])


def _by_size(
    of: str, names: Sequence[tuple[str, str]], values: NDArray[np.uint32]
) -> dict[str, Any]:
    """The largest lanes first, the small ones together in the last."""
    has = values[values != NOWHERE]
    counts = _counts(has, len(names))
    order = sorted((code for code, count in enumerate(counts) if count), key=lambda c: -counts[c])
    kept = order if len(order) <= MOST_LANES else order[: MOST_LANES - 1]
    rest = len(values) - sum(counts[code] for code in kept)
    named = [(*names[code], counts[code]) for code in kept]
    if rest or not named:
        named.append((REST, "Others", rest))
    to = [len(named) - 1] * (len(names) + 1)
    for lane, code in enumerate(kept):
        to[code] = lane
    return _way(of, named, to)


def _by_evidence(bulk: Bulk) -> dict[str, Any]:
    columns, kinds = bulk.columns, words.EVIDENCE
    counts = _counts(columns.evidence, len(kinds))
    # Lanes that had events on some day are there, so that nothing else moves when days change.
    ever = counts + _counts(columns.first, len(kinds)) + _counts(columns.step_kind, len(kinds))
    used = [code for code, count in enumerate(ever) if count]
    named = [
        (kind.value, label, counts[code])
        for code, (kind, label) in enumerate(kinds.items())
        if code in used
    ]
    to = [used.index(code) if code in used else 0 for code in range(len(kinds))]
    return _way("evidence", named, [*to, 0])


def _way(of: str, named: Iterable[Named], to: Sequence[int]) -> dict[str, Any]:
    named = list(named)
    roots = [sqrt(count) for _, _, count in named]
    share = ROWS / (sum(roots) or 1)
    rows = [
        max(1, min(MOST_ROWS, count, round(root * share)))
        for (_, _, count), root in zip(named, roots, strict=True)
    ]
    tops = [sum(rows[:lane]) for lane in range(len(rows))]
    heads = [
        {"key": key, "label": clean(label), "rows": own, "head": 0, "top": top}
        for (key, label, _), own, top in zip(named, rows, tops, strict=True)
    ]
    return {"heads": heads, "of": of, "to": [int(lane) for lane in to]}


def _first(ends: NDArray[np.uint32], values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The first value of each list, or :data:`NOWHERE`."""
    starts = np.concatenate([np.zeros(1, ends.dtype), ends[:-1]]) if len(ends) else ends
    found = np.full(len(ends), NOWHERE, np.uint32)
    has = ends > starts
    found[has] = values[starts[has]]
    return found


def _counts(values: NDArray[Any], number: int) -> NDArray[np.int64]:
    return np.bincount(values, minlength=number).astype(np.int64)
