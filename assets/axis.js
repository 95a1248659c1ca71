/*
 * The controls of the axis: windows of a usual length, folding of quiet times, whose clocks.
 */
(function (dateline) {
  "use strict";

  var actions = dateline.actions = dateline.actions || {};

  /* Dates in lists of events: the chronicle and the table. */
  var LISTED = ":is(#chronicle, .dl-table-view) [data-index] .dl-when";

  /* Home windows whose quiet times were looked for, with whether there are some. */
  var foldable = new WeakMap();

  /* ---------------------------------------------------------------- windows of a usual length */

  /* A window of a length around a place, moved into the limits. */
  function around(place, length, limits) {
    var from = Math.min(Math.max(place - length / 2, limits[0]), limits[1] - length);
    return [from, from + length];
  }

  /* Whether a window of a length is worth a button: shorter than all, and something may fill it. */
  function fits(length, home, finest) {
    return length < (home[1] - home[0]) * 0.7 && length >= finest;
  }

  function askRange(action) {
    var scene = dateline.page.scene;
    var length = dateline.page.payload.axis.ranges[action];
    var chosen = scene.selected >= 0 && scene.mask[scene.selected];
    var place = chosen ? scene.variant.x[scene.selected] : (scene.window[0] + scene.window[1]) / 2;
    dateline.go(dateline.windowState(around(place, length, scene.variant.limits)), false);
  }

  ["rangeDecade", "rangeYear", "rangeMonth", "rangeDay"].forEach(function (action) {
    actions[action] = function () { askRange(action); };
  });

  function showRanges(page) {
    var scene = page.scene;
    var words = page.payload.axis;
    var span = scene.window[1] - scene.window[0];
    document.querySelectorAll(".dl-range").forEach(function (button) {
      var length = words.ranges[button.dataset.action];
      button.hidden = !scene.variant.x.length
        || !fits(length, scene.variant.window, words.finest);
      button.setAttribute("aria-pressed", String(Math.abs(span / length - 1) < 0.01));
    });
  }

  /* ---------------------------------------------------------------- quiet times */

  actions.fold = function () { dateline.go({ fold: dateline.page.state.fold ? "" : "1" }, true); };

  function showFold(page, name) {
    var button = dateline.byId("fold");
    var variant = page.payload.variants[name];
    if (!foldable.has(variant)) {
      var figure = variant.figures[dateline.theme()];
      foldable.set(variant, dateline.lens(
        page.payload.axis.clock, variant, figure, "", "1", page.scene.width
      ).folds);
    }
    var found = foldable.get(variant);
    button.hidden = !found.length;
    button.setAttribute("aria-pressed", String(Boolean(page.state.fold)));
    button.title = found.map(dateline.foldWords).join("; ");
  }

  /* ---------------------------------------------------------------- zones */

  function showZone(page) {
    var clock = page.payload.axis.clock;
    var file = clock.name + (clock.letters ? " (" + clock.letters + ")" : "");
    var own = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    var names = {
      "": file, utc: "UTC", local: "your time" + (own ? " (" + own.replace(/_/g, " ") + ")" : ""),
    };
    var choice = clock.timed.some(Boolean);
    var select = dateline.byId("zone");
    var name = dateline.byId("zone-name");
    name.textContent = file;
    name.hidden = choice;
    select.hidden = !choice;
    Array.from(select.options).forEach(function (option) {
      option.textContent = names[option.value];
      // A file in UTC has that clock already.
      option.hidden = option.value === "utc" && clock.name === "UTC";
    });
    select.value = page.state.zone;
    if (!select.dataset.listening) {
      select.dataset.listening = "true";
      select.addEventListener("change", function () { dateline.go({ zone: select.value }, true); });
      new MutationObserver(function () { tellPanel(page); }).observe(
        dateline.byId("panel-body"), { childList: true, subtree: true, characterData: true }
      );
    }
    tellPanel(page);
    // The lists are long, and most readers never ask for another zone.
    if (!page.scene.lens.zone && !document.querySelector(LISTED + " .dl-elsewhere")) { return; }
    document.querySelectorAll(LISTED).forEach(function (when) {
      tell(when, Number(when.closest("[data-index]").dataset.index));
    });
  }

  function tellPanel(page) {
    var when = document.querySelector("#panel-body .dl-meta .dl-when");
    if (when && page.selected >= 0) { tell(when, page.selected); }
  }

  /* Puts the time of an event in the zone shown behind its date in words; the file's own stays. */
  function tell(when, index) {
    var words = dateline.page.scene ? dateline.page.scene.lens.told(index) : "";
    var note = when.querySelector(".dl-elsewhere");
    if (!words) {
      if (note) { note.remove(); }
      return;
    }
    if (!note) {
      note = document.createElement("span");
      note.className = "dl-elsewhere";
      when.appendChild(note);
    }
    if (note.textContent !== words) { note.textContent = words; }
  }

  /* The controls show the state; `name` is the variant of the figure that is drawn. */
  function showAxis(page, name) {
    showRanges(page);
    showFold(page, name);
    showZone(page);
  }

  Object.assign(dateline, { rangeAround: around, rangeFits: fits, showAxis: showAxis });
})(window.dateline = window.dateline || {});
