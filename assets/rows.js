/*
 * Where the rows of the events that are shown go. Pure functions; lengths are CSS pixels.
 */
(function (dateline) {
  "use strict";

  /*
   * Rows that still hold an event, moved together; lanes without one take no room. The order of
   * rows never changes, so that an event keeps its neighbours while a reader filters.
   */
  function stack(view, mask) {
    var used = view.lanes.map(function (lane) { return new Array(lane.rows).fill(false); });
    mask.forEach(function (shown, i) { if (shown) { used[view.lane[i]][view.row[i]] = true; } });
    var top = 0;
    var lanes = view.lanes.map(function (lane, k) {
      var next = top + lane.head;
      var y = used[k].map(function (on) { return on ? (next += 1) - 0.5 : null; });
      var shown = used[k].some(Boolean);
      var placed = { key: lane.key, shown: shown, top: top, bottom: shown ? next : top, y: y };
      if (shown) { top = next; }
      return placed;
    });
    return { lanes: lanes, rows: top };
  }

  /* The height of a row that lets the chart fit into a height, within what can be read. */
  function rowHeight(rows, height, size) {
    return Math.min(size.row, Math.max(size.lowest, Math.floor(height / Math.max(rows, 1))));
  }

  Object.assign(dateline, {
    rowHeight: rowHeight,
    stack: stack,
  });
})(window.dateline = window.dateline || {});
