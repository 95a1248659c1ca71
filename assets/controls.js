/*
 * Two controls that are always there: search, a native field that this file makes, and the chips of
 * categories. From them to the state, and from the state to them when it changed elsewhere, by
 * address, key or button.
 */
(function (dateline) {
  "use strict";

  /*
   * The field of the search, which Dash has no plain component for. A key in it goes straight to the
   * state.
   */
  function field() {
    var box = dateline.byId("search-field");
    var input = box.querySelector("input");
    if (input) { return input; }
    input = document.createElement("input");
    input.id = "search";
    input.autocomplete = "off";
    input.placeholder = "Search";
    input.setAttribute("aria-label", "Search");
    input.addEventListener("focus", function () { dateline.searchSoon(dateline.page); });
    input.addEventListener("input", function () { dateline.go({ q: input.value }, false); });
    box.prepend(input);
    return input;
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.controls = function (page) {
    var input = field();
    // While a reader types, the field and the state say the same; the cursor stays where it is.
    if (input.value !== page.state.q) { input.value = page.state.q; }
    chips();
  };

  /* Each chip tells whether its category is chosen. */
  function chips() {
    var chosen = dateline.page.state.category;
    document.querySelectorAll("#categories .dl-chip").forEach(function (chip) {
      chip.setAttribute("aria-checked", String(chosen.indexOf(chip.dataset.category) >= 0));
    });
  }

  dateline.actions = Object.assign(dateline.actions || {}, {
    category: function (chip) {
      var chosen = dateline.page.state.category;
      var id = chip.dataset.category;
      dateline.go({
        category: chosen.indexOf(id) < 0 ? chosen.concat([id])
          : chosen.filter(function (one) { return one !== id; }),
      }, false);
    },
  });
})(window.dateline = window.dateline || {});
