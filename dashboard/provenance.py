"""What follows from the sources: origins, evidence, and when something became known.

Nothing here is typed in by an author. Every verdict comes with its reason in words, and every
function takes an optional day, so that the state of knowledge of that day can be asked for.

The rules

* Two sources are independent when they have different origins. The origin is what the file says;
  without a word there, a publisher is one origin, because a newsroom does not confirm itself.
* An event is *disputed* while an actor denies or doubts it and has not taken that back.
* It is *corroborated* by two or more independent origins among the sources that support it; a
  source that is cited only for a denial supports nothing.
* It became *known* on the day the file says, else with the earliest of its sources that does not
  precede the event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.model import Claim, Event, Evidence, Source, Stance, Timeline
from dashboard.when import When, local_ms

__all__ = [
    "Assessment",
    "Known",
    "Origin",
    "assess",
    "known",
    "origins",
    "standing_claims",
    "support_in_words",
]

#: Stances that speak against the event.
AGAINST = frozenset({Stance.DENIES, Stance.DOUBTS})
#: Stances whose sources support the event.
FOR = frozenset({Stance.ASSERTS, Stance.CONFIRMS})

#: Milliseconds.
DAY = 86_400_000

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent voice: the sources that repeat the same original.

    Attributes:
        name: How to call it in a sentence.
        sources: All that share it, in the order of the file.
    """

    name: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """How well an event is supported, and why.

    Attributes:
        evidence: The verdict.
        reason: The verdict's reason, as a sentence without a full stop.
        origins: The independent voices that support the event.
    """

    evidence: Evidence
    reason: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """When an event became public.

    Attributes:
        when: The day, as written.
        derived: True when it was worked out from the sources, not given in the file.
        delay: Days between the end of the event and its disclosure; 0 when there was none.
    """

    when: When
    derived: bool
    delay: int


