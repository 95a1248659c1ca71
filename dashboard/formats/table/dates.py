"""Dates as people type them into a column, to EDTF.

What is written as EDTF or ISO 8601 stays as it is. The rest is read by the form that it has;
nothing is added that is not written, so a month stays a month and a time without a zone has none.
Whether ``03/04/2018`` is a day in April or in March is decided once for a column
(:mod:`dashboard.formats.table.order`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from dashboard._datehints import meant
from dashboard._datelanguages import LANGUAGES
from dashboard.formats.table.counted import COUNTED
from dashboard.when import When, WhenError

__all__ = [
    "DAY_IN_NUMBERS",
    "DateColumn",
    "Reading",
    "day_of",
    "looks_like_date",
    "month_of",
    "reads",
    "time_of",
    "year_of",
]

#: Texts that fit no pattern below and are guessed at one by one, which takes a millisecond each.
_MOST_GUESSES = 3_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell means.

    Attributes:
        text: EDTF.
        guessed: Whether words had to be interpreted.
        cut: Whether digits beyond the millisecond were cut off.
    """

    text: str
    guessed: bool = False
    cut: bool = False


def reads(text: str) -> bool:
    """Whether a text is a date as our file takes it."""
    try:
        When.parse(text)
    except WhenError:
        return False
    return True


# Times

_TIME = (
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})"
    r"(?:[.,](?P<fraction>[0-9]{1,9}))?)?)?"
    r"\s?(?P<word>h|u|uur|Uhr|hrs?)?\s?(?P<half>[ap]\.?\s?m\.?)?"
    r"\s?(?P<offset>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_ALONE = re.compile(_TIME, re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})")


def time_of(text: str) -> tuple[str, bool] | None:
    """A time of day as EDTF writes it, with its offset if it has one; None when it is none.

    Returns:
        The text, and whether digits beyond the millisecond were cut off.
    """
    text = text.strip()
    found = _ALONE.fullmatch(text)
    if found is None or (found["minute"] is None and found["half"] is None and text.isdigit()):
        digits = _FOUR_DIGITS.fullmatch(text)
        if digits is None:
            return None
        found = _ALONE.fullmatch(f"{digits[1]}:{digits[2]}")
    return _clock(found) if found else None


def _clock(found: re.Match[str]) -> tuple[str, bool] | None:
    hour, half = int(found["hour"]), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    text = f"{hour:02}"
    cut = False
    if found["minute"] or half:
        text += f":{found['minute'] or '00'}" if found["minute"] else ""
    if found["second"]:
        text += f":{found['second']}"
    if found["fraction"]:
        text += f".{found['fraction'][:3]}"
        cut = bool(found["fraction"][3:].strip("0"))
    offset = (found["offset"] or "").upper()
    if offset in ("Z", "UTC", "GMT"):
        text += "Z"
    elif offset:
        text += offset if ":" in offset or len(offset) == 3 else f"{offset[:3]}:{offset[3:]}"
    return (text, cut) if reads(f"2000-01-01T{text}") else None


# Parts of a date

_ROMAN_NONE = str.maketrans("", "", ".")


def _letters(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_ROMAN_NONE))
    return "".join(char for char in apart if not unicodedata.combining(char))


