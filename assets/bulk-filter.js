/*
 * Which events of very many are shown. Every filter has one bit of a byte for each event, set where
 * it holds the event back; a change of one filter writes its bit alone. An event is shown where no
 * bit is set, and what other filters would show can be read from the same bytes.
 */
(function (dateline) {
  "use strict";

  /* The filters by their bits; the names are those of the table in filter.js. */
  var KEYS = ["category", "actor", "place", "dates", "evidence", "tag", "q", "on"];

  function bitOf(key) { return 1 << KEYS.indexOf(key); }

  /* The filters' work on the events of a payload; null for one that sends its events whole. */
  function bulkOf(payload) { return payload.bulk ? payload.bulk.opened || null : null; }

  /* ---------------------------------------------------------------- evidence of a day */

  /* The evidence of every event at the end of a day, or today where `ms` is null. */
  function evidenceOn(bulk, ms) {
    if (ms === null) { return bulk.evidence; }
    if (!bulk.past || bulk.past.ms !== ms) {
      var kinds = bulk.first.slice();
      // By event and day: the last step that was taken by then is the one that counts.
      for (var k = 0; k < bulk.stepEvent.length; k += 1) {
        if (bulk.stepSince[k] <= ms) { kinds[bulk.stepEvent[k]] = bulk.stepKind[k]; }
      }
      bulk.past = { ms: ms, kinds: kinds };
    }
    return bulk.past.kinds;
  }

  /* ---------------------------------------------------------------- bits */

  /* For each code 0 or the bit: 0 for those that are chosen. The last is that of no code. */
  function table(terms, chosen, bit) {
    var made = new Uint8Array(terms.length + 1).fill(bit);
    terms.forEach(function (term, code) { if (chosen.indexOf(term.id) >= 0) { made[code] = 0; } });
    return made;
  }

  function byCode(codesOf) {
    return function (fails, bit, bulk, payload, state, key) {
      var codes = codesOf(bulk, state);
      var held = table(payload.terms[key], state[key], bit);
      var none = held.length - 1;
      var rest = ~bit;
      for (var i = 0; i < fails.length; i += 1) {
        var code = codes[i];
        fails[i] = fails[i] & rest | held[code < none ? code : none];
      }
    };
  }

  function byList(endsOf, codesOf) {
    return function (fails, bit, bulk, payload, state, key) {
      var ends = endsOf(bulk);
      var codes = codesOf(bulk);
      var held = table(payload.terms[key], state[key], bit);
      var rest = ~bit;
      var at = 0;
      for (var i = 0; i < fails.length; i += 1) {
        var found = bit;
        for (; at < ends[i]; at += 1) { found &= held[codes[at]]; }
        fails[i] = fails[i] & rest | found;
      }
    };
  }

  function chosen(key) {
    return function (state) { return state[key].length ? state[key] : null; };
  }

  /*
   * For each filter: what of the state it goes by, null where that holds nothing back; and what
   * writes its bit.
   */
  var ROWS = {
    category: { by: chosen("category"), mark: byCode(function (bulk) { return bulk.category; }) },
    place: { by: chosen("place"), mark: byCode(function (bulk) { return bulk.place; }) },
    evidence: {
      by: function (state) { return state.evidence.length ? [state.evidence, state.on] : null; },
      mark: byCode(function (bulk, state) { return evidenceOn(bulk, dateline.dayEnd(state.on)); }),
    },
    actor: {
      by: chosen("actor"),
      mark: byList(
        function (bulk) { return bulk.actorEnds; }, function (bulk) { return bulk.actor; }
      ),
    },
    tag: {
      by: chosen("tag"),
      mark: byList(function (bulk) { return bulk.tagEnds; }, function (bulk) { return bulk.tag; }),
    },
    dates: {
      by: function (state) {
        var span = [dateline.period(state.after), dateline.period(state.before)];
        return span[0] || span[1] ? span : null;
      },
      mark: function (fails, bit, bulk, payload, state) {
        var after = dateline.period(state.after);
        var before = dateline.period(state.before);
        var from = after ? after[0] : -Infinity;
        var to = before ? before[1] : Infinity;
        var rest = ~bit;
        for (var i = 0; i < fails.length; i += 1) {
          var there = bulk.latest[i] > from && bulk.earliest[i] < to;
          fails[i] = fails[i] & rest | (there ? 0 : bit);
        }
      },
    },
    on: {
      by: function (state) { return dateline.dayEnd(state.on); },
      mark: function (fails, bit, bulk, payload, state) {
        var ms = dateline.dayEnd(state.on);
        var rest = ~bit;
        for (var i = 0; i < fails.length; i += 1) {
          fails[i] = fails[i] & rest | (bulk.public[i] <= ms ? 0 : bit);
        }
      },
    },
    q: {
      // Until the answer is there, what was found before stays.
      by: function (state, bulk) { return dateline.searched(bulk, state).turn || null; },
      mark: function (fails, bit, bulk, payload, state) {
        var found = dateline.searched(bulk, state).found;
        var rest = ~bit;
        for (var i = 0; i < fails.length; i += 1) {
          fails[i] = fails[i] & rest | (found[i] ? 0 : bit);
        }
      },
    },
  };

  function clear(fails, bit) {
    var rest = ~bit;
    for (var i = 0; i < fails.length; i += 1) { fails[i] &= rest; }
  }

  /*
   * What the filters make of the events: `fails`, a byte of bits for each; `mask`, 1 where none is
   * set; `tally`, how many events have each set of bits; `shown`, how many are shown. The mask is
   * another object after every change, and the same one while nothing changes.
   */
  function sifted(payload, state) {
    var bulk = bulkOf(payload);
    var sieve = bulk.sieve = bulk.sieve || {
      fails: new Uint8Array(bulk.count), by: {}, mask: null, tally: null, shown: 0,
    };
    var changed = !sieve.mask;
    KEYS.forEach(function (key) {
      var by = ROWS[key].by(state, bulk);
      var written = by === null ? "" : JSON.stringify(by);
      if (written === (sieve.by[key] || "")) { return; }
      sieve.by[key] = written;
      changed = true;
      if (written) { ROWS[key].mark(sieve.fails, bitOf(key), bulk, payload, state, key); }
      else { clear(sieve.fails, bitOf(key)); }
    });
    if (changed) { sum(sieve); }
    return sieve;
  }

  function sum(sieve) {
    var fails = sieve.fails;
    var mask = new Uint8Array(fails.length);
    var tally = new Uint32Array(256);
    for (var i = 0; i < fails.length; i += 1) {
      mask[i] = fails[i] ? 0 : 1;
      tally[fails[i]] += 1;
    }
    sieve.mask = mask;
    sieve.tally = tally;
    sieve.shown = tally[0];
    sieve.counted = {};
    numbers.set(mask, sieve.shown);
  }

  /* How many events the bytes let through when those bits alone are looked at. */
  function letThrough(tally, bits) {
    var number = 0;
    for (var set = 0; set < 256; set += 1) { if (!(set & bits)) { number += tally[set]; } }
    return number;
  }

  /* ---------------------------------------------------------------- what others ask */

  /* How many events each choice of a filter would show under the other filters, by its id. */
  function bulkCounts(payload, state, key) {
    var bulk = bulkOf(payload);
    var sieve = sifted(payload, state);
    return byTerm(payload.terms[key],
      sieve.counted[key] || (sieve.counted[key] = counted(bulk, sieve, state, key)));
  }

  /* How many events each category has at all, by its id. */
  function bulkTotals(payload) {
    var bulk = bulkOf(payload);
    return byTerm(payload.terms.category,
      countCodes(new Uint8Array(bulk.count), 255, bulk.category));
  }

  function byTerm(terms, numbers) {
    var found = Object.create(null);
    terms.forEach(function (term, code) { found[term.id] = numbers[code] || 0; });
    return found;
  }

  function counted(bulk, sieve, state, key) {
    var fails = sieve.fails;
    var others = 255 & ~bitOf(key);
    var lists = { actor: [bulk.actorEnds, bulk.actor], tag: [bulk.tagEnds, bulk.tag] }[key];
    return lists ? countLists(fails, others, lists[0], lists[1])
      : countCodes(fails, others, key === "evidence" ? evidenceOn(bulk, dateline.dayEnd(state.on))
        : bulk[key]);
  }

  /* A code beyond all terms is that of events that have none; it is not counted. */
  function countCodes(fails, others, codes) {
    var numbers = new Uint32Array(65537);
    for (var i = 0; i < fails.length; i += 1) {
      if (!(fails[i] & others)) {
        var code = codes[i];
        if (code >= numbers.length) { numbers = longer(numbers, code); }
        if (code < numbers.length) { numbers[code] += 1; }
      }
    }
    return numbers;
  }

  function countLists(fails, others, ends, codes) {
    var numbers = new Uint32Array(1024);
    var at = 0;
    for (var i = 0; i < fails.length; i += 1) {
      if (fails[i] & others) { at = ends[i]; continue; }
      for (; at < ends[i]; at += 1) {
        var code = codes[at];
        if (code >= numbers.length) { numbers = longer(numbers, code); }
        numbers[code] += 1;
      }
    }
    return numbers;
  }

  function longer(numbers, code) {
    if (code === 0xffffffff) { return numbers; }
    var made = new Uint32Array(2 * code + 1);
    made.set(numbers);
    return made;
  }

  /* One filter left out of account, how many events the others show. */
  function shownWithout(payload, state, key) {
    return letThrough(sifted(payload, state).tally, 255 & ~bitOf(key));
  }

  /* How many events a filter shows when all others go. */
  function shownAlone(payload, state, key) {
    if (key !== "evidence" || dateline.dayEnd(state.on) === null) {
      return letThrough(sifted(payload, state).tally, bitOf(key));
    }
    // With the day goes the evidence of the day.
    var bulk = bulkOf(payload);
    var held = table(payload.terms.evidence, state.evidence, 1);
    var number = 0;
    for (var i = 0; i < bulk.count; i += 1) { if (!held[bulk.evidence[i]]) { number += 1; } }
    return number;
  }

  /* Which events the filters show, one of them perhaps left out of account. */
  function bulkMatches(payload, state, skip) {
    var sieve = sifted(payload, state);
    if (!skip) { return sieve.mask; }
    var others = 255 & ~bitOf(skip);
    var mask = new Uint8Array(sieve.fails.length);
    for (var i = 0; i < mask.length; i += 1) { mask[i] = sieve.fails[i] & others ? 0 : 1; }
    return mask;
  }

  /* How many events masks show, counted once for each mask. */
  var numbers = new WeakMap();

  function shownOf(mask) {
    if (Array.isArray(mask)) { return mask.filter(Boolean).length; }
    if (!numbers.has(mask)) {
      var number = 0;
      for (var i = 0; i < mask.length; i += 1) { number += mask[i]; }
      numbers.set(mask, number);
    }
    return numbers.get(mask);
  }

  /* The mask with one more event shown; the same object while that is asked of the same mask. */
  var added = { from: null, at: -1, mask: null };

  function showing(mask, index) {
    if (mask[index]) { return mask; }
    if (added.from !== mask || added.at !== index) {
      var more = mask.slice();
      more[index] = Array.isArray(mask) ? true : 1;
      added = { from: mask, at: index, mask: more };
      numbers.set(more, shownOf(mask) + 1);
    }
    return added.mask;
  }

  Object.assign(dateline, {
    bulkCounts: bulkCounts,
    bulkMatches: bulkMatches,
    bulkOf: bulkOf,
    bulkTotals: bulkTotals,
    evidenceOn: evidenceOn,
    showing: showing,
    shownAlone: shownAlone,
    shownOf: shownOf,
    shownWithout: shownWithout,
  });
})(window.dateline = window.dateline || {});
