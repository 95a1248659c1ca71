"""Good files: every shorthand, and what it stands for."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

import dashboard
from dashboard import Timeline, load, load_with_problems, loads
from dashboard.formats import FORMATS
from dashboard.formats.slugs import label_of, slug
from dashboard.model import RelationKind, Stance, Visibility, is_id

SMALLEST = """\
title: My case
events:
  - date: 2020-12-10
    title: Two diplomats expelled
    source: https://example.org/article
"""

FULL = """\
title: Full
summary: About **this**.
language: nl
timezone: Europe/Amsterdam
edition: {version: "1.0", date: 2026-11-24, author: Desk, licence: CC BY 4.0}
story: [svr-network-exposed, ema-attack]
categories:
  expulsion: {label: Expulsions, color: "#D55E00"}
  cyber: Cyberattacks
  other-things:
actors:
  aivd: {name: General Intelligence and Security Service, short: AIVD, kind: agency, country: NL}
  russia: Russia
sources:
  aivd-statement:
    url: https://example.org/statement
    title: Statement
    publisher: AIVD
    published: 2020-12-10
    language: en
    kind: official
    archived: https://archive.example.org/statement
    accessed: 2026-11-24
    reliability: A
    origin: aivd
    quote: The words.
    note: A note.
  nrc: https://example.org/nrc
events:
  - id: svr-network-exposed
    date: 2020-12-10T15:00/2020-12-10T16:40
    known: 2020-12-10
    title: A network is exposed
    summary: |
      First line.

      Second paragraph.
    category: expulsion
    importance: 5
    actors: [aivd, russia]
    place: {name: The Hague, lat: 52.080, lon: 4.313}
    claims:
      - {by: aivd, stance: asserts, says: It was, date: 2020-12-10, sources: [aivd-statement]}
      - {by: russia, stance: denies, says: It was not, source: nrc}
    sources: [aivd-statement, nrc]
    related: [{to: ema-attack, kind: no-known-link, note: Same day., sources: [nrc]}]
    tags: [espionage]
    visibility: public
    corrections: [{date: 2021-01-20, note: A number was wrong.}]
  - id: ema-attack
    date: 2020-10~
    end: 2020-12-09
    title: An attack
    category: cyber
    source: nrc
    visibility: internal
