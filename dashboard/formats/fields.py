"""Which fields a file has: derived from the models, plus the few shorthands that only files know.

There is no second list of field names. A model's fields, their types, the table an id refers to and
the descriptions all come from :mod:`dashboard.model`; the tables below add what people may write
instead. The reader and the JSON Schema use the same tables.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dashboard.model import (
    Actor,
    Category,
    Edition,
    Event,
    Media,
    Place,
    Refers,
    Source,
    Timeline,
)
from dashboard.when import When

__all__ = ["BARE", "FORM", "MEANT", "NAMES", "PLACEHOLDERS", "Field", "Spec", "spec_of"]

#: Version of the form that files have; goes up when an old reader would misread a new file.
FORM = 1

#: What stands in a file where something is still to be filled in.
PLACEHOLDERS = ("…", "...")

#: A bare text in place of a mapping fills this field.
BARE: Mapping[type[BaseModel], str] = {
    Actor: "name",
    Category: "label",
    Edition: "version",
    Media: "image",
    Place: "name",
    Source: "url",
}

#: Fields that are made from an entry's id when they are not given.
NAMES: Mapping[type[BaseModel], str] = {Actor: "name", Category: "label"}

#: How messages call what a model describes.
NOUNS: Mapping[type[BaseModel], str] = {Timeline: "file"}

#: Fields of a model that no file has: where it was read from is not written in it.
UNWRITTEN: Mapping[type[BaseModel], frozenset[str]] = {Timeline: frozenset({"path"})}

#: What people write instead of a field's name; the first meaning that the place knows is taken.
MEANT: Mapping[str, tuple[str, ...]] = {
    "abstract": ("summary",),
    "according-to": ("by",),
    "actor": ("actors",),
    "aliases": ("short",),
    "archive": ("archived",),
    "archive-url": ("archived",),
    "author": ("publisher",),
    "body": ("summary", "note"),
    "category": ("kind",),
    "claim": ("claims", "says"),
    "colour": ("color",),
    "comment": ("note",),
    "coordinates": ("lat",),
    "count": ("number",),
    "date": ("published",),
    "dates": ("date",),
    "day": ("date",),
    "desc": ("summary", "note"),
    "description": ("summary", "note", "alt"),
    "event": ("to", "events"),
    "figure": ("number",),
    "file": ("image",),
    "from": ("date",),
    "group": ("category",),
    "headline": ("title",),
    "href": ("url", "source"),
    "image": ("media",),
    "images": ("media",),
    "items": ("events",),
    "key": ("id",),
    "label": ("title", "name"),
    "lang": ("language",),
    "latitude": ("lat",),
    "license": ("licence",),
    "link": ("url", "source"),
    "links": ("sources", "related"),
    "lng": ("lon",),
    "location": ("place",),
    "long": ("lon",),
    "longitude": ("lon",),
    "name": ("title", "label"),
    "note": ("summary",),
    "notes": ("note", "summary"),
    "outlet": ("publisher",),
    "people": ("actors",),
    "persons": ("actors",),
    "photo": ("media", "image"),
    "photos": ("media",),
    "priority": ("importance",),
    "quote": ("says",),
    "relations": ("related",),
    "site": ("publisher",),
    "source": ("origin",),
    "speaker": ("by",),
    "start": ("date",),
    "statement": ("says",),
    "tag": ("tags",),
    "target": ("to",),
    "text": ("summary", "says", "note"),
    "time": ("date",),
    "title": ("name", "label", "alt"),
    "tz": ("timezone",),
    "type": ("kind", "category", "stance"),
    "until": ("end",),
    "uri": ("url", "source"),
    "url": ("source",),
    "weight": ("importance",),
    "what": ("title",),
    "when": ("date", "published"),
    "where": ("place",),
    "who": ("actors", "by"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field as a file writes it.

    Attributes:
        name: The name in the file.
        target: The field of the model that it fills.
        description: One line for people.
        required: Whether a file must give it.
        many: Whether it takes a list; a single value stands for a list of one.
        table: Whether it takes a mapping from id to value.
        is_when: Whether it takes a date.
        model: The model of its values, if they have fields of their own.
        refers: The table that an id in it names.
        values: The words that it takes, if they are fixed.
        scalar: What its text stands for: str, int or float.
        apart: Whether its entries are read one by one, each on its own.
        late: Whether it can be read only together with another field.
        head: Whether it says something about the file and nothing about the case.
        plain: Whether a text can be handed on as it is.
        marks: What its type is annotated with: limits and the like.
        default: What it is when it is not given, if that is a word or a number.
    """

    name: str
    target: str
    description: str
    required: bool = False
    many: bool = False
    table: bool = False
    is_when: bool = False
    model: type[BaseModel] | None = None
    refers: str | None = None
    values: tuple[str, ...] = ()
    scalar: type = str
    apart: bool = False
    late: bool = False
    marks: tuple[Any, ...] = ()
    default: str | int | None = None
    head: bool = False
    plain: bool = field(init=False)

    def __post_init__(self) -> None:
        special = self.many or self.table or self.is_when or self.model
        object.__setattr__(self, "plain", not special)


