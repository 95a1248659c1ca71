/*
 * What stands beside the marks: rings, rival dates, and the number of a crowd. Pure functions.
 */
(function (dateline) {
  "use strict";

  /* Marks that are nearer than this, in pixels, cannot be told apart. */
  var NEAR = 9;
  /* The width of a figure and of the plus sign, in pixels; bold, at the size of the numbers. */
  var FIGURE = 8.5;

  /* Groups of marks of one row that cannot be told apart, each in order of time. */
  function groups(scene) {
    var rows = {};
    scene.mask.forEach(function (shown, i) {
      if (!shown) { return; }
      var key = scene.variant.lane[i] + ":" + scene.variant.row[i];
      (rows[key] = rows[key] || []).push(dateline.boxOf(scene, i));
    });
    var found = [];
    Object.keys(rows).forEach(function (key) {
      var row = rows[key];
      var discs = row.filter(function (box) {
        return !box.bar && box.right > 0 && box.left < scene.width;
      }).sort(function (a, b) { return a.left - b.left || a.index - b.index; });
      var group = [];
      discs.forEach(function (box) {
        if (group.length && box.left - group[group.length - 1].left >= NEAR) {
          if (group.length > 1) { found.push({ row: row, boxes: group }); }
          group = [];
        }
        group.push(box);
      });
      if (group.length > 1) { found.push({ row: row, boxes: group }); }
    });
    return found;
  }

  /*
   * The numbers "+N" beside marks that hide N others, where there is room for them. Labels come
   * first: a number takes what they leave, at the right of the last mark, else at the left of the
   * first.
   */
  function crowds(scene) {
    var gap = scene.size.gap;
    return groups(scene).map(function (group) {
      var first = group.boxes[0];
      var last = group.boxes[group.boxes.length - 1];
      var more = "+" + (group.boxes.length - 1);
      var width = more.length * FIGURE;
      var taken = [];
      group.row.forEach(function (box) {
        taken.push([box.left, box.right]);
        if (scene.sides[box.index]) {
          taken.push(dateline.labelSpan(scene, box, scene.sides[box.index]));
        }
      });
      var places = [last.right + gap, first.left - gap - width];
      group.boxes.forEach(function (box) {
        if (scene.sides[box.index] === "right") {
          places.push(dateline.labelSpan(scene, box, "right")[1] + gap);
        }
      });
      var left = places.find(function (start) {
        return start >= 0 && start + width <= scene.width && taken.every(function (span) {
          return start + width + gap - 1 <= span[0] || start >= span[1] + gap - 1;
        });
      });
      if (left === undefined) { return null; }
      return {
        index: first.index,
        members: group.boxes.map(function (box) { return box.index; }),
        text: more,
        left: left,
        right: left + width,
        y: scene.stack.lanes[scene.variant.lane[first.index]].y[scene.variant.row[first.index]]
          * scene.row,
      };
    }).filter(Boolean);
  }

  /* The crowd whose number is at a point of the plot, or null. Pixels from its corner. */
  function crowdAt(scene, x, y) {
    return scene.crowds.find(function (crowd) {
      return x >= crowd.left - 4 && x <= crowd.right + 4 && Math.abs(y - crowd.y) <= 12;
    }) || null;
  }

  /* The window in which the marks of a crowd stand apart, as far as their dates do. */
  function apart(scene, crowd) {
    var places = crowd.members.map(function (i) { return scene.variant.x[i]; });
    var low = Math.min.apply(null, places);
    var high = Math.max.apply(null, places);
    var span = Math.max((high - low) * 1.6, (scene.window[1] - scene.window[0]) / 60, 120000);
    // Labels stand to the right: leave more room there.
    var from = (low + high) / 2 - span * 0.4;
    return [from, from + span];
  }

  var paints = dateline.paints = dateline.paints || {};

  paints.crowd = function (trace, scene) {
    var of = function (value) { return scene.crowds.map(value); };
    return Object.assign({}, trace, {
      customdata: of(function (crowd) { return crowd.index; }),
      text: of(function (crowd) { return crowd.text; }),
      x: of(function (crowd) { return scene.window[0] + crowd.left / scene.scale; }),
      y: of(function (crowd) { return crowd.y / scene.row; }),
    });
  };

  /* A trace as view.js left it, lower by what it asks for. */
  function lower(trace, scene) {
    trace.y = trace.y.map(function (y) { return y + trace.meta.drop / scene.row; });
  }

  /* The ring of the selected event: a disc has one shape, a bar another that is as wide as it. */
  function ring(shape, scene) {
    if (shape.name !== "halo" && shape.name !== "halo-bar") { return shape; }
    var i = scene.selected;
    var box = i >= 0 && scene.mask[i] ? dateline.boxOf(scene, i) : null;
    if (!box || box.bar !== (shape.name === "halo-bar")) { return wide(shape, 0); }
    var view = scene.variant;
    var around = Object.assign({}, shape, {
      opacity: 1,
      xanchor: box.bar ? view.start[i] : view.x[i],
      yanchor: scene.stack.lanes[view.lane[i]].y[view.row[i]],
    });
    return wide(around, box.right - box.left);
  }

  /* A shape whose path is as wide as a bar; also one that is not seen has to be a path. */
  function wide(shape, width) {
    return !shape.path ? shape : Object.assign({}, shape, {
      path: shape.path.replace(/W([+-][\d.]+)/g, function (_, more) {
        return (width + Number(more)).toFixed(2);
      }),
    });
  }

  var adjusts = dateline.adjusts = dateline.adjusts || {};
  Object.assign(adjusts, { rival: lower, "rival-line": lower, "rival-number": lower });

  /* True when a sign or a number is at a point of the plot. */
  function isBeside(scene, at) {
    return dateline.linkAt(scene, at[0], at[1]) >= 0 || crowdAt(scene, at[0], at[1]) !== null;
  }

  /* Does what a sign or a number is pressed for; false when none is there. */
  function pressBeside(page, at) {
    var scene = page.scene;
    var link = dateline.linkAt(scene, at[0], at[1]);
    if (link >= 0) {
      // A finger cannot point without pressing: the first touch tells, the second follows.
      var told = dateline.touched ? touchedLink === link : true;
      touchedLink = link;
      if (told) {
        var other = dateline.otherEnd(scene, link);
        dateline.open(scene.places ? scene.places[other] : other, null);
      }
      return true;
    }
    var crowd = crowdAt(scene, at[0], at[1]);
    if (!crowd) { return false; }
    var range = apart(scene, crowd);
    dateline.go(dateline.windowState(range), true);
    return true;
  }

  /* The relation whose sign a finger touched last. */
  var touchedLink = -1;

  document.addEventListener("pointerdown", function (event) {
    dateline.touched = event.pointerType === "touch";
  }, true);

  Object.assign(dateline, {
    apart: apart,
    crowdAt: crowdAt,
    crowds: crowds,
    isBeside: isBeside,
    pressBeside: pressBeside,
    ring: ring,
  });
})(window.dateline = window.dateline || {});
