"""Everything that can be made of a timeline in one ZIP archive, with a manifest of hashes.

The same timeline gives the same archive, as far as the programs that draw and write the files in
it are the same: no entry has the time at which it was made.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from dashboard.citation import data_hash, imprint, permalink
from dashboard.model import Timeline
from dashboard.output import OutputError
from dashboard.outputs.target import Made, Target, Wanted

__all__ = ["MANIFEST", "bundle"]

#: Name of the manifest in the archive's folder.
MANIFEST = "manifest.json"

#: The earliest time that a ZIP archive can name; stands for none.
NO_TIME = (1980, 1, 1, 0, 0, 0)
#: A file that its owner may write and everybody read, as Unix says it in a ZIP archive.
MODE = 0o100644 << 16


def bundle(timeline: Timeline, wanted: Wanted, targets: Iterable[Target]) -> Made:
    """Make an archive of every kind of file.

    What cannot be made on this machine is left out; the manifest and the answer say so.

    Args:
        timeline: A timeline without internal events.
        wanted: The name of the archive; its folder and the files in it are called like it.
        targets: The kinds.
    """
    stem = PurePath(wanted.name).stem
    files: dict[str, bytes] = {}
    listed: list[dict[str, Any]] = []
    left_out: dict[str, str] = {}
    taken: set[str] = set()
    for target in targets:
        own = target.suffix not in taken and not target.named
        taken |= {target.suffix} if own else set()
        name = f"{stem}{target.suffix}" if own else f"{stem}.{target.name}{target.suffix}"
        try:
            made = target.make(timeline, Wanted(name))
        except OutputError as error:
            left_out[name] = f"{error.message} ({error.hint})" if error.hint else error.message
            continue
        for one, data in made.files.items():
            files[one] = data
            losses = {"losses": list(made.losses)} if made.losses and one == name else {}
            listed.append({**_entry(one, data), "kind": target.title, **losses})
    for one, data in _pictures(timeline).items():
        # A report or a page may have brought a picture of the same name; both are kept.
        if one not in files:
            files[one] = data
            listed.append({**_entry(one, data), "kind": "a picture of the timeline"})
    about = _about(timeline)
    if left_out:
        about["left_out"] = left_out
    manifest = json.dumps({**about, "files": listed}, ensure_ascii=False, indent=2) + "\n"
    archive = _zipped({MANIFEST: manifest.encode(), **files}, folder=stem)
    said = tuple(f"{name} is left out: {reason}" for name, reason in left_out.items())
    return Made({wanted.name: archive}, said)


def _about(timeline: Timeline) -> dict[str, Any]:
    edition = timeline.edition
    values = {
        "title": timeline.title,
        "imprint": imprint(timeline),
        "edition": edition.model_dump(mode="json", exclude_none=True) if edition else None,
        "published": permalink(timeline) or None,
        "data": data_hash(timeline),
        "events": len(timeline.events),
        "sources": len(timeline.sources),
    }
    return {name: value for name, value in values.items() if value is not None}


def _entry(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _pictures(timeline: Timeline) -> dict[str, bytes]:
    """The pictures that events show, under the names that the file has for them."""
    from dashboard.app.media import content

    named = dict.fromkeys(item.image for event in timeline.events for item in event.media)
    found = {name.replace("\\", "/"): content(timeline.path, name) for name in named}
    return {name: data for name, data in found.items() if data is not None}


def _zipped(files: dict[str, bytes], folder: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = MODE
            archive.writestr(entry, files[name])
    return stream.getvalue()
