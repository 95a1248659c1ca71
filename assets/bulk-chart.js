/*
 * The chart of very many events on the page: what bulk-scene.js makes of them is drawn, and drawn
 * again when their texts are here.
 */
(function (dateline) {
  "use strict";

  /* Texts of so many blocks are fetched for what a window shows. */
  var BLOCKS = 16;

  /* The texts that were asked for last. */
  var asked = null;

  /* Draws the page's events into the chart; answers when it is done. */
  function drawBulk(plot, name) {
    var page = dateline.page;
    held = 0;
    var scene = page.scene = dateline.bulkScene(plot, name, dateline.theme());
    // Both measure the page, which has to be laid out anew when the chart has been drawn.
    dateline.showOverview(page);
    dateline.showAxis(page, name);
    var drawn = dateline.view(scene.figure, scene);
    var data = dateline.settled(drawn.data, plot.data);
    var around = dateline.settled(drawn.layout, plot.layout);
    var done = window.Plotly.react(plot, data, around, page.payload.config);
    fetchTexts(page, scene);
    return done;
  }

  /* Fetches the texts of what is shown, if they lie in a few blocks, and draws again with them. */
  function fetchTexts(page, scene) {
    var bulk = page.bulk;
    var blocks = new Map();
    var view = scene.variant;
    scene.places.forEach(function (i, k) {
      if (view.end[k] < scene.window[0] || view.start[k] > scene.window[1]) { return; }
      if (bulk.titleOf(i) === null) { blocks.set(Math.floor(i / bulk.block), i); }
    });
    var near = dateline.placesIn(bulk, scene.lens, scene.window);
    var first = Math.floor(near[0] / bulk.block);
    var last = Math.floor(Math.max(near[1] - 1, near[0]) / bulk.block);
    if (scene.bulk.tile.dense.some(Boolean) && last - first < BLOCKS / 2) {
      for (var b = first; b <= last && b * bulk.block < bulk.count; b += 1) {
        if (!bulk.record(b * bulk.block)) { blocks.set(b, b * bulk.block); }
      }
    }
    if (!blocks.size || blocks.size > BLOCKS) { return; }
    var own = asked = {};
    Promise.all(Array.from(blocks.values(), function (i) {
      return bulk.load(i).catch(function () { return null; });
    })).then(function (found) {
      // Meanwhile another window may be shown, which has asked for its own.
      if (asked === own && page.bulk === bulk && found.some(Boolean)) { dateline.draw(); }
    });
  }

  /* ---------------------------------------------------------------- while the wheel turns */

  /* So much narrower than what was drawn a window may become before it is drawn anew. */
  var NARROWER = 20;
  /* The wheel is held for so many milliseconds at most. */
  var HOLD = 250;

  /* Since when the wheel is held; 0 while it is not. */
  var held = 0;

  /* Whether a window shows what the tile around another one does not have. Pure. */
  function outgrown(window_, tile, drawn, home) {
    return Math.max(window_[0], home[0]) < tile[0] || Math.min(window_[1], home[1]) > tile[1]
      || (window_[1] - window_[0]) * NARROWER < drawn[1] - drawn[0];
  }

  /*
   * A window that the wheel has led to, on its way. plotly draws when the wheel rests for a moment;
   * where a reader would look at nothing until then, the wheel has to rest.
   */
  function passBulk(page, window_) {
    var scene = page.scene;
    if (!page.bulk || held || dateline.pinching()) { return; }
    if (outgrown(window_, scene.bulk.tile.range, scene.window, scene.variant.window)) {
      held = window.performance.now();
    }
  }

  function wheelHeld() { return held > 0 && window.performance.now() - held < HOLD; }

  function holdWheel(event) {
    if (!wheelHeld()) { held = 0; return; }
    event.preventDefault();
    event.stopPropagation();
  }

  Object.assign(dateline, {
    drawBulk: drawBulk,
    holdWheel: holdWheel,
    outgrown: outgrown,
    passBulk: passBulk,
    wheelHeld: wheelHeld,
  });
})(window.dateline = window.dateline || {});
