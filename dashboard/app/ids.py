"""The ids of the components that callbacks and tests speak to, each written once."""

from __future__ import annotations

PROVIDER = "provider"
STATE = "state"
PAYLOAD = "payload"
TITLE = "case-title"
SEARCH = "search"
CATEGORIES = "categories"
SENTENCE = "sentence"
CLEAR = "clear"
CHART = "chart"
EMPTY = "empty"
CHRONICLE = "chronicle"
PANEL = "panel"
PANEL_BODY = "panel-body"
PREVIOUS = "previous"
NEXT = "next"
PROBLEMS = "problems"
ANNOUNCE = "announce"


def count(category: str) -> dict[str, str]:
    """The id of the number on a category's chip."""
    return {"type": "count", "category": category}
