"""A kind of file that ``dateline export`` makes, what it is asked for and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.model import Timeline

__all__ = ["Made", "Target", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a maker is asked for.

    Attributes:
        name: Name of the file without its folder, for example ``case.svg``.
        options: What the user chose, by the names in :attr:`Target.options`; absent when not said.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker made.

    Attributes:
        files: Bytes by name. Usually the one file that was asked for; a report may bring a picture
            that lies beside it, and pictures may be many.
        losses: What the format could not hold, a sentence without full stop each.
    """

    files: Mapping[str, bytes]
    losses: tuple[str, ...] = ()


Maker = Callable[[Timeline, Wanted], Made]


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of file that ``export`` makes.

    Attributes:
        name: How ``--format`` calls it.
        title: How people call it.
        suffix: The end of the names of such files, with the dot, in small letters.
        make: Makes it of a timeline without internal events. Raises
            :class:`dashboard.output.OutputError` when it cannot: the message says why.
        options: Names of the options of the command that it takes.
        promise: What is said of the file when it is written.
        extra: The extra of the distribution that it needs: ``images`` or ``office``.
        in_bundle: Whether the bundle of everything has one.
        named: Whether only its name asks for it, also where nothing else has its suffix.
    """

    name: str
    title: str
    suffix: str
    make: Maker
    options: frozenset[str] = frozenset()
    promise: str = ""
    extra: str | None = None
    in_bundle: bool = True
    named: bool = False
