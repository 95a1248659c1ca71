"""A timeline as a part of another Dash app.

It is the frozen page in a frame: its styles, scripts and ids cannot meet those of the app around
it, and there can be as many on a page as there is room for. What is chosen in it is the ``data`` of
a store, and another store chooses.
"""

from __future__ import annotations

import dash
from dash import Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard import iframe
from dashboard.freeze import to_html
from dashboard.model import Timeline

__all__ = ["timeline_component"]

#: Connects a frame with its two stores. A frame that has not spoken yet cannot hear either.
GLUE = """
function (open, frameId, stateId) {
  var all = window.datelineParts = window.datelineParts || {};
  function frame(id) { return document.getElementById(id); }
  function send(id) {
    var part = all[id];
    if (!part.met || part.open === null || !frame(id)) { return; }
    frame(id).contentWindow.postMessage({dateline: 1, open: part.open}, "*");
    part.open = null;
  }
  if (!window.datelineListens) {
    window.datelineListens = true;
    window.addEventListener("message", function (event) {
      var said = event.data;
      if (!said || said.dateline !== 1 || typeof said.fragment !== "string") { return; }
      Object.keys(all).forEach(function (id) {
        if (!frame(id) || frame(id).contentWindow !== event.source) { return; }
        var chosen = new URLSearchParams(said.fragment).get("event");
        window.dash_clientside.set_props(all[id].state, {
          data: {event: chosen, fragment: said.fragment.slice(0, 2000)}
        });
        all[id].met = true;
        send(id);
      });
    });
  }
  var part = all[frameId] = all[frameId] || {met: false, open: null};
  part.state = stateId;
  if (open && typeof open === "object") {
    part.open = typeof open.fragment === "string" ? open.fragment
      : "event=" + encodeURIComponent(open.event || "");
    send(frameId);
  }
  return window.dash_clientside.no_update;
}
"""


def timeline_component(
    timeline: Timeline, id_prefix: str, *, event: str | None = None, height: int = 560
) -> Component:
    """A timeline for the layout of another Dash app. Internal events are left out.

    Call it where the app is made, not in a callback: it registers one.

    - ``Input(f"{id_prefix}-state", "data")``: what is chosen, ``{"event": id or None, "fragment":
      the whole state as in an address}``;
    - ``Output(f"{id_prefix}-open", "data")``: ``{"event": id}`` opens an event, ``{"event": None}``
      closes it, ``{"fragment": "q=embassy"}`` changes any part of the state.

    Args:
        timeline: What it shows.
        id_prefix: With what its ids begin: ``…-frame``, ``…-state`` and ``…-open``. Another one for
            each timeline on the page.
        event: The id of an event that is open at the start.
        height: In pixels.

    Raises:
        ValueError: There is no such event.
    """
    shown = timeline.public()
    if event is not None and event not in shown.by_id:
        raise ValueError(f"there is no event {event!r} in {shown.title!r}")
    state = {"event": event, "embed": "1"} if event else {"embed": "1"}
    frame, chosen, wanted = (f"{id_prefix}-{name}" for name in ("frame", "state", "open"))
    dash.clientside_callback(
        GLUE, Output(chosen, "data"), Input(wanted, "data"), State(frame, "id"), State(chosen, "id")
    )
    return html.Div(
        [
            html.Iframe(
                id=frame,
                title=shown.title,
                srcDoc=iframe.opened_at(to_html(shown), state),
                sandbox=iframe.SANDBOX,
                style={"display": "block", "width": "100%", "height": f"{height}px", "border": 0},
            ),
            dcc.Store(id=chosen),
            dcc.Store(id=wanted),
        ],
        id=id_prefix,
    )
