"""``dateline serve`` in a process of its own, asked over real HTTP."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.app import create_app
from dashboard.app.guard import HEADERS, POLICY, protect
from dashboard.app.server import Address
from dashboard.formats import load
from tests.browser import DATELINE, ROOT, Served

#: Seconds after which something is broken rather than slow.
PATIENCE = 60

GOOD = """\
title: {}
timezone: Europe/Amsterdam
events:
  - date: 2020-12-10
    title: One thing happens
    source: https://example.org/1
"""
INTERNAL = """\
  - date: 2021-02-01
    title: Not for everybody
    source: https://example.org/secret
    visibility: internal
"""
BROKEN = GOOD.format("Broken") + "  - date: yesterday\n    title: Not for everybody\n"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent back; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(address: str, path: str = "/", **headers: str) -> Answer:
    where = urlsplit(address)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()


def state(address: str) -> Any:
    return ask(address, "/_dateline/state").json


def until(look: Callable[[], Value], good: Callable[[Value], bool]) -> Value:
    """Look again and again until it is good, for as long as patience lasts."""
    end = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not good(found := look()):
        assert time.monotonic() < end, f"still {found}"
        pause.wait(0.05)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "events.yaml"
    file.write_text(GOOD.format("First"), encoding="utf-8")
    return file


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    with Served(path) as server:
        yield server.address


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose file nobody touches."""
    file = tmp_path_factory.mktemp("still") / "events.yaml"
    file.write_text(GOOD.format("Still") + INTERNAL, encoding="utf-8")
    with Served(file) as server:
        yield server.address


# --- What it says ---------------------------------------------------------------------------------


def test_says_what_it_serves_and_where(path: Path) -> None:
    with Served(path) as server:
        # A server that answers has said all it says at the start.
        assert ask(server.address).status == 200
        lines = until(lambda: server.output.splitlines(), lambda found: len(found) >= 3)
    assert lines == ["Dateline: First", server.address, "Ctrl-C to stop"]


