"""Whatever stands in a file is text: it is shown as it is, runs nothing and fetches nothing."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from dash import html as dash_html
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from dashboard import ProblemError, Timeline, load, load_with_problems, loads, to_html
from dashboard.app import markdown
from dashboard.app.markup import to_markup
from dashboard.app.page import script_json
from dashboard.layout import layout
from tests.browser import Door, Visitor
from tests.reader import LABELS, enter, panel, search, settled

# --- The case -------------------------------------------------------------------------------------

RUN = "window.hacked=1"
RTL, POP, LINE = "\u202e", "\u202c", "\u2028"

#: Texts that something on the way from a file to a screen might take for more than text.
TEXTS = {
    "script": f"</script><script>{RUN}</script>",
    "image": f"<img src=x onerror={RUN}>",
    "quote": f"\" onmouseover={RUN} x=' autofocus onfocus={RUN}",
    "style": f"</style></title></textarea><svg onload={RUN}>",
    "comment": "<!-- ]]> --> <![CDATA[ x ]]> <?php ?>",
    "entity": "&lt;b&gt; &amp;amp; &#60;i&#62; &nbsp;",
    "template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {% raw %} {0}",
    "plotly": 'plain <b>bold</b> <a href="https://evil.example/">a</a><br>%{x} %{customdata}',
    "d3": "%{x:%Y} %{hovertext} <extra>x</extra> $\\alpha$",
    "link": "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "lines": f"before{LINE}after\u2029end\u0085next",
    "override": f"file{RTL}lmth.exe",
    "wide": "外交官二名がオランダから追放された",
    "arabic": "طرد دبلوماسيين اثنين",
    "hebrew": "גירוש שני דיפלומטים",
    "emoji": "👩‍👩‍👧‍👦 🇳🇱 e\u0301",
    "long": "Donaudampfschifffahrtsgesellschaft" * 6,
    "names": "__proto__ constructor toString LAYOUT DEPENDENCIES ALPHABET",
    "dollar": "$& $1 $` \\1 \\g<0> \\u003c </body><head>",
}
#: All at once, for fields that take a line.
ALL = " ".join(TEXTS.values())
#: The same, with what only Markdown could make something of.
MARKDOWN = "\n\n".join(
    [
        *TEXTS.values(),
        "[click](javascript:window.hacked=1) [JS](JaVaScRiPt:window.hacked=1)",
        "<javascript:window.hacked=1> <vbscript:x> <https://evil.example/auto>",
        "[data](data:text/html;base64,PHNjcmlwdD4=) [rel](//evil.example/x) [up](../../etc/passwd)",
        "![picture](javascript:window.hacked=1) ![other](https://evil.example/pixel.png)",
        "[ref]\n\n[ref]: javascript:window.hacked=1 'title'",
        '[good](<https://example.org/"onclick=window.hacked=1>)',
        "# heading\n\n<iframe src=javascript:window.hacked=1></iframe>\n\n<h1>raw</h1>",
        "```html\n<script>window.hacked=1</script>\n```",
    ]
)
#: Of those the ones that Markdown leaves as they are.
UNCHANGED = (
    "[click](javascript:window.hacked=1)",
    "<javascript:window.hacked=1>",
    "<h1>raw</h1>",
    TEXTS["script"],
    TEXTS["image"],
)
URL = 'https://example.org/"onclick=window.hacked=1//</script><script>window.hacked=1</script>?'
PICTURE = '"><img src=x onerror=window.hacked=1>.png'
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)

#: Ids are letters and signs, and some names mean something to JavaScript.
IDS = ("constructor", "toString", "идентификатор", "معرف", "a.b:c_d-e")


def hostile() -> dict[str, Any]:
    """A file whose every field holds the texts."""
    sources = {
        key: {
            "url": f"{URL}{n}",
            "archived": f"{URL}archived{n}",
            "title": text,
            "publisher": text,
            "published": "2020-12-10",
            "accessed": "2021-01-01",
            "language": text[:200],
            "kind": text,
            "reliability": text,
            "origin": text,
            "quote": text,
            "note": MARKDOWN,
        }
        for n, (key, text) in enumerate(TEXTS.items())
    }
    events = [
        {
            "id": IDS[n] if n < len(IDS) else f"event-{key}",
            "date": f"{2000 + n}-03-04",
            "title": text,
            "summary": MARKDOWN,
            "category": "constructor" if n % 2 else "toString",
            "actors": ["constructor", "valueOf"],
            "place": {"name": text},
            "claims": [
                {"by": "valueOf", "stance": "denies", "says": MARKDOWN, "sources": [key]},
                {"by": "constructor", "says": text},
            ],
            "sources": [key, {"url": f"{URL}inline{n}", "title": text}],
            "related": [
                {
                    "to": IDS[(n + 1) % 5],
                    "kind": "no-known-link",
                    "note": MARKDOWN,
                    "sources": [key],
                }
            ],
            "media": [{"image": PICTURE, "alt": ALL, "caption": MARKDOWN, "credit": ALL}],
            "tags": [text, ALL],
            "corrections": [{"date": "2021-01-20", "note": MARKDOWN}],
        }
        for n, (key, text) in enumerate(TEXTS.items())
    ]
    return {
        "title": ALL[:900],
        "summary": MARKDOWN,
        "language": 'en" onload="window.hacked=1',
        "edition": {"version": ALL, "date": "2021", "author": ALL, "licence": ALL},
        "story": [IDS[0]],
        "categories": {
            "constructor": {"label": f"{TEXTS['script']} {TEXTS['plotly']}"},
            "toString": {"label": f"{TEXTS['image']} {TEXTS['override']}"},
        },
        "actors": {
            "constructor": {"name": ALL, "short": TEXTS["image"], "kind": ALL, "country": ALL},
            "valueOf": {"name": TEXTS["script"], "short": TEXTS["plotly"]},
        },
        "sources": sources,
        "events": events,
    }


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / PICTURE).write_bytes(PIXEL)
    path = folder / "events.yaml"
    # Every JSON text is a YAML text.
    path.write_text(json.dumps(hostile(), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def timeline(case: Path) -> Timeline:
    return load(case)


@pytest.fixture(scope="session")
def hostile_door(door_to: Callable[[Path], Door], case: Path) -> Door:
    return door_to(case)


# --- What must be true of every page --------------------------------------------------------------

#: Elements that a text could only have got onto the page by being taken for HTML.
FOREIGN = (
    "iframe, object, embed, base, form, video, audio, math, svg script, meta[http-equiv=refresh]"
)

ATTRIBUTES = """() => [...document.querySelectorAll('*')].flatMap(element =>
    [...element.attributes].filter(attribute => attribute.name.startsWith('on')
        || attribute.name === 'autofocus').map(attribute => element.outerHTML.slice(0, 200)))"""


def addresses(timeline: Timeline) -> set[str]:
    """All that links may lead to: what the file gives as an address, or as a link in Markdown."""
    given = {source.url for source in timeline.sources.values()}
    given |= {source.archived for source in timeline.sources.values() if source.archived}
    return given | {"https://evil.example/auto", "https://example.org/%22onclick=window.hacked=1"}


def assert_harmless(page: Page, timeline: Timeline) -> None:
    assert page.evaluate("() => typeof window.hacked") == "undefined"
    assert page.locator(FOREIGN).count() == 0
    assert page.evaluate(ATTRIBUTES) == []
    sources = page.locator("img").evaluate_all("all => all.map(image => image.src)")
    assert all(source.startswith("data:image/png;") for source in sources), sources
    links: list[list[str | None]] = page.locator("a").evaluate_all(
        """all => all.map(link => [link.getAttribute('href') || link.getAttribute('xlink:href'),
            link.getAttribute('rel'), link.getAttribute('target')])"""
    )
    away = [row for row in links if row[0] and not row[0].startswith("#")]
    assert {row[0] for row in away} <= addresses(timeline)
    assert all(row[1:] == ["noopener noreferrer", "_blank"] for row in away)


def assert_asked_for_nothing(open_page: Visitor) -> None:
    # Requests to other hosts fail every test; `src=x` would be one to the page's own.
    asked = {request for watch in open_page.watches for request in watch.requests}
    assert not [request for request in asked if re.search(r"/x$|passwd|pixel", request)]


# --- In the browser -------------------------------------------------------------------------------


def test_every_text_is_shown_as_it_is_and_nothing_else_happens(
    hostile_door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(hostile_door, open_page, width=1440, height=1000)
    assert plain(page.title()) == plain(timeline.title)
    assert page.locator("#case-title").text_content() == timeline.title
    titles = [event.title for event in timeline.events]
    assert page.locator("#chronicle .dl-entry").all_text_contents() == titles
    chips = page.locator(".dl-chip").all_text_contents()
    for category in timeline.categories.values():
        assert any(category.label in chip for chip in chips)
    assert_harmless(page, timeline)
    for event in timeline.events:
        page.evaluate("id => { location.hash = '#event=' + encodeURIComponent(id); }", event.id)
        heading = panel(page).get_by_role("heading", level=2)
        expect(heading).to_have_js_property("textContent", event.title)
        shown = panel(page).text_content() or ""
        whole = [event.title, *event.tags, event.place.name if event.place else ""]
        for source in (timeline.sources[key] for key in event.cited):
            whole += [source.quote or "", source.title or "", source.kind or ""]
        for text in whole:
            # "state-media" is shown as "state media".
            assert text in shown or text.replace("-", " ") in shown
        for text in UNCHANGED:
            assert shown.count(text) >= 4, text
        assert_harmless(page, timeline)
    assert_asked_for_nothing(open_page)


def test_labels_and_hover_show_the_text(
    hostile_door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(hostile_door, open_page, width=1440, height=1000)
    marks = layout(timeline, width=960).marks
    shown = page.locator(LABELS).all_text_contents()
    # Plotly puts no-break spaces where a text has blanks.
    written = {plain(mark.label): mark.index for mark in marks}
    assert len(shown) >= len(marks) / 2
    assert {plain(text) for text in shown} <= set(written)
    lanes = plain("".join(page.locator("#chart .dl-names text").all_text_contents()))
    for category in timeline.categories.values():
        # A lane name takes few lines; what does not fit is cut.
        assert plain(category.label)[:16] in lanes
    hover = page.locator("#chart .hoverlayer .hovertext")
    for mark in page.locator("#chart .scatterlayer path.point").all():
        box = mark.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(hover.first).to_contain_text("Click for sources")
        text = plain("".join(hover.all_text_contents()))
        assert any(text.startswith(plain(event.title)[:80]) for event in timeline.events), text
        assert hover.locator("a").count() == 0
    assert_harmless(page, timeline)
    assert_asked_for_nothing(open_page)


def plain(text: str) -> str:
    """A text without blanks and without signs that only steer its direction."""
    return re.sub(r"[\s\u2028\u2029\u0085\u2066-\u2069\u202a-\u202e]", "", text)


FRAGMENTS = (
    "#event=%3Cimg src=x onerror=window.hacked=1%3E",
    "#event=__proto__",
    "#category=__proto__,constructor&theme=constructor",
    "#toString=1&__proto__=1",
)


def test_what_is_typed_or_comes_with_the_address_is_text_as_well(
    hostile_door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = enter(hostile_door, open_page, "#q=%3Cimg%20src=x%20onerror=window.hacked=1%3E")
    expect(page.locator("#sentence")).to_contain_text("“<img src=x onerror=window.hacked=1>”")
    for words in (TEXTS["script"], TEXTS["plotly"], TEXTS["arabic"], "((((", "\\", "%00%"):
        search(page, words)
        expect(page.locator("#sentence")).to_contain_text(f"“{words}”")
    for fragment in FRAGMENTS:
        page.evaluate("hash => { location.hash = hash; }", fragment)
        settled(page)
    assert_harmless(page, timeline)
    assert_asked_for_nothing(open_page)


def test_without_scripts_it_is_text_as_well(
    hostile_door: Door, open_page: Visitor, timeline: Timeline
) -> None:
    page = open_page(hostile_door.url(), javascript=False)
    headings = page.locator("article h3").all_text_contents()
    assert headings == [event.title for event in timeline.events]
    assert page.locator("h1").first.text_content() == timeline.title
    assert_harmless(page, timeline)
    language = page.locator("html").get_attribute("lang")
    assert language == timeline.language
    assert_asked_for_nothing(open_page)


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["a\\0b", "a\\x1eb", "a\\e[31m", "a\\uD800b", "a\\x7f"], ids=lambda text: text[1:]
)
@pytest.mark.parametrize("field", ["title", "summary", "source", "tags"])
def test_control_characters_are_refused_wherever_they_stand(field: str, text: str) -> None:
    fields = {"title": "One", "source": "https://example.org/1", "date": "2020"}
    lines = "".join(f'    {key}: "{value}"\n' for key, value in {**fields, field: text}.items())
    with pytest.raises(ProblemError) as caught:
        loads(f"title: A case\nevents:\n  -\n{lines}")
    assert all(problem.line for problem in caught.value.errors)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:window.hacked=1",
        "JAVASCRIPT://example.org/%0awindow.hacked=1",
        "data:text/html,<script>window.hacked=1</script>",
        " javascript:window.hacked=1",
        "//example.org/",
        "file:///etc/passwd",
        "https:javascript",
        "https://",
        "https://example.org/a b",
    ],
)
@pytest.mark.parametrize("field", ["url", "archived"])
def test_links_lead_to_the_web_or_nowhere(field: str, address: str) -> None:
    source = {"url": "https://example.org/1", field: address}
    case = {"title": "A", "events": [{"date": "2020", "title": "One", "sources": [source]}]}
    with pytest.raises(ProblemError):
        loads(json.dumps(case))


@pytest.mark.parametrize(
    "text",
    ["**a *b " * 400 + "c* d**" * 400, "[" * 3000 + "](x)" * 3000, "> " * 3000, "- " * 3000,
     "`" * 3000, "*" * 3000, "&" * 3000, "<" * 3000, "![" * 2000, "w" * 90_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_no_depth_or_length_of_markdown_breaks_the_page(text: str) -> None:
    event = {"date": "2020", "title": "One", "source": "https://example.org/1", "summary": text}
    page = to_html(loads(json.dumps({"title": "A case", "events": [event]})))
    assert "</html>" in page


@pytest.mark.parametrize("name", ["a" * 400 + ".png", "a\\0.png"], ids=["long", "nul"])
def test_no_name_of_a_picture_breaks_anything(name: str, tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(
        "title: A case\nevents:\n  - {date: 2020, title: One, source: https://example.org/1,\n"
        f'     media: [{{image: "{name}", alt: Nothing}}]}}\n',
        encoding="utf-8",
    )
    loaded = load_with_problems(path)
    assert loaded.timeline or all(problem.line for problem in loaded.problems)
    if loaded.timeline:
        assert "Picture not available: Nothing" in to_html(loaded.timeline)


# --- Properties -----------------------------------------------------------------------------------

#: Pieces that such texts are made of, mixed with anything else.
PIECES = st.one_of(
    st.sampled_from(
        ["<", ">", "&", '"', "'", "</", "<!--", "script", "]]>", "javascript:", "](", "[", ")", "!",
         "*", "_", "`", "\n", "\n\n", "# ", "- ", "> ", "\\", "&lt;", "&#60;", "https://a.example/",
         LINE, "\u2029", RTL, POP, "$", "%{x}", "\t", "    ", "<https://a.example>", "\u00a0"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=14).map("".join)


class Reader(HTMLParser):
    """What a browser would make of a piece of HTML: its elements, attributes and text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.other: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)


