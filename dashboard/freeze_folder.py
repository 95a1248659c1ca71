"""The dashboard as a folder that any web server can serve: a page, and the blocks it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import output
from dashboard.freeze import page_of, public
from dashboard.freeze_blocks import packed_blocks
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["write_folder"]

#: How much the blocks in a folder are compressed, of which a reader loads a few.
LEVEL = 6
#: The file in a folder of ours that says so, so that the next export may take its place.
ABOUT = "blocks/about.json"
#: What such a folder holds.
OURS = r"index\.html|blocks/(?:about\.json|(?:columns|heads|ids|words|[bdw]\d+)\.bin)"


def write_folder(source: Timeline | Bulk, path: Path) -> int:
    """Write the dashboard of a timeline as a folder that any web server can serve.

    It holds ``index.html`` and, of very many events, the files in ``blocks`` that the page asks
    for. The folder is there as a whole or not at all; one that an export has written before is
    replaced, any other that is not empty is refused.

    Returns:
        The size of all its files in bytes.

    Raises:
        OutputError: The folder cannot be written.
    """
    shown = public(source)

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", page_of(shown, store="folder").encode()
        events = len(shown.events) if isinstance(shown, Timeline) else len(shown.columns)
        about = {"made": "dateline export", "events": events}
        yield ABOUT, f"{json.dumps(about)}\n".encode()
        if not isinstance(shown, Timeline):
            for name, data in packed_blocks(shown, LEVEL):
                yield f"blocks/{name}.bin", data

    return output.write_folder(path, files(), OURS, ABOUT)
