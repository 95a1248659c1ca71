"""The dashboard as one HTML file that needs no server and asks nobody for anything.

The file is the app itself: its own index page, with everything that the page would have asked the
server for inside it. Scripts are compressed into one block and unpacked by the browser; the two
answers that Dash's renderer fetches at its start are among them. The whole content stands in the
page as plain HTML besides, for readers and programs that run no scripts.

The same timeline gives the same bytes, so that an edition can be checked by its hash.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash
from dash._callback import GLOBAL_CALLBACK_LIST, GLOBAL_CALLBACK_MAP, GLOBAL_INLINE_SCRIPTS
from werkzeug.test import Client

from dashboard import output
from dashboard.app import create_app
from dashboard.app.large import shown_as
from dashboard.app.media import inlined
from dashboard.app.page import script_json
from dashboard.app.still import SCRIPT
from dashboard.carried import ALPHABET, pack
from dashboard.formats.json_writer import versioned
from dashboard.model import Timeline

if TYPE_CHECKING:
    from dashboard.bulk.columns import Bulk

__all__ = ["CARRIED", "PACKED", "SEPARATOR", "public", "read_once", "to_html", "write"]

#: Stands between two scripts in the packed block; a character that occurs in none of them.
SEPARATOR = "\x1e"

#: Plotly's script hands one long function to a wrapper. A browser first skims a function and reads
#: it when it is called, unless it stands in parentheses: then it is read once.
FACTORY = re.compile(r"(self : this, )(\(\) => \{.*\})(\)\);?\s*)", re.DOTALL)

#: What the browsers of its day lacked. One that can unpack this file lacks only one part of it.
POLYFILL = "/dash/deps/polyfill@"

#: Dash's scripts take the address of the page's first script to learn where their parts lie. One
#: that no browser loads is enough for them, because all parts are here already.
ADDRESS = '<script type="text/plain" src="data:,"></script>'

#: The elements that hold what is packed: the data of the timeline, and the scripts.
CARRIED, PACKED = "carried", "packed"

#: Where the page names its encoding.
ENCODING = '<meta charset="utf-8">'

#: Answers the renderer's two requests from the page itself and refuses every other one.
ANSWERS = """
(function () {
  var text = window.datelineAnswers, answers = null;
  delete window.datelineAnswers;
  var ask = window.fetch;
  window.fetch = function (request) {
    var address = String(request && request.url || request).split(/[?#]/)[0];
    var name = address.split("/").pop();
    // Files beside the page; its policy says whether it may ask for any.
    if (/\\/blocks\\/\\w+\\.bin$/.test(address)) { return ask.call(window, address); }
    // As JSON they are read several times as fast as in a script.
    answers = answers || JSON.parse(text);
    if (!answers[name]) { return Promise.reject(new Error("This page has no server.")); }
    var answer = new Response("", {headers: {"Content-Type": "application/json"}});
    answer.json = function () { return Promise.resolve(answers[name]); };
    return Promise.resolve(answer);
  };
  // In a frame without an origin of its own even reading cookies throws; there are none anyway.
  try { void document.cookie; } catch (error) {
    Object.defineProperty(document, "cookie", {value: ""});
  }
})();
"""

#: Unpacks the scripts and runs them in their order. What stands before them is empty, where older
#: pages had stylesheets, and the answers.
UNPACK = """
(function () {
  if (!window.DecompressionStream) { return; }
  var digits = "ALPHABET", value = {};
  for (var d = 0; d < 85; d += 1) { value[digits.charCodeAt(d)] = d; }
  var text = document.getElementById("packed").textContent;
  var padding = (5 - text.length % 5) % 5;
  text += digits[84].repeat(padding);
  var bytes = new DataView(new ArrayBuffer(text.length / 5 * 4));
  for (var k = 0, at = 0; k < text.length; k += 5, at += 4) {
    var number = 0;
    for (var i = 0; i < 5; i += 1) { number = number * 85 + value[text.charCodeAt(k + i)]; }
    bytes.setUint32(at, number);
  }
  var whole = new Uint8Array(bytes.buffer, 0, bytes.byteLength - padding);
  var stream = new Blob([whole]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(stream).text().then(function (unpacked) {
    var parts = unpacked.split("\\u001e");
    window.datelineAnswers = parts[1];
    parts.slice(2).forEach(function (source) {
      var script = document.createElement("script");
      script.textContent = source;
      document.head.appendChild(script);
    });
  });
})();
""".replace("ALPHABET", ALPHABET)


def to_html(source: Timeline | Bulk) -> str:
    """The dashboard of a timeline as the text of one HTML file.

    Internal events are left out, with everything that only they refer to.
    """
    shown = public(source)
    if not isinstance(shown, Timeline):
        from dashboard.freeze_blocks import refuse_too_many

        refuse_too_many(shown)
    return page_of(shown, store="page")


def page_of(shown: Timeline | Bulk, *, store: str) -> str:
    """The text of the page.

    Args:
        shown: What may leave the machine; see :func:`public`.
        store: Where the blocks of very many events are: in the ``page``, or in a ``folder``.
    """
    with _apart():
        app: Dash = create_app(shown, store=store)
        get = _getter(app)
        page, scripts = _without_scripts(get("/"), get)
        answers = _answers(get)
    # After the encoding, which has to stand within the first 1024 bytes (HTML Standard, 4.2.5.4).
    head = f"{ENCODING}\n{ADDRESS}\n{_policy([*scripts, SCRIPT, UNPACK], store)}"
    page = page.replace(ENCODING, head, 1)
    blocks = _blocks(shown) if store == "page" else []
    parts = [_carried(shown, answers), _packed(answers, scripts), *blocks]
    data = "\n".join(parts)
    return page.replace("</body>", f"{data}\n</body>", 1)


def public(source: Timeline | Bulk) -> Timeline | Bulk:
    """What may leave the machine of a timeline, as columns where it is large."""
    if isinstance(source, Timeline):
        return shown_as(source.public())
    # The rows of a table are chosen where it is read; objects can be chosen from here.
    whole: Timeline | None = getattr(source.texts, "whole", None)
    if whole is None or whole.public() is whole:
        return source
    from dashboard.bulk.of_timeline import bulk_of

    return bulk_of(whole.public())


def _blocks(shown: Timeline | Bulk) -> list[str]:
    if isinstance(shown, Timeline):
        return []
    from dashboard.freeze_blocks import within

    return [within(shown)]


@contextlib.contextmanager
def _apart() -> Iterator[None]:
    """Keep the callbacks that wait for another Dash app in this process out of this page.

    What is registered by ``dash.callback`` belongs to the first app that answers a request: it
    would be told to the reader of this page, and be lost to the app that it was written for.
    """
    waiting = (GLOBAL_CALLBACK_LIST, GLOBAL_INLINE_SCRIPTS), (GLOBAL_CALLBACK_MAP,)
    lists, maps = ([part.copy() for part in kind] for kind in waiting)
    for part in (*waiting[0], *waiting[1]):
        part.clear()
    try:
        yield
    finally:
        for part, kept in zip(waiting[0], lists, strict=True):
            part[:] = kept
        for part, kept in zip(waiting[1], maps, strict=True):
            part.clear()
            part.update(kept)


def _without_scripts(page: str, get: Callable[[str], str]) -> tuple[str, list[str]]:
    """The page with its scripts taken out, and the scripts in their order."""
    scripts = [ANSWERS]

    def take(found: re.Match[str]) -> str:
        attributes, text = found.group(1), found.group(2)
        if "application/json" in attributes or text == SCRIPT:
            return found.group(0)
        source = re.search(r'src="([^"]+)"', attributes)
        address = source.group(1) if source else ""
        script = get(address) if address else text
        scripts.append(_generators(script) if POLYFILL in address else read_once(script))
        return ""

    return re.sub(r"<script([^>]*)>(.*?)</script>", take, page, flags=re.DOTALL), scripts


def read_once(script: str) -> str:
    """The script with its wrapped function in parentheses; others stay as they are."""
    start = script.find("self : this, () => {", 0, 2_000)
    found = FACTORY.fullmatch(script, max(start, 0))
    if start < 0 or found is None:
        return script
    return f"{script[:start]}{found[1]}({found[2]}){found[3]}"


def _generators(polyfill: str) -> str:
    """The runtime for compiled generators, which Dash's scripts use, out of its polyfill.

    The polyfill is a table of modules; where it looks otherwise it is taken whole.
    """
    modules = re.split(r"(?<=\]),(?=\d+:\[function\()", polyfill)
    for module in modules:
        found = re.fullmatch(r"\d+:\[(function\(t,n,r\)\{.*\}),\{\}\]", module, re.DOTALL)
        if found and "regeneratorRuntime=e" in module:
            return f"({found.group(1)})(null,{{exports:{{}}}},null);"
    return polyfill


def write(timeline: Timeline | Bulk, path: Path) -> int:
    """Write the dashboard of a timeline to a file, whole or not at all.

    Returns:
        The size of the file in bytes.

    Raises:
        OutputError: The file cannot be written.
    """
    return output.write(path, to_html(timeline).encode())


def _getter(app: Dash) -> Callable[[str], str]:
    client: Client = app.server.test_client()

    def get(address: str) -> str:
        with client.get(address.replace("&amp;", "&")) as answer:
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}")
            return answer.get_data(as_text=True)

    return get


def _answers(get: Callable[[str], str]) -> str:
    """What the renderer asks for, as one JSON text."""
    names = ("_dash-layout", "_dash-dependencies")
    return script_json({name: json.loads(get(f"/{name}")) for name in names})


def _policy(scripts: list[str], store: str) -> str:
    """What the page may do: run these very scripts, show what is inside it, and nothing else."""
    hashes = " ".join(dict.fromkeys(map(_hash, scripts)))
    rules = {
        "default-src": "'none'",
        "script-src": hashes,
        "style-src": "'unsafe-inline'",
        "img-src": "data: blob:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        # A page with files beside it asks for them, and nobody else for anything.
        **({"connect-src": "'self'"} if store == "folder" else {}),
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _carried(source: Timeline | Bulk, answers: str) -> str:
    """The timeline's own data, which ``dateline extract`` reads and no script of the page does."""
    if isinstance(source, Timeline):
        named = dict.fromkeys(item.image for event in source.events for item in event.media)
        pictures = {name: data for name in named if (data := inlined(source.path, name))}
        values: dict[str, Any] = {"timeline": versioned(source), "pictures": pictures}
    else:
        from dashboard.freeze_blocks import carried

        values = carried(source)
    return f'<script type="text/plain" id="{CARRIED}">{pack(values, answers)}</script>'


def _packed(answers: str, scripts: list[str]) -> str:
    parts = ["", answers, *scripts]
    block = gzip.compress(SEPARATOR.join(parts).encode(), 9, mtime=0)
    text = base64.b85encode(block).decode("ascii").replace("<", "'")
    return f'<script type="text/plain" id="{PACKED}">{text}</script>\n<script>{UNPACK}</script>'
