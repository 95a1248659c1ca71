/*
 * Where the lines of relations run. Pure functions on a scene (see view.js), and what follows a
 * sign; how lines, heads and signs look was decided in Python.
 */
(function (dateline) {
  "use strict";

  /* Points of a line; the radius of a sign and of a small one; how near a pointer may be. Pixels. */
  var POINTS = 40;
  var SIGN = 10;
  var SMALL = 8;
  var REACH = 12;
  /* More lines than this are drawn fainter. */
  var FEW = 16;
  /* As many lines times obstacles can be weighed within a frame or two. */
  var MANY = 8000;
  /* The width of a letter of a date at the edge, in pixels, at most. */
  var LETTER = 6.5;
  /* Where on its line a sign may stand, the best places first. */
  var PLACES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8];
  /* How much a line may be bent instead, where its sign finds no place. */
  var BENDS = [1, 0.5, 1.7, -0.5, -1, -1.7];
  /* And where there is none even so: for a small sign, with its places close by one another. */
  var MORE_BENDS = BENDS.concat([0.2, -0.2, 1.35, -1.35, 2.4, -2.4, 3.2]);
  var STEP = 0.02;

  /* The relations that are shown: of the selected event, or all; both events must be there. */
  function linksShown(relations, state, mask, selected) {
    var shown = [];
    relations.from.forEach(function (from, k) {
      var to = relations.to[k];
      var wanted = state.relations === "all" || from === selected || to === selected;
      if (wanted && mask[from] && mask[to]) { shown.push(k); }
    });
    return shown;
  }

  /* Where a line meets an event: the middle of its disc, or the nearest part of its bar. */
  function anchor(scene, i, toward) {
    var box = dateline.boxOf(scene, i);
    var y = scene.stack.lanes[scene.variant.lane[i]].y[scene.variant.row[i]] * scene.row;
    var x = (box.left + box.right) / 2;
    if (box.bar) {
      var low = Math.max(box.left, 0) + 7;
      var high = Math.min(box.right, scene.width) - 7;
      x = low > high ? (low + high) / 2 : Math.min(Math.max(toward, low), high);
    }
    var edge = (box.bar ? box.right : x) < 0 ? -1 : (box.bar ? box.left : x) > scene.width ? 1 : 0;
    return {
      x: edge < 0 ? 0 : edge > 0 ? scene.width : x,
      y: y,
      edge: edge,
      box: box,
      ring: i === scene.selected ? 4 : 1,
    };
  }

  /* True when a point is hidden by the mark at an end of the line. */
  function within(end, x, y) {
    if (end.edge) { return false; }
    if (end.box.bar) {
      return x > end.box.left - end.ring - 1 && x < end.box.right + end.ring + 1
        && Math.abs(y - end.y) < 8 + end.ring;
    }
    var away = Math.hypot(x - end.x, y - end.y);
    return away < (end.box.right - end.box.left) / 2 + end.ring + 1;
  }

  /*
   * A line from a to b, bent upwards where it runs along the rows and to the left where it crosses
   * them, because labels stand at the right.
   */
  function bend(scene, a, b, factor) {
    var dx = b.x - a.x;
    var dy = b.y - a.y;
    var length = Math.hypot(dx, dy);
    // Marks that lie on one another are joined by a stalk with the sign at its end.
    if (length < 4) { return { x: a.x - 40 * Math.abs(factor), y: a.y - 56 * factor }; }
    var along = Math.abs(dx) >= Math.abs(dy);
    var side = (along ? (dx > 0 ? 1 : -1) : (dy > 0 ? -1 : 1)) * (factor < 0 ? -1 : 1);
    var height = Math.min(Math.max(length * 0.2, 18), 70) * Math.abs(factor);
    var middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    var normal = { x: side * dy / length, y: -side * dx / length };
    // Not out of the plot, whose edge would cut it.
    var bottom = scene.stack.rows * scene.row;
    var room = Math.min(
      fits(middle.x, normal.x, SIGN, scene.width - SIGN),
      fits(middle.y, normal.y, SIGN, bottom - SIGN)
    );
    if (room < 14 && factor === 1) { return bend(scene, a, b, -1); }
    height = Math.min(height, Math.max(room, 0));
    return {
      x: middle.x + normal.x * height * 2,
      y: middle.y + normal.y * height * 2,
    };
  }

  function fits(from, direction, low, high) {
    if (Math.abs(direction) < 0.01) { return Infinity; }
    return (direction < 0 ? from - low : high - from) / Math.abs(direction);
  }

  /* A point of the quadratic curve from a to b, drawn by c. */
  function on(a, c, b, t) {
    var s = 1 - t;
    return [
      s * s * a.x + 2 * s * t * c.x + t * t * b.x, s * s * a.y + 2 * s * t * c.y + t * t * b.y,
    ];
  }

  /* Whose sign takes its place first: those of the selected event, and missing links above all. */
  function byWeight(scene) {
    var told = scene.relations;
    var weight = function (link) {
      var own = told.from[link] === scene.selected || told.to[link] === scene.selected;
      return (own ? 2 : 0) + (told.unlinked[link] ? 1 : 0);
    };
    return scene.links.slice().sort(function (a, b) { return weight(b) - weight(a) || a - b; });
  }

  /* Every line that is shown: its points, its head and its sign. */
  function arcs(scene) {
    var taken = scene.links.length ? dateline.obstacles(scene) : [];
    var hasty = scene.links.length * taken.length > MANY;
    var pairs = {};
    var found = byWeight(scene).map(function (link) {
      var from = scene.relations.from[link];
      var to = scene.relations.to[link];
      var a = anchor(scene, from, dateline.boxOf(scene, to).left);
      var b = anchor(scene, to, a.x);
      if (a.edge && b.edge) { return null; }
      var pair = Math.min(from, to) + ":" + Math.max(from, to);
      pairs[pair] = (pairs[pair] || 0) + 1;
      var times = 1 + (pairs[pair] - 1) * 0.6;
      var chosen = route(scene, a, b, taken, times, hasty);
      if (chosen.sign) { taken.push(around(chosen.sign, SIGN)); }
      var edge = a.edge || b.edge;
      var outside = a.edge ? a : b;
      return Object.assign(
        { link: link, edge: edge, a: a, b: b, times: times },
        edge ? noted(scene, outside, a.edge ? from : to, taken) : null,
        chosen
      );
    }).filter(Boolean);
    // The signs that found no place beside the others take a small one: on another line, or off it.
    found.forEach(function (arc) {
      if (arc.sign || hasty) { return; }
      Object.assign(arc, narrow(scene, arc, taken) || aside(scene, arc, taken));
      if (arc.sign) { taken.push(around(arc.sign, SMALL)); }
    });
    return found;
  }

  function around(at, radius) {
    return [at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius];
  }

  /* A line for a small sign, the first bend that has a place for one; null where none has. */
  function narrow(scene, arc, taken) {
    var best = null;
    MORE_BENDS.forEach(function (factor, n) {
      var c = bend(scene, arc.a, arc.b, factor * arc.times);
      for (var t = 0.1; t <= 0.9; t += STEP) {
        var at = on(arc.a, c, arc.b, t);
        var cost = n + Math.abs(t - 0.5) * 8;
        if ((!best || cost < best.cost) && dateline.clear(scene, taken, at, SMALL)) {
          best = { c: c, sign: at, cost: cost };
        }
      }
    });
    return best && Object.assign({ sign: best.sign, small: true }, line(arc.a, best.c, arc.b));
  }

  /* A small sign as near to its line as there is room, and what leads from the one to the other. */
  function aside(scene, arc, taken) {
    var middle = arc.points[Math.floor(arc.points.length / 2)];
    var at = middle && dateline.nearest(scene, taken, middle, SMALL);
    return at ? { sign: at, small: true, leader: [middle, at] } : null;
  }

  /* The date of an event outside the window, at the edge that its line runs to, if it has room. */
  function noted(scene, end, i, taken) {
    var words = end.edge < 0 ? "‹ " + scene.dates[i] : scene.dates[i] + " ›";
    var width = words.length * LETTER;
    var y = end.y - 11;
    var box = end.edge < 0 ? [2, y - 7, width + 2, y + 7]
      : [scene.width - width - 2, y - 7, scene.width - 2, y + 7];
    var clear = y > 8 && taken.every(function (other) {
      return box[2] <= other[0] || box[0] >= other[2] || box[3] <= other[1] || box[1] >= other[3];
    });
    if (!clear) { return null; }
    taken.push(box);
    return { words: words, note: [end.edge < 0 ? 0 : scene.width, y] };
  }

  /* The bend that crosses least of what is written and at which the sign has a place, if any has. */
  function route(scene, a, b, taken, times, hasty) {
    var best = null;
    // Where there are too many lines to look after each, the first bend has to do.
    (hasty ? BENDS.slice(0, 1) : BENDS).forEach(function (factor, n) {
      var c = bend(scene, a, b, factor * times);
      var place = PLACES.find(function (t) {
        return dateline.clear(scene, taken, on(a, c, b, t), SIGN);
      });
      var cost = (hasty ? 0 : crossed(a, c, b, taken)) + n * 1.5 + (place === undefined ? 1000 : 0);
      if (!best || cost < best.cost) { best = { c: c, place: place, cost: cost }; }
    });
    var sign = best.place === undefined ? null : on(a, best.c, b, best.place);
    return Object.assign({ sign: sign }, line(a, best.c, b));
  }

  /* How many points of a line lie on something. */
  function crossed(a, c, b, taken) {
    var hits = 0;
    for (var n = 2; n <= POINTS - 2; n += 1) {
      var at = on(a, c, b, n / POINTS);
      hits += taken.some(function (box) {
        return at[0] > box[0] && at[0] < box[2] && at[1] > box[1] && at[1] < box[3];
      }) ? 1 : 0;
    }
    return hits;
  }

  function line(a, c, b) {
    var points = [];
    for (var n = 0; n <= POINTS; n += 1) {
      var at = on(a, c, b, n / POINTS);
      if (!within(a, at[0], at[1]) && !within(b, at[0], at[1])) { points.push(at); }
    }
    var end = points[points.length - 1];
    // The head points to the middle of the mark, whatever the last steps of the line were.
    var toward = b.edge ? [2 * b.x - c.x, 2 * b.y - c.y] : [b.x, b.y];
    var angle = end ? Math.atan2(toward[0] - end[0], end[1] - toward[1]) * 180 / Math.PI : 0;
    return { points: points, tip: end || null, angle: angle };
  }

  var PLACE = { "relation-head": "tip", "relation-sign": "sign", "relation-edge": "note" };

  /* A trace of lines, heads, signs or dates at the edge, put to where the arcs of the scene run. */
  function relate(trace, scene) {
    var role = trace.meta.role;
    var kept = [];
    scene.arcs.forEach(function (arc) {
      var at = trace.customdata.indexOf(arc.link);
      var there = {
        "relation": arc.points.length,
        "relation-head": arc.tip,
        "relation-sign": arc.sign,
        "relation-edge": arc.note,
      };
      if ((at >= 0 || role === "relation-edge") && there[role]) { kept.push({ at: at, arc: arc }); }
    });
    var time = function (pixel) { return scene.window[0] + pixel / scene.scale; };
    var row = function (pixel) { return pixel / scene.row; };
    if (role === "relation") {
      var path = [];
      kept.forEach(function (one) {
        [one.arc.points, one.arc.leader].filter(Boolean).forEach(function (points) {
          points.forEach(function (at) { path.push([time(at[0]), row(at[1])]); });
          path.push([null, null]);
        });
      });
      return Object.assign({}, trace, {
        x: path.map(function (at) { return at[0]; }),
        y: path.map(function (at) { return at[1]; }),
        customdata: null,
        opacity: scene.links.length > FEW ? 0.6 : 1,
      });
    }
    var copy = role === "relation-edge" ? Object.assign({}, trace) : dateline.keepPoints(
      trace, kept.map(function (one) { return one.at; }), trace.customdata.length
    );
    var place = function (one) { return one.arc[PLACE[role]]; };
    copy.x = kept.map(function (one) { return time(place(one)[0]); });
    copy.y = kept.map(function (one) { return row(place(one)[1]); });
    if (role === "relation-head") {
      copy.marker.angle = kept.map(function (one) { return one.arc.angle; });
    } else if (role === "relation-edge") {
      copy.customdata = kept.map(function (one) { return one.arc.link; });
      copy.text = kept.map(function (one) { return one.arc.words; });
      copy.textposition = kept.map(function (one) {
        return one.arc.edge < 0 ? "middle right" : "middle left";
      });
    } else {
      copy.hovertext = kept.map(function (one) { return scene.relations.text[one.arc.link]; });
      var sized = function (usual) {
        return kept.map(function (one) { return one.arc.small ? usual * SMALL / SIGN : usual; });
      };
      copy.marker = Object.assign({}, copy.marker, { size: sized(trace.marker.size) });
      copy.textfont = Object.assign({}, copy.textfont, { size: sized(trace.textfont.size) });
    }
    return copy;
  }

  /* The relation whose sign is at a point of the plot, or -1. Pixels from its corner. */
  function linkAt(scene, x, y) {
    var found = scene.arcs.find(function (arc) {
      return arc.sign && Math.hypot(arc.sign[0] - x, arc.sign[1] - y) <= REACH;
    });
    return found ? found.link : -1;
  }

  /* The event that a sign leads to: from the selected one to the other, else with the arrow. */
  function otherEnd(scene, link) {
    var to = scene.relations.to[link];
    return to === scene.selected ? scene.relations.from[link] : to;
  }

  var paints = dateline.paints = dateline.paints || {};
  ["relation", "relation-head", "relation-sign", "relation-edge"].forEach(function (role) {
    paints[role] = relate;
  });

  /* Labels that lines run behind stay readable. */
  var adjusts = dateline.adjusts = dateline.adjusts || {};
  adjusts.label = function (trace, scene) {
    if (!scene.arcs.length) { return; }
    trace.textfont.shadow = trace.textfont.shadow.map(function (shadow) {
      return shadow === "none" ? trace.meta.relief : shadow;
    });
  };

  dateline.actions = Object.assign(dateline.actions || {}, {
    relations: function () {
      dateline.go({ relations: dateline.page.state.relations === "all" ? "" : "all" }, true);
    },
  });

  dateline.shows = dateline.shows || {};
  dateline.shows.relations = function (page) {
    var all = page.state.relations === "all";
    var none = !page.payload.relations.from.length;
    dateline.put("relations", { "aria-pressed": String(all), hidden: none });
    dateline.put("relation-kinds", { hidden: !all || none });
  };

  Object.assign(dateline, {
    arcs: arcs,
    linkAt: linkAt,
    linksShown: linksShown,
    otherEnd: otherEnd,
  });
})(window.dateline = window.dateline || {});
