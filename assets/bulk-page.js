/*
 * The start of a page of very many events, and the panel of an event whose text is on its way.
 */
(function (dateline) {
  "use strict";

  /*
   * Milliseconds for which a page waits for what its address asks for: at its start, and where it
   * stands already and a new version has come.
   */
  var PATIENCE = 1500;
  var LEISURE = 10000;
  /* So many blocks are read before anybody asks for them. */
  var AHEAD = 24;

  function pause(ms) {
    return new Promise(function (done) { window.setTimeout(done, ms); });
  }

  /*
   * A promise that the events of a payload can be shown: the columns are there, and, unless it
   * takes too long, the event and the answer of the search that the state names.
   */
  function bulkReady(payload, state) {
    return dateline.openBulk(payload).then(function (bulk) {
      payload.bulk.opened = bulk;
      bulk.answered = function () { showAnswer(bulk); };
      bulk.known = new Map();
      var event = !state.event ? null : bulk.find(state.event).then(function (place) {
        bulk.known.set(state.event, place);
        return place < 0 ? null : bulk.load(place);
      });
      return Promise.race([
        pause(dateline.page.state ? LEISURE : PATIENCE),
        Promise.all([event, dateline.searchDone(bulk, state)]),
      ]);
    });
  }

  /* The page shows what a search has found. */
  function showAnswer(bulk) {
    if (dateline.page.bulk !== bulk) { return; }
    dateline.textsSoon(dateline.page).then(function () {
      if (dateline.page.bulk === bulk) { dateline.refresh(null, true); }
    });
  }

  /*
   * A file of few blocks is read while nobody waits, one block after the other: what is asked for
   * later is here.
   */
  function readAhead(bulk) {
    var number = Math.ceil(bulk.count / bulk.block);
    var k = 0;
    function next() {
      if (k === number || dateline.page.bulk !== bulk) { return; }
      bulk.load(k * bulk.block).then(function () { dateline.idle(next); });
      k += 1;
    }
    if (number > AHEAD) { return; }
    dateline.idle(function () { dateline.rehearseBulk(dateline.page); });
    // A server would have to make them all, and others wait for it.
    if (bulk.payload.bulk.store.kind !== "page") { return; }
    dateline.idle(function () { dateline.searchSoon(dateline.page); });
    dateline.idle(next);
  }

  function node(type, props) {
    return { namespace: "dash_html_components", type: type, props: props };
  }

  /* The event in full, or what is known of it while its text is on its way. */
  function panelOf(page, i) {
    var events = dateline.eventsOf(page.payload);
    if (events.here(i)) { return dateline.eventOn(page.payload, i, page.state.on); }
    dateline.whenHere(page, i, function () { dateline.shows.panel(dateline.page); });
    return waiting(events.title(i));
  }

  function waiting(title) {
    return node("Article", {
      className: "dl-article dl-waiting", "aria-busy": "true",
      children: [
        node("H2", { className: "dl-title", dir: "auto", children: title || "…" }),
        node("P", { className: "dl-meta", children: "Loading the event…" }),
      ],
    });
  }

  /* The address of an event beside the selected one; null where there is none, or not yet. */
  function linkTo(page, i) {
    if (i < 0) { return null; }
    var id = dateline.eventsOf(page.payload).id(i);
    if (!id) { dateline.whenHere(page, i, function () { dateline.shows.panel(dateline.page); }); }
    return id ? "#event=" + id : null;
  }

  /*
   * Open an event whose id is not known yet: the panel opens at once, and what is to be done then
   * is done when the id is here and the reader has asked for nothing else.
   */
  function expectEvent(page, i, then) {
    page.awaited = i;
    dateline.shows.panel(page);
    dateline.whenHere(page, i, function () {
      if (page.awaited === i) { then(); }
    });
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.lists = function (page) { if (page.bulk) { dateline.showLists(page); } };

  Object.assign(dateline, {
    bulkReady: bulkReady,
    expectEvent: expectEvent,
    linkToEvent: linkTo,
    panelOf: panelOf,
    panelWaiting: waiting,
    readAhead: readAhead,
  });
})(window.dateline = window.dateline || {});
