"""The dates of a row, from whichever columns hold their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.formats.collect import Collector
from dashboard.formats.table.asking import ask
from dashboard.formats.table.columns import Columns
from dashboard.formats.table.dates import (
    DateColumn,
    Reading,
    day_of,
    month_of,
    reads,
    time_of,
    year_of,
)
from dashboard.formats.table.order import Choice, choose_order
from dashboard.formats.table.sheet import Row, RowNotes
from dashboard.when import When, WhenError, zone_of

__all__ = ["Dating", "dating_of"]

#: Fields whose cells are whole dates, in the order in which one decides for another.
_WHOLE = ("date", "end", "known", "published")
_NOTHING = re.compile(r"[-–?.\s]*|n/?a|unknown|undated|onbekend|unbekannt|inconnue?|null|none|tbd")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-][0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_IN_UTC = re.compile(r"\b(?:UTC|GMT)\b", re.IGNORECASE)


@dataclass(slots=True)
class Dating:
    """Reads the dates of rows.

    Attributes:
        columns: What stands where.
        readers: By field: who reads its cells.
        decisions: What was decided for whole columns, in words.
        utc: Whether headings say that times are in UTC.
    """

    columns: Columns
    readers: Mapping[str, DateColumn]
    decisions: list[str]
    utc: bool = False

    def date(self, row: Row, notes: RowNotes, remarks: list[str]) -> dict[str, str] | None:
        """The date of a row, with its end if it has one; None, with a note, when it has none."""
        start = self._moment(row, "", notes, remarks)
        if start is None:
            return None
        end = self._moment(row, "end-", notes, remarks, start) if self._has_end(row) else None
        if end is None or end == start:
            return {"date": start}
        wrong = _join(start, end)
        if wrong:
            notes.note(f"{wrong}: left out", row, end)
            return {"date": start}
        return {"date": start, "end": end}

    def other(self, field: str, row: Row, notes: RowNotes) -> str | None:
        """Another date of a row; None when there is none, with a note when it cannot be read."""
        return self.value(field, self.columns.text(row, field), row, notes)

    def value(self, field: str, text: str, row: Row, notes: RowNotes) -> str | None:
        """The same for a text that has been taken out of its cell already."""
        if not text or _NOTHING.fullmatch(text.casefold()):
            return None
        reading = self.readers[field].read(text) if field in self.readers else None
        if reading is None:
            notes.note(f"'{field}' is no date that can be read: left out", row, text)
            return None
        return reading.text

    def _has_end(self, row: Row) -> bool:
        fields = ("end", "end-year", "end-month", "end-day", "end-time")
        return any(self.columns.text(row, field) for field in fields)

    def _moment(
        self,
        row: Row,
        side: str,
        notes: RowNotes,
        remarks: list[str],
        start: str | None = None,
    ) -> str | None:
        """One side of the date; ``start`` is the other one where this is the end."""
        whole = "end" if side else "date"
        text = self.columns.text(row, whole)
        if text and not _NOTHING.fullmatch(text.casefold()):
            reading = self.readers[whole].read(text)
        else:
            reading = self._from_parts(row, side, notes)
            text = text or " ".join(
                filter(None, (self.columns.text(row, f"{side}{part}") for part in _PARTS))
            )
            if reading is None and side and self.columns.text(row, "end-time") and start:
                # An end that is only a time is on the day of the start.
                reading = (
                    Reading(start[:10]) if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", start) else None
                )
        if reading is None:
            what = "no date" if not text else "no date that can be read in one way"
            gone = "the end was left out" if side else "left out"
            hint = None
            if re.fullmatch(r"[0-9]{1,2}([-/. ])[0-9]{1,2}\1'?[0-9]{2}", text):
                hint = "write years with four digits"
            notes.note(f"{what}: {gone}", row, text, hint)
            return None
        if reading.guessed:
            remarks.append(f"{'end ' if side else ''}read from '{text}'")
        if reading.cut:
            notes.note("digits beyond the millisecond were cut off", row, text)
        return self._with_zone(self._with_time(reading.text, row, side, notes), row, notes)

    def _from_parts(self, row: Row, side: str, notes: RowNotes) -> Reading | None:
        year, month, day = (self.columns.text(row, f"{side}{part}") for part in _PARTS)
        date = year_of(year) if year else None
        if date is None:
            return None
        if month:
            number = month_of(month)
            if number is None or not reads(f"{date}-{number}"):
                notes.note("a month that cannot be read: the year alone was kept", row, month)
                return Reading(date)
            date = f"{date}-{number}"
            if day:
                digits = day_of(day)
                if digits is None or not reads(f"{date}-{digits}"):
                    notes.note("a day that cannot be read: the month alone was kept", row, day)
                    return Reading(date)
                date = f"{date}-{digits}"
        elif day:
            notes.note("a day without a month: the year alone was kept", row, day)
        return Reading(date)

    def _with_time(self, date: str, row: Row, side: str, notes: RowNotes) -> str:
        text = self.columns.text(row, f"{side}time")
        if not text or _NOTHING.fullmatch(text.casefold()):
            return date
        found = time_of(text)
        if found is None:
            notes.note("a time that cannot be read: left out", row, text)
            return date
        clock, cut = found
        if cut:
            notes.note("digits beyond the millisecond were cut off", row, text)
        timed = f"{date}T{clock}"
        if not re.fullmatch(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}", date) or not reads(timed):
            if f"T{clock}" not in date:
                notes.note("a time beside a date that takes none: left out", row, text)
            return date
        return timed

    def _with_zone(self, date: str, row: Row, notes: RowNotes) -> str:
        text = self.columns.text(row, "timezone").strip()
        timed = re.search(r"[0-9]{2}[T ][0-9]{2}(?::[0-9:.]+)?$", date)
        if not text:
            return f"{date}Z" if self.utc and timed and reads(f"{date}Z") else date
        offset = _OFFSET.fullmatch(text)
        if text.upper() in ("UTC", "GMT", "Z"):
            zoned = f"{date}Z" if timed else f"{date}[UTC]"
        elif offset:
            hours, minutes = int(offset[1]), offset[2] or "00"
            zoned = f"{date}{hours:+03}:{minutes}" if timed else f"{date}[{hours:+03}:{minutes}]"
        else:
            try:
                zone_of(text)
            except WhenError:
                notes.note("a time zone that nobody knows: left out", row, text)
                return date
            zoned = f"{date}[{text}]"
        if reads(zoned):
            return zoned
        if not re.search(r"Z|[+-][0-9]{2}:[0-9]{2}|\]", date):
            notes.note("a time zone beside a date that takes none: left out", row, text)
        return date


_PARTS = ("year", "month", "day")


def _join(start: str, end: str) -> str:
    """Why a start and an end are no interval; empty when they are one."""
    first, last = When.parse(start), When.parse(end)
    if first.is_interval or first.is_set:
        return "an end beside a date that is an interval already"
    if last.is_interval or last.is_set:
        return "an end that is an interval"
    if last.surely_before(first):
        return "an end before its date"
    return "" if reads(f"{start}/{end}") else "an end that does not go with its date"


def dating_of(columns: Columns, problems: Collector) -> Dating | None:
    """Decide how the dates of a table are read; None, with an error, when that cannot be told."""
    choices: dict[str, Choice] = {}
    texts: dict[str, list[str]] = {}
    for field in _WHOLE:
        if field not in columns.uses:
            continue
        texts[field] = [text for row in columns.rows for text in columns.texts(row, field)]
        option = columns.uses[field].option
        choices[field] = choose_order(field, columns.name(field), texts[field], option)
    decided = next((choice for choice in choices.values() if choice.order), None)
    decisions, readers, failed = [], {}, False
    for field, choice in choices.items():
        option = columns.uses[field].option
        if choice.ambiguous and decided is not None:
            # People do not change their habits from one column to the next.
            name = next(name for name, one in choices.items() if one is decided)
            choice = Choice(decided.order, f"{field} is read like {name}")
        if choice.message:
            problems.error(choice.message, choice.hint)
            failed = True
        if choice.why:
            decisions.append(choice.why)
        readers[field] = DateColumn(choice.order, option)
        if option is None and _only_midnights(texts[field]):
            problems.warning(
                f"all times in the column '{columns.name(field)}' are midnight",
                "if they only stand there because a program needed a time: "
                f"{ask(f'{field}:day', columns.name(field))}",
            )
    if failed:
        return None
    named = [
        columns.names[index]
        for field in ("date", "time", "end", "end-time")
        if field in columns.uses
        for index in columns.uses[field].columns
    ]
    utc = any(_IN_UTC.search(name) for name in named)
    if utc:
        decisions.append("times are in UTC, as the headings say")
    return Dating(columns, readers, decisions, utc)


def _only_midnights(texts: list[str]) -> bool:
    if len(texts) < 2:
        return False
    return all(re.search(r"[0-9][T ]+0?0:00(?::00(?:\.0+)?)?(?:Z|[+]00:?00)?$", t) for t in texts)
