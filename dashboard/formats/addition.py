"""A jotted event to the skeleton that goes into a file, fitted to what the file holds already."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dashboard.formats.append import Skeleton, append_event
from dashboard.formats.collect import Collector
from dashboard.formats.fields import PLACEHOLDERS
from dashboard.formats.json_file import read_json
from dashboard.formats.slugs import slug
from dashboard.formats.text_file import encoding_of, read_text
from dashboard.formats.yaml_file import read_yaml
from dashboard.formats.yaml_nodes import Items, Map, Node, parse
from dashboard.problems import Problem, ProblemError, UnfitError

__all__ = ["Addition", "add_event"]

#: What stands in for a placeholder while is tried whether the rest is right.
_FINISHED = {"date": "2000", "title": "Still to be filled in"}
_READERS = {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json}


@dataclass(frozen=True, slots=True)
class Addition:
    """A file with one event more, not yet written.

    Attributes:
        data: All its bytes.
        line: The line on which the event begins, counted from 1.
        open: The fields that the author has to fill in.
        cited: Ids of the events that cite one of its sources already.
    """

    data: bytes
    line: int
    open: tuple[str, ...]
    cited: tuple[str, ...]


def add_event(
    path: Path,
    *,
    date: str | None = None,
    title: str | None = None,
    links: tuple[str, ...] = (),
    category: str | None = None,
    actors: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
) -> Addition:
    """Make a file's bytes with one event more; what is missing gets a placeholder.

    Args:
        path: A YAML or JSON file.
        date: EDTF.
        title: What happened.
        links: Addresses of its sources.
        category: Id of a category.
        actors: Ids of actors.
        tags: Free words.

    Raises:
        UnreadableError: If the file cannot be read.
        UnfitError: If it is no file that an event can be added to.
        ProblemError: If the event would be wrong; has what would be wrong with it.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None and path.is_file():
        raise UnfitError(
            f"{path} is no YAML or JSON file", "an event can be added to files of our own kind only"
        )
    text = read_text(str(path))
    root, _ = parse(text, Collector(str(path)))
    if not isinstance(root, Map):
        before = _errors(path, text)
        if before:
            raise ProblemError(before)
        raise UnfitError(f"{path} is no timeline to add to", "begin one: dateline new")
    if not (date or title or links):
        raise UnfitError("there is nothing to add", "give an address, or say what happened")
    _check_text(date, title, category, *links, *actors, *tags)
    missing = tuple(name for name, value in (("date", date), ("title", title)) if not value)
    known = _listed(root)
    sources = [known.get(link, link) for link in links]
    given: dict[str, str | list[str] | None] = {
        "id": _id_for(root, title, date),
        "date": date or PLACEHOLDERS[0],
        "title": title or PLACEHOLDERS[0],
        "category": category,
        "actors": list(actors),
        "source": sources[0] if len(sources) == 1 else None,
        "sources": sources if len(sources) > 1 else None,
        "tags": list(tags),
    }
    event: Skeleton = {name: value for name, value in given.items() if value}
    as_json = path.suffix.lower() == ".json"
    grown = append_event(text, event, as_json=as_json)
    # What is not finished is not read, but must be right once it is.
    finished = append_event(
        text, {**event, **{name: _FINISHED[name] for name in missing}}, as_json=as_json
    )
    wrong = _new_errors(path, text, finished.text)
    if wrong:
        raise ProblemError(wrong)
    mark, encoding = encoding_of(path.read_bytes())
    line = grown.text.count("\n", 0, grown.index) + 1
    cited = tuple(_citing(root, links))
    return Addition(mark + grown.text.encode(encoding), line, missing, cited)


def _check_text(*texts: str | None) -> None:
    """Refuse what no file of text can hold."""
    for sign in "".join(filter(None, texts)):
        if unicodedata.category(sign) in ("Cc", "Cs", "Cn"):
            raise UnfitError(f"a control character (U+{ord(sign):04X}) in the text", "remove it")


def _errors(path: Path, text: str) -> list[Problem]:
    problems = Collector(str(path))
    _READERS.get(path.suffix.lower(), read_yaml)(text, problems, path)
    return [problem for problem in problems.problems if problem.is_error]


def _new_errors(path: Path, before: str, after: str) -> list[Problem]:
    """The errors of a text that another one does not have."""
    old = Counter((problem.path, problem.message) for problem in _errors(path, before))
    found = []
    for problem in _errors(path, after):
        key = problem.path, problem.message
        if old[key]:
            old[key] -= 1
        else:
            found.append(problem)
    return found


def _id_for(root: Map, title: str | None, date: str | None) -> str | None:
    """An id for an event whose title another one has; None where the title will do."""
    key = slug(title or "")
    taken = {_id(one) for one in _events(root)}
    if not key or key not in taken:
        return None
    # The date tells two events of one title apart.
    dated = "-".join(filter(None, (key, slug(date or ""))))
    names = (dated, *(f"{key}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _events(root: Map) -> list[Map]:
    events = root.get("events")
    return [one for one in events if isinstance(one, Map)] if isinstance(events, Items) else []


def _id(event: Map) -> str:
    given, title = event.get("id"), event.get("title")
    return given if isinstance(given, str) else slug(title) if isinstance(title, str) else ""


def _listed(root: Map) -> dict[str, str]:
    """Ids in the file's table of sources by address."""
    table = root.get("sources")
    if not isinstance(table, Map):
        return {}
    pairs = ((_address(value), key) for key, value in table.items())
    return {address: key for address, key in pairs if address}


def _address(source: Node) -> str | None:
    url = source.get("url") if isinstance(source, Map) else source
    return url if isinstance(url, str) else None


def _citing(root: Map, links: tuple[str, ...]) -> list[str]:
    """The events that cite one of some addresses."""
    known = _listed(root)
    wanted = {*links, *(known[link] for link in links if link in known)}
    found = []
    for event in _events(root):
        cited: list[Node] = []
        for name in ("source", "sources"):
            value = event.get(name)
            cited += value if isinstance(value, Items) else [value]
        if wanted.intersection(filter(None, map(_address, cited))):
            found.append(_id(event))
    return [key for key in found if key]
