"""The text of an event that was a STIX object: its description, and what has no field of ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dashboard.formats.collect import Path
from dashboard.formats.defang import code, defang, harmless, headline
from dashboard.formats.draft import Leftovers
from dashboard.formats.markdown_text import escape
from dashboard.formats.stix.names import name_of, texts

__all__ = ["Summary"]

#: Items of a list that are written out.
_MOST = 50


class Summary:
    """Gathers a text in Markdown.

    Args:
        entry: The object.
        objects: All objects by id, for the names of those it refers to.
        leftovers: Where is noted what cannot be written in words.
        path: Where the object stands.
    """

    def __init__(
        self,
        entry: Mapping[str, Any],
        objects: Mapping[str, Mapping[str, Any]],
        leftovers: Leftovers,
        path: Path,
    ) -> None:
        self.entry = entry
        self.objects = objects
        self.leftovers = leftovers
        self.path = path
        self._head: list[str] = []
        self._points: list[str] = []

    def add(self, name: str, text: str) -> None:
        """Add a point; its text is shown as it is."""
        self._points.append(f"- {escape(name)}: {harmless(' '.join(text.split()))}")

    def begin(self, text: str) -> None:
        """Set a text in Markdown before everything else."""
        if text:
            self._head.append(text)

    def fill(self, caveat: str, known: Collection[str]) -> None:
        """Take over the description and every field that is not read elsewhere.

        Args:
            caveat: A sentence about the date.
            known: The fields that are read elsewhere.
        """
        about = self.entry.get("description")
        if isinstance(about, str) and about.strip():
            self._head.append(defang(about.replace("\r\n", "\n").strip()))
        if caveat:
            self._head.append(caveat)
        for field, value in self.entry.items():
            if field not in known:
                self._field(field, value)
        creator = self.objects.get(str(self.entry.get("created_by_ref")))
        if creator:
            self.add("recorded by", name_of(creator, self.objects))

    def _field(self, field: str, value: Any) -> None:
        name = field.removesuffix("_refs").removesuffix("_ref").replace("_", " ")
        if field.endswith(("_ref", "_refs")):
            named = [
                name_of(self.objects[ref], self.objects)
                for ref in texts(value)[:_MOST]
                if ref in self.objects
            ]
            absent = len(texts(value)) - len(named)
            if absent:
                named.append(f"{absent:,} not in the file or not written out")
            self.add(name, ", ".join(named))
        elif isinstance(value, bool | int | float):
            self._points.append(f"- {escape(name)}: {str(value).lower()}")
        elif isinstance(value, str) and value.strip():
            self._points.append(f"- {escape(name)}: {code(defang(value))}")
        elif isinstance(value, list) and value and len(texts(value)) == len(value):
            words = [code(defang(text)) for text in texts(value)[:_MOST]]
            self._points.append(f"- {escape(name)}: {', '.join(words)}")
            if len(value) > _MOST:
                self.leftovers.note(
                    f"of a long list '{headline(field)}' only {_MOST} were written out",
                    path=(*self.path, field),
                )
        elif field == "kill_chain_phases" and isinstance(value, list):
            phases = [
                f"{phase.get('kill_chain_name')}, {phase.get('phase_name')}"
                for phase in value[:_MOST]
                if isinstance(phase, dict)
            ]
            self.add(name, "; ".join(phases))
        elif value not in (None, "", [], {}):
            self.leftovers.note(
                f"'{headline(field)}' of {self.entry.get('type')} has no place and was left out",
                path=(*self.path, field),
            )

    def text(self) -> str:
        """Everything gathered."""
        return "\n\n".join([*self._head, *(["\n".join(self._points)] if self._points else [])])
