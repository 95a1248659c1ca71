/*
 * The story: one event after the other, the window moving along. The step is in the state, counted
 * from 1; which event it is and its words come from Python.
 */
(function (dateline) {
  "use strict";

  /* Events beside the one told that the window shows too, and the least share of the whole time. */
  var COMPANY = 6;
  var LEAST = 0.012;

  /* The step that is on the page; 0 for none. */
  var told = 0;
  /* True from the reader's wish for a story until its first step stands. */
  var beginning = false;

  function steps() { return dateline.page.payload.story; }

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* The step that the state names, from 1; 0 when no story is told. */
  function step(state, story) { return Math.min(state.story || 0, story.length); }

  /* The window that shows an event with some of those around it. Pure; `variant` as in view.js. */
  function context(variant, index) {
    var x = variant.x[index];
    var whole = variant.window[1] - variant.window[0];
    var away = variant.x.map(function (other) { return Math.abs(other - x); })
      .sort(function (a, b) { return a - b; });
    var near = away[Math.min(COMPANY, away.length - 1)] * 1.1;
    var own = (variant.end[index] - variant.start[index]) * 1.5;
    var half = Math.min(Math.max(near, own, whole * LEAST), whole / 2);
    // Labels stand to the right of their marks: leave more room there.
    var from = x - half * 0.8;
    var to = from + 2 * half;
    if (from < variant.window[0]) { return [variant.window[0], variant.window[0] + 2 * half]; }
    if (to > variant.window[1]) { return [variant.window[1] - 2 * half, variant.window[1]]; }
    return [from, to];
  }

  /* The same among very many events, of which those beside it are the nearest. */
  function contextAmong(page, index) {
    var first = Math.max(index - COMPANY, 0);
    var last = Math.min(index + COMPANY, page.bulk.count - 1);
    var variant = { window: page.scene.variant.window, x: [], start: [], end: [] };
    for (var i = first; i <= last; i += 1) {
      var span = dateline.spanOn(page, i);
      variant.x.push((span[0] + span[1]) / 2);
      variant.start.push(span[0]);
      variant.end.push(span[1]);
    }
    return context(variant, index - first);
  }

  /* Tell a step; `more` are other parts of the state to change with it. */
  function tell(number, undoable, more) {
    var page = dateline.page;
    var id = steps()[number - 1].event;
    var index = dateline.placeOf(page, id);
    // Among very many events it takes a moment to find one.
    if (index < 0) {
      dateline.whenFound(page, id, function () { tell(number, undoable, more); });
      return;
    }
    var range = page.bulk ? contextAmong(page, index) : context(page.scene.variant, index);
    dateline.glide();
    read(false);
    dateline.go(
      Object.assign({ story: number, event: id }, more, dateline.windowState(range)), undoable
    );
  }

  /* One step on or back; beyond the last one the story is over. */
  function storyMove(way) {
    var at = step(dateline.page.state, steps());
    if (at + way > steps().length) { leave(); return; }
    if (at + way >= 1) { tell(at + way, true); }
  }

  function begin() {
    if (!steps().length) { return; }
    // Told from the event that is open when the story knows it. A story knows no day to stop at.
    var open = dateline.page.state.event;
    var at = steps().findIndex(function (one) { return one.event === open; });
    beginning = true;
    tell(at < 0 ? 1 : at + 1, true, { on: "", view: "" });
  }

  function leave() {
    var inside = dateline.byId("story").contains(document.activeElement);
    read(false);
    dateline.go({ story: null }, true);
    if (inside) { dateline.byId("story-button").focus({ preventScroll: true }); }
  }

  /* On a phone the story takes the place of the panel, until the reader wants to read it all. */
  function read(on) {
    if (on) { document.documentElement.dataset.reading = "true"; }
    else { delete document.documentElement.dataset.reading; }
  }

  /*
   * What closing means while a story is told: from the whole event back to the story, or out of it.
   * False when there is none to leave, or when a button beside the event was meant for the event.
   */
  function leaveStory(button) {
    if (!step(dateline.page.state, steps())) { return false; }
    if (document.documentElement.dataset.reading) {
      read(false);
      dateline.byId("story-next").focus({ preventScroll: true });
      return true;
    }
    if (button) { return false; }
    leave();
    return true;
  }

  /* Scrolls to a mark that lies out of sight, under the header or under the story on a phone. */
  function bringIntoSight(index) {
    var scene = dateline.page.scene;
    var plot = document.querySelector("#chart .js-plotly-plot");
    if (!scene || index < 0) { return; }
    // Of very many events the chart has only some.
    var at = scene.places ? scene.places.indexOf(index) : index;
    if (at < 0) { return; }
    var row = scene.stack.lanes[scene.variant.lane[at]].y[scene.variant.row[at]];
    var y = plot.getBoundingClientRect().top + scene.margin.t + row * scene.row;
    var card = dateline.byId("story").getBoundingClientRect();
    var bottom = card.bottom >= window.innerHeight - 1 ? card.top : window.innerHeight;
    var top = document.querySelector("#react-entry-point .dl-header").getBoundingClientRect().bottom;
    var place = window.getComputedStyle(dateline.byId("story")).position;
    if (place === "sticky") { top += card.height; }
    if (y > top + 24 && y < bottom - 24) { return; }
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollBy({ top: y - (top + bottom) / 2, behavior: still ? "auto" : "smooth" });
  }

  /* A step is on the page: its mark comes into sight, and Enter leads on where it began. */
  function arrive() {
    if (beginning) { dateline.byId("story-next").focus({ preventScroll: true }); }
    beginning = false;
    bringIntoSight(dateline.page.selected);
  }

  /* Once what is shown has been painted. */
  function settled(then) {
    window.requestAnimationFrame(function () { window.requestAnimationFrame(then); });
  }

  Object.assign(dateline.actions = dateline.actions || {}, {
    story: function () { if (!leaveStory()) { begin(); } },
    storyBack: function () { storyMove(-1); },
    storyNext: function () { storyMove(1); },
    storyLeave: leave,
    storyRead: function () {
      read(true);
      dateline.byId("panel-body").focus({ preventScroll: true });
    },
  });

  dateline.shows = dateline.shows || {};
  dateline.shows.story = function (page) {
    var story = page.payload.story;
    var at = step(page.state, story);
    if (at && !page.state.event) {
      // The address names a step but no event: go there once the chart stands.
      untilDrawn(function () { tell(step(page.state, steps()), false); });
    }
    dateline.put("story-button", { hidden: !story.length, "aria-pressed": String(at > 0) });
    if (!at) { told = 0; read(false); return; }
    var index = dateline.placeOf(page, story[at - 1].event);
    var events = dateline.eventsOf(page.payload);
    var title = events.title(index);
    var when = events.when(index);
    if (index >= 0 && !events.here(index)) {
      dateline.whenHere(page, index, function () { dateline.shows.story(dateline.page); });
    }
    var where = "Step " + at + " of " + story.length;
    var now = page.selected === index ? at : 0;
    if (now && told !== now) { settled(arrive); }
    told = now;
    dateline.put("story-step", {
      children: [node("Strong", { children: "Story" }), " · " + where],
    });
    dateline.put("story-progress", { value: String(at), max: String(story.length) });
    dateline.put("story-title", { children: title, href: "#event=" + story[at - 1].event });
    dateline.put("story-when", { children: when });
    dateline.put("story-text", { children: story[at - 1].text });
    dateline.put("story-back", { disabled: at === 1 });
    dateline.put("story-next", { children: at === story.length ? "End" : "Next →" });
    if (page.selected === index) {
      dateline.put("announce", {
        children: where + ": " + title + ", " + when,
      });
    }
  };

  function untilDrawn(then) {
    var page = dateline.page;
    if (page.state.event || !page.state.story) { return; }
    if (page.scene && document.documentElement.dataset.ready) { then(); return; }
    window.requestAnimationFrame(function () { untilDrawn(then); });
  }

  Object.assign(dateline, {
    leaveStory: leaveStory,
    storyContext: context,
    storyMove: storyMove,
    storyStep: step,
  });
})(window.dateline = window.dateline || {});
