"""The values of a timeline: frozen, checked, and clean of what is internal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dashboard import assess, loads
from dashboard.formats.slugs import slug
from dashboard.model import Actor, Category, Claim, Event, Media, Place, Source, Timeline, is_id
from dashboard.when import When

DAY = When.parse("2020-12-10")


def source(**fields: Any) -> Source:
    return Source(**{"id": "s", "url": "https://example.org/s", **fields})


def test_values_are_frozen() -> None:
    timeline = loads("title: T\nevents: [{date: 2020, title: A}]\nactors: {a: A}")
    with pytest.raises(ValidationError, match="frozen"):
        timeline.title = "U"  # type: ignore[misc]  # that is what is tested
    with pytest.raises(TypeError):
        timeline.actors["b"] = Actor(id="b", name="B")  # type: ignore[index]  # the same
    with pytest.raises(TypeError):
        timeline.by_id["b"] = timeline.events[0]  # type: ignore[index]  # the same


def test_a_table_does_not_follow_the_mapping_it_was_made_from() -> None:
    actors = {"a": Actor(id="a", name="A")}
    timeline = Timeline(title="T", actors=actors)
    actors["b"] = Actor(id="b", name="B")
    assert list(timeline.actors) == ["a"]


def test_a_field_that_nobody_described_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        source(titel="x")


@pytest.mark.parametrize("text", ["a", "A1", "svr-2020", "a.b:c_d", "北京", "é", "दिल्ली", "1"])
def test_ids(text: str) -> None:
    assert is_id(text)
    assert Actor(id=text, name="x").id == text


@pytest.mark.parametrize(
    "text", ["", "-a", "_a", ".a", "a b", "a/b", "a\n", "a'b", "a#b", "ँ", "a\u202e"]
)
def test_what_is_no_id(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(ValidationError):
        Actor(id=text, name="x")


@given(st.text(max_size=200))
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    made = slug(text)
    assert made == "" or is_id(made)
    assert len(made) <= 80
    assert slug(made) == made


@given(st.text(st.characters(max_codepoint=127), max_size=120))
def test_a_mark_on_the_last_letter_makes_no_other_slug(text: str) -> None:
    # What is plain takes a shorter way, which has to lead to the same place.
    assert slug(text) == slug(text + "\u0301")


@pytest.mark.parametrize(
    "url",
    ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://EXAMPLE.ORG/", "https://[::1]/"],
)
def test_links(url: str) -> None:
    assert source(url=url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "https:///x",
        "https://",
        " https://example.org/",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://example.org/\u2028",
        "java\tscript:alert(1)",
        "https://example.org/" + "x" * 4000,
        "",
    ],
)
def test_what_is_no_link(url: str) -> None:
    with pytest.raises(ValidationError):
        source(url=url)
    with pytest.raises(ValidationError):
        source(archived=url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://news.example.org:8080/a", "news.example.org"),
        ("https://user:word@example.org/a@b", "example.org"),
        ("HTTP://EXAMPLE.org?x", "example.org"),
    ],
)
def test_the_site_of_a_source(url: str, host: str) -> None:
    assert source(url=url).host == host
    assert source(url=url).label == host
    assert source(url=url, publisher="NRC").label == "NRC"


@pytest.mark.parametrize("image", ["x.png", "photos/x.JPG", "./a/b.webp", "a..b.gif", "x.jpeg"])
def test_pictures(image: str) -> None:
    assert Media(image=image, alt="x").image == image


@pytest.mark.parametrize(
    "image",
    ["../x.png", "a/../../x.png", "/etc/x.png", "\\\\host\\x.png", "c:\\x.png", "a\\..\\x.png",
     "https://example.org/x.png", "data:image/png", "x.svg", "x.png.html", "x", ""],
)  # fmt: skip
def test_what_is_no_picture(image: str) -> None:
    with pytest.raises(ValidationError):
        Media(image=image, alt="x")


@pytest.mark.parametrize("color", ["red", "#12345", "#1234567", "#GGGGGG", "#fff", "#123456\n"])
def test_what_is_no_colour(color: str) -> None:
    with pytest.raises(ValidationError):
        Category(id="c", label="C", color=color)
    assert Category(id="c", label="C", color="#d55E00").color == "#d55E00"


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, -181), (float("nan"), 0), (1, None)])
def test_what_is_no_place(lat: float | None, lon: float | None) -> None:
    with pytest.raises(ValidationError):
        Place(name="x", lat=lat, lon=lon)


def test_the_sources_of_an_event_each_once_and_in_order() -> None:
    claims = (Claim(by="a", says="x", sources=("c", "a")), Claim(by="b", says="y", sources=("d",)))
    event = Event(id="e", date=DAY, title="E", sources=("b", "a"), claims=claims)
    assert event.cited == ("b", "a", "c", "d")


INTERNAL = """\
title: T
story: [open, hidden]
categories: {seen: Seen, secret: Secret}
actors: {a: A, b: B, c: C}
sources:
  one: https://example.org/1
  two: https://example.org/2
  three: https://example.org/3
  four: https://example.org/4
events:
  - id: open
    date: 2020
    title: Open
    category: seen
    actors: a
    source: one
    claims: [{by: b, says: x, source: two}]
    related:
      - {to: hidden, kind: leads-to, source: four}
      - {to: also, kind: leads-to, source: three}
  - {id: also, date: 2021, title: Also}
  - {id: hidden, date: 2019, title: Hidden, category: secret, actors: c, source: four,
     visibility: internal}
"""


def test_what_is_internal_leaves_no_trace() -> None:
    public = loads(INTERNAL).public()
    assert [event.id for event in public.events] == ["open", "also"]
    assert public.story == ("open",)
    assert [link.to for link in public.events[0].related] == ["also"]
    assert list(public.sources) == ["one", "two", "three"]
    assert list(public.actors) == ["a", "b"]
    assert list(public.categories) == ["seen"]
    assert list(public.by_id) == ["open", "also"]
    text = public.model_dump_json()
    for word in ("hidden", "Hidden", "secret", "example.org/4"):
        assert word not in text


def test_a_timeline_without_internal_events_stays_itself() -> None:
    timeline = loads("title: T\nactors: {unused: X}\nevents: [{date: 2020, title: A}]")
    assert timeline.public() is timeline


def test_a_timeline_keeps_its_path_to_itself() -> None:
    assert "path" not in Timeline(title="T").model_dump()


def test_a_copy_finds_anew_what_follows_from_its_values() -> None:
    whole = loads(
        "title: T\nevents:\n- {id: seen, date: 2020, title: A}\n"
        "- {id: hidden, date: 2021, title: B, visibility: internal}"
    )
    assert set(whole.by_id) == {"seen", "hidden"}
    assess(whole, whole.events[0])
    public = whole.public()
    assert set(public.by_id) == {"seen"}
    assert not public.worked_out
    assert whole.worked_out
