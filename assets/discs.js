/*
 * The discs of the chart, drawn straight. plotly styles every mark two or three times at every
 * drawing, though few looks are ever seen: with a thousand discs that takes longer than all else
 * that a key in the search asks for. Here plotly draws one disc of each look; the others are given
 * what it wrote. Places, hovering, zooming and dragging stay plotly's.
 *
 * Where plotly is not as it is known here, it draws all discs itself, as it would without this.
 */
(function (dateline) {
  "use strict";

  /* What plotly notes of the look of a point, and what it works out while it styles it. */
  var LOOK = ["mx", "ms", "mc", "mlc", "mlw", "mld", "mo"];
  var FOUND = ["mrc", "om", "mcc", "mlcc"];
  var SHAPE = ["d", "style", "class"];

  /* What plotly wrote for a look: attributes of the path, and notes on the point. */
  var looks = Object.create(null);

  function isDiscs(points) {
    var trace = points[0].trace;
    return trace.mode === "markers" && trace.meta && trace.meta.role === "disc";
  }

  function lookOf(point) {
    return LOOK.map(function (name) { return point[name]; }).join("|");
  }

  function placed(point) { return Number.isFinite(point.x) && Number.isFinite(point.y); }

  /* One point of each look that was never drawn, as plotly wants the points of a trace. */
  function unseen(points) {
    var found = Object.create(null);
    points.filter(placed).forEach(function (point) {
      var look = lookOf(point);
      if (!(look in looks) && !(look in found)) { found[look] = Object.assign({}, point); }
    });
    var sample = Object.values(found);
    if (sample.length) { sample[0] = Object.assign(sample[0], first(points)); }
    return sample;
  }

  /* What plotly keeps of a trace at its first point. */
  function first(points) { return { t: points[0].t, trace: points[0].trace }; }

  function groupOf(layer, points) {
    return layer.node().querySelector(".trace" + points[0].trace.uid);
  }

  /* Notes how plotly has drawn a sample; false when it cannot be told. */
  function learn(layer, sample) {
    var group = groupOf(layer, sample);
    var drawn = group ? group.querySelectorAll(".points > path.point") : [];
    if (drawn.length !== sample.length) { return false; }
    sample.forEach(function (point, k) {
      looks[lookOf(point)] = {
        shape: SHAPE.map(function (name) { return drawn[k].getAttribute(name); }),
        found: FOUND.map(function (name) { return point[name]; }),
      };
    });
    return true;
  }

  /*
   * Puts the discs of a trace where its points are. Each event keeps its own disc, and a disc that
   * looks and lies as it did is not touched: a key in the search mostly leaves some out, no more.
   */
  function put(layer, axes, points) {
    var group = groupOf(layer, points);
    var home = group.querySelector(".dl-discs");
    if (!home) {
      home = document.createElementNS("http://www.w3.org/2000/svg", "g");
      home.setAttribute("class", "dl-discs");
      home.discs = new Map();
      group.appendChild(home);
    }
    var discs = home.discs;
    var events = points[0].trace.customdata;
    var shown = new Map();
    points.filter(placed).forEach(function (point) {
      var event = events[point.i];
      var disc = discs.get(event);
      if (!disc) {
        disc = document.createElementNS("http://www.w3.org/2000/svg", "path");
        discs.set(event, disc);
      }
      shown.set(disc, point);
    });
    discs.forEach(function (disc) {
      if (disc.parentNode && !shown.has(disc)) { disc.remove(); }
    });
    var next = home.firstChild;
    shown.forEach(function (point, disc) {
      var look = lookOf(point);
      if (disc.look !== look) {
        disc.look = look;
        SHAPE.forEach(function (name, n) { disc.setAttribute(name, looks[look].shape[n]); });
      }
      FOUND.forEach(function (name, n) { point[name] = looks[look].found[n]; });
      // Whoever asks an element of plotly's what it stands for finds it here.
      disc.__data__ = point;
      var at = "translate(" + pixel(axes.xaxis.c2p(point.x)) + ","
        + pixel(axes.yaxis.c2p(point.y)) + ")";
      if (disc.at !== at) {
        disc.at = at;
        disc.setAttribute("transform", at);
      }
      // Which disc lies on top of which is told by their order.
      if (disc === next) { next = next.nextSibling; } else { home.insertBefore(disc, next); }
    });
  }

  function pixel(value) { return Math.round(value * 100) / 100; }

  /* What plotly draws traces of points with, with discs drawn straight. */
  function drawer(plain) {
    return function (plot, axes, all, layer, transition) {
      var discs = transition && transition.duration > 0 ? [] : all.filter(isDiscs);
      var given = Array.from(arguments);
      var draw = function (traces) {
        given[2] = traces;
        return plain.apply(null, given);
      };
      var samples = discs.map(unseen);
      if (samples.some(function (sample) { return sample.length; })) {
        draw(all.map(function (points) {
          var sample = samples[discs.indexOf(points)];
          return sample && sample.length ? sample : points;
        }));
        var known = samples.every(function (sample) {
          return !sample.length || learn(layer, sample);
        });
        if (!known) { return draw(all); }
      }
      discs.forEach(function (points) { points[0].trace.mode = "none"; });
      draw(all);
      discs.forEach(function (points) {
        points[0].trace.mode = "markers";
        put(layer, axes, points);
      });
      return undefined;
    };
  }

  /* Once plotly has drawn points it can be told what it draws them with, and not before. */
  function drawDiscs(plot) {
    var trace = (plot._fullData || []).find(function (one) {
      return one._module && one._module.name === "scatter";
    });
    var module = trace && trace._module;
    if (!module || module.drawsDiscs || typeof module.plot !== "function") { return; }
    module.drawsDiscs = true;
    module.plot = drawer(module.plot);
  }

  dateline.drawDiscs = drawDiscs;
})(window.dateline = window.dateline || {});