def test_takes_the_next_port_when_one_is_taken(path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Served(path, "--port", str(port)) as server:
            found = urlsplit(server.address).port or 0
            assert port < found <= port + 50
            assert f"Port {port} is taken" in server.output
            assert ask(server.address).status == 200


def test_two_servers_at_one_port_get_along(path: Path) -> None:
    with Served(path) as first:
        port = urlsplit(first.address).port
        with Served(path, "--port", str(port)) as second:
            assert first.address != second.address
            assert state(first.address) == state(second.address)


@pytest.mark.skipif(os.name != "posix", reason="signals as in POSIX")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)], ids=["Ctrl-C", "terminate"]
)
def test_ends_quietly_when_told(path: Path, number: signal.Signals, code: int) -> None:
    process = subprocess.Popen(
        [*DATELINE, "serve", str(path), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Ctrl-C"):
            break
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    # The line that Ctrl-C was typed on is ended.
    assert (process.returncode, out, err.strip("\n")) == (code, "", "")


# --- What it sends --------------------------------------------------------------------------------

PATHS = ["/", "/_dash-layout", "/_dash-dependencies", "/_dateline/state", "/_dateline/content"]
PATHS += ["/assets/view.js", "/assets/timeline.css", "/assets/no-such-file.js"]


@pytest.mark.parametrize("where", PATHS)
def test_every_answer_is_guarded(still: str, where: str) -> None:
    answer = ask(still, where)
    assert answer.status == (404 if "no-such" in where else 200)
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    rules = dict(rule.split(" ", 1) for rule in _policy(answer).split("; "))
    assert rules.keys() == POLICY.keys()
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert answer.headers["server"] == "dateline"
    assert "cache-control" in answer.headers


def _policy(answer: Answer) -> str:
    return answer.headers["content-security-policy"]


def test_the_policy_lets_every_inline_script_of_the_page_run(still: str) -> None:
    answer = ask(still)
    scripts = re.findall(r"<script([^>]*)>([^<]+)</script>", answer.text)
    run = [body for attributes, body in scripts if "application/json" not in attributes]
    assert run
    for body in run:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in _policy(answer)


HOSTS = {
    "127.0.0.1": 200,
    "127.0.0.1:80": 200,
    "LOCALHOST:8050": 200,
    "[::1]:8050": 200,
    "example.org": 421,
    "127.0.0.1.example.org": 421,
    "localhost.example.org:8050": 421,
    "user@127.0.0.1": 421,
    "[::2]": 421,
    "": 421,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items())
@pytest.mark.parametrize("where", ["/", "/_dateline/content", "/assets/view.js"])
def test_answers_only_to_its_names(still: str, host: str, status: int, where: str) -> None:
    answer = ask(still, where, Host=host)
    assert answer.status == status
    if status != 200:
        assert b"One thing" not in answer.body
        assert "content-security-policy" in answer.headers


def test_content_is_what_the_page_was_built_from(still: str) -> None:
    fresh = ask(still, "/_dateline/content").json
    layout = ask(still, "/_dash-layout").text
    assert fresh["version"] == state(still)["version"]
    assert fresh["title"] == "Still"
    assert fresh["content"]
    for component in fresh["content"]:
        assert f'"id":{json.dumps(component)}' in layout.replace('"id": ', '"id":')


def test_nothing_new_is_said_in_few_words(still: str) -> None:
    answer = ask(still, "/_dateline/state")
    assert answer.json == {
        "version": answer.json["version"],
        "waiting": False,
        "problems": [],
        "warnings": [],
    }
    assert answer.headers["cache-control"] == "no-store"


# --- Following the file ---------------------------------------------------------------------------


def test_a_save_is_followed_by_pages_open_and_new(address: str, path: Path) -> None:
    before = state(address)
    path.write_text(GOOD.format("Second"), encoding="utf-8")
    after = until(lambda: state(address), lambda found: found["version"] != before["version"])
    assert after["problems"] == []
    fresh = ask(address, "/_dateline/content").json
    assert (fresh["version"], fresh["title"]) == (after["version"], "Second")
    assert "Second" in json.dumps(fresh["content"])
    assert "<title>Second</title>" in ask(address).text
    assert "Second" in ask(address, "/_dash-layout").text


def test_a_broken_save_lists_its_problems_until_it_is_mended(address: str, path: Path) -> None:
    before = state(address)
    path.write_text(BROKEN, encoding="utf-8")
    broken = until(lambda: state(address), lambda found: bool(found["problems"]))
    assert broken["version"] == before["version"]
    problem = broken["problems"][0]
    assert (problem["line"], problem["column"]) == (7, 11)
    assert problem["text"].startswith(f"{path}:7:11: ")
    assert ask(address, "/_dateline/content").json["title"] == "First"
    assert "<title>First</title>" in ask(address).text

    path.write_text(GOOD.format("Mended"), encoding="utf-8")
    until(lambda: state(address), lambda found: not found["problems"])
    assert ask(address, "/_dateline/content").json["title"] == "Mended"


def test_another_file_in_its_place_is_followed(address: str, path: Path) -> None:
    for title in ("Second", "Third"):
        beside = path.with_suffix(".new")
        beside.write_text(GOOD.format(title), encoding="utf-8")
        beside.replace(path)
        until(lambda: ask(address, "/_dateline/content").json["title"], title.__eq__)
    assert state(address)["problems"] == []


def test_the_terminal_hears_of_a_broken_save_too(path: Path) -> None:
    with Served(path) as server:
        path.write_text(BROKEN, encoding="utf-8")
        until(lambda: server.output, lambda said: f"{path}:7:11: " in said)
        path.write_text(GOOD.format("Mended"), encoding="utf-8")
        until(lambda: server.output, lambda said: "Read again: 1 event." in said)


def test_pages_know_which_version_they_show_when_somebody_watches(path: Path) -> None:
    for option, watched in {"--watch": True, "--no-watch": False}.items():
        with Served(path, option) as server:
            layout = ask(server.address, "/_dash-layout").text
            version = state(server.address)["version"]
        assert (f'"{version}"' in layout) is watched


# --- Beyond this machine --------------------------------------------------------------------------


def test_internal_events_are_seen_on_this_machine_only(path: Path) -> None:
    path.write_text(GOOD.format("First") + INTERNAL, encoding="utf-8")
    seen = {}
    for host in ("127.0.0.1", "0.0.0.0"):
        with Served(path, "--host", host) as server:
            bodies = [ask(server.address, where).text for where in PATHS[:5]]
            seen[host] = ["Not for everybody" in body for body in bodies]
            assert ("Others on the network" in server.output) is (host == "0.0.0.0")
    assert any(seen["127.0.0.1"])
    assert not any(seen["0.0.0.0"])


def test_others_are_not_told_what_a_problem_quotes(path: Path) -> None:
    with Served(path, "--host", "0.0.0.0") as server:
        path.write_text(BROKEN, encoding="utf-8")
        broken = until(lambda: state(server.address), lambda found: bool(found["problems"]))
    assert broken["problems"] == [{"text": "The newest version has 1 error."}]


@pytest.mark.parametrize(
    ("given", "url", "local", "names"),
    [
        (("127.0.0.1", "127.0.0.1"), "http://127.0.0.1:1/", True, set()),
        (("localhost", "::1"), "http://localhost:1/", True, set()),
        (("::1", "::1"), "http://[::1]:1/", True, set()),
        (("Desk", "192.168.1.4"), "http://Desk:1/", False, {"desk", "192.168.1.4"}),
        (("0.0.0.0", "0.0.0.0"), "http://127.0.0.1:1/", False, None),
        (("::", "::"), "http://[::1]:1/", False, None),
    ],
)
def test_addresses(given: tuple[str, str], url: str, local: bool, names: set[str] | None) -> None:
    address = Address(*given, port=1)
    assert address.url == url
    assert address.local is local
    known = None if names is None else names | {"127.0.0.1", "localhost", "[::1]"}
    assert address.names == known


# --- The guard ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A client of a guarded app, to ask as if from elsewhere."""
    file = tmp_path_factory.mktemp("guarded") / "events.yaml"
    file.write_text(GOOD.format("Guarded"), encoding="utf-8")
    app = create_app(load(file))

    def broken() -> str:
        raise LookupError("a secret thing is missing")

    app.server.get("/broken")(broken)
    protect(app, None)
    return app.server.test_client()


@pytest.mark.parametrize(
    ("where", "remote", "accepted", "compressed"),
    [
        ("/_dash-layout", "192.0.2.7", "gzip, br", True),
        ("/assets/view.js", "2001:db8::7", "gzip", True),
        ("/_dash-layout", "127.0.0.1", "gzip", False),
        ("/_dash-layout", "::1", "gzip", False),
        ("/_dash-layout", "192.0.2.7", "br", False),
        ("/_dash-layout", "192.0.2.7", "gzip;q=0", False),
    ],
)
def test_text_is_compressed_for_others(
    guarded: Any, where: str, remote: str, accepted: str, compressed: bool
) -> None:
    plain = guarded.get(where, environ_overrides={"REMOTE_ADDR": remote})
    answer = guarded.get(
        where,
        headers={"Accept-Encoding": accepted},
        environ_overrides={"REMOTE_ADDR": remote},
    )
    assert answer.headers.get("Content-Encoding") == ("gzip" if compressed else None)
    body = gzip.decompress(answer.data) if compressed else answer.data
    assert body == plain.data
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert ("Accept-Encoding" in answer.headers.get("Vary", "")) is compressed
    plain.close()
    answer.close()


def test_a_fault_says_nothing_to_the_page_and_one_line_to_the_terminal(
    guarded: Any, caplog: pytest.LogCaptureFixture
) -> None:
    answer = [guarded.get("/broken") for _ in range(3)][-1]
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    [record] = caplog.records
    assert "/broken" in record.getMessage()
    assert "a secret thing is missing" in record.getMessage()
    assert not record.exc_info


# --- In the browser -------------------------------------------------------------------------------


def test_nothing_the_page_needs_is_blocked(address: str, open_page: Any) -> None:
    """A broken policy ends up on the console, which fails the test at its end."""
    page = open_page(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert page.title() == "First"


def test_an_open_page_follows_the_file(address: str, path: Path, open_page: Any) -> None:
    page = open_page(address)
    expect(page).to_have_title("First", timeout=PATIENCE * 1000)
    path.write_text(GOOD.format("Second"), encoding="utf-8")
    expect(page).to_have_title("Second", timeout=PATIENCE * 1000)
    path.write_text(BROKEN, encoding="utf-8")
    page.get_by_text(f"{path}:7:11: ").wait_for()
    assert page.title() == "Second"
    path.write_text(GOOD.format("Mended"), encoding="utf-8")
    expect(page).to_have_title("Mended", timeout=PATIENCE * 1000)
    page.get_by_text(f"{path}:7:11: ").wait_for(state="detached")


def test_importing_the_server_starts_nothing() -> None:
    code = "import threading, dashboard.app.server; print(threading.active_count())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"
