"""The dashboard as one HTML file that needs no server and asks nobody for anything.

It is the page that the app serves, without Dash: its frame stands in the file as markup, and what
Dash hands on to the page's scripts they get at once (``assets/alone.js``), because most of the time
until a chart is live would be Dash's. Plotly, the page's own scripts and its content are compressed
into one block, which the browser unpacks. The whole content stands in the page as plain HTML
besides, for readers and programs that run no scripts.

The same timeline gives the same bytes, so that an edition can be checked by its hash.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import output, resources
from dashboard.app.content import content
from dashboard.app.ids import PAYLOAD
from dashboard.app.large import shown_as
from dashboard.app.markup import to_markup
from dashboard.app.media import inlined
from dashboard.app.own import own
from dashboard.app.page import index, plain, script_json
from dashboard.app.shell import shell
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

#: The elements that hold what is packed: the data of the timeline, and the scripts.
CARRIED, PACKED = "carried", "packed"

#: Where the page names its encoding.
ENCODING = '<meta charset="utf-8">'

#: The place of the live page; the name is Dash's, so that styles and scripts find it in both pages.
ENTRY = '<div id="react-entry-point"></div>'

#: Unpacks the scripts, runs them in their order and starts the page. Two parts stand before them:
#: one that is empty, where older pages had stylesheets, and what the page shows.
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
    parts.slice(2).forEach(function (source) {
      var script = document.createElement("script");
      script.textContent = source;
      document.head.appendChild(script);
    });
    window.dateline.beginAlone(parts[1]);
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
    made = content(shown, store=store)
    found = own(resources.assets_folder())
    scripts = [read_once(resources.plotly_bundle()[1].decode()), found.script]
    told = script_json({"frame": to_markup(shell(made)), "payload": made[PAYLOAD]["data"]})
    blocks = _blocks(shown) if store == "page" else []
    page = index(
        shown,
        styles=f"<style>{found.styles}</style>",
        content=plain(shown),
        rest="\n".join([ENTRY, _carried(shown, told), _packed(told, scripts), *blocks]),
    )
    # After the encoding, which has to stand within the first 1024 bytes (HTML Standard, 4.2.5.4).
    head = f"{ENCODING}\n{_policy([*scripts, SCRIPT, UNPACK], store)}"
    return page.replace(ENCODING, head, 1)


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


def read_once(script: str) -> str:
    """The script with its wrapped function in parentheses; others stay as they are."""
    start = script.find("self : this, () => {", 0, 2_000)
    found = FACTORY.fullmatch(script, max(start, 0))
    if start < 0 or found is None:
        return script
    return f"{script[:start]}{found[1]}({found[2]}){found[3]}"


def write(timeline: Timeline | Bulk, path: Path) -> int:
    """Write the dashboard of a timeline to a file, whole or not at all.

    Returns:
        The size of the file in bytes.

    Raises:
        OutputError: The file cannot be written.
    """
    return output.write(path, to_html(timeline).encode())


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


def _carried(source: Timeline | Bulk, told: str) -> str:
    """The timeline's own data, which ``dateline extract`` reads and no script of the page does."""
    if isinstance(source, Timeline):
        named = dict.fromkeys(item.image for event in source.events for item in event.media)
        pictures = {name: data for name in named if (data := inlined(source.path, name))}
        values: dict[str, Any] = {"timeline": versioned(source), "pictures": pictures}
    else:
        from dashboard.freeze_blocks import carried

        values = carried(source)
    return f'<script type="text/plain" id="{CARRIED}">{pack(values, told)}</script>'


def _packed(told: str, scripts: list[str]) -> str:
    parts = ["", told, *scripts]
    block = gzip.compress(SEPARATOR.join(parts).encode(), 9, mtime=0)
    text = base64.b85encode(block).decode("ascii").replace("<", "'")
    return f'<script type="text/plain" id="{PACKED}">{text}</script>\n<script>{UNPACK}</script>'
