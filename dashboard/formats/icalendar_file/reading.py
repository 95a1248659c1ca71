"""A calendar to a draft: what its entries say happened, when, where, and where it can be read.

When an entry was made or changed (``DTSTAMP``, ``CREATED``, ``LAST-MODIFIED``) is the time of the
record and never that of the event. What is still to be done is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, Place, TooManyProblems
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.icalendar_file.blocks import ENTRIES, Block, read_blocks
from dashboard.formats.icalendar_file.components import component_of, first_text, listed_dates
from dashboard.formats.icalendar_file.dates import Dated, dated, moved, point, wall
from dashboard.formats.icalendar_file.fields import Fields
from dashboard.formats.icalendar_file.own import PREFIX, properties
from dashboard.formats.icalendar_file.repeats import MOST, occurrences
from dashboard.formats.icalendar_file.restored import restored_head
from dashboard.formats.icalendar_file.zones import Zones
from dashboard.formats.markdown_text import escape, line
from dashboard.formats.yaml_file import read_yaml
from dashboard.formats.yaml_writer import to_yaml
from dashboard.when import WhenError, zone_of

__all__ = ["read_calendar", "recognises"]

#: Events that all rules of a file may make together.
MOST_REPEATED = 5_000


def recognises(foreign: Foreign) -> bool:
    """Whether a file begins like a calendar."""
    text = foreign.text
    return text is not None and text[:1_000].lstrip().upper().startswith(
        ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VJOURNAL", "BEGIN:VTIMEZONE")
    )


def read_calendar(foreign: Foreign, problems: Collector) -> Draft | None:
    """Read a calendar.

    Args:
        foreign: The file.
        problems: Where is reported what is wrong and what was left out.
    """
    text = foreign.text
    if text is None:
        problems.error("the calendar is no UTF-8 text", "save it as UTF-8")
        return None
    frame, leftovers = Leftovers(problems), Leftovers(problems)
    top = read_blocks(text, frame)
    calendars = [part for part in top.parts if part.name == "VCALENDAR"]
    if not top.parts:
        problems.error("there is no calendar in the file", "a calendar begins with BEGIN:VCALENDAR")
        return None
    head = calendars[0] if calendars else top
    reader = _Reader(foreign, leftovers, head).read(top)
    if reader.own and not _fits(reader.assembly.draft()):
        # Somebody has changed what other programs pass over, so that it fits no longer.
        leftovers = Leftovers(problems)
        leftovers.note(
            "the calendar is one of Dateline's, but was changed so that it cannot be put back as "
            "it was: it was read like any other",
            "import the original if there is one",
            head.at,
        )
        reader = _Reader(foreign, leftovers, head, own=False).read(top)
    for extra in calendars[1:]:
        leftovers.note("of several calendars in one file the first gives the title", None, extra.at)
    frame.report()
    leftovers.report()
    draft = reader.assembly.draft()
    draft.entries = reader.seen
    return draft


def _fits(draft: Draft) -> bool:
    problems = Collector("")
    try:
        read_yaml(to_yaml(draft.document), problems)
    except TooManyProblems:
        return False
    return not problems.has_errors


def _entries(block: Block) -> Iterator[Block]:
    for part in block.parts:
        if part.name == "VCALENDAR":
            yield from _entries(part)
        elif part.name != "VTIMEZONE":
            yield part


@dataclass(slots=True)
class _Entry:
    """An entry that becomes one event or several."""

    block: Block
    component: Any
    when: Dated
    uid: str
    #: The moment of a series that it stands for, as EDTF.
    replaces: str | None = None
    #: Ids of the events that were made of it.
    made: list[str] = field(default_factory=list)


class _Reader:
    def __init__(
        self, foreign: Foreign, leftovers: Leftovers, calendar: Block, *, own: bool = True
    ) -> None:
        self.leftovers = leftovers
        head = component_of(calendar, "VCALENDAR", leftovers)
        title = first_text(head, "x-wr-calname", "name") or _stem(foreign.name)
        self.assembly = Assembly(title or "A calendar", foreign, leftovers)
        #: Whether it is a calendar of ours, to be put back as it was.
        self.own = own and f"{PREFIX}HASH" in head
        self.fields = Fields(self.assembly, leftovers, self.own)
        self.zones = Zones(self._home(foreign, head))
        self.series: dict[str, set[str]] = {}
        self.entries: list[_Entry] = []
        self.repeated = 0
        #: Entries that have a place in a calendar.
        self.seen = 0
        if self.own:
            restored_head(self.assembly, head)
        about = first_text(head, "x-wr-caldesc", "description")
        if about and not self.own:
            self.assembly.head["summary"] = escape(about)
        self._frame(head, calendar)

    def _frame(self, head: Any, calendar: Block) -> None:
        """Note what a calendar says of itself that no field was made of, or that changes dates."""
        if str(head.get("version", "2.0")) != "2.0" and calendar.name:
            self.leftovers.note(
                "this is not the form 2.0 of calendars: texts may be misread",
                "export it as iCalendar (.ics) if that can be done",
                calendar.place("VERSION"),
            )
        if str(head.get("calscale", "GREGORIAN")).upper() != "GREGORIAN":
            self.leftovers.note(
                "dates of another calendar than the Gregorian one were read as if they were of it",
                "check every date",
                calendar.place("CALSCALE"),
            )
        for name in head:
            upper = str(name).upper()
            if upper not in _HEAD and not (self.own and upper.startswith((PREFIX, "URL"))):
                self.leftovers.note(f"{upper} has no place", None, calendar.place(upper))

    def _home(self, foreign: Foreign, head: Any) -> str:
        """The zone of days and of times without one: the calendar's, else the user's."""
        named = first_text(head, "x-wr-timezone")
        name = Zones("UTC").name(named) if named else None
        if named and name is None:
            self.leftovers.note(
                f"the calendar's zone '{line(named)[:60]}' is not known",
                "say which it is with --timezone",
            )
        given = name or foreign.timezone
        self.assembly.head["timezone"] = given or "UTC"
        if given is None:
            self.assembly.comments["timezone",] = (
                "assumed: the calendar does not say in which zone its days are"
            )
            return "UTC"
        try:
            zone_of(given)
        except WhenError:
            # The draft keeps it and is refused with the reason when it is read again.
            return "UTC"
        return given

    # --- Entries ---

    def take(self, block: Block) -> None:
        """Look at a block of the calendar; what is no event is noted."""
        self.seen += block.name in ENTRIES
        if block.name not in ("VEVENT", "VJOURNAL"):
            reason = _NO_EVENT.get(block.name, "is no event and was left out")
            self.leftovers.note(f"a {block.name} {reason}", None, block.at)
            return
        component = component_of(block, block.name, self.leftovers)
        when = dated(component, self.zones)
        if when is None and not (self.own and f"{PREFIX}DATE" in component):
            self.leftovers.note(
                f"a {block.name} without a date that can be read was left out",
                "an event needs a DTSTART such as DTSTART;VALUE=DATE:20201210",
                block.place("DTSTART"),
            )
            return
        uid = line(component.get("uid"))
        entry = _Entry(block, component, when or _UNDATED, uid)
        start, tzid = wall(component.get("recurrence-id"))
        if start is not None:
            if component["recurrence-id"].params.get("RANGE"):
                self.leftovers.note(
                    "a change of one time and all that follow was taken for that time alone",
                    "change the others by hand",
                    block.place("RECURRENCE-ID"),
                )
            entry.replaces = point(start, tzid, self.zones)
            self.series.setdefault(uid, set()).add(self._key(start, tzid))
        self.entries.append(entry)
        for part in block.parts:
            self.leftovers.note(f"a {part.name} inside an entry was left out", None, part.at)

    def _key(self, start: Any, tzid: str | None) -> str:
        """A beginning, the same however it is written."""
        if not hasattr(start, "hour"):
            return str(start)
        return self.zones.moment(start, tzid).isoformat()

    def read(self, top: Block) -> _Reader:
        """Read everything inside a block."""
        self.zones.describe(top.walk("VTIMEZONE"))
        for block in _entries(top):
            self.take(block)
        self.finish()
        return self

    def finish(self) -> None:
        """Make the events, when all that belongs together is known."""
        for entry in self.entries:
            fields, remarks = self.fields.take(entry.component, entry.block, entry.replaces)
            for when in self._times(entry):
                remarks_here = [*remarks, *when.faults]
                own = dict(fields)
                own["date"] = fields.get("date") or when.text(self.zones)
                if len(entry.made) and not own.get("id"):
                    own["id"] = self.assembly.event_ids.take(f"{own['title']} {own['date']}", "")
                event = self.assembly.event(own, (), remarks_here)
                entry.made.append(event["id"])
                for fault in when.faults:
                    self.leftovers.note(fault, None, entry.block.place("DTEND"))
        self._relate()
        for tzid, name in self.zones.guessed.items():
            self.leftovers.note(
                f"the zone '{line(tzid)[:80]}' was taken for {name}",
                "check the times of day",
            )

    def _times(self, entry: _Entry) -> list[Dated]:
        """When it is: once, or as often as its rule says."""
        component, block, first = entry.component, entry.block, entry.when
        rules, extra = properties(component, "rrule"), listed_dates(component, "rdate")
        if first is _UNDATED or not (rules or extra):
            return [first]
        gone = {
            self._key(start, tzid or first.tzid)
            for start, tzid in listed_dates(component, "exdate")
        }
        if entry.replaces is None:
            gone |= self.series.get(entry.uid, set())
        starts = self._starts(entry, rules)
        # What is not written out stands there once.
        starts = [first.start] if starts is None else starts
        starts += [start for start, _ in extra if type(start) is type(first.start)]
        kept = {key: start for start in starts if (key := self._key(start, first.tzid)) not in gone}
        self.repeated += len(kept)
        if not kept:
            self.leftovers.note(
                "an entry of which every time is excepted or replaced was left out", None, block.at
            )
        return [
            first if start == first.start else moved(first, start, self.zones)
            for start in kept.values()
        ]

    def _starts(self, entry: _Entry, rules: list[Any]) -> list[Any] | None:
        """The beginnings that a rule makes; None where only the first is taken, which is noted."""
        when = entry.when
        if not rules:
            return [when.start]
        starts = None
        if len(rules) == 1 and hasattr(rules[0], "items"):
            starts = occurrences(rules[0], when.start, when.tzid, self.zones)
        if starts is not None and len(starts) <= MOST_REPEATED - self.repeated:
            return starts
        self.leftovers.note(
            f"an entry repeats without end, more than {MOST} times, or by a rule that is not "
            "followed: the first time was taken",
            "add the other times that matter by hand",
            entry.block.place("RRULE"),
        )
        return None

    def _relate(self) -> None:
        """Turn ids of entries into relations of events."""
        by_uid: dict[str, str] = {}
        events = {event["id"]: event for event in self.assembly.events}
        for entry in self.entries:
            if entry.made:
                by_uid.setdefault(entry.uid, entry.made[0])
        for entry in self.entries:
            for value in properties(entry.component, "related-to"):
                at = entry.block.place("RELATED-TO")
                for made in entry.made:
                    self._relation(events, made, by_uid.get(line(value)), value.params, at)

    def _relation(
        self,
        events: Mapping[str, dict[str, Any]],
        one: str,
        other: str | None,
        params: Mapping[str, Any],
        at: Place,
    ) -> None:
        kind = str(params.get("RELTYPE", "PARENT")).upper()
        if other is None or other == one:
            self.leftovers.note(
                "a relation to an entry that is not in the file was left out", None, at
            )
        elif kind == "CHILD":
            events[other].setdefault("related", []).append({"to": one, "kind": "part-of"})
        elif self.own and params.get("X-KIND"):
            given = {"kind": str(params["X-KIND"]), "note": params.get("X-NOTE")}
            cited = str(params.get("X-SOURCES", ""))
            relation = {"to": other, **given, "sources": cited.split(",") if cited else None}
            fields = {name: value for name, value in relation.items() if value}
            events[one].setdefault("related", []).append(fields)
        elif kind == "PARENT":
            events[one].setdefault("related", []).append({"to": other, "kind": "part-of"})
        else:
            self.leftovers.note(f"a relation of the kind {line(kind)[:40]} has no place", None, at)


#: Properties of a calendar that are read, or that say nothing about what is in it.
_HEAD = frozenset(
    {
        "CALSCALE",
        "DESCRIPTION",
        "METHOD",
        "NAME",
        "PRODID",
        "VERSION",
        "X-WR-CALDESC",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
    }
)

#: Of an entry of our own whose date no calendar can hold.
_UNDATED = Dated(date(1, 1, 1))

_NO_EVENT = {
    "VTODO": "says what is to be done, not what happened, and was left out",
    "VFREEBUSY": "says when somebody is busy and was left out",
    "VALARM": "is a reminder and was left out",
}


def _stem(name: str) -> str:
    base = re.split(r"[/\\]", name)[-1]
    return base.rpartition(".")[0] or base
