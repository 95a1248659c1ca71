"""Reports opened by the programs that they are written for."""

from __future__ import annotations

import io
import json
import random
import re
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from docx.shared import Mm

from dashboard import Timeline, load, report
from dashboard.outputs import Wanted, target_for
from dashboard.report import markdown
from dashboard.report.compose import compose
from dashboard.resources import example_case
from tests.report_cases import HOSTILE, hostile, program, run, small
from tests.test_report import PIECES


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case())


def squeezed(text: str) -> str:
    """A text without what a program breaks lines, joins letters or curls quotation marks with."""
    curled = str.maketrans("“”‘’\u00ad", "\"\"''\u00ad", "\u00ad")
    joined = text.translate(curled).replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e]", "", joined)


# --- pandoc ---------------------------------------------------------------------------------------


def notes_of(document: str | Path, form: str) -> int:
    """How many footnotes pandoc finds."""
    tree = run(program("pandoc", "pandoc"), "-f", form, "-t", "json", document)
    return tree.count('{"t":"Note"')


@pytest.mark.parametrize("to", ["docx", "html", "plain", "latex"])
def test_pandoc_reads_the_markdown_without_a_warning(
    to: str, case: Timeline, tmp_path: Path
) -> None:
    pandoc = program("pandoc", "pandoc")
    for name, timeline in (("case", case), ("hostile", hostile())):
        written = tmp_path / f"{name}.md"
        written.write_text(report.to_markdown(timeline), encoding="utf-8")
        out = tmp_path / f"{name}.{to}"
        run(pandoc, "--fail-if-warnings", "-s", written, "-t", to, "-o", out)
        assert out.stat().st_size > 1000
    if to == "docx":
        assert notes_of(tmp_path / "case.docx", "docx") == 140


def test_pandoc_finds_every_source_once(case: Timeline, tmp_path: Path) -> None:
    written = tmp_path / "case.md"
    written.write_text(report.to_markdown(case), encoding="utf-8")
    assert notes_of(written, "markdown") == 140


def test_github_finds_every_source_once(case: Timeline) -> None:
    # The parser that GitHub runs.
    github = pytest.importorskip("cmarkgfm", reason="needs cmarkgfm (pip install cmarkgfm)")
    options = github.cmark.Options.CMARK_OPT_FOOTNOTES
    page = github.github_flavored_markdown_to_html(report.to_markdown(case), options)
    assert page.count('class="footnote-ref"') == 140
    assert page.count('<li id="fn') == 140
    assert "[^" not in page


@pytest.mark.parametrize("form", ["markdown", "gfm", "commonmark_x"])
def test_any_text_stays_text_for_pandoc(form: str) -> None:
    pandoc = program("pandoc", "pandoc")
    chance = random.Random(7)
    made = ("".join(chance.choices(PIECES, k=chance.randint(1, 9))) for _ in range(1000))
    texts = [text for text in (" ".join(text.split()) for text in made) if text]
    written = "\n\n".join(markdown.text(text, start=True) for text in texts)
    blocks = json.loads(run(pandoc, "-f", form, "-t", "json", stdin=written))["blocks"]
    assert len(blocks) == len(texts)
    for block, text in zip(blocks, texts, strict=True):
        assert block["t"] == "Para", text
        # Pandoc's own quotation marks are turned back; it may drop a blank at their side.
        assert squeezed(_words(block["c"])) == squeezed(text)


def _words(inlines: list[dict[str, Any]]) -> str:
    parts = []
    for inline in inlines:
        match inline["t"]:
            case "Str":
                parts.append(inline["c"])
            case "Space" | "SoftBreak":
                parts.append(" ")
            case "Quoted":
                mark = '"' if inline["c"][0]["t"] == "DoubleQuote" else "'"
                parts.append(f"{mark}{_words(inline['c'][1])}{mark}")
            case "Link":
                # GitHub makes links of bare addresses.
                assert unquote(inline["c"][2][0]).startswith(("http", "mailto"))
                parts.append(_words(inline["c"][1]))
            case other:
                pytest.fail(f"{other} was no text: {inline}")
    return "".join(parts)


