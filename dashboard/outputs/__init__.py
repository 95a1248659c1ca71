"""The files that a timeline can be written as: one table, by name and by the end of a file's name.

``dateline export`` looks here, and so does the bundle of everything. What a kind of file needs is
imported when one is made.
"""

from __future__ import annotations

from pathlib import PurePath

from dashboard.formats import FORMATS
from dashboard.formats.foreign import EXPORTERS
from dashboard.formats.written import Exporter
from dashboard.model import Timeline
from dashboard.outputs.pictures import PICTURES
from dashboard.outputs.reports import REPORTS
from dashboard.outputs.target import Made, Target, Wanted
from dashboard.problems import DatelineError, did_you_mean

__all__ = [
    "TARGETS",
    "Made",
    "Target",
    "UnknownTargetError",
    "Wanted",
    "ask",
    "by_suffix",
    "target_for",
]


class UnknownTargetError(DatelineError):
    """No kind of file has such a name or suffix; says which there are."""


def _page(timeline: Timeline, wanted: Wanted) -> Made:
    from dashboard.freeze import to_html

    return Made({wanted.name: to_html(timeline).encode()})


def _bundle(timeline: Timeline, wanted: Wanted) -> Made:
    from dashboard.outputs.bundle import bundle

    return bundle(timeline, wanted, [target for target in TARGETS if target.in_bundle])


def _own(name: str, suffix: str, title: str) -> Target:
    def make(timeline: Timeline, wanted: Wanted) -> Made:
        return Made({wanted.name: FORMATS[suffix].write(timeline).encode()})

    return Target(name, title, suffix, make)


def _exported(exporter: Exporter) -> Target:
    def make(timeline: Timeline, wanted: Wanted) -> Made:
        written = exporter.write(timeline)
        return Made({wanted.name: written.data}, written.losses)

    return Target(exporter.name, exporter.title, exporter.suffix, make)


#: All kinds, in the order in which help lists them; the first goes to standard output. Where
#: several have the same suffix, the suffix alone means the first that is not asked for by name.
TARGETS: tuple[Target, ...] = (
    Target("html", "the dashboard as one file", ".html", _page, promise="works offline"),
    *PICTURES,
    *REPORTS,
    _own("yaml", ".yaml", "a file like the one read, without comments"),
    _own("json", ".json", "the same as JSON, with the version of its form"),
    *map(_exported, EXPORTERS),
    Target(
        "zip",
        "all of these with a manifest of hashes",
        ".zip",
        _bundle,
        in_bundle=False,
    ),
)


def by_suffix() -> dict[str, Target]:
    """What a suffix alone asks for."""
    return {target.suffix: target for target in reversed(TARGETS) if not target.named}


def target_for(path: PurePath | None, name: str | None = None) -> Target:
    """The kind of file that a name or a path asks for.

    Args:
        path: Where to write. ``t.json`` is our own JSON; ``t.timelinejs.json`` asks for another
            kind by its name in front of the suffix. None stands for standard output.
        name: The kind by name, whatever the path ends in.

    Raises:
        UnknownTargetError: If there is none.
    """
    if name is not None:
        return _named(name)
    if path is None:
        return TARGETS[0]
    suffix = path.suffix.lower()
    inner = PurePath(path.stem).suffix.lower().removeprefix(".")
    for target in TARGETS:
        if target.suffix == suffix and target.name == inner:
            return target
    own = by_suffix().get(suffix)
    if own is not None:
        return own
    what = f"the suffix '{path.suffix}'" if path.suffix else "a name without suffix"
    raise UnknownTargetError(f"Nothing is known to write for {what}. There is: {_known()}")


def ask(target: Target) -> str:
    """What to write on the command line for a kind: its suffix, or its name."""
    own = by_suffix().get(target.suffix) is target
    return target.suffix if own else f"--format {target.name}"


def _named(name: str) -> Target:
    for target in TARGETS:
        if target.name == name.lower():
            return target
    meant = did_you_mean(name, tuple(target.name for target in TARGETS))
    raise UnknownTargetError(
        f"Nothing is known to write under the name '{name}'. "
        + (f"{meant[:1].upper()}{meant[1:]} " if meant else "")
        + f"There is: {', '.join(target.name for target in TARGETS)}"
    )


def _known() -> str:
    return ", ".join(f"{ask(target)} ({target.title})" for target in TARGETS)
