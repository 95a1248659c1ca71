/*
 * A view of the figure: points left out, rows moved together, labels placed.
 *
 * The figure was drawn in Python; nothing here knows what an event looks like. Pure functions.
 */
(function (dateline) {
  "use strict";

  /* The points of a trace that are to be kept, every array of it alike. */
  function keep(value, points, length) {
    if (Array.isArray(value)) {
      return value.length === length ? points.map(function (k) { return value[k]; }) : value;
    }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (key) { copy[key] = keep(value[key], points, length); });
      return copy;
    }
    return value;
  }

  /* Delays are seen where a reader asks what was known when. */
  function late(scene, i) { return i === scene.selected || scene.on !== null; }

  /* For each kind of trace: whether a point of it is seen now. */
  var SHOWN = {
    extent: function (scene, i, trace, k) { return beyond(scene, i, trace.base[k], trace.x[k]); },
    fade: function () { return true; },
    core: function (scene, i) { return dateline.boxOf(scene, i).bar; },
    disc: function (scene, i) { return !dateline.boxOf(scene, i).bar; },
    delay: late,
    "delay-end": late,
    "rival-line": function () { return true; },
    rival: function () { return true; },
    "rival-number": function () { return true; },
    label: function (scene, i) { return scene.sides[i] !== undefined; },
  };

  var POSITION = { right: "middle right", left: "middle left", inside: "middle right" };

  /*
   * The figure as it is to be drawn: points left out, rows moved, labels chosen. `scene` holds
   * variant, mask, sides, stack, window, width, scale (pixels a millisecond), size, selected, on (the
   * end of the day whose knowledge is shown, or null) and lines (moments of upright lines, by name).
   */
  function view(figure, scene) {
    var variant = scene.variant;
    var data = figure.data.map(function (trace) {
      var role = trace.meta && trace.meta.role;
      if (dateline.paints[role]) { return dateline.paints[role](trace, scene); }
      if (!SHOWN[role]) { return trace; }
      var marks = trace.customdata;
      var points = [];
      marks.forEach(function (i, k) {
        if (scene.mask[i] && near(trace, k, scene) && apart(trace, k, scene) && ofDay(trace, k, scene)
          && SHOWN[role](scene, i, trace, k)) { points.push(k); }
      });
      var kept = keep(trace, points, marks.length);
      kept.y = points.map(function (k) {
        return scene.stack.lanes[variant.lane[marks[k]]].y[variant.row[marks[k]]]
          + (trace.meta.below || 0);
      });
      if (role === "label") { place(kept, scene); }
      if (dateline.adjusts[role]) { dateline.adjusts[role](kept, scene); }
      return kept;
    }).map(unlessEmpty);
    return { data: data, layout: arrange(figure.layout, scene) };
  }

  /* plotly works through all attributes of a trace at every drawing, but not of one that is off. */
  function unlessEmpty(trace) {
    return trace.x.length ? trace : Object.assign({}, trace, { visible: false });
  }

  /*
   * True when a point is in the window or less than its width away, so that it is there while a
   * reader pans. The others cost as much to draw and are not seen.
   */
  function near(trace, k, scene) {
    var from = trace.base ? trace.base[k] : trace.x[k];
    var to = trace.base ? from + trace.x[k] : from;
    var span = scene.window[1] - scene.window[0];
    return to >= scene.window[0] - span && from <= scene.window[1] + span;
  }

  /* What a date allows is drawn where it reaches out from under its mark, by half a pixel. */
  function beyond(scene, i, from, length) {
    var box = dateline.boxOf(scene, i);
    var left = (from - scene.window[0]) * scene.scale;
    return left < box.left - 0.5 || left + length * scene.scale > box.right + 0.5;
  }

  /* Rival dates are there as soon as they can be told apart. */
  function apart(trace, k, scene) {
    return !trace.meta.spread || trace.meta.spread[k] * scene.scale >= scene.size.disc / 2;
  }

  /* Evidence changes as more becomes known: true for the point that holds on the day shown. */
  function ofDay(trace, k, scene) {
    return !trace.meta.since
      || dateline.holds(trace.meta.since[k], trace.meta.until[k], scene.on);
  }

  /* Moves each label to the side that was found for it. */
  function place(trace, scene) {
    trace.textposition = trace.customdata.map(function (i) { return POSITION[scene.sides[i]]; });
    trace.x = trace.customdata.map(function (i) {
      var span = dateline.labelSpan(scene, dateline.boxOf(scene, i), scene.sides[i]);
      var pixel = scene.sides[i] === "left" ? span[1] : span[0];
      return scene.window[0] + pixel / scene.scale;
    });
    var inside = function (usual, within) {
      return trace.customdata.map(function (i, k) {
        return scene.sides[i] === "inside" ? within[k] : usual[k];
      });
    };
    trace.textfont = Object.assign({}, trace.textfont, {
      color: inside(trace.textfont.color, trace.meta.inside),
      shadow: inside(trace.textfont.shadow, trace.meta.shadow),
    });
  }

  /* Moves bands and lane names to where their rows are now. */
  function arrange(layout, scene) {
    var lanes = {};
    var before = {};
    scene.stack.lanes.forEach(function (lane, k) {
      lanes["lane:" + lane.key] = lane;
      before["lane:" + lane.key] = scene.variant.lanes[k];
    });
    var shown = function (item) { return !lanes[item.name] || lanes[item.name].shown; };
    var copy = Object.assign({}, layout);
    var odd = 0;
    copy.shapes = [];
    (layout.shapes || []).filter(shown).forEach(function (shape) {
      var lane = lanes[shape.name];
      if (!lane) { copy.shapes.push(dateline.ring(dateline.upright(shape, scene), scene)); return; }
      // Every second band of those that are left is tinted, whichever they are; the others are not
      // drawn at all.
      odd = 1 - odd;
      if (!odd) { return; }
      copy.shapes.push(Object.assign({}, shape, { y0: lane.top, y1: lane.bottom, opacity: 1 }));
    });
    copy.annotations = (layout.annotations || []).filter(shown).map(function (note) {
      var lane = lanes[note.name];
      if (!lane) { return dateline.upright(note, scene); }
      return Object.assign({}, note, { y: lane.top + note.y - before[note.name].top });
    });
    copy.shapes = dateline.foldShapes(copy.shapes, scene);
    copy.annotations = dateline.foldNotes(copy.annotations, scene);
    copy.margin = Object.assign({}, layout.margin, scene.margin);
    copy.autosize = true;
    // A click on a label is a click on its event, though there is no point under it.
    copy.clickanywhere = true;
    delete copy.width;
    copy.height = Math.round(
      scene.stack.rows * scene.row + scene.margin.t + scene.margin.b
    );
    copy.yaxis = Object.assign({}, layout.yaxis, { range: [scene.stack.rows || 1, 0] });
    copy.xaxis = Object.assign({}, layout.xaxis, dateline.axisOf(scene), {
      range: scene.window.slice(),
    });
    return copy;
  }

  /*
   * A value with every part that holds what it held before taken from there. plotly tells by
   * identity whether a list has changed, and draws all marks anew when one has.
   */
  function settled(now, before) {
    if (!now || !before || typeof now !== "object" || typeof before !== "object") { return now; }
    if (Array.isArray(now)) { return Array.isArray(before) ? settledList(now, before) : now; }
    if (Array.isArray(before)) { return now; }
    var keys = Object.keys(now);
    var copy = {};
    keys.forEach(function (key) { copy[key] = settled(now[key], before[key]); });
    var same = keys.length === Object.keys(before).length
      && keys.every(function (key) { return copy[key] === before[key]; });
    return same ? before : copy;
  }

  function settledList(now, before) {
    // Most lists hold no more than numbers and texts, which are what they are.
    var made = now.some(function (one) { return one && typeof one === "object"; })
      ? now.map(function (one, k) { return settled(one, before[k]); }) : now;
    var same = made.length === before.length
      && made.every(function (one, k) { return one === before[k]; });
    return same ? before : made;
  }

  /*
   * Roles that another file puts into place: `paints` make their own trace of the one that Python
   * drew, `adjusts` change the one that was kept here.
   */
  dateline.paints = dateline.paints || {};
  dateline.adjusts = dateline.adjusts || {};

  Object.assign(dateline, {
    keepPoints: keep,
    settled: settled,
    view: view,
  });
})(window.dateline = window.dateline || {});
