"""A timeline back to the shape of its file: plain texts, numbers, lists and mappings."""

from __future__ import annotations

from typing import Any

from dashboard.model import Timeline

__all__ = ["TABLES", "document"]

#: Fields of the file that hold entries by id.
TABLES = ("categories", "actors", "sources")


def document(timeline: Timeline) -> dict[str, Any]:
    """Everything a timeline says, as a file would say it.

    What has its default value is left out. Reading the document again gives an equal timeline.
    """
    values: dict[str, Any] = timeline.model_dump(
        mode="json", exclude_none=True, exclude_defaults=True
    )
    for name in TABLES:
        for entry in values.get(name, {}).values():
            # In a table the id is the name before the colon.
            entry.pop("id", None)
    return {**values, "events": values.get("events", [])}
