"""A frame that shows a dashboard in somebody else's page: its code, and what the two say.

What is in the frame and the page around it talk by messages
(https://html.spec.whatwg.org/multipage/web-messaging.html):

- out: ``{dateline: 1, height, fragment}``: the height in pixels that the content would like, and
  the state, as in the fragment of an address;
- in: ``{dateline: 1, open}``: the parts of a state to change, such as ``event=ema-disclosure``.

A frame listens to the page around it alone; a page listens to its frames alone.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from urllib.parse import quote

__all__ = [
    "HEIGHT",
    "HIGHEST",
    "LOWEST",
    "SANDBOX",
    "SCRIPT",
    "SERVED",
    "STATE",
    "TEMPLATE",
    "fragment",
    "frame",
    "frame_of_page",
    "opened_at",
    "payload",
]

#: What the page of an exported file needs. Without ``allow-same-origin`` it cannot reach the
#: article that it stands in, its cookies or its storage, even from the same server. The popups are
#: the sources, and the second token lets them be whole pages and not sandboxed ones.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"

#: What a served page needs: it asks its server for scripts and data, which that gives to pages of
#: its own origin only. It is of another origin than the article, so it cannot reach that either.
SERVED = f"{SANDBOX} allow-same-origin"

#: Heights of a frame in pixels: by default, and between which a page asks for another one.
HEIGHT, LOWEST, HIGHEST = 620, 480, 960

#: The code. On a low screen, such as a phone on its side, the frame leaves room to scroll past it.
#: ``assets/share.js`` fills in the same words.
TEMPLATE = (
    '<iframe src="{src}" title="{title}"{more} style="display: block; width: 100%; '
    'height: {height}px; max-height: max(420px, 90vh); border: 0" loading="lazy" '
    'sandbox="{sandbox}" referrerpolicy="strict-origin-when-cross-origin"></iframe>'
)

#: The same around a page that is written into it. It is never lazy: it is there already.
PAGE_TEMPLATE = (
    '<iframe srcdoc="{page}" title="{title}" style="display: block; width: 100%; '
    'height: {height}px; border: 0" sandbox="{sandbox}"></iframe>'
)

#: Marks the frames that :data:`SCRIPT` looks after. With the value ``follow`` the address of the
#: page around it names what is open in the frame.
ATTRIBUTE = "data-dateline"

#: Makes each marked frame as high as its content asks for and hands it the fragment of the page's
#: own address when that is a state. Twice on a page it does the same as once.
SCRIPT = (
    """
<script>
(function () {
  if (window.datelineFrames) { return; }
  window.datelineFrames = true;
  function frames() { return Array.from(document.querySelectorAll("iframe[data-dateline]")); }
  function open(frame) {
    if (!/^#\\w+=/.test(location.hash) || !frame.contentWindow) { return; }
    frame.contentWindow.postMessage({dateline: 1, open: location.hash.slice(1)}, "*");
  }
  window.addEventListener("hashchange", function () { frames().forEach(open); });
  window.addEventListener("message", function (event) {
    var said = event.data;
    var frame = frames().find(function (one) { return one.contentWindow === event.source; });
    if (!frame || !said || said.dateline !== 1) { return; }
    if (said.height > 0) {
      frame.style.height = Math.min(HIGHEST, Math.max(LOWEST, Math.round(said.height))) + "px";
    }
    if (!frame.datelineMet) { frame.datelineMet = true; open(frame); return; }
    if (frame.dataset.dateline === "follow" && typeof said.fragment === "string") {
      history.replaceState(history.state, "", "#" + said.fragment.slice(0, 2000));
    }
  });
})();
</script>
""".strip()
    .replace("HIGHEST", str(HIGHEST))
    .replace("LOWEST", str(LOWEST))
)

#: The name of the element that tells a page without an address in which state it opens.
STATE = "dateline-state"


def frame(
    address: str,
    title: str,
    *,
    height: int = HEIGHT,
    served: bool = False,
    follow: bool | None = None,
) -> str:
    """The code of a frame.

    Args:
        address: Of the page, relative or absolute, with the state to open it in.
        title: What a screen reader announces.
        height: In pixels.
        served: Whether a server of Dateline's is behind the address.
        follow: None without the script. With it, whether the address of the page around the frame
            names what is open in it.
    """
    mark = "" if follow is None else f' {ATTRIBUTE}="follow"' if follow else f" {ATTRIBUTE}"
    code = TEMPLATE.format(
        src=html.escape(address),
        title=html.escape(title),
        more=mark,
        height=height,
        sandbox=SERVED if served else SANDBOX,
    )
    return code if follow is None else f"{code}\n{SCRIPT}"


def frame_of_page(page: str, title: str, *, height: int = HEIGHT) -> str:
    """The code of a frame with the page itself in it, for where there is no address.

    Args:
        page: The HTML of a page.
        title: What a screen reader announces.
        height: In pixels.
    """
    return PAGE_TEMPLATE.format(
        page=html.escape(page), title=html.escape(title), height=height, sandbox=SANDBOX
    )


def fragment(state: Mapping[str, str]) -> str:
    """A state as it stands in an address, without ``#``."""
    return "&".join(f"{key}={quote(value, safe='-_.~:,')}" for key, value in state.items())


def opened_at(page: str, state: Mapping[str, str]) -> str:
    """A page that opens in a state though it has no address to name it.

    Args:
        page: The HTML of a page of Dateline's.
        state: Parts of the state, as in an address: ``event``, ``theme``, ``embed`` …
    """
    first = '<meta charset="utf-8">'
    told = f'<meta name="{STATE}" content="{html.escape(fragment(state))}">'
    return page.replace(first, f"{first}\n{told}", 1)


def payload() -> dict[str, object]:
    """What the page itself needs in order to offer the code of a frame."""
    return {
        "template": TEMPLATE.replace("{more}", ""),
        "file": SANDBOX,
        "served": SERVED,
        "lowest": LOWEST,
        "highest": HIGHEST,
    }
