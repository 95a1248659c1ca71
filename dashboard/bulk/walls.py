"""Clocks on walls and moments, a million at once: what :mod:`dashboard.when` does one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.when import civil_to_ms, local_ms, zone_of

__all__ = ["Walls"]

DAY = 86_400_000
#: So close to a change of the clocks, in milliseconds, a time is looked at one by one.
NEAR = DAY + 4 * 3_600_000
#: The years in which changes of the clocks are looked for.
FROM, UNTIL = 1800, 2200

Moments = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Walls:
    """The offsets of a zone.

    Attributes:
        changes: The moments (UTC) from which on an offset holds, in order; the first is the first
            that is known of.
        offsets: By how many milliseconds clocks are ahead of UTC from then on.
        fixed: Whether there is one offset for all time.
    """

    changes: Moments
    offsets: Moments
    fixed: bool

    @classmethod
    def of(cls, zone: str) -> Walls:
        """The offsets of a zone: IANA name, ``UTC`` or an offset such as ``+02:00``."""
        clock = zone_of(zone)

        def ahead(moment: int) -> int:
            return local_ms(moment, clock) - moment

        # A name without a place is one offset for all time.
        if not hasattr(clock, "key"):
            return cls(np.array([0]), np.array([ahead(0)]), fixed=True)
        first, last = civil_to_ms(FROM), civil_to_ms(UNTIL)
        changes, offsets = [first], [ahead(first)]
        # No zone has changed its clocks twice within a week, and if one had, those days are near.
        for moment in range(first + 7 * DAY, last, 7 * DAY):
            offset = ahead(moment)
            if offset != offsets[-1]:
                low, high = moment - 7 * DAY, moment
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if ahead(middle) == offsets[-1] else (low, middle)
                changes.append(high)
                offsets.append(offset)
        return cls(np.array(changes), np.array(offsets), fixed=False)

    def utc(self, walls: Moments) -> tuple[Moments, NDArray[np.bool_]]:
        """The moments at which clocks show some times, and which of them are beyond doubt."""
        if self.fixed:
            return walls - self.offsets[0], np.ones(len(walls), bool)
        shown = self.changes + self.offsets
        at = np.searchsorted(shown, walls, side="right") - 1
        after = np.append(shown, civil_to_ms(UNTIL))[at + 1]
        sure = (at >= 0) & (walls - shown[at] > NEAR) & (after - walls > NEAR)
        return walls - self.offsets[at], sure

    def local(self, moments: Moments) -> tuple[Moments, NDArray[np.bool_]]:
        """What clocks show at some moments, and for which that is known."""
        if self.fixed:
            return moments + self.offsets[0], np.ones(len(moments), bool)
        at = np.searchsorted(self.changes, moments, side="right") - 1
        known = (at >= 0) & (moments < civil_to_ms(UNTIL))
        return moments + self.offsets[at], known
