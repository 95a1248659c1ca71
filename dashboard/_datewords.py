"""Dates in words; nothing finer than what is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo

from dashboard._clock import Civil, day_number, day_of_number, ms_to_civil, offset_at, zone_label
from dashboard._datelanguages import LANGUAGES, Language
from dashboard._edtf import Date, Interval, OneOf, Precision, Range, Tree
from dashboard._extent import home, moment

#: Between numbers, and between phrases that hold blanks.
_DASH = "\N{EN DASH}"
_TO = " \N{EN DASH} "


def in_words(tree: Tree, zone: tzinfo, locale: str, target: tzinfo | None = None) -> str:
    """Say a date in words.

    Args:
        tree: The date as read.
        zone: Where its parts without a zone are.
        locale: A language of :data:`LANGUAGES`, perhaps with a region; others read as English.
        target: The zone in which to show times of day; None shows them as written.
    """
    language = LANGUAGES.get(locale.replace("_", "-").split("-")[0].lower(), LANGUAGES["en"])
    writer = _Writer(language, zone, target)
    if isinstance(tree, Date):
        return writer.date(tree)
    if isinstance(tree, Interval):
        return writer.interval(tree)
    return writer.one_of(tree)


@dataclass(frozen=True, slots=True)
class _Writer:
    language: Language
    zone: tzinfo
    target: tzinfo | None

    # Whole dates

    def date(self, date: Date) -> str:
        return self._qualified(self._bare(date), date)

    def interval(self, interval: Interval) -> str:
        start, end, words = interval.start, interval.end, self.language
        if start and end:
            return self._span(start, end)
        if start:
            if interval.unknown:
                return words.end_unknown[_named_by_day(start)].format(self.date(start))
            return words.since[_named_by_day(start)].format(self.date(start))
        if end is None:
            raise AssertionError("the grammar has no interval without a date")
        if interval.unknown:
            return words.start_unknown[_named_by_day(end)].format(self.date(end))
        return words.until[_named_by_day(end)].format(self.date(end))

    def one_of(self, choice: OneOf) -> str:
        members = choice.members
        dates = [member for member in members if isinstance(member, Date)]
        if len(dates) == len(members) > 1 and all(map(_is_plain, dates)):
            short = self._days_of_one_month(dates)
            if short:
                return short
        return self._either([self._member(member, alone=len(members) == 1) for member in members])

    def _member(self, member: Date | Range, alone: bool) -> str:
        if isinstance(member, Date):
            return self.date(member)
        start, end = member.start, member.end
        if start and end:
            if alone:
                return self.language.between.format(self.date(start), self.date(end))
            return self._span(start, end)
        if end:
            return self.language.earlier.format(self.date(end))
        if start:
            return self.language.later.format(self.date(start))
        raise AssertionError("the grammar has no range without a date")

    def _days_of_one_month(self, dates: list[Date]) -> str:
        year, month, _ = dates[0].first
        if any(
            date.precision is not Precision.DAY
            or date.first[:2] != (year, month)
            or date.approximate
            or date.uncertain
            for date in dates
        ):
            return ""
        days = self._either([self._day_number(date.first[2]) for date in dates])
        return f"{days} {self._month(year, month)}"

    def _either(self, items: list[str]) -> str:
        if len(items) == 1:
            return items[0]
        return f"{', '.join(items[:-1])} {self.language.or_} {items[-1]}"

    def _span(self, start: Date, end: Date) -> str:
        if (start.approximate, start.uncertain) == (end.approximate, end.uncertain):
            return self._qualified(self._joined(start, end), start)
        return f"{self.date(start)}{_TO}{self.date(end)}"

    def _joined(self, start: Date, end: Date) -> str:
        """Two dates as one phrase that does not say the same month or year twice."""
        if start.time and end.time:
            return self._joined_times(start, end)
        first, last = self._bare(start), self._bare(end)
        if first == last:
            return first
        if _is_plain(start) and _is_plain(end) and start.precision is end.precision:
            (year, month, day), (_, last_month, last_day) = start.first, end.first
            same_year = year == end.first[0]
            if start.precision is Precision.YEAR and (year > 0) == (end.first[0] > 0):
                return self._years(year, end.first[0])
            if start.precision is Precision.MONTH and same_year:
                return f"{self.language.months[month - 1]}{_DASH}{last}"
            if start.precision is Precision.DAY and same_year:
                if month == last_month:
                    days = f"{self._day_number(day)}{_DASH}{self._day_number(last_day)}"
                    return f"{days} {self._month(year, month)}"
                return f"{self._day_number(day)} {self.language.months[month - 1]}{_TO}{last}"
        return f"{first}{_TO}{last}"

    def _joined_times(self, start: Date, end: Date) -> str:
        (day, clock, zone), (last_day, last_clock, last_zone) = self._parts(start), self._parts(end)
        if zone == last_zone:
            zone = ""
        first = " ".join(filter(None, (clock, zone)))
        last = f"{last_clock} {last_zone}"
        if day != last_day:
            return f"{day}, {first}{_TO}{last_day}, {last}"
        if first == last_clock:
            return f"{day}, {last}"
        return f"{day}, {first}{_TO if zone else _DASH}{last}"

    # Parts

    def _qualified(self, text: str, date: Date) -> str:
        if date.approximate and not date.around:
            text = self.language.about[_named_by_day(date)].format(text)
        return self.language.perhaps.format(text) if date.uncertain else text

    def _bare(self, date: Date) -> str:
        """A date without its qualifiers."""
        if date.time:
            day, clock, zone = self._parts(date)
            return f"{day}, {clock} {zone}"
        year, month, day_ = date.first
        if date.around:
            low, high = date.around
            known = self._years(low[0], high[0] - 1)
            return f"{self.language.about[0].format(self._year(year))} ({known})"
        if date.season:
            return self._season(date)
        if date.masked:
            return self._masked(date)
        if date.precision is Precision.DAY:
            return self._full_day(year, month, day_)
        if date.precision is Precision.MONTH:
            return self._month(year, month)
        return self._year(year)

    def _parts(self, date: Date) -> tuple[str, str, str]:
        """Day, time of day and zone of a date with a time."""
        if date.time is None:
            raise AssertionError("only a date with a time has these parts")
        utc = moment(date, self.zone)
        zone = self.target or home(date, self.zone)
        if not self.target and date.time.offset is not None and not date.zone:
            zone = timezone(timedelta(milliseconds=date.time.offset)) if date.time.offset else UTC
        civil = ms_to_civil(utc + offset_at(utc, zone))
        day = self._full_day(*civil[:3])
        return day, self._clock(civil, date), zone_label(utc, zone)

    def _clock(self, civil: Civil, date: Date) -> str:
        if date.precision is Precision.HOUR:
            # In a zone that is off by half an hour the hour is no longer a whole one.
            if civil.minute:
                return f"{civil.hour}:{civil.minute:02}"
            return self.language.hour.format(civil.hour)
        text = f"{civil.hour:02}:{civil.minute:02}"
        if date.precision in (Precision.SECOND, Precision.MILLISECOND):
            text += f":{civil.second:02}"
        if date.precision is Precision.MILLISECOND and date.time:
            places = {100: 1, 10: 2, 1: 3}[date.time.length]
            text += f".{civil.millisecond:03}"[: places + 1]
        return text

    def _season(self, date: Date) -> str:
        words, code = self.language, date.season
        year, month, _ = date.first
        last = date.after[0] if month == 12 else year
        if code >= 33:
            patterns = {33: words.quarter, 37: words.third, 40: words.half}
            first = max(lowest for lowest in patterns if lowest <= code)
            return patterns[first].format(words.ordinals[code - first], self._year(year))
        name = f"{words.seasons[(code - 21) % 4]} {self._years(year, last)}"
        if code <= 24:
            return name
        return (words.northern if code <= 28 else words.southern).format(name)

    def _masked(self, date: Date) -> str:
        words = self.language
        first, last = date.first, _day_before(date.after)
        match date.precision:
            case Precision.MONTH:
                known = self._month(*first[:2])
            case Precision.YEAR:
                known = self._year(first[0])
            case _ if first[0] < 100 or not _ends_in_x(date):
                # Before the year 100 decades and centuries have no usual name.
                known = self._years(first[0], last[0])
            case Precision.DECADE:
                known = words.decade.format(first[0])
            case Precision.CENTURY:
                known = words.century.format(self._nth(first[0] // 100 + 1))
            case _:
                known = words.millennium.format(self._nth(first[0] // 1000 + 1))
        patterns = {Precision.DAY: words.a_day_in, Precision.MONTH: words.a_month_in}
        text = patterns.get(date.masked or Precision.YEAR, "{}").format(known)
        # What no phrase can say is shown as written.
        return text if date.tidy else f"{text} ({date.text})"

    def _full_day(self, year: int, month: int, day: int) -> str:
        return f"{self._day_number(day)} {self._month(year, month)}"

    def _day_number(self, day: int) -> str:
        return (self.language.first_day if day == 1 else self.language.day).format(day)

    def _month(self, year: int, month: int) -> str:
        return f"{self.language.months[month - 1]} {self._year(year)}"

    def _year(self, year: int) -> str:
        """Year 0 is 1 BC; a year of fewer than four digits says that it is none of our own."""
        if year <= 0:
            return self.language.bc.format(1 - year)
        return self.language.ad.format(year) if year < 1000 else str(year)

    def _years(self, first: int, last: int) -> str:
        if first == last:
            return self._year(first)
        if first <= 0 < last:
            return f"{self._year(first)}{_TO}{self._year(last)}"
        if last <= 0:
            return f"{1 - first}{_DASH}{self._year(last)}"
        return f"{first}{_DASH}{self._year(last) if last < 1000 else last}"

    def _nth(self, number: int) -> str:
        if self.language.nth:
            return self.language.nth.format(number)
        special = {1: "st", 2: "nd", 3: "rd"}
        teens = 10 <= number % 100 <= 20
        return f"{number}{'th' if teens else special.get(number % 10, 'th')}"


def _is_plain(date: Date) -> bool:
    return not (date.time or date.season or date.masked or date.around)


def _named_by_day(date: Date) -> bool:
    return (_is_plain(date) and date.precision is Precision.DAY) or date.time is not None


def _ends_in_x(date: Date) -> bool:
    """Whether the X in the year are its last digits."""
    year = date.text.strip("~?%-")[:4]
    return year.rstrip("X").isdigit()


def _day_before(day: tuple[int, int, int]) -> tuple[int, int, int]:
    return day_of_number(day_number(*day) - 1)
