"""The files of other tools: which can be read and which can be written, one table each."""

from __future__ import annotations

import json

from dashboard.formats import (
    geojson,
    icalendar_file,
    jsonld,
    markwhen,
    misp,
    stix,
    table,
    timelinejs,
    timelinejs_sheet,
    timemap,
    timesketch,
    vis,
)
from dashboard.formats.draft import Foreign, Importer
from dashboard.formats.written import Exporter
from dashboard.problems import Problem, UnfitError, UnreadableError, did_you_mean

__all__ = [
    "EXPORTERS",
    "IMPORTERS",
    "WITH_COLUMNS",
    "check_options",
    "importer_named",
    "is_ours",
    "recognised",
    "unrecognised",
]

#: In the order in which a file is asked whether it is one: what is told most surely comes first,
#: tables of any kind last.
IMPORTERS: tuple[Importer, ...] = (
    stix.IMPORTER,
    misp.IMPORTER,
    timelinejs.IMPORTER,
    timemap.IMPORTER,
    vis.IMPORTER,
    icalendar_file.IMPORTER,
    timesketch.IMPORTER,
    timelinejs_sheet.IMPORTER,
    markwhen.IMPORTER,
    *table.IMPORTERS,
)

#: Names of those for which columns can be named.
WITH_COLUMNS = frozenset({"csv", "jsonl", "records", "timesketch", "xlsx"})

#: In the order in which help lists them. Where several have the same suffix, the suffix alone
#: means the first.
EXPORTERS: tuple[Exporter, ...] = (
    table.EXPORTER,
    icalendar_file.EXPORTER,
    timelinejs.EXPORTER,
    timelinejs_sheet.EXPORTER,
    stix.EXPORTER,
    timesketch.EXPORTER,
    timesketch.EXPORTER_JSONL,
    jsonld.EXPORTER,
    geojson.EXPORTER,
)


def is_ours(foreign: Foreign) -> bool:
    """Whether a JSON file is one of Dateline's own."""
    document = foreign.document
    if not isinstance(document, dict):
        return False
    named = isinstance(document.get("title"), str)
    return "dateline" in document or (named and isinstance(document.get("events", []), list))


def check_options(foreign: Foreign, title: str, importer: Importer | None) -> None:
    """See that a file has use for what the user said about it.

    Args:
        foreign: The file.
        title: How people call what it is.
        importer: What it is read as; None for a file of our own, which says all this itself.

    Raises:
        UnfitError: It has none; says what to do instead.
    """
    if foreign.columns and (importer is None or importer.name not in WITH_COLUMNS):
        raise UnfitError(
            f"--map does nothing for {title}; it is for {', '.join(sorted(WITH_COLUMNS))} and "
            "Parquet",
            "leave it out",
        )
    if foreign.timezone and importer is None:
        raise UnfitError(
            f"--timezone does nothing for {title} of our own",
            f"leave it out, and write into the file: timezone: {foreign.timezone}",
        )


def recognised(foreign: Foreign) -> Importer | None:
    """The kind of file that this is, going by what is in it."""
    if _is_broken_json(foreign):
        return None
    return next((importer for importer in IMPORTERS if importer.recognises(foreign)), None)


def importer_named(name: str) -> Importer:
    """The kind of file of a name.

    Raises:
        LookupError: There is none; says which there are.
    """
    names = tuple(importer.name for importer in IMPORTERS)
    if name.lower() in names:
        return IMPORTERS[names.index(name.lower())]
    hint = did_you_mean(name, names)
    raise LookupError(
        f"No kind of file is called '{name}'; "
        + (f"{hint} " if hint else "")
        + f"There is: {', '.join(names)}"
    )


def unrecognised(foreign: Foreign, hint: str | None = None) -> UnreadableError:
    """Why nothing is known to read a file with.

    Args:
        foreign: The file.
        hint: What can be done about it.
    """
    titles = ", ".join(importer.title for importer in IMPORTERS)
    problem = Problem(f"{_looks(foreign)}, but is none of: {titles}", hint, file=foreign.name)
    if foreign.data.startswith(b"PAR1"):
        problem = Problem(
            "a Parquet file holds too many events for a file of our own",
            f"it is shown as it is: dateline serve {foreign.name}",
            file=foreign.name,
        )
    elif not foreign.data.strip():
        problem = Problem("the file is empty", "choose another file", file=foreign.name)
    elif foreign.text is not None and foreign.text.lstrip()[:1] in ("{", "["):
        problem = _broken_json(foreign) or problem
    return UnreadableError([problem])


def _is_broken_json(foreign: Foreign) -> bool:
    """Whether a file is meant to be JSON and is not; JSON Lines are many in one file."""
    if foreign.suffix != ".json" or foreign.document is not None or foreign.text is None:
        return False
    first, _, rest = foreign.text.strip().partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return True
    return not rest.lstrip().startswith(("{", "["))


def _looks(foreign: Foreign) -> str:
    if foreign.data.startswith(b"PK\x03\x04"):
        return "looks like a ZIP archive or an Office document"
    if foreign.document is not None:
        return "looks like JSON"
    if foreign.text is not None and "\0" not in foreign.text:
        return "looks like text"
    return "is no text"


def _broken_json(foreign: Foreign) -> Problem | None:
    """What is wrong with a text that begins like JSON."""
    try:
        json.loads(foreign.text or "")
    except json.JSONDecodeError as error:
        return Problem(
            f"begins like JSON, but is broken: {error.msg[:1].lower()}{error.msg[1:]}",
            "save or download it again; a text that was cut off ends in the middle",
            file=foreign.name,
            line=error.lineno,
            column=error.colno,
        )
    except RecursionError:
        return Problem("is nested too deep to be read", "no timeline needs that", file=foreign.name)
    except ValueError as error:
        return Problem(f"looks like JSON that cannot be read: {error}", file=foreign.name)
    return None
