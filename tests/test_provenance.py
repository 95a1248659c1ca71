"""Evidence, origins and when something became known: small cases with their sense in words."""

from __future__ import annotations

import pytest

from dashboard import Timeline, assess, known, loads
from dashboard.model import Evidence
from dashboard.provenance import origins, standing_claims
from dashboard.when import When

HEAD = """\
title: T
actors: {aivd: {name: The Service, short: AIVD}, russia: Russia, svr: SVR, nrc: NRC}
sources:
  statement: {url: https://aivd.example.org/1, publisher: AIVD, published: 2020-12-10,
              kind: official, origin: AIVD statement}
  copy: {url: https://copy.example.org/1, publisher: Copier, published: 2020-12-11,
         origin: aivd statement}
  nrc-1: {url: https://nrc.example.org/1, publisher: NRC, published: 2020-12-12}
  nrc-2: {url: https://nrc.example.org/2, publisher: nrc, published: 2020-12-13}
  blog: {url: https://www.blog.example.org/1, published: 2020-12-20}
  blog-2: {url: https://blog.example.org/2}
  denial: {url: https://russia.example.org/1, publisher: Embassy, published: 2020-12-11}
events:
  - id: e
    date: 2020-12-10
    title: E
"""


def case(fields: str) -> Timeline:
    indented = "".join(f"    {line}\n" for line in fields.strip().splitlines())
    return loads(HEAD + indented)


def at(day: str) -> int:
    return When.parse(day).start


#: Fields of the event, the verdict, its reason, the number of independent voices.
EVIDENCE = [
    # Nothing is given.
    ("", Evidence.UNSOURCED, "no source is given", 0),
    # One document.
    ("source: nrc-1", Evidence.SINGLE_SOURCE, "one source: NRC", 1),
    # A newsroom does not confirm itself, however its name is written.
    ("sources: [nrc-1, nrc-2]", Evidence.SINGLE_SOURCE, "one origin: NRC; one more repeats it", 1),
    # Without a publisher the site stands for it, with or without www.
    ("sources: [blog, blog-2]", Evidence.SINGLE_SOURCE,
     "one origin: blog.example.org; one more repeats it", 1),
    # A copy of a statement is the statement, and is called by it.
    ("sources: [copy, statement]", Evidence.SINGLE_SOURCE, "one origin: AIVD; one more repeats it",
     1),
    # Two newsrooms.
    ("sources: [nrc-1, blog]", Evidence.CORROBORATED,
     "two independent origins: NRC, blog.example.org", 2),
    # Who repeats is said, and does not count.
    ("sources: [statement, copy, nrc-1]", Evidence.CORROBORATED,
     "two independent origins: AIVD, NRC; one more repeats AIVD", 2),
    # The sources of who asserts or confirms support the event too.
    ("source: nrc-1\nclaims:\n  - {by: aivd, stance: confirms, says: x, source: statement}",
     Evidence.CORROBORATED, "two independent origins: NRC, AIVD", 2),
    # One denial is enough, however many support it; its own source supports nothing.
    ("sources: [nrc-1, blog]\nclaims:\n  - {by: russia, stance: denies, says: x, source: denial}",
     Evidence.DISPUTED, "denied by Russia", 2),
    # Deniers and doubters are told apart, and who asserts is named by the short form.
    ("claims:\n  - {by: aivd, says: x, source: statement}\n"
     "  - {by: russia, stance: denies, says: x}\n"
     "  - {by: svr, stance: denies, says: x}\n"
     "  - {by: nrc, stance: doubts, says: x}",
     Evidence.DISPUTED, "denied by Russia and SVR; doubted by NRC; asserted by AIVD", 1),
    # A denial without any source still disputes.
    ("claims: {by: russia, stance: denies, says: x}", Evidence.DISPUTED, "denied by Russia", 0),
    # A denial that was taken back disputes nothing any more.
    ("source: nrc-1\nclaims:\n"
     "  - {by: russia, stance: denies, says: x, date: 2020-12-11, source: denial}\n"
     "  - {by: russia, stance: retracts, says: y, date: 2021-02-01, source: denial}",
     Evidence.SINGLE_SOURCE, "one source: NRC", 1),
    # Without dates, too.
    ("source: nrc-1\nclaims:\n  - {by: russia, stance: denies, says: x}\n"
     "  - {by: russia, stance: retracts, says: y}", Evidence.SINGLE_SOURCE, "one source: NRC", 1),
    # What is denied again after that, is denied.
    ("claims:\n  - {by: russia, stance: retracts, says: y, date: 2021-02-01}\n"
     "  - {by: russia, stance: denies, says: x, date: 2021-03-01}",
     Evidence.DISPUTED, "denied by Russia", 0),
    # Only who said it can take it back.
    ("claims:\n  - {by: russia, stance: denies, says: x}\n  - {by: svr, stance: retracts, says: y}",
     Evidence.DISPUTED, "denied by Russia", 0),
    # An assertion that was taken back supports nothing.
    ("claims:\n  - {by: aivd, says: x, source: statement}\n"
     "  - {by: aivd, stance: retracts, says: y}", Evidence.UNSOURCED, "no source is given", 0),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "evidence", "reason", "voices"), EVIDENCE)