def _month_names() -> dict[str, int]:
    """Names in all languages that dates are shown in, and as much of them as leaves no doubt."""
    names = {"mrt": 3, "maa": 3, "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5}
    names |= {"junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "octubre": 10}
    names |= {"noviembre": 11, "diciembre": 12, "jaenner": 1, "janner": 1}
    short: dict[str, set[int]] = {}
    for language in LANGUAGES.values():
        for number, name in enumerate(language.months, 1):
            spelled = _letters(name)
            names[spelled] = number
            for length in (3, 4, 5):
                short.setdefault(spelled[:length], set()).add(number)
    for start, numbers in short.items():
        if len(numbers) == 1:
            names.setdefault(start, *numbers)
    return names


_MONTHS = _month_names()


def month_of(text: str) -> str | None:
    """A month, number or name, as two digits."""
    text = text.strip()
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return f"{int(text):02}"
    number = _MONTHS.get(_letters(text))
    return f"{number:02}" if number else None


def day_of(text: str) -> str | None:
    """A day of a month as two digits."""
    found = re.fullmatch(r"(0?[1-9]|[12][0-9]|3[01])(?:\.|st|nd|rd|th|er|e)?", text.strip())
    return f"{int(found[1]):02}" if found else None


def year_of(text: str) -> str | None:
    """A year as EDTF writes it; also one of fewer digits, or ``44 BC``, when it stands alone."""
    text = text.strip()
    found = re.fullmatch(r"(-?)([0-9]{1,4})", text)
    if found:
        text = f"{found[1]}{found[2].zfill(4)}"
    if reads(text):
        return text
    guesses = meant(text)
    return guesses[0] if len(guesses) == 1 else None


# Whole dates

#: Days of the week as they stand before dates, in the languages of the columns; in French and
#: Spanish the article may stand before them. Nothing else may stand there and be passed over:
#: ``about 12 May`` is not the twelfth.
_WEEKDAY = (
    r"(?:(?:le |el )?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sun|sat)(?:day)?\.?,? |"
    r"(?:le |el )?(?:maan|dins|woens|donder|vrij|zater|zon)dag,? |(?:ma|di|wo|do|vr|za|zo)\.?,? |"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag),? |"
    r"(?:den )?(?:mo|mi|fr|sa|so)\.?,? |"
    r"(?:le )?(?:lun|mar|mercre|jeu|vendre|same)di,? |(?:le )?dimanche,? |"
    r"(?:el )?(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo),? |le )?"
)
#: What stands between a day and a time.
_TO_TIME = r",? (?:at |um |om |\u00e0 |a las |- )?|T|,"
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<a>[0-9]{{1,2}})(?P<sign>[-/. ]|\. )(?P<b>[0-9]{{1,2}})(?P=sign)"
    rf"(?P<year>[0-9]{{4}})(?:{_TO_TIME})?(?P<clock>(?<=[T ,]){_TIME})?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?P<sign>[-/. ])(?P<b>[0-9]{1,2})(?P=sign)(?P<a>[0-9]{1,2})"
    rf"(?:{_TO_TIME})?(?P<clock>(?<=[T ,]){_TIME})?",
    re.IGNORECASE,
)
_WORD = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<a>[0-9]{1,2})(?:\.|st|nd|rd|th|er|e)?"
_NAMED = tuple(
    re.compile(rf"{_WEEKDAY}{form}(?:{_TO_TIME})?(?P<clock>(?<=[T ,]){_TIME})?", re.IGNORECASE)
    for form in (
        rf"{_DAY}[ -]?(?:of |de )?{_WORD},?[ -](?P<year>[0-9]{{4}})",
        rf"{_WORD},?[ -]{_DAY},?[ -](?P<year>[0-9]{{4}})",
        rf"(?P<year>[0-9]{{4}})[ -]{_WORD}[ -]{_DAY}",
    )
)
_MONTH_YEAR = re.compile(rf"{_WORD},?[ -](?P<year>[0-9]{{4}})")
DAY_IN_NUMBERS = re.compile(
    r"(?<![0-9])(?P<a>[0-9]{1,2})(?P<sign>[-/.]|\. )(?P<b>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})"
    r"(?![0-9])"
)
_RANGE = re.compile(
    "(?P<start>.+?)(?: (?:-|\u2013|\u2014|to|until|till|through|tot|t/m|bis|au) |\u2013|\u2014)"
    "(?P<end>.+)"
)


def looks_like_date(text: str) -> bool:
    """Whether a text has a form in which people write dates."""
    forms = (_NUMBERS, _YEAR_FIRST, *_NAMED)
    return reads(text) or any(form.fullmatch(text[:80]) for form in forms)


