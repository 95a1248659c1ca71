"""The JSON of TimelineJS 1 and 2 in the shape of version 3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboard.formats.collect import Path
from dashboard.formats.markdown_text import line
from dashboard.formats.timelinejs.dates import PARTS

__all__ = ["modern", "old_date"]


#: Where the parts of a file stand, in version 3 and in those before it.
_NEW: Mapping[str, Path] = {"title": ("title",), "events": ("events",), "eras": ("eras",)}
_OLD: Mapping[str, Path] = {
    "title": ("timeline",),
    "events": ("timeline", "date"),
    "eras": ("timeline", "era"),
}


def modern(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Path]]:
    """A file of any version as version 3 writes it, and where its parts stand.

    Everything that version 3 does not know keeps its name, so that it is named as left over.
    """
    old = document.get("timeline")
    if not isinstance(old, Mapping):
        return document, _NEW
    title = _slide({name: value for name, value in old.items() if name not in ("date", "era")})
    for name in ("type", "start_date"):
        title.pop(name, None)
    events = old.get("date") or []
    eras = old.get("era") or []
    return {
        "title": title,
        "events": [_slide(entry) for entry in events] if isinstance(events, list) else events,
        "eras": [_slide(entry) for entry in eras] if isinstance(eras, list) else eras,
        **{name: value for name, value in document.items() if name != "timeline"},
    }, _OLD


def _slide(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    slide = dict(entry)
    slide["text"] = {
        "headline": slide.pop("headline", None),
        "text": slide.pop("text", None),
    }
    for old, new in (("startDate", "start_date"), ("endDate", "end_date")):
        if old in slide:
            slide[new] = old_date(slide.pop(old))
    asset = slide.pop("asset", None)
    if isinstance(asset, Mapping):
        slide["media"] = {"url" if name == "media" else name: asset[name] for name in asset}
    tag = slide.pop("tag", None)
    if tag:
        slide["group"] = tag
    return slide


def old_date(value: Any) -> dict[str, str]:
    """A date such as ``2011,3,23`` or ``3/23/2011`` as parts; empty for none.

    Where slashes are, the month comes first: so TimelineJS reads it.
    """
    text = line(value)
    slashed = re.fullmatch(r"([0-9]{1,2})/(?:([0-9]{1,2})/)?(-?[0-9]{1,6})(?: (.*))?", text)
    if slashed:
        month, day, year, time = slashed.groups()
        parts = {"year": year, "month": month, "day": day or ""}
        parts |= dict(zip(PARTS[3:6], re.split(r":", time or ""), strict=False))
        return {name: part for name, part in parts.items() if part}
    negative = text.startswith("-")
    pieces = [piece for piece in re.split(r"[,\s:T-]+", text.removeprefix("-")) if piece]
    if not pieces:
        return {}
    if negative:
        pieces[0] = f"-{pieces[0]}"
    return dict(zip(PARTS, pieces, strict=False))
