"""What ``docs/formats.md`` says about kinds of file is what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dashboard import loads
from dashboard.cli.importing import import_
from dashboard.formats.convert import convert
from dashboard.formats.draft import Foreign
from dashboard.formats.foreign import IMPORTERS
from dashboard.outputs import TARGETS, ask

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
#: Real files of other tools; they are not part of the distribution.
SAMPLES = ROOT.parent / "shared/samples"

#: Folder of a tool, and the end of a sample's name, as the table of counts has them.
TOOLS = {
    "markwhen": "markwhen",
    "MISP": "misp",
    "STIX": "stix",
    "TimelineJS": "timelinejs",
    "Timesketch": "timesketch",
    "vis-timeline": "vis",
}


def rows(section: str) -> list[list[str]]:
    """The rows of the first table of a section."""
    part = TEXT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert table is not None
    lines = table[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_kind_that_can_be_read_is_listed_in_its_order() -> None:
    listed = [row[0].strip("`") for row in rows("In")]
    assert sorted(listed) == sorted(importer.name for importer in IMPORTERS)


def test_every_kind_that_can_be_written_is_listed_in_its_order() -> None:
    assert [row[0].strip("`") for row in rows("Out")] == [ask(target) for target in TARGETS]


def test_every_option_of_import_is_listed() -> None:
    names = {name for option in import_.params for name in option.opts if name.startswith("-")}
    assert names <= set(re.findall(r"`(-[-\w]+)`", TEXT))


def test_the_example_of_json_can_be_read() -> None:
    example = re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    assert loads(example[1], suffix=".json").events[0].title == "One"
    assert json.loads(example[1])["dateline"] == 1


def counted(tool: str, sample: str) -> list[str]:
    """What becomes of a sample: entries, events and warnings, as the table has them."""
    (path,) = (path for path in (SAMPLES / TOOLS[tool]).iterdir() if path.name.endswith(sample))
    done = convert(Foreign(path.name, path.read_bytes()))
    warnings = sum(not problem.is_error for problem in done.left)
    if done.timeline is None:
        assert any(problem.is_error and problem.hint for problem in done.left)
        return ["–", "explained", str(warnings)]
    assert not any(problem.is_error for problem in done.problems)
    return [str(done.entries), str(len(done.timeline.events)), str(warnings)]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of other tools are not here")
@pytest.mark.parametrize("row", rows("Counts"), ids=lambda row: row[1].strip("`"))
def test_counts_are_those_of_the_import(row: list[str]) -> None:
    tool, sample, *numbers = row
    assert numbers == counted(tool, sample.strip("`"))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of other tools are not here")
def test_every_sample_is_counted() -> None:
    listed = [(TOOLS[row[0]], row[1].strip("`")) for row in rows("Counts")]
    for path in SAMPLES.glob("*/*"):
        fits = [
            name for tool, name in listed if path.parent.name == tool and path.name.endswith(name)
        ]
        assert len(fits) == 1, path.name
