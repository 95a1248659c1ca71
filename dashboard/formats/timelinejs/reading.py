"""The slides of TimelineJS, from its JSON or its sheet, to a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.formats.assembly import Ids
from dashboard.formats.collect import Collector, Path
from dashboard.formats.draft import Draft, Leftovers
from dashboard.formats.markdown_text import (
    LONGEST_LINE,
    LONGEST_PROSE,
    Converted,
    escape,
    from_html,
    line,
    words,
)
from dashboard.formats.slugs import label_of, slug
from dashboard.formats.source_draft import SourceDraft
from dashboard.formats.timelinejs import told as come_back
from dashboard.formats.timelinejs.dates import (
    NoDateError,
    has_idle_time,
    in_words,
    read_date,
    slide_dates,
)
from dashboard.formats.timelinejs.media import medium_of, shown_in_words
from dashboard.formats.timelinejs.slides import Slide, Slides, mapping
from dashboard.formats.timelinejs.text import Told, as_date, as_id, take_apart, unguarded
from dashboard.when import When, WhenError

__all__ = ["read_slides"]

#: What a slide may hold; everything else is named as left over.
KNOWN = frozenset(
    {
        "autolink",
        "background",
        "display_date",
        "end_date",
        "group",
        "media",
        "scale",
        "start_date",
        "tags",
        "text",
        "type",
        "unique_id",
    }
)


def read_slides(
    slides: Slides, name: str, timezone: str | None, problems: Collector
) -> Draft | None:
    """Make a draft of slides; None when there is no event among them.

    Args:
        slides: The slides.
        name: The name of the file: its title where no slide says one.
        timezone: The zone that the user gave, if one was.
        problems: Where everything that found no place is reported.
    """
    reader = _Reader(name, timezone, problems)
    draft = reader.draft(slides)
    draft.entries = len(slides.events) + len(slides.eras)
    reader.leftovers.report()
    if not draft.document["events"]:
        problems.error(
            "the file holds no event with a date",
            "TimelineJS needs a year for each: fill in 'start_date' or the column Year",
        )
        return None
    return draft


class _Reader:
    def __init__(self, name: str, timezone: str | None, problems: Collector) -> None:
        self.name = name
        self.problems = problems
        self.leftovers = Leftovers(problems)
        self.sources = SourceDraft()
        self.given_zone = timezone
        self.zone = timezone or "UTC"
        self.comments: dict[Path, str] = {}
        self.categories: dict[str, dict[str, Any]] = {}
        self.by_label: dict[str, str] = {}
        self.actors: dict[str, dict[str, Any]] = {}
        self.ids = Ids()
        self.own: set[str] = set()
        self.category_ids = Ids()
        self.from_links = False

    def draft(self, slides: Slides) -> Draft:
        document = self._title(slides.title)
        # An id that some slide has by itself is not given to another.
        for slide in slides.events:
            key = as_id(slide.data.get("unique_id"))
            if key and self.ids.reserve(key):
                self.own.add(key)
        events: list[dict[str, Any]] = []
        for slide in slides.events:
            self._event(slide, events)
        for slide in slides.eras:
            self._event(slide, events, era=True)
        come_back.settle(document, events, self.leftovers)
        for event in events:
            if event["id"] == slug(event["title"]):
                # It follows from the title, as a person would leave it.
                del event["id"]
        if self.categories:
            document["categories"] = self.categories
        if self.actors:
            document["actors"] = self.actors
        if self.sources.table:
            document["sources"] = self.sources.table
        if self.from_links:
            self.comments[("sources",)] = (
                "Links in the texts of slides, and their media. Check which of them support the "
                "event, and which repeat one another (origin)."
            )
        document["events"] = events
        timed = any("T" in event["date"] for event in events)
        if timed and self.given_zone is None and "timezone" not in document:
            document["timezone"] = "UTC"
            self.comments[("timezone",)] = "Assumed: TimelineJS writes times without a zone."
        return Draft(_in_order(document, _FILE), self.comments)

    # --- The title --------------------------------------------------------------------------------

    def _title(self, slide: Slide | None) -> dict[str, Any]:
        document: dict[str, Any] = {}
        told = Told()
        summary: list[str] = []
        if slide is not None:
            data = slide.data
            said = mapping(data.get("text"))
            document["title"] = unguarded(words(said.get("headline")))[:LONGEST_LINE]
            converted, told = take_apart(said.get("text"))
            self._note_text(converted, slide)
            summary = [converted.text, shown_in_words(slide)]
            for name in ("start_date", "end_date", "display_date", "group"):
                if _filled(data.get(name)):
                    self.leftovers.note(
                        f"the title slide's {name} has no place", None, slide.at, slide.path
                    )
            self._note_unknown(slide)
        if not document.get("title"):
            document["title"] = _name_of(self.name)
            self.comments[("title",)] = "The file has no title: this is its name."
        text = "\n\n".join(filter(None, summary))
        if text:
            document["summary"] = text[:LONGEST_PROSE]
        document.update(come_back.timeline_fields(told))
        if self.given_zone:
            document["timezone"] = self.given_zone
        self.zone = document.get("timezone", "UTC")
        return document

    # --- An event ---------------------------------------------------------------------------------

    def _event(self, slide: Slide, events: list[dict[str, Any]], era: bool = False) -> None:
        data = slide.data
        said = data.get("text")
        if not isinstance(said, Mapping):
            said = {"text": said} if said else {}
        headline = unguarded(words(said.get("headline")))
        converted, told = take_apart(said.get("text"))
        path: Path = ("events", len(events))
        shown = words(data.get("display_date"))
        date, rest = self._date(slide, headline, shown, told, path)
        if date is None:
            return
        self._note_text(converted, slide)
        self._note_unknown(slide)
        event: dict[str, Any] = {"date": date}
        event["title"] = self._headline(headline, converted, path)
        title_links = from_html(said.get("headline")).links
        cited = [] if told.attributes else [*title_links, *converted.links]
        keys = [self.sources.add(link.url, words=link.words) for link in cited]
        media = medium_of(slide, self.leftovers)
        if media.url:
            keys.append(self.sources.add(media.url, kind="media", note=media.note))
        if media.picture:
            event["media"] = [media.picture]
        used = list(dict.fromkeys(key for key in keys if key))
        self.from_links |= bool(used)
        lines = [converted.text, media.shown]
        if len(headline) > LONGEST_LINE:
            lines.insert(0, escape(headline))
        if rest:
            lines.append(f"Date as shown there: {escape(rest)}.")
        summary = "\n\n".join(filter(None, lines))
        if len(summary) > LONGEST_PROSE:
            self.leftovers.note(
                "a text is too long and was cut", None, slide.at, (*slide.path, "text")
            )
            summary = summary[:LONGEST_PROSE]
        if summary:
            event["summary"] = summary
        self._group(
            unguarded(words(data.get("group"))), as_id(told.attributes.get("category")), event
        )
        if used:
            event["sources"] = used
        tags = [line(tag) for tag in _tags(data.get("tags"))]
        if era:
            tags.append("era")
            self.comments[path] = "A period of the TimelineJS file."
        come_back.event_fields(told, event, self.sources, self.actors, self.leftovers)
        if tags:
            event["tags"] = list(dict.fromkeys([*event.get("tags", ()), *tags]))
        event["id"] = self._id(
            as_id(data.get("unique_id")), as_id(told.attributes.get("id")), event
        )
        events.append(_in_order(event, _EVENT))

    def _id(self, unique: str | None, told: str | None, event: Mapping[str, Any]) -> str:
        if unique in self.own:
            self.own.discard(unique)
            return unique or ""
        if told and not unique and self.ids.reserve(told):
            return told
        return self.ids.take(event["title"], "event")

    def _headline(self, headline: str, converted: Converted, path: Path) -> str:
        if headline:
            return headline[: LONGEST_LINE - 1] + "…" if len(headline) > LONGEST_LINE else headline
        text = line(re.sub(r"[\\*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", converted.text))
        self.comments[(*path, "title")] = "The slide has no headline."
        if not text:
            return "Slide without a headline"
        return text if len(text) <= 100 else f"{text[:100].rsplit(' ', 1)[0]} …"

    def _date(
        self, slide: Slide, headline: str, shown: str, told: Told, path: Path
    ) -> tuple[str | None, str]:
        """The date as EDTF, and what is shown in its place where that says something else."""
        start_given, end_given = slide.data.get("start_date"), slide.data.get("end_date")
        name = f"'{headline[:60]}'" if headline else "without a headline"
        try:
            start = _side(start_given) if _filled(start_given) else ""
        except NoDateError as error:
            return self._left_out(slide, name, f"its start is no date: {error}", shown, path)
        if not start:
            return self._left_out(slide, name, "it has no start_date", shown, path)
        if has_idle_time(mapping(start_given)):
            self.leftovers.note(
                "a time of day without its day has no place", None, slide.at, slide.path
            )
        end = ""
        if _filled(end_given):
            try:
                end = _side(end_given)
            except NoDateError as error:
                self._warn(slide, f"the end of the event {name} is left out: {error}")
        date = self._joined(slide, name, start, end)
        return self._worded(slide, date, shown, told)

    def _joined(self, slide: Slide, name: str, start: str, end: str) -> str:
        if not end or end == start:
            return start
        try:
            return When.parse(f"{start}/{end}", self.zone).text
        except WhenError as error:
            self._warn(slide, f"the end of the event {name} is left out: {error.message}")
            return start

    def _worded(self, slide: Slide, date: str, shown: str, told: Told) -> tuple[str, str]:
        """Take the doubt of the words that are shown, or keep the words."""
        own = as_date(told.attributes.get("date"), self.zone)
        if own is not None:
            when = When.parse(own, self.zone)
            start, end = slide_dates(when, self.zone)
            given = [_numbers(slide.data.get(side)) for side in ("start_date", "end_date")]
            if given == [start, end or {}]:
                # Nobody has changed the numbers since we wrote them: the date is what it was.
                return own, ""
        when = When.parse(date, self.zone)
        locales = ("en", "nl", "de", "fr")
        if not shown or shown in {date, *(when.display(locale) for locale in locales)}:
            return date, ""
        found = in_words(shown)
        if found == date:
            return date, ""
        if found is not None and found.rstrip("~?%") == date:
            return found, ""
        return date, shown

    def _left_out(
        self, slide: Slide, name: str, why: str, shown: str, path: Path
    ) -> tuple[str | None, str]:
        found = in_words(shown) if shown else None
        if found is not None:
            self.comments[(*path, "date")] = f"Read from the words that are shown: {shown}"
            return found, ""
        hint = f"it shows '{shown[:60]}': write that as a date" if shown else None
        self._warn(
            slide, f"the event {name} is left out: {why}", hint or "fill in the year of its start"
        )
        return None, ""

    def _warn(self, slide: Slide, message: str, hint: str | None = None) -> None:
        self.problems.warning(message, hint, slide.at, slide.path)

    # --- The rest ---------------------------------------------------------------------------------

    def _group(self, name: str, wanted: str | None, event: dict[str, Any]) -> None:
        label = name[:LONGEST_LINE]
        if not label:
            return
        if label not in self.by_label:
            free = wanted is not None and self.category_ids.reserve(wanted)
            key = wanted if wanted and free else self.category_ids.take(label, "group")
            self.by_label[label] = key
            self.categories[key] = {"label": label}
        event["category"] = self.by_label[label]

    def _note_text(self, converted: Converted, slide: Slide) -> None:
        path = (*slide.path, "text", "text")
        if converted.code:
            self.leftovers.note("a script or style in a text is left out", None, slide.at, path)
        for _ in converted.refused:
            self.leftovers.note(
                "a link that does not lead to the web became its words", None, slide.at, path
            )

    def _note_unknown(self, slide: Slide) -> None:
        background = slide.data.get("background")
        if background and (not isinstance(background, Mapping) or any(background.values())):
            self.leftovers.note(
                "the background of a slide has no place",
                None,
                slide.at,
                (*slide.path, "background"),
            )
        for name in sorted(map(str, slide.data.keys() - KNOWN)):
            if slide.data.get(name):
                self.leftovers.note(
                    f"the field '{name[:60]}' of a slide has no place", None, slide.at, slide.path
                )


#: The order in which a person writes the fields of a file, and those of an event.
_FILE = (
    "title",
    "summary",
    "language",
    "timezone",
    "edition",
    "story",
    "categories",
    "actors",
    "sources",
    "events",
)
_EVENT = (
    "id",
    "date",
    "known",
    "title",
    "summary",
    "category",
    "importance",
    "actors",
    "place",
    "claims",
    "sources",
    "related",
    "media",
    "tags",
    "corrections",
)


def _in_order(fields: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}


def _side(given: Any) -> str:
    """A date of a slide as EDTF: an object, or a text as some programs write it.

    Raises:
        NoDateError: If it is no date.
    """
    if not isinstance(given, str):
        return read_date(mapping(given))
    found = in_words(given)
    if found is None:
        raise NoDateError(f"'{line(given)[:60]}' is not one that can be read")
    return found


def _filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(line(part) for part in value.values())
    return bool(line(value))


def _numbers(given: Any) -> dict[str, int]:
    """The parts of a date that are given, as whole numbers; nothing where one is none."""
    try:
        return {name: int(str(part)) for name, part in mapping(given).items() if line(part)}
    except ValueError:
        return {}


def _tags(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else line(value).split(",")
    return [words(tag)[:LONGEST_LINE] for tag in listed if words(tag)]


def _name_of(file: str) -> str:
    stem = re.split(r"[/\\]", file)[-1].partition(".")[0]
    return label_of(slug(stem)) or "Timeline"
