"""What a reader takes along: the address of this view, a citation, the code of an embed."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids
from dashboard.app.attributes import aria, data
from dashboard.app.controls import action_button
from dashboard.app.dialogs import dialog
from dashboard.model import Timeline

__all__ = ["button", "embed_filters", "event_tools", "full_view", "payload", "window"]

#: What can be taken along, by the name of the function in ``assets/share.js`` that words it.
KINDS = {
    "link": ("Link to this view", "Copy link"),
    "citation": ("Citation", "Copy citation"),
    "embed": ("Code to embed it in a page", "Copy embed code"),
}


def payload(timeline: Timeline) -> dict[str, str]:
    """What a citation says of the case; parts that the file leaves out are empty."""
    edition = timeline.edition
    return {
        "title": timeline.title,
        "author": (edition.author if edition else None) or "",
        "version": (edition.version if edition else None) or "",
        "date": edition.date.display() if edition and edition.date else "",
    }


def button() -> Component:
    """Opens the window."""
    return action_button(
        "share",
        "Share",
        title="Link, citation, embed code",
        className="dl-tool dl-tool--share",
        **aria(haspopup="dialog"),
    )


def window() -> Component:
    """Each thing as text that can be read and marked by hand, with a button that copies it."""
    return dialog(
        ids.SHARE,
        "Share",
        [
            *(part for kind, words in KINDS.items() for part in _offer(kind, *words)),
            html.P(id=ids.SHARE_NOTE, className="dl-note"),
            html.P(id=ids.SHARE_SAID, className="dl-said", role="status"),
        ],
    )


def _offer(kind: str, title: str, action: str) -> list[Component]:
    return [
        html.H3(title, className="dl-section"),
        html.Div(
            [
                html.Textarea(
                    id=f"{ids.SHARE}-{kind}", readOnly="readOnly", rows="2", **aria(label=title)
                ),
                action_button("copy", action, **data(kind=kind)),
            ],
            className="dl-copy",
        ),
    ]


def event_tools() -> Component:
    """What can be taken along of the event in the panel."""
    return html.Div(
        [
            html.A("Link to this event", id=ids.PERMALINK),
            action_button("copy", "Copy link", **data(kind="link", of="event")),
            action_button("copy", "Copy citation", **data(kind="citation", of="event")),
            html.Span(id=ids.PANEL_SAID, className="dl-said", role="status"),
        ],
        className="dl-take",
    )


def full_view() -> Component:
    """From an embed to the whole page."""
    return html.A(
        "Full view",
        id=ids.FULL_VIEW,
        target="_blank",
        rel="noopener",
        className="dl-tool dl-full-view",
    )


def embed_filters() -> Component:
    """Opens the filters in an embed, which leaves them out at first."""
    return action_button(
        "embedFilters",
        "Filter",
        id=ids.EMBED_FILTERS,
        className="dl-tool dl-embed-filters",
        **aria(expanded="false"),
    )
