/*
 * Where a reader has let the chart go. plotly draws all marks for the new window at once; what
 * follows from it here, labels above all, takes about as long again. It waits for the next frame:
 * in a row the two would be felt as a stop.
 */
(function (dateline) {
  "use strict";

  /* Milliseconds without a turn of the wheel after which a window is one to stay in. */
  var REST = 120;

  /* What is still to be done about the window, and the timer that will do it. */
  var pending = null;
  var timer = 0;
  /* When the wheel was turned last. */
  var turned = -Infinity;

  function now() {
    var todo = pending;
    pending = null;
    window.clearTimeout(timer);
    if (todo) { todo(); }
  }

  /* Do something about a new window once it has been painted. */
  function land(todo) {
    var waits = pending !== null;
    pending = todo;
    if (waits) { return; }
    timer = 0;
    window.requestAnimationFrame(function () { timer = timer || window.setTimeout(now, left()); });
  }

  /* Milliseconds for which the wheel may still go on. */
  function left() { return Math.max(turned + REST - window.performance.now(), 0); }

  // The wheel goes on: plotly will tell of another window, and in between every frame counts.
  document.addEventListener("wheel", function () {
    turned = window.performance.now();
    if (!pending) { return; }
    window.clearTimeout(timer);
    timer = window.setTimeout(now, left());
  }, { capture: true, passive: true });

  // Whatever else a reader does, it begins at the window that is seen.
  ["keydown", "pointerdown"].forEach(function (name) {
    document.addEventListener(name, now, true);
  });

  dateline.land = land;
})(window.dateline = window.dateline || {});
