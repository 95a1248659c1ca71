"""How long loading takes beside a bare walk over the same file's YAML events.

Run it from the top folder: ``python tests/bench_load.py``. The walk is the least that any reader
must do; loading and checking ten thousand events may take three times as long.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs hide it

from dashboard import load

EVENTS = 10_000
ROUNDS = 3


def sample(events: int = EVENTS, seed: int = 1) -> str:
    """Write a file with two sources and two claims for each event, the same for each seed."""
    rng = random.Random(seed)
    stances = ("asserts", "confirms", "denies", "doubts")
    lines = ["title: Bench", "timezone: Europe/Amsterdam", "categories:"]
    lines += [f"  kind-{n}: {{label: Kind {n}}}" for n in range(8)]
    lines += ["actors:"]
    lines += [f"  actor-{n}: {{name: Actor number {n}, country: NL}}" for n in range(50)]
    lines += ["sources:"]
    days = [date(1990, 1, 1) + timedelta(days=rng.randrange(12_000)) for _ in range(events)]
    for number, day in enumerate(days):
        for copy in range(2):
            lines += [
                f"  source-{number}-{copy}:",
                f"    url: https://example.org/{number}/{copy}",
                f"    title: {json.dumps(f'Report {number}: what is said')}",
                f"    publisher: Paper {rng.randrange(40)}",
                f"    published: {day + timedelta(days=copy)}",
                "    language: en",
            ]
    lines += ["events:"]
    for number, day in enumerate(days):
        first, second = rng.sample(range(50), 2)
        own = [f"source-{number}-0", f"source-{number}-1"]
        lines += [
            f"  - id: event-{number}",
            f"    date: {day}",
            f"    title: Something happened for the {number}th time",
            "    summary: >-",
            "      A sentence about what happened, with who said so.",
            "      And a second one that says what is not known.",
            f"    category: kind-{number % 8}",
            f"    importance: {rng.randrange(1, 6)}",
            f"    actors: [actor-{number % 50}, actor-{first}]",
            "    place: {name: The Hague, lat: 52.080, lon: 4.313}",
            "    claims:",
            f"      - {{by: actor-{first}, stance: asserts, says: It happened, date: {day},"
            f" sources: [{own[0]}]}}",
            f"      - {{by: actor-{second}, stance: {rng.choice(stances)}, says: Not so,"
            f" date: {day}, sources: [{own[1]}]}}",
            f"    sources: [{', '.join(own)}]",
            f"    tags: [tag-{number % 20}]",
        ]
    return "\n".join(lines) + "\n"


def walk(path: Path) -> None:
    """Take every YAML event of a file, and nothing else."""
    with path.open("rb") as file:
        parser = CParser(file.read())
    try:
        while parser.check_event():
            parser.get_event()
    finally:
        parser.dispose()


def seconds(task: Callable[[], object]) -> float:
    """The processor time that a task takes; other programs on the machine do not count."""
    gc.collect()
    start = time.process_time()
    task()
    return time.process_time() - start


def main() -> None:
    """Print both times, their ratio and the memory in use at the most."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.yaml"
        path.write_text(sample(), encoding="utf-8")
        # In turn, so that a slower spell of the machine meets both; noise only ever adds.
        rounds = [(seconds(lambda: walk(path)), seconds(lambda: load(path))) for _ in range(ROUNDS)]
        walked, loaded = (min(times) for times in zip(*rounds, strict=True))
        megabytes = path.stat().st_size / 1e6
    factor = 1e6 if sys.platform == "darwin" else 1e3
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / factor
    print(f"{EVENTS:,} events, {2 * EVENTS:,} sources, {megabytes:.1f} MB")
    print(f"walk  {walked:6.2f} s")
    print(f"load  {loaded:6.2f} s   {loaded / walked:.2f} times the walk (at most 3)")
    print(f"peak memory {memory:.0f} MB (at most 300)")


if __name__ == "__main__":
    main()
