"""The data of Forensic Architecture's timemap in, as its datasheet-server gives it out: events, and
in the same file, if they are there, sources, associations (or categories, filters, narratives).
(https://github.com/forensic-architecture/timemap)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector, Path
from dashboard.formats.draft import Draft, Foreign, Importer, Leftovers
from dashboard.formats.json_values import explain, mappings_in
from dashboard.formats.markdown_text import LONGEST_LINE, escape, line, link_target, web
from dashboard.formats.slugs import label_of, slug
from dashboard.when import When, WhenError

__all__ = ["IMPORTER"]

HINT = 'it looks like {"events": [{"description": "…", "date": "8/23/2011"}], "sources": {…}}'

#: What events call what we read, the name of today first.
_DESCRIPTION = ("description", "desc")
_TITLE = ("title", "headline")
_LATITUDE, _LONGITUDE = ("latitude", "lat"), ("longitude", "long", "lon", "lng")
_READ = frozenset(
    {
        *_DESCRIPTION,
        *_TITLE,
        *_LATITUDE,
        *_LONGITUDE,
        "associations",
        "category",
        "category_full",
        "civId",
        "comments",
        "date",
        "filters",
        "id",
        "location",
        "narratives",
        "source",
        "sources",
        "tags",
        "time",
        "time_display",
        "time_precision",
        "type",
    }
)
#: How an event is drawn.
_DRAWN = frozenset({"colour", "graphic", "narrative___stepStyles", "shape", "x", "y", "z"})
#: Other parts of a domain that timelines do not have.
_ELSEWHERE = ("sites", "shapes", "regions", "notifications")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}").fullmatch


def _events(document: Any) -> tuple[list[Any], Path]:
    if isinstance(document, Mapping) and isinstance(document.get("events"), list):
        return document["events"], ("events",)
    return (document, ()) if isinstance(document, list) else ([], ())


def _recognises(foreign: Foreign) -> bool:
    events, path = _events(foreign.document)
    described = [
        event
        for event in mappings_in(events[:50])
        if _first(event, _DESCRIPTION) and isinstance(event.get("date"), str)
    ]
    if not described:
        return False
    # A list alone could be anything: it takes a word that only timemap uses.
    own = {
        "association1",
        "associations",
        "filters",
        "time_precision",
        "time_display",
        "civId",
        "category_full",
    }
    beside = path and {"associations", "sites", "sources", "narratives"} & foreign.document.keys()
    return bool(beside) or any(own & event.keys() for event in described)


def _first(event: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((line(event[name]) for name in names if line(event.get(name))), "")


def _read(foreign: Foreign, problems: Collector) -> Draft | None:
    events, path = _events(foreign.document)
    if not events:
        explain(foreign, problems, "event of timemap", HINT)
        return None
    reader = _Reader(foreign, problems)
    reader.order = _order_of(events)
    for number, event in enumerate(events):
        reader.event(event, (*path, number))
    reader.rest()
    reader.leftovers.report()
    if not reader.assembly.events:
        problems.error("no event has a date that can be read", HINT)
        return None
    return replace(reader.assembly.draft(), entries=len(events))


# --- Dates ----------------------------------------------------------------------------------------

_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def _order_of(events: list[Any]) -> str:
    """Whether the month or the day comes first: timemap's default unless a date says otherwise."""
    dates = [_SLASHED.match(line(event.get("date"))) for event in mappings_in(events)]
    month = any(found and int(found[2]) > 12 for found in dates)
    day = any(found and int(found[1]) > 12 for found in dates)
    return "both" if month and day else "day" if day else "month" if month else "default"


def _date(event: Mapping[str, Any], order: str) -> tuple[str, bool]:
    """EDTF, and whether the order of day and month was assumed.

    Raises:
        WhenError: If it is no date.
    """
    date, time = line(event.get("date")), line(event.get("time"))
    if not date:
        raise WhenError("it has no date", "write for example 8/23/2011")
    found = _SLASHED.fullmatch(date)
    assumed = False
    if found:
        one, two = int(found[1]), int(found[2])
        if order == "both" and one <= 12 and two <= 12 and one != two:
            raise WhenError(
                f"'{date}' can be read in two ways: some dates of the file begin with the day, "
                "others with the month",
                "write the year first",
            )
        assumed = order == "default" and one != two
        month, day = (two, one) if order == "day" or one > 12 else (one, two)
        date = f"{found[3]}-{month:02}-{day:02}"
    if time:
        clock = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?(?:\.0+)?", time)
        if clock is None:
            raise WhenError(f"its time is '{time[:40]}', which is none", "write it like 18:30")
        second = f":{clock[3]}" if clock[3] else ""
        date = f"{date}T{int(clock[1]):02}:{clock[2]}{second}"
    return When.parse(date).text, assumed


