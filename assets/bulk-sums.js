/*
 * What very many events add up to: their lanes and rows, and how many of them lie where. It is
 * worked out once for as long as it holds, whatever the window is.
 */
(function (dateline) {
  "use strict";

  /* So many events may stand out of dense lanes when a filter is set, about. */
  var HEADS = 4000;

  /* What was worked out last: for lanes and an axis, and for a mask. */
  var sortedNow = null;
  var sumsNow = null;

  function wayOf(page) {
    var lanes = page.payload.bulk.lanes;
    return lanes[page.state.lanes] ? page.state.lanes : "category";
  }

  /* Lanes, margins and layouts of a width, for the lanes that are chosen. */
  function writtenOf(page, name) {
    var about = page.payload.bulk;
    var look = about.look[name];
    if (!look.made) {
      var heads = function (way) {
        var top = 0;
        return about.lanes[way].heads.map(function (lane) {
          var placed = { key: lane.key, rows: lane.rows, head: look.head, top: top };
          top += lane.rows + look.head;
          return placed;
        });
      };
      var none = {
        lane: [], row: [], x: [], start: [], end: [], span: [], importance: [], label: [],
      };
      var modes = {};
      Object.keys(about.lanes).forEach(function (way) {
        if (way === "category") { return; }
        modes[way] = Object.assign({ lanes: heads(way), lane: [], row: [] }, look.modes[way]);
      });
      var figures = {};
      Object.keys(look.layouts).forEach(function (theme) {
        figures[theme] = { data: about.look.traces[theme], layout: look.layouts[theme] };
      });
      look.made = Object.assign({}, none, about.variants[name], {
        lanes: heads("category"), modes: modes, figures: figures,
      });
    }
    return dateline.inLanes(look.made, wayOf(page), null, null);
  }

  /* The events sorted into the lanes that are shown, on the axis of a lens. */
  function sortedFor(page, lens) {
    var way = wayOf(page);
    var on = way === "evidence" ? dateline.dayEnd(page.state.on) : null;
    var key = [way, on, lens.key || ""].join();
    var last = sortedNow;
    if (last && last.bulk === page.bulk && last.key === key) { return last; }
    var bulk = page.bulk;
    var lanes = page.payload.bulk.lanes[way];
    var lane = dateline.lanesOf(bulk, lanes, dateline.evidenceOn(bulk, on));
    var sorted = dateline.sortEvents(
      bulk, lane, lanes.heads.length, lens.plain ? null : lens.mark
    );
    var rows = lanes.heads.map(function (head) { return head.rows; });
    var stacked = sorted.points ? null : dateline.stackRows(sorted, rows, null);
    sorted.rows = stacked && stacked.rows;
    sortedNow = {
      bulk: bulk, key: key, sorted: sorted, grid: dateline.layGrid(sorted), rows: rows,
      crossed: Boolean(stacked) && stacked.crossed.some(Boolean),
    };
    return sortedNow;
  }

  function alike(a, b) {
    if (a === b) { return true; }
    if (!a || !b || a.length !== b.length) { return false; }
    for (var i = 0; i < a.length; i += 1) { if (a[i] !== b[i]) { return false; } }
    return true;
  }

  /*
   * Of the events that a filter leaves, those that may stand out of dense lanes: of so many that
   * follow one another in a lane the most important. The heads of the page were chosen without it.
   */
  function headsAmong(bulk, sorted, mask, totals) {
    var found = [];
    var shown = totals.reduce(function (sum, total) { return sum + total; }, 0);
    if (shown === bulk.count) { return found; }
    var each = Math.ceil(shown / HEADS);
    for (var lane = 0; lane < sorted.lanes; lane += 1) {
      var best = -1;
      var passed = 0;
      for (var p = sorted.begin[lane]; p < sorted.begin[lane + 1]; p += 1) {
        var i = sorted.order[p];
        if (!mask[i]) { continue; }
        if (best < 0 || bulk.importance[i] > bulk.importance[best]) { best = i; }
        passed += 1;
        if (passed === each) { found.push(best); best = -1; passed = 0; }
      }
      if (best >= 0) { found.push(best); }
    }
    return found;
  }

  /* What the events that are shown add up to; once for each mask. */
  function sumsFor(base, mask) {
    var last = sumsNow;
    if (last && last.base === base && alike(last.mask, mask)) { return last; }
    var sums = dateline.addUp(base.sorted, base.grid, mask);
    // A filter may leave so few bars that they stand clear of each other.
    if (base.crossed) {
      base.sorted.rows = dateline.stackRows(base.sorted, base.rows, mask).rows;
    }
    var totals = dateline.laneTotals(base.sorted, sums);
    sumsNow = {
      base: base,
      mask: mask.slice(),
      sums: sums,
      totals: totals,
      heads: headsAmong(base.bulk, base.sorted, mask, totals),
      version: (last ? last.version : 0) + 1,
    };
    return sumsNow;
  }

  /* Does something about another mask; what was worked out for the one that is shown stays. */
  function aside(make) {
    var sums = sumsNow;
    var base = sortedNow;
    var rows = base.sorted.rows;
    try { make(); } finally {
      sumsNow = sums;
      sortedNow = base;
      base.sorted.rows = rows;
    }
  }

  /* Lanes that hold an event, with all their rows: no window and no level of detail moves them. */
  function stackOf(written, totals) {
    var top = 0;
    var lanes = written.lanes.map(function (lane, k) {
      var shown = totals[k] > 0;
      var y = [];
      for (var row = 0; row < lane.rows; row += 1) {
        y.push(shown ? top + lane.head + row + 0.5 : null);
      }
      var bottom = shown ? top + lane.head + lane.rows : top;
      var placed = { key: lane.key, shown: shown, top: top, bottom: bottom, y: y };
      top = bottom;
      return placed;
    });
    return { lanes: lanes, rows: top };
  }

  /* How many events lie where in a time, for an outline as wide as that: a count each 3 pixels. */
  function countsOver(scene, home, width) {
    var base = scene.bulk.base;
    var bins = new Array(Math.max(Math.round(width / 3), 2)).fill(0);
    var level = Math.max(dateline.levelFor(base.grid, 2 * width / (home[1] - home[0])), 0);
    var columns = dateline.countColumns(base.sorted, base.grid, scene.bulk.summed.sums,
      dateline.page.mask, home[0], home[1], level);
    for (var k = 0; k < columns.counts.length; k += 1) {
      if (!columns.counts[k]) { continue; }
      var at = columns.origin + (columns.first + k % columns.number + 0.5) * columns.width;
      var bin = Math.floor((at - home[0]) / (home[1] - home[0]) * bins.length);
      bins[Math.min(Math.max(bin, 0), bins.length - 1)] += columns.counts[k];
    }
    return bins;
  }

  Object.assign(dateline, {
    aside: aside,
    bulkStack: stackOf,
    countsOver: countsOver,
    sortedFor: sortedFor,
    sumsFor: sumsFor,
    writtenBulk: writtenOf,
  });
})(window.dateline = window.dateline || {});
