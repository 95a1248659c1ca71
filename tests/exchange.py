"""What tests of other tools' files share: reading one, samples, and timelines of all kinds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from dashboard import Timeline, loads
from dashboard.formats.collect import Collector
from dashboard.formats.draft import Draft, Foreign, Importer
from dashboard.formats.yaml_writer import to_yaml
from dashboard.problems import Problem

#: Files of other tools lie beside the project where somebody put them; none of them is ours.
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


def sample(folder: str, name: str) -> Path:
    """A file of another tool; without it the test is skipped."""
    path = SAMPLES / folder / name
    if not path.is_file():
        pytest.skip(f"the sample {folder}/{name} is not on this machine")
    return path


def imported(
    importer: Importer, name: str, data: bytes | str, **options: Any
) -> tuple[Draft | None, tuple[Problem, ...]]:
    """What an importer makes of a file, and what it says about it."""
    foreign = Foreign(name, data.encode() if isinstance(data, str) else data, **options)
    problems = Collector(name)
    draft = importer.read(foreign, problems)
    return draft, tuple(problems.problems)


def loaded(draft: Draft | None) -> Timeline:
    """The timeline of a draft: every draft must be a file that loads."""
    assert draft is not None
    return loads(to_yaml(draft.document, draft.comments))


def brought(importer: Importer, name: str, data: bytes | str, **options: Any) -> Timeline:
    """The timeline of a foreign file."""
    return loaded(imported(importer, name, data, **options)[0])


def words(problems: tuple[Problem, ...]) -> str:
    """All problems as one text."""
    return "\n".join(f"{problem} @ {problem.path}" for problem in problems)


# --- Timelines ------------------------------------------------------------------------------------

#: Every form of a date: exact and vague, open, one of several, with and without a zone.
DATES = (
    "2018",
    "2018-04",
    "2018-04~",
    "2018-04-13",
    "2018-04-13?",
    "201X",
    "2018-22",
    "2018-04-10/2018-04-13",
    "2018-04-13/..",
    "../2020",
    "[2018-10-03,2018-10-04]",
    "2018-04-13T16:30",
    "2018-04-13T16:30:05Z",
    "2018-04-13T16:30:05.123+02:00",
    "2018-04-13T16:30/2018-04-13T18:00",
    "-0044-03-15",
)

#: Texts in which something would go wrong if anything could: formulas, Markdown, HTML, quotes.
TRAPS = (
    "=1+1",
    "'=x",
    "-5",
    "@home",
    "<script>alert(1)</script>",
    "a, b; c\td",
    'say "no"',
    "[x](https://example.org/)",
    "When: never [2018]",
    "naïve ☃ 😀",
    "null",
)

_LINES = st.one_of(
    st.sampled_from(TRAPS),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=30
    ),
)
_PROSE = st.lists(_LINES, min_size=1, max_size=3).map("\n\n".join)


def _optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _degrees(most: int) -> st.SearchStrategy[float]:
    # Ten metres are exact enough for any place.
    return st.floats(-most, most).map(lambda number: round(number, 4))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A file with one to three events that use whatever a file may use."""
    names = ("aivd", "gru")
    sources = {
        f"source-{number}": {
            "url": f"https://example.org/{number}",
            **draw(_optional(title=_LINES, publisher=_LINES, quote=_PROSE, note=_PROSE)),
            **draw(_optional(published=st.sampled_from(DATES[:4]), language=st.just("nl"))),
        }
        for number in range(2)
    }
    some = st.lists(st.sampled_from(tuple(sources)), unique=True)
    claims = st.fixed_dictionaries(
        {"by": st.sampled_from(names), "says": _PROSE, "sources": some},
        optional={
            "stance": st.sampled_from(("asserts", "confirms", "denies", "doubts", "retracts")),
            "date": st.sampled_from(DATES),
        },
    )
    place = st.fixed_dictionaries({"name": _LINES}) | st.fixed_dictionaries(
        {"name": _LINES, "lat": _degrees(90), "lon": _degrees(180)}
    )
    event = st.fixed_dictionaries(
        {"date": st.sampled_from(DATES), "title": _LINES},
        optional={
            "summary": _PROSE,
            "known": st.sampled_from(DATES),
            "category": st.sampled_from(("expulsion", "press")),
            "importance": st.integers(1, 5),
            "actors": st.lists(st.sampled_from(names), unique=True),
            "place": place,
            "claims": st.lists(claims, max_size=2),
            "sources": some,
            "tags": st.lists(_LINES, unique=True, max_size=2),
            "corrections": st.lists(
                st.fixed_dictionaries({"date": st.just("2021-01-20"), "note": _PROSE}), max_size=1
            ),
        },
    )
    events = [{"id": f"event-{n}", **draw(event)} for n in range(draw(st.integers(1, 3)))]
    kinds = st.sampled_from(("response-to", "part-of", "leads-to", "no-known-link"))
    for entry in events[1:]:
        if draw(st.booleans()):
            link = {"to": "event-0", "kind": draw(kinds), **draw(_optional(note=_PROSE))}
            entry["related"] = [{**link, "sources": draw(some)}]
    edition = {"version": "1.2", "author": "A. Writer", "url": "https://example.org/case"}
    return {
        "title": draw(_LINES),
        **draw(_optional(summary=_PROSE, timezone=st.just("Europe/Amsterdam"))),
        **draw(
            _optional(
                edition=st.just({**edition, "date": "2026-11-24"}), story=st.just(["event-0"])
            )
        ),
        "categories": {
            "expulsion": {"label": "Expulsions", "color": "#D55E00"},
            "press": {"label": "Press"},
        },
        "actors": {
            "aivd": {
                "name": "General Intelligence",
                "short": "AIVD",
                "kind": "agency",
                "country": "NL",
            },
            "gru": {"name": "GRU"},
        },
        "sources": sources,
        "events": events,
    }


def timeline_of(document: Mapping[str, Any]) -> Timeline:
    """The timeline that a document is the file of."""
    return loads(to_yaml(document))
