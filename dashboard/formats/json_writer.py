"""A timeline as JSON: the same shape as the file, with the version of that shape.

Our own reader reads it back, and the JSON Schema that ``dateline schema`` prints describes it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from dashboard.citation import data_hash
from dashboard.formats.document import document
from dashboard.formats.fields import FORM
from dashboard.model import Timeline

__all__ = ["versioned", "write_json"]

#: What JSON allows inside a string and YAML, as which it is read back, does not.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def versioned(timeline: Timeline) -> dict[str, Any]:
    """The document of a timeline with what tells its version and its state.

    ``dateline`` is the version of the form, ``hash`` the :func:`dashboard.citation.data_hash`.
    """
    return {"dateline": FORM, "hash": data_hash(timeline), **document(timeline)}


def write_json(timeline: Timeline) -> str:
    """A timeline as JSON; reading it gives an equal timeline, but for the path of its file."""
    text = json.dumps(versioned(timeline), ensure_ascii=False, indent=2)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