@dataclass(frozen=True, slots=True)
class Spec:
    """All fields of one model as a file writes them.

    Attributes:
        model: The model.
        noun: How messages call it.
        fields: By name.
        names: All names that a file may write, in the order of the model.
        plain: Names of fields whose text can be handed on as it is.
        required: Names that a file must give.
        needed: The same as a set.
        bare: The field that a bare text fills.
        spans: Whether a date and an end are joined.
        references: Fields that name entries of a table.
        nested: Fields whose values hold references.
    """

    model: type[BaseModel]
    noun: str
    fields: Mapping[str, Field]
    names: tuple[str, ...]
    plain: frozenset[str]
    required: tuple[str, ...]
    needed: frozenset[str]
    bare: str | None
    spans: bool
    references: tuple[Field, ...]
    nested: tuple[Field, ...]


@cache
def spec_of(model: type[BaseModel]) -> Spec:
    """Derive the fields of a model's mapping in a file."""
    fields = {
        name: _field(model, name, info)
        for name, info in model.model_fields.items()
        if name not in UNWRITTEN.get(model, ())
    }
    fields.update({field.name: field for field in _only_in_files(model, fields)})
    own = [field for field in fields.values() if field.name == field.target]
    required = tuple(field.name for field in fields.values() if field.required)
    return Spec(
        model=model,
        noun=NOUNS.get(model, model.__name__.lower()),
        fields=fields,
        names=tuple(fields),
        plain=frozenset(field.name for field in fields.values() if field.plain),
        required=required,
        needed=frozenset(required),
        bare=BARE.get(model),
        spans="end" in fields,
        references=tuple(field for field in own if field.refers),
        nested=tuple(
            field
            for field in own
            if field.model and not field.apart and spec_of(field.model).references
        ),
    )


def _only_in_files(model: type[BaseModel], fields: Mapping[str, Field]) -> Iterator[Field]:
    if "sources" in fields and fields["sources"].refers:
        yield Field(
            "source",
            "sources",
            "A single source: its id, its address, or its fields.",
            many=True,
            refers="sources",
        )
    if model is Event:
        yield Field(
            "end",
            "date",
            "When it ended; joined with the date to an interval.",
            is_when=True,
            late=True,
        )
    if model is Timeline:
        yield Field(
            "dateline",
            "dateline",
            f"Version of the form of the file; {FORM} by default.",
            scalar=int,
            head=True,
        )
        yield Field(
            "hash",
            "hash",
            "SHA-256 of the data, written on export; tells when they have been changed since.",
            head=True,
        )
        yield Field("$schema", "$schema", "Address of a JSON Schema, for editors.", head=True)


def _field(model_of: type[BaseModel], name: str, info: FieldInfo) -> Field:
    kind, marks, many, table = _take_apart(info.annotation, tuple(info.metadata))
    model = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    refers = next((mark.table for mark in marks if isinstance(mark, Refers)), None)
    values: tuple[str, ...] = ()
    if isinstance(kind, type) and issubclass(kind, Enum):
        values = tuple(member.value for member in kind)
    return Field(
        name=name,
        target=name,
        description=" ".join((info.description or "").split()),
        required=info.is_required() and name not in ("id", NAMES.get(model_of)),
        many=many,
        table=table,
        is_when=kind is When,
        apart=table or (model_of is Timeline and many and model is not None),
        late=model_of is Event and name == "date",
        model=model,
        refers=refers,
        values=values,
        scalar=kind if kind in (int, float) else str,
        marks=marks,
        default=info.default if isinstance(info.default, str | int) else None,
    )


def _take_apart(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...], bool, bool]:
    """Peel optional, list and table from a type: what remains is the kind of one value."""
    many = table = False
    while True:
        origin, args = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation = args[0]
            for mark in args[1:]:
                marks += tuple(mark.metadata) if isinstance(mark, FieldInfo) else (mark,)
        elif origin in (Union, types.UnionType):
            annotation = next(arg for arg in args if arg is not type(None))
        elif origin is tuple:
            annotation, many = args[0], True
        elif origin is not None and issubclass(origin, Mapping):
            annotation, table = args[1], True
        else:
            return annotation, marks, many, table
