"""What the attributes of a text that we wrote say, back to the fields of a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.formats.draft import Leftovers
from dashboard.formats.markdown_text import line, web
from dashboard.formats.source_draft import SourceDraft
from dashboard.formats.timelinejs.text import (
    ACTOR_FIELDS,
    EDITION_FIELDS,
    SOURCE_FIELDS,
    Told,
    as_date,
    as_id,
    as_number,
    as_stance,
)
from dashboard.model import RelationKind
from dashboard.when import WhenError, zone_of

__all__ = ["event_fields", "settle", "timeline_fields"]

#: Fields whose values are dates or addresses; what is none is not taken.
_CHECKS: Mapping[str, Callable[[object], str | None]] = {
    "published": as_date,
    "accessed": as_date,
    "date": as_date,
    "archived": web,
    "url": web,
}
_KINDS = frozenset(kind.value for kind in RelationKind)


def timeline_fields(told: Told) -> dict[str, Any]:
    """The fields of the file that the title slide carries."""
    given = told.attributes
    fields: dict[str, Any] = {}
    if given.get("language"):
        fields["language"] = line(given["language"])
    if _is_zone(given.get("timezone")):
        fields["timezone"] = line(given["timezone"])
    story = [as_id(key) for key in line(given.get("story")).split()]
    if story and all(story):
        fields["story"] = story
    edition = _checked(given, EDITION_FIELDS)
    if edition:
        fields["edition"] = edition
    return fields


def _is_zone(name: str | None) -> bool:
    try:
        zone_of(line(name))
    except WhenError:
        return False
    return bool(name)


def _checked(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        value = given.get(name)
        if name in _CHECKS and value:
            value = _CHECKS[name](value)
        if value:
            found[name] = str(value)
    return found


def event_fields(
    told: Told,
    event: dict[str, Any],
    sources: SourceDraft,
    actors: dict[str, dict[str, Any]],
    leftovers: Leftovers,
) -> None:
    """Fill in the fields of an event that its text carries.

    Args:
        told: What the text says.
        event: The event; changed.
        sources: The sources of the draft; new ones are added.
        actors: The actors of the draft; new ones are added.
        leftovers: What does not fit is noted here.
    """
    keys = {}
    cited = list(event.get("sources", ()))
    for source in told.parts.get("sources", ()):
        fields = _checked(source, SOURCE_FIELDS)
        key = sources.add(source["url"], key=as_id(source.get("id")) or "", **fields)
        if key is None:
            leftovers.note("a source without an address is left out")
            continue
        keys[source.get("id")] = key
        if source["own"]:
            cited.append(key)
    if cited:
        event["sources"] = list(dict.fromkeys(cited))

    def cite(entry: Mapping[str, Any]) -> list[str]:
        return [keys[key] for key in line(entry.get("sources")).split() if key in keys]

    people = [_actor(actor, actors) for actor in told.parts.get("actors", ())]
    if any(people):
        event["actors"] = [key for key in people if key]
    claims = [_claim(claim, actors, cite(claim)) for claim in told.parts.get("claims", ())]
    if any(claims):
        event["claims"] = [claim for claim in claims if claim]
    links = [_relation(link, cite(link)) for link in told.parts.get("relations", ())]
    if any(links):
        event["related"] = [link for link in links if link]
    for entry in (*claims, *links):
        if entry is None:
            leftovers.note("a claim or relation whose attributes were changed is left out")
    corrections = [
        {"date": as_date(entry.get("date")), "note": entry["note"]}
        for entry in told.parts.get("corrections", ())
        if as_date(entry.get("date")) and entry["note"]
    ]
    if corrections:
        event["corrections"] = corrections
    tags = [entry["words"] for entry in told.parts.get("tags", ()) if entry["words"]]
    if tags:
        event["tags"] = tags
    for entry in told.parts.get("known", ()):
        if as_date(entry.get("date")):
            event["known"] = as_date(entry.get("date"))
    for entry in told.parts.get("place", ()):
        if entry["words"]:
            event["place"] = _place(entry)
    if told.attributes.get("importance") in ("1", "2", "4", "5"):
        event["importance"] = int(told.attributes["importance"])


def _actor(given: Mapping[str, Any], actors: dict[str, dict[str, Any]]) -> str | None:
    key = as_id(given.get("id"))
    if key is None:
        return None
    if key not in actors:
        actors[key] = {name: line(given[name]) for name in ACTOR_FIELDS if given.get(name)}
        actors[key].setdefault("name", line(given.get("words")) or key)
    return key


def _claim(
    given: Mapping[str, Any], actors: dict[str, dict[str, Any]], cited: list[str]
) -> dict[str, Any] | None:
    by, stance = _actor(given["by"], actors), as_stance(given.get("stance"))
    if by is None or stance is None or not given["says"]:
        return None
    claim: dict[str, Any] = {"by": by, "stance": stance, "says": given["says"]}
    if as_number(given.get("number")):
        claim["number"] = as_number(given.get("number"))
    if as_date(given.get("date")):
        claim["date"] = as_date(given.get("date"))
    if cited:
        claim["sources"] = cited
    return claim


def _relation(given: Mapping[str, Any], cited: list[str]) -> dict[str, Any] | None:
    to, kind = as_id(given.get("to")), line(given.get("kind"))
    if to is None or kind not in _KINDS:
        return None
    link: dict[str, Any] = {"to": to, "kind": kind}
    if given["note"]:
        link["note"] = given["note"]
    if cited:
        link["sources"] = cited
    return link


def _place(given: Mapping[str, Any]) -> dict[str, Any]:
    place: dict[str, Any] = {"name": given["words"]}
    try:
        lat, lon = float(given["lat"]), float(given["lon"])
    except (KeyError, ValueError):
        return place
    if abs(lat) <= 90 and abs(lon) <= 180:
        place |= {"lat": lat, "lon": lon}
    return place


def settle(document: dict[str, Any], events: list[dict[str, Any]], leftovers: Leftovers) -> None:
    """Leave out relations and steps of the story that lead to events that are not in the file."""
    ids = {event["id"] for event in events}
    story = document.pop("story", [])
    if story and ids.issuperset(story):
        document["story"] = story
    elif story:
        leftovers.note("the story leads to events that are not in the file and is left out")
    for event in events:
        links = event.get("related")
        if not links:
            continue
        kept = [link for link in links if link["to"] in ids]
        if len(kept) < len(links):
            leftovers.note("a relation to an event that is not in the file is left out")
        if kept:
            event["related"] = kept
        else:
            del event["related"]
