"""What PNG and PDF say of themselves, written where their formats have a place for it."""

from __future__ import annotations

import re
import struct
import zlib

__all__ = ["described_png", "undated_pdf"]

#: CSS pixels in a metre: 96 in an inch.
PER_METRE = 96 / 0.0254
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_SIGNATURE) + 4 + 4 + 13 + 4


def described_png(png: bytes, scale: float, texts: dict[str, str]) -> bytes:
    """A PNG with texts in it, and with the size at which it is meant to be shown.

    Args:
        png: The picture.
        scale: Pixels for each CSS pixel.
        texts: By keyword (PNG specification, third edition, section 11.3.3): ``Title``,
            ``Description``, ``Author``, ``Copyright``.
    """
    per_metre = round(PER_METRE * scale)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))]
    for keyword, text in texts.items():
        # Not compressed, no language, no translated keyword: iTXt holds UTF-8.
        chunks.append(_chunk(b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode()))
    return png[:_HEADER_END] + b"".join(chunks) + png[_HEADER_END:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def undated_pdf(pdf: bytes) -> bytes:
    """A PDF without the time at which it was made, so that the same picture is the same bytes.

    Blanks take its place: nothing moves, and the table of positions stays right.
    """
    return re.sub(
        rb"/(?:CreationDate|ModDate) \(D:[^)]*\)", lambda found: b" " * len(found[0]), pdf
    )
