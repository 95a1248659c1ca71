"""TimelineJS JSON in and out: the slides of Knight Lab's TimelineJS 3, and those of its versions 1
and 2 in (https://timeline.knightlab.com/docs/json-format.html).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign, Importer
from dashboard.formats.written import Exporter, Losses, Written
from dashboard.model import Timeline

__all__ = ["EXPORTER", "IMPORTER"]


def _recognises(foreign: Foreign) -> bool:
    document = foreign.document
    if not isinstance(document, Mapping):
        return False
    old = document.get("timeline")
    if isinstance(old, Mapping) and isinstance(old.get("date"), list):
        return True
    events = document.get("events")
    if not isinstance(events, list):
        return False
    slides = [event for event in events[:50] if isinstance(event, Mapping)]
    return any(
        isinstance(slide.get("start_date"), Mapping)
        or (isinstance(slide.get("text"), Mapping) and slide["text"].keys() & {"headline", "text"})
        for slide in slides
    )


def _read(foreign: Foreign, problems: Collector) -> Draft | None:
    from dashboard.formats.timelinejs.old import modern
    from dashboard.formats.timelinejs.reading import read_slides
    from dashboard.formats.timelinejs.slides import Slide, Slides

    document = foreign.document
    if not isinstance(document, Mapping):
        problems.error("this is no JSON object", 'TimelineJS writes {"title": …, "events": […]}')
        return None
    document, places = modern(document)
    lists: dict[str, list[Slide]] = {}
    for name in ("events", "eras"):
        given = document.get(name) or []
        if not isinstance(given, list):
            problems.error(f"'{name}' is no list", "write […] around the slides", path=places[name])
            return None
        lists[name] = []
        for number, slide in enumerate(given):
            path = (*places[name], number)
            if isinstance(slide, Mapping):
                lists[name].append(Slide(slide, path))
            else:
                problems.warning("a slide that is no object is left out", None, path=path)
    for name in sorted(map(str, document.keys() - {"title", "events", "eras", "scale"})):
        problems.warning(f"the field '{name[:60]}' of the file has no place")
    given = document.get("title")
    title = Slide(given, places["title"]) if isinstance(given, Mapping) else None
    slides = Slides(title, lists["events"], lists["eras"])
    return read_slides(slides, foreign.name, foreign.timezone, problems)


def _write(timeline: Timeline) -> Written:
    from dashboard.formats.timelinejs.writing import slides_of

    losses = Losses()
    slides: dict[str, Any] = slides_of(timeline, losses)
    text = json.dumps(slides, ensure_ascii=False, indent=2)
    return Written(f"{text}\n".encode(), losses.sentences())


IMPORTER = Importer("timelinejs", "TimelineJS JSON", _recognises, _read)
EXPORTER = Exporter("timelinejs", "TimelineJS JSON", ".json", _write)
