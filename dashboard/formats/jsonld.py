"""A timeline as linked data: schema.org in JSON-LD, for search engines and catalogues.

The timeline is a ``Dataset`` that cites its sources, each event an ``Event``, each claim a
``Claim`` of who makes it. A ``ClaimReview`` is written only of what a fact check says, never of
what one party to a case says about another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard._edtf import Date, Interval, read
from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.written import Exporter, Losses, Written
from dashboard.model import Actor, Claim, Event, RelationKind, Source, Stance, Timeline
from dashboard.prose import plain
from dashboard.provenance import assess
from dashboard.when import Precision, When, ms_to_civil, zone_of

__all__ = ["EXPORTER", "to_jsonld"]

#: A date as written has the datatype of the Library of Congress; schema.org has no uncertain dates.
_CONTEXT = [
    "https://schema.org",
    {
        "dcterms": "http://purl.org/dc/terms/",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "dcterms:date": {"@type": "edtf:EDTF"},
    },
]

#: What schema.org calls an actor, by kind; a kind that is not listed is not guessed at.
_ACTORS = {
    "agency": "GovernmentOrganization",
    "company": "Corporation",
    "court": "GovernmentOrganization",
    "government": "GovernmentOrganization",
    "media": "NewsMediaOrganization",
    "organisation": "Organization",
    "organization": "Organization",
    "person": "Person",
    "police": "GovernmentOrganization",
}
#: The same for sources.
_SOURCES = {
    "analysis": "Article",
    "blog": "BlogPosting",
    "news": "NewsArticle",
    "report": "Report",
    "state-media": "NewsArticle",
    "wire": "NewsArticle",
}
_FACT_CHECKS = re.compile(r"fact[ -]?check(?:s|er|ing)?", re.IGNORECASE).fullmatch
#: What a fact check can conclude. To assert something is not to check it.
_VERDICTS = (Stance.CONFIRMS, Stance.DENIES, Stance.DOUBTS)
_CC = re.compile(r"CC[ -](BY(?:-(?:NC|SA|ND))*)[ -]([0-9]\.[0-9])", re.IGNORECASE).fullmatch
_CC0 = re.compile(r"CC[ -]?0(?:[ -]1\.0)?", re.IGNORECASE).fullmatch


def to_jsonld(timeline: Timeline) -> Written:
    """Write a timeline as JSON-LD; the same timeline gives the same bytes."""
    graph = _Graph(timeline)
    nodes = list(graph.nodes())
    text = json.dumps({"@context": _CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=2)
    # The file may be pasted into a page, where "</script>" would end it.
    data = f"{text.replace('<', chr(92) + 'u003c')}\n".encode()
    return Written(data, graph.losses.sentences())


EXPORTER = Exporter("jsonld", "JSON-LD (schema.org)", ".jsonld", to_jsonld)


@dataclass(frozen=True, slots=True)
class _Graph:
    timeline: Timeline
    losses: Losses = field(default_factory=Losses)

    def nodes(self) -> Iterator[dict[str, Any]]:
        """The timeline, then its actors, sources and events with their claims."""
        timeline = self.timeline
        yield self._dataset()
        yield from map(self._actor, timeline.actors.values())
        yield from map(self._source, timeline.sources.values())
        for event in timeline.events:
            yield self._event(event)
            for number, claim in enumerate(event.claims, 1):
                yield self._claim(event, claim, number)
                review = self._review(event, claim, number)
                if review:
                    yield review

    def _name(self, kind: str, key: str) -> str:
        """The address of a node; without a published page the part behind ``#`` alone."""
        return f"{permalink(self.timeline)}#{kind}={key}"

    def _refer(self, kind: str, *keys: str) -> list[dict[str, str]]:
        return [{"@id": self._name(kind, key)} for key in keys]

    def _dataset(self) -> dict[str, Any]:
        timeline, edition = self.timeline, self.timeline.edition
        about: dict[str, Any] = {}
        if edition:
            about = {
                "url": edition.url,
                "version": edition.version,
                "dateModified": _plain_date(edition.date) if edition.date else None,
                # Whether a person or an organisation answers for it is not known.
                "author": {"name": edition.author} if edition.author else None,
                "license": _licence(edition.licence),
            }
        return _filled(
            {
                "@type": "Dataset",
                "@id": permalink(timeline) or "#",
                "name": timeline.title,
                "description": plain(timeline.summary),
                "inLanguage": timeline.language,
                **about,
                "identifier": {
                    "@type": "PropertyValue",
                    "propertyID": "SHA-256",
                    "value": data_hash(timeline),
                },
                "creditText": imprint(timeline),
                "citation": self._refer("source", *timeline.sources),
                "about": [self._event_ref(event) for event in timeline.events],
            }
        )

    def _event_ref(self, event: Event) -> dict[str, str]:
        return {"@id": permalink(self.timeline, event.id)}

    def _actor(self, actor: Actor) -> dict[str, Any]:
        return _filled(
            {
                "@type": _ACTORS.get((actor.kind or "").lower(), "Thing"),
                "@id": self._name("actor", actor.id),
                "name": actor.name,
                "alternateName": actor.short,
            }
        )

    def _source(self, source: Source) -> dict[str, Any]:
        lost = "schema.org has no field for what our sources say besides: {n} remarks left out"
        remarks = (source.note, source.reliability, source.accessed, source.origin)
        self.losses.note(lost, sum(remark is not None for remark in remarks))
        return _filled(
            {
                "@type": _SOURCES.get((source.kind or "").lower(), "CreativeWork"),
                "@id": self._name("source", source.id),
                "url": source.url,
                "name": source.title,
                "publisher": (
                    {"@type": "Organization", "name": source.publisher}
                    if source.publisher
                    else None
                ),
                "datePublished": _plain_date(source.published) if source.published else None,
                "inLanguage": source.language,
                "archivedAt": source.archived,
                "hasPart": {"@type": "Quotation", "text": source.quote} if source.quote else None,
            }
        )

    def _event(self, event: Event) -> dict[str, Any]:
        timeline, when = self.timeline, event.date
        dates = _dates(when)
        words = when.display(timeline.language)
        verdict = assess(timeline, event)
        said = [] if dates.pop("complete") else [f"Date: {words}."]
        if said:
            self.losses.note(
                "schema.org has no uncertain or open dates: of {n} events the date is in words and "
                "in EDTF"
            )
        said += [plain(event.summary), f"Evidence: {verdict.evidence}; {verdict.reason}."]
        category = [timeline.categories[event.category].label] if event.category else []
        wholes = [link.to for link in event.related if link.kind is RelationKind.PART_OF]
        self.losses.note(
            "schema.org has no field for kinds of relations: {n} left out",
            len(event.related) - len(wholes),
        )
        self.losses.note("JSON-LD: {n} pictures stay files and were left out", len(event.media))
        self.losses.note(
            "schema.org has no field for corrections: {n} went into the text",
            len(event.corrections),
        )
        said += [f"Corrected {one.date}: {plain(one.note)}" for one in event.corrections]
        return _filled(
            {
                "@type": "Event",
                **self._event_ref(event),
                "url": permalink(timeline, event.id) if permalink(timeline) else None,
                "name": event.title,
                "description": " ".join(filter(None, said)),
                **dates,
                "dcterms:date": when.text,
                "location": _place(event),
                "about": self._refer("actor", *event.actors),
                "keywords": [*category, *event.tags],
                "subjectOf": self._refer("source", *event.cited),
                "superEvent": [{"@id": permalink(timeline, key)} for key in wholes],
            }
        )

    def _claim(self, event: Event, claim: Claim, number: int) -> dict[str, Any]:
        speaker = self.timeline.actors[claim.by].label
        return _filled(
            {
                "@type": "Claim",
                "@id": self._name("claim", f"{event.id}.{number}"),
                # What a claim does to the event has no field: it goes into the name.
                "name": f"{speaker} {claim.stance}: {event.title}",
                "text": plain(claim.says),
                "author": self._refer("actor", claim.by),
                "datePublished": _plain_date(claim.date) if claim.date else None,
                "about": self._event_ref(event),
                "appearance": self._refer("source", *claim.sources),
            }
        )

    def _review(self, event: Event, claim: Claim, number: int) -> dict[str, Any] | None:
        """What a fact check says about an event; None where the claim is not one's verdict."""
        sources = [self.timeline.sources[key] for key in claim.sources]
        checks = [source for source in sources if _FACT_CHECKS(source.kind or "")]
        if not checks or claim.stance not in _VERDICTS:
            return None
        check = checks[0]
        # Who first said what is checked; the fact checkers are not among them.
        asserting = [
            (index, one)
            for index, one in enumerate(event.claims, 1)
            if one.stance is Stance.ASSERTS and one.by != claim.by
        ]
        reviewed = [self._name("claim", f"{event.id}.{index}") for index, _ in asserting]
        return _filled(
            {
                "@type": "ClaimReview",
                "@id": self._name("review", f"{event.id}.{number}"),
                "url": check.url,
                "claimReviewed": event.title,
                "itemReviewed": [{"@id": key} for key in reviewed],
                "author": {"@type": "Organization", "name": check.publisher or check.label},
                "datePublished": _plain_date(check.published) if check.published else None,
                # In words: a number on a scale is not ours to give.
                "reviewRating": {"@type": "Rating", "alternateName": str(claim.stance)},
                "reviewBody": plain(claim.says),
            }
        )


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _licence(text: str | None) -> str | dict[str, str] | None:
    """The address of a Creative Commons licence, else the licence by its name."""
    if not text:
        return None
    if found := _CC(text.strip()):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if _CC0(text.strip()):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return {"@type": "CreativeWork", "name": text}


