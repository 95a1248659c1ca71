"""The blocks of a page of very many events, compressed, as they lie in its file or beside it."""

from __future__ import annotations

import base64
import gzip
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from dashboard import output
from dashboard.app.blocks import Blocks
from dashboard.app.bulk import whole_of
from dashboard.app.media import inlined
from dashboard.bulk.columns import BLOCK
from dashboard.chronology import named
from dashboard.citation import data_hash
from dashboard.formats.document import document
from dashboard.formats.fields import FORM

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["MOST", "carried", "packed_blocks", "refuse_too_many", "within"]

#: The most events that one file holds.
MOST = 100_000

#: Blocks that may wait to be compressed.
AHEAD = 8


def refuse_too_many(bulk: Bulk) -> None:
    """Raise an :class:`dashboard.output.OutputError` for more events than one file holds."""
    if len(bulk.columns) > MOST:
        raise output.OutputError(
            f"{len(bulk.columns):,} events are too many for one file, which holds {MOST:,}",
            "write a folder instead, which any web server can serve: -o case/",
        )


def packed_blocks(bulk: Bulk, level: int = 9) -> Iterator[tuple[str, bytes]]:
    """All blocks by name, compressed; equal for equal timelines.

    Args:
        bulk: The events.
        level: From 1, fast, to 9, small; the difference is a third of the time and a 25th in size.
    """
    waiting: deque[tuple[str, Future[bytes]]] = deque()
    # What is compressed does not hold up what makes the next block.
    with ThreadPoolExecutor(1) as other:
        for name, data in Blocks(bulk).everything():
            waiting.append((name, other.submit(gzip.compress, data, level, mtime=0)))
            if len(waiting) > AHEAD:
                yield _finished(waiting.popleft())
        while waiting:
            yield _finished(waiting.popleft())


def _finished(one: tuple[str, Future[bytes]]) -> tuple[str, bytes]:
    return one[0], one[1].result()


def within(bulk: Bulk) -> str:
    """The blocks as elements of the page."""
    return "\n".join(
        f'<script type="text/plain" id="block-{name}">{_digits(data)}</script>'
        for name, data in packed_blocks(bulk)
    )


def carried(bulk: Bulk) -> dict[str, Any]:
    """What is left of the file beside the blocks of data.

    ``hash`` is the one of all data where they are at hand; it takes all of a table in memory.
    """
    whole = whole_of(bulk)
    about = document(bulk.head)
    if whole is None:
        return {"timeline": about, "blocks": _number_of_blocks(bulk), "pictures": {}}
    within_blocks = {key for event in whole.events for key in named(event)}
    left = {key: one for key, one in whole.sources.items() if key not in within_blocks}
    rest = document(whole.model_copy(update={"events": (), "sources": left}))
    pictures = dict.fromkeys(item.image for event in whole.events for item in event.media)
    return {
        "timeline": {"dateline": FORM, "hash": data_hash(whole), **rest},
        "blocks": _number_of_blocks(bulk),
        "pictures": {name: data for name in pictures if (data := inlined(whole.path, name))},
    }


def _number_of_blocks(bulk: Bulk) -> int:
    return -(-len(bulk.columns) // BLOCK)


def _digits(data: bytes) -> str:
    return base64.b85encode(data).decode("ascii").replace("<", "'")
