"""oEmbed (https://oembed.com) on the server, and who may show it in a frame."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from dashboard import load
from dashboard.cli import command as cli
from dashboard.resources import example_case
from tests.browser import Visitor
from tests.doors import Served
from tests.reader import MARKS
from tests.site import Site

EVENT = "ema-disclosure"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with Served(example_case(), "--embed-in", "http://localhost", "--embed-in", "*") as served:
        yield served.address


def get(url: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def asked(address: str, url: str, more: str = "") -> str:
    return f"{address}oembed?url={quote(url, safe='')}{more}"


def test_the_page_names_its_answer_and_the_answer_its_frame(address: str) -> None:
    _, page, headers = get(address)
    (link,) = re.findall(
        r'<link rel="alternate" type="application/json\+oembed" href="(.*?)"', page
    )
    assert "frame-ancestors 'self' http://localhost *" in headers["Content-Security-Policy"]
    status, body, headers = get(unescape(link))
    said = json.loads(body)
    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert said["title"] == load(example_case()).title
    assert f'src="{address}#embed=1"' in said["html"]


def test_room_and_event_are_honoured(address: str) -> None:
    url = f"{address}?embed=1#event={EVENT}&q=%22%3E%3Cscript%3E"
    said = json.loads(get(asked(address, url, "&maxwidth=400&maxheight=300"))[1])
    assert (said["width"], said["height"]) == (400, 300)
    assert f"#event={EVENT}&amp;" in said["html"]
    assert "height: 300px" in said["html"]
    assert "EMA discloses" in said["title"]
    assert "<script" not in said["html"]


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("https://example.org/", "", 404),
        ("{own}assets/x.js", "", 404),
        ("javascript:alert(1)", "", 404),
        ("http://[", "", 400),
        ("", "", 400),
        ("{own}", "&format=xml", 501),
        ("{own}", "&maxwidth=wide", 400),
        ("{own}", "&maxwidth=-3", 400),
    ],
)
def test_what_is_not_ours_is_refused(address: str, url: str, more: str, status: int) -> None:
    assert get(asked(address, url.format(own=address), more))[0] == status


def test_its_frame_draws_in_an_article_of_another_site(
    address: str, tmp_path: Path, open_page: Visitor
) -> None:
    said = json.loads(get(asked(address, f"{address}#event={EVENT}"))[1])
    (tmp_path / "a.html").write_text(
        f'<!doctype html><title>A</title><link rel="icon" href="data:,">{said["html"]}'
    )
    open_page.exempt("request", re.escape(address), reason="the frame is of another site")
    with Site(tmp_path) as site:
        # Another port is another origin, for a policy as for a sandbox.
        page = open_page(f"{site.address}a.html", width=900, height=800)
        frame = page.frame_locator("iframe")
        expect(frame.locator("#panel-body h2")).to_contain_text("EMA discloses")
        expect(frame.locator(MARKS).first).to_be_visible()


@pytest.mark.parametrize(
    "origin", ["example.org", "https://a.b/c", "https://a; script-src *", "'none'"]
)
def test_an_origin_is_a_site_and_nothing_else(origin: str) -> None:
    result = CliRunner().invoke(cli, ["serve", "--embed-in", origin])
    assert result.exit_code == 2
    assert "https://example.org" in result.output
