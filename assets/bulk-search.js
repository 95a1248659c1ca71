/*
 * Search in very many events: on a page with a server the server answers, elsewhere an index of
 * words that lies among the blocks. Both say what a small page says: an event is found where each
 * of the words looked for is part of one of its own.
 */
(function (dateline) {
  "use strict";

  /* Answers that are kept. */
  var KEPT = 8;
  /* Where the page itself has an index of so few shards, all are read before the first search. */
  var FEW = 8;

  /* What is on the page: the words looked for, the events found, a number for each answer. */
  function nothing() { return { words: "", found: null, turn: 0, awaited: null }; }

  /*
   * The answer that the page goes by: `found`, 1 for each event that has the words, and `turn`,
   * which tells answers apart and is 0 where nothing is looked for. While an answer is awaited
   * (`awaited`: its words) the one before stays. The newest question wins.
   */
  function searched(bulk, state) {
    var search = bulk.search = bulk.search
      || Object.assign(nothing(), { answers: new Map(), turns: 0 });
    var wanted = dateline.words(state.q).join(" ");
    if (wanted === search.words) { search.awaited = null; return search; }
    if (!wanted) { return Object.assign(search, nothing()); }
    if (search.answers.has(wanted)) {
      return Object.assign(search, { words: wanted, awaited: null }, search.answers.get(wanted));
    }
    if (search.awaited !== wanted) {
      search.awaited = wanted;
      answer(bulk, wanted.split(" ")).then(function (found) {
        search.turns += 1;
        keep(search.answers, wanted, { found: found, turn: search.turns });
        if (search.awaited === wanted && bulk.answered) { bulk.answered(); }
      });
    }
    return search;
  }

  function keep(answers, words, found) {
    answers.set(words, found);
    if (answers.size > KEPT) { answers.delete(answers.keys().next().value); }
  }

  /* A promise that the words of a state have been looked for. */
  function searchDone(bulk, state) {
    var wanted = dateline.words(state.q).join(" ");
    if (!wanted || (bulk.search && bulk.search.answers.has(wanted))) { return Promise.resolve(); }
    return new Promise(function (done) {
      var before = bulk.answered;
      bulk.answered = function () { bulk.answered = before; done(); if (before) { before(); } };
      searched(bulk, state);
    });
  }

  /* ---------------------------------------------------------------- answers */

  /* A promise of a byte for each event, 1 where it has all the words. */
  function answer(bulk, needles) {
    return bulk.payload.bulk.store.kind === "server" ? ask(bulk, needles) : lookUp(bulk, needles);
  }

  function ask(bulk, needles) {
    var query = "search?q=" + encodeURIComponent(needles.join(" "));
    return bulk.store.bytes(query).then(function (bits) { return bytesOf(bits, bulk.count); });
  }

  /* Bits, the lowest of a byte first, as a byte each. Pure. */
  function bytesOf(bits, count) {
    var made = new Uint8Array(count);
    for (var i = 0; i < count; i += 1) { made[i] = bits[i >> 3] >> (i & 7) & 1; }
    return made;
  }

  function lookUp(bulk, needles) {
    return index(bulk).then(function (words) {
      var wanted = needles.map(function (needle) { return wordsWith(words, needle); });
      var shards = new Set();
      wanted.forEach(function (all) {
        all.forEach(function (word) { shards.add(shardOf(words.first, word)); });
      });
      return Promise.all(Array.from(shards, function (k) { return shard(bulk, words, k); }))
        .then(function (came) {
          var byNumber = new Map(came.map(function (one) { return [one.number, one]; }));
          return together(words.first, wanted, byNumber, bulk.count);
        });
    });
  }

  /* The index of words; it comes with the first search. */
  function index(bulk) {
    if (!bulk.words) {
      bulk.words = bulk.store.json("words").then(function (came) {
        return {
          words: came.words, first: came.first, ends: endsOf(came.words), shards: new Map(),
        };
      });
    }
    return bulk.words;
  }

  /* Somebody is about to search: what the first search would wait for is fetched now. */
  function searchSoon(page) {
    var bulk = page.bulk;
    var kind = bulk && bulk.payload.bulk.store.kind;
    if (!kind || kind === "server") { return; }
    index(bulk).then(function (words) {
      if (kind !== "page" || words.first.length > FEW) { return; }
      words.first.forEach(function (_, k) { shard(bulk, words, k); });
    });
  }

  /* Where each word ends in a text with a word on every line. */
  function endsOf(text) {
    var ends = [];
    for (var at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) { ends.push(at); }
    ends.push(text.length);
    return Uint32Array.from(ends);
  }

  /* The numbers of the words that a text is part of. Pure. */
  function wordsWith(words, needle) {
    var found = [];
    var word = 0;
    var at = words.words.indexOf(needle);
    while (at >= 0) {
      word = wordAt(words.ends, at, word);
      found.push(word);
      at = words.words.indexOf(needle, words.ends[word] + 1);
    }
    return found;
  }

  /* The first word from one on that ends behind a place. */
  function wordAt(ends, at, from) {
    var low = from;
    var high = ends.length - 1;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (ends[middle] > at) { high = middle; } else { low = middle + 1; }
    }
    return low;
  }

  /* The last shard that does not begin behind a word. */
  function shardOf(first, word) {
    var low = 0;
    var high = first.length - 1;
    while (low < high) {
      var middle = (low + high + 1) >> 1;
      if (first[middle] <= word) { low = middle; } else { high = middle - 1; }
    }
    return low;
  }

  /* A shard with the place at which each of its words begins; each comes once. */
  function shard(bulk, words, k) {
    if (!words.shards.has(k)) {
      words.shards.set(k, bulk.store.bytes("w" + k).then(function (bytes) {
        return { number: k, bytes: bytes, starts: startsOf(bytes) };
      }));
    }
    return words.shards.get(k);
  }

  /* Where the entry of each word begins: a number of places, and so many gaps (LEB128). Pure. */
  function startsOf(bytes) {
    var starts = [];
    var at = 0;
    while (at < bytes.length) {
      starts.push(at);
      var left = 0;
      for (var shift = 0; ; shift += 7) {
        var byte = bytes[at];
        at += 1;
        left += (byte & 127) * Math.pow(2, shift);
        if (byte < 128) { break; }
      }
      for (; left > 0; at += 1) { if (bytes[at] < 128) { left -= 1; } }
    }
    return starts;
  }

  /* The events that have a word for every needle; `wanted` holds the words for each. Pure. */
  function together(first, wanted, shards, count) {
    var had = new Uint8Array(count);
    wanted.forEach(function (all, n) {
      all.forEach(function (word) {
        var k = shardOf(first, word);
        var here = shards.get(k);
        mark(had, here.bytes, here.starts[word - first[k]], n);
      });
    });
    for (var i = 0; i < count; i += 1) { had[i] = had[i] === wanted.length ? 1 : 0; }
    return had;
  }

  /* Events of one word that had all needles before the n-th have this one too. */
  function mark(had, bytes, from, n) {
    var at = from;
    function next() {
      var value = 0;
      for (var shift = 0; ; shift += 7) {
        var byte = bytes[at];
        at += 1;
        value |= (byte & 127) << shift;
        if (byte < 128) { return value >>> 0; }
      }
    }
    var left = next();
    var place = 0;
    for (; left > 0; left -= 1) {
      place += next();
      if (had[place] === n) { had[place] = n + 1; }
    }
  }

  Object.assign(dateline, {
    bitsToBytes: bytesOf,
    searchDone: searchDone,
    searched: searched,
    searchSoon: searchSoon,
    wordEnds: endsOf,
    wordsTogether: together,
    wordsWith: wordsWith,
    wordStarts: startsOf,
  });
})(window.dateline = window.dateline || {});
