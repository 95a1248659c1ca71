/*
 * The window moves to where an action sent it, instead of jumping there. The state is there at
 * once; only the drawing takes its time.
 */
(function (dateline) {
  "use strict";

  /* How long it takes, and how long a drawing may take at most, in milliseconds. */
  var LENGTH = 320;
  var SLOW = 90;

  var flight = null;

  /* Slow at both ends; 0 to 1. */
  function ease(share) { return share * share * (3 - 2 * share); }

  /*
   * The window at a share of the way. The middle is led in step with the length, so that what both
   * windows show stays in view.
   */
  function between(a, b, share) {
    var part = ease(share);
    return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
  }

  /* The next change of the window is a movement, unless the reader asked for fewer of them. */
  function glide() {
    var scene = dateline.page.scene;
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    flight = scene && !still ? { from: scene.window.slice(), to: null, began: 0, last: 0 } : null;
  }

  /* The window to draw now, on the way to `range` when it is under way. */
  function underway(range) {
    if (!flight) { return range; }
    var now = window.performance.now();
    if (!flight.to) {
      flight.to = range;
      flight.began = flight.last = now;
    }
    var changed = flight.to[0] !== range[0] || flight.to[1] !== range[1];
    var slow = flight.last !== now && now - flight.last > SLOW;
    var share = (now - flight.began) / LENGTH;
    if (changed || slow || share >= 1 || document.hidden) { flight = null; return range; }
    flight.last = now;
    window.requestAnimationFrame(function () { if (flight) { dateline.draw(); } });
    return between(flight.from, range, share);
  }

  Object.assign(dateline, { between: between, glide: glide, underway: underway });
})(window.dateline = window.dateline || {});
