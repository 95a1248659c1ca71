/*
 * Which events are shown, and the sentence that says so. Pure functions on payload and state.
 */
(function (dateline) {
  "use strict";

  /* Case and accents do not matter in a search; Python folds the events' texts the same way. */
  function fold(words) {
    return words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function words(query) {
    return fold(query).split(/\s+/).filter(Boolean);
  }

  /* By key of the state: a function that makes a test from its value, or nothing to let all pass. */
  var filters = dateline.filters = dateline.filters || {};

  filters.q = function (payload, state) {
    var needles = words(state.q);
    return needles.length && function (i) {
      return needles.every(function (needle) { return payload.events.text[i].indexOf(needle) >= 0; });
    };
  };

  filters.category = function (payload, state) {
    return state.category.length && function (i) {
      return state.category.indexOf(payload.events.category[i]) >= 0;
    };
  };

  /* One true or false for each event. `skip` leaves one filter out of account. */
  function matches(payload, state, skip) {
    var tests = Object.keys(filters)
      .filter(function (key) { return key !== skip; })
      .map(function (key) { return filters[key](payload, state); })
      .filter(Boolean);
    return payload.events.id.map(function (_, i) {
      return tests.every(function (test) { return test(i); });
    });
  }

  /* How many events each category would show under the other filters. */
  function counts(payload, state) {
    var mask = matches(payload, state, "category");
    var found = {};
    payload.categories.forEach(function (category) { found[category.id] = 0; });
    mask.forEach(function (shown, i) {
      if (shown) { found[payload.events.category[i]] += 1; }
    });
    return found;
  }

  /* What is shown, in one sentence. */
  function sentence(payload, state, mask) {
    var shown = mask.filter(Boolean).length;
    var all = mask.length;
    var parts = [];
    if (state.category.length) {
      var labels = payload.categories
        .filter(function (category) { return state.category.indexOf(category.id) >= 0; })
        .map(function (category) { return category.label; });
      parts.push(labels.join(" or "));
    }
    if (words(state.q).length) { parts.push("“" + state.q.trim() + "”"); }
    var number = shown === all ? all + (all === 1 ? " event" : " events")
      : shown + " of " + all + " events";
    return number + (parts.length ? ": " + parts.join(", ") : "");
  }

  /* The shown events before and after one, in order of time; -1 where there is none. */
  function neighbours(mask, index) {
    var before = -1;
    var after = -1;
    for (var i = index - 1; i >= 0 && before < 0; i -= 1) { if (mask[i]) { before = i; } }
    for (var j = index + 1; j < mask.length && after < 0; j += 1) { if (mask[j]) { after = j; } }
    return { before: before, after: after };
  }

  Object.assign(dateline, {
    counts: counts,
    fold: fold,
    matches: matches,
    neighbours: neighbours,
    sentence: sentence,
    words: words,
  });
})(window.dateline = window.dateline || {});
