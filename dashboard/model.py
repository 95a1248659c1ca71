"""The frozen values of a timeline.

Everything downstream (layout, figure, app, exports) reads these values and never changes them.
They mirror the file: what is written is kept, references are ids, and nothing that can be derived
is stored. What follows from the values (evidence, origins, when something became known) is worked
out in :mod:`dashboard.provenance`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

from dashboard import _checks
from dashboard._checks import PICTURES as PICTURES
from dashboard._checks import is_id as is_id
from dashboard.problems import UnfitError
from dashboard.when import When

__all__ = [
    "Actor",
    "Category",
    "Claim",
    "Correction",
    "Edition",
    "Event",
    "Evidence",
    "Media",
    "Place",
    "Relation",
    "RelationKind",
    "Source",
    "Stance",
    "Timeline",
    "Visibility",
]

Value = TypeVar("Value")


def _freeze(mapping: Mapping[str, Value]) -> Mapping[str, Value]:
    return MappingProxyType(dict(mapping))


#: A mapping from id to value that nobody can change afterwards; keeps the order of the file.
Table = Annotated[
    Mapping[str, Value],
    AfterValidator(_freeze),
    PlainSerializer(lambda mapping: dict(mapping)),
]


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks an id that names an entry of a table of the timeline (or one of its events)."""

    table: str


Id = Annotated[str, Field(max_length=120), AfterValidator(_checks.identifier)]
ActorId = Annotated[Id, Refers("actors")]
CategoryId = Annotated[Id, Refers("categories")]
EventId = Annotated[Id, Refers("events")]
SourceId = Annotated[Id, Refers("sources")]
Link = Annotated[str, Field(max_length=4000), AfterValidator(_checks.web_address)]
Colour = Annotated[str, AfterValidator(_checks.colour)]
Picture = Annotated[str, Field(max_length=1000), AfterValidator(_checks.picture)]
Number = Annotated[str, Field(max_length=120), AfterValidator(_checks.number)]
Line = Annotated[str, Field(max_length=1000)]
Prose = Annotated[str, Field(max_length=100_000)]
#: A number that is one: no infinity and no NaN.
Degrees = Annotated[float, Field(allow_inf_nan=False)]


class Frozen(BaseModel):
    """Base of all values: immutable, and a field nobody described is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True
    )


class Stance(StrEnum):
    """What a claim does to the event it is attached to."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    DOUBTS = "doubts"
    RETRACTS = "retracts"


class RelationKind(StrEnum):
    """How one event bears on another. The event that holds the relation is the subject."""

    RESPONSE_TO = "response-to"
    DISCLOSES = "discloses"
    PART_OF = "part-of"
    LEADS_TO = "leads-to"
    CONTRADICTS = "contradicts"
    REFINES = "refines"
    NO_KNOWN_LINK = "no-known-link"


class Evidence(StrEnum):
    """How well an event is supported. Always derived, never typed in."""

    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single-source"
    DISPUTED = "disputed"
    UNSOURCED = "unsourced"


class Visibility(StrEnum):
    """Who may see an event: everybody, or only who holds the file."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Category(Frozen):
    """What kind of event it is; one colour each."""

    id: Id
    """The name by which events refer to it."""
    label: Line
    """Shown on chips and lanes; the id with a capital letter when it is not given."""
    color: Colour | None = None
    """``#RRGGBB``; by default the next colour of a palette that colour-blind readers can tell."""


class Actor(Frozen):
    """Who acts or speaks: a person, an agency, a state, a medium."""

    id: Id
    """The name by which events and claims refer to it."""
    name: Line
    """The full name."""
    short: Line | None = None
    """A short form for labels and sentences."""
    kind: Line | None = None
    """For example person, agency, government, company, media."""
    country: Line | None = None
    """Two letters (ISO 3166-1) or a word."""

    @property
    def label(self) -> str:
        """The short form if there is one, else the name."""
        return self.short or self.name


