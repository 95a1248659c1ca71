"""The places of a timeline for maps: GeoJSON (RFC 7946), a point for each event.

Events without coordinates have no place on a map; how many there are is said.
"""

from __future__ import annotations

import json
from typing import Any

from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.written import Exporter, Losses, Written
from dashboard.model import Event, Timeline
from dashboard.prose import plain
from dashboard.provenance import assess
from dashboard.when import local_ms, ms_to_civil

__all__ = ["EXPORTER", "to_geojson"]


def to_geojson(timeline: Timeline) -> Written:
    """Write the events that have coordinates; the same timeline gives the same bytes."""
    losses = Losses()
    features = []
    for event in timeline.events:
        place = event.place
        if place is None or place.lat is None or place.lon is None:
            kind = "without a place" if place is None else "whose place has no coordinates"
            losses.note(f"GeoJSON holds what lies on a map: {{n}} events {kind} were left out")
            continue
        features.append(_feature(timeline, event, place.lon, place.lat))
        losses.note("GeoJSON holds no claims: {n} left out", len(event.claims))
        losses.note("GeoJSON holds no relations: {n} left out", len(event.related))
        losses.note("GeoJSON holds no pictures: {n} left out", len(event.media))
        losses.note("GeoJSON holds no corrections: {n} left out", len(event.corrections))
    collection = {
        "type": "FeatureCollection",
        "name": timeline.title,
        # Members of our own are allowed beside those of the standard (RFC 7946, section 6.1).
        "imprint": imprint(timeline),
        "sha256": data_hash(timeline),
        **({"url": permalink(timeline)} if permalink(timeline) else {}),
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, indent=2, allow_nan=False)
    return Written(f"{text}\n".encode(), losses.sentences())


EXPORTER = Exporter("geojson", "GeoJSON (places)", ".geojson", to_geojson)


def _feature(timeline: Timeline, event: Event, longitude: float, latitude: float) -> dict[str, Any]:
    category = timeline.categories[event.category] if event.category else None
    when = event.date
    properties = {
        "title": event.title,
        "date": when.text,
        "date_in_words": when.display(timeline.language),
        # The days that the date allows, for programs that filter by time; nothing for an open end.
        "earliest": None if when.open_start else _day(when.earliest, when.zone),
        "latest": None if when.open_end else _day(when.latest - 1, when.zone),
        "place": event.place.name if event.place else None,
        "summary": plain(event.summary),
        "category": category.label if category else None,
        # A name that many map programs know (simplestyle-spec 1.1).
        "marker-color": category.color if category else None,
        "importance": event.importance,
        "actors": [timeline.actors[key].name for key in event.actors],
        "evidence": str(assess(timeline, event).evidence),
        "sources": [_source(timeline, key) for key in event.cited],
        "tags": list(event.tags),
        "url": permalink(timeline, event.id),
    }
    return {
        "type": "Feature",
        "id": event.id,
        # Longitude comes first (RFC 7946, section 3.1.1).
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            key: value for key, value in properties.items() if value not in (None, "", [])
        },
    }


def _source(timeline: Timeline, key: str) -> dict[str, str]:
    source = timeline.sources[key]
    found = {
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "archived": source.archived,
    }
    return {name: text for name, text in found.items() if text}


def _day(ms: int, zone: str) -> str:
    civil = ms_to_civil(local_ms(ms, zone))
    sign = "-" if civil.year < 0 else ""
    return f"{sign}{abs(civil.year):04}-{civil.month:02}-{civil.day:02}"
