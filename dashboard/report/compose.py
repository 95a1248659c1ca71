"""From a timeline to what its report says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from dashboard import chronology, prose, words
from dashboard.citation import data_hash, imprint, permalink, short_hash
from dashboard.model import Claim, Event, Evidence, Media, Source, Timeline
from dashboard.numbers import rival_numbers
from dashboard.provenance import Assessment, assess, known, origins, support_in_words
from dashboard.report.clean import clean, language, line
from dashboard.report.content import (
    Account,
    Cited,
    Correction,
    Entry,
    Group,
    Month,
    Note,
    Prose,
    Quotation,
    Report,
    Row,
    Tie,
    Voice,
    Year,
)

__all__ = ["compose"]


def compose(timeline: Timeline) -> Report:
    """Work out what a report of a timeline says. Internal events are left out."""
    timeline = timeline.public()
    desk = _Desk(timeline)
    years = tuple(
        Year(chronology.year_name(number), desk.months(events))
        for number, events in groupby(timeline.events, key=chronology.year)
    )
    cited = tuple(desk.notes.values())
    further = desk.cite([key for key in timeline.sources if key not in desk.notes])
    edition = timeline.edition
    return Report(
        title=line(timeline.title),
        language=language(timeline.language) or "en",
        author=line(edition.author) if edition and edition.author else None,
        date=edition.date if edition else None,
        summary=_prose(timeline.summary),
        imprint=tuple(_imprint(timeline)),
        line=line(imprint(timeline)),
        key=short_hash(timeline),
        introduction=_introduction(timeline),
        evidence=tuple(
            (words.EVIDENCE[kind], words.EVIDENCE_HELP[kind])
            for kind in words.EVIDENCE
            if kind in {found.evidence for found in desk.assessments.values()}
        ),
        years=years,
        notes=cited,
        further=tuple(source.note for source in further),
    )


def _prose(text: str | None) -> Prose:
    return prose.parse(clean(text)) if text else ()


def _imprint(timeline: Timeline) -> Iterable[Row]:
    edition = timeline.edition
    if edition and edition.version:
        yield Row("Edition", line(edition.version))
    if edition and edition.date:
        yield Row("As of", line(edition.date.display()))
    if edition and edition.author:
        yield Row("Author", line(edition.author))
    if edition and edition.licence:
        yield Row("Licence", line(edition.licence))
    if edition and edition.url:
        address = permalink(timeline)
        yield Row("Published at", address, address)
    yield Row("Data", f"SHA-256 {data_hash(timeline)}")


def _introduction(timeline: Timeline) -> str:
    """What the report holds: counts, period, verdicts and the clock."""
    events = timeline.events
    if not events:
        return "This chronology holds no events."
    claims = sum(len(event.claims) for event in events)
    speakers = {claim.by for event in events for claim in event.claims}
    first, last = chronology.year(events[0]), chronology.year(events[-1])
    names = list(dict.fromkeys(map(chronology.year_name, (first, last))))
    period = f"in {names[0]}" if len(names) == 1 else f"from {names[0]} to {names[1]}"
    parts = [words.counted(len(timeline.sources), "source")]
    if claims:
        voices = words.counted(len(speakers), "actor")
        parts.insert(0, f"{words.counted(claims, 'claim')} by {voices}")
    found = [assess(timeline, event).evidence for event in events]
    counts = [(found.count(kind), how) for kind, how in _VERDICTS.items() if kind in found]
    verdicts = _join([f"{number:,} {how[number != 1]}" for number, how in counts])
    return (
        f"This chronology holds {words.counted(len(events), 'event')} {period}, with "
        f"{' and '.join(parts)}. Of the events, {verdicts}. "
        f"Days and times without a zone are those of {line(timeline.timezone)}."
    )


#: How one event and how several are, after their number.
_VERDICTS = {
    Evidence.CORROBORATED: ("is corroborated", "are corroborated"),
    Evidence.DISPUTED: ("is disputed", "are disputed"),
    Evidence.SINGLE_SOURCE: ("rests on a single source", "rest on a single source"),
    Evidence.UNSOURCED: ("has no source", "have no source"),
}


def _join(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


@dataclass(slots=True)
class _Desk:
    """Writes the entries; numbers sources as it meets them."""

    timeline: Timeline
    notes: dict[str, Note] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(init=False)
    sole: frozenset[str] = field(init=False)
    ties: dict[str, tuple[chronology.Tie, ...]] = field(init=False)

    def __post_init__(self) -> None:
        timeline = self.timeline
        self.assessments = {event.id: assess(timeline, event) for event in timeline.events}
        self.sole = chronology.sole(timeline)
        self.ties = chronology.ties(timeline)

    def months(self, events: Iterable[Event]) -> tuple[Month, ...]:
        return tuple(
            Month(
                line(month.display()) if month else None,
                tuple(self.entry(event) for event in group),
            )
            for month, group in groupby(events, key=chronology.month)
        )

    def entry(self, event: Event) -> Entry:
        found = self.assessments[event.id]
        disputed = found.evidence is Evidence.DISPUTED and found.origins
        # Keyword arguments are worked out in this order, which is the order of the page: it
        # decides the numbers of the sources.
        return Entry(
            id=event.id,
            title=line(event.title),
            date=line(event.date.display()),
            facts=self.facts(event),
            evidence=words.EVIDENCE[found.evidence],
            reason=line(found.reason),
            support=line(support_in_words(found.origins)) if disputed else None,
            public=self.public(event),
            contested=tuple(self.contested(event)),
            summary=_prose(event.summary),
            pictures=tuple(_picture(item) for item in event.media),
            actors=tuple(self.actor(key) for key in event.actors),
            groups=self.groups(event),
            voices=self.voices(event),
            ties=tuple(self.tie(link) for link in self.ties[event.id]),
            corrections=tuple(
                Correction(line(item.date.display()), _prose(item.note))
                for item in event.corrections
            ),
            tags=tuple(line(tag) for tag in event.tags),
            link=permalink(self.timeline, event.id),
        )

    def facts(self, event: Event) -> tuple[str, ...]:
        found = []
        if place := event.place:
            where = "" if place.lat is None else f" ({_degrees(place.lat, place.lon)})"
            found.append(f"{line(place.name)}{where}")
        if category := self.timeline.categories.get(event.category or ""):
            found.append(line(category.label))
        return tuple(found)

    def public(self, event: Event) -> str | None:
        found = known(self.timeline, event)
        if not found.delay:
            return None
        return f"{line(found.when.display())}, {words.counted(found.delay, 'day')} later"

    def actor(self, key: str) -> str:
        actor = self.timeline.actors[key]
        name, short = line(actor.name), line(actor.short or "")
        return f"{name} ({short})" if short and short not in name else name

    def groups(self, event: Event) -> tuple[Group, ...]:
        groups = (
            (name, [claim for claim in event.claims if claim.stance is stance])
            for stance, name in words.STANCES.items()
        )
        return tuple(
            Group(name, tuple(self.account(claim) for claim in chronology.in_time(claims)))
            for name, claims in groups
            if claims
        )

    def account(self, claim: Claim) -> Account:
        sources = [self.timeline.sources[key] for key in claim.sources]
        return Account(
            by=self.speaker(claim),
            says=_prose(claim.says),
            quotations=tuple(
                Quotation(line(source.quote), language(source.language), line(source.label))
                for source in sources
                if source.quote and source.id in self.sole
            ),
            cited=self.cite(claim.sources),
        )

    def speaker(self, claim: Claim) -> str:
        name = line(self.timeline.actors[claim.by].label)
        date = f", {line(claim.date.display())}" if claim.date else ""
        number = f" ({line(claim.number)})" if claim.number else ""
        return f"{name}{date}{number}"

    def contested(self, event: Event) -> Iterable[Row]:
        for rivals in rival_numbers(event):
            sides = (
                f"{line(value)} ({self.speakers(claims)})"
                for value, claims in zip(rivals.values, rivals.claims, strict=True)
            )
            yield Row(f"How many {line(rivals.of)}".rstrip(), " ≠ ".join(sides))

    def speakers(self, claims: Iterable[Claim]) -> str:
        names = dict.fromkeys(line(self.timeline.actors[claim.by].label) for claim in claims)
        return ", ".join(names)

    def voices(self, event: Event) -> tuple[Voice, ...]:
        found = origins(self.timeline, (self.timeline.sources[key] for key in event.cited))
        return tuple(
            Voice(
                line(chronology.origin_name(voice)) if len(voice.sources) > 1 else None,
                self.cite(source.id for source in voice.sources),
            )
            for voice in found
        )

    def tie(self, link: chronology.Tie) -> Tie:
        relation = link.relation
        # Why two events are linked is told by the event that says so; that they are not, by both.
        told = not link.incoming or relation.kind in words.MUTUAL
        address = permalink(self.timeline, link.other.id)
        return Tie(
            kind=words.RELATIONS[relation.kind][link.incoming],
            event=link.other.id,
            title=line(link.other.title),
            date=line(link.other.date.display()),
            address=None if address.startswith("#") else address,
            reason=_prose(relation.note) if told else (),
            cited=self.cite(relation.sources) if told else (),
        )

    def cite(self, keys: Iterable[str]) -> tuple[Cited, ...]:
        cited = []
        for key in dict.fromkeys(keys):
            first = key not in self.notes
            if first:
                self.notes[key] = self.note(key)
            cited.append(Cited(self.notes[key], first))
        return tuple(cited)

    def note(self, key: str) -> Note:
        source = self.timeline.sources[key]
        quoted = key in self.sole
        number = len(self.notes) + 1
        return Note(
            number=number,
            address=clean(source.url),
            name=line(source.label),
            title=line(source.title) if source.title else None,
            facts=tuple(_facts(source)),
            language=language(source.language),
            archived=clean(source.archived) if source.archived else None,
            quote=line(source.quote) if source.quote and not quoted else None,
            remark=prose.flat(_prose(source.note)),
        )


def _facts(source: Source) -> Iterable[str]:
    yield line(source.label)
    if source.published:
        yield line(source.published.display())
    if source.language:
        yield line(words.language(source.language))
    if source.kind:
        yield line(source.kind.replace("-", " "))
    if source.reliability:
        yield f"reliability {line(source.reliability)}"
    if source.accessed:
        yield f"opened {line(source.accessed.display())}"


def _degrees(lat: float, lon: float | None) -> str:
    """Coordinates in words; a place has both or none."""
    north = f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}"
    return north if lon is None else f"{north}, {abs(lon):g}° {'E' if lon >= 0 else 'W'}"


def _picture(item: Media) -> Prose:
    """A picture in words: what can be seen, its caption and credit."""
    credit = f" ({line(item.credit)})" if item.credit else ""
    about = prose.Paragraph((prose.Text(f"Picture: {line(item.alt)}{credit}"),))
    return (about, *_prose(item.caption))
