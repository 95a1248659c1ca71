"""The piece of HTML that a report can be: on its own, and inside pages of others."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from dashboard import Timeline, load, report
from dashboard.report.compose import compose
from dashboard.report.fragment import CLASS, style
from dashboard.report.picture import Picture
from dashboard.resources import example_case
from tests.browser import Visitor, accessibility_violations
from tests.report_cases import HOSTILE, hostile, small

#: A pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


class Reader(HTMLParser):
    """The elements of a piece of HTML, its text, and whether they close one another in order."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def values(self, name: str) -> list[str]:
        found = (attributes.get(name) for _, attributes in self.elements)
        return [value for value in found if value is not None]


@pytest.fixture(scope="module")
def case() -> Timeline:
    return load(example_case())


ALLOWED = {
    "a", "article", "bdi", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "h4", "h5", "hr", "img", "li", "ol", "p", "pre", "q", "section", "span",
    "strong", "style", "sup", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "alt", "aria-label", "aria-labelledby", "class", "dir", "href", "id", "lang", "rel", "src",
    "value",
}  # fmt: skip


@pytest.mark.parametrize("name", ["case", "small", "hostile"])
def test_it_is_well_formed_and_runs_nothing(name: str, case: Timeline) -> None:
    timeline = {"case": case, "small": small(), "hostile": hostile()}[name]
    picture = Picture("t.png", PIXEL, "image/png", HOSTILE, HOSTILE)
    read = Reader(report.to_fragment(timeline, picture))
    assert {tag for tag, _ in read.elements} <= ALLOWED
    assert {key for _, attributes in read.elements for key in attributes} <= ATTRIBUTES
    for target in read.values("href"):
        assert re.match(r"https?://|#dl-", target), target
    (image,) = read.values("src")
    assert image.startswith("data:image/png;base64,")
    if name == "hostile":
        assert read.text.count(HOSTILE) > 20


def test_counts(case: Timeline) -> None:
    read = Reader(report.to_fragment(case))
    tags = [tag for tag, _ in read.elements]
    assert tags.count("article") == 40
    stances = re.findall(r"(?:Asserted|Confirmed|Doubted|Denied|Retracted) by ", read.text)
    ties = re.findall(r"Contradicted by ", read.text)
    assert len(stances) == 88
    assert ties
    assert read.values("value") == [str(number) for number in range(1, 141)]
    links = set(read.values("href"))
    for source in case.sources.values():
        assert source.url in links


def test_two_on_one_page_do_not_share_an_id(case: Timeline) -> None:
    both = [Reader(report.to_fragment(timeline)) for timeline in (case, small())]
    ids = [key for read in both for key in read.values("id")]
    assert len(set(ids)) == len(ids)
    for read in both:
        inside = {key[1:] for key in read.values("href") if key.startswith("#")}
        assert inside
        assert inside <= set(read.values("id"))


def test_every_rule_is_about_the_report_only() -> None:
    selectors = [rule.partition("{")[0].strip() for rule in style().splitlines()]
    assert len(selectors) > 20
    assert all(re.match(rf"\.{CLASS}:not\(#_#_\)( |$)", selector) for selector in selectors)
    # No comma outside brackets: behind it another selector would begin.
    assert not [one for one in selectors if "," in re.sub(r"\([^()]*\)", "", one)]
    named = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|black)\b|: white\b", style())
    assert set(named) <= {"#fff"}


# --- In a browser ---------------------------------------------------------------------------------

#: What the styles of content systems do to the elements that a report uses, and worse.
CMS = """
* { font-size: 9px; letter-spacing: 3px; position: absolute; box-sizing: border-box; }
html, body, main, main > * { position: static; font-size: 18px; letter-spacing: normal; }
body { margin: 0 20px; font: 18px/1.7 Georgia, serif; }
#content p { margin: 0 0 3em; text-indent: 3em; color: red; }
.entry h2, .entry h3, .entry h4, .entry h5 { text-transform: uppercase; color: hotpink;
  font: 40px Impact; text-align: center; }
.entry ul { list-style: none; padding: 0; } .entry li::before { content: "★ "; }
.entry a { color: lime; text-decoration: none; border-bottom: 4px solid; display: block; }
.entry blockquote { font-size: 2em; background: yellow; }
#content dl div { display: inline; float: right; } .entry sup { font-size: 3em; }
.when, .notes, .line, .address { display: none; }
"""
DARK = "body { background: #15181c; color: #dde3ea; } #before a { color: inherit; }"