def _place(event: Event) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    geo = None
    if place.lat is not None:
        geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return _filled({"@type": "Place", "name": place.name, "geo": geo})


# --- Dates ----------------------------------------------------------------------------------------

_CALENDAR = (Precision.YEAR, Precision.MONTH, Precision.DAY)


def _dates(when: When) -> dict[str, Any]:
    """``startDate`` and ``endDate`` as far as ISO 8601 can say them without saying more.

    ``complete`` tells whether both say all that is written.
    """
    tree = read(when.text)
    if not isinstance(tree, Interval):
        only = _plain_date(when)
        exact = only is not None and when.precision is not Precision.HOUR
        return {"startDate": only, "complete": exact}
    sides = [_plain_date(When.parse(side.text, when.zone)) if side else None for side in tree[:2]]
    return {"startDate": sides[0], "endDate": sides[1], "complete": None not in sides}


def _plain_date(when: When) -> str | None:
    """A year, month, day or moment in ISO 8601; None for what is uncertain or of another kind.

    A month stays a month. A moment gets its offset, and an hour is left out: the day is true, too.
    """
    date = read(when.text)
    if when.approximate or when.uncertain or not isinstance(date, Date):
        return None
    if date.time is None:
        written = date.text.partition("[")[0]
        return None if date.masked or date.season or date.around else written
    day = date.text[: date.text.index("T")] if "T" in date.text else date.text[:10]
    if when.precision is Precision.HOUR:
        return day
    clock = re.split(r"Z|[+-][0-9:]+$|\[", date.text[len(day) + 1 :])[0]
    if date.time.zulu:
        return f"{day}T{clock}Z"
    return f"{day}T{clock}{_offset(when, date)}"


def _offset(when: When, date: Date) -> str:
    """The offset of a moment from UTC, such as ``+02:00``."""
    if date.time is not None and date.time.offset is not None:
        minutes = date.time.offset // 60_000
    else:
        from datetime import UTC, datetime

        civil = ms_to_civil(when.start)
        if not 1 < civil.year < 9999:
            return ""
        moment = datetime(*civil[:6], tzinfo=UTC).astimezone(zone_of(date.zone or when.zone))
        offset = moment.utcoffset()
        minutes = round(offset.total_seconds() / 60) if offset is not None else 0
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
