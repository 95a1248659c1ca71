"""Numbers that claims give, and those of them that cannot all be right.

A claim may give one number of one thing: ``17 officers``. Claims of an event that give another
number of the same thing are rivals. Which of them is right is not decided here; nor do they change
the evidence, which is about whether the event happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dashboard.disclosure import DAY, day_of, public_day
from dashboard.model import Claim, Event, Stance, Timeline
from dashboard.provenance import standing_claims
from dashboard.when import utc_ms, zone_of

__all__ = ["Rivals", "RivalsStep", "rival_numbers", "rivals_by_day"]


@dataclass(frozen=True, slots=True)
class Rivals:
    """Numbers of one thing that cannot all be right.

    Attributes:
        of: What is counted; empty where no claim says so.
        values: The numbers as written, in the order in which they were claimed first.
        claims: For each of them the claims that give it.
    """

    of: str
    values: tuple[str, ...]
    claims: tuple[tuple[Claim, ...], ...]

    @property
    def text(self) -> str:
        """All of it in short: ``17 ≠ 18 officers``."""
        return f"{' ≠ '.join(self.values)} {self.of}".rstrip()


@dataclass(frozen=True, slots=True)
class RivalsStep:
    """A stretch of days on which the same numbers stood against one another.

    Attributes:
        since: Its first day (local milliseconds); None where nothing limits it.
        until: The first day after it; None for what is known today.
        rivals: One for each thing whose number is contested.
    """

    since: int | None
    until: int | None
    rivals: tuple[Rivals, ...]


def rival_numbers(event: Event, on: int | None = None) -> tuple[Rivals, ...]:
    """The numbers of an event that stand against one another.

    What was taken back counts no more. Who gives a new number of the same thing has mended the old
    one, and is no rival of its own.

    Args:
        event: The event.
        on: A moment in milliseconds since 1970 (UTC); claims dated later are left out.
    """
    given = [
        (claim, *_parts(claim.number))
        for claim in standing_claims(event, on)
        if claim.number and claim.stance is not Stance.RETRACTS
    ]
    things: dict[str, str] = {}
    for _, _, of in given:
        things.setdefault(of.casefold(), of)
    if len(things) == 2 and "" in things:
        # Where one thing is counted, not everyone has to name it.
        (only,) = (name for name in things.values() if name)
        given = [(claim, value, of or only) for claim, value, of in given]
        del things[""]
    found = (
        _rivals(name, [row[:2] for row in given if row[2].casefold() == thing])
        for thing, name in things.items()
    )
    return tuple(rivals for rivals in found if len(rivals.values) > 1)


def rivals_by_day(timeline: Timeline, event: Event) -> tuple[RivalsStep, ...]:
    """Which numbers stood against one another since the event was public; days without any are not
    told.
    """
    if sum(bool(claim.number) for claim in event.claims) < 2:
        return ()
    public, zone = public_day(timeline, event), zone_of(timeline.timezone)
    made = [day_of(timeline, claim.date) for claim in event.claims if claim.date]
    steps: list[tuple[int | None, tuple[Rivals, ...]]] = []
    for day in sorted({public, *(day for day in made if day > public)}):
        found = rival_numbers(event, utc_ms(day + DAY, zone) - 1)
        if not steps or steps[-1][1] != found:
            steps.append((day if steps else None, found))
    return tuple(
        RivalsStep(since, until, rivals)
        for (since, rivals), (until, _) in pairwise([*steps, (None, ())])
        if rivals
    )


#: A number with what stands before it, and what it counts: ``about 1,500 | files``.
_NUMBER = re.compile(
    r"(?P<value>\D*\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?(?:\s*(?:[-–]|to)\s*\d+)?\s*%?)\s*(?P<of>.*)",
    re.DOTALL,
)


def _parts(text: str) -> tuple[str, str]:
    """A number as it is written, and what is counted."""
    found = _NUMBER.fullmatch(text.strip())
    return (found["value"].strip(), found["of"].strip()) if found else (text.strip(), "")


def _rivals(of: str, given: Iterable[tuple[Claim, str]]) -> Rivals:
    """Sort claims of one thing by the number that they give."""
    latest: dict[tuple[str, str], tuple[Claim, str]] = {}
    for claim, value in given:
        # Undated claims of one actor stand beside one another: nothing says which came first.
        key = (claim.by, "" if claim.date else value)
        held = latest.get(key)
        if held is None or _start(held[0]) <= _start(claim):
            latest[key] = (claim, value)
    sorted_: dict[str, list[tuple[Claim, str]]] = {}
    for claim, value in latest.values():
        sorted_.setdefault(re.sub(r"[\s,]", "", value).casefold(), []).append((claim, value))
    rows = sorted_.values()
    return Rivals(
        of,
        tuple(row[0][1] for row in rows),
        tuple(tuple(claim for claim, _ in row) for row in rows),
    )


def _start(claim: Claim) -> int:
    return claim.date.start if claim.date else 0
