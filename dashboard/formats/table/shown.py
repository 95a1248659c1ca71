"""How an event of ours looks in the cells of a table, for people; and how an edited cell is read.

A cell shows what a person wants to read, so it may say less than the event does: who speaks by a
short name, a text of several lines on one. What is needed to get the event back lies beside it in
the column ``data``. As long as a cell shows exactly what the data would show, the data hold; a cell
that somebody has changed is read by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.formats.assembly import Ids
from dashboard.formats.table.cells import split_list
from dashboard.model import RelationKind, Stance, is_id

__all__ = ["COLUMNS", "DERIVED", "LINES", "NAMED", "TEXTS", "Tables", "read_lines_of", "show_cell"]

#: Fields whose cells hold them as they are.
TEXTS = ("id", "title", "summary")
#: Fields whose cells hold names of entries of a table, with that table.
NAMED: Mapping[str, str] = {"category": "categories", "actors": "actors"}
#: Fields whose cells hold an entry a line.
LINES = ("claims", "sources", "related", "media", "corrections")

#: Columns that are worked out and not read back.
DERIVED = ("in_words", "earliest", "latest", "precision", "evidence", "reason", "link", "imprint")

#: All columns in their order.
COLUMNS = (
    "id", "date", "in_words", "title", "summary", "category", "importance", "actors", "place",
    "lat", "lon", "evidence", "reason", "sources", "claims", "known", "related", "tags", "media",
    "corrections", "earliest", "latest", "precision", "link", "imprint", "data",
)  # fmt: skip

Entry = dict[str, Any]

_DASH = "\N{EN DASH}"


@dataclass
class Tables:
    """The entries that rows refer to, by table and id, and the names by which cells call them.

    Attributes:
        actors: By id, as in the file.
        categories: By id, as in the file.
        sources: By id, as in the file.
    """

    actors: dict[str, Entry] = field(default_factory=dict)
    categories: dict[str, Entry] = field(default_factory=dict)
    sources: dict[str, Entry] = field(default_factory=dict)

    def table(self, name: str) -> dict[str, Entry]:
        """One of the three."""
        tables = {"actors": self.actors, "categories": self.categories, "sources": self.sources}
        return tables[name]

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """How cells call an entry: by a name that only it has, else by its id."""
        return {
            "actors": _unique(
                {
                    key: entry.get("short") or entry.get("name") or key
                    for key, entry in self.actors.items()
                }
            ),
            "categories": _unique(
                {key: entry.get("label") or key for key, entry in self.categories.items()}
            ),
        }

    @cached_property
    def _ids(self) -> Mapping[str, Mapping[str, str]]:
        return {
            table: {name: key for key, name in names.items()} for table, names in self.names.items()
        }

    @cached_property
    def _new(self) -> Mapping[str, Ids]:
        free = {name: Ids() for name in ("actors", "categories", "sources")}
        for name, ids in free.items():
            for key in self.table(name):
                ids.reserve(key)
        return free

    @cached_property
    def _added(self) -> dict[tuple[str, str], str]:
        return {}

    @cached_property
    def _by_url(self) -> dict[str, str]:
        pairs = [(entry.get("url", ""), key) for key, entry in self.sources.items()]
        return dict(reversed(pairs))

    def name(self, table: str, key: str) -> str:
        """How cells call an actor or a category."""
        return self.names[table].get(key, key)

    def find(self, table: str, name: str) -> str:
        """The id of the actor or category that a cell calls so; entered when it is new."""
        known = self._ids[table].get(name)
        if known is not None:
            return known
        if name in self.table(table):
            return name
        if (table, name) not in self._added:
            key = self._new[table].take(name, table.removesuffix("s"))
            self.table(table)[key] = {"name" if table == "actors" else "label": name}
            self._added[table, name] = key
        return self._added[table, name]

    def source_at(self, url: str, words: str) -> str:
        """The id of the source with an address; entered when it is new."""
        if url in self._by_url:
            return self._by_url[url]
        host = re.match(r"https?://(?:www\.)?([^/?#:]+)", url)
        key = self._new["sources"].take(host[1] if host else "", "source")
        publisher, colon, title = words.partition(": ")
        entry = {"url": url}
        if colon:
            entry |= {"publisher": publisher, "title": title}
        elif words:
            entry["title"] = words
        self.sources[key] = entry
        self._by_url[url] = key
        return key


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    """Names that can stand in a list in a cell and mean one entry only; ids for the others."""
    flat = {key: _flat(name) for key, name in names.items()}
    times = Counter(flat.values())
    return {
        key: name
        if times[name] == 1
        and name == names[key]
        and (name == key or name not in names)
        and split_list(name) == [name]
        else key
        for key, name in flat.items()
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


# One line for one entry


def show_line(column: str, item: Any, tables: Tables) -> str:
    """An entry of a list as one line of a cell."""
    return _SHOW[column](item, tables)


def parse_line(column: str, text: str, tables: Tables) -> Any:
    """What a line that somebody wrote means; None when that cannot be told."""
    return _PARSE[column](text.strip(), tables)


def _urls(keys: Iterable[str], tables: Tables) -> str:
    return "".join(f" <{tables.sources.get(key, {}).get('url', key)}>" for key in keys)


def _source_line(key: str, tables: Tables) -> str:
    source = tables.sources.get(key, {})
    words = ": ".join(filter(None, (source.get("publisher"), source.get("title"))))
    return _flat(f"{words} <{source.get('url', key)}>")


def _claim_line(claim: Entry, tables: Tables) -> str:
    by, stance = tables.name("actors", claim["by"]), claim.get("stance", Stance.ASSERTS)
    date = f", {claim['date']}" if claim.get("date") else ""
    return _flat(f"{by} ({stance}{date}): {claim['says']}{_urls(claim.get('sources', ()), tables)}")


def _relation_line(relation: Entry, tables: Tables) -> str:
    note = f" {_DASH} {relation['note']}" if relation.get("note") else ""
    sources = _urls(relation.get("sources", ()), tables)
    return _flat(f"{relation['kind']}: {relation['to']}{note}{sources}")


def _pair_line(first: str, second: str) -> Callable[[Entry, Tables], str]:
    return lambda entry, tables: _flat(f"{entry[first]}: {entry[second]}")


_SHOW: Mapping[str, Callable[[Any, Tables], str]] = {
    "sources": _source_line,
    "claims": _claim_line,
    "related": _relation_line,
    "media": _pair_line("image", "alt"),
    "corrections": _pair_line("date", "note"),
}

_URL = re.compile(r"\s*<(https?://[^\s<>]+)>$")


def _without_urls(text: str, tables: Tables) -> tuple[str, list[str]]:
    """A line without the addresses at its end, and the ids of the sources there."""
    keys: list[str] = []
    while found := _URL.search(text):
        text = text[: found.start()]
        keys.insert(0, tables.source_at(found[1], ""))
    return text, keys


def _parse_source(text: str, tables: Tables) -> str | None:
    bare = re.fullmatch(r"https?://\S+", text)
    if bare:
        return tables.source_at(text, "")
    found = _URL.search(text)
    if found is None:
        return text if is_id(text) and text in tables.sources else None
    return tables.source_at(found[1], text[: found.start()].strip())


def _parse_claim(text: str, tables: Tables) -> Entry | None:
    words, keys = _without_urls(text, tables)
    stances = "|".join(Stance)
    found = re.fullmatch(rf"(.+?) \(({stances})(?:, ([^()]+))?\): (.+)", words)
    if found is None:
        return None
    claim: Entry = {"by": tables.find("actors", found[1]), "stance": found[2], "says": found[4]}
    if found[3]:
        claim["date"] = found[3]
    return claim | ({"sources": keys} if keys else {})


def _parse_relation(text: str, tables: Tables) -> Entry | None:
    words, keys = _without_urls(text, tables)
    kinds = "|".join(RelationKind)
    found = re.fullmatch(rf"({kinds}): (\S+)(?: {_DASH} (.+))?", words)
    if found is None:
        return None
    relation: Entry = {"to": found[2], "kind": found[1]}
    if found[3]:
        relation["note"] = found[3]
    return relation | ({"sources": keys} if keys else {})


def _parse_pair(first: str, second: str) -> Callable[[str, Tables], Entry | None]:
    def parse(text: str, tables: Tables) -> Entry | None:
        head, _, tail = text.partition(": ")
        return {first: head.strip(), second: tail.strip()} if head and tail.strip() else None

    return parse


_PARSE: Mapping[str, Callable[[str, Tables], Any]] = {
    "sources": _parse_source,
    "claims": _parse_claim,
    "related": _parse_relation,
    "media": _parse_pair("image", "alt"),
    "corrections": _parse_pair("date", "note"),
}


def read_lines_of(
    column: str, cell: str, items: list[Any], tables: Tables
) -> Iterator[tuple[str, Any]]:
    """The entries of a cell: those whose line is as it was, and what new lines mean.

    Yields:
        Each line with its entry, None for a line that means nothing.
    """
    left = [(show_line(column, item, tables), item) for item in items]
    for text in cell.splitlines():
        if not text.strip():
            continue
        at = next((n for n, (shown, _) in enumerate(left) if shown == text.strip()), None)
        yield text, parse_line(column, text, tables) if at is None else left.pop(at)[1]


def show_cell(column: str, event: Entry, tables: Tables) -> str:
    """What a column shows of an event as its file describes it; empty where it says nothing."""
    if column in NAMED:
        value = event.get(column) or []
        keys = [value] if isinstance(value, str) else value
        return "; ".join(tables.name(NAMED[column], key) for key in keys)
    if column in LINES:
        return "\n".join(show_line(column, item, tables) for item in event.get(column, ()))
    if column == "tags":
        return _list_cell(event.get("tags", ()))
    if column == "place":
        return str(event.get("place", {}).get("name", ""))
    if column in ("lat", "lon"):
        number = event.get("place", {}).get(column)
        return "" if number is None else repr(float(number))
    if column == "importance":
        return str(event.get("importance", 3))
    return str(event.get(column, ""))


def _list_cell(items: Iterable[str]) -> str:
    flat = [_flat(item) for item in items]
    divided = any(sign in item for item in flat for sign in ";|")
    return "\n".join(flat) if divided and len(flat) > 1 else "; ".join(flat)
