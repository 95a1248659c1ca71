/*
 * The menu of filters: a group of choices for each filter that has a title, and a span of time.
 *
 * The choices are native boxes that this file makes: each shows how many events it would leave under
 * the other filters, and that changes with every one of them.
 */
(function (dateline) {
  "use strict";

  /* From this many choices on a group can be searched; no more than so many stand in it at once. */
  var MANY = 10;
  var MOST = 200;

  /* On screens up to this menu and panel are sheets over the page. */
  var SHEET = "(max-width: 1000px)";
  /* On screens up to this the groups stand below each other, closed until they are asked for. */
  var NARROW = "(max-width: 640px)";

  /* What was built, by key: the group's box, its search field and its rows. */
  var built = { terms: null, groups: {}, dates: {} };

  function make(tag, props, children) {
    var element = document.createElement(tag);
    Object.keys(props || {}).forEach(function (name) {
      if (name in element) { element[name] = props[name]; }
      else { element.setAttribute(name, props[name]); }
    });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  function menu() { return dateline.byId("filters"); }

  function button() { return dateline.byId("filters-button"); }

  function titled(filters) {
    return Object.keys(filters).filter(function (key) { return filters[key].title; });
  }

  /* A date as a reader writes it, 2018 or 2018.10.4, as the address has it; null for no date. */
  function readPeriod(written) {
    var parts = /^(-?)(\d{1,6})(?:[-./ ](\d\d?)(?:[-./ ](\d\d?))?)?$/.exec(written.trim());
    if (!parts) { return null; }
    var padded = parts[1] + ("000" + parts[2]).slice(-Math.max(4, parts[2].length))
      + parts.slice(3).filter(Boolean).map(function (part) {
        return "-" + ("0" + part).slice(-2);
      }).join("");
    return dateline.period(padded) ? padded : null;
  }

  /* ---------------------------------------------------------------- building */

  function group(key, title, open, content) {
    var note = make("span", { className: "dl-menu-note" });
    var box = make("details", { className: "dl-menu-group", open: open }, [
      make("summary", {}, [title, note]),
      make("div", { role: "group", "aria-label": title }, content),
    ]);
    built.groups[key] = { box: box, note: note, rows: [] };
    return box;
  }

  function choices(key, title, terms, open) {
    if (terms.length > MOST) { return manyChoices(key, title, terms, open); }
    var rows = terms.map(function (term) { return choice(key, term); });
    var list = make("div", { className: "dl-options" }, rows.map(function (row) {
      return row.row;
    }));
    var content = [list];
    if (terms.length > MANY) {
      content.unshift(finder(title, function (wanted) { narrow(rows, wanted); }));
    }
    var box = group(key, title, open, content);
    built.groups[key].rows = rows;
    return box;
  }

  function choice(key, term) {
    var tick = make("input", { type: "checkbox", value: term.id });
    var count = make("span", { className: "dl-count" });
    tick.addEventListener("change", function () { toggle(key, term.id, tick.checked); });
    return {
      id: term.id, tick: tick, count: count, folded: dateline.fold(term.label),
      row: make("label", { className: "dl-option" }, [
        tick, make("bdi", { textContent: term.label }), count,
      ]),
    };
  }

  function finder(title, then) {
    var find = make("input", {
      type: "search", placeholder: "Find", className: "dl-find",
      "aria-label": "Find in " + title.toLowerCase(),
    });
    find.addEventListener("input", function () { then(find.value); });
    return find;
  }

  /* Very many choices: those that are chosen, and the first of those that are looked for. */
  function manyChoices(key, title, terms, open) {
    var rows = new Map();
    var folded = null;
    var needles = [];
    var list = make("div", { className: "dl-options" });
    var rest = make("p", { className: "dl-note" });
    var find = finder(title, function (wanted) {
      needles = dateline.words(wanted);
      show(dateline.page);
    });
    var rowOf = function (term) {
      if (!rows.has(term.id)) { rows.set(term.id, choice(key, term)); }
      return rows.get(term.id);
    };
    var fill = function (chosen) {
      folded = folded || terms.map(function (term) { return dateline.fold(term.label); });
      var left = MOST;
      var beyond = 0;
      var shown = terms.filter(function (term, k) {
        if (chosen.indexOf(term.id) >= 0) { return true; }
        if (!needles.every(function (needle) { return folded[k].indexOf(needle) >= 0; })) {
          return false;
        }
        if (left) { left -= 1; return true; }
        beyond += 1;
        return false;
      }).map(rowOf);
      built.groups[key].rows = shown;
      rest.textContent = beyond
        ? "and " + dateline.written(beyond) + " more: find them by name" : "";
      // The focus stays where it is while the same choices stand there.
      var boxes = shown.map(function (row) { return row.row; });
      var same = boxes.length === list.children.length
        && boxes.every(function (box, k) { return list.children[k] === box; });
      if (!same) { list.replaceChildren.apply(list, boxes); }
    };
    var box = group(key, title, open, [find, list, rest]);
    built.groups[key].fill = fill;
    return box;
  }

  /* Leaves the choices that hold all words that are looked for, and those that are chosen. */
  function narrow(rows, wanted) {
    var needles = dateline.words(wanted);
    rows.forEach(function (row) {
      row.row.hidden = !row.tick.checked && !needles.every(function (needle) {
        return row.folded.indexOf(needle) >= 0;
      });
    });
  }

  function dateField(key, title) {
    var field = make("input", {
      type: "text", autocomplete: "off", "aria-describedby": "filters-dates-hint",
    });
    field.addEventListener("change", function () {
      var read = field.value.trim() ? readPeriod(field.value) : "";
      field.setAttribute("aria-invalid", String(read === null));
      var patch = {};
      patch[key] = read;
      if (read !== null) { dateline.go(patch, true); }
    });
    built.dates[key] = field;
    return make("label", { className: "dl-date" }, [make("span", { textContent: title }), field]);
  }

  function dates(open) {
    return group("dates", "Time", open, [
      make("div", { className: "dl-dates" }, [
        dateField("after", "From"), dateField("before", "To"),
      ]),
      make("p", {
        className: "dl-note", id: "filters-dates-hint",
        textContent: "A year, month or day: 2018, 2018-10, 2018-10-04",
      }),
    ]);
  }

  function build(page) {
    var open = !window.matchMedia(NARROW).matches;
    built = { terms: page.payload.terms, groups: {}, dates: {} };
    var boxes = titled(dateline.filters).map(function (key) {
      var terms = built.terms[key];
      return terms.length ? choices(key, dateline.filters[key].title, terms, open) : null;
    }).filter(Boolean);
    // The shortest group shares its column with the time.
    var shortest = built.groups.evidence.box;
    boxes.splice(boxes.indexOf(shortest), 1,
      make("div", { className: "dl-menu-column" }, [shortest, dates(open)]));
    var groups = dateline.byId("filters-groups");
    groups.replaceChildren.apply(groups, boxes);
  }

  /* ---------------------------------------------------------------- showing */

  function toggle(key, id, on) {
    var patch = {};
    patch[key] = dateline.page.state[key].filter(function (one) { return one !== id; });
    if (on) { patch[key].push(id); }
    // Where the panel is a sheet, the page of an actor would cover what is being filtered.
    if (key === "actor" && window.matchMedia(SHEET).matches) {
      dateline.page.left = patch.actor[0];
    }
    dateline.go(patch, true);
  }

  function show(page) {
    if (built.terms !== page.payload.terms) { build(page); }
    Object.keys(built.groups).forEach(function (key) {
      var chosen = page.state[key] || [];
      if (built.groups[key].fill) { built.groups[key].fill(chosen); }
      var found = built.groups[key].rows.length
        ? dateline.counts(page.payload, page.state, key) : {};
      built.groups[key].note.textContent = chosen.length ? chosen.length + " chosen" : "";
      built.groups[key].rows.forEach(function (row) {
        row.tick.checked = chosen.indexOf(row.id) >= 0;
        row.count.textContent = dateline.written(found[row.id] || 0);
        row.row.classList.toggle("is-none", !found[row.id]);
      });
    });
    Object.keys(built.dates).forEach(function (key) {
      if (document.activeElement !== built.dates[key]) {
        built.dates[key].value = page.state[key];
        built.dates[key].removeAttribute("aria-invalid");
      }
    });
    dateline.put("filters-number", { children: dateline.number(page.matched) });
  }

  /* How many choices of the menu are in force. */
  function chosen(state) {
    return titled(dateline.filters).reduce(function (sum, key) {
      return sum + state[key].length;
    }, 0) + (state.after || state.before ? 1 : 0);
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.filters = function (page) {
    var number = chosen(page.state);
    dateline.put("filters-chosen", { children: String(number), hidden: !number });
    if (menu().open) { show(page); }
  };

  /* ---------------------------------------------------------------- opening and closing */

  function open() {
    show(dateline.page);
    listen();
    if (window.matchMedia(SHEET).matches) { menu().showModal(); } else { menu().show(); }
    button().setAttribute("aria-expanded", "true");
  }

  function close() { if (menu().open) { menu().close(); } }

  function listen() {
    if (listen.done) { return; }
    listen.done = true;
    menu().addEventListener("close", function () {
      button().setAttribute("aria-expanded", "false");
      // A dialog that was no sheet leaves the focus in what is hidden now.
      if (document.activeElement === document.body || menu().contains(document.activeElement)) {
        button().focus({ preventScroll: true });
      }
    });
    // Keys in the menu are the menu's.
    menu().addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      event.stopPropagation();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu().open) { event.stopPropagation(); close(); }
    }, true);
    document.addEventListener("pointerdown", function (event) {
      var inside = event.target !== menu() && event.target.closest("#filters, #filters-button");
      if (!inside) { close(); }
    });
  }

  dateline.actions = Object.assign(dateline.actions || {}, {
    filters: function () { if (menu().open) { close(); } else { open(); } },
    closeFilters: close,
  });

  Object.assign(dateline, { readPeriod: readPeriod });
})(window.dateline = window.dateline || {});
