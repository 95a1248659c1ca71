"""The text of a slide: all that TimelineJS has no field for, readable for people and for us.

A slide has one text of HTML. What an event says goes there as paragraphs and lists; attributes
(``data-…``, which TimelineJS keeps) hold the values behind the words, so that a file that comes
back can be taken apart again. An attribute is trusted no more than any other text: what does not
fit is left where it is, as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dashboard.citation import imprint, permalink
from dashboard.formats.html_text import Html, inline, joined, rendered, tag, text
from dashboard.formats.markdown_text import Converted, from_html, is_wild, line
from dashboard.model import Claim, Event, Relation, Source, Stance, Timeline, is_id
from dashboard.provenance import assess
from dashboard.when import When, WhenError
from dashboard.words import EVIDENCE, RELATIONS, STANCES

if TYPE_CHECKING:
    from bs4 import Tag

__all__ = [
    "Told",
    "as_date",
    "as_id",
    "as_number",
    "as_stance",
    "event_text",
    "guarded",
    "take_apart",
    "title_text",
    "unguarded",
]

#: Fields of a source that its entry carries besides its address, in this order.
SOURCE_FIELDS = (
    "title",
    "publisher",
    "published",
    "language",
    "kind",
    "archived",
    "accessed",
    "reliability",
    "origin",
    "quote",
    "note",
)
#: Those of an actor.
ACTOR_FIELDS = ("name", "short", "kind", "country")
#: Those of an edition.
EDITION_FIELDS = ("version", "date", "author", "licence", "url")


# --- Out ------------------------------------------------------------------------------------------

#: Sets a sign that nobody sees behind what could begin an element or a character reference.
_JOINER = "\u2060"
_LIVE = re.compile(r"<|&(?=#?\w+;)")


def guarded(words: str) -> Html:
    """A text for the fields that TimelineJS takes from HTML to text and puts on the page as HTML.

    It does so with headlines and the names of groups, and whatever looks like an element then is
    one. A sign behind ``<`` that is no letter keeps it a text, however often it is read.
    """
    return text(_LIVE.sub(rf"\g<0>{_JOINER}", words))


def unguarded(words: str) -> str:
    """What :func:`guarded` was given, from the words of what it gave."""
    return words.replace(f"<{_JOINER}", "<").replace(f"&{_JOINER}", "&")


def title_text(timeline: Timeline) -> Html:
    """The text of the title slide: the summary, and which state of the timeline this is."""
    edition = timeline.edition
    values = {f"data_{name}": _value(edition, name) for name in EDITION_FIELDS if edition}
    summary = tag(
        "div",
        rendered(timeline.summary),
        data_dateline="timeline",
        data_timezone=timeline.timezone,
        data_language=timeline.language,
        data_story=" ".join(timeline.story) or None,
        **values,
    )
    address = permalink(timeline)
    whole = [" · ", tag("a", "The timeline with all it says", href=address)] if address else []
    return joined([summary, tag("p", tag("small", imprint(timeline), *whole), **_part("imprint"))])


def event_text(timeline: Timeline, event: Event) -> Html:
    """The text of an event's slide."""
    parts: list[Html] = [
        tag(
            "div",
            rendered(event.summary),
            data_dateline="event",
            data_id=event.id,
            data_date=event.date.text,
            data_category=event.category,
            data_importance=None if event.importance == 3 else str(event.importance),
        )
    ]
    notes = {key: number for number, key in enumerate(_all_sources(event), start=1)}
    parts += _lists(timeline, event, notes)
    found = assess(timeline, event)
    parts.append(
        tag("p", tag("strong", EVIDENCE[found.evidence]), f": {found.reason}", **_part("evidence"))
    )
    if notes:
        sources = (
            _source(timeline.sources[key], key in event.sources, timeline.language) for key in notes
        )
        parts.append(tag("p", tag("strong", "Sources"), **_part("heading")))
        parts.append(tag("ol", *sources, **_part("sources")))
    address = permalink(timeline, event.id)
    if not address.startswith("#"):
        parts.append(tag("p", tag("a", "Permanent link", href=address), **_part("permalink")))
    return joined(parts)


