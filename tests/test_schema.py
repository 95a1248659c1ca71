"""The JSON Schema of a file: complete, valid, and of one mind with the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dashboard import ProblemError, json_schema, loads
from dashboard.formats.fields import UNWRITTEN, spec_of
from dashboard.model import (
    Actor,
    Category,
    Claim,
    Correction,
    Edition,
    Event,
    Media,
    Place,
    Relation,
    Source,
    Timeline,
)
from dashboard.resources import example_case
from tests.test_loader import FULL, SMALLEST

SCHEMA = json_schema()


def as_json(text: str) -> Any:
    """What an editor makes of a YAML text: days are texts there, as in YAML 1.2."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def complaints(data: Any) -> list[str]:
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(data)]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_it_does_not_share_what_a_caller_could_change() -> None:
    before = json.dumps(SCHEMA)
    json_schema()["properties"]["title"]["type"].append("array")
    assert json.dumps(json_schema()) == before


@pytest.mark.parametrize("text", [SMALLEST, FULL], ids=["smallest", "full"])
def test_files_that_the_reader_takes(text: str) -> None:
    assert loads(text).events
    assert complaints(as_json(text)) == []


def test_the_shipped_case() -> None:
    assert complaints(as_json(example_case().read_text(encoding="utf-8"))) == []


#: Fields of one event; the reader and the schema agree on each.
ROWS: list[tuple[dict[str, object], bool]] = [
    ({"source": "https://example.org/a"}, True),
    ({"sources": ["https://example.org/a", {"url": "https://example.org/b", "title": "B"}]}, True),
    ({"source": {"title": "no address"}}, False),
    ({"place": "The Hague"}, True),
    ({"place": {"name": "The Hague", "lat": 52.1, "lon": 4.3}}, True),
    ({"place": {"name": "The Hague", "lat": 99, "lon": 4.3}}, False),
    ({"place": {"lat": 1, "lon": 4.3}}, False),
    ({"actors": "aivd", "tags": "x"}, True),
    ({"actors": ["aivd", "nrc"]}, True),
    ({"actors": [["aivd"]]}, False),
    ({"claims": {"by": "aivd", "says": "x"}}, True),
    ({"claims": [{"by": "aivd", "says": "x", "stance": "denies"}]}, True),
    ({"claims": [{"by": "aivd", "says": "x", "stance": "denied"}]}, False),
    ({"claims": [{"by": "aivd"}]}, False),
    ({"importance": 5}, True),
    ({"importance": 6}, False),
    ({"end": "2021"}, True),
    ({"known": None}, True),
    ({"visibility": "internal"}, True),
    ({"visibility": "secret"}, False),
    ({"titel": "x"}, False),
    ({"title": "x" * 1001}, False),
    ({"title": None}, False),
    ({"media": [{"image": "x.png", "alt": "x"}]}, True),
    ({"media": [{"image": "x.png"}]}, False),
    ({"corrections": [{"date": "2021-01-20", "note": "x"}]}, True),
]


@pytest.mark.parametrize(("fields", "good"), ROWS, ids=lambda row: json.dumps(row)[:60])
def test_the_reader_and_the_schema_agree(fields: dict[str, object], good: bool) -> None:
    data = {"title": "T", "events": [{"date": "2020", "title": "A", **fields}]}
    assert (complaints(data) == []) is good
    if good:
        assert loads(json.dumps(data)).events
    else:
        with pytest.raises(ProblemError):
            loads(json.dumps(data))


@pytest.mark.parametrize("table", ["actors", "categories", "sources"])
def test_the_entries_of_tables(table: str) -> None:
    empty = {"title": "T", "events": [], table: {"x": None}}
    # An address cannot be made from an id, a name can.
    assert (complaints(empty) == []) is (table != "sources")
    assert complaints({**empty, table: {"x": "https://example.org/x"}}) == []
    assert complaints({**empty, table: {"x": {"zzz": "x"}}}) != []


MODELS = (Actor, Category, Claim, Correction, Edition, Event, Media, Place, Relation, Source,
          Timeline)  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_every_model_is_there(model: type[Timeline]) -> None:
    definitions = SCHEMA["$defs"]
    found: set[str] = set()
    for name in (model.__name__, f"{model.__name__}Entry"):
        found |= set(definitions.get(name, {}).get("properties", {}))
    if model is Timeline:
        found = set(SCHEMA["properties"])
    expected = set(spec_of(model).names)
    if model.__name__ in ("Actor", "Category"):
        # Found in tables only, where the id is the name before the colon.
        expected -= {"id"}
    assert found == expected
    assert set(model.model_fields) - UNWRITTEN.get(model, frozenset()) <= expected | {"id"}


def described(schema: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items():
            yield name, value
        for value in schema.values():
            yield from described(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from described(value)


def test_every_field_is_described() -> None:
    fields = list(described(SCHEMA))
    assert len(fields) > 60
    assert [name for name, schema in fields if not schema.get("description", "").strip()] == []
