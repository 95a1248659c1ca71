"""Columns as bytes for the browser: each in the fewest bytes a value, with a table that says how.

A value is ``base + unit * raw``; where ``delta`` is set, raw values are the steps from one value to
the next. Arrays are little-endian and begin at multiples of eight bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk.columns import Columns

__all__ = ["encoded"]

#: The kinds of numbers a browser has arrays for, by the least bytes; the last holds whole numbers
#: up to 2**53.
_KINDS = (("u1", np.uint8), ("u2", np.uint16), ("u4", np.uint32), ("i4", np.int32))


def encoded(columns: Columns) -> tuple[list[dict[str, Any]], bytes]:
    """The columns of a timeline.

    Returns:
        What is where: for each column its name, kind of number, length, base, unit and whether it
        holds steps; and the bytes.
    """
    table: list[dict[str, Any]] = []
    parts: list[bytes] = []
    for name, values in _arrays(columns).items():
        about, raw = _packed(
            values.astype(np.int64), delta=name in _RISING, constant=name not in _COUNTED
        )
        table.append({"name": name, **about})
        data = raw.tobytes()
        parts += [data, bytes(-len(data) % 8)]
    return table, b"".join(parts)


#: Columns that never fall.
_RISING = frozenset(("start", "actor_ends", "tag_ends", "step_event"))
#: Columns that do not have a value for each event, whose length must be told.
_COUNTED = frozenset(("actor", "tag", "step_event", "step_since", "step_kind"))


def _arrays(columns: Columns) -> dict[str, NDArray[Any]]:
    return {
        "start": columns.start,
        "length": columns.end - columns.start,
        "before": columns.start - columns.earliest,
        "after": columns.latest - columns.end,
        "flags": columns.flags,
        "category": columns.category,
        "place": columns.place,
        "importance": columns.importance,
        "evidence": columns.evidence,
        "first": columns.first,
        "public": columns.public,
        "sources": columns.sources,
        "actor_ends": columns.actors.ends,
        "actor": columns.actors.values,
        "tag_ends": columns.tags.ends,
        "tag": columns.tags.values,
        "step_event": columns.step_event,
        "step_since": columns.step_since,
        "step_kind": columns.step_kind,
    }


def _packed(
    values: NDArray[np.int64], *, delta: bool, constant: bool
) -> tuple[dict[str, Any], NDArray[Any]]:
    if not len(values):
        return _about("u1", 0, 0, 1, delta=False), np.empty(0, np.uint8)
    if constant and values.min() == values.max():
        # Nothing to tell apart: every value is the base.
        return _about("u1", 0, int(values[0]), 1, delta=False), np.empty(0, np.uint8)
    base = int(values[0]) if delta else int(values.min())
    raw = np.diff(values, prepend=base) if delta else values - base
    unit = int(np.gcd.reduce(raw)) or 1
    raw //= unit
    low, high = int(raw.min()), int(raw.max())
    for name, kind in _KINDS:
        if low >= np.iinfo(kind).min and high <= np.iinfo(kind).max:
            return _about(name, len(values), base, unit, delta=delta), raw.astype(f"<{name}")
    return _about("f8", len(values), base, unit, delta=delta), raw.astype("<f8")


def _about(dtype: str, length: int, base: int, unit: int, *, delta: bool) -> dict[str, Any]:
    return {"dtype": dtype, "length": length, "base": base, "unit": unit, "delta": delta}
