/*
 * Which of very many events a list shows, and in what order. Pure functions on columns; what is
 * sorted is counted into its place, so that the time it takes grows with the number of events alone.
 */
(function (dateline) {
  "use strict";

  /* Events that have nothing to sort by come last, whichever way a column runs. */
  var NONE = 0xffffffff;

  /* The shown events that reach into a window, in order of time; all shown without one. */
  function shownIn(bulk, mask, from, to) {
    var found = new Uint32Array(dateline.shownOf(mask));
    var number = 0;
    for (var i = 0; i < mask.length; i += 1) {
      if (mask[i] && (from === null || (bulk.latest[i] >= from && bulk.earliest[i] <= to))) {
        found[number] = i;
        number += 1;
      }
    }
    return found.subarray(0, number);
  }

  /* The ranks of texts in the order of words; equal texts have equal ranks. */
  function ranks(texts, language) {
    var words = new Intl.Collator(language || "en", { numeric: true });
    var order = texts.map(function (_, k) { return k; }).sort(function (a, b) {
      return words.compare(texts[a], texts[b]);
    });
    var found = new Uint32Array(texts.length);
    order.forEach(function (k, n) {
      var same = n && words.compare(texts[order[n - 1]], texts[k]) === 0;
      found[k] = n ? (same ? found[order[n - 1]] : found[order[n - 1]] + 1) : 0;
    });
    return found;
  }

  /* For each column of the table a whole number for every event, or NONE. */
  var KEYS = {
    category: function (bulk, payload) {
      var rank = ranks(payload.terms.category.map(function (term) { return term.label; }),
        payload.axis.language);
      return each(bulk, function (i) { return rank[bulk.category[i]]; });
    },
    evidence: function (bulk, payload, state) {
      return dateline.evidenceOn(bulk, dateline.dayEnd(state.on));
    },
    known: function (bulk) {
      var least = Infinity;
      for (var i = 0; i < bulk.count; i += 1) { least = Math.min(least, bulk.public[i]); }
      return each(bulk, function (k) { return (bulk.public[k] - least) / 86400000; });
    },
    sources: function (bulk) { return bulk.sources; },
    actors: function (bulk, payload) {
      // The same few actors take part together again and again.
      var rank = new Map();
      var texts = [];
      var keys = each(bulk, function (i) {
        var from = i ? bulk.actorEnds[i - 1] : 0;
        if (from === bulk.actorEnds[i]) { return NONE; }
        var codes = bulk.actor.subarray(from, bulk.actorEnds[i]).join();
        if (!rank.has(codes)) {
          rank.set(codes, texts.length);
          texts.push(codes.split(",").map(function (code) {
            return payload.terms.actor[code].label;
          }).join(", "));
        }
        return rank.get(codes);
      });
      var order = ranks(texts, payload.axis.language);
      return keys.map(function (key) { return key === NONE ? NONE : order[key]; });
    },
  };

  function each(bulk, keyOf) {
    var made = new Uint32Array(bulk.count);
    for (var i = 0; i < bulk.count; i += 1) { made[i] = keyOf(i); }
    return made;
  }

  /* The places by their keys, which are whole numbers; equals stay in the order of time. Pure. */
  function sorted(keys, back) {
    var most = 0;
    for (var i = 0; i < keys.length; i += 1) {
      if (keys[i] !== NONE && keys[i] > most) { most = keys[i]; }
    }
    // Keys far apart, such as days over millions of years, would take more room than events do.
    if (most > 8 * keys.length + 1000000) { return compared(keys, back); }
    var starts = new Uint32Array(most + 3);
    var slot = function (key) { return key === NONE ? most + 1 : back ? most - key : key; };
    for (i = 0; i < keys.length; i += 1) { starts[slot(keys[i]) + 1] += 1; }
    for (i = 1; i < starts.length; i += 1) { starts[i] += starts[i - 1]; }
    var order = new Uint32Array(keys.length);
    for (i = 0; i < keys.length; i += 1) {
      var at = slot(keys[i]);
      order[starts[at]] = i;
      starts[at] += 1;
    }
    return order;
  }

  function compared(keys, back) {
    return Uint32Array.from(keys, function (_, i) { return i; }).sort(function (a, b) {
      if ((keys[a] === NONE) !== (keys[b] === NONE)) { return keys[a] === NONE ? 1 : -1; }
      return (back ? keys[b] - keys[a] : keys[a] - keys[b]) || a - b;
    });
  }

  /*
   * The shown events in the order of the table. Titles are not at hand: what is to be sorted by
   * them stays in the order of time.
   */
  function bulkOrder(bulk, payload, state, mask) {
    var back = state.sort.charAt(0) === "-";
    var column = state.sort.slice(back ? 1 : 0);
    var all = KEYS[column] ? orderBy(bulk, payload, state, column, back) : null;
    var found = new Uint32Array(dateline.shownOf(mask));
    var number = 0;
    var last = bulk.count - 1;
    for (var n = 0; n <= last; n += 1) {
      var i = all ? all[n] : state.sort === "-date" ? last - n : n;
      if (mask[i]) { found[number] = i; number += 1; }
    }
    return found;
  }

  /* The order of all events by a column; kept until another one is asked for. */
  function orderBy(bulk, payload, state, column, back) {
    var name = [column, back, column === "evidence" ? state.on : ""].join();
    if (!bulk.order || bulk.order.name !== name) {
      bulk.order = { name: name, places: sorted(KEYS[column](bulk, payload, state), back) };
    }
    return bulk.order.places;
  }

  /* The part of a list to begin with: around the selected event, else its beginning. Pure. */
  function partOf(length, at, size) {
    var first = at < 0 ? 0 : Math.max(Math.min(at - Math.floor(size / 4), length - size), 0);
    return [first, Math.min(first + size, length)];
  }

  Object.assign(dateline, {
    bulkOrder: bulkOrder,
    countedOrder: sorted,
    partOf: partOf,
    shownIn: shownIn,
  });
})(window.dateline = window.dateline || {});
