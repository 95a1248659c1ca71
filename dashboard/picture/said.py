"""The words of a picture: what stands above and below the chart, and what it is in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import citation, words
from dashboard.layout import layout
from dashboard.layout.text import clean, isolate
from dashboard.model import Evidence, Source, Timeline
from dashboard.picture.asked import Request, lanes_of
from dashboard.picture.svg import Link
from dashboard.provenance import assess

__all__ = ["Said", "lane_labels", "links", "said"]

#: Up to so many events are named in the text for those who do not see the picture.
NAMED = 12
#: The longest text of that kind, in characters; what is longer is a list, not a description.
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one picture.

    Attributes:
        title: Of the timeline.
        lead: What of the timeline is shown, a line each; empty when it is all of it.
        foot: From what and when it was made, a line each.
        description: The picture in words.
    """

    title: str
    lead: tuple[str, ...]
    foot: tuple[str, ...]
    description: str


def said(timeline: Timeline, asked: Request, told: Mapping[str, Any], *, titled: bool) -> Said:
    """The words of a picture.

    Args:
        timeline: What it shows.
        asked: What was asked for.
        told: What ``describe`` in ``dashboard/picture/draw.js`` said about it.
        titled: Whether a title stands above the chart. Without one what it leaves out is said at
            its foot.
    """
    lead = _lead(timeline, asked, told)
    url = timeline.edition.url if timeline.edition else None
    zone = "UTC" if "zone=utc" in asked["state"].split("&") else timeline.timezone.replace("_", " ")
    # Each part for itself: a title that runs from right to left must not turn the others around.
    parts = [isolate(clean(part)) for part in citation.imprint(timeline).split(" · ")]
    foot = [" · ".join(parts), *([url] if url else [])]
    if told["timed"]:
        foot[0] += f" · times: {zone}"
    return Said(
        title=clean(timeline.title),
        lead=tuple(lead),
        foot=tuple(foot if titled else [*lead, *foot]),
        description=_description(timeline, asked, told, lead),
    )


def links(timeline: Timeline) -> dict[int, Link]:
    """Where the mark of each event leads: to the event on the published page, else to its first
    source that has an address.
    """
    published = bool(timeline.edition and timeline.edition.url)
    found = {}
    for place, event in enumerate(timeline.events):
        evidence = words.EVIDENCE[assess(timeline, event).evidence]
        title = " · ".join((clean(event.title), event.date.display(timeline.language), evidence))
        sources = (timeline.sources[key] for key in event.cited)
        href = (
            citation.permalink(timeline, event.id)
            if published
            else next((at for source in sources if (at := _address(source))), None)
        )
        found[place] = Link(title, href)
    return found


def lane_labels(timeline: Timeline, by: str) -> dict[str, str]:
    """The names of lanes by their keys."""
    return {lane.key: lane.label for lane in layout(timeline, lanes=by).lanes}


def _address(source: Source) -> str | None:
    return next(
        (at for at in (source.url, source.archived) if at and at.startswith(("https:", "http:"))),
        None,
    )


def _lead(timeline: Timeline, asked: Request, told: Mapping[str, Any]) -> list[str]:
    lines = []
    if asked["lane"] is not None:
        label = lane_labels(timeline, lanes_of(asked)).get(asked["lane"], asked["lane"])
        lines.append(f"{label}: {told['sentence']}")
    elif told["filtered"] or asked["during"]:
        lines.append(told["sentence"])
    if asked["window"] != [None, None]:
        span = asked["span"] or f"{told['from']} to {told['to']}"
        seen = len(told["inside"])
        if lines and seen == told["number"]:
            lines[-1] += f"; {span}"
        else:
            lines.append(f"{span}: {words.counted(seen, 'event')}")
    if told["selected"] >= 0:
        event = timeline.events[told["selected"]]
        lines.append(f"Ringed: {clean(event.title)} ({event.date.display(timeline.language)})")
    return lines


def _description(
    timeline: Timeline, asked: Request, told: Mapping[str, Any], lead: list[str]
) -> str:
    inside: list[int] = told["inside"]
    language = timeline.language
    events = [timeline.events[place] for place in inside]
    if not events:
        return f"Timeline “{clean(timeline.title)}” without events."
    first, last = events[0].date.display(language), events[-1].date.display(language)
    span = first if first == last else f"{first} to {last}"
    by = lanes_of(asked)
    scene = layout(timeline, lanes=by)
    numbers = Counter(scene.lanes[scene.marks[place].lane].key for place in inside)
    lanes = [f"{lane.label} ({numbers[lane.key]})" for lane in scene.lanes if numbers[lane.key]]
    verdicts = Counter(Evidence(kind) for kind in told["evidence"])
    sentences = [
        f"Timeline “{clean(timeline.title)}”: {words.counted(len(events), 'event')}, {span}",
        *lead,
        f"Lanes: {', '.join(lanes)}" if by != "none" else "",
        "Evidence: "
        + ", ".join(
            f"{verdicts[kind]} {label.lower()}"
            for kind, label in words.EVIDENCE.items()
            if verdicts[kind]
        ),
    ]
    if len(events) <= NAMED:
        named = [f"{event.date.display(language)}, {clean(event.title)}" for event in events]
        sentences.append("Events: " + "; ".join(named))
    text = " ".join(f"{sentence}." for sentence in sentences if sentence)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
