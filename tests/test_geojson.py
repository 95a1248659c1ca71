"""GeoJSON through a library that reads and checks it."""

from __future__ import annotations

import json

import geojson
import pytest

from dashboard import loads
from dashboard.citation import data_hash, imprint, permalink
from dashboard.formats.geojson import EXPORTER
from dashboard.resources import example_case

FILE = """\
title: A case
timezone: Europe/Amsterdam
edition: {url: "https://example.org/case.html"}
categories: {x: {label: Expulsions, color: "#D55E00"}}
actors: {a: The service}
events:
  - id: month
    date: 2018-04
    title: In April
    category: x
    actors: [a]
    place: {name: The Hague, lat: 52.08, lon: 4.313}
    source: {url: "https://example.org/1", publisher: Paper, archived: "https://archive.example.org/1"}
    claims: [{by: a, says: So it is.}]
  - {id: open, date: 2020/.., title: Since then, place: {name: Pole, lat: -90, lon: 180}}
  - {id: words, date: 2020, title: Somewhere, place: Geneva}
  - {id: nowhere, date: 2021, title: Nowhere}
"""


@pytest.fixture(scope="module")
def collection() -> geojson.FeatureCollection:
    return geojson.loads(EXPORTER.write(loads(FILE)).data)


def test_it_is_valid(collection: geojson.FeatureCollection) -> None:
    assert isinstance(collection, geojson.FeatureCollection)
    assert collection.errors() == []
    assert [feature["id"] for feature in collection["features"]] == ["month", "open"]


def test_a_feature_says_where_when_and_from_where_we_know_it(
    collection: geojson.FeatureCollection,
) -> None:
    month = collection["features"][0]
    # Longitude first: The Hague is not in the Indian Ocean.
    assert month["geometry"]["coordinates"] == [4.313, 52.08]
    assert month["properties"] == {
        "title": "In April",
        "date": "2018-04",
        "date_in_words": "April 2018",
        "earliest": "2018-04-01",
        "latest": "2018-04-30",
        "place": "The Hague",
        "category": "Expulsions",
        "marker-color": "#D55E00",
        "importance": 3,
        "actors": ["The service"],
        "evidence": "single-source",
        "sources": [
            {
                "url": "https://example.org/1",
                "publisher": "Paper",
                "archived": "https://archive.example.org/1",
            }
        ],
        "url": "https://example.org/case.html#event=month",
    }


def test_an_open_end_has_no_last_day(collection: geojson.FeatureCollection) -> None:
    properties = collection["features"][1]["properties"]
    assert properties["earliest"] == "2020-01-01"
    assert "latest" not in properties


def test_what_has_no_coordinates_is_counted() -> None:
    losses = EXPORTER.write(loads(FILE)).losses
    assert losses == (
        "GeoJSON holds no claims: 1 left out",
        "GeoJSON holds what lies on a map: 1 events whose place has no coordinates were left out",
        "GeoJSON holds what lies on a map: 1 events without a place were left out",
    )


def test_it_says_what_it_was_made_from_and_is_always_the_same() -> None:
    timeline = loads(FILE)
    data = EXPORTER.write(timeline).data
    document = json.loads(data)
    assert document["imprint"] == imprint(timeline)
    assert document["sha256"] == data_hash(timeline)
    assert document["url"] == permalink(timeline)
    assert data == EXPORTER.write(loads(FILE)).data


def test_the_case_of_the_package() -> None:
    timeline = loads(example_case().read_text(encoding="utf-8")).public()
    written = EXPORTER.write(timeline)
    collection = geojson.loads(written.data)
    assert collection.errors() == []
    placed = [event for event in timeline.events if event.place and event.place.lat is not None]
    assert len(collection["features"]) == len(placed) > 10
    assert len(placed) < len(timeline.events)
    cited = {
        source["url"] for one in collection["features"] for source in one["properties"]["sources"]
    }
    wanted = {timeline.sources[key].url for event in placed for key in event.cited}
    assert cited == wanted
