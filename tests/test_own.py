"""Our own scripts and styles in one piece each, and what a second visit asks for."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dashboard import create_app, load
from dashboard.app.guard import protect
from dashboard.app.own import gathered, own
from dashboard.resources import assets_folder, example_case
from tests.browser import Served, Visitor
from tests.reader import settled

CORE = '<script src="/_dash-component-suites/dash/dcc/dash_core_components.v4_4_1m17.js"></script>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b.js": "/* What it is for. */\n(function () {\n  // Why.\n  run(2);\n})();\n",
        "a.js": "run(1);\n",
        "a.css": "/* Why. */\np {\n  margin: 0;\n}\n",
        "note.txt": "Nobody loads this.",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_they_are_in_the_order_of_their_names_without_comments(folder: Path) -> None:
    found = own(folder)
    assert found.script == "run(1);\n(function () {\nrun(2);\n})();"
    assert found.styles == "p { margin: 0; }"
    assert re.fullmatch(r"page-[0-9a-f]{16}\.js", found.name)


def test_another_script_has_another_name(folder: Path) -> None:
    before = own(folder)
    assert own(folder) is before
    changed = folder / "a.js"
    changed.write_text("run(3);\n", encoding="utf-8")
    os.utime(changed, ns=(1, 1))
    after = own(folder)
    assert "run(3)" in after.script
    assert after.name != before.name


def test_a_page_asks_for_one_script_of_ours_and_for_none_that_it_does_not_use(folder: Path) -> None:
    found = own(folder)
    css, scripts = gathered(
        '<link rel="stylesheet" href="/assets/a.css?m=1">\n'
        '<link rel="stylesheet" href="/elsewhere/b.css">',
        f'<script src="/first.js"></script>\n<script src="/assets/a.js?m=1"></script>\n'
        f'<script src="/assets/b.js?m=1"></script>\n{CORE}\n'
        '<script src="/_dash-component-suites/dash/dash_table/bundle.v7m1.js"></script>\n',
        found,
    )
    assert css == '<link rel="stylesheet" href="/elsewhere/b.css"><style>p { margin: 0; }</style>'
    assert (
        scripts.split()
        == (
            f'<script src="/first.js"></script> <script src="/_dateline/{found.name}"></script> '
            f"{CORE} "
        ).split()
    )


def test_the_app_serves_what_its_page_asks_for() -> None:
    client = create_app(load(example_case())).server.test_client()
    page = client.get("/").get_data(as_text=True)
    assert "/assets/" not in page
    (name,) = re.findall(r'src="(/_dateline/page-[^"]+)"', page)
    answer = client.get(name)
    assert answer.get_data(as_text=True) == own(assets_folder()).script
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/_dateline/page-0123456789abcdef.js").status_code == 404
    addresses = re.findall(r'src="(/[^"]+)"', page)
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("where", ["/", "/_dash-layout", "/_dash-dependencies"])
def test_what_has_not_changed_is_not_sent_again(where: str) -> None:
    app = create_app(load(example_case()))
    protect(app, None)
    client = app.server.test_client()
    tag = client.get(where).headers["ETag"]
    again = client.get(where, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert "Content-Security-Policy" in again.headers
    assert client.get(where, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_second_visit_fetches_no_script_again(open_page: Visitor) -> None:
    fetched = """() => performance.getEntriesByType('resource')
        .filter(entry => /[.]js([?]|$)/.test(entry.name))
        .map(entry => [entry.name, entry.transferSize])"""
    with Served(example_case()) as served:
        page = open_page(served.address)
        settled(page)
        first = page.evaluate(fetched)
        page.goto("about:blank")
        page.goto(served.address)
        settled(page)
        second = page.evaluate(fetched)
        page.close()
    assert len(first) == len(second) > 5
    assert all(size > 0 for _, size in first)
    assert [name for name, size in second if size > 0] == []


def test_our_scripts_never_ask_dash_for_anything() -> None:
    # It would go through all components of the page, and write to elements that are ours by now.
    assert "set_props" not in own(assets_folder()).script
