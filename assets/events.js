/*
 * What is said of single events, by their place in the order of time: of few of them the payload
 * has it all, of very many what has come in blocks (bulk.js). Whoever asks need not know which.
 */
(function (dateline) {
  "use strict";

  /*
   * What a payload says of its events:
   *
   *   count         how many there are
   *   here(i)       whether the texts of one are on the page
   *   id(i), title(i), when(i)   its texts, "" while they are not here
   *   category(i)   the id of its category
   *   public(i)     the day on which it became public
   *   panel(i)      the event in full, as components; null while it is not here
   *   later(i, ms)  how many sources and claims became known after a moment, as a pair
   */
  function eventsOf(payload) {
    if (payload.bulk) { return payload.bulk.told || (payload.bulk.told = tellBulk(payload)); }
    if (!payload.told) { payload.told = tellAll(payload); }
    return payload.told;
  }

  function tellAll(payload) {
    var events = payload.events;
    var known = payload.known;
    var after = function (days, ms) {
      return days.filter(function (day) { return day > ms; }).length;
    };
    return {
      count: events.id.length,
      here: function () { return true; },
      id: function (i) { return events.id[i]; },
      title: function (i) { return events.title[i]; },
      when: function (i) { return events.when[i]; },
      category: function (i) { return events.category[i]; },
      public: function (i) { return known.public[i]; },
      panel: function (i) { return payload.panels[i]; },
      later: function (i, ms) { return [after(known.sources[i], ms), after(known.claims[i], ms)]; },
    };
  }

  function tellBulk(payload) {
    var bulk = payload.bulk.opened;
    var text = function (name) {
      return function (i) {
        var record = bulk.record(i);
        return record ? record[name] : "";
      };
    };
    return {
      count: bulk.count,
      here: function (i) { return bulk.record(i) !== null; },
      id: text("id"),
      title: function (i) { return bulk.titleOf(i) || ""; },
      when: text("when"),
      category: function (i) { return payload.terms.category[bulk.category[i]].id; },
      public: function (i) { return bulk.public[i]; },
      panel: function (i) {
        var record = bulk.record(i);
        return record && record.panel;
      },
      later: function (i, ms) {
        var record = bulk.record(i);
        return record ? laterIn(record.panel, ms) : [0, 0];
      },
    };
  }

  /* How many sources and claims of an event in full bear a day after a moment. Pure. */
  function laterIn(part, ms) {
    var found = [0, 0];
    walk(part, function (props) {
      if (props.className === "dl-claim" && Number(props["data-since"]) > ms) { found[1] += 1; }
      var counted = typeof props.children === "string" && /^Sources \((\d+)\)$/.exec(props.children);
      if (!counted) { return; }
      // The number of today is that of the last of these; the one that held then is less.
      if (props["data-until"] === undefined) { found[0] += Number(counted[1]); }
      if (dateline.holds(props["data-since"], props["data-until"], ms)) {
        found[0] -= Number(counted[1]);
      }
    });
    return found;
  }

  function walk(part, look) {
    if (Array.isArray(part)) { part.forEach(function (item) { walk(item, look); }); return; }
    if (!part || !part.props) { return; }
    look(part.props);
    walk(part.props.children, look);
  }

  /*
   * The place of the event with an id in a page, or -1. Among very many it may take a moment to
   * find it: the page is then shown again.
   */
  function placeOf(page, id) {
    var bulk = page.bulk;
    if (!bulk) { return page.payload.events.id.indexOf(id); }
    var known = bulk.known = bulk.known || new Map();
    if (known.has(id)) { return known.get(id) === null ? -1 : known.get(id); }
    var here = bulk.placeOf(id);
    if (here >= 0) { known.set(id, here); return here; }
    known.set(id, null);
    bulk.find(id).then(function (place) {
      known.set(id, place);
      if (page.bulk !== bulk) { return; }
      dateline.take(page.state);
      dateline.refresh();
    });
    return -1;
  }

  /* Whether the event that the state names is still being looked for. */
  function isSought(page) {
    var known = page.bulk && page.bulk.known;
    return Boolean(known) && page.state.event !== "" && known.get(page.state.event) === null;
  }

  /* Call when the texts of an event are on the page: at once where they are. */
  function whenHere(page, i, then) {
    var events = eventsOf(page.payload);
    if (events.here(i)) { then(); return; }
    var payload = page.payload;
    page.bulk.load(i).then(function () { if (page.payload === payload) { then(); } });
  }

  /* Call with the place of an id: at once where it is known; never where there is no such event. */
  function whenFound(page, id, then) {
    var place = page.bulk ? page.bulk.placeOf(id) : page.payload.events.id.indexOf(id);
    if (place >= 0) { then(place); return; }
    if (!page.bulk) { return; }
    var bulk = page.bulk;
    bulk.find(id).then(function (found) { if (found >= 0 && page.bulk === bulk) { then(found); } });
  }

  /* The place of an event on the axis as it is shown: from where to where. */
  function spanOn(page, i) {
    var scene = page.scene;
    if (!page.bulk) { return [scene.variant.start[i], scene.variant.end[i]]; }
    return [scene.lens.mark(i, page.bulk.start[i]), scene.lens.mark(i, page.bulk.end[i])];
  }

  /* The first and last shown event of a mask, or -1. */
  function firstShown(mask) {
    for (var i = 0; i < mask.length; i += 1) { if (mask[i]) { return i; } }
    return -1;
  }

  function lastShown(mask) {
    for (var i = mask.length - 1; i >= 0; i -= 1) { if (mask[i]) { return i; } }
    return -1;
  }

  Object.assign(dateline, {
    eventsOf: eventsOf,
    firstShown: firstShown,
    isSought: isSought,
    lastShown: lastShown,
    placeOf: placeOf,
    spanOn: spanOn,
    whenFound: whenFound,
    whenHere: whenHere,
  });
})(window.dateline = window.dateline || {});
