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
    scene: null, typing: false,
  };

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
    settle: settle,
    take: take,
  });
})(window.dateline = window.dateline || {});
