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

  /* True while dates in lists are told in another zone as well. */
  var toldElsewhere = false;

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
      button.hidden = !scene.bulk && !scene.variant.x.length
        || !fits(length, scene.variant.window, words.finest);
      button.setAttribute("aria-pressed", String(Math.abs(span / length - 1) < 0.01));
    });
  }

  /* ---------------------------------------------------------------- quiet times */

  actions.fold = function () { dateline.go({ fold: dateline.page.state.fold ? "" : "1" }, true); };

  /* The quiet times that can be folded on the clocks of the file. */
  function foldsOf(page, name, variant) {
    if (page.bulk) {
      var home = page.payload.bulk.variants[name].window;
      return dateline.bulkFolds(page, home, page.scene.width);
    }
    var figure = variant.figures[dateline.theme()];
    return dateline.lens(page.payload.axis.clock, variant, figure, "", "1", page.scene.width).folds;
  }

  function showFold(page, name) {
    var button = dateline.byId("fold");
    var variant = page.bulk ? page.payload.bulk.look[name] : page.payload.variants[name];
    if (!foldable.has(variant)) {
      foldable.set(variant, foldsOf(page, name, variant));
    }
    var found = foldable.get(variant);
    button.hidden = !found.length;
    button.setAttribute("aria-pressed", String(Boolean(page.state.fold)));
    button.title = found.map(dateline.foldWords).join("; ");
  }

  /* ---------------------------------------------------------------- zones */

  /* The name of the reader's zone, asked for once: it takes a browser as long as a small drawing. */
  var ownZone = null;

  function readersZone() {
    if (ownZone === null) {
      ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    }
    return ownZone;
  }

  function showZone(page) {
    var clock = page.payload.axis.clock;
    var file = clock.name + (clock.letters ? " (" + clock.letters + ")" : "");
    var own = readersZone();
    var names = {
      "": file, utc: "UTC", local: "your time" + (own ? " (" + own.replace(/_/g, " ") + ")" : ""),
    };
    var choice = page.bulk ? dateline.anyTimed(page.bulk) : clock.timed.some(Boolean);
    var select = dateline.byId("zone");
    var name = dateline.byId("zone-name");
    if (name.textContent !== file) { name.textContent = file; }
    name.hidden = choice;
    select.hidden = !choice;
    Array.from(select.options).forEach(function (option) {
      if (option.textContent !== names[option.value]) { option.textContent = names[option.value]; }
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
    tellLists(page);
  }

  function tellLists(page) {
    // The lists are long, and most readers never ask for another zone.
    if (!page.scene || !page.scene.lens.zone && !toldElsewhere) { return; }
    toldElsewhere = Boolean(page.scene.lens.zone);
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

  Object.assign(dateline, {
    rangeAround: around, rangeFits: fits, showAxis: showAxis, tellLists: tellLists,
  });
})(window.dateline = window.dateline || {});
