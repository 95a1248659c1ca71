"""Where the ticks of a window of time stand and what they say.

The rule is that of ``assets/ticks.js``, which follows the reader; here it is for pictures that are
there before any script. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.when import civil_to_ms, ms_to_civil

__all__ = ["Axis", "Tick", "ticks"]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEAR = 365.2425 * DAY

#: The year from which on no era is written, and the least distance of years with one, in pixels.
_BARE, _ERA_ROOM = 1000, 84
#: How near two ticks may come where the rhythm is broken, as a share of the least distance.
_NEAR = 0.7
#: How wide a character of the axis is, and the blank between two texts, in pixels.
_CHARACTER, _BLANK = 6.4, 6


class Tick(NamedTuple):
    """A tick of an axis.

    Attributes:
        at: The local millisecond.
        text: What it says.
        context: The second line, which says where the unit above changes; else empty.
    """

    at: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The words of an axis.

    Attributes:
        months: The twelve short names.
        bc: How a year before the first is written, with ``{}`` for its number.
        ad: How an early year since then is written.
    """

    months: Sequence[str]
    bc: str
    ad: str

    def year(self, at: int) -> str:
        number = ms_to_civil(at)[0]
        if number < 1:
            return self.bc.replace("{}", str(1 - number))
        return self.ad.replace("{}", str(number)) if number < _BARE else str(number)

    def month(self, at: int) -> str:
        return self.months[ms_to_civil(at)[1] - 1]

    def month_of_year(self, at: int) -> str:
        return f"{self.month(at)} {self.year(at)}"

    def day(self, at: int) -> str:
        return f"{ms_to_civil(at)[2]} {self.month_of_year(at)}"


class _Step(NamedTuple):
    unit: str
    every: int
    length: float
    least: int


def _steps(unit: str, length: float, counts: Sequence[int], least: int) -> list[_Step]:
    return [_Step(unit, count, length * count, least) for count in counts]


#: Finest first: how long a step is, and the least distance of two ticks in pixels.
_STEPS = (
    *_steps("seconds", SECOND, (1, 2, 5, 10, 15, 30), 76),
    *_steps("minutes", MINUTE, (1, 2, 5, 10, 15, 30), 58),
    *_steps("minutes", HOUR, (1, 2, 3, 6, 12), 58),
    *_steps("days", DAY, (1, 2, 5, 7, 14), 36),
    *_steps("months", YEAR / 12, (1, 2, 3, 6), 46),
    *_steps("years", YEAR, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000), 62),
)


def ticks(window: tuple[int, int], width: float, axis: Axis) -> list[Tick]:
    """The ticks of a window.

    Args:
        window: First and last local millisecond shown.
        width: Of the plot, in pixels.
        axis: The words.
    """
    scale = width / (window[1] - window[0])
    ancient = ms_to_civil(window[0])[0] < _BARE
    step = _step_for(scale, ancient)
    places: list[int] = []
    for at in _places(step, *window):
        if not places or (at - places[-1]) * scale >= step.least * _NEAR:
            places.append(at)
    contexts = _contexts(places, step, axis, scale)
    return [
        Tick(at, _text(step, axis, at), context)
        for at, context in zip(places, contexts, strict=True)
    ]


def _step_for(scale: float, ancient: bool) -> _Step:
    def fits(step: _Step) -> bool:
        least = _ERA_ROOM if ancient and step.unit == "years" else step.least
        return step.length * scale >= least

    return next(filter(fits, _STEPS), _STEPS[-1])


def _places(step: _Step, first: int, last: int) -> Iterator[int]:
    if step.unit in ("seconds", "minutes"):
        length = int(step.length)
        yield from range(-(-first // length) * length, last + 1, length)
    elif step.unit == "days":
        for begin, end in _months(first, last, 1):
            for at in range(begin, end, step.every * DAY):
                # None that crowds the first of the next month.
                if first <= at <= last and (at == begin or end - at > step.length * _NEAR):
                    yield at
    elif step.unit == "months":
        yield from (at for at, _ in _months(first, last, step.every) if first <= at <= last)
    else:
        yield from _years(first, last, step.every)


def _months(first: int, last: int, count: int) -> Iterator[tuple[int, int]]:
    year, month, _ = ms_to_civil(first)[:3]
    number = year * 12 + (month - 1) // count * count
    while (at := _month(number)) <= last:
        number += count
        yield at, _month(number)


def _month(number: int) -> int:
    return civil_to_ms(number // 12, number % 12 + 1, 1)


def _years(first: int, last: int, count: int) -> Iterator[int]:
    """Round years as they are counted: 500 BC, 1, 500, not 501 BC and 0."""
    number = (ms_to_civil(first)[0] - 1) // count
    while True:
        year = number * count
        if count > 1 and year <= 0:
            year += 1
        at = civil_to_ms(year, 1, 1)
        if at > last:
            return
        if at >= first:
            yield at
        number += 1


def _text(step: _Step, axis: Axis, at: int) -> str:
    if step.unit == "years":
        return axis.year(at)
    if step.unit == "months":
        return axis.month(at)
    if step.unit == "days":
        return str(ms_to_civil(at)[2])
    hours, minutes = divmod(at % DAY // MINUTE, 60)
    seconds = f":{at % MINUTE // SECOND:02d}" if step.unit == "seconds" else ""
    return f"{hours:02d}:{minutes:02d}{seconds}"


def _contexts(places: Sequence[int], step: _Step, axis: Axis, scale: float) -> list[str]:
    """Second lines, at the first tick and wherever they change; an earlier one gives way."""
    words = {"years": None, "months": axis.year, "days": axis.month_of_year}.get(
        step.unit, axis.day
    )
    if words is None:
        return [""] * len(places)
    lines = [words(at) for at in places]
    shown = [line if n == 0 or line != lines[n - 1] else "" for n, line in enumerate(lines)]
    after, width = float("inf"), 0.0
    for n in range(len(shown) - 1, -1, -1):
        if not shown[n]:
            continue
        here, own = places[n] * scale, len(shown[n]) * _CHARACTER
        if here + own / 2 + _BLANK > after - width / 2:
            shown[n] = ""
        else:
            after, width = here, own
    return shown
