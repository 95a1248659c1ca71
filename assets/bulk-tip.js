/*
 * What a reader points at where there are very many events: what a dense spot holds, and the way
 * into it.
 */
(function (dateline) {
  "use strict";

  /* About so many events of a lane should be in the window that the way into a column leads to. */
  var APART = 36;
  /* A column is looked through in so many parts. */
  var PARTS = 16;

  /* The event whose texts were fetched last because it was pointed at, or -1. */
  var pointed = -1;

  /* The lane at a height of the plot in pixels, or -1. */
  function laneAtHeight(scene, y) {
    return scene.stack.lanes.findIndex(function (lane) {
      return lane.shown && y / scene.row >= lane.top && y / scene.row < lane.bottom;
    });
  }

  /* The column of a dense lane at a point of the plot, with its `lane`; null if there is none. */
  function columnUnder(scene, at) {
    var tile = scene.bulk && scene.bulk.tile;
    if (!tile || !tile.columns || at[0] < 0 || at[0] > scene.width) { return null; }
    var lane = laneAtHeight(scene, at[1]);
    if (lane < 0 || !tile.dense[lane]) { return null; }
    var x = scene.window[0] + at[0] / scene.scale;
    var found = dateline.columnAt(scene.bulk.base.sorted, tile.columns, lane, x);
    return found && found.number ? Object.assign(found, { lane: lane }) : null;
  }

  /*
   * The fullest part of a column, for as long as it holds more than a lane can show one by one. So
   * the way into a column leads to its events, wherever in it they are.
   */
  function fullestPart(scene, column, mask, least) {
    var base = scene.bulk.base;
    var wanted = scene.bulk.tile.dense.map(function (_, lane) { return lane === column.lane; });
    var part = column;
    while (part.number > APART && part.to - part.from > least) {
      var width = Math.max((part.to - part.from) / PARTS, least / 2);
      var level = Math.round(Math.log2(width / base.grid.cell));
      var columns = dateline.countColumns(base.sorted, base.grid, scene.bulk.summed.sums, mask,
        part.from, part.to, level, wanted);
      var best = null;
      for (var c = 0; c < columns.number; c += 1) {
        var at = columns.origin + (columns.first + c + 0.5) * columns.width;
        var found = dateline.columnAt(base.sorted, columns, column.lane, at);
        if (!best || found.number > best.number) { best = found; }
      }
      if (!best || !best.number || best.to - best.from >= part.to - part.from) { break; }
      part = best;
    }
    return part;
  }

  /* The window in which the events of a column stand apart, as far as their dates do. */
  function apartFrom(scene, column, mask, finest) {
    var span = scene.window[1] - scene.window[0];
    var least = Math.max(60000, 2 * finest);
    var part = fullestPart(scene, column, mask, least);
    var dense = APART * (part.to - part.from) / part.number;
    var length = Math.min(Math.max(Math.min(dense, span / 4), least), span / 2);
    var middle = (part.from + part.to) / 2;
    return [middle - length / 2, middle + length / 2];
  }

  /* Zooms into a dense column; false when there is none at a point. */
  function pressDense(page, at) {
    hideDense();
    var column = columnUnder(page.scene, at);
    if (!column) { return false; }
    dateline.glide();
    dateline.go(
      dateline.windowState(
        apartFrom(page.scene, column, page.mask, page.payload.axis.finest)
      ), true
    );
    return true;
  }

  /* ---------------------------------------------------------------- on the page */

  var tip = null;

  function hideDense() { if (tip) { tip.hidden = true; } }

  function line(parent, name, text) {
    var node = document.createElement("div");
    node.className = name;
    node.textContent = text;
    parent.appendChild(node);
    return node;
  }

  /*
   * Tells what the dense column at a point of the plot holds; hides what was told where there is
   * none. Answers whether there is one.
   */
  function tellDense(page, plot, at) {
    var column = at && page.scene && page.bulk ? columnUnder(page.scene, at) : null;
    if (!column) { hideDense(); return false; }
    var scene = page.scene;
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "dl-dense-tip";
      tip.setAttribute("aria-hidden", "true");
    }
    if (tip.parentNode !== plot) { plot.appendChild(tip); }
    tip.replaceChildren();
    var noun = column.number === 1 ? " event" : " events";
    line(tip, "dl-dense-number", counted(column.number) + noun);
    line(tip, "dl-dense-when", periodOf(scene, column));
    var terms = page.payload.terms.category;
    var colours = scene.figure.data.filter(function (trace) {
      return trace.meta.role === "density";
    });
    column.categories.slice(0, 6).forEach(function (one) {
      var item = line(tip, "dl-dense-category", "");
      var mark = line(item, "dl-dense-mark", "");
      mark.style.background = colours[one[0]].meta.colour;
      line(item, "dl-dense-label", terms[one[0]].label);
      line(item, "dl-dense-count", counted(one[1]));
    });
    if (column.categories.length > 6) {
      line(tip, "dl-dense-when", column.categories.length - 6 + " more categories");
    }
    line(tip, "dl-dense-hint", "Click to zoom in");
    tip.hidden = false;
    var left = (column.from - scene.window[0]) * scene.scale;
    var right = (column.to - scene.window[0]) * scene.scale;
    var lane = scene.stack.lanes[column.lane];
    var beside = scene.margin.l + right + 10;
    if (right + 10 + tip.offsetWidth > scene.width) {
      beside = scene.margin.l + left - 10 - tip.offsetWidth;
    }
    tip.style.left = Math.max(beside, 4) + "px";
    var middle = scene.margin.t + (lane.top + lane.bottom) / 2 * scene.row - tip.offsetHeight / 2;
    tip.style.top = Math.min(Math.max(middle, 4), plot.clientHeight - tip.offsetHeight - 4) + "px";
    return true;
  }

  function counted(number) { return number.toLocaleString("en-GB"); }

  /* From when to when a column is, in words as fine as its width. */
  function periodOf(scene, column) {
    var from = scene.lens.real(column.from);
    var to = scene.lens.real(column.to);
    var words = function (at) { return dateline.axisWords(at, [from, to], scene.words); };
    var first = words(from);
    var last = words(Math.max(to - 1, from));
    return first === last ? first : first + " – " + last;
  }

  /* The texts of a mark that is pointed at, where they are not here yet. */
  function tellPicked(page, i) {
    var bulk = page.bulk;
    if (bulk.heads.has(i) || bulk.record(i) || pointed === i) { return; }
    pointed = i;
    bulk.load(i).then(function () {
      if (page.bulk === bulk && pointed === i) { dateline.draw(); }
    }).catch(function () { pointed = -1; });
  }

  Object.assign(dateline, {
    apartFrom: apartFrom,
    columnUnder: columnUnder,
    hideDense: hideDense,
    pressDense: pressDense,
    tellDense: tellDense,
    tellPicked: tellPicked,
  });
})(window.dateline = window.dateline || {});
