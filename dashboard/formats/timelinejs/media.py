"""What a slide shows beside its text, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.formats.draft import Leftovers
from dashboard.formats.markdown_text import (
    LONGEST_LINE,
    escape,
    from_html,
    line,
    link_target,
    web,
    words,
)
from dashboard.formats.timelinejs.slides import Slide, mapping
from dashboard.formats.timelinejs.text import unguarded
from dashboard.model import PICTURES

__all__ = ["Medium", "medium_of", "shown_in_words"]

KNOWN_MEDIA = frozenset(
    {"alt", "caption", "credit", "link", "link_target", "thumbnail", "title", "url"}
)

#: Names of files and of sites that show a picture and nothing else.
_IMAGE = re.compile(
    r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp|tiff?)(?:[?#]|$)|//(?:[\w.-]*\.)?(?:flickr\.com/|flic\.kr/|"
    r"imgur\.com/|instagram\.com/)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Medium:
    """What a slide shows.

    A picture shows, it does not report: as a source it would make an event better supported than it
    is. So its link goes into the text, and only what can be read or watched becomes a source.

    Attributes:
        url: The address of what can be cited; empty when nothing can.
        note: Its caption and whom it is owed to, in Markdown.
        picture: A picture that lies beside the page, in the shape of our file.
        shown: What can only be told, as a line of Markdown.
    """

    url: str = ""
    note: str = ""
    picture: dict[str, str] | None = None
    shown: str = ""


def medium_of(slide: Slide, leftovers: Leftovers) -> Medium:
    """The medium of a slide; what of it has no place is noted."""
    media = _given(slide)
    path = (*slide.path, "media")
    for name in sorted(map(str, media.keys())):
        if media.get(name) and (name not in KNOWN_MEDIA or name in ("thumbnail", "link")):
            leftovers.note(f"the {name[:60]} of a medium has no place", None, slide.at, path)
    address = line(media.get("url"))
    url = web(address)
    if not address or address.startswith("<"):
        return Medium(shown=shown_in_words(slide))
    if url is None:
        if _is_beside(address):
            return Medium(picture=_picture(media, address))
        leftovers.note(
            "the address of a medium does not lead to the web and went into the text",
            "give the whole address, beginning with https://",
            slide.at,
            (*path, "url"),
        )
        return Medium(shown=shown_in_words(slide))
    if _IMAGE.search(url):
        return Medium(shown=shown_in_words(slide))
    return Medium(url, _joined([from_html(media.get("caption")).text, _credit(media)]))


def shown_in_words(slide: Slide) -> str:
    """What a medium shows, with its caption and whom it is owed to, as Markdown."""
    media = _given(slide)
    address = line(media.get("url"))
    parts = [from_html(media.get("caption")).text, _credit(media)]
    if address.startswith("<"):
        # A quotation, or a piece of a page to be embedded.
        text = _joined(parts)
        return "\n\n".join(filter(None, [from_html(address).text, text and f"{text}."]))
    url = web(address)
    shown = f"[picture]({link_target(url)})" if url else escape(address)
    text = _joined([f"Shown: {shown}" if shown else "", *parts])
    return f"{text}." if text else ""


def _given(slide: Slide) -> Mapping[str, Any]:
    media = slide.data.get("media")
    return {"url": media} if isinstance(media, str) else mapping(media)


def _credit(media: Mapping[str, Any]) -> str:
    credit = from_html(media.get("credit")).text
    return f"Credit: {credit}" if credit else ""


def _joined(parts: list[str]) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)


def _is_beside(address: str) -> bool:
    """Whether an address is the name of a picture beside the page or in a folder below it."""
    absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]", address)
    up = ".." in re.split(r"[/\\]", address)
    return not absolute and not up and address.lower().endswith(PICTURES)


def _picture(media: Mapping[str, Any], address: str) -> dict[str, str]:
    caption = unguarded(from_html(media.get("caption")).text)
    credit = unguarded(words(media.get("credit")))
    alt = unguarded(words(media.get("alt"))) or unguarded(words(media.get("caption")))
    picture = {"image": address.removeprefix("./"), "alt": (alt or address)[:LONGEST_LINE]}
    if caption:
        picture["caption"] = caption
    if credit:
        picture["credit"] = credit[:LONGEST_LINE]
    return picture
