"""Relations, rival dates and origins, as Python prepares them for the page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard import Timeline, load, loads
from dashboard.app.article import article, desk
from dashboard.app.markup import to_markup
from dashboard.app.relations import columns, kinds
from dashboard.figure import draw
from dashboard.figure.relations import links
from dashboard.layout import layout
from dashboard.model import RelationKind
from dashboard.resources import example_case
from dashboard.theme import DARK, LIGHT, RELATION_STROKES, contrast
from tests.layout_cases import dated

CASE = """\
title: T
actors: {us: Us, them: Them}
sources:
  wire: {url: https://wire.example.org/1, publisher: Wire, published: 2020-01-02,
         origin: wire-2020-01-02, quote: Said once.}
  copy: {url: https://copy.example.org/1, publisher: Copy, published: 2020-01-03,
         origin: wire-2020-01-02}
  late: {url: https://late.example.org/1, publisher: Late, published: 2020-02-03,
         quote: Said of two.}
events:
  - id: one
    date: 2020-01-01
    title: "<b>One</b> & only"
    sources: [copy]
    claims:
      - {by: us, says: Later., date: 2020-01-05, sources: [late]}
      - {by: us, says: Earlier., date: 2020-01-02, sources: [wire]}
      - {by: them, stance: denies, says: Never., sources: [late]}
    related:
      - {to: two, kind: no-known-link, note: "No *link* & none <i>shown</i>."}
      - {to: two, kind: leads-to}
  - id: two
    date: 2020-01-09
    title: Two
    related:
      - {to: one, kind: no-known-link, note: Likewise.}
"""


@pytest.fixture(scope="module")
def case() -> Timeline:
    return loads(CASE)


def traces(case: Timeline, role: str, **how: Any) -> list[dict[str, Any]]:
    figure = draw(layout(case), case, **how)
    return [each for each in figure["data"] if each["meta"]["role"] == role]


def test_a_missing_link_stated_from_both_sides_is_one(case: Timeline) -> None:
    assert [(link.start, link.end, link.relation.kind) for link in links(case)] == [
        (0, 1, RelationKind.NO_KNOWN_LINK),
        (0, 1, RelationKind.LEADS_TO),
    ]


def test_kinds_differ_without_colour_and_a_missing_link_is_no_arrow() -> None:
    assert RELATION_STROKES.keys() == set(RelationKind)
    signs = [stroke.sign for stroke in RELATION_STROKES.values()]
    assert len(set(signs)) == len(signs)
    undirected = [kind for kind, stroke in RELATION_STROKES.items() if not stroke.directed]
    assert undirected == [RelationKind.NO_KNOWN_LINK]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_signs_can_be_read_on_every_ground(theme: Any) -> None:
    for stroke in RELATION_STROKES.values():
        for ground in (theme.background, theme.surface, theme.band):
            assert contrast(getattr(theme, stroke.paint), ground) >= 4.5


def test_every_relation_has_a_line_and_a_sign_and_most_a_head(case: Timeline) -> None:
    lines = traces(case, "relation")
    assert sorted(number for line in lines for number in line["customdata"]) == [0, 1]
    (signs,) = traces(case, "relation-sign")
    assert signs["text"] == ["\u2260", "\u2192"]
    (heads,) = traces(case, "relation-head")
    assert heads["customdata"] == [1]
    dotted, solid = (line["line"]["dash"] for line in sorted(lines, key=lambda t: t["customdata"]))
    assert (dotted, solid) == (RELATION_STROKES[RelationKind.NO_KNOWN_LINK].dash, "solid")


def test_a_picture_has_no_relations(case: Timeline) -> None:
    assert not traces(case, "relation-sign", labels="fit")


def test_what_a_sign_tells_is_kind_titles_and_reason_as_text(case: Timeline) -> None:
    found = columns(case)
    assert (found["from"], found["to"]) == ([0, 0], [1, 1])
    lines = found["text"][0].split("<br>")
    assert lines == [
        "&lt;b&gt;One&lt;/b&gt; &amp; only",
        "1 January 2020",
        "<b>\u2260 No known link with</b>",
        "Two",
        "9 January 2020",
        "No link &amp; none &lt;i&gt;shown&lt;/i&gt;.",
        "<i>Click to follow</i>",
    ]


def test_the_key_names_the_kinds_that_occur(case: Timeline) -> None:
    assert [str(item.children[1]) for item in kinds(case)] == ["Leads to", "No known link"]


def test_rival_dates_have_a_mark_each_and_a_line_that_joins_them() -> None:
    case = dated("[2018-10-03,2018-10-08]", "2019-01-01", "[2018-12-01..2018-12-03]", zone="UTC")
    (rivals,), (joined,) = traces(case, "rival"), traces(case, "rival-line")
    day = 86_400_000
    assert rivals["customdata"] == [0, 0]
    assert rivals["x"][1] - rivals["x"][0] == 5 * day
    assert (joined["base"], joined["x"]) == ([rivals["x"][0]], [5 * day])
    assert rivals["meta"]["spread"] == [5 * day, 5 * day]


def test_a_picture_leaves_out_rival_dates_that_cannot_be_told_apart() -> None:
    near = dated("[2018-10-03,2018-10-04]", "1990", "2024", zone="UTC")
    far = dated("[2018-10-03,2018-10-08]", zone="UTC")
    assert traces(near, "rival", labels="fit")[0]["customdata"] == []
    (rivals,) = traces(far, "rival", labels="fit")
    scene = layout(far)
    assert all(y > scene.y(scene.marks[0]) for y in rivals["y"])


def panel(case: Timeline, place: int) -> str:
    return to_markup(article(desk(case), case.events[place]))


def test_sources_stand_with_those_that_repeat_the_same_original(case: Timeline) -> None:
    shown = panel(case, 0)
    assert "One origin: <strong><bdi>Wire, 2 January 2020</bdi></strong>" in shown
    assert 'aria-label="Sources that repeat Wire, 2 January 2020"' in shown
    grouped = shown.index("copy.example.org"), shown.rindex("wire.example.org")
    assert shown.index("One origin") < min(grouped)
    assert max(grouped) < shown.rindex("late.example.org")
    assert shown.count("One origin") == 1


def test_a_disputed_event_says_how_it_is_supported(case: Timeline) -> None:
    shown = panel(case, 0)
    assert "Support: </strong>two independent origins: Wire, Late; one more repeats Wire." in shown
    assert "Support:" not in panel(case, 1)


def test_claims_stand_in_order_of_time_with_their_days_in_a_column(case: Timeline) -> None:
    shown = panel(case, 0)
    assert shown.index("Earlier.") < shown.index("Later.")
    days = [part.split("<")[0] for part in shown.split('class="dl-said">')[1:]]
    assert days == ["2 January 2020", "5 January 2020", "no date given"]


def test_a_quotation_stands_beside_the_only_claim_its_source_is_there_for(case: Timeline) -> None:
    shown = panel(case, 0)
    claims, sources = shown.split("Sources (3)")[0], shown.split("Sources (3)")[1]
    assert "Said once." in claims
    assert "Said once." not in sources
    # A source of two claims cannot be quoted for one of them.
    assert "Said of two." not in claims
    assert "Said of two." in sources


def test_the_case_has_every_sign_that_its_relations_need() -> None:
    case = load(example_case())
    shown = "".join(panel(case, place) for place in range(len(case.events)))
    for kind in {link.relation.kind for link in links(case)}:
        sign = re.escape(RELATION_STROKES[kind].sign)
        assert re.search(rf'<span aria-hidden="true"[^>]*dl-sign[^>]*>{sign}</span>', shown)
