/*
 * Bars of one lane that last at the same time, drawn beside one another. Rows follow from the dates
 * of all events (picks.js); where more of them last at once than a lane has rows, those in view are
 * laid into as many tracks as they need, thinner ones where that is more than there are rows.
 */
(function (dateline) {
  "use strict";

  /* The least height of a track, in pixels; with more bars than that allows some cross. */
  var LOWEST = 5;
  /* A label is so high, in pixels. */
  var LABEL = 14;

  /* From where to where an event takes its row. */
  function reach(made, k) {
    return made.span[k] ? [made.start[k], made.end[k]] : [made.x[k], made.x[k]];
  }

  /* Whether bars cross in a row; `own` holds the events of a lane in order of time. */
  function crosses(made, own) {
    var ends = {};
    return own.some(function (k) {
      var from = reach(made, k);
      var before = ends[made.row[k]];
      ends[made.row[k]] = Math.max(from[1], before === undefined ? -Infinity : before);
      return before > from[0];
    });
  }

  /* A track for each event of a lane, none of which holds two at once: {track, number}. Pure. */
  function tracks(made, own, most) {
    var ends = [];
    var track = own.map(function (k) {
      var from = reach(made, k);
      var at = ends.findIndex(function (end) { return end <= from[0]; });
      if (at < 0 && ends.length < most) { at = ends.length; }
      if (at < 0) { at = ends.indexOf(Math.min.apply(null, ends)); }
      ends[at] = Math.max(from[1], at < ends.length ? ends[at] : -Infinity);
      return at;
    });
    return { track: track, number: ends.length };
  }

  /*
   * Lays the picked events of lanes whose bars would cross into tracks: their rows change, and
   * `thin` says how high the row of an event is, 1 for a whole one. Lanes that are dense stay: what
   * stands out of them has room.
   */
  function layTracks(scene, made) {
    made.thin = made.places.map(function () { return 1; });
    var lanes = {};
    made.places.forEach(function (_, k) {
      if (made.dense[k]) { return; }
      (lanes[made.lane[k]] = lanes[made.lane[k]] || []).push(k);
    });
    Object.keys(lanes).forEach(function (lane) {
      var own = lanes[lane].sort(function (a, b) {
        return reach(made, a)[0] - reach(made, b)[0] || a - b;
      });
      if (!own.some(function (k) { return made.span[k]; }) || !crosses(made, own)) { return; }
      var y = scene.stack.lanes[lane].y;
      var rows = scene.rows[lane];
      var laid = tracks(made, own, Math.max(Math.floor(rows * scene.row / LOWEST), rows));
      var high = Math.min(rows / laid.number, 1);
      var first = y[0] - 0.5;
      own.forEach(function (k, n) {
        made.row[k] = high < 1 ? rows + laid.track[n] : laid.track[n];
        made.thin[k] = high;
      });
      for (var t = 0; high < 1 && t < laid.number; t += 1) {
        y[rows + t] = first + (t + 0.5) * high;
      }
    });
  }

  /* Labels of thin tracks that would lie on others, left out; the most important come first. */
  function clearLabels(scene, made) {
    var taken = [];
    Object.keys(scene.sides).map(Number).filter(function (k) {
      return made.thin[k] * scene.row < LABEL;
    }).sort(function (a, b) {
      return (b === scene.selected) - (a === scene.selected)
        || made.importance[b] - made.importance[a] || a - b;
    }).forEach(function (k) {
      var span = dateline.labelSpan(scene, dateline.boxOf(scene, k), scene.sides[k]);
      var y = scene.stack.lanes[made.lane[k]].y[made.row[k]] * scene.row;
      if (taken.some(function (one) {
        return Math.abs(one.y - y) < LABEL && span[0] < one.to + 6 && one.from < span[1] + 6;
      })) { delete scene.sides[k]; return; }
      taken.push({ y: y, from: span[0], to: span[1] });
    });
  }

  Object.assign(dateline, { clearLabels: clearLabels, layTracks: layTracks, tracksOf: tracks });
})(window.dateline = window.dateline || {});