def test_evidence(fields: str, evidence: Evidence, reason: str, voices: int) -> None:
    timeline = case(fields)
    found = assess(timeline, timeline.by_id["e"])
    assert (found.evidence, found.reason, len(found.origins)) == (evidence, reason, voices)


ON_A_DAY = [
    # The day before anything was published.
    ("2020-12-09", Evidence.UNSOURCED, 0),
    # The statement is out.
    ("2020-12-10", Evidence.SINGLE_SOURCE, 1),
    # Its copy adds nothing, the denial disputes it.
    ("2020-12-11", Evidence.DISPUTED, 1),
    ("2020-12-12", Evidence.DISPUTED, 2),
    # The denial is taken back.
    ("2021-02-01", Evidence.CORROBORATED, 2),
]


@pytest.mark.parametrize(("day", "evidence", "voices"), ON_A_DAY)
def test_evidence_as_known_on_a_day(day: str, evidence: Evidence, voices: int) -> None:
    timeline = case(
        "sources: [statement, copy, nrc-1]\n"
        "claims:\n"
        "  - {by: russia, stance: denies, says: x, date: 2020-12-11, source: denial}\n"
        "  - {by: russia, stance: retracts, says: y, date: 2021-02-01}\n"
    )
    found = assess(timeline, timeline.by_id["e"], at(day))
    assert (found.evidence, len(found.origins)) == (evidence, voices)


def test_what_has_no_date_was_there_all_along() -> None:
    timeline = case("source: blog-2\nclaims: {by: russia, stance: denies, says: x}")
    found = assess(timeline, timeline.by_id["e"], at("1990-01-01"))
    assert (found.evidence, len(found.origins)) == (Evidence.DISPUTED, 1)


def test_standing_claims_keep_their_order_and_the_retraction() -> None:
    timeline = case(
        "claims:\n"
        "  - {by: russia, stance: denies, says: first, date: 2020-12-11}\n"
        "  - {by: aivd, says: second, date: 2020-12-12}\n"
        "  - {by: russia, stance: retracts, says: third, date: 2020-12-13}\n"
    )
    event = timeline.by_id["e"]
    assert [claim.says for claim in standing_claims(event)] == ["second", "third"]
    assert [claim.says for claim in standing_claims(event, at("2020-12-12"))] == ["first", "second"]


def test_origins_group_in_order_of_appearance() -> None:
    timeline = case("")
    table = timeline.sources
    found = origins(timeline, [table[key] for key in ("nrc-1", "copy", "nrc-2", "statement")])
    assert [(voice.name, [source.id for source in voice.sources]) for voice in found] == [
        ("NRC", ["nrc-1", "nrc-2"]),
        ("AIVD", ["copy", "statement"]),
    ]


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        # Two actors begin the same; the longer name is meant.
        ("russian-embassy-2020-12-10", "the embassy"),
        ("russian-2020", "Russia"),
        # A name is a whole word: "may" does not begin "mayor".
        ("mayor-2020", "Copier"),
        ("may-2020", "May"),
    ],
)
def test_an_origin_is_called_by_whom_its_name_begins_with(origin: str, name: str) -> None:
    timeline = loads(
        f"""\
title: T
actors: {{russian: Russia, russian-embassy: the embassy, may: May}}
sources:
  a: {{url: https://a.example.org/1, publisher: Copier, origin: {origin}}}
events: [{{date: 2020-12-10, title: E, source: a}}]
"""
    )
    assert [voice.name for voice in origins(timeline, timeline.sources.values())] == [name]


def test_many_origins_are_counted_not_listed() -> None:
    urls = ", ".join(f"https://site{number}.example.org/" for number in range(12))
    timeline = case(f"sources: [{urls}]")
    assert assess(timeline, timeline.by_id["e"]).reason == (
        "12 independent origins: site0.example.org, site1.example.org, site2.example.org, "
        "site3.example.org and eight more"
    )


#: Fields of the event of 10 December 2020, when it became known, whether that was worked out, and
#: how many days later.
KNOWN = [
    # Said by the file: nothing is derived.
    ("known: 2021-03-06\nsource: nrc-1", "2021-03-06", False, 86),
    # The earliest publication, here on the day itself.
    ("sources: [nrc-1, statement]", "2020-12-10", True, 0),
    ("source: blog", "2020-12-20", True, 10),
    # A claim's source counts as well.
    ("source: blog\nclaims: {by: aivd, says: x, source: nrc-1}", "2020-12-12", True, 2),
    # What was published before cannot have reported it.
    ("sources:\n  - {url: https://example.org/x, published: 2019}\n  - blog",
     "2020-12-20", True, 10),
    # No dates at all.
    ("source: blog-2", "2020-12-10", True, 0),
    ("", "2020-12-10", True, 0),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "when", "derived", "delay"), KNOWN)
def test_when_it_became_known(fields: str, when: str, derived: bool, delay: int) -> None:
    timeline = case(fields)
    found = known(timeline, timeline.by_id["e"])
    assert (found.when.text, found.derived, found.delay) == (when, derived, delay)
