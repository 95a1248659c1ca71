"""A date as written: what it allows, what it says, and how to say it in words.

Dates follow the Extended Date/Time Format of the Library of Congress (EDTF, 2019): level 1 and what
reporters need of level 2 (:mod:`dashboard._edtf` lists it). The text is kept: a month is never
turned into its first day. :mod:`dashboard._extent` tells what core and extent are for each form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dashboard._clock import (
    DAY,
    FOREVER,
    HOUR,
    MINUTE,
    NEVER,
    Civil,
    WhenError,
    civil_to_ms,
    day_start,
    instant,
    local_ms,
    ms_to_civil,
    utc_ms,
    zone_name,
    zone_of,
)
from dashboard._datehints import explain, meant
from dashboard._datewords import in_words
from dashboard._edtf import LONGEST, Date, Interval, NotADate, OneOf, Precision, Range, Tree, read
from dashboard._extent import dates_in, extent_of, precision_of

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = [
    "FOREVER",
    "NEVER",
    "Civil",
    "Precision",
    "When",
    "WhenError",
    "civil_to_ms",
    "local_ms",
    "meant",
    "ms_to_civil",
    "utc_ms",
    "zone_of",
]


@dataclass(frozen=True, slots=True)
class When:
    """A date as written; build it with :meth:`parse`.

    Moments are integers: milliseconds since 1970-01-01T00:00Z, so that all years from -9999 to 9999
    fit. Both intervals are half-open and ``earliest <= start < end <= latest``. Two dates are equal
    when they are written the same and read in the same zone.
    """

    text: str
    """As written, without blanks around it."""
    zone: str
    """Where parts without a zone are read: IANA name, ``UTC`` or an offset such as ``+02:00``."""
    earliest: int = field(compare=False)
    """The first moment that the writing allows; ``NEVER`` when it is open at the start."""
    start: int = field(compare=False)
    """The first moment of the core, the best single reading."""
    end: int = field(compare=False)
    """The first moment after the core."""
    latest: int = field(compare=False)
    """The first moment that the writing no longer allows; ``FOREVER`` when it is open there."""
    precision: Precision = field(compare=False)
    """The finest unit that is fixed; of several dates the coarsest: ``2018-04-XX`` is a month."""
    approximate: bool = field(default=False, compare=False)
    """True when any part carries ``~`` or ``%``, or is an estimate such as ``1950S2``."""
    uncertain: bool = field(default=False, compare=False)
    """True when any part carries ``?`` or ``%``."""
    is_interval: bool = field(default=False, compare=False)
    """True for ``a/b``, open or not."""
    is_set: bool = field(default=False, compare=False)
    """True for one-of sets: ``[a,b]``, ``[a..b]``."""

    @classmethod
    def parse(cls, text: str, zone: str | tzinfo = "UTC") -> When:
        """Read a date.

        Args:
            text: EDTF, for example ``2018-04-10/2018-04-13``; at most 200 characters.
            zone: Where days and times without a zone of their own are.

        Raises:
            WhenError: If it is no date that can be read, with a hint what to write instead; or if
                the zone is unknown.
        """
        if not isinstance(text, str):
            raise WhenError(f"a date is a text, not {type(text).__name__}", 'write "2018-04-13"')
        return _parse(text, zone if isinstance(zone, str) else zone_name(zone))

    @property
    def open_start(self) -> bool:
        """Whether nothing limits the start: ``../2020``, ``/2020``, ``[..2020]``."""
        return self.earliest == NEVER

    @property
    def open_end(self) -> bool:
        """Whether nothing limits the end: ``2020/..``, ``2020/``, ``[2020..]``."""
        return self.latest == FOREVER

    @property
    def alternatives(self) -> tuple[When, ...]:
        """The members of a one-of set in the order written, else nothing.

        A range among several members is one alternative, itself a set such as ``[1670..1672]``. A
        set that is a single range has no separate alternatives: its extent says it all.
        """
        tree = read(self.text)
        if not isinstance(tree, OneOf) or (
            len(tree.members) == 1 and isinstance(tree.members[0], Range)
        ):
            return ()
        return tuple(_parse(_member_text(member), self.zone) for member in tree.members)

    @property
    def sort_key(self) -> tuple[int, int, int, int, int, str, str]:
        """Total order: start, finer before coarser, end, earliest, latest, text, zone.

        Two keys are equal exactly when the two dates are.
        """
        return (
            self.start,
            -self.precision.rank,
            self.end,
            self.earliest,
            self.latest,
            self.text,
            self.zone,
        )

    def surely_before(self, other: When) -> bool:
        """Whether this ends before the other starts, however both are read."""
        return self.latest <= other.earliest

    def may_overlap(self, other: When) -> bool:
        """Whether some reading of this and some reading of the other share a moment."""
        return self.earliest < other.latest and other.earliest < self.latest

    def display(self, locale: str = "en", zone: str | tzinfo | None = None) -> str:
        """Say it in words, never to a finer unit than was written.

        Args:
            locale: ``en``, ``nl``, ``de`` or ``fr``, also with a region (``de-AT``); others read
                as ``en``.
            zone: Show times of day in this zone; days stay what they are. By default times are
                shown as written.

        Raises:
            WhenError: If the zone is unknown.
        """
        target = None if zone is None else zone_of(zone)
        return in_words(read(self.text), zone_of(self.zone), locale, target)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When.parse({self.text!r}, {self.zone!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """Let pydantic take values of this type and write them as their text."""
        # Only who uses pydantic pays for it. A text is not accepted: it does not know its zone.
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "description": "A date in the Extended Date/Time Format (EDTF)"}


def _member_text(member: Date | Range) -> str:
    if isinstance(member, Date):
        return member.text
    start, end = (date.text if date else "" for date in member)
    return f"[{start}..{end}]"


@lru_cache(maxsize=1_024)
def _home(zone: str) -> tuple[str, tzinfo]:
    name = zone_name(zone)
    return name, zone_of(name)


_PLAIN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}))?").fullmatch
_ORDINAL_1970 = date(1970, 1, 1).toordinal()


# Values are frozen, so equal texts may share one. Files repeat dates often (sources, claims).
@lru_cache(maxsize=16_384)
def _parse(text: str, zone: str) -> When:
    name, home = _home(zone)
    text = text.strip()
    plain = _PLAIN(text)
    if plain:
        # Nine dates in ten: a plain day, or a day and a minute. What fails here goes the long way,
        # which knows why.
        year, month, day, hour, minute = plain.groups()
        try:
            number = date(int(year), int(month), int(day)).toordinal() - _ORDINAL_1970
        except ValueError:
            pass
        else:
            if hour is None:
                start, end = day_start(number, home), day_start(number + 1, home)
                if start < end:
                    return When(text, name, start, start, end, end, Precision.DAY)
            elif hour < "24" and minute < "60":
                moment = instant(number * DAY + int(hour) * HOUR + int(minute) * MINUTE, home)
                if moment is not None:
                    end = moment + MINUTE
                    return When(text, name, moment, moment, end, end, Precision.MINUTE)
    tree = _read(text)
    extent = extent_of(tree, home)
    dates = dates_in(tree)
    return When(
        text,
        name,
        *extent,
        precision=precision_of(tree),
        approximate=any(part.approximate or part.around is not None for part in dates),
        uncertain=any(part.uncertain for part in dates),
        is_interval=isinstance(tree, Interval),
        is_set=isinstance(tree, OneOf),
    )


def _read(text: str) -> Tree:
    if not text:
        raise WhenError("the date is empty", "write for example 2018-04-13, 2018-04 or 2018")
    if len(text) > LONGEST:
        raise WhenError(
            f"a date of {len(text)} characters is too long: at most {LONGEST}",
            "put what explains the date into the summary",
        )
    try:
        return read(text)
    except NotADate as error:
        raise explain(text, error.text) from None
