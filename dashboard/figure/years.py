"""Ticks for times before the year 1000, whose years plotly.js writes as ``0476`` and ``-0043``."""

from __future__ import annotations

from typing import Any

from dashboard.when import When, civil_to_ms, ms_to_civil

__all__ = ["year_ticks"]

#: The first moment of the year 1000, from which on plotly's own ticks read well.
_OWN = civil_to_ms(1000, 1, 1)
#: A tick and the blank beside it, in pixels, for texts such as ``6000 BC``.
_ROOM = 84
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_YEAR = 365.2425 * 86_400_000


def year_ticks(window: tuple[int, int], plot_width: int) -> dict[str, Any]:
    """Round years of a window as people count them: 500 BC, 1 AD, 500 AD, 1000.

    Args:
        window: First and last local millisecond shown.
        plot_width: The width of the plot, in pixels.

    Returns:
        Properties of an axis of plotly; none for windows that begin later or are shorter than
        their ticks, which plotly's own suit.
    """
    least = (window[1] - window[0]) / plot_width * _ROOM / _YEAR
    if window[0] >= _OWN or least < _STEPS[0]:
        return {}
    step = next((step for step in _STEPS if step >= least), _STEPS[-1])
    first, last = ms_to_civil(window[0])[0], ms_to_civil(window[1])[0]
    # Year 0 is 1 BC: round years before it are one later than round numbers.
    years = [
        number + 1 if number < 0 else number or 1 if step > 1 else number
        for number in range(first // step * step, last + 1, step)
    ]
    values = [civil_to_ms(year, 1, 1) for year in years]
    seen = [
        (year, at) for year, at in zip(years, values, strict=True) if window[0] <= at <= window[1]
    ]
    return {
        "tickmode": "array",
        "tickvals": [at for _, at in seen],
        "ticktext": [When.parse(_written(year)).display() for year, _ in seen],
    }


def _written(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"
