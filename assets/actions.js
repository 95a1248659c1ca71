/*
 * What a reader can ask for, by key, button or link. Python's table of keys names the actions.
 */
(function (dateline) {
  "use strict";

  /* Where the focus was when an event was opened, to give it back. */
  var opener = null;

  function open(index, from) {
    var page = dateline.page;
    opener = from || opener;
    var patch = { event: page.payload.events.id[index] };
    // The whole time shows every event; only a window of it may have to move.
    if (page.state.from !== null) {
      var variant = page.scene.variant;
      var range = dateline.reveal(page.scene.window, variant.start[index], variant.end[index]);
      patch.from = range[0];
      patch.to = range[1];
    }
    dateline.go(patch, true);
  }

  function move(direction) {
    var mask = dateline.page.mask;
    var selected = dateline.page.selected;
    var beside = selected < 0
      ? { before: mask.lastIndexOf(true), after: mask.indexOf(true) }
      : dateline.neighbours(mask, selected);
    if (beside[direction] >= 0) { open(beside[direction], null); }
  }

  function zoomBy(factor) {
    var scene = dateline.page.scene;
    var selected = scene.selected;
    var middle = selected < 0 ? undefined : scene.variant.x[selected];
    if (middle < scene.window[0] || middle > scene.window[1]) { middle = undefined; }
    var range = dateline.zoom(scene.window, factor, scene.variant.limits, middle);
    dateline.go({ from: range[0], to: range[1] }, false);
  }

  function close() {
    var search = dateline.byId("search");
    if (document.activeElement === search) { search.blur(); return; }
    dateline.go({ event: "" }, true);
    if (opener && document.contains(opener)) { opener.focus({ preventScroll: true }); }
    opener = null;
  }

  var ACTIONS = dateline.actions = Object.assign(dateline.actions || {}, {
    search: function () { dateline.byId("search").focus(); },
    next: function () { move("after"); },
    previous: function () { move("before"); },
    close: close,
    zoomIn: function () { zoomBy(0.5); },
    zoomOut: function () { zoomBy(2); },
    zoomAll: function () { dateline.go({ from: null, to: null }, false); },
    theme: function () { dateline.go({ theme: dateline.theme() === "dark" ? "light" : "dark" }); },
    clear: function () { dateline.go({ q: "", category: [] }, true); },
    help: function () {
      dateline.go({ event: "" }, true);
      dateline.byId("panel-body").focus();
    },
  });

  function act(action) {
    if (ACTIONS[action] && dateline.page.scene) { ACTIONS[action](); }
  }

  /* What a key asks for, by the table of keys that the page was made with. */
  function actionOf(keys, key) {
    var row = keys.find(function (entry) { return entry.keys.indexOf(key) >= 0; });
    return row ? row.action : null;
  }

  function onClick(event) {
    var button = event.target.closest("[data-action]");
    if (button) { act(button.dataset.action); return; }
    var link = event.target.closest("a[href^='#event=']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !dateline.page.scene) { return; }
    event.preventDefault();
    var id = dateline.decode(link.getAttribute("href")).event;
    var index = dateline.page.payload.events.id.indexOf(id);
    if (index < 0) { return; }
    open(index, link);
    dateline.byId("panel-body").focus({ preventScroll: true });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      && event.target.type !== "checkbox";
    if (typing && event.key !== "Escape") { return; }
    var action = actionOf(dateline.page.payload.keys, event.key);
    if (action) { event.preventDefault(); act(action); }
  }

  /* Listen to the reader; once. */
  function start() {
    if (start.done) { return; }
    start.done = true;
    window.addEventListener("hashchange", dateline.follow);
    window.addEventListener("popstate", dateline.follow);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      dateline.set("state", { data: Object.assign({}, dateline.page.state) });
    });
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
  }

  Object.assign(dateline, { act: act, actionOf: actionOf, open: open, start: start });
})(window.dateline = window.dateline || {});
