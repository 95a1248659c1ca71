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

from dash import Dash
from dash._callback import GLOBAL_CALLBACK_LIST, GLOBAL_CALLBACK_MAP, GLOBAL_INLINE_SCRIPTS
from werkzeug.test import Client

from dashboard import output
from dashboard.app import create_app
from dashboard.app.media import inlined
from dashboard.app.page import script_json
from dashboard.carried import ALPHABET, pack
from dashboard.formats.json_writer import versioned
from dashboard.model import Timeline

__all__ = ["CARRIED", "PACKED", "SEPARATOR", "to_html", "write"]

#: Stands between two scripts in the packed block; a character that occurs in none of them.
SEPARATOR = "\x1e"

#: The graph component is a part of Dash's core components that is only loaded when it is needed.
#: Here it is put after them, so that nothing is loaded later.
GRAPH = ("dash/dcc/dash_core_components.v", "/_dash-component-suites/dash/dcc/async-graph.js")

#: The script of Dash that no part of this page uses.
UNUSED = "/dash/dash_table/"

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
  var answers = {"_dash-layout": LAYOUT, "_dash-dependencies": DEPENDENCIES};
  window.fetch = function (request) {
    var name = String(request && request.url || request).split(/[?#]/)[0].split("/").pop();
    if (!answers[name]) { return Promise.reject(new Error("This page has no server.")); }
    return Promise.resolve(new Response(JSON.stringify(answers[name]), {
      headers: {"Content-Type": "application/json"}
    }));
  };
  // In a frame without an origin of its own even reading cookies throws; there are none anyway.
  try { void document.cookie; } catch (error) {
    Object.defineProperty(document, "cookie", {value: ""});
  }
})();
"""

#: The stylesheets that the plain page needs; the others come out of the packed block with the
#: scripts that they are for, each in its place, because order decides between equal rules.
PLAIN_STYLES = ("print.css", "relations.css", "timeline.css")

#: Unpacks stylesheets and scripts, and runs the scripts in their order.
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
    var parts = unpacked.split("\\u001e"), styles = JSON.parse(parts.shift());
    document.querySelectorAll("style[data-packed]").forEach(function (style, place) {
      style.textContent = styles[place];
    });
    parts.forEach(function (source) {
      var script = document.createElement("script");
      script.textContent = source;
      document.head.appendChild(script);
    });
  });
})();
""".replace("ALPHABET", ALPHABET)


def to_html(timeline: Timeline) -> str:
    """The dashboard of a timeline as the text of one HTML file.

    Internal events are left out, with everything that only they refer to.
    """
    shown = timeline.public()
    with _apart():
        app: Dash = create_app(shown)
        get = _getter(app)
        page, scripts = _without_scripts(get("/"), get)
        page, styles = _without_styles(page, get)
    # After the encoding, which has to stand within the first 1024 bytes (HTML Standard, 4.2.5.4).
    head = f"{ENCODING}\n{ADDRESS}\n{_policy([*scripts, UNPACK])}"
    page = page.replace(ENCODING, head, 1)
    data = f"{_carried(shown, scripts[0])}\n{_packed(styles, scripts)}"
    return page.replace("</body>", f"{data}\n</body>", 1)


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
    scripts = [_answers(get)]
    own: list[str] = []

    def take(found: re.Match[str]) -> str:
        attributes, text = found.group(1), found.group(2)
        if "application/json" in attributes:
            return found.group(0)
        source = re.search(r'src="([^"]+)"', attributes)
        address = source.group(1) if source else ""
        if address.startswith("/assets/"):
            # They come one after the other; in one piece they need one hash.
            if not own:
                scripts.append("")
            own.append(_tight_script(get(address)))
            scripts[-1] = "\n".join(own)
        elif UNUSED not in address:
            script = get(address) if address else text
            scripts.append(_generators(script) if POLYFILL in address else script)
            if GRAPH[0] in address:
                scripts.append(get(GRAPH[1]))
        return ""

    return re.sub(r"<script([^>]*)>(.*?)</script>", take, page, flags=re.DOTALL), scripts


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


def _without_styles(page: str, get: Callable[[str], str]) -> tuple[str, list[str]]:
    """The page with its stylesheets inside it or left for later, and those that are."""
    packed: list[str] = []

    def take(found: re.Match[str]) -> str:
        style = _tight(get(found.group(1)))
        if any(f"/{name}?" in found.group(1) for name in PLAIN_STYLES):
            return f"<style>{style}</style>"
        packed.append(style)
        return "<style data-packed></style>"

    return re.sub(r'<link rel="stylesheet" href="([^"]+)">', take, page), packed


def write(timeline: Timeline, path: Path) -> int:
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
    layout, dependencies = (
        script_json(json.loads(get(f"/{name}"))) for name in ("_dash-layout", "_dash-dependencies")
    )
    return ANSWERS.replace("DEPENDENCIES", dependencies, 1).replace("LAYOUT", layout, 1)


def _tight(css: str) -> str:
    """A stylesheet of ours without comments and indentation."""
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def _tight_script(script: str) -> str:
    """A script of ours without comments on lines of their own and without indentation."""
    bare = re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)
    lines = (line.strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _policy(scripts: list[str]) -> str:
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
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _carried(timeline: Timeline, answers: str) -> str:
    """The timeline's own data, which ``dateline extract`` reads and no script of the page does."""
    named = dict.fromkeys(item.image for event in timeline.events for item in event.media)
    pictures = {name: address for name in named if (address := inlined(timeline.path, name))}
    text = pack({"timeline": versioned(timeline), "pictures": pictures}, answers)
    return f'<script type="text/plain" id="{CARRIED}">{text}</script>'


def _packed(styles: list[str], scripts: list[str]) -> str:
    parts = [json.dumps(styles, ensure_ascii=False), *scripts]
    block = gzip.compress(SEPARATOR.join(parts).encode(), 9, mtime=0)
    text = base64.b85encode(block).decode("ascii").replace("<", "'")
    return f'<script type="text/plain" id="{PACKED}">{text}</script>\n<script>{UNPACK}</script>'