class Source(Frozen):
    """A document at an address."""

    id: Id
    """The name by which events and claims refer to it."""
    url: Link
    """Where it can be read; http or https only."""
    title: Line | None = None
    """Its title as printed. Left out when the title was not seen; never invented."""
    publisher: Line | None = None
    """Who published it."""
    published: When | None = None
    """When it was published (EDTF)."""
    language: Line | None = None
    """BCP 47 tag, for example ``nl``."""
    kind: Line | None = None
    """For example official, news, wire, state-media, analysis."""
    archived: Link | None = None
    """An archived copy; offered beside the original."""
    accessed: When | None = None
    """When the author of the file last opened it."""
    reliability: Line | None = None
    """The author's grade, for example A to F of the Admiralty scale (NATO AJP-2.1)."""
    origin: Line | None = None
    """What it repeats: sources with the same origin count once."""
    quote: Prose | None = None
    """The words that matter, as printed."""
    note: Prose | None = None
    """A remark by the author of the file, for example an error in the source."""

    @property
    def host(self) -> str:
        """The name of the site in its address, without ``www.``."""
        found = re.match(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)", self.url, re.IGNORECASE)
        return found.group(1).lower() if found else self.url

    @property
    def label(self) -> str:
        """A name for lists: the publisher, or the site where nobody is named."""
        return self.publisher or self.host


class Claim(Frozen):
    """Who says what about an event, and from where we know it."""

    by: ActorId
    """The actor who speaks."""
    stance: Stance = Stance.ASSERTS
    """asserts, confirms, denies, doubts or retracts."""
    says: Prose
    """What is said, in the words of the file's author (Markdown)."""
    number: Number | None = None
    """The number that it gives, with what is counted: ``17 officers``."""
    date: When | None = None
    """When it was said."""
    sources: tuple[SourceId, ...] = ()
    """Where it can be read."""


class Relation(Frozen):
    """A typed and sourced link from the event that holds it to another one."""

    to: EventId
    """The other event."""
    kind: RelationKind
    """What the link is; ``no-known-link`` says that none has been shown."""
    note: Prose | None = None
    """Why, in a sentence or two (Markdown)."""
    sources: tuple[SourceId, ...] = ()
    """Where it can be read."""


class Place(Frozen):
    """Where an event happened."""

    name: Line
    """The place in words."""
    lat: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    """Latitude in degrees north (WGS 84)."""
    lon: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    """Longitude in degrees east (WGS 84)."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Place:
        if (self.lat is None) != (self.lon is None):
            raise UnfitError("'lat' and 'lon' belong together", "give both or none")
        return self


class Media(Frozen):
    """A picture that belongs to an event."""

    image: Picture
    """A PNG, JPEG, GIF or WebP file beside the timeline's own file."""
    alt: Line
    """What can be seen, for those who cannot see it."""
    caption: Prose | None = None
    """A line below the picture."""
    credit: Line | None = None
    """Who made it and under which licence."""


class Correction(Frozen):
    """What was wrong in an earlier edition of this file and has been mended."""

    date: When
    """When it was corrected."""
    note: Prose
    """What was wrong and what is right."""


class Edition(Frozen):
    """Which state of the file this is, for citations."""

    version: Line | None = None
    """For example 1.2."""
    date: When | None = None
    """The day of this edition."""
    author: Line | None = None
    """Who answers for it."""
    licence: Line | None = None
    """Under which terms it may be used."""
    url: Link | None = None
    """Where its page is published; permanent links to events begin with it."""


