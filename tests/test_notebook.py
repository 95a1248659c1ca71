"""A timeline in notebooks and documents."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard import load, loads
from dashboard.resources import example_case
from tests.browser import Visitor
from tests.reader import MARKS

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"


def shown(text: str) -> dict[str, str]:
    return loads(text)._repr_mimebundle_(exclude=["text/html"])


def test_the_list_has_dates_and_links_and_nothing_internal() -> None:
    forms = shown(
        "title: A *b*\nevents:\n"
        "- {date: 2018-04, title: 'One <b>', source: 'https://example.org/a(1)'}\n"
        "- {date: 2020, title: Secret, visibility: internal}\n"
    )
    assert sorted(forms) == ["text/markdown", "text/plain"]
    assert r"**A \*b\***" in forms["text/markdown"]
    assert r"- **April 2018**: One \<b\>" in forms["text/markdown"]
    assert "(<https://example.org/a(1)>)" in forms["text/markdown"]
    assert "April 2018  One <b>" in forms["text/plain"]
    assert "Secret" not in str(forms)


def test_only_what_is_wanted_is_made() -> None:
    assert list(load(example_case())._repr_mimebundle_(include=["text/plain"])) == ["text/plain"]


@pytest.mark.parametrize(
    ("form", "forms"),
    [
        ("html", {"text/markdown", "text/plain"}),
        ("pdf", {"image/png", "text/markdown", "text/plain"}),
    ],
)
def test_a_document_takes_the_picture(
    form: str, forms: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "info.json"
    told.write_text(json.dumps({"format": {"identifier": {"base-format": form}}}))
    monkeypatch.setenv("QUARTO_EXECUTE_INFO", str(told))
    made = shown("title: A\nevents: [{date: 2020, title: One}]")
    assert made.keys() == forms
    if "image/png" in forms:
        assert base64.b64decode(made["image/png"]).startswith(b"\x89PNG")


def test_without_a_browser_a_document_takes_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PICTURES", "1")
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    made = shown("title: A\nevents: [{date: 2020, title: One}]")
    assert made.keys() == {"text/markdown", "text/plain"}


def test_two_in_a_notebook_draw_and_open_apart(tmp_path: Path, open_page: Visitor) -> None:
    cell = load(example_case())._repr_mimebundle_(include=["text/html"])["text/html"]
    (tmp_path / "n.html").write_text(f'<!doctype html><meta charset="utf-8">{cell}{cell}')
    page = open_page((tmp_path / "n.html").as_uri(), width=900, height=1300)
    one, two = (page.frame_locator(f"iframe >> nth={n}") for n in (0, 1))
    for frame in (one, two):
        expect(frame.locator("html[data-embed][data-ready]")).to_have_count(1, timeout=30_000)
        expect(frame.locator(MARKS).first).to_be_visible()
    page.frames[1].evaluate("() => dateline.go({event: 'ema-disclosure'})")
    expect(one.locator("#panel-body h2")).to_contain_text("EMA discloses")
    expect(two.locator("#panel.is-open")).to_have_count(0)


def test_the_example_page_for_quarto_runs(tmp_path: Path) -> None:
    shutil.copy(example_case(), tmp_path / "events.yaml")
    shutil.copy(EXAMPLES / "report.qmd", tmp_path)
    quarto = shutil.which("quarto")
    if quarto is None:
        pytest.skip("Quarto is not installed")
    subprocess.run([quarto, "render", "report.qmd", "--to", "html"], cwd=tmp_path, check=True)
    assert "srcdoc=" in (tmp_path / "report.html").read_text(encoding="utf-8")


class _Frames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sandboxes: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.sandboxes.append(dict(attrs)["sandbox"])


def test_the_example_notebook_runs(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbclient and ipykernel are not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient and ipykernel are not installed")
    pytest.importorskip("ipykernel", reason="nbclient and ipykernel are not installed")
    shutil.copy(example_case(), tmp_path / "events.yaml")
    notebook = nbformat.read(EXAMPLES / "notebook.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    data = code[0].outputs[0].data
    assert {"text/html", "text/markdown", "text/plain"} <= data.keys()
    frames = _Frames()
    frames.feed(data["text/html"])
    assert len(frames.sandboxes) == 1
    assert "allow-same-origin" not in str(frames.sandboxes)
    assert "svr-network-exposed" in code[1].outputs[0].data["text/plain"]
