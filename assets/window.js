/*
 * The part of time that is shown. Pure functions; a window is a pair of milliseconds.
 */
(function (dateline) {
  "use strict";

  /* A window moved just as far as it takes to have an event well inside. */
  function reveal(window_, start, end) {
    var span = window_[1] - window_[0];
    var margin = span * 0.08;
    if (end - start > span - 4 * margin) {
      var seen = end - start > span ? start < window_[1] && end > window_[0]
        : start >= window_[0] && end <= window_[1];
      return seen ? window_ : centred(start, end, span);
    }
    if (start < window_[0] + margin) { return [start - margin, start - margin + span]; }
    // Labels stand to the right: leave more room there.
    if (end > window_[1] - 3 * margin) { return [end + 3 * margin - span, end + 3 * margin]; }
    return window_;
  }

  function centred(start, end, span) {
    var middle = (start + end) / 2;
    return [middle - span / 2, middle + span / 2];
  }

  /* A window made narrower (factor below 1) or wider around its middle or another moment. */
  function zoom(window_, factor, limits, around) {
    var middle = around === undefined ? (window_[0] + window_[1]) / 2 : around;
    var from = middle - (middle - window_[0]) * factor;
    var to = middle + (window_[1] - middle) * factor;
    if (factor < 1 && to - from < 60000) { return window_; }
    // An address may name a window beyond the limits; from there the whole time is the way back.
    if (from >= limits[1] || to <= limits[0]) { return limits.slice(); }
    return [Math.max(from, limits[0]), Math.min(to, limits[1])];
  }

  /* The part of a window that can be drawn; all of it where nothing is left. */
  function withinLimits(window_, limits) {
    var range = [Math.max(window_[0], limits[0]), Math.min(window_[1], limits[1])];
    return range[0] < range[1] ? range : limits.slice();
  }

  /* A moment as plotly writes it on an axis, as milliseconds; numbers stay as they are. */
  function axisMoment(written) {
    if (typeof written === "number") { return written; }
    var parts = /^(-?)(\d+)-(\d\d)(?:-(\d\d))?(?:[ T](.*))?$/.exec(written);
    var year = (parts[1] || "+") + ("000000" + parts[2]).slice(-6);
    var clock = (parts[5] || "00:00").split(":");
    return Date.parse(year + "-" + parts[3] + "-" + (parts[4] || "01") + "T00:00Z")
      + Number(clock[0]) * 3600000 + Number(clock[1] || 0) * 60000 + Number(clock[2] || 0) * 1000;
  }

  Object.assign(dateline, {
    axisMoment: axisMoment,
    reveal: reveal,
    withinLimits: withinLimits,
    zoom: zoom,
  });
})(window.dateline = window.dateline || {});
