"""One event in full: what the panel shows, and what the page holds for readers without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.app import markdown, rivals
from dashboard.app.address import fragment
from dashboard.app.attributes import aria, data
from dashboard.app.days import holds, since
from dashboard.app.desk import Desk, desk
from dashboard.app.media import picture
from dashboard.app.relations import sign
from dashboard.app.voices import by_origin, quotations, supported
from dashboard.chronology import Tie, in_time
from dashboard.model import Actor, Claim, Event, Evidence, Source, Timeline
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
    # Without scripts there is no way back to a day: only the verdict of today is told there. On
    # paper, which is made of the same page, it is left out for a day on which it did not hold.
    latest = slice(-1 if notes else None, None)
    days = desk.days[event.id].steps[latest]
    verdicts = desk.days[event.id].verdicts()[latest]
    heading, section = getattr(html, f"H{level}"), getattr(html, f"H{level + 1}")
    dated = desk.days[event.id]
    sources = (desk.timeline.sources[key] for key in event.cited)
    sections: list[tuple[Children, Children, dict[str, Any]]] = [
        (
            ["Who says what"],
            _claims(desk, event, cite),
            dated.first(claim.date for claim in event.claims),
        ),
        (
            _sources_title(desk, event, brief=notes is not None),
            cite(desk.timeline, event.cited) if notes else _sources(desk, event),
            dated.first(source.published for source in sources),
        ),
        (
            ["Related events"],
            _relations(desk, event, cite, brief=notes is not None),
            _related(desk, event),
        ),
        (
            ["Corrections"],
            _corrections(desk, event),
            dated.first(item.date for item in event.corrections),
        ),
    ]
    return html.Article(
        [
            html.P(
                [
                    *(_evidence_badge(desk, event, kind, **on) for kind, on in verdicts),
                    *_category_badge(desk, event),
                ],
                className="dl-badges",
            ),
            heading(event.title, className="dl-title", dir="auto"),
            _when_and_where(event),
            *_disclosure(desk, event),
            *(
                html.P(
                    [
                        html.Strong(f"{words.EVIDENCE[step.found.evidence]}: "),
                        f"{step.found.reason}.",
                    ],
                    className="dl-reason",
                    **holds(step.since, step.until),
                )
                for step in days
            ),
            *rivals.in_full(desk.timeline, event, latest=notes is not None),
            html.Div(markdown.render(event.summary), className="dl-prose"),
            *(picture(desk.timeline, item) for item in event.media),
            *_actors(desk, event, linked=notes is None),
            *(
                html.Section([section(title, className="dl-section"), *children], **holding)
                for title, children, holding in sections
                if children
            ),
            *_tags(event, linked=notes is None),
        ],
        className="dl-article",
    )


def evidence_mark(desk: Desk, event: Event, kind: Evidence, **props: Any) -> Component:
    """The shape that stands for a kind of evidence, in the colour of the event's category."""
    return html.Span(
        className=f"dl-mark dl-mark--{kind} {desk.colours.get(event.category or '', '')}".rstrip(),
        **props,
    )


def category_mark(colour: str) -> Component:
    """A dot in the colour that a class gives; see :class:`dashboard.app.desk.Desk`."""
    return html.Span(className=f"dl-dot {colour}".rstrip())


def event_link(event: Event, children: Any = None, **props: Any) -> Component:
    """A link to an event on the same page; it works with and without scripts."""
    return html.A(event.title if children is None else children, href=f"#event={event.id}", **props)


def _evidence_badge(desk: Desk, event: Event, kind: Evidence, **props: Any) -> Component:
    return html.Span(
        [evidence_mark(desk, event, kind), words.EVIDENCE[kind]],
        className=f"dl-badge dl-badge--{kind}",
        **props,
    )


def _sources_title(desk: Desk, event: Event, *, brief: bool) -> Children:
    counts = [(len(event.cited), {})] if brief else desk.days[event.id].counted(len(event.cited))
    return [html.Span(f"Sources ({number})", **days) for number, days in counts]


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


def _actor_link(actor: Actor, name: str) -> Component:
    """A link that filters by an actor, which shows its page."""
    return html.A(html.Bdi(name), href=fragment("actor", actor.id), title=actor.name)


def _actors(desk: Desk, event: Event, *, linked: bool) -> Children:
    if not event.actors:
        return []
    named = [desk.timeline.actors[key] for key in event.actors]
    items = [
        html.Li(_actor_link(actor, actor.name) if linked else html.Bdi(actor.name))
        for actor in named
    ]
    return [html.Ul(items, className="dl-actors", **aria(label="Actors"))]


def _claims(desk: Desk, event: Event, cite: Cite) -> Children:
    groups = [
        (stance, [claim for claim in event.claims if claim.stance is stance])
        for stance in words.STANCES
    ]
    return [
        html.Ul(
            [_claim(desk, event, claim, words.STANCES[stance], cite) for claim in in_time(claims)],
            className=f"dl-claims dl-claims--{stance}",
            **aria(label=words.STANCES[stance]),
            **desk.days[event.id].first(claim.date for claim in claims),
        )
        for stance, claims in groups
        if claims
    ]


