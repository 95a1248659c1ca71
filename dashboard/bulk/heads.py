"""The events whose titles a page knows from its start: the most important, spread over the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk.columns import Columns

__all__ = ["MOST", "heads"]

#: How many there are at most.
MOST = 4_000


def heads(columns: Columns, most: int = MOST) -> NDArray[np.int64]:
    """The places of the chosen events, in order of time.

    Half of them are the most important, whenever they were. For the others the time is halved again
    and again, and of each part and category the most important event is chosen before any part has
    a second one. So there are titles at every zoom, and those that matter first.

    Args:
        columns: The events.
        most: How many to choose at most.
    """
    count = len(columns)
    if count <= most:
        return np.arange(count)
    chosen = np.zeros(count, bool)
    weight = -columns.importance.astype(np.int64)
    chosen[np.lexsort((_scattered(count), weight))[: most // 2]] = True
    order = np.argsort(weight, kind="stable")
    left = most - most // 2
    parts = 16
    while left > 0 and parts < 2 * count:
        # Parts by rank in time: where there are more events there are more titles to read.
        stretch = order * parts // count
        cell = stretch * (int(columns.category.max()) + 1) + columns.category[order]
        _, best = np.unique(cell, return_index=True)
        found = order[best]
        found = found[~chosen[found]]
        # Where not all fit, the more important ones do, spread over the time.
        found = found[np.lexsort((_scattered(len(found)), weight[found]))][:left]
        chosen[found] = True
        left -= len(found)
        parts *= 2
    return np.flatnonzero(chosen)


def _scattered(length: int) -> NDArray[np.int64]:
    """A fixed order in which neighbours lie far apart."""
    return (np.arange(length, dtype=np.int64) * 2_654_435_761) % 4_294_967_296
