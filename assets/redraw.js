/*
 * Marks of another search in a chart that is otherwise the same: they are put where they belong,
 * without asking plotly for the whole chart anew. It is told what it needs to know for hovering and
 * zooming: points as its own traces work them out. What it draws itself, such as bars, it is asked
 * for by the kind of trace.
 *
 * Where anything else has changed, or plotly is not as it is known here, the answer is no, and
 * whoever asks has plotly draw the chart.
 */
(function (dateline) {
  "use strict";

  /* A trace of plotly's with the lists of a new one, or null where more than lists has changed. */
  function adopted(full, now, before) {
    var made = Object.assign({}, full);
    var able = Object.keys(Object.assign({}, before, now)).every(function (key) {
      var value = now[key];
      if (value === before[key] || key === "meta") { return true; }
      if (Array.isArray(value) && Array.isArray(before[key])) {
        made[key] = value;
        return true;
      }
      var parts = [value, before[key], full[key]].every(function (part) {
        return part && typeof part === "object" && !Array.isArray(part);
      });
      made[key] = parts ? adopted(full[key], value, before[key]) : null;
      return made[key] !== null;
    });
    return able ? made : null;
  }

  /* The points of a trace as plotly works them out, or null. */
  function pointsOf(plot, full, trace, before) {
    var made = adopted(full, trace, before);
    if (!made) { return null; }
    made._length = trace.x.length;
    made._input = trace;
    made._extremes = {};
    var points = made._module.calc(plot, made);
    if (!Array.isArray(points) || !points.length) { return null; }
    points[0].t = points[0].t || {};
    points[0].trace = made;
    return points;
  }

  /* What has changed between traces, by number, or null where the chart must be drawn. */
  function changes(plot, data) {
    var full = plot._fullData;
    if (!full || !plot.calcdata || full.length !== data.length || plot._dragging) { return null; }
    var found = [];
    var possible = data.every(function (trace, k) {
      var before = plot.data[k];
      if (!before || before.uid !== trace.uid || full[k].uid !== trace.uid) { return false; }
      if (trace === before) { return true; }
      found.push(k);
      var module = full[k]._module;
      return full[k].visible === true && typeof module.calc === "function"
        && typeof module.plot === "function" && plot.calcdata[k].length > 0;
    });
    return possible ? found : null;
  }

  /* Draws the traces of one kind, of which some have changed. */
  function drawKind(plot, axes, module, layer, changed) {
    var roles = changed.map(module.drawsStraight ? dateline.knownRole : function () { return ""; });
    if (roles.every(Boolean)) {
      changed.forEach(function (points, n) {
        dateline.putStraight(layer.node(), axes, points, roles[n]);
      });
      return;
    }
    if (module.crossTraceCalc) { module.crossTraceCalc(plot, axes); }
    module.plot(plot, axes, plot.calcdata.filter(function (points) {
      return points[0].trace._module === module;
    }), layer);
    if (module.style) { module.style(plot); }
  }

  /*
   * Draws the traces of a plot that have changed; answers whether that was possible. Everything
   * around them has to be as it was.
   */
  function redraw(plot, data) {
    var found = changes(plot, data);
    var axes = found && (plot._fullLayout._plots || {}).xy;
    if (!axes || !axes.plot) { return false; }
    var modules = new Set(found.map(function (k) { return plot._fullData[k]._module; }));
    var layers = new Map(Array.from(modules, function (module) {
      return [module, axes.plot.selectAll("." + (module.layerName || module.name + "layer"))];
    }));
    var made = found.map(function (k) {
      return pointsOf(plot, plot._fullData[k], data[k], plot.data[k]);
    });
    // Until all is possible plotly's own traces stay as they are: it compares them with the next.
    var able = made.indexOf(null) < 0 && Array.from(layers.values()).every(function (layer) {
      return layer.size() === 1;
    });
    if (!able) { return false; }
    plot.data = data;
    found.forEach(function (k, n) {
      made[n][0].trace = Object.assign(plot._fullData[k], made[n][0].trace);
      plot.calcdata[k] = made[n];
    });
    layers.forEach(function (layer, module) {
      drawKind(plot, axes, module, layer, made.filter(function (points) {
        return points[0].trace._module === module;
      }));
    });
    dateline.tellKept(axes);
    return true;
  }

  dateline.redraw = redraw;
})(window.dateline = window.dateline || {});
