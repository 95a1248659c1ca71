"""The events of a markwhen text to a draft."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, place_of
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.markdown_text import LONGEST_LINE, line, web
from dashboard.formats.markwhen.dates import Known, date_of
from dashboard.formats.markwhen.lines import Entry, Text, tags_in, take_apart, without_tags
from dashboard.formats.markwhen.moments import Span, Unplaced
from dashboard.formats.markwhen.recurrence import instances
from dashboard.formats.slugs import label_of, slug
from dashboard.when import When, WhenError, zone_of

__all__ = ["read_markwhen"]

_LINK = re.compile(r"(!?)\[([^\[\]]{0,500})\]\(([^()\s]{1,2000})\)")
_BARE = re.compile(r"https?://[^\s<>()\[\]\"']+", re.IGNORECASE)
_ID = re.compile(r"(?:^|(?<=\s))!(\w+)(?=\s|$)")
_DONE = re.compile(r"\[( |x|X)?\]\s+")

#: Keys of the header with a place of their own; those of viewers hold the addresses of people.
_HEADER = frozenset({"title", "description", "timezone", "tz", "dateFormat"})


def read_markwhen(foreign: Foreign, problems: Collector) -> Draft | None:
    """Make a draft of a text; None when no event of it has a place in time."""
    if foreign.text is None:
        problems.error("the file is no UTF-8 text", "save it as UTF-8")
        return None
    text = take_apart(foreign.text)
    reader = _Reader(foreign, text, problems)
    draft = reader.draft()
    reader.leftovers.report()
    if not draft.document["events"]:
        problems.error(
            "no event of the text has a place in time",
            "write for example 2020-12-10: What happened",
        )
        return None
    return draft


class _Reader:
    def __init__(self, foreign: Foreign, text: Text, problems: Collector) -> None:
        self.text = text
        self.problems = problems
        self.leftovers = Leftovers(problems)
        title = line(text.header.get("title"))
        stem = re.split(r"[/\\]", foreign.name)[-1].partition(".")[0]
        name = label_of(slug(stem)) or "Timeline"
        self.assembly = Assembly(title or name, foreign, self.leftovers)
        if not title:
            self.assembly.comments["title",] = "The text has no title: this is the file's name."
        self.known = Known(day_first="d/M/y" in text.header.get("dateFormat", ""))
        self.ids: dict[str, Span] = {}
        self.known.ids = self.ids
        # "!word" is an id where some date leans on it, else just emphasis.
        self.wanted = {name for entry in text.entries for name in re.findall(r"!(\w+)", entry.date)}

    def draft(self) -> Draft:
        self._header()
        for entry in self.text.entries:
            self._entry(entry)
        self._rest()
        timed = any("T" in str(event["date"]) for event in self.assembly.events)
        if timed and "timezone" not in self.assembly.head:
            self.assembly.head["timezone"] = "UTC"
            self.assembly.comments["timezone",] = "Assumed: the text names no zone."
        return replace(self.assembly.draft(), entries=len(self.text.entries))

    def _header(self) -> None:
        header = self.text.header
        if header.get("description"):
            self.assembly.head["summary"] = header["description"].strip("\"'")
        zone = header.get("timezone") or header.get("tz")
        if zone and "timezone" not in self.assembly.head:
            name = _zone(zone)
            if name is None:
                self.problems.warning(
                    f"the timezone '{zone[:60]}' is not known", "write for example Europe/Amsterdam"
                )
            else:
                self.assembly.head["timezone"] = name
        if header.get("dateFormat") and not self.known.day_first:
            self.problems.warning(
                "the rules of 'dateFormat' are not read: only d/M/y is",
                "dates with slashes are read with the month first",
            )
        for key in header.keys() - _HEADER:
            self.leftovers.note(f"'{key[:60]}' of the header has no place")

    def _rest(self) -> None:
        for what, numbers in (
            ("a comment is left out", self.text.comments),
            ("the colour of a tag has no place", self.text.colours),
            ("a line that belongs to no event is left out", self.text.strays),
        ):
            for number in numbers:
                self.leftovers.note(what, at=place_of(number, 0))

    def _entry(self, entry: Entry) -> None:
        title, ids = self._title(entry)
        at = place_of(entry.line, 0)
        try:
            span = date_of(entry.date, self.known)
        except Unplaced as error:
            self.problems.warning(
                f"the event '{title[:60]}' is left out: {error}",
                "write a date that is the same on every day",
                at,
            )
            return
        spans, said = [span], [span.remark] if span.remark else []
        summary = self._summary(entry)
        if entry.rule:
            try:
                spans = instances(span, entry.rule)
            except Unplaced as error:
                self.leftovers.note(
                    f"an event that repeats is given once: {error}",
                    "add its other dates by hand",
                    at,
                )
            summary = [*summary, f"Repeats {entry.rule}."]
        for key in ids:
            self.ids.setdefault(key, span)
        self.known.prior = span
        for number, instance in enumerate(spans, start=1):
            part = [f"{number} of {len(spans)}: {entry.rule}."] if len(spans) > 1 else []
            self._event(entry, instance, title, summary, ids if number == 1 else [], said + part)

    def _event(
        self,
        entry: Entry,
        span: Span,
        title: str,
        summary: list[str],
        ids: list[str],
        said: list[str],
    ) -> None:
        fields: dict[str, Any] = {
            "id": None,
            "date": self._zoned(span.text, entry, place_of(entry.line, 0)),
            "title": title,
            "summary": "\n\n".join(summary),
        }
        if ids and self.assembly.event_ids.reserve(ids[0]):
            fields["id"] = ids[0]
        if entry.section.titles:
            fields["category"] = self.assembly.category(": ".join(entry.section.titles))
        fields["sources"] = self._sources(entry)
        listed = re.split(r"[,\s\[\]]+", entry.properties.get("tags", ""))
        tags = [*entry.section.tags, *tags_in(entry.title), *tags_in("\n".join(entry.body))]
        done = _DONE.match(entry.title)
        if done:
            tags.append("to do" if not (done[1] or " ").strip() else "done")
        fields["tags"] = [*tags, *(word.strip("\"'#") for word in listed if word)]
        self.assembly.event(fields, remarks=said)

    def _title(self, entry: Entry) -> tuple[str, list[str]]:
        """The title as bare words, and the ids that the event goes by."""
        text = _DONE.sub("", entry.title, count=1) if _DONE.match(entry.title) else entry.title
        ids = [name for name in _ID.findall(text) if name in self.wanted]
        text = _ID.sub(lambda found: "" if found[1] in self.wanted else found[0], text)
        if entry.properties.get("id"):
            ids.insert(0, entry.properties["id"].strip("\"'"))
        words = line(_LINK.sub(r"\2", without_tags(text)))
        if not words:
            first = next((body for body in entry.body if body.strip()), "")
            words = line(_LINK.sub(r"\2", without_tags(first))) or "Event without a title"
        return (words if len(words) <= LONGEST_LINE else f"{words[: LONGEST_LINE - 1]}…"), [
            name for name in ids if re.fullmatch(r"[A-Za-z0-9]\w{0,99}", name)
        ]

    def _summary(self, entry: Entry) -> list[str]:
        """The body, and what no other field takes, as Markdown."""
        body = "\n".join(text.strip() for text in entry.body)
        body = re.sub(r"(?m)[ \t]*(?:^|(?<=\s))#(?![0-9]+(?:\s|$))(\w+)[ \t]*$", "", body)
        parts = [re.sub(r"\n{3,}", "\n\n", body).strip()]
        linked = _LINK.findall(entry.title)
        if len(line(_LINK.sub(r"\2", entry.title))) > LONGEST_LINE:
            parts.insert(0, entry.title)
        elif any(web(url) is None for _, _, url in linked):
            parts.insert(0, without_tags(entry.title))
        rest = {
            key: value
            for key, value in entry.properties.items()
            if key not in ("id", "tags", "timezone", "tz") and value
        }
        parts += [f"{key}: {value}" for key, value in rest.items()]
        return [part for part in parts if part]

    def _sources(self, entry: Entry) -> list[str]:
        found: dict[str, None] = {}
        for text in (entry.title, *entry.body):
            for mark, words, url in _LINK.findall(text):
                if not mark:
                    key = self.assembly.sources.add(url, words=words)
                    if key:
                        found[key] = None
                    else:
                        self.leftovers.note(
                            "a link that does not lead to the web is no source",
                            at=place_of(entry.line, 0),
                        )
            for url in _BARE.findall(_LINK.sub("", text)):
                key = self.assembly.sources.add(url.rstrip(".,;:!?"))
                if key:
                    found[key] = None
        return list(found)

    def _zoned(self, date: str, entry: Entry, at: int) -> str:
        """A date in the zone that the event names for itself."""
        given = entry.properties.get("timezone") or entry.properties.get("tz")
        if not given or "T" not in date:
            return date
        zone = _zone(given)
        sides = date.split("/")
        zoned = "/".join(
            f"{side}[{zone}]" if re.search(r"T[0-9:.]+$", side) else side for side in sides
        )
        try:
            return When.parse(zoned).text if zone else self._no_zone(date, given, at)
        except WhenError:
            return self._no_zone(date, given, at)

    def _no_zone(self, date: str, zone: str, at: int) -> str:
        self.leftovers.note(f"the timezone '{zone[:60]}' is not known", at=at)
        return date


def _zone(text: str) -> str | None:
    """A zone as markwhen names it: of the IANA database, or hours ahead of UTC."""
    name = line(text).strip("\"'")
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-]?)([0-9]{1,2})(?::?([0-9]{2}))?", name)
    if offset:
        name = f"{offset[1] or '+'}{int(offset[2]):02}:{offset[3] or '00'}"
    try:
        zone_of(name)
    except WhenError:
        return None
    return name
