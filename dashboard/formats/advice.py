"""What an author should look at although the file can be used as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath

from dashboard.formats.collect import Collector, Path
from dashboard.formats.entry import Entry
from dashboard.formats.references import Names
from dashboard.formats.shape import place_at
from dashboard.model import Event, Source

__all__ = ["advise_on_event", "advise_on_pictures", "advise_on_unused"]


def advise_on_event(
    event: Event, sources: Mapping[str, Source], entry: Entry, problems: Collector
) -> None:
    """Warn of an event that nothing supports, and of dates that cannot both be right."""
    if not event.sources and not event.cited:
        problems.warning(
            f"the event '{event.id}' has no source",
            "add for example source: https://example.org/article",
            entry.at,
            entry.path,
        )
    for index, key in enumerate(event.sources):
        source = sources.get(key)
        if source and source.published and source.published.surely_before(event.date):
            path: Path = ("sources", index)
            problems.warning(
                f"the source '{key}' was published ({source.published}) before the event "
                f"({event.date})",
                "check both dates; what was said beforehand belongs to a claim",
                place_at(entry.node, path, entry.at),
                (*entry.path, *path),
            )
    if event.known and event.known.surely_before(event.date):
        problems.warning(
            f"the event was known ({event.known}) before it happened ({event.date})",
            "check both dates",
            place_at(entry.node, ("known",), entry.at),
            (*entry.path, "known"),
        )


def advise_on_unused(names: Names, entries: Mapping[str, Entry], problems: Collector) -> None:
    """Warn of entries of a table that nothing refers to."""
    for key, entry in entries.items():
        if key not in names.used:
            problems.warning(
                f"the {names.noun} '{key}' is not used",
                "refer to it or remove it",
                entry.at,
                entry.path,
            )


def advise_on_pictures(
    events: Iterable[tuple[Entry, Event]], folder: FilePath, problems: Collector
) -> None:
    """Look whether pictures are where the file says, and nowhere else."""
    home = folder.resolve()
    for entry, event in events:
        for index, media in enumerate(event.media):
            path: Path = ("media", index, "image")
            at, to = place_at(entry.node, path, entry.at), (*entry.path, *path)
            picture = _resolved(folder / media.image.replace("\\", "/"))
            if picture is not None and not picture.is_relative_to(home):
                # A link in the file system can lead anywhere; what it shows would be exported.
                problems.error(
                    f"the picture '{media.image}' lies outside the folder of the file",
                    "copy it into the folder",
                    at,
                    to,
                )
            elif picture is None or not picture.is_file():
                problems.warning(
                    f"the picture '{media.image}' is not there",
                    f"looked in {folder or '.'}",
                    at,
                    to,
                )


def _resolved(path: FilePath) -> FilePath | None:
    """Where a path leads; None for a name that no file can have (too long, a NUL in it)."""
    try:
        found = path.resolve()
        found.stat()
    except FileNotFoundError:
        return found
    except (OSError, RuntimeError, ValueError):
        return None
    return found
