"""The sources of a draft: a table as a person would write it, one entry an address."""

from __future__ import annotations

import re
from typing import Any

from dashboard.formats.markdown_text import LONGEST_LINE, LONGEST_PROSE, line, web
from dashboard.formats.slugs import slug

__all__ = ["SourceDraft"]

#: Letters of an id that is made from a title.
_LONGEST_ID = 48
#: Words of a link that are shorter say no more than "here".
_SHORTEST = 8

#: So many descriptions of one address are compared with a new one.
_MOST_ALIKE = 50

#: Fields in which a second remark is set behind the first one.
_PROSE = ("note",)
#: Fields that hold more than a line.
_LONG = ("note", "quote")


class SourceDraft:
    """Gathers sources while a file is read."""

    def __init__(self) -> None:
        self.table: dict[str, dict[str, Any]] = {}
        self._next: dict[str, int] = {}
        self._by_url: dict[str, list[str]] = {}

    def add(
        self, address: object, key: str = "", words: str | None = None, **fields: str | None
    ) -> str | None:
        """Take a source and give its id; None when its address leads nowhere on the web.

        The same address is the same source, unless two descriptions of it differ: what is told
        about it later fills what is not known yet, and a remark is set behind the one there is.

        Args:
            address: Its address.
            key: The id that it has already, if it has one.
            words: What a link to it says: an id may be made of that. It is no title, for nobody has
                seen the document.
            fields: Its other fields, by their names in our file.
        """
        url = web(address)
        if url is None:
            return None
        given = {
            name: text[:LONGEST_PROSE] if name in _LONG else line(text)[:LONGEST_LINE]
            for name, text in fields.items()
            if text
        }
        known = self._known(url, key, given)
        if known is None:
            known = key if key and key not in self.table else self._free(_name(url, words, given))
            self._by_url.setdefault(url, []).append(known)
            self.table[known] = {"url": url}
        entry = self.table[known]
        for name, text in given.items():
            if name not in entry:
                entry[name] = text
            elif name in _PROSE and text not in entry[name]:
                entry[name] = f"{entry[name]}; {text}"
        return known

    def _known(self, url: str, key: str, given: dict[str, str]) -> str | None:
        """The id of a source at an address that nothing of what is given speaks against."""
        for known in self._by_url.get(url, ())[:_MOST_ALIKE]:
            entry = self.table[known]
            same = not key or key == known
            if same and all(
                name in _PROSE or entry.get(name, text) == text for name, text in given.items()
            ):
                return known
        return None

    def _free(self, wanted: str) -> str:
        """An id that no source has yet, also when a million wish for the same."""
        base = slug(wanted)[:_LONGEST_ID].strip("-") or "source"
        key = base
        while key in self.table:
            number = self._next.get(base, 2)
            self._next[base] = number + 1
            key = f"{base}-{number}"
        return key


def _name(url: str, words: str | None, fields: dict[str, str]) -> str:
    """What an id is made of: words that say something, else the name of the site."""
    found = re.match(r"\w+://(?:www\.)?([^/?#:@]+)", url)
    site = found[1] if found else "source"
    said = fields.get("title") or (words if words and len(slug(words)) >= _SHORTEST else "")
    return said or fields.get("publisher") or site
