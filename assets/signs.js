/*
 * Where there is room for the sign of a relation. Pure functions on a scene (see view.js); lengths
 * are CSS pixels.
 */
(function (dateline) {
  "use strict";

  /* How far apart places off a line are that are tried, and how far from it the last are. */
  var GRID = 6;
  var FAR = 480;

  /* What a sign must not lie on, each as left, top, right, bottom. */
  function obstacles(scene) {
    var found = [];
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var y = scene.stack.lanes[scene.variant.lane[i]].y[scene.variant.row[i]] * scene.row;
      var box = dateline.boxOf(scene, i);
      if (box.right < 0 || box.left > scene.width) { return; }
      found.push([box.left, y - 7, box.right, y + 7]);
      if (scene.sides[i]) {
        var span = dateline.labelSpan(scene, box, scene.sides[i]);
        found.push([span[0], y - 8, span[1], y + 8]);
      }
    });
    // A title that stands inside its band.
    scene.stack.lanes.forEach(function (lane, k) {
      var head = scene.variant.lanes[k].head;
      if (lane.shown && head) {
        found.push([0, lane.top * scene.row, 150, (lane.top + head) * scene.row]);
      }
    });
    scene.crowds.forEach(function (crowd) {
      found.push([crowd.left, crowd.y - 8, crowd.right, crowd.y + 8]);
    });
    return found;
  }

  /* True when a sign at a point lies on nothing, and inside the plot. */
  function clear(scene, taken, at, radius) {
    return at[0] > radius && at[0] < scene.width - radius
      && at[1] > radius && at[1] < scene.stack.rows * scene.row - radius
      && taken.every(function (box) {
        return at[0] + radius <= box[0] || at[0] - radius >= box[2]
          || at[1] + radius <= box[1] || at[1] - radius >= box[3];
      });
  }

  /* The place for a sign that is nearest to a point, looked for in squares around it; or null. */
  function nearest(scene, taken, middle, radius) {
    for (var reach = GRID; reach <= FAR; reach += GRID) {
      var best = null;
      for (var side = -reach; side <= reach; side += GRID) {
        [[side, -reach], [side, reach], [-reach, side], [reach, side]].forEach(function (step) {
          var at = [middle[0] + step[0], middle[1] + step[1]];
          var away = Math.hypot(step[0], step[1]);
          if ((!best || away < best.away) && clear(scene, taken, at, radius)) {
            best = { at: at, away: away };
          }
        });
      }
      if (best) { return best.at; }
    }
    return null;
  }

  Object.assign(dateline, { clear: clear, nearest: nearest, obstacles: obstacles });
})(window.dateline = window.dateline || {});
