"""One event in full: what the panel shows, and what the page holds for readers without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app import markdown, words
from dashboard.app.attributes import aria
from dashboard.app.media import picture
from dashboard.model import Claim, Event, Relation, RelationKind, Source, Timeline
from dashboard.provenance import Assessment, Known, assess, known, origins
from dashboard.when import When

__all__ = [
    "Desk",
    "article",
    "category_mark",
    "desk",
    "event_link",
    "evidence_mark",
    "source_notes",
]

Children = list[Any]
#: Names the sources with these ids, each as a link.
Cite = Callable[[Timeline, Iterable[str]], Children]

#: From which side a relation is told; the place of its words in ``words.RELATIONS``.
OUTGOING, INCOMING = 0, 1


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor has to hand: the timeline with all that follows from it, worked out once.

    Attributes:
        timeline: The timeline.
        assessments: How well each event is supported, by event id.
        known: When each event became public, by event id.
        incoming: For each event id the relations that lead to it, with the event that holds them.
        colours: The CSS variable of each category's colour, by category id.
    """

    timeline: Timeline
    assessments: Mapping[str, Assessment]
    known: Mapping[str, Known]
    incoming: Mapping[str, tuple[tuple[Event, Relation], ...]]
    colours: Mapping[str, str]


def desk(timeline: Timeline) -> Desk:
    """Work out all that follows from a timeline."""
    incoming: dict[str, list[tuple[Event, Relation]]] = {}
    for event in timeline.events:
        for relation in event.related:
            incoming.setdefault(relation.to, []).append((event, relation))
    return Desk(
        timeline=timeline,
        assessments={event.id: assess(timeline, event) for event in timeline.events},
        known={event.id: known(timeline, event) for event in timeline.events},
        incoming={key: tuple(pairs) for key, pairs in incoming.items()},
        colours={key: f"var(--dl-category-{n})" for n, key in enumerate(timeline.categories)},
    )


def article(
    desk: Desk, event: Event, *, level: int = 2, notes: Mapping[str, int] | None = None
) -> Component:
    """Everything the file says about an event, with every source as a link.

    Args:
        desk: The timeline and what follows from it.
        event: The event.
        level: The level of its heading; the sections below take the next one.
        notes: The numbers of the sources in a list elsewhere on the page, by id: the event then
            refers to that list instead of describing its sources itself.
    """
    cite = _footnotes(notes) if notes else _cited
    heading, section = getattr(html, f"H{level}"), getattr(html, f"H{level + 1}")
    sections: list[tuple[str, Children]] = [
        ("Who says what", _claims(desk, event, cite)),
        (
            f"Sources ({len(event.cited)})",
            cite(desk.timeline, event.cited) if notes else _sources(desk, event),
        ),
        ("Related events", _relations(desk, event, cite, brief=notes is not None)),
        ("Corrections", _corrections(event)),
    ]
    return html.Article(
        [
            html.P(
                [_evidence_badge(desk, event), *_category_badge(desk, event)], className="dl-badges"
            ),
            heading(event.title, className="dl-title", dir="auto"),
            _when_and_where(event),
            *_disclosure(desk, event),
            html.P(
                [
                    html.Strong(f"{words.EVIDENCE[desk.assessments[event.id].evidence]}: "),
                    f"{desk.assessments[event.id].reason}.",
                ],
                className="dl-reason",
            ),
            html.Div(markdown.render(event.summary), className="dl-prose", dir="auto"),
            *(picture(desk.timeline, item) for item in event.media),
            *_actors(desk, event),
            *(
                html.Section([section(title, className="dl-section"), *children])
                for title, children in sections
                if children
            ),
            *_tags(event),
        ],
        className="dl-article",
    )


def evidence_mark(desk: Desk, event: Event) -> Component:
    """The shape that stands for an event's evidence, in the colour of its category."""
    kind = desk.assessments[event.id].evidence
    return html.Span(
        className=f"dl-mark dl-mark--{kind}",
        style={"--dl-mark": desk.colours.get(event.category or "", "var(--dl-muted)")},
    )


def category_mark(colour: str) -> Component:
    """A dot in the colour of a category."""
    return html.Span(className="dl-dot", style={"--dl-mark": colour})


