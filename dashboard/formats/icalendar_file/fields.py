"""The fields of an event from those of an entry, but for when it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.draft import Leftovers
from dashboard.formats.icalendar_file.blocks import Block
from dashboard.formats.icalendar_file.components import (
    categories,
    first_text,
    paragraphs,
    unescaped,
)
from dashboard.formats.icalendar_file.own import PREFIX, properties
from dashboard.formats.icalendar_file.restored import restored
from dashboard.formats.markdown_text import LONGEST_LINE, escape, from_html, line, web

__all__ = ["Fields"]

#: Properties that an entry's event is made of.
_READ = frozenset(
    {
        "ATTACH",
        "ATTENDEE",
        "CATEGORIES",
        "CLASS",
        "COMMENT",
        "DESCRIPTION",
        "DTEND",
        "DTSTART",
        "DURATION",
        "EXDATE",
        "GEO",
        "LOCATION",
        "ORGANIZER",
        "RDATE",
        "RECURRENCE-ID",
        "RELATED-TO",
        "RRULE",
        "STATUS",
        "SUMMARY",
        "UID",
        "URL",
        "X-ALT-DESC",
    }
)
#: Properties that say something about the entry and nothing about what happened.
_RECORD = frozenset(
    {"CREATED", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"}
)
#: What is said of an entry by its status.
_STATUS = {
    "CANCELLED": "The calendar says that this was cancelled.",
    "TENTATIVE": "The calendar says that this is tentative.",
    "DRAFT": "The calendar says that this is a draft.",
}
_HTML = re.compile(r"<(?:br|p|a|b|i|ul|ol|li|div|span|html|body|strong|em)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """Reads entries into a draft."""

    assembly: Assembly
    leftovers: Leftovers
    own: bool
    """Whether the calendar is one of ours."""

    def take(
        self, component: Any, block: Block, replaces: str | None
    ) -> tuple[dict[str, Any], list[str]]:
        """The fields of an event, but for its date, and what was guessed."""
        remarks: list[str] = []
        if self.own and f"{PREFIX}DATE" in component:
            return restored(self.assembly, component, self.leftovers, block), remarks
        title = line(first_text(component, "summary"))
        if not title:
            title = "Untitled"
            remarks.append("the calendar gives no title")
        texts: list[str] = []
        if len(title) > LONGEST_LINE:
            texts.append(escape(title))
            title = f"{title[: LONGEST_LINE - 1]}…"
        status = str(component.get("status", "")).upper()
        texts += [_STATUS[status]] if status in _STATUS else []
        texts += self._prose(component, block)
        sources, words = self._sources(component, block)
        texts += words
        labels = [line(label) for label in categories(component)]
        labels = [label for label in dict.fromkeys(labels) if label]
        fields: dict[str, Any] = {
            "title": title,
            "summary": "\n\n".join(filter(None, texts)),
            "category": self.assembly.category(labels[0]) if labels else None,
            "actors": self._actors(component, block),
            "place": self._place(component, block, remarks),
            "sources": sources,
            "tags": [*labels[1:], *([status.lower()] if status in _STATUS else [])],
        }
        if str(component.get("class", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
            fields["visibility"] = "internal"
            remarks.append("internal because the calendar marks it as not public")
        if replaces is not None:
            remarks.append(f"takes the place of the time {replaces} of a series")
        self._rest(component, block)
        return fields, remarks

    def _prose(self, component: Any, block: Block) -> list[str]:
        """The text of an entry as Markdown; of two that say the same, the one with the links."""
        texts = []
        rich = [str(one) for one in properties(component, "x-alt-desc")]
        plain = [str(one) for one in properties(component, "description")]
        for text in rich or plain:
            if rich or _HTML.search(text):
                # The library leaves what is not in the standard as it stands.
                converted = from_html(unescaped(text) if rich else text)
                texts.append(converted.text)
                for address in converted.refused:
                    self.leftovers.note(
                        "an address that does not lead to the web became words",
                        None,
                        block.place("X-ALT-DESC" if rich else "DESCRIPTION"),
                    )
                    texts[-1] += f" ({escape(address)})" if address not in texts[-1] else ""
            else:
                texts.append(paragraphs(text))
        texts += [paragraphs(str(one)) for one in properties(component, "comment")]
        return texts

    def _sources(self, component: Any, block: Block) -> tuple[list[str], list[str]]:
        """Ids of the sources of an entry, and in words what is no address on the web."""
        keys, words = [], []
        for name in ("url", "attach"):
            for value in properties(component, name):
                address = str(value)
                params = getattr(value, "params", {})
                if str(params.get("ENCODING", "")).upper() == "BASE64":
                    self.leftovers.note(
                        "a file inside the calendar was left out",
                        "save it and name it below media: if it is a picture",
                        block.place(name.upper()),
                    )
                    continue
                label = params.get("LABEL") or params.get("FILENAME")
                if web(address) is None:
                    shown = escape(line(address))
                    self.leftovers.note(
                        "an address that does not lead to the web went into the text",
                        None,
                        block.place(name.upper()),
                    )
                    words.append(f"Link: {shown}")
                    continue
                key = self.assembly.sources.add(
                    address, title=None if label is None else str(label)
                )
                if key is not None:
                    keys.append(key)
        return list(dict.fromkeys(keys)), words

    def _actors(self, component: Any, block: Block) -> list[str]:
        """Who called, and who said that they would come; an invitation alone proves nothing."""
        actors = []
        for value in properties(component, "organizer"):
            name = line(getattr(value, "params", {}).get("CN"))
            if name and "@" not in name:
                actors.append(self.assembly.actor(name))
            else:
                self.leftovers.note(
                    "an organizer without a name was left out", None, block.place("ORGANIZER")
                )
        for value in properties(component, "attendee"):
            params = getattr(value, "params", {})
            name = line(params.get("CN"))
            came = str(params.get("PARTSTAT", "")).upper() == "ACCEPTED"
            if came and name and "@" not in name:
                actors.append(self.assembly.actor(name))
            else:
                self.leftovers.note(
                    "somebody who was invited but has not accepted, or has no name, was left out",
                    "add who took part to the actors",
                    block.place("ATTENDEE"),
                )
        return list(dict.fromkeys(actors))

    def _place(self, component: Any, block: Block, remarks: list[str]) -> dict[str, Any] | None:
        name = line(first_text(component, "location"))[:LONGEST_LINE]
        place: dict[str, Any] = {"name": name} if name else {}
        geo = component.get("geo")
        if geo is None:
            return place or None
        latitude, longitude = float(geo.latitude), float(geo.longitude)
        if abs(latitude) > 90 or abs(longitude) > 180:
            self.leftovers.note(
                "degrees that are no place on earth were left out",
                "GEO takes latitude;longitude",
                block.place("GEO"),
            )
            return place or None
        if not name:
            place["name"] = f"{latitude}, {longitude}"
            remarks.append("the calendar gives the place in degrees only")
        return {**place, "lat": latitude, "lon": longitude}

    def _rest(self, component: Any, block: Block) -> None:
        """Note the properties that no field was made of."""
        for name in component:
            upper = str(name).upper()
            if upper in _READ:
                continue
            if upper in _RECORD:
                self.leftovers.note(
                    "when an entry was made or changed, and how it is kept, says nothing about "
                    "what happened: left out",
                    None,
                    block.place(upper),
                )
            else:
                self.leftovers.note(f"{upper} has no place", None, block.place(upper))
