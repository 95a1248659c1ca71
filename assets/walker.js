/*
 * The walk over the chart by keyboard: a ring goes from mark to mark, and each is said aloud.
 */
(function (dateline) {
  "use strict";

  /* The event that the ring is at, or -1. */
  var at = -1;
  /* The event that was open at the last change of the page, or -1. */
  var opened = -1;

  /* The row of an event among all rows of the chart; its middle, from the top. */
  function rowOf(scene, i) {
    return scene.stack.lanes[scene.variant.lane[i]].y[scene.variant.row[i]];
  }

  function shown(scene) {
    return scene.mask.map(function (on, i) { return on ? i : -1; })
      .filter(function (i) { return i >= 0; });
  }

  /* Where a walk begins: at the open event, else at the first one in the window. Pure. */
  function walkStart(scene) {
    if (scene.selected >= 0 && scene.mask[scene.selected]) { return scene.selected; }
    var all = shown(scene);
    var inside = all.filter(function (i) {
      return scene.variant.end[i] >= scene.window[0] && scene.variant.start[i] <= scene.window[1];
    });
    return inside.length ? inside[0] : all.length ? all[0] : -1;
  }

  /* The event of the nearest row above or below that is nearest in time. Pure. */
  function across(scene, from, way) {
    var row = rowOf(scene, from);
    var beyond = shown(scene).filter(function (i) { return (rowOf(scene, i) - row) * way > 0.1; });
    var nearest = Math.min.apply(null, beyond.map(function (i) {
      return (rowOf(scene, i) - row) * way;
    }));
    var away = function (i) { return Math.abs(scene.variant.x[i] - scene.variant.x[from]); };
    return beyond.filter(function (i) { return (rowOf(scene, i) - row) * way < nearest + 0.1; })
      .sort(function (a, b) { return away(a) - away(b) || a - b; })[0];
  }

  /* The event that a key leads to from another one; the same where there is none. Pure. */
  function walkTo(scene, from, key) {
    var all = shown(scene);
    var found = {
      ArrowRight: function () { return dateline.neighbours(scene.mask, from).after; },
      ArrowLeft: function () { return dateline.neighbours(scene.mask, from).before; },
      ArrowDown: function () { return across(scene, from, 1); },
      ArrowUp: function () { return across(scene, from, -1); },
      Home: function () { return all[0]; },
      End: function () { return all[all.length - 1]; },
    }[key]();
    return found === undefined || found < 0 ? from : found;
  }

  /* What is said of an event: title, date, evidence, lane. */
  function spoken(page, i) {
    var payload = page.payload;
    var label = function (terms, id) {
      var term = (terms || []).find(function (one) { return one.id === id; });
      return term ? term.label : "";
    };
    return [
      payload.events.title[i],
      payload.events.when[i],
      label(payload.terms.evidence, dateline.evidenceOf(page, i)),
      label(payload.terms.category, payload.events.category[i]),
    ].filter(Boolean).join(", ");
  }

  /* Puts the ring around the mark; takes it away where the mark is not to be seen. */
  function place() {
    var scene = dateline.page.scene;
    var ring = dateline.byId("ring");
    var walker = dateline.byId("walker");
    if (!ring || !scene) { return; }
    if (at >= 0 && !scene.mask[at]) { at = walkStart(scene); }
    var box = at >= 0 && document.activeElement === walker ? dateline.boxOf(scene, at) : null;
    var seen = box && box.right >= 0 && box.left <= scene.width;
    ring.hidden = !seen;
    if (!seen) { return; }
    var left = Math.max(box.left, 0);
    var right = Math.min(box.right, scene.width);
    var middle = scene.margin.t + rowOf(scene, at) * scene.row;
    ring.style.left = scene.margin.l + left - 6 + "px";
    ring.style.width = right - left + 12 + "px";
    ring.style.top = middle - 12 + "px";
  }

  function reach(index) {
    var page = dateline.page;
    at = index;
    dateline.set("announce", { children: at < 0 ? "No events" : spoken(page, at) });
    var variant = page.scene.variant;
    if (at >= 0 && page.state.from !== null) {
      var range = dateline.reveal(page.scene.window, variant.start[at], variant.end[at]);
      if (range !== page.scene.window) { dateline.go(dateline.windowState(range), false); }
    }
    place();
    if (at >= 0 && !dateline.byId("ring").hidden) {
      dateline.byId("ring").scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  function onKey(event) {
    var page = dateline.page;
    if (event.ctrlKey || event.metaKey || event.altKey || !page.scene) { return; }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (at >= 0) { open(); }
      return;
    }
    var known = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];
    if (known.indexOf(event.key) < 0) { return; }
    // A story is walked by the same keys, wherever the focus is.
    if (page.state.story && /Right|Left/.test(event.key)) { return; }
    event.preventDefault();
    reach(at < 0 ? walkStart(page.scene) : walkTo(page.scene, at, event.key));
  }

  function open() {
    dateline.open(at, dateline.byId("walker"));
    dateline.byId("panel-body").focus({ preventScroll: true });
  }

  /* What is listened to, once: the walker itself, and the chart that is drawn anew under it. */
  function listen(walker) {
    if (walker.dataset.listening) { return; }
    walker.dataset.listening = "true";
    walker.addEventListener("keydown", onKey);
    walker.addEventListener("blur", place);
    walker.addEventListener("focus", function () {
      var plot = document.querySelector("#chart .js-plotly-plot");
      if (!plot.dataset.walked) {
        plot.dataset.walked = "true";
        plot.on("plotly_afterplot", place);
      }
      reach(at >= 0 && dateline.page.mask[at] ? at : walkStart(dateline.page.scene));
    });
  }

  Object.assign(dateline.actions = dateline.actions || {}, {
    skipChart: function () { dateline.byId("walker").focus(); },
    skipChronicle: function () {
      var heading = dateline.byId("chronicle");
      heading.tabIndex = -1;
      heading.focus();
      heading.scrollIntoView();
    },
  });

  dateline.shows = dateline.shows || {};
  dateline.shows.walker = function (page) {
    var number = page.mask.filter(Boolean).length;
    dateline.set("walker", {
      "aria-label": "Chart, " + number + (number === 1 ? " event" : " events")
        + "; arrow keys walk the events, Enter opens",
    });
    listen(dateline.byId("walker"));
    if (page.selected >= 0 && page.selected !== opened) { at = page.selected; }
    opened = page.selected;
    // The walk may have moved the window; what was said of the mark stays said.
    if (at >= 0 && at !== page.selected && document.activeElement === dateline.byId("walker")) {
      dateline.set("announce", { children: spoken(page, at) });
    }
  };

  Object.assign(dateline, { walkStart: walkStart, walkTo: walkTo });
})(window.dateline = window.dateline || {});
