/*
 * What the page works with now, and the one way to change it: go(). The state is in the address.
 */
(function (dateline) {
  "use strict";

  /*
   * payload: what Python sent; state: what the reader chose; mask: which events that leaves, one
   * true or false each; selected: the place of the selected event in the timeline, or -1; scene:
   * how the chart shows them now (see view.js); bulk: the events where there are very many (see
   * bulk.js), else null; their mask is an array of bytes; awaited: the event of these that was
   * asked for and is on its way, or -1; walked: that which a walk by keys has come to, or -1.
   */
  var page = {
    payload: null, bulk: null, state: null, mask: [], selected: -1, awaited: -1, walked: -1,
    scene: null,
  };

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
    if (!Object.keys(changed).length) { return; }
    // Where there is no Dash nobody else writes to the elements of the page.
    if (withDash()) { window.dash_clientside.set_props(id, changed); } else { dateline.put(id, changed); }
  }

  /* Whether Dash has made this page; one that stands alone has been made without it. */
  function withDash() { return Boolean((window.dash_clientside || {}).set_props); }

  function byId(id) { return document.getElementById(id); }

  function same(a, b) { return dateline.encode(a) === dateline.encode(b); }

  /* Change parts of the state. What a reader may want to undo becomes a step of the history. */
  function go(patch, undoable) {
    var next = Object.assign({}, page.state, patch);
    if (same(next, page.state)) { return; }
    var before = page.state;
    // A step of the history leads back to the state before it, as it was at last.
    if (undoable) { settle(); }
    take(next);
    address(undoable);
    dateline.refresh(before);
  }

  /* The state is this from now on. */
  function take(next) {
    page.state = next;
    page.awaited = -1;
    page.selected = next.event ? dateline.placeOf(page, next.event) : -1;
  }

  /* Milliseconds that the address may be behind the state: not the next key should wait for it. */
  var BEHIND = 100;

  /* True while the address is behind the state. */
  var behind = false;

  /*
   * The address follows the state. What a reader does again and again, typing or moving the window,
   * is painted first: a browser takes its time for an address, and refuses too many at once.
   */
  function address(undoable) {
    if (!undoable && !document.hidden) {
      if (!behind) { window.setTimeout(settle, BEHIND); }
      behind = true;
      return;
    }
    write(undoable);
  }

  /* Nothing of the state is missing in the address from now on. */
  function settle() { if (behind) { write(false); } }

  function write(undoable) {
    behind = false;
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
    behind = false;
    var next = dateline.decode(window.location.hash);
    if (same(next, page.state)) { return; }
    var before = page.state;
    take(next);
    dateline.refresh(before);
  }

  Object.assign(dateline, {
    byId: byId,
    follow: follow,
    go: go,
    page: page,
    set: set,
    settle: settle,
    take: take,
    withDash: withDash,
  });
})(window.dateline = window.dateline || {});
