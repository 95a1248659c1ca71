/*
 * The two controls that belong to Dash, search and categories: from them to the state, and from the
 * state to them when it changed elsewhere, by address, key or button.
 */
(function (dateline) {
  "use strict";

  /* What they hold, as the parts of the state; what was set here or told by them last. */
  var held = { q: "", category: [] };

  var IDS = { q: "search", category: "categories" };

  function control(query, categories) {
    held = { q: query || "", category: categories || [] };
    if (dateline.page.state) { dateline.go(held, false); }
    return dateline.unchanged();
  }

  function same(one, other) {
    // The order in which categories were chosen does not matter.
    return [].concat(one).sort().join() === [].concat(other).sort().join();
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.controls = function (page) {
    Object.keys(IDS).forEach(function (key) {
      if (same(held[key], page.state[key])) { return; }
      held[key] = page.state[key];
      dateline.set(IDS[key], { value: page.state[key] });
    });
  };

  dateline.control = control;
})(window.dateline = window.dateline || {});
