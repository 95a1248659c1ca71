"""What was probably meant by a text that is no date.

Nothing here is ever accepted as a date: a guess is only offered, and only if it can be read. So the
rules may be generous.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TypeAlias

from dashboard._clock import WhenError, show
from dashboard._datelanguages import LANGUAGES
from dashboard._edtf import LONGEST, read
from dashboard._extent import extent_of

ACCEPTED = "accepted are 2018, 2018-04, 2018-04-13, 2018-04-13T16:30 and intervals such as a/b"

_RELATIVE = re.compile(
    r"\b(yesterday|today|tomorrow|tonight|now|ago|last|next|this|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|gisteren|vandaag|morgen|nu|gestern|heute|jetzt|hier|aujourd'hui|"
    r"demain|maintenant)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"[?~%.\-_X]+|unknown|undated|n\.?d\.?|n/?a|tb[ac]|none|null|onbekend|unbekannt|inconnue?",
    re.IGNORECASE,
)


def explain(text: str, part: str) -> WhenError:
    """Say why a text is no date, and what to write instead.

    Args:
        text: All that was written.
        part: The part of it that follows no pattern of a date; often the same.
    """
    guesses = meant(text, part)
    if guesses:
        why = "can be read in two ways" if len(guesses) > 1 else "is not in the form of a date"
        return WhenError(f"{show(text)} {why}; {ACCEPTED}", f"write {' or '.join(guesses)}")
    if _UNKNOWN.fullmatch(part) or _UNKNOWN.fullmatch(text):
        return WhenError(
            f"{show(text)} does not say when; {ACCEPTED}",
            "leave the date out where that is allowed, or write what is known: 201X, 2018-XX",
        )
    if _RELATIVE.search(part):
        return WhenError(
            f"{show(text)} depends on the day it is read; {ACCEPTED}",
            "write the date itself, year first",
        )
    if re.fullmatch(r"Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?|-?[0-9]{5,}", part):
        return WhenError(
            f"{show(text)} is out of range: years run from -9999 to 9999, with four digits",
            "write ../-9999 for what lies before" if "-" in part else "write 9999/.. at most",
        )
    if re.match(r"P[0-9T]|R[0-9]*/", part):
        return WhenError(
            f"{show(text)} holds a duration or a repetition; {ACCEPTED}",
            "write the last day of the interval",
        )
    if "[" in (text[0], part[:1]):
        hint = "one of several dates stands alone, like [2018-10-03,2018-10-04]"
    elif re.search(r"[0-9]", part):
        hint = "write the year with four digits, then month and day, like 2018-04-13"
    else:
        hint = "write for example 2018-04"
    return WhenError(f"{show(text)} is not a date; {ACCEPTED}", hint)


def meant(text: str, part: str = "") -> tuple[str, ...]:
    """Dates that a text may mean, at most two; nothing of this may be taken without a look.

    Args:
        text: All that was written.
        part: The part of it that follows no pattern of a date; all of it by default.
    """
    if not text or len(text) > _LONGEST_GUESS:
        return ()
    return tuple(islice(_guesses(text, part or text, _DEPTH), 2))


def _reads(text: str) -> bool:
    if not 0 < len(text) <= LONGEST:
        return False
    try:
        extent_of(read(text), UTC)
    except WhenError:
        return False
    return True


#: How often a guess may rest on a guess: "from c. 10 Dec 2018 to May 2019" takes two such steps.
#: Without bounds a text of many slashes or words would be taken apart in exponentially many ways.
_DEPTH = 2
_LONGEST_GUESS = 80

Rule: TypeAlias = Callable[[str, int], Iterable[str]]
"""From a text, and how deep a guess may still rest on others, to what may have been meant."""


def _guesses(text: str, part: str, depth: int) -> Iterator[str]:
    """Texts that can be read and may be what was meant: all those of the first rule that helps."""
    for rule in RULES:
        mended = (_mended_interval(guess, depth) for guess in rule(text, depth))
        found = list(dict.fromkeys(filter(None, mended)))
        if found:
            yield from found
            return
    if part and part != text:
        for guess in _guesses(part, part, depth - 1):
            whole = _mended_interval(text.replace(part, guess, 1), depth)
            if whole:
                yield whole


def _mended_interval(text: str, depth: int) -> str | None:
    """The text if it can be read, also after mending either side of its slash; else nothing."""
    if _reads(text):
        return text
    left, slash, right = text.partition("/")
    if not slash or "/" in right:
        return None
    start, end = _mended(left, depth), _mended(right, depth)
    whole = f"{start}/{end}"
    return whole if start is not None and end is not None and _reads(whole) else None


def _mended(text: str, depth: int) -> str | None:
    """The text if it can be read or is an open end, else the one guess that there is."""
    if text in ("", "..") or _reads(text):
        return text
    if depth <= 0:
        return None
    guesses = list(islice(_guesses(text, text, depth - 1), 2))
    return guesses[0] if len(guesses) == 1 else None


def _pattern(pattern: str, build: Callable[[re.Match[str]], Iterable[str]]) -> Rule:
    return _nested(pattern, lambda found, depth: build(found))


def _nested(pattern: str, build: Callable[[re.Match[str], int], Iterable[str]]) -> Rule:
    compiled = re.compile(pattern, re.IGNORECASE | re.ASCII)

    def rule(text: str, depth: int) -> Iterable[str]:
        found = compiled.fullmatch(text)
        return build(found, depth) if found else ()

    return rule


def _always(build: Callable[[str], Iterable[str]]) -> Rule:
    return lambda text, depth: build(text)


# Characters: digits and dashes of other scripts, capitals, marks of older drafts of the standard.

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")


def _ascii(text: str) -> list[str]:
    plain = "".join(
        str(unicodedata.decimal(char)) if unicodedata.decimal(char, None) is not None else char
        for char in text
    )
    return [plain.translate(_DASHES)]


def _marks(text: str) -> list[str]:
    upper = re.sub(r"(?<=[0-9])[ux]|(?<=-)[ux]", "X", text.upper(), flags=re.IGNORECASE)
    upper = upper.replace("?~", "%").replace("~?", "%")
    return [upper, re.sub(r"(?<=[0-9X]) (?=[~?%])|(?<=~) ", "", upper)]


def _spaces(text: str) -> list[str]:
    return [re.sub(r"\s*([/,\[\]])\s*", r"\1", text), re.sub(r"\s*([:T-])\s*", r"\1", text)]


# Numbers: the right ones in the wrong form.


def _padded(found: re.Match[str]) -> list[str]:
    year, month, day, rest = found.groups("")
    text = f"{year}-{int(month):02}"
    if day:
        text += f"-{int(day):02}"
    return [text + rest]


def _day_and_month(found: re.Match[str]) -> list[str]:
    first, second, year, rest = found.groups("")
    return [
        f"{year}-{int(second):02}-{int(first):02}{rest}",
        f"{year}-{int(first):02}-{int(second):02}{rest}",
    ]


def _ordinal(found: re.Match[str]) -> list[str]:
    year, days = int(found[1]), int(found[2])
    if not (1 <= year < 9999 and 1 <= days <= 366):
        return []
    return [(date(year, 1, 1) + timedelta(days=days - 1)).isoformat()]


def _week(found: re.Match[str]) -> list[str]:
    year, week, day = found.groups()
    try:
        first = date.fromisocalendar(int(year), int(week), int(day or 1))
        last = first if day else first + timedelta(days=6)
    except (ValueError, OverflowError):
        return []
    return [f"{first}" if day else f"{first}/{last}"]


def _timestamp(found: re.Match[str]) -> list[str]:
    moment = datetime(1970, 1, 1) + timedelta(seconds=int(found[1]))
    return [f"{moment:%Y-%m-%dT%H:%M:%S}Z"]


def _time(found: re.Match[str]) -> list[str]:
    day, hour, minute, rest = found.groups("")
    return [f"{day}T{int(hour):02}:{minute}{rest.replace(' ', '').upper()}"]


_ABBREVIATIONS = {
    "UTC": "Z", "GMT": "Z", "CET": "+01:00", "CEST": "+02:00", "BST": "+01:00", "MSK": "+03:00",
    "EST": "-05:00", "EDT": "-04:00", "PST": "-08:00", "PDT": "-07:00",
}  # fmt: skip


def _named_zone(found: re.Match[str]) -> list[str]:
    moment, zone = found[1].replace(" ", "T"), found[2].strip("()")
    return [moment + _ABBREVIATIONS.get(zone.upper(), f"[{zone}]")]


# Intervals: a second part that leaves out what the first one said; dashes and words for the slash.


def _completed(found: re.Match[str]) -> list[str]:
    start, end = found[1], found[2]
    return [f"{start}/{start[: len(start) - len(end)]}{end}"] if len(end) < len(start) else []


def _two_dates(template: str) -> Callable[[re.Match[str], int], list[str]]:
    def build(found: re.Match[str], depth: int) -> list[str]:
        start, end = found[1].strip(), found[2].strip()
        first = re.match(r"\S+\s+", end)
        year = re.search(r"[0-9]{4}", end)
        if first and re.fullmatch(r"[0-9]{1,2}\.?", start):  # 10-13 April 2018
            start = f"{start} {end[first.end() :]}"
        elif year and not re.search(r"[0-9]{4}", start):  # 28 April - 3 May 2018
            start = f"{start} {year[0]}"
        elif not year and len(end) < len(start):
            end = start[: len(start) - len(end)] + end
        start, end = _mended(start, depth), _mended(end, depth)
        return [template.format(start, end)] if start and end else []

    return build


# Words

_ENGLISH_MONTHS = LANGUAGES["en"].months
_MONTHS = {"mrt": "March", "okt": "October", "dez": "December"} | {
    name.casefold(): english
    for language in LANGUAGES.values()
    for name, english in zip(language.months, _ENGLISH_MONTHS, strict=True)
}
_SEASONS = {"fall": 23} | {
    name.casefold(): code
    for language in LANGUAGES.values()
    for code, name in enumerate(language.seasons, 21)
}


def _by_reading(text: str) -> list[str]:
    """Ask python-dateutil, and take from its answer only what the text itself says."""
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
    # It must know the year, and say something in words: numbers alone have rules above.
    if not year or len(text) > 60 or not re.search(r"[^\W\d_]{2}", text):
        return []
    text = re.sub(
        r"[^\W\d_]+\.?", lambda word: _MONTHS.get(word[0].rstrip(".").casefold(), word[0]), text
    )
    text = re.sub(r"\b([0-9]{1,2})(?:\.|st|nd|rd|th|er|e)(?=\s)", r"\1", text)
    readings = [_dateutil(text, dayfirst) for dayfirst in (True, False)]
    return [reading for reading in readings if reading]


def _dateutil(text: str, dayfirst: bool) -> str:
    from dateutil import parser

    # What is not in the text is taken from the default: where two defaults differ, it is not there.
    defaults = datetime(1904, 1, 1, 0, 0), datetime(2096, 12, 31, 23, 59)
    try:
        a, b = (
            parser.parse(text, default=default, dayfirst=dayfirst, ignoretz=True)
            for default in defaults
        )
    except Exception:  # it raises far more than its documentation says, and a guess may fail
        return ""
    known = f"{a.year:04}" if a.year == b.year else ""
    for attribute, mark in (("month", "-"), ("day", "-"), ("hour", "T"), ("minute", ":")):
        if not known or getattr(a, attribute) != getattr(b, attribute):
            break
        known += f"{mark}{getattr(a, attribute):02}"
    return known


def _around(template: str) -> Callable[[re.Match[str], int], list[str]]:
    def build(found: re.Match[str], depth: int) -> list[str]:
        inner = _mended(found[1].strip(), depth)
        return [template.format(inner)] if inner else []

    return build


def _season(found: re.Match[str]) -> list[str]:
    code = _SEASONS.get(found[1].casefold())
    return [f"{found[2]}-{code}"] if code else []


def _before_christ(found: re.Match[str]) -> list[str]:
    year = 1 - int(found[1])
    return [f"{'-' if year else ''}{-year:04}"]


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIMED = rf"{_DAY}[T ][0-9:.]+"

RULES: tuple[Rule, ...] = (
    # Whole texts that hold a slash or a dash.
    _pattern(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?([T ][0-9:]+.*)?", _padded),
    _pattern(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})([T ][0-9:]+.*)?", _day_and_month),
    _pattern(r"([0-9]{1,2})[-/.]([0-9]{4})", lambda m: [f"{m[2]}-{int(m[1]):02}"]),
    _nested(r"([^/]*)/(?:open|now|present|ongoing)", _around("{}/..")),
    _nested(r"([^/]*)/unknown", _around("{}/")),
    _nested(r"open/([^/]*)", _around("../{}")),
    _nested(r"unknown/([^/]*)", _around("/{}")),
    _pattern(r"([^/]+)/([0-9:T.-]+)", _completed),
    _pattern(r"([0-9]{4}) ?- ?([0-9]{4})", lambda m: [f"{m[1]}/{m[2]}"]),
    _pattern(rf"({_DAY})-+({_DAY})", lambda m: [f"{m[1]}/{m[2]}"]),
    _nested(
        r"(?:from |between |van |von |vom |de |du )?(.+?)"
        "(?: ?[\u2013\u2014] ?| -+ |--| to | until | till | through | and | tot | t/m | bis "
        "| au | \u00e0 )(.+)",
        _two_dates("{}/{}"),
    ),
    _nested(r"(?:either )?(.+?) (?:or|of|oder|ou) (.+)", _two_dates("[{},{}]")),
    # Characters.
    _always(_ascii),
    _always(_marks),
    _always(_spaces),
    # Numbers.
    _pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})", lambda m: ["-".join(m.groups())]),
    _pattern(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?", _week),
    _pattern(r"([0-9]{4})-([0-9]{3})", _ordinal),
    _pattern(r"([0-9]{9,10})", _timestamp),
    _pattern(r"Y(-?[0-9]{4})", lambda m: [m[1]]),
    _pattern(rf"({_DAY})[T ]([0-9]{{1,2}})[:.h]?([0-9]{{2}})(.*)", _time),
    _pattern(rf"({_TIMED}) ?([a-z]{{3,4}}|\(?[a-z_]+/[a-z_/]+\)?)", _named_zone),
    _pattern(rf"({_TIMED}\.[0-9]{{3}})[0-9]+(.*)", lambda m: [m[1] + m[2]]),
    _pattern(rf"({_TIMED}),([0-9]{{1,3}})(.*)", lambda m: [f"{m[1]}.{m[2]}{m[3]}"]),
    # Words.
    _nested(
        r"(?:(?:circa|ca|about|around|approx|approximately|rond|omstreeks|etwa|um|vers|environ)\b"
        r"|c(?=[ .0-9])|~)\.?\s*(.+)",
        _around("{}~"),
    ),
    _nested(r"(?:perhaps|possibly|probably|maybe|mogelijk|vielleicht)\s+(.+)", _around("{}?")),
    _nested(r"(?:before|until|till|by|up to|voor|vor|bis|avant|<)\s*(.+)", _around("../{}")),
    _nested(r"(?:after|since|from|na|sinds|nach|seit|depuis|>)\s*(.+)", _around("{}/..")),
    _nested(r"(.+?)\s*(?:\(uncertain\)|\(\?\))", _around("{}?")),
    _pattern(r"(?:the )?([0-9]{3})0'?s", lambda m: [f"{m[1]}X"]),
    _pattern(
        r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th) century",
        lambda m: [f"{int(m[1]) - 1:02}XX"] if m[1].strip("0") else [],
    ),
    _pattern(r"([0-9]{1,4}) ?(?:BCE?|B\.C\.)", _before_christ),
    _pattern(r"AD ([0-9]{1,4})", lambda m: [m[1].zfill(4)]),
    _pattern(r"([0-9]{1,4}) ?(?:AD|CE)", lambda m: [m[1].zfill(4)]),
    _pattern(r"(-?)([0-9]{3}|(?<=-)[0-9]{1,2})", lambda m: [m[1] + m[2].zfill(4)]),
    _pattern(rf"({_DAY})[TZ]", lambda m: [m[1]]),
    _pattern(r"Q([1-4])[ -]?([0-9]{4})", lambda m: [f"{m[2]}-{32 + int(m[1])}"]),
    _pattern(r"([0-9]{4})[ -]?Q([1-4])", lambda m: [f"{m[1]}-{32 + int(m[2])}"]),
    _pattern(r"([^\W\d]+)(?: of)? ([0-9]{4})", _season),
    _always(_by_reading),
)
