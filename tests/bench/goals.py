"""What is to be reached, and whether it is: a table of goals over the medians of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.bench.figures import NOTHING, Outcome

__all__ = ["GOALS", "Goal", "Loading", "Results", "Verdict", "judged"]


@dataclass(frozen=True, slots=True)
class Loading:
    """How long reading a file takes, in seconds of the processor.

    Attributes:
        walked: A bare walk over the YAML of 10,000 events.
        loaded: Reading and checking them.
        large: The same for 100,000 events; None when it was not tried.
    """

    walked: float
    loaded: float
    large: float | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run has found.

    Attributes:
        outcomes: By the size of the case (0 is the shipped one) and the key of the tool.
        loading: How long reading takes; None when it was not measured.
    """

    outcomes: Mapping[tuple[int, str], Outcome]
    loading: Loading | None = None

    def median(self, size: int, tool: str, key: str) -> float | None:
        """The median of a metric; None when there is none."""
        return self.outcomes.get((size, tool), Outcome()).median(key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure beside its goal.

    Attributes:
        measured: The figure in words.
        met: Whether the goal is met; None when the run has no answer.
    """

    measured: str
    met: bool | None


UNKNOWN = Verdict("not measured", None)

Judge = Callable[[Results], Verdict]


def _missing(results: Results, size: int) -> Verdict:
    """No figure of ours: a page that could not be made or opened is a goal that is not met."""
    note = results.outcomes.get((size, "frozen"), Outcome()).note
    return UNKNOWN if note == NOTHING else Verdict(note, False)


@dataclass(frozen=True, slots=True)
class Goal:
    """A row: the work, the goal in words, and what judges it."""

    work: str
    goal: str
    judge: Judge


def _beside(size: int, key: str, rival: str, rival_key: str, most: float) -> Judge:
    """A metric of ours is at most so many times one of a rival."""

    def judge(results: Results) -> Verdict:
        ours = results.median(size, "frozen", key)
        theirs = results.median(size, rival, rival_key)
        if ours is None:
            return _missing(results, size)
        if not theirs:
            return UNKNOWN
        measured = f"{ours / theirs:.2f} × ({ours / 1000:.2f} s to {theirs / 1000:.2f} s)"
        return Verdict(measured, ours / theirs <= most)

    return judge


def _within(size: int, key: str, most: float, unit: str = "ms", scale: float = 1) -> Judge:
    """A metric of ours is at most a value, given in the unit."""

    def judge(results: Results) -> Verdict:
        value = results.median(size, "frozen", key)
        if value is None:
            return _missing(results, size)
        return Verdict(f"{value / scale:,.1f} {unit}", value / scale <= most)

    return judge


def _smooth(size: int) -> Judge:
    """Frames while wheeling and dragging, through both doors."""

    def judge(results: Results) -> Verdict:
        pairs = [
            (
                results.median(size, tool, f"{what}_rate"),
                results.median(size, tool, f"{what}_worst"),
            )
            for tool in ("frozen", "served")
            for what in ("wheel", "drag")
        ]
        known = [(rate, worst) for rate, worst in pairs if rate is not None and worst is not None]
        if not known:
            return _missing(results, size)
        rate, worst = min(rate for rate, _ in known), max(worst for _, worst in known)
        return Verdict(f"{rate:.0f} a second, worst {worst:.0f} ms", rate >= 55 and worst <= 100)

    return judge


def _growth(results: Results) -> Verdict:
    few, many = (results.median(size, "frozen", "wheel_cost") for size in (1_000, 1_000_000))
    if not few or many is None:
        return UNKNOWN
    return Verdict(f"{many / few:.2f} ×", many / few <= 1.5)


def _loading(results: Results) -> Verdict:
    if (loading := results.loading) is None:
        return UNKNOWN
    times = loading.loaded / loading.walked
    return Verdict(f"{times:.2f} × ({loading.loaded:.2f} s to {loading.walked:.2f} s)", times <= 3)


def _linear(results: Results) -> Verdict:
    if (loading := results.loading) is None or loading.large is None:
        return UNKNOWN
    times = loading.large / loading.loaded
    # A tenth more than ten times is what noise makes of a straight line.
    return Verdict(f"{times:.1f} × the time of 10,000", times <= 11)


def _unknown(_: Results) -> Verdict:
    return UNKNOWN


_SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)

GOALS = (
    Goal(
        "Shipped case, frozen: first content",
        "≤ 0.2 × plotly's first marks",
        _beside(0, "content", "plotly", "marks", 0.2),
    ),
    Goal(
        "Shipped case, frozen: first marks",
        "≤ 0.2 × plotly's first marks",
        _beside(0, "marks", "plotly", "marks", 0.2),
    ),
    Goal(
        "Shipped case, frozen: first marks",
        "≤ vis-timeline's first marks",
        _beside(0, "marks", "vis", "marks", 1),
    ),
    Goal(
        "Shipped case, frozen: live chart",
        "≤ 0.6 × plotly's",
        _beside(0, "live", "plotly", "live", 0.6),
    ),
    *(
        Goal(
            f"{size:,} events: live chart",
            f"≤ {most} × vis-timeline's",
            _beside(size, "live", "vis", "live", most),
        )
        for size, most in ((1_000, 2), (10_000, 0.5), (100_000, 0.1))
    ),
    *(
        Goal(f"{size:,} events: wheel and drag", "≥ 55 frames a second, worst ≤ 100 ms", judge)
        for size, judge in ((size, _smooth(size)) for size in _SIZES)
    ),
    *(
        Goal(f"{size:,} events: keystroke to paint", f"≤ {most} ms", _within(size, "key", most))
        for size, most in ((100, 50), (1_000, 50), (10_000, 50), (1_000_000, 150))
    ),
    Goal("Served, 1,000,000 events from Parquet", "ready in ≤ 5 s, ≤ 1 GB, ≤ 150 ms", _unknown),
    Goal("Frozen, 100,000 events: file", "≤ 12 MB", _within(100_000, "bytes", 12, "MB", 1e6)),
    Goal("Frozen, 100,000 events: first marks", "≤ 2 s", _within(100_000, "marks", 2, "s", 1e3)),
    Goal("Work of a turn, 1,000,000 against 1,000 events", "≤ 1.5 ×", _growth),
    Goal("Loading YAML, 10,000 events", "≤ 3 × a bare walk", _loading),
    Goal("Loading YAML, 100,000 events", "linear", _linear),
)

_WORDS = {True: "met", False: "not met", None: "–"}


def judged(results: Results) -> Iterable[tuple[str, str, str, str]]:
    """The rows of the table: work, goal, what was measured, and whether that is enough."""
    for goal in GOALS:
        verdict = goal.judge(results)
        yield goal.work, goal.goal, verdict.measured, _WORDS[verdict.met]
