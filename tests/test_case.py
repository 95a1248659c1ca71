"""The case that ships with Dateline: what must stay true of it, whatever is added or mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from dashboard import Evidence, Loaded, Source, Timeline, load_with_problems
from dashboard.app.article import source_notes
from dashboard.model import RelationKind, Stance
from dashboard.provenance import assess, known
from dashboard.resources import example_case

#: The three cases that the timeline keeps side by side and apart.
CASES = ("svr-network-exposed", "ema-disclosure", "opcw-operation-disrupted")

#: SHA-256 of addresses, as `bare` writes them, that no edition may cite: unlicensed copies, pages
#: about something else, addresses that nobody has seen in print. Hashes, so as not to spread them.
UNCITABLE = {
    "33dadf506fa65f7736ee3818f9802afa9487379f19ef020a9e94617c300b5882",
    "50be6e5a0e2a03cbd527851ac92d609d47209f1b9761899ab484b0b8bf402fb5",
    "7f20b76c9e847202f1fb9e22be9b416e62ed73debb50fb8c29f161a20ac3e66a",
    "9c021cd7922865619e557a7ff8fa6aedacf51845eab02c349ccc8ea94e45b67e",
    "b15dca3e00f70351499c969e0087ab40feafb64eaa6d8f8e293052ee7f15278d",
    "b2cd864aa9fa2c10089859cd80e5df0bd7004f8b458cf03774a34f83c0137862",
    "c9402a19c2323c0305dcede3d822abfb77d413b94626eb0797cb4b8991dfca42",
    "f10eeeecd53d63ad6469ffe930aac88cdd15e403da65a8b3e84f48e410d4489a",
    "fac38d76ff8036db7a29db8a20f555f62ff2acce34c78015817e73b951ed3055",
}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_with_problems(example_case())


@pytest.fixture(scope="module")
def case(loaded: Loaded) -> Timeline:
    assert loaded.timeline is not None, [str(problem) for problem in loaded.problems]
    return loaded.timeline


def bare(address: str) -> str:
    """An address without what may differ between two ways to write it."""
    return re.sub(r"^https?://(www\.)?", "", address.lower()).rstrip("/")


def digest(address: str) -> str:
    return sha256(bare(address).encode()).hexdigest()


def shown(source: Source) -> str:
    """The words of the link by which readers see a source."""

    def words(part: Any, inside: bool = False) -> Iterator[str]:
        if isinstance(part, str):
            if inside:
                yield part
        elif isinstance(part, list | tuple):
            for child in part:
                yield from words(child, inside)
        elif part is not None:
            found = inside or getattr(part, "className", None) == "dl-source"
            yield from words(getattr(part, "children", None), found)

    return "".join(words(source_notes([source])))


# --- The file -------------------------------------------------------------------------------------


def test_it_loads_without_a_problem_or_a_warning(loaded: Loaded) -> None:
    assert [str(problem) for problem in loaded.problems] == []


def test_its_title_fits_the_header_of_a_phone(case: Timeline) -> None:
    assert len(case.title) <= 45


def test_it_is_large_enough_to_show_what_dateline_can_do(case: Timeline) -> None:
    assert len(case.events) >= 32
    assert len({bare(source.url) for source in case.sources.values()}) >= 90


# --- Its sources ----------------------------------------------------------------------------------


def test_every_event_has_a_source(case: Timeline) -> None:
    assert [event.id for event in case.events if not event.sources] == []


def test_every_claim_and_every_relation_has_a_source(case: Timeline) -> None:
    for event in case.events:
        assert all(claim.sources for claim in event.claims), event.id
        assert all(relation.sources for relation in event.related), event.id


def test_no_address_is_there_under_two_ids(case: Timeline) -> None:
    times = Counter(bare(source.url) for source in case.sources.values())
    assert [address for address, number in times.items() if number > 1] == []


def test_no_address_is_one_that_may_not_be_cited(case: Timeline) -> None:
    assert [key for key, one in case.sources.items() if digest(one.url) in UNCITABLE] == []
    # Nor is one hidden in a text.
    text = example_case().read_text(encoding="utf-8")
    written = re.findall(r"https?://[^\s<>\"'()]+", text)
    assert len(written) >= len(case.sources)
    assert [address for address in written if digest(address) in UNCITABLE] == []


def test_where_no_title_was_seen_publisher_and_date_are_shown(case: Timeline) -> None:
    untitled = [source for source in case.sources.values() if not source.title]
    assert untitled
    for source in untitled:
        assert source.publisher, source.id
        date = [source.published.display()] if source.published else []
        assert shown(source) == ", ".join([source.publisher, *date])


def test_what_was_not_opened_says_so_and_is_neither_quoted_nor_graded(case: Timeline) -> None:
    unopened = [one for one in case.sources.values() if "not opened" in (one.note or "")]
    assert unopened
    for source in unopened:
        assert (source.title, source.quote, source.reliability) == (None, None, None), source.id
    # All others were read: there are words to show for it.
    read = [source for source in case.sources.values() if source not in unopened]
    assert [source.id for source in read if not source.quote] == []


# --- Its three cases ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", CASES)
def test_the_three_cases_are_of_the_first_importance(case: Timeline, key: str) -> None:
    assert case.by_id[key].importance == 5


def test_no_link_between_the_attack_and_the_expulsion_is_known(case: Timeline) -> None:
    pair = {"ema-disclosure", "svr-network-exposed"}
    links = [
        relation
        for event in case.events
        for relation in event.related
        if {event.id, relation.to} == pair
    ]
    assert [link.kind for link in links] == [RelationKind.NO_KNOWN_LINK]
    assert links[0].sources
    assert links[0].note


def test_the_expulsion_has_both_sides(case: Timeline) -> None:
    event = case.by_id["svr-network-exposed"]
    assert any(claim.by == "aivd" and claim.stance is Stance.ASSERTS for claim in event.claims)
    denials = [claim for claim in event.claims if claim.stance is Stance.DENIES]
    assert any(case.actors[claim.by].country == "RU" for claim in denials)
    assert assess(case, event).evidence is Evidence.DISPUTED


def test_nobody_is_named_for_the_attack_on_the_agency(case: Timeline) -> None:
    """And the AIVD, which an article on both cases passes on, is no witness of the attack."""
    event = case.by_id["ema-disclosure"]
    assert not {"svr", "gru", "russia", "aivd"} & {*event.actors, *(one.by for one in event.claims)}
    voices = assess(case, event).origins
    assert not any("AIVD" in voice.name for voice in voices)


def test_the_public_learned_of_the_opcw_case_174_days_later(case: Timeline) -> None:
    public = known(case, case.by_id["opcw-operation-disrupted"])
    assert (public.when.text, public.delay) == ("2018-10-04", 174)


# --- What it shows of dates and evidence ----------------------------------------------------------


def test_dates_are_as_uncertain_as_the_record(case: Timeline) -> None:
    dates = [event.date for event in case.events]
    assert any(date.is_set for date in dates)
    assert any(date.is_interval and date.approximate for date in dates)
    assert any(date.uncertain for date in dates)


def test_evidence_is_not_the_same_everywhere(case: Timeline) -> None:
    verdicts = {assess(case, event).evidence for event in case.events}
    assert verdicts == set(Evidence) - {Evidence.UNSOURCED}
