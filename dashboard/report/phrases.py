"""Sentences that formats with markup inside their text word alike, each with its own markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dashboard import prose
from dashboard.report.content import Note

__all__ = ["described"]


def described(
    note: Note,
    text: Callable[[str], str],
    link: Callable[[str], str],
    line: Callable[[Iterable[prose.Inline]], str],
) -> str:
    """A source in full: title, facts, address, archived copy, quotation, remark.

    Args:
        note: The source.
        text: Writes words so that they stay words.
        link: Writes an address as one that can be followed.
        line: Writes a line of prose.
    """
    title = f"“{text(note.title)}”, " if note.title else ""
    parts = [f"{title}{text(', '.join(note.facts))}.", f"{link(note.address)}."]
    if note.archived:
        parts.append(f"Archived copy: {link(note.archived)}.")
    if note.quote:
        parts.append(f"“{text(note.quote)}”")
    if note.remark:
        parts.append(f"Note: {line(note.remark)}")
    return " ".join(parts)
