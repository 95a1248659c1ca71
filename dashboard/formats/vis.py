"""vis-timeline items in: a list of items, or items with their groups, as JSON
(https://visjs.github.io/vis-timeline/docs/timeline/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, Path
from dashboard.formats.draft import Draft, Foreign, Importer, Leftovers
from dashboard.formats.json_values import explain
from dashboard.formats.markdown_text import LONGEST_LINE, from_html, line, words
from dashboard.formats.slugs import label_of, slug
from dashboard.when import When, WhenError

__all__ = ["IMPORTER"]

HINT = 'it looks like [{"content": "What happened", "start": "2020-12-10"}]'

#: What an item says; everything else is about how it is drawn or edited.
_ITEM = frozenset({"content", "end", "group", "id", "start", "title", "type"})
_TYPES = ("background", "box", "point", "range", "cluster")


def _parts(document: Any) -> tuple[list[Any], list[Any], Path]:
    """The items and the groups of a file, and where the items stand."""
    if isinstance(document, list):
        return document, [], ()
    if isinstance(document, Mapping) and isinstance(document.get("items"), list):
        groups = document.get("groups")
        return document["items"], groups if isinstance(groups, list) else [], ("items",)
    return [], [], ()


def _recognises(foreign: Foreign) -> bool:
    items, _, _ = _parts(foreign.document)
    return any(
        isinstance(item, dict) and {"content", "start"} <= item.keys() for item in items[:50]
    )


def _read(foreign: Foreign, problems: Collector) -> Draft | None:
    items, groups, path = _parts(foreign.document)
    if not items:
        explain(foreign, problems, "vis-timeline item", HINT)
        return None
    leftovers = Leftovers(problems)
    stem = re.split(r"[/\\]", foreign.name)[-1].partition(".")[0]
    assembly = Assembly(label_of(slug(stem)) or "Timeline", foreign, leftovers)
    assembly.comments["title",] = "The items have no title: this is the file's name."
    labels = _labels(groups, leftovers)
    for number, item in enumerate(items):
        _item(item, (*path, number), labels, assembly, problems)
    if isinstance(foreign.document, Mapping):
        for name in sorted(map(str, foreign.document.keys() - {"items", "groups"})):
            leftovers.note(f"the field '{name[:60]}' of the file has no place")
    leftovers.report()
    if not assembly.events:
        problems.error("no item has a start that can be read", HINT)
        return None
    _remark(assembly)
    return replace(assembly.draft(), entries=len(items))


def _labels(groups: list[Any], leftovers: Leftovers) -> dict[str, str]:
    labels = {}
    for number, group in enumerate(groups):
        if not isinstance(group, Mapping) or "id" not in group:
            leftovers.note("a group without an id is left out", path=("groups", number))
            continue
        labels[str(group["id"])] = words(group.get("content")) or str(group["id"])
        for name in sorted(map(str, group.keys() - {"id", "content"})):
            leftovers.note(
                f"the field '{name[:60]}' of a group has no place", path=("groups", number)
            )
    return labels


def _item(
    item: Any, path: Path, labels: Mapping[str, str], assembly: Assembly, problems: Collector
) -> None:
    if not isinstance(item, Mapping):
        problems.warning("an item that is no object is left out", path=path)
        return
    content, tooltip = from_html(item.get("content")), from_html(item.get("title"))
    title = words(item.get("content"))
    try:
        date = _date(item, assembly)
    except WhenError as error:
        problems.warning(
            f"the item '{title[:60]}' is left out: {error.message}", error.hint, path=path
        )
        return
    for name in sorted(map(str, item.keys() - _ITEM)):
        if item[name] not in (None, "", False):
            assembly.leftovers.note(f"the field '{name[:60]}' of an item has no place", path=path)
    fields: dict[str, Any] = {"date": date}
    remarks = []
    if not title:
        remarks.append("The item has no content.")
        title = words(item.get("title")) or f"Item {line(item.get('id'))}".strip()
    fields["title"] = title if len(title) <= LONGEST_LINE else f"{title[: LONGEST_LINE - 1]}…"
    # A content that is more than a line, or holds links, is told in full.
    whole = content.text if content.links or len(title) > LONGEST_LINE else ""
    summary = [whole, tooltip.text if words(item.get("title")) != title else ""]
    fields["summary"] = "\n\n".join(filter(None, summary))
    if item.get("group") not in (None, ""):
        key = str(item["group"])
        fields["category"] = assembly.category(labels.get(key, key))
    keys = [
        assembly.source(link.url, path, words=link.words)
        for link in (*content.links, *tooltip.links)
    ]
    fields["sources"] = list(dict.fromkeys(key for key in keys if key))
    kind = line(item.get("type"))
    if kind == "background":
        fields["tags"] = ["background"]
        remarks.append("A period drawn behind the others.")
    elif kind and kind not in _TYPES:
        assembly.leftovers.note(f"the type '{kind[:60]}' of an item has no place", path=path)
    if any((content.code, tooltip.code)):
        assembly.leftovers.note("a script or style in a text is left out", path=path)
    assembly.event(fields, path, remarks)


def _date(item: Mapping[str, Any], assembly: Assembly) -> str:
    zone = assembly.head.get("timezone", "UTC")
    start = _moment(item.get("start"), "start")
    if item.get("end") in (None, ""):
        return When.parse(start, zone).text
    if item.get("type") == "point":
        assembly.leftovers.note("the end of a point is not drawn, and left out")
        return When.parse(start, zone).text
    end = _moment(item["end"], "end")
    return start if start == end else When.parse(f"{start}/{end}", zone).text


_DOTNET = re.compile(r"/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)/")
_ZONED = re.compile(r"(.*[0-9])([+-][0-9]{2})([0-9]{2})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(value: Any, side: str) -> str:
    """A date as items write it: ISO 8601, or milliseconds since 1970, as EDTF.

    Raises:
        WhenError: If it is none.
    """
    if value in (None, ""):
        raise WhenError(f"it has no {side}", "give it one, for example 2020-12-10")
    dotnet = _DOTNET.fullmatch(value) if isinstance(value, str) else None
    if dotnet:
        value = int(dotnet[1])
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            moment = _EPOCH + timedelta(milliseconds=value)
        except (OverflowError, ValueError):
            raise WhenError(f"its {side} is out of range: {value}") from None
        text = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
        part = f".{moment.microsecond // 1000:03}" if moment.microsecond >= 1000 else ""
        return f"{text}{part}Z"
    text = line(value)
    # Programs write fractions that say nothing.
    text = re.sub(r"(:[0-9]{2})\.0+(?![0-9])", r"\1", text)
    text = re.sub(r"(\.[0-9]{3})[0-9]+", r"\1", text)
    zoned = _ZONED.fullmatch(text) if "T" in text or " " in text else None
    if zoned:
        text = f"{zoned[1]}{zoned[2]}:{zoned[3]}"
    return When.parse(text).text.replace(" ", "T")


def _remark(assembly: Assembly) -> None:
    dates = [str(event["date"]) for event in assembly.events]
    floating = any(re.search(r"T[0-9:.]+(?:/|$)", date) for date in dates)
    if floating and "timezone" not in assembly.head:
        assembly.head["timezone"] = "UTC"
        assembly.comments["timezone",] = "Assumed: the items name no zone."
    if any("/" in date and "T" not in date for date in dates):
        assembly.comments["events",] = (
            "vis-timeline draws a range up to the begin of its last day; "
            "here that day is part of it."
        )


IMPORTER = Importer("vis", "vis-timeline items", _recognises, _read)
