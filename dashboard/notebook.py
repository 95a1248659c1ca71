"""A timeline as the result of a cell: in Jupyter, VS Code, Quarto and marimo.

The three forms are those of https://jupyter-client.readthedocs.io/en/stable/messaging.html
(``display_data``): a notebook shows the page, a PDF or Word document takes the list in Markdown,
and a terminal the list in plain text. A picture takes a browser and two seconds, so it is made when
it is asked for: ``display.SVG(picture.draw(timeline))``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from dashboard import iframe
from dashboard.citation import imprint
from dashboard.freeze import to_html
from dashboard.model import Event, Timeline

__all__ = ["bundle"]

#: What Markdown would take for more than a character.
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&-])")


def bundle(
    timeline: Timeline,
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """The forms of a timeline, by their media types. Internal events are in none of them.

    Args:
        timeline: The timeline.
        include: The media types that are wanted; all by default.
        exclude: Those that are not.
    """
    shown = timeline.public()
    wanted = set(include or FORMS) - set(exclude or ())
    return {kind: make(shown) for kind, make in FORMS.items() if kind in wanted}


def _page(timeline: Timeline) -> str:
    page = iframe.opened_at(to_html(timeline), {"embed": "1"})
    return iframe.frame_of_page(page, timeline.title)


def _markdown(timeline: Timeline) -> str:
    lines = [f"**{_plain(timeline.title)}**", ""]
    lines += [
        f"- **{_plain(event.date.display())}**: {_plain(event.title)}{_link(timeline, event)}"
        for event in timeline.events
    ]
    return "\n".join([*lines, "", f"*{_plain(imprint(timeline))}*", ""])


def _link(timeline: Timeline, event: Event) -> str:
    """The first source of an event, or that there is none."""
    for key in event.cited:
        source = timeline.sources[key]
        if source.url:
            name = source.publisher or source.title or "source"
            address = re.sub(r"[<>\s\\]", lambda found: f"%{ord(found[0]):02X}", source.url)
            return f" ([{_plain(name)}](<{address}>))"
    return " (no source)" if not event.cited else ""


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _text(timeline: Timeline) -> str:
    dates = [event.date.display() for event in timeline.events]
    width = max(map(len, dates), default=0)
    lines = [
        f"{date:<{width}}  {event.title}"
        for date, event in zip(dates, timeline.events, strict=True)
    ]
    return "\n".join([timeline.title, "", *lines, "", imprint(timeline)])


#: How each form is made, by its media type.
FORMS: Mapping[str, Callable[[Timeline], str]] = {
    "text/html": _page,
    "text/markdown": _markdown,
    "text/plain": _text,
}