def page_of(folder: Path, styles: str, *fragments: str) -> str:
    path = folder / f"page-{len(list(folder.iterdir()))}.html"
    path.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>An article</title>'
        f'<style>{styles}</style></head><body><main id="content" class="entry">'
        f'<h1>An article</h1><p id="before">Before <a href="#x">it</a>.</p>'
        f'{"".join(fragments)}<h2 id="after">After</h2><ul><li>it</li></ul></main></body></html>',
        encoding="utf-8",
    )
    return path.as_uri()


#: How the elements of a report are shown, whatever surrounds it: by kind, the values of properties.
LOOK = """scope => [...document.querySelectorAll(scope)].map(element => {
  const of = (node, pseudo) => {
    const style = getComputedStyle(node, pseudo);
    return ["display", "position", "float", "fontSize", "fontFamily", "fontWeight", "color",
      "letterSpacing", "textIndent", "textTransform", "textAlign", "backgroundColor",
      "listStyleType",
      "borderBottomWidth", "marginTop", "content", "textDecorationLine"].map(key => style[key]);
  };
  return [element.tagName, of(element), of(element, "::before")];
})"""


def look(page: Page, scope: str) -> Any:
    return page.evaluate(LOOK, scope)


def test_nothing_of_the_page_leaks_in(open_page: Visitor, tmp_path: Path) -> None:
    made = report.to_fragment(small())
    base = "html, body, main { margin: 0; font: 18px/1.7 Georgia, serif; }"
    alone = look(open_page(page_of(tmp_path, base, made)), f".{CLASS}, .{CLASS} *")
    within = look(open_page(page_of(tmp_path, CMS, made)), f".{CLASS}, .{CLASS} *")
    assert len(alone) > 60
    assert within == alone


def test_nothing_leaks_out(open_page: Visitor, tmp_path: Path) -> None:
    others = "html, head, body, main, main > :not(section), #before *, #after + ul *"
    without = look(open_page(page_of(tmp_path, CMS)), others)
    with_it = look(open_page(page_of(tmp_path, CMS, report.to_fragment(small()))), others)
    assert with_it == without


def test_it_takes_the_colours_around_it(open_page: Visitor, tmp_path: Path) -> None:
    page = open_page(page_of(tmp_path, DARK, report.to_fragment(small())))
    colours = page.evaluate(
        f"() => [...document.querySelectorAll('.{CLASS} *')]"
        ".map(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
    )
    assert {tuple(pair) for pair in colours} == {("rgb(221, 227, 234)", "rgba(0, 0, 0, 0)")}


def test_a_long_report_is_accessible(case: Timeline, open_page: Visitor, tmp_path: Path) -> None:
    assert (
        accessibility_violations(open_page(page_of(tmp_path, "", report.to_fragment(case)))) == []
    )


@pytest.mark.parametrize("styles", ["", DARK], ids=["light", "dark"])
def test_two_reports_on_a_page_are_accessible(
    styles: str, open_page: Visitor, tmp_path: Path
) -> None:
    fragments = [report.to_fragment(hostile()), report.to_fragment(small())]
    assert accessibility_violations(open_page(page_of(tmp_path, styles, *fragments))) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_any_width(width: int, case: Timeline, open_page: Visitor, tmp_path: Path) -> None:
    for timeline in (case, hostile()):
        page = open_page(page_of(tmp_path, "", report.to_fragment(timeline)), width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_notes_and_events_are_reached_by_their_links(open_page: Visitor, tmp_path: Path) -> None:
    timeline = small()
    key = compose(timeline).key
    page = open_page(page_of(tmp_path, CMS, report.to_fragment(timeline)), height=300)
    page.click(f"#dl-{key}-ref-1")
    assert page.evaluate("document.querySelector(':target').id") == f"dl-{key}-note-1"
    page.click(f"#dl-{key}-note-1 a:last-child")
    assert page.evaluate("document.querySelector(':target').id") == f"dl-{key}-ref-1"
    page.click("text=A vote >> nth=0")
    assert page.evaluate("document.querySelector(':target').id") == f"dl-{key}-event-vote"
