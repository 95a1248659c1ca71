"""The zones that a calendar names, as zones of the IANA database where they are some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import cast

from dashboard.formats.icalendar_file.blocks import Block
from dashboard.when import WhenError, zone_of

__all__ = ["Zones"]


@dataclass(slots=True)
class Zones:
    """The zones of one file.

    Attributes:
        home: The zone of what names none (IANA name).
        described: What the file says of the zones that are its own.
        guessed: Names that were taken for one of the database because they end like it.
    """

    home: str
    described: dict[str, tzinfo] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str | None] = field(default_factory=dict)

    def describe(self, blocks: Iterable[Block]) -> None:
        """Take the descriptions of zones in the file (RFC 5545, section 3.6.5)."""
        from icalendar import Timezone

        for block in blocks:
            inner = "".join(part.text for part in block.parts)
            text = block.text.replace("END:VTIMEZONE", f"{inner}END:VTIMEZONE")
            try:
                zone = cast(Timezone, Timezone.from_ical(text))
                name = str(zone.get("tzid", ""))
                alias = zone.get("x-lic-location")
                if alias is not None and _known(str(alias)):
                    self._names[name] = str(alias)
                else:
                    self.described[name] = zone.to_tz(lookup_tzid=False)
            except Exception:  # a zone that cannot be read is a zone that is not described
                continue

    def name(self, tzid: str) -> str | None:
        """The IANA name that a name in a calendar stands for; None when it is none."""
        if tzid not in self._names:
            self._names[tzid] = found = _iana(tzid)
            if found is None and tzid not in self.described:
                self._names[tzid] = found = _ending(tzid)
                if found is not None:
                    self.guessed[tzid] = found
        return self._names[tzid]

    def suffix(self, wall: datetime, tzid: str) -> str | None:
        """What EDTF writes behind a time; None when nobody knows the zone.

        Args:
            wall: What the clock on the wall shows.
            tzid: The zone as the calendar names it.
        """
        name = self.name(tzid)
        if name is not None and name not in ("UTC", "Etc/UTC"):
            return "" if name == self.home else f"[{name}]"
        if name is not None:
            return "Z"
        if tzid in self.described:
            offset = wall.replace(tzinfo=self.described[tzid]).utcoffset()
            return None if offset is None else offset_suffix(offset)
        return None

    def local(self, moment: datetime, tzid: str | None) -> datetime:
        """A moment as the clock in a zone shows it; in the file's zone where none is named."""
        zone = self._zone(tzid)
        return moment.astimezone(zone).replace(tzinfo=None)

    def moment(self, wall: datetime, tzid: str | None) -> datetime:
        """The moment in UTC at which a clock shows a time."""
        return wall.replace(tzinfo=self._zone(tzid)).astimezone(UTC)

    def _zone(self, tzid: str | None) -> tzinfo:
        if tzid is not None and self.name(tzid) is None and tzid in self.described:
            return self.described[tzid]
        return zone_of((self.name(tzid) if tzid else None) or self.home)


def offset_suffix(offset: timedelta) -> str:
    """An offset as EDTF writes it."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _iana(tzid: str) -> str | None:
    """The name in the IANA database, or that of a zone of Windows."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    text = tzid.strip().strip('"')
    return next(
        (name for name in (text, WINDOWS_TO_OLSON.get(text)) if name and _known(name)), None
    )


def _ending(tzid: str) -> str | None:
    """What a name ends in: some programs write ``/example.org/20070129/Europe/Amsterdam``."""
    parts = tzid.strip().strip('"').strip("/").split("/")
    tails = ("/".join(parts[-length:]) for length in (3, 2) if len(parts) > length)
    return next((name for name in tails if _known(name)), None)


def _known(name: str) -> bool:
    if not name[:1].isalpha():
        return False
    try:
        zone_of(name)
    except WhenError:
        return False
    return True
