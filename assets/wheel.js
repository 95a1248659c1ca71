/*
 * The wheel over the chart. plotly draws the whole chart anew when no turn has come for 50
 * milliseconds. That is less than there is between the notches of a wheel that is turned at ease,
 * and a busy browser has as much between any two turns: it would draw more than it turns. Here the
 * chart is drawn when the wheel has really come to rest, or when a reader does anything else, which
 * begins at the window that is seen.
 *
 * Where plotly is not as it is known here, it does as it would without this.
 */
(function (dateline) {
  "use strict";

  /* Milliseconds after which plotly draws, and after which the wheel rests. */
  var THEIRS = 50;
  var REST = 130;

  var drawing = null;
  var timer = 0;

  function drawNow() {
    var then = drawing;
    drawing = null;
    window.clearTimeout(timer);
    if (then) { then(); }
  }

  /* The wheel was turned over a plot, before plotly hears of it. */
  function turn(plot, event) {
    if (dateline.holdWheel(event)) { return; }
    var area = event.target.closest(".nsewdrag");
    if (!area) { return; }
    dateline.gather(plot);
    // Fingers send turns too, and know by themselves when they have ended.
    if (!event.isTrusted || typeof area._onwheel !== "function") { return; }
    event.stopPropagation();
    later(function () { area._onwheel(event); });
  }

  /*
   * Does something in which plotly sets the timer of its drawing, which then waits longer. plotly
   * clears it by its number at the next turn.
   */
  function later(turnIt) {
    var plain = window.setTimeout;
    window.setTimeout = function (then, wait) {
      if (wait !== THEIRS) { return plain.apply(window, arguments); }
      drawing = then;
      timer = plain(drawNow, REST);
      return timer;
    };
    try { turnIt(); } finally { window.setTimeout = plain; }
  }

  function listenToWheel(plot) {
    plot.addEventListener("wheel", turn.bind(null, plot), { capture: true, passive: false });
  }

  // Before all who listen to the document: what plotly tells of its window is known to them.
  ["keydown", "pointerdown"].forEach(function (name) {
    window.addEventListener(name, drawNow, true);
  });

  dateline.listenToWheel = listenToWheel;
})(window.dateline = window.dateline || {});
