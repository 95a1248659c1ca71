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
  /* How much more of a thin track a bar takes than of a row, and the smallest disc, in pixels. */
  var THINNED = { extent: true, fade: true, core: true };
  var CLOSER = 1.3;
  var FINEST = 0.6;
  var SMALLEST = 6;
  /* So many times the relief of a label is laid upon itself where bars lie close behind it. */
  var OUTLINED = 4;

  /* The picked events in columns, as the page with few events has all of them. */
  function picked(page, base, tile, scene) {
    var bulk = page.bulk;
    var sorted = base.sorted;
    var evidence = dateline.evidenceOn(bulk, scene.on);
    var lens = scene.lens;
    var rivals = rivalsOf(bulk);
    var made = {
      lane: [], row: [], x: [], start: [], end: [], span: [], importance: [], label: [],
      places: [], kinds: [], rivals: [], publicDay: [], earliest: [], latest: [], flags: [], hover: [], dense: [],
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
      var own = rivals.get(i) || {};
      made.rivals.push(own.dates ? Object.assign({}, own, {
        dates: own.dates.map(function (at) { return lens.mark(i, at); }),
      }) : own);
      // A delay of a day or more, as dashboard/provenance counts it.
      made.publicDay.push(bulk.public[i] >= bulk.end[i] ? lens.mark(i, bulk.public[i]) : null);
      made.kinds.push((bulk.category[i] * 4 + evidence[i]) * 2 + (flags & APPROXIMATE ? 1 : 0));
    });
    return made;
  }

  /* Rival dates and numbers by event, from the lists of the page. */
  function rivalsOf(bulk) {
    if (!bulk.rivals) {
      bulk.rivals = new Map();
      var told = bulk.payload.bulk.rivals;
      var of = function (i) {
        if (!bulk.rivals.has(i)) { bulk.rivals.set(i, {}); }
        return bulk.rivals.get(i);
      };
      told.dates.forEach(function (one) { of(one[0]).dates = one.slice(1); });
      told.numbers.forEach(function (one) {
        var own = of(one[0]);
        (own.numbers = own.numbers || []).push(one.slice(1));
      });
    }
    return bulk.rivals;
  }

  /* For each kind of trace: its points, each as [pick, kind of point, and from where to where],
     with what it has in `meta` of its own. */
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
    "rival-line": function (made, k) {
      var places = made.rivals[k].dates;
      if (!places) { return []; }
      var from = Math.min.apply(null, places);
      var to = Math.max.apply(null, places);
      return [[k, made.kinds[k], from, to, { spread: to - from }]];
    },
    rival: function (made, k) {
      var places = made.rivals[k].dates || [];
      var spread = Math.max.apply(null, places) - Math.min.apply(null, places);
      return places.map(function (at) { return [k, made.kinds[k], at, at, { spread: spread }]; });
    },
    "rival-number": function (made, k) {
      return (made.rivals[k].numbers || []).reduce(function (all, days) {
        [0, 1].forEach(function (ring) {
          all.push([k, 2 * made.kinds[k] + ring, made.x[k], made.x[k],
            { since: days[0], until: days[1] }]);
        });
        return all;
      }, []);
    },
    delay: function (made, k) {
      var day = made.publicDay[k];
      return day === null ? [] : [[k, made.kinds[k], made.end[k], Math.max(day, made.end[k])]];
    },
    "delay-end": function (made, k) {
      var day = made.publicDay[k];
      return day === null ? [] : [[k, made.kinds[k], day, day]];
    },
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

  /* A relief that also hides the outlines of bars behind it. */
  function outlined(relief) { return new Array(OUTLINED).fill(relief).join(", "); }

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
    ["spread", "since", "until"].forEach(function (name) {
      if (!trace.meta[name]) { return; }
      copy.meta[name] = points.map(function (point) { return point[4][name]; });
    });
    if (trace.hovertext) {
      copy.hovertext = points.map(function (point) { return made.hover[point[0]]; });
    }
    var thin = function (point) { return made.thin[point[0]]; };
    if (THINNED[trace.meta.role]) {
      // Thin bars stand closer, so that as much of them as possible is seen.
      copy.width = copy.width.map(function (width, n) {
        return width * Math.min(thin(points[n]) * CLOSER, 1);
      });
    }
    if (trace.meta.role === "core") {
      copy.marker.line.width = copy.marker.line.width.map(function (width, n) {
        return width * Math.max(thin(points[n]), FINEST);
      });
    }
    if (trace.meta.role === "disc" && made.thin.some(function (one) { return one < 1; })) {
      var size = trace.marker.size;
      copy.marker = Object.assign({}, copy.marker, { size: points.map(function (point, n) {
        return Math.max((Array.isArray(size) ? copy.marker.size[n] : size)
          * Math.min(thin(point) * CLOSER, 1), SMALLEST);
      }) });
    }
    if (trace.meta.role === "label") {
      copy.text = points.map(function (point) {
        return dateline.plotlyText(made.label[point[0]]);
      });
      // What is filled behind them must not make them hard to read.
      copy.textfont.shadow = points.map(function (point) {
        if (thin(point) < 1) { return outlined(trace.meta.relief); }
        return made.dense[point[0]] ? trace.meta.relief : "none";
      });
      // In a thin bar a label is higher than the bar, and looks like one that stands beside it.
      var beside = function (within, usual) {
        return within.map(function (one, n) { return thin(points[n]) < 1 ? usual[n] : one; });
      };
      copy.meta = Object.assign({}, copy.meta, {
        inside: beside(copy.meta.inside, copy.textfont.color),
        shadow: beside(copy.meta.shadow, copy.textfont.shadow),
      });
    }
    return copy;
  }

  Object.assign(dateline, {
    bulkFigure: figureOf,
    pickedEvents: picked,
  });
})(window.dateline = window.dateline || {});
