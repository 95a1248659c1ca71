/*
 * How the chart shows very many events now: a few of them one by one, and how many there are of the
 * others.
 *
 * For a tile of time, three windows wide, events are picked that can be told apart (picks.js); they
 * make a small variant of the figure (bulk-variant.js), on which everything works as it does on a
 * page with few events (view.js). Lanes that are too dense for that show their counts (density.js).
 */
(function (dateline) {
  "use strict";

  /* The most letters of a label: wide, narrow. */
  var LETTERS = { wide: 42, narrow: 28 };
  /* The same where marks stand closer. */
  var SHORT = 20;
  /* Texts of so many blocks are fetched for what a window shows. */
  var BLOCKS = 16;
  /*
   * The room of a letter in pixels, for labels of titles that come when they are needed. Whether an
   * event stands out must not depend on whether its title is here yet: others would take its place
   * when it comes, and ask for theirs.
   */
  var LETTER = 5.5;
  /* The height of a single event in a dense lane, in pixels, and what is left free above them. */
  var LEAST = 4;
  var FREE = 3;

  /* The tile that was drawn last. */
  var tileNow = null;

  /* ---------------------------------------------------------------- the tile */

  /*
   * What is drawn around a window: the lanes, the events that are picked in them, and the columns
   * of those that are dense. It stays while a window of the same length moves within it.
   */
  function tileFor(page, base, summed, scene) {
    var window_ = scene.window;
    var span = window_[1] - window_[0];
    var last = tileNow;
    var wanted = wantedOf(page);
    var same = last && last.summed === summed && last.scale === scene.scale
      && last.narrow === scene.narrow && last.wanted.join() === wanted.join()
      && window_[0] - span / 4 >= last.range[0] && window_[1] + span / 4 <= last.range[1];
    var tile = same ? last : {
      summed: summed,
      scale: scene.scale,
      narrow: scene.narrow,
      wanted: wanted,
      range: [window_[0] - span, window_[1] + span],
    };
    if (!same) {
      tile.lanes = dateline.chooseLanes(base.sorted, summed.sums, page.mask, tile.range, window_,
        scene.rows, scene.width);
      tile.dense = tile.lanes.map(function (lane) { return lane.dense; });
      tile.columns = tile.dense.some(Boolean) ? dateline.countColumns(
        base.sorted, base.grid, summed.sums, page.mask, tile.range[0], tile.range[1],
        dateline.levelFor(base.grid, scene.scale), tile.dense
      ) : null;
    }
    tile.positions = positionsOf(page, base, tile, scene, wanted);
    tileNow = tile;
    return tile;
  }

  /* The events that are drawn in any case: the selected one, and those that it is related to. */
  function wantedOf(page) {
    var selected = page.selected;
    // And the one that a walk by keys has come to.
    var found = page.walked >= 0 && page.walked !== selected ? [page.walked] : [];
    if (selected < 0) { return found; }
    var told = page.payload.relations;
    found.unshift(selected);
    told.from.forEach(function (from, k) {
      if (from === selected) { found.push(told.to[k]); }
      if (told.to[k] === selected) { found.push(from); }
    });
    return Array.from(new Set(found)).slice(0, 60);
  }

  function positionsOf(page, base, tile, scene, wanted) {
    var sorted = base.sorted;
    var bulk = page.bulk;
    var candidates = [];
    if (tile.dense.some(Boolean)) {
      bulk.heads.forEach(function (_, i) { candidates.push(i); });
      tile.summed.heads.forEach(function (i) {
        if (!bulk.heads.has(i)) { candidates.push(i); }
      });
      var near = placesIn(bulk, scene.lens, tile.range);
      if (near[1] - near[0] <= BLOCKS * bulk.block) {
        for (var i = near[0]; i < near[1]; i += 1) {
          if (!bulk.heads.has(i) && bulk.titleOf(i) !== null) { candidates.push(i); }
        }
      }
      candidates = candidates.filter(function (one) {
        var p = sorted.at[one];
        return page.mask[one] && sorted.lo[p] < tile.range[1] && sorted.hi[p] >= tile.range[0];
      });
    }
    var found = dateline.standOut(sorted, tile.lanes, {
      wanted: wanted,
      candidates: candidates,
      mask: page.mask,
      importance: bulk.importance,
      tile: tile.range,
      scale: scene.scale,
      rows: scene.rows,
      most: dateline.HEADS_A_ROW * (tile.range[1] - tile.range[0])
        / (scene.window[1] - scene.window[0]),
      room: function (i) {
        if (!bulk.heads.has(i)) { return scene.letters * LETTER; }
        return dateline.textWidthIn(dateline.bulkLabel(page, i, scene.letters), scene.font);
      },
    });
    return tile.lanes.reduce(function (all, lane) { return all.concat(lane.positions); }, [])
      .concat(found);
  }

  /* The events that begin in a time, as first and last place. */
  function placesIn(bulk, lens, range) {
    var from = lens.from(range[0]);
    var to = lens.from(range[1]);
    return [firstFrom(bulk.start, from), firstFrom(bulk.start, to)];
  }

  function firstFrom(values, least) {
    var low = 0;
    var high = values.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (values[middle] < least) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  /* ---------------------------------------------------------------- the scene */

  /* As sceneOf() of chart.js, for the events that are picked; with `figure`, what is to be seen. */
  function sceneOf(plot, name, theme, before) {
    var page = dateline.page;
    var written = dateline.writtenBulk(page, name);
    var figure = written.figures[theme];
    var sides = figure.layout.margin;
    var width = Math.max(plot.clientWidth - sides.l - sides.r, 50);
    var lens = dateline.bulkLens(page, written.window, width);
    var variant = Object.assign({}, written, lens.plain ? {} : {
      window: written.window.map(lens.to), limits: written.limits.map(lens.to),
    });
    var base = dateline.sortedFor(page, lens);
    var summed = dateline.sumsFor(base, page.mask);
    var range = dateline.windowOn(variant, lens);
    var scene = {
      lens: lens,
      narrow: name === "narrow",
      letters: LETTERS[name],
      font: page.payload.font,
      words: page.payload.axis,
      window: range,
      size: page.payload.size,
      margin: dateline.plotMargin(sides, lens),
      width: width,
      scale: width / (range[1] - range[0]),
      stack: dateline.bulkStack(written, summed.totals),
      rows: written.lanes.map(function (lane) { return lane.rows; }),
      on: dateline.dayEnd(page.state.on),
      lines: dateline.seenLines(dateline.uprights(page.payload, page.state, Date.now()), lens),
      version: summed.version,
      bulk: { base: base, summed: summed },
    };
    dateline.giveRoom(plot, scene, before);
    var tile = tileFor(page, base, summed, scene);
    var made = dateline.pickedEvents(page, base, tile, scene);
    dateline.layTracks(scene, made);
    scene.bulk.tile = tile;
    scene.places = made.places;
    scene.variant = Object.assign(variant, made);
    scene.mask = made.places.map(function () { return true; });
    scene.selected = made.places.indexOf(page.selected);
    scene.widths = made.label.map(function (text) {
      return dateline.textWidthIn(text, scene.font);
    });
    scene.sides = dateline.fit(scene);
    shorten(page, scene, made);
    made.label.forEach(function (text, k) { if (!text) { delete scene.sides[k]; } });
    dateline.clearLabels(scene, made);
    scene.crowds = dateline.crowds(scene).filter(function (crowd) {
      return !made.dense[crowd.index];
    });
    relate(page, scene, made);
    scene.figure = Object.assign({}, figure, {
      data: dateline.bulkFigure(figure.data, made, pathsOf(page, scene, theme), variant.window),
    });
    return scene;
  }

  /*
   * A beginning of a title is better than none: marks that stand too close for their whole labels
   * try shorter ones. What is in view of lanes that are not dense is near enough to be worth it.
   */
  function shorten(page, scene, made) {
    var tried = false;
    made.label.forEach(function (text, k) {
      if (scene.sides[k] || made.dense[k] || made.thin[k] < 1) { return; }
      var short = dateline.bulkLabel(page, made.places[k], SHORT);
      if (short === text) { return; }
      made.label[k] = short;
      scene.widths[k] = dateline.textWidthIn(short, scene.font);
      tried = true;
    });
    if (tried) { scene.sides = dateline.fit(scene); }
  }

  function relate(page, scene, made) {
    var local = new Map(made.places.map(function (i, k) { return [i, k]; }));
    var told = page.payload.relations;
    var here = function (i) { return local.has(i) ? local.get(i) : -1; };
    scene.relations = Object.assign({}, told, {
      from: told.from.map(here), to: told.to.map(here),
    });
    scene.links = dateline.linksShown(scene.relations, page.state, scene.mask, scene.selected);
    scene.dates = made.places.map(function (i) {
      var record = page.bulk.record(i);
      return record ? record.when : "";
    });
    scene.arcs = dateline.arcs(scene);
  }

  /* The outlines of the dense lanes, made once for a tile and a height of rows. */
  function pathsOf(page, scene) {
    var tile = scene.bulk.tile;
    if (!tile.columns) { return null; }
    if (tile.pathsRow === scene.row) { return tile.paths; }
    var lanes = {};
    scene.stack.lanes.forEach(function (lane, k) {
      if (!tile.dense[k] || !lane.shown) { return; }
      var head = scene.variant.lanes[k].head;
      lanes[k] = {
        bottom: lane.bottom,
        room: Math.max(lane.bottom - lane.top - head - FREE / scene.row, 0.5),
      };
    });
    tile.paths = dateline.outlines(scene.bulk.base.sorted, tile.columns, lanes,
      page.payload.terms.category.length, LEAST / scene.row);
    tile.pathsRow = scene.row;
    return tile.paths;
  }

  /*
   * Works out what a search would show that leaves half of the events, and shows nothing of it: the
   * browser then has the code of the first one at hand. What is known of what is shown stays.
   */
  function rehearse(page) {
    var plot = document.querySelector("#chart .js-plotly-plot");
    var name = page.scene.narrow ? "narrow" : "wide";
    var mask = page.mask;
    var tile = tileNow;
    page.mask = mask.map(function (shown, i) { return shown && i % 2; });
    try {
      dateline.aside(function () { sceneOf(plot, name, dateline.theme()); });
    } finally {
      page.mask = mask;
      tileNow = tile;
    }
  }

  Object.assign(dateline, {
    bulkScene: sceneOf,
    placesIn: placesIn,
    rehearseBulk: rehearse,
  });
})(window.dateline = window.dateline || {});
