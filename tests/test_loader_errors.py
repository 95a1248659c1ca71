"""Broken files: each row is a file and exactly what is said about it."""

from __future__ import annotations

import pytest

from dashboard import ProblemError, loads
from dashboard.formats.fields import MEANT, spec_of
from dashboard.formats.values import MEANT_WORDS
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
    RelationKind,
    Source,
    Stance,
    Timeline,
    Visibility,
)
from tests.test_loader import problems_of

HEAD = "title: T\nevents:\n"
#: Lines 3 to 5 of a file; what a row adds begins on line 6.
EVENT = "  - date: 2020-12-10\n    title: A\n    source: https://example.org/a\n"


def with_event(fields: str) -> str:
    return f"{HEAD}{EVENT}    {fields}\n"


#: What libyaml complains about, in words that an author understands.
SYNTAX = [
    ('title: "T\nevents: []\n', '1:8: the quote " that opens here is never closed '
     '(add " at the end of the text)'),
    ("title: T\n\tsummary: x\n", "2:1: a tab is used for indentation "
     "(indent with spaces: YAML does not take tabs)"),
    ("events:\n\t- date: 2020\n", "2:1: a tab is used for indentation "
     "(indent with spaces: YAML does not take tabs)"),
    ("title: Leak: the story\n", "1:12: a text with a colon and a blank in it needs quotes "
     "(write title: 'Leak: the story')"),
    ("title: It's: x\n", "1:12: a text with a colon and a blank in it needs quotes "
     "(write title: 'It''s: x')"),
    ("title:T\nevents: []\n", "1:7: a blank is missing after 'title:' (write title: T)"),
    ("title: T\nsummary x\nevents: []\n", "2:1: a colon is missing in this line "
     "(write summary: …, or indent the line when it continues the text above)"),
    ("title: T\n summary: x\n", "2:2: this line is not in line with the one before it "
     "(fields of one item begin in the same column)"),
    ("a:\n  b: c\n d: e\n", "3:2: this line is not in line with the one before it "
     "(fields of one item begin in the same column)"),
    (f"{HEAD}  - date: 2020\n   title: A\n", "4:4: this line fits neither the list that began on "
     "line 3 nor the item above (an item begins with '- ' in the column of the first, its fields "
     "two columns further)"),
    ("title: T\n- x\n", "2:1: a list item cannot stand here, beside fields "
     "(put the list below a field, for example below 'events:')"),
    ("title: @T\n", "1:8: a text cannot begin with '@' in YAML (put it in quotes: '@T')"),
    ("title: *T\n", "1:8: '*T' refers to nothing: no value before it is named '&T' "
     "(put the text in quotes: '*T')"),
    ("title: &\n", "1:8: a text cannot begin with '&' in YAML (put it in quotes: '&')"),
    ("title: !!python/object:os.system T\nevents: []\n", "1:8: the tag "
     "'!!python/object:os.system' is not read "
     "(remove it, or put the text in quotes when it begins with '!')"),
    ("title: !x!y T\n", "1:8: a value that begins with '!' is a tag, and tags are not read "
     "(put the text in quotes)"),
    ('title: "T" and more\n', '1:12: the text goes on after its closing " '
     '(quote the whole text, in single quotes when it holds " itself)'),
    ("title: 'It's'\n", "1:12: the text goes on after its closing ' "
     "(quote the whole text, in double quotes when it holds ' itself)"),
    ('title: "C:\\q"\n', "1:11: a backslash in double quotes begins a special character, and this "
     "is none (write \\\\ for a backslash, or put the text in single quotes)"),
    ("story: [a, b\nevents: []\n", "1:8: '[' is not closed, or a comma is missing behind it "
     "(close it with ']', put commas between the items, and quote texts that hold a comma or a "
     "colon)"),
    ("edition: {version: x\nevents: []\n", "1:10: '{' is not closed, or a comma is missing behind "
     "it (close it with '}', put commas between the items, and quote texts that hold a comma or a "
     "colon)"),
    ("story: [a]]\n", "1:11: there is a ']' too many (remove it)"),
    ("story: - a\n", "1:8: a list cannot begin on the line of its field "
     "(put '- …' on a line of its own, or quote the text when it is none)"),
    ("title: |T\n", "1:9: nothing can stand on the line of '|' "
     "(begin the text on the next line, indented; or quote it when it begins with that sign)"),
    ("title: ,\n", "1:8: a text cannot begin with ',' here "
     "(put the text in quotes, or remove what is too much)"),
    ("title: T\n---\ntitle: U\n", "2:1: a second document begins here ('---') "
     "(keep one timeline per file)"),
    ("title: T\n...\ntitle: U\n", "3:1: the file goes on after its end "
     "(remove '...', and what does not belong to the timeline)"),
    ("%FOO\ntitle: T\n", "1:1: a line that begins with '%' is a directive, and this one is not "
     "known (remove it, or indent and quote it when it is a text)"),
    ("? [a]\n: b\n", "1:3: a list or mapping cannot be the name of a field (use a text)"),
    ("title: a\nsummary: b\x07\n", "2:11: a control character in the text (U+0007) (remove it)"),
    ("title: \ud800\n", "1:8: a control character in the text (U+D800) (remove it)"),
    ("ti\0tle: a\n", "1:3: a NUL byte: this is no text file (choose the YAML file)"),
    ("t\0i\0t\0l\0e\0", "1:2: the text looks like UTF-16 without a mark (save the file as UTF-8)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), SYNTAX)
def test_broken_yaml(text: str, problem: str) -> None:
    assert problems_of(text) == [f"f:{problem}"]


_TAKES = (
    "the event takes id, date, title, summary, category, importance, known, actors, place, claims, "
    "sources, related, media, tags, visibility, corrections, source, end"
)
_LINK = "a link must begin with http:// or https://"

#: Files that are YAML but no timeline.
STRUCTURE = [
    ("", ["f: the file is empty (a timeline begins with 'title: …' and 'events:')"]),
    ("# a comment\n", ["f: the file is empty (a timeline begins with 'title: …' and 'events:')"]),
    ("- date: 2020\n", ["f:1:1: the file begins with a list "
     "(put 'title: …' and 'events:' before it)"]),
    ("hello\n", ["f:1:1: the file holds a text, not a timeline "
     "(a timeline begins with 'title: …' and 'events:')"]),
    ("titel: T\nevents: []\n", ["f:1:1: unknown field 'titel' (did you mean 'title'?)"]),
    ("Title: T\nevents: []\n", ["f:1:1: unknown field 'Title' (did you mean 'title'?)"]),
    ("summary: x\nevents: []\n", ["f:1:1: the file has no 'title' "
     "(write for example title: Two diplomats expelled)"]),
    ("title: T\nevents: A\n", ["f:2:9: 'events' takes a list "
     "(begin each event with '- ', for example '- date: 2020-12-10')"]),
    ("title:\nevents: []\n", ["f:1:1: 'title' has no value "
     "(write for example title: Two diplomats expelled)"]),
    ('title: "  "\nevents: []\n', ["f:1:1: 'title' has no value "
     "(write for example title: Two diplomats expelled)"]),
    ("title: [T]\nevents: []\n", ["f:1:8: 'title' takes one value, found a list "
     "(give one value, without '- ' or [ ])"]),
    ("title: {T: x}\nevents: []\n", ["f:1:8: 'title' takes one value, found a mapping "
     "(put the text in quotes when it holds ': ' or begins with '{')"]),
    ("title: T\ntitle: U\nevents: []\n", ["f:2:1: 'title' is given twice, first on line 1 "
     "(keep one of the two)"]),
    (f"{HEAD}  - when: 2020\n    name: A\n    url: https://example.org/a\n", [
        "f:3:5: unknown field 'when' (did you mean 'date'?)",
        "f:4:5: unknown field 'name' (did you mean 'title'?)",
        "f:5:5: unknown field 'url' (did you mean 'source'?)"]),
    (f"{HEAD}  - summary: x\n", [
        "f:3:5: the event has no 'date' (write for example date: 2020-12-10)",
        "f:3:5: the event has no 'title' (write for example title: Two diplomats expelled)"]),
    (f"{HEAD}  - A\n  - [b]\n", [
        "f:3:5: an event has fields, found a text (write for example 'date: …')",
        "f:4:5: an event has fields, found a list (write for example 'date: …')"]),
    (with_event("qqq: 5"), [f"f:6:5: unknown field 'qqq' ({_TAKES})"]),
    (with_event("<<: {tags: x}"), ["f:6:5: merge keys ('<<') are not read "
     "(write the fields out in each place)"]),
    (with_event("~: x"), ["f:6:5: a field without a name (write 'name: value')"]),
    (with_event("place: {name: The Hague, Netherlands}"), ["f:6:30: unknown field 'Netherlands' "
     "(quote a text that holds a comma: inside { } a comma ends it)"]),
    (with_event("place: [a]"), ["f:6:12: a place has fields, found a list "
     "(write for example 'name: …')"]),
    (with_event("tags: [a, {b: c}, [d]]"), [
        "f:6:15: 'tags' takes texts, found a mapping (quote the text when it holds ': ')",
        "f:6:23: 'tags' takes texts, found a list"]),
    (with_event("category: [a, b]"), ["f:6:15: 'category' takes one value, found a list "
     "(give one id; what it stands for is described below 'categories:')"]),
    (with_event("known: [2020, {a: b}]"), ["f:6:12: 'known' takes one date, found a list "
     "(give one value, without '- ' or [ ])"]),
    ("sources:\n  - url: https://example.org/x\n" + HEAD + EVENT, [
        "f:2:3: 'sources' takes a mapping from id to source (write each as 'my-id: {url: …}')"]),
    ("sources: {s: , t: {title: x}}\n" + HEAD + EVENT, [
        "f:1:11: the source 's' has no value (write for example s: https://example.org/article)",
        "f:1:19: the source has no 'url' (write for example url: https://example.org/article)"]),
    ("sources: {s: {url: https://example.org/s, id: t}}\n" + HEAD + EVENT, [
        "f:1:14: 's' has another id, 't' (remove one: the name before the colon is the id)"]),
    (with_event('summary: "a\\u0007b"'), ["f:6:14: a control character (U+0007) in a text "
     "(remove it)"]),
]  # fmt: skip

#: Timelines with values that do not fit.
VALUES = [
    (f"{HEAD}  - {{date: 2018-02-30, title: A, source: 'https://example.org/a'}}\n", [
        "f:3:12: there is no day 30 in 2018-02: that month has 28 days "
        "(write a day from 01 to 28)"]),
    (f"{HEAD}  - {{date: 2018-02-10, end: 2017, title: A}}\n", [
        "f:3:29: the end (2017) is before the date (2018-02-10) (exchange the two)"]),
    (f"{HEAD}  - {{date: 2018/2019, end: 2020, title: A}}\n", [
        "f:3:28: the date is an interval already, and there is an end too "
        "(write 'date: A/B', or 'date: A' and 'end: B')"]),
    ("timezone: Europe/Amsterdm\n" + HEAD + EVENT, [
        "f:1:11: there is no time zone 'Europe/Amsterdm' (did you mean Europe/Amsterdam?)"]),
    (with_event("importance: 9"), ["f:6:17: 'importance' takes no more than 5, found '9'"]),
    (with_event("importance: 0"), ["f:6:17: 'importance' takes no less than 1, found '0'"]),
    (with_event("importance: high"), ["f:6:17: 'importance' takes a whole number, found 'high'"]),
    (with_event("place: {name: X, lat: 99, lon: -181}"), [
        "f:6:27: 'lat' takes no more than 90, found '99'",
        "f:6:36: 'lon' takes no less than -180, found '-181'"]),
    (with_event("place: {name: X, lat: 9}"), ["f:6:12: 'lat' and 'lon' belong together "
     "(give both or none)"]),
    (with_event("place: {name: X, lat: nan, lon: north}"), [
        "f:6:27: 'lat' takes a number such as 52.08, found 'nan'",
        "f:6:37: 'lon' takes a number such as 52.08, found 'north'"]),
    (with_event("visibility: secret"), ["f:6:17: unknown visibility 'secret' "
     "(one of public, internal)"]),
    (with_event("claims: [{by: x, stance: denied, says: y}, {by: x, stance: zzz, says: y}]"), [
        "f:6:30: unknown stance 'denied' (did you mean 'denies'?)",
        "f:6:64: unknown stance 'zzz' (one of asserts, confirms, denies, doubts, retracts)"]),
    (with_event("claims: {by: x, stance: denied, says: y}"), [
        "f:6:29: unknown stance 'denied' (did you mean 'denies'?)"]),
    (with_event("claims: [{by: x}, {says: y}, text]"), [
        "f:6:14: the claim has no 'says' "
        "(write for example says: what is said, in your own words)",
        "f:6:23: the claim has no 'by' (write for example by: the id of an actor)",
        "f:6:34: a claim has fields, found a text (write for example 'by: …')"]),
    (with_event("sources: ['www.example.org/x', 'ftp://x.y/z', 'javascript:alert(1)']"), [
        f"f:6:15: {_LINK}, found 'www.example.org/x' (write https://www.example.org/x)",
        f"f:6:36: {_LINK}, found 'ftp://x.y/z' "
        "(write where the page is, for example https://example.org/page)",
        f"f:6:51: {_LINK}, found 'javascript:alert(1)' "
        "(write where the page is, for example https://example.org/page)"]),
    (with_event("sources: [{url: 'https://example.org/a b'}]"), [
        "f:6:21: a link must not hold blanks or control characters, "
        "found 'https://example.org/a b' (write %20 for a blank)"]),
    (with_event("sources: [{url: https://example.org/b, archived: example.org/c}]"), [
        f"f:6:54: {_LINK}, found 'example.org/c' (write https://example.org/c)"]),
    (with_event("id: -x y"), ["f:6:9: an id holds letters, digits, '-', '_', '.' and ':' and "
     "begins with a letter or digit, found '-x y' (write for example x-y)"]),
    ("categories: {c: {label: C, color: red}}\n" + with_event("category: c"), [
        "f:1:35: a colour is written as \"#RRGGBB\", found 'red' "
        '(for example "#D55E00", with quotes)']),
    (with_event("media: [{image: ../x.png, alt: y}, {image: x.svg, alt: y}, x.png]"), [
        "f:6:21: a picture lies beside the file or in a folder below it, found '../x.png' "
        "(copy it there and write for example photos/the-hague.jpg)",
        "f:6:48: a picture is a PNG, JPEG, GIF or WebP file, found 'x.svg' "
        "(its name ends in .png, .jpg, .jpeg, .gif, .webp)",
        "f:6:64: the media has no 'alt' (write for example alt: what can be seen in the picture)",
    ]),
    (with_event("media: {image: 'https://example.org/x.png', alt: y}"), [
        "f:6:20: a picture lies beside the file or in a folder below it, "
        "found 'https://example.org/x.png' "
        "(copy it there and write for example photos/the-hague.jpg)"]),
    (with_event("corrections: [{date: soon, note: x}, {date: 2021}]").replace("soon", "2018-04-31"),
     ["f:6:26: there is no day 31 in 2018-04: that month has 30 days (write a day from 01 to 30)",
      "f:6:48: the correction has no 'note' "
      "(write for example note: what was wrong and what is right)"]),
    ("title: " + "x" * 1001 + "\nevents: []\n", [
        "f:1:8: 'title' takes at most 1,000 characters, found 1,001 (shorten it)"]),
    ("title: T\nevents: [{id: " + "x" * 121 + ", date: 2021, title: A,"
     " source: https://example.org/a}]\n", [
        "f:2:15: 'id' takes at most 120 characters, found 121 (shorten it)"]),
]  # fmt: skip

#: Ids that lead nowhere, or to two things.
REFERENCES = [
    ("actors: {aivd: {name: General Intelligence Service, short: AIVD}}\n"
     + with_event("actors: [aivdd, AIVD, zzz]\n    claims: [{by: avid, says: x}]"), [
        "f:7:14: unknown actor 'aivdd' (did you mean 'aivd'?)",
        "f:7:21: unknown actor 'AIVD' (its id is 'aivd')",
        "f:7:27: unknown actor 'zzz' (known: aivd)",
        "f:8:19: unknown actor 'avid' (did you mean 'aivd'?)"]),
    ("categories: {a: , b: }\n" + with_event("category: c"), [
        "f:7:15: unknown category 'c' (known: a, b)"]),
    ("sources: {nrc: https://example.org/nrc}\n" + with_event("sources: [ncr]"), [
        "f:7:15: unknown source 'ncr' (did you mean 'nrc'?)"]),
    (with_event("sources: [aivd]"), ["f:6:15: unknown source 'aivd' (add it to 'sources:')"]),
    (with_event("related: [{to: a, kind: refines}, {to: b, kind: response}, {kind: leads-to}]"), [
        "f:6:20: the event is related to itself (name the other event)",
        "f:6:44: unknown event 'b' (known: a)",
        "f:6:53: unknown kind 'response' (did you mean 'response-to'?)",
        "f:6:64: the relation has no 'to' (write for example to: the id of another event)"]),
    (HEAD + EVENT + EVENT, ["f:7:12: the event's id 'a', made from its title, is taken by the "
     "event on line 3 (give one of them an 'id' of its own)"]),
    (f"{HEAD}  - {{id: x, date: 2020, title: A}}\n  - {{id: x, date: 2021, title: B}}\n", [
        "f:4:10: the event's id 'x' is taken by the event on line 3 "
        "(give one of them an 'id' of its own)"]),
    ("story: [a, a, b]\n" + HEAD + EVENT, [
        "f:1:12: 'a' is in the story twice (keep one)",
        "f:1:15: unknown event 'b' (known: a)"]),
    (with_event("sources: [{url: https://example.org/1, id: k}, "
                "{url: https://example.org/2, id: k}]"), [
        "f:6:52: the source id 'k' is given twice, first on line 6 "
        "(choose another id, or refer to the source by its id alone)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problems"), [*STRUCTURE, *VALUES, *REFERENCES])
def test_what_is_said_about_a_broken_file(text: str, problems: list[str]) -> None:
    errors = [line for line in problems_of(text) if ": warning: " not in line]
    assert errors == problems


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("titel: T\nevents: []\n", ["titel"]),
        (with_event("importance: 9"), ["events[0].importance"]),
        (with_event("claims: [{by: x, says: y}, {by: x, stance: q, says: y}]"),
         ["events[0].claims[1].stance"]),
        (with_event("claims: [{by: x, says: y, source: no}]"),
         ["events[0].claims[0].sources[0]"]),
        ("actors: {a-b: {titel: x}}\n" + HEAD, ["actors.a-b.titel"]),
        (with_event("source2: x\n    related: {to: q, kind: refines}"),
         ["events[0].source2", "events[0].related[0].to"]),
        (with_event("sources: ['ftp://x', {url: 'ftp://y'}]"),
         ["events[0].sources[0]", "events[0].sources[1].url"]),
    ],
)  # fmt: skip
def test_the_path_to_a_problem(text: str, paths: list[str]) -> None:
    with pytest.raises(ProblemError) as caught:
        loads(text)
    assert [problem.path for problem in caught.value.errors] == paths


def test_all_problems_are_told_at_once() -> None:
    text = HEAD + EVENT.replace("2020-12-10", "yesterday") + "    importance: 9\n  - title: B\n"
    places = [problem.split(": ")[0] for problem in problems_of(text)]
    assert places == ["f:3:11", "f:6:17", "f:7:5"]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Event, ["when", "headline", "url", "link", "description", "location", "people", "type"]),
        (Source, ["link", "name", "date", "outlet", "notes", "archive"]),
        (Claim, ["who", "statement", "quote", "type"]),
        (Place, ["latitude", "lng"]),
        (Actor, ["title", "type"]),
        (Category, ["colour", "name"]),
        (Timeline, ["name", "tz", "description", "items"]),
        (Edition, ["license"]),
        (Media, ["file", "description"]),
        (Relation, ["event", "type", "comment"]),
        (Correction, ["text", "day"]),
    ],
)
def test_frequent_words_for_fields_lead_to_the_field(model: type[Event], words: list[str]) -> None:
    names = spec_of(model).names
    for word in words:
        assert set(MEANT[word]) & set(names), word


def test_no_synonym_leads_to_a_field_that_does_not_exist() -> None:
    models = (Actor, Category, Claim, Correction, Edition, Event, Media, Place, Relation, Source,
              Timeline)  # fmt: skip
    fields = {name for model in models for name in spec_of(model).names}
    assert {name for names in MEANT.values() for name in names} <= fields
    words = {str(word) for kind in (Stance, RelationKind, Visibility) for word in kind}
    assert {word for known in MEANT_WORDS.values() for word in known} <= words
