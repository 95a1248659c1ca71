"""JSON-LD through a processor of JSON-LD: what the graph says, not how the file looks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from dashboard import Timeline, loads
from dashboard.citation import data_hash, imprint
from dashboard.formats.jsonld import EXPORTER
from dashboard.resources import example_case
from dashboard.when import When

SCHEMA = "http://schema.org/"
#: Instead of the context on the web: which names are addresses is all that matters here.
CONTEXT = {"@vocab": SCHEMA, "url": {"@type": "@id"}, "license": {"@type": "@id"}}
PAGE = "https://example.org/case.html"

FILE = f"""\
title: A case
timezone: Europe/Amsterdam
edition: {{version: "1.0", date: 2026-11, author: Desk, licence: CC BY-SA 4.0, url: "{PAGE}"}}
categories: {{x: Expulsions}}
actors:
  aivd: {{name: The service, short: AIVD, kind: agency}}
  ann: {{name: Ann, kind: person}}
  checkers: {{name: The Checkers, kind: media}}
  thing: Something
sources:
  one: {{url: https://example.org/1, publisher: Paper, published: 2020-12-11, kind: news,
    archived: https://archive.example.org/1, quote: "The </script> words"}}
  check: {{url: https://example.org/check, title: Is it so?, publisher: The Checkers,
    published: 2020-12-20, kind: fact-check}}
events:
  - id: known
    date: 2020-12-10T15:30
    title: Two expelled </script><script>alert(1)</script>
    summary: "**Bold** words"
    category: x
    actors: [aivd, ann, thing]
    place: {{name: The Hague, lat: 52.08, lon: 4.313}}
    sources: [one]
    tags: [spies]
    claims:
      - {{by: aivd, stance: asserts, says: They were spies., sources: [one]}}
      - {{by: ann, stance: denies, says: We were not., sources: [one]}}
      - {{by: checkers, stance: doubts, says: Nothing shows it., sources: [check]}}
      - {{by: checkers, stance: asserts, says: It rained., sources: [check]}}
    related: [{{to: month, kind: part-of}}, {{to: about, kind: no-known-link}}]
  - {{id: month, date: 2018-04, title: In April, source: https://example.org/1}}
  - {{id: about, date: 2018-04-13~, title: About then, source: https://example.org/1}}
"""


def context_only(url: str, options: Any) -> dict[str, Any]:
    """No request leaves the tests."""
    assert url.rstrip("/") == "https://schema.org"
    return {
        "contextUrl": None,
        "contentType": "application/ld+json",
        "documentUrl": url,
        "document": {"@context": CONTEXT},
    }


def nodes(timeline: Timeline) -> dict[str, dict[str, Any]]:
    """The nodes of the graph by their address."""
    document = json.loads(EXPORTER.write(timeline).data)
    options = {"documentLoader": context_only, "base": "https://here.example/t.jsonld"}
    flat = jsonld.flatten(document, None, options)
    return {node["@id"]: node for node in flat if "@type" in node}


@pytest.fixture(scope="module")
def graph() -> dict[str, dict[str, Any]]:
    return nodes(loads(FILE))


def values(node: dict[str, Any], name: str) -> list[Any]:
    """The values of a property: texts and addresses."""
    return [one.get("@value", one.get("@id")) for one in node.get(f"{SCHEMA}{name}", [])]


def of_type(graph: dict[str, dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [node for node in graph.values() if f"{SCHEMA}{name}" in node["@type"]]


def test_the_timeline_is_a_dataset_that_can_be_cited(graph: dict[str, dict[str, Any]]) -> None:
    (one,) = of_type(graph, "Dataset")
    assert one["@id"] == PAGE
    assert values(one, "name") == ["A case"]
    assert values(one, "license") == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert values(one, "version") == ["1.0"]
    assert values(one, "dateModified") == ["2026-11"]
    assert values(one, "creditText") == [imprint(loads(FILE))]
    assert data_hash(loads(FILE)) in json.dumps(list(graph.values()))
    assert f"{PAGE}#source=one" in values(one, "citation")
    assert set(values(one, "about")) == {
        f"{PAGE}#event={key}" for key in ("known", "month", "about")
    }


def test_an_event_has_its_link_its_sources_and_its_place(
    graph: dict[str, dict[str, Any]],
) -> None:
    one = graph[f"{PAGE}#event=known"]
    assert one["@type"] == [f"{SCHEMA}Event"]
    assert values(one, "startDate") == ["2020-12-10T15:30+01:00"]
    assert values(one, "subjectOf") == [f"{PAGE}#source=one", f"{PAGE}#source=check"]
    assert values(one, "superEvent") == [f"{PAGE}#event=month"]
    assert values(one, "keywords") == ["Expulsions", "spies"]
    assert "Bold words" in values(one, "description")[0]
    (place,) = values(one, "location")
    document = json.loads(EXPORTER.write(loads(FILE)).data)
    (written,) = [node for node in document["@graph"] if node.get("location")]
    assert written["location"]["geo"]["latitude"] == 52.08
    assert place.startswith("_:")
    source = graph[f"{PAGE}#source=one"]
    assert values(source, "url") == ["https://example.org/1"]
    assert values(source, "archivedAt") == ["https://archive.example.org/1"]
    assert source["@type"] == [f"{SCHEMA}NewsArticle"]
    kinds = {key: graph[f"{PAGE}#actor={key}"]["@type"][0] for key in ("aivd", "ann", "thing")}
    assert kinds == {
        "aivd": f"{SCHEMA}GovernmentOrganization",
        "ann": f"{SCHEMA}Person",
        "thing": f"{SCHEMA}Thing",
    }


def test_everything_referred_to_is_there(graph: dict[str, dict[str, Any]]) -> None:
    for node in graph.values():
        for name, found in node.items():
            if name.endswith(("url", "license")) or not name.startswith(SCHEMA):
                continue
            for one in found:
                if one.get("@id", "").startswith(PAGE):
                    assert one["@id"] in graph


def test_a_month_stays_a_month_and_doubt_is_not_hidden(graph: dict[str, dict[str, Any]]) -> None:
    assert values(graph[f"{PAGE}#event=month"], "startDate") == ["2018-04"]
    about = graph[f"{PAGE}#event=about"]
    assert values(about, "startDate") == []
    assert "about 13 April 2018" in values(about, "description")[0]
    (date,) = about["http://purl.org/dc/terms/date"]
    assert date == {"@type": "http://id.loc.gov/datatypes/edtf/EDTF", "@value": "2018-04-13~"}
    losses = EXPORTER.write(loads(FILE)).losses
    assert any("of 1 events the date is in words" in loss for loss in losses)


def test_only_a_fact_check_is_a_review(graph: dict[str, dict[str, Any]]) -> None:
    assert len(of_type(graph, "Claim")) == 4
    (review,) = of_type(graph, "ClaimReview")
    assert values(review, "url") == ["https://example.org/check"]
    assert values(review, "itemReviewed") == [f"{PAGE}#claim=known.1"]
    (rating,) = values(review, "reviewRating")
    assert values(graph[rating], "alternateName") == ["doubts"]
    assert values(graph[rating], "ratingValue") == []
    # Without a fact check among the sources there is none, however much is denied.
    plain = loads(FILE.replace("kind: fact-check", "kind: news"))
    assert of_type(nodes(plain), "ClaimReview") == []


def test_the_file_is_safe_inside_a_page_and_always_the_same() -> None:
    data = EXPORTER.write(loads(FILE)).data
    assert b"<" not in data
    assert b"\\u003c/script" in data
    assert data == EXPORTER.write(loads(FILE)).data


def test_the_case_of_the_package() -> None:
    timeline = loads(example_case().read_text(encoding="utf-8")).public()
    graph = nodes(timeline)
    assert len(of_type(graph, "Event")) == len(timeline.events)
    assert len(of_type(graph, "Claim")) == sum(len(event.claims) for event in timeline.events)
    assert of_type(graph, "ClaimReview") == []
    addresses = {address for node in graph.values() for address in values(node, "url")}
    assert {source.url for source in timeline.sources.values()} <= addresses


DATES = st.sampled_from(
    ["2018", "2018-04", "2018-04-13", "2018~", "201X", "2018-21", "2018/..", "../2018", "1950S2",
     "2018-04/2018-05-03", "[2018,2019]", "2018-04-13T16:30", "2018-04-13T16", "2018-04-13T16:30Z",
     "2018-04-13T16:30:10.5+02:00", "2018-04-13T16:30[Asia/Tokyo]", "-0043-03-15"]
)  # fmt: skip


@settings(max_examples=50, derandomize=True)
@given(DATES, st.sampled_from(["UTC", "Europe/Amsterdam", "Asia/Kathmandu"]))
def test_start_and_end_say_nothing_that_the_date_does_not(text: str, zone: str) -> None:
    timeline = loads(f"title: A\ntimezone: {zone}\nevents: [{{date: '{text}', title: B}}]\n")
    document = json.loads(EXPORTER.write(timeline).data)
    event = next(node for node in document["@graph"] if node["@type"] == "Event")
    when = timeline.events[0].date
    if start := event.get("startDate"):
        read = When.parse(start, zone)
        assert read.start <= when.start < read.end
        assert read.precision.rank <= when.precision.rank or when.is_interval
    if end := event.get("endDate"):
        assert When.parse(end, zone).end == when.end
    if when.approximate or when.uncertain or when.is_set:
        assert "startDate" not in event
    assert event["dcterms:date"] == text
