"""The words of events as an index for pages without a server: which events have a word.

The words lie in order in one text; the places of their events in shards, of which a search loads
those that it needs. A shard has for every word the number of its events, the first of them, and
the gaps to the others, all as LEB128 (seven bits a byte, the lowest first; DWARF 5, 7.6).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["SHARD", "WordIndex", "leb128"]

#: Bytes of a shard, about, before it is compressed.
SHARD = 65_536


class WordIndex:
    """Which events have which words; events are added in the order of their places."""

    def __init__(self) -> None:
        # Most words are those of one event, such as a number, and are kept without a list.
        self._places: dict[str, int | array[int]] = {}

    def add(self, place: int, words: Iterable[str]) -> None:
        """Add an event with its words, each of which counts once."""
        for word in set(words):
            known = self._places.get(word)
            if known is None:
                self._places[word] = place
            elif isinstance(known, int):
                self._places[word] = array("I", (known, place))
            else:
                known.append(place)

    def shards(self) -> tuple[dict[str, Any], Iterator[bytes]]:
        """The words with the number of the first one in each shard, and the shards."""
        words = sorted(self._places)
        found = [_listed(self._places[word]) for word in words]
        counts = np.fromiter(map(len, found), np.int64, len(words))
        # Gaps to the one before; the first place of a word counts from 0.
        joined = np.fromiter(chain.from_iterable(found), np.int64, int(counts.sum()))
        starts = np.cumsum(counts) - counts
        gaps = np.diff(joined, prepend=0)
        gaps[starts] = joined[starts]
        # A word is its count followed by its gaps.
        numbers = np.insert(gaps, starts, counts)
        heads = starts + np.arange(len(words))
        data, ends = leb128(numbers)
        begins = ends[heads] - _sizes(counts)
        first = _split(begins, len(data))
        bounds = [*(int(begins[word]) for word in first), len(data)]
        return (
            {"words": "\n".join(words), "first": first},
            (data[start:end].tobytes() for start, end in pairwise(bounds)),
        )


def _listed(places: int | array[int]) -> Sequence[int]:
    return (places,) if isinstance(places, int) else places


def leb128(numbers: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Numbers as LEB128, and where each one ends."""
    sizes = _sizes(numbers)
    ends = np.cumsum(sizes)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    starts, rest = ends - sizes, numbers.copy()
    for byte in range(int(sizes.max()) if len(sizes) else 0):
        has = sizes > byte
        more = (sizes > byte + 1)[has]
        data[starts[has] + byte] = (rest[has] & 0x7F) | (more.astype(np.int64) << 7)
        rest >>= 7
    return data, ends


def _sizes(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    sizes = np.ones(len(numbers), np.int64)
    for bits in (7, 14, 21, 28, 35):
        sizes += numbers >= 1 << bits
    return sizes


def _split(begins: NDArray[np.int64], total: int) -> list[int]:
    """The number of the first word of each shard."""
    if not len(begins):
        return []
    wanted = np.arange(0, total, SHARD)
    return [
        int(word)
        for word in np.unique(np.searchsorted(begins, wanted, "left"))
        if word < len(begins)
    ]