def _part(name: str) -> dict[str, str]:
    return {"data_dateline": name}


def _value(value: object, name: str) -> str | None:
    found = getattr(value, name)
    return None if found is None else str(found)


def _all_sources(event: Event) -> list[str]:
    """The ids of the sources of an event, its claims and its relations, each once."""
    linked = [source for link in event.related for source in link.sources]
    return list(dict.fromkeys([*event.cited, *linked]))


def _lists(timeline: Timeline, event: Event, notes: dict[str, int]) -> Iterator[Html]:
    if event.actors:
        names = [_actor(timeline, key) for key in event.actors]
        yield tag("p", "Actors: ", joined(names, ", "), **_part("actors"))
    if event.place:
        place = event.place
        yield tag(
            "p",
            "Place: ",
            tag("span", place.name),
            data_lat=_value(place, "lat"),
            data_lon=_value(place, "lon"),
            **_part("place"),
        )
    if event.known:
        known = event.known
        shown = known.display(timeline.language)
        yield tag("p", f"Known: {shown}", data_date=known.text, **_part("known"))
    if event.claims:
        claims = (_claim(timeline, claim, notes) for claim in event.claims)
        yield tag("ul", *claims, **_part("claims"))
    if event.related:
        links = (_relation(timeline, link, notes) for link in event.related)
        yield tag("ul", *links, **_part("relations"))
    if event.corrections:
        items = (
            tag(
                "li",
                f"Corrected {correction.date.display(timeline.language)}: ",
                tag("span", inline(correction.note)),
                data_date=correction.date.text,
            )
            for correction in event.corrections
        )
        yield tag("ul", *items, **_part("corrections"))
    if event.tags:
        words = joined((tag("span", word) for word in event.tags), ", ")
        yield tag("p", "Tags: ", words, **_part("tags"))


def _actor(timeline: Timeline, key: str) -> Html:
    actor = timeline.actors[key]
    values = {f"data_{name}": _value(actor, name) for name in ACTOR_FIELDS}
    return tag("span", actor.label, data_id=key, **values)


def _numbers(keys: Iterable[str], notes: dict[str, int]) -> Html:
    numbers = ", ".join(str(notes[key]) for key in keys)
    return text(f" [{numbers}]") if numbers else Html("")


def _claim(timeline: Timeline, claim: Claim, notes: dict[str, int]) -> Html:
    when = f" ({claim.date.display(timeline.language)})" if claim.date else ""
    return tag(
        "li",
        tag("strong", f"{STANCES[claim.stance]} by "),
        _actor(timeline, claim.by),
        f"{when}: ",
        tag("span", inline(claim.says), data_says=""),
        _numbers(claim.sources, notes),
        data_stance=claim.stance.value,
        data_number=claim.number,
        data_date=_value(claim, "date"),
        data_sources=" ".join(claim.sources) or None,
    )


def _relation(timeline: Timeline, link: Relation, notes: dict[str, int]) -> Html:
    other = timeline.by_id.get(link.to)
    note = [": ", tag("span", inline(link.note), data_note="")] if link.note else []
    return tag(
        "li",
        tag("strong", f"{RELATIONS[link.kind][0]} "),
        other.title if other else link.to,
        *note,
        _numbers(link.sources, notes),
        data_to=link.to,
        data_kind=link.kind.value,
        data_sources=" ".join(link.sources) or None,
    )


def _source(source: Source, own: bool, locale: str) -> Html:
    values = {f"data_{name}": _value(source, name) for name in SOURCE_FIELDS}
    shown = [tag("a", source.title or source.label, href=source.url)]
    if source.title:
        shown.append(text(source.label))
    if source.published:
        shown.append(text(source.published.display(locale)))
    if source.archived:
        shown.append(tag("a", "archived copy", href=source.archived))
    quote = [": ", tag("q", source.quote, lang=source.language)] if source.quote else []
    return tag(
        "li",
        joined(shown, ", "),
        *quote,
        data_id=source.id,
        data_own="" if own else None,
        **values,
    )


