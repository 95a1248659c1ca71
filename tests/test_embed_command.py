"""``dateline embed`` and what it prints, in real articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Page, expect

from dashboard import iframe, load, to_html
from dashboard.cli import command as cli
from dashboard.resources import example_case
from tests.browser import Visitor, accessibility_violations
from tests.reader import MARKS
from tests.site import Site

HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>A</title>'
    '<link rel="icon" href="data:,">'
)
EVENT = "event=ema-disclosure"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("newsroom")
    (path / "case.html").write_text(to_html(load(example_case())), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with Site(folder) as site:
        yield site


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["embed", *arguments])


def code(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def article(site: Site, folder: Path, open_page: Visitor, body: str, state: str = "") -> Page:
    name = f"article-{len(list(folder.iterdir()))}.html"
    (folder / name).write_text(f"{HEAD}<main><h1>A</h1>{body}</main>", encoding="utf-8")
    return open_page(site.address + name + state, width=900, height=1000)


def test_a_file_names_itself(folder: Path) -> None:
    said = code(str(folder / "case.html"), "--event", "ema-disclosure", "--theme", "dark")
    assert f'src="case.html#{EVENT}&amp;theme=dark&amp;embed=1"' in said
    assert f'title="{load(example_case()).title}"' in said
    assert f'sandbox="{iframe.SANDBOX}"' in said
    assert 'loading="lazy"' in said
    assert "<script" not in said


def test_an_address_is_a_file_unless_it_is_of_this_machine() -> None:
    there = code("https://example.org/a.html?x=1&embed=0", "--title", 'A "b" <c>')
    assert f'sandbox="{iframe.SANDBOX}"' in there
    assert "a.html?x=1&amp;embed=0#embed=1" in there
    assert 'title="A &quot;b&quot; &lt;c&gt;"' in there
    assert f'sandbox="{iframe.SERVED}"' in code("http://127.0.0.1:8050/", "--title", "A")
    assert f'sandbox="{iframe.SERVED}"' in code("https://example.org/", "--title", "A", "--served")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.html",), "dateline export"),
        (("ftp://example.org/a.html",), "https://"),
        ((str(example_case()),), "does not say where its page is published"),
        (("https://example.org/", "--oembed"), "oEmbed"),
    ],
)
def test_what_cannot_be_embedded_is_explained(arguments: tuple[str, ...], words: str) -> None:
    from dashboard.cli.exits import Failure

    result = run(*arguments)
    said = result.output
    if isinstance(result.exception, Failure):
        said += f"{result.exception.message} {result.exception.hint}"
    assert result.exit_code != 0
    assert words in said


def test_an_event_that_is_not_there_is_named(folder: Path) -> None:
    result = run(str(folder / "case.html"), "--event", "ema-disclosur")
    assert "ema-disclosure'" in f"{result.output} {getattr(result.exception, 'hint', '')}"


def test_a_published_file_has_an_oembed_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "title: A\nedition: {url: 'https://example.org/a.html', author: B}\n"
        "events: [{id: e, date: 2020, title: One}]\n"
    )
    said = json.loads(code(str(path), "--oembed", "--event", "e"))
    assert (said["type"], said["version"], said["author_name"]) == ("rich", "1.0", "B")
    assert said["title"] == "One (A)"
    assert 'src="https://example.org/a.html#event=e&amp;embed=1"' in said["html"]


def test_the_frame_takes_its_height_and_the_link_goes_in_and_out(
    site: Site, folder: Path, open_page: Visitor
) -> None:
    body = code(str(folder / "case.html"), "--follow", "--height", "300")
    page = article(site, folder, open_page, body, f"#{EVENT}")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#panel-body h2")).to_contain_text("EMA discloses")
    expect(page.locator("iframe")).not_to_have_css("height", "300px")
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert iframe.LOWEST <= box["height"] <= iframe.HIGHEST
    frame.locator("#panel a[href='#event=svr-network-exposed']").first.click()
    expect(page).to_have_url(re.compile("event=svr-network-exposed"))
    page.evaluate(f"() => {{ location.hash = '{EVENT}'; }}")
    expect(frame.locator("#panel-body h2")).to_contain_text("EMA discloses")
    assert not accessibility_violations(page)


def test_a_stranger_is_not_listened_to(site: Site, folder: Path, open_page: Visitor) -> None:
    body = code(str(folder / "case.html"), "--follow") + '<iframe id="other" title="o"></iframe>'
    page = article(site, folder, open_page, body)
    frame = page.frame_locator("iframe >> nth=0")
    expect(frame.locator("html[data-ready]")).to_have_count(1)
    before = page.locator("iframe >> nth=0").bounding_box()
    page.evaluate(
        """() => { const other = document.getElementById('other').contentWindow;
        other.eval("parent.postMessage({dateline: 1, height: 700, fragment: 'q=x'}, '*');"
          + "parent.frames[0].postMessage({dateline: 1, open: 'event=ema-disclosure'}, '*')");
        return new Promise(done => setTimeout(done, 50)); }"""
    )
    assert page.locator("iframe >> nth=0").bounding_box() == before
    assert "q=x" not in page.url
    expect(frame.locator("#panel.is-open")).to_have_count(0)


@pytest.mark.parametrize("way", ["details", "tab"])
def test_a_frame_that_is_hidden_at_first_draws_when_it_is_shown(
    way: str, site: Site, folder: Path, open_page: Visitor
) -> None:
    body = code(str(folder / "case.html"), "--script").replace(' loading="lazy"', "")
    body = (
        f"<details><summary>Timeline</summary>{body}</details>"
        if way == "details"
        else f'<div id="tab" style="display: none">{body}</div>'
    )
    page = article(site, folder, open_page, body)
    if way == "details":
        page.get_by_text("Timeline").first.click()
    else:
        page.frames[1].wait_for_load_state()
        page.evaluate("() => { document.getElementById('tab').style.display = 'block'; }")
    frame = page.frame_locator("iframe")
    expect(frame.locator("html[data-ready]")).to_have_count(1)
    expect(frame.locator(MARKS).first).to_be_visible()
    chart = frame.locator("#chart .main-svg").first
    expect(chart).to_be_visible()
    box, outer = chart.bounding_box(), page.locator("iframe").bounding_box()
    assert box is not None
    assert outer is not None
    assert box["width"] > outer["width"] * 0.9
    assert frame.locator("html").evaluate("root => root.scrollWidth <= innerWidth")