def origins(timeline: Timeline, sources: Iterable[Source]) -> tuple[Origin, ...]:
    """Group sources by the original that they repeat, in order of appearance."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        key = source.origin or source.publisher or source.host
        groups.setdefault(key.casefold(), []).append(source)
    return tuple(Origin(_origin_name(timeline, group), tuple(group)) for group in groups.values())


def standing_claims(event: Event, on: int | None = None) -> tuple[Claim, ...]:
    """The claims that hold: made by the day asked for, and not taken back by who made them.

    Args:
        event: The event.
        on: A moment in milliseconds since 1970 (UTC); claims dated later are left out.
    """
    made = [claim for claim in event.claims if on is None or _by(claim.date, on)]
    back = {
        claim.by: claim.date.start if claim.date else None
        for claim in made
        if claim.stance is Stance.RETRACTS
    }

    def stands(claim: Claim) -> bool:
        if claim.by not in back or claim.stance is Stance.RETRACTS:
            return True
        limit = back[claim.by]
        # Without dates a retraction takes back all that its actor said.
        return limit is not None and claim.date is not None and claim.date.start > limit

    return tuple(claim for claim in made if stands(claim))


def assess(timeline: Timeline, event: Event, on: int | None = None) -> Assessment:
    """Say how well an event is supported.

    Args:
        timeline: Where its sources and actors are.
        event: The event.
        on: A moment in milliseconds since 1970 (UTC): judge by what had been published by then.
    """
    if on is not None or timeline.by_id.get(event.id) is not event:
        return _judged(timeline, event, on)
    # Layouts, figures and texts all ask for the verdict of today.
    found: dict[str, Assessment] = timeline.worked_out.setdefault("assess", {})
    if event.id not in found:
        found[event.id] = _judged(timeline, event, None)
    return found[event.id]


def _judged(timeline: Timeline, event: Event, on: int | None) -> Assessment:
    claims = standing_claims(event, on)
    support = dict.fromkeys(event.sources)
    for claim in claims:
        if claim.stance in FOR:
            support.update(dict.fromkeys(claim.sources))
    published = [timeline.sources[key] for key in support]
    if on is not None:
        published = [source for source in published if _by(source.published, on)]
    voices = origins(timeline, published)
    against = [claim for claim in claims if claim.stance in AGAINST]
    if against:
        return Assessment(Evidence.DISPUTED, _dispute(timeline, against, claims), voices)
    verdict = (Evidence.UNSOURCED, Evidence.SINGLE_SOURCE, Evidence.CORROBORATED)[
        min(len(voices), 2)
    ]
    return Assessment(verdict, support_in_words(voices), voices)


def support_in_words(voices: Sequence[Origin]) -> str:
    """Say how many independent voices there are, who they are, and who repeats them."""
    if not voices:
        return "no source is given"
    return _single(voices[0]) if len(voices) == 1 else _corroborated(voices)


def known(timeline: Timeline, event: Event) -> Known:
    """Say when an event became public.

    A publication dated before the event cannot have reported it and is passed over; where no
    source carries a date the event counts as known when it happened.
    """
    if event.known is not None:
        return Known(event.known, False, _delay(event.date, event.known))
    dates = [
        source.published
        for source in (timeline.sources[key] for key in event.cited)
        if source.published is not None and not source.published.surely_before(event.date)
    ]
    if not dates:
        return Known(event.date, True, 0)
    first = min(dates, key=lambda when: when.sort_key)
    return Known(first, True, _delay(event.date, first))


def _delay(happened: When, public: When) -> int:
    """Days from the last day of an event to the day it became public."""
    last = local_ms(happened.end - 1, happened.zone) // DAY
    return max(0, local_ms(public.start, public.zone) // DAY - last)


def _by(when: When | None, on: int) -> bool:
    """True when something of that date was there at the moment ``on``; undated things were."""
    return when is None or when.start <= on


def _origin_name(timeline: Timeline, group: list[Source]) -> str:
    """Call an origin by whom its name begins with: a publisher of the group, or an actor.

    ``aivd-2020-12-10`` is the AIVD's, also where only others that repeat it are cited.
    """
    official = [source for source in group if source.kind == "official"]
    first = (official or group)[0].label
    if not group[0].origin:
        return first
    wanted = group[0].origin.casefold()

    def reach(*names: str | None) -> int:
        """The length of the longest of the names that the origin begins with, as whole words."""
        found = (name.casefold() for name in names if name)
        return max((len(name) for name in found if _begins(wanted, name)), default=0)

    publishers = {source.label: reach(source.publisher) for source in group}
    actors = {
        actor.label: reach(actor.id, actor.short, actor.name) for actor in timeline.actors.values()
    }
    # The longer name says more: "russian-embassy-2020" is the embassy's, not Russia's.
    for names in (publishers, actors):
        best = max(names, key=names.__getitem__, default=None)
        if best is not None and names[best]:
            return best
    return first


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _dispute(timeline: Timeline, against: list[Claim], claims: tuple[Claim, ...]) -> str:
    def names(chosen: Iterable[Claim]) -> str:
        ids = dict.fromkeys(claim.by for claim in chosen)
        return _join([timeline.actors[key].label for key in ids])

    parts = []
    for word, stance in (("denied by", Stance.DENIES), ("doubted by", Stance.DOUBTS)):
        chosen = [claim for claim in against if claim.stance is stance]
        if chosen:
            parts.append(f"{word} {names(chosen)}")
    supporters = [claim for claim in claims if claim.stance in FOR]
    if supporters:
        parts.append(f"asserted by {names(supporters)}")
    return "; ".join(parts)


def _single(voice: Origin) -> str:
    repeats = len(voice.sources) - 1
    if not repeats:
        return f"one source: {voice.name}"
    return f"one origin: {voice.name}; {_count(repeats)} more {_repeat(repeats)} it"


def _corroborated(voices: Sequence[Origin]) -> str:
    named = [voice.name for voice in voices[:4]]
    rest = len(voices) - len(named)
    listing = ", ".join(named) + (f" and {_count(rest)} more" if rest else "")
    repeats = [
        f"{_count(len(voice.sources) - 1)} more {_repeat(len(voice.sources) - 1)} {voice.name}"
        for voice in voices
        if len(voice.sources) > 1
    ]
    return "; ".join([f"{_count(len(voices))} independent origins: {listing}", *repeats[:2]])


def _repeat(number: int) -> str:
    return "repeats" if number == 1 else "repeat"


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
