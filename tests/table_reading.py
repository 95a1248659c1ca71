"""Reading tables in tests: a file's content in, the draft, its events and what was said out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard import Timeline, loads
from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign
from dashboard.formats.table import IMPORTERS
from dashboard.formats.yaml_writer import to_yaml
from dashboard.problems import Problem


@dataclass(frozen=True)
class Read:
    """What came of a table.

    Attributes:
        kind: Name of the importer that recognised it.
        draft: The draft; None when there were errors.
        problems: All that was said.
    """

    kind: str
    draft: Draft | None
    problems: tuple[Problem, ...]

    @property
    def document(self) -> dict[str, Any]:
        assert self.draft is not None, self.said
        return self.draft.document

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events of the draft, which must be a file that loads."""
        events: list[dict[str, Any]] = self.document["events"]
        assert len(self.timeline.events) == len(events)
        return events

    @property
    def timeline(self) -> Timeline:
        assert self.draft is not None, self.said
        return loads(to_yaml(self.draft.document, self.draft.comments))

    @property
    def said(self) -> str:
        """All problems as a user sees them."""
        return "\n".join(map(str, self.problems))

    @property
    def errors(self) -> list[str]:
        return [str(problem) for problem in self.problems if problem.is_error]


def read_table(
    data: str | bytes, name: str = "table.csv", timezone: str | None = None, **columns: str
) -> Read:
    """Read a table the way the command does.

    Args:
        data: What the file holds.
        name: Its name.
        timezone: What the user said about the zone.
        columns: What the user said about columns; ``date__dmy`` stands for ``date:dmy`` and
            ``end_time`` for ``end-time``.
    """
    said = {key.replace("__", ":").replace("_", "-"): value for key, value in columns.items()}
    content = data.encode() if isinstance(data, str) else data
    foreign = Foreign(f"folder/{name}", content, said, timezone)
    importer = next(importer for importer in IMPORTERS if importer.recognises(foreign))
    problems = Collector(name)
    return Read(importer.name, importer.read(foreign, problems), tuple(problems.problems))
