"""Values out of JSON that nobody has checked, and why a file is no JSON at all."""

from __future__ import annotations

import json
from typing import Any

from dashboard.formats.collect import Collector, place_of
from dashboard.formats.draft import Foreign

__all__ = ["explain", "mappings_in", "text_in"]


def text_in(value: object) -> str:
    """A text without blanks around it; empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def mappings_in(value: object) -> list[dict[str, Any]]:
    """The mappings of a list; of a mapping its values, for PHP writes a list with gaps as one."""
    entries = list(value.values()) if isinstance(value, dict) else value
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def explain(foreign: Foreign, problems: Collector, wanted: str, hint: str) -> None:
    """Report why a file does not hold what is wanted.

    Args:
        foreign: The file.
        problems: Takes one error.
        wanted: What it does not hold, for example ``MISP event``.
        hint: What such a file looks like.
    """
    if foreign.text is None:
        problems.error("the file is no UTF-8 text", hint)
    elif foreign.document is not None:
        problems.error(f"the file is JSON, but holds no {wanted}", hint)
    else:
        try:
            json.loads(foreign.text)
        except json.JSONDecodeError as error:
            at = place_of(error.lineno - 1, error.colno - 1)
            problems.error(f"the file is no JSON: {error.msg.lower()}", hint, at)
        except (ValueError, RecursionError):
            problems.error("the file is JSON that is nested too deep or too large to be read", hint)
        else:
            problems.error(f"the file holds no {wanted}", hint)
