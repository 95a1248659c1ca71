/*
 * Marks of another search in a chart that is otherwise the same: they are put where they belong,
 * without asking plotly for the whole chart anew. It is told what it needs to know for hovering and
 * zooming: points as its own traces work them out.
 *
 * Where anything else has changed, or plotly is not as it is known here, the answer is no, and
 * whoever asks has plotly draw the chart.
 */
(function (dateline) {
  "use strict";

  /* Gives a trace of plotly's the lists of a new one; false where more than lists has changed. */
  function adopt(full, now, before) {
    return Object.keys(Object.assign({}, before, now)).every(function (key) {
      var value = now[key];
      if (value === before[key] || key === "meta") { return true; }
      if (Array.isArray(value) && Array.isArray(before[key])) {
        full[key] = value;
        return true;
      }
      var parts = [value, before[key], full[key]].every(function (part) {
        return part && typeof part === "object" && !Array.isArray(part);
      });
      return parts && adopt(full[key], value, before[key]);
    });
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
      return full[k].visible === true && module.drawsStraight && typeof module.calc === "function"
        && plot.calcdata[k].length && dateline.isStraight(plot.calcdata[k]);
    });
    return possible ? found : null;
  }

  /*
   * Draws the traces of a plot that have changed; answers whether that was possible. Everything
   * around them has to be as it was.
   */
  function redraw(plot, data) {
    var found = changes(plot, data);
    var axes = found && (plot._fullLayout._plots || {}).xy;
    var layer = axes && axes.plot && plot.querySelector(".scatterlayer");
    if (!layer) { return false; }
    var points = [];
    var able = found.every(function (k) {
      var full = plot._fullData[k];
      if (!adopt(full, data[k], plot.data[k])) { return false; }
      full._length = data[k].x.length;
      full._input = data[k];
      full._extremes = {};
      var made = full._module.calc(plot, full);
      if (!Array.isArray(made) || !made.length) { return false; }
      made[0].t = made[0].t || {};
      made[0].trace = full;
      points.push(made);
      return dateline.isKnown(made);
    });
    if (!able) { return false; }
    plot.data = data;
    found.forEach(function (k, n) {
      plot.calcdata[k] = points[n];
      dateline.putStraight(layer, axes, points[n]);
    });
    // What plotly keeps at its size while it zooms.
    var traces = axes.plot.selectAll(".scatterlayer").selectAll(".trace");
    axes.zoomScalePts = traces.selectAll("path.point");
    axes.zoomScaleTxt = traces.selectAll(".textpoint");
    return true;
  }

  dateline.redraw = redraw;
})(window.dateline = window.dateline || {});
