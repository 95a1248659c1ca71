/*
 * How time lies along the axis: the zone whose clocks are shown, and quiet times folded away.
 *
 * A variant of the figure holds moments as the clocks of the file's zone show them (milliseconds).
 * A lens turns them into places on the axis and back. The variant and the figure are put through
 * it before anything is measured or drawn, so that all else works with places on the axis alone.
 *
 * Only dates with a time of day follow another zone: such a date is a moment, and clocks elsewhere
 * show another hour of it. A day without a time is a day on a calendar, written by somebody who
 * was there; nobody knows the hours by which it would have to move, so it stays the day it is.
 */
(function (dateline) {
  "use strict";

  /* A time is quiet from this many median gaps on, and from this share of the home window. */
  var TIMES = 4;
  var SHARE = 0.08;
  /* What is left unfolded on either side of a quiet time, as a share of the home window. */
  var RIM = 0.012;
  /* What a folded time takes of the whole time, in pixels. */
  var ROOM = 18;

  /* ---------------------------------------------------------------- zones */

  /* How far the clocks of the file's zone are ahead of UTC at a moment (UTC), in milliseconds. */
  function fileOffset(clock, utc) {
    var found = clock.offsets[0][1];
    clock.offsets.forEach(function (step) { if (step[0] <= utc) { found = step[1]; } });
    return found;
  }

  function localOffset(utc) { return -new Date(utc).getTimezoneOffset() * 60000; }

  function utcOffset() { return 0; }

  /* The moment (UTC) at which clocks show a time; of two such moments the first. */
  function momentAt(shown, offset) {
    var early = shown - offset(shown - 86400000);
    return early + offset(early) === shown ? early : shown - offset(shown - offset(shown));
  }

  /* From what clocks in the file's zone show to what others show at the same moment, and back. */
  function zoneShift(clock, zone) {
    var file = function (utc) { return fileOffset(clock, utc); };
    var other = { utc: utcOffset, local: localOffset }[zone] || file;
    var between = function (from, to) {
      return function (shown) {
        if (from === to) { return shown; }
        var utc = momentAt(shown, from);
        return utc + to(utc);
      };
    };
    return { to: between(file, other), from: between(other, file) };
  }

  /* ---------------------------------------------------------------- folds */

  function median(numbers) {
    var sorted = numbers.slice().sort(function (a, b) { return a - b; });
    return sorted.length ? sorted[Math.floor(sorted.length / 2)] : 0;
  }

  /*
   * The times in which nothing begins, ends or happens, long enough to be folded. `spans` are what
   * dates allow: {start, end, runs}; one that runs only marks its two ends. Each time found has
   * `from` and `to`, what is folded of it, and `runs`: whether something goes on meanwhile.
   */
  function quiet(spans, home) {
    var blocks = [];
    spans.forEach(function (span) {
      if (span.runs) { blocks.push([span.start, span.start], [span.end, span.end]); }
      else { blocks.push([span.start, span.end]); }
    });
    blocks.sort(function (a, b) { return a[0] - b[0]; });
    var gaps = [];
    var end = blocks.length ? blocks[0][1] : 0;
    blocks.forEach(function (block) {
      if (block[0] > end) { gaps.push({ start: end, end: block[0] }); }
      end = Math.max(end, block[1]);
    });
    var length = home[1] - home[0];
    var least = Math.max(
      SHARE * length, TIMES * median(gaps.map(function (gap) { return gap.end - gap.start; }))
    );
    return gaps.filter(function (gap) {
      return gap.end - gap.start >= least && gap.start >= home[0] && gap.end <= home[1];
    }).map(function (gap) {
      var rim = Math.min(RIM * length, (gap.end - gap.start) / 6);
      return {
        start: gap.start,
        end: gap.end,
        from: gap.start + rim,
        to: gap.end - rim,
        runs: spans.some(function (span) {
          return span.runs && span.start <= gap.start && span.end >= gap.end;
        }),
      };
    });
  }

  /* A scale on which each fold takes `room` milliseconds: to the axis, and back. */
  function foldScale(folds, room) {
    function along(x, size, begin, length) {
      var moved = 0;
      for (var k = 0; k < folds.length; k += 1) {
        var start = begin(folds[k]);
        if (x <= start) { break; }
        var within = Math.min((x - start) / length(folds[k]), 1);
        moved += within * (size(folds[k]) - length(folds[k]));
        if (within < 1) { break; }
      }
      return x + moved;
    }
    var whole = function (fold) { return fold.to - fold.from; };
    var small = function () { return room; };
    folds.forEach(function (fold) {
      fold.x0 = along(fold.from, small, function (one) { return one.from; }, whole);
      fold.x1 = fold.x0 + room;
    });
    return {
      to: function (x) {
        return along(x, small, function (fold) { return fold.from; }, whole);
      },
      from: function (x) {
        return along(x, whole, function (fold) { return fold.x0; }, small);
      },
    };
  }

  /* What each event takes of time, as its date allows it, in a variant and its figure. */
  function extents(variant, figure) {
    var spans = variant.x.map(function (x, i) {
      return { start: variant.start[i], end: variant.end[i], runs: variant.span[i] };
    });
    var wide = figure.data.find(function (trace) { return (trace.meta || {}).role === "extent"; });
    (wide ? wide.customdata : []).forEach(function (i, k) {
      spans[i].start = Math.min(spans[i].start, wide.base[k]);
      spans[i].end = Math.max(spans[i].end, wide.base[k] + wide.x[k]);
    });
    return spans;
  }

  /* ---------------------------------------------------------------- the lens */

  /*
   * The lens for a variant. `asked` (a zone) and `fold` are parts of the state,
   * `width` is that of the plot in pixels. It has:
   *   plain          true when it changes nothing
   *   to, from       a moment of the file's clocks to its place on the axis, and back
   *   mark           the place of a moment of event i, which moves with the zone if it has a time
   *   real           what clocks show at a place on the axis (only folds undone)
   *   fold           the place at which clocks show something
   *   folds          the folded times; x0 and x1 are their places on the axis
   */
  function lens(clock, variant, figure, asked, fold, width) {
    return lensOf(clock, {
      // Where no event has a time there is nothing that another zone would change.
      zone: clock.timed.some(Boolean) ? asked : "",
      fold: fold,
      width: width,
      window: variant.window,
      timed: function (i) { return clock.timed[i]; },
      spans: function (moved) {
        return extents(variant, figure).map(function (span, i) {
          return { start: moved(i, span.start), end: moved(i, span.end), runs: span.runs };
        });
      },
      moment: function (i) { return clock.moments[i]; },
    });
  }

  /*
   * The same from what is asked of the events: `timed` whether one has a time of day, `spans` what
   * their dates allow, with each moment of one `moved`, `moment` when one happened, if it is timed.
   */
  function lensOf(clock, of) {
    var zone = of.zone;
    var shift = zoneShift(clock, zone);
    var moved = function (i, ms) { return of.timed(i) ? shift.to(ms) : ms; };
    var folds = [];
    var scale = foldScale([], 0);
    if (of.fold) {
      var home = of.window;
      folds = quiet(of.spans(moved), home);
      var kept = folds.reduce(function (rest, one) {
        return rest - (one.to - one.from);
      }, home[1] - home[0]);
      scale = foldScale(folds, kept * ROOM / Math.max(of.width - ROOM * folds.length, of.width / 2));
    }
    return {
      plain: !zone && !folds.length,
      zone: zone,
      to: function (ms) { return scale.to(shift.to(ms)); },
      from: function (x) { return shift.from(scale.from(x)); },
      mark: function (i, ms) { return scale.to(moved(i, ms)); },
      real: scale.from,
      fold: scale.to,
      folds: folds,
      told: function (i) {
        var pair = zone && of.timed(i) ? of.moment(i) : null;
        return pair ? momentWords(pair, zone) : "";
      },
    };
  }

  /* When something happened by the clocks of another zone, in words; `pair` is first and last. */
  function momentWords(pair, zone) {
    var form = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone === "utc" ? "UTC" : undefined, hourCycle: "h23", timeZoneName: "short",
      day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
    });
    return pair[1] - pair[0] < 60000 ? form.format(pair[0]) : form.formatRange(pair[0], pair[1]);
  }

  /* A variant as it lies on the axis of a lens. */
  function seenVariant(variant, glass) {
    if (glass.plain) { return variant; }
    var column = function (name) {
      return variant[name].map(function (ms, i) { return glass.mark(i, ms); });
    };
    var start = column("start");
    var end = column("end");
    return Object.assign({}, variant, {
      start: start,
      end: end,
      // A disc stands in the middle of its core, also of one that reaches across a fold.
      x: variant.x.map(function (ms, i) {
        return variant.span[i] ? (start[i] + end[i]) / 2 : glass.mark(i, ms);
      }),
      window: variant.window.map(glass.to),
      limits: variant.limits.map(glass.to),
    });
  }

  /* A figure as it lies there: the points of all traces of events moved. */
  function seenFigure(figure, variant, glass) {
    if (glass.plain) { return figure; }
    return Object.assign({}, figure, {
      data: figure.data.map(function (trace) {
        return Array.isArray(trace.x) && trace.customdata
          ? seenTrace(trace, variant, glass) : trace;
      }),
    });
  }

  function seenTrace(trace, variant, glass) {
    var marks = trace.customdata;
    var place = function (ms, k) {
      var i = Array.isArray(marks[k]) ? marks[k][0] : marks[k];
      // The middle of a span moves with its ends, as its disc does.
      return ms === variant.x[i] && !trace.base
        ? middle(variant, glass, i) : ms === null ? null : glass.mark(i, ms);
    };
    if (trace.base) {
      var base = trace.base.map(place);
      var ends = trace.base.map(function (ms, k) { return place(ms + trace.x[k], k); });
      var bars = Object.assign({}, trace, {
        base: base, x: ends.map(function (end, k) { return end - base[k]; }),
      });
      tell(bars, glass);
      return bars;
    }
    var copy = Object.assign({}, trace, { x: trace.x.map(place) });
    tell(copy, glass);
    return copy;
  }

  /* What is shown on hovering names the time in the zone shown too, as its last line but one. */
  function tell(trace, glass) {
    if (!glass.zone || !Array.isArray(trace.hovertext)) { return; }
    trace.hovertext = trace.hovertext.map(function (text, k) {
      var words = glass.told(trace.customdata[k]);
      var cut = text.lastIndexOf("<br>");
      return words && cut >= 0 ? text.slice(0, cut) + "<br>" + words + text.slice(cut) : text;
    });
  }

  function middle(variant, glass, i) {
    if (!variant.span[i]) { return glass.mark(i, variant.x[i]); }
    return (glass.mark(i, variant.start[i]) + glass.mark(i, variant.end[i])) / 2;
  }

  /* Upright lines moved to where they lie; see known.js. */
  function seenLines(lines, glass) {
    var moved = {};
    Object.keys(lines).forEach(function (name) {
      var line = lines[name];
      // Now is a moment; what was known is a matter of whole days.
      var place = name === "today" ? glass.to : glass.fold;
      moved[name] = line && Object.assign({}, line, { x: place(line.x) });
    });
    return moved;
  }

  /* A window of the axis as the parts of the state that stand for it. */
  function windowState(range) {
    var scene = dateline.page.scene;
    var from = scene ? scene.lens.from : Number;
    return { from: from(range[0]), to: from(range[1]) };
  }

  Object.assign(dateline, {
    fileOffset: fileOffset,
    lens: lens,
    lensOf: lensOf,
    momentAt: momentAt,
    quiet: quiet,
    seenFigure: seenFigure,
    seenLines: seenLines,
    seenVariant: seenVariant,
    windowState: windowState,
    zoneShift: zoneShift,
  });
})(window.dateline = window.dateline || {});