def _claim(desk: Desk, event: Event, claim: Claim, stance: str, cite: Cite) -> Component:
    actor = desk.timeline.actors[claim.by]
    panel = cite is _cited
    # The days of rival claims stand in one column, so that they can be compared.
    dated = any(other.date for other in event.claims)
    said = claim.date.display() if claim.date else "no date given"
    return html.Li(
        [
            html.P(
                [
                    html.Span(stance, className="dl-stance"),
                    " by ",
                    _actor_link(actor, actor.label) if panel else html.Bdi(actor.label),
                    *([html.Span(["· ", html.Bdi(claim.number)])] if claim.number else []),
                    *([html.Span(said, className="dl-said")] if dated else []),
                ],
                className="dl-claim-head",
            ),
            html.Div(markdown.render(claim.says), className="dl-prose"),
            *(quotations(desk.timeline, claim, desk.sole) if panel else []),
            *cite(desk.timeline, claim.sources),
        ],
        className="dl-claim",
        **desk.days[event.id].since(claim.date),
        **(data(claim=str(event.claims.index(claim))) if panel else {}),
    )


def _cited(timeline: Timeline, ids: Iterable[str]) -> Children:
    """The sources of a claim or relation, short: publisher and date, each a link."""
    ids = tuple(ids)
    links: Children = []
    for key in ids:
        source = timeline.sources[key]
        label = ", ".join([source.label, *_shown(source.published)])
        # A single one comes and goes with its line.
        holding = since(timeline, [source.published]) if len(ids) > 1 else {}
        links += [" ", markdown.link(source.url, label, title=source.title, **holding)]
    if not links:
        return []
    return [
        html.P(
            ["Source:" if len(links) == 2 else "Sources:", *links],
            className="dl-cited",
            **since(timeline, (timeline.sources[key].published for key in ids)),
        )
    ]


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
    items = [html.Li(_source(source), id=f"source={source.id}") for source in sources]
    return html.Ol(items, className="dl-sources")


def _sources(desk: Desk, event: Event) -> Children:
    cited = [desk.timeline.sources[key] for key in event.cited]
    if not cited:
        return []
    days = desk.days[event.id]
    # What was quoted beside a claim is not said twice.
    quoted = {key for claim in event.claims for key in claim.sources} & desk.sole

    def item(source: Source) -> Component:
        lines = _source(source, quoted=source.id not in quoted)
        return html.Li(lines, **days.since(source.published))

    return [
        *supported(event, days),
        by_origin(desk.timeline, cited, item, days),
    ]


def _source(source: Source, *, quoted: bool = True) -> Children:
    """A source as a reader needs it: what it is, who says so, since when, and where to read it.

    Args:
        source: The source.
        quoted: Whether to quote from it.
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
    if source.quote and quoted:
        lines.append(html.Blockquote(source.quote, lang=source.language))
    if source.note:
        lines.append(html.P(["Note: ", *markdown.inline(source.note)], className="dl-note"))
    return lines


def _archived(source: Source) -> Children:
    if not source.archived:
        return []
    label = f"Archived copy of {source.label}"
    return [" ", markdown.link(source.archived, "archived", className="dl-archived", title=label)]


def _relations(desk: Desk, event: Event, cite: Cite, *, brief: bool) -> Children:
    """Relations to and from an event; ``brief`` leaves the notes of the latter to their holders."""
    items = [
        _relation(desk, tie, cite, brief=brief and tie.incoming) for tie in desk.ties[event.id]
    ]
    return [html.Ul(items, className="dl-relations")] if items else []


def _relation(desk: Desk, tie: Tie, cite: Cite, *, brief: bool) -> Component:
    other, relation = tie.other, tie.relation
    note = None if brief else relation.note
    return html.Li(
        [
            html.P(
                [
                    sign(relation.kind),
                    html.Span(words.RELATIONS[relation.kind][tie.incoming], className="dl-kind"),
                    " ",
                    event_link(other, html.Bdi(other.title)),
                    html.Span(f" {other.date.display()}", className="dl-facts"),
                ]
            ),
            *([html.Div(markdown.render(note), className="dl-prose")] if note else []),
            *cite(desk.timeline, () if brief else relation.sources),
        ],
        className=f"dl-relation--{relation.kind}",
        **holds(desk.days[other.id].public),
    )


def _related(desk: Desk, event: Event) -> dict[str, Any]:
    """The attributes of the section of relations: it holds once one of the others is public."""
    public = (desk.days[tie.other.id].public for tie in desk.ties[event.id])
    return holds(min(public, default=None))


def _corrections(desk: Desk, event: Event) -> Children:
    items = [
        html.Li(
            [html.Strong(f"{item.date.display()}: "), *markdown.inline(item.note)],
            **since(desk.timeline, [item.date]),
        )
        for item in event.corrections
    ]
    return [html.Ul(items, className="dl-corrections")] if items else []


def _tags(event: Event, *, linked: bool) -> Children:
    if not event.tags:
        return []
    names = ((tag, html.Bdi(tag)) for tag in event.tags)
    items = [
        html.Li(html.A(name, href=fragment("tag", tag)) if linked else name) for tag, name in names
    ]
    return [html.Ul(items, className="dl-tags", **aria(label="Tags"))]


def _shown(when: When | None) -> list[str]:
    return [when.display()] if when else []
