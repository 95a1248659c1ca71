"""Timelines for the tests of reports, and the programs that open what is written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dashboard import Timeline, loads

__all__ = ["HOSTILE", "hostile", "program", "run", "small"]

#: Means something in Markdown, HTML, LaTeX and YAML; ends in letters of other scripts.
HOSTILE = (
    r"\input{x} $a_b^c$ {#&%~} <script>alert(1)</script> **x** [l](javascript:1) ``q`` "
    r"""^[n] [^1] --- ... @me &lt; <!-- | "d" Ж π 中 !"""
)

#: Blocks of every kind, deeper than any format nests.
PROSE = """

- a
- b
  - c
    - d
      - e
        - f
          - g

1. one
2. two

> quoted
> > twice

```
  typed \\end{verbatim} {

 x
```

***

# Heading

[here](https://b.example/%5E?a=1&b=2#c) **bold *both* bold** `code`\\
broken ![seen](https://b.example/x.png)
"""

ADDRESS = "https://a.example/p_a-th/%7Ex?q=$1&b={x}^|\\~#fr#ag<\">[1]`'é"


def hostile() -> Timeline:
    """A timeline in which every field that takes any text holds :data:`HOSTILE`."""
    said: list[dict[str, Any]] = [
        {"by": "k", "stance": stance, "says": HOSTILE, "number": f"{n} {HOSTILE[:40]}",
         "sources": ["s"]}
        for n, stance in enumerate(("asserts", "denies", "doubts", "confirms", "retracts"))
    ]  # fmt: skip

    def event(key: str, other: str) -> dict[str, Any]:
        return {
            "id": key,
            "date": "2020-01-02",
            "title": f"{HOSTILE} {key}",
            "summary": HOSTILE + PROSE,
            "category": "c",
            "actors": ["k"],
            "place": {"name": HOSTILE, "lat": -1.5, "lon": -2.25},
            "claims": said,
            "sources": ["s"],
            "related": [{"to": other, "kind": "no-known-link", "note": HOSTILE, "sources": ["s"]}],
            "media": [{"image": "x.png", "alt": HOSTILE, "caption": HOSTILE, "credit": HOSTILE}],
            "tags": [HOSTILE],
            "corrections": [{"date": "2021", "note": HOSTILE + PROSE}],
        }

    source = {
        "url": ADDRESS,
        "archived": "http://[::1]/x",
        "language": HOSTILE,
        "published": "2020",
        **dict.fromkeys(("title", "publisher", "kind", "reliability", "quote", "note"), HOSTILE),
    }
    document = {
        "title": HOSTILE,
        "summary": HOSTILE,
        "edition": {"date": "2020", **dict.fromkeys(("version", "author", "licence"), HOSTILE)},
        "categories": {"c": {"label": HOSTILE}},
        "actors": {"k": {"name": HOSTILE, "short": f"K {HOSTILE}"}},
        "sources": {"s": source},
        "events": [event("one", "two"), event("two", "one")],
    }
    return loads(json.dumps(document))


def small() -> Timeline:
    """Two events of which one has no month, with an address, rival numbers and a spare source."""
    return loads(
        """\
title: A small case
timezone: Europe/Amsterdam
edition: {version: "2", date: 2021-05, author: A. Writer, url: https://example.org/case}
actors:
  police: {name: The police, kind: police}
  union: {name: The union}
sources:
  one: {url: https://example.org/1, title: First, published: 2020-03-05, language: nl,
    quote: Zeventien mensen.}
  two: {url: https://example.org/2, publisher: Paper, archived: https://archive.example/2}
  spare: {url: https://example.org/3, publisher: Nobody cites it}
events:
  - id: march
    date: 2020
    title: A march
    summary: It **rained**.
    claims:
      - {by: police, says: Counts few., number: 17 people, date: 2020-03-05, sources: [one]}
      - {by: union, stance: denies, says: Counts more., number: 1700 people, sources: [two]}
    sources: [two]
    related: [{to: vote, kind: no-known-link, note: Nobody has shown one., sources: [two]}]
    corrections: [{date: 2021-01-20, note: The day was wrong.}]
  - id: vote
    date: 2020-06-01T10:30
    title: A vote
    known: 2020-07-01
    source: https://example.org/2#vote
"""
    )


def program(name: str, package: str) -> str:
    """The path of a program; skips the test where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name} (on Debian: apt-get install {package})")
    return found


def run(*words: str | Path, stdin: str | None = None, folder: Path | None = None) -> str:
    """Run a program to its end and give what it printed; fails with its words if it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        input=stdin,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, f"{words[0]}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout
