/*
 * The chart of very many events on the page: what bulk-scene.js makes of them is drawn, and drawn
 * again when their texts are here.
 */
(function (dateline) {
  "use strict";

  /* Texts of so many blocks are fetched for what a window shows. */
  var BLOCKS = 16;
  /* The same where a server has titles alone, and faster. */
  var QUICK = 4;
  /* So many titles are asked for at once; as dashboard/app/blocks.py has it. */
  var TITLES = 400;
  /* Blocks that are fetched for the titles of a tile where no server has titles alone. */
  var MOST = 48;

  /*
   * Milliseconds after which the texts that are here are drawn, though more are on their way; and
   * for which a chart that is to show other events waits for their texts.
   */
  var SOON = 100;
  var AT_ONCE = 80;

  /* The texts that were asked for last. */
  var asked = null;
  /* A scene that is about to be drawn, with what it was made for. */
  var ready = null;

  /* Draws the page's events into the chart, see chart.js; answers when it is done. */
  function drawBulk(plot, name, later) {
    var page = dateline.page;
    held = 0;
    var scene = page.scene = readyScene(page, plot, name)
      || dateline.bulkScene(plot, name, dateline.theme(), page.typing && page.scene);
    if (!later) { dateline.showAround(); }
    var drawn = dateline.view(scene.figure, scene);
    var done = dateline.plotFigure(plot, drawn, page.payload.config, scene.width);
    fetchTexts(page, scene);
    return done;
  }

  /* The scene that was made for an answer, where nothing has changed since; see textsSoon(). */
  function readyScene(page, plot, name) {
    var made = ready;
    ready = null;
    var still = made && made.state === page.state && made.mask === page.mask && made.name === name
      && made.selected === page.selected && made.bulk === page.bulk
      && made.theme === dateline.theme() && made.width === plot.clientWidth && page.typing
      && made.before === page.scene;
    return still ? made.scene : null;
  }

  /* The marks in the window whose titles are not here, the most important first. */
  function untitled(bulk, scene) {
    var view = scene.variant;
    var found = [];
    scene.places.forEach(function (i, k) {
      if (view.end[k] < scene.window[0] || view.start[k] > scene.window[1]) { return; }
      if (bulk.titleOf(i) === null) { found.push(i); }
    });
    var weight = bulk.importance;
    return found.sort(function (a, b) { return weight[b] - weight[a] || a - b; });
  }

  /* The blocks around a window of which some lanes are dense: out of them its best marks stand. */
  function blocksNear(bulk, scene) {
    if (!scene.bulk.tile.dense.some(Boolean)) { return []; }
    var near = dateline.placesIn(bulk, scene.lens, scene.window);
    var first = Math.floor(near[0] / bulk.block);
    var last = Math.floor(Math.max(near[1] - 1, near[0]) / bulk.block);
    var found = [];
    if (last - first >= BLOCKS / 2) { return found; }
    for (var b = first; b <= last && b * bulk.block < bulk.count; b += 1) {
      if (!bulk.record(b * bulk.block)) { found.push(b); }
    }
    return found;
  }

  /*
   * Fetches the texts of what is shown: whole blocks where a few hold them all, else titles alone,
   * which a server has at hand. Gives promises of whether something came. With `soon` somebody
   * waits for them.
   */
  function textsOf(bulk, scene, isWanted, soon) {
    var tile = scene.bulk.tile;
    var served = bulk.payload.bulk.store.kind === "server";
    var missing = untitled(bulk, scene).slice(0, TITLES);
    var blocks = new Set(missing.map(function (i) { return Math.floor(i / bulk.block); }));
    var titlesOnly = served && soon;
    var few = !titlesOnly && blocks.size <= (served ? QUICK : BLOCKS);
    if (!few) { blocks.clear(); }
    if (!titlesOnly) {
      blocksNear(bulk, scene).forEach(function (b) { blocks.add(b); });
    }
    var coming = Array.from(blocks, function (b) { return bulk.load(b * bulk.block); });
    if (!few && missing.length) { coming.push(titlesOf(bulk, tile, missing, isWanted)); }
    return coming.map(function (one) {
      return one.then(Boolean).catch(function () { return false; });
    });
  }

  /* Fetches titles, some blocks after others, for as long as that takes no time to speak of. */
  function titlesOf(bulk, tile, missing, isWanted) {
    var began = window.performance.now();
    var more = function (places) {
      if ((tile.asked || 0) >= MOST) { return Promise.resolve(false); }
      return bulk.loadTitles(places).then(function (number) {
        tile.asked = (tile.asked || 0) + number;
        var left = places.filter(function (i) { return bulk.titleOf(i) === null; });
        var soon = window.performance.now() - began < SOON;
        var on = soon && isWanted() && left.length && left.length < places.length;
        return on ? more(left).then(function () { return true; }) : true;
      });
    };
    return more(missing);
  }

  /* A promise of whether anything came: when all is here, or after some milliseconds. */
  function within(ms, coming) {
    var any = false;
    coming.forEach(function (one) { one.then(function (came) { any = any || came; }); });
    var late = new Promise(function (done) { window.setTimeout(done, ms); });
    return Promise.race([Promise.all(coming), late]).then(function () { return any; });
  }

  /* Draws again with the texts of what is shown: once where they come quickly. */
  function fetchTexts(page, scene) {
    var bulk = page.bulk;
    var own = asked = {};
    // Meanwhile another window may be shown, which has asked for its own.
    var isWanted = function () { return asked === own && page.bulk === bulk; };
    var coming = textsOf(bulk, scene, isWanted);
    if (!coming.length) { return; }
    var draw = function (came) { if (came && isWanted()) { dateline.draw(); } };
    within(SOON, coming).then(draw);
    Promise.all(coming).then(function (came) { draw(came.some(Boolean)); });
  }

  /*
   * A promise that the texts of what the filters leave now are here, or that they take too long to
   * wait for: a chart that is drawn once with them is there sooner than one that is drawn twice.
   */
  function textsSoon(page) {
    var plot = document.querySelector("#chart .js-plotly-plot");
    if (!page.scene || !plot) { return Promise.resolve(false); }
    var mask = page.mask;
    var made = {
      state: page.state, selected: page.selected, bulk: page.bulk, width: plot.clientWidth,
      name: page.scene.narrow ? "narrow" : "wide", theme: dateline.theme(), before: page.scene,
    };
    page.mask = dateline.withSelected(page, dateline.matches(page.payload, page.state));
    try {
      made.mask = page.mask;
      made.scene = dateline.bulkScene(plot, made.name, made.theme, made.before);
    } finally { page.mask = mask; }
    var coming = textsOf(page.bulk, made.scene, function () { return true; }, true);
    return within(AT_ONCE, coming).then(function (came) { ready = came ? null : made; });
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

  /* Keeps a turn of the wheel from plotly while it has to rest; false when plotly is to have it. */
  function holdWheel(event) {
    if (!wheelHeld()) {
      held = 0;
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  Object.assign(dateline, {
    drawBulk: drawBulk,
    holdWheel: holdWheel,
    outgrown: outgrown,
    passBulk: passBulk,
    textsSoon: textsSoon,
    wheelHeld: wheelHeld,
  });
})(window.dateline = window.dateline || {});
