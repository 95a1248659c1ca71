"""Pictures beside the file, carried inside the page so that it needs nothing else."""

from __future__ import annotations

import base64
from pathlib import Path

from dash import html
from dash.development.base_component import Component

from dashboard.app import markdown
from dashboard.model import Media, Timeline

__all__ = ["LARGEST", "TYPES", "content", "inlined", "picture"]

#: Picture types that cannot carry scripts, by suffix.
TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
#: The largest picture that is taken into a page, in bytes.
LARGEST = 5_000_000


def picture(timeline: Timeline, item: Media) -> Component:
    """A picture with its caption and credit; where it cannot be read, its description instead."""
    address = inlined(timeline.path, item.image)
    caption = [
        *markdown.inline(item.caption or ""),
        *([f" {item.credit}"] if item.credit else []),
    ]
    shown: Component = (
        html.Img(src=address, alt=item.alt)
        if address
        else html.P(f"Picture not available: {item.alt}", className="dl-note")
    )
    return html.Figure([shown, *([html.Figcaption(caption)] if caption else [])])


def inlined(file: Path | None, image: str) -> str | None:
    """The picture as a ``data:`` address, or None when it is not a picture beside the file."""
    data = content(file, image)
    if data is None:
        return None
    kind = TYPES[Path(image).suffix.lower()]
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def content(file: Path | None, image: str) -> bytes | None:
    """The bytes of a picture, or None when it is not a picture beside the file."""
    if file is None or Path(image).suffix.lower() not in TYPES:
        return None
    folder = file.resolve().parent
    try:
        path = (folder / image.replace("\\", "/")).resolve()
        if not path.is_relative_to(folder) or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()
    except (OSError, RuntimeError, ValueError):
        # Missing, not ours to read, no file, a ring of links, or a name no system takes.
        return None
