"""Timelines that show their sources.

Everything public is imported when it is first used: ``import dashboard`` is cheap, and who only
reads files never loads the libraries that draw.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.app import create_app
    from dashboard.component import timeline_component
    from dashboard.figure import figure
    from dashboard.formats import Loaded, load, load_with_problems, loads
    from dashboard.freeze import to_html
    from dashboard.model import (
        Actor,
        Category,
        Claim,
        Event,
        Evidence,
        Place,
        Relation,
        Source,
        Timeline,
    )
    from dashboard.problems import (
        DatelineError,
        Problem,
        ProblemError,
        Severity,
        UnreadableError,
    )
    from dashboard.provenance import Assessment, Known, assess, known
    from dashboard.schema import json_schema
    from dashboard.when import When, WhenError

__all__ = [
    "Actor",
    "Assessment",
    "Category",
    "Claim",
    "DatelineError",
    "Event",
    "Evidence",
    "Known",
    "Loaded",
    "Place",
    "Problem",
    "ProblemError",
    "Relation",
    "Severity",
    "Source",
    "Timeline",
    "UnreadableError",
    "When",
    "WhenError",
    "assess",
    "create_app",
    "figure",
    "json_schema",
    "known",
    "load",
    "load_with_problems",
    "loads",
    "timeline_component",
    "to_html",
]

#: The module of each public name.
_HOMES = {
    "app": ("create_app",),
    "component": ("timeline_component",),
    "figure": ("figure",),
    "formats": ("Loaded", "load", "load_with_problems", "loads"),
    "freeze": ("to_html",),
    "model": (
        "Actor",
        "Category",
        "Claim",
        "Event",
        "Evidence",
        "Place",
        "Relation",
        "Source",
        "Timeline",
    ),
    "problems": ("DatelineError", "Problem", "ProblemError", "Severity", "UnreadableError"),
    "provenance": ("Assessment", "Known", "assess", "known"),
    "schema": ("json_schema",),
    "when": ("When", "WhenError"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps the function ``figure`` where Python would put the module of the same name.

    Importing a submodule sets it as an attribute of its package; here the name is the function's,
    whoever imports what first. ``from dashboard.figure import …`` is not affected.
    """

    @property
    def figure(self) -> Any:
        """The function that draws a timeline."""
        return __getattr__("figure")

    @figure.setter
    def figure(self, module: ModuleType) -> None:
        pass


sys.modules[__name__].__class__ = _Package
