"""A timeline as the result of a cell, in notebooks and in the documents made of them.

The forms are those of https://jupyter-client.readthedocs.io/en/stable/messaging.html
(``display_data``): a notebook shows the page, a PDF or Word document takes the picture or else the
list in Markdown, and a terminal the list in plain text. A picture takes a browser and two seconds,
so it is made where it is wanted: when Quarto makes something other than a web page, and where the
environment says ``DATELINE_PICTURES=1``.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
from collections.abc import Callable, Collection, Mapping

from dashboard import iframe
from dashboard.citation import imprint
from dashboard.freeze import to_html
from dashboard.model import Event, Timeline

__all__ = ["bundle"]

#: The media type of the picture.
PICTURE = "image/png"

#: What Quarto calls the formats that show the page itself.
WEB = ("html", "revealjs", "dashboard")

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
        include: The media types that are wanted; by default all, the picture only for documents.
        exclude: Those that are not.
    """
    shown = timeline.public()
    usual = {kind for kind in FORMS if kind != PICTURE or _for_paper()}
    wanted = set(include or usual) - set(exclude or ())
    made = {kind: make(shown) for kind, make in FORMS.items() if kind in wanted}
    return {kind: form for kind, form in made.items() if form}


def _for_paper() -> bool:
    """Whether the result is for a document and not for a screen.

    Quarto names a file that describes what it makes:
    https://quarto.org/docs/advanced/quarto-execute-info.html
    """
    if os.environ.get("DATELINE_PICTURES") == "1":
        return True
    with contextlib.suppress(KeyError, OSError, ValueError, TypeError):
        with open(os.environ["QUARTO_EXECUTE_INFO"], encoding="utf-8") as file:
            form = json.load(file)["format"]["identifier"]["base-format"]
        return str(form) not in WEB
    return False


def _picture(timeline: Timeline) -> str:
    """The chart as PNG in base 64; empty where no browser can draw it."""
    from dashboard import picture

    look = picture.Look(scale=2)
    try:
        data = picture.draw(timeline, ".png", look)
    except picture.PictureError:
        # The list stands in for it; a cell that fails would stop the whole document.
        return ""
    return base64.b64encode(data).decode("ascii")


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
    PICTURE: _picture,
    "text/markdown": _markdown,
    "text/plain": _text,
}
