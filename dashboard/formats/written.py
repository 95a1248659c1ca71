"""What a writer of another tool's file makes: bytes, and what they could not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard.model import Timeline

__all__ = ["Exporter", "Losses", "Written"]


@dataclass(frozen=True, slots=True)
class Written:
    """A file for another tool.

    Attributes:
        data: Its bytes.
        losses: What the format could not hold, a sentence without full stop each, for example
            ``TimelineJS has no field for claims: 14 claims went into the text``.
    """

    data: bytes
    losses: tuple[str, ...] = ()


@dataclass(slots=True)
class Losses:
    """Counts what a format cannot hold while a file is written."""

    counted: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, times: int = 1) -> None:
        """Note ``times`` more of a kind; nothing for none.

        Args:
            kind: A sentence with ``{n}`` where the number goes, for example
                ``STIX has no field for importance: left out of {n} events``.
            times: How many more.
        """
        if times:
            self.counted[kind] += times

    def sentences(self) -> tuple[str, ...]:
        """All kinds with their numbers, in the order in which they were first met."""
        return tuple(kind.format(n=f"{times:,}") for kind, times in self.counted.items())


@dataclass(frozen=True, slots=True)
class Exporter:
    """A kind of file that another tool reads.

    Attributes:
        name: How ``--format`` calls it.
        title: How people call it.
        suffix: The end of the names of such files, with the dot.
        write: Makes the bytes of a timeline without internal events.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Timeline], Written]
