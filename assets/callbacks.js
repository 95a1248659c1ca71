/*
 * What Dash calls: from controls to the state, and from the state to what is shown.
 *
 * Three tables make the page; each file adds its own rows, and nothing else needs to know of them:
 *
 *   dateline.filters   key → what it lets through, and what the sentence says of it (filter.js)
 *   dateline.shows     name → shows the state in one part of the page
 *   dateline.actions   name → does what a key, a button or a link asks for (actions.js)
 *
 * Dash runs the files of this folder in the order of their names, so nothing in them may need
 * another one before the page has started.
 */
(function (dateline) {
  "use strict";

  var shows = dateline.shows = dateline.shows || {};

  function show(payload, state) {
    var page = dateline.page;
    page.payload = dateline.unpack(dateline.complete(payload));
    if (!state) {
      dateline.take(dateline.decode(dateline.opening()));
      dateline.start();
      if (payload.version) { dateline.watch(payload.version); }
      dateline.set("state", { data: page.state });
      return;
    }
    dateline.take(state);
    page.matched = dateline.matches(payload, state);
    page.mask = page.matched.slice();
    // A link to an event opens it whatever is filtered: what was asked for must be there.
    // Only what was not public on the day that is shown stays out of it; the panel says so.
    var unknown = dateline.filters.on.test(payload, state);
    if (page.selected >= 0 && (!unknown || unknown(page.selected))) {
      page.mask[page.selected] = true;
    }
    Object.keys(shows).sort().forEach(function (name) { shows[name](page); });
  }

  shows.theme = function () {
    var scheme = dateline.theme();
    document.documentElement.dataset.theme = scheme;
    dateline.set("provider", { forceColorScheme: scheme });
  };

  shows.chart = function () { dateline.draw(); };

  shows.panel = function (page) {
    var payload = page.payload;
    var beside = dateline.neighbours(page.mask, page.selected);
    var chosen = page.selected >= 0;
    var actor = dateline.actorPage(page);
    dateline.set("panel-body", {
      children: chosen ? dateline.eventOn(payload, page.selected, page.state.on)
        : actor || payload.introduction,
    });
    dateline.set("panel", { className: "dl-panel" + (chosen || actor ? " is-open" : "") });
    dateline.set("previous", { href: step(page, beside.before) });
    dateline.set("next", { href: step(page, beside.after) });
    dateline.set("announce", {
      children: chosen
        ? payload.events.title[page.selected] + ", " + payload.events.when[page.selected] : "",
    });
  };

  function step(page, index) { return index < 0 ? null : "#event=" + page.payload.events.id[index]; }

  shows.chronicle = function (page) {
    var list = dateline.byId("chronicle");
    if (list.filledFrom !== page.payload) {
      // Markup made and escaped in Python, as the plain page is.
      list.innerHTML = page.payload.chronicle;
      list.filledFrom = page.payload;
    }
    document.querySelectorAll("#chronicle [data-index]").forEach(function (entry) {
      var index = Number(entry.dataset.index);
      entry.hidden = !page.mask[index];
      var link = entry.querySelector("a");
      if (index === page.selected) { link.setAttribute("aria-current", "true"); }
      else { link.removeAttribute("aria-current"); }
    });
    document.querySelectorAll("#chronicle [data-group]").forEach(function (group) {
      group.hidden = !group.querySelector("[data-index]:not([hidden])");
    });
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dateline = {
    control: function (query, categories) { return dateline.control(query, categories); },
    show: show,
  };
})(window.dateline = window.dateline || {});
