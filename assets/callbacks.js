/*
 * From the content and the state to what is shown.
 *
 * Three tables make the page; each file adds its own rows, and nothing else needs to know of them:
 *
 *   dateline.filters   key → what it lets through, and what the sentence says of it (filter.js)
 *   dateline.shows     name → shows the state in one part of the page
 *   dateline.actions   name → does what a key, a button or a link asks for (actions.js)
 *
 * The files of this folder run in the order of their names, so nothing in them may need another one
 * before the page has started.
 */
(function (dateline) {
  "use strict";

  var shows = dateline.shows = dateline.shows || {};

  /* What a change of the window alone changes: all else is the same in every window. */
  var WINDOW = ["from", "to"];
  var IN_WINDOW = ["chart", "frame", "lists"];
  /* What the chart shows by which events are shown, and by nothing else. */
  var WORDS = ["q"];
  /* What stands above the chart, which takes the room that is left; and the chart. */
  var ABOVE = ["sentence", "controls"];
  var FIRST = ABOVE.concat(["chart"]);
  /* Milliseconds of a frame: in the first one the browser paints the chart. */
  var FRAME = 16;
  /* Milliseconds that an answer may take before the page shows the rest without it. */
  var PATIENCE = 300;
  /* Milliseconds after a key, or its answer, until a reader has typed all that was to be typed. */
  var REST = 500;

  /*
   * The content of the timeline is there, for the first time or in a new version. Of very many
   * events the columns are still to come; until then the page stays as it is.
   */
  function show(payload) {
    show.newest = payload;
    if (!payload.bulk || payload.bulk.opened) { stand(payload); return; }
    var state = dateline.page.state || dateline.decode(dateline.opening());
    dateline.bulkReady(payload, state).then(function () {
      if (show.newest === payload) { stand(payload); }
    });
  }

  function stand(payload) {
    var page = dateline.page;
    var first = !page.state;
    if (page.bulk && page.payload !== payload) { page.bulk.store.close(); }
    page.payload = dateline.unpack(dateline.complete(payload));
    page.bulk = dateline.bulkOf(payload);
    dateline.take(first ? dateline.decode(dateline.opening()) : page.state);
    if (first) {
      dateline.start();
      if (payload.version) { dateline.watch(payload.version); }
    }
    refresh();
  }

  /*
   * Show the state. With the state before it, what cannot have changed is left alone. Where nothing
   * but the words looked for has changed (`typed`), a reader is about to press the next key: the
   * chart is there first, all else a frame later, and its height when typing rests. What is shown
   * may itself ask for another state; that is shown when this one is.
   */
  function refresh(before, typed) {
    if (refresh.busy) { refresh.again = true; return; }
    refresh.busy = true;
    try {
      if (before && onlyIn(WINDOW, before, dateline.page.state)) {
        dateline.page.typing = false;
        run(IN_WINDOW);
      } else { all(before, typed || before && onlyIn(WORDS, before, dateline.page.state)); }
      while (refresh.again) {
        refresh.again = false;
        all();
      }
    } finally { refresh.busy = refresh.again = false; }
  }

  /* Whether two states differ in nothing but some of their parts. */
  function onlyIn(parts, before, state) {
    return Object.keys(state).every(function (key) {
      return parts.indexOf(key) >= 0 || state[key] === before[key];
    });
  }

  function equal(one, other) {
    return one === other || one.length === other.length && Array.isArray(one)
      && one.every(function (shown, i) { return shown === other[i]; });
  }

  function run(names) {
    names.forEach(function (name) { shows[name](dateline.page); });
  }

  /*
   * A link to an event opens it whatever is filtered: what was asked for must be there. Only what
   * was not public on the day that is shown stays out of it; the panel says so.
   */
  function withSelected(page, matched) {
    var day = dateline.dayEnd(page.state.on);
    var known = page.selected >= 0
      && (day === null || dateline.eventsOf(page.payload).public(page.selected) <= day);
    return known ? dateline.showing(matched, page.selected) : matched;
  }

  function all(before, typed) {
    var page = dateline.page;
    // What was to follow an earlier state is shown with this one.
    forget();
    page.typing = Boolean(typed);
    var seen = page.mask;
    page.matched = dateline.matches(page.payload, page.state);
    page.mask = withSelected(page, page.matched);
    // A letter more that leaves the same events, or whose answer is still to come.
    var same = before && typed && equal(page.mask, seen);
    run(ABOVE);
    if (!same) { dateline.draw(typed); }
    var others = Object.keys(shows).sort().filter(function (name) { return !among(FIRST, name); });
    if (!typed) { run(others); return; }
    // Where an answer is on its way, all else waits for that; should it not come, it waits no more.
    soon(others, same && page.bulk ? PATIENCE : FRAME);
  }

  function among(names, name) { return names.indexOf(name) >= 0; }

  /* Shows parts of the page some time after the frame that is being made. */
  function soon(names, ms) {
    soon.frame = window.requestAnimationFrame(function () {
      soon.task = window.setTimeout(function () {
        run(names);
        dateline.showAround();
      }, ms);
    });
    soon.rest = window.setTimeout(dateline.restRoom, REST);
  }

  function forget() {
    window.cancelAnimationFrame(soon.frame);
    window.clearTimeout(soon.task);
    window.clearTimeout(soon.rest);
  }

  shows.theme = function () {
    var scheme = dateline.theme();
    document.documentElement.dataset.theme = scheme;
  };

  shows.chart = function () { dateline.draw(); };

  shows.panel = function (page) {
    var payload = page.payload;
    var events = dateline.eventsOf(payload);
    var at = page.awaited < 0 ? page.selected : page.awaited;
    var beside = dateline.neighbours(page.mask, at);
    var chosen = at >= 0;
    var sought = !chosen && dateline.isSought(page);
    var actor = dateline.actorPage(page);
    dateline.put("panel-body", {
      children: chosen ? dateline.panelOf(page, at)
        : sought ? dateline.panelWaiting("") : actor || payload.introduction,
    });
    var open = chosen || sought || actor;
    dateline.put("panel", { className: "dl-panel" + (open ? " is-open" : "") });
    dateline.put("previous", { href: dateline.linkToEvent(page, beside.before) });
    dateline.put("next", { href: dateline.linkToEvent(page, beside.after) });
    dateline.put("announce", {
      children: chosen && events.here(at) ? events.title(at) + ", " + events.when(at) : "",
    });
  };

  shows.chronicle = function (page) {
    if (page.bulk) { return; }
    var list = dateline.byId("chronicle");
    if (list.filledFrom !== page.payload) {
      // Markup made and escaped in Python, as the plain page is.
      var stay = dateline.reading(list);
      list.innerHTML = page.payload.chronicle;
      list.filledFrom = page.payload;
      dateline.listed(list, page.mask, page.selected);
      stay();
      return;
    }
    dateline.listed(list, page.mask, page.selected);
  };

  // What Dash calls on a page that is served.
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dateline = {
    show: show,
  };

  Object.assign(dateline, { refresh: refresh, show: show, withSelected: withSelected });
})(window.dateline = window.dateline || {});
