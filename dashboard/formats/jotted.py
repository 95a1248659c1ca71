"""What somebody jots down on a command line: a date, what happened, and where it can be read.

``10 Dec 2020: Two diplomats expelled https://example.org/article`` is an event with a source. A
date in words is taken only where it can be read in one way; nothing else is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.problems import UnfitError
from dashboard.when import When, WhenError, meant

__all__ = ["Jotted", "read_date", "read_jotted"]


@dataclass(frozen=True, slots=True)
class Jotted:
    """What a text says about an event.

    Attributes:
        date: EDTF; None when the text gives no date.
        title: What happened, on one line; None when nothing is left of the text.
        links: The addresses in it (http or https), in order, each once.
    """

    date: str | None
    title: str | None
    links: tuple[str, ...]


_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
#: A date in front ends with a colon or a dash that blanks follow, so that 16:30 stays whole.
_FRONT = re.compile(
    r"(?P<date>[^:]{1,80}?(?::[0-9]{2}[^:]{0,80}?){0,4})(?::|\s[-–—])\s+(?P<rest>\S.*)"
)
#: A whole day needs no colon; a bare year could be the first word of a title.
_DAY = re.compile(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}\S*)\s+(?P<rest>.+)")
_AROUND = """[(<\\["']?{}[)>\\]"'.,;:!?]{{0,4}}"""
_NUMBER = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W\d_]{3,}")


def read_jotted(text: str) -> Jotted:
    """Take a text apart.

    Raises:
        UnfitError: If it begins with a date that can be read in more than one way.
    """
    links = tuple(dict.fromkeys(_trimmed(found) for found in _LINK.findall(text)))
    for link in sorted(links, key=len, reverse=True):
        # What stands around an address in a sentence goes with it.
        text = re.sub(_AROUND.format(re.escape(link)), " ", text)
    words = " ".join(text.split())
    date: str | None = None
    for pattern in (_FRONT, _DAY):
        found = pattern.fullmatch(words)
        date = _date(found["date"].strip()) if found else None
        if found and date:
            words = found["rest"]
            break
    else:
        if re.search(r"[0-9]{4}", words) and (alone := _date(words)):
            date, words = alone, ""
    return Jotted(date, words.strip(" :,;-–—") or None, links)


def read_date(text: str) -> str:
    """The date that a text gives, as EDTF.

    Raises:
        UnfitError: If it is none, or can be read in more than one way.
    """
    date = _date(text.strip())
    if date is not None:
        return date
    try:
        When.parse(text)
    except WhenError as error:
        raise UnfitError(error.message, error.hint) from error
    return text.strip()


def _trimmed(link: str) -> str:
    """An address without the punctuation of the sentence around it."""
    link = link.rstrip(".,;:!?'’”")
    while link.endswith(")") and link.count(")") > link.count("("):
        link = link[:-1].rstrip(".,;:!?'’”")
    return link


def _date(text: str) -> str | None:
    """The one date that a text can mean; None when it is none."""
    try:
        When.parse(text)
    except WhenError:
        pass
    else:
        return text
    guesses = meant(text)
    sure = [guess for guess in guesses if _says_all(text, guess)]
    if len(sure) > 1 or len(guesses) != len(sure):
        if not sure:
            return None
        raise UnfitError(
            f"'{text}' can be read in more than one way", f"say --date {' or --date '.join(sure)}"
        )
    return sure[0] if sure else None


def _says_all(text: str, guess: str) -> bool:
    """Whether a guess holds every number of the text, and at most one more for a month's name."""
    wanted = sorted(int(number) for number in _NUMBER.findall(text))
    found = sorted(int(number) for number in _NUMBER.findall(guess))
    for number in wanted:
        if number not in found:
            return False
        found.remove(number)
    return len(found) <= (1 if _WORD.search(text) else 0)
