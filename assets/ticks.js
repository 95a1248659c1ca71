/*
 * Where ticks stand on the axis and what they say, from seconds to millennia.
 *
 * Every tick has one line; where the unit above changes (the day of hours, the month of days, the
 * year of months) a second line says so. Pure functions; times are milliseconds as clocks show
 * them, lengths CSS pixels, years astronomical: year 0 is 1 BC.
 */
(function (dateline) {
  "use strict";

  var SECOND = 1000;
  var MINUTE = 60 * SECOND;
  var HOUR = 60 * MINUTE;
  var DAY = 24 * HOUR;
  var YEAR = 365.2425 * DAY;

  var YEARS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

  /*
   * The steps, finest first: how long one is, the least distance of two ticks in pixels, and how
   * its ticks are found and named.
   */
  var STEPS = [].concat(
    steps("clock", SECOND, [1, 2, 5, 10, 15, 30], 76, clockTicks, second, day),
    steps("clock", MINUTE, [1, 2, 5, 10, 15, 30], 58, clockTicks, minute, day),
    steps("clock", HOUR, [1, 2, 3, 6, 12], 58, clockTicks, minute, day),
    steps("days", DAY, [1, 2, 5, 7, 14], 36, dayTicks, dayNumber, month),
    steps("months", YEAR / 12, [1, 2, 3, 6], 46, monthTicks, monthName, year),
    steps("years", YEAR, YEARS, 62, yearTicks, year, null)
  );

  function steps(unit, length, counts, least, find, name, context) {
    return counts.map(function (count) {
      return {
        unit: unit, count: count, length: length * count, least: least,
        find: find, name: name, context: context,
      };
    });
  }

  /* ---------------------------------------------------------------- civil time */

  function civil(ms) {
    var date = new Date(ms);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
  }

  /* Years below 100 are themselves here; Date.UTC would take them for those of a century. */
  function moment(year_, month_, day_) {
    var date = new Date(0);
    date.setUTCFullYear(year_, month_ || 0, day_ || 1);
    return date.getTime();
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  /* ---------------------------------------------------------------- where ticks stand */

  function clockTicks(from, to, step) {
    var found = [];
    for (var at = Math.ceil(from / step.length) * step.length; at <= to; at += step.length) {
      found.push(at);
    }
    return found;
  }

  /* Every few days of a month, anew from its first; none that crowds the first of the next. */
  function dayTicks(from, to, step) {
    var found = [];
    eachMonth(from, to, 1, function (begin, end) {
      for (var at = begin; at < end; at += step.count * DAY) {
        if (at >= from && at <= to && (at === begin || end - at > step.length * 0.7)) {
          found.push(at);
        }
      }
    });
    return found;
  }

  function monthTicks(from, to, step) {
    var found = [];
    eachMonth(from, to, step.count, function (begin) {
      if (begin >= from && begin <= to) { found.push(begin); }
    });
    return found;
  }

  function eachMonth(from, to, count, visit) {
    var first = civil(from);
    var month_ = Math.floor(first.month / count) * count;
    for (var at = moment(first.year, month_); at <= to; at = moment(first.year, month_)) {
      month_ += count;
      visit(at, moment(first.year, month_));
    }
  }

  /* Round years as they are counted: 500 BC, 1, 500, not 501 BC and 0. */
  function yearTicks(from, to, step) {
    var first = civil(from).year;
    var found = [];
    for (var k = Math.floor((first - 1) / step.count); ; k += 1) {
      var year_ = k * step.count;
      if (step.count > 1) { year_ = k < 0 ? year_ + 1 : k === 0 ? 1 : year_; }
      var at = moment(year_);
      if (at > to) { return found; }
      if (at >= from) { found.push(at); }
    }
  }

  /* ---------------------------------------------------------------- what they say */

  function second(ms) { return minute(ms) + ":" + two(new Date(ms).getUTCSeconds()); }

  function minute(ms) {
    var date = new Date(ms);
    return two(date.getUTCHours()) + ":" + two(date.getUTCMinutes());
  }

  function dayNumber(ms) { return String(civil(ms).day); }

  function day(ms, words) { return dayNumber(ms) + " " + month(ms, words); }

  function monthName(ms, words) { return words.months[civil(ms).month]; }

  function month(ms, words) { return monthName(ms, words) + " " + year(ms, words); }

  function year(ms, words) {
    var number = civil(ms).year;
    if (number < 1) { return words.bc.replace("{}", 1 - number); }
    return number < 1000 ? words.ad.replace("{}", number) : String(number);
  }

  /* ---------------------------------------------------------------- ticks */

  /* The finest step whose ticks have room at so many milliseconds a pixel. */
  function stepFor(perPixel, ancient) {
    var found = STEPS.find(function (step) {
      // Years that need an era take more room.
      var least = step.unit === "years" && ancient ? 84 : step.least;
      return step.length / perPixel >= least;
    });
    return found || STEPS[STEPS.length - 1];
  }

  /* How wide a text of the axis is, well enough to keep texts apart: 11 pixels high, sans-serif. */
  function textWidth(text) { return text.length * 6.4; }

  /*
   * The ticks of a window. `words` holds months, bc and ad; `lens` is where quiet times are folded:
   * the window is then one of the folded axis, and no tick stands in a fold. `reach` is a longer
   * window that ticks are wanted for, such as what a reader may drag into view.
   *
   * Returns places on the axis, texts, and contexts (second lines, empty where nothing changes).
   */
  function ticks(window_, width, words, lens, reach) {
    var perPixel = (window_[1] - window_[0]) / width;
    var glass = lens || { real: Number, fold: Number, folds: [] };
    var pixel = function (at) { return (glass.fold(at) - window_[0]) / perPixel; };
    var step = stepFor(perPixel, civil(glass.real(window_[0])).year < 1000);
    var found = [];
    unfolded(reach || window_, glass).forEach(function (piece) {
      found = found.concat(step.find(piece[0], piece[1], step));
    });
    found = apart(found, pixel, step);
    return {
      values: found.map(glass.fold),
      texts: found.map(function (at) { return step.name(at, words); }),
      contexts: contexts(found, pixel, step, words),
    };
  }

  /* The times of a window that are not folded, as clocks show them. */
  function unfolded(window_, glass) {
    var pieces = [];
    var from = window_[0];
    glass.folds.forEach(function (fold) {
      if (fold.x1 <= from || fold.x0 >= window_[1]) { return; }
      if (fold.x0 > from) { pieces.push([glass.real(from), fold.from]); }
      from = fold.x1;
    });
    if (from < window_[1]) { pieces.push([glass.real(from), glass.real(window_[1])]); }
    return pieces;
  }

  /* Ticks on either side of a fold, or where years change their era, may come too near. */
  function apart(found, pixel, step) {
    var last = -Infinity;
    return found.filter(function (at) {
      var here = pixel(at);
      if (here - last < step.least * 0.7) { return false; }
      last = here;
      return true;
    });
  }

  /* Second lines, at the first tick and wherever they change; the first gives way to the second. */
  function contexts(found, pixel, step, words) {
    if (!step.context) { return found.map(function () { return ""; }); }
    var last = null;
    // The first tick that is seen says where a reader is, also when it is no change.
    var first = found.find(function (at) { return pixel(at) >= 0; });
    var lines = found.map(function (at) {
      var line = step.context(at, words);
      var changed = line !== last || at === first;
      last = line;
      return changed ? line : "";
    });
    var after = Infinity;
    var width = 0;
    for (var k = found.length - 1; k >= 0; k -= 1) {
      if (!lines[k]) { continue; }
      var here = pixel(found[k]);
      var own = textWidth(lines[k]);
      if (here + own / 2 + 6 > after - width / 2) { lines[k] = ""; continue; }
      after = here;
      width = own;
    }
    return lines;
  }

  /*
   * What plotly needs to write them. Ticks reach beyond the window on both sides, so that there are
   * some where a reader drags it.
   */
  function axisOf(scene) {
    var window_ = scene.window;
    var span = window_[1] - window_[0];
    var limits = scene.variant.limits;
    var reach = [
      Math.min(Math.max(window_[0] - span, limits[0]), window_[0]),
      Math.max(Math.min(window_[1] + span, limits[1]), window_[1]),
    ];
    var seen = ticks(window_, scene.width, scene.words, scene.lens, reach);
    return {
      tickmode: "array",
      ticklabeloverflow: "allow",
      tickvals: seen.values,
      ticktext: seen.texts.map(function (text, k) {
        var first = underLine(scene, seen.values[k], text) ? "" : text;
        return [first, seen.contexts[k]].map(function (words) {
          return beyondEdge(scene, seen.values[k], words) ? "" : escaped(words);
        }).join("<br>");
      }),
    };
  }

  /*
   * Whether words at a tick of the window would be cut by the edge of the chart. plotly can find
   * that out by itself, but it measures all words for it, in a third of the time of a view.
   */
  function beyondEdge(scene, at, words) {
    if (at < scene.window[0] || at > scene.window[1]) { return false; }
    var pixel = (at - scene.window[0]) * scene.scale;
    var half = textWidth(words) / 2;
    return pixel + half > scene.width + scene.margin.r || pixel - half < -scene.margin.l;
  }

  /* Whether the words of an upright line, such as "today", stand where those of a tick would. */
  function underLine(scene, at, text) {
    return Object.keys(scene.lines || {}).some(function (name) {
      var line = scene.lines[name];
      return line && line.x >= scene.window[0] && line.x <= scene.window[1]
        && Math.abs(line.x - at) * scene.scale < (textWidth(text) + textWidth(line.text)) / 2 + 8;
    });
  }

  /* A moment in words, as fine as a window of its length asks for. */
  function axisWords(ms, window_, words) {
    var span = window_[1] - window_[0];
    if (span > 30 * YEAR) { return year(ms, words); }
    if (span > 2 * YEAR) { return month(ms, words); }
    return day(ms, words) + (span > 4 * DAY ? "" : ", " + minute(ms));
  }

  /* Names of months and eras come from tables of this project, yet nothing is trusted here. */
  function escaped(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;"); }

  Object.assign(dateline, { axisOf: axisOf, axisWords: axisWords, ticks: ticks });
})(window.dateline = window.dateline || {});