"""


def problems_of(text: str) -> list[str]:
    """The problems of a text, as lines."""
    try:
        loads(text, "f")
    except dashboard.ProblemError as error:
        return [str(problem) for problem in error.problems]
    return []


def event(fields: str, head: str = "") -> Timeline:
    """A file with one event that has the given fields besides a date and a title."""
    return loads(f"title: T\n{head}events:\n  - date: 2020-12-10\n    title: A\n    {fields}\n")


def test_the_smallest_file() -> None:
    timeline = loads(SMALLEST)
    (only,) = timeline.events
    assert (timeline.title, timeline.timezone, timeline.language) == ("My case", "UTC", "en")
    assert (only.id, only.date.text, only.importance) == ("two-diplomats-expelled", "2020-12-10", 3)
    (source,) = timeline.sources.values()
    assert only.sources == (source.id,)
    assert source.url == "https://example.org/article"
    assert (timeline.actors, timeline.categories) == ({}, {})


def test_everything_that_a_file_can_say() -> None:
    timeline = loads(FULL)
    assert timeline.summary == "About **this**."
    assert timeline.edition is not None
    assert timeline.edition.version == "1.0"
    assert timeline.story == ("svr-network-exposed", "ema-attack")
    assert [(c.id, c.label, c.color) for c in timeline.categories.values()] == [
        ("expulsion", "Expulsions", "#D55E00"),
        ("cyber", "Cyberattacks", None),
        ("other-things", "Other things", None),
    ]
    assert [a.label for a in timeline.actors.values()] == ["AIVD", "Russia"]
    statement = timeline.sources["aivd-statement"]
    assert statement.published is not None
    assert statement.published.zone == "Europe/Amsterdam"
    assert statement.model_dump(mode="json", exclude_none=True) == {
        "id": "aivd-statement",
        "url": "https://example.org/statement",
        "title": "Statement",
        "publisher": "AIVD",
        "published": "2020-12-10",
        "language": "en",
        "kind": "official",
        "archived": "https://archive.example.org/statement",
        "accessed": "2026-11-24",
        "reliability": "A",
        "origin": "aivd",
        "quote": "The words.",
        "note": "A note.",
    }
    attack, network = timeline.events
    assert attack.date.text == "2020-10~/2020-12-09"
    assert attack.visibility is Visibility.INTERNAL
    assert network.summary == "First line.\n\nSecond paragraph."
    assert network.place is not None
    assert (network.place.lat, network.place.lon) == (52.08, 4.313)
    assert [(c.by, c.stance, c.sources) for c in network.claims] == [
        ("aivd", Stance.ASSERTS, ("aivd-statement",)),
        ("russia", Stance.DENIES, ("nrc",)),
    ]
    (relation,) = network.related
    assert (relation.to, relation.kind) == ("ema-attack", RelationKind.NO_KNOWN_LINK)
    assert network.corrections[0].date.text == "2021-01-20"


def test_events_are_in_order_of_time_and_ties_in_order_of_the_file() -> None:
    rows = [("2021", "d"), ("2018-05-01", "b"), ("2018-05-01", "c"), ("-0043", "a")]
    lines = [f"- {{date: {day}, title: {title}}}\n" for day, title in rows]
    timeline = loads("title: T\nevents:\n" + "".join(lines))
    assert [event.id for event in timeline.events] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("word", ["NO", "on", "12:30", "1e3", "0o17", "2020", "0x1F", "1_000"])
def test_every_scalar_is_a_text(word: str) -> None:
    assert event(f"tags: [{word}]").events[0].tags == (word,)


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ("tags: one", "tags", ("one",)),
        ("actors: aivd", "actors", ("aivd",)),
        ("summary: 'kept  as is   '", "summary", "kept  as is"),
        ('summary: "two\\nlines"', "summary", "two\nlines"),
        ("importance: '4'", "importance", 4),
    ],
)
def test_single_values_and_texts(fields: str, field: str, value: object) -> None:
    assert getattr(event(fields).events[0], field) == value


def test_a_place_in_one_word() -> None:
    place = event("place: The Hague").events[0].place
    assert place is not None
    assert (place.name, place.lat) == ("The Hague", None)


def test_an_edition_in_one_word() -> None:
    timeline = event("tags: x", "edition: '1.2'\n")
    assert timeline.edition is not None
    assert timeline.edition.version == "1.2"


def test_single_mappings_where_lists_are_expected() -> None:
    only = event("claims: {by: aivd, says: x}\n    related: {to: b, kind: refines}\n"
                 "  - {date: 2020, title: B}").by_id["a"]  # fmt: skip
    assert only.claims[0].stance is Stance.ASSERTS
    assert only.related[0].to == "b"


@pytest.mark.parametrize(
    ("written", "key", "label"),
    [
        ("aivd", "aivd", "Aivd"),
        ("AIVD", "AIVD", "AIVD"),
        ("russian-embassy", "russian-embassy", "Russian embassy"),
        ("Sergei Lavrov", "sergei-lavrov", "Sergei Lavrov"),
        ("Größe & Macht", "grosse-macht", "Größe & Macht"),
    ],
)
def test_without_a_table_actors_and_categories_are_made(written: str, key: str, label: str) -> None:
    timeline = event(f"actors: [{written}]\n    category: {written}")
    assert timeline.events[0].actors == (key,)
    assert timeline.events[0].category == key
    assert timeline.actors[key].name == label
    assert timeline.categories[key].label == label


def test_sources_by_id_address_and_description() -> None:
    timeline = event(
        "sources:\n"
        "      - nrc\n"
        "      - https://example.org/nrc\n"
        "      - https://example.org/b\n"
        "      - {url: https://example.org/c, publisher: De Krant, published: 2021-03-06}\n"
        "      - {url: https://example.org/d, id: mine}\n"
        "    source: {url: https://example.org/b, title: Described}",
        "sources: {nrc: https://example.org/nrc}\n",
    )
    by_url = {source.url: source for source in timeline.sources.values()}
    assert len(timeline.sources) == 4
    assert by_url["https://example.org/nrc"].id == "nrc"
    assert by_url["https://example.org/c"].id == "de-krant-2021-03-06"
    assert by_url["https://example.org/d"].id == "mine"
    assert by_url["https://example.org/b"].title == "Described"
    b = by_url["https://example.org/b"].id
    assert timeline.events[0].sources == (b, "nrc", "de-krant-2021-03-06", "mine")


def test_one_address_described_twice_is_one_source_when_nothing_differs() -> None:
    same = "{url: https://example.org/x, title: X}"
    timeline = event(f"sources: [{same}]\n    claims: [{{by: a, says: b, source: {same}}}]")
    assert len(timeline.sources) == 1
    other = "{url: https://example.org/x, title: Y}"
    timeline = event(f"sources: [{same}]\n    claims: [{{by: a, says: b, source: {other}}}]")
    assert [source.title for source in timeline.sources.values()] == ["X", "Y"]
    assert len(set(timeline.sources)) == 2


def test_a_described_address_can_name_itself_for_others() -> None:
    text = (
        "title: T\nevents:\n"
        "  - {date: 2020, title: A, source: https://example.org/x}\n"
        "  - {date: 2021, title: B, source: {id: x, url: https://example.org/x, title: X}}\n"
        "  - {date: 2022, title: C, source: x}\n"
    )
    timeline = loads(text)
    assert [event.sources for event in timeline.events] == [("x",)] * 3
    assert timeline.sources["x"].title == "X"


def test_ids_of_addresses_do_not_depend_on_order() -> None:
    one = "  - {date: 2020, title: A, source: https://www.example.org/x}\n"
    two = "  - {date: 2021, title: B, source: https://example.org/y}\n"
    head = "title: T\nevents:\n"
    assert set(loads(head + one + two).sources) == set(loads(head + two + one).sources)


@pytest.mark.parametrize(
    ("date", "end", "text"),
    [
        ("2020-12-10", "2020-12-12", "2020-12-10/2020-12-12"),
        ("2020-10~", "2020-12?", "2020-10~/2020-12?"),
        ("2020", "..", "2020/.."),
    ],
)
def test_a_date_and_an_end_are_one_interval(date: str, end: str, text: str) -> None:
    timeline = loads(f"title: T\nevents: [{{date: {date}, end: {end}, title: A}}]")
    assert timeline.events[0].date.text == text


def test_anchors_and_aliases_are_read() -> None:
    timeline = loads(
        "title: T\nevents:\n"
        "  - {date: &d 2020-12-10, title: A, tags: &t [x, y]}\n"
        "  - {date: *d, title: B, tags: *t}\n"
    )
    assert [(event.date.text, event.tags) for event in timeline.events] == [
        ("2020-12-10", ("x", "y"))
    ] * 2


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Two diplomats expelled", "two-diplomats-expelled"),
        ("  «Éclair» – Ærø, naïve!  ", "eclair-aero-naive"),
        ("Straße nach Łódź", "strasse-nach-lodz"),
        ("北京 2022", "北京-2022"),
        ("هجوم إلكتروني", "هجوم-إلكتروني"),
        ("Суд: приговор", "суд-приговор"),
        ("Й", "й"),
        ("दिल्ली", "दिल्ली"),
        ("a_b", "a-b"),
        ("x²", "x2"),
        ("?!", ""),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_slugs(title: str, key: str) -> None:
    assert slug(title) == key
    assert not key or is_id(key)


def test_a_title_without_letters_gives_an_id_from_the_date() -> None:
    assert (
        loads("title: T\nevents: [{date: 2020-12, title: '???'}]").events[0].id == "event-2020-12"
    )


def test_labels_from_ids() -> None:
    assert [label_of(key) for key in ("svr", "state_media", "EMA")] == ["Svr", "State media", "EMA"]


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_files_by_their_ending(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"case{ending.upper()}"
    data = {"title": "T", "events": [{"date": "2020", "title": "Ä"}]}
    path.write_text(json.dumps(data), encoding="utf-8")
    timeline = load(path)
    assert timeline.events[0].title == "Ä"
    assert timeline.path == path


@pytest.mark.parametrize("title", ["😀 👩‍💻", "back\\slash", "\\ud83d\\ude00", "a\\\\😀", "a/b"])
def test_json_escapes_signs_in_two_halves(tmp_path: Path, title: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"title": title, "events": []}, ensure_ascii=True))
    assert load(path).title == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_with_a_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "case.yaml"
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    path.write_text(mark + "title: Ünï\nevents: [{date: 2020, title: 北}]\n", encoding=encoding)
    assert load(str(path)).title == "Ünï"


def test_a_text_may_begin_with_a_mark() -> None:
    assert loads("\ufefftitle: T\nevents: [{date: 2020, title: A}]").title == "T"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_line_ends(newline: str) -> None:
    assert loads(SMALLEST.replace("\n", newline)).events[0].title == "Two diplomats expelled"


def test_a_loaded_file_says_its_warnings(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: T\nevents: [{date: 2020, title: A}]\n", encoding="utf-8")
    loaded = load_with_problems(path)
    assert loaded.timeline is not None
    assert [str(problem) for problem in loaded.warnings] == [
        f"{path}:2:10: warning: the event 'a' has no source "
        "(add for example source: https://example.org/article)"
    ]
    assert loaded.errors == ()


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        loads(SMALLEST)
        assert problems_of("title: [")
        assert gc.isenabled() is was_on
        assert gc.get_freeze_count() == 0
    finally:
        gc.enable()


def test_the_same_text_gives_the_same_timeline() -> None:
    assert loads(FULL) == loads(FULL)


@pytest.mark.parametrize("first", ["dashboard.figure", "dashboard.formats", "dashboard"])
def test_public_names_do_not_depend_on_what_is_imported_first(first: str) -> None:
    code = (
        f"import {first}, dashboard, types\n"
        "assert dashboard.__all__ == sorted(dashboard.__all__)\n"
        "for name in dashboard.__all__:\n"
        "    assert not isinstance(getattr(dashboard, name), types.ModuleType), name\n"
        "    assert name in dir(dashboard)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_loading_imports_nothing_that_draws() -> None:
    code = (
        "import sys, dashboard\n"
        f"dashboard.loads({SMALLEST!r})\n"
        "heavy = {'dash', 'plotly', 'numpy', 'pandas', 'flask'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lode'"):
        _ = dashboard.lode


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[2018-10-03,2018-10-04]", "3 or 4 October 2018"),
        ("[2018-10-03, 2018-10-04]", "3 or 4 October 2018"),
        ("'[2018-10-03,2018-10-04]'", "3 or 4 October 2018"),
        ("[2018-10-03..2018-10-05]", "between 3 October 2018 and 5 October 2018"),
    ],
)
def test_one_of_these_days_needs_no_quotes(written: str, shown: str) -> None:
    event = loads(f"title: T\nevents: [{{title: A, date: {written}}}]").events[0]
    assert event.date.display() == shown