# --- The rest -------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, foreign: Foreign, problems: Collector) -> None:
        self.problems = problems
        self.leftovers = Leftovers(problems)
        stem = re.split(r"[/\\]", foreign.name)[-1].partition(".")[0]
        self.assembly = Assembly(label_of(slug(stem)) or "Timeline", foreign, self.leftovers)
        self.assembly.comments["title",] = "The data has no title: this is the file's name."
        self.domain = foreign.document if isinstance(foreign.document, Mapping) else {}
        self.order = "default"
        self.assumed = False
        self.sources = self._table("sources", "id")
        self.groups = {
            **self._table("categories", "category"),
            **self._table("filters", "id"),
            **self._table("associations", "id"),
        }
        self.steps: dict[str, list[str]] = {}

    def _table(self, name: str, key: str) -> dict[str, Mapping[str, Any]]:
        """A part of the domain by id; datasheet-server writes it as a list or as an object."""
        part = self.domain.get(name)
        if isinstance(part, Mapping):
            return {str(own): entry for own, entry in part.items() if isinstance(entry, Mapping)}
        return {str(entry[key]): entry for entry in mappings_in(part) if entry.get(key)}

    def event(self, event: Any, path: Path) -> None:
        if not isinstance(event, Mapping):
            self.problems.warning("an event that is no object is left out", path=path)
            return
        event = _gathered(event)
        description = line(_first(event, _DESCRIPTION))
        title, told = _title(_first(event, _TITLE), description)
        try:
            date, assumed = _date(event, self.order)
        except WhenError as error:
            self.problems.warning(
                f"the event '{title[:60]}' is left out: {error.message}", error.hint, path=path
            )
            return
        self.assumed |= assumed
        fields: dict[str, Any] = {"date": date, "title": title}
        remarks = [] if title != "Event without a description" else ["It has no description."]
        lines = [escape(description)] if told else []
        lines += self._lines(event)
        if line(event.get("location")) or _first(event, _LATITUDE):
            fields["place"] = self._place(event, path)
        tags: list[str] = []
        stories = self._groups(event, fields, tags)
        keys, uncited = self._sources(event, path)
        fields["sources"] = keys
        fields["summary"] = "\n\n".join([*lines, *uncited])
        fields["tags"] = tags
        entered = self.assembly.event(fields, path, remarks)
        for story in stories:
            self.steps.setdefault(story, []).append(entered["id"])
        for name in sorted(map(str, _DRAWN & event.keys())):
            if event[name] not in (None, "", []):
                self.leftovers.note(f"how an event is drawn ('{name}') has no place", path=path)

    def _lines(self, event: Mapping[str, Any]) -> list[str]:
        """What has no field of its own, as lines of the summary."""
        named = {
            "Shown as": event.get("time_display"),
            "Precision of the time": event.get("time_precision"),
            "Type": event.get("type"),
            "Comment": event.get("comments"),
        }
        for name in event.keys() - _READ - _DRAWN:
            value = event[name]
            listed = ", ".join(map(line, value)) if isinstance(value, list) else value
            named[label_of(slug(str(name))) or str(name)] = listed
        return [
            f"{escape(name)}: {escape(line(value))}"
            for name, value in named.items()
            if line(value) and not isinstance(value, Mapping)
        ]

    def _place(self, event: Mapping[str, Any], path: Path) -> dict[str, Any]:
        name = line(event.get("location"))[:LONGEST_LINE]
        latitude, longitude = _first(event, _LATITUDE), _first(event, _LONGITUDE)
        place: dict[str, Any] = {"name": name or f"{latitude}, {longitude}"}
        if not latitude and not longitude:
            return place
        try:
            # People who write commas in numbers write them here too.
            lat, lon = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
        except ValueError:
            lat = lon = 999.0
        if abs(lat) <= 90 and abs(lon) <= 180:
            return {**place, "lat": lat, "lon": lon}
        self.leftovers.note("coordinates that are none are left out", path=path)
        return place

    def _groups(
        self, event: Mapping[str, Any], fields: dict[str, Any], tags: list[str]
    ) -> list[str]:
        """Category, tags and narratives of an event."""
        category = line(event.get("category"))
        listed: list[str] = []
        for name in ("associations", "filters", "tags", "narratives"):
            value = event.get(name)
            listed += map(line, value if isinstance(value, list) else line(value).split(","))
        stories = []
        for key in filter(None, dict.fromkeys(part.strip() for part in listed)):
            group = self.groups.get(key, {})
            mode = line(group.get("mode")).upper()
            if mode == "CATEGORY" and not category:
                category = key
            elif mode == "NARRATIVE":
                stories.append(key)
            elif key != category:
                tags.append(self._label(key))
        if category:
            fields["category"] = self.assembly.category(self._label(category))
            entry = self.assembly.categories[fields["category"]]
            colour = line(self.groups.get(category, {}).get("colour"))
            if _COLOUR(colour):
                entry.setdefault("color", colour)
        return stories

    def _label(self, key: str) -> str:
        group = self.groups.get(key, {})
        return line(group.get("title")) or line(group.get("category_label")) or key

    def _sources(self, event: Mapping[str, Any], path: Path) -> tuple[list[str], list[str]]:
        """The ids of its sources, and lines for those that lead nowhere on the web."""
        given = event.get("sources")
        listed = list(given) if isinstance(given, list) else []
        if event.get("source"):
            listed += line(event["source"]).split(",")
        keys: dict[str, None] = {}
        lines = []
        for one in listed:
            entry = one if isinstance(one, Mapping) else self.sources.get(line(one))
            if entry is None and web(one):
                entry = {"url": one}
            if entry is None:
                if line(one):
                    self.leftovers.note(
                        "a source that is not in the file is named in the text",
                        "put the events and the sources into one file: "
                        '{"events": […], "sources": {…}}',
                        path=(*path, "sources"),
                    )
                    lines.append(f"Source: {escape(line(one))}")
                continue
            key = self._source(entry)
            if key is not None:
                keys[key] = None
            else:
                lines.append(f"Source: {_described(entry)}")
        return list(keys), lines

    def _source(self, entry: Mapping[str, Any]) -> str | None:
        paths = entry.get("paths")
        paths = [path for path in paths if web(path)] if isinstance(paths, list) else []
        urls = [url for url in (entry.get("url"), *paths) if web(url)]
        if not urls:
            return None
        note = [
            f"Author: {escape(line(entry['author']))}" if line(entry.get("author")) else "",
            escape(line(entry.get("description"))),
            escape(line(entry.get("notes"))),
            *(f"[Also here]({link_target(web(url) or '')})" for url in urls[1:]),
        ]
        published = None
        if line(entry.get("date")):
            try:
                published, _ = _date({"date": entry["date"]}, self.order)
            except WhenError:
                note.append(f"Date: {escape(line(entry['date']))}")
        if entry.get("thumbnail"):
            self.leftovers.note("the thumbnail of a source has no place")
        return self.assembly.sources.add(
            urls[0],
            title=line(entry.get("title")),
            kind=line(entry.get("type")),
            published=published,
            note="; ".join(filter(None, note)),
        )

    def rest(self) -> None:
        """Narratives, what timelines do not have, and what was assumed."""
        head, comments = self.assembly.head, self.assembly.comments
        if len(self.steps) == 1:
            (head["story"],) = self.steps.values()
        for key, steps in self.steps.items() if len(self.steps) > 1 else ():
            members = set(steps)
            for event in self.assembly.events:
                if event["id"] in members:
                    event.setdefault("tags", []).append(f"narrative: {self._label(key)}")
        for name in _ELSEWHERE:
            part = self.domain.get(name)
            for _ in part if isinstance(part, list) else ():
                self.leftovers.note(f"one of the {name} is no event and left out", path=(name,))
        if self.assumed:
            comments["events",] = "Dates are read with the month first, as timemap does by default."
        if "timezone" not in head and any("T" in event["date"] for event in self.assembly.events):
            head["timezone"] = "UTC"
            comments["timezone",] = "Assumed: timemap writes times without a zone."


