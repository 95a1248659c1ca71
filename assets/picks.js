/*
 * Which events of very many are drawn one by one, and which lanes show how many there are instead.
 * Pure functions on the sorted events of density.js.
 */
(function (dateline) {
  "use strict";

  /* The most marks in a lane, in a window, and in a tile, which is wider than the window. */
  var LANE = 150;
  var WINDOW = 300;
  var TILE = 700;
  /* A mark asks for so much of its row, in pixels; fewer than so many are always drawn. */
  var MARK = 48;
  var FEW = 8;
  var HEADS = 2;
  /* A lane with more events a row than this is dense where its bars fill it so many times over. */
  var FULL = 5;
  var DEEP = 2.5;
  /* What is left free before and behind them with their labels, in pixels. */
  var BEFORE = 24;
  var BEHIND = 40;

  /*
   * The row of a position: turn by turn, so that no window and no filter moves it. Where events
   * last, `sorted.rows` holds what stackRows() found.
   */
  function rowOf(sorted, p, lane, rows) {
    return sorted.rows ? sorted.rows[p] : (p - sorted.begin[lane]) % rows;
  }

  /*
   * Rows in which bars stand clear of each other: an event goes to the row that has been free for
   * longest, which without bars is turn by turn. No window moves it, for it follows from dates alone.
   *
   *   rows     position → row
   *   crossed  of each lane whether more last at once than it has rows, so that some bars cross
   *
   * With a `mask` only the events that are shown are stacked; the rows of the others mean nothing.
   */
  function stackRows(sorted, rows, mask) {
    var found = new Uint8Array(sorted.count);
    var crossed = rows.map(function (number, lane) {
      var ends = new Float64Array(number).fill(-Infinity);
      var turn = 0;
      var crosses = false;
      for (var p = sorted.begin[lane]; p < sorted.begin[lane + 1]; p += 1) {
        if (mask && !mask[sorted.order[p]]) { continue; }
        var best = turn;
        for (var n = 1; n < number; n += 1) {
          var row = (turn + n) % number;
          if (ends[row] < ends[best]) { best = row; }
        }
        if (ends[best] > sorted.lo[p]) { crosses = true; }
        ends[best] = Math.max(ends[best], sorted.hi[p]);
        found[p] = best;
        turn = (best + 1) % number;
      }
      return crosses;
    });
    return { rows: found, crossed: crossed };
  }

  /* The positions of a lane in a time, or null when there are more than `most`. */
  function positionsIn(sorted, sums, mask, lane, from, to, most) {
    var found = [];
    var all = dateline.eachIn(sorted, sums, mask, lane, from, to, function (p) {
      found.push(p);
      return found.length <= most;
    });
    return all ? found : null;
  }

  /* How many rows the events of a lane would fill from one end of a window to the other. */
  function filled(sorted, found, window_) {
    return found.reduce(function (sum, p) {
      var from = Math.max(sorted.lo[p], window_[0]);
      var to = Math.min(sorted.hi[p], window_[1]);
      return to > from ? sum + (to - from) / (window_[1] - window_[0]) : sum;
    }, 0);
  }

  /*
   * The lanes, each with its positions or dense: {dense, positions, inside}. `tile` and `window_`
   * are pairs of places on the axis, `rows` the rows of each lane, `width` the window's in pixels.
   */
  function chooseLanes(sorted, sums, mask, tile, window_, rows, width) {
    var share = (tile[1] - tile[0]) / (window_[1] - window_[0]);
    var lanes = rows.map(function (number, lane) {
      var most = Math.min(Math.max(Math.floor(number * width / MARK), FEW), LANE);
      var found = positionsIn(
        sorted, sums, mask, lane, tile[0], tile[1], Math.ceil(most * share)
      );
      var inside = found ? found.filter(function (p) {
        return sorted.lo[p] < window_[1] && sorted.hi[p] >= window_[0];
      }).length : 0;
      var dense = !found || inside > most
        || (inside > Math.max(FEW, number * FULL) && filled(sorted, found, window_) > number * DEEP);
      return { dense: dense, positions: dense ? [] : found, inside: dense ? 0 : inside };
    });
    // Lanes that would make it too many all in all give way, the fullest first.
    for (;;) {
      var some = lanes.filter(function (lane) { return lane.positions.length; });
      var inside = some.reduce(function (sum, lane) { return sum + lane.inside; }, 0);
      var all = some.reduce(function (sum, lane) { return sum + lane.positions.length; }, 0);
      if (inside <= WINDOW && all <= TILE) { return lanes; }
      var full = some.reduce(function (a, b) {
        return b.positions.length > a.positions.length ? b : a;
      });
      full.dense = true;
      full.positions = [];
      full.inside = 0;
    }
  }

  /*
   * Events by importance, those of the same importance in an order that spreads them over time;
   * always the same. To sort numbers takes a tenth of what sorting with a comparison does, so each
   * event is made one and read from it again: SPREAD and BACK are inverse modulo 2^32.
   */
  var SPREAD = 2654435761;
  var BACK = 244002641;
  var EACH = Math.pow(2, 32);
  /* No lane has more rows. */
  var ROWS = 256;

  function byImportance(events, importance) {
    var keys = new Float64Array(events.length);
    var k;
    for (k = 0; k < keys.length; k += 1) {
      keys[k] = (Math.imul(events[k], SPREAD) >>> 0) - importance[events[k]] * EACH;
    }
    keys.sort();
    for (k = 0; k < keys.length; k += 1) {
      keys[k] = Math.imul(keys[k] - Math.floor(keys[k] / EACH) * EACH, BACK) >>> 0;
    }
    return keys;
  }

  /* Whether nothing is taken of a row between two places. */
  function isFree(row, left, right) {
    for (var k = 0; k < row.length; k += 1) {
      if (left < row[k][1] && right > row[k][0]) { return false; }
    }
    return true;
  }

  /* The lane of a position. */
  function laneAt(sorted, p) {
    var lane = 0;
    while (sorted.begin[lane + 1] <= p) { lane += 1; }
    return lane;
  }

  /*
   * The positions that stand out of dense lanes: those that are `wanted` in any case, also where
   * they are far away, then `candidates` by importance while they have room for their labels.
   *
   *   wanted, candidates   events, by their places in the timeline
   *   mask, importance     of all events
   *   tile, scale          the time to be filled, and pixels a millisecond
   *   rows, most           the rows of each lane, and how many events stand in each at most
   *   room(i)              the width of an event's label in pixels
   */
  function standOut(sorted, lanes, wish) {
    var kept = new Set();
    var taken = [];
    var number = new Uint16Array(lanes.length);
    var take = function (i, wanted) {
      var p = sorted.at[i];
      var lane = laneAt(sorted, p);
      if (!wish.mask[i] || kept.has(p)) { return; }
      if (!lanes[lane].dense) {
        // It is there already, if it is anywhere near.
        if (wanted && lanes[lane].positions.indexOf(p) < 0) { kept.add(p); }
        return;
      }
      var key = lane * ROWS + rowOf(sorted, p, lane, wish.rows[lane]);
      var row = taken[key] = taken[key] || [];
      var left = (sorted.lo[p] - wish.tile[0]) * wish.scale - BEFORE;
      var right = (sorted.hi[p] - wish.tile[0]) * wish.scale + BEHIND;
      // To measure a label takes longest, so it is done last.
      var fits = sorted.hi[p] >= wish.tile[0] && sorted.lo[p] <= wish.tile[1]
        && number[lane] < wish.most * wish.rows[lane] && isFree(row, left, right);
      if (!wanted && !fits) { return; }
      right += wish.room(i);
      if (!wanted && !isFree(row, left, right)) { return; }
      row.push([left, right]);
      number[lane] += 1;
      kept.add(p);
    };
    wish.wanted.forEach(function (i) { take(i, true); });
    byImportance(wish.candidates, wish.importance).forEach(function (i) { take(i, false); });
    return Array.from(kept);
  }

  Object.assign(dateline, {
    /* The most marks that stand out in a row of a dense lane, for each window. */
    HEADS_A_ROW: HEADS,
    chooseLanes: chooseLanes,
    laneAt: laneAt,
    positionsIn: positionsIn,
    rowOf: rowOf,
    stackRows: stackRows,
    standOut: standOut,
  });
})(window.dateline = window.dateline || {});
