/*
 * The wheel over the chart. plotly draws the whole chart anew when no turn has come for 50
 * milliseconds. That is less than there is between the notches of a wheel that is turned at ease,
 * and a busy browser has as much between any two turns: it would draw more than it turns. A turn by
 * nothing makes plotly wait on, until the wheel has really come to rest.
 */
(function (dateline) {
  "use strict";

  /* Milliseconds without a turn after which the wheel rests. */
  var REST = 130;
  /* Milliseconds after which plotly is made to wait on; it has to hear of it in time. */
  var SOON = 45;

  var turned = -Infinity;
  var timer = 0;

  /* The wheel was turned over a plot, before plotly hears of it. */
  function turn(plot, event) {
    if (dateline.holdWheel(event)) { return; }
    var area = event.target.closest(".nsewdrag");
    if (!area || !event.deltaY) { return; }
    dateline.gather(plot);
    // Fingers send turns too, and know when they have ended.
    if (!event.isTrusted) { return; }
    turned = window.performance.now();
    waitOn(area, event.clientX, event.clientY);
  }

  function waitOn(area, x, y) {
    window.clearTimeout(timer);
    timer = window.setTimeout(function () {
      if (window.performance.now() - turned >= REST || !area.isConnected) { return; }
      area.dispatchEvent(new WheelEvent("wheel", {
        bubbles: true, cancelable: true, view: window, deltaY: 0, clientX: x, clientY: y,
      }));
      waitOn(area, x, y);
    }, SOON);
  }

  function listenToWheel(plot) {
    plot.addEventListener("wheel", turn.bind(null, plot), { capture: true, passive: false });
  }

  dateline.listenToWheel = listenToWheel;
})(window.dateline = window.dateline || {});
