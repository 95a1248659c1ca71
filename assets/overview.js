/*
 * The overview below the chart: how dense events lie over the whole time, and the window in it.
 *
 * Places are those of the chart's axis, folds included (see lens.js); lengths are CSS pixels.
 */
(function (dateline) {
  "use strict";

  /* The narrowest frame that can still be held. */
  var LEAST = 10;
  /* The shortest window, in milliseconds; that of window.js. */
  var LEAST_TIME = 60000;
  /* How far a press of an arrow key moves, as a share of the window; with Page keys the whole. */
  var STEP = 0.1;

  /* ---------------------------------------------------------------- pure functions */

  /*
   * The outline of how many events lie where, as the path of an SVG: `marks` are their extents
   * [from, to], each of the same weight however long it is.
   */
  function densityPath(marks, home, width, height) {
    var bins = Math.max(Math.round(width / 3), 2);
    var scale = bins / (home[1] - home[0]);
    var heights = new Array(bins).fill(0);
    marks.forEach(function (mark) {
      var first = clamp(Math.floor((mark[0] - home[0]) * scale), 0, bins - 1);
      var last = clamp(Math.ceil((mark[1] - home[0]) * scale), first + 1, bins);
      for (var k = first; k < last; k += 1) { heights[k] += 1 / (last - first); }
    });
    return outlineOf(heights, width, height);
  }

  /* The outline of heights, one beside the other over the whole width. */
  function outlineOf(heights, width, height) {
    var bins = heights.length;
    heights = smooth(smooth(heights));
    // A single event among many must still be seen: roots bring high and low together.
    var top = Math.sqrt(Math.max.apply(null, heights)) || 1;
    var points = heights.map(function (value, k) {
      var y = height - Math.sqrt(value) / top * height;
      return round((k + 0.5) / bins * width) + "," + round(y);
    });
    return "M0," + height + "L" + points.join("L") + "L" + round(width) + "," + height + "Z";
  }

  function smooth(values) {
    return values.map(function (value, k) {
      var before = k > 0 ? values[k - 1] : value;
      var after = k < values.length - 1 ? values[k + 1] : value;
      return before / 4 + value / 2 + after / 4;
    });
  }

  function clamp(value, low, high) { return Math.min(Math.max(value, low), high); }

  function round(number) { return Math.round(number * 10) / 10; }

  /* Where the frame of a window stands in the strip: its two ends in pixels. */
  function frameOf(window_, home, width) {
    var scale = width / (home[1] - home[0]);
    var from = clamp((window_[0] - home[0]) * scale, 0, width);
    var to = clamp((window_[1] - home[0]) * scale, 0, width);
    if (to - from < LEAST) {
      var middle = clamp((from + to) / 2, LEAST / 2, width - LEAST / 2);
      return [middle - LEAST / 2, middle + LEAST / 2];
    }
    return [from, to];
  }

  /* A window after a part of it (`from`, `to` or `both`) was moved by a time, within the home. */
  function moved(window_, part, by, home, least) {
    var from = window_[0];
    var to = window_[1];
    if (part === "both") {
      var span = to - from;
      if (span >= home[1] - home[0]) { return home.slice(); }
      from = clamp(from + by, home[0], home[1] - span);
      return [from, from + span];
    }
    if (part === "from") { from = clamp(from + by, home[0], to - least); }
    else { to = clamp(to + by, from + least, home[1]); }
    return [from, to];
  }

  /* ---------------------------------------------------------------- the strip on the page */

  var strip = null;

  function marksOf(scene) {
    var view = scene.variant;
    var found = [];
    scene.mask.forEach(function (shown, i) {
      if (shown) { found.push(view.span[i] ? [view.start[i], view.end[i]] : [view.x[i], view.x[i]]); }
    });
    return found;
  }

  /* The outline of the events of a scene, of very many from their counts. */
  function shapeOf(scene, home, width, height) {
    return scene.bulk ? outlineOf(dateline.countsOver(scene, home, width), width, height)
      : densityPath(marksOf(scene), home, width, height);
  }

  /* The shape of the whole time with its years. */
  function drawShape(scene, width, height) {
    var home = scene.variant.window;
    var foot = 15;
    var picture = dateline.svgNode("svg", {
      width: width, height: height, viewBox: [0, 0, width, height].join(" "),
    });
    picture.appendChild(dateline.svgNode("path", {
      class: "dl-overview-density", d: shapeOf(scene, home, width, height - foot),
      transform: "translate(0 2)",
    }));
    scene.lens.folds.forEach(function (fold) {
      var x = ((fold.x0 + fold.x1) / 2 - home[0]) / (home[1] - home[0]) * width;
      picture.appendChild(dateline.svgNode("path", {
        class: "dl-overview-fold", d: "M" + round(x) + ",0v" + (height - foot + 2),
      }));
    });
    var ticks = dateline.ticks(home, width * 0.8, scene.words, scene.lens);
    var levels = ticks.contexts.some(Boolean);
    var last = -Infinity;
    ticks.values.forEach(function (at, k) {
      // There is one line only: what it says must be clear without one below.
      if (levels && !ticks.contexts[k]) { return; }
      var text = [ticks.texts[k], ticks.contexts[k]].filter(Boolean).join(" ");
      var x = (at - home[0]) / (home[1] - home[0]) * width;
      var half = text.length * 3.1;
      if (x - half < Math.max(last + 6, 0) || x + half > width) { return; }
      last = x + half;
      picture.appendChild(dateline.svgNode("text", {
        class: "dl-overview-year", x: round(x), y: height - 2, "text-anchor": "middle",
      })).textContent = text;
    });
    return picture;
  }

  /* The strip shows the state. */
  function show(page) {
    strip = dateline.byId("overview");
    var scene = page.scene;
    if (!strip || !scene) { return; }
    strip.hidden = !scene.bulk && !scene.variant.x.length;
    if (strip.hidden) { return; }
    listen();
    // Below the plot itself, so that both axes begin and end at the same places.
    strip.style.marginLeft = scene.margin.l + "px";
    strip.style.width = scene.width + "px";
    var shape = dateline.byId("overview-shape");
    var height = shape.clientHeight;
    var key = [
      scene.width, height, scene.bulk ? scene.version : scene.mask.join(""), scene.lens.zone,
      scene.lens.folds.length,
    ].join();
    if (shape.dataset.key !== key || show.payload !== page.payload) {
      shape.dataset.key = key;
      show.payload = page.payload;
      shape.replaceChildren(drawShape(scene, scene.width, height));
    }
    place(scene.window);
  }

  /* Puts the frame and its handles to where a window is. */
  function place(window_) {
    if (!strip) { return; }
    var scene = dateline.page.scene;
    var home = scene.variant.window;
    var ends = frameOf(window_, home, scene.width);
    var frame = strip.querySelector(".dl-overview-frame");
    frame.style.left = ends[0] + "px";
    frame.style.width = ends[1] - ends[0] + "px";
    strip.classList.toggle("is-narrow", ends[1] - ends[0] < 72);
    strip.classList.toggle("is-whole", window_[0] <= home[0] && window_[1] >= home[1]);
    var words = [window_[0], window_[1]].map(function (at) {
      return dateline.axisWords(scene.lens.real(at), window_, scene.words);
    });
    var share = function (at) {
      return Math.round(clamp((at - home[0]) / (home[1] - home[0]), 0, 1) * 100);
    };
    describe("from", share(window_[0]), words[0]);
    describe("to", share(window_[1]), words[1]);
    describe("both", share((window_[0] + window_[1]) / 2), words[0] + " to " + words[1]);
  }

  function describe(part, now, text) {
    var handle = strip.querySelector("[data-part='" + part + "']");
    handle.setAttribute("aria-valuemin", 0);
    handle.setAttribute("aria-valuemax", 100);
    handle.setAttribute("aria-valuenow", now);
    handle.setAttribute("aria-valuetext", text);
  }

  /* Shows a window in the chart; the whole time has no window of its own in the address. */
  function ask(window_) {
    var home = dateline.page.scene.variant.window;
    var slack = (home[1] - home[0]) * 1e-6;
    var whole = window_[0] <= home[0] + slack && window_[1] >= home[1] - slack;
    dateline.go(whole ? { from: null, to: null } : dateline.windowState(window_), false);
  }

  function listen() {
    if (strip.dataset.listening) { return; }
    strip.dataset.listening = "true";
    strip.addEventListener("pointerdown", onPress);
    strip.addEventListener("keydown", onKey);
  }

  function onPress(event) {
    if (event.button) { return; }
    var scene = dateline.page.scene;
    var home = scene.variant.window;
    var perPixel = (home[1] - home[0]) / scene.width;
    var start = scene.window.slice();
    var handle = event.target.closest("[data-part]");
    var part = handle ? handle.dataset.part : "both";
    if (!handle) {
      // A press beside the frame brings its middle there.
      var at = home[0] + (event.clientX - strip.getBoundingClientRect().left) * perPixel;
      start = moved(start, "both", at - (start[0] + start[1]) / 2, home, LEAST_TIME);
      ask(start);
    } else {
      handle.focus({ preventScroll: true });
    }
    event.preventDefault();
    strip.setPointerCapture(event.pointerId);
    strip.classList.add("is-dragged");
    var now = start;
    var waiting = false;
    function move(next) {
      now = moved(start, part, (next.clientX - event.clientX) * perPixel, home, LEAST_TIME);
      place(now);
      if (waiting) { return; }
      waiting = true;
      window.requestAnimationFrame(function () { waiting = false; ask(now); });
    }
    function end() {
      strip.removeEventListener("pointermove", move);
      strip.removeEventListener("pointerup", end);
      strip.removeEventListener("pointercancel", end);
      strip.classList.remove("is-dragged");
      ask(now);
    }
    strip.addEventListener("pointermove", move);
    strip.addEventListener("pointerup", end);
    strip.addEventListener("pointercancel", end);
  }

  /* By key: how far a handle moves, in windows; infinitely far is to the end. */
  var KEYS = {
    ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -1, PageUp: 1,
    Home: -Infinity, End: Infinity,
  };

  function onKey(event) {
    var handle = event.target.closest("[data-part]");
    var by = KEYS[event.key];
    if (!handle || by === undefined || event.ctrlKey || event.metaKey || event.altKey) { return; }
    event.preventDefault();
    // Arrows walk the events elsewhere; here they move what has the focus.
    event.stopPropagation();
    var scene = dateline.page.scene;
    var span = scene.window[1] - scene.window[0];
    var home = scene.variant.window;
    var length = Number.isFinite(by) ? by * span : Math.sign(by) * (home[1] - home[0]) * 2;
    ask(moved(scene.window, handle.dataset.part, length, home, Math.max(LEAST_TIME, span * 0.02)));
  }

  Object.assign(dateline, {
    /* What the strip takes below the chart, in pixels. */
    OVERVIEW: 52,
    densityPath: densityPath,
    frameOf: frameOf,
    movedWindow: moved,
    placeOverview: place,
    showOverview: show,
  });
})(window.dateline = window.dateline || {});
