/*
 * The control of the day whose knowledge is shown: stops to walk, any day to pick, play.
 */
(function (dateline) {
  "use strict";

  /* How long a stop is shown while the page plays, in milliseconds. */
  var PACE = 1000;

  var timer = null;
  var parts = null;
  var told = {};

  function walk(direction) {
    var page = dateline.page;
    var stops = page.payload.known.stops;
    if (!stops.length || (direction > 0 && !page.state.on)) { return; }
    dateline.go({ on: dateline.neighbourStop(stops, page.state.on, direction) }, false);
  }

  function playing() { return timer !== null; }

  function stop() {
    window.clearTimeout(timer);
    timer = null;
    showPlay();
  }

  function play() {
    if (playing()) { stop(); return; }
    var stops = dateline.page.payload.known.stops;
    if (!stops.length) { return; }
    // From today on there is nothing to come: begin with the first thing that became public.
    if (!dateline.page.state.on) { dateline.go({ on: dateline.dayText(stops[0]) }, false); }
    again();
    showPlay();
  }

  function again() {
    timer = window.setTimeout(function () {
      walk(1);
      if (dateline.page.state.on) { again(); } else { stop(); }
    }, PACE);
  }

  function showPlay() {
    var button = document.querySelector("[data-action='knownPlay']");
    if (!button) { return; }
    var words = playing() ? "Pause" : "Play what became known, day by day";
    button.classList.toggle("is-playing", playing());
    button.setAttribute("aria-label", words);
    button.title = words;
  }

  function today() { stop(); dateline.go({ on: "" }, true); }

  dateline.actions = Object.assign(dateline.actions || {}, {
    knownEarlier: function () { stop(); walk(-1); },
    knownLater: function () { stop(); walk(1); },
    knownPlay: play,
    knownToday: today,
    knownDisclosure: function () {
      var page = dateline.page;
      stop();
      var day = dateline.eventsOf(page.payload).public(page.selected);
      dateline.go({ on: dateline.dayText(day) }, true);
    },
    known: function () {
      var row = dateline.byId("known");
      var open = row.classList.toggle("is-open");
      row.querySelector("[data-action='known']").setAttribute("aria-expanded", String(open));
    },
  });

  /* The two native inputs, which Dash has no plain component for; made once. */
  function inputs() {
    if (parts && document.contains(parts.slider)) { return parts; }
    parts = { slider: document.createElement("input"), day: document.createElement("input") };
    parts.slider.type = "range";
    parts.slider.min = "0";
    parts.slider.setAttribute("aria-label", "As known on");
    parts.slider.addEventListener("input", function () {
      var stops = dateline.page.payload.known.stops;
      var at = Number(parts.slider.value);
      stop();
      dateline.go({ on: at < stops.length ? dateline.dayText(stops[at]) : "" }, false);
    });
    // Keys typed into a field are its own, but on a slider these can mean nothing else.
    parts.slider.addEventListener("keydown", function (event) {
      var action = dateline.actionOf(dateline.page.payload.keys, event.key);
      if (/^known/.test(action || "")) { event.preventDefault(); dateline.act(action); }
    });
    parts.day.type = "date";
    parts.day.setAttribute("aria-label", "As known on this day");
    parts.day.addEventListener("change", function () {
      stop();
      if (dateline.dayStart(parts.day.value) !== null || !parts.day.value) {
        dateline.go({ on: parts.day.value }, true);
      }
    });
    dateline.byId("known-slider").append(parts.slider);
    dateline.byId("known-day").append(parts.day);
    return parts;
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.known = function (page) {
    var row = dateline.byId("known");
    if (!row) { return; }
    var known = page.payload.known;
    var on = page.state.on;
    // With too many days to walk over any day can still be chosen.
    var walked = known.stops.length > 0;
    row.hidden = !walked && !(page.bulk && page.bulk.count);
    row.classList.toggle("is-daily", !walked);
    var control = inputs();
    var at = on ? dateline.stopAt(known.stops, dateline.dayStart(on)) : known.stops.length;
    var words = on ? dateline.dayWords(dateline.dayStart(on)) : "today";
    control.slider.hidden = !walked;
    ["knownEarlier", "knownLater", "knownPlay"].forEach(function (action) {
      row.querySelector("[data-action='" + action + "']").hidden = !walked;
    });
    control.slider.max = String(known.stops.length);
    control.slider.value = String(Math.max(at, 0));
    control.slider.setAttribute("aria-valuetext", words);
    control.slider.style.setProperty(
      "--dl-share", (known.stops.length ? 100 * Math.max(at, 0) / known.stops.length : 100) + "%"
    );
    if (control.day.value !== on) { control.day.value = on; }
    row.classList.toggle("is-past", Boolean(on));
    row.querySelectorAll(".dl-known-on").forEach(function (place) { place.textContent = words; });
    row.querySelector("[data-action='knownEarlier']").disabled = Boolean(on) && at <= 0
      && dateline.dayStart(on) <= known.stops[0];
    row.querySelector("[data-action='knownLater']").disabled = !on;
    row.querySelector("[data-action='knownToday']").disabled = !on;
    if (!on && playing()) { stop(); }
    chronicle(page);
  };

  /* Verdicts and counts of the day in the list. */
  function chronicle(page) {
    var ms = dateline.dayEnd(page.state.on);
    // There are thousands in a long list, and most changes of the state are not of the day.
    if (told.ms === ms && told.payload === page.payload) { return; }
    told = { ms: ms, payload: page.payload };
    document.querySelectorAll("#chronicle :is([data-since], [data-until])").forEach(
      function (part) {
        part.hidden = !dateline.holds(part.dataset.since, part.dataset.until, ms);
      }
    );
  }
})(window.dateline = window.dateline || {});
