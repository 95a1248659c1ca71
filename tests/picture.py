"""The pictures at the top of the README: the shipped case in a browser, light and dark.

``./run picture`` writes them anew. Nothing is arranged for them: it is the file that ``dateline
export`` makes, opened at one event.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from dashboard import freeze, load, output
from dashboard.resources import example_case
from tests.browser import ARGUMENTS, ROOT, find_browser

__all__ = ["EVENT", "FOLDER", "LARGEST", "SCHEMES", "SIZE", "path_of", "rows_of", "size_of"]

Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
FOLDER = ROOT / "docs"
#: Of the viewport and so of the picture, in pixels.
SIZE = (1440, 860)
#: The event that is open in the panel.
EVENT = "svr-network-exposed"
#: The most bytes that a picture may take.
LARGEST = 350_000

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What a picture needs to be shown; all other chunks are left out.
_NEEDED = (b"IHDR", b"IDAT", b"IEND")


def path_of(scheme: Scheme) -> Path:
    """Where the picture of a scheme is kept."""
    return FOLDER / f"dateline-{scheme}.png"


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels.

    Raises:
        ValueError: If it is no PNG.
    """
    if not picture.startswith(_SIGNATURE):
        raise ValueError("this is no PNG")
    width, height = struct.unpack_from(">II", picture, 16)
    return width, height


def main() -> None:
    """Take both pictures and write them."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "case.html"
        freeze.write(load(example_case()), page)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        for scheme in SCHEMES:
            picture = packed(take(browser, f"{page.as_uri()}#event={EVENT}", scheme))
            if len(picture) > LARGEST:
                sys.exit(f"the {scheme} picture takes {len(picture):,} bytes, over {LARGEST:,}")
            FOLDER.mkdir(exist_ok=True)
            output.write(path_of(scheme), picture)
            print(f"{path_of(scheme).relative_to(ROOT)}, {len(picture):,} bytes")
        browser.close()


def take(browser: Browser, address: str, scheme: Scheme) -> bytes:
    """A picture of a page when it has drawn itself, as PNG."""
    width, height = SIZE
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(address)
    page.locator("html[data-ready=true]").wait_for()
    picture = page.screenshot()
    page.close()
    return picture


def packed(picture: bytes) -> bytes:
    """The same PNG in fewer bytes, pixel for pixel.

    Chromium filters every row as suits photographs. Flat colours and text are smaller without
    filters, because equal pixels are then equal bytes.

    Args:
        picture: 8 bits a channel, RGB or RGBA, not interlaced (as browsers write it).
    """
    header = dict(_chunks(picture))[b"IHDR"]
    rows = b"".join(b"\0" + row for row in rows_of(picture))
    bodies = {b"IHDR": header, b"IDAT": zlib.compress(rows, 9), b"IEND": b""}
    return _SIGNATURE + b"".join(_chunk(kind, bodies[kind]) for kind in _NEEDED)


def rows_of(picture: bytes) -> Iterator[bytes]:
    """The rows of a PNG from the top, with the channels of each pixel in turn.

    Raises:
        ValueError: If it has other than 8 bits a channel, RGB or RGBA, or is interlaced.
    """
    chunks = list(_chunks(picture))
    header = next(body for kind, body in chunks if kind == b"IHDR")
    width, height, depth, colour, *_, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in (2, 6) or interlaced:
        raise ValueError("only RGB and RGBA of 8 bits, not interlaced, can be read")
    pixel = 3 if colour == 2 else 4
    data = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    return _rows(data, width * pixel, height, pixel)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of every chunk (PNG, section 5.3)."""
    at = len(_SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _rows(data: bytes, length: int, height: int, pixel: int) -> Iterator[bytes]:
    """The rows of a picture with the filters undone (PNG, section 9).

    Args:
        data: Unpacked content of the chunks.
        length: Bytes in a row.
        height: Number of rows.
        pixel: Bytes in a pixel.
    """
    above = bytearray(length)
    for start in range(0, height * (length + 1), length + 1):
        filtered = data[start]
        # A pixel of nothing on the left of both rows spares asking whether there is one.
        row = bytearray(pixel) + data[start + 1 : start + 1 + length]
        up = bytearray(pixel) + above
        if filtered:
            for at in range(pixel, length + pixel):
                left, over, corner = row[at - pixel], up[at], up[at - pixel]
                guess = (
                    left,
                    over,
                    (left + over) // 2,
                    _nearest(left, over, corner) if filtered == 4 else 0,
                )[filtered - 1]
                row[at] = (row[at] + guess) & 255
        above = row[pixel:]
        yield bytes(above)


def _nearest(left: int, over: int, corner: int) -> int:
    """Paeth's predictor (PNG, section 9.4)."""
    guess = left + over - corner
    return min((left, over, corner), key=lambda value: abs(guess - value))


if __name__ == "__main__":
    main()
