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

  /* The place of an event among those on the chart, which of very many are only some; or -1. */
  function drawn(scene, i) { return scene.places ? scene.places.indexOf(i) : i; }

  /* Where a walk over very many events begins. */
  function startAmong(page) {
    if (page.selected >= 0 && page.mask[page.selected]) { return page.selected; }
    var state = page.state;
    for (var i = 0; i < page.mask.length; i += 1) {
      var inside = state.from === null
        || (page.bulk.latest[i] >= state.from && page.bulk.earliest[i] <= state.to);
      if (page.mask[i] && inside) { return i; }
    }
    return dateline.firstShown(page.mask);
  }

  /* The event that a key leads to among very many: in time among all, across among those drawn. */
  function stepAmong(page, from, key) {
    var beside = dateline.neighbours(page.mask, from);
    var among = { ArrowRight: beside.after, ArrowLeft: beside.before }[key];
    if (key === "Home") { among = dateline.firstShown(page.mask); }
    if (key === "End") { among = dateline.lastShown(page.mask); }
    if (among === undefined) {
      var at = drawn(page.scene, from);
      among = at < 0 ? -1 : page.scene.places[walkTo(page.scene, at, key)];
    }
    return among < 0 ? from : among;
  }

  function begun(page) { return page.bulk ? startAmong(page) : walkStart(page.scene); }

  /* What is said of an event: title, date, evidence, lane. */
  function spoken(page, i) {
    var payload = page.payload;
    var events = dateline.eventsOf(payload);
    var label = function (terms, id) {
      var term = (terms || []).find(function (one) { return one.id === id; });
      return term ? term.label : "";
    };
    return [
      events.title(i),
      events.when(i),
      label(payload.terms.evidence, dateline.evidenceOf(page, i)),
      label(payload.terms.category, events.category(i)),
    ].filter(Boolean).join(", ");
  }

  /* Puts the ring around the mark; takes it away where the mark is not to be seen. */
  function place() {
    var scene = dateline.page.scene;
    var ring = dateline.byId("ring");
    var walker = dateline.byId("walker");
    if (!ring || !scene) { return; }
    if (at >= 0 && !dateline.page.mask[at]) { at = begun(dateline.page); }
    var here = drawn(scene, at);
    var box = here >= 0 && document.activeElement === walker ? dateline.boxOf(scene, here) : null;
    var seen = box && box.right >= 0 && box.left <= scene.width;
    ring.hidden = !seen;
    if (!seen) { return; }
    var left = Math.max(box.left, 0);
    var right = Math.min(box.right, scene.width);
    var middle = scene.margin.t + rowOf(scene, here) * scene.row;
    ring.style.left = scene.margin.l + left - 6 + "px";
    ring.style.width = right - left + 12 + "px";
    ring.style.top = middle - 12 + "px";
  }

  function reach(index) {
    var page = dateline.page;
    at = page.walked = index;
    if (at < 0) { dateline.put("announce", { children: "No events" }); } else {
      dateline.whenHere(page, at, function () {
        if (at === index) { dateline.put("announce", { children: spoken(page, at) }); }
      });
    }
    if (page.bulk && drawn(page.scene, at) < 0) { dateline.draw(); }
    if (at >= 0 && page.state.from !== null) {
      var span = dateline.spanOn(page, at);
      var range = dateline.reveal(page.scene.window, span[0], span[1]);
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
    reach(at < 0 ? begun(page)
      : page.bulk ? stepAmong(page, at, event.key) : walkTo(page.scene, at, event.key));
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
      reach(at >= 0 && dateline.page.mask[at] ? at : begun(dateline.page));
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
    var number = dateline.shownOf(page.mask);
    dateline.put("walker", {
      "aria-label": "Chart, " + dateline.written(number) + (number === 1 ? " event" : " events")
        + "; arrow keys walk the events, Enter opens",
    });
    listen(dateline.byId("walker"));
    if (page.selected >= 0 && page.selected !== opened) { at = page.selected; }
    opened = page.selected;
    // The walk may have moved the window; what was said of the mark stays said.
    if (at >= 0 && at !== page.selected && document.activeElement === dateline.byId("walker")) {
      dateline.put("announce", { children: spoken(page, at) });
    }
  };

  Object.assign(dateline, { walkStart: walkStart, walkTo: walkTo });
})(window.dateline = window.dateline || {});
