"""The JSON Schema of a timeline's file, for completion and checks in editors.

It describes the file as people write it, with all shorthands, and is derived from the models and
from the tables that the reader itself uses. A schema cannot know everything: whether an id refers
to something and whether a text is a date is said by ``dateline check``.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pydantic import BaseModel

from dashboard.formats.fields import NAMES, Field, Spec, spec_of
from dashboard.model import Source, Timeline

__all__ = ["json_schema"]

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: What every editor reads as a text, a number or a day may be written without quotes.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_DATE: Schema = {
    # A set of days, written without quotes, is a list to YAML.
    "type": ["string", "number", "array"],
    "items": {"type": ["string", "number"]},
    "examples": ["2018-04-13", "2018-04-13T16:30", "2018-04~", "2018-04-10/2018-04-13"],
}


#: What a type is annotated with, in the words of JSON Schema.
_LIMITS = {"ge": "minimum", "le": "maximum", "max_length": "maxLength"}


def json_schema() -> Schema:
    """Describe the file of a timeline as JSON Schema (draft 2020-12)."""
    definitions: dict[str, Schema] = {}
    top = _mapping(spec_of(Timeline), definitions)
    schema = {
        "$schema": _DIALECT,
        "title": "Timeline",
        **top,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }
    # Parts are shared inside; a caller may change what it gets.
    return deepcopy(schema)


def _mapping(spec: Spec, definitions: dict[str, Schema], without: str = "") -> Schema:
    fields = {name: field for name, field in spec.fields.items() if name != without}
    return {
        "description": " ".join((spec.model.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _field(field, definitions) for name, field in fields.items()},
        "required": [name for name in spec.required if name in fields],
        "additionalProperties": False,
    }


def _field(field: Field, definitions: dict[str, Schema]) -> Schema:
    # An empty optional field is allowed; the reader warns of it.
    one = _one(field, definitions)
    if field.table:
        value: Schema = {
            "anyOf": [{"type": "object", "additionalProperties": one}, {"type": "null"}]
        }
    elif field.apart:
        value = {"anyOf": [{"type": "array", "items": one}, {"type": "null"}]}
    elif field.many:
        value = {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}
    elif field.required:
        value = one
    else:
        value = {"anyOf": [one, {"type": "null"}]}
    described = {**value, "description": field.description}
    if field.default is not None:
        described["default"] = field.default
    return described


def _one(field: Field, definitions: dict[str, Schema]) -> Schema:
    if field.refers == "sources":
        # An id, an address, or a description on the spot.
        return _model(Source, definitions)
    if field.model is not None:
        return _model(field.model, definitions, in_table=field.table)
    if field.is_when:
        return _DATE
    if field.values:
        return {"enum": list(field.values)}
    return _scalar(field)


def _scalar(field: Field) -> Schema:
    limits = {
        word: limit
        for mark in field.marks
        for name, word in _LIMITS.items()
        if (limit := getattr(mark, name, None)) is not None
    }
    if field.scalar is str:
        return {**_TEXT, **limits}
    return {"type": "integer" if field.scalar is int else "number", **limits}


def _model(
    model: type[BaseModel], definitions: dict[str, Schema], in_table: bool = False
) -> Schema:
    """Refer to a model's definition; where a text can stand for it, allow that too."""
    spec = spec_of(model)
    # In a table the id is the name before the colon.
    name = f"{model.__name__}Entry" if in_table else model.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _mapping(spec, definitions, without="id" if in_table else "")
    forms: list[Schema] = [{"$ref": f"#/$defs/{name}"}]
    if spec.bare:
        forms.append(_TEXT)
    if in_table and model in NAMES:
        forms.append({"type": "null"})
    return {"anyOf": forms} if len(forms) > 1 else forms[0]
