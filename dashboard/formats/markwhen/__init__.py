"""markwhen in: timelines as text (https://docs.markwhen.com), in its syntax of today with headings
and in the older one with ``section`` and ``group``.
"""

from __future__ import annotations

import re

from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign, Importer

__all__ = ["IMPORTER"]

SUFFIXES = (".mw", ".markwhen")
#: Lines that are looked at before a text counts as something else.
_LOOKED_AT = 400


def _recognises(foreign: Foreign) -> bool:
    if foreign.text is None or "\0" in foreign.text:
        return False
    if foreign.suffix in SUFFIXES:
        return True
    if foreign.suffix not in ("", ".txt", ".md") or foreign.text.lstrip().startswith(
        ("{", "[", "<")
    ):
        return False
    from dashboard.formats.markwhen.lines import event_start

    lines = foreign.text.splitlines()[:_LOOKED_AT]
    # A year and a colon stand in many texts: two lines of them, or one below a heading, are a sign.
    starts = sum(event_start(line) is not None for line in lines if re.match(r"\s*[0-9]{4}", line))
    return starts >= 2


def _read(foreign: Foreign, problems: Collector) -> Draft | None:
    from dashboard.formats.markwhen.reading import read_markwhen

    return read_markwhen(foreign, problems)


IMPORTER = Importer("markwhen", "markwhen", _recognises, _read)
