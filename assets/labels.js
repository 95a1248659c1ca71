/*
 * Where marks and labels are on screen: which labels fit, and what is under a point.
 *
 * Pure functions on a scene (see view.js); times are milliseconds, lengths CSS pixels.
 */
(function (dateline) {
  "use strict";

  /* What a mark takes of its row on screen: its bar where that is wider than a disc, else a disc. */
  function boxOf(scene, i) {
    var view = scene.variant;
    var pixel = function (ms) { return (ms - scene.window[0]) * scene.scale; };
    var disc = scene.size.disc;
    var left = pixel(view.start[i]);
    var right = pixel(view.end[i]);
    if (view.span[i] && right - left >= disc) {
      return { index: i, left: left, right: right, bar: true };
    }
    var middle = pixel(view.x[i]);
    return { index: i, left: middle - disc / 2, right: middle + disc / 2, bar: false };
  }

  /* From where to where a label reaches on a side of its mark, in pixels. */
  function labelSpan(scene, box, side) {
    var width = scene.widths[box.index];
    var gap = scene.size.gap;
    if (side === "left") { return [box.left - gap - width, box.left - gap]; }
    var start = side === "right" ? box.right + gap : Math.max(box.left, 0) + scene.size.pad;
    return [start, start + width];
  }

  /*
   * Which labels are shown, and on which side of their marks: the rule of dashboard/layout/labels.py
   * with the widths of this browser's font. It depends on gaps between marks alone, so zooming in
   * never hides a label that stays in view.
   */
  function fit(scene) {
    var rows = {};
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var key = scene.variant.lane[i] + ":" + scene.variant.row[i];
      (rows[key] = rows[key] || []).push(boxOf(scene, i));
    });
    var sides = {};
    Object.keys(rows).forEach(function (key) {
      rows[key].forEach(function (own) {
        var side = inView(scene, own) ? sideOf(scene, own, rows[key]) : null;
        if (side) { sides[own.index] = side; }
      });
    });
    return sides;
  }

  /* A disc by its middle, a bar by any of its parts. */
  function inView(scene, box) {
    if (box.bar) { return box.right >= 0 && box.left <= scene.width; }
    var middle = box.left + scene.size.disc / 2;
    return middle >= 0 && middle <= scene.width;
  }

  function sideOf(scene, own, row) {
    var others = row.filter(function (other) { return other !== own; });
    var end = labelSpan(scene, own, "right")[1];
    var free = others.every(function (other) {
      return behind(scene.variant, other, own) || other.left >= end + scene.size.gap;
    });
    if (free && end <= scene.width) { return "right"; }
    if (free && own.right <= scene.width && leftFits(scene, own, others)) { return "left"; }
    return own.bar && insideFits(scene, own, others) ? "inside" : null;
  }

  /* True when a mark cannot reach beyond the right end of another one at any zoom. */
  function behind(view, other, own) {
    var a = other.index;
    var b = own.index;
    var endA = view.span[a] ? view.end[a] : view.x[a];
    var endB = view.span[b] ? view.end[b] : view.x[b];
    if (endA === endB && view.x[a] === view.x[b]) {
      // Of marks that coincide at every zoom only the first keeps its label.
      var order = view.importance[b] - view.importance[a] || a - b;
      return order > 0;
    }
    return endA <= endB && view.x[a] <= view.x[b];
  }

  function leftFits(scene, own, others) {
    var view = scene.variant;
    var gap = scene.size.gap;
    var start = labelSpan(scene, own, "left")[0];
    var begin = function (i) { return view.span[i] ? view.start[i] : view.x[i]; };
    return start >= 0 && others.every(function (other) {
      if (begin(other.index) >= begin(own.index) && view.x[other.index] >= view.x[own.index]) {
        return true;
      }
      if (other.right + gap > start) { return false; }
      var taken = inView(scene, other) ? labelSpan(scene, other, "right")[1] : other.right;
      return taken + gap <= start || hiddenBetween(scene, other, own, others);
    });
  }

  /* True when a third mark between the two hides the label of `other` anyway. */
  function hiddenBetween(scene, other, own, others) {
    var end = labelSpan(scene, other, "right")[1];
    return others.some(function (third) {
      return third !== other && !behind(scene.variant, third, other)
        && third.left < end + scene.size.gap && third.right <= own.left;
    });
  }

  function insideFits(scene, own, others) {
    var span = labelSpan(scene, own, "inside");
    return span[1] + scene.size.pad <= Math.min(own.right, scene.width)
      && others.every(function (other) {
        return other.right + scene.size.gap <= span[0] || other.left >= span[1] + scene.size.gap;
      });
  }

  /* The event whose mark or label is at a point of the plot, or -1. Pixels from its corner. */
  function hit(scene, x, y) {
    var row = y / scene.row;
    var best = -1;
    var distance = Infinity;
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var middle = scene.stack.lanes[scene.variant.lane[i]].y[scene.variant.row[i]];
      var high = scene.variant.thin ? scene.variant.thin[i] : 1;
      if (Math.abs(middle - row) > high / 2) { return; }
      var own = boxOf(scene, i);
      var spans = [[own.left - 3, own.right + 3]];
      if (scene.sides[i]) { spans.push(labelSpan(scene, own, scene.sides[i])); }
      if (!spans.some(function (span) { return x >= span[0] && x <= span[1]; })) { return; }
      var away = Math.abs((own.left + own.right) / 2 - x);
      if (away < distance) { distance = away; best = i; }
    });
    return best;
  }

  Object.assign(dateline, {
    boxOf: boxOf,
    fit: fit,
    hit: hit,
    labelSpan: labelSpan,
  });
})(window.dateline = window.dateline || {});
