/*
 * How many events lie where: by lane, by category and by column of time. Pure functions.
 *
 * This is the one thing that the browser draws itself. Where there are too many events to be told
 * apart, a lane shows for each column how many there are. An event with a duration counts in every
 * column that it touches, any other one in the column of its middle.
 *
 * Columns lie on a grid of time, not of the window: they are as wide as a cell of it, or twice,
 * four times or half, a quarter of that and so on. So nothing flickers while a window moves, and columns
 * fall apart into two when it becomes narrower.
 */
(function (dateline) {
  "use strict";

  var SPAN = 1;
  /* How wide a column should be, in pixels; it is at most by the root of two wider or narrower. */
  var WIDE = 6;
  /* So many positions share what is known of them when a window is looked for. */
  var BLOCK = 256;
  /* As many numbers are kept for the cells of all lanes and categories, at most. */
  var ROOM = 1 << 20;
  var MOST_CELLS = 1 << 14;
  /* The height of one event at most, in rows. */
  var ROW = 0.8;

  /* ---------------------------------------------------------------- where events stand */

  /* For each event the number by which it is sorted into lanes, or what is beyond all of them. */
  var CODES = {
    category: function (bulk) { return function (i) { return bulk.category[i]; }; },
    place: function (bulk) { return function (i) { return bulk.place[i]; }; },
    evidence: function (bulk, evidence) { return function (i) { return evidence[i]; }; },
    actor: function (bulk) {
      return function (i) {
        var begin = i ? bulk.actorEnds[i - 1] : 0;
        return begin < bulk.actorEnds[i] ? bulk.actor[begin] : Infinity;
      };
    },
    none: function () { return function () { return Infinity; }; },
  };

  /* The lane of each event. `way` is {of, to}; the last entry of `to` is for those without one. */
  function lanesOf(bulk, way, evidence) {
    var code = CODES[way.of](bulk, evidence);
    var rest = way.to.length - 1;
    var lane = new Uint16Array(bulk.count);
    for (var i = 0; i < lane.length; i += 1) { lane[i] = way.to[Math.min(code(i), rest)]; }
    return lane;
  }

  /*
   * The events sorted by lane, in each of them by time: all columns are by their position in that
   * order. `mark` moves a moment of an event to its place on the axis; see lens.js.
   *
   *   order      position → event; `at` is the way back
   *   begin      lane → its first position, with one entry more
   *   lo, hi     what an event takes of the axis; the same for one without a duration
   *   slot       which of `slots` it counts in: {lane, category}
   *   low, high  the first and the last cell of the grid that it touches
   *   least, most of each block the first and the last place that any of its events takes
   */
  function sortEvents(bulk, lane, lanes, mark) {
    var count = bulk.count;
    var begin = new Uint32Array(lanes + 1);
    var i;
    for (i = 0; i < count; i += 1) { begin[lane[i] + 1] += 1; }
    for (var k = 0; k < lanes; k += 1) { begin[k + 1] += begin[k]; }
    var next = begin.slice();
    var order = new Uint32Array(count);
    var at = new Uint32Array(count);
    for (i = 0; i < count; i += 1) {
      at[i] = next[lane[i]];
      next[lane[i]] += 1;
      order[at[i]] = i;
    }
    var lo = new Float64Array(count);
    var points = true;
    for (i = 0; i < count; i += 1) { if (bulk.flags[i] & SPAN) { points = false; break; } }
    var hi = points ? lo : new Float64Array(count);
    for (var p = 0; p < count; p += 1) {
      i = order[p];
      if (bulk.flags[i] & SPAN) {
        lo[p] = mark ? mark(i, bulk.start[i]) : bulk.start[i];
        hi[p] = mark ? mark(i, bulk.end[i]) : bulk.end[i];
      } else {
        var middle = (bulk.start[i] + bulk.end[i]) / 2;
        lo[p] = hi[p] = mark ? mark(i, middle) : middle;
      }
    }
    var sorted = {
      count: count, lanes: lanes, order: order, at: at, begin: begin, lo: lo, hi: hi,
      points: points,
    };
    return Object.assign(sorted, slotsOf(bulk, sorted), { blocks: blocksOf(sorted) });
  }

  /* The pairs of lane and category that occur, and the one of each position. */
  function slotsOf(bulk, sorted) {
    var slots = [];
    var slot = new Uint16Array(sorted.count);
    for (var lane = 0; lane < sorted.lanes; lane += 1) {
      var known = new Map();
      for (var p = sorted.begin[lane]; p < sorted.begin[lane + 1]; p += 1) {
        var category = bulk.category[sorted.order[p]];
        var found = known.get(category);
        if (found === undefined) {
          found = slots.length;
          known.set(category, found);
          slots.push({ lane: lane, category: category });
        }
        slot[p] = found;
      }
    }
    return { slots: slots, slot: slot };
  }

  function blocksOf(sorted) {
    var number = Math.ceil(sorted.count / BLOCK);
    var least = new Float64Array(number).fill(Infinity);
    var most = new Float64Array(number).fill(-Infinity);
    for (var p = 0; p < sorted.count; p += 1) {
      var b = p >> 8;
      if (sorted.lo[p] < least[b]) { least[b] = sorted.lo[p]; }
      if (sorted.hi[p] > most[b]) { most[b] = sorted.hi[p]; }
    }
    return { least: least, most: most };
  }

  /* ---------------------------------------------------------------- the grid */

  /* Lays the grid over all events: {origin, cell, cells}, and their first and last cells. */
  function layGrid(sorted) {
    var from = Infinity;
    var to = -Infinity;
    for (var b = 0; b < sorted.blocks.least.length; b += 1) {
      from = Math.min(from, sorted.blocks.least[b]);
      to = Math.max(to, sorted.blocks.most[b]);
    }
    if (!(to > from)) { from = from < Infinity ? from : 0; to = from + 1; }
    var cells = MOST_CELLS;
    while (cells > 256 && cells * sorted.slots.length > ROOM) { cells /= 2; }
    var grid = { origin: from, cell: (to - from) / cells * (1 + 1e-9), cells: cells };
    var low = new Uint16Array(sorted.count);
    var high = sorted.points ? low : new Uint16Array(sorted.count);
    for (var p = 0; p < sorted.count; p += 1) {
      low[p] = columnOf(grid, sorted.lo[p], grid.cell);
      if (!sorted.points) { high[p] = lastColumn(grid, sorted.lo[p], sorted.hi[p], grid.cell); }
    }
    return Object.assign(grid, { low: low, high: high });
  }

  function columnOf(grid, x, width) { return Math.floor((x - grid.origin) / width); }

  /* The last column that something touches; what ends where a column begins does not touch it. */
  function lastColumn(grid, lo, hi, width) {
    return Math.max(Math.ceil((hi - grid.origin) / width) - 1, columnOf(grid, lo, width));
  }

  /* By how many doublings of a cell a column is about as wide as it should be. */
  function levelFor(grid, scale) { return Math.round(Math.log2(WIDE / scale / grid.cell)); }

  /*
   * How many of the events that are shown begin before each cell, and how many end before it, by
   * slot; and how many of them each block holds. One pass over all events.
   */
  function addUp(sorted, grid, mask) {
    var stride = grid.cells + 1;
    var begun = new Uint32Array(sorted.slots.length * stride);
    var over = sorted.points ? begun : new Uint32Array(begun.length);
    var held = new Uint16Array(sorted.blocks.least.length);
    var order = sorted.order;
    var slot = sorted.slot;
    var low = grid.low;
    var high = grid.high;
    for (var p = 0; p < sorted.count; p += 1) {
      if (!mask[order[p]]) { continue; }
      var row = slot[p] * stride + 1;
      begun[row + low[p]] += 1;
      if (over !== begun) { over[row + high[p]] += 1; }
      held[p >> 8] += 1;
    }
    [begun, over].slice(0, sorted.points ? 1 : 2).forEach(function (table) {
      for (var row = 0; row < table.length; row += stride) {
        for (var k = row + 1; k < row + stride; k += 1) { table[k] += table[k - 1]; }
      }
    });
    return { begun: begun, over: over, held: held, stride: stride };
  }

  /* How many events are shown in each lane. */
  function laneTotals(sorted, sums) {
    var found = new Uint32Array(sorted.lanes);
    sorted.slots.forEach(function (slot, k) {
      found[slot.lane] += sums.begun[(k + 1) * sums.stride - 1];
    });
    return found;
  }

  /*
   * The columns of a time: {first, number, width, counts}. `first` is counted from the origin of
   * the grid, `width` is milliseconds, `counts` holds `number` counts for each slot, one slot
   * behind the other. Only the lanes of `wanted` are counted, where it is given.
   */
  function countColumns(sorted, grid, sums, mask, from, to, level, wanted) {
    var width = grid.cell * Math.pow(2, level);
    var first = columnOf(grid, from, width);
    var number = Math.max(Math.ceil((to - grid.origin) / width) - first, 1);
    var columns = {
      first: first, number: number, width: width, origin: grid.origin,
      counts: new Uint32Array(sorted.slots.length * number),
    };
    var take = level >= 0 ? readSums : readEvents;
    take(columns, sorted, grid, sums, mask, level, wanted);
    return columns;
  }

  /* Columns of whole cells: those that have begun before the end less those over before. */
  function readSums(columns, sorted, grid, sums, mask, level, wanted) {
    var cells = Math.pow(2, level);
    sorted.slots.forEach(function (slot, k) {
      if (wanted && !wanted[slot.lane]) { return; }
      var row = k * sums.stride;
      for (var c = 0; c < columns.number; c += 1) {
        var a = (columns.first + c) * cells;
        if (a + cells <= 0 || a >= grid.cells) { continue; }
        columns.counts[k * columns.number + c] = sums.begun[row + Math.min(a + cells, grid.cells)]
          - sums.over[row + Math.max(a, 0)];
      }
    });
  }

  /* Columns that are parts of cells: the events themselves are counted. */
  function readEvents(columns, sorted, grid, sums, mask, level, wanted) {
    var number = columns.number;
    var counts = columns.counts;
    var from = grid.origin + columns.first * columns.width;
    var to = from + number * columns.width;
    for (var lane = 0; lane < sorted.lanes; lane += 1) {
      if (wanted && !wanted[lane]) { continue; }
      eachIn(sorted, sums, mask, lane, from, to, function (p) {
        var a = columnOf(grid, sorted.lo[p], columns.width) - columns.first;
        var b = sorted.points ? a
          : lastColumn(grid, sorted.lo[p], sorted.hi[p], columns.width) - columns.first;
        if (b < 0 || a >= number) { return true; }
        var row = sorted.slot[p] * number;
        for (var c = Math.max(a, 0); c <= Math.min(b, number - 1); c += 1) { counts[row + c] += 1; }
        return true;
      });
    }
  }

  /*
   * Calls for each position of a lane whose event is shown and takes a part of a time; until the
   * call answers false. Blocks that take no part of it are passed over.
   */
  function eachIn(sorted, sums, mask, lane, from, to, call) {
    var end = sorted.begin[lane + 1];
    var p = sorted.begin[lane];
    while (p < end) {
      var b = p >> 8;
      var stop = Math.min((b + 1) << 8, end);
      if (!sums.held[b] || sorted.blocks.least[b] >= to || sorted.blocks.most[b] < from) {
        p = stop;
        continue;
      }
      for (; p < stop; p += 1) {
        if (sorted.lo[p] < to && sorted.hi[p] >= from && mask[sorted.order[p]] && !call(p)) {
          return false;
        }
      }
    }
    return true;
  }

  /* ---------------------------------------------------------------- outlines */

  /* The most events of all categories in one column of a lane, of the lanes that are wanted. */
  function fullest(sorted, columns, lane) {
    var sum = new Uint32Array(columns.number);
    sorted.slots.forEach(function (slot, k) {
      if (slot.lane !== lane) { return; }
      for (var c = 0; c < columns.number; c += 1) {
        sum[c] += columns.counts[k * columns.number + c];
      }
    });
    var most = 0;
    for (var c = 0; c < sum.length; c += 1) { if (sum[c] > most) { most = sum[c]; } }
    return { sum: sum, most: most };
  }

  /* The next round number: the scale of heights must not follow every small change. */
  function roundUp(number) {
    var power = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1))));
    return [1, 1.5, 2, 3, 5, 7, 10].map(function (step) { return step * power; })
      .find(function (step) { return step >= number; });
  }

  /*
   * The outlines of dense lanes, by category: {x, y} for a path that closes each of its pieces,
   * with null between them. Heights grow with the root of the number, so that a single event is seen
   * beside thousands; of a lane that is much emptier than the fullest they grow twice as fast.
   * `lanes` are those of the stack that are dense, by number: {bottom, room}, in rows; `least` is
   * the height of a single event where there are many, in rows.
   */
  function outlines(sorted, columns, lanes, categories, least) {
    var paths = [];
    for (var k = 0; k < categories; k += 1) { paths.push({ x: [], y: [] }); }
    var found = {};
    // One event is never higher than a row.
    var unit = ROW;
    Object.keys(lanes).forEach(function (lane) {
      found[lane] = fullest(sorted, columns, Number(lane));
      if (!found[lane].most) { return; }
      unit = Math.min(unit, heightOf(lanes[lane], found[lane]));
    });
    Object.keys(lanes).forEach(function (lane) {
      var below = new Float64Array(columns.number);
      sorted.slots.map(function (slot, k) { return { slot: slot, k: k }; })
        .filter(function (one) { return one.slot.lane === Number(lane); })
        .sort(function (a, b) { return a.slot.category - b.slot.category; })
        .forEach(function (one) {
          outline(paths[one.slot.category], columns, one.k, found[lane].sum, below, lanes[lane],
            Math.max(unit, Math.min(ROW, heightOf(lanes[lane], found[lane]) / 2)), least);
        });
    });
    return paths;
  }

  /* How high a single event would be for the fullest column to fill its lane, in rows. */
  function heightOf(lane, found) { return lane.room / Math.sqrt(roundUp(found.most)); }

  /* The outline of one slot, upon what lies below it already. */
  function outline(path, columns, k, sum, below, lane, unit, least) {
    var n = columns.number;
    var upper = [];
    var lower = [];
    function close() {
      if (!upper.length) { return; }
      var points = upper.concat(lower.reverse());
      points.push(points[0]);
      points.forEach(function (point) { path.x.push(point[0]); path.y.push(point[1]); });
      path.x.push(null);
      path.y.push(null);
      upper = [];
      lower = [];
    }
    for (var c = 0; c < n; c += 1) {
      var count = columns.counts[k * n + c];
      if (!count) { close(); continue; }
      var whole = Math.min(Math.max(unit * Math.sqrt(sum[c]), least), lane.room);
      var bottom = lane.bottom - whole * below[c] / sum[c];
      var top = lane.bottom - whole * (below[c] + count) / sum[c];
      below[c] += count;
      var left = columns.origin + (columns.first + c) * columns.width;
      step(upper, left, left + columns.width, top);
      step(lower, left, left + columns.width, bottom);
    }
    close();
  }

  /* One more step of an edge; a step as high as the one before only makes that longer. */
  function step(edge, left, right, y) {
    var last = edge[edge.length - 1];
    if (last && last[1] === y) { last[0] = right; return; }
    edge.push([left, y], [right, y]);
  }

  /* What is in the column at a place of a lane: {from, to, number, categories: [[code, count]]}. */
  function columnAt(sorted, columns, lane, x) {
    var c = Math.floor((x - columns.origin) / columns.width) - columns.first;
    if (c < 0 || c >= columns.number) { return null; }
    var from = columns.origin + (columns.first + c) * columns.width;
    var found = [];
    sorted.slots.forEach(function (slot, k) {
      var count = columns.counts[k * columns.number + c];
      if (slot.lane === lane && count) { found.push([slot.category, count]); }
    });
    found.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
    return {
      from: from,
      to: from + columns.width,
      number: found.reduce(function (sum, one) { return sum + one[1]; }, 0),
      categories: found,
    };
  }

  Object.assign(dateline, {
    addUp: addUp,
    columnAt: columnAt,
    countColumns: countColumns,
    eachIn: eachIn,
    laneTotals: laneTotals,
    lanesOf: lanesOf,
    layGrid: layGrid,
    levelFor: levelFor,
    outlines: outlines,
    sortEvents: sortEvents,
  });
})(window.dateline = window.dateline || {});
