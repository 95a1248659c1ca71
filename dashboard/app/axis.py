"""What the page needs to write on the axis of time, and the controls that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard._clock import offset_at, zone_label
from dashboard._datelanguages import LANGUAGES
from dashboard.app import ids
from dashboard.app.attributes import aria, data
from dashboard.app.controls import action_button, group
from dashboard.layout.window import DAY, UNITS, YEAR
from dashboard.model import Timeline
from dashboard.when import Precision, zone_of

__all__ = ["RANGES", "bulk_payload", "foot", "overview", "payload", "ranges"]

#: Zones change their clocks at least this far apart, in milliseconds.
_STRIDE = 14 * DAY
#: Clocks are asked about between these moments only: from the years in which zones began to the
#: end of what their rules say.
_RULES = (-4_000_000_000_000, 4_100_000_000_000)

#: Short names of months, for languages in which dates are written.
_SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
}

#: Whose clocks can be shown, as the address has it: the file's, UTC, the reader's.
ZONES = ("", "utc", "local")

#: Windows that a reader can ask for: name of the action, length in milliseconds, short and full
#: name.
RANGES: tuple[tuple[str, int, str, str], ...] = (
    ("rangeDecade", 10 * YEAR, "10 y", "Ten years"),
    ("rangeYear", YEAR, "1 y", "One year"),
    ("rangeMonth", 30 * DAY, "1 m", "One month"),
    ("rangeDay", DAY, "1 d", "One day"),
)

#: The precisions of dates that say a time of day.
_TIMED = (Precision.HOUR, Precision.MINUTE, Precision.SECOND, Precision.MILLISECOND)


def payload(timeline: Timeline) -> dict[str, Any]:
    """Clocks and words for the axis.

    ``clock.offsets`` are moments (milliseconds, UTC) from which on the clocks of the file's zone
    are ahead of UTC by so many milliseconds, over the time of the events that have a time of day;
    ``clock.moments`` is when such an event began and the last time that its date names, and None
    for the others.
    """
    zone = zone_of(timeline.timezone)
    timed = [event.date.precision in _TIMED for event in timeline.events]
    moments = [
        # Until 16:40 lasts through that minute; it is the minute that is named.
        [event.date.start, event.date.end - UNITS[event.date.precision]] if has_time else None
        for event, has_time in zip(timeline.events, timed, strict=True)
    ]
    starts = [pair[0] for pair in moments if pair]
    ends = [pair[1] for pair in moments if pair]
    changes = _changes(min(starts), max(ends), timeline.timezone) if starts else []
    offsets = changes or [[0, offset_at(_middle(timeline), zone)]]
    finest = min((UNITS[event.date.precision] for event in timeline.events), default=0)
    return {
        "clock": {
            "name": timeline.timezone.replace("_", " "),
            "letters": _letters(timeline.timezone, [event.date.start for event in timeline.events]),
            "offsets": offsets,
            "timed": timed,
            "moments": moments,
        },
        **_spoken(timeline),
        "finest": finest,
    }


def _spoken(timeline: Timeline) -> dict[str, Any]:
    """The words of the axis, and the windows that can be asked for."""
    language = timeline.language.split("-")[0].lower()
    words = LANGUAGES.get(language, LANGUAGES["en"])
    return {
        "language": timeline.language,
        "months": _SHORT.get(language, _SHORT["en"]).split(),
        "bc": words.bc,
        "ad": words.ad,
        "ranges": {action: length for action, length, _, _ in RANGES},
    }


def bulk_payload(
    head: Timeline, months: Sequence[int], reach: Sequence[int], shortest: int
) -> dict[str, Any]:
    """The same for very many events, whose times of day are in columns.

    Args:
        head: The timeline without its events.
        months: Local moments all over the time of the events, in order.
        reach: The first and the last local moment that is written with a time of day, if any is.
        shortest: The shortest of the dates, in milliseconds.
    """
    zone = zone_of(head.timezone)
    middle = _bounded(months[len(months) // 2]) if months else 0
    offsets = _changes(reach[0], reach[1], head.timezone) if reach else []
    return {
        "clock": {
            "name": head.timezone.replace("_", " "),
            "letters": _letters(head.timezone, months),
            "offsets": offsets or [[0, offset_at(middle, zone)]],
            "timed": [],
            "moments": [],
        },
        **_spoken(head),
        "finest": min(UNITS.values(), key=lambda unit: abs(unit - shortest)),
    }


def _middle(timeline: Timeline) -> int:
    starts = [event.date.start for event in timeline.events]
    return _bounded(starts[len(starts) // 2]) if starts else 0


def _bounded(moment: int) -> int:
    return min(max(moment, _RULES[0]), _RULES[1])


def _changes(first: int, last: int, name: str) -> list[list[int]]:
    """The moments at which clocks change from shortly before the first to shortly after the last
    moment, each with what holds from then on; the first holds before it too.
    """
    zone = zone_of(name)
    at, end = _bounded(first) - YEAR, _bounded(last) + YEAR
    found = [[at, offset_at(at, zone)]]
    while at < end:
        after = at + _STRIDE
        if offset_at(after, zone) != found[-1][1]:
            low, high = at, after
            while high - low > 1:
                middle = (low + high) // 2
                if offset_at(middle, zone) == found[-1][1]:
                    low = middle
                else:
                    high = middle
            found.append([high, offset_at(high, zone)])
        at = after
    return found


def _letters(name: str, starts: Sequence[int]) -> str:
    """The names that clocks of a zone go by at the times of the events: ``CET/CEST``.

    Clocks before 1970 went by other names, which would say nothing to a reader.
    """
    zone = zone_of(name)
    moments = [_bounded(start) for start in starts if start > 0]
    # Half a year on, clocks may go by their other name.
    halves = [moment + half * YEAR // 2 for moment in moments for half in (0, 1)]
    # Standard time first: its clocks are behind those of summer.
    names = dict.fromkeys(
        zone_label(moment, zone)
        for moment in sorted(halves, key=lambda moment: offset_at(moment, zone))
    )
    return "/".join(names) if len(names) <= 2 and name not in names else ""


def ranges() -> list[Component]:
    """Buttons for windows of a usual length; those that do not fit the timeline are hidden."""
    return [
        action_button(
            action,
            short,
            id=ids.window_range(action),
            title=f"{name} around the middle or the selected event",
            hidden=True,
            className="dl-range",
            **aria(label=name),
        )
        for action, _, short, name in RANGES
    ]


def overview() -> Component:
    """The strip of the whole time, with the window to move and to size; scripts draw into it."""
    return group(
        [
            html.Div(id=ids.OVERVIEW_SHAPE, className="dl-overview-shape", **aria(hidden="true")),
            html.Div(
                [
                    _handle("from", "Start of the window"),
                    html.Div(
                        role="slider",
                        tabIndex=0,
                        className="dl-overview-grip",
                        **data(part="both"),
                        **aria(label="Window of time"),
                    ),
                    _handle("to", "End of the window"),
                ],
                className="dl-overview-frame",
            ),
        ],
        "Overview of the whole time",
        id=ids.OVERVIEW,
        className="dl-overview",
    )


def _handle(part: str, label: str) -> Component:
    return html.Div(
        role="slider",
        tabIndex=0,
        className=f"dl-overview-handle dl-overview-handle--{part}",
        **data(part=part),
        **aria(label=label),
    )


def foot() -> Component:
    """What stands below the chart: folding of quiet times, and whose clocks are shown."""
    return html.Div(
        [
            action_button(
                "fold",
                "Fold quiet times",
                id=ids.FOLD,
                hidden=True,
                className="dl-fold",
                **aria(pressed="false"),
            ),
            html.Div(
                [
                    html.Span("Times in ", className="dl-zone-word"),
                    html.Span(id=ids.ZONE_NAME, className="dl-zone-name"),
                    # Their words are filled in by scripts, which know where the reader is.
                    html.Select(
                        [html.Option(choice or "file", value=choice) for choice in ZONES],
                        id=ids.ZONE,
                        hidden=True,
                        className="dl-zone-select",
                        **aria(label="Time zone"),
                    ),
                ],
                className="dl-zone",
            ),
        ],
        className="dl-foot",
    )
