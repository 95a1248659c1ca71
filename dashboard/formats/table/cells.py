"""Cells that a spreadsheet program must not run, and lists inside a cell.

A program that opens a CSV file takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a
line break for a formula (OWASP, CSV Injection). An apostrophe before it makes it text. The same is
done after a semicolon, a tab or a line break inside a cell: a program that takes the semicolon for
the separator, as most of Europe's do, begins a new cell there.
"""

from __future__ import annotations

import re

__all__ = ["defused", "restored", "split_list"]

#: Also the wide forms, which some programs read as the narrow ones.
_SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_START = re.compile(f"(^|[;\t\r\n])([ \"]*)('*)(?=[{_SIGNS}])")
_DEFUSED = re.compile(f"(^|[;\t\r\n])([ \"]*)'('*)(?=[{_SIGNS}])")


def defused(text: str) -> str:
    """A text with an apostrophe wherever a formula might begin; :func:`restored` takes it out."""
    return _START.sub(r"\1\2'\3", text)


def restored(text: str) -> str:
    """Undo :func:`defused`, for every text."""
    return _DEFUSED.sub(r"\1\2\3", text)


def split_list(text: str, comma: bool = False) -> list[str]:
    """The items of a list in one cell: one a line, else divided by ``;``, each once.

    Args:
        text: The cell.
        comma: Whether a comma divides too, where there is neither line break nor semicolon.
    """
    if "\n" in text or "\r" in text:
        parts = text.splitlines()
    elif ";" in text:
        parts = text.split(";")
    elif "|" in text:
        parts = text.split("|")
    else:
        parts = text.split(",") if comma else [text]
    return list(dict.fromkeys(part for item in parts if (part := item.strip())))