def parsed(text: str) -> str:
    """A text as it is after a parser of HTML has read it: with its own kinds of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=60)
@given(text=HOSTILE, attribute=HOSTILE)
def test_markup_gives_back_the_texts_it_was_made_of(text: str, attribute: str) -> None:
    made = to_markup(dash_html.P([text, dash_html.B(text)], title=attribute, className=attribute))
    read = Reader(made)
    assert read.text == text * 2
    assert read.elements == [("p", {"title": attribute, "class": attribute}), ("b", {})]
    assert read.other == []


ALLOWED = {"p", "ul", "ol", "li", "blockquote", "strong", "em", "a", "code", "pre", "br", "hr"}


@settings(max_examples=200)
@given(text=HOSTILE)
def test_markdown_makes_nothing_but_what_is_in_its_tables(text: str) -> None:
    for nodes in (markdown.render(text), markdown.inline(text)):
        read = Reader(to_markup(nodes))
        assert {tag for tag, _ in read.elements} <= ALLOWED
        for tag, attributes in read.elements:
            if tag == "a":
                assert re.match(r"https?://", attributes["href"] or "", re.IGNORECASE)
                assert attributes["rel"] == "noopener noreferrer"
                assert set(attributes) == {"href", "rel", "target"}
            else:
                assert attributes == {}
        assert read.other == []


@settings(max_examples=100)
@given(text=st.lists(st.sampled_from(["ab", "cd", *"\n*_[]()!`#>-<&"]), max_size=20).map(" ".join))
def test_bare_words_lose_no_letter(text: str) -> None:
    letters = re.findall("[a-d]", text)
    assert re.findall("[a-d]", markdown.plain(text)) == letters
    assert re.findall("[a-d]", Reader(to_markup(markdown.render(text))).text) == letters
    assert "\n" not in markdown.plain(text)


@settings(max_examples=100)
@given(value=st.recursive(HOSTILE, lambda inner: st.lists(inner) | st.dictionaries(HOSTILE, inner)))
def test_json_in_a_script_is_the_value_and_cannot_end_the_script(value: Any) -> None:
    written = script_json(value)
    assert json.loads(written) == value
    assert not re.search("[<>&\u2028\u2029]", written)
    assert "\x1e" not in written


@given(text=HOSTILE)
def test_words_of_a_text_without_markup_are_kept(text: str) -> None:
    bare = re.sub(r"[^\w ]", "", text)
    assert Reader(html.escape(bare)).text == bare
    assert markdown.plain(bare).split() == markdown.plain(f"{bare} ").split()