# --- LibreOffice ----------------------------------------------------------------------------------


def pages_of(timeline: Timeline, folder: Path) -> str:
    """The text of a Word report as LibreOffice prints it."""
    office = program("soffice", "libreoffice-writer")
    to_text = program("pdftotext", "poppler-utils")
    (folder / "t.docx").write_bytes(report.to_docx(timeline))
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    run(office, home, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "t.docx")
    return run(to_text, "-layout", folder / "t.pdf", "-")


def test_libreoffice_prints_the_word_report(case: Timeline, tmp_path: Path) -> None:
    printed = squeezed(pages_of(case, tmp_path))
    told = compose(case)
    for entry in told.entries:
        assert squeezed(entry.title) in printed
    for note in told.notes:
        # An address may be cut where a page ends, between foot and head.
        assert squeezed(note.address)[:60] in printed or squeezed(note.address)[-40:] in printed
    assert squeezed(told.line) in printed


def test_libreoffice_prints_hostile_texts(tmp_path: Path) -> None:
    printed = squeezed(pages_of(hostile(), tmp_path))
    assert printed.count(squeezed(r"\input{x} $a_b^c$ {#&%~} <script>alert(1)</script>")) > 20


# --- LaTeX ----------------------------------------------------------------------------------------

ENGINES = {
    "pdflatex": "texlive-latex-recommended",
    "lualatex": "texlive-luatex",
    "xelatex": "texlive-xetex",
}


def compiled(engine: str, text: str, folder: Path, times: int = 2) -> tuple[str, str]:
    """The text of a document and the addresses it links to."""
    tex, to_text = program(engine, ENGINES[engine]), program("pdftotext", "poppler-utils")
    info = program("pdfinfo", "poppler-utils")
    (folder / "t.tex").write_text(text, encoding="utf-8")
    for _ in range(times):
        # The second time puts in the numbers of notes that are referred to.
        run(tex, "-interaction=nonstopmode", "-halt-on-error", "t.tex", folder=folder)
    log = (folder / "t.log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    assert times == 1 or "There were undefined references" not in log
    printed = run(to_text, "-layout", folder / "t.pdf", "-")
    return printed, run(info, "-url", folder / "t.pdf")


@pytest.mark.parametrize("engine", ENGINES)
def test_latex_compiles(engine: str, case: Timeline, tmp_path: Path) -> None:
    printed, urls = compiled(engine, report.to_latex(case), tmp_path)
    told = compose(case)
    for entry in told.entries:
        assert squeezed(entry.title) in squeezed(printed)
    linked = {unquote(url) for url in re.findall(r"https?://\S+", urls)}
    assert {unquote(note.address) for note in told.notes} <= linked


@pytest.mark.parametrize("engine", ENGINES)
def test_latex_prints_hostile_texts(engine: str, tmp_path: Path) -> None:
    printed, _ = compiled(engine, report.to_latex(hostile()), tmp_path, times=1)
    start = HOSTILE.partition("``q``")[0]
    assert squeezed(printed).count(squeezed(start)) > 20
    # A letter that the font does not have is printed as its number.
    assert "中" in printed or "[U+4E2D]" in printed


# --- The chart ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "beside", "shown"),
    [
        ("t.md", "t-chart.svg", b"](t-chart.svg)"),
        ("t.tex", "t-chart.pdf", b"\\detokenize{t-chart.pdf}"),
        ("t.fragment.html", None, b'<img src="data:image/svg+xml;base64,'),
        ("t.docx", None, b"PK"),
    ],
)
def test_a_picture_stands_at_the_top(name: str, beside: str | None, shown: bytes) -> None:
    pytest.importorskip("kaleido", reason="needs the extra images")
    timeline = small()
    made = target_for(PurePath(name)).make(timeline, Wanted(name, {"picture": True}))
    assert set(made.files) == {name, beside} - {None}
    assert shown in made.files[name]
    if name == "t.docx":
        opened = docx.Document(io.BytesIO(made.files[name]))
        (shape,) = opened.inline_shapes
        assert "Chart of 2 events" in shape._inline.docPr.get("descr", "")
        assert shape.height <= Mm(210)
