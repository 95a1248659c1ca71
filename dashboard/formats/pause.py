"""Making a million values without the garbage collector looking at them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking a million new values that are all in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            # Both together move what is new to the oldest generation without looking at it.
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
