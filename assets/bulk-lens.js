/*
 * How time lies along the axis where there are very many events: what lens.js does for few of them,
 * from columns. Which events have a time of day is a bit of their flags.
 */
(function (dateline) {
  "use strict";

  var SPAN = 1;
  var OPEN_START = 4;
  var OPEN_END = 8;
  var TIMED = 16;

  /* Quiet times are looked for on a grid of so many cells. */
  var CELLS = 8192;

  function anyTimed(bulk) {
    if (bulk.anyTimed === undefined) {
      bulk.anyTimed = bulk.flags.some(function (flags) { return flags & TIMED; });
    }
    return bulk.anyTimed;
  }

  /*
   * What the dates of events allow, as quiet() of lens.js wants it, but with those that follow one
   * another without a quiet time between them put together. `moved` moves a moment of an event.
   */
  function spansOf(bulk, home, moved) {
    var scale = CELLS / (home[1] - home[0]);
    var low = new Float64Array(CELLS).fill(Infinity);
    var high = new Float64Array(CELLS).fill(-Infinity);
    var runs = [];
    var put = function (from, to) {
      var k = Math.min(Math.max(Math.floor((from - home[0]) * scale), 0), CELLS - 1);
      if (from < low[k]) { low[k] = from; }
      if (to > high[k]) { high[k] = to; }
    };
    for (var i = 0; i < bulk.count; i += 1) {
      var flags = bulk.flags[i];
      var from = moved(i, flags & OPEN_START ? bulk.start[i] : bulk.earliest[i]);
      var to = moved(i, flags & OPEN_END ? bulk.end[i] : bulk.latest[i]);
      if (flags & SPAN) {
        put(from, from);
        put(to, to);
        // Only those that are long enough to reach across a quiet time matter.
        if ((to - from) * scale > CELLS / 16) { runs.push({ start: from, end: to, runs: true }); }
      } else { put(from, to); }
    }
    var spans = [];
    for (var k = 0; k < CELLS; k += 1) {
      if (low[k] < Infinity) { spans.push({ start: low[k], end: high[k], runs: false }); }
    }
    return spans.concat(runs.slice(0, 1000));
  }

  function made(page, zone, fold, home, width) {
    var bulk = page.bulk;
    var clock = page.payload.axis.clock;
    var file = function (shown) {
      return dateline.momentAt(shown, function (utc) { return dateline.fileOffset(clock, utc); });
    };
    return dateline.lensOf(clock, {
      zone: zone,
      fold: fold,
      width: width,
      window: home,
      timed: function (i) { return Boolean(bulk.flags[i] & TIMED); },
      spans: function (moved) { return spansOf(bulk, home, moved); },
      moment: function (i) {
        var last = bulk.flags[i] & SPAN ? Math.max(bulk.end[i] - 60000, bulk.start[i])
          : bulk.start[i];
        return [file(bulk.start[i]), file(last)];
      },
    });
  }

  /* The lens for the events of a page; see lens.js. `home` is the window of all of them. */
  function bulkLens(page, home, width) {
    var bulk = page.bulk;
    var zone = anyTimed(bulk) ? page.state.zone : "";
    var fold = page.state.fold;
    var key = [zone, fold, fold ? width : 0, home.join()].join();
    if (!bulk.lenses || bulk.lenses.key !== key) {
      var glass = made(page, zone, fold, home, width);
      glass.key = glass.plain ? "" : key;
      bulk.lenses = { key: key, glass: glass };
    }
    return bulk.lenses.glass;
  }

  /* The quiet times of the events of a page, on the clocks of the file. */
  function bulkFolds(page, home, width) { return made(page, "", "1", home, width).folds; }

  Object.assign(dateline, { anyTimed: anyTimed, bulkFolds: bulkFolds, bulkLens: bulkLens });
})(window.dateline = window.dateline || {});
