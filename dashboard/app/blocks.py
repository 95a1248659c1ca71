"""The blocks of a page of very many events, by name: columns, titles, records of single events."""

from __future__ import annotations

import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from math import ceil
from typing import Any

import numpy as np

from dashboard.app.records import Records
from dashboard.bulk.carrying import Carrier
from dashboard.bulk.columns import BLOCK, Bulk
from dashboard.bulk.encoding import encoded
from dashboard.bulk.heads import heads
from dashboard.bulk.index import WordIndex
from dashboard.bulk.of_timeline import TimelineTexts
from dashboard.bulk.words import fold

__all__ = ["Blocks", "base"]

#: Blocks that are kept once they are made.
KEPT = 200
#: Titles that may be asked for at once.
TITLES = 400


class Blocks:
    """The blocks of one timeline, made when they are asked for; any thread may ask."""

    def __init__(self, bulk: Bulk) -> None:
        self.bulk = bulk
        self._records = Records(bulk)
        self._made: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a block, not compressed.

        Raises:
            KeyError: There is none of that name.
        """
        with self._lock:
            one = self._making.setdefault(name, threading.Lock())
        # Who asks for what is being made waits for it instead of making it again.
        with one:
            with self._lock:
                if name in self._made:
                    self._made.move_to_end(name)
                    return self._made[name]
            try:
                made = self._make(name)
                with self._lock:
                    self._made[name] = made
                    while len(self._made) > KEPT:
                        self._made.popitem(last=False)
                return made
            finally:
                with self._lock:
                    self._making.pop(name, None)

    def prepare(self) -> None:
        """Make what every page asks for first, and what the first search would wait for."""
        for name in ("columns", "heads"):
            self[name]
        self.search("")

    def _make(self, name: str) -> bytes:
        if name == "columns":
            return encoded(self.bulk.columns)[1]
        if name == "heads":
            return _json(self._heads())
        if name == "ids":
            sums = [zlib.crc32(key.encode()) for key in self.bulk.texts.ids()]
            return np.array(sums, "<u4").tobytes()
        number = name.removeprefix("b")
        total = ceil(len(self.bulk.columns) / BLOCK)
        if number.isascii() and number.isdigit() and len(number) < 9 and int(number) < total:
            return _json(self._records.block(int(number)))
        raise KeyError(name)

    def _heads(self) -> dict[str, list[Any]]:
        places = [int(place) for place in heads(self.bulk.columns)]
        return {
            "index": places,
            "title": self.bulk.texts.titles(places),
            "hover": self._records.hover(places),
        }

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """All blocks by name, with those that only pages without a server have: an index of words,
        and the data of the events, from which their file can be made again.
        """
        index, carrier = (
            WordIndex(),
            Carrier(self.bulk.head, whole=isinstance(self.bulk.texts, TimelineTexts)),
        )
        for name in ("columns", "heads", "ids"):
            yield name, self._make(name)
        for number in range(ceil(len(self.bulk.columns) / BLOCK)):
            block = self._records.block(number)
            yield f"d{number}", _json(self._records.data(number, block, carrier))
            yield f"b{number}", _json(block)
            for place, words in enumerate(self._records.words(number), number * BLOCK):
                index.add(place, words)
        about, shards = index.shards()
        yield "words", _json(about)
        for number, shard in enumerate(shards):
            yield f"w{number}", shard

    def titles(self, places: str) -> bytes:
        """The titles of some events, whose places are written as numbers with commas.

        Raises:
            KeyError: They are no such places, or too many.
        """
        written, total = places.split(","), len(self.bulk.columns)
        if len(written) > TITLES or not all(
            one.isascii() and one.isdigit() and len(one) < 10 and int(one) < total
            for one in written
        ):
            raise KeyError("titles")
        return _json(self.bulk.texts.titles([int(one) for one in written]))

    def search(self, query: str) -> bytes:
        """A bit for each event, the lowest of a byte first: whether it has all the words."""
        found = self.bulk.texts.search(fold(query).split())
        return np.packbits(found, bitorder="little").tobytes()


def base(bulk: Bulk) -> str:
    """The address before the name of a block."""
    return f"/_dateline/bulk/{bulk.version}/"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