def event_link(event: Event, children: Any = None, **props: Any) -> Component:
    """A link to an event on the same page; it works with and without scripts."""
    return html.A(event.title if children is None else children, href=f"#event={event.id}", **props)


def _evidence_badge(desk: Desk, event: Event) -> Component:
    kind = desk.assessments[event.id].evidence
    return html.Span(
        [evidence_mark(desk, event), words.EVIDENCE[kind]],
        className=f"dl-badge dl-badge--{kind}",
    )


def _category_badge(desk: Desk, event: Event) -> Children:
    category = desk.timeline.categories.get(event.category or "")
    if category is None:
        return []
    dot = category_mark(desk.colours[category.id])
    return [html.Span([dot, html.Bdi(category.label)], className="dl-badge")]


def _when_and_where(event: Event) -> Component:
    parts: Children = [html.Span(event.date.display(), className="dl-when")]
    if event.place:
        parts += [" · ", html.Bdi(event.place.name)]
    written = f"as written: {event.date.text}, {event.date.zone}"
    return html.P([*parts, html.Span(written, className="dl-written")], className="dl-meta")


def _disclosure(desk: Desk, event: Event) -> Children:
    public = desk.known[event.id]
    if not public.delay:
        return []
    days = words.counted(public.delay, "day")
    return [
        html.P(
            [html.Strong("Became public "), f"{public.when.display()}, {days} later."],
            className="dl-reason",
        )
    ]


def _actors(desk: Desk, event: Event) -> Children:
    if not event.actors:
        return []
    named = [desk.timeline.actors[key] for key in event.actors]
    items = [html.Li([html.Bdi(actor.name)]) for actor in named]
    return [html.Ul(items, className="dl-actors", **aria(label="Actors"))]


def _claims(desk: Desk, event: Event, cite: Cite) -> Children:
    groups = [
        (stance, [claim for claim in event.claims if claim.stance is stance])
        for stance in words.STANCES
    ]
    return [
        html.Ul(
            [_claim(desk, claim, words.STANCES[stance], cite) for claim in claims],
            className=f"dl-claims dl-claims--{stance}",
            **aria(label=words.STANCES[stance]),
        )
        for stance, claims in groups
        if claims
    ]


def _claim(desk: Desk, claim: Claim, stance: str, cite: Cite) -> Component:
    actor = desk.timeline.actors[claim.by]
    said = f", {claim.date.display()}" if claim.date else ""
    return html.Li(
        [
            html.P(
                [
                    html.Span(stance, className="dl-stance"),
                    " by ",
                    html.Bdi(actor.label, title=actor.name),
                    said,
                ],
                className="dl-claim-head",
            ),
            html.Div(markdown.render(claim.says), className="dl-prose", dir="auto"),
            *cite(desk.timeline, claim.sources),
        ],
        className="dl-claim",
    )


def _cited(timeline: Timeline, ids: Iterable[str]) -> Children:
    """The sources of a claim or relation, short: publisher and date, each a link."""
    links: Children = []
    for key in ids:
        source = timeline.sources[key]
        label = ", ".join([source.label, *_shown(source.published)])
        links += [" ", markdown.link(source.url, label, title=source.title)]
    if not links:
        return []
    return [html.P(["Source:" if len(links) == 2 else "Sources:", *links], className="dl-cited")]


def _footnotes(notes: Mapping[str, int]) -> Cite:
    """Refers to sources by their numbers in a list on the same page."""

    def cite(timeline: Timeline, ids: Iterable[str]) -> Children:
        links: Children = []
        for key in ids:
            label = f"{timeline.sources[key].label} [{notes[key]}]"
            links += [" ", html.A(label, href=f"#source={key}")]
        if not links:
            return []
        return [
            html.P(["Source:" if len(links) == 2 else "Sources:", *links], className="dl-cited")
        ]

    return cite


def source_notes(sources: Iterable[Source]) -> Component:
    """Sources in full, numbered, each a target for the notes that refer to it."""
    items = [html.Li(_source(source, {}), id=f"source={source.id}") for source in sources]
    return html.Ol(items, className="dl-sources")


