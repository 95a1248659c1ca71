"""What a report says, and that each format says all of it and nothing else."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path, PurePath

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dashboard import Timeline, load, prose, report
from dashboard.citation import data_hash, imprint
from dashboard.outputs import Wanted, target_for
from dashboard.report import markdown, tex
from dashboard.report.clean import clean, language, line
from dashboard.report.compose import compose
from dashboard.report.content import Cited, Entry, Report
from dashboard.resources import example_case
from tests.report_cases import HOSTILE, hostile, small

FORMS: dict[str, Callable[[Timeline], str | bytes]] = {
    "md": report.to_markdown,
    "tex": report.to_latex,
    "fragment": report.to_fragment,
    "docx": report.to_docx,
}


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case())


@pytest.fixture(scope="module")
def told(case: Timeline) -> Report:
    return compose(case)


@pytest.fixture(scope="module")
def document(case: Timeline) -> bytes:
    return report.to_docx(case)


def cited(entry: Entry) -> Iterator[Cited]:
    """Where sources are cited, in the order in which renderers write them."""
    for group in entry.groups:
        for account in group.accounts:
            yield from account.cited
    for voice in entry.voices:
        yield from voice.cited
    for tie in entry.ties:
        yield from tie.cited


def bytes_of(form: str, timeline: Timeline) -> bytes:
    made = FORMS[form](timeline)
    return made.encode() if isinstance(made, str) else made


def words_of(form: str, timeline: Timeline) -> bytes:
    """The bytes in which texts can be looked for: those of the parts, for Word."""
    made = bytes_of(form, timeline)
    if form != "docx":
        return made
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return b"".join(package.read(name) for name in package.namelist())


# --- What is said ---------------------------------------------------------------------------------


def test_nothing_of_the_shipped_case_is_missing(case: Timeline, told: Report) -> None:
    assert [entry.id for entry in told.entries] == [event.id for event in case.events]
    accounts = [a for e in told.entries for g in e.groups for a in g.accounts]
    assert len(accounts) == sum(len(event.claims) for event in case.events) == 88
    assert {note.address for note in told.notes} == {s.url for s in case.sources.values()}
    assert (len(told.entries), len(told.notes), len(told.further)) == (40, 140, 0)


def test_sources_are_numbered_once_in_the_order_of_the_text(told: Report) -> None:
    places = [one for entry in told.entries for one in cited(entry)]
    firsts = [one.note.number for one in places if one.first]
    assert firsts == list(range(1, len(told.notes) + 1))
    seen: set[int] = set()
    for one in places:
        assert one.first == (one.note.number not in seen)
        seen.add(one.note.number)


def test_every_quotation_is_told_once_beside_its_claim_or_in_its_note(
    case: Timeline, told: Report
) -> None:
    beside = [
        words.text
        for entry in told.entries
        for group in entry.groups
        for account in group.accounts
        for words in account.quotations
    ]
    noted = [note.quote for note in told.notes if note.quote]
    printed = [line(source.quote) for source in case.sources.values() if source.quote]
    assert Counter(beside + noted) == Counter(printed)
    assert beside
    assert noted


def test_the_small_case_in_full() -> None:
    told = compose(small())
    march, vote = told.entries
    assert [(year.name, [m.name for m in year.months]) for year in told.years] == [
        ("2020", [None, "June 2020"])
    ]
    assert march.date == "2020"
    assert vote.date == "1 June 2020, 10:30 CEST"
    assert march.evidence == "Disputed"
    assert march.reason == "denied by The union; asserted by The police"
    assert vote.public == "1 July 2020, 30 days later"
    assert [account.by for group in march.groups for account in group.accounts] == [
        "The police, 5 March 2020 (17 people)",
        "The union (1700 people)",
    ]
    assert [(row.name, row.text) for row in march.contested] == [
        ("How many people", "17 (The police) ≠ 1700 (The union)")
    ]
    assert [(note.number, note.name) for note in told.further] == [(4, "Nobody cites it")]
    assert march.link == "https://example.org/case#event=march"
    assert "2 events in 2020, with 2 claims by 2 actors and 4 sources" in told.introduction
    assert "1 is disputed and 1 rests on a single source" in told.introduction
    assert "those of Europe/Amsterdam" in told.introduction


def test_that_there_is_no_known_link_is_told_on_both_sides_with_its_reason() -> None:
    march, vote = compose(small()).entries
    for entry, other in ((march, "A vote"), (vote, "A march")):
        (tie,) = entry.ties
        assert (tie.kind, tie.title) == ("No known link with", other)
        assert tie.reason == prose.parse("Nobody has shown one.")
        assert [one.note.name for one in tie.cited] == ["Paper"]


def test_an_empty_timeline_is_a_report_too() -> None:
    empty = small().model_copy(update={"events": (), "sources": {}})
    assert compose(empty).introduction == "This chronology holds no events."
    for form in FORMS:
        assert bytes_of(form, empty)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\0b\x1bc\ud800d\ufffee", "a\ufffdb\ufffdc\ufffdd\ufffde"),
        ("tab\tand\nline", "tab and line"),
        ("turned \u202ehere", "turned \u202ehere\u202c"),
        ("isolated \u2067here", "isolated \u2067here\u2069"),
        ("closed \u202bhere\u202c", "closed \u202bhere\u202c"),
    ],
    ids=["control", "blank", "override", "isolate", "closed"],
)
def test_what_no_document_can_hold_is_marked(text: str, cleaned: str) -> None:
    assert line(text) == cleaned
    assert clean(cleaned) == cleaned


# --- In every format ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_internal_events_do_not_arrive(form: str) -> None:
    from dashboard import loads

    secret = loads(
        "title: A case\nevents:\n"
        "  - {date: 2020, title: Open, source: https://example.org/open}\n"
        "  - {date: 2021, title: Quetzal, source: https://example.org/quetzal, tags: [quetzal],\n"
        "     visibility: internal}\n"
    )
    made = words_of(form, secret)
    assert b"example.org/open" in made
    assert b"uetzal" not in made


@pytest.mark.parametrize("form", FORMS)
def test_every_format_carries_imprint_and_permanent_links(form: str) -> None:
    timeline = small()
    made = words_of(form, timeline).decode(errors="replace").replace("\\#", "#")
    assert data_hash(timeline) in made
    assert "A. Writer" in made.replace("A\\.", "A.")
    for event in timeline.events:
        assert f"https://example.org/case#event={event.id}" in made
    if form != "md":
        assert imprint(timeline) in made


def test_the_same_timeline_gives_the_same_bytes() -> None:
    code = (
        "import hashlib\n"
        "from dashboard import load, report\n"
        "from dashboard.resources import example_case\n"
        "t = load(example_case())\n"
        "for f in (report.to_markdown, report.to_latex, report.to_fragment, report.to_docx):\n"
        "    made = f(t)\n"
        "    made = made.encode() if isinstance(made, str) else made\n"
        "    print(hashlib.sha256(made).hexdigest())\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            cwd=Path(__file__).resolve().parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    timeline = load(example_case())
    here = [hashlib.sha256(bytes_of(form, timeline)).hexdigest() for form in FORMS]
    assert printed.pop().split() == here


@pytest.mark.parametrize(
    ("path", "name", "form"),
    [("t.md", None, "md"), ("t.docx", None, "docx"), ("t.tex", None, "tex"),
     ("t.html", "fragment", "fragment"), ("t.fragment.html", None, "fragment")],
)  # fmt: skip
def test_the_table_of_outputs_leads_here(path: str, name: str | None, form: str) -> None:
    timeline = hostile()
    made = target_for(PurePath(path), name).make(timeline, Wanted(path))
    assert dict(made.files) == {path: bytes_of(form, timeline)}
    assert made.losses == ("2 pictures of events are described, not shown",)


def test_a_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.output import OutputError

    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(OutputError, match=r"pip install 'dateline\[office\]'"):
        target_for(PurePath("t.docx")).make(small(), Wanted("t.docx"))


# --- Markdown -------------------------------------------------------------------------------------


def test_markdown_counts(case: Timeline, told: Report) -> None:
    text = report.to_markdown(case)
    body, _, _ = text.partition("\n[^1]: ")
    assert re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE) == [
        str(note.number) for note in told.notes
    ]
    # Once each, for pandoc makes a note of every reference.
    assert [int(n) for n in re.findall(r"\[\^(\d+)\]", body)] == list(range(1, 141))
    assert len(re.findall(r"^### ", text, re.MULTILINE)) == 40
    claims = r"^- \*\*(Asserted|Confirmed|Doubted|Denied|Retracted)\*\* by "
    assert len(re.findall(claims, text, re.MULTILINE)) == 88
    for source in case.sources.values():
        assert f"<{markdown.address(source.url)}>" in text


#: Pieces that mean something in one Markdown or another, and some that do not.
PIECES = [
    *"<>&\"'!*_`#-+\\$%~^|@:=().[]{}\t", "**", "](", "&lt;", "&#60;", "--", "...", "    ", "1. ",
    "A. ", "(a) ", "iv) ", "::: ", ":smile:", "^[n]", "[^1]", "$x$", "@key", "{#id}", "<!--",
    "https://a.example/", "<https://a.example>", "a", "b", "word", " ", "é", "Ж", "12",
]  # fmt: skip
LINES = st.lists(st.sampled_from(PIECES), max_size=9).map(
    lambda found: " ".join("".join(found).split())
)


@settings(max_examples=50)
@given(text=LINES)
def test_any_text_stays_text_in_markdown(text: str) -> None:
    written = markdown.text(text, start=True)
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(written)
    if not text:
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == text


BLOCKS = st.lists(
    st.sampled_from([*PIECES, "\n", "\n\n", "  \n", "- ", "> ", "# ", "```\nx `y`\n```\n", "---\n",
                     "[a](https://x.example/q?a=1&b=2)", "![alt](https://x.example/p.png)"]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=50)
@given(text=BLOCKS)
def test_markdown_is_written_as_it_was_read(text: str) -> None:
    blocks = prose.parse(text)
    written = "\n\n".join(markdown._blocks(blocks))
    again = prose.parse(written)
    assert "".join(words(blocks)).split() == "".join(words(again)).split()
    assert links(again) == links(blocks)
    # A picture is fetched by whoever opens the text; there was none.
    assert not [t for t in MarkdownIt("commonmark").parse(written) if "image" in repr(t.children)]


def words(nodes: Iterable[prose.Block | prose.Inline]) -> Iterator[str]:
    for node in nodes:
        match node:
            case prose.Text(text) | prose.Code(text) | prose.CodeBlock(text):
                yield text
            case prose.Break() | prose.Rule():
                yield " "
            case prose.Listing(items):
                for item in items:
                    yield from (" ", *words(item))
            case _:
                yield from words(node.children)
                yield "" if isinstance(node, prose.Strong | prose.Emphasis | prose.Link) else " "


def links(nodes: Iterable[prose.Block | prose.Inline]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, prose.Link):
            found.append(node.address)
        if isinstance(node, prose.Listing):
            found += [address for item in node.items for address in links(item)]
        elif not isinstance(
            node, prose.Text | prose.Code | prose.CodeBlock | prose.Break | prose.Rule
        ):
            found += links(node.children)
    return found


def test_deep_markdown_takes_no_time() -> None:
    text = "*a **b " * 400 + "c** d*" * 400
    assert markdown._blocks(prose.parse(text))


# --- LaTeX ----------------------------------------------------------------------------------------


def test_latex_counts(case: Timeline, told: Report) -> None:
    text = report.to_latex(case)
    labels = [int(number) for number in re.findall(r"\\footnote\{\\label\{source:(\d+)\}", text)]
    assert labels == [note.number for note in told.notes]
    assert set(re.findall(r"\\footref\{source:(\d+)\}", text)) <= set(map(str, labels))
    assert len(re.findall(r"\\subsubsection\{", text)) == 40
    claims = r"\\item \{\}\\textbf\{(Asserted|Confirmed|Doubted|Denied|Retracted)\} by "
    assert len(re.findall(claims, text)) == 88
    for source in case.sources.values():
        assert f"\\url{{{tex.address(source.url)}}}" in text


#: The only commands that a text becomes.
COMMANDS = re.compile(
    r"\\(?:text(?:backslash|asciicircum|asciitilde|less|greater|bar|quotedbl|asciigrave)\{\}"
    r"|[{}$&#%_]|mbox\{\}|ensuremath\{(?:\\(?:neq|leq|geq|approx)|-)\}|-)"
)


@settings(max_examples=50)
@given(
    text=st.lists(st.sampled_from([*PIECES, "≠", "\u00ad", "--", "''"]), max_size=9).map("".join)
)
def test_any_text_stays_text_in_latex(text: str) -> None:
    bare = COMMANDS.sub("", re.sub(r"\\cyr\{([^{}]*)\}", r"\1", tex.text(text)))
    assert not re.search(r"[\\{}$&#%_^]", bare)
    assert re.sub(r"\W", "", bare) == re.sub(r"[\W_]", "", text)


# --- Word -----------------------------------------------------------------------------------------


def test_word_counts(document: bytes, told: Report) -> None:
    opened = docx.Document(io.BytesIO(document))
    styles = Counter(p.style.name for p in opened.paragraphs if p.style)
    assert styles["Heading 3"] == 40
    assert styles["Heading 1"] == len(told.years)
    assert styles["Title"] == 1
    said = r"(Asserted|Confirmed|Doubted|Denied|Retracted) by "
    bullets = [p.text for p in opened.paragraphs if p.style and p.style.name == "List Bullet"]
    assert sum(bool(re.match(said, text)) for text in bullets) == 88
    notes = part(document, "word/footnotes.xml").findall(qn("w:footnote"))
    assert [int(note.get(qn("w:id"), "")) for note in notes] == [-1, 0, *range(1, 141)]
    body = opened.element.body
    referred = [int(r.get(qn("w:id"))) for r in body.iter(qn("w:footnoteReference"))]
    assert referred == list(range(1, 141))


def part(document: bytes, name: str):  # type: ignore[no-untyped-def]  # lxml brings no types
    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return parse_xml(package.read(name))


def test_every_reference_in_word_leads_somewhere(document: bytes) -> None:
    body = docx.Document(io.BytesIO(document)).element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(marks)) == len(marks)
    assert len(set(ids)) == len(ids)
    codes = [code.text.split() for code in body.iter(qn("w:instrText"))]
    assert codes
    assert {code[1] for code in codes} <= set(marks)
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors
    assert anchors <= set(marks)
    used = {style.get(qn("w:val")) for style in body.iter(qn("w:pStyle"), qn("w:rStyle"))}
    known = {style.get(qn("w:styleId")) for style in part(document, "word/styles.xml")}
    assert used <= known


def test_word_links_every_source(document: bytes, case: Timeline) -> None:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        related = package.read("word/_rels/footnotes.xml.rels").decode()
    for source in case.sources.values():
        assert source.url.replace("&", "&amp;") in related
    notes = part(document, "word/footnotes.xml").findall(qn("w:footnote"))[2:]
    for note, told in zip(notes, compose(case).notes, strict=True):
        text = "".join(piece.text or "" for piece in note.iter(qn("w:t")))
        assert told.address in text
        assert note.find(f".//{qn('w:hyperlink')}") is not None


def test_word_says_whose_it_is(document: bytes, case: Timeline) -> None:
    about = docx.Document(io.BytesIO(document)).core_properties
    assert about.title == case.title
    assert about.author == "Dateline"
    assert about.language == "en"
    assert about.comments == imprint(case)
    assert about.created is not None
    assert about.created.date() == date(2026, 11, 24)


def test_hostile_texts_stay_text_in_word() -> None:
    timeline = hostile()
    opened = docx.Document(io.BytesIO(report.to_docx(timeline)))
    assert opened.paragraphs[0].text == HOSTILE
    titles = [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 3"]
    assert titles == [f"{HOSTILE} one", f"{HOSTILE} two"]
    # An address that the format could not hold as one stays text.
    targets = [rel.target_ref for rel in opened.part.rels.values() if rel.is_external]
    assert all(re.fullmatch(r"https?://[\w.-]+[!-~]*", target) for target in targets)
    assert not [target for target in targets if "::1" in target]


@pytest.mark.parametrize(
    ("tag", "kept"),
    [("nl", "nl"), ("zh-Hant-TW", "zh-Hant-TW"), ("dutch", None), ("en us", None), (None, None)],
)
def test_only_tags_of_languages_are_handed_on(tag: str | None, kept: str | None) -> None:
    assert language(tag) == kept


def test_control_characters_do_not_break_word() -> None:
    timeline = small().model_copy(update={"title": "a\0b\x0bc\ufffe", "summary": "x\x01\n\ny\x1f"})
    opened = docx.Document(io.BytesIO(report.to_docx(timeline)))
    assert opened.paragraphs[0].text == "a\ufffdb\ufffdc\ufffd"
    assert [p.text for p in opened.paragraphs[1:3]] == ["x\ufffd", "y\ufffd"]
