/*
 * What Dash calls: from controls to the state, and from the state to what is shown.
 *
 * Dash runs the files of this folder in the order of their names, so nothing in them may need
 * another one before the page has started.
 */
(function (dateline) {
  "use strict";

  function control(query, categories) {
    if (dateline.page.state) {
      dateline.go({ q: query || "", category: categories || [] }, false);
    }
    return dateline.unchanged();
  }

  function show(payload, state) {
    var page = dateline.page;
    page.payload = payload;
    if (!state) {
      page.state = dateline.decode(window.location.hash);
      dateline.start();
      if (payload.version) { dateline.watch(payload.version); }
      dateline.set("state", { data: page.state });
      return new Array(9).fill(dateline.unchanged());
    }
    page.mask = dateline.matches(payload, state);
    var selected = dateline.selected();
    // A link to an event opens it whatever is filtered: what was asked for must be there.
    if (selected >= 0) { page.mask[selected] = true; }
    controls();
    counts();
    list(selected);
    var scheme = dateline.theme();
    document.documentElement.dataset.theme = scheme;
    dateline.draw();
    var beside = dateline.neighbours(page.mask, selected);
    return [
      selected < 0 ? payload.introduction : payload.panels[selected],
      "dl-panel" + (selected < 0 ? "" : " is-open"),
      step(beside.before),
      step(beside.after),
      dateline.sentence(payload, state, page.mask),
      !(state.category.length || state.q.trim()),
      page.mask.some(Boolean),
      announcement(selected),
      scheme,
    ];
  }

  function step(index) {
    return index < 0 ? null : "#event=" + dateline.page.payload.events.id[index];
  }

  /* What a screen reader says when another event is selected. */
  function announcement(selected) {
    if (selected < 0) { return ""; }
    var events = dateline.page.payload.events;
    return events.title[selected] + ", " + events.when[selected];
  }

  /* Controls follow the state when it changed elsewhere: by address, key or button. */
  function controls() {
    var state = dateline.page.state;
    var search = dateline.byId("search");
    if (search && search.value !== state.q) { dateline.set("search", { value: state.q }); }
    var boxes = Array.from(document.querySelectorAll(".dl-chip input"));
    var chosen = boxes.filter(function (box) { return box.checked; }).map(function (box) {
      return box.value;
    });
    if (chosen.sort().join() !== state.category.slice().sort().join()) {
      dateline.set("categories", { value: state.category });
    }
  }

  function counts() {
    var found = dateline.counts(dateline.page.payload, dateline.page.state);
    Object.keys(found).forEach(function (category) {
      dateline.set(
        { type: "count", category: category }, { children: String(found[category]) }
      );
    });
  }

  function list(selected) {
    document.querySelectorAll("#chronicle [data-index]").forEach(function (entry) {
      var index = Number(entry.dataset.index);
      entry.hidden = !dateline.page.mask[index];
      var link = entry.querySelector("a");
      if (index === selected) { link.setAttribute("aria-current", "true"); }
      else { link.removeAttribute("aria-current"); }
    });
    document.querySelectorAll("#chronicle [data-group]").forEach(function (group) {
      group.hidden = !group.querySelector("[data-index]:not([hidden])");
    });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dateline = { control: control, show: show };
})(window.dateline = window.dateline || {});
