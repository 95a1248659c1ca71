"""What the page shows of a timeline, by component id and property.

The first page is built from this table, and a live page is brought up to date from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.app import case, ids, relations
from dashboard.app.article import desk
from dashboard.app.chips import chips
from dashboard.app.compact import compact
from dashboard.app.filters import terms
from dashboard.app.large import shown_as
from dashboard.app.payload import payload
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["content"]


def content(
    source: Timeline | Bulk, *, version: str | None = None, store: str = "server"
) -> dict[str, dict[str, Any]]:
    """The properties that depend on the timeline, by component id.

    Args:
        source: What to show.
        version: Names this state of the file when a server stands behind the page that reports
            new ones; None for a page on its own.
        store: Where the blocks of very many events are: ``server``, ``page`` or ``folder``.
    """
    shown = shown_as(source)
    if not isinstance(shown, Timeline):
        from dashboard.app.bulk import bulk_content

        return bulk_content(shown, version=version, store=store)
    timeline = shown
    bench = desk(timeline)
    introduction = case.introduction(bench)
    return {
        ids.TITLE: {"children": timeline.title},
        ids.CATEGORIES: {"children": chips(terms(timeline)["category"], bench.colours)},
        ids.RELATION_KINDS: {"children": relations.kinds(timeline)},
        ids.PAYLOAD: {
            "data": {**payload(bench, version=version), "introduction": compact(introduction)},
        },
    }
