"""A JSON file to a timeline: JSON is YAML, but for one thing."""

from __future__ import annotations

import re
from pathlib import Path

from dashboard.formats.collect import Collector
from dashboard.formats.yaml_file import read_yaml
from dashboard.model import Timeline

__all__ = ["read_json"]

#: A sign beyond U+FFFF as JSON escapes it, in two halves; an escaped backslash before it is none.
_HALVES = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def read_json(text: str, problems: Collector, path: Path | None = None) -> Timeline | None:
    """Read a timeline from JSON; like :func:`dashboard.formats.yaml_file.read_yaml`."""
    return read_yaml(_HALVES.sub(_joined, text), problems, path)


def _joined(found: re.Match[str]) -> str:
    high, low = int(found[2], 16), int(found[3], 16)
    # The sign itself would move what follows further to the left than YAML's escape does.
    return f"{found[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"
