"""The data of very many events as a page carries them: what its blocks say is not said twice.

Beside each block of records lies one of data: for each event its part of the file as JSON, in which
a text that fills a hole of the event's record is written as the number of that hole. What events
share, such as sources, stands where it is needed first. What is left of the file is with the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from dashboard.carried import MARK, CarriedError
from dashboard.chronology import named
from dashboard.model import Actor, Event, Source, Timeline

__all__ = ["Carrier", "unfolded"]


class Carrier:
    """Writes the data of events, block by block in their order.

    Args:
        head: The timeline without its events: actors that it has are not written.
        whole: Whether all events come from one timeline. Else each part of it has named its sources
            by itself, so that two of them may have one id and one may have two; here every source
            gets an id of its own.
    """

    def __init__(self, head: Timeline, *, whole: bool) -> None:
        self._whole = whole
        self._actors = set(head.actors)
        #: The id of each source that has been written, by what tells sources apart.
        self._sources: dict[Hashable, str] = {}
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def block(
        self, timeline: Timeline, events: Sequence[Event], values: Iterable[Sequence[Any]]
    ) -> dict[str, Any]:
        """The data of some events.

        Args:
            timeline: Where they belong.
            events: The events.
            values: What fills the holes of the record of each.
        """
        written: list[list[Any]] = []
        names: dict[str, str] = {}
        for event, filling in zip(events, values, strict=True):
            numbers = {text: n for n, text in enumerate(filling) if isinstance(text, str)}
            sources = self._new_sources(named(event), timeline.sources, names)
            others = self._new_actors(event, timeline.actors)
            parts: list[Any] = [_renamed(_plain(event), names)]
            if sources or others:
                parts.append(sources)
            if others:
                parts.append(others)
            written.append(_each_text(parts, _shorter(numbers)))
        return {"events": written}

    def _new_sources(
        self, keys: Iterable[str], table: Mapping[str, Source], names: dict[str, str]
    ) -> list[dict[str, Any]]:
        """The sources that have not been written yet; ``names`` gets the id of each of ``keys``."""
        found = []
        for key in keys:
            if key in names:
                continue
            source = table[key]
            mark: Hashable = key if self._whole else _content(source)
            if mark not in self._sources:
                name = self._sources[mark] = key if self._whole else self._free(key)
                found.append({**_plain(source), "id": name})
            names[key] = self._sources[mark]
        return found

    def _free(self, key: str) -> str:
        """This id, or one like it that no source has."""
        base = re.sub(r"-\d+$", "", key)
        while key in self._taken:
            self._last[base] = self._last.get(base, 1) + 1
            key = f"{base}-{self._last[base]}"
        self._taken.add(key)
        return key

    def _new_actors(self, event: Event, table: Mapping[str, Actor]) -> list[dict[str, Any]]:
        if not event.actors and not event.claims:
            return []
        keys = dict.fromkeys((*event.actors, *(claim.by for claim in event.claims)))
        found = [key for key in keys if key not in self._actors]
        self._actors.update(found)
        return [_plain(table[key]) for key in found]


def _content(source: Source) -> int:
    """What a source says, but for its id; the texts themselves would take their room."""
    return hash(tuple(getattr(source, name) for name in _SAID))


def _renamed(event: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """An event with other ids of its sources."""
    for part in (event, *event.get("claims", ()), *event.get("related", ())):
        if "sources" in part:
            part["sources"] = [names[key] for key in part["sources"]]
    return event


def unfolded(
    data: Mapping[str, Any], values: Sequence[Sequence[Any]]
) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]:
    """Read what :meth:`Carrier.block` has written: events, and sources and actors by id.

    Raises:
        CarriedError: It is damaged.
    """
    events: list[dict[str, Any]] = []
    tables: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    written = data.get("events")
    if not isinstance(written, list) or len(written) != len(values):
        raise CarriedError("the data of some events are missing")
    for parts, filling in zip(written, values, strict=True):
        event, *more = _each_text(parts, _longer(filling))
        events.append(event)
        for table, entries in zip(tables, more, strict=False):
            for entry in entries:
                table[entry.pop("id")] = entry
    return events, *tables


def _plain(value: Any) -> dict[str, Any]:
    made: dict[str, Any] = value.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return made


def _shorter(numbers: Mapping[str, int]) -> Callable[[str], str]:
    def short(text: str) -> str:
        number = numbers.get(text)
        if number is not None:
            return f"{MARK}{number}"
        return MARK + text if text.startswith(MARK) else text

    return short


def _longer(values: Sequence[Any]) -> Callable[[str], str]:
    def long(text: str) -> str:
        if not text.startswith(MARK):
            return text
        if text.startswith(MARK * 2):
            return text.removeprefix(MARK)
        number = text.removeprefix(MARK)
        if not re.fullmatch("[0-9]{1,4}", number) or int(number) >= len(values):
            raise CarriedError("the data is damaged: a text is missing")
        found = values[int(number)]
        if not isinstance(found, str):
            raise CarriedError("the data is damaged: a text is none")
        return found

    return long


def _each_text(value: Any, change: Callable[[str], str], depth: int = 0) -> Any:
    """The same values with every text changed; keys stay what they are."""
    if isinstance(value, str):
        return change(value)
    if depth > _DEEPEST:
        raise CarriedError("the data is nested too deep")
    if isinstance(value, dict):
        return {key: _each_text(one, change, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_each_text(one, change, depth + 1) for one in value]
    return value


#: What a source says.
_SAID = tuple(name for name in Source.model_fields if name != "id")

#: How deep values may lie inside one another.
_DEEPEST = 20
