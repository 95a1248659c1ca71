"""From samples to the figures in a table: pure functions, and the table of what is measured."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = [
    "METRICS",
    "NOTHING",
    "Metric",
    "Outcome",
    "Pace",
    "Sample",
    "cell",
    "markdown",
    "pace",
    "ratio",
]

#: Stands where there is nothing to say.
NOTHING = "–"

#: What one visit measured, by the key of the metric.
Sample = dict[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one tool made of one case.

    Attributes:
        samples: One for each visit.
        note: Why something is missing, such as ``> 60 s``; stands where there is no figure.
        waited: Milliseconds after which it was ended because its chart was not live; None when it
            was not.
    """

    samples: tuple[Sample, ...] = ()
    note: str = NOTHING
    waited: float | None = None

    def median(self, key: str) -> float | None:
        """The median of all visits that measured it; None when none did."""
        values = [sample[key] for sample in self.samples if key in sample]
        return statistics.median(values) if values else None


@dataclass(frozen=True, slots=True)
class Pace:
    """How smoothly frames followed each other.

    Attributes:
        rate: Frames a second while there was input.
        worst: The longest time from one frame to the next in milliseconds, afterwards too: some
            tools draw when the input has ended.
    """

    rate: float
    worst: float


def pace(stamps: Sequence[float], ended: float) -> Pace | None:
    """The pace of frames.

    Args:
        stamps: When each frame began, in milliseconds; they reach beyond the end of the input.
        ended: When the input ended. A frame that was due by then and came later counts with all the
            time it took, so that a page that stands still has no good rate.
    """
    if len(stamps) < 2:
        return None
    last = next((at for at, stamp in enumerate(stamps) if stamp >= ended), len(stamps) - 1)
    if last == 0:
        return None
    rate = last * 1000 / (stamps[last] - stamps[0])
    return Pace(rate, max(after - before for before, after in pairwise(stamps)))


# --- Words for figures ----------------------------------------------------------------------------


def _seconds(milliseconds: float) -> str:
    return (
        f"{milliseconds / 1000:.2f} s" if milliseconds < 9_995 else f"{milliseconds / 1000:.0f} s"
    )


def _milliseconds(value: float) -> str:
    return f"{value:,.0f} ms" if value >= 9.95 else f"{value:.1f} ms"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.2f} MB" if value < 99.95e5 else f"{value / 1e6:,.0f} MB"


def _rate(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


@dataclass(frozen=True, slots=True)
class Metric:
    """A row of a table.

    Attributes:
        key: Its name in a :data:`Sample`.
        title: What the table calls it.
        say: The words for a value: bytes, milliseconds, or frames a second.
    """

    key: str
    title: str
    say: Callable[[float], str]


METRICS = (
    Metric("ready", "Ready to be opened", _seconds),
    Metric("disk", "Bytes on disk", _megabytes),
    Metric("bytes", "Bytes of a visit", _megabytes),
    Metric("content", "First content", _seconds),
    Metric("marks", "First marks", _seconds),
    Metric("live", "Live chart", _seconds),
    Metric("wheel_rate", "Wheel: frames a second", _rate),
    Metric("wheel_worst", "Wheel: worst frame", _milliseconds),
    Metric("wheel_cost", "Wheel: work a turn", _milliseconds),
    Metric("drag_rate", "Drag: frames a second", _rate),
    Metric("drag_worst", "Drag: worst frame", _milliseconds),
    Metric("view", "Zoom by a key", _milliseconds),
    Metric("key", "Keystroke in the filter", _milliseconds),
    Metric("memory", "Memory of the page", _megabytes),
    Metric("server", "Memory of the server", _megabytes),
)


def ratio(value: float | None, ours: float | None) -> str:
    """How many times ours a value is, with two digits that count; empty when there is none."""
    if value is None or not ours:
        return ""
    times = value / ours
    if times < 0.005:
        return "< 0.01 ×"
    digits = 0 if times >= 9.95 else 1 if times >= 0.995 else 2
    return f"{times:.{digits}f} ×"


def cell(metric: Metric, outcome: Outcome, ours: Outcome | None) -> str:
    """What stands in a table: the median and, beside a rival's, how many times ours it is."""
    value = outcome.median(metric.key)
    if value is None:
        return outcome.note
    times = "" if ours is None else ratio(value, ours.median(metric.key))
    return f"{metric.say(value)} ({times})" if times else metric.say(value)


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown whose columns line up, so that it can be read as it is."""
    lines = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = [
        "| "
        + " | ".join(word.ljust(width) for word, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    ]
    padded.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(padded) + "\n"
