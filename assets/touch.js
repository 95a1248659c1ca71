/*
 * Fingers on the chart: one moves it to the side, two zoom, and up and down scrolls the page.
 *
 * Plotly takes every touch for itself, and a chart higher than the screen could not be left. So
 * its own listeners never hear of touches; what is meant for the chart they get as what they know
 * from a mouse and a wheel.
 */
(function (dateline) {
  "use strict";

  /* Pixels after which it is clear where a finger goes. */
  var SLACK = 8;
  /* How plotly turns a wheel into a factor: exp(delta / 200), at most 20 at once. */
  var WHEEL = 200;
  var STEP = 20;
  /* Milliseconds after which plotly has reported all of them. */
  var REST = 160;

  var gesture = null;

  function point(touch) { return { x: touch.clientX, y: touch.clientY }; }

  function mouse(type, target, at) {
    target.dispatchEvent(new MouseEvent(type, {
      bubbles: true, cancelable: true, view: window, clientX: at.x, clientY: at.y,
      button: 0, buttons: type === "mouseup" ? 0 : 1,
    }));
  }

  /* The turns of a wheel that zoom by a factor; above 1 is nearer. */
  function turns(factor) {
    var rest = -WHEEL * Math.log(factor);
    var found = [];
    while (Math.abs(rest) > STEP) {
      found.push(rest > 0 ? STEP : -STEP);
      rest -= found[found.length - 1];
    }
    return found.concat(rest);
  }

  function spread(touches) {
    var a = point(touches[0]);
    var b = point(touches[1]);
    return {
      length: Math.max(Math.hypot(a.x - b.x, a.y - b.y), 20),
      x: (a.x + b.x) / 2,
      y: (a.y + b.y) / 2,
    };
  }

  /* What a pinch begins with: the window, and the moment between the fingers. */
  function pinchFrom(fingers) {
    var scene = dateline.page.scene;
    var left = gesture.target.getBoundingClientRect().left;
    return {
      length: fingers.length, x: fingers.x, y: fingers.y, window: shown(),
      moment: shown()[0] + (fingers.x - left) / scene.width * (shown()[1] - shown()[0]),
    };
  }

  /* The window that plotly shows at this moment, its drawing under way included. */
  function shown() {
    var plot = document.querySelector("#chart .js-plotly-plot");
    return plot._fullLayout.xaxis.range.map(dateline.axisMoment);
  }

  /* Plotly may be behind or have begun anew meanwhile: what counts is where the fingers are. */
  function pinch(fingers) {
    var from = gesture.from;
    gesture.window = dateline.zoom(
      from.window, from.length / fingers.length, dateline.page.scene.variant.limits, from.moment
    );
    var now = shown();
    turns((now[1] - now[0]) / (gesture.window[1] - gesture.window[0])).forEach(function (delta) {
      document.querySelector("#chart .nsewdrag").dispatchEvent(new WheelEvent("wheel", {
        bubbles: true, cancelable: true, view: window, deltaY: delta,
        clientX: from.x, clientY: from.y,
      }));
    });
  }

  /* Plotly reports its last turns of the wheel late; only then the window is where it stays. */
  function finish(range) {
    window.clearTimeout(finish.timer);
    finish.timer = window.setTimeout(function () {
      finish.timer = 0;
      dateline.go(dateline.windowState(range), false);
    }, REST);
  }

  /* True while what plotly reports is no more than a step on the way. */
  function pinching() {
    return Boolean(finish.timer || (gesture && gesture.mode === "pinch"));
  }

  function stopPan() {
    if (gesture.mode === "pan") { mouse("mouseup", document, gesture.last); }
  }

  function onStart(event) {
    var target = event.target.closest && event.target.closest("#chart .draglayer .drag");
    if (!target && !gesture) { return; }
    if (target) { event.stopPropagation(); }
    // Plotly may draw anew meanwhile; a finger stays with the element that it was put on.
    event.target.addEventListener("touchmove", onMove, { passive: false });
    event.target.addEventListener("touchend", onEnd);
    event.target.addEventListener("touchcancel", onEnd);
    if (event.touches.length === 1) {
      var at = point(event.touches[0]);
      gesture = { mode: "open", target: target, start: at, last: at };
    } else if (event.touches.length === 2 && gesture) {
      stopPan();
      gesture.mode = "pinch";
      gesture.from = pinchFrom(spread(event.touches));
    }
  }

  function onMove(event) {
    if (!gesture) { return; }
    if (gesture.mode === "pinch" && event.touches.length === 2) {
      if (event.cancelable) { event.preventDefault(); }
      pinch(spread(event.touches));
      return;
    }
    var at = point(event.touches[0]);
    var dx = at.x - gesture.start.x;
    var dy = at.y - gesture.start.y;
    if (gesture.mode === "open" && Math.max(Math.abs(dx), Math.abs(dy)) > SLACK) {
      gesture.mode = Math.abs(dx) > Math.abs(dy) ? "pan" : "scroll";
      if (gesture.mode === "pan") { mouse("mousedown", gesture.target, gesture.start); }
    }
    if (gesture.mode === "pan") {
      if (event.cancelable) { event.preventDefault(); }
      mouse("mousemove", document, at);
    }
    gesture.last = at;
  }

  function onEnd(event) {
    if (!gesture) { return; }
    stopPan();
    if (gesture.window) { finish(gesture.window); }
    gesture.window = null;
    // The finger that is left after a pinch rests.
    gesture.mode = "rest";
    if (!event.touches.length) { gesture = null; }
  }

  dateline.shows = dateline.shows || {};
  dateline.shows.touch = function () {
    if (onStart.listening) { return; }
    onStart.listening = true;
    document.addEventListener("touchstart", onStart, { capture: true, passive: true });
  };

  Object.assign(dateline, { pinching: pinching, wheelTurns: turns });
})(window.dateline = window.dateline || {});
