"""Rows of a table to a draft: one event a row, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath
from typing import Any

from dashboard.formats.assembly import Assembly
from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign, Leftovers
from dashboard.formats.markdown_text import (
    LONGEST_LINE,
    LONGEST_PROSE,
    escape,
    from_html,
    line,
)
from dashboard.formats.slugs import label_of
from dashboard.formats.table.asking import ask
from dashboard.formats.table.cells import split_list
from dashboard.formats.table.citing import NOTHING, Cited, Citing
from dashboard.formats.table.columns import Columns
from dashboard.formats.table.dating import Dating, dating_of
from dashboard.formats.table.sheet import Row, RowNotes
from dashboard.formats.table.words import RECORD_TIME, plain
from dashboard.model import Stance, is_id

__all__ = ["Maker", "draft_of", "title_of"]

_HTML = re.compile(
    r"</?(?:a|b|blockquote|br|cite|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|script|small|span"
    r"|strong|style|sub|sup|table|td|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([-+]?[0-9]{1,3}(?:[.,][0-9]{1,20})?)\s*°?\s*([NSEWO]?)", re.IGNORECASE)
_PAIR = re.compile(r"\(?\s*([-+]?[0-9.]{1,20})\s*[,; ]\s*([-+]?[0-9.]{1,20})\s*\)?")

#: Characters of a title that is taken from a longer text.
_SHORT = 120


def title_of(name: str) -> str:
    """A title from the name of a file: ``mh17_tijdlijn.csv`` gives ``Mh17 tijdlijn``."""
    return label_of(PurePath(name.replace("\\", "/")).stem.replace(".", " ")) or "Timeline"


def draft_of(columns: Columns, foreign: Foreign, problems: Collector) -> Draft | None:
    """Make a draft of all rows.

    Args:
        columns: What stands where.
        foreign: The file.
        problems: Where everything wrong is reported.

    Returns:
        The draft; None, with an error, when the dates cannot be read.
    """
    dating = dating_of(columns, problems)
    if dating is None:
        return None
    return Maker(columns, foreign, problems, dating).make()


class Maker:
    """Makes events of rows.

    Args:
        columns: What stands where.
        foreign: The file.
        problems: Where everything wrong is reported.
        dating: Reads the dates.
    """

    def __init__(
        self, columns: Columns, foreign: Foreign, problems: Collector, dating: Dating
    ) -> None:
        self.columns = columns
        self.foreign = foreign
        self.problems = problems
        self.dating = dating
        self.notes = RowNotes(problems, columns.unit)
        self.leftovers = Leftovers(problems)
        self.draft = Assembly(title_of(foreign.name), foreign, self.leftovers)
        self.citing = Citing(columns, self.draft.sources, dating, self.notes)
        self.remarks: list[str] = []

    def make(self) -> Draft | None:
        """Go through the rows; None, with an error, when no event comes of them."""
        for row in self.columns.rows:
            event = self.event(row)
            if event is not None:
                self.draft.event(event, row.path, self.remarks)
        self._comment()
        self.notes.report()
        self.leftovers.report()
        self._unused()
        if not self.draft.events:
            self.problems.error(
                f"no event could be made of any of the {len(self.columns.rows):,} rows",
                "look at the dates, and at the columns: --map date=COLUMN",
            )
            return None
        draft = self.draft.draft()
        draft.entries = len(self.columns.rows)
        return draft

    def event(self, row: Row) -> dict[str, Any] | None:
        """The fields of the event of a row, empty ones too; None, with a note, without a date."""
        self.remarks = []
        date = self._date(row)
        if date is None:
            return None
        sources = self.citing.read(row, self.remarks)
        title, summary = self._texts(row, sources)
        event: dict[str, Any] = {
            "id": self._id(row),
            **date,
            "title": title,
            "summary": summary,
            "category": self._category(row),
            "importance": self._importance(row),
            "known": self.dating.other("known", row, self.notes),
            "actors": self._actors(row),
            "place": self._place(row),
            "claims": self._claims(row, sources),
            "sources": [] if self._says(row) else sources.keys,
            "tags": self._tags(row),
            "visibility": self._visibility(row),
        }
        if self._says(row) and not event["claims"]:
            event["sources"] = sources.keys
        return event

    def _date(self, row: Row) -> dict[str, str] | None:
        return self.dating.date(row, self.notes, self.remarks)

    # Texts

    def _text(self, row: Row, name: str) -> str:
        text = self.columns.text(row, name)
        return "" if NOTHING.fullmatch(text) else text

    def _texts(self, row: Row, sources: Cited) -> tuple[str, str]:
        title = line(self._words(self._text(row, "title"), row))
        parts = [
            self._prose(text, row)
            for text in self.columns.texts(row, "summary")
            if not NOTHING.fullmatch(text)
        ]
        if not line(self._text(row, "by")):
            parts.append(self._prose(self._says(row), row))
        parts += [f"Source: {escape(words)}" for words in sources.words]
        if not title:
            first = line(self._text(row, "summary") or self._says(row))
            title = _shortened(
                line(from_html(first).text) if _HTML.search(first) else first, _SHORT
            )
            what = "title taken from the text" if title else "the row has no title"
            title = title or f"Untitled ({self.columns.unit} {row.number})"
            self.remarks.append(what)
            self.notes.note(f"no title: {what}" if "taken" in what else "no title", row)
        elif len(title) > LONGEST_LINE:
            self.notes.note("a title too long for one line went into the summary as a whole", row)
            parts.insert(0, escape(title))
            title = _shortened(title, _SHORT)
        summary = "\n\n".join(filter(None, parts))
        if len(summary) > LONGEST_PROSE:
            self.notes.note(f"a text of more than {LONGEST_PROSE:,} characters was cut", row)
            summary = f"{summary[: LONGEST_PROSE - 1]}…"
        return title, summary

    def _prose(self, text: str, row: Row) -> str:
        if _HTML.search(text):
            done = from_html(text)
            if done.code:
                self.notes.note("a script or a style sheet in a text was left out", row)
            for address in done.refused:
                self.notes.note("an address in a text that does not lead to the web", row, address)
            return done.text
        # A line break in a cell is meant; in Markdown it takes a blank line.
        return re.sub(r"\n\s*", "\n\n", escape(text))

    def _words(self, text: str, row: Row) -> str:
        """A text that is shown as it is: tags would be shown too."""
        if not _HTML.search(text):
            return text
        from html import unescape

        self.notes.note("HTML in a title became plain text", row, text)
        return unescape(_HTML.sub(" ", text))

    # Fields

    def _id(self, row: Row) -> str | None:
        text = self._text(row, "id")
        if not text:
            return None
        if is_id(text) and len(text) <= 120:
            if self.draft.event_ids.reserve(text):
                return text
            self.notes.note("an id that another row has: a new one was made", row, text)
            return self.draft.event_ids.take(text, "event")
        key = self.draft.event_ids.take(text, "event")
        self.notes.note("an id with signs that ids do not have was written anew", row, text)
        return key

    def _category(self, row: Row) -> str | None:
        text = line(self._text(row, "category"))
        return self.draft.category(text) if text else None

    def _importance(self, row: Row) -> int | None:
        text = self._text(row, "importance")
        if not text:
            return None
        if re.fullmatch(r"[1-5](?:[.,]0)?", text):
            return int(text[0])
        self.notes.note("an importance that is none of 1 to 5: left out", row, text)
        return None

    @cached_property
    def _comma(self) -> Mapping[str, bool]:
        """By list field: whether commas divide, because no cell of its column has a semicolon."""
        divided = {}
        for name in ("actors", "tags"):
            cells = (text for row in self.columns.rows for text in self.columns.texts(row, name))
            divided[name] = not any(re.search(r"[;|\n]", text) for text in cells)
        return divided

    def _items(self, row: Row, name: str) -> list[str]:
        items = []
        for text in self.columns.texts(row, name):
            items += split_list(text, self._comma[name])
        kept = [line(item) for item in items if not NOTHING.fullmatch(item)]
        for item in kept:
            if len(item) > LONGEST_LINE:
                self.notes.note(f"{name}: a text too long for a name was cut", row, item)
        return list(dict.fromkeys(item[:LONGEST_LINE] for item in kept if item))

    def _actors(self, row: Row) -> list[str]:
        return list(dict.fromkeys(map(self.draft.actor, self._items(row, "actors"))))

    def _tags(self, row: Row) -> list[str]:
        return self._items(row, "tags")

    def _visibility(self, row: Row) -> str | None:
        text = self._text(row, "visibility").casefold()
        if text in ("", "public", "openbaar", "öffentlich"):
            return None
        if text != "internal":
            # What somebody marked in a way nobody understands must not be published by mistake.
            self.notes.note("a visibility that is not 'public' was taken for internal", row, text)
        return "internal"

    def _place(self, row: Row) -> dict[str, Any] | None:
        name = line(self._text(row, "place"))
        if len(name) > LONGEST_LINE:
            self.notes.note("a place too long for a name was cut", row, name)
            name = name[:LONGEST_LINE]
        point = self._point(row)
        if point is None:
            return {"name": name} if name else None
        return {"name": name or f"{point[0]:g}, {point[1]:g}", "lat": point[0], "lon": point[1]}

    def _point(self, row: Row) -> tuple[float, float] | None:
        lat, lon = self._text(row, "lat"), self._text(row, "lon")
        both = self._text(row, "coordinates")
        if both and not (lat or lon):
            found = _PAIR.fullmatch(both)
            lat, lon = found.groups() if found else (both, "")
        if not (lat or lon):
            return None
        north, east = _degrees(lat, "S"), _degrees(lon, "WO")
        if north is None or east is None or abs(north) > 90 or abs(east) > 180:
            shown = ", ".join(filter(None, (lat, lon)))
            self.notes.note("coordinates that are not two numbers of degrees: left out", row, shown)
            return None
        return north, east

    # Claims

    def _says(self, row: Row) -> str:
        return self._text(row, "says")

    def _claims(self, row: Row, sources: Cited) -> list[dict[str, Any]]:
        says, by = self._says(row), line(self._text(row, "by"))
        stance = self._text(row, "stance").casefold()
        if not says:
            if by:
                self.notes.note("somebody speaks, but there is no word of what: left out", row, by)
            return []
        if not by:
            self.notes.note("a claim of nobody went into the summary", row, says)
            return []
        claim: dict[str, Any] = {"by": self.draft.actor(by)}
        if stance in set(Stance):
            claim["stance"] = stance
        elif stance:
            self.notes.note(f"a stance that is none of {', '.join(Stance)}: left out", row, stance)
        claim["says"] = self._prose(says, row)
        if sources.keys:
            claim["sources"] = sources.keys
        return [claim]

    # What is said at the end

    def _comment(self) -> None:
        comments = self.draft.comments
        comments["title",] = "made from the name of the file"
        guesses, decisions = self.columns.guesses(), self.dating.decisions
        if guesses:
            self.problems.warning(
                f"columns were guessed: {guesses}", "say otherwise with --map FIELD=COLUMN"
            )
        said = [f"columns: {guesses}"] if guesses else []
        said += [
            f"{name} were divided at commas"
            for name in ("actors", "tags")
            if name in self.columns.uses and self._comma[name] and self._has_comma(name)
        ]
        said += decisions
        if said:
            comments["events",] = "guessed: " + "; ".join(said)
        if not self.foreign.timezone:
            self.draft.head["timezone"] = "UTC"
            comments["timezone",] = "assumed: the table names no zone for all its dates"

    def _has_comma(self, name: str) -> bool:
        return any("," in t for row in self.columns.rows for t in self.columns.texts(row, name))

    def _unused(self) -> None:
        """Name the columns that filled no field, and cells beyond the last heading."""
        used = {index for use in self.columns.uses.values() for index in use.columns}
        counts = [0] * len(self.columns.names)
        for row in self.columns.rows:
            for index, text in enumerate(row.cells):
                if text:
                    counts[index] += 1
        left = [
            (name, count, index)
            for index, (name, count) in enumerate(zip(self.columns.names, counts, strict=True))
            if count and index not in used
        ]
        if not left:
            return
        parts = [
            f"'{name}' ({count:,} {'cell' if count == 1 else 'cells'})" for name, count, _ in left
        ]
        shown = ", ".join(parts[:60]) + (f" and {len(parts) - 60} more" if len(parts) > 60 else "")
        record = [name for name, _, _ in left if plain(name) in RECORD_TIME]
        hint = f"to keep one: {ask('FIELD', self.columns.spelled(left[0][2]))}"
        if record:
            hint = f"'{record[0]}' usually tells when a row was recorded: not taken for a date"
        self.problems.warning(f"columns that found no place: {shown}", hint)


def _degrees(text: str, negative: str) -> float | None:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    return -value if found[2] and found[2].upper() in negative else value


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    head = text[:longest].rpartition(" ")[0] or text[:longest]
    return f"{head.rstrip(' ,;:.')}…"