def _sources(desk: Desk, event: Event) -> Children:
    cited = [desk.timeline.sources[key] for key in event.cited]
    if not cited:
        return []
    shared = {
        voice.sources[0].origin: voice.name
        for voice in origins(desk.timeline, cited)
        if voice.sources[0].origin and len(voice.sources) > 1
    }
    items = [html.Li(_source(source, shared)) for source in cited]
    return [html.Ol(items, className="dl-sources")]


def _source(source: Source, shared: Mapping[str, str]) -> Children:
    """A source as a reader needs it: what it is, who says so, since when, and where to read it.

    Args:
        source: The source.
        shared: The names of the origins that it may share with others beside it, by origin.
    """
    facts = [
        *([source.publisher] if source.title and source.publisher else []),
        *(_shown(source.published) if source.title else []),
        *([words.language(source.language)] if source.language else []),
        *([source.kind.replace("-", " ")] if source.kind else []),
        *([f"reliability {source.reliability}"] if source.reliability else []),
        *([f"opened {source.accessed.display()}"] if source.accessed else []),
        source.host,
    ]
    # Where nobody saw a title none is made up: publisher and date name the source.
    name = source.title or ", ".join([source.label, *_shown(source.published)])
    link = markdown.link(source.url, html.Bdi(name), className="dl-source", lang=source.language)
    lines: Children = [
        html.P([link, *_archived(source)]),
        html.P(html.Bdi(" · ".join(facts)), className="dl-facts"),
    ]
    if source.quote:
        lines.append(html.Blockquote(source.quote, lang=source.language, dir="auto"))
    if source.note:
        lines.append(html.P(["Note: ", *markdown.inline(source.note)], className="dl-note"))
    if source.origin and source.origin in shared:
        lines.append(
            html.P(
                f"Counts with the others that repeat {shared[source.origin]}.", className="dl-note"
            )
        )
    return lines


def _archived(source: Source) -> Children:
    if not source.archived:
        return []
    label = f"Archived copy of {source.label}"
    return [" ", markdown.link(source.archived, "archived", className="dl-archived", title=label)]


def _relations(desk: Desk, event: Event, cite: Cite, *, brief: bool) -> Children:
    """Relations to and from an event; ``brief`` leaves the notes of the latter to their holders."""
    outgoing = [(desk.timeline.by_id[link.to], link, OUTGOING) for link in event.related]
    incoming = [(other, link, INCOMING) for other, link in desk.incoming.get(event.id, ())]
    # What is said twice, once from each side, is listed once.
    seen = {(other.id, link.kind) for other, link, _ in outgoing}
    both = outgoing + [
        row
        for row in incoming
        if row[1].kind is not RelationKind.NO_KNOWN_LINK or (row[0].id, row[1].kind) not in seen
    ]
    items = [_relation(desk, *row, cite, brief=brief and row[2] == INCOMING) for row in both]
    return [html.Ul(items, className="dl-relations")] if items else []


def _relation(
    desk: Desk, other: Event, relation: Relation, side: int, cite: Cite, *, brief: bool
) -> Component:
    unlinked = relation.kind is RelationKind.NO_KNOWN_LINK
    note = None if brief else relation.note
    return html.Li(
        [
            html.P(
                [
                    html.Span(
                        ["≠ " if unlinked else "", words.RELATIONS[relation.kind][side]],
                        className="dl-kind",
                    ),
                    " ",
                    event_link(other, html.Bdi(other.title)),
                    html.Span(f" {other.date.display()}", className="dl-facts"),
                ]
            ),
            *([html.Div(markdown.render(note), className="dl-prose", dir="auto")] if note else []),
            *cite(desk.timeline, () if brief else relation.sources),
        ],
        className=f"dl-relation--{relation.kind}",
    )


def _corrections(event: Event) -> Children:
    items = [
        html.Li([html.Strong(f"{item.date.display()}: "), *markdown.inline(item.note)])
        for item in event.corrections
    ]
    return [html.Ul(items, className="dl-corrections")] if items else []


def _tags(event: Event) -> Children:
    if not event.tags:
        return []
    items = [html.Li(html.Bdi(tag)) for tag in event.tags]
    return [html.Ul(items, className="dl-tags", **aria(label="Tags"))]


def _shown(when: When | None) -> list[str]:
    return [when.display()] if when else []
