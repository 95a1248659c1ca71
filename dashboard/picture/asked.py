"""From the words of a command to the state of the dashboard that a picture shows.

The state is that of the page's address (``assets/state.js``). A page passes over what it does not
know; a command says so, because nobody sees what it has left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.layout import LANES
from dashboard.layout.window import clipped
from dashboard.model import Evidence, Timeline
from dashboard.picture.look import THEMES, AskError, Look
from dashboard.problems import closest
from dashboard.when import When, WhenError, local_ms

__all__ = ["PARTS", "Request", "lanes_of", "request"]

#: What ``dashboard/picture/draw.js`` is asked for; it says what the keys mean. ``span`` is for
#: people: the window in words.
Request = dict[str, Any]

_PERIOD = re.compile(r"-?\d{4,6}(-\d\d(-\d\d)?)?")
_DAY = re.compile(r"-?\d{4,6}-\d\d-\d\d")
#: How many values an error lists.
_LISTED = 12

Check = Callable[[Timeline, str], str]


def _values(name: str, known: Callable[[Timeline], Collection[str]]) -> Check:
    """A list of values that must occur in the timeline."""

    def check(timeline: Timeline, written: str) -> str:
        have = list(known(timeline))
        for value in filter(None, written.split(",")):
            plain = re.sub("%2C", ",", value, flags=re.IGNORECASE).replace("%25", "%")
            if plain not in have:
                raise AskError(f"no {name} is called '{plain}'", _offer(plain, have))
        return written

    return check


def _choice(*values: str) -> Check:
    def check(timeline: Timeline, written: str) -> str:
        if written not in values:
            raise AskError(f"'{written}' is none of {', '.join(values)}", _offer(written, values))
        return written

    return check


def _form(pattern: re.Pattern[str], example: str) -> Check:
    def check(timeline: Timeline, written: str) -> str:
        if not pattern.fullmatch(written):
            raise AskError(f"'{written}' is no date of this form", f"write for example {example}")
        return written

    return check


def _any(timeline: Timeline, written: str) -> str:
    return written


def _zone(timeline: Timeline, written: str) -> str:
    if written == "local":
        raise AskError(
            "a picture has no reader whose clocks it could show", "zone=utc, or leave zone out"
        )
    return _choice("utc")(timeline, written)


#: Parts of the state that a picture depends on, and what checks each. They are those of the table
#: in ``assets/state.js``.
PARTS: dict[str, Check] = {
    "event": _values("event", lambda timeline: [event.id for event in timeline.events]),
    "q": _any,
    "category": _values("category", lambda timeline: [*timeline.categories, "-"]),
    "actor": _values("actor", lambda timeline: timeline.actors),
    "place": _values(
        "place", lambda timeline: {event.place.name for event in timeline.events if event.place}
    ),
    "evidence": _values("evidence", lambda timeline: [kind.value for kind in Evidence]),
    "tag": _values(
        "tag", lambda timeline: {tag for event in timeline.events for tag in event.tags}
    ),
    "after": _form(_PERIOD, "after=2018, after=2018-10 or after=2018-10-04"),
    "before": _form(_PERIOD, "before=2018, before=2018-10 or before=2018-10-04"),
    "from": _any,
    "to": _any,
    "fold": _choice("1"),
    "zone": _zone,
    "theme": _any,
    "relations": _choice("all"),
    "lanes": _choice(*LANES),
    "on": _form(_DAY, "on=2018-10-04"),
}

#: Parts of an address that make no difference to the chart; a pasted address may hold them.
WITHOUT_EFFECT = frozenset({"embed", "sort", "story", "theme", "view"})


def request(timeline: Timeline, look: Look) -> Request:
    """What to ask for to get a picture.

    Raises:
        AskError: When a part of it is unknown, or names what is not in the timeline.
    """
    state: dict[str, str] = {}
    for written in look.filters:
        state |= _parts(timeline, written)
    for key, value in (("event", look.select), ("lanes", look.lanes)):
        if value:
            state[key] = PARTS[key](timeline, value)
    if state.get("lanes") == "category":
        del state["lanes"]
    start, end = state.pop("from", None), state.pop("to", None)
    # In an address both are moments; of what a person writes the whole of the last unit is meant.
    window = [
        _moment(timeline, look.start or start, "from"),
        _moment(timeline, look.end, "to") if look.end else _moment(timeline, end, "from"),
    ]
    if window[0] is not None and window[1] is not None and window[0] >= window[1]:
        raise AskError(
            f"from {look.start or start} to {look.end or end} is no time at all",
            "--from comes before --to",
        )
    return {
        "state": urlencode(state),
        "theme": THEMES[look.theme].name,
        "width": look.width,
        "height": None,
        "window": window,
        "span": _span(timeline, look),
        "lane": None,
        "during": None,
    }


def lanes_of(asked: Request) -> str:
    """What the lanes of a request are."""
    state: str = asked["state"]
    return dict(parse_qsl(state)).get("lanes", "category")


def _parts(timeline: Timeline, written: str) -> dict[str, str]:
    """The parts of one ``--filter``: what stands behind ``#`` in an address, or a whole address."""
    words = written.rpartition("#")[2].lstrip("?&").strip()
    found: dict[str, str] = {}
    if words and "=" not in words:
        raise AskError(f"'{words}' is no filter", "write for example actor=aivd or q=OPCW")
    for key, value in parse_qsl(words, keep_blank_values=True):
        if key in WITHOUT_EFFECT:
            continue
        if key not in PARTS:
            raise AskError(f"no filter is called '{key}'", _offer(key, list(PARTS)))
        if not value:
            raise AskError(f"the filter '{key}' is empty", f"write {key}=…")
        found[key] = PARTS[key](timeline, value)
    return found


def _moment(timeline: Timeline, written: str | None, side: str) -> int | None:
    """The begin or the end of a date, in milliseconds of the file's clocks."""
    if not written:
        return None
    try:
        when = When.parse(written, timeline.timezone)
    except WhenError as error:
        raise AskError(f"--{side}: {error}") from error
    if (when.open_start if side == "from" else when.open_end) or when.is_interval:
        raise AskError(f"--{side} {written} is no single date", "write for example 2018-10")
    moment = when.earliest if side == "from" else when.latest
    return int(clipped(local_ms(clipped(moment), timeline.timezone)))


def _span(timeline: Timeline, look: Look) -> str:
    """The window in words, as it was written; empty when it was not."""
    start, end = (
        When.parse(written, timeline.timezone).display(timeline.language) if written else ""
        for written in (look.start, look.end)
    )
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"since {start}" if start else f"until {end}" if end else ""


def _offer(written: str, known: Collection[str]) -> str:
    names = sorted(known)
    if meant := closest(written, names):
        return f"did you mean '{meant}'?"
    listed = ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    return f"there is: {listed}" if names else "this timeline has none"