_NUMBERED = re.compile(r"(association|filter|narrative|source|tag)_?[0-9]+")


def _gathered(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event with columns such as ``source1`` and ``source2`` as one list.

    datasheet-server does so where it is told to, and writes the columns one by one where it is not.
    """
    numbered = {key: found[1] for key in event if (found := _NUMBERED.fullmatch(str(key)))}
    if not numbered:
        return event
    whole = {key: value for key, value in event.items() if key not in numbered}
    for key, name in numbered.items():
        listed = whole.get(f"{name}s")
        values = listed if isinstance(listed, list) else [listed] if line(listed) else []
        whole[f"{name}s"] = [*values, event[key]] if line(event[key]) else values
    return whole


def _title(given: str, description: str) -> tuple[str, bool]:
    """A title, and whether the description says more."""
    if given:
        return given[:LONGEST_LINE], bool(description) and description != given
    if not description:
        return "Event without a description", False
    if len(description) <= 120:
        return description, False
    sentence = re.match(r".{20,160}?[.!?](?=\s)", description)
    short = sentence[0] if sentence else f"{description[:110].rsplit(' ', 1)[0]} …"
    return short, True


def _described(entry: Mapping[str, Any]) -> str:
    names = ("title", "author", "date", "type", "description", "url", "notes")
    paths = entry.get("paths")
    parts = [line(entry.get(name)) for name in names]
    parts += map(line, paths) if isinstance(paths, list) else []
    return ", ".join(escape(part) for part in dict.fromkeys(filter(None, parts)))


IMPORTER = Importer("timemap", "timemap data", _recognises, _read)
