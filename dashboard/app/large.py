"""Which timelines are shown as columns and blocks, and what they are as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.bulk import MOST
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["MOST", "shown_as"]


def shown_as(source: Timeline | Bulk) -> Timeline | Bulk:
    """A timeline of more than :data:`MOST` events as columns, everything else as it is."""
    if not isinstance(source, Timeline) or len(source.events) <= MOST:
        return source
    # What holds columns needs numpy, which a small timeline does not wait for.
    from dashboard.bulk.of_timeline import bulk_of

    made: Bulk | None = source.worked_out.get("bulk")
    if made is None:
        made = source.worked_out["bulk"] = bulk_of(source)
    return made
