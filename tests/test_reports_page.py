"""The page about reports: what it shows is run as it stands, where the programs can be had."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from dashboard.resources import example_case
from tests.doors import DATELINE
from tests.report_cases import run

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reports.md"

#: Language and text of every block, with the heading above it.
BLOCKS = [
    (heading, language, block)
    for heading, section in re.findall(
        r"^## (.+)\n((?:(?!^## ).*\n?)*)", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
]


def test_the_page_has_blocks_of_at_most_five_lines() -> None:
    assert len(BLOCKS) >= 6
    assert all(len(block.splitlines()) <= 5 for _, _, block in BLOCKS)


@pytest.mark.parametrize(
    ("language", "block"),
    [block[1:] for block in BLOCKS],
    ids=[heading.replace(" ", "-") for heading, *_ in BLOCKS],
)
def test_the_lines_run(language: str, block: str, tmp_path: Path) -> None:
    shutil.copy(example_case(), tmp_path / "events.yaml")
    if language == "python":
        if importlib.util.find_spec("IPython") is None:
            pytest.skip("needs IPython (pip install ipython)")
        run(sys.executable, "-c", block, folder=tmp_path)
        return
    lines = [shlex.split(line) for line in block.splitlines()]
    for command in {words[0] for words in lines} - {"dateline"}:
        if shutil.which(command) is None:
            pytest.skip(f"needs {command}")
    for words in lines:
        before = set(tmp_path.iterdir())
        program = [*DATELINE] if words[0] == "dateline" else [words[0]]
        more = []
        if words[0] == "soffice":
            more = [f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"]
        if words[0].endswith("latex"):
            more = ["-interaction=nonstopmode", "-halt-on-error"]
        run(*program, *more, *words[1:], folder=tmp_path)
        assert set(tmp_path.iterdir()) > before or words[0].endswith("latex")
