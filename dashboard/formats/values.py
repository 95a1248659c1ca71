"""Shaped values to model values; what a model refuses becomes a problem with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.formats.collect import Collector, Path, Place
from dashboard.formats.shape import place_at
from dashboard.formats.yaml_nodes import Map, Node

__all__ = ["MEANT_WORDS", "build"]

Model = TypeVar("Model", bound=BaseModel)

#: What people write instead of the fixed words of a field.
MEANT_WORDS: Mapping[str, tuple[str, ...]] = {
    "accused": ("asserts",),
    "agrees": ("confirms",),
    "alleges": ("asserts",),
    "because-of": ("response-to",),
    "caused": ("leads-to",),
    "causes": ("leads-to",),
    "claims": ("asserts",),
    "confirmation": ("confirms",),
    "denial": ("denies",),
    "denied": ("denies",),
    "disputes": ("denies", "contradicts"),
    "hidden": ("internal",),
    "none": ("no-known-link",),
    "private": ("internal",),
    "questions": ("doubts",),
    "rejects": ("denies",),
    "reveals": ("discloses",),
    "says": ("asserts",),
    "states": ("asserts",),
    "unrelated": ("no-known-link",),
    "withdraws": ("retracts",),
}


def build(
    model: type[Model],
    values: Mapping[str, Any],
    problems: Collector,
    node: Node,
    at: Place,
    path: Path,
) -> Model | None:
    """Build a model's value, or report why its fields do not fit and return None.

    Args:
        model: What to build.
        values: Its fields as shaped.
        problems: Where everything wrong is reported.
        node: What the fields were shaped from.
        at: Where the node begins.
        path: The same in words.
    """
    try:
        # What pydantic's model_validate does, without its checks of arguments.
        built: Model = model.__pydantic_validator__.validate_python(values)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            # A missing field was reported when it was not found in the file.
            if detail["type"] != "missing":
                where = tuple(detail["loc"])
                message, hint = _explain(dict(detail), problems)
                # A text in place of a mapping has no fields to point at.
                steps = where if isinstance(node, Map) else ()
                problems.error(message, hint, place_at(node, where, at), (*path, *steps))
        return None
    return built


def _explain(detail: dict[str, Any], problems: Collector) -> tuple[str, str | None]:
    explain = _EXPLAINERS.get(detail["type"])
    if explain is None:
        return f"{_name(detail)}: {detail['msg']}", None
    return explain(detail, problems)


def _name(detail: dict[str, Any]) -> str:
    names = [step for step in detail["loc"] if isinstance(step, str)]
    return f"'{names[-1]}'" if names else "the value"


def _short(detail: dict[str, Any]) -> str:
    text = str(detail["input"])
    return f"'{text}'" if len(text) <= 60 else f"'{text[:59]}…'"


def _unfit(detail: dict[str, Any], problems: Collector) -> tuple[str, str | None]:
    error = detail["ctx"]["error"]
    found = f", found {_short(detail)}" if isinstance(detail["input"], str) else ""
    return f"{error}{found}", getattr(error, "hint", None)


def _one_of(detail: dict[str, Any], problems: Collector) -> tuple[str, str | None]:
    words = tuple(re.findall(r"'([^']+)'", detail["ctx"]["expected"]))
    name = next(step for step in reversed(detail["loc"]) if isinstance(step, str))
    meant = problems.guess(str(detail["input"]), words, MEANT_WORDS)
    hint = f"did you mean '{meant}'?" if meant else f"one of {', '.join(words)}"
    return f"unknown {name} {_short(detail)}", hint


def _number(kind: str) -> Callable[[dict[str, Any], Collector], tuple[str, str | None]]:
    def explain(detail: dict[str, Any], problems: Collector) -> tuple[str, str | None]:
        return f"{_name(detail)} takes {kind}, found {_short(detail)}", None

    return explain


def _bound(word: str, key: str) -> Callable[[dict[str, Any], Collector], tuple[str, str | None]]:
    def explain(detail: dict[str, Any], problems: Collector) -> tuple[str, str | None]:
        return f"{_name(detail)} takes {word} {detail['ctx'][key]:g}, found {_short(detail)}", None

    return explain


def _too_long(detail: dict[str, Any], problems: Collector) -> tuple[str, str | None]:
    most = detail["ctx"]["max_length"]
    return (
        f"{_name(detail)} takes at most {most:,} characters, found {len(detail['input']):,}",
        "shorten it",
    )


#: By pydantic's names of errors.
_EXPLAINERS: Mapping[str, Callable[[dict[str, Any], Collector], tuple[str, str | None]]] = {
    "value_error": _unfit,
    "enum": _one_of,
    "int_parsing": _number("a whole number"),
    "int_parsing_size": _number("a whole number"),
    "float_parsing": _number("a number such as 52.08"),
    "finite_number": _number("a number such as 52.08"),
    "greater_than_equal": _bound("no less than", "ge"),
    "less_than_equal": _bound("no more than", "le"),
    "string_too_long": _too_long,
}
