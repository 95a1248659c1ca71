"""What is to be reached, and whether it is: a table of goals over the medians of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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


#: Both doors to this project's page.
DOORS = ("frozen", "served")


def _missing(results: Results, size: int, tools: Sequence[str] = ("frozen",)) -> Verdict:
    """No figure of ours: a page that could not be made or opened is a goal that is not met."""
    notes = [results.outcomes.get((size, tool), Outcome()).note for tool in tools]
    note = next((note for note in notes if note != NOTHING), None)
    return UNKNOWN if note is None else Verdict(note, False)


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
            waited = results.outcomes.get((size, rival), Outcome()).waited
            # It takes longer than anybody waited: enough for a yes, not for a no.
            if waited and ours / waited <= most:
                times = f"< {ours / waited:.2f} ×"
                return Verdict(f"{times} ({ours / 1000:.2f} s to > {waited / 1000:.0f} s)", True)
            return UNKNOWN
        measured = f"{ours / theirs:.2f} × ({ours / 1000:.2f} s to {theirs / 1000:.2f} s)"
        return Verdict(measured, ours / theirs <= most)

    return judge


def _within(
    size: int,
    key: str,
    most: float,
    unit: str = "ms",
    scale: float = 1,
    tools: Sequence[str] = ("frozen",),
) -> Judge:
    """A metric of ours is at most a value, given in the unit, through each of the doors."""

    def judge(results: Results) -> Verdict:
        values = [results.median(size, tool, key) for tool in tools]
        known = [value / scale for value in values if value is not None]
        if len(known) < len(values):
            missing = _missing(results, size, tools)
            if missing.met is False or not known:
                return missing
        return Verdict(f"{max(known):,.1f} {unit}", max(known) <= most)

    return judge


def _smooth(size: int) -> Judge:
    """Frames while wheeling and dragging, through both doors."""

    def judge(results: Results) -> Verdict:
        pairs = [
            (
                results.median(size, tool, f"{what}_rate"),
                results.median(size, tool, f"{what}_worst"),
            )
            for tool in DOORS
            for what in ("wheel", "drag")
        ]
        known = [(rate, worst) for rate, worst in pairs if rate is not None and worst is not None]
        missing = _missing(results, size, DOORS)
        if missing.met is False or not known:
            return missing
        rate, worst = min(rate for rate, _ in known), max(worst for _, worst in known)
        return Verdict(f"{rate:.0f} a second, worst {worst:.0f} ms", rate >= 55 and worst <= 100)

    return judge


def _growth(results: Results) -> Verdict:
    """The work of a turn of the wheel, many events against few, through the worse door."""
    pairs = [
        tuple(results.median(size, tool, "wheel_cost") for size in (1_000, 1_000_000))
        for tool in DOORS
    ]
    times = [many / few for few, many in pairs if few and many is not None]
    if not times:
        return UNKNOWN
    return Verdict(f"{max(times):.2f} ×", max(times) <= 1.5)


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
        Goal(
            f"{size:,} events: keystroke to paint",
            f"≤ {most} ms",
            _within(size, "key", most, tools=DOORS),
        )
        for size, most in ((100, 50), (1_000, 50), (10_000, 50), (1_000_000, 150))
    ),
    *(
        Goal(
            f"Served, 1,000,000 events from Parquet: {what}",
            f"≤ {most:g} {unit}",
            _within(1_000_000, key, most, unit, scale, ("served",)),
        )
        for what, key, most, unit, scale in (
            ("ready", "ready", 5, "s", 1e3),
            ("memory of the server", "server", 1, "GB", 1e9),
            ("first marks", "marks", 2, "s", 1e3),
            ("a view", "view", 150, "ms", 1),
        )
    ),
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
