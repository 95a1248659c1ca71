/*
 * What the page works with now, and the one way to change it: go(). The state is in the address.
 */
(function (dateline) {
  "use strict";

  /*
   * payload: what Python sent; state: what the reader chose; mask: which events that leaves, one
   * true or false each; selected: the place of the selected event in the timeline, or -1; scene:
   * how the chart shows them now (see view.js).
   */
  var page = { payload: null, state: null, mask: [], selected: -1, scene: null };

  /* Dash puts its own part of this object there when it starts, after this file has run. */
  function unchanged() { return window.dash_clientside.no_update; }

  /* What a reader or Dash changes as well, so that nobody can remember how it was left. */
  var OTHERS = ["value", "data"];

  /* The properties that each component was given last, by its id. */
  var given = {};

  /*
   * Give a component properties. Those that it has already are not given again: Dash would render
   * it, and with some of them the whole page, anew.
   */
  function set(id, props) {
    var key = JSON.stringify(id);
    var before = given[key] = given[key] || {};
    var changed = {};
    Object.keys(props).forEach(function (name) {
      var value = props[name];
      if (OTHERS.indexOf(name) < 0) {
        var written = JSON.stringify(value);
        if (name in before && before[name] === written) { return; }
        before[name] = written;
      }
      changed[name] = value;
    });
    if (Object.keys(changed).length) { window.dash_clientside.set_props(id, changed); }
  }

  function byId(id) { return document.getElementById(id); }

  function same(a, b) { return dateline.encode(a) === dateline.encode(b); }

  /* Change parts of the state. What a reader may want to undo becomes a step of the history. */
  function go(patch, undoable) {
    enter(Object.assign({}, page.state, patch), undoable);
  }

  function enter(next, undoable) {
    if (same(next, page.state)) { return; }
    take(next);
    address(undoable);
    set("state", { data: next });
  }

  /* The state is this from now on; what is shown follows when Dash calls for it. */
  function take(next) {
    page.state = next;
    page.selected = next.event ? page.payload.events.id.indexOf(next.event) : -1;
  }

  function address(undoable) {
    var hash = "#" + dateline.encode(page.state);
    if (hash === (window.location.hash || "#")) { return; }
    try {
      window.history[undoable ? "pushState" : "replaceState"](null, "", hash);
    } catch (error) {
      // A frame without an origin of its own has no history to write to, only a fragment.
      window.location.hash = hash;
    }
  }

  /* The address changed: by hand, by a link, by Back or Forward. */
  function follow() {
    var next = dateline.decode(window.location.hash);
    if (same(next, page.state)) { return; }
    take(next);
    set("state", { data: next });
  }

  Object.assign(dateline, {
    byId: byId,
    follow: follow,
    go: go,
    page: page,
    set: set,
    take: take,
    unchanged: unchanged,
  });
})(window.dateline = window.dateline || {});