@dataclass(slots=True)
class DateColumn:
    """Reads the cells of one column.

    Attributes:
        order: ``dmy``, ``mdy``, or None where no cell needs it.
        option: What the user said.
    """

    order: str | None = None
    option: str | None = None
    _read: dict[str, Reading | None] = field(default_factory=dict)
    _guesses: int = 0

    def read(self, text: str) -> Reading | None:
        """Read a cell; None when it is no date that can be read in one way."""
        text = text.strip()
        if text not in self._read:
            self._read[text] = self._fresh(text)
        return self._read[text]

    def _fresh(self, text: str) -> Reading | None:
        count = COUNTED.get(self.option or "")
        if count is not None:
            counted = count(text)
            return Reading(counted) if counted else None
        reading = self._one(text) or self._between(text) or self._in_words(text)
        if reading and self.option == "day":
            reading = Reading(_without_time(reading.text), reading.guessed)
        return reading

    def _one(self, text: str) -> Reading | None:
        if len(text) > 200 or re.fullmatch(r"-?[0-9]{5,}", text):
            digits = re.fullmatch(r"([12][0-9]{3})([0-9]{2})([0-9]{2})", text)
            plain = "-".join(digits.groups()) if digits else ""
            return Reading(plain) if plain and reads(plain) else None
        if reads(text):
            return Reading(text)
        for form in (_YEAR_FIRST, _NUMBERS):
            found = form.fullmatch(text)
            if found:
                day, month = found["a"], found["b"]
                if form is _NUMBERS and self.order == "mdy" and "." not in found["sign"]:
                    day, month = month, day
                elif form is _NUMBERS and self.order is None and day != month:
                    return None
                return _dated(found, day, int(month))
        for form in _NAMED:
            found = form.fullmatch(text)
            month_number = _MONTHS.get(_letters(found["month"])) if found else None
            if found and month_number:
                return _dated(found, found["a"], month_number)
        found = _MONTH_YEAR.fullmatch(text)
        month_number = _MONTHS.get(_letters(found["month"])) if found else None
        return Reading(f"{found['year']}-{month_number:02}") if found and month_number else None

    def _between(self, text: str) -> Reading | None:
        found = _RANGE.fullmatch(text[:200])
        if found is None:
            return None
        start, end = self._one(found["start"].strip()), self._one(found["end"].strip())
        if start is None or end is None:
            return None
        both = f"{start.text}/{end.text}"
        return Reading(both, cut=start.cut or end.cut) if reads(both) else None

    def _in_words(self, text: str) -> Reading | None:
        """Read a date with words around it, such as ``about 2018`` or ``10-13 April 2018``."""
        plain = _DAYS.sub(" - ", DAY_IN_NUMBERS.sub(self._as_iso, text[:200]))
        if plain.isdigit() or DAY_IN_NUMBERS.search(plain) or self._guesses >= _MOST_GUESSES:
            return None
        if reads(plain):
            return Reading(plain)
        self._guesses += 1
        guesses = [guess for guess in meant(plain) if _is_said(guess, plain)]
        return Reading(guesses[0], guessed=True) if len(guesses) == 1 else None

    def _as_iso(self, found: re.Match[str]) -> str:
        """A day in numbers inside a longer text, year first where the order is known."""
        day, month = found["a"], found["b"]
        if self.order == "mdy" and "." not in found["sign"]:
            day, month = month, day
        elif self.order is None and day != month:
            return found[0]
        return f"{found['year']}-{int(month):02}-{int(day):02}"


#: The hyphen in ``10-13 April``.
_DAYS = re.compile(r"(?<=[0-9])-(?=[0-9]{1,2}\.? [^\W\d_]{3})")
_A_TIME = re.compile(r"[0-9] ?(?:[:.hu][0-9]{2}|[ap]\.?m|h\b|uur|uhr)", re.IGNORECASE)


def _is_said(guess: str, text: str) -> bool:
    """Whether a guess at a date says nothing that the text does not.

    Hints may be generous, a reading may not: years must stand there digit by digit, and a time of
    day only follows from one.
    """
    years = re.findall(r"(?<![0-9:T+-])([0-9]{4})(?![0-9])", guess)
    early = re.search(r"\b(?:BCE?|B\.C|AD|CE)\b|century", text, re.IGNORECASE)
    if not early and not all(re.search(rf"(?<![0-9]){year}(?![0-9])", text) for year in years):
        return False
    return "T" not in guess or bool(_A_TIME.search(text))


def _dated(found: re.Match[str], day: str, month: int) -> Reading | None:
    date = f"{found['year']}-{month:02}-{int(day):02}"
    cut = False
    if found["clock"]:
        # A number alone is no hour: it may be a page, a footnote, a count.
        alone = not (found["minute"] or found["half"] or found["word"])
        clock = None if alone else _clock(found)
        if clock is None:
            return None
        date, cut = f"{date}T{clock[0]}", clock[1]
    return Reading(date, cut=cut) if reads(date) else None


def _without_time(text: str) -> str:
    return re.sub(r"[T ][0-9]{2}(?::[0-9.:]+)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?", "", text)
