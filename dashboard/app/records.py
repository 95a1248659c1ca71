"""What is shown of single events, in blocks: panel, entry of the chronicle, row of the table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from dashboard.app.desk import Desk, desk_on_demand
from dashboard.app.hollow import shape
from dashboard.app.shapes import Shape, Told, alone, told
from dashboard.bulk.carrying import Carrier
from dashboard.bulk.columns import BLOCK, Bulk
from dashboard.bulk.of_timeline import TimelineTexts
from dashboard.bulk.words import searched_each
from dashboard.figure.words import hover_text
from dashboard.model import Event, Visibility

__all__ = ["Records"]


class Records:
    """The records of a timeline of very many events, made block by block."""

    def __init__(self, bulk: Bulk) -> None:
        self._bulk = bulk
        self._colours = {key: f"dl-c{n}" for n, key in enumerate(bulk.head.categories)}
        self._shapes: dict[Hashable, dict[str, Any] | None] = {}
        self._opened: tuple[int, int, Desk] | None = None

    @cached_property
    def _desk(self) -> Desk | None:
        """What follows from a whole timeline, in which relations lead from block to block."""
        texts = self._bulk.texts
        return desk_on_demand(texts.whole) if isinstance(texts, TimelineTexts) else None

    def block(self, number: int) -> dict[str, Any]:
        """The records of one block of events as plain JSON values.

        ``shapes`` are what events look like, with holes; ``shape`` has the place of that of each
        event, and ``values`` what fills its holes; one more hole is for the place of the event.
        """
        first = number * BLOCK
        bench, events = self._open(first, min(first + BLOCK, len(self._bulk.columns)))
        used: dict[int, int] = {}
        shapes: list[dict[str, Any]] = []
        places: list[int] = []
        values: list[list[Any]] = []
        for place, event in enumerate(events, first):
            said = told(bench, event)
            common = None if said is None else self._common(bench, event, said)
            if said is None or common is None:
                own, filling = alone(bench, event, place)
                shapes.append(_as_json(own))
                places.append(len(shapes) - 1)
            else:
                filling = list(said.values.values())
                at = used.get(id(common))
                if at is None:
                    at = used[id(common)] = len(shapes)
                    shapes.append(common)
                places.append(at)
            values.append(filling)
        return {"shape": places, "values": values, "shapes": shapes}

    def hover(self, places: Sequence[int]) -> list[str]:
        """What is shown on hovering over some events, in order of time."""
        if self._desk is not None:
            timeline = self._desk.timeline
            return [hover_text(timeline, timeline.events[place]) for place in places]
        part = self._bulk.texts.picked(places)
        return [hover_text(part, event) for event in part.events]

    def _common(self, bench: Desk, event: Event, said: Told) -> dict[str, Any] | None:
        try:
            return self._shapes[said.key]
        except KeyError:
            made = shape(bench, event, said)
            found = self._shapes[said.key] = None if made is None else _as_json(made)
            return found

    def data(self, number: int, block: Mapping[str, Any], carrier: Carrier) -> dict[str, Any]:
        """The data of the events of a block, which is what :meth:`block` made."""
        first = number * BLOCK
        bench, events = self._open(first, min(first + BLOCK, len(self._bulk.columns)))
        if any(event.visibility is not Visibility.PUBLIC for event in events):
            raise ValueError("an internal event is about to leave the machine")
        return carrier.block(bench.timeline, events, block["values"])

    def words(self, number: int) -> list[list[str]]:
        """The words of each event of a block."""
        first = number * BLOCK
        bench, events = self._open(first, min(first + BLOCK, len(self._bulk.columns)))
        return searched_each(bench.timeline, events)

    def _open(self, first: int, last: int) -> tuple[Desk, Sequence[Event]]:
        """The events from one place until before another, with what follows from them."""
        if self._desk is not None:
            return self._desk, self._desk.timeline.events[first:last]
        # Whoever writes all blocks asks for the events of each several times.
        opened = self._opened
        if opened is None or opened[:2] != (first, last):
            part = self._bulk.texts.timeline(first, last)
            bench = replace(desk_on_demand(part), colours=self._colours)
            opened = self._opened = (first, last, bench)
        return opened[2], opened[2].timeline.events


def _as_json(made: Shape) -> dict[str, Any]:
    return {name: getattr(made, name) for name in Shape.__slots__}
