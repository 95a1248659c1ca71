"""Where a row says that its event can be read: addresses, and what stands in the columns beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.formats.markdown_text import LONGEST_LINE, line, web
from dashboard.formats.source_draft import SourceDraft
from dashboard.formats.table.columns import Columns
from dashboard.formats.table.dating import Dating
from dashboard.formats.table.sheet import Row, RowNotes

__all__ = ["NOTHING", "Cited", "Citing"]

#: What spreadsheets write where a formula failed, and people where there is nothing.
NOTHING = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|-+|n/?a", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"|]+", re.IGNORECASE)


@dataclass(slots=True)
class Cited:
    """The sources of a row.

    Attributes:
        keys: Ids of those that have an address.
        words: The others, as they are written.
    """

    keys: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Citing:
    """Reads the sources of rows.

    Attributes:
        columns: What stands where.
        sources: Where sources are gathered.
        dating: Reads the days of publication.
        notes: Where is noted what found no place.
    """

    columns: Columns
    sources: SourceDraft
    dating: Dating
    notes: RowNotes

    def _text(self, row: Row, name: str) -> str:
        text = self.columns.text(row, name)
        return "" if NOTHING.fullmatch(text) else text

    def read(self, row: Row, remarks: list[str]) -> Cited:
        """Read what a row says; what was guessed is added to the remarks."""
        found = Cited()
        addresses: list[tuple[str, str]] = []
        links = {index: url for index, url in row.links if web(url)}
        use = self.columns.uses.get("source")
        for index in use.columns if use else ():
            text = row.cell(index)
            if index in links and not _ADDRESS.search(text):
                # The words of a link are what its page is called.
                addresses.append((links[index], line(text)))
            elif text:
                addresses += self._addresses(text, found)
        linked = [url for url in links.values() if all(url != known for known, _ in addresses)]
        addresses += [(url, "") for url in dict.fromkeys(linked)]
        told = {
            name: self._told(row, name, len(addresses))
            for name in ("source-title", "publisher", "published", "archived")
        }
        for number, (address, words) in enumerate(addresses):
            values = {name: texts[number] for name, texts in told.items()}
            key = self._source(row, address, words, values, remarks)
            if key is None:
                found.words.append(address)
            elif key not in found.keys:
                found.keys.append(key)
        if not addresses:
            told_alone = (self._text(row, name) for name in ("publisher", "source-title"))
            words = ": ".join(filter(None, told_alone))
            beside = (self._text(row, name) for name in ("published", "archived"))
            words = ", ".join(filter(None, (words, *beside)))
            found.words += [words] if words else []
        if found.words:
            self.notes.note(
                "a source without an address on the web went into the summary",
                row,
                found.words[0],
            )
        return found

    def _addresses(self, text: str, found: Cited) -> list[tuple[str, str]]:
        """The addresses in a cell, with the words beside each; words alone are kept apart."""
        addresses = []
        for part in text.splitlines():
            urls = [_trimmed(url) for url in _ADDRESS.findall(part)]
            urls = [piece for url in urls for piece in re.split(r"[;,](?=https?://)", url)]
            if not urls:
                if part.strip() and not NOTHING.fullmatch(part.strip()):
                    found.words.append(part.strip())
                continue
            rest = part
            for url in urls:
                rest = rest.replace(url, " ", 1)
            words = re.sub(r"[\s;,|<>()\[\]]+$|^[\s;,|<>()\[\]:-]+", "", line(rest)).strip(" :-–")
            alone = len(urls) == 1
            if words and not alone and len(words) > 3:
                found.words.append(words)
            addresses += [(url, words if alone else "") for url in urls]
        return addresses

    def _told(self, row: Row, name: str, count: int) -> list[str]:
        """What a column says about each of the sources of a row."""
        text = self._text(row, name)
        if not text or count == 0:
            return [""] * count
        if count == 1:
            return [text]
        parts = [part.strip() for part in re.split(r"[;\n|]", text)]
        if len(parts) == count:
            return parts
        self.notes.note(f"{name} of several sources, not one for each: left out", row, text)
        return [""] * count

    def _source(
        self,
        row: Row,
        address: str,
        words: str,
        told: Mapping[str, str],
        remarks: list[str],
    ) -> str | None:
        archived = web(told["archived"]) if told["archived"] else None
        if told["archived"] and archived is None:
            self.notes.note("an archived copy without an address: left out", row, told["archived"])
        if address.lower().startswith("www."):
            remarks.append(f"https:// added to {address}")
        fields: dict[str, str | None] = {
            "title": told["source-title"] or words,
            "publisher": told["publisher"],
            "published": self.dating.value("published", told["published"], row, self.notes),
            "archived": archived,
        }
        key = self.sources.add(address, "", **fields)
        entry = self.sources.table.get(key or "", {})
        for name, text in fields.items():
            if key and text and entry[name] != line(text)[:LONGEST_LINE]:
                self.notes.note(
                    f"another {name} for a source that has one: the first was kept", row, text
                )
        return key


def _trimmed(url: str) -> str:
    """An address without the signs of the sentence around it."""
    url = url.rstrip(".,;:!?'’”»")
    if url.endswith((")", "]")) and url.count("(") + url.count("[") == 0:
        url = url.rstrip(")]")
    return url
