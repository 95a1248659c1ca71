"""The file back out of a frozen page.

A page carries the data of its timeline (:mod:`dashboard.carried`). What it does not have are the
comments of the file it was made from, the order and wording of shorthands in it, and internal
events.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.bulk.carrying import unfolded
from dashboard.carried import CarriedError, unpack
from dashboard.citation import data_hash
from dashboard.formats import loads
from dashboard.formats.document import document
from dashboard.formats.yaml_writer import to_yaml
from dashboard.model import Timeline
from dashboard.problems import Problem, ProblemError

__all__ = ["LARGEST", "Extracted", "extract"]

#: Bytes of a page, and characters that its scripts may have unpacked.
LARGEST = 200_000_000
#: Blocks of a page.
MOST_BLOCKS = 100_000

_AGAIN = "get the page again from where it was published"

#: What is not in a page.
LOST = "A page does not hold the comments of the file that it was made from, nor internal events."

#: Stands between two parts of the packed block.
SEPARATOR = "\x1e"

_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,").match


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page was made from.

    Attributes:
        text: The YAML.
        timeline: What it says.
        pictures: The bytes of its pictures, by the name that the file has for each.
        missing: Names of pictures that are not in the page.
        hash: The data hash that the page names; equal to that of the timeline unless somebody
            changed the data of the page.
    """

    text: str
    timeline: Timeline
    pictures: Mapping[str, bytes]
    missing: tuple[str, ...]
    hash: str | None

    @property
    def is_sound(self) -> bool:
        """Whether the data are those that the page was made with."""
        return self.hash == data_hash(self.timeline)


def extract(page: bytes, name: str, beside: Callable[[str], bytes] | None = None) -> Extracted:
    """Read the data of a page that ``dateline export`` has written. Nothing in it is run.

    Args:
        page: The HTML file.
        name: How problems and the comment on top of the YAML call it.
        beside: Reads a file in the folder of the page by its name, such as ``blocks/d0.bin``.

    Raises:
        ProblemError: If it is no such page, or damaged.
    """
    text = page.decode("utf-8", "replace")
    carried, packed = _element(text, "carried"), _element(text, "packed")
    if carried is None or packed is None:
        raise _not_ours(text, name, packed is not None)
    try:
        values = unpack(carried, _first_script(packed))
    except CarriedError as error:
        raise _problem(name, str(error), _AGAIN) from None
    if not isinstance(values, dict) or not isinstance(values.get("timeline"), dict):
        raise _problem(name, "the data in the page are not those of a timeline", None)
    carried_hash = values["timeline"].get("hash")
    if "blocks" in values:
        try:
            values["timeline"] = _gathered(values, lambda block: _block(text, block, beside))
        except CarriedError as error:
            raise _problem(name, str(error), _AGAIN) from None
        timeline = loads(json.dumps(values["timeline"]), name, ".json")
        # Of a table, no hash of all its data was there to be written.
        carried_hash = carried_hash or data_hash(timeline)
    else:
        timeline = loads(to_yaml(values["timeline"]), name)
    named = dict.fromkeys(item.image for event in timeline.events for item in event.media)
    found = values.get("pictures")
    pictures = _pictures(found if isinstance(found, dict) else {}, tuple(named))
    missing = tuple(image for image in named if image not in pictures)
    return Extracted(
        # Written anew from what was read and found right, not as the page has it.
        to_yaml(document(timeline), header=f"Extracted from {name}.\n{LOST}"),
        timeline,
        pictures,
        missing,
        carried_hash if isinstance(carried_hash, str) else None,
    )


def _gathered(values: Mapping[str, Any], read: Callable[[str], bytes]) -> dict[str, Any]:
    """The document of a page of very many events, whose data lie in blocks.

    Raises:
        CarriedError: A block is missing or damaged.
    """
    number = values["blocks"]
    if not isinstance(number, int) or not 0 <= number <= MOST_BLOCKS:
        raise CarriedError("the data is damaged: no number of blocks")
    about = dict(values["timeline"])
    events: list[dict[str, Any]] = []
    tables = {name: dict(about.get(name, {})) for name in ("sources", "actors")}
    left = LARGEST
    for block in range(number):
        parts = []
        for kind in ("b", "d"):
            plain = _unzipped(read(f"{kind}{block}"), left)
            left -= len(plain)
            parts.append(plain)
        try:
            records, data = map(json.loads, parts)
            found, sources, actors = unfolded(data, records["values"])
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise CarriedError(f"the data of some events are damaged: {error}") from None
        events += found
        tables["sources"] |= sources
        tables["actors"] |= actors
    filled = {name: table for name, table in tables.items() if table}
    return {**about, **filled, "events": events}


def _block(page: str, block: str, beside: Callable[[str], bytes] | None) -> bytes:
    """The bytes of a block, out of the page or from the folder that it lies in."""
    digits = _element(page, f"block-{block}")
    if digits is not None:
        try:
            return base64.b85decode(digits.replace("'", "<"))
        except ValueError as error:
            raise CarriedError(f"the data is damaged: {error}") from None
    if beside is None:
        raise CarriedError(f"the data of some events ({block}) are missing")
    try:
        return beside(f"blocks/{block}.bin")
    except OSError:
        raise CarriedError(
            f"the file blocks/{block}.bin, which belongs to the page, is not there"
        ) from None


def _unzipped(data: bytes, most: int) -> bytes:
    try:
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(data, max(most, 1))
    except zlib.error as error:
        raise CarriedError(f"the data is damaged: {error}") from None
    if not unpacker.eof:
        raise CarriedError("the data is cut off or too large")
    return plain


def _element(page: str, name: str) -> str | None:
    """The text of a script element; what people wrote cannot look like one, it is escaped."""
    found = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', page)
    return found[1] if found else None


def _first_script(block: str) -> str:
    """What has the texts in it, out of the packed block; older pages have styles before it."""
    try:
        packed = base64.b85decode(block.strip().replace("'", "<"))
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(packed, LARGEST)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise CarriedError(f"the scripts of the page are damaged: {error}") from None
    if not unpacker.eof:
        raise CarriedError("the scripts of the page are cut off or too large")
    parts = plain.decode("utf-8", "replace").split(SEPARATOR, 2)
    return parts[1] if len(parts) > 1 else ""


def _pictures(addresses: Mapping[str, Any], named: tuple[str, ...]) -> dict[str, bytes]:
    pictures = {}
    for image in named:
        address = addresses.get(image)
        if isinstance(address, str) and (head := _PICTURE(address)):
            try:
                pictures[image] = base64.b64decode(address[head.end() :], validate=True)
            except binascii.Error:
                continue
    return pictures


def _not_ours(page: str, name: str, older: bool) -> ProblemError:
    if older:
        return _problem(
            name,
            "the page was made before pages carried their data",
            "export it again from its file; the words are in the page, the structure is not",
        )
    looks = "is no page that dateline export has written"
    if "<html" not in page[:2000].lower():
        looks = "is no HTML page"
    return _problem(name, looks, "name the HTML file: dateline extract case.html -o events.yaml")


def _problem(name: str, message: str, hint: str | None) -> ProblemError:
    return ProblemError([Problem(message, hint, file=name)])
