/*
 * The part of time that is shown. Pure functions; a window is a pair of milliseconds.
 */
(function (dateline) {
  "use strict";

  /* A window moved just as far as it takes to have an event well inside. */
  function reveal(window_, start, end) {
    var span = window_[1] - window_[0];
    var margin = span * 0.08;
    if (end - start > span - 2 * margin) {
      return start < window_[1] && end > window_[0] ? window_ : centred(start, end, span);
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
    if (to - from < 60000) { return window_; }
    return [Math.max(from, limits[0]), Math.min(to, limits[1])];
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
    zoom: zoom,
  });
})(window.dateline = window.dateline || {});
