/*
 * The events that are picked of very many, as a small variant of the figure: their columns, and the
 * points of their kinds repeated (dashboard/app/look.py). Nothing here knows how a mark looks.
 */
(function (dateline) {
  "use strict";

  /* What the bits of the flags say; as in dashboard/bulk/columns.py. */
  var SPAN = 1;
  var APPROXIMATE = 2;
  var OPEN_START = 4;
  var OPEN_END = 8;
  /* Steps of the fading of an open side, and how much of the home window they take. */
  var FADES = 8;
  var FADE_SHARE = 0.08;

  /* The picked events in columns, as the page with few events has all of them. */
  function picked(page, base, tile, scene) {
    var bulk = page.bulk;
    var sorted = base.sorted;
    var evidence = dateline.evidenceOn(bulk, scene.on);
    var lens = scene.lens;
    var made = {
      lane: [], row: [], x: [], start: [], end: [], span: [], importance: [], label: [],
      places: [], kinds: [], earliest: [], latest: [], flags: [], hover: [], dense: [],
    };
    tile.positions.forEach(function (p) {
      var i = sorted.order[p];
      var lane = dateline.laneAt(sorted, p);
      var flags = bulk.flags[i];
      var bar = Boolean(flags & SPAN);
      made.places.push(i);
      made.lane.push(lane);
      made.row.push(dateline.rowOf(sorted, p, lane, scene.rows[lane]));
      made.start.push(lens.mark(i, bulk.start[i]));
      made.end.push(lens.mark(i, bulk.end[i]));
      made.x.push(bar ? (sorted.lo[p] + sorted.hi[p]) / 2 : sorted.lo[p]);
      made.earliest.push(lens.mark(i, bulk.earliest[i]));
      made.latest.push(lens.mark(i, bulk.latest[i]));
      made.span.push(bar);
      made.flags.push(flags);
      made.importance.push(bulk.importance[i]);
      made.label.push(dateline.bulkLabel(page, i, scene.letters));
      made.hover.push(dateline.bulkHover(page, i));
      made.dense.push(tile.dense[lane]);
      made.kinds.push((bulk.category[i] * 4 + evidence[i]) * 2 + (flags & APPROXIMATE ? 1 : 0));
    });
    return made;
  }

  /* For each kind of trace: its points, each as [pick, kind of point, and from where to where]. */
  var POINTS = {
    extent: function (made, k) {
      var from = made.flags[k] & OPEN_START ? made.start[k] : made.earliest[k];
      var to = made.flags[k] & OPEN_END ? made.end[k] : made.latest[k];
      var core = from === made.start[k] && to === made.end[k];
      return made.span[k] && core ? [] : [[k, made.kinds[k], from, to]];
    },
    fade: function (made, k, step) {
      var found = [];
      for (var n = 0; n < FADES; n += 1) {
        if (made.flags[k] & OPEN_START) {
          var end = made.start[k] - n * step;
          found.push([k, made.kinds[k] * FADES + n, end - step, end]);
        }
        if (made.flags[k] & OPEN_END) {
          var start = made.end[k] + n * step;
          found.push([k, made.kinds[k] * FADES + n, start, start + step]);
        }
      }
      return found;
    },
    core: function (made, k) {
      return made.span[k] ? [[k, made.kinds[k], made.start[k], made.end[k]]] : [];
    },
    disc: function (made, k) { return [[k, made.kinds[k], made.x[k], made.x[k]]]; },
    label: function (made, k) {
      return made.label[k] ? [[k, made.kinds[k], made.x[k], made.x[k]]] : [];
    },
  };

  /* The figure of the picked events: the points of its kinds repeated. */
  function figureOf(traces, made, outlines, home) {
    var step = Math.max((home[1] - home[0]) * FADE_SHARE / FADES, 1);
    return traces.map(function (trace) {
      var role = trace.meta.role;
      if (role === "density") {
        return Object.assign({}, trace, outlines ? outlines[trace.meta.category] : {});
      }
      if (!POINTS[role]) { return trace; }
      var points = [];
      made.places.forEach(function (_, k) {
        Array.prototype.push.apply(points, POINTS[role](made, k, step));
      });
      return repeated(trace, points, made);
    });
  }

  function repeated(trace, points, made) {
    var copy = dateline.keepPoints(
      trace, points.map(function (point) { return point[1]; }), trace.customdata.length
    );
    copy.customdata = points.map(function (point) { return point[0]; });
    if (trace.base) {
      copy.base = points.map(function (point) { return point[2]; });
      copy.x = points.map(function (point) { return point[3] - point[2]; });
    } else {
      copy.x = points.map(function (point) { return point[2]; });
    }
    if (trace.hovertext) {
      copy.hovertext = points.map(function (point) { return made.hover[point[0]]; });
    }
    if (trace.meta.role === "label") {
      copy.text = points.map(function (point) {
        return dateline.plotlyText(made.label[point[0]]);
      });
      // What is filled behind them must not make them hard to read.
      copy.textfont.shadow = points.map(function (point) {
        return made.dense[point[0]] ? trace.meta.relief : "none";
      });
    }
    return copy;
  }

  Object.assign(dateline, {
    bulkFigure: figureOf,
    pickedEvents: picked,
  });
})(window.dateline = window.dateline || {});
