/*
 * The page inside another one: chart and panel, with a way to the whole page. Asked for by
 * `embed=1`, in the query or in the fragment.
 */
(function (dateline) {
  "use strict";

  /* True when a state or a query asks for the embed. */
  function embedded(state, query) {
    return state.embed === "1" || new URLSearchParams(query).get("embed") === "1";
  }

  function filtersShown(on) {
    var root = document.documentElement;
    if (on) { root.dataset.filters = "true"; } else { delete root.dataset.filters; }
    dateline.put("embed-filters", { "aria-expanded": String(on) });
  }

  Object.assign(dateline.actions = dateline.actions || {}, {
    embedFilters: function () { filtersShown(!document.documentElement.dataset.filters); },
  });

  dateline.shows = dateline.shows || {};
  // By its name before the chart, which is drawn into the room that is left.
  dateline.shows.appearance = function (page) {
    var on = embedded(page.state, window.location.search);
    var root = document.documentElement;
    var at = dateline.storyStep(page.state, page.payload.story);
    if (at) { root.dataset.story = at; } else { delete root.dataset.story; }
    if (on) { root.dataset.embed = "true"; } else { delete root.dataset.embed; }
    if (!on) { return; }
    var address = window.location.href;
    // A page without an address of its own has no whole view to lead to.
    dateline.put("full-view", {
      hidden: !/^(https?|file):/.test(address),
      href: dateline.linkTo(address, Object.assign({}, page.state, { embed: "" })),
    });
  };

  Object.assign(dateline, { embedded: embedded });
})(window.dateline = window.dateline || {});
