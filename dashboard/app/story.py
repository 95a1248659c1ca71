"""The story: chosen events in an order of their own, told one after the other.

The file names them in ``story``; where it names none, the most important events tell it.
"""

from __future__ import annotations

import re
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.app import ids, markdown
from dashboard.app.attributes import aria
from dashboard.app.controls import action_button, icon_button
from dashboard.model import Event, Timeline

__all__ = ["bar", "button", "payload", "steps"]

#: What is important enough to tell where the file names no story, and how much of it at most.
IMPORTANT = 4
MOST = 12


def steps(timeline: Timeline) -> tuple[Event, ...]:
    """The events of the story in the order in which they are told.

    Without a story in the file these are the most important events, in order of time; of equally
    important ones too many to tell the earlier.
    """
    if timeline.story:
        return tuple(timeline.by_id[key] for key in timeline.story)
    places = [n for n, event in enumerate(timeline.events) if event.importance >= IMPORTANT]
    chosen = sorted(places, key=lambda n: (-timeline.events[n].importance, n))[:MOST]
    return tuple(timeline.events[n] for n in sorted(chosen))


def payload(timeline: Timeline) -> list[dict[str, Any]]:
    """For each step the id of its event and the first paragraph of what is said of it."""
    return [
        {"event": event.id, "text": markdown.render(_beginning(event.summary))}
        for event in steps(timeline)
    ]


def _beginning(summary: str | None) -> str:
    return re.split(r"\n\s*\n", (summary or "").strip(), maxsplit=1)[0]


def button() -> Component:
    """Starts the story and leaves it."""
    return action_button(
        "story",
        "Story",
        id=ids.STORY_BUTTON,
        title="The story, step by step",
        className="dl-tool dl-tool--story",
        hidden=True,
        **aria(pressed="false"),
    )


def bar() -> Component:
    """Where the story is told; the scripts fill it in."""
    return html.Section(
        [
            html.Div(
                [
                    html.P(id=ids.STORY_STEP, className="dl-story-step"),
                    html.Progress(
                        id=ids.STORY_PROGRESS, value="0", max="1", **aria(label="Progress")
                    ),
                ],
                className="dl-story-top",
            ),
            html.H2(html.A(id=ids.STORY_TITLE, dir="auto"), className="dl-title"),
            html.P(id=ids.STORY_WHEN, className="dl-meta"),
            html.Div(id=ids.STORY_TEXT, className="dl-prose dl-story-text", dir="auto"),
            html.Div(
                [
                    action_button("storyBack", "← Back", id=ids.STORY_BACK),
                    action_button("storyNext", "Next →", id=ids.STORY_NEXT),
                    action_button("storyRead", "Claims and sources", className="dl-story-read"),
                ],
                className="dl-story-steps",
            ),
            icon_button("storyLeave", "Leave the story", className="dl-icon dl-icon--close"),
        ],
        id=ids.STORY,
        className="dl-story",
        **aria(label="Story"),
    )
