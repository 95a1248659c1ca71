/*
 * Chronicle and table of very many events: a part of them at a time, each as soon as what is
 * written of it is here. The chronicle lists the window of the chart, the table all that is shown.
 */
(function (dateline) {
  "use strict";

  /* How many events are listed at first, and how many more at every wish. */
  var SIZE = 100;
  /* Milliseconds to wait for the chart to come to rest before a list below it follows. */
  var PAUSE = 120;

  var SPAN = 1;
  /* Dates of this length, in milliseconds, name no month. */
  var COARSE = 80 * 86400000;
  var MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ];
  var MONTH = new RegExp(MONTHS.join("|"));

  var SORTED_BY_TITLE = "There are too many events here to sort them by their titles.";

  function fresh() { return { places: null, from: 0, to: 0, written: "", missing: false }; }

  /* What is listed now: the places of all events of the list, and which part of them stands there. */
  var lists = { chronicle: fresh(), table: fresh() };
  var clock = 0;

  /* ---------------------------------------------------------------- which events */

  function windowOf(page) {
    return page.state.from === null ? [null, null] : [page.state.from, page.state.to];
  }

  function placesOf(page, name) {
    var range = windowOf(page);
    var key = name === "table" ? [page.state.sort, page.state.on] : range;
    var list = lists[name];
    if (list.bulk === page.bulk && list.mask === page.mask && list.key === key.join()) { return; }
    var places = name === "table"
      ? dateline.bulkOrder(page.bulk, page.payload, page.state, page.mask)
      : dateline.shownIn(page.bulk, page.mask, range[0], range[1]);
    var part = dateline.partOf(places.length, places.indexOf(page.selected), SIZE);
    lists[name] = Object.assign(fresh(), {
      bulk: page.bulk, mask: page.mask, key: key.join(), places: places, from: part[0], to: part[1],
      selected: page.selected,
    });
  }

  /* Another event was selected: the list has it in its part. */
  function follow(page, list) {
    if (list.selected === page.selected) { return; }
    list.selected = page.selected;
    var at = list.places.indexOf(page.selected);
    if (at < 0 || (at >= list.from && at < list.to)) { return; }
    var part = dateline.partOf(list.places.length, at, SIZE);
    list.from = part[0];
    list.to = part[1];
  }

  /* ---------------------------------------------------------------- words */

  function count(number) { return number.toLocaleString("en-GB"); }

  /* Which part of how many events is listed. Pure. */
  function partWords(from, to, all, where) {
    if (!all) { return "No events" + where; }
    var span = to - from === all ? (all === 1 ? "1 event" : "All " + count(all) + " events")
      : "Events " + count(from + 1) + "–" + count(to) + " of " + count(all);
    return span + where;
  }

  /* The year of a moment, as headings have it. Pure. */
  function yearWords(ms) {
    var year = new Date(ms).getUTCFullYear();
    return year > 0 ? String(year) : 1 - year + " BC";
  }

  /* The month in which an event begins, or "" where its date names none. */
  function monthWords(bulk, i, when) {
    var coarse = bulk.end[i] - bulk.start[i] >= COARSE;
    var named = coarse ? (bulk.flags[i] & SPAN) && (when === null || MONTH.test(when)) : true;
    return named ? MONTHS[new Date(bulk.start[i]).getUTCMonth()] : "";
  }

  function text(words) {
    return words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  }

  /* ---------------------------------------------------------------- markup */

  /* An entry whose text is on its way: its title, where that is known, and its place. */
  function waitingEntry(bulk, i) {
    return "<li data-index=\"" + i + "\" class=\"dl-waiting\"><span class=\"dl-when\"></span><div>"
      + "<bdi>" + text(bulk.titleOf(i) || "") + "</bdi><p>…</p></div></li>";
  }

  function waitingRow(bulk, i) {
    return "<tr data-index=\"" + i + "\" class=\"dl-waiting\"><td class=\"dl-when\"></td>"
      + "<th scope=\"row\"><bdi>" + text(bulk.titleOf(i) || "…") + "</bdi></th>"
      + "<td></td><td></td><td></td><td></td><td></td></tr>";
  }

  /* Years with their months with their events, as dashboard/app/chronicle.py writes them. */
  function entries(bulk, list) {
    var parts = [];
    var year = null;
    var month = null;
    each(bulk, list, function (i, record) {
      var itsYear = yearWords(bulk.start[i]);
      var itsMonth = monthWords(bulk, i, record && record.when);
      if (itsYear !== year) {
        parts.push(year === null ? "" : "</ol></div></section>",
          "<section data-group=\"year\"><h3 class=\"dl-year\">", itsYear, "</h3>");
      } else if (itsMonth !== month) { parts.push("</ol></div>"); }
      if (itsYear !== year || itsMonth !== month) {
        parts.push("<div class=\"dl-months\" data-group=\"month\">",
          itsMonth ? "<h4 class=\"dl-month\">" + itsMonth + "</h4>" : "<span></span>", "<ol>");
      }
      year = itsYear;
      month = itsMonth;
      parts.push(record ? record.entry : waitingEntry(bulk, i));
    });
    return parts.join("") + (year === null ? "" : "</ol></div></section>");
  }

  function rows(bulk, list) {
    var parts = [];
    each(bulk, list, function (i, record) {
      parts.push(record ? record.row : waitingRow(bulk, i));
    });
    return parts.join("");
  }

  function each(bulk, list, then) {
    list.missing = false;
    for (var n = list.from; n < list.to; n += 1) {
      var record = bulk.record(list.places[n]);
      if (!record) { list.missing = true; }
      then(list.places[n], record);
    }
  }

  function more(name, way, words) {
    return "<button type=\"button\" class=\"dl-more\" data-action=\"" + way
      + "\" data-list=\"" + name + "\">" + words + "</button>";
  }

  /* ---------------------------------------------------------------- the page */

  var LINES = {
    chronicle: function (page) {
      return page.state.from === null ? "" : " in the window of the chart";
    },
    table: function (page) {
      // An address may ask for it all the same.
      return /^-?title$/.test(page.state.sort) ? " in order of time. " + SORTED_BY_TITLE : "";
    },
  };

  /* The frame of a list: what it lists, the way to what stands before, itself, and to the rest. */
  function frame(element, name, inside) {
    if (element.framed === name) { return; }
    element.innerHTML = "<p class=\"dl-listed\"></p><div class=\"dl-before\"></div>"
      + "<div class=\"dl-part-of\">" + inside + "</div><div class=\"dl-after\"></div>";
    element.framed = name;
    element.filledFrom = null;
  }

  function write(page, name, element, into, made) {
    var list = lists[name];
    element.querySelector(".dl-listed").textContent = partWords(
      list.from, list.to, list.places.length, LINES[name](page)
    );
    var before = Math.min(SIZE, list.from);
    var after = Math.min(SIZE, list.places.length - list.to);
    put(element.querySelector(".dl-before"),
      before ? more(name, "listEarlier", "Show " + count(before) + " before") : "");
    put(element.querySelector(".dl-after"),
      after ? more(name, "listLater", "Show " + count(after) + " more") : "");
    var focused = into.contains(document.activeElement)
      && document.activeElement.closest("[data-index]");
    put(into, made);
    var again = focused && into.querySelector("[data-index='" + focused.dataset.index + "'] a");
    if (again && document.activeElement !== again) { again.focus({ preventScroll: true }); }
    mark(page, into);
    dateline.tellLists(page);
  }

  function put(element, markup) {
    if (element.markup === markup) { return; }
    // Markup made and escaped in Python, or above.
    element.innerHTML = markup;
    element.markup = markup;
  }

  /* The selected event, and what holds on the day of the state. */
  function mark(page, into) {
    var ms = dateline.dayEnd(page.state.on);
    into.querySelectorAll("[data-since], [data-until]").forEach(function (part) {
      part.hidden = !dateline.holds(part.dataset.since, part.dataset.until, ms);
    });
    into.querySelectorAll("[aria-current]").forEach(function (link) {
      link.removeAttribute("aria-current");
    });
    var link = page.selected < 0 ? null
      : into.querySelector("[data-index='" + page.selected + "'] a");
    if (link) { link.setAttribute("aria-current", "true"); }
  }

  /* What is missing is asked for; the list is written again when it comes. */
  function fetchMissing(page, name) {
    var list = lists[name];
    if (!list.missing) { return; }
    var blocks = new Set();
    for (var n = list.from; n < list.to; n += 1) {
      blocks.add(Math.floor(list.places[n] / page.bulk.block));
    }
    blocks.forEach(function (k) {
      page.bulk.load(k * page.bulk.block).then(function () {
        if (lists[name] === list && page.bulk === list.bulk) { soon(name); }
      });
    });
  }

  /* Blocks that come one after another are written together. */
  function soon(name) {
    if (soon[name]) { return; }
    soon[name] = window.setTimeout(function () {
      soon[name] = 0;
      SHOW[name](dateline.page);
    }, 0);
  }

  var SHOW = {
    chronicle: function (page) {
      var element = dateline.byId("chronicle");
      if (!element || !page.bulk || page.state.view === "table") { return; }
      placesOf(page, "chronicle");
      follow(page, lists.chronicle);
      frame(element, "chronicle", "");
      element.parentNode.hidden = !dateline.shownOf(page.mask);
      write(page, "chronicle", element, element.querySelector(".dl-part-of"),
        entries(page.bulk, lists.chronicle));
      fetchMissing(page, "chronicle");
    },
    table: function (page) {
      var element = dateline.byId("table");
      if (!element || !page.bulk || page.state.view !== "table") { return; }
      placesOf(page, "table");
      follow(page, lists.table);
      frame(element, "table", page.payload.table);
      write(page, "table", element, element.querySelector("tbody"), rows(page.bulk, lists.table));
      heads(page, element);
      dateline.tableRoles(element);
      element.hidden = !lists.table.places.length;
      fetchMissing(page, "table");
    },
  };

  /* The heads say how the table is sorted; titles are not at hand to sort by. */
  function heads(page, element) {
    var back = page.state.sort.charAt(0) === "-";
    var column = page.state.sort.slice(back ? 1 : 0) || "date";
    if (column === "title") { column = "date"; back = false; }
    var name = "";
    element.querySelectorAll("thead th").forEach(function (head) {
      var button = head.querySelector("button");
      var here = button.dataset.column === column;
      head.setAttribute("aria-sort", here ? (back ? "descending" : "ascending") : "none");
      if (here) { name = button.textContent; }
      if (button.dataset.column === "title") {
        button.disabled = true;
        button.title = SORTED_BY_TITLE;
      }
    });
    var list = lists.table;
    element.querySelector("caption").textContent = partWords(
      list.from, list.to, list.places.length, "")
      + ", sorted by " + name.toLowerCase() + (back ? ", descending" : "");
  }

  /* The lists as the state is now; below the chart they follow when it has come to rest. */
  function showLists(page) {
    window.clearTimeout(clock);
    if (page.state.view) {
      SHOW.chronicle(page);
      SHOW.table(page);
      return;
    }
    clock = window.setTimeout(function () { SHOW.chronicle(dateline.page); }, PAUSE);
  }

  function grow(button, way) {
    var page = dateline.page;
    var name = button.dataset.list;
    var list = lists[name];
    var first = list.places[way < 0 ? list.from - 1 : list.to];
    if (way < 0) { list.from = Math.max(list.from - SIZE, 0); }
    else { list.to = Math.min(list.to + SIZE, list.places.length); }
    // What a reader has before them stays there, and the reading goes on at what is new.
    var anchor = button.nextElementSibling || button.parentNode.nextElementSibling;
    var top = way < 0 ? anchor.getBoundingClientRect().bottom : 0;
    SHOW[name](page);
    if (way < 0) { window.scrollBy(0, anchor.getBoundingClientRect().bottom - top); }
    var entry = dateline.byId(name).querySelector("[data-index='" + first + "']");
    if (!entry) { return; }
    var target = entry.querySelector("a") || entry;
    if (target === entry) { entry.tabIndex = -1; }
    target.focus({ preventScroll: true });
  }

  dateline.actions = Object.assign(dateline.actions || {}, {
    listEarlier: function (button) { grow(button, -1); },
    listLater: function (button) { grow(button, 1); },
  });

  /* The events that a list shows now, for paper: their markup and what they are of how many. */
  function listedNow(page) {
    placesOf(page, "chronicle");
    var list = lists.chronicle;
    return {
      markup: entries(page.bulk, list),
      words: partWords(list.from, list.to, list.places.length, LINES.chronicle(page)),
      whole: list.from === 0 && list.to === page.bulk.count,
    };
  }

  Object.assign(dateline, {
    listedNow: listedNow,
    monthWords: monthWords,
    partWords: partWords,
    showLists: showLists,
    yearWords: yearWords,
  });
})(window.dateline = window.dateline || {});