class Event(Frozen):
    """Something that happened, or is said to have happened."""

    id: Id
    """Its name in links; by default made from the title."""
    date: When
    """When it happened, as written (EDTF); a date and an ``end`` are joined to an interval."""
    title: Line
    """One line that says what happened, with attribution where it is a claim."""
    summary: Prose | None = None
    """What is known, in Markdown."""
    category: CategoryId | None = None
    """The id of a category."""
    importance: Annotated[int, Field(ge=1, le=5)] = 3
    """1 to 5; decides which labels survive zooming out."""
    known: When | None = None
    """When it became public; by default the earliest publication among its sources."""
    actors: tuple[ActorId, ...] = ()
    """Who took part."""
    place: Place | None = None
    """Where it happened."""
    claims: tuple[Claim, ...] = ()
    """Who says what about it."""
    sources: tuple[SourceId, ...] = ()
    """Where it can be read."""
    related: tuple[Relation, ...] = ()
    """How it bears on other events."""
    media: tuple[Media, ...] = ()
    """Pictures."""
    tags: tuple[Line, ...] = ()
    """Free words to filter by."""
    visibility: Visibility = Visibility.PUBLIC
    """``internal`` events never leave the machine in an export."""
    corrections: tuple[Correction, ...] = ()
    """What was wrong in earlier editions."""

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all its sources, its own and those of its claims, in order, each once."""
        if not self.claims and len(self.sources) < 2:
            return self.sources
        own = [*self.sources, *(source for claim in self.claims for source in claim.sources)]
        return tuple(dict.fromkeys(own))


class Timeline(Frozen):
    """A whole file: events with everything they refer to."""

    title: Line
    """The name of the case."""
    summary: Prose | None = None
    """What the case is about, in Markdown."""
    language: Line = "en"
    """The language of the texts (BCP 47)."""
    timezone: Line = "UTC"
    """The zone of every date that names none (IANA name)."""
    edition: Edition | None = None
    """Which state of the file this is."""
    story: tuple[EventId, ...] = ()
    """Ids of events, in the order in which the story is told."""
    categories: Table[Category] = Field(default_factory=lambda: MappingProxyType({}))
    """By id, in the order of the lanes."""
    actors: Table[Actor] = Field(default_factory=lambda: MappingProxyType({}))
    """By id."""
    sources: Table[Source] = Field(default_factory=lambda: MappingProxyType({}))
    """By id; sources written inside an event are here too."""
    events: tuple[Event, ...] = ()
    """In order of time."""
    path: Path | None = Field(default=None, exclude=True)
    """The file it was read from; pictures are looked for beside it."""

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """The events by their id."""
        return MappingProxyType({event.id: event for event in self.events})

    def __copy__(self) -> Self:
        copied = super().__copy__()
        # What follows from the values is found anew: a copy is made to be changed.
        for name in ("by_id", "worked_out"):
            copied.__dict__.pop(name, None)
        return copied

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What others have worked out from these values and keep for the next time, by their names.

        It is no part of the values: two timelines that say the same are equal whatever was asked.
        """
        return {}

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows of it, by media type; see :mod:`dashboard.notebook`."""
        # The one arrow that points up: taken by name, and only when a notebook asks.
        made: dict[str, str] = import_module("dashboard.notebook").bundle(self, include, exclude)
        return made

    def public(self) -> Timeline:
        """The same timeline without internal events and without what only they refer to.

        Relations and story steps that lead to an internal event are dropped with it, and so are
        actors, categories and sources that no public event uses: an export must not name them.
        """
        kept = [event for event in self.events if event.visibility is Visibility.PUBLIC]
        if len(kept) == len(self.events):
            return self
        ids = {event.id for event in kept}
        events = tuple(
            event.model_copy(
                update={"related": tuple(link for link in event.related if link.to in ids)}
            )
            for event in kept
        )
        sources = {source for event in events for source in event.cited}
        sources |= {s for event in events for link in event.related for s in link.sources}
        actors = {actor for event in events for actor in event.actors}
        actors |= {claim.by for event in events for claim in event.claims}
        categories = {event.category for event in events}
        public = self.model_copy(
            update={
                "events": events,
                "story": tuple(step for step in self.story if step in ids),
                "sources": _only(self.sources, sources),
                "actors": _only(self.actors, actors),
                "categories": _only(self.categories, categories),
            }
        )
        # A copy takes along what has been worked out, which would name the internal events.
        public.__dict__.pop("by_id", None)
        return public


def _only(table: Mapping[str, Value], ids: set[str] | set[str | None]) -> Mapping[str, Value]:
    return MappingProxyType({key: value for key, value in table.items() if key in ids})
