/*
 * The views of the page, and the table: which of its rows are shown and in what order.
 */
(function (dateline) {
  "use strict";

  /* Times at which sources became known, beyond the first; see dashboard/app/days.py. */
  function later(known, i, ms) {
    return ms === null ? 0 : known.sources[i].filter(function (day) { return day > ms; }).length;
  }

  function place(payload, key, value) {
    var at = payload.terms[key].findIndex(function (term) { return term.id === value; });
    return at < 0 ? payload.terms[key].length : at;
  }

  function label(payload, key, value) {
    var term = payload.terms[key].find(function (one) { return one.id === value; });
    return term ? term.label : "";
  }

  /* What the rows of the table are sorted by: for each column the key of an event. */
  var KEYS = {
    date: function (payload, state, i) { return i; },
    title: function (payload, state, i) { return payload.events.title[i]; },
    category: function (payload, state, i) {
      return label(payload, "category", payload.events.category[i]);
    },
    evidence: function (payload, state, i) {
      return place(
        payload, "evidence", dateline.evidenceOf({ payload: payload, state: state }, i)
      );
    },
    known: function (payload, state, i) { return payload.known.public[i]; },
    actors: function (payload, state, i) { return payload.cited[i].actors; },
    sources: function (payload, state, i) {
      return payload.cited[i].sources - later(payload.known, i, dateline.dayEnd(state.on));
    },
  };

  /* The column that is sorted by, and whether it runs backwards. */
  function sorting(state) {
    var back = state.sort.charAt(0) === "-";
    return { column: state.sort.slice(back ? 1 : 0) || "date", back: back };
  }

  /*
   * The places of the events in the order of the table. Equals, and what has nothing to sort by
   * and so comes last, stay in the order of time.
   */
  function tableOrder(payload, state) {
    var by = sorting(state);
    var keyOf = KEYS[by.column];
    var keys = payload.events.id.map(function (_, i) { return keyOf(payload, state, i); });
    var words = new Intl.Collator(payload.axis.language || "en", { numeric: true });
    var empty = function (key) { return key === "" ? 1 : 0; };
    return payload.events.id.map(function (_, i) { return i; }).sort(function (a, b) {
      if (empty(keys[a]) !== empty(keys[b])) { return empty(keys[a]) - empty(keys[b]); }
      var order = typeof keys[a] === "string"
        ? words.compare(keys[a], keys[b]) : keys[a] - keys[b];
      return (by.back ? -order : order) || a - b;
    });
  }

  function fill(page, list) {
    if (list.filledFrom === page.payload) { return; }
    // Markup made and escaped in Python.
    list.innerHTML = page.payload.table;
    list.filledFrom = page.payload;
    list.order = "";
    list.asked = list.day = undefined;
    tellRoles(list);
  }

  /* On a phone rows are laid out as cards, which takes the roles of a table away from them. */
  function tellRoles(list) {
    Object.keys(ROLES).forEach(function (selector) {
      list.querySelectorAll(selector).forEach(function (part) {
        part.setAttribute("role", ROLES[selector]);
      });
    });
  }

  var ROLES = {
    "table": "table", "thead, tbody": "rowgroup", "tr": "row", "thead th": "columnheader",
    "tbody th": "rowheader", "td": "cell",
  };

  function arrange(page, list) {
    // What a column says of an event may depend on the day, and on nothing else that is chosen.
    var asked = page.state.sort + "|" + page.state.on;
    if (list.asked === asked) { return; }
    list.asked = asked;
    var order = tableOrder(page.payload, page.state);
    if (list.order === order.join()) { return; }
    var rows = {};
    var body = list.querySelector("tbody");
    Array.from(body.children).forEach(function (row) { rows[row.dataset.index] = row; });
    // The focus would be lost with the row that is moved.
    var focused = body.contains(document.activeElement) ? document.activeElement : null;
    body.append.apply(body, order.map(function (i) { return rows[i]; }));
    if (focused) { focused.focus({ preventScroll: true }); }
    list.order = order.join();
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.table = function (page) {
    var list = dateline.byId("table");
    if (!list || page.bulk || page.state.view !== "table") { return; }
    fill(page, list);
    arrange(page, list);
    var by = sorting(page.state);
    var name = "";
    list.querySelectorAll("thead th").forEach(function (head) {
      var button = head.querySelector("button");
      var here = button.dataset.column === by.column;
      head.setAttribute("aria-sort", here ? (by.back ? "descending" : "ascending") : "none");
      if (here) { name = button.textContent; }
    });
    list.querySelector("caption").textContent = dateline.sentence(
      page.payload, page.state, page.matched
    ) + ", sorted by " + name.toLowerCase() + (by.back ? ", descending" : "");
    dateline.listed(list, page.mask, page.selected);
    list.hidden = !page.mask.some(Boolean);
    // What held on another day is hidden as everywhere; see known-control.js.
    var ms = dateline.dayEnd(page.state.on);
    if (list.day === ms) { return; }
    list.day = ms;
    list.querySelectorAll("[data-since], [data-until]").forEach(function (part) {
      part.hidden = !dateline.holds(part.dataset.since, part.dataset.until, ms);
    });
  };

  dateline.shows.view = function (page) {
    var root = document.documentElement;
    root.dataset.view = page.state.view || "chart";
    // What would do nothing is not offered; see views.css.
    root.toggleAttribute("data-bare", !dateline.eventsOf(page.payload).count);
    root.toggleAttribute("data-uncategorised", page.payload.terms.category.every(function (term) {
      return term.id === "-";
    }));
    document.querySelectorAll(".dl-views button").forEach(function (button) {
      var mine = VIEWS[button.dataset.action] === page.state.view;
      button.setAttribute("aria-pressed", String(mine));
    });
  };

  var VIEWS = { viewChart: "", viewChronicle: "chronicle", viewTable: "table" };

  var actions = dateline.actions = dateline.actions || {};
  Object.keys(VIEWS).forEach(function (action) {
    actions[action] = function () { dateline.go({ view: VIEWS[action] }, true); };
  });

  /* Another press on the same column turns it round; a third one is where it began. */
  actions.sort = function (from) {
    var by = sorting(dateline.page.state);
    var column = from.dataset.column;
    var back = by.column === column && !by.back;
    var sort = (back ? "-" : "") + column;
    dateline.go({ sort: sort === "date" ? "" : sort }, false);
  };

  Object.assign(dateline, { tableOrder: tableOrder, tableRoles: tellRoles });
})(window.dateline = window.dateline || {});
