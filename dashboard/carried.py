"""Data that a page carries although it is written in it already: every text is kept once.

A frozen page shows every text of its timeline, so the timeline's own data need not repeat them. A
long text is written as its number among the texts in the page's scripts, counted in their order;
what remains is compressed. The shipped case takes a third of what its data alone would, compressed.

Data from a page is data of a stranger: nothing is run, and everything that grows has a limit.
"""

from __future__ import annotations

import base64
import binascii
import json
import lzma
import re
from collections.abc import Callable
from typing import Any

__all__ = ["ALPHABET", "CarriedError", "pack", "unpack"]

#: The digits of base 85 in their order (RFC 1924, as :func:`base64.b85encode` writes them) but for
#: "<", which could begin something in a page; it takes a quarter more room than the bytes, base 64
#: a third.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;'=>?@^_`{|}~"

#: Texts of fewer characters are written as they are; a number would take as much room.
SHORTEST = 10
#: Begins a number that stands for a text, and is doubled where a text begins with it.
MARK = "~"
#: Characters that all texts together may have; pictures are texts too.
MOST = 200_000_000
#: How deep values may lie inside one another; a timeline needs six levels.
MOST_DEPTH = 20

#: A text in a script, in double quotes.
_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')


class CarriedError(ValueError):
    """The data is damaged, or of no page of ours."""


def pack(values: Any, script: str) -> str:
    """Write values so that they can stand in a page.

    Args:
        values: Plain JSON values.
        script: A script of the page that has most of the texts in it.
    """
    numbers = {text: number for number, text in reversed([*enumerate(_texts(script))])}
    last = 0

    def short(text: str) -> str:
        nonlocal last
        number = numbers.get(text)
        if number is None:
            return MARK + text if text.startswith(MARK) else text
        # Texts that follow each other in the data mostly do so in the page.
        step, last = number - last, number
        return f"{MARK}{step}"

    data = json.dumps(_each_text(values, short), ensure_ascii=False, separators=(",", ":"))
    packed = lzma.compress(data.encode(), check=lzma.CHECK_CRC32, preset=6 | lzma.PRESET_EXTREME)
    return base64.b85encode(packed).decode("ascii").replace("<", "'")


def unpack(data: str, script: str) -> Any:
    """Read values that :func:`pack` has written into a page with that script.

    Raises:
        CarriedError: If they cannot be read, or are larger than any timeline.
    """
    try:
        packed = base64.b85decode(data.strip().replace("'", "<"))
        decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=200_000_000)
        plain = decompressor.decompress(packed, MOST)
        if not decompressor.eof:
            raise CarriedError("the data is cut off or too large")
        values = json.loads(plain)
    except (binascii.Error, lzma.LZMAError, ValueError, RecursionError) as error:
        raise CarriedError(f"the data is damaged: {error}") from None
    texts = _texts(script)
    last = total = 0

    def long(text: str) -> str:
        nonlocal last, total
        if text.startswith(MARK):
            if text.startswith(MARK * 2):
                return text.removeprefix(MARK)
            if not re.fullmatch(r"-?[0-9]{1,9}", text[1:]):
                raise CarriedError("the data is damaged: no number of a text")
            last += int(text[1:])
            if not 0 <= last < len(texts):
                raise CarriedError("the data is damaged: a text is missing")
            text = texts[last]
        total += len(text)
        if total > MOST:
            raise CarriedError("the data is too large")
        return text

    return _each_text(values, long)


def _texts(script: str) -> list[str]:
    """The texts in a script that are long enough, each once, in the order of their first place."""
    found: dict[str, None] = {}
    for match in _TEXT.finditer(script):
        if len(match[0]) >= SHORTEST + 2:
            try:
                text = json.loads(match[0])
            except ValueError:
                # Not every text of a script is one of JSON.
                continue
            found.setdefault(text)
    return list(found)


def _each_text(value: Any, change: Callable[[str], str], depth: int = 0) -> Any:
    """The same values with every text changed; keys stay what they are."""
    if depth > MOST_DEPTH:
        raise CarriedError("the data is nested too deep")
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(one, change, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_each_text(one, change, depth + 1) for one in value]
    return value
