/*
 * What a reader can ask for, by key, button or link. Python's table of keys names the actions.
 */
(function (dateline) {
  "use strict";

  /* Where the focus was when an event was opened, to give it back. */
  var opener = null;

  /* Select an event; `more` are other parts of the state to change with it. */
  function open(index, from, more) {
    var page = dateline.page;
    opener = from || opener;
    var id = dateline.eventsOf(page.payload).id(index);
    if (!id) { dateline.expectEvent(page, index, function () { open(index, from, more); }); return; }
    var patch = Object.assign({}, more, { event: id });
    // The whole time shows every event; only a window of it may have to move.
    if (page.state.from !== null) {
      var span = dateline.spanOn(page, index);
      var range = dateline.reveal(page.scene.window, span[0], span[1]);
      Object.assign(patch, dateline.windowState(range));
      // The reader sees from where to where.
      if (range[0] !== page.scene.window[0]) { dateline.glide(); }
    }
    dateline.go(patch, true);
  }

  function move(direction) {
    if (dateline.storyStep(dateline.page.state, dateline.page.payload.story)) {
      dateline.storyMove(direction === "after" ? 1 : -1);
      return;
    }
    var mask = dateline.page.mask;
    var awaited = dateline.page.awaited;
    var selected = awaited < 0 ? dateline.page.selected : awaited;
    var beside = selected < 0
      ? { before: dateline.lastShown(mask), after: dateline.firstShown(mask) }
      : dateline.neighbours(mask, selected);
    if (beside[direction] >= 0) { open(beside[direction], null); }
  }

  function zoomBy(factor) {
    var scene = dateline.page.scene;
    var selected = scene.selected;
    var middle = selected < 0 ? undefined : scene.variant.x[selected];
    if (middle < scene.window[0] || middle > scene.window[1]) { middle = undefined; }
    var range = dateline.zoom(scene.window, factor, scene.variant.limits, middle);
    dateline.go(dateline.windowState(range), false);
  }

  function close(button) {
    var search = dateline.byId("search");
    if (document.activeElement === search) { search.blur(); return; }
    // The key leaves the story before the event; the button beside the event means the event.
    if (dateline.page.state.story) {
      if (!dateline.leaveStory(button)) { dateline.go({ event: "", story: null }, true); giveBack(); }
      return;
    }
    if (dateline.leaveActor()) { giveBack(); return; }
    dateline.go({ event: "" }, true);
    giveBack();
  }

  function giveBack() {
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
  });

  /* Do what is asked for; `from` is the button that asks, where it was one. */
  function act(action, from) {
    if (ACTIONS[action] && dateline.page.scene) { ACTIONS[action](from); }
  }

  /* What a key asks for, by the table of keys that the page was made with. */
  function actionOf(keys, key) {
    var row = keys.find(function (entry) { return entry.keys.indexOf(key) >= 0; });
    return row ? row.action : null;
  }

  function onClick(event) {
    var button = event.target.closest("[data-action]");
    if (button) { act(button.dataset.action, button); return; }
    var link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !dateline.page.scene) { return; }
    // A link names the parts of the state that it changes; one that names none is not for us.
    var patch = dateline.patchOf(link.getAttribute("href"));
    if (!Object.keys(patch).length) { return; }
    event.preventDefault();
    if (!patch.event) { dateline.go(leaving(patch), true); arrive(); return; }
    dateline.whenFound(dateline.page, patch.event, function (index) {
      open(index, link, patch);
      arrive();
    });
  }

  /* What was asked for by a link stands in the panel. */
  function arrive() {
    dateline.byId("panel").scrollTop = 0;
    dateline.byId("panel-body").focus({ preventScroll: true });
  }

  /* Who asks for an actor wants to read about the actor, not about the event that named it. */
  function leaving(patch) {
    if (patch.actor) { dateline.returnToActor(); }
    return patch.actor ? Object.assign({ event: "" }, patch) : patch;
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) { return; }
    // A window over the page has keys of its own, which the browser sees to.
    if (dateline.dialogOpen() || (dateline.isCharacter(event.key) && !dateline.shortcuts)) { return; }
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
    window.addEventListener("pagehide", dateline.settle);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      dateline.refresh();
    });
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
  }

  Object.assign(dateline, { act: act, actionOf: actionOf, open: open, start: start });
})(window.dateline = window.dateline || {});