# --- In -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Told:
    """What the attributes of a slide's text say.

    Attributes:
        attributes: Those of the event or of the timeline itself.
        parts: Lists of entries by their name: ``claims``, ``sources`` and so on.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def take_apart(html: object) -> tuple[Converted, Told]:
    """The text of a slide without what we put there, and what that says."""
    told = Told()
    source = "" if html is None else str(html)
    if "data-dateline=" not in source or is_wild(source):
        return from_html(source), told
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(source, "html.parser")
    for element in soup.find_all(True, {"data-dateline": True}):
        if element.decomposed:
            continue
        name = str(element["data-dateline"])
        if name in ("event", "timeline"):
            told.attributes = _attributes(element)
            element.unwrap()
        elif name in READERS:
            told.parts[name] = READERS[name](element)
            element.decompose()
    return from_html(str(soup)), told


def _attributes(element: Tag) -> dict[str, str]:
    """Its ``data-`` attributes by the rest of their names."""
    return {
        name.removeprefix("data-"): str(value)
        for name, value in element.attrs.items()
        if name.startswith("data-") and str(value).strip() and name != "data-dateline"
    }


def _spans(element: Tag) -> list[dict[str, Any]]:
    return [
        {**_attributes(span), "words": line(span.get_text())} for span in element.find_all("span")
    ]


def _itself(element: Tag) -> list[dict[str, Any]]:
    span = element.find("span")
    return [{**_attributes(element), "words": line(span.get_text()) if span else ""}]


def _claims(element: Tag) -> list[dict[str, Any]]:
    found = []
    for item in element.find_all("li", recursive=False):
        says = item.find(True, {"data-says": True})
        by = item.find(True, {"data-id": True})
        if says is not None and by is not None:
            words = from_html(says.decode_contents()).text
            found.append({**_attributes(item), "by": _attributes(by), "says": words})
    return found


def _noted(element: Tag) -> list[dict[str, Any]]:
    found = []
    for item in element.find_all("li", recursive=False):
        note = item.find("span")
        words = from_html(note.decode_contents()).text if note else ""
        found.append({**_attributes(item), "note": words})
    return found


def _sources(element: Tag) -> list[dict[str, Any]]:
    found = []
    for item in element.find_all("li", recursive=False):
        link = item.find("a")
        if link is not None:
            own = item.has_attr("data-own")
            found.append({**_attributes(item), "url": str(link.get("href") or ""), "own": own})
    return found


def _nothing(element: Tag) -> list[dict[str, Any]]:
    """What was worked out from the rest is worked out again."""
    return []


READERS = {
    "actors": _spans,
    "claims": _claims,
    "corrections": _noted,
    "evidence": _nothing,
    "heading": _nothing,
    "imprint": _nothing,
    "known": _itself,
    "permalink": _nothing,
    "place": _itself,
    "relations": _noted,
    "sources": _sources,
    "tags": _spans,
}


# --- Checks ---------------------------------------------------------------------------------------


def as_id(value: object) -> str | None:
    """A text that can be an id, else None."""
    found = line(value)
    return found if found and len(found) <= 120 and is_id(found) else None


def as_date(value: object, zone: str = "UTC") -> str | None:
    """A text that is a date, else None."""
    try:
        return When.parse(line(value), zone).text
    except WhenError:
        return None


def as_stance(value: object) -> str | None:
    """A text that is a stance, else None."""
    found = line(value)
    return found if found in {stance.value for stance in Stance} else None


def as_number(value: object) -> str | None:
    """A text that can be the number of a claim, else None."""
    found = line(value)
    return found if len(found) <= 120 and any(map(str.isdecimal, found)) else None
